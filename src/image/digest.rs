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
