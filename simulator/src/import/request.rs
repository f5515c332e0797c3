//! `imagestreamimports`: a request to import, answered with 201 even when nothing could be imported.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::credentials::Keyring;
use super::fetch::{Fetched, Puller, Wanted};
use super::outcome::{Outcome, apply};
use crate::cluster::Cluster;
use crate::registry::ImageReference;
use crate::resource::ResourceCall;
use crate::status::{ApiError, ApiResult, Cause};
use crate::store::IMAGES;
use crate::view::text;
use crate::write::context::{Write, check_namespace, stored_stream};
use crate::write::draft::{Draft, SpecTag};
use crate::write::field::{invalid, invalid_bare, required};
use crate::write::{Answer, body, images, streams, validation};

const GROUP: &str = "image.openshift.io";
/// So many tags of a repository are imported at once.
const MOST_TAGS: usize = 50;
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
    let mut answered = run(cluster, &write, object, false)?.unwrap_or_default();
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

/// Does an import and returns its answer. With `patient`, a registry that does not answer in time makes the whole
/// import come to nothing (`None`), so that it can be tried again.
pub fn run(
    cluster: &mut Cluster,
    write: &Write,
    mut object: Value,
    patient: bool,
) -> ApiResult<Option<Value>> {
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
    let old = stored_stream(cluster, &namespace, &name).cloned();
    check_preconditions(&name, &object["metadata"], old.as_ref())?;
    let mut draft = old
        .as_ref()
        .map_or_else(|| Draft::named(&namespace, &name), Draft::read);
    let answers = ask(cluster, write, &namespace, &object, &draft);
    if patient && answers.all().any(|fetched| fetched.timed_out) {
        return Ok(None);
    }
    let is_real = object["spec"]["import"] == true;
    let mut status = Map::new();
    let mut new_images = BTreeSet::new();
    if is_real {
        let before = draft.clone();
        effects(&mut draft, &object, &answers, &write.time());
        for fetched in answers.all() {
            for image in fetched.manifests.iter().chain(&fetched.image) {
                if images::keep(cluster, write, image.clone()) {
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
    Ok(Some(json!({
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
}

impl Answers {
    fn all(&self) -> impl Iterator<Item = &Fetched> {
        self.repository
            .iter()
            .flat_map(|(_, fetched, _)| fetched)
            .chain(&self.images)
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

/// A source without a tag to go to takes the tag it names; policies get their defaults.
fn fill_in_defaults(object: &mut Value) {
    let settle = |spec: &mut Value| {
        let tag = SpecTag::read(spec);
        spec["importPolicy"] = tag.import_policy();
        spec["referencePolicy"] = json!({"type": tag.reference_policy});
        if spec["includeManifest"] != true
            && let Some(map) = spec.as_object_mut()
        {
            map.remove("includeManifest");
        }
    };
    if object["spec"].is_null() {
        object["spec"] = json!({});
    }
    if object["spec"]["import"] != true {
        object["spec"]["import"] = json!(false);
    }
    let images = object
        .pointer_mut("/spec/images")
        .and_then(Value::as_array_mut);
    for image in images.into_iter().flatten() {
        settle(image);
        if image["to"].is_null() {
            let tag = ImageReference::parse(text(image, "/from/name"))
                .map(|from| from.tag)
                .unwrap_or_default();
            if tag.is_empty() {
                if let Some(map) = image.as_object_mut() {
                    map.remove("to");
                }
            } else {
                image["to"] = json!({"name": tag});
            }
        }
    }
    if object["spec"]["repository"].is_object() {
        settle(&mut object["spec"]["repository"]);
    } else if let Some(spec) = object["spec"].as_object_mut() {
        spec.remove("repository");
    }
}

fn validate(name: &str, object: &Value) -> Vec<Cause> {
    let spec = &object["spec"];
    let mut errors = Vec::new();
    for (index, image) in spec["images"].as_array().into_iter().flatten().enumerate() {
        let path = format!("spec.images[{index}]");
        errors.extend(source_errors(&path, image, false));
    }
    if spec["repository"].is_object() {
        errors.extend(source_errors("spec.repository", &spec["repository"], true));
    }
    let no_images = spec["images"].as_array().is_none_or(Vec::is_empty);
    if no_images && !spec["repository"].is_object() {
        let detail = "you must specify at least one image or a repository import";
        errors.push(invalid_bare("spec.images", "null", detail));
    }
    if name != "*" {
        errors.extend(validation::stream_name(name));
    }
    errors
}

fn source_errors(path: &str, source: &Value, is_repository: bool) -> Vec<Cause> {
    let mut errors = Vec::new();
    let (kind, from) = (text(source, "/from/kind"), text(source, "/from/name"));
    let from_name = format!("{path}.from.name");
    if kind == "DockerImage" {
        if !is_repository && source["to"].is_object() && text(source, "/to/name").is_empty() {
            let detail = "the name of the target tag must be specified";
            errors.push(invalid(&format!("{path}.to.name"), "", detail));
        }
        errors.extend(from_error(&from_name, from, is_repository));
    } else {
        let detail = "only DockerImage is supported";
        errors.push(invalid(&format!("{path}.from.kind"), kind, detail));
    }
    let mode = text(source, "/importPolicy/importMode");
    errors.extend(validation::import_mode(
        &format!("{path}.importPolicy.importMode"),
        mode,
    ));
    errors
}

fn from_error(field: &str, from: &str, is_repository: bool) -> Option<Cause> {
    if from.is_empty() {
        let detail = "container image references require a name";
        return Some(required(field, if is_repository { detail } else { "" }));
    }
    match ImageReference::parse(from) {
        Err(error) => Some(invalid(field, from, &error.to_string())),
        Ok(parsed) if is_repository && !(parsed.tag.is_empty() && parsed.id.is_empty()) => {
            let detail = "you must specify an image repository, not a tag or ID";
            Some(invalid(field, from, detail))
        }
        Ok(_) => None,
    }
}

fn check_preconditions(name: &str, metadata: &Value, old: Option<&Value>) -> ApiResult<()> {
    let sent = |member: &str| metadata[member].as_str().unwrap_or_default().to_owned();
    let (version, uid) = (sent("resourceVersion"), sent("uid"));
    let missing = || ApiError::not_found(GROUP, "imagestream", name);
    let Some(old) = old else {
        return if version.is_empty() && uid.is_empty() {
            Ok(())
        } else {
            Err(missing())
        };
    };
    let current = text(old, "/metadata/resourceVersion");
    if !version.is_empty() && version != current {
        let cause = format!("the image stream was updated from \"{version}\" to \"{current}\"");
        return Err(ApiError::conflict(GROUP, "imagestream", name, &cause));
    }
    if !uid.is_empty() && uid != text(old, "/metadata/uid") {
        return Err(missing());
    }
    Ok(())
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
    Some(Wanted {
        from: ImageReference::parse(text(source, "/from/name")).ok()?,
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
    let repository = wanted(repository, None)
        .filter(|_| repository.is_object())
        .map(|wanted| match puller.repository(&wanted, MOST_TAGS) {
            Ok((fetched, rest)) => (repository_status(&fetched), fetched, rest),
            Err(status) => (status, Vec::new(), Vec::new()),
        });
    Answers {
        images: puller.images(&images),
        repository,
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
            streams::update_with_status(cluster, write, old, draft)
        }
        None => {
            draft.annotate(CHECK_ANNOTATION, &write.time());
            streams::create_with_status(cluster, write, draft)
        }
    }
}
