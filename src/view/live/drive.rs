//! Does what the plan says: lists, watches, waits, and listens to the browser.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use leptos::ev;
use leptos::leptos_dom::helpers::WindowListenerHandle;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::calm::Calm;
use crate::api::decode::{Decoded, Malformed};
use crate::api::error::Error;
use crate::api::fetch::{Cancel, Left};
use crate::api::meta::ResourceVersion;
use crate::api::watch::course::Way;
use crate::api::watch::event::Event;
use crate::api::watch::follower::{Follower, Found};
use crate::api::watch::plan::{Action, BEAT_SECONDS, Freshness, Input, Plan, Turn};
use crate::api::watch::scope::Scope;
use crate::image::stream::ImageStream;
use crate::view::browser::{clock, document};
use crate::view::list_pages::{Told, read_list};
use crate::view::session::Session;

/// How long events are read in one frame. The rest of a frame is for drawing them.
const FRAME_MILLISECONDS: i64 = 8;

/// When so many bytes wait to be read, no more are taken from the network.
const WAITING_BYTES_MAX: usize = 256 << 10;

thread_local! {
    /// What watches showed of the way to the server holds for all pages.
    static WAY: Cell<Way> = Cell::new(Way::default());
}

/// Whether something on the way holds back what watches say: then pages are better read.
pub fn is_held_back() -> bool {
    WAY.get().holds_back
}

/// What a page is told. It folds all of it in, and draws once it is told [`News::Frame`].
pub enum News {
    /// A stream is there, like this; the line that told it.
    Put(Decoded<ImageStream>, Vec<u8>),
    /// A stream was deleted.
    Gone(ImageStream),
    /// The list is read again; what it does not tell of is gone.
    ListBegins,
    /// Some streams of the list, and what of them could not be read.
    Page(Vec<ImageStream>, Vec<Malformed>),
    /// The list, or the rest of it, could not be read; it is tried again if that may help.
    ListFailed(Error),
    /// That was the list.
    ListEnds,
    /// That is all for this frame.
    Frame,
}

/// A scope that is followed until its page is left.
#[derive(Clone, Copy)]
pub struct Live {
    /// How true the page is.
    pub freshness: RwSignal<Freshness>,
    /// Whether there is anything to follow: a page that could not be read is not behind.
    pub begun: RwSignal<bool>,
    /// What is not shown because the page is being read.
    pub calm: Calm,
    owner: StoredValue<Owner, LocalStorage>,
}

/// The page's hold on the driver: both go together.
struct Owner {
    core: Rc<Core>,
    listeners: Vec<WindowListenerHandle>,
}

impl Drop for Owner {
    fn drop(&mut self) {
        self.core.step(Input::Close);
        for listener in self.listeners.drain(..) {
            listener.remove();
        }
    }
}

struct Core {
    session: Session,
    scope: Scope,
    tell: Box<dyn Fn(News)>,
    freshness: RwSignal<Freshness>,
    follower: RefCell<Option<Follower>>,
    /// What is under way is cancelled by what takes its place.
    under_way: RefCell<Option<Cancel>>,
    watching: Cell<Option<Turn>>,
    ended: Cell<bool>,
    /// Whether a frame was asked for.
    flushing: Cell<bool>,
    /// Whether all that came is read, but for the beginning of a line.
    drained: Cell<bool>,
}

impl Live {
    /// Follows a scope for the page that is being drawn, once [`Live::start`] is called.
    pub fn new(session: Session, scope: Scope, tell: impl Fn(News) + 'static) -> Self {
        let freshness = RwSignal::new(Freshness::CatchingUp);
        let core = Rc::new(Core {
            session,
            scope,
            tell: Box::new(tell),
            freshness,
            follower: RefCell::new(None),
            under_way: RefCell::new(None),
            watching: Cell::new(None),
            ended: Cell::new(false),
            flushing: Cell::new(false),
            drained: Cell::new(true),
        });
        let listen = |event: &str, input: fn() -> Input| {
            let core = Rc::downgrade(&core);
            window_event_listener_untyped(event, move |_| {
                if let Some(core) = core.upgrade() {
                    core.step(input());
                }
            })
        };
        let listeners = vec![
            listen("visibilitychange", visibility),
            listen("online", || Input::Network),
            listen("offline", || Input::Network),
            listen_for_return(Rc::downgrade(&core)),
        ];
        spawn_local(beat(Rc::downgrade(&core)));
        let owner = Owner { core, listeners };
        Self {
            freshness,
            begun: RwSignal::new(false),
            calm: Calm::new(),
            owner: StoredValue::new_local(owner),
        }
    }

