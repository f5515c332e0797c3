//! The fields of forms. Refusals, causes of the server and queries of addresses all name them by
//! this one enum.

/// A field of a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// Name of the stream.
    Stream,
    /// The tag that is made or changed.
    Tag,
    /// Several tags.
    Tags,
    /// What kind of source: another tag, a tag to follow, a digest, an external image.
    SourceKind,
    /// Project of the source stream; empty means the stream's own.
    SourceProject,
    /// The source stream; empty means the stream itself.
    SourceStream,
    /// The source tag.
    SourceTag,
    /// A digest, or the beginning of one.
    Digest,
    /// Place in a tag's history, counted from 0, the newest.
    History,
    /// Pull spec of an external image.
    Image,
    /// An external repository.
    Repository,
    /// Import again periodically.
    Scheduled,
    /// Take plain HTTP and unverified certificates.
    Insecure,
    /// Do not import; hand the source out as it is written.
    Reference,
    /// `Source` or `Local`.
    ReferencePolicy,
    /// `Legacy` or `PreserveOriginal`.
    ImportMode,
    /// Annotations.
    Annotations,
    /// Labels.
    Labels,
    /// Whether short names of workloads mean this stream.
    Lookup,
    /// On or off.
    On,
    /// Ending the schedule with a roll back.
    Unschedule,
    /// The name, typed to confirm.
    Confirmation,
    /// Name of a secret.
    Secret,
    /// Host of a registry.
    Host,
    /// User of a registry.
    User,
    /// Password or token of a registry. Never part of an address.
    Password,
    /// The form as a whole.
    Form,
}

impl Field {
    /// The words for addresses. They never change with the language; passwords and the form as a
    /// whole have none.
    pub const WORDS: [(Self, &'static str); 25] = [
        (Self::Stream, "stream"),
        (Self::Tag, "tag"),
        (Self::Tags, "tags"),
        (Self::SourceKind, "from"),
        (Self::SourceProject, "from-project"),
        (Self::SourceStream, "from-stream"),
        (Self::SourceTag, "from-tag"),
        (Self::Digest, "digest"),
        (Self::History, "history"),
        (Self::Image, "image"),
        (Self::Repository, "repository"),
        (Self::Scheduled, "scheduled"),
        (Self::Insecure, "insecure"),
        (Self::Reference, "reference"),
        (Self::ReferencePolicy, "reference-policy"),
        (Self::ImportMode, "import-mode"),
        (Self::Annotations, "annotation"),
        (Self::Labels, "label"),
        (Self::Lookup, "lookup"),
        (Self::On, "on"),
        (Self::Unschedule, "unschedule"),
        (Self::Confirmation, "confirm"),
        (Self::Secret, "secret"),
        (Self::Host, "host"),
        (Self::User, "user"),
    ];

    /// The word for addresses; none for what never stands in one.
    pub fn word(self) -> Option<&'static str> {
        Self::WORDS
            .iter()
            .find(|(field, _)| *field == self)
            .map(|(_, word)| *word)
    }

    /// The field of a word.
    pub fn of_word(word: &str) -> Option<Self> {
        Self::WORDS
            .iter()
            .find(|(_, known)| *known == word)
            .map(|(field, _)| *field)
    }
}
