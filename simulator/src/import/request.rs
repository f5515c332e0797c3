//! `imagestreamimports`: a request to import, answered with 201 even when nothing could be imported.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::credentials::Keyring;
use super::fetch::{Fetched, Puller, Wanted};
use super::outcome::{self, Outcome, apply};
use super::spec::{check_preconditions, check_registries, fill_in_defaults, validate};
use crate::cluster::Cluster;
use crate::registry::{ImageReference, PullError};
use crate::resource::ResourceCall;
use crate::status::{ApiError, ApiResult};
use crate::store::IMAGES;
use crate::view::text;
use crate::write::context::{Write, check_namespace, check_quota, stored_stream};
use crate::write::draft::{Draft, SpecTag};
use crate::write::{Answer, body, images, limits, streams};

pub(super) const GROUP: &str = "image.openshift.io";
/// So many tags of a repository are imported at once.
pub(super) const MOST_TAGS: usize = 50;
/// When an import last changed something.
pub const CHECK_ANNOTATION: &str = "openshift.io/image.dockerRepositoryCheck";

/// Answers a create call. Dry runs are not for imports: `spec.import: false` is.
pub fn answer(cluster: &mut Cluster, call: &ResourceCall<'_>, write: &Write) -> ApiResult<Answer> {
    let body = body::object(call)?;
    let mut metadata = body.object["metadata"]
        .as_object()
        .cloned()
        .unwrap_or_default();
    streams::settle(&mut metadata, call)?;
    check_namespace(cluster, call.namespace())?;
    let mut object = body.object;
    object["metadata"] = Value::Object(metadata);
    let write = Write {
        dry_run: false,
        ..write.clone()
    };
    let mut answered = match run(cluster, &write, object, false)? {
        Imported::Told(answered) => answered,
        Imported::NotInTime | Imported::NotKnownYet => {
            let message = "Internal error occurred: the registries have not been asked";
            return Err(ApiError::new(500, "InternalError", message));
        }
    };
    answered["metadata"]["managedFields"] = json!([{
        "manager": streams::manager(call),
        "operation": "Update",
        "apiVersion": "image.openshift.io/v1",
        "time": write.time(),
        "fieldsType": "FieldsV1",
        "fieldsV1": {"f:spec": managed(&answered["spec"])},
    }]);
    Ok(Answer::created(answered).with_warnings(body.warnings))
}

/// The fields of the request that its sender manages; what has its default belongs to nobody.
fn managed(spec: &Value) -> Value {
    let mut fields = json!({});
    if spec["import"] == true {
        fields["f:import"] = json!({});
    }
    if spec["images"].is_array() {
        fields["f:images"] = json!({});
    }
    let repository = spec["repository"].as_object();
    for (key, member) in repository.into_iter().flatten() {
        fields["f:repository"]["."] = json!({});
        let field = &mut fields["f:repository"][format!("f:{key}")];
        *field = json!({});
        for policy in member
            .as_object()
            .into_iter()
            .flatten()
            .filter(|_| key != "from")
        {
            field["."] = json!({});
            field[format!("f:{}", policy.0)] = json!({});
        }
    }
    fields
}

/// What came of an import.
#[derive(Debug)]
pub enum Imported {
    /// It was done; the answer tells how.
    Told(Value),
    /// Nothing was done, because a registry did not answer in time.
    NotInTime,
    /// Nothing was done, because a registry has to be asked first; it is noted what.
    NotKnownYet,
}

