//! What lies between the app and a server: it cuts, loses, repeats and garbles.

use std::collections::{BTreeMap, VecDeque};

use imagestream_console::api::decode::Answer;
use imagestream_console::api::error::Error;
use imagestream_console::api::request::Request;
use imagestream_console::api::status::{Status, StatusDetails};
use serde_json::Value;

use super::rules::Rules;

/// What a request is answered with.
pub enum Sent {
    /// A whole answer.
    Answer(Answer),
    /// Lines, from [`Server::lines`].
    Stream,
}

/// A server with five streams at most, which has at most one watch open.
pub trait Server {
    fn create(&mut self, stream: u8);
    fn respecify(&mut self, stream: u8);
    fn import(&mut self, stream: u8);
    fn delete(&mut self, stream: u8);
    /// Forgets the past: watches can start from now on only.
    fn compact(&mut self);
    /// Tells an open watch where it is.
    fn bookmark(&mut self);
    /// Answers a request; `now` in seconds.
    fn send(&mut self, request: &Request, now: i64) -> Sent;
    /// What the open watch has to say, and whether it goes on.
    fn lines(&mut self, now: i64) -> (Vec<u8>, bool);
    /// The client of the watch is gone.
    fn hang_up(&mut self);
    /// `namespace/name` with identity and version.
    fn truth(&self) -> BTreeMap<String, String>;
}

/// The way to a server.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a trouble of its own, and any can come with any"
)]
pub struct Network<S> {
    pub server: S,
    /// Refuse the next request with this code.
    pub refuse: Option<u16>,
    /// Lose the next request.
    pub lose: bool,
    /// Lose all requests.
    pub down: bool,
    /// How many were sent.
    pub requests: usize,
    /// What the app has to keep to.
    pub rules: Rules,
    open: bool,
    ends: bool,
    coming: VecDeque<u8>,
    delivered: Vec<u8>,
    /// All that any watch told.
    told: Vec<Vec<u8>>,
}

impl<S: Server> Network<S> {
    pub fn new(server: S) -> Self {
        Self {
            server,
            refuse: None,
            lose: false,
            down: false,
            requests: 0,
            rules: Rules::default(),
            open: false,
            ends: false,
            coming: VecDeque::new(),
            delivered: Vec::new(),
            told: Vec::new(),
        }
    }

    pub fn send(&mut self, request: &Request, now: i64) -> Result<Sent, Error> {
        self.requests += 1;
        self.rules.check(request, now);
        if std::mem::take(&mut self.lose) || self.down {
            return Err(Error::Offline);
        }
        if let Some(code) = self.refuse.take() {
            let retry_after_seconds = if code == 429 { 3 } else { 0 };
            self.rules
                .answered(request, code, retry_after_seconds, now, b"");
            return Err(Error::Status(Box::new(Status {
                code,
                details: StatusDetails {
                    retry_after_seconds,
                    ..StatusDetails::default()
                },
                ..Status::default()
            })));
        }
        let sent = self.server.send(request, now);
        match &sent {
            Sent::Stream => {
                self.open = true;
                self.ends = false;
                self.coming.clear();
                self.delivered.clear();
            }
            Sent::Answer(answer) => {
                let wish = answer.retry_after_seconds.unwrap_or(0);
                self.rules
                    .answered(request, answer.code, wish, now, &answer.body);
            }
        }
        Ok(sent)
    }

    /// Some bytes of the open watch; `None` when it is over.
    pub fn receive(&mut self, most: usize, now: i64) -> Option<Vec<u8>> {
        self.collect(now);
        let bytes: Vec<u8> = self.coming.drain(..most.min(self.coming.len())).collect();
        self.deliver(&bytes);
        if bytes.is_empty() && self.ends && self.open {
            self.open = false;
            return None;
        }
        Some(bytes)
    }