    /// Follows what happens after this version. The first call counts; a page that reads again
    /// goes on being followed from where it is.
    pub fn start(self, from: ResourceVersion) {
        self.begin(|way, hidden| Plan::watching(from, way, hidden, clock::now()));
    }

    /// Follows what there is and what happens from now on, for a single object. The first call
    /// counts.
    pub fn start_with_all(self) {
        self.begin(|way, hidden| Plan::watching_all(way, hidden, clock::now()));
    }

    /// Reads the list first, and follows what happens from there. The first call counts.
    pub fn start_with_list(self) {
        self.begin(|way, hidden| Plan::listing(way, hidden, clock::now()));
    }

    /// Lists anew, and goes on from there. False when nothing is followed yet.
    pub fn renew(self) -> bool {
        let core = self.owner.try_with_value(|owner| owner.core.clone());
        let core = core.filter(|core| core.follower.borrow().is_some());
        core.inspect(|core| core.step(Input::Renew)).is_some()
    }

    fn begin(self, plan: impl FnOnce(Way, bool) -> (Plan, Action)) {
        let core = self.owner.try_with_value(|owner| owner.core.clone());
        let Some(core) = core.filter(|core| core.follower.borrow().is_none()) else {
            return;
        };
        self.begun.set(true);
        let (plan, action) = plan(WAY.get(), document::is_hidden());
        core.follower
            .replace(Some(Follower::new("ImageStream", plan)));
        core.act(action);
    }
}

fn visibility() -> Input {
    if document::is_hidden() {
        Input::Hidden
    } else {
        Input::Visible
    }
}

/// A page that comes back from the browser's own cache was cut off without a word. A page that is
/// shown for the first time is told so as well, maybe after its watch was asked for: that is no
/// reason to ask again.
fn listen_for_return(core: Weak<Core>) -> WindowListenerHandle {
    window_event_listener(ev::pageshow, move |event| {
        if let Some(core) = core.upgrade().filter(|_| event.persisted()) {
            core.step(Input::Network);
        }
    })
}

async fn beat(core: Weak<Core>) {
    loop {
        clock::sleep(BEAT_SECONDS * 1_000).await;
        let Some(core) = core.upgrade() else { return };
        core.step(Input::Beat);
    }
}

impl Core {
    fn step(self: &Rc<Self>, input: Input) {
        let action = match self.follower.borrow_mut().as_mut() {
            Some(follower) => follower.step(input, clock::now(), clock::random()),
            None => return,
        };
        if let Some(action) = action {
            self.act(action);
        }
        self.show_freshness();
    }

    fn show_freshness(&self) {
        let follower = self.follower.borrow();
        let Some((now, way)) = follower.as_ref().map(|it| (it.freshness(), it.way())) else {
            return;
        };
        drop(follower);
        WAY.set(way);
        if self.freshness.try_get_untracked() != Some(now) {
            self.freshness.try_set(now);
        }
    }

    fn act(self: &Rc<Self>, action: Action) {
        let cancel = Cancel::new();
        let left = cancel.left();
        self.under_way.replace(Some(cancel));
        self.watching.set(None);
        self.ended.set(false);
        let core = Rc::downgrade(self);
        match action {
            Action::Rest => {}
            Action::Wait { turn, milliseconds } => spawn_local(async move {
                clock::sleep(milliseconds).await;
                if let Some(core) = core.upgrade() {
                    core.step(Input::Waited(turn));
                }
            }),
            Action::List(turn) => spawn_local(list(core, turn, left)),
            Action::Watch {
                turn,
                from,
                timeout_seconds,
            } => {
                self.watching.set(Some(turn));
                let request = self.scope.watch(&from, timeout_seconds);
                let client = self.session.client();
                spawn_local(async move {
                    let opened = client.open(&request, &left).await;
                    let Some(now) = core.upgrade() else { return };
                    let chunks = match opened {
                        Ok(chunks) => chunks,
                        Err(error) => return now.step(Input::Failed(turn, error)),
                    };
                    now.step(Input::Opened(turn));
                    drop(now);
                    loop {
                        let chunk = chunks.next().await;
                        let Some(now) = core.upgrade() else { return };
                        if now.watching.get() != Some(turn) {
                            return;
                        }
                        let Some(chunk) = chunk else {
                            now.ended.set(true);
                            return now.ask_for_frame();
                        };
                        now.push(turn, &chunk);
                        now.ask_for_frame();
                        drop(now);
                        // What is not taken waits in the network, and not in this page's memory,
                        // which never shrinks.
                        while core.upgrade().is_some_and(|core| core.is_full(turn)) {
                            clock::frame().await;
                        }
                    }
                });
            }
        }
    }

