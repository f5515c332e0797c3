//! Names the field at which reading JSON failed.
//!
//! `serde_path_to_error` tells the same, but wraps every reader of every wire type a second time,
//! which a bundle pays for by the type. Here a failed answer is walked once more instead; that
//! crate is the oracle of the tests.

/// Path of the innermost value at the place of an error, such as `spec.tags[0].from`; empty for the
/// whole document.
pub fn path_at(json: &[u8], error: &serde_json::Error) -> String {
    let mut walk = Walk {
        json,
        at: 0,
        target: offset(json, error).saturating_sub(1),
        path: String::new(),
        depth: 0,
    };
    walk.value(0);
    walk.path
}

/// How many bytes were read when the error came up.
fn offset(json: &[u8], error: &serde_json::Error) -> usize {
    let line_start = json
        .iter()
        .enumerate()
        .filter(|(_, byte)| **byte == b'\n')
        .map(|(index, _)| index + 1)
        .nth(error.line().saturating_sub(2))
        .filter(|_| error.line() > 1)
        .unwrap_or(0);
    line_start + error.column()
}

/// Deeper than `serde_json` itself reads.
const DEPTH_MAX: usize = 200;

struct Walk<'a> {
    json: &'a [u8],
    at: usize,
    /// Index of the last byte that was read before the error.
    target: usize,
    path: String,
    depth: usize,
}

