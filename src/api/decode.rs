//! From the bytes of an answer to a value or a typed error. Pure.

use super::error::Error;
use super::status::Status;
pub use crate::wire::Malformed;
use crate::wire::{self, Wire};

/// What came back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// HTTP status code.
    pub code: u16,
    /// `Content-Type`.
    pub content_type: String,
    /// `Retry-After`, if it is a number of seconds.
    pub retry_after_seconds: Option<u32>,
    /// Body.
    pub body: Vec<u8>,
}

/// Largest answer that is read. A page of 500 streams has some megabytes.
const ANSWER_MAX_BYTES: usize = 256 << 20;

/// How many fields of one answer may be wrong before it is given up.
const MALFORMED_MAX: usize = 16;

/// A value, and what of the answer could not be read.
pub type Decoded<T> = wire::Read<T>;

/// Reads an answer. Fields that are not as the API promises are left out and named, so that one
/// odd field does not hide an object.
pub fn decode<T: Wire>(kind: &'static str, answer: &Answer) -> Result<Decoded<T>, Error> {
    check(answer)?;
    let failed = |Malformed { field, problem }: Malformed| Error::Decode {
        kind,
        field,
        problem,
    };
    let decoded = wire::read::<T>(&answer.body).map_err(failed)?;
    match decoded.malformed.get(MALFORMED_MAX) {
        Some(last) => Err(failed(last.clone())),
        None => Ok(decoded),
    }
}

/// Refuses answers that are errors or no JSON.
fn check(answer: &Answer) -> Result<(), Error> {
    let success = (200..300).contains(&answer.code);
    if success && answer.body.len() > ANSWER_MAX_BYTES {
        return Err(Error::TooLarge {
            size_bytes: answer.body.len(),
        });
    }
    let first = answer.body.iter().find(|byte| !byte.is_ascii_whitespace());
    let json = first == Some(&b'{') && !answer.content_type.starts_with("text/html");
    if success && json {
        return Ok(());
    }
    let page = first == Some(&b'<') || answer.content_type.starts_with("text/html");
    let status = if json {
        wire::read::<Status>(&answer.body)
            .ok()
            .map(|read| read.value)
    } else {
        None
    };
    match status {
        Some(status) => Err(failure(status, answer)),
        // A plain error of a proxy has a code that says enough; a page may be a login page.
        None if !success && !page => Err(failure(Status::default(), answer)),
        None => Err(Error::NotJson {
            code: answer.code,
            page,
        }),
    }
}

fn failure(mut status: Status, answer: &Answer) -> Error {
    status.code = answer.code;
    if let Some(seconds) = answer.retry_after_seconds {
        status.details.retry_after_seconds = seconds;
    }
    Error::Status(Box::new(status))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::list::List;
    use crate::image::stream::ImageStream;

    fn answer(code: u16, content_type: &str, body: &str) -> Answer {
        Answer {
            code,
            content_type: content_type.to_owned(),
            retry_after_seconds: None,
            body: body.as_bytes().to_vec(),
        }
    }

    fn stream(code: u16, content_type: &str, body: &str) -> Result<Decoded<ImageStream>, Error> {
        decode("ImageStream", &answer(code, content_type, body))
    }

    #[test]
    fn an_error_keeps_the_servers_words_and_the_code_of_the_answer() {
        let body =
            r#"{"kind":"Status","status":"Failure","message":"no","reason":"NotFound","code":1}"#;
        let Err(Error::Status(status)) = stream(404, "application/json", body) else {
            panic!("a Status was expected");
        };
        assert_eq!((status.code, status.message.as_str()), (404, "no"));
    }

    #[test]
    fn a_page_instead_of_json_is_told_apart() {
        let page = "<!DOCTYPE html><title>Log in</title>";
        for (code, content_type) in [
            (200, "text/html"),
            (200, "application/json"),
            (403, "text/html"),
        ] {
            let error = stream(code, content_type, page).unwrap_err();
            assert_eq!(error, Error::NotJson { code, page: true });
        }
        assert_eq!(
            stream(200, "text/plain", "ok").unwrap_err(),
            Error::NotJson {
                code: 200,
                page: false
            }
        );
        assert_eq!(
            stream(502, "text/plain", "Bad Gateway").unwrap_err().code(),
            502
        );
        assert_eq!(stream(503, "", "").unwrap_err().code(), 503);
    }

    #[test]
    fn an_odd_field_is_named_and_the_rest_is_shown() {
        let body = r#"{"metadata":{"name":"a","labels":{"x.y/z":7,"ok":"1"}},
            "spec":{"tags":[{"name":"1","from":"oops"},{"name":"2"}]},
            "status":{"tags":[{"tag":"1","items":[{"created":"yesterday","image":"sha256:1"}]}]}}"#;
        let decoded = stream(200, "application/json", body).unwrap();
        let fields: Vec<&str> = decoded
            .malformed
            .iter()
            .map(|bad| bad.field.as_str())
            .collect();
        assert_eq!(
            fields,
            [
                "metadata.labels.x.y/z",
                "spec.tags[0].from",
                "status.tags[0].items[0].created"
            ]
        );
        assert_eq!(
            decoded.value.metadata.labels.get("ok").map(String::as_str),
            Some("1")
        );
        assert_eq!(decoded.value.spec.tags.len(), 2);
        assert_eq!(decoded.value.status.tags[0].items[0].image, "sha256:1");
    }

    #[test]
    fn one_odd_stream_does_not_hide_the_list() {
        let body = r#"{"items":[{"metadata":{"name":"a"}},17,{"metadata":{"name":"c"}}]}"#;
        let decoded: Decoded<List<ImageStream>> =
            decode("ImageStreamList", &answer(200, "application/json", body)).unwrap();
        let names: Vec<&str> = decoded
            .value
            .items
            .iter()
            .map(|item| item.metadata.name.as_str())
            .collect();
        assert_eq!(names, ["a", "c"]);
        assert_eq!(decoded.malformed[0].field, "items[1]");
    }

    #[test]
    fn cut_json_is_an_error_that_says_where() {
        let error = stream(200, "application/json", r#"{"metadata":{"name":"a"#).unwrap_err();
        let Error::Decode { kind, field, .. } = error else {
            panic!("expected Decode: {error:?}")
        };
        assert_eq!((kind, field.as_str()), ("ImageStream", "metadata.name"));
    }

    #[test]
    fn an_answer_of_odd_fields_only_is_given_up() {
        let tags: Vec<String> = (0..40).map(|_| r#"{"name":7}"#.to_owned()).collect();
        let body = format!(r#"{{"spec":{{"tags":[{}]}}}}"#, tags.join(","));
        assert!(matches!(
            stream(200, "application/json", &body),
            Err(Error::Decode {
                kind: "ImageStream",
                ..
            })
        ));
    }

    proptest::proptest! {
        #[test]
        fn no_answer_makes_it_panic(code in 0_u16..700, body: Vec<u8>) {
            let answer = Answer { code, body, ..Answer::default() };
            let _ = decode::<ImageStream>("ImageStream", &answer);
        }
    }
}
