//! A reader of JSON that stands at one value at a time.

use std::borrow::Cow;

use super::string::{plain_bytes, unescape};

/// A field that was left out because the app cannot read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Malformed {
    /// Path of the field, such as `spec.tags[0].from`; empty for the whole document.
    pub field: String,
    /// What is wrong with it.
    pub problem: String,
}

/// How many fields of one document are named. Whoever reads on has lost trust in it anyway.
const MALFORMED_MAX: usize = 17;

/// One step of the way to the value at which the reader stands.
enum Step {
    /// Where the key stands in the document, with its quotes.
    Key(usize, usize),
    Index(usize),
}

/// Reads a document from its first byte to its last.
pub struct Reader<'a> {
    json: &'a [u8],
    at: usize,
    path: Vec<Step>,
    malformed: Vec<Malformed>,
    /// Where the document stops to be JSON. Nothing is read after it.
    broken: Option<Malformed>,
    /// Whether it stops because there are no more bytes.
    cut: bool,
    /// The ends that a value which is passed over waits for; kept for the next one.
    open: Vec<u8>,
}

impl<'a> Reader<'a> {
    /// At the start of a document.
    pub fn new(json: &'a [u8]) -> Self {
        Self {
            json,
            at: 0,
            path: Vec::new(),
            malformed: Vec::new(),
            broken: None,
            cut: false,
            open: Vec::new(),
        }
    }

    /// What could not be read. An error when the document as a whole could not.
    pub fn finish(mut self, good: bool) -> Result<Vec<Malformed>, Malformed> {
        self.space();
        if self.at < self.json.len() {
            self.fail("something follows the end");
        }
        if let Some(broken) = self.broken {
            return Err(broken);
        }
        match self.malformed.pop() {
            Some(whole) if !good => Err(whole),
            last => {
                self.malformed.extend(last);
                Ok(self.malformed)
            }
        }
    }

    /// Whether the bytes ended within a value: it is whole once more of them have come. So is a
    /// number or word that reaches up to their end, which might go on.
    pub fn is_cut(&self) -> bool {
        self.cut || (self.broken.is_none() && self.at >= self.json.len() && self.ends_open())
    }

    /// Whether the last byte can be within a number or a word such as `true`.
    fn ends_open(&self) -> bool {
        let ends = [b'"', b'}', b']', b'[', b'{'];
        self.json.last().is_none_or(|last| !ends.contains(last))
    }

    /// How many bytes are passed.
    pub fn position(&self) -> usize {
        self.at
    }

    /// What could not be read so far, where the document goes on.
    pub fn finish_part(self) -> Result<Vec<Malformed>, Malformed> {
        match self.broken {
            Some(broken) => Err(broken),
            None => Ok(self.malformed),
        }
    }

    /// Passes the sign that a list or object begins with. False when there is another.
    pub fn enter(&mut self, bracket: u8) -> bool {
        self.space();
        if self.peek().is_none() {
            self.fail("the document is cut");
        }
        let found = self.peek() == Some(bracket);
        self.at += usize::from(found);
        found
    }

    /// Whether another member follows in a list or object that ends with `close`. Passes the comma
    /// before it or the end. `None` when there is neither.
    pub fn member(&mut self, close: u8, mut first: bool) -> Option<bool> {
        let more = self.more(close, &mut first);
        self.broken.is_none().then_some(more)
    }

    /// Passes a key and its colon. False when there is none.
    pub fn key(&mut self, into: &mut String) -> bool {
        let key = self.quoted();
        self.space();
        match key {
            Some(key) if self.peek() == Some(b':') => {
                self.at += 1;
                into.push_str(&key);
                true
            }
            _ => {
                self.fail("a key is missing");
                false
            }
        }
    }

    /// Whether a `null` stands here; it is then passed.
    pub fn null(&mut self) -> bool {
        self.space();
        // Nearly every value is seen by its first byte to be none.
        if self.peek().is_some_and(|byte| byte != b'n') {
            return false;
        }
        let rest = self.rest();
        let found = rest.starts_with(b"null");
        if found {
            self.at += 4;
        } else if b"null".starts_with(rest) {
            self.cut = true;
        }
        found
    }

    /// The first byte of the value here.
    pub fn first(&mut self) -> Option<u8> {
        self.space();
        self.peek()
    }

