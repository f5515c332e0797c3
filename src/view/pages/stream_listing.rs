//! The streams of a project, or of all, as the list page has them: read page by page, then followed.

use std::cell::RefCell;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api::decode::Malformed;
use crate::api::error::{Error, wait_milliseconds};
use crate::api::fetch::Cancel;
use crate::api::request::{FIRST_PAGE_OBJECTS, LIST_PAGE_OBJECTS, Request, list_streams};
use crate::api::watch::event::Event;
use crate::api::watch::scope::Scope as Followed;
use crate::model::stream_list::StreamRow;
use crate::model::stream_table::{RowId, StreamTable};
use crate::route::Scope;
use crate::text::sorted_map::SortedMap;
use crate::view::browser::clock;
use crate::view::list_pages::{Told, read_list};
use crate::view::live::{Live, News, marking};
use crate::view::session::Session;

/// Before this, rows replace the old page directly; a skeleton that only flashes is noise.
const SLOW_MILLISECONDS: u32 = 400;

/// How soon what was read is shown for the second time while reading goes on. Each time costs a sort
/// and some drawing, which the end waits for; so each wait is half as long again, up to the most.
const SHOWN_MILLISECONDS: i64 = 250;
/// A second without progress looks like none.
const SHOWN_MOST_MILLISECONDS: i64 = 1_000;

/// How many fields that could not be read are named, of the whole list.
const MALFORMED_MAX: usize = 16;

/// What was read of the list, and how far that got.
#[derive(Default)]
pub struct Listing {
    /// The rows.
    pub table: StreamTable,
    /// Whether all pages are read.
    pub complete: bool,
    /// How many streams there are in all, while not all are read and the server says so.
    pub expected: Option<usize>,
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
    drawn: StoredValue<SortedMap<RowId, ArcRwSignal<Row>>>,
    cancel: StoredValue<Cancel, LocalStorage>,
    project: StoredValue<Scope>,
    session: Session,
}

impl Reader {
    /// Starts to read for the page that is being drawn.
    pub fn new(session: Session, project: Scope) -> Self {
        let listing = RwSignal::new(Listing::default());
        let drawn = StoredValue::new(SortedMap::new());
        let followed = match &project {
            Scope::All => Followed::Everywhere,
            Scope::Project(name) => Followed::Project(name.clone()),
        };
        let changed = RefCell::new(Vec::new());
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
        let listing = self.listing;
        let project = self.project.get_value();
        let request = move |token: Option<&str>| -> Request {
            let limit = if token.is_none() {
                FIRST_PAGE_OBJECTS
            } else {
                LIST_PAGE_OBJECTS
            };
            list_streams(project.name(), limit, token)
        };
        spawn_local(async move {
            let client = self.session.client();
            let (mut token, mut tries) = (None, 0);
            let mut intake = Intake::new(self);
            loop {
                if token.is_none() {
                    intake.begin();
                }
                let mut tell = |told| {
                    tries = 0;
                    intake.take(told);
                };
                let read = read_list(&client, &request, &mut token, &left, &mut tell).await;
                let error = match read {
                    Ok(version) => {
                        intake.end();
                        return self.live.start(version);
                    }
                    Err(Error::Cancelled) => return,
                    Err(error) => error,
                };
                // The server keeps a list of one moment for some minutes only.
                let expired = error.code() == 410 && token.take().is_some();
                let wait = wait_milliseconds(&error, tries, clock::jitter());
                let passing = expired || error.is_passing();
                if !expired {
                    intake.show(Some(error));
                }
                if !passing {
                    return;
                }
                clock::sleep(wait).await;
                if left.is_cancelled() || listing.is_disposed() {
                    return;
                }
                tries += 1;
            }
        });
    }

    /// A row to draw, as a signal of its own for as long as it is drawn.
    pub fn row(self, id: RowId) -> Option<ArcRwSignal<Row>> {
        let stream = self
            .listing
            .with_untracked(|listing| listing.table.row(id).cloned())?;
        let row = ArcRwSignal::new(Row {
            stream,
            gone: false,
        });
        let drawn = self.drawn;
        drawn.update_value(|drawn| {
            drawn.insert(id, row.clone());
        });
        on_cleanup(move || {
            drawn.try_update_value(|drawn| drawn.remove(&id));
        });
        Some(row)
    }
}

