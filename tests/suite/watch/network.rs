//! What lies between the app and a server: it cuts, loses, repeats and garbles.

use std::collections::{BTreeMap, VecDeque};

use imagestream_console::api::decode::Answer;
use imagestream_console::api::error::Error;
use imagestream_console::api::request::Request;
use imagestream_console::api::status::{Status, StatusDetails};

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
pub struct Network<S> {
    pub server: S,
    /// Refuse the next request with this code.
    pub refuse: Option<u16>,
    /// Lose the next request.
    pub lose: bool,
    /// How many were sent.
    pub requests: usize,
    open: bool,
    ends: bool,
    coming: VecDeque<u8>,
    delivered: Vec<u8>,
}

impl<S: Server> Network<S> {
    pub fn new(server: S) -> Self {
        Self {
            server,
            refuse: None,
            lose: false,
            requests: 0,
            open: false,
            ends: false,
            coming: VecDeque::new(),
            delivered: Vec::new(),
        }
    }

    pub fn send(&mut self, request: &Request, now: i64) -> Result<Sent, Error> {
        self.requests += 1;
        if std::mem::take(&mut self.lose) {
            return Err(Error::Offline);
        }
        if let Some(code) = self.refuse.take() {
            let retry_after_seconds = if code == 429 { 3 } else { 0 };
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
        if matches!(sent, Sent::Stream) {
            self.open = true;
            self.ends = false;
            self.coming.clear();
            self.delivered.clear();
        }
        Ok(sent)
    }

    /// Some bytes of the open watch; `None` when it is over.
    pub fn receive(&mut self, most: usize, now: i64) -> Option<Vec<u8>> {
        self.collect(now);
        let bytes: Vec<u8> = self.coming.drain(..most.min(self.coming.len())).collect();
        self.delivered.extend_from_slice(&bytes);
        if bytes.is_empty() && self.ends && self.open {
            self.open = false;
            return None;
        }
        Some(bytes)
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
        if self.open && self.delivered.last().is_none_or(|byte| *byte == b'\n') {
            for byte in b"<html>\n".iter().rev() {
                self.coming.push_front(*byte);
            }
        }
    }

    fn collect(&mut self, now: i64) {
        if self.open && !self.ends {
            let (bytes, goes_on) = self.server.lines(now);
            self.coming.extend(bytes);
            self.ends = !goes_on;
        }
    }
}
