//! Container image references ("pull specs") as the image API reads them: `[registry/][namespace/]name[:tag][@digest]`.

use std::fmt;

/// A pull spec taken apart. Empty strings stand for parts that were not written.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct ImageReference {
    /// Host and optional port, for example `quay.io` or `127.0.0.1:5000`.
    pub registry: String,
    /// First path component below the host when there is more than one.
    pub namespace: String,
    /// The remaining path; it may contain `/`.
    pub name: String,
    /// The tag, without the colon.
    pub tag: String,
    /// The digest, without the `@`.
    pub id: String,
}

/// Why a pull spec cannot be read; the texts are the server's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReferenceError {
    /// The text is empty.
    Empty,
    /// It would be a reference if it were written in lower case.
    NotLowercase,
    /// The repository part is longer than 255 characters.
    TooLong,
    /// Anything else.
    Format,
}

impl fmt::Display for ReferenceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "repository name must have at least one component",
            Self::NotLowercase => "repository name must be lowercase",
            Self::TooLong => "repository name must not be more than 255 characters",
            Self::Format => "invalid reference format",
        })
    }
}

const HUB_HOSTS: [&str; 3] = ["docker.io", "index.docker.io", "registry-1.docker.io"];

impl ImageReference {
    /// Reads a pull spec.
    pub fn parse(text: &str) -> Result<Self, ReferenceError> {
        if text.is_empty() {
            return Err(ReferenceError::Empty);
        }
        let (rest, id) = match text.split_once('@') {
            Some((rest, id)) if is_digest(id) => (rest, id),
            Some(_) => return Err(ReferenceError::Format),
            None => (text, ""),
        };
        let (path, tag) = match rest.rsplit_once(':') {
            Some((path, tag)) if !tag.contains('/') => (path, tag),
            _ => (rest, ""),
        };
        let host_with_port = tag.bytes().all(|b| b.is_ascii_digit())
            && !tag.is_empty()
            && !path.contains('/')
            && looks_like_host(path);
        if rest.ends_with(':') || (!tag.is_empty() && !is_tag(tag)) {
            return Err(ReferenceError::Format);
        }
        check_path(path)?;
        if !path.contains('/') && looks_like_host(path) {
            // A lone host name is the registry, together with what looks like its port.
            let registry = if host_with_port { rest } else { path };
            return Ok(Self {
                registry: registry.to_owned(),
                id: id.to_owned(),
                tag: if host_with_port {
                    String::new()
                } else {
                    tag.to_owned()
                },
                ..Self::default()
            });
        }
        let (registry, remainder) = match path.split_once('/') {
            Some((first, rest)) if is_host(first) => (first, rest),
            _ => ("", path),
        };
        let (namespace, name) = remainder.split_once('/').unwrap_or(("", remainder));
        Ok(Self {
            registry: registry.to_owned(),
            namespace: namespace.to_owned(),
            name: name.to_owned(),
            tag: tag.to_owned(),
            id: id.to_owned(),
        })
    }

    /// The reference exactly as its parts say, without anything added.
    pub fn exact(&self) -> String {
        let mut text = String::new();
        for part in [&self.registry, &self.namespace] {
            if !part.is_empty() {
                text.push_str(part);
                text.push('/');
            }
        }
        text.push_str(&self.name);
        if !self.id.is_empty() {
            text.push(if is_digest(&self.id) { '@' } else { ':' });
            text.push_str(&self.id);
        } else if !self.tag.is_empty() {
            text.push(':');
            text.push_str(&self.tag);
        }
        text
    }

    /// What a Docker client makes of it: Docker Hub, `library` and `latest` are filled in.
    #[must_use]
    pub fn with_client_defaults(&self) -> Self {
        let mut full = self.clone();
        if full.registry.is_empty() {
            HUB_HOSTS[0].clone_into(&mut full.registry);
        }
        if full.namespace.is_empty() && full.is_hub() {
            "library".clone_into(&mut full.namespace);
        }
        if full.tag.is_empty() && full.id.is_empty() {
            "latest".clone_into(&mut full.tag);
        }
        full
    }

    /// The same repository pointing at one manifest.
    #[must_use]
    pub fn at_digest(&self, digest: &str) -> Self {
        Self {
            tag: String::new(),
            id: digest.to_owned(),
            ..self.clone()
        }
    }

    /// The same repository pointing at one tag.
    #[must_use]
    pub fn at_tag(&self, tag: &str) -> Self {
        Self {
            tag: tag.to_owned(),
            id: String::new(),
            ..self.clone()
        }
    }

    /// Whether the registry is Docker Hub under any of its names.
    pub fn is_hub(&self) -> bool {
        HUB_HOSTS.contains(&self.registry.as_str())
    }

