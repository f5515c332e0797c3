//! The registries of the recordings: what each tag pointed at when a step was recorded.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;

use serde_json::Value;
use simulator::registry::{Access, ImageReference, PullError, Registry, ResolvedImage};

/// Tags by `host/path:tag`, and image documents by digest.
#[derive(Default)]
pub struct Recorded {
    tags: Mutex<BTreeMap<String, String>>,
    images: BTreeMap<String, Value>,
    lists: Mutex<BTreeMap<String, Vec<String>>>,
}

impl Recorded {
    /// Collects the image documents of all steps, and the first thing every tag pointed at.
    pub fn of(steps: &[Value]) -> Self {
        let mut recorded = Self::default();
        for step in steps {
            recorded.collect_images(step);
        }
        for step in steps.iter().rev() {
            recorded.learn(step);
        }
        recorded
    }

    /// Moves the tags to what the step found them at.
    pub fn learn(&self, step: &Value) {
        let mut tags = self.tags.lock().unwrap();
        for exchange in step["exchanges"].as_array().unwrap() {
            let import = &exchange["response"]["status"];
            for (asked, got) in pairs(&exchange["response"]["spec"]["images"], &import["images"]) {
                if let (Some(from), Some(digest)) = (
                    asked["from"]["name"].as_str(),
                    got["image"]["metadata"]["name"].as_str(),
                ) {
                    tags.insert(from.to_owned(), digest.to_owned());
                }
            }
            let repository = exchange["response"]["spec"]["repository"]["from"]["name"].as_str();
            for got in import["repository"]["images"]
                .as_array()
                .into_iter()
                .flatten()
            {
                if let (Some(repository), Some(tag), Some(digest)) = (
                    repository,
                    got["tag"].as_str(),
                    got["image"]["metadata"]["name"].as_str(),
                ) {
                    tags.insert(format!("{repository}:{tag}"), digest.to_owned());
                }
            }
        }
        for snapshot in step["snapshots"]
            .as_object()
            .into_iter()
            .flat_map(|map| map.values())
        {
            let stream = &snapshot["after"];
            let mut reduced = BTreeSet::new();
            for spec in stream["spec"]["tags"].as_array().into_iter().flatten() {
                let status = stream["status"]["tags"]
                    .as_array()
                    .into_iter()
                    .flatten()
                    .find(|status| status["tag"] == spec["name"]);
                let Some(newest) = status.and_then(|status| status["items"].get(0)) else {
                    continue;
                };
                let same = newest["generation"] == spec["generation"]
                    && spec["from"]["kind"] == "DockerImage";
                if let (true, Some(from), Some(digest)) = (
                    same,
                    spec["from"]["name"].as_str(),
                    newest["image"].as_str(),
                ) && !digest.is_empty()
                {
                    // The same source as a list and reduced to one platform: the latter is part of the former.
                    let preserves = spec["importPolicy"]["importMode"] == "PreserveOriginal";
                    if preserves
                        && let Some(known) = tags
                            .get(from)
                            .filter(|known| *known != digest && reduced.contains(from))
                    {
                        self.lists
                            .lock()
                            .unwrap()
                            .insert(digest.to_owned(), vec![known.clone()]);
                    }
                    tags.insert(from.to_owned(), digest.to_owned());
                    if !preserves {
                        reduced.insert(from.to_owned());
                    }
                }
            }
        }
    }

    fn collect_images(&mut self, value: &Value) {
        match value {
            Value::Object(map) => {
                let name = value["metadata"]["name"].as_str().unwrap_or_default();
                let is_known = value["dockerImageMetadata"]["Id"]
                    .as_str()
                    .is_some_and(|id| !id.is_empty());
                if name.starts_with("sha256:") && is_known {
                    let known = self
                        .images
                        .entry(name.to_owned())
                        .or_insert_with(|| value.clone());
                    if value.get("dockerImageManifest").is_some() {
                        known.clone_from(value);
                    }
                    let parts = value["dockerImageManifests"]
                        .as_array()
                        .cloned()
                        .unwrap_or_default();
                    if !parts.is_empty() {
                        let digests = parts
                            .iter()
                            .map(|part| part["digest"].as_str().unwrap().to_owned())
                            .collect();
                        self.lists.lock().unwrap().insert(name.to_owned(), digests);
                    }
                }
                map.values().for_each(|member| self.collect_images(member));
            }
            Value::Array(items) => items.iter().for_each(|item| self.collect_images(item)),
            _ => {}
        }
    }

