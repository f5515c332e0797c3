//! A value as it came, for showing it, and for small bodies of requests. `serde_json`'s own brings its maps, its numbers and its
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

impl Json {
    /// An object of these fields.
    pub fn object<const N: usize>(fields: [(&str, Self); N]) -> Self {
        let fields = fields.into_iter();
        Self::Object(fields.map(|(key, value)| (key.to_owned(), value)).collect())
    }

    /// The text in which it is sent, without spaces, keys in their order.
    pub fn written(&self) -> String {
        let mut out = String::new();
        self.write(&mut out);
        out
    }

    fn write(&self, out: &mut String) {
        match self {
            Self::Literal(word) => out.push_str(word),
            Self::Text(text) => write_text(text, out),
            Self::List(items) => {
                for (index, item) in items.iter().enumerate() {
                    out.push(if index == 0 { '[' } else { ',' });
                    item.write(out);
                }
                out.push_str(if items.is_empty() { "[]" } else { "]" });
            }
            Self::Object(fields) => {
                for (index, (key, value)) in fields.iter().enumerate() {
                    out.push(if index == 0 { '{' } else { ',' });
                    write_text(key, out);
                    out.push(':');
                    value.write(out);
                }
                out.push_str(if fields.is_empty() { "{}" } else { "}" });
            }
        }
    }
}

fn write_text(text: &str, out: &mut String) {
    out.push('"');
    for letter in text.chars() {
        match letter {
            '"' | '\\' => {
                out.push('\\');
                out.push(letter);
            }
            '\0'..='\x1f' => {
                let code = u32::from(letter);
                out.push_str(if code < 16 { "\\u000" } else { "\\u001" });
                out.extend(char::from_digit(code % 16, 16));
            }
            _ => out.push(letter),
        }
    }
    out.push('"');
}

impl From<&str> for Json {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
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
            _ => {
                let word = String::from_utf8_lossy(json.span()).into_owned();
                let is_number = word.starts_with(|sign: char| sign == '-' || sign.is_ascii_digit());
                if !is_number && !matches!(word.as_str(), "true" | "false" | "null") {
                    json.note("this is no JSON");
                    return false;
                }
                Self::Literal(word)
            }
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
    fn what_is_written_is_read_as_the_same_by_others() {
        for text in [
            r#"{"a":[1,null,"\u0000\u001f\n\"\\/é𝄞",[],{}],"b":{"c":[true]},"":""}"#,
            "[]",
            "\"\"",
        ] {
            let value: serde_json::Value = serde_json::from_str(text).unwrap();
            let written = Json::from(&value).written();
            assert_eq!(
                serde_json::from_str::<serde_json::Value>(&written).unwrap(),
                value
            );
        }
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
