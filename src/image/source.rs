//! What a tag follows.

use super::stream::TagReference;

/// The source of a tag, with short names resolved: a link can be made of it as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TagSource {
    /// The tag is not in the spec: its image was pushed, or the wish was withdrawn.
    Pushed,
    /// The tag is in the spec without a source: a placeholder.
    NoSource,
    /// Another tag, perhaps of another stream or project.
    Tag(TagTarget),
    /// An image of a stream, by digest.
    Image(ImageTarget),
    /// An image in a registry outside the streams.
    Registry {
        /// The pull spec as it is written.
        pull_spec: String,
    },
    /// A kind that this app does not know.
    Other {
        /// The kind.
        kind: String,
        /// The name as it is written.
        name: String,
    },
}

/// A tag of a stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TagTarget {
    /// Namespace of the stream.
    pub namespace: String,
    /// Name of the stream.
    pub stream: String,
    /// The tag.
    pub tag: String,
}

/// An image of a stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImageTarget {
    /// Namespace of the stream.
    pub namespace: String,
    /// Name of the stream.
    pub stream: String,
    /// Digest, or the part of one that was given.
    pub digest: String,
}

impl TagSource {
    /// The source of a tag of the stream `namespace/stream`.
    pub fn of(spec: Option<&TagReference>, namespace: &str, stream: &str) -> Self {
        let Some(spec) = spec else {
            return Self::Pushed;
        };
        let Some(from) = &spec.from else {
            return Self::NoSource;
        };
        let namespace = if from.namespace.is_empty() {
            namespace
        } else {
            &from.namespace
        };
        let namespace = namespace.to_owned();
        match from.kind.as_str() {
            "ImageStreamTag" => {
                let (stream, tag) = from.name.split_once(':').unwrap_or((stream, &from.name));
                let tag = if tag.is_empty() { "latest" } else { tag };
                Self::Tag(TagTarget {
                    namespace,
                    stream: stream.to_owned(),
                    tag: tag.to_owned(),
                })
            }
            "ImageStreamImage" => {
                let (stream, digest) = from.name.split_once('@').unwrap_or((stream, &from.name));
                let (stream, digest) = (stream.to_owned(), digest.to_owned());
                Self::Image(ImageTarget {
                    namespace,
                    stream,
                    digest,
                })
            }
            "DockerImage" => Self::Registry {
                pull_spec: from.name.clone(),
            },
            _ => Self::Other {
                kind: from.kind.clone(),
                name: from.name.clone(),
            },
        }
    }

    /// The source as `oc` writes it: the namespace only where it differs, `stream:tag`,
    /// `stream@digest` or the pull spec; empty when there is none.
    pub fn text(&self, namespace: &str) -> String {
        let qualified = |other: &str, rest: String| {
            if other == namespace {
                rest
            } else {
                format!("{other}/{rest}")
            }
        };
        match self {
            Self::Pushed | Self::NoSource => String::new(),
            Self::Tag(TagTarget {
                namespace,
                stream,
                tag,
            }) => qualified(namespace, format!("{stream}:{tag}")),
            Self::Image(ImageTarget {
                namespace,
                stream,
                digest,
            }) => qualified(namespace, format!("{stream}@{digest}")),
            Self::Registry { pull_spec } => pull_spec.clone(),
            Self::Other { kind, name } => format!("{kind} {name}"),
        }
    }
}
