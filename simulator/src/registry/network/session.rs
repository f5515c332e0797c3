//! One repository, asked with one set of credentials.

use std::collections::BTreeSet;
use std::time::Duration;

use futures_util::TryStreamExt as _;
use oci_client::client::{ClientConfig, ClientProtocol};
use oci_client::errors::OciDistributionError;
use oci_client::secrets::RegistryAuth;
use oci_client::{Client, Reference, RegistryOperation};

use super::document::{LIST_DOCKER, LIST_OCI, MANIFEST_DOCKER, MANIFEST_OCI, Manifest};
use super::trouble::pull_error;
use crate::registry::ahead::{Answer, Question, Subject};
use crate::registry::reference::is_tag;
use crate::registry::{Credentials, ImageReference, PullError, ResolvedImage};

/// How long a connection may take.
const CONNECT: Duration = Duration::from_secs(15);
/// A configuration that is longer is not read.
const LARGEST_CONFIG: usize = 4 * 1024 * 1024;
/// A manifest list that names more is not followed.
const MOST_MANIFESTS: usize = 100;
/// So many tags are asked for at a time, and so many times.
const TAGS_PER_PAGE: usize = 1000;
const MOST_PAGES: usize = 20;

/// A client that knows how the registry wants to be talked to.
#[derive(Clone)]
pub(super) struct Session {
    client: Client,
    auth: RegistryAuth,
    scheme: &'static str,
    host: String,
}

impl Session {
    /// Finds the way to the registry: HTTPS, and for insecure imports plain HTTP where that fails.
    pub async fn open(question: &Question) -> Result<Self, PullError> {
        let reference = target(&question.reference);
        let auth = match &question.credentials {
            Some(Credentials { username, password }) => {
                RegistryAuth::Basic(username.clone(), password.clone())
            }
            None => RegistryAuth::Anonymous,
        };
        let session = |scheme| -> Result<Self, PullError> {
            Ok(Self {
                client: client(scheme, question.insecure)?,
                auth: auth.clone(),
                scheme,
                host: reference.resolve_registry().to_owned(),
            })
        };
        let secure = session("https")?;
        match secure.knock(&reference).await {
            Err(OciDistributionError::RequestError(_)) if question.insecure => {
                let plain = session("http")?;
                let knocked = plain.knock(&reference).await;
                knocked.map_err(|error| plain.trouble(&error))?;
                Ok(plain)
            }
            Err(error) => Err(secure.trouble(&error)),
            Ok(()) => Ok(secure),
        }
    }

    /// Asks who may come in, and gets a token where one is needed.
    async fn knock(&self, reference: &Reference) -> Result<(), OciDistributionError> {
        let pull = RegistryOperation::Pull;
        self.client.auth(reference, &self.auth, pull).await?;
        Ok(())
    }

    fn trouble(&self, error: &OciDistributionError) -> PullError {
        pull_error(error, self.scheme, &self.host)
    }

    pub async fn answer(&self, question: &Question) -> Result<Answer, PullError> {
        let reference = &question.reference;
        Ok(match question.subject {
            Subject::Image { whole } => Answer::Image(self.image(reference, whole).await),
            Subject::Tags => Answer::Tags(self.tags(reference).await),
        })
    }

    async fn image(
        &self,
        reference: &ImageReference,
        whole: bool,
    ) -> Result<ResolvedImage, PullError> {
        let manifest = self.manifest(reference).await?;
        let Some(entries) = manifest.entries() else {
            return self.plain(reference, &manifest).await;
        };
        let mut children = Vec::new();
        if whole {
            if entries.len() > MOST_MANIFESTS {
                let told = format!("the manifest list has {} entries", entries.len());
                return Err(PullError::Other(told));
            }
            for entry in entries {
                let digest = entry["digest"].as_str().unwrap_or_default();
                let child = self.manifest(&reference.at_digest(digest)).await?;
                children.push(if child.entries().is_some() {
                    child.list(Vec::new())
                } else {
                    self.plain(reference, &child).await?
                });
            }
        }
        Ok(manifest.list(children))
    }

