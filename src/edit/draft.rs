//! A form while it is filled in: texts at fields, perhaps wrong or missing, and what they mean.

use super::check::{Reason, Refusal, Refusals};
use super::field::Field;
use super::intent::{
    DigestChoice, Edits, First, HistoryChoice, ImportMode, Intent, Place, ReferencePolicy,
    SourceChoice, TagChoice, TagOptions, Which,
};
use crate::text::sorted_map::SortedMap;

/// What a form is for. One for each kind of [`Intent`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Makes a stream.
    CreateStream,
    /// Adds a tag.
    AddTag,
    /// Points a tag elsewhere.
    Retarget,
    /// Changes a tag's options.
    SetOptions,
    /// Switches schedules.
    Schedule,
    /// Imports again.
    ImportAgain,
    /// Rolls back.
    RollBack,
    /// Deletes tags.
    DeleteTags,
    /// Deletes the stream.
    DeleteStream,
    /// Switches image lookup.
    SetLookup,
    /// Changes labels.
    SetLabels,
    /// Changes annotations of the stream.
    SetAnnotations,
    /// Changes annotations of a tag.
    SetTagAnnotations,
    /// Makes a secret.
    CreateSecret,
    /// Imports a repository.
    ImportRepository,
    /// Looks at an image.
    LookAtImage,
    /// Looks at a repository.
    LookAtRepository,
}

impl Action {
    /// All actions with their words for addresses, which never change.
    pub const WORDS: [(Self, &'static str); 17] = [
        (Self::CreateStream, "create"),
        (Self::AddTag, "add-tag"),
        (Self::Retarget, "retarget"),
        (Self::SetOptions, "options"),
        (Self::Schedule, "schedule"),
        (Self::ImportAgain, "import-again"),
        (Self::RollBack, "roll-back"),
        (Self::DeleteTags, "delete-tags"),
        (Self::DeleteStream, "delete"),
        (Self::SetLookup, "lookup"),
        (Self::SetLabels, "labels"),
        (Self::SetAnnotations, "annotations"),
        (Self::SetTagAnnotations, "tag-annotations"),
        (Self::CreateSecret, "create-secret"),
        (Self::ImportRepository, "import-repository"),
        (Self::LookAtImage, "look-at-image"),
        (Self::LookAtRepository, "look-at-repository"),
    ];

    /// The word for addresses.
    pub fn word(self) -> &'static str {
        Self::WORDS
            .iter()
            .find(|(action, _)| *action == self)
            .map_or("", |(_, word)| word)
    }

    /// The action of a word.
    pub fn of_word(word: &str) -> Option<Self> {
        Self::WORDS
            .iter()
            .find(|(_, known)| *known == word)
            .map(|(action, _)| *action)
    }
}

/// A form: what it is for, and its texts. Switches hold `true`, `false` or nothing, which means
/// "as it is"; maps hold `key=value`, or `key-` to take a key away. There is no password in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// What it is for.
    pub action: Action,
    pub(super) texts: SortedMap<Field, Vec<String>>,
}

/// The word in [`Field::SourceKind`] for the image that another tag has now.
pub const COPY: &str = "tag";
/// The word for another tag that is followed.
pub const FOLLOW: &str = "follow";
/// The word for a digest.
pub const DIGEST: &str = "digest";
/// The word for an image in a registry.
pub const EXTERNAL: &str = "image";
/// The word for a whole repository in a registry.
pub const REPOSITORY: &str = "repository";
/// The word in [`Field::Tags`] for all tags that come from a registry.
pub const ALL: &str = "*";

impl Draft {
    /// An empty form.
    pub fn new(action: Action) -> Self {
        Self {
            action,
            texts: SortedMap::new(),
        }
    }

    /// The text of a field; empty when there is none.
    pub fn text(&self, field: Field) -> &str {
        self.texts
            .get(&field)
            .and_then(|texts| texts.first())
            .map_or("", String::as_str)
    }

