//! Large answers are compressed for clients that take gzip, as the real server compresses them: fast rather than well.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::exchange::Response;

/// The real server sends smaller answers as they are.
const THRESHOLD: usize = 128 * 1024;

/// Whether a client with this `Accept-Encoding` gets an answer compressed.
pub(super) fn applies(accept_encoding: Option<&str>, response: &Response) -> bool {
    // An answer that breaks off is cut by its length as it is.
    response.body.len() > THRESHOLD && !response.cut && takes_gzip(accept_encoding)
}

fn takes_gzip(accept_encoding: Option<&str>) -> bool {
    accept_encoding.is_some_and(|accepted| {
        accepted.split(',').any(|coding| {
            let mut parts = coding.split(';').map(str::trim);
            let is_gzip = parts
                .next()
                .is_some_and(|name| name.eq_ignore_ascii_case("gzip"));
            let refused = |part: &str| {
                part.strip_prefix("q=")
                    .and_then(|weight| weight.parse::<f32>().ok())
                    .is_some_and(|weight| weight <= 0.0)
            };
            is_gzip && !parts.any(refused)
        })
    })
}

/// The answer with its body compressed.
pub(super) fn gzip(mut response: Response) -> Response {
    let room = Vec::with_capacity(response.body.len() / 8);
    let mut encoder = GzEncoder::new(room, Compression::fast());
    let compressed = encoder
        .write_all(&response.body)
        .and_then(|()| encoder.finish());
    // Writing into memory does not fail; if it did, the answer would go as it is.
    if let Ok(body) = compressed {
        response.body = body;
        for (name, value) in [("Content-Encoding", "gzip"), ("Vary", "Accept-Encoding")] {
            response.headers.push((name.to_owned(), value.to_owned()));
        }
    }
    response
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;

    fn of(length: usize) -> Response {
        Response::text(200, &"a".repeat(length))
    }

    #[test]
    fn large_answers_are_compressed_for_those_who_take_it() {
        for (accepted, length, expected) in [
            (None, THRESHOLD + 1, false),
            (Some("gzip"), THRESHOLD, false),
            (Some("gzip"), THRESHOLD + 1, true),
            (Some("br, GZIP;q=0.5"), THRESHOLD + 1, true),
            (Some("deflate, gzip ; q=0"), THRESHOLD + 1, false),
            (Some("identity"), THRESHOLD + 1, false),
        ] {
            assert_eq!(
                applies(accepted, &of(length)),
                expected,
                "{accepted:?} {length}"
            );
        }
        let cut = Response {
            cut: true,
            ..of(THRESHOLD + 1)
        };
        assert!(!applies(Some("gzip"), &cut));
    }

    #[test]
    fn what_is_compressed_is_the_answer() {
        let compressed = gzip(of(THRESHOLD + 1));
        assert_eq!(compressed.header("Content-Encoding"), Some("gzip"));
        assert!(compressed.body.len() < 2000);
        let mut text = String::new();
        flate2::read::GzDecoder::new(compressed.body.as_slice())
            .read_to_string(&mut text)
            .expect("it is gzip");
        assert_eq!(text, "a".repeat(THRESHOLD + 1));
    }
}
