//! Image stream mappings: what the registry writes after a push.

use serde_json::{Value, json};

use super::context::{Write, check_namespace, limit_ranges};
use super::draft::{Draft, Event};
use super::field::required;
use super::history::{add_event, followers};
use super::{Answer, body, images, limits, streams};
use crate::cluster::Cluster;
use crate::resource::ResourceCall;
use crate::status::{ApiError, ApiResult};
use crate::store::{IMAGE_STREAMS, IMAGES};
use crate::view::text;

const GROUP: &str = "image.openshift.io";

/// Answers a create call.
pub fn answer(cluster: &mut Cluster, call: &ResourceCall<'_>, write: &Write) -> ApiResult<Answer> {
    let body = body::object(call)?;
    let mut metadata = body.object["metadata"]
        .as_object()
        .cloned()
        .unwrap_or_default();
    streams::settle(&mut metadata, call)?;
    check_namespace(cluster, call.namespace())?;
    let name = metadata
        .get("name")
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned();
    let tag = text(&body.object, "/tag").to_owned();
    let image_name = text(&body.object, "/image/metadata/name").to_owned();
    let mut errors = Vec::new();
    if tag.is_empty() {
        errors.push(required("tag", ""));
    }
    if image_name.is_empty() {
        errors.push(required(
            "image.metadata.name",
            "name or generateName is required",
        ));
    }
    if !errors.is_empty() {
        return Err(ApiError::invalid(
            GROUP,
            "ImageStreamMapping",
            &name,
            &errors,
        ));
    }
    let ranges = limit_ranges(cluster, call.namespace());
    if let Some(because) = limits::against_image(&ranges, &body.object["image"]) {
        let plural = call.resource.plural;
        return Err(ApiError::forbidden(GROUP, plural, &name, &because));
    }
    let old = streams::get(cluster, call.namespace(), &name)?;
    let mut image = body.object["image"].clone();
    let own = format!(
        "{}@{image_name}",
        text(&old, "/status/dockerImageRepository")
    );
    if text(&image, "/dockerImageReference").is_empty() {
        image["dockerImageReference"] = json!(own);
    }
    let is_managed = image["metadata"]["annotations"]["openshift.io/image.managed"] == "true";
    let is_known = cluster.store.get(IMAGES, "", &image_name).is_some();
    let reference = if is_known && is_managed {
        own
    } else {
        text(&image, "/dockerImageReference").to_owned()
    };
    let mut draft = Draft::read(&old);
    let event = Event {
        created: write.time(),
        reference,
        image: image_name,
        generation: draft.generation(),
    };
    // A push touches the status alone: only tags that follow this one directly get the image too.
    if add_event(&mut draft, &tag, event.clone()) {
        for follower in followers(&draft, &tag) {
            add_event(&mut draft, &follower, event.clone());
        }
    }
    if let Some(error) = streams::status_limits(cluster, &Draft::read(&old), &draft) {
        return Err(ApiError::invalid(GROUP, "ImageStream", &name, &[error]));
    }
    images::keep(cluster, write, image);
    let mut object = draft.json();
    cluster.compute(IMAGE_STREAMS, &mut object);
    if object != old {
        cluster.put(IMAGE_STREAMS, object);
    }
    let mut status = super::options::success();
    status["code"] = json!(201);
    Ok(Answer::created(status).with_warnings(body.warnings))
}