/// Does an import. With `patient`, a registry that does not answer in time makes the whole import come to nothing, so
/// that it can be tried again.
pub fn run(
    cluster: &mut Cluster,
    write: &Write,
    mut object: Value,
    patient: bool,
) -> ApiResult<Imported> {
    let name = text(&object, "/metadata/name").to_owned();
    let namespace = text(&object, "/metadata/namespace").to_owned();
    fill_in_defaults(&mut object);
    let errors = validate(&name, &object);
    if !errors.is_empty() {
        return Err(ApiError::invalid(
            GROUP,
            "ImageStreamImport",
            &name,
            &errors,
        ));
    }
    check_registries(cluster, write, &name, &object)?;
    let old = stored_stream(cluster, &namespace, &name).cloned();
    check_preconditions(&name, &object["metadata"], old.as_ref())?;
    let is_real = object["spec"]["import"] == true;
    if is_real && old.is_none() {
        check_quota(cluster, &namespace, "imagestreamimports", &name)?;
    }
    let mut draft = old
        .as_ref()
        .map_or_else(|| Draft::named(&namespace, &name), Draft::read);
    let answers = ask(cluster, write, &namespace, &object, &draft);
    if answers.lack(&PullError::NotKnownYet) {
        return Ok(Imported::NotKnownYet);
    }
    if patient && answers.lack(&PullError::Timeout) {
        return Ok(Imported::NotInTime);
    }
    let mut status = Map::new();
    let mut new_images = BTreeSet::new();
    if is_real {
        let before = draft.clone();
        effects(&mut draft, &object, &answers, &write.time());
        for fetched in answers.all() {
            for image in fetched.manifests.iter().chain(&fetched.image) {
                let mut kept = image.clone();
                if let Some(kept) = kept.as_object_mut() {
                    // Imports tell them where they are wanted, but never store them.
                    kept.remove("dockerImageManifest");
                    kept.remove("dockerImageConfig");
                }
                if images::keep(cluster, write, kept) {
                    new_images.insert(text(image, "/metadata/name").to_owned());
                }
            }
        }
        let mut stream = keep(cluster, write, old.as_ref(), &before, draft)?;
        if let Some(map) = stream.as_object_mut() {
            map.remove("kind");
            map.remove("apiVersion");
        }
        status.insert("import".to_owned(), stream);
    }
    let teller = Teller {
        cluster,
        write,
        is_real,
        new_images,
    };
    answers.tell(&teller, &mut status);
    let mut metadata = object["metadata"].as_object().cloned().unwrap_or_default();
    metadata.retain(|member, _| {
        matches!(
            member.as_str(),
            "name" | "namespace" | "resourceVersion" | "labels" | "annotations"
        )
    });
    metadata.insert(
        "uid".to_owned(),
        json!(write.uid(cluster, &format!("imagestreamimport {name}"))),
    );
    metadata.insert("creationTimestamp".to_owned(), json!(write.time()));
    Ok(Imported::Told(json!({
        "kind": "ImageStreamImport",
        "apiVersion": "image.openshift.io/v1",
        "metadata": metadata,
        "spec": object["spec"],
        "status": status,
    })))
}

/// What registries answered.
#[derive(Debug, Default)]
struct Answers {
    images: Vec<Fetched>,
    /// Status of the repository, its images, and the tags that were left out.
    repository: Option<(Value, Vec<Fetched>, Vec<String>)>,
    /// Why the repository's tags could not be listed.
    repository_error: Option<PullError>,
}

impl Answers {
    fn all(&self) -> impl Iterator<Item = &Fetched> {
        self.repository
            .iter()
            .flat_map(|(_, fetched, _)| fetched)
            .chain(&self.images)
    }

    /// Whether an answer is missing for this reason.
    fn lack(&self, reason: &PullError) -> bool {
        self.repository_error.as_ref() == Some(reason)
            || self
                .all()
                .any(|fetched| fetched.error.as_ref() == Some(reason))
    }

    /// Writes the answers into the status of the import.
    fn tell(&self, teller: &Teller<'_>, status: &mut Map<String, Value>) {
        let told = |fetched: &Fetched| teller.told(fetched);
        if let Some((own, fetched, rest)) = &self.repository {
            let mut repository = json!({"status": own});
            if !fetched.is_empty() {
                repository["images"] = fetched.iter().map(told).collect();
            }
            if !rest.is_empty() {
                repository["additionalTags"] = json!(rest);
            }
            status.insert("repository".to_owned(), repository);
        }
        if !self.images.is_empty() {
            status.insert("images".to_owned(), self.images.iter().map(told).collect());
        }
    }
}

/// How results are told.
struct Teller<'a> {
    cluster: &'a Cluster,
    write: &'a Write,
    is_real: bool,
    new_images: BTreeSet<String>,
}

impl Teller<'_> {
    fn told(&self, fetched: &Fetched) -> Value {
        let mut entry = json!({"status": fetched.status});
        if let Some(image) = &fetched.image {
            entry["image"] = self.identified(image);
        }
        if !fetched.tag.is_empty() {
            entry["tag"] = json!(fetched.tag);
        }
        if !fetched.manifests.is_empty() {
            let manifests = fetched.manifests.iter();
            entry["manifests"] = manifests.map(|image| self.identified(image)).collect();
        }
        entry
    }

    /// An image that this import stored is told as stored; one that was there already as it would
    /// have been.
    fn identified(&self, image: &Value) -> Value {
        let mut image = image.clone();
        if !self.is_real {
            return image;
        }
        let name = text(&image, "/metadata/name").to_owned();
        let stored = self.cluster.store.get(IMAGES, "", &name);
        if let Some(stored) = stored.filter(|_| self.new_images.contains(&name)) {
            image["metadata"] = stored.value["metadata"].clone();
        } else {
            let uid = self.write.uid(self.cluster, &format!("image {name}"));
            image["metadata"]["uid"] = json!(uid);
            image["metadata"]["creationTimestamp"] = json!(self.write.time());
        }
        image
    }
}

