//! When to ask the server what: the rules by which a list and a watch follow each other through
//! cuts, refusals, hidden tabs and sleep. Pure: what happened goes in, what to do comes out.

use super::backoff::{pause_milliseconds, wait_milliseconds};
use super::course::{Course, Way};
use crate::api::error::Error;
use crate::api::meta::ResourceVersion;
use crate::text::time::Timestamp;

/// Numbers the things that are done, so that what a former one says late is dropped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Turn(u32);

/// What to do now, in place of what was under way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// Read the list, all pages, and say [`Input::Listed`] or [`Input::Failed`].
    List(Turn),
    /// Watch, and say [`Input::Opened`], [`Input::Heard`], [`Input::Ended`] or [`Input::Failed`].
    Watch {
        /// Whose words they will be.
        turn: Turn,
        /// Where to start.
        from: ResourceVersion,
        /// When the server is to end it.
        timeout_seconds: u32,
    },
    /// Say [`Input::Waited`] after that time.
    Wait {
        /// Whose word it will be.
        turn: Turn,
        /// How long.
        milliseconds: u32,
    },
    /// Nothing, until something happens.
    Rest,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// The list was read to its end; this is its version.
    Listed(Turn, ResourceVersion),
    /// The server accepted the watch.
    Opened(Turn),
    /// An event of an object was read; this is its version.
    Heard(Turn, ResourceVersion),
    /// A bookmark was read: everything up to this version was told.
    Bookmark(Turn, ResourceVersion),
    /// Something was read that cannot be understood.
    Garbled(Turn),
    /// The list or the watch was refused, or lost before its answer began, or ended by the server
    /// with an error.
    Failed(Turn, Error),
    /// The watch ended, or was cut.
    Ended(Turn),
    /// The time is over.
    Waited(Turn),
    /// Nobody sees the page.
    Hidden,
    /// Somebody sees it again.
    Visible,
    /// The browser has, or has lost, its network. Either puts what is open in doubt: servers on
    /// the same machine stay within reach, others may be gone without a word.
    Network,
    /// Somebody wants all to be read anew.
    Renew,
    /// Some seconds have passed. Said about every [`BEAT_SECONDS`] while the page is seen.
    Beat,
    /// The page was left.
    Close,
}

/// How true the page is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Freshness {
    /// Changes appear as they happen.
    Live,
    /// What happened meanwhile is being read.
    CatchingUp,
    /// The server is out of reach, or does not answer well, since then.
    Offline {
        /// When the page was last known to be true.
        since: Timestamp,
    },
    /// The reader may not watch, or is no longer logged in: the page is as it was read.
    Refused,
}

/// How often [`Input::Beat`] is expected.
pub const BEAT_SECONDS: u32 = 15;
/// A watch from here tells first what there is, at whatever version the server has at hand.
const FROM_ANY: &str = "0";
/// After this, such a watch has nothing to tell: either nothing is there or something was missed.
const FIRST_WORD_SECONDS: i64 = 5;
/// A pause between beats that only sleep explains.
const SLEPT_SECONDS: i64 = 60;
/// A watch that told bookmarks comes every minute or so has gone silent after this.
const SILENT_SECONDS: i64 = 150;
/// A version that a server keeps refusing to start from is given up for a list.
const REFUSED_STARTS_MAX: u32 = 3;

/// What is wanted from the server next.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Want {
    List,
    Watch(ResourceVersion),
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum State {
    /// Asked, no answer yet.
    Asked(Want),
    /// The watch is open and has told everything up to this version.
    Open(ResourceVersion),
    /// Until a timer ends.
    Waiting(Want),
    /// Until somebody looks.
    Paused(Want),
    /// Until somebody comes back with other rights.
    Refused(Want),
    Closed,
}

/// The state of following one scope.
#[derive(Clone, Debug)]
pub struct Plan {
    state: State,
    turn: Turn,
    /// In a row.
    failures: u32,
    /// Whether a version was forgotten by the server, and nothing went well since.
    expired: bool,
    /// The server asked not to be asked before.
    not_before: Timestamp,
    /// Since when the page may be untrue.
    doubtful_since: Timestamp,
    course: Course,
    /// The watch is to tell first what there is, and has not yet.
    owes_first_word: bool,
    last_beat: Timestamp,
    way: Way,
    hidden: bool,
}

impl Plan {
    /// Starts with a list.
    pub fn listing(way: Way, hidden: bool, now: Timestamp) -> (Self, Action) {
        Self::wanting(Want::List, way, hidden, now)
    }

    /// Starts with a watch, from the version of what was read already.
    pub fn watching(
        from: ResourceVersion,
        way: Way,
        hidden: bool,
        now: Timestamp,
    ) -> (Self, Action) {
        Self::wanting(Want::Watch(from), way, hidden, now)
    }

