//! Registries whose answers are fetched before the cluster needs them.
//!
//! The cluster never waits: whoever hosts it asks it to do something, and when it turns out that this needs the word
//! of a registry, nothing is done and the question is noted. The host finds the answer without holding the cluster,
//! and asks the cluster again with the answer at hand. Answers live as long as one such [`Turn`], so that nothing is
//! ever answered from an older memory.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use serde_json::json;

use super::blueprint::ResolvedImage;
use super::catalogue::BuiltIn;
use super::failure::PullError;
use super::reference::ImageReference;
use super::{Access, Credentials, Registry};

/// What is asked about a reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// The image behind it; with `whole`, also the images that a manifest list points at.
    Image {
        /// Whether the images of a manifest list are wanted too.
        whole: bool,
    },
    /// The tags of its repository.
    Tags,
}

/// A question to a registry, with everything the answer depends on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Question {
    /// What is asked.
    pub subject: Subject,
    /// The reference, with the client's defaults filled in.
    pub reference: ImageReference,
    /// The credentials to send.
    pub credentials: Option<Credentials>,
    /// Whether plain HTTP and unverified certificates are acceptable.
    pub insecure: bool,
}

/// What a registry said.
#[derive(Clone, Debug)]
pub enum Answer {
    /// To a question for an image.
    Image(Result<ResolvedImage, PullError>),
    /// To a question for tags.
    Tags(Result<Vec<String>, PullError>),
}

impl Answer {
    /// The same failure for either subject.
    pub fn failure(subject: Subject, error: PullError) -> Self {
        match subject {
            Subject::Image { .. } => Self::Image(Err(error)),
            Subject::Tags => Self::Tags(Err(error)),
        }
    }
}

/// One attempt to do something with the cluster: the answers at hand, and the questions that came up beyond them.
#[derive(Debug, Default)]
pub struct Turn {
    /// The answers at hand.
    pub answers: BTreeMap<Question, Answer>,
    /// What was asked and could not be answered.
    pub asked: BTreeSet<Question>,
    /// There will be no further attempt: what is not known counts as not answered in time.
    pub is_last: bool,
}

/// Made-up registries answer from their tables, all others from the turn at hand.
#[derive(Debug, Default)]
pub struct Ahead {
    built_in: BuiltIn,
    turn: Mutex<Turn>,
}

impl Ahead {
    /// Puts the answers of a turn at hand. Turns follow each other: the host holds the cluster meanwhile.
    pub fn begin(&self, turn: Turn) {
        *self.turn() = turn;
    }

    /// Takes the turn away, with the questions that came up.
    pub fn end(&self) -> Turn {
        std::mem::take(&mut *self.turn())
    }

    fn turn(&self) -> MutexGuard<'_, Turn> {
        self.turn.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn ask(
        &self,
        subject: Subject,
        reference: &ImageReference,
        access: Access<'_>,
    ) -> Result<Answer, PullError> {
        let question = Question {
            subject,
            reference: reference.with_client_defaults(),
            credentials: access.credentials.cloned(),
            insecure: access.insecure,
        };
        let mut turn = self.turn();
        if let Some(answer) = turn.answers.get(&question) {
            return Ok(answer.clone());
        }
        if turn.is_last {
            return Err(PullError::Timeout);
        }
        turn.asked.insert(question);
        Err(PullError::NotKnownYet)
    }
}

impl Registry for Ahead {
    fn manifest(
        &self,
        reference: &ImageReference,
        access: Access<'_>,
    ) -> Result<ResolvedImage, PullError> {
        if is_made_up(reference) {
            return self.built_in.manifest(reference, access);
        }
        let subject = Subject::Image {
            whole: access.whole,
        };
        match self.ask(subject, reference, access)? {
            Answer::Image(answer) => answer.map(|image| dated(image, access.now)),
            Answer::Tags(_) => Err(PullError::NotKnownYet),
        }
    }

