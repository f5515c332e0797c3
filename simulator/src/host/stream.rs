//! Bodies that are streams: watches, and answers that break off.

use std::io;

use axum::body::{Body, Bytes};
use futures_util::stream::{self, StreamExt};
use tokio::sync::watch;

use super::{SharedCluster, until};
use crate::cluster::WatchId;

/// The events of a watch as they happen, until it ends or the client goes away.
pub(super) fn body(shared: SharedCluster, id: WatchId) -> Body {
    let version = shared.inner.version.subscribe();
    let watch = OpenWatch {
        shared,
        id,
        version,
    };
    let chunks = stream::unfold(Some(watch), |watch| async move {
        let mut watch = watch?;
        loop {
            watch.version.borrow_and_update();
            let now = watch.shared.now();
            let frames = watch.shared.lock().poll(watch.id, now);
            let chunk = Bytes::from(frames.frames.concat());
            if !frames.open {
                return (!chunk.is_empty()).then_some((chunk, None));
            }
            if !chunk.is_empty() {
                return Some((chunk, Some(watch)));
            }
            tokio::select! {
                () = tokio::time::sleep(until(now, frames.wake)) => {}
                changed = watch.version.changed() => if changed.is_err() { return None },
            }
        }
    });
    Body::from_stream(chunks.map(Ok::<_, io::Error>))
}

/// The first half of a body, and then the end of the connection.
pub(super) fn cut(mut whole: Vec<u8>) -> Body {
    whole.truncate(whole.len() / 2);
    let half = Ok(Bytes::from(whole));
    let end = Err(io::Error::new(
        io::ErrorKind::ConnectionReset,
        "the answer breaks off",
    ));
    // The half has to reach the client before the connection goes: an error in the same turn
    // would drop what is not yet flushed.
    let later = stream::once(async move {
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        end
    });
    Body::from_stream(stream::iter([half]).chain(later))
}

/// An open watch; the cluster forgets it when the connection drops its body.
struct OpenWatch {
    shared: SharedCluster,
    id: WatchId,
    version: watch::Receiver<u64>,
}

impl Drop for OpenWatch {
    fn drop(&mut self) {
        self.shared.lock().close(self.id);
    }
}