    /// The path below the registry host.
    pub fn repository(&self) -> String {
        if self.namespace.is_empty() {
            self.name.clone()
        } else {
            format!("{}/{}", self.namespace, self.name)
        }
    }
}

/// Whether the text is a digest such as `sha256:…`.
pub fn is_digest(text: &str) -> bool {
    text.split_once(':').is_some_and(|(algorithm, hex)| {
        algorithm.starts_with(|c: char| c.is_ascii_alphabetic())
            && algorithm
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || "-_+.".contains(c))
            && hex.len() >= 32
            && hex.chars().all(|c| c.is_ascii_hexdigit())
    })
}

/// Whether a container client accepts the text as a tag.
pub fn is_tag(text: &str) -> bool {
    let word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    text.len() <= 128
        && text.starts_with(word)
        && text.chars().all(|c| word(c) || c == '.' || c == '-')
}

fn looks_like_host(segment: &str) -> bool {
    segment.contains('.') || segment.starts_with("localhost")
}

fn is_host(segment: &str) -> bool {
    segment.contains('.') || segment.contains(':') || segment == "localhost"
}

fn check_path(path: &str) -> Result<(), ReferenceError> {
    let mut segments = path.split('/').peekable();
    let mut uppercase = false;
    let mut first = true;
    while let Some(segment) = segments.next() {
        let may_be_host = first && segments.peek().is_some() && is_host(segment);
        first = false;
        if may_be_host && is_host_name(segment) || is_component(segment) {
            continue;
        }
        if is_component(&segment.to_ascii_lowercase()) {
            uppercase = true;
        } else {
            return Err(ReferenceError::Format);
        }
    }
    if uppercase {
        return Err(ReferenceError::NotLowercase);
    }
    if path.len() > 255 {
        return Err(ReferenceError::TooLong);
    }
    Ok(())
}

fn is_host_name(segment: &str) -> bool {
    let (host, port) = segment.split_once(':').unwrap_or((segment, "0"));
    !port.is_empty()
        && port.bytes().all(|b| b.is_ascii_digit())
        && host.split('.').all(|label| {
            !label.is_empty()
                && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
                && !label.starts_with('-')
                && !label.ends_with('-')
        })
}

/// `[a-z0-9]+` joined by one of `.`, `_`, `__` or any run of `-`.
fn is_component(segment: &str) -> bool {
    let alphanumeric = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    if !segment.starts_with(alphanumeric) || !segment.ends_with(alphanumeric) {
        return false;
    }
    let separators = segment.split(alphanumeric).filter(|run| !run.is_empty());
    separators
        .into_iter()
        .all(|run| matches!(run, "." | "_" | "__") || run.bytes().all(|b| b == b'-'))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a panic is the test's failure")]
    use super::*;

    #[test]
    fn parts_follow_the_servers_rules() {
        let cases = [
            ("python", ["", "", "python", "", ""]),
            ("python:3.6", ["", "", "python", "3.6", ""]),
            (
                "docker.io/python:3.6.0",
                ["docker.io", "", "python", "3.6.0", ""],
            ),
            (
                "centos/python-35-centos7",
                ["", "centos", "python-35-centos7", "", ""],
            ),
            (
                "127.0.0.1:5000/a/b/c:1",
                ["127.0.0.1:5000", "a", "b/c", "1", ""],
            ),
            ("localhost/x", ["localhost", "", "x", "", ""]),
            ("quay.io", ["quay.io", "", "", "", ""]),
            ("quay.io:5000", ["quay.io:5000", "", "", "", ""]),
        ];
        for (text, [registry, namespace, name, tag, id]) in cases {
            let got = ImageReference::parse(text).unwrap();
            let got =
                [&got.registry, &got.namespace, &got.name, &got.tag, &got.id].map(String::as_str);
            assert_eq!(got, [registry, namespace, name, tag, id], "{text}");
        }
    }

    #[test]
    fn what_is_no_reference_says_why() {
        assert_eq!(ImageReference::parse(""), Err(ReferenceError::Empty));
        assert_eq!(
            ImageReference::parse("quay.io/Team/web"),
            Err(ReferenceError::NotLowercase)
        );
        for bad in [
            "a b",
            "quay.io//x",
            "x:",
            "x@sha256:12",
            "-x",
            "a___b",
            "<img src=x>",
        ] {
            assert_eq!(
                ImageReference::parse(bad),
                Err(ReferenceError::Format),
                "{bad}"
            );
        }
    }

    #[test]
    fn client_defaults_name_the_hub() {
        let full = ImageReference::parse("python")
            .unwrap()
            .with_client_defaults();
        assert_eq!(full.exact(), "docker.io/library/python:latest");
        let kept = ImageReference::parse("centos/python-35-centos7:x")
            .unwrap()
            .with_client_defaults();
        assert_eq!(kept.exact(), "docker.io/centos/python-35-centos7:x");
    }
}
