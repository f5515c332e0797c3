//! What names may look like: the rules of the API server and of `oc`, without `regex`.

/// Whether the text may name a stream: lower-case letters and digits, joined by single dots,
/// dashes or underscores.
pub fn is_stream_name(text: &str) -> bool {
    text.split(['.', '_', '-']).all(|part| {
        !part.is_empty()
            && part
                .bytes()
                .all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9'))
    })
}

/// The most characters that a project and a stream may have together, with the slash between.
pub const LONGEST_STREAM_PATH: usize = 255;

/// Whether the text may be part of a key or the value of a label: at most 63 letters, digits,
/// `-`, `_` and `.`, with a letter or digit at both ends.
fn is_word(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric();
    let bytes = text.as_bytes();
    (1..=63).contains(&bytes.len())
        && bytes
            .iter()
            .all(|&byte| plain(byte) || b"-_.".contains(&byte))
        && bytes.first().is_some_and(|&byte| plain(byte))
        && bytes.last().is_some_and(|&byte| plain(byte))
}

/// Whether the text is a DNS subdomain: what secrets are named and keys are prefixed with.
pub fn is_dns_subdomain(text: &str) -> bool {
    let plain = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9');
    text.len() <= 253
        && text.split('.').all(|label| {
            let bytes = label.as_bytes();
            bytes.iter().all(|&byte| plain(byte) || byte == b'-')
                && bytes.first().is_some_and(|&byte| plain(byte))
                && bytes.last().is_some_and(|&byte| plain(byte))
        })
}

/// Whether the text may be the key of a label or annotation: `word` or `dns.subdomain/word`.
pub fn is_key(text: &str) -> bool {
    match text.split_once('/') {
        None => is_word(text),
        Some((prefix, name)) => is_dns_subdomain(prefix) && is_word(name),
    }
}

/// Whether the text may be the value of a label.
pub fn is_label_value(text: &str) -> bool {
    text.is_empty() || is_word(text)
}

/// Whether the text is a host with an optional port: what secrets name a registry by.
pub fn is_host(text: &str) -> bool {
    let (host, port) = match text.rsplit_once(':') {
        Some((host, port)) => (host, Some(port)),
        None => (text, None),
    };
    host.split('.').all(|label| {
        let bytes = label.as_bytes();
        bytes
            .iter()
            .all(|&byte| byte.is_ascii_alphanumeric() || byte == b'-')
            && bytes.first().is_some_and(u8::is_ascii_alphanumeric)
            && bytes.last().is_some_and(u8::is_ascii_alphanumeric)
    }) && port.is_none_or(|port| port.parse::<u16>().is_ok())
}

/// Whether a tag can be addressed by a URL of its own, which deleting needs. The server takes
/// other names into a stream's spec, but cannot reach them afterwards.
pub fn is_addressable_tag(tag: &str) -> bool {
    !tag.is_empty() && !tag.contains(['/', '%', ':', '@'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn streams_are_named_with_single_separators() {
        for good in ["python", "my-app", "a.b_c-1", "0"] {
            assert!(is_stream_name(good), "{good}");
        }
        for bad in [
            "", "My", "my--app", "-a", "a-", "a/b", "a:b", "ä", "Bad_Name",
        ] {
            assert!(!is_stream_name(bad), "{bad}");
        }
    }

    #[test]
    fn keys_and_values_of_labels_follow_kubernetes() {
        let long = "x".repeat(64);
        for good in ["team", "a.b/c", "openshift.io/display-name", "A_b.c"] {
            assert!(is_key(good), "{good}");
        }
        for bad in ["", "/a", "a/", "a/b/c", "-a", "a b", "A.B/c", long.as_str()] {
            assert!(!is_key(bad), "{bad}");
        }
        assert!(is_label_value("") && is_label_value("1.0-rc_1"));
        assert!(!is_label_value("a b") && !is_label_value("ends-"));
    }

    #[test]
    fn hosts_may_have_a_port() {
        for good in [
            "quay.io",
            "127.0.0.1:5001",
            "localhost",
            "Registry.example.com",
        ] {
            assert!(is_host(good), "{good}");
        }
        for bad in [
            "",
            "a b",
            "quay.io/team",
            "https://quay.io",
            "a:99999",
            "a:",
            "a..b",
        ] {
            assert!(!is_host(bad), "{bad}");
        }
    }
}