fn wanted(source: &Value, spec: Option<&SpecTag>) -> Option<Wanted> {
    let policy = SpecTag::read(source);
    let wish = |key: &str| {
        let annotation = spec.and_then(|spec| {
            spec.annotations
                .get(&format!("importer.image.openshift.io/{key}"))
        });
        annotation
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned()
    };
    let from = match text(source, "/from/name") {
        // Validation lets this one pass although it is no reference.
        "*" => ImageReference {
            name: "*".to_owned(),
            ..ImageReference::default()
        },
        name => ImageReference::parse(name).ok()?,
    };
    Some(Wanted {
        from,
        preserve: policy.import_mode == "PreserveOriginal",
        insecure: policy.insecure,
        platform: (wish("prefer-os"), wish("prefer-arch")),
        include_manifest: source["includeManifest"] == true,
    })
}

fn ask(
    cluster: &Cluster,
    write: &Write,
    namespace: &str,
    object: &Value,
    stream: &Draft,
) -> Answers {
    let keyring = Keyring::of(cluster, namespace);
    let registry = cluster.registries.registry();
    let puller = Puller {
        registry: registry.as_ref(),
        keyring: &keyring,
        now: write.now,
    };
    let sources = object["spec"]["images"].as_array().into_iter().flatten();
    let images: Vec<Wanted> = sources
        .filter_map(|source| wanted(source, stream.tags.get(text(source, "/to/name"))))
        .collect();
    let repository = &object["spec"]["repository"];
    let mut repository_error = None;
    let repository = wanted(repository, None)
        .filter(|_| repository.is_object())
        .map(|wanted| match puller.repository(&wanted, MOST_TAGS) {
            Ok((fetched, rest)) => (repository_status(&fetched), fetched, rest),
            Err(error) => {
                let status = error.status(&wanted.from);
                repository_error = Some(error);
                (status, Vec::new(), Vec::new())
            }
        });
    Answers {
        images: puller.images(&images),
        repository,
        repository_error,
    }
}

fn repository_status(fetched: &[Fetched]) -> Value {
    let failed = fetched
        .iter()
        .filter(|fetched| fetched.image.is_none())
        .count();
    let message = match failed {
        0 => return json!({"metadata": {}, "status": "Success"}),
        1 => "one of the images from this repository failed to import".to_owned(),
        many => format!("{many} of the images from this repository failed to import"),
    };
    json!({"metadata": {}, "status": "Failure", "message": message, "reason": "ImportFailed"})
}

/// What the answers do to the stream.
fn effects(draft: &mut Draft, object: &Value, answers: &Answers, now: &str) {
    let generation = draft.generation() + 1;
    if let Some((_, fetched, _)) = &answers.repository {
        let source = &object["spec"]["repository"];
        let policy = SpecTag::read(source);
        let Ok(repository) = ImageReference::parse(text(source, "/from/name")) else {
            return;
        };
        for fetched in fetched {
            let from = repository.at_tag(&fetched.tag).exact();
            let outcome = Outcome {
                fetched,
                tag: &fetched.tag,
                from: &from,
                policy: &policy,
                keeps_failures: false,
            };
            apply(draft, &outcome, generation, now);
        }
    }
    let sources = object["spec"]["images"].as_array().into_iter().flatten();
    for (source, fetched) in sources.zip(&answers.images) {
        let tag = text(source, "/to/name");
        if tag.is_empty() {
            continue;
        }
        let policy = SpecTag::read(source);
        let from = text(source, "/from/name");
        apply(
            draft,
            &Outcome {
                fetched,
                tag,
                from,
                policy: &policy,
                keeps_failures: true,
            },
            generation,
            now,
        );
    }
}

/// Stores the stream, unless nothing changed.
fn keep(
    cluster: &mut Cluster,
    write: &Write,
    old: Option<&Value>,
    before: &Draft,
    mut draft: Draft,
) -> ApiResult<Value> {
    match old {
        Some(old) if draft == *before && draft.annotation(CHECK_ANNOTATION).is_some() => {
            Ok(old.clone())
        }
        Some(old) => {
            draft.annotate(CHECK_ANNOTATION, &write.time());
            let told = streams::update_with_status(cluster, write, old, draft.clone());
            if let Err(error) = &told
                && limits::is_told_in(error)
            {
                // Without a trace on the stream nobody would learn why the controller's imports come to nothing.
                let mut noted = before.clone();
                outcome::refused(&mut noted, &draft, error, &write.time());
                streams::update_with_status(cluster, write, old, noted)?;
            }
            told
        }
        None => {
            draft.annotate(CHECK_ANNOTATION, &write.time());
            streams::create_with_status(cluster, write, draft)
        }
    }
}