    /// All texts of a field.
    pub fn texts(&self, field: Field) -> &[String] {
        self.texts.get(&field).map_or(&[], Vec::as_slice)
    }

    /// Sets the text of a field; an empty one takes it away. Passwords have no place here.
    pub fn set(&mut self, field: Field, text: &str) {
        let texts = if text.is_empty() {
            Vec::new()
        } else {
            vec![text.to_owned()]
        };
        self.set_all(field, texts);
    }

    /// Sets all texts of a field.
    pub fn set_all(&mut self, field: Field, texts: Vec<String>) {
        if texts.is_empty() || field.word().is_none() {
            self.texts.remove(&field);
        } else {
            self.texts.insert(field, texts);
        }
    }

    /// The stream that the form is about: the one it names, where it makes one, else `stream`.
    pub fn place(&self, namespace: &str, stream: &str) -> Place {
        match self.action {
            Action::CreateStream => Place::new(namespace, self.text(Field::Stream)),
            _ => Place::new(namespace, stream),
        }
    }

    /// What the form means, or where it cannot be understood. Whether it can be done is
    /// [`super::plan::plan`]'s to say.
    pub fn intent(&self) -> Result<Intent, Vec<Refusal>> {
        let mut refusals = Refusals::default();
        let intent = self.read(&mut refusals);
        refusals.or(intent)
    }

    fn read(&self, refusals: &mut Refusals) -> Intent {
        let owned = |field| self.text(field).to_owned();
        let tag = || owned(Field::Tag);
        match self.action {
            Action::CreateStream => Intent::CreateStream {
                first: self.first(refusals),
                lookup: self.flag(Field::Lookup, refusals).unwrap_or_default(),
                labels: self.edits(Field::Labels),
                annotations: self.edits(Field::Annotations),
            },
            Action::AddTag => Intent::AddTag {
                tag: tag(),
                source: self.source(refusals),
                options: self.options(refusals),
            },
            Action::Retarget => Intent::Retarget {
                tag: tag(),
                source: self.source(refusals),
                options: self.options(refusals),
            },
            Action::SetOptions => Intent::SetOptions {
                tag: tag(),
                options: self.options(refusals),
            },
            Action::Schedule => Intent::Schedule {
                tags: self.texts(Field::Tags).to_vec(),
                on: self.on(refusals),
            },
            Action::ImportAgain => Intent::ImportAgain(match self.texts(Field::Tags) {
                [all] if all == ALL => Which::All,
                tags => Which::Tags(tags.to_vec()),
            }),
            Action::RollBack => Intent::RollBack {
                tag: tag(),
                to: self.history(refusals),
                unschedule: self.flag(Field::Unschedule, refusals).unwrap_or_default(),
            },
            Action::DeleteTags => Intent::DeleteTags {
                tags: self.texts(Field::Tags).to_vec(),
            },
            Action::DeleteStream => Intent::DeleteStream {
                confirmation: owned(Field::Confirmation),
            },
            Action::SetLookup => Intent::SetLookup {
                on: self.on(refusals),
            },
            Action::SetLabels => Intent::SetLabels {
                edits: self.edits(Field::Labels),
            },
            Action::SetAnnotations => Intent::SetAnnotations {
                edits: self.edits(Field::Annotations),
            },
            Action::SetTagAnnotations => Intent::SetTagAnnotations {
                tag: tag(),
                edits: self.edits(Field::Annotations),
            },
            Action::CreateSecret => Intent::CreateSecret {
                name: owned(Field::Secret),
                host: owned(Field::Host),
                user: owned(Field::User),
            },
            Action::ImportRepository => Intent::ImportRepository {
                repository: owned(Field::Repository),
                options: self.options(refusals),
            },
            Action::LookAtImage => Intent::LookAtImage {
                image: owned(Field::Image),
                options: self.options(refusals),
            },
            Action::LookAtRepository => Intent::LookAtRepository {
                repository: owned(Field::Repository),
                options: self.options(refusals),
            },
        }
    }