    fn deliver(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.delivered.push(*byte);
            if *byte == b'\n' {
                let before = self.delivered.len() - 1;
                let begin = self.delivered[..before]
                    .iter()
                    .rposition(|byte| *byte == b'\n');
                let line = &self.delivered[begin.map_or(0, |end| end + 1)..];
                self.rules.told(line);
                self.told.push(line.to_vec());
            }
        }
    }

    /// A line that was told once, if one can come now: the one of that number, of those that are
    /// what is wanted.
    pub fn tell_again(
        &mut self,
        number: usize,
        wanted: impl Fn(&Value) -> bool,
    ) -> Option<Vec<u8>> {
        if !self.open || self.ends || !self.is_between_lines() {
            return None;
        }
        let fits = |line: &&Vec<u8>| {
            let event: Value = serde_json::from_slice(line).unwrap_or_default();
            let kind = event["type"].as_str();
            matches!(kind, Some("ADDED" | "MODIFIED" | "DELETED")) && wanted(&event)
        };
        let all: Vec<&Vec<u8>> = self.told.iter().filter(fits).collect();
        let line = (*all.get(number.checked_rem(all.len())?)?).clone();
        self.deliver(&line);
        Some(line)
    }

    /// The next two lines in the wrong order, where that can be noticed: where they are not two states
    /// of one generation of one object. They come together: of two lines of which only the later one
    /// came, nobody can know that there was an earlier one.
    pub fn swapped(&mut self, now: i64) -> Option<Vec<u8>> {
        self.collect(now);
        let ends: Vec<usize> = (0..self.coming.len())
            .filter(|index| self.coming.get(*index) == Some(&b'\n'))
            .take(2)
            .collect();
        let [first, second] = ends[..] else {
            return None;
        };
        if !self.open || !self.is_between_lines() {
            return None;
        }
        let lines: Vec<u8> = self.coming.drain(..=second).collect();
        let (one, other) = lines.split_at(first + 1);
        let of = |line: &[u8]| {
            let event: Value = serde_json::from_slice(line).unwrap_or_default();
            let metadata = &event["object"]["metadata"];
            (
                metadata["uid"].clone(),
                metadata["generation"].clone(),
                event["type"] == "DELETED",
            )
        };
        let (before, after) = (of(one), of(other));
        let same = before.0 == after.0 && before.1 == after.1 && !before.2 && !after.2;
        let swapped = if same { lines } else { [other, one].concat() };
        self.deliver(&swapped);
        Some(swapped)
    }

    fn is_between_lines(&self) -> bool {
        self.delivered.last().is_none_or(|byte| *byte == b'\n')
    }

    /// The server says in its watch that it has forgotten where that was.
    pub fn expire(&mut self) {
        let line = br#"{"type":"ERROR","object":{"kind":"Status","status":"Failure","reason":"Expired","code":410}}"#;
        self.push_line(line);
    }

    fn push_line(&mut self, line: &[u8]) {
        if self.open && self.is_between_lines() {
            self.coming.push_front(b'\n');
            for byte in line.iter().rev() {
                self.coming.push_front(*byte);
            }
        }
    }

    /// The app hangs up.
    pub fn hang_up(&mut self) {
        self.open = false;
        self.coming.clear();
        self.server.hang_up();
    }

    /// The connection breaks; what is on its way is lost.
    pub fn cut(&mut self) {
        self.coming.clear();
        self.ends = true;
        self.server.hang_up();
    }

    /// The last lines that arrived whole come again, before what is on its way.
    pub fn repeat(&mut self, lines: usize) {
        if self.delivered.last() != Some(&b'\n') {
            return;
        }
        let ends = self
            .delivered
            .iter()
            .enumerate()
            .filter(|(_, byte)| **byte == b'\n');
        let ends: Vec<usize> = ends.map(|(index, _)| index + 1).collect();
        let begin = match ends.len().checked_sub(lines + 1) {
            Some(index) => ends.get(index).copied().unwrap_or_default(),
            None => 0,
        };
        let again = self.delivered.get(begin..).unwrap_or_default().to_vec();
        for byte in again.into_iter().rev() {
            self.coming.push_front(byte);
        }
    }

    /// A line that is no event, before what is on its way.
    pub fn garbage(&mut self) {
        self.push_line(b"<html>");
    }

    fn collect(&mut self, now: i64) {
        if self.open && !self.ends {
            let (bytes, goes_on) = self.server.lines(now);
            self.coming.extend(bytes);
            self.ends = !goes_on;
        }
    }
}
