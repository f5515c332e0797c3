//! A page about one stream: what was read of it, kept true.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{Live, News, marking};
use crate::api::decode::Decoded;
use crate::api::watch::event::{Event, object_json};
use crate::api::watch::mirror::{Change, Key, Mirror};
use crate::api::watch::plan::Freshness;
use crate::api::watch::scope::Scope;
use crate::image::stream::ImageStream;
use crate::messages::Live as Text;
use crate::view::browser::{clock, document};
use crate::view::node::{self, Node};
use crate::view::parts::alert::{Tone, alert};
use crate::view::remote::{Loaded, Source};
use crate::view::session::Session;

/// The watch tells of the stream within this time, or the stream is read: something on the way may
/// keep what the watch says.
const TOLD_MILLISECONDS: u32 = 1_000;

/// A watch that is open tells at once what there is, or there is nothing; only reading says so.
const TOLD_ONCE_OPEN_MILLISECONDS: u32 = 300;

/// A stream that is followed.
#[derive(Clone, Copy)]
pub struct LiveStream {
    /// How true the page is.
    pub live: Live,
    /// Whether the stream was deleted; what was read last stays.
    pub deleted: RwSignal<bool>,
}

/// What came since the last frame.
#[derive(Default)]
struct Pending {
    /// Tells repeated news from news.
    seen: Mirror<()>,
    latest: Option<(Decoded<ImageStream>, Vec<u8>)>,
    deleted: Option<bool>,
    read_again: bool,
}

/// Follows the stream of a page, which need not have read it: the watch tells first what there is.
/// Where it may not, or tells nothing, the stream is read. One that is not there is followed, too:
/// it may come. `take` is given the state before, if one was shown, and after; unless it says
/// false, the page shows what came after.
pub fn follow_stream(
    session: Session,
    source: Source<ImageStream>,
    namespace: &str,
    name: &str,
    take: impl Fn(Option<&ImageStream>, &ImageStream) -> bool + 'static,
) -> LiveStream {
    let deleted = RwSignal::new(false);
    let key = Key {
        namespace: namespace.to_owned(),
        name: name.to_owned(),
    };
    let scope = Scope::Stream(key.namespace.clone(), key.name.clone());
    let pending = Rc::new(RefCell::new(Pending::default()));
    let read = pending.clone();
    let live = Live::new(session, scope, move |news| {
        let frame = matches!(news, News::Frame);
        pending.borrow_mut().take_in(news, &key);
        if frame {
            let news = pending.borrow_mut().take_out();
            show(source, deleted, news, &take);
        }
    });
    Effect::new(move |_| {
        source.state.with(|state| {
            if let Some(loaded) = state.value() {
                // Being told what was just read is no news.
                read.borrow_mut().know(&loaded.decoded.value);
            }
        });
    });
    live.start_with_all();
    // A page that nobody sees is not told anything, but is read ahead of its reader.
    if document::is_hidden() {
        source.read_once();
    }
    Effect::new(move |_| match live.freshness.get() {
        Freshness::Refused => source.read_once(),
        Freshness::Live => read_unless_told(source, TOLD_ONCE_OPEN_MILLISECONDS),
        Freshness::CatchingUp | Freshness::Offline { .. } => {}
    });
    read_unless_told(source, TOLD_MILLISECONDS);
    LiveStream { live, deleted }
}

/// Reads the stream if nobody told of it within this time.
fn read_unless_told(source: Source<ImageStream>, milliseconds: u32) {
    spawn_local(async move {
        clock::sleep(milliseconds).await;
        source.read_once();
    });
}

impl Pending {
    fn know(&mut self, stream: &ImageStream) {
        let value = ImageStream {
            metadata: stream.metadata.clone(),
            ..ImageStream::default()
        };
        let malformed = Vec::new();
        let event = Event::Put(Decoded { value, malformed });
        self.seen.apply(event, |_, _| ());
    }

    fn take_in(&mut self, news: News, key: &Key) {
        match news {
            News::Put(decoded, line) => {
                let event = Event::Put(decoded.clone());
                if self.seen.apply(event, |_, _| ()).is_some() {
                    self.latest = Some((decoded, line));
                    self.deleted = Some(false);
                    self.read_again = false;
                }
            }
            News::Gone(stream) => {
                // What is shown may come from the first reading, which the mirror knows nothing of.
                let fits = Key::of(&stream.metadata) == *key;
                let known = self.seen.get(key).is_some();
                let removed = self.seen.apply(Event::Gone(stream), |_, _| ()).is_some();
                if fits && (removed || !known) {
                    self.latest = None;
                    self.deleted = Some(true);
                }
            }
            News::ListBegins => self.seen.begin_list(),
            News::Page(streams) => {
                let changes = self.seen.take_page(streams, |_, _| ());
                // The list has the object, but not as it was written: it is read by itself.
                self.read_again |= !changes.is_empty();
            }
            News::ListEnds => {
                let changes = self.seen.end_list();
                let gone = changes
                    .iter()
                    .any(|(_, change)| *change == Change::Removed(()));
                self.deleted = Some(gone || self.seen.get(key).is_none());
            }
            News::Frame => {}
        }
    }

    fn take_out(&mut self) -> Self {
        let read_again = std::mem::take(&mut self.read_again);
        Self {
            seen: Mirror::default(),
            latest: self.latest.take(),
            deleted: self.deleted.take(),
            read_again,
        }
    }
}

fn show(
    source: Source<ImageStream>,
    deleted: RwSignal<bool>,
    news: Pending,
    take: &impl Fn(Option<&ImageStream>, &ImageStream) -> bool,
) {
    let shows_one = source.state.with_untracked(|state| state.value().is_some());
    if let Some(now) = news.deleted
        && shows_one
        && deleted.try_get_untracked() == Some(!now)
    {
        deleted.set(now);
    }
    if news.read_again && news.deleted != Some(true) {
        return source.read();
    }
    let Some((decoded, line)) = news.latest else {
        return;
    };
    let Some(body) = object_json(&line).map(<[u8]>::to_vec) else {
        return source.read();
    };
    let before = source
        .state
        .with_untracked(|state| state.value().map(Arc::clone));
    let shows = take(
        before.as_ref().map(|before| &before.decoded.value),
        &decoded.value,
    );
    if shows {
        let at = clock::now();
        let loaded = Arc::new(Loaded { decoded, body, at });
        marking(|| source.take(loaded));
    }
}

/// Says that what the page is about was deleted while somebody looked at it.
pub fn deleted_notice(
    session: Session,
    deleted: RwSignal<bool>,
    message: Text,
    name: String,
) -> Node {
    node::live(move || {
        deleted.get().then(|| {
            let text = session.fill(message, &[("name", &name)]);
            session.announce(&text);
            alert(Tone::Warning, text, node::nothing())
        })
    })
}
