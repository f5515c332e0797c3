//! What a request to import must look like before any registry is asked, and the defaults of what it leaves out.

use serde_json::{Value, json};

use super::request::GROUP;
use crate::access::Attributes;
use crate::cluster::Cluster;
use crate::registry::ImageReference;
use crate::resource::Verb;
use crate::status::{ApiError, ApiResult, Cause};
use crate::view::text;
use crate::write::context::{Write, allow_list};
use crate::write::draft::SpecTag;
use crate::write::field::{invalid, invalid_bare, required};
use crate::write::validation;

/// A source without a tag to go to takes the tag it names; policies get their defaults.
pub(super) fn fill_in_defaults(object: &mut Value) {
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

/// What is wrong with the request as a whole: nothing is imported then.
pub(super) fn validate(name: &str, object: &Value) -> Vec<Cause> {
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
    errors.extend(validation::stream_name(name));
    errors
}

fn source_errors(path: &str, source: &Value, is_repository: bool) -> Vec<Cause> {
    let mut errors = Vec::new();
    let (kind, from) = (text(source, "/from/kind"), text(source, "/from/name"));
    let from_name = format!("{path}.from.name");
    if kind == "DockerImage" && from == "*" && !is_repository {
        // Old clients look for streams by this name; nothing else of such an image is looked at.
        return errors;
    }
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

/// Whether the registries are allowed. Whoever may create images anywhere may import them from anywhere.
pub(super) fn check_registries(
    cluster: &Cluster,
    write: &Write,
    name: &str,
    object: &Value,
) -> ApiResult<()> {
    let creates = |resource| Attributes::new(Verb::Create, GROUP, resource, "");
    if ["images", "imagestreammapping"]
        .into_iter()
        .any(|resource| write.may(cluster, &creates(resource)))
    {
        return Ok(());
    }
    let list = allow_list(cluster);
    let against = |path: &str, source: &Value| {
        let insecure = SpecTag::read(source).insecure;
        let field = format!("{path}.from.name");
        list.against_import(&field, text(source, "/from/name"), insecure)
    };
    let spec = &object["spec"];
    let images = spec["images"].as_array().into_iter().flatten().enumerate();
    let mut errors: Vec<Cause> = images
        .filter_map(|(index, image)| against(&format!("spec.images[{index}]"), image))
        .collect();
    if spec["repository"].is_object() {
        errors.extend(against("spec.repository", &spec["repository"]));
    }
    if errors.is_empty() {
        return Ok(());
    }
    Err(ApiError::invalid(GROUP, "ImageStreamImport", name, &errors))
}

/// The version and the stream that the request was meant for.
pub(super) fn check_preconditions(
    name: &str,
    metadata: &Value,
    old: Option<&Value>,
) -> ApiResult<()> {
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
