//! The verbs `get` and `list`.

mod answer;

use jiff::Timestamp;
use serde_json::{Value, json};

pub use answer::{Answer, Item, List, object_json};

use crate::access::{self, Attributes};
use crate::cluster::Cluster;
use crate::exchange::Response;
use crate::negotiate;
use crate::paging::{self, PageRequest};
use crate::resource::{ResourceCall, Verb};
use crate::selector::Selectors;
use crate::status::{ApiError, ApiResult};
use crate::store::{IMAGE_STREAMS, IMAGES, NAMESPACES, SECRETS};
use crate::table::RowObject;
use crate::view::{self, image_tag, layers, project, secrets, stream_image, stream_tag};

const IMAGE_GROUP: &str = "image.openshift.io";

/// Answers a `get` or a `list`.
pub fn respond(cluster: &Cluster, call: &ResourceCall<'_>, now: Timestamp) -> ApiResult<Response> {
    let form = negotiate::form(call.request)?;
    let row_object = RowObject::parse(call.param("includeObject"))?;
    let answer = match call.verb {
        Verb::Get => get(cluster, call)?,
        _ => list(cluster, call)?,
    };
    Ok(answer.render(call.resource, form, row_object, now))
}

/// The fields that objects of a resource can be selected by.
pub fn selectable_fields(call: &ResourceCall<'_>) -> &'static [&'static str] {
    match (call.resource.group, call.resource.plural) {
        (IMAGE_GROUP, "imagestreams") => &[
            "metadata.name",
            "metadata.namespace",
            "spec.dockerImageRepository",
            "status.dockerImageRepository",
        ],
        ("", "secrets") => &["metadata.name", "metadata.namespace", "type"],
        ("", "namespaces") | ("project.openshift.io", "projects") => {
            &["metadata.name", "status.phase"]
        }
        _ => &["metadata.name", "metadata.namespace"],
    }
}

/// The selectors of a list or a watch.
pub fn selectors(call: &ResourceCall<'_>) -> ApiResult<Selectors> {
    let (labels, fields) = (call.param("labelSelector"), call.param("fieldSelector"));
    Selectors::parse(labels, fields, selectable_fields(call))
}

fn get(cluster: &Cluster, call: &ResourceCall<'_>) -> ApiResult<Answer> {
    match (
        call.resource.group,
        call.resource.plural,
        call.subresource.as_str(),
    ) {
        (IMAGE_GROUP, "imagestreams", "layers") => {
            let stream = stored_stream(cluster, call, call.name())?;
            Ok(Answer::Made(layers::view(&cluster.store, stream)))
        }
        (IMAGE_GROUP, "imagestreams", "secrets") => pull_secrets(cluster, call),
        (IMAGE_GROUP, "imagestreamtags", "") => get_stream_tag(cluster, call),
        (IMAGE_GROUP, "imagetags", "") => get_image_tag(cluster, call),
        (IMAGE_GROUP, "imagestreamimages", "") => get_stream_image(cluster, call),
        ("project.openshift.io", "projects", "") => {
            let namespace = cluster.store.get(NAMESPACES, "", call.name());
            let namespace = namespace.ok_or_else(|| missing(call))?;
            Ok(Answer::Made(project::view(&namespace.value)))
        }
        _ => {
            let resource = call.resource;
            let namespace = if resource.namespaced {
                call.namespace()
            } else {
                ""
            };
            let stored = cluster
                .store
                .get(resource.stored_as(), namespace, call.name());
            Ok(Answer::Stored(stored.ok_or_else(|| missing(call))?.clone()))
        }
    }
}

fn missing(call: &ResourceCall<'_>) -> Box<ApiError> {
    ApiError::not_found(call.resource.group, call.resource.plural, call.name())
}

fn stored_stream<'c>(
    cluster: &'c Cluster,
    call: &ResourceCall<'_>,
    name: &str,
) -> ApiResult<&'c Value> {
    cluster
        .store
        .get(IMAGE_STREAMS, call.namespace(), name)
        .map(|stored| &*stored.value)
        .ok_or_else(|| ApiError::not_found(IMAGE_GROUP, "imagestreams", name))
}

/// The stream of a tag. When it is missing, the server names the stream but the resource of the tag.
fn stream_of_tag<'c>(
    cluster: &'c Cluster,
    call: &ResourceCall<'_>,
    name: &str,
) -> ApiResult<&'c Value> {
    stored_stream(cluster, call, name)
        .map_err(|_| ApiError::not_found(IMAGE_GROUP, call.resource.plural, name))
}

fn get_stream_tag(cluster: &Cluster, call: &ResourceCall<'_>) -> ApiResult<Answer> {
    let (name, tag) = view::split_name(call.name(), ':').ok_or_else(|| {
        ApiError::bad_request("ImageStreamTags must be retrieved with <name>:<tag>")
    })?;
    let stream = stream_of_tag(cluster, call, name)?;
    let image_name = stream_tag::image_name(stream, tag).ok_or_else(|| missing(call))?;
    let image = cluster
        .store
        .get(IMAGES, "", image_name)
        .ok_or_else(|| ApiError::not_found(IMAGE_GROUP, "images", image_name))?;
    Ok(Answer::Made(stream_tag::full(
        stream,
        tag,
        Some(&image.value),
    )))
}

