//! The streams of a project, or of all, as the list page has them: read page by page, then followed.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api::decode::Malformed;
use crate::api::error::{Error, wait_milliseconds};
use crate::api::fetch::Cancel;
use crate::api::list::List;
use crate::api::request::{LIST_PAGE_OBJECTS, list_streams};
use crate::api::watch::event::Event;
use crate::api::watch::mirror::Key;
use crate::api::watch::scope::Scope as Followed;
use crate::image::stream::ImageStream;
use crate::model::stream_list::StreamRow;
use crate::model::stream_table::StreamTable;
use crate::route::Scope;
use crate::view::browser::clock;
use crate::view::live::{Live, News, marking};
use crate::view::session::Session;

/// Before this, rows replace the old page directly; a skeleton that only flashes is noise.
const SLOW_MILLISECONDS: u32 = 400;

/// What was read of the list, and how far that got.
#[derive(Default)]
pub struct Listing {
    /// The rows.
    pub table: StreamTable,
    /// Whether all pages are read.
    pub complete: bool,
    /// Whether reading takes a while.
    pub slow: bool,
    /// Why there is no more.
    pub error: Option<Error>,
    /// What could not be read.
    pub malformed: Vec<Malformed>,
}

/// A row as it is drawn. A deleted one stays as long as rows are held in place.
#[derive(Clone)]
pub struct Row {
    /// What it says.
    pub stream: StreamRow,
    /// Whether the stream is deleted.
    pub gone: bool,
}

/// Reads the list and keeps it true.
#[derive(Clone, Copy)]
pub struct Reader {
    /// What was read.
    pub listing: RwSignal<Listing>,
    /// How true it is.
    pub live: Live,
    /// The rows that are drawn: an event touches its own row only.
    drawn: StoredValue<BTreeMap<Key, ArcRwSignal<Row>>>,
    cancel: StoredValue<Cancel, LocalStorage>,
    project: StoredValue<Scope>,
    session: Session,
}

impl Reader {
    /// Starts to read for the page that is being drawn.
    pub fn new(session: Session, project: Scope) -> Self {
        let listing = RwSignal::new(Listing::default());
        let drawn = StoredValue::new(BTreeMap::new());
        let followed = match &project {
            Scope::All => Followed::Everywhere,
            Scope::Project(name) => Followed::Project(name.clone()),
        };
        let changed = RefCell::new(BTreeSet::new());
        let tell = move |news| take_in(news, listing, drawn, &changed);
        let reader = Self {
            listing,
            live: Live::new(session, followed, tell),
            drawn,
            cancel: StoredValue::new_local(Cancel::new()),
            project: StoredValue::new(project),
            session,
        };
        reader.read();
        spawn_local(async move {
            clock::sleep(SLOW_MILLISECONDS).await;
            listing.try_update(|listing| listing.slow = true);
        });
        reader
    }

    /// Reads the list again, keeping the rows until it is there.
    pub fn read(self) {
        if self.live.renew() {
            return;
        }
        let cancel = Cancel::new();
        let left = cancel.left();
        self.cancel.set_value(cancel);
        let Self {
            listing,
            drawn,
            session,
            ..
        } = self;
        let project = self.project.get_value();
        spawn_local(async move {
            let client = session.client();
            let (mut token, mut tries) = (None, 0);
            loop {
                let request = list_streams(project.name(), LIST_PAGE_OBJECTS, token.as_deref());
                match client.call::<List<ImageStream>>(&request, &left).await {
                    Ok(page) => {
                        tries = 0;
                        let List { metadata, items } = page.value;
                        let first = token.is_none();
                        token = Some(metadata.next).filter(|token| !token.is_empty());
                        let complete = token.is_none();
                        let mut changed = Vec::new();
                        listing.try_update(|listing| {
                            if first {
                                listing.table.begin_list();
                                listing.malformed.clear();
                            }
                            changed = listing.table.take_page(items);
                            if complete {
                                changed.extend(listing.table.end_list());
                            }
                            listing.malformed.extend(page.malformed);
                            listing.complete |= complete;
                            listing.error = None;
                        });
                        redraw(listing, drawn, changed);
                        if complete {
                            return self.live.start(metadata.resource_version);
                        }
                    }
                    Err(Error::Cancelled) => return,
                    Err(error) => {
                        let passing = error.is_passing();
                        let wait = wait_milliseconds(&error, tries, clock::jitter());
                        listing.try_update(|listing| listing.error = Some(error));
                        if !passing {
                            return;
                        }
                        clock::sleep(wait).await;
                        if left.is_cancelled() {
                            return;
                        }
                        tries += 1;
                    }
                }
            }
        });
    }

    /// A row to draw, as a signal of its own for as long as it is drawn.
    pub fn row(self, key: &Key) -> Option<ArcRwSignal<Row>> {
        let stream = self
            .listing
            .with_untracked(|listing| listing.table.get(key).cloned())?;
        let row = ArcRwSignal::new(Row {
            stream,
            gone: false,
        });
        let drawn = self.drawn;
        drawn.update_value(|drawn| {
            drawn.insert(key.clone(), row.clone());
        });
        let key = key.clone();
        on_cleanup(move || {
            drawn.try_update_value(|drawn| drawn.remove(&key));
        });
        Some(row)
    }
}

type Drawn = StoredValue<BTreeMap<Key, ArcRwSignal<Row>>>;

/// Folds news into the rows; draws them once per frame.
fn take_in(news: News, listing: RwSignal<Listing>, drawn: Drawn, changed: &RefCell<BTreeSet<Key>>) {
    let list_is_over = matches!(news, News::ListEnds | News::ListFailed(_));
    let keys = listing.try_update_untracked(|listing| {
        let table = &mut listing.table;
        match news {
            News::Put(decoded, _) => table.apply(Event::Put(decoded)).into_iter().collect(),
            News::Gone(stream) => table.apply(Event::Gone(stream)).into_iter().collect(),
            News::ListBegins => {
                table.begin_list();
                listing.malformed.clear();
                Vec::new()
            }
            News::Page(streams, malformed) => {
                listing.malformed.extend(malformed);
                listing.error = None;
                table.take_page(streams)
            }
            News::ListEnds => table.end_list(),
            News::ListFailed(error) => {
                // What passes is tried again, and told in the head of the page.
                listing.error = Some(error).filter(|error| !error.is_passing());
                Vec::new()
            }
            News::Frame => {
                let changed = std::mem::take(&mut *changed.borrow_mut());
                return Some(changed);
            }
        }
        .into_iter()
        .for_each(|key| {
            changed.borrow_mut().insert(key);
        });
        None
    });
    // The next frame draws what changed; that nothing did, or why, is to be seen as well.
    if list_is_over && changed.borrow().is_empty() {
        listing.notify();
    }
    if let Some(keys) = keys.flatten().filter(|keys| !keys.is_empty()) {
        marking(|| {
            redraw(listing, drawn, keys);
            listing.notify();
        });
    }
}

/// Gives the rows that are drawn their new values.
fn redraw(listing: RwSignal<Listing>, drawn: Drawn, keys: impl IntoIterator<Item = Key>) {
    for key in keys {
        let Some(Some(row)) = drawn.try_with_value(|drawn| drawn.get(&key).cloned()) else {
            continue;
        };
        let stream = listing.try_with_untracked(|listing| listing.table.get(&key).cloned());
        match stream.flatten() {
            Some(stream) => row.set(Row {
                stream,
                gone: false,
            }),
            None => row.update(|row| row.gone = true),
        }
    }
}
