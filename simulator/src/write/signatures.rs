//! Image signatures: written by themselves, kept with their image.

use serde_json::{Value, json};

use super::context::Write;
use super::field::{forbidden, invalid, required};
use super::options::success;
use super::{Answer, body, not_served};
use crate::cluster::Cluster;
use crate::resource::{ResourceCall, Verb};
use crate::status::{ApiError, ApiResult, Cause};
use crate::store::IMAGES;
use crate::view::{list, text};

const GROUP: &str = "image.openshift.io";
/// The name of the resource as errors write it.
const SIGNATURES: &str = "imageSignatures";

/// Answers a writing call.
pub fn answer(cluster: &mut Cluster, call: &ResourceCall<'_>, write: &Write) -> ApiResult<Answer> {
    match call.verb {
        Verb::Create => create(cluster, call, write),
        Verb::Delete => delete(cluster, call, write),
        _ => Err(not_served(call)),
    }
}

/// The image of a signature; the rest of the name can be anything.
fn image_name(name: &str) -> Option<&str> {
    let (image, own) = name.split_once('@')?;
    (!image.is_empty() && !own.is_empty() && !own.contains('@')).then_some(image)
}

fn image(cluster: &Cluster, name: &str) -> ApiResult<Value> {
    cluster.store.get(IMAGES, "", name).map_or_else(
        || Err(ApiError::not_found(GROUP, "images", name)),
        |stored| Ok(stored.value.clone()),
    )
}

fn validate(sent: &Value) -> Vec<Cause> {
    let name = text(sent, "/metadata/name");
    let mut errors = Vec::new();
    for member in ["labels", "annotations"] {
        let map = sent["metadata"][member].as_object();
        if map.is_some_and(|map| !map.is_empty()) {
            let detail = format!("signature {member} cannot be set");
            errors.push(forbidden(&format!("metadata.{member}"), &detail));
        }
    }
    if name.is_empty() {
        errors.push(required(
            "metadata.name",
            "name or generateName is required",
        ));
    } else if image_name(name).is_none() {
        let detail = "name must be of format <imageName>@<signatureName>";
        errors.push(invalid("metadata.name", name, detail));
    }
    for member in ["type", "content"] {
        if sent[member].as_str().unwrap_or_default().is_empty() {
            errors.push(required(member, ""));
        }
    }
    errors
}

fn create(cluster: &mut Cluster, call: &ResourceCall<'_>, write: &Write) -> ApiResult<Answer> {
    let body = body::object(call)?;
    let sent = body.object;
    let name = text(&sent, "/metadata/name").to_owned();
    let errors = validate(&sent);
    let Some(image_name) = image_name(&name).filter(|_| errors.is_empty()) else {
        return Err(ApiError::invalid(GROUP, "ImageSignature", &name, &errors));
    };
    let mut image = image(cluster, image_name)?;
    let is_there = list(&image, "/signatures").iter().any(|known| {
        text(known, "/metadata/name") == name
            || (known["type"] == sent["type"] && known["content"] == sent["content"])
    });
    if is_there {
        return Err(ApiError::already_exists(GROUP, SIGNATURES, &name));
    }
    // Only type and content are the sender's; what a signature claims is for the server to find out.
    let signature = json!({
        "kind": "ImageSignature", "apiVersion": "image.openshift.io/v1",
        "metadata": {
            "name": name,
            "uid": write.uid(cluster, &format!("imagesignature {name}")),
            "creationTimestamp": write.time(),
        },
        "type": sent["type"], "content": sent["content"],
    });
    if !write.dry_run {
        let mut kept = signature.clone();
        if let Some(kept) = kept.as_object_mut() {
            kept.remove("kind");
            kept.remove("apiVersion");
        }
        match image["signatures"].as_array_mut() {
            Some(signatures) => signatures.push(kept),
            None => image["signatures"] = json!([kept]),
        }
        cluster.store.put(IMAGES, image);
    }
    Ok(Answer::created(signature).with_warnings(body.warnings))
}

fn delete(cluster: &mut Cluster, call: &ResourceCall<'_>, write: &Write) -> ApiResult<Answer> {
    let Some(image_name) = image_name(call.name()) else {
        return Err(ApiError::bad_request(
            "ImageSignatures must be accessed with <imageName>@<signatureName>",
        ));
    };
    let mut image = image(cluster, image_name)?;
    let signatures = image["signatures"].as_array_mut();
    let before = signatures.as_ref().map_or(0, |all| all.len());
    let after = signatures.map_or(0, |all| {
        all.retain(|known| text(known, "/metadata/name") != call.name());
        all.len()
    });
    if before == after {
        return Err(ApiError::not_found(GROUP, SIGNATURES, call.name()));
    }
    if after == 0
        && let Some(image) = image.as_object_mut()
    {
        image.remove("signatures");
    }
    if !write.dry_run {
        cluster.store.put(IMAGES, image);
    }
    Ok(Answer::ok(success()))
}
