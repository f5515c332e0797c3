//! The app's side: what the driver in the browser does, on a clock of its own.

use imagestream_console::api::decode::decode;
use imagestream_console::api::error::Error;
use imagestream_console::api::list::List;
use imagestream_console::api::watch::follower::{Follower, Found};
use imagestream_console::api::watch::plan::{Action, BEAT_SECONDS, Freshness, Input, Turn};
use imagestream_console::image::stream::ImageStream;
use imagestream_console::text::time::Timestamp;

use super::network::{Network, Sent, Server};
use super::page::Page;

/// Pages are small, so that lists take several.
const PAGE_OBJECTS: &str = "2";

enum Doing {
    Nothing,
    Listing { turn: Turn, token: String },
    Watching(Turn),
    Waiting { turn: Turn, until_milliseconds: i64 },
}

pub struct Reader<P> {
    follower: Follower,
    pub page: P,
    /// The page is to be read by itself, as pages are that nobody told anything.
    to_read: bool,
    doing: Doing,
    milliseconds: i64,
    random: u32,
}

impl<P: Page + Default> Reader<P> {
    pub fn start<S: Server>(network: &mut Network<S>) -> Self {
        let milliseconds = 1_800_000_000_000;
        let (plan, action) = P::start(Timestamp(milliseconds / 1_000));
        let mut reader = Self {
            follower: Follower::new("ImageStream", plan),
            page: P::default(),
            to_read: true,
            doing: Doing::Nothing,
            milliseconds,
            random: 1,
        };
        reader.act(action, network);
        reader
    }

    pub fn freshness(&self) -> Freshness {
        self.follower.freshness()
    }

    pub fn tell<S: Server>(&mut self, input: Input, network: &mut Network<S>) {
        match input {
            Input::Hidden => network.rules.hidden = true,
            Input::Visible => network.rules.hidden = false,
            Input::Renew => network.rules.renewed(),
            _ => {}
        }
        let now = self.now();
        self.random = self
            .random
            .wrapping_mul(1_664_525)
            .wrapping_add(1_013_904_223);
        if let Some(action) = self.follower.step(input, now, self.random) {
            self.act(action, network);
        }
    }

    /// Answers a page of a list that is under way, or the reading of an object.
    pub fn go_on<S: Server>(&mut self, network: &mut Network<S>) {
        self.read(network);
        let Doing::Listing { turn, token } = &self.doing else {
            return;
        };
        let (turn, token) = (*turn, token.clone());
        if token.is_empty() {
            self.page.list_begins();
        }
        let mut request = P::scope().list(Some(token.as_str()).filter(|token| !token.is_empty()));
        for (key, value) in &mut request.query {
            if *key == "limit" {
                PAGE_OBJECTS.clone_into(value);
            }
        }
        let answer = network
            .send(&request, self.now().0)
            .and_then(|sent| match sent {
                Sent::Answer(answer) => decode::<List<ImageStream>>("ImageStreamList", &answer),
                Sent::Stream => Err(Error::Offline),
            });
        let page = match answer {
            Ok(decoded) => decoded.value,
            Err(error) => return self.tell(Input::Failed(turn, error), network),
        };
        self.page.list_page(page.items);
        if page.metadata.next.is_empty() {
            self.page.list_ends();
            self.to_read |= self.page.frame();
            self.tell(Input::Listed(turn, page.metadata.resource_version), network);
        } else {
            self.doing = Doing::Listing {
                turn,
                token: page.metadata.next,
            };
        }
    }

    /// Receives bytes of an open watch.
    pub fn receive<S: Server>(&mut self, network: &mut Network<S>, most: usize) {
        let Doing::Watching(turn) = self.doing else {
            return;
        };
        let Some(bytes) = network.receive(most, self.now().0) else {
            return self.tell(Input::Ended(turn), network);
        };
        self.take(turn, &bytes, network);
    }