    fn tags(
        &self,
        repository: &ImageReference,
        access: Access<'_>,
    ) -> Result<Vec<String>, PullError> {
        if is_made_up(repository) {
            return self.built_in.tags(repository, access);
        }
        match self.ask(Subject::Tags, repository, access)? {
            Answer::Tags(answer) => answer,
            Answer::Image(_) => Err(PullError::NotKnownYet),
        }
    }
}

/// A manifest list has no date of its own: the server notes when it was read.
fn dated(mut image: ResolvedImage, now: Timestamp) -> ResolvedImage {
    if image.image["dockerImageManifests"].is_array() {
        image.image["dockerImageMetadata"]["Created"] =
            json!(now.strftime("%Y-%m-%dT%H:%M:%SZ").to_string());
    }
    image.children = image
        .children
        .into_iter()
        .map(|child| dated(child, now))
        .collect();
    image
}

/// Whether only the built-in tables can know a repository: its host is one of the names that are reserved for
/// examples, or it belongs to the company that the demo tells of.
pub fn is_made_up(reference: &ImageReference) -> bool {
    let full = reference.with_client_defaults();
    let host = full.registry.split(':').next().unwrap_or_default();
    host == "example.com"
        || host.ends_with(".example.com")
        || (host == "quay.io" && full.namespace == "acme")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a panic is the test's failure")]
    use super::*;

    const ACCESS: Access<'static> = Access {
        credentials: None,
        insecure: false,
        whole: false,
        now: Timestamp::UNIX_EPOCH,
    };

    fn reference(text: &str) -> ImageReference {
        ImageReference::parse(text).unwrap()
    }

    #[test]
    fn a_question_is_noted_once_and_its_answer_lasts_for_the_turn() {
        let ahead = Ahead::default();
        let python = reference("python");
        for _ in 0..2 {
            let unknown = ahead.tags(&python, ACCESS);
            assert_eq!(unknown, Err(PullError::NotKnownYet));
        }
        let mut turn = ahead.end();
        assert_eq!(turn.asked.len(), 1);
        let question = turn.asked.pop_first().unwrap();
        assert_eq!(
            question.reference.exact(),
            "docker.io/library/python:latest"
        );
        let tags = vec!["3.6.0".to_owned()];
        turn.answers
            .insert(question, Answer::Tags(Ok(tags.clone())));
        ahead.begin(turn);
        assert_eq!(ahead.tags(&python, ACCESS), Ok(tags));
        assert!(ahead.end().asked.is_empty());
        assert_eq!(
            ahead.tags(&python, ACCESS),
            Err(PullError::NotKnownYet),
            "the next turn asks again"
        );
    }

    #[test]
    fn answers_belong_to_the_credentials_they_were_given_for() {
        let ahead = Ahead::default();
        let question = Question {
            subject: Subject::Tags,
            reference: reference("quay.io/team/app:latest"),
            credentials: Some(Credentials {
                username: "robot".to_owned(),
                password: "secret".to_owned(),
            }),
            insecure: false,
        };
        let answers = [(question, Answer::Tags(Ok(Vec::new())))].into();
        ahead.begin(Turn {
            answers,
            is_last: true,
            ..Turn::default()
        });
        let anonymous = ahead.tags(&reference("quay.io/team/app"), ACCESS);
        assert_eq!(anonymous, Err(PullError::Timeout), "nobody else's answer");
    }

    #[test]
    fn what_is_made_up_is_answered_by_the_tables() {
        let ahead = Ahead::default();
        for text in [
            "quay.io/acme/ruby:3.3",
            "plain.example.com:5000/team/web:v1",
            "down.example.com:5000/x/y:1",
        ] {
            let answer = ahead.manifest(&reference(text), ACCESS);
            assert_ne!(answer, Err(PullError::NotKnownYet), "{text}");
        }
        assert!(ahead.end().asked.is_empty());
        for text in [
            "docker.io/python:3.6.0",
            "quay.io/sclorg/ruby-33-c9s",
            "notexample.com/x:1",
        ] {
            assert!(!is_made_up(&reference(text)), "{text}");
        }
    }
}
