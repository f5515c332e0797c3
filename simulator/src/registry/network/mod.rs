//! Real registries: manifests, configurations and tags over the network.
//!
//! Nothing here knows the cluster: questions come in, answers go out, each within a time limit. Plain HTTP and
//! certificates that nobody vouches for are accepted for insecure imports only.

mod document;
mod session;
mod trouble;

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use futures_util::future::{BoxFuture, join_all};
use tokio::sync::Semaphore;

use self::session::Session;
use super::ahead::{Answer, Question};
use super::{Credentials, PullError};
use crate::host::RegistrySource;

/// How many questions are under way at once: registries limit those who hurry.
const PARALLEL: usize = 6;
/// How long one question may take, from the first connection to the last byte.
const PATIENCE: Duration = Duration::from_secs(30);

/// The registries of the world.
#[derive(Debug)]
pub struct Network {
    places: Semaphore,
    patience: Duration,
}

impl Default for Network {
    fn default() -> Self {
        Self::new()
    }
}

/// Questions of one kind share their connections and their token.
type Group = (String, String, Option<Credentials>, bool);

impl Network {
    /// Ready to ask.
    pub fn new() -> Self {
        Self::with_patience(PATIENCE)
    }

    /// Ready to ask, waiting so long for each answer.
    pub fn with_patience(patience: Duration) -> Self {
        // The process may have chosen its cryptography already; the choice is the same.
        let _ = rustls::crypto::ring::default_provider().install_default();
        Self {
            places: Semaphore::new(PARALLEL),
            patience,
        }
    }

    async fn group(&self, questions: Vec<Question>) -> Vec<(Question, Answer)> {
        let Some(first) = questions.first() else {
            return Vec::new();
        };
        let session = self.limited(Session::open(first)).await;
        let answers = questions.into_iter().map(|question| {
            let session = session.clone();
            async move {
                let asked = async { session?.answer(&question).await };
                let subject = question.subject;
                let answer = self
                    .limited(asked)
                    .await
                    .unwrap_or_else(|error| Answer::failure(subject, error));
                (question, answer)
            }
        });
        join_all(answers).await
    }

    /// Waits for a free place first, then for the answer; only the answer is timed.
    async fn limited<T>(
        &self,
        work: impl Future<Output = Result<T, PullError>>,
    ) -> Result<T, PullError> {
        let _place = self.places.acquire().await;
        tokio::time::timeout(self.patience, work)
            .await
            .unwrap_or(Err(PullError::Timeout))
    }
}

impl RegistrySource for Network {
    fn answers(&self, questions: BTreeSet<Question>) -> BoxFuture<'_, Vec<(Question, Answer)>> {
        let mut groups: BTreeMap<Group, Vec<Question>> = BTreeMap::new();
        for question in questions {
            let key = (
                question.reference.registry.clone(),
                question.reference.repository(),
                question.credentials.clone(),
                question.insecure,
            );
            groups.entry(key).or_default().push(question);
        }
        Box::pin(async move {
            let answers = groups.into_values().map(|questions| self.group(questions));
            join_all(answers).await.into_iter().flatten().collect()
        })
    }
}
