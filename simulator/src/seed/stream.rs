//! Image streams from a few words, with the generations and histories the server would have given them.

use serde_json::{Map, Value, json};

use super::world::{Ago, Pulled, World};

/// A spec tag to be.
#[derive(Clone, Debug)]
pub struct Tag {
    name: String,
    from: Option<Value>,
    annotations: Vec<(String, String)>,
    settings: Vec<Setting>,
}

/// What a spec tag can be besides its source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Setting {
    Reference,
    Insecure,
    Scheduled,
    Preserve,
    Local,
}

impl Tag {
    fn new(name: &str, from: Option<Value>) -> Self {
        Self {
            name: name.to_owned(),
            from,
            annotations: Vec::new(),
            settings: Vec::new(),
        }
    }

    /// A tag of an image in a registry.
    pub fn image(name: &str, from: &str) -> Self {
        Self::new(name, Some(json!({"kind": "DockerImage", "name": from})))
    }

    /// A tag that follows another tag (`tag`, `stream:tag`).
    pub fn follows(name: &str, from: &str) -> Self {
        Self::new(name, Some(json!({"kind": "ImageStreamTag", "name": from})))
    }

    /// A tag copied from a tag of another project.
    pub fn other_project(name: &str, namespace: &str, from: &str) -> Self {
        Self::new(
            name,
            Some(json!({"kind": "ImageStreamTag", "namespace": namespace, "name": from})),
        )
    }

    /// A tag of one image by digest (`stream@sha256:…`).
    pub fn digest(name: &str, from: &str) -> Self {
        Self::new(
            name,
            Some(json!({"kind": "ImageStreamImage", "name": from})),
        )
    }

    /// A tag without a source.
    pub fn placeholder(name: &str) -> Self {
        Self::new(name, None)
    }

    fn has(&self, setting: Setting) -> bool {
        self.settings.contains(&setting)
    }

    /// Adds annotations.
    #[must_use]
    pub fn annotated(mut self, annotations: &[(&str, &str)]) -> Self {
        self.annotations.extend(
            annotations
                .iter()
                .map(|(key, value)| ((*key).to_owned(), (*value).to_owned())),
        );
        self
    }

    /// Not imported, only repeated.
    #[must_use]
    pub fn reference(mut self) -> Self {
        self.settings.push(Setting::Reference);
        self
    }

    /// Imported over plain HTTP or without checking certificates.
    #[must_use]
    pub fn insecure(mut self) -> Self {
        self.settings.push(Setting::Insecure);
        self
    }

    /// Imported again and again.
    #[must_use]
    pub fn scheduled(mut self) -> Self {
        self.settings.push(Setting::Scheduled);
        self
    }

    /// Manifest lists stay lists.
    #[must_use]
    pub fn preserve(mut self) -> Self {
        self.settings.push(Setting::Preserve);
        self
    }

    /// Consumers pull through the integrated registry.
    #[must_use]
    pub fn local(mut self) -> Self {
        self.settings.push(Setting::Local);
        self
    }

    fn json(&self, generation: i64) -> Value {
        let annotations: Map<String, Value> = self
            .annotations
            .iter()
            .map(|(key, value)| (key.clone(), json!(value)))
            .collect();
        let mut policy = json!({"importMode": if self.has(Setting::Preserve) { "PreserveOriginal" } else { "Legacy" }});
        if self.has(Setting::Insecure) {
            policy["insecure"] = json!(true);
        }
        if self.has(Setting::Scheduled) {
            policy["scheduled"] = json!(true);
        }
        let mut tag = json!({
            "name": self.name,
            "annotations": if annotations.is_empty() { Value::Null } else { Value::Object(annotations) },
            "generation": generation,
            "importPolicy": policy,
            "referencePolicy": {"type": if self.has(Setting::Local) { "Local" } else { "Source" }},
        });
        if let Some(from) = &self.from {
            tag["from"] = from.clone();
        }
        if self.has(Setting::Reference) {
            tag["reference"] = json!(true);
        }
        tag
    }
}

/// One thing that happened to a tag.
#[derive(Clone, Debug)]
enum Step {
    /// The spec tag was written.
    Spec(Box<Tag>),
    /// The image behind a pull spec came in.
    Import { tag: String, from: String, ago: Ago },
    /// An event as given, for images that no registry holds.
    Event {
        tag: String,
        image: String,
        spec: String,
        ago: Ago,
    },
    /// The newest event of another tag of this stream was copied.
    Copy {
        tag: String,
        of: String,
        ago: Option<Ago>,
    },
    /// An import failed.
    Failure {
        tag: String,
        reason: String,
        message: String,
        ago: Ago,
    },
}

