//! Digests such as `sha256:49c18358…`, which name images and layers.

/// Whether the text is a digest by the grammar of pull specs: `algorithm:hex`, at least 32 digits.
pub fn is_digest(text: &str) -> bool {
    let Some((algorithm, hex)) = text.split_once(':') else {
        return false;
    };
    let part = |part: &str| {
        part.starts_with(|first: char| first.is_ascii_alphabetic())
            && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
    };
    algorithm.split(['-', '_', '+', '.']).all(part)
        && hex.len() >= 32
        && hex.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// The form shown where the whole digest is too long: 12 hex digits, without the algorithm. What
/// is no digest stays as it is.
pub fn short(digest: &str) -> &str {
    digest
        .split_once(':')
        .and_then(|(_, hex)| hex.get(..12))
        .unwrap_or(digest)
}

/// A pull spec with its digest, if it has one, cut to 12 hex digits: `registry/name@sha256:49c18358df82…`.
pub fn shorten(pull_spec: &str) -> String {
    let parts = pull_spec.rsplit_once('@').and_then(|(name, digest)| {
        let (algorithm, _) = digest.split_once(':').filter(|_| is_digest(digest))?;
        Some(format!("{name}@{algorithm}:{}…", short(digest)))
    });
    parts.unwrap_or_else(|| pull_spec.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_digests_are_shortened() {
        let digest = format!("sha256:{}", "49c18358df82f457".repeat(4));
        assert_eq!(
            shorten(&format!("quay.io/a/b@{digest}")),
            "quay.io/a/b@sha256:49c18358df82…"
        );
        for whole in [
            "quay.io/a/b:1.0",
            "a@b",
            "@",
            "",
            "a@sha256:ä¤49c18358df82f",
        ] {
            assert_eq!(shorten(whole), whole);
        }
    }
}