    fn first(&self, refusals: &mut Refusals) -> First {
        match self.text(Field::SourceKind) {
            "" => First::Nothing,
            REPOSITORY => First::Repository {
                repository: self.text(Field::Repository).to_owned(),
                options: self.options_without_annotations(refusals),
            },
            _ => First::Tag {
                tag: self.text(Field::Tag).to_owned(),
                source: self.source(refusals),
                options: self.options_without_annotations(refusals),
            },
        }
    }

    fn source(&self, refusals: &mut Refusals) -> SourceChoice {
        let owned = |field| self.text(field).to_owned();
        match self.text(Field::SourceKind) {
            COPY => SourceChoice::CopyTag(TagChoice {
                namespace: owned(Field::SourceProject),
                stream: owned(Field::SourceStream),
                tag: owned(Field::SourceTag),
            }),
            FOLLOW => SourceChoice::FollowTag {
                tag: owned(Field::SourceTag),
            },
            DIGEST => SourceChoice::Digest(DigestChoice {
                namespace: owned(Field::SourceProject),
                stream: owned(Field::SourceStream),
                digest: owned(Field::Digest),
            }),
            kind => {
                let reason = if kind.is_empty() {
                    Reason::Empty
                } else {
                    Reason::UnknownWord
                };
                refusals.unless(kind == EXTERNAL, Field::SourceKind, reason);
                SourceChoice::External {
                    image: owned(Field::Image),
                }
            }
        }
    }

    fn history(&self, refusals: &mut Refusals) -> HistoryChoice {
        match self.text(Field::History) {
            "" => HistoryChoice::Digest(self.text(Field::Digest).to_owned()),
            entry => {
                let entry = entry.parse::<usize>();
                refusals.unless(entry.is_ok(), Field::History, Reason::UnknownWord);
                HistoryChoice::Entry(entry.unwrap_or_default())
            }
        }
    }

    fn options_without_annotations(&self, refusals: &mut Refusals) -> TagOptions {
        TagOptions {
            scheduled: self.flag(Field::Scheduled, refusals),
            insecure: self.flag(Field::Insecure, refusals),
            reference: self.flag(Field::Reference, refusals),
            reference_policy: self.word(Field::ReferencePolicy, ReferencePolicy::of_word, refusals),
            import_mode: self.word(Field::ImportMode, ImportMode::of_word, refusals),
            annotations: Edits::new(),
        }
    }

    fn options(&self, refusals: &mut Refusals) -> TagOptions {
        let annotations = self.edits(Field::Annotations);
        TagOptions {
            annotations,
            ..self.options_without_annotations(refusals)
        }
    }

    fn word<T>(
        &self,
        field: Field,
        of_word: fn(&str) -> Option<T>,
        refusals: &mut Refusals,
    ) -> Option<T> {
        let text = self.text(field);
        let value = of_word(text);
        refusals.unless(
            text.is_empty() || value.is_some(),
            field,
            Reason::UnknownWord,
        );
        value
    }

    fn flag(&self, field: Field, refusals: &mut Refusals) -> Option<bool> {
        self.word(field, |text| text.parse().ok(), refusals)
    }

    fn on(&self, refusals: &mut Refusals) -> bool {
        let on = self.flag(Field::On, refusals);
        refusals.unless(!self.text(Field::On).is_empty(), Field::On, Reason::Empty);
        on.unwrap_or_default()
    }

    fn edits(&self, field: Field) -> Edits {
        let edit = |text: &String| match text.split_once('=') {
            Some((key, value)) => (key.to_owned(), Some(value.to_owned())),
            None => match text.strip_suffix('-') {
                Some(key) => (key.to_owned(), None),
                // Typed without a value as yet.
                None => (text.clone(), Some(String::new())),
            },
        };
        self.texts(field).iter().map(edit).collect()
    }
}