impl Walk<'_> {
    /// Passes over a value. True when the target lies in it or between `start` and it, since a list
    /// or object of the wrong kind is refused before its bracket is read. The path then names the
    /// place.
    fn value(&mut self, start: usize) -> bool {
        self.space();
        let found = match self.peek() {
            Some(b'{') => self.members(b'}'),
            Some(b'[') => self.members(b']'),
            Some(b'"') => {
                self.string();
                false
            }
            _ => {
                while self
                    .peek()
                    .is_some_and(|byte| !matches!(byte, b',' | b'}' | b']') && byte > b' ')
                {
                    self.at += 1;
                }
                false
            }
        };
        found || (start..self.at).contains(&self.target)
    }

    /// Passes over an object or a list.
    fn members(&mut self, close: u8) -> bool {
        let mut start = self.at;
        self.at += 1;
        self.depth += 1;
        let mut index = 0;
        loop {
            self.space();
            match self.peek() {
                None => return false,
                Some(byte) if byte == close => {
                    self.at += 1;
                    self.depth -= 1;
                    return false;
                }
                Some(b',') => {
                    start = self.at;
                    self.at += 1;
                    continue;
                }
                Some(_) if self.depth > DEPTH_MAX => return false,
                Some(_) => {}
            }
            let outer = self.path.len();
            if close == b'}' {
                let Some(key) = self.key() else { return false };
                start = self.at;
                self.colon();
                if outer > 0 {
                    self.path.push('.');
                }
                self.path.push_str(&key);
            } else {
                self.path.push('[');
                self.path.push_str(&index.to_string());
                self.path.push(']');
                index += 1;
            }
            let before = self.at;
            if self.value(start) {
                return true;
            }
            self.path.truncate(outer);
            if self.at == before {
                return false;
            }
        }
    }

    /// A key.
    fn key(&mut self) -> Option<String> {
        let start = self.at;
        if self.peek() != Some(b'"') {
            return None;
        }
        self.string();
        serde_json::from_slice(self.json.get(start..self.at)?).ok()
    }

    fn colon(&mut self) {
        self.space();
        if self.peek() == Some(b':') {
            self.at += 1;
        }
        self.space();
    }

    fn string(&mut self) {
        self.at += 1;
        while let Some(byte) = self.peek() {
            self.at += if byte == b'\\' { 2 } else { 1 };
            if byte == b'"' {
                return;
            }
        }
    }

    fn space(&mut self) {
        while self.peek().is_some_and(|byte| byte <= b' ') {
            self.at += 1;
        }
    }

    fn peek(&self) -> Option<u8> {
        self.json.get(self.at).copied()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde::de::DeserializeOwned;
    use serde_json::{Value, json};

    use super::*;
    use crate::api::list::List;
    use crate::image::stream::ImageStream;
    use crate::image::view::ImageStreamTag;

    /// The path by our walk and by the oracle; none when the text reads well.
    fn both<T: DeserializeOwned>(json: &str) -> Option<(String, String)> {
        let ours = serde_json::from_str::<T>(json).err()?;
        let mut reader = serde_json::Deserializer::from_str(json);
        let theirs = serde_path_to_error::deserialize::<_, T>(&mut reader).err()?;
        let theirs = match theirs.path().to_string() {
            root if root == "." => String::new(),
            path => path,
        };
        Some((path_at(json.as_bytes(), &ours), theirs))
    }

    fn stream() -> Value {
        json!({
            "kind": "ImageStream",
            "metadata": {
                "name": "python", "namespace": "default", "generation": 7,
                "creationTimestamp": "2026-03-01T10:00:00Z",
                "labels": {"app.kubernetes.io/name": "x \"quoted\" {[,]}", "b": "ü"},
            },
            "spec": {"lookupPolicy": {"local": false}, "tags": [
                {"name": "1", "annotations": null, "from": {"kind": "DockerImage", "name": "a/b:1"},
                 "generation": 2, "importPolicy": {"insecure": true}, "referencePolicy": {"type": "Source"}},
                {"name": "2", "generation": null},
            ]},
            "status": {"dockerImageRepository": "r", "tags": [{"tag": "1", "items": [
                {"created": "2026-03-01T10:00:00Z", "dockerImageReference": "a/b@c", "image": "c", "generation": 2},
            ]}]},
        })
    }

    /// Paths of all values of a document.
    fn pointers(value: &Value, at: &str, out: &mut Vec<String>) {
        out.push(at.to_owned());
        match value {
            Value::Object(fields) => {
                for (key, inner) in fields {
                    let key = key.replace('~', "~0").replace('/', "~1");
                    pointers(inner, &format!("{at}/{key}"), out);
                }
            }
            Value::Array(items) => {
                for (index, inner) in items.iter().enumerate() {
                    pointers(inner, &format!("{at}/{index}"), out);
                }
            }
            _ => {}
        }
    }

    #[test]
    fn each_field_of_a_stream_is_named_when_it_is_wrong() {
        let mut all = Vec::new();
        pointers(&stream(), "", &mut all);
        let mut wrong = 0;
        for pointer in &all {
            for bad in [
                json!(7),
                json!("not a time"),
                json!(true),
                json!([[1]]),
                json!({"a": {"b": 1}}),
            ] {
                let mut broken = stream();
                *broken.pointer_mut(pointer).unwrap() = bad;
                for text in [
                    broken.to_string(),
                    serde_json::to_string_pretty(&broken).unwrap(),
                ] {
                    if let Some((ours, theirs)) = both::<ImageStream>(&text) {
                        wrong += 1;
                        // Where a list stands for an object, the oracle names its first item.
                        let rest = theirs.strip_prefix(&ours);
                        assert!(
                            matches!(rest, Some("" | "[0]")),
                            "{ours} {theirs} in {text}"
                        );
                    }
                }
            }
        }
        assert!(wrong > 100, "only {wrong} documents were wrong");
    }

    #[test]
    fn a_place_in_a_list_of_objects_is_named() {
        let mut list = json!({"metadata": {}, "items": [stream(), stream()]});
        list["items"][1]["spec"]["tags"][0]["generation"] = json!("two");
        let (ours, theirs) = both::<List<ImageStream>>(&list.to_string()).unwrap();
        assert_eq!(ours, "items[1].spec.tags[0].generation");
        assert_eq!(ours, theirs);
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "[\\[\\]{}:,\"\\\\a1 \n]{0,60}") {
            if let Err(error) = serde_json::from_str::<ImageStreamTag>(&text) {
                path_at(text.as_bytes(), &error);
            }
        }
    }
}