/// An image stream to be. Steps are written in the order they happened.
#[derive(Clone, Debug)]
pub struct Stream {
    name: String,
    created: Ago,
    labels: Map<String, Value>,
    annotations: Map<String, Value>,
    local_lookup: bool,
    repository: Option<String>,
    steps: Vec<Step>,
}

impl Stream {
    /// A stream without tags.
    pub fn new(name: &str, created: Ago) -> Self {
        Self {
            name: name.to_owned(),
            created,
            labels: Map::new(),
            annotations: Map::new(),
            local_lookup: false,
            repository: None,
            steps: Vec::new(),
        }
    }

    /// Adds a label.
    #[must_use]
    pub fn label(mut self, key: &str, value: &str) -> Self {
        self.labels.insert(key.to_owned(), json!(value));
        self
    }

    /// Adds an annotation.
    #[must_use]
    pub fn annotation(mut self, key: &str, value: &str) -> Self {
        self.annotations.insert(key.to_owned(), json!(value));
        self
    }

    /// Turns local lookup on.
    #[must_use]
    pub fn local_lookup(mut self) -> Self {
        self.local_lookup = true;
        self
    }

    /// Sets `spec.dockerImageRepository`.
    #[must_use]
    pub fn repository(mut self, repository: &str) -> Self {
        self.repository = Some(repository.to_owned());
        self
    }

    /// Writes a spec tag.
    #[must_use]
    pub fn tag(mut self, tag: Tag) -> Self {
        self.steps.push(Step::Spec(Box::new(tag)));
        self
    }

    /// Writes a spec tag of a registry image and imports it at once.
    #[must_use]
    pub fn imported(self, tag: Tag, ago: Ago) -> Self {
        let name = tag.name.clone();
        let from = tag
            .from
            .as_ref()
            .and_then(|from| from["name"].as_str())
            .unwrap_or_default()
            .to_owned();
        self.tag(tag).event(&name, &from, ago)
    }

    /// The image behind the pull spec at that time came in for a tag.
    #[must_use]
    pub fn event(mut self, tag: &str, from: &str, ago: Ago) -> Self {
        self.steps.push(Step::Import {
            tag: tag.to_owned(),
            from: from.to_owned(),
            ago,
        });
        self
    }

    /// An event of an image that no registry holds.
    #[must_use]
    pub fn pushed(mut self, tag: &str, image: &str, spec: &str, ago: Ago) -> Self {
        let (tag, image, spec) = (tag.to_owned(), image.to_owned(), spec.to_owned());
        self.steps.push(Step::Event {
            tag,
            image,
            spec,
            ago,
        });
        self
    }

    /// Writes a spec tag that follows `of` and gives it that tag's newest event.
    #[must_use]
    pub fn alias(mut self, tag: &str, of: &str) -> Self {
        self.steps.push(Step::Spec(Box::new(Tag::follows(tag, of))));
        self.steps.push(Step::Copy {
            tag: tag.to_owned(),
            of: of.to_owned(),
            ago: None,
        });
        self
    }

    /// Points a tag at the image another tag has now, as `oc tag` does.
    #[must_use]
    pub fn copied(mut self, tag: &str, of: &str, ago: Ago) -> Self {
        self.steps.push(Step::Copy {
            tag: tag.to_owned(),
            of: of.to_owned(),
            ago: Some(ago),
        });
        self
    }

    /// An import of the tag failed.
    #[must_use]
    pub fn failed(mut self, tag: &str, reason: &str, message: &str, ago: Ago) -> Self {
        let (tag, reason, message) = (tag.to_owned(), reason.to_owned(), message.to_owned());
        self.steps.push(Step::Failure {
            tag,
            reason,
            message,
            ago,
        });
        self
    }

    /// The stream as the server would have stored it.
    pub fn build(self, world: &mut World, namespace: &str) -> Value {
        let mut state = State {
            generation: 1,
            ..State::default()
        };
        let mut last_import = None;
        for step in self.steps {
            if let Step::Import { ago, .. } | Step::Failure { ago, .. } = &step {
                last_import = Some(last_import.map_or(*ago, |last: Ago| last.min(*ago)));
            }
            state.apply(world, &self.name, step);
        }
        let mut annotations = self.annotations;
        if let Some(ago) = last_import {
            annotations
                .entry("openshift.io/image.dockerRepositoryCheck")
                .or_insert_with(|| json!(world.time(ago)));
        }
        let mut metadata = world.metadata("imagestream", namespace, &self.name, self.created);
        metadata.insert("generation".to_owned(), json!(state.generation));
        if !self.labels.is_empty() {
            metadata.insert("labels".to_owned(), Value::Object(self.labels));
        }
        if !annotations.is_empty() {
            metadata.insert("annotations".to_owned(), Value::Object(annotations));
        }
        let mut spec = json!({"lookupPolicy": {"local": self.local_lookup}});
        if let Some(repository) = self.repository {
            spec["dockerImageRepository"] = json!(repository);
        }
        let mut status = json!({});
        sort_by(&mut state.spec, "name");
        sort_by(&mut state.status, "tag");
        if !state.spec.is_empty() {
            spec["tags"] = Value::Array(state.spec);
        }
        if !state.status.is_empty() {
            status["tags"] = Value::Array(state.status);
        }
        json!({
            "kind": "ImageStream",
            "apiVersion": "image.openshift.io/v1",
            "metadata": metadata,
            "spec": spec,
            "status": status,
        })
    }
}

