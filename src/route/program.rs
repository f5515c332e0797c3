//! Which program has which page.

use super::Route;

/// The programs, each of which has the pages of those before it too. A page loads the smallest that
/// has it: what one opens by a link that somebody shared is mostly a tag, and its reader should not
/// wait for lists and forms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Program {
    /// One tag or image.
    Tag,
    /// Everything that only reads: streams and their lists.
    App,
    /// Everything, forms included.
    Editor,
}

impl Route {
    /// The smallest program that has this page. index.html tells it by the shape of the address.
    pub fn program(&self) -> Program {
        match self {
            Self::Tag { .. } | Self::Image { .. } => Program::Tag,
            Self::Home | Self::Streams { .. } | Self::Stream { .. } | Self::NotFound { .. } => {
                Program::App
            }
            Self::Change { .. } | Self::Scheduled { .. } | Self::Changes => Program::Editor,
        }
    }
}