    /// Starts with a watch that tells first what there is. For a single object: its own version may
    /// have been forgotten by the server long ago.
    pub fn watching_all(way: Way, hidden: bool, now: Timestamp) -> (Self, Action) {
        Self::wanting(Want::Watch(FROM_ANY.into()), way, hidden, now)
    }

    fn wanting(want: Want, way: Way, hidden: bool, now: Timestamp) -> (Self, Action) {
        let mut plan = Self {
            state: State::Closed,
            turn: Turn::default(),
            failures: 0,
            expired: false,
            not_before: Timestamp::default(),
            doubtful_since: now,
            course: Course::default(),
            owes_first_word: want == Want::Watch(FROM_ANY.into()),
            last_beat: now,
            way,
            hidden,
        };
        let action = plan.ask(want, now, 0);
        (plan, action)
    }

    /// Whether this turn goes on.
    pub fn is_current(&self, turn: Turn) -> bool {
        turn == self.turn
    }

    /// What was learnt of the way to the server, for the next plan.
    pub fn way(&self) -> Way {
        self.way
    }

    /// How true the page is.
    pub fn freshness(&self) -> Freshness {
        match &self.state {
            State::Open(_) => Freshness::Live,
            State::Refused(_) | State::Closed => Freshness::Refused,
            _ if self.failures > 1 => Freshness::Offline {
                since: self.doubtful_since,
            },
            _ => Freshness::CatchingUp,
        }
    }

    /// Takes in what happened. `None`: go on with what is under way. `random` is any number.
    pub fn step(&mut self, input: Input, now: Timestamp, random: u32) -> Option<Action> {
        match input {
            Input::Listed(turn, version) if turn == self.turn => self.listed(version, now, random),
            Input::Opened(turn) if turn == self.turn => {
                if let State::Asked(Want::Watch(from)) = &self.state {
                    self.course.opened = Some(now);
                    self.state = State::Open(from.clone());
                }
                None
            }
            Input::Heard(turn, version) if turn == self.turn => {
                self.owes_first_word = false;
                self.hear(version, now);
                None
            }
            Input::Bookmark(turn, version) if turn == self.turn => {
                // Silence means something from now on.
                self.way.bookmarks = true;
                self.hear(version, now);
                None
            }
            Input::Garbled(turn) if turn == self.turn => Some(self.retry(Want::List, None, random)),
            Input::Failed(turn, error) if turn == self.turn => self.fail(&error, now, random),
            Input::Ended(turn) if turn == self.turn => self.end(now, random),
            Input::Waited(turn) if turn == self.turn => match &self.state {
                State::Waiting(want) => Some(self.ask(want.clone(), now, random)),
                _ => None,
            },
            Input::Hidden => {
                self.hidden = true;
                let want = self.want()?;
                if matches!(self.state, State::Paused(_) | State::Refused(_)) {
                    return None;
                }
                self.doubt(now);
                self.pause(want);
                Some(Action::Rest)
            }
            Input::Visible => {
                self.hidden = false;
                self.last_beat = now;
                match &self.state {
                    State::Paused(want) | State::Refused(want) => {
                        self.failures = 0;
                        Some(self.ask(want.clone(), now, random))
                    }
                    _ => None,
                }
            }
            Input::Network => self.doubt_everything(now, random),
            Input::Renew => {
                // What is read while a watch goes on could be older than what the watch told.
                self.want()?;
                self.doubt(now);
                Some(self.ask(Want::List, now, random))
            }
            Input::Beat => self.beat(now, random),
            Input::Close => {
                self.state = State::Closed;
                self.turn.0 = self.turn.0.wrapping_add(1);
                Some(Action::Rest)
            }
            _ => None,
        }
    }

    fn listed(&mut self, version: ResourceVersion, now: Timestamp, random: u32) -> Option<Action> {
        if self.state != State::Asked(Want::List) {
            return None;
        }
        self.owes_first_word = false;
        Some(self.ask(Want::Watch(version), now, random))
    }

    fn hear(&mut self, version: ResourceVersion, now: Timestamp) {
        let State::Open(from) = &mut self.state else {
            return;
        };
        if version.as_str().is_empty() {
            return;
        }
        // A bookmark or a repeated event is as good a sign of life as any other.
        *from = version;
        self.went_well();
        self.course.hear(now);
    }

    fn end(&mut self, now: Timestamp, random: u32) -> Option<Action> {
        let State::Open(from) = &self.state else {
            return None;
        };
        let want = Want::Watch(from.clone());
        self.doubt(now);
        self.way.learn(&self.course, now);
        if !self.course.was_worthwhile(now) {
            return Some(self.retry(want, None, random));
        }
        self.went_well();
        Some(self.wait(want, pause_milliseconds(random)))
    }