    /// The digests of all images that were there before the first step: those that an import did not have to create.
    pub fn known_before(&self, steps: &[Value]) -> Vec<String> {
        let mut created = BTreeSet::new();
        for exchange in steps
            .iter()
            .flat_map(|step| step["exchanges"].as_array().unwrap())
        {
            for result in exchange["response"]["status"]["images"]
                .as_array()
                .into_iter()
                .flatten()
            {
                let metadata = &result["image"]["metadata"];
                if let (Some(name), true) = (
                    metadata["name"].as_str(),
                    metadata["resourceVersion"].is_string(),
                ) {
                    created.insert(name.to_owned());
                }
            }
        }
        self.images
            .keys()
            .filter(|name| !created.contains(*name))
            .cloned()
            .collect()
    }

    /// The document of an image as a registry gives it; of some images nothing but the digest was recorded.
    pub fn image(&self, digest: &str) -> ResolvedImage {
        let mut image = self.images.get(digest).cloned().unwrap_or_else(|| serde_json::json!({
            "metadata": {}, "dockerImageMetadata": {"kind": "DockerImage", "apiVersion": "image.openshift.io/1.0", "Id": digest, "Created": null, "ContainerConfig": {}},
            "dockerImageMetadataVersion": "1.0",
        }));
        if let Some(metadata) = image["metadata"].as_object_mut() {
            metadata.retain(|member, _| member == "annotations");
        }
        let children = self.lists.lock().unwrap().get(digest).cloned();
        let children =
            children.map(|digests| digests.iter().map(|digest| self.image(digest)).collect());
        ResolvedImage {
            digest: digest.to_owned(),
            image,
            children: children.unwrap_or_default(),
        }
    }

    fn admit(reference: &ImageReference, access: Access<'_>) -> Result<(), PullError> {
        let host = &reference.registry;
        let scheme = if access.insecure { "http" } else { "https" };
        let ping = |error: &str| {
            Err(PullError::Other(format!(
                "Get \"{scheme}://{host}/v2/\": {error}"
            )))
        };
        match host.as_str() {
            "127.0.0.1:5999" => ping("dial tcp 127.0.0.1:5999: connect: connection refused"),
            "127.0.0.1:5000" | "127.0.0.1:5001" if !access.insecure => {
                ping("http: server gave HTTP response to HTTPS client")
            }
            "127.0.0.1:5001" => match access.credentials {
                Some(given) if given.username == "robot" && given.password == "s3cret" => Ok(()),
                _ => Err(PullError::NoAccess),
            },
            _ => Ok(()),
        }
    }
}

impl Registry for Recorded {
    fn manifest(
        &self,
        reference: &ImageReference,
        access: Access<'_>,
    ) -> Result<ResolvedImage, PullError> {
        Self::admit(reference, access)?;
        if !reference.id.is_empty() {
            return Ok(self.image(&reference.id));
        }
        let tags = self.tags.lock().unwrap();
        tags.get(&reference.exact())
            .map(|digest| self.image(digest))
            .ok_or(PullError::NotFound)
    }

    fn tags(
        &self,
        repository: &ImageReference,
        access: Access<'_>,
    ) -> Result<Vec<String>, PullError> {
        Self::admit(repository, access)?;
        let prefix = format!("{}:", repository.at_tag("").exact());
        let tags = self.tags.lock().unwrap();
        Ok(tags
            .keys()
            .filter_map(|key| key.strip_prefix(&prefix))
            .map(str::to_owned)
            .collect())
    }
}

fn pairs<'a>(asked: &'a Value, got: &'a Value) -> impl Iterator<Item = (&'a Value, &'a Value)> {
    let list = |value: &'a Value| value.as_array().map_or(&[][..], Vec::as_slice);
    list(asked).iter().zip(list(got))
}
