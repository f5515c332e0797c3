//! Asking registries, and what the import's status says of their answers.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::credentials::Keyring;
use super::order::prioritized;
use crate::registry::{Access, Credentials, ImageReference, PullError, Registry, ResolvedImage};
use crate::view::text;
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
    /// Why there is no image.
    pub error: Option<PullError>,
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
        match self.wanted(wanted, &full, insecure) {
            Err(error) => Fetched {
                status: error.status(&wanted.from),
                image: None,
                manifests: Vec::new(),
                tag,
                error: Some(error),
            },
            Ok(found) => {
                let spelled =
                    |image: &ResolvedImage| document(image, written, wanted.include_manifest);
                Fetched {
                    status: json!({"metadata": {}, "status": "Success"}),
                    image: Some(spelled(&found)),
                    manifests: found.children.iter().map(spelled).collect(),
                    tag,
                    error: None,
                }
            }
        }
    }

    /// The image as it is wanted: a manifest list whole, or the one image of it that fits.
    fn wanted(
        &self,
        wanted: &Wanted,
        full: &ImageReference,
        insecure: bool,
    ) -> Result<ResolvedImage, PullError> {
        let mut found = self.manifest(full, insecure, wanted.preserve)?;
        if wanted.preserve {
            return Ok(found);
        }
        let entries = found.image["dockerImageManifests"].as_array();
        let entries = entries.map_or(&[][..], Vec::as_slice);
        let index = chosen(entries, &wanted.platform);
        let digest = entries
            .get(index)
            .map(|entry| text(entry, "/digest").to_owned());
        if index < found.children.len() {
            return Ok(found.children.swap_remove(index));
        }
        let Some(digest) = digest else {
            return Ok(found);
        };
        self.manifest(&full.at_digest(&digest), insecure, false)
    }

    /// Wrong credentials make the server ask again without any; if that fails too, the first error is told.
    fn manifest(
        &self,
        full: &ImageReference,
        insecure: bool,
        whole: bool,
    ) -> Result<ResolvedImage, PullError> {
        let ask = |credentials: Option<&Credentials>| {
            self.registry.manifest(
                full,
                Access {
                    credentials,
                    insecure,
                    whole,
                    now: self.now,
                },
            )
        };
        match ask(self.keyring.find(full)) {
            Err(PullError::BadCredentials) => ask(None).map_err(|error| match error {
                PullError::NotKnownYet => error,
                _ => PullError::BadCredentials,
            }),
            other => other,
        }
    }

    /// Imports a repository: the first `most` of its tags, and the names of the others.
    pub fn repository(
        &self,
        wanted: &Wanted,
        most: usize,
    ) -> Result<(Vec<Fetched>, Vec<String>), PullError> {
        let full = wanted.from.with_client_defaults();
        let credentials = self.keyring.find(&full);
        let access = Access {
            credentials,
            insecure: wanted.insecure,
            whole: false,
            now: self.now,
        };
        let mut tags = prioritized(self.registry.tags(&full, access)?);
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

/// Which entry of a manifest list is for the platform that is wished for, else for linux/amd64; else the first.
fn chosen(entries: &[Value], (os, architecture): &(String, String)) -> usize {
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
    position(&or(os, "linux"), &or(architecture, "amd64"))
        .or_else(|| position("linux", "amd64"))
        .unwrap_or(0)
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
