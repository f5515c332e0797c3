//! Something that is read from the API: waiting, there, or failed.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::browser::clock;
use super::session::Session;
use crate::api::client::Client;
use crate::api::decode::{Answer, Decoded, decode};
use crate::api::error::{Error, wait_milliseconds};
use crate::api::fetch::{Cancel, Left};
use crate::api::request::Request;
use crate::wire::Wire;

/// Before this, an answer replaces the old page directly; a skeleton that only flashes is noise.
const SLOW_MILLISECONDS: u32 = 400;

/// A value and how far reading it has got.
pub enum Remote<T> {
    /// Asked for, too recently to show anything.
    Waiting,
    /// Asked for a while ago.
    Slow,
    /// There.
    Ready(Arc<Loaded<T>>),
    /// There, but reading it again failed.
    Stale(Arc<Loaded<T>>, Error),
    /// Not there.
    Failed(Error),
}

impl<T> Clone for Remote<T> {
    fn clone(&self) -> Self {
        match self {
            Self::Waiting => Self::Waiting,
            Self::Slow => Self::Slow,
            Self::Ready(value) => Self::Ready(value.clone()),
            Self::Stale(value, error) => Self::Stale(value.clone(), error.clone()),
            Self::Failed(error) => Self::Failed(error.clone()),
        }
    }
}

/// A value with what came along.
pub struct Loaded<T> {
    /// The value, and which fields of it could not be read.
    pub decoded: Decoded<T>,
    /// The answer as it came, for the YAML tab.
    pub body: Vec<u8>,
    /// When it came.
    pub at: crate::text::time::Timestamp,
}

impl<T> Remote<T> {
    /// The value, if there is one.
    pub fn value(&self) -> Option<&Arc<Loaded<T>>> {
        match self {
            Self::Ready(value) | Self::Stale(value, _) => Some(value),
            _ => None,
        }
    }

    /// The error, if there is no value.
    pub fn failure(&self) -> Option<&Error> {
        match self {
            Self::Failed(error) => Some(error),
            _ => None,
        }
    }

    /// Whether neither value nor error is there yet.
    pub fn is_pending(&self) -> bool {
        matches!(self, Self::Waiting | Self::Slow)
    }

    fn fail(&mut self, error: Error) {
        *self = match std::mem::replace(self, Self::Waiting) {
            Self::Ready(value) | Self::Stale(value, _) => Self::Stale(value, error),
            _ => Self::Failed(error),
        };
    }
}

/// Reads something and keeps it; what passes is tried again. Leaving the page cancels it.
pub struct Source<T: Send + Sync + 'static> {
    /// How far it got.
    pub state: RwSignal<Remote<T>>,
    request: StoredValue<Request>,
    /// Of the reading that was begun last, if any was.
    cancel: StoredValue<Option<Cancel>, LocalStorage>,
    session: Session,
}

impl<T: Send + Sync + 'static> Clone for Source<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Source<T> {}

impl<T: Wire + Send + Sync + 'static> Source<T> {
    /// Starts to read.
    pub fn new(session: Session, request: Request) -> Self {
        let source = Self::unread(session, request);
        source.read();
        source
    }

    /// Waits to be told by somebody else, as by a watch, or to be asked to read.
    pub fn unread(session: Session, request: Request) -> Self {
        let source = Self {
            state: RwSignal::new(Remote::Waiting),
            request: StoredValue::new(request),
            cancel: StoredValue::new_local(None),
            session,
        };
        let state = source.state;
        spawn_local(async move {
            clock::sleep(SLOW_MILLISECONDS).await;
            let waiting = state.try_with_untracked(|state| matches!(state, Remote::Waiting));
            if waiting == Some(true) {
                state.set(Remote::Slow);
            }
        });
        source
    }

    /// Reads, unless that was begun before or somebody told already.
    pub fn read_once(self) {
        let unread = self.cancel.try_with_value(Option::is_none) == Some(true);
        if unread && self.state.try_with_untracked(Remote::is_pending) == Some(true) {
            self.read();
        }
    }

    /// Takes what somebody else was told by the server. What is being read is older, or will be
    /// told as well.
    pub fn take(self, loaded: Arc<Loaded<T>>) {
        self.cancel.set_value(Some(Cancel::new()));
        self.state.set(Remote::Ready(loaded));
    }

    /// Reads again, keeping what is there until the answer comes.
    pub fn read(self) {
        self.read_and_show(|change| change());
    }

    /// The same; `show` is given the change of the page to do.
    pub fn read_and_show(self, show: fn(Box<dyn FnOnce()>)) {
        let cancel = Cancel::new();
        let left = cancel.left();
        // The owner of the page is the only owner of the canceller: both go together.
        self.cancel.set_value(Some(cancel));
        let (client, request, state) =
            (self.session.client(), self.request.get_value(), self.state);
        let take = move |kind: &'static str, answer: Answer| {
            let decoded = decode(kind, &answer)?;
            let loaded = Arc::new(Loaded {
                decoded,
                body: answer.body,
                at: clock::now(),
            });
            Ok(Box::new(move || {
                state.try_set(Remote::Ready(loaded));
            }) as Change)
        };
        let fail = move |error| {
            state.try_update(|state| state.fail(error));
        };
        let reading = Reading {
            client,
            request,
            left,
            take: Box::new(take),
            fail: Box::new(fail),
        };
        spawn_local(reading.run(show));
    }
}

/// A change of the page that is still to be done.
type Change = Box<dyn FnOnce()>;

/// Reads something until it is there, with nothing of its type: the program holds this once.
struct Reading {
    client: Client,
    request: Request,
    left: Left,
    take: Box<dyn Fn(&'static str, Answer) -> Result<Change, Error>>,
    fail: Box<dyn Fn(Error)>,
}

impl Reading {
    async fn run(self, show: fn(Change)) {
        let mut tries = 0;
        loop {
            let answer = self.client.send(&self.request, &self.left).await;
            let error = match answer.and_then(|answer| (self.take)(self.request.kind, answer)) {
                Ok(change) => {
                    if !self.left.is_cancelled() {
                        show(change);
                    }
                    return;
                }
                Err(error) => error,
            };
            if self.left.is_cancelled() {
                return;
            }
            let again = error
                .is_passing()
                .then(|| wait_milliseconds(&error, tries, clock::jitter()));
            (self.fail)(error);
            let Some(wait) = again else { return };
            clock::sleep(wait).await;
            if self.left.is_cancelled() {
                return;
            }
            tries += 1;
        }
    }
}