#[derive(Debug, Default)]
struct State {
    generation: i64,
    spec: Vec<Value>,
    status: Vec<Value>,
}

impl State {
    fn apply(&mut self, world: &mut World, stream: &str, step: Step) {
        match step {
            Step::Spec(tag) => self.write_spec(world, &tag),
            Step::Import { tag, from, ago } => {
                let preserve = self
                    .spec_of(&tag)
                    .is_some_and(|spec| spec["importPolicy"]["importMode"] == "PreserveOriginal");
                if let Some(Pulled { digest, spec }) = world.pull(&from, ago, preserve) {
                    self.generation += 1;
                    self.observe(&tag);
                    self.push_event(&tag, &digest, &spec, &world.time(ago));
                }
            }
            Step::Event {
                tag,
                image,
                spec,
                ago,
            } => self.push_event(&tag, &image, &spec, &world.time(ago)),
            Step::Copy { tag, of, ago } => {
                let Some(newest) = self.newest(&of) else {
                    return;
                };
                let text = |key: &str| newest[key].as_str().unwrap_or_default().to_owned();
                if ago.is_some() {
                    self.write_spec(
                        world,
                        &Tag::digest(&tag, &format!("{stream}@{}", text("image"))),
                    );
                }
                let created = ago.map_or_else(|| text("created"), |ago| world.time(ago));
                self.push_event(
                    &tag,
                    &text("image"),
                    &text("dockerImageReference"),
                    &created,
                );
            }
            Step::Failure {
                tag,
                reason,
                message,
                ago,
            } => {
                self.generation += 1;
                self.observe(&tag);
                let condition = json!([{
                    "type": "ImportSuccess", "status": "False", "lastTransitionTime": world.time(ago),
                    "reason": reason, "message": message, "generation": self.generation,
                }]);
                self.status_of(&tag)["conditions"] = condition;
            }
        }
    }

    fn write_spec(&mut self, world: &World, tag: &Tag) {
        self.generation += 1;
        let json = tag.json(self.generation);
        self.spec.retain(|old| old["name"] != json["name"]);
        if tag.has(Setting::Reference)
            && let Some(from) = tag
                .from
                .as_ref()
                .filter(|from| from["kind"] == "DockerImage")
        {
            let spec = from["name"].as_str().unwrap_or_default().to_owned();
            self.spec.push(json);
            self.push_event(&tag.name, "", &spec, &world.time(Ago(3_600)));
            return;
        }
        self.spec.push(json);
    }

    fn spec_of(&mut self, tag: &str) -> Option<&mut Value> {
        self.spec.iter_mut().find(|spec| spec["name"] == tag)
    }

    /// The spec tag has been looked at under the stream's present generation.
    fn observe(&mut self, tag: &str) {
        let generation = self.generation;
        if let Some(spec) = self.spec_of(tag) {
            spec["generation"] = json!(generation);
        }
    }

    fn newest(&self, tag: &str) -> Option<Value> {
        let list = self.status.iter().find(|list| list["tag"] == tag)?;
        list["items"].get(0).cloned()
    }

    fn status_of(&mut self, tag: &str) -> &mut Value {
        let index = self
            .status
            .iter()
            .position(|list| list["tag"] == tag)
            .unwrap_or_else(|| {
                self.status.push(json!({"tag": tag, "items": null}));
                self.status.len() - 1
            });
        &mut self.status[index]
    }

    fn push_event(&mut self, tag: &str, image: &str, spec: &str, created: &str) {
        let own = json!(self.generation);
        let generation = self
            .spec_of(tag)
            .map_or(own, |spec| spec["generation"].clone());
        let event = json!({"created": created, "dockerImageReference": spec, "image": image, "generation": generation});
        let list = self.status_of(tag);
        if let Some(list) = list.as_object_mut() {
            list.remove("conditions");
        }
        match list["items"].as_array_mut() {
            Some(items) => match items.first_mut() {
                Some(newest) if newest["image"] == event["image"] => {
                    newest["generation"] = generation;
                }
                _ => items.insert(0, event),
            },
            None => list["items"] = json!([event]),
        }
    }
}

fn sort_by(list: &mut [Value], key: &str) {
    list.sort_by(|a, b| a[key].as_str().cmp(&b[key].as_str()));
}
