//! Registries that images are imported from.
//!
//! The importer asks a [`Registry`]; the built-in [`Catalogue`] answers from tables. With [`ahead`], the host of the
//! cluster finds answers elsewhere, for example in real registries (`network`, feature `registry-network`).

pub mod ahead;
pub mod blueprint;
pub mod catalogue;
pub mod contents;
pub mod failure;
pub mod family;
#[cfg(feature = "registry-network")]
pub mod network;
pub mod reference;

use jiff::Timestamp;

pub use blueprint::ResolvedImage;
pub use catalogue::Catalogue;
pub use failure::PullError;
pub use reference::ImageReference;

/// User name and password for one registry.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Credentials {
    /// User name.
    pub username: String,
    /// Password or token.
    pub password: String,
}

impl std::fmt::Debug for Credentials {
    /// Passwords never reach a log.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Credentials")
            .field("username", &self.username)
            .finish_non_exhaustive()
    }
}

/// How a registry may be talked to.
#[derive(Clone, Copy, Debug)]
pub struct Access<'a> {
    /// The first matching credentials of the project's pull secrets.
    pub credentials: Option<&'a Credentials>,
    /// Whether plain HTTP and unverified certificates are acceptable.
    pub insecure: bool,
    /// Whether the images of a manifest list are wanted beside it; a registry may leave them out otherwise.
    pub whole: bool,
    /// The time of asking: tags move.
    pub now: Timestamp,
}

/// Where images come from.
pub trait Registry: Send + Sync {
    /// The image behind a tag or digest. The reference has the client's defaults filled in.
    fn manifest(
        &self,
        reference: &ImageReference,
        access: Access<'_>,
    ) -> Result<ResolvedImage, PullError>;

    /// All tags of a repository.
    fn tags(
        &self,
        repository: &ImageReference,
        access: Access<'_>,
    ) -> Result<Vec<String>, PullError>;
}