    /// How deep the value here is nested.
    pub fn depth(&self) -> usize {
        self.path.len()
    }

    /// Reads an object, field by field. The callback must read or skip each value. False when
    /// there is something else here.
    pub fn object(&mut self, field: &mut dyn FnMut(&str, &mut Self)) -> bool {
        if self.null() {
            return true;
        }
        if !self.open(b'{', "an object") {
            return false;
        }
        let mut first = true;
        while self.more(b'}', &mut first) {
            let start = self.at;
            let Some(key) = self.quoted() else {
                self.fail("a key is missing");
                return true;
            };
            self.path.push(Step::Key(start, self.at));
            self.space();
            if self.peek() == Some(b':') {
                self.at += 1;
                field(&key, self);
            } else {
                self.fail("a colon is missing");
            }
            self.path.pop();
        }
        true
    }

    /// Reads a list, item by item. The callback must read or skip each. False when there is
    /// something else here.
    pub fn list(&mut self, item: &mut dyn FnMut(&mut Self)) -> bool {
        if self.null() {
            return true;
        }
        if !self.open(b'[', "a list") {
            return false;
        }
        let (mut first, mut index) = (true, 0);
        while self.more(b']', &mut first) {
            self.path.push(Step::Index(index));
            item(self);
            self.path.pop();
            index += 1;
        }
        true
    }

    /// Reads a text.
    pub fn text(&mut self, into: &mut String) -> bool {
        if self.null() {
            return true;
        }
        if self.peek() != Some(b'"') {
            return self.mismatch("a text");
        }
        into.clear();
        let start = self.at;
        if let Some(text) = self.quoted() {
            into.push_str(&text);
            return true;
        }
        if self.broken.is_none() {
            self.at = start;
            self.note("this text is not Unicode");
            self.skip();
        }
        false
    }

    /// Reads `true` or `false`.
    pub fn truth(&mut self, into: &mut bool) -> bool {
        if self.null() {
            return true;
        }
        for (word, value) in [("true", true), ("false", false)] {
            if self.rest().starts_with(word.as_bytes()) {
                self.at += word.len();
                *into = value;
                return true;
            }
        }
        self.mismatch("true or false")
    }

    /// Reads a whole number, which the callback may find too large.
    pub fn integer(&mut self, take: &mut dyn FnMut(i64) -> bool) -> bool {
        if self.null() {
            return true;
        }
        let start = self.at;
        let negative = self.peek() == Some(b'-');
        self.at += usize::from(negative);
        let digits = self.at;
        // Counted below zero, where there is room for one more.
        let mut below = Some(0_i64);
        while let Some(digit @ b'0'..=b'9') = self.peek() {
            below = below
                .and_then(|number| number.checked_mul(10))
                .and_then(|number| number.checked_sub(i64::from(digit - b'0')));
            self.at += 1;
        }
        let whole = self.at > digits && !matches!(self.peek(), Some(b'.' | b'e' | b'E'));
        let number = below.and_then(|below| {
            if negative {
                Some(below)
            } else {
                below.checked_neg()
            }
        });
        if whole && number.is_some_and(take) {
            return true;
        }
        self.at = start;
        self.mismatch("a whole number that fits")
    }

    /// Passes over a value.
    pub fn skip(&mut self) {
        self.open.clear();
        loop {
            self.space();
            match self.peek() {
                Some(b'{') => {
                    self.open.push(b'}');
                    self.at += 1;
                }
                Some(b'[') => {
                    self.open.push(b']');
                    self.at += 1;
                }
                Some(close @ (b'}' | b']')) if self.open.last() == Some(&close) => {
                    self.open.pop();
                    self.at += 1;
                }
                Some(b',' | b':') if !self.open.is_empty() => {
                    self.at += 1;
                    continue;
                }
                Some(b'"') => {
                    if self.pass_string().is_none() {
                        return;
                    }
                }
                Some(b'-' | b'0'..=b'9' | b't' | b'f' | b'n') => {
                    while matches!(
                        self.peek(),
                        Some(b'-' | b'+' | b'.' | b'0'..=b'9' | b'a'..=b'z' | b'E')
                    ) {
                        self.at += 1;
                    }
                }
                _ => return self.fail("a value is missing"),
            }
            if self.open.is_empty() {
                return;
            }
        }
    }

