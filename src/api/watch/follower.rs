//! A scope that is followed: the plan, and the bytes of the watch that is open.

use crate::wire::Wire;

use super::Object;
use super::course::Way;
use super::event::{self, Event};
use super::framing::{Framer, Line};
use super::plan::{Action, Freshness, Input, Plan, Turn};
use crate::api::error::Error;
use crate::text::time::Timestamp;

/// What was found in the bytes of a watch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found<T> {
    /// An object changed; the line that told it.
    Change(Event<T>, Vec<u8>),
    /// Something else is to be done now; the rest of the bytes is dropped.
    Act(Action),
}

/// Follows one scope. It reads events one by one, when it is asked to: a storm of them can be read
/// over several frames, and what is not yet read is not yet heard.
#[derive(Debug)]
pub struct Follower {
    plan: Plan,
    framer: Framer,
    kind: &'static str,
}

impl Follower {
    /// Goes by a plan. `kind` names the objects in messages about what cannot be understood.
    pub fn new(kind: &'static str, plan: Plan) -> Self {
        Self {
            plan,
            framer: Framer::default(),
            kind,
        }
    }

    /// What was learnt of the way to the server, for the next plan.
    pub fn way(&self) -> Way {
        self.plan.way()
    }

    /// How true the page is.
    pub fn freshness(&self) -> Freshness {
        self.plan.freshness()
    }

    /// Takes in what happened. `None`: go on with what is under way.
    pub fn step(&mut self, input: Input, now: Timestamp, random: u32) -> Option<Action> {
        let action = self.plan.step(input, now, random);
        if action.is_some() {
            self.framer.clear();
        }
        action
    }

    /// Takes in bytes of the watch. They wait until [`Self::read`]. Those of a former turn are
    /// dropped.
    pub fn push(&mut self, turn: Turn, chunk: &[u8]) {
        if self.plan.is_current(turn) {
            self.framer.push(chunk);
        }
    }

    /// How many bytes wait to be read. Whoever brings them slows down when they are many.
    pub fn waiting_bytes(&self) -> usize {
        self.framer.waiting_bytes()
    }

    /// Reads on to the next thing to be done. `None`: all that came is read.
    pub fn read<T>(&mut self, turn: Turn, now: Timestamp, random: u32) -> Option<Found<T>>
    where
        T: Object + Wire,
    {
        if !self.plan.is_current(turn) {
            return None;
        }
        loop {
            let line = match self.framer.next()? {
                Line::Whole(line) => line.to_vec(),
                Line::TooLong => Vec::new(),
            };
            let event = event::read::<T>(self.kind, &line);
            let (input, change) = match event {
                Ok(Event::Unknown) => continue,
                Ok(Event::Bookmark(version)) => (Input::Bookmark(turn, version), None),
                Ok(Event::Failed(status)) => (Input::Failed(turn, Error::Status(status)), None),
                Ok(event @ (Event::Put(_) | Event::Gone(_))) => {
                    let version = match &event {
                        Event::Put(decoded) => &decoded.value.metadata().resource_version,
                        Event::Gone(object) => &object.metadata().resource_version,
                        _ => continue,
                    };
                    (Input::Heard(turn, version.clone()), Some(event))
                }
                Err(_) => (Input::Garbled(turn), None),
            };
            if let Some(action) = self.step(input, now, random) {
                return Some(Found::Act(action));
            }
            if let Some(event) = change {
                return Some(Found::Change(event, line));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::image::stream::ImageStream;

    const NOW: Timestamp = Timestamp(1_000);
    const LINE: &[u8] =
        b"{\"type\":\"ADDED\",\"object\":{\"metadata\":{\"name\":\"a\",\"resourceVersion\":\"6\"}}}\n";

    fn turn(action: Option<Action>) -> Turn {
        match action {
            Some(Action::Watch { turn, .. }) => turn,
            other => panic!("a watch was expected: {other:?}"),
        }
    }

    /// A follower with an open watch.
    fn open() -> (Follower, Turn) {
        let (plan, action) = Plan::watching("5".into(), Way::default(), false, NOW);
        let mut follower = Follower::new("ImageStream", plan);
        let watch = turn(Some(action));
        assert_eq!(follower.step(Input::Opened(watch), NOW, 0), None);
        (follower, watch)
    }

    fn read(follower: &mut Follower, turn: Turn) -> Option<Found<ImageStream>> {
        follower.read(turn, NOW, 0)
    }

    #[test]
    fn bytes_of_a_former_turn_are_dropped() {
        let (mut follower, former) = open();
        follower.push(former, b"{\"type\":");
        let watch = turn(follower.step(Input::Network, NOW, 0));
        assert_eq!(follower.waiting_bytes(), 0);
        follower.push(former, b"\"ADDED\",");
        assert_eq!(follower.waiting_bytes(), 0);
        follower.step(Input::Opened(watch), NOW, 0);
        follower.push(watch, LINE);
        assert_eq!(read(&mut follower, former), None);
        let found = read(&mut follower, watch);
        assert!(matches!(found, Some(Found::Change(..))), "{found:?}");
        assert_eq!(read(&mut follower, watch), None);
    }

    #[test]
    fn what_need_not_be_known_is_passed_over() {
        let (mut follower, watch) = open();
        follower.push(watch, b"{\"type\":\"NEWS\",\"object\":{}}\n");
        follower.push(watch, LINE);
        let found = read(&mut follower, watch);
        assert!(matches!(found, Some(Found::Change(..))), "{found:?}");
        follower.push(watch, b"<html>\n");
        let found = read(&mut follower, watch);
        assert!(matches!(found, Some(Found::Act(Action::Wait { .. }))));
    }
}
