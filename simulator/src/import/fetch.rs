//! Asking registries, and what the import's status says of their answers.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::credentials::Keyring;
use super::order::prioritized;
use crate::registry::{Access, Credentials, ImageReference, PullError, Registry, ResolvedImage};
use jiff::Timestamp;

/// One image to import.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// The source as it was written.
    pub from: ImageReference,
    /// Whether the whole manifest list is wanted.
    pub preserve: bool,
    /// Whether this source asks for an insecure import.
    pub insecure: bool,
    /// Platform to take out of a manifest list: system and processor; empty parts have no wish.
    pub platform: (String, String),
    /// Whether raw manifest and configuration are to be told.
    pub include_manifest: bool,
}

/// What came of one image.
#[derive(Clone, Debug)]
pub struct Fetched {
    /// The API's status of it.
    pub status: Value,
    /// The image, when there is one, with its pull spec filled in.
    pub image: Option<Value>,
    /// The images of a manifest list.
    pub manifests: Vec<Value>,
    /// Tag of the source.
    pub tag: String,
    /// Nobody answered in time: whoever asks on their own account tries again later.
    pub timed_out: bool,
}

/// How an import reaches registries.
pub struct Puller<'a> {
    /// The registries.
    pub registry: &'a dyn Registry,
    /// Credentials of the project.
    pub keyring: &'a Keyring,
    /// When.
    pub now: Timestamp,
}

impl Puller<'_> {
    /// Imports single images. Within one request the first source of a repository decides for all of them whether it is
    /// insecure and how the pull spec is written.
    pub fn images(&self, wanted: &[Wanted]) -> Vec<Fetched> {
        let mut first: BTreeMap<(String, String), (ImageReference, bool)> = BTreeMap::new();
        wanted
            .iter()
            .map(|wanted| {
                let full = wanted.from.with_client_defaults();
                let (written, insecure) = first
                    .entry((full.registry.clone(), full.repository()))
                    .or_insert_with(|| (wanted.from.clone(), wanted.insecure))
                    .clone();
                self.image(wanted, &written, insecure)
            })
            .collect()
    }

    fn image(&self, wanted: &Wanted, written: &ImageReference, insecure: bool) -> Fetched {
        let full = wanted.from.with_client_defaults();
        let tag = if full.id.is_empty() {
            full.tag.clone()
        } else {
            String::new()
        };
        match self.manifest(&full, insecure) {
            Err(error) => Fetched {
                status: error.status(&wanted.from),
                image: None,
                manifests: Vec::new(),
                tag,
                timed_out: error == PullError::Timeout,
            },
            Ok(mut found) => {
                if !wanted.preserve && !found.children.is_empty() {
                    found = chosen(found, &wanted.platform);
                }
                let spelled =
                    |image: &ResolvedImage| document(image, written, wanted.include_manifest);
                Fetched {
                    status: json!({"metadata": {}, "status": "Success"}),
                    image: Some(spelled(&found)),
                    manifests: found.children.iter().map(spelled).collect(),
                    tag,
                    timed_out: false,
                }
            }
        }
    }

    /// Wrong credentials make the server ask again without any; if that fails too, the first error is told.
    fn manifest(&self, full: &ImageReference, insecure: bool) -> Result<ResolvedImage, PullError> {
        let ask = |credentials: Option<&Credentials>| {
            self.registry.manifest(
                full,
                Access {
                    credentials,
                    insecure,
                    now: self.now,
                },
            )
        };
        match ask(self.keyring.find(full)) {
            Err(PullError::BadCredentials) => ask(None).map_err(|_| PullError::BadCredentials),
            other => other,
        }
    }

    /// Imports a repository: the first `most` of its tags, and the names of the others.
    pub fn repository(
        &self,
        wanted: &Wanted,
        most: usize,
    ) -> Result<(Vec<Fetched>, Vec<String>), Value> {
        let full = wanted.from.with_client_defaults();
        let credentials = self.keyring.find(&full);
        let access = Access {
            credentials,
            insecure: wanted.insecure,
            now: self.now,
        };
        let tags = self
            .registry
            .tags(&full, access)
            .map_err(|error| error.status(&wanted.from))?;
        let mut tags = prioritized(tags);
        let rest = tags.split_off(most.min(tags.len()));
        let fetched = tags
            .iter()
            .map(|tag| {
                let one = Wanted {
                    from: wanted.from.at_tag(tag),
                    ..wanted.clone()
                };
                self.image(&one, &wanted.from, wanted.insecure)
            })
            .collect();
        Ok((fetched, rest))
    }
}

/// The platform that is wished for, else linux/amd64, else the first.
fn chosen(list: ResolvedImage, (os, architecture): &(String, String)) -> ResolvedImage {
    let entries = list.image["dockerImageManifests"]
        .as_array()
        .cloned()
        .unwrap_or_default();
    let or = |wish: &str, default: &str| {
        if wish.is_empty() {
            default.to_owned()
        } else {
            wish.to_owned()
        }
    };
    let position = |os: &str, architecture: &str| {
        entries
            .iter()
            .position(|entry| entry["os"] == os && entry["architecture"] == architecture)
    };
    let index = position(&or(os, "linux"), &or(architecture, "amd64"))
        .or_else(|| position("linux", "amd64"))
        .unwrap_or(0);
    list.children
        .into_iter()
        .nth(index)
        .unwrap_or(ResolvedImage {
            digest: list.digest,
            image: list.image,
            children: Vec::new(),
        })
}

/// The image as the API tells it, with its name and pull spec.
fn document(found: &ResolvedImage, written: &ImageReference, include_manifest: bool) -> Value {
    let mut image: Map<String, Value> = found.image.as_object().cloned().unwrap_or_default();
    let metadata = image.entry("metadata").or_insert_with(|| json!({}));
    metadata["name"] = json!(found.digest);
    image.insert(
        "dockerImageReference".to_owned(),
        json!(written.at_digest(&found.digest).exact()),
    );
    if !include_manifest {
        image.remove("dockerImageManifest");
        image.remove("dockerImageConfig");
    }
    Value::Object(image)
}
