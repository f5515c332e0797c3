//! What a form stands on: the stream as it was served, followed, and the stream of its source.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::form::Form;
use crate::api::error::Error;
use crate::api::fetch::Cancel;
use crate::api::request::{get_stream, get_stream_layers};
use crate::edit::draft::{Action, COPY, DIGEST, Draft};
use crate::edit::field::Field;
use crate::edit::intent::Place;
use crate::edit::plan::Basis;
use crate::edit::preview::{self, Row};
use crate::edit::raw::Served;
use crate::edit::source::effective;
use crate::image::stream::ImageStream;
use crate::image::view::ImageStreamLayers;
use crate::view::browser::clock;
use crate::view::follow::effect;
use crate::view::live::{WatchedStream, watched_stream};
use crate::view::remote::Remote;
use crate::view::session::Session;

/// How long after a keystroke the source stream is read.
const SOURCE_MILLISECONDS: u32 = 300;

/// What a form stands on.
#[derive(Clone, Copy)]
pub struct Ground {
    /// The stream as it is now; none for forms about no stream that exists.
    stream: Option<WatchedStream>,
    /// The state that the preview rests on. A newer one is offered, never slipped under it.
    basis: RwSignal<Option<Arc<Served>>>,
    /// The stream of the source, where that is another.
    pub source: RwSignal<Option<Arc<ImageStream>>>,
    layers: RwSignal<Option<Arc<ImageStreamLayers>>>,
}

impl Ground {
    /// Starts to read for the form that is being drawn.
    pub fn new(session: Session, place: &Place, action: Action) -> Self {
        let about_stream = !matches!(action, Action::CreateStream | Action::CreateSecret)
            && !place.stream.is_empty();
        let (namespace, name) = (place.namespace.as_str(), place.stream.as_str());
        let stream = about_stream.then(|| watched_stream(session, namespace, name));
        let ground = Self {
            stream,
            basis: RwSignal::new(None),
            source: RwSignal::new(None),
            layers: RwSignal::new(None),
        };
        if let Some(WatchedStream { source, .. }) = stream {
            effect(move |_| {
                // Woken just before the page went, it finds nothing and has nothing to do.
                let body = source
                    .state
                    .try_with(|state| state.value().map(|loaded| loaded.body.clone()))
                    .flatten();
                if let Some(body) = body
                    && ground.basis.with_untracked(Option::is_none)
                    && let Ok(served) = Served::parse(&body)
                {
                    ground.basis.set(Some(Arc::new(served)));
                }
            });
        }
        if matches!(action, Action::RollBack) {
            ground.read_layers(session, namespace, name);
        }
        ground
    }

    /// Which images of the stream are gone is known from its layers. Without them, or without the
    /// right to read them, the form only warns less.
    fn read_layers(self, session: Session, namespace: &str, name: &str) {
        let request = get_stream_layers(namespace, name);
        let cancel = StoredValue::new_local(Cancel::new());
        let Some(left) = cancel.try_with_value(Cancel::left) else {
            return;
        };
        spawn_local(async move {
            let read = session
                .client()
                .call::<ImageStreamLayers>(&request, &left)
                .await;
            if let Ok(read) = read {
                self.layers.try_set(Some(Arc::new(read.value)));
            }
        });
    }

    /// Whether the stream is still being read; follows that.
    pub fn is_reading(self) -> bool {
        self.stream.is_some_and(|stream| {
            let pending = stream
                .source
                .state
                .with(|state| state.is_pending() || state.value().is_some());
            pending && self.basis.with(Option::is_none)
        })
    }

    /// Why the stream could not be read; none for one that is there or does not exist.
    pub fn failure(self) -> Option<Error> {
        let stream = self.stream?;
        stream.source.state.with(|state| match state {
            Remote::Failed(error) if !error.is_not_found() => Some(error.clone()),
            _ => None,
        })
    }

    /// Reads the stream again.
    pub fn read(self) {
        if let Some(stream) = self.stream {
            stream.source.read();
        }
    }

    /// Whether the stream exists, as far as is known; follows that.
    pub fn exists(self) -> bool {
        self.basis.with(Option::is_some)
    }

    /// Whether the stream was deleted beneath the form.
    pub fn is_deleted(self) -> bool {
        self.stream
            .is_some_and(|stream| stream.followed.deleted.get())
    }

    /// The state that the form rests on; follows it.
    pub fn basis(self) -> Option<Arc<Served>> {
        self.basis.get()
    }

    /// Lets the form rest on another state.
    pub fn rest_on(self, served: Option<Arc<Served>>) {
        self.basis.set(served);
    }

    /// The present state, where it is not the one that the form rests on; follows both.
    pub fn newer(self) -> Option<Arc<Served>> {
        let basis = self.basis.get()?;
        let version = &basis.view.metadata.resource_version;
        let now = self.stream?.other_than(version)?;
        Served::parse(&now.body).ok().map(Arc::new)
    }

    /// What others changed beneath the form; follows that.
    pub fn changed_beneath(self) -> Option<(Arc<Served>, Vec<Row>)> {
        let newer = self.newer()?;
        let basis = self.basis.get()?;
        let mut rows = preview::rows(Some(&basis.raw), Some(&newer.raw));
        rows.extend(preview::image_rows(&basis.raw, &newer.raw));
        Some((newer, rows))
    }

    /// Gives the basis of plans to a function; follows it.
    pub fn with_basis<T>(self, act: impl FnOnce(Basis<'_>) -> T) -> T {
        let (old, source, layers) = (self.basis.get(), self.source.get(), self.layers.get());
        act(Basis {
            old: old.as_deref(),
            source: source.as_deref(),
            layers: layers.as_deref(),
        })
    }

    /// Reads the stream of the source whenever the form names another.
    pub fn follow_source(self, form: Form) {
        let cancel = StoredValue::new_local(Cancel::new());
        let wanted = Memo::new(move |_| {
            let place = form.place();
            let (namespace, stream) = form.draft.with(|draft| source_of(draft, &place))?;
            let own = namespace == place.namespace && stream == place.stream;
            (!own && !stream.is_empty()).then_some((namespace, stream))
        });
        effect(move |_| {
            let wanted = wanted.get();
            let next = Cancel::new();
            let left = next.left();
            cancel.set_value(next);
            let known = self.source.with_untracked(|source| {
                let metadata = &source.as_ref()?.metadata;
                Some((metadata.namespace.clone(), metadata.name.clone()))
            });
            if known == wanted {
                return;
            }
            self.source.set(None);
            let Some((namespace, stream)) = wanted else {
                return;
            };
            let session = form.session;
            spawn_local(async move {
                clock::sleep(SOURCE_MILLISECONDS).await;
                if left.is_cancelled() {
                    return;
                }
                let request = get_stream(&namespace, &stream);
                let read = session.client().call::<ImageStream>(&request, &left).await;
                if let Ok(read) = read {
                    self.source.try_set(Some(Arc::new(read.value)));
                }
            });
        });
    }
}

/// Project and stream that the source of a form names; none for other kinds of sources. Half a
/// form names them as well.
fn source_of(draft: &Draft, place: &Place) -> Option<(String, String)> {
    if !matches!(draft.text(Field::SourceKind), COPY | DIGEST) {
        return None;
    }
    let (namespace, stream) = effective(
        place,
        draft.text(Field::SourceProject),
        draft.text(Field::SourceStream),
    );
    Some((namespace.to_owned(), stream.to_owned()))
}