    /// A line comes that was told before, and that can be seen to be old: it changes nothing.
    pub fn hear_again<S: Server>(&mut self, network: &mut Network<S>, number: usize) {
        let Doing::Watching(turn) = self.doing else {
            return;
        };
        // A page that is behind what a list told does not show what is old.
        if self.to_read {
            return;
        }
        let Some(line) = network.tell_again(number, |event| self.page.is_old(event)) else {
            return;
        };
        let shown = self.page.shown();
        self.take(turn, &line, network);
        assert_eq!(
            self.page.shown(),
            shown,
            "{}",
            String::from_utf8_lossy(&line)
        );
    }

    /// The next two lines come in the wrong order.
    pub fn hear_swapped<S: Server>(&mut self, network: &mut Network<S>) {
        if let Doing::Watching(turn) = self.doing
            && let Some(lines) = network.swapped(self.now().0)
        {
            self.take(turn, &lines, network);
        }
    }

    fn take<S: Server>(&mut self, turn: Turn, bytes: &[u8], network: &mut Network<S>) {
        self.follower.push(turn, bytes);
        while let Some(found) = self.follower.read(turn, self.now(), self.random) {
            match found {
                Found::Change(event, line) => {
                    // Frames come at any time; what was told is newer than what is being read.
                    self.page.put(event, line);
                    self.to_read = self.page.frame();
                }
                Found::Act(action) => self.act(action, network),
            }
        }
    }

    /// Lets time pass, with what comes due in it.
    pub fn pass<S: Server>(&mut self, network: &mut Network<S>, seconds: u32) {
        for _ in 0..seconds {
            self.milliseconds += 1_000;
            if let Doing::Waiting {
                turn,
                until_milliseconds,
            } = self.doing
                && until_milliseconds <= self.milliseconds
            {
                self.tell(Input::Waited(turn), network);
            }
            if (self.milliseconds / 1_000) % i64::from(BEAT_SECONDS) == 0 {
                self.tell(Input::Beat, network);
            }
        }
    }

    /// Time passes without the app.
    pub fn sleep<S: Server>(&mut self, network: &mut Network<S>, seconds: i64) {
        self.milliseconds += seconds * 1_000;
        self.tell(Input::Beat, network);
    }

    /// Reads the page by itself, if it is to be read.
    pub fn read<S: Server>(&mut self, network: &mut Network<S>) {
        let Some(request) = P::reading().filter(|_| self.to_read) else {
            return;
        };
        let answer = network
            .send(&request, self.now().0)
            .and_then(|sent| match sent {
                Sent::Answer(answer) => decode::<ImageStream>("ImageStream", &answer),
                Sent::Stream => Err(Error::Offline),
            });
        match answer {
            Ok(decoded) => self.page.read(Some(decoded.value)),
            Err(error) if error.is_not_found() => self.page.read(None),
            // It is tried again.
            Err(_) => return,
        }
        self.to_read = false;
    }

    pub fn now(&self) -> Timestamp {
        Timestamp(self.milliseconds / 1_000)
    }

    fn act<S: Server>(&mut self, action: Action, network: &mut Network<S>) {
        network.hang_up();
        match action {
            Action::List(turn) => {
                self.doing = Doing::Listing {
                    turn,
                    token: String::new(),
                }
            }
            Action::Wait { turn, milliseconds } => {
                let until_milliseconds = self.milliseconds + i64::from(milliseconds);
                self.doing = Doing::Waiting {
                    turn,
                    until_milliseconds,
                };
            }
            Action::Rest => self.doing = Doing::Nothing,
            Action::Watch {
                turn,
                from,
                timeout_seconds,
            } => {
                self.doing = Doing::Watching(turn);
                let request = P::scope().watch(&from, timeout_seconds);
                let input = match network.send(&request, self.now().0) {
                    Ok(Sent::Stream) => Input::Opened(turn),
                    Ok(Sent::Answer(answer)) => {
                        let error = decode::<List<ImageStream>>("ImageStream", &answer);
                        Input::Failed(turn, error.err().unwrap_or(Error::Offline))
                    }
                    Err(error) => Input::Failed(turn, error),
                };
                self.tell(input, network);
            }
        }
    }
}
