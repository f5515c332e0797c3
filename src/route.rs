//! Every page of the app as a value. This is the only place that knows the shape of a URL.
//!
//! The shapes are those of the `OpenShift` console, so that one of its links becomes ours by
//! replacing the origin.

mod addresses;
mod change;
mod list_state;
pub mod program;

pub use addresses::Addresses;
pub use list_state::ListState;

use crate::edit::draft::{Action, Draft};
use crate::model::stream_list::StreamSort;
use crate::model::tag_rows::TagSort;
use crate::percent;

/// A page and what of it is shown. Whatever can be shared by a link is in here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Route {
    /// The root: goes on to the stream list of the last project.
    Home,
    /// The streams of a project, or of all.
    Streams {
        /// Which projects.
        project: Scope,
        /// Filter and order of the list.
        list: ListState<StreamSort>,
    },
    /// One stream.
    Stream {
        /// Project.
        namespace: String,
        /// Name of the stream.
        name: String,
        /// Which tab is open.
        tab: StreamTab,
        /// Filter and order of the table of tags.
        list: ListState<TagSort>,
    },
    /// One tag of a stream.
    Tag {
        /// Project.
        namespace: String,
        /// Name of the stream.
        stream: String,
        /// Name of the tag.
        tag: String,
        /// Which tab is open.
        tab: TagTab,
    },
    /// One image of a stream, by digest.
    Image {
        /// Project.
        namespace: String,
        /// Name of the stream.
        stream: String,
        /// Digest, or a prefix of it.
        digest: String,
        /// Which tab is open.
        tab: ImageTab,
    },
    /// A form that changes something, with what it is filled with. Opening it never submits it.
    Change {
        /// Project.
        namespace: String,
        /// Name of the stream; empty where the form makes one, or is about the project.
        stream: String,
        /// What the form is for, and its fields.
        draft: Draft,
    },
    /// All tags of a project that are imported periodically.
    Scheduled {
        /// Project.
        namespace: String,
    },
    /// What was changed since the app was opened.
    Changes,
    /// An address that names no page.
    NotFound {
        /// The path as it was asked for.
        path: String,
    },
}

/// One project or all of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// All projects the reader may see.
    All,
    /// One project by name.
    Project(String),
}

impl Scope {
    /// The project's name, if it is one.
    pub fn name(&self) -> Option<&str> {
        match self {
            Self::All => None,
            Self::Project(name) => Some(name),
        }
    }
}

/// A tab, with its stable word for URLs; these never change with the language.
pub trait Id: Copy + PartialEq + 'static {
    /// All values with their words. The first is the default and may be left out.
    const ALL: &'static [(Self, &'static str)];

    /// The word of this value.
    fn id(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(value, _)| *value == self)
            .map_or("", |(_, id)| id)
    }

    /// The value of a word.
    fn from_id(id: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .find(|(_, known)| *known == id)
            .map(|(value, _)| *value)
    }
}

macro_rules! ids {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $id:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name { $($(#[$variant_doc])* $variant,)+ }
        impl Id for $name {
            const ALL: &'static [(Self, &'static str)] = &[$((Self::$variant, $id),)+];
        }
    };
}

ids! {
    /// Tabs of a stream.
    StreamTab {
        /// Facts and the table of tags.
        Details = "",
        /// All events of all tags.
        History = "history",
        /// The object.
        Yaml = "yaml",
        /// What `oc describe` prints.
        Text = "text",
    }
}

ids! {
    /// Tabs of a tag.
    TagTab {
        /// Facts, layers and platforms.
        Details = "",
        /// All images the tag pointed to.
        History = "history",
        /// The object.
        Yaml = "yaml",
        /// What `oc describe` prints.
        Text = "text",
    }
}

ids! {
    /// Tabs of an image.
    ImageTab {
        /// Facts, layers and platforms.
        Details = "",
        /// The object.
        Yaml = "yaml",
        /// What `oc describe` prints.
        Text = "text",
    }
}

/// A column that a list can be ordered by. The words are the models' own.
pub trait Column: Copy + PartialEq + 'static {
    /// Stable word for URLs.
    fn id(self) -> &'static str;
    /// The column of that word.
    fn from_id(id: &str) -> Option<Self>;
}

impl Column for StreamSort {
    fn id(self) -> &'static str {
        self.id()
    }

    fn from_id(id: &str) -> Option<Self> {
        Self::from_id(id)
    }
}

impl Column for TagSort {
    fn id(self) -> &'static str {
        self.id()
    }

    fn from_id(id: &str) -> Option<Self> {
        Self::from_id(id)
    }
}

impl Route {
    /// Reads a path below the base, with or without a leading slash, and a query.
    pub fn parse(path: &str, query: &str) -> Self {
        let not_found = || Self::NotFound {
            path: path.trim_start_matches('/').to_owned(),
        };
        let segments: Option<Vec<String>> = path
            .trim_matches('/')
            .split('/')
            .map(percent::decode)
            .collect();
        let Some(segments) = segments else {
            return not_found();
        };
        let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
        let route = match segments.as_slice() {
            [""] => Some(Self::Home),
            ["changes"] => Some(Self::Changes),
            ["k8s", "all-namespaces", "imagestreams"] => Some(Self::Streams {
                project: Scope::All,
                list: ListState::parse(query),
            }),
            ["k8s", "ns", namespace, rest @ ..] if !namespace.is_empty() => {
                Self::parse_in_project(namespace, rest, query)
            }
            _ => None,
        };
        route.unwrap_or_else(not_found)
    }

