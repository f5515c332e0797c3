//! Prints an object as YAML, as `oc get -o yaml` lays it out. Print only, and own code: libraries
//! that also parse cost 9 to 150 kB of the bundle. A test reads the output back with one.

use crate::text::sorted_map::SortedMap;
use crate::wire::Json;

/// A piece of the output. All pieces in order are the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// What it is, for colours.
    pub kind: Kind,
    /// The text, with spaces and line ends.
    pub text: String,
}

/// What a piece is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Space and signs.
    Plain,
    /// A key.
    Key,
    /// A text.
    Text,
    /// A number, true, false, null.
    Literal,
}

/// Prints an object.
pub fn print(value: &Json) -> Vec<Token> {
    let mut printer = Printer { tokens: Vec::new() };
    match value {
        Json::Object(fields) if !fields.is_empty() => printer.object(fields, 0, false),
        Json::List(items) if !items.is_empty() => printer.array(items, 0),
        other => {
            printer.scalar(other, 0);
            printer.plain("\n");
        }
    }
    printer.tokens
}

/// The object without `metadata.managedFields`, which nobody reads.
#[must_use]
pub fn without_managed_fields(mut value: Json) -> Json {
    if let Json::Object(fields) = &mut value
        && let Some(Json::Object(metadata)) = fields.get_mut("metadata")
    {
        metadata.remove("managedFields");
    }
    value
}

struct Printer {
    tokens: Vec<Token>,
}

impl Printer {
    fn push(&mut self, kind: Kind, text: String) {
        self.tokens.push(Token { kind, text });
    }

    /// Signs and space; neighbours become one piece.
    fn plain(&mut self, text: &str) {
        match self.tokens.last_mut() {
            Some(last) if last.kind == Kind::Plain => last.text.push_str(text),
            _ => self.push(Kind::Plain, text.to_owned()),
        }
    }

    fn indent(&mut self, depth: usize) {
        self.plain(&"  ".repeat(depth));
    }

    /// Prints fields; the first one stands behind a dash already when `started`.
    fn object(&mut self, fields: &SortedMap<String, Json>, depth: usize, started: bool) {
        for (index, (key, value)) in fields.iter().enumerate() {
            if index > 0 || !started {
                self.indent(depth);
            }
            self.push(Kind::Key, scalar_text(key));
            self.plain(":");
            match value {
                Json::Object(inner) if !inner.is_empty() => {
                    self.plain("\n");
                    self.object(inner, depth + 1, false);
                }
                Json::List(items) if !items.is_empty() => {
                    self.plain("\n");
                    // As oc does, lists stand as deep as their key.
                    self.array(items, depth);
                }
                other => {
                    self.plain(" ");
                    self.scalar(other, depth + 1);
                    self.plain("\n");
                }
            }
        }
    }

    fn array(&mut self, items: &[Json], depth: usize) {
        for item in items {
            self.indent(depth);
            self.plain("- ");
            match item {
                Json::Object(fields) if !fields.is_empty() => self.object(fields, depth + 1, true),
                Json::List(inner) if !inner.is_empty() => {
                    // A list in a list does not occur in the API; one line is right in any case.
                    self.push(Kind::Text, flow(&Json::List(inner.clone())));
                    self.plain("\n");
                }
                other => {
                    self.scalar(other, depth + 1);
                    self.plain("\n");
                }
            }
        }
    }

    fn scalar(&mut self, value: &Json, depth: usize) {
        match value {
            Json::Text(text) => self.text(text, depth),
            Json::Object(_) => self.plain("{}"),
            Json::List(_) => self.plain("[]"),
            Json::Literal(text) => self.push(Kind::Literal, text.clone()),
        }
    }

    fn text(&mut self, text: &str, depth: usize) {
        if !is_block(text) {
            return self.push(Kind::Text, scalar_text(text));
        }
        // A text of several lines, as it is.
        let (body, sign) = match text.strip_suffix('\n') {
            Some(body) => (body, "|"),
            None => (text, "|-"),
        };
        self.plain(sign);
        for line in body.split('\n') {
            self.plain("\n");
            if !line.is_empty() {
                self.indent(depth);
                self.push(Kind::Text, line.to_owned());
            }
        }
    }
}

/// Whether a text is clearer as a block. Where space at an end or signs that cannot be seen matter,
/// it is not.
fn is_block(text: &str) -> bool {
    let body = text.strip_suffix('\n').unwrap_or(text);
    let clean = |line: &str| {
        !line.starts_with([' ', '\t']) && !line.ends_with([' ', '\t']) && line.chars().all(is_seen)
    };
    body.contains('\n')
        && !body.starts_with('\n')
        && !body.ends_with('\n')
        && body.split('\n').all(clean)
}

fn is_seen(letter: char) -> bool {
    // Separators, direction marks and byte order marks are shown as escapes: they could hide or
    // turn what stands beside them.
    let hidden = matches!(letter,
        '\u{85}' | '\u{a0}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{fff0}'..='\u{ffff}');
    !letter.is_control() && !hidden
}

/// A text in one line: plain where every YAML reader takes it as the same text, else in quotes.
fn scalar_text(text: &str) -> String {
    if is_plain(text) {
        text.to_owned()
    } else {
        quoted(text)
    }
}

fn is_plain(text: &str) -> bool {
    let first_fits =
        text.starts_with(|first: char| first.is_ascii_alphabetic() || first == '/' || first == '_');
    let fits = |letter: char| {
        letter.is_ascii_alphanumeric()
            || matches!(
                letter,
                ' ' | '.' | '/' | '_' | '-' | '@' | '+' | '=' | ',' | '(' | ')' | ';' | '$' | ':'
            )
    };
    // Words that some reader takes for something else than a text.
    let lower = text.to_ascii_lowercase();
    let word = matches!(
        lower.as_str(),
        "true" | "false" | "null" | "yes" | "no" | "on" | "off" | "y" | "n"
    );
    first_fits
        && text.chars().all(fits)
        && !word
        && !text.ends_with([' ', ':'])
        && !text.contains(": ")
        && !text.contains(" #")
}

/// A value in one line, every text in quotes: JSON's own text would leave signs that cannot be seen
/// as they are.
fn flow(value: &Json) -> String {
    match value {
        Json::Text(text) => quoted(text),
        Json::List(items) => {
            let items: Vec<_> = items.iter().map(flow).collect();
            format!("[{}]", items.join(","))
        }
        Json::Object(fields) => {
            let fields: Vec<_> = fields
                .iter()
                .map(|(key, value)| format!("{}: {}", quoted(key), flow(value)))
                .collect();
            format!("{{{}}}", fields.join(","))
        }
        Json::Literal(text) => text.clone(),
    }
}

fn quoted(text: &str) -> String {
    use std::fmt::Write;
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for letter in text.chars() {
        match letter {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            letter if is_seen(letter) => out.push(letter),
            letter => {
                let code = u32::from(letter);
                // Writing to a `String` cannot fail.
                let _ = if code > 0xffff {
                    write!(out, "\\U{code:08X}")
                } else {
                    write!(out, "\\u{code:04X}")
                };
            }
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
#[path = "yaml_tests.rs"]
mod tests;