    fn push(&self, turn: Turn, chunk: &[u8]) {
        if let Some(follower) = self.follower.borrow_mut().as_mut() {
            follower.push(turn, chunk);
            self.drained.set(false);
        }
    }

    fn is_full(&self, turn: Turn) -> bool {
        let follower = self.follower.borrow();
        let waiting = follower.as_ref().map_or(0, Follower::waiting_bytes);
        // A line longer than the limit comes to its end only when more is taken.
        waiting > WAITING_BYTES_MAX && !self.drained.get() && self.watching.get() == Some(turn)
    }

    fn ask_for_frame(self: &Rc<Self>) {
        if self.flushing.replace(true) {
            return;
        }
        let core = Rc::downgrade(self);
        spawn_local(async move {
            clock::frame().await;
            if let Some(core) = core.upgrade() {
                core.flushing.set(false);
                core.flush();
            }
        });
    }

    /// Reads what came, for as long as a frame allows.
    fn flush(self: &Rc<Self>) {
        let Some(turn) = self.watching.get() else {
            return;
        };
        let until = clock::milliseconds() + FRAME_MILLISECONDS;
        let mut told = false;
        loop {
            let found = match self.follower.borrow_mut().as_mut() {
                Some(follower) => follower.read(turn, clock::now(), clock::random()),
                None => None,
            };
            match found {
                Some(Found::Change(Event::Put(decoded), line)) => {
                    (self.tell)(News::Put(decoded, line));
                    told = true;
                }
                Some(Found::Change(Event::Gone(stream), _)) => {
                    (self.tell)(News::Gone(stream));
                    told = true;
                }
                Some(Found::Change(..)) => {}
                Some(Found::Act(action)) => {
                    self.act(action);
                    break;
                }
                None => {
                    self.drained.set(true);
                    if self.ended.get() {
                        self.step(Input::Ended(turn));
                    }
                    break;
                }
            }
            if clock::milliseconds() >= until {
                self.ask_for_frame();
                break;
            }
        }
        if told {
            (self.tell)(News::Frame);
        }
        self.show_freshness();
    }
}

/// Reads the list. Rows stay as they are until its end.
async fn list(core: Weak<Core>, turn: Turn, left: Left) {
    let Some((client, scope)) = core
        .upgrade()
        .map(|core| (core.session.client(), core.scope.clone()))
    else {
        return;
    };
    let (mut token, mut streams, mut begun) = (None, Vec::new(), false);
    let mut tell = |told: Told| {
        let malformed = match told {
            Told::Stream(stream) => return streams.push(*stream),
            Told::Pause => Vec::new(),
            Told::PageEnds(_, malformed) => malformed,
        };
        let Some(core) = core.upgrade().filter(|_| !left.is_cancelled()) else {
            return;
        };
        if !std::mem::replace(&mut begun, true) {
            (core.tell)(News::ListBegins);
        }
        (core.tell)(News::Page(std::mem::take(&mut streams), malformed));
        (core.tell)(News::Frame);
    };
    let request = |token: Option<&str>| scope.list(token);
    let version = read_list(&client, &request, &mut token, &left, &mut tell).await;
    let Some(core) = core.upgrade().filter(|_| !left.is_cancelled()) else {
        return;
    };
    match version {
        Ok(version) => {
            (core.tell)(News::ListEnds);
            (core.tell)(News::Frame);
            core.step(Input::Listed(turn, version));
        }
        Err(Error::Cancelled) => {}
        Err(error) => {
            (core.tell)(News::ListFailed(error.clone()));
            core.step(Input::Failed(turn, error));
        }
    }
}
