//! The `Table` form: what `oc get` prints.

pub mod age;
mod columns;
mod image_tag;
mod stream;

use std::borrow::Borrow;

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::resource::Resource;
use crate::status::{ApiError, ApiResult};
use crate::view::{list, text};
use columns::Column;

/// Which object each row carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowObject {
    /// None.
    Nothing,
    /// Its metadata, unless asked otherwise.
    Metadata,
    /// All of it.
    Whole,
}

impl RowObject {
    /// Reads `includeObject`.
    pub fn parse(parameter: Option<&str>) -> ApiResult<Self> {
        match parameter {
            None | Some("" | "Metadata") => Ok(Self::Metadata),
            Some("None") => Ok(Self::Nothing),
            Some("Object") => Ok(Self::Whole),
            Some(other) => Err(ApiError::bad_request(format!(
                "unsupported includeObject value: \"{other}\""
            ))),
        }
    }
}

/// A table of objects. Without `with_columns` the definitions are null, as in all but the first
/// event of a watch.
pub fn table<Object: Borrow<Value>>(
    resource: &Resource,
    metadata: &Value,
    objects: impl IntoIterator<Item = Object>,
    row_object: RowObject,
    now: Timestamp,
    with_columns: bool,
) -> Value {
    let rows: Vec<Value> = objects
        .into_iter()
        .map(|object| {
            let object = object.borrow();
            json!({
                "cells": cells(resource, object, now),
                "object": row_part(resource, object, row_object),
            })
        })
        .collect();
    let definitions = with_columns.then(|| {
        columns::of(resource.group, resource.plural)
            .iter()
            .map(Column::definition)
            .collect::<Vec<_>>()
    });
    json!({
        "kind": "Table", "apiVersion": "meta.k8s.io/v1", "metadata": metadata,
        "columnDefinitions": definitions, "rows": rows,
    })
}

/// The `PartialObjectMetadata` of an object.
pub fn partial_metadata(object: &Value) -> Value {
    json!({
        "kind": "PartialObjectMetadata", "apiVersion": "meta.k8s.io/v1",
        "metadata": object.get("metadata"),
    })
}

fn row_part(resource: &Resource, object: &Value, row_object: RowObject) -> Value {
    match row_object {
        RowObject::Nothing => Value::Null,
        RowObject::Metadata => partial_metadata(object),
        RowObject::Whole => {
            let mut object = object.clone();
            object["kind"] = json!(resource.kind);
            object["apiVersion"] = json!(resource.api_version());
            object
        }
    }
}

fn cells(resource: &Resource, object: &Value, now: Timestamp) -> Vec<Value> {
    let name = text(object, "/metadata/name");
    let created = text(object, "/metadata/creationTimestamp");
    let long_age = || age::ago(age::parse(created), now);
    match (resource.group, resource.plural) {
        ("image.openshift.io", "imagestreams") => stream::cells(object, now),
        ("image.openshift.io", "imagetags") => image_tag::cells(object, now),
        ("image.openshift.io", "imagestreamtags") => vec![
            json!(name),
            json!(text(object, "/image/dockerImageReference")),
            json!(long_age()),
            json!(text(object, "/image/metadata/name")),
        ],
        ("image.openshift.io", "imagestreamimages") => vec![
            json!(name),
            json!(long_age()),
            json!(text(object, "/image/dockerImageReference")),
            json!(text(object, "/image/metadata/name")),
        ],
        ("image.openshift.io", "images") => {
            vec![json!(name), json!(text(object, "/dockerImageReference"))]
        }
        ("project.openshift.io", "projects") => {
            let annotations = object.pointer("/metadata/annotations");
            let display = annotations.and_then(|map| map.get("openshift.io/display-name"));
            let display = display.and_then(Value::as_str).unwrap_or_default();
            vec![
                json!(name),
                json!(display),
                json!(text(object, "/status/phase")),
            ]
        }
        ("", "namespaces") => {
            let age = age::short(age::parse(created), now);
            vec![
                json!(name),
                json!(text(object, "/status/phase")),
                json!(age),
            ]
        }
        ("", "secrets") => {
            let data = object
                .get("data")
                .and_then(Value::as_object)
                .map_or(0, serde_json::Map::len);
            let age = age::short(age::parse(created), now);
            vec![
                json!(name),
                json!(text(object, "/type")),
                json!(data),
                json!(age),
            ]
        }
        ("", "serviceaccounts") => {
            let age = age::short(age::parse(created), now);
            vec![
                json!(name),
                json!(list(object, "/secrets").len()),
                json!(age),
            ]
        }
        _ => vec![json!(name), json!(age::short(age::parse(created), now))],
    }
}
