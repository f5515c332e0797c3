//! Words for how a tag stands and how it is treated. Filters know them in every language, and links
//! carry them, so they never change.

use super::tag_rows::Badges;
use crate::image::tag_state::{TagPhase, TagState};

/// One word. Several can be true of a tag at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StateWord {
    /// The last import failed.
    Failing,
    /// An import is to come or under way.
    Importing,
    /// A source in a registry that has never given an image.
    NeverImported,
    /// It follows a tag or image that has none.
    Dangling,
    /// Neither source nor image.
    NoImage,
    /// It has the image that was asked for.
    UpToDate,
    /// Not imported on purpose.
    Reference,
    /// Imported again periodically.
    Scheduled,
    /// Imported over plain HTTP or without checking certificates.
    Insecure,
    /// Consumers get the integrated registry.
    Local,
    /// The whole manifest list is kept.
    PreserveOriginal,
    /// It follows another tag of its stream.
    Alias,
    /// Its image was pushed.
    Pushed,
}

impl StateWord {
    /// Every word, in the order of suggestions: what needs somebody comes first.
    pub const ALL: [Self; 13] = [
        Self::Failing,
        Self::NeverImported,
        Self::Importing,
        Self::Dangling,
        Self::NoImage,
        Self::Scheduled,
        Self::Insecure,
        Self::Pushed,
        Self::Alias,
        Self::Reference,
        Self::Local,
        Self::PreserveOriginal,
        Self::UpToDate,
    ];

    /// The word itself.
    pub fn id(self) -> &'static str {
        match self {
            Self::Failing => TagPhase::Failed.id(),
            Self::Importing => TagPhase::Importing.id(),
            Self::NeverImported => TagPhase::NeverImported.id(),
            Self::Dangling => TagPhase::Dangling.id(),
            Self::NoImage => TagPhase::NoImage.id(),
            Self::UpToDate => TagPhase::UpToDate.id(),
            Self::Reference => TagPhase::Reference.id(),
            Self::Scheduled => "scheduled",
            Self::Insecure => "insecure",
            Self::Local => "local",
            Self::PreserveOriginal => "preserve-original",
            Self::Alias => "alias",
            Self::Pushed => "pushed",
        }
    }

    fn of_phase(phase: TagPhase) -> Self {
        match phase {
            TagPhase::Failed => Self::Failing,
            TagPhase::Importing => Self::Importing,
            TagPhase::NeverImported => Self::NeverImported,
            TagPhase::Dangling => Self::Dangling,
            TagPhase::NoImage => Self::NoImage,
            TagPhase::Reference => Self::Reference,
            TagPhase::UpToDate => Self::UpToDate,
        }
    }
}

/// So many letters must be typed before a state is meant.
const LETTERS_MIN: usize = 3;

/// A set of words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StateWords(u16);

impl StateWords {
    /// The words that are true of a tag.
    pub fn of(state: &TagState, badges: Badges, pushed: bool) -> Self {
        let mut words = Self::default();
        words.put(StateWord::of_phase(state.phase));
        let more = [
            (state.importing, StateWord::Importing),
            (state.never_imported, StateWord::NeverImported),
            (state.alias_of.is_some(), StateWord::Alias),
            (pushed, StateWord::Pushed),
            (badges.scheduled, StateWord::Scheduled),
            (badges.insecure, StateWord::Insecure),
            (badges.reference, StateWord::Reference),
            (badges.local_policy, StateWord::Local),
            (badges.preserve_original, StateWord::PreserveOriginal),
        ];
        for (holds, word) in more {
            if holds {
                words.put(word);
            }
        }
        words
    }

    /// The words that a typed word is, or begins; of `never-imported`, `imported` is a word as well.
    /// What is shorter than three letters means none: it would be in too many.
    pub fn meant_by(typed: &str) -> Self {
        let mut words = Self::default();
        let begins =
            |id: &str| id.starts_with(typed) || id.split('-').any(|part| part.starts_with(typed));
        for word in StateWord::ALL {
            if typed.len() >= LETTERS_MIN && begins(word.id()) {
                words.put(word);
            }
        }
        words
    }

    /// Adds a word.
    pub fn put(&mut self, word: StateWord) {
        self.0 |= 1 << word as u16;
    }

    /// Adds the words of another set.
    pub fn join(&mut self, other: Self) {
        self.0 |= other.0;
    }

    /// Whether a word is in it.
    pub fn has(self, word: StateWord) -> bool {
        self.0 & (1 << word as u16) != 0
    }

    /// Whether every word is in the other set, too.
    pub fn within(self, other: Self) -> bool {
        self.0 & !other.0 == 0
    }

    /// Whether some word is in both.
    pub fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}
