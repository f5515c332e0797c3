//! What was read, and how it is written down.

use std::borrow::Cow;
use std::sync::Arc;

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::contents::with_head;
use crate::exchange::Response;
use crate::negotiate::Form;
use crate::resource::Resource;
use crate::store::{Stored, item_json};
use crate::table::{self, RowObject};
use crate::view::text;

/// An object of a list.
#[derive(Clone, Debug)]
pub enum Item {
    /// One that is stored; its JSON is kept.
    Stored(Arc<Stored>),
    /// One that was computed for this answer.
    Made(Value),
}

impl Item {
    /// The object. One of many is not kept parsed for it.
    pub fn value(&self) -> Cow<'_, Value> {
        match self {
            Self::Stored(stored) => stored.value.view(),
            Self::Made(value) => Cow::Borrowed(value),
        }
    }

    fn partial_metadata(&self) -> Value {
        match self {
            Self::Stored(stored) => stored.value.look_at_metadata(table::partial_metadata),
            Self::Made(value) => table::partial_metadata(value),
        }
    }
}

/// A list of objects.
#[derive(Clone, Debug)]
pub struct List {
    /// The kind of the list.
    pub kind: String,
    /// Its `apiVersion`.
    pub api_version: String,
    /// Its `metadata`.
    pub metadata: Value,
    /// Its objects.
    pub items: Vec<Item>,
}

impl List {
    /// The list of a resource.
    pub fn of(resource: &Resource, metadata: Value, items: Vec<Item>) -> Self {
        let kind = format!("{}List", resource.kind);
        Self {
            kind,
            api_version: resource.api_version(),
            metadata,
            items,
        }
    }

    fn json(&self) -> Vec<u8> {
        let head = format!(
            "{{\"kind\":{},\"apiVersion\":{},\"metadata\":{},\"items\":[",
            json!(self.kind),
            json!(self.api_version),
            self.metadata
        );
        let mut out = head.into_bytes();
        for (index, item) in self.items.iter().enumerate() {
            if index > 0 {
                out.push(b',');
            }
            match item {
                Item::Stored(stored) => out.extend_from_slice(stored.item_json()),
                Item::Made(value) => out.extend(item_json(value)),
            }
        }
        out.extend_from_slice(b"]}");
        out
    }
}

/// What a reading verb found.
#[derive(Clone, Debug)]
pub enum Answer {
    /// A stored object.
    Stored(Arc<Stored>),
    /// A computed object.
    Made(Value),
    /// A list.
    List(List),
}

impl Answer {
    /// The answer in the form that was asked for.
    pub fn render(
        &self,
        resource: &Resource,
        form: Form,
        row_object: RowObject,
        now: Timestamp,
    ) -> Response {
        match (self, form) {
            (Self::List(list), Form::Object) => Response::json_bytes(200, list.json()),
            (Self::List(list), Form::Table) => {
                let objects = list.items.iter().map(Item::value);
                let metadata = &list.metadata;
                let table = table::table(resource, metadata, objects, row_object, now, true);
                Response::json(200, &table)
            }
            (Self::List(list), Form::Metadata) => {
                let items: Vec<Value> = list.items.iter().map(Item::partial_metadata).collect();
                Response::json(
                    200,
                    &json!({
                        "kind": "PartialObjectMetadataList", "apiVersion": "meta.k8s.io/v1",
                        "metadata": list.metadata, "items": items,
                    }),
                )
            }
            (Self::Stored(stored), form) => one(resource, &stored.value, form, row_object, now),
            (Self::Made(value), form) => one(resource, value, form, row_object, now),
        }
    }
}

fn one(
    resource: &Resource,
    object: &Value,
    form: Form,
    row_object: RowObject,
    now: Timestamp,
) -> Response {
    // A subresource can answer with another kind, which has no table of its own.
    let form = if text(object, "/kind") == resource.kind {
        form
    } else {
        Form::Object
    };
    match form {
        Form::Object => Response::json_bytes(200, object_json(object)),
        Form::Metadata => Response::json(200, &table::partial_metadata(object)),
        Form::Table => {
            let version = object.pointer("/metadata/resourceVersion");
            let metadata = version.map_or(json!({}), |version| json!({"resourceVersion": version}));
            let table = table::table(resource, &metadata, [object], row_object, now, true);
            Response::json(200, &table)
        }
    }
}

/// The JSON of an object, `kind` and `apiVersion` first as the server writes them.
pub fn object_json(object: &Value) -> Vec<u8> {
    let head = |pointer| json!(text(object, pointer));
    with_head(&head("/kind"), &head("/apiVersion"), &item_json(object))
}