    async fn manifest(&self, reference: &ImageReference) -> Result<Manifest, PullError> {
        let accepted = [MANIFEST_DOCKER, MANIFEST_OCI, LIST_DOCKER, LIST_OCI];
        let (raw, digest) = self
            .client
            .pull_manifest_raw(&target(reference), &self.auth, &accepted)
            .await
            .map_err(|error| self.trouble(&error))?;
        Manifest::read(digest, &raw)
    }

    async fn plain(
        &self,
        reference: &ImageReference,
        manifest: &Manifest,
    ) -> Result<ResolvedImage, PullError> {
        let Some((digest, _)) = manifest.config() else {
            return Err(PullError::Other("unsupported manifest type".to_owned()));
        };
        let blob = self
            .client
            .pull_blob_stream(&target(reference), &digest)
            .await
            .map_err(|error| self.trouble(&error))?;
        let read = blob
            .stream
            .try_fold(Vec::new(), |mut all, chunk| async move {
                if all.len() + chunk.len() > LARGEST_CONFIG {
                    return Err(std::io::Error::other("the image configuration is too long"));
                }
                all.extend_from_slice(&chunk);
                Ok(all)
            });
        let unreadable = |error: &dyn std::fmt::Display| PullError::Other(error.to_string());
        let bytes = read.await.map_err(|error| unreadable(&error))?;
        let config = String::from_utf8(bytes).map_err(|error| unreadable(&error))?;
        manifest.image(&config)
    }

    /// All tags, in the registry's order. Registries that do not count pages give everything at once.
    async fn tags(&self, reference: &ImageReference) -> Result<Vec<String>, PullError> {
        let target = target(reference);
        let mut seen = BTreeSet::new();
        let mut tags: Vec<String> = Vec::new();
        for _ in 0..MOST_PAGES {
            let page = self
                .client
                .list_tags(
                    &target,
                    &self.auth,
                    Some(TAGS_PER_PAGE),
                    tags.last().map(String::as_str),
                )
                .await
                .map_err(|error| self.trouble(&error))?;
            let is_full = page.tags.len() >= TAGS_PER_PAGE;
            let before = tags.len();
            let new = page.tags.into_iter().filter(|tag| is_tag(tag));
            tags.extend(new.filter(|tag| seen.insert(tag.clone())));
            if !is_full || tags.len() == before {
                break;
            }
        }
        Ok(tags)
    }
}

fn client(scheme: &str, insecure: bool) -> Result<Client, PullError> {
    let config = ClientConfig {
        protocol: if scheme == "http" {
            ClientProtocol::Http
        } else {
            ClientProtocol::Https
        },
        accept_invalid_certificates: insecure,
        connect_timeout: Some(CONNECT),
        read_timeout: Some(CONNECT),
        user_agent: "imagestream-console-simulator",
        ..ClientConfig::default()
    };
    // `Client::new` would go on with other settings than these.
    Client::try_from(config).map_err(|error| PullError::Other(error.to_string()))
}

/// The reference as the client library has it.
fn target(reference: &ImageReference) -> Reference {
    let host = if reference.is_hub() {
        "docker.io".to_owned()
    } else {
        reference.registry.clone()
    };
    if reference.id.is_empty() {
        Reference::with_tag(host, reference.repository(), reference.tag.clone())
    } else {
        Reference::with_digest(host, reference.repository(), reference.id.clone())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a panic is the test's failure")]
    use super::*;

    #[test]
    fn docker_hub_is_asked_where_it_answers() {
        for (text, host, repository, last) in [
            (
                "docker.io/python:3.6.0",
                "index.docker.io",
                "library/python",
                "3.6.0",
            ),
            (
                "index.docker.io/team/web",
                "index.docker.io",
                "team/web",
                "latest",
            ),
            ("127.0.0.1:5000/a/b/c:1", "127.0.0.1:5000", "a/b/c", "1"),
        ] {
            let target = target(&ImageReference::parse(text).unwrap().with_client_defaults());
            assert_eq!(target.resolve_registry(), host, "{text}");
            assert_eq!(target.repository(), repository, "{text}");
            assert_eq!(target.tag(), Some(last), "{text}");
        }
    }
}
