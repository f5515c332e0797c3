//! Image objects: kept when imported or pushed, changed and deleted by cluster administrators.

use serde_json::{Value, json};

use super::context::Write;
use super::field::required;
use super::options::{DeleteOptions, success_of};
use super::{Answer, body, not_served, patched, streams};
use crate::cluster::Cluster;
use crate::resource::{ResourceCall, Verb};
use crate::status::{ApiError, ApiResult};
use crate::store::IMAGES;
use crate::view::text;

const GROUP: &str = "image.openshift.io";

/// Stores an image unless there is one of its name already; whether it was stored.
pub fn keep(cluster: &mut Cluster, write: &Write, mut image: Value) -> bool {
    let name = text(&image, "/metadata/name").to_owned();
    if cluster.store.get(IMAGES, "", &name).is_some() {
        return false;
    }
    image["kind"] = json!("Image");
    image["apiVersion"] = json!("image.openshift.io/v1");
    image["metadata"]["uid"] = json!(write.uid(cluster, &format!("image {name}")));
    image["metadata"]["creationTimestamp"] = json!(write.time());
    if let Some(metadata) = image["metadata"].as_object_mut() {
        metadata.remove("resourceVersion");
        metadata.remove("namespace");
    }
    cluster.store.put(IMAGES, image);
    true
}

/// Answers a writing call.
pub fn answer(cluster: &mut Cluster, call: &ResourceCall<'_>, write: &Write) -> ApiResult<Answer> {
    let stored = |cluster: &Cluster| {
        let found = cluster
            .store
            .get(IMAGES, "", call.name())
            .map(|stored| stored.value.clone());
        found.ok_or_else(|| ApiError::not_found(GROUP, "images", call.name()))
    };
    match call.verb {
        Verb::Create => {
            let mut sent = body::object(call)?.object;
            if !sent["metadata"].is_object() {
                sent["metadata"] = json!({});
            }
            let name = text(&sent, "/metadata/name").to_owned();
            if name.is_empty() {
                let missing = required("metadata.name", "name or generateName is required");
                return Err(ApiError::invalid(GROUP, "Image", "", &[missing]));
            }
            if cluster.store.get(IMAGES, "", &name).is_some() {
                return Err(ApiError::already_exists(GROUP, "images", &name));
            }
            if write.dry_run {
                return Ok(Answer::created(sent));
            }
            keep(cluster, write, sent);
            let object = cluster
                .store
                .get(IMAGES, "", &name)
                .map(|stored| stored.value.clone());
            Ok(Answer::created(object.unwrap_or_default()))
        }
        Verb::Update | Verb::Patch => {
            let old = stored(cluster)?;
            let new = if call.verb == Verb::Patch {
                patched::object(call, &old)?.0
            } else {
                body::object(call)?.object
            };
            // Layers and metadata belong to the digest; labels, annotations and signatures can change.
            let mut image = old.clone();
            for member in ["labels", "annotations"] {
                image["metadata"][member] = new["metadata"][member].clone();
            }
            if let Some(metadata) = image["metadata"].as_object_mut() {
                metadata.retain(|_, value| !value.is_null());
            }
            if image == old || write.dry_run {
                return Ok(Answer::ok(image));
            }
            Ok(Answer::ok(cluster.store.put(IMAGES, image).value.clone()))
        }
        Verb::Delete => {
            let options = DeleteOptions::of(call)?;
            let old = stored(cluster)?;
            options.check(&old, GROUP, "Image", call.name())?;
            if !write.dry_run {
                cluster.store.delete(IMAGES, "", call.name());
            }
            Ok(Answer::ok(success_of(&old, GROUP, "images")))
        }
        Verb::DeleteCollection => Ok(Answer::ok(streams::delete_all(
            cluster, call, write, IMAGES,
        )?)),
        _ => Err(not_served(call)),
    }
}
