//! Container image references, `[registry/][namespace/]name[:tag][@digest]`, as `OpenShift` reads
//! them. Own code because the reference crates bring `regex`, and because a form wants to know
//! where a text is wrong; tests compare with a crate.

use std::fmt;

use super::digest::is_digest;

/// The most characters that registry and path may have together.
const LONGEST_NAME: usize = 255;

/// A reference, taken apart. Empty parts are absent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PullSpec {
    /// Host with an optional port; empty when not given.
    pub registry: String,
    /// First part of the path; empty for names of one part.
    pub namespace: String,
    /// The rest of the path; empty when the text was only a registry.
    pub name: String,
    /// Tag, without the colon.
    pub tag: String,
    /// Digest, without the `@`.
    pub digest: String,
}

/// Why a text is no reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PullSpecError {
    /// What is wrong.
    pub kind: PullSpecErrorKind,
    /// Byte at which it is wrong.
    pub position: usize,
}

/// What is wrong with a reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PullSpecErrorKind {
    /// Nothing was given.
    Empty,
    /// Registry and path have more than 255 characters.
    TooLong,
    /// The path has capital letters.
    Uppercase,
    /// The path has an empty part, a character it must not have, or separators side by side.
    Path,
    /// The tag is empty, too long or has a character it must not have.
    Tag,
    /// The digest is not `algorithm:hex`.
    Digest,
}

impl fmt::Display for PullSpecError {
    /// The words of the server and of `oc`.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self.kind {
            PullSpecErrorKind::Empty => "repository name must have at least one component",
            PullSpecErrorKind::TooLong => "repository name must not be more than 255 characters",
            PullSpecErrorKind::Uppercase => "repository name must be lowercase",
            PullSpecErrorKind::Path | PullSpecErrorKind::Tag | PullSpecErrorKind::Digest => {
                "invalid reference format"
            }
        })
    }
}

impl std::error::Error for PullSpecError {}

/// Whether the text may be a tag: a word character, then up to 127 of word characters, `.`, `-`.
pub fn is_tag(text: &str) -> bool {
    tag_error(text).is_none()
}

impl PullSpec {
    /// Reads a reference.
    pub fn parse(text: &str) -> Result<Self, PullSpecError> {
        let error = |kind, position| Err(PullSpecError { kind, position });
        if text.is_empty() {
            return error(PullSpecErrorKind::Empty, 0);
        }
        let (rest, digest) = match text.split_once('@') {
            Some((rest, digest)) => (rest, Some(digest)),
            None => (text, None),
        };
        // A colon before the last slash belongs to a port, one after it to the tag.
        let last_part = rest.rfind('/').map_or(0, |slash| slash + 1);
        let colon = rest.get(last_part..).and_then(|part| part.find(':'));
        let (name, tag) = match colon.and_then(|colon| rest.split_at_checked(last_part + colon)) {
            Some((name, tag)) => (name, tag.get(1..)),
            None => (rest, None),
        };
        if let Some((kind, position)) = name_error(name) {
            return error(kind, position);
        }
        if let Some(position) = tag.and_then(tag_error) {
            return error(PullSpecErrorKind::Tag, name.len() + 1 + position);
        }
        if digest.is_some_and(|digest| !is_digest(digest)) {
            return error(PullSpecErrorKind::Digest, rest.len() + 1);
        }
        if name.len() > LONGEST_NAME {
            return error(PullSpecErrorKind::TooLong, LONGEST_NAME);
        }
        let digest = digest.unwrap_or_default().to_owned();
        let tag = tag.unwrap_or_default().to_owned();
        let (registry, path) = match name.split_once('/') {
            None if name.contains('.') || name.starts_with("localhost") => {
                // A lone host: what looks like its tag is its port.
                let registry = text.to_owned();
                return Ok(Self {
                    registry,
                    digest,
                    ..Self::default()
                });
            }
            Some((host, path)) if host.contains(['.', ':']) || host == "localhost" => (host, path),
            _ => ("", name),
        };
        let (namespace, name) = path.split_once('/').unwrap_or(("", path));
        let (registry, namespace, name) =
            (registry.to_owned(), namespace.to_owned(), name.to_owned());
        Ok(Self {
            registry,
            namespace,
            name,
            tag,
            digest,
        })
    }