    fn fail(&mut self, error: &Error, now: Timestamp, random: u32) -> Option<Action> {
        let want = self.want()?;
        self.doubt(now);
        if matches!(self.state, State::Asked(Want::Watch(_))) {
            self.way.learn_of_loss(&self.course, now);
        }
        Some(match error.code() {
            // The first time at once: nothing is wrong, the reader was away for long.
            410 if !self.expired => {
                self.expired = true;
                self.ask(Want::List, now, random)
            }
            410 => self.retry(Want::List, None, random),
            401 | 403 | 404 | 405 => self.refuse(want),
            // An answer for people is a login page; one of a proxy in trouble passes.
            _ if matches!(error, Error::NotJson { page: true, .. }) && !error.is_passing() => {
                self.refuse(want)
            }
            code => {
                // A server that was set back to an earlier state waits in vain for the version.
                let tries = self.failures.saturating_add(1);
                let hopeless = match code {
                    0 | 429 | 502 | 503 => false,
                    _ => !error.is_passing() || tries >= REFUSED_STARTS_MAX,
                };
                let want = if hopeless { Want::List } else { want };
                let retry_after = error.retry_after_seconds();
                self.not_before = Timestamp(now.0 + i64::from(retry_after.unwrap_or(0)));
                self.retry(want, retry_after, random)
            }
        })
    }

    fn beat(&mut self, now: Timestamp, random: u32) -> Option<Action> {
        let slept = now.0 - self.last_beat.0 > SLEPT_SECONDS;
        self.last_beat = now;
        if slept {
            return self.doubt_everything(now, random);
        }
        let State::Open(from) = &self.state else {
            return None;
        };
        let heard = self.course.silent_since().unwrap_or(now);
        let opened = self.course.opened.unwrap_or(now);
        // Deleted after it was read and before it was watched: only a list tells.
        if self.owes_first_word && now.0 - opened.0 >= FIRST_WORD_SECONDS {
            return Some(self.ask(Want::List, now, random));
        }
        if self.way.bookmarks && now.0 - heard.0 > SILENT_SECONDS {
            let want = Want::Watch(from.clone());
            self.doubt(now);
            return Some(self.ask(want, now, random));
        }
        None
    }

    /// Asks again at once for what is open or waited for.
    fn doubt_everything(&mut self, now: Timestamp, random: u32) -> Option<Action> {
        let want = self.want()?;
        if matches!(self.state, State::Paused(_)) {
            return None;
        }
        self.doubt(now);
        Some(self.ask(want, now, random))
    }

    /// What is wanted, in whichever state.
    fn want(&self) -> Option<Want> {
        match &self.state {
            State::Open(from) => Some(Want::Watch(from.clone())),
            State::Asked(want)
            | State::Waiting(want)
            | State::Paused(want)
            | State::Refused(want) => Some(want.clone()),
            State::Closed => None,
        }
    }

    /// From now on the page may be untrue, if it was not already.
    fn doubt(&mut self, now: Timestamp) {
        if matches!(self.state, State::Open(_)) {
            self.doubtful_since = now;
        }
    }

    fn went_well(&mut self) {
        self.failures = 0;
        self.expired = false;
    }

    fn refuse(&mut self, want: Want) -> Action {
        self.next_turn();
        self.state = State::Refused(want);
        Action::Rest
    }

    fn pause(&mut self, want: Want) {
        self.next_turn();
        self.state = State::Paused(want);
    }

    fn retry(&mut self, want: Want, retry_after: Option<u32>, random: u32) -> Action {
        self.failures = self.failures.saturating_add(1);
        let milliseconds = wait_milliseconds(self.failures, retry_after, random);
        self.wait(want, milliseconds)
    }

    fn wait(&mut self, want: Want, milliseconds: u32) -> Action {
        let turn = self.next_turn();
        self.state = State::Waiting(want);
        Action::Wait { turn, milliseconds }
    }

    fn ask(&mut self, want: Want, now: Timestamp, random: u32) -> Action {
        let turn = self.next_turn();
        if self.hidden {
            self.state = State::Paused(want);
            return Action::Rest;
        }
        let early = u32::try_from(self.not_before.0 - now.0).unwrap_or(0);
        if early > 0 {
            self.state = State::Waiting(want);
            let milliseconds = wait_milliseconds(0, Some(early), random);
            return Action::Wait { turn, milliseconds };
        }
        let action = match &want {
            Want::List => Action::List(turn),
            Want::Watch(from) => Action::Watch {
                turn,
                from: from.clone(),
                timeout_seconds: self.way.timeout_seconds(random),
            },
        };
        self.course = Course::asked(now);
        self.state = State::Asked(want);
        action
    }

    fn next_turn(&mut self) -> Turn {
        self.turn.0 = self.turn.0.wrapping_add(1);
        self.turn
    }
}

#[cfg(test)]
#[path = "plan_tests.rs"]
mod tests;
