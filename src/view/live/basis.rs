//! What a form is based upon, kept in view until the form is sent: that the stream changed, or went
//! away, beneath a form is known before it is sent.

use std::sync::Arc;

use leptos::prelude::*;

use super::LiveStream;
use super::stream::follow_at_once;
use crate::api::meta::ResourceVersion;
use crate::api::request::get_stream;
use crate::image::stream::ImageStream;
use crate::view::remote::{Loaded, Source};
use crate::view::session::Session;

/// A stream that is read and followed by one watch.
#[derive(Clone, Copy)]
pub struct WatchedStream {
    /// The latest state. Its `body` is the JSON as the server wrote it, with the fields that the
    /// app knows nothing of: what a patch is computed from.
    pub source: Source<ImageStream>,
    /// How true it is, and whether the stream was deleted.
    pub followed: LiveStream,
}

/// Reads a stream and follows it until the page or part that is being drawn is left. Whoever may
/// not watch has what was read.
pub fn watched_stream(session: Session, namespace: &str, name: &str) -> WatchedStream {
    let source = Source::unread(session, get_stream(namespace, name));
    let followed = follow_at_once(session, source, namespace, name);
    WatchedStream { source, followed }
}

impl WatchedStream {
    /// The present state, where it is another than that of this version; follows the stream. Of
    /// one that was deleted, this is the last state that was told.
    pub fn other_than(self, version: &ResourceVersion) -> Option<Arc<Loaded<ImageStream>>> {
        self.source.state.with(|state| {
            let loaded = state.value()?;
            let now = &loaded.decoded.value.metadata.resource_version;
            (now != version).then(|| loaded.clone())
        })
    }
}