    /// Passes over a value, and gives its bytes.
    pub fn span(&mut self) -> &'a [u8] {
        self.space();
        let start = self.at;
        self.skip();
        self.json.get(start..self.at).unwrap_or_default()
    }

    /// Passes a `null` where nothing stands for it, such as an item of a list, and notes it.
    pub fn refuse_null(&mut self) -> bool {
        let found = self.null();
        if found {
            self.note("expected a value, found null");
        }
        found
    }

    /// Notes that the value here cannot be read, and passes over it.
    pub fn mismatch(&mut self, expected: &str) -> bool {
        let found = match self.peek() {
            Some(b'{') => "an object",
            Some(b'[') => "a list",
            Some(b'"') => "a text",
            Some(b't' | b'f') => "true or false",
            Some(b'-' | b'0'..=b'9') => "a number",
            _ => "something else",
        };
        if self.broken.is_none() {
            self.note(&format!("expected {expected}, found {found}"));
        }
        self.skip();
        false
    }

    /// Notes what is wrong with the value that was just read.
    pub fn note(&mut self, problem: &str) {
        if self.malformed.len() < MALFORMED_MAX {
            let noted = self.here(problem);
            self.malformed.push(noted);
        }
    }

    fn here(&self, problem: &str) -> Malformed {
        let mut field = String::new();
        for step in &self.path {
            match *step {
                Step::Index(index) => {
                    field.push('[');
                    field.push_str(&index.to_string());
                    field.push(']');
                }
                Step::Key(start, end) => {
                    if !field.is_empty() {
                        field.push('.');
                    }
                    let mut key = Reader::new(self.json.get(start..end).unwrap_or_default());
                    field.push_str(&key.quoted().unwrap_or_default());
                }
            }
        }
        Malformed {
            field,
            problem: problem.to_owned(),
        }
    }

    /// Gives the document up.
    fn fail(&mut self, problem: &str) {
        if self.broken.is_none() {
            self.broken = Some(self.here(problem));
            self.cut = self.at >= self.json.len();
        }
        self.at = self.json.len();
    }

    fn open(&mut self, bracket: u8, expected: &str) -> bool {
        if self.peek() != Some(bracket) {
            return self.mismatch(expected);
        }
        self.at += 1;
        true
    }

    /// Whether another member follows. Passes the comma before it or the closing bracket.
    fn more(&mut self, close: u8, first: &mut bool) -> bool {
        self.space();
        let first = std::mem::take(first);
        match self.peek() {
            Some(byte) if byte == close => {
                self.at += 1;
                false
            }
            Some(b',') if !first => {
                self.at += 1;
                self.space();
                true
            }
            Some(_) if first => true,
            _ => {
                self.fail("the end of a list or object is missing");
                false
            }
        }
    }

    /// Reads the text here. None when there is none, or it is cut or not Unicode.
    fn quoted(&mut self) -> Option<Cow<'a, str>> {
        let start = self.at + 1;
        if self.peek() != Some(b'"') {
            return None;
        }
        let escaped = self.pass_string()?;
        let raw = self.json.get(start..self.at - 1).unwrap_or_default();
        let mut rest = std::str::from_utf8(raw).ok()?;
        // Nearly no text has escapes: those without are not copied here.
        if !escaped {
            return Some(Cow::Borrowed(rest));
        }
        let mut text = String::with_capacity(rest.len());
        while let Some((plain, escaped)) = rest.split_once('\\') {
            text.push_str(plain);
            let (meant, after) = unescape(escaped)?;
            text.push(meant);
            rest = after;
        }
        text.push_str(rest);
        Some(Cow::Owned(text))
    }

    /// Passes over the text here, and tells whether it has escapes. None when it has no end.
    fn pass_string(&mut self) -> Option<bool> {
        self.at += 1;
        let mut escaped = false;
        loop {
            self.at += plain_bytes(self.rest());
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Some(escaped);
                }
                Some(b'\\') => {
                    escaped = true;
                    self.at += 2;
                }
                _ => break,
            }
        }
        self.fail("the end of a text is missing");
        None
    }

    fn space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\n' | b'\r' | b'\t')) {
            self.at += 1;
        }
    }

    fn peek(&self) -> Option<u8> {
        self.json.get(self.at).copied()
    }

    fn rest(&self) -> &[u8] {
        self.json.get(self.at..).unwrap_or_default()
    }
}
