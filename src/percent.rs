//! Percent-encoding for paths and queries. Own code, because the `url` crate brings 62 kB of
//! tables for host names that the app never reads.

use std::fmt::Write;

/// Encodes one segment of a path. `keep` are reserved characters that may stay as they are at this
/// place, such as `@` between a stream and a digest.
pub fn segment(text: &str, keep: &str) -> String {
    let mut out = String::with_capacity(text.len());
    push(&mut out, text, keep);
    out
}

/// Encodes a value of a query. A space becomes `%20` and a plus sign `%2B`, which every reader
/// understands alike.
pub fn query_value(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    push(&mut out, text, "/:@,");
    out
}

fn push(out: &mut String, text: &str, keep: &str) {
    for byte in text.bytes() {
        let plain = byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~');
        if plain || keep.as_bytes().contains(&byte) {
            out.push(char::from(byte));
        } else {
            // Writing to a `String` cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
}

/// Decodes a segment. `None` when it is not the encoding of any text: a broken `%` or bytes that
/// are no UTF-8. Such an address names nothing.
pub fn decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let high = char::from(rest.next()?).to_digit(16)?;
            let low = char::from(rest.next()?).to_digit(16)?;
            bytes.push(u8::try_from(high * 16 + low).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

/// The pairs of a query, decoded; pairs that cannot be decoded are left out. A plus sign means a
/// space there, as browsers' forms and the `OpenShift` console write it.
pub fn query_pairs(query: &str) -> Vec<(String, String)> {
    query
        .trim_start_matches('?')
        .split('&')
        .filter(|pair| !pair.is_empty())
        .filter_map(|pair| {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            Some((
                decode(&key.replace('+', " "))?,
                decode(&value.replace('+', " "))?,
            ))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn any_text_survives_a_segment_and_a_query(text in any::<String>()) {
            prop_assert_eq!(decode(&segment(&text, "@:")), Some(text.clone()));
            let query = format!("?a={}&b=1", query_value(&text));
            prop_assert_eq!(query_pairs(&query), vec![
                ("a".to_owned(), text),
                ("b".to_owned(), "1".to_owned()),
            ]);
        }
    }

    #[test]
    fn reserved_characters_are_written_as_the_console_writes_them() {
        assert_eq!(segment("python:3.5", ""), "python%3A3.5");
        assert_eq!(segment("a/b c%", ""), "a%2Fb%20c%25");
        assert_eq!(segment("한", ""), "%ED%95%9C");
        assert_eq!(segment("python@sha256:ab", "@:"), "python@sha256:ab");
    }

    #[test]
    fn what_is_no_encoding_is_refused() {
        assert_eq!(decode("%"), None);
        assert_eq!(decode("%4"), None);
        assert_eq!(decode("%zz"), None);
        assert_eq!(decode("%FF"), None);
        assert_eq!(
            query_pairs("?a=%zz&b=x+y"),
            vec![("b".to_owned(), "x y".to_owned())]
        );
    }
}
