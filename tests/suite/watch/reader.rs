//! The app's side: what the driver in the browser does, on a clock of its own.

use std::collections::BTreeMap;

use imagestream_console::api::decode::decode;
use imagestream_console::api::error::Error;
use imagestream_console::api::list::List;
use imagestream_console::api::watch::follower::{Follower, Found};
use imagestream_console::api::watch::mirror::{Change, Key, Mirror};
use imagestream_console::api::watch::plan::{Action, BEAT_SECONDS, Freshness, Input, Plan, Turn};
use imagestream_console::api::watch::scope::Scope;
use imagestream_console::image::stream::ImageStream;
use imagestream_console::text::time::Timestamp;

use super::network::{Network, Sent, Server};

/// Pages are small, so that lists take several.
const PAGE_OBJECTS: &str = "2";

enum Doing {
    Nothing,
    Listing { turn: Turn, token: String },
    Watching(Turn),
    Waiting { turn: Turn, until_milliseconds: i64 },
}

pub struct Reader {
    follower: Follower,
    mirror: Mirror<ImageStream>,
    /// Kept by changes alone, as the rows of a page are.
    view: BTreeMap<Key, String>,
    /// How many there were.
    pub changes: usize,
    doing: Doing,
    milliseconds: i64,
    random: u32,
}

impl Reader {
    pub fn start<S: Server>(network: &mut Network<S>) -> Self {
        let milliseconds = 1_800_000_000_000;
        let (plan, action) = Plan::listing(false, Timestamp(milliseconds / 1_000));
        let mut reader = Self {
            follower: Follower::new("ImageStream", plan),
            mirror: Mirror::default(),
            view: BTreeMap::new(),
            changes: 0,
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

    /// `namespace/name` with identity and version, as the page has it.
    pub fn shown(&self) -> BTreeMap<String, String> {
        self.view
            .iter()
            .map(|(key, what)| (format!("{}/{}", key.namespace, key.name), what.clone()))
            .collect()
    }

    pub fn tell<S: Server>(&mut self, input: Input, network: &mut Network<S>) {
        let now = self.now();
        self.random = self
            .random
            .wrapping_mul(1_664_525)
            .wrapping_add(1_013_904_223);
        if let Some(action) = self.follower.step(input, now, self.random) {
            self.act(action, network);
        }
    }

    /// Answers a page of a list that is under way.
    pub fn go_on<S: Server>(&mut self, network: &mut Network<S>) {
        let Doing::Listing { turn, token } = &self.doing else {
            return;
        };
        let (turn, token) = (*turn, token.clone());
        if token.is_empty() {
            self.mirror.begin_list();
        }
        let scope = Scope::Everywhere;
        let mut request = scope.list(Some(token.as_str()).filter(|token| !token.is_empty()));
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
        let changes = self.mirror.take_page(page.items, |stream, _| stream);
        self.draw(changes);
        if page.metadata.next.is_empty() {
            let changes = self.mirror.end_list();
            self.draw(changes);
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
        self.follower.push(turn, &bytes);
        while let Some(found) = self.follower.read(turn, self.now(), self.random) {
            match found {
                Found::Change(event, _) => {
                    let change = self.mirror.apply(event, |stream, _| stream);
                    self.draw(change.into_iter().collect());
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

    /// What was drawn by changes is what is held.
    pub fn check_view(&self) {
        let held: BTreeMap<Key, String> = self
            .mirror
            .iter()
            .map(|(key, stream)| (key.clone(), drawn(stream)))
            .collect();
        assert_eq!(self.view, held);
    }

    fn now(&self) -> Timestamp {
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
                let request = Scope::Everywhere.watch(&from, timeout_seconds);
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

    fn draw(&mut self, changes: Vec<(Key, Change<ImageStream>)>) {
        for (key, change) in changes {
            self.changes += 1;
            let before = match self.mirror.get(&key) {
                Some(stream) => self.view.insert(key, drawn(stream)),
                None => self.view.remove(&key),
            };
            let uid = |text: &String| text.split(' ').next().map(str::to_owned);
            match change {
                Change::Inserted => assert_eq!(before, None),
                Change::Updated | Change::Replaced | Change::Removed(_) => {
                    assert_ne!(before.as_ref().and_then(uid), None, "{change:?}");
                }
            }
        }
    }
}

fn drawn(stream: &ImageStream) -> String {
    format!(
        "{} {}",
        stream.metadata.uid,
        stream.metadata.resource_version.as_str()
    )
}
