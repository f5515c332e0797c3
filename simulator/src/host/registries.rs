//! Registries that are asked while nobody holds the cluster.

use std::collections::BTreeSet;
use std::sync::Arc;

use futures_util::future::BoxFuture;
use jiff::Timestamp;

use super::SharedCluster;
use crate::cluster::Cluster;
use crate::registry::Catalogue;
use crate::registry::ahead::{Ahead, Answer, Question, Turn};

/// How often the cluster is asked to do one thing before what is still unknown counts as not answered in time. An
/// import of a repository needs three attempts (tags, manifest lists, the images chosen from them), one more when the
/// credentials are wrong, and each leads to one more in which nothing is unknown.
const ATTEMPTS: usize = 8;

/// Where answers come from that the cluster does not have.
pub trait RegistrySource: Send + Sync {
    /// Answers every question; a source limits the time that takes.
    fn answers(&self, questions: BTreeSet<Question>) -> BoxFuture<'_, Vec<(Question, Answer)>>;
}

/// The two ends of the way between the cluster and the source.
pub(super) struct Outside {
    ahead: Arc<Ahead>,
    source: Arc<dyn RegistrySource>,
}

impl SharedCluster {
    /// Lets imports read this source; what is made up remains in the built-in catalogue. The first source stays.
    pub fn read_registries(&self, source: Arc<dyn RegistrySource>) {
        let ahead = Arc::new(Ahead::default());
        let outside = Outside {
            ahead: Arc::clone(&ahead),
            source,
        };
        if self.inner.registries.set(outside).is_ok() {
            self.lock().registries = Catalogue::of(ahead);
        }
    }

    /// Does something that may need the word of registries, again with their answers until nothing is unknown. What
    /// the cluster does before it knows must leave no trace.
    pub(super) async fn settled<T>(&self, act: impl Fn(&mut Cluster, Timestamp) -> T) -> T {
        let Some(outside) = self.inner.registries.get() else {
            let now = self.now();
            return act(&mut self.lock(), now);
        };
        let mut turn = Turn::default();
        let mut attempt = 0;
        loop {
            attempt += 1;
            turn.is_last = attempt >= ATTEMPTS;
            let now = self.now();
            let outcome = {
                let mut cluster = self.lock();
                outside.ahead.begin(turn);
                let outcome = act(&mut cluster, now);
                turn = outside.ahead.end();
                outcome
            };
            if turn.asked.is_empty() {
                return outcome;
            }
            let asked = std::mem::take(&mut turn.asked);
            turn.answers.extend(outside.source.answers(asked).await);
        }
    }
}
