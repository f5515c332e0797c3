//! Command lines that a person can paste: quoted for a POSIX shell, because names come from the
//! cluster and tags may hold any character.

use std::borrow::Cow;

/// A word for a POSIX shell: quoted only where needed.
pub fn quote(word: &str) -> Cow<'_, str> {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_./:@=+,%".contains(&byte);
    if !word.is_empty() && word.bytes().all(plain) {
        Cow::Borrowed(word)
    } else {
        Cow::Owned(format!("'{}'", word.replace('\'', r"'\''")))
    }
}

/// Words to one line.
fn line(words: &[&str]) -> String {
    words
        .iter()
        .map(|word| quote(word))
        .collect::<Vec<_>>()
        .join(" ")
}

/// `oc describe is/NAME -n NAMESPACE`.
pub fn describe_stream(namespace: &str, stream: &str) -> String {
    line(&["oc", "describe", &format!("is/{stream}"), "-n", namespace])
}

/// `oc describe istag/NAME:TAG -n NAMESPACE`.
pub fn describe_tag(namespace: &str, stream: &str, tag: &str) -> String {
    line(&[
        "oc",
        "describe",
        &format!("istag/{stream}:{tag}"),
        "-n",
        namespace,
    ])
}

/// `oc describe isimage/NAME@DIGEST -n NAMESPACE`.
pub fn describe_image(namespace: &str, stream: &str, digest: &str) -> String {
    line(&[
        "oc",
        "describe",
        &format!("isimage/{stream}@{digest}"),
        "-n",
        namespace,
    ])
}

/// The command that lists the platforms of a tag, one a line.
pub fn list_platforms(namespace: &str, stream: &str, tag: &str) -> String {
    // The expression is quoted by hand: its form is the one that documentation uses.
    format!(
        "{} -o jsonpath='{{range .image.dockerImageManifests[*]}}{{.os}}/{{.architecture}}{{\"\\n\"}}{{end}}'",
        line(&[
            "oc",
            "get",
            "istag",
            &format!("{stream}:{tag}"),
            "-n",
            namespace
        ])
    )
}

/// What a project's administrator runs to let somebody read the layers of its streams.
pub fn grant_layers(namespace: &str, user: Option<&str>) -> String {
    // A placeholder in capitals, as `oc`'s own help has them.
    let user = user.filter(|user| !user.is_empty()).unwrap_or("USER");
    let role = "system:image-puller";
    line(&[
        "oc",
        "policy",
        "add-role-to-user",
        role,
        user,
        "-n",
        namespace,
    ])
}

/// `oc registry login`, for the integrated registry at `host`.
pub fn registry_login(host: &str) -> String {
    line(&["oc", "registry", "login", &format!("--registry={host}")])
}

/// Programs that pull and push images.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// podman.
    Podman,
    /// docker.
    Docker,
}

impl Engine {
    /// Every engine, in the order of display.
    pub const ALL: [Self; 2] = [Self::Podman, Self::Docker];

    /// Name of the program.
    pub fn program(self) -> &'static str {
        match self {
            Self::Podman => "podman",
            Self::Docker => "docker",
        }
    }

    /// Logs in with the token of the current `oc` session; the token does not show on the screen or
    /// in the list of processes.
    pub fn login(self, host: &str) -> String {
        format!(
            "oc whoami -t | {} login -u \"$(oc whoami)\" --password-stdin {}",
            self.program(),
            quote(host)
        )
    }

    /// Pulls an image.
    pub fn pull(self, pull_spec: &str) -> String {
        line(&[self.program(), "pull", pull_spec])
    }

    /// Pushes a local image of that name.
    pub fn push(self, pull_spec: &str) -> String {
        line(&[self.program(), "push", pull_spec])
    }
}
