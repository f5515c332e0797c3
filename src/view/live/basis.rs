//! What a form is based upon, kept in view until the form is sent: that the stream changed, or went
//! away, beneath a form is known before it is sent.

#![allow(dead_code, reason = "for the forms, whose pages come one by one")]

use leptos::prelude::*;

use super::{LiveStream, follow_stream};
use crate::api::meta::ResourceVersion;
use crate::api::request::get_stream;
use crate::image::stream::ImageStream;
use crate::view::remote::Source;
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

/// What became of the state that a form was filled from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Since {
    /// It is the present one, as far as is known.
    Same,
    /// There is a newer one.
    Changed,
    /// The stream was deleted.
    Deleted,
}

/// Reads a stream and follows it until the page or part that is being drawn is left. Whoever may
/// not watch has what was read.
pub fn watched_stream(session: Session, namespace: &str, name: &str) -> WatchedStream {
    let source = Source::unread(session, get_stream(namespace, name));
    let followed = follow_stream(session, source, namespace, name, |_, _| true);
    WatchedStream { source, followed }
}

impl WatchedStream {
    /// What became of the state of this version; follows the stream.
    pub fn since(self, version: &ResourceVersion) -> Since {
        if self.followed.deleted.get() {
            return Since::Deleted;
        }
        let same = self.source.state.with(|state| {
            state
                .value()
                .is_none_or(|loaded| loaded.decoded.value.metadata.resource_version == *version)
        });
        if same { Since::Same } else { Since::Changed }
    }
}