fn get_image_tag(cluster: &Cluster, call: &ResourceCall<'_>) -> ApiResult<Answer> {
    let (name, tag) = view::split_name(call.name(), ':')
        .ok_or_else(|| ApiError::bad_request("ImageTags must be retrieved with <name>:<tag>"))?;
    let stream = stream_of_tag(cluster, call, name)?;
    let image = stream_tag::image_name(stream, tag)
        .and_then(|name| stream_image::image(&cluster.store, name));
    let object = image_tag::view(stream, tag, image).ok_or_else(|| missing(call))?;
    Ok(Answer::Made(object))
}

fn get_stream_image(cluster: &Cluster, call: &ResourceCall<'_>) -> ApiResult<Answer> {
    let (name, id) = view::split_name(call.name(), '@').ok_or_else(|| {
        ApiError::bad_request("ImageStreamImages must be retrieved with <name>@<id>")
    })?;
    let stream = stored_stream(cluster, call, name)?;
    // The server names this resource in the singular here and nowhere else.
    let found = stream_image::resolve(&cluster.store, stream, id)
        .ok_or_else(|| ApiError::not_found(IMAGE_GROUP, "imagestreamimage", call.name()))?;
    let image = stream_image::image(&cluster.store, &found)
        .ok_or_else(|| ApiError::not_found(IMAGE_GROUP, "images", &found))?;
    Ok(Answer::Made(stream_image::view(stream, id, image)))
}

fn pull_secrets(cluster: &Cluster, call: &ResourceCall<'_>) -> ApiResult<Answer> {
    let known = &["metadata.name", "metadata.namespace", "type"];
    let selectors = Selectors::parse(
        call.param("labelSelector"),
        call.param("fieldSelector"),
        known,
    )?;
    let items = cluster
        .store
        .scan(SECRETS, Some(call.namespace()), None)
        .filter(|(_, secret)| secrets::is_offered(&secret.value))
        .filter(|(_, secret)| selectors.matches(&secret.value))
        .map(|(_, secret)| Item::Stored(secret.clone()));
    Ok(Answer::List(List {
        kind: "SecretList".to_owned(),
        api_version: "image.openshift.io/v1".to_owned(),
        metadata: json!({"resourceVersion": cluster.store.revision().to_string()}),
        items: items.collect(),
    }))
}

fn list(cluster: &Cluster, call: &ResourceCall<'_>) -> ApiResult<Answer> {
    match (call.resource.group, call.resource.plural) {
        (IMAGE_GROUP, "imagestreamtags" | "imagetags") => list_tags(cluster, call),
        ("project.openshift.io", "projects") => list_projects(cluster, call),
        ("project.openshift.io", "projectrequests") => may_request_projects(cluster, call),
        _ => {
            let selectors = selectors(call)?;
            let page = paging::page(
                &cluster.store,
                call.resource.stored_as(),
                &page_of(call),
                &selectors,
            )?;
            let items = page.items.into_iter().map(Item::Stored).collect();
            Ok(Answer::List(List::of(call.resource, page.metadata, items)))
        }
    }
}

fn page_of<'a>(call: &'a ResourceCall<'_>) -> PageRequest<'a> {
    PageRequest {
        namespace: call
            .namespace
            .as_deref()
            .filter(|_| call.resource.namespaced),
        limit: call.param("limit"),
        token: call.param("continue"),
        version: call.param("resourceVersion"),
        version_match: call.param("resourceVersionMatch"),
    }
}

/// A list of tags is a list of streams in disguise: `limit` counts streams, the selectors are
/// asked of the streams first and of the tags afterwards, and the answer has no `continue`.
fn list_tags(cluster: &Cluster, call: &ResourceCall<'_>) -> ApiResult<Answer> {
    let selectors = selectors(call)?;
    let page = paging::page(&cluster.store, IMAGE_STREAMS, &page_of(call), &selectors)?;
    let mut items = Vec::new();
    for stored in &page.items {
        let stream = stored.value.view();
        items.extend(match call.resource.plural {
            "imagetags" => image_tag::listed(&stream),
            _ => stream_tag::listed(&stream),
        });
    }
    items.retain(|item| selectors.matches(item));
    let items = items.into_iter().map(Item::Made).collect();
    Ok(Answer::List(List::of(call.resource, json!({}), items)))
}

/// Listing project requests is how one asks whether one may make them.
fn may_request_projects(cluster: &Cluster, call: &ResourceCall<'_>) -> ApiResult<Answer> {
    let wanted = Attributes::new(Verb::Create, call.resource.group, call.resource.plural, "");
    if access::may(&cluster.store, &call.user, &wanted) {
        return Ok(Answer::Made(json!({
            "kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Success",
        })));
    }
    let message = "You may not request a new project via this API.";
    let details = json!({"group": call.resource.group, "kind": "projectrequest"});
    Err(ApiError::new(403, "Forbidden", message).with_details(details))
}

/// Only the projects that the user may get; neither paged nor versioned.
fn list_projects(cluster: &Cluster, call: &ResourceCall<'_>) -> ApiResult<Answer> {
    let selectors = selectors(call)?;
    let items = access::visible_namespaces(&cluster.store, &call.user)
        .filter(|namespace| selectors.matches(&namespace.value))
        .map(|namespace| Item::Made(project::view(&namespace.value)));
    Ok(Answer::List(List::of(
        call.resource,
        json!({}),
        items.collect(),
    )))
}
