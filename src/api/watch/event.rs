//! Watch events, from their lines.

use super::Object;
use crate::api::decode::{Answer, Decoded, decode};
use crate::api::error::Error;
use crate::api::meta::ResourceVersion;
use crate::api::status::Status;
use crate::wire::{Reader, Wire};

/// What a watch says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event<T> {
    /// An object is there, like this. `ADDED` and `MODIFIED` are the same to a reader who may have
    /// missed or heard either before.
    Put(Decoded<T>),
    /// An object is gone; this was its last state.
    Gone(T),
    /// Everything up to this version was told.
    Bookmark(ResourceVersion),
    /// The watch is over. A 410 says that the version it started from is forgotten.
    Failed(Box<Status>),
    /// A type that the app does not know, and need not.
    Unknown,
}

crate::wire::wire! {
    #[derive(Default)]
    struct Head {
        kind: String = "type",
    }
}

#[derive(Default)]
struct Body<T> {
    object: T,
}

impl<T: Wire> Wire for Body<T> {
    fn read(&mut self, json: &mut Reader<'_>) -> bool {
        json.object(&mut |key, json| match key {
            "object" => {
                self.object.read(json);
            }
            _ => json.skip(),
        })
    }
}

/// The object of a line as the server wrote it, for the reader who wants to see all of it. `None`
/// where the line is not as API servers write it.
pub fn object_json(line: &[u8]) -> Option<&[u8]> {
    let rest = line.trim_ascii().strip_prefix(br#"{"type":""#)?;
    let word = rest
        .iter()
        .take_while(|byte| byte.is_ascii_uppercase())
        .count();
    let object = rest.get(word..)?.strip_prefix(br#"","object":"#)?;
    object
        .strip_suffix(b"}")
        .filter(|object| object.starts_with(b"{"))
}

/// Reads one line. `kind` names the objects in messages about lines that cannot be understood.
pub fn read<T>(kind: &'static str, line: &[u8]) -> Result<Event<T>, Error>
where
    T: Object + Wire,
{
    // A server that is going down may end a watch with a bare Status, or a proxy with a page.
    let answer = Answer {
        code: 200,
        content_type: String::new(),
        retry_after_seconds: None,
        body: line.to_vec(),
    };
    let head: Head = decode(kind, &answer)?.value;
    match head.kind.as_str() {
        "ADDED" | "MODIFIED" => Ok(Event::Put(object(kind, &answer)?)),
        "DELETED" => Ok(Event::Gone(object(kind, &answer)?.value)),
        "BOOKMARK" => {
            let body: Body<T> = decode(kind, &answer)?.value;
            Ok(Event::Bookmark(
                body.object.metadata().resource_version.clone(),
            ))
        }
        "ERROR" => {
            let body: Body<Status> = decode("Status", &answer)?.value;
            Ok(Event::Failed(Box::new(body.object)))
        }
        _ => Ok(Event::Unknown),
    }
}

/// The object of an event. One without a name is none: it could not be told from others.
fn object<T>(kind: &'static str, answer: &Answer) -> Result<Decoded<T>, Error>
where
    T: Object + Wire,
{
    let Decoded { value, malformed } = decode::<Body<T>>(kind, answer)?;
    if value.object.metadata().name.is_empty() {
        return Err(Error::Decode {
            kind,
            field: "object.metadata.name".to_owned(),
            problem: "missing".to_owned(),
        });
    }
    let value = value.object;
    Ok(Decoded { value, malformed })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::image::stream::ImageStream;

    fn event(line: &str) -> Result<Event<ImageStream>, Error> {
        read("ImageStream", line.as_bytes())
    }

    #[test]
    fn each_type_is_read() {
        let object = r#""object":{"metadata":{"name":"a","namespace":"n","resourceVersion":"8"}}"#;
        let Ok(Event::Put(added)) = event(&format!(r#"{{"type":"ADDED",{object}}}"#)) else {
            panic!("an object was expected");
        };
        assert_eq!(added.value.metadata.name, "a");
        assert_eq!(
            event(&format!(r#"{{"type":"MODIFIED",{object}}}"#)),
            Ok(Event::Put(added.clone()))
        );
        assert_eq!(
            // The order of the keys is nobody's promise.
            event(&format!(r#"{{{object},"type":"DELETED"}}"#)),
            Ok(Event::Gone(added.value))
        );
        assert_eq!(
            event(&format!(r#"{{"type":"RENAMED",{object}}}"#)),
            Ok(Event::Unknown)
        );
    }

    #[test]
    fn the_object_is_taken_out_as_it_was_written() {
        let object = r#"{"metadata":{"name":"a"},"unknown":[1, 2]}"#;
        let line = format!("{{\"type\":\"ADDED\",\"object\":{object}}}\n");
        assert_eq!(object_json(line.as_bytes()), Some(object.as_bytes()));
        for other in [
            "",
            "{}",
            r#"{"object":{},"type":"ADDED"}"#,
            r#"{"type":"ADDED","object":7}"#,
        ] {
            assert_eq!(object_json(other.as_bytes()), None, "{other}");
        }
    }

    #[test]
    fn a_bookmark_has_a_version_and_nothing_else_of_use() {
        // As recorded: the namespace is not that of the watch.
        let line = r#"{"type":"BOOKMARK","object":{"kind":"ImageStream","apiVersion":"image.openshift.io/v1","metadata":{"namespace":"default","resourceVersion":"8795"},"spec":{"lookupPolicy":{"local":false}},"status":{"dockerImageRepository":""}}}"#;
        assert_eq!(event(line), Ok(Event::Bookmark("8795".into())));
    }

    #[test]
    fn an_error_is_a_status() {
        let line = r#"{"type":"ERROR","object":{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"too old resource version: 1 (2)","reason":"Expired","code":410}}"#;
        let Ok(Event::Failed(status)) = event(line) else {
            panic!("a Status was expected");
        };
        assert_eq!((status.code, status.reason.as_str()), (410, "Expired"));
    }

    #[test]
    fn an_odd_field_does_not_hide_the_event() {
        let line = r#"{"type":"MODIFIED","object":{"metadata":{"name":"a","labels":7}}}"#;
        let Ok(Event::Put(decoded)) = event(line) else {
            panic!("an object was expected");
        };
        assert_eq!(decoded.malformed[0].field, "object.metadata.labels");
    }

    #[test]
    fn what_is_no_event_is_an_error() {
        for line in [
            "",
            "x",
            "[]",
            "<html>",
            r#"{"type":"ADDED""#,
            r#"{"type":"ADDED","object":null}"#,
        ] {
            assert!(event(line).is_err(), "{line}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_line_makes_it_panic(line: Vec<u8>) {
            let _ = read::<ImageStream>("ImageStream", &line);
        }
    }
}
