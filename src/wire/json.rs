//! A value as it came, for showing it. `serde_json`'s own brings its maps, its numbers and its
//! errors: 25 kB of a program that only shows them.

use super::{Reader, Wire};
use crate::text::sorted_map::SortedMap;

/// Deeper values are left out, so that no answer can use up the stack. The API knows no such.
const DEPTH_MAX: usize = 100;

/// Any value of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Json {
    /// A number, `true`, `false` or `null`, as it was written.
    Literal(String),
    /// A text.
    Text(String),
    /// A list.
    List(Vec<Json>),
    /// An object, by key.
    Object(SortedMap<String, Json>),
}

impl Default for Json {
    fn default() -> Self {
        Self::Literal("null".to_owned())
    }
}

impl Wire for Json {
    fn read(&mut self, json: &mut Reader<'_>) -> bool {
        *self = match json.first() {
            Some(b'{' | b'[') if json.depth() >= DEPTH_MAX => {
                json.skip();
                json.note("this is too deep");
                return true;
            }
            Some(b'{') => {
                let mut fields = SortedMap::default();
                json.object(&mut |key, json| {
                    let mut value = Self::default();
                    value.read(json);
                    fields.insert(key.to_owned(), value);
                });
                Self::Object(fields)
            }
            Some(b'[') => {
                let mut items = Vec::new();
                json.list(&mut |json| {
                    let mut value = Self::default();
                    value.read(json);
                    items.push(value);
                });
                Self::List(items)
            }
            Some(b'"') => {
                let mut text = String::new();
                json.text(&mut text);
                Self::Text(text)
            }
            _ => Self::Literal(String::from_utf8_lossy(json.span()).into_owned()),
        };
        true
    }
}

impl From<&serde_json::Value> for Json {
    fn from(value: &serde_json::Value) -> Self {
        use serde_json::Value;
        match value {
            Value::String(text) => Self::Text(text.clone()),
            Value::Array(items) => Self::List(items.iter().map(Self::from).collect()),
            Value::Object(fields) => {
                let field = |(key, value): (&String, &Value)| (key.clone(), Self::from(value));
                Self::Object(fields.iter().map(field).collect())
            }
            other => Self::Literal(other.to_string()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{DEPTH_MAX, Json};
    use crate::wire::read;

    #[test]
    fn a_value_is_read_as_serde_reads_it() {
        let text = r#"{"b":[1,-2.5e3,true,null,"\u00e9\n",[],{}],"a":{"z":"","y":{"x":[[]]}}}"#;
        let theirs: serde_json::Value = serde_json::from_str(text).unwrap();
        let mut expected = Json::from(&theirs);
        // Numbers stay as they were written.
        if let Json::Object(fields) = &mut expected
            && let Some(Json::List(items)) = fields.get_mut("b")
        {
            items[1] = Json::Literal("-2.5e3".to_owned());
        }
        assert_eq!(read::<Json>(text.as_bytes()).unwrap().value, expected);
    }

    #[test]
    fn what_is_no_json_is_refused() {
        for text in ["", "{", "[1,]", "{\"a\" 1}", "nonsense", "1 2"] {
            assert!(read::<Json>(text.as_bytes()).is_err(), "{text}");
        }
    }

    #[test]
    fn a_bottomless_value_ends() {
        let text = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
        let read = read::<Json>(text.as_bytes()).unwrap();
        assert_eq!(read.malformed.len(), 1);
        let mut depth = 0;
        let mut value = &read.value;
        while let Json::List(items) = value {
            depth += 1;
            let Some(first) = items.first() else { break };
            value = first;
        }
        assert_eq!(depth, DEPTH_MAX);
    }
}
