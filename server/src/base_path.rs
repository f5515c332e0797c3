//! The path under which the console is mounted.

use std::str::FromStr;

use thiserror::Error;

/// A path that begins and ends with a slash, such as `/` or `/tools/is/`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BasePath(String);

/// Why a text is no base path.
#[derive(Debug, Error, PartialEq, Eq)]
#[error(
    "a base path looks like /tools/is/: segments of letters, digits, '-', '_', '.' and '~', divided by slashes"
)]
pub struct BadBasePath;

/// Where a request path lies.
#[derive(Debug, PartialEq, Eq)]
pub enum Place<'a> {
    /// Below the base path; the rest begins with a slash.
    Inside(&'a str),
    /// The base path without its last slash: relative links would break, so it is redirected.
    MissingSlash,
    /// Somewhere else.
    Outside,
}

impl BasePath {
    /// The path with both slashes.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The prefix that precedes the app's own paths: the base path without its last slash.
    pub fn prefix(&self) -> &str {
        self.0.strip_suffix('/').unwrap_or(&self.0)
    }

    /// Where a path lies. The query, if it is part of `path`, stays with the rest.
    pub fn locate<'a>(&self, path: &'a str) -> Place<'a> {
        match path.strip_prefix(self.prefix()) {
            Some(rest) if rest.starts_with('/') => Place::Inside(rest),
            Some("") => Place::MissingSlash,
            _ => Place::Outside,
        }
    }
}

impl Default for BasePath {
    fn default() -> Self {
        Self("/".to_owned())
    }
}

impl FromStr for BasePath {
    type Err = BadBasePath;

    fn from_str(text: &str) -> Result<Self, BadBasePath> {
        let trimmed = text.trim_matches('/');
        if trimmed.is_empty() {
            return Ok(Self::default());
        }
        let plain = |segment: &str| {
            !matches!(segment, "" | "." | "..")
                && segment
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte))
        };
        if trimmed.split('/').all(plain) {
            Ok(Self(format!("/{trimmed}/")))
        } else {
            Err(BadBasePath)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parses_with_and_without_slashes() {
        for (text, expected) in [
            ("", Ok("/")),
            ("/", Ok("/")),
            ("/tools/is/", Ok("/tools/is/")),
            ("/tools/is", Ok("/tools/is/")),
            ("tools", Ok("/tools/")),
            ("/a//b/", Err(BadBasePath)),
            ("/a/../b/", Err(BadBasePath)),
            ("/a\"b/", Err(BadBasePath)),
            ("/a b/", Err(BadBasePath)),
        ] {
            let parsed = text.parse::<BasePath>();
            assert_eq!(
                parsed.as_ref().map(BasePath::as_str),
                expected.as_ref().map(|path| *path),
                "{text:?}"
            );
        }
    }

    #[test]
    fn locates_paths() {
        let tools: BasePath = "/tools/is/".parse().unwrap();
        for (base, path, expected) in [
            (&BasePath::default(), "/", Place::Inside("/")),
            (&BasePath::default(), "/apis", Place::Inside("/apis")),
            (&tools, "/tools/is/", Place::Inside("/")),
            (&tools, "/tools/is/a%2Fb", Place::Inside("/a%2Fb")),
            (&tools, "/tools/is", Place::MissingSlash),
            (&tools, "/tools/isle", Place::Outside),
            (&tools, "/apis", Place::Outside),
        ] {
            assert_eq!(base.locate(path), expected, "{path}");
        }
    }
}