/// Takes a list in while it is read, and shows how far that is every now and then.
struct Intake {
    reader: Reader,
    changed: Vec<RowId>,
    count: usize,
    malformed: Vec<Malformed>,
    expected: Option<usize>,
    show_at: i64,
    wait: i64,
}

impl Intake {
    fn new(reader: Reader) -> Self {
        Self {
            reader,
            changed: Vec::new(),
            count: 0,
            malformed: Vec::new(),
            expected: None,
            show_at: 0,
            wait: SHOWN_MILLISECONDS,
        }
    }

    /// The list begins, perhaps once more.
    fn begin(&mut self) {
        self.count = 0;
        self.malformed.clear();
        let listing = self.reader.listing;
        listing.try_update_untracked(|listing| listing.table.begin_list());
    }

    fn take(&mut self, told: Told) {
        match told {
            Told::Stream(stream) => {
                self.count += 1;
                let listing = self.reader.listing;
                let changed = listing.try_update_untracked(|listing| listing.table.take(*stream));
                self.changed.extend(changed.flatten());
            }
            Told::Pause => self.show_sometimes(),
            Told::PageEnds(remaining, malformed) => {
                let remaining = remaining.and_then(|number| usize::try_from(number).ok());
                self.expected = remaining.map(|remaining| self.count + remaining);
                let room = MALFORMED_MAX.saturating_sub(self.malformed.len());
                self.malformed.extend(malformed.into_iter().take(room));
                self.show_sometimes();
            }
        }
    }

    fn show_sometimes(&mut self) {
        if clock::milliseconds() >= self.show_at {
            self.show(None);
        }
    }

    /// Shows what was read.
    fn show(&mut self, error: Option<Error>) {
        self.show_at = clock::milliseconds() + self.wait;
        self.wait = (self.wait + self.wait / 2).min(SHOWN_MOST_MILLISECONDS);
        let listing = self.reader.listing;
        let (expected, malformed) = (self.expected, self.malformed.clone());
        listing.try_update(|listing| {
            listing.expected = expected;
            listing.error = error;
            listing.malformed = malformed;
        });
        redraw(
            listing,
            self.reader.drawn,
            std::mem::take(&mut self.changed),
        );
    }

    /// The list ends: what it did not tell of is gone.
    fn end(&mut self) {
        let gone = self.reader.listing.try_update_untracked(|listing| {
            listing.complete = true;
            listing.table.end_list()
        });
        self.changed.extend(gone.unwrap_or_default());
        self.expected = None;
        self.show(None);
    }
}

type Drawn = StoredValue<SortedMap<RowId, ArcRwSignal<Row>>>;

/// Folds news into the rows; draws them once per frame.
fn take_in(news: News, listing: RwSignal<Listing>, drawn: Drawn, changed: &RefCell<Vec<RowId>>) {
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
                let changed = streams.into_iter().filter_map(|stream| table.take(stream));
                changed.collect()
            }
            News::ListEnds => table.end_list(),
            News::ListFailed(error) => {
                // What passes is tried again, and told in the head of the page; so is a list that was
                // forgotten before its end.
                listing.error =
                    Some(error).filter(|error| !error.is_passing() && error.code() != 410);
                Vec::new()
            }
            News::Frame => {
                let changed = std::mem::take(&mut *changed.borrow_mut());
                return Some(changed);
            }
        }
        .into_iter()
        .for_each(|key| {
            changed.borrow_mut().push(key);
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
fn redraw(listing: RwSignal<Listing>, drawn: Drawn, rows: impl IntoIterator<Item = RowId>) {
    for id in rows {
        let Some(Some(row)) = drawn.try_with_value(|drawn| drawn.get(&id).cloned()) else {
            continue;
        };
        let stream = listing.try_with_untracked(|listing| listing.table.row(id).cloned());
        match stream.flatten() {
            Some(stream) => row.set(Row {
                stream,
                gone: false,
            }),
            None => row.update(|row| row.gone = true),
        }
    }
}
