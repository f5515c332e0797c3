//! What someone wants to change.

use std::collections::BTreeMap;

/// The stream that an intent is about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// Project.
    pub namespace: String,
    /// Name of the stream; empty for what is about a project.
    pub stream: String,
}

impl Place {
    /// A stream of a project.
    pub fn new(namespace: &str, stream: &str) -> Self {
        Self {
            namespace: namespace.to_owned(),
            stream: stream.to_owned(),
        }
    }
}

/// Keys with their new values; `None` takes a key away. Keys that are not named stay.
pub type Edits = BTreeMap<String, Option<String>>;

/// One wish. It changes nothing until it has become a plan, and the plan was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Intent {
    /// Makes a stream.
    CreateStream {
        /// What it starts with.
        first: First,
        /// Whether short names of workloads mean it.
        lookup: bool,
        /// Labels.
        labels: Edits,
        /// Annotations.
        annotations: Edits,
    },
    /// Adds a tag; makes the stream if there is none.
    AddTag {
        /// Name of the tag.
        tag: String,
        /// Where its image comes from.
        source: SourceChoice,
        /// Everything else about it; what is not said is off, or as the cluster has it.
        options: TagOptions,
    },
    /// Points an existing tag to another source.
    Retarget {
        /// Name of the tag.
        tag: String,
        /// The new source.
        source: SourceChoice,
        /// What else changes; what is not said stays.
        options: TagOptions,
    },
    /// Changes a tag, but not its source.
    SetOptions {
        /// Name of the tag.
        tag: String,
        /// What changes; what is not said stays.
        options: TagOptions,
    },
    /// Switches periodic imports.
    Schedule {
        /// Names of the tags.
        tags: Vec<String>,
        /// On or off.
        on: bool,
    },
    /// Imports now, with everything kept as it is.
    ImportAgain(Which),
    /// Pins a tag to an image that the stream had before.
    RollBack {
        /// Name of the tag.
        tag: String,
        /// Which image.
        to: HistoryChoice,
        /// That the tag's schedule ends. A pinned tag cannot have one.
        unschedule: bool,
    },
    /// Deletes tags with their histories.
    DeleteTags {
        /// Names of the tags.
        tags: Vec<String>,
    },
    /// Deletes the stream.
    DeleteStream {
        /// Its name, typed to confirm.
        confirmation: String,
    },
    /// Switches whether short names of workloads mean this stream.
    SetLookup {
        /// On or off.
        on: bool,
    },
    /// Changes labels of the stream.
    SetLabels {
        /// What changes.
        edits: Edits,
    },
    /// Changes annotations of the stream.
    SetAnnotations {
        /// What changes.
        edits: Edits,
    },
    /// Changes annotations of a tag, its description among them.
    SetTagAnnotations {
        /// Name of the tag.
        tag: String,
        /// What changes.
        edits: Edits,
    },
    /// Makes a secret for a registry. The password comes only when it is sent.
    CreateSecret {
        /// Name of the secret.
        name: String,
        /// Host of the registry, with its port.
        host: String,
        /// User.
        user: String,
    },
    /// Imports the tags of an external repository.
    ImportRepository {
        /// The repository, without tag and digest.
        repository: String,
        /// How.
        options: TagOptions,
    },
    /// Asks a registry about an image. Stores nothing.
    LookAtImage {
        /// Pull spec.
        image: String,
        /// How.
        options: TagOptions,
    },
    /// Asks a registry about a repository and its tags. Stores nothing.
    LookAtRepository {
        /// The repository, without tag and digest.
        repository: String,
        /// How.
        options: TagOptions,
    },
}

/// What a new stream starts with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum First {
    /// Nothing.
    Nothing,
    /// One tag.
    Tag {
        /// Its name.
        tag: String,
        /// Its source.
        source: SourceChoice,
        /// Everything else about it.
        options: TagOptions,
    },
    /// The tags of an external repository.
    Repository {
        /// The repository, without tag and digest.
        repository: String,
        /// How they are imported.
        options: TagOptions,
    },
}

/// Where a tag gets its image from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SourceChoice {
    /// The image that another tag has now.
    CopyTag(TagChoice),
    /// Whatever another tag of the stream has at any time: an alias.
    FollowTag {
        /// The tag, of the same stream.
        tag: String,
    },
    /// An image of a stream's history.
    Digest(DigestChoice),
    /// An image in a registry.
    External {
        /// Pull spec.
        image: String,
    },
}

/// A tag, perhaps of another stream. Empty parts mean the stream at hand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TagChoice {
    /// Project.
    pub namespace: String,
    /// Stream.
    pub stream: String,
    /// Tag.
    pub tag: String,
}

/// An image of a stream. Empty parts mean the stream at hand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DigestChoice {
    /// Project.
    pub namespace: String,
    /// Stream.
    pub stream: String,
    /// Digest or its beginning, with or without `sha256:`.
    pub digest: String,
}

/// An image of the past.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HistoryChoice {
    /// By its place in the tag's history, 0 the newest.
    Entry(usize),
    /// By digest or its beginning, anywhere in the stream's history.
    Digest(String),
}

/// Which tags.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Which {
    /// These.
    Tags(Vec<String>),
    /// All that come from a registry and are imported.
    All,
}

/// What can be said about a tag beside its source.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TagOptions {
    /// Import again periodically.
    pub scheduled: Option<bool>,
    /// Take plain HTTP and unverified certificates.
    pub insecure: Option<bool>,
    /// Do not import.
    pub reference: Option<bool>,
    /// Which location consumers are given.
    pub reference_policy: Option<ReferencePolicy>,
    /// What of a manifest list is imported.
    pub import_mode: Option<ImportMode>,
    /// Annotations.
    pub annotations: Edits,
}

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name { $($(#[$variant_doc])* $variant,)+ }

        impl $name {
            /// All values.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The word of the API.
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }

            /// The value of a word. As in the API, the case of letters matters.
            pub fn of_word(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}

words! {
    /// Which location consumers of a tag are given.
    ReferencePolicy {
        /// Where the image came from.
        Source = "Source",
        /// The integrated registry.
        Local = "Local",
    }
}

words! {
    /// What of a manifest list is imported.
    ImportMode {
        /// One platform.
        Legacy = "Legacy",
        /// The list with all its platforms.
        PreserveOriginal = "PreserveOriginal",
    }
}