    /// The parts as they are, put together. A digest hides the tag.
    pub fn exact(&self) -> String {
        let mut text = String::new();
        for part in [&self.registry, &self.namespace] {
            if !part.is_empty() {
                text.push_str(part);
                text.push('/');
            }
        }
        if self.name.is_empty() {
            return text;
        }
        text.push_str(&self.name);
        let (mark, suffix) = match (is_digest(&self.digest), self.digest.as_str()) {
            (true, digest) => ("@", digest),
            (false, "") => (":", self.tag.as_str()),
            (false, version_1_id) => (":", version_1_id),
        };
        if !suffix.is_empty() {
            text.push_str(mark);
            text.push_str(suffix);
        }
        text
    }

    /// The form in which `OpenShift` prints references: on Docker Hub the namespace `library` is
    /// written out.
    pub fn to_pull_spec(&self) -> String {
        if self.namespace.is_empty() && is_docker_hub(&self.registry) {
            Self {
                namespace: "library".to_owned(),
                ..self.clone()
            }
            .exact()
        } else {
            self.exact()
        }
    }

    /// What a container engine makes of it: Docker Hub, `library` and `latest` where nothing else
    /// is said.
    #[must_use]
    pub fn with_client_defaults(mut self) -> Self {
        if self.registry.is_empty() {
            "docker.io".clone_into(&mut self.registry);
        }
        if self.namespace.is_empty() && is_docker_hub(&self.registry) {
            "library".clone_into(&mut self.namespace);
        }
        if self.tag.is_empty() {
            "latest".clone_into(&mut self.tag);
        }
        self
    }

    /// Without the tag where a digest says more.
    #[must_use]
    pub fn most_specific(mut self) -> Self {
        if is_digest(&self.digest) {
            self.tag.clear();
        } else if self.tag.is_empty() {
            self.tag = std::mem::take(&mut self.digest);
        }
        self
    }

    /// Only registry and path.
    #[must_use]
    pub fn as_repository(mut self) -> Self {
        self.tag.clear();
        self.digest.clear();
        self
    }
}

fn is_docker_hub(registry: &str) -> bool {
    matches!(
        registry,
        "docker.io" | "index.docker.io" | "registry-1.docker.io"
    )
}

/// Checks registry and path; gives the first place that is wrong.
fn name_error(name: &str) -> Option<(PullSpecErrorKind, usize)> {
    let mut start = 0;
    for (index, part) in name.split('/').enumerate() {
        let is_last = start + part.len() == name.len();
        // The first of several parts may be a host; it need not be a legal path part then.
        let wrong = if index == 0 && !is_last && is_host(part) {
            None
        } else {
            path_error(part)
        };
        if let Some(position) = wrong {
            let lowered = name.to_ascii_lowercase();
            let kind = if lowered != name && name_error(&lowered).is_none() {
                PullSpecErrorKind::Uppercase
            } else {
                PullSpecErrorKind::Path
            };
            return Some((kind, start + position));
        }
        start += part.len() + 1;
    }
    None
}

/// A host: labels of letters, digits and dashes joined by dots, and perhaps a port.
fn is_host(text: &str) -> bool {
    let (host, port) = match text.split_once(':') {
        Some((host, port)) => (host, Some(port)),
        None => (text, None),
    };
    let label = |label: &str| {
        !label.is_empty()
            && label
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let number = |port: &str| !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit());
    host.split('.').all(label) && port.is_none_or(number)
}

/// A part of a path: runs of small letters and digits, joined by `.`, `_`, `__` or dashes.
fn path_error(part: &str) -> Option<usize> {
    let is_word = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    let bytes = part.as_bytes();
    let mut at = 0;
    loop {
        let word = bytes
            .iter()
            .skip(at)
            .take_while(|byte| is_word(**byte))
            .count();
        if word == 0 {
            return Some(at);
        }
        at += word;
        let rest = bytes.get(at..).unwrap_or_default();
        at += match rest {
            [] => return None,
            [b'_', b'_', ..] => 2,
            [b'.' | b'_', ..] => 1,
            [b'-', ..] => rest.iter().take_while(|byte| **byte == b'-').count(),
            _ => return Some(at),
        };
    }
}

fn tag_error(tag: &str) -> Option<usize> {
    let legal = |index: usize, byte: u8| {
        index < 128
            && (byte.is_ascii_alphanumeric()
                || byte == b'_'
                || index > 0 && matches!(byte, b'.' | b'-'))
    };
    if tag.is_empty() {
        return Some(0);
    }
    tag.bytes()
        .enumerate()
        .position(|(index, byte)| !legal(index, byte))
}