    fn parse_in_project(namespace: &str, rest: &[&str], query: &str) -> Option<Self> {
        if let Some(form) = change::parse(namespace, rest, query) {
            return Some(form);
        }
        let namespace = namespace.to_owned();
        let (resource, name, tab) = match rest {
            [resource] => (*resource, "", ""),
            [resource, name] if !name.is_empty() => (*resource, *name, ""),
            [resource, name, tab] if !name.is_empty() && !tab.is_empty() => {
                (*resource, *name, *tab)
            }
            _ => return None,
        };
        match resource {
            "scheduled-tags" if name.is_empty() => Some(Self::Scheduled { namespace }),
            "imagestreams" if name.is_empty() => Some(Self::Streams {
                project: Scope::Project(namespace),
                list: ListState::parse(query),
            }),
            "imagestreams" => Some(Self::Stream {
                namespace,
                name: name.to_owned(),
                tab: StreamTab::from_id(tab)?,
                list: ListState::parse(query),
            }),
            "imagestreamtags" => {
                let (stream, tag) = halves(name, ':')?;
                Some(Self::Tag {
                    namespace,
                    stream,
                    tag,
                    tab: TagTab::from_id(tab)?,
                })
            }
            "imagestreamimages" => {
                let (stream, digest) = halves(name, '@')?;
                Some(Self::Image {
                    namespace,
                    stream,
                    digest,
                    tab: ImageTab::from_id(tab)?,
                })
            }
            _ => None,
        }
    }

    /// The canonical path below the base, without a leading slash, with its query.
    pub fn path(&self) -> String {
        match self {
            Self::Home => String::new(),
            Self::Streams {
                project: Scope::All,
                list,
            } => {
                format!("k8s/all-namespaces/imagestreams{}", list.query())
            }
            Self::Streams {
                project: Scope::Project(namespace),
                list,
            } => {
                format!("{}imagestreams{}", in_project(namespace), list.query())
            }
            Self::Stream {
                namespace,
                name,
                tab,
                list,
            } => {
                let name = percent::segment(name, "");
                let tab = suffix(tab.id());
                format!(
                    "{}imagestreams/{name}{tab}{}",
                    in_project(namespace),
                    list.query()
                )
            }
            Self::Tag {
                namespace,
                stream,
                tag,
                tab,
            } => {
                let (stream, tag) = (percent::segment(stream, ""), percent::segment(tag, ""));
                let tab = suffix(tab.id());
                format!(
                    "{}imagestreamtags/{stream}%3A{tag}{tab}",
                    in_project(namespace)
                )
            }
            Self::Image {
                namespace,
                stream,
                digest,
                tab,
            } => {
                let (stream, digest) =
                    (percent::segment(stream, ""), percent::segment(digest, ":"));
                let tab = suffix(tab.id());
                format!(
                    "{}imagestreamimages/{stream}@{digest}{tab}",
                    in_project(namespace)
                )
            }
            Self::Change {
                namespace,
                stream,
                draft,
            } => {
                format!("{}{}", in_project(namespace), change::print(stream, draft))
            }
            Self::Scheduled { namespace } => format!("{}scheduled-tags", in_project(namespace)),
            Self::Changes => "changes".to_owned(),
            Self::NotFound { path } => path.clone(),
        }
    }

    /// The project the page is in; `None` for pages outside of one.
    pub fn namespace(&self) -> Option<&str> {
        match self {
            Self::Streams { project, .. } => project.name(),
            Self::Stream { namespace, .. }
            | Self::Tag { namespace, .. }
            | Self::Image { namespace, .. }
            | Self::Change { namespace, .. }
            | Self::Scheduled { namespace } => Some(namespace),
            Self::Home | Self::Changes | Self::NotFound { .. } => None,
        }
    }

    /// The list of streams of a project, unfiltered.
    pub fn streams(project: Scope) -> Self {
        Self::Streams {
            project,
            list: ListState::default(),
        }
    }

    /// The details of a stream.
    pub fn stream(namespace: &str, name: &str) -> Self {
        Self::Stream {
            namespace: namespace.to_owned(),
            name: name.to_owned(),
            tab: StreamTab::Details,
            list: ListState::default(),
        }
    }

    /// The details of a tag.
    pub fn tag(namespace: &str, stream: &str, tag: &str) -> Self {
        Self::Tag {
            namespace: namespace.to_owned(),
            stream: stream.to_owned(),
            tag: tag.to_owned(),
            tab: TagTab::Details,
        }
    }

    /// An empty form about a stream.
    pub fn change(namespace: &str, stream: &str, action: Action) -> Self {
        Self::form(namespace, stream, Draft::new(action))
    }

    /// A form about a stream.
    pub fn form(namespace: &str, stream: &str, draft: Draft) -> Self {
        Self::Change {
            namespace: namespace.to_owned(),
            stream: stream.to_owned(),
            draft,
        }
    }

    /// The details of an image.
    pub fn image(namespace: &str, stream: &str, digest: &str) -> Self {
        Self::Image {
            namespace: namespace.to_owned(),
            stream: stream.to_owned(),
            digest: digest.to_owned(),
            tab: ImageTab::Details,
        }
    }
}

fn in_project(namespace: &str) -> String {
    format!("k8s/ns/{}/", percent::segment(namespace, ""))
}

fn suffix(tab: &str) -> String {
    if tab.is_empty() {
        String::new()
    } else {
        format!("/{tab}")
    }
}

fn halves(name: &str, separator: char) -> Option<(String, String)> {
    let (stream, rest) = name.split_once(separator)?;
    let named = !stream.is_empty() && !rest.is_empty();
    named.then(|| (stream.to_owned(), rest.to_owned()))
}

#[cfg(test)]
#[path = "route_tests.rs"]
mod tests;
