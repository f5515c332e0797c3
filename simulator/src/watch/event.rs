//! Events as lines of JSON.

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::contents::Contents;
use crate::negotiate::Form;
use crate::read::object_json;
use crate::resource::Resource;
use crate::table::{self, RowObject};

/// Writes the events of one watch in the form it asked for.
#[derive(Debug)]
pub(super) struct Writer {
    resource: &'static Resource,
    form: Form,
    row_object: RowObject,
    /// Only the first table of a watch names its columns.
    columns_told: bool,
}

impl Writer {
    pub(super) fn new(resource: &'static Resource, form: Form, row_object: RowObject) -> Self {
        Self {
            resource,
            form,
            row_object,
            columns_told: false,
        }
    }

    /// An event about an object as it is stored, which is parsed only if its form needs that.
    pub(super) fn stored(&mut self, kind: &str, object: &Contents, now: Timestamp) -> Vec<u8> {
        match self.form {
            Form::Object => line_of(kind, &object.object_json()),
            Form::Metadata => {
                object.look_at_metadata(|value| line(kind, &table::partial_metadata(value)))
            }
            Form::Table => object.look(|value| self.event(kind, value, None, now)),
        }
    }

    /// An event about an object. A deletion tells the revision of the deletion.
    pub(super) fn event(
        &mut self,
        kind: &str,
        object: &Value,
        revision: Option<u64>,
        now: Timestamp,
    ) -> Vec<u8> {
        let restamped = revision
            .map(|revision| json!(revision.to_string()))
            .filter(|revision| object.pointer("/metadata/resourceVersion") != Some(revision));
        let restamped = restamped.map(|revision| {
            let mut copy = object.clone();
            copy["metadata"]["resourceVersion"] = revision;
            copy
        });
        self.write(kind, restamped.as_ref().unwrap_or(object), now)
    }

    /// A bookmark: an object of the kind that has nothing but a `resourceVersion`.
    pub(super) fn bookmark(
        &mut self,
        revision: u64,
        ends_initial: bool,
        now: Timestamp,
    ) -> Vec<u8> {
        let mut object = json!({
            "kind": self.resource.kind, "apiVersion": self.resource.api_version(),
            "metadata": {"resourceVersion": revision.to_string()},
        });
        if self.resource.plural == "imagestreams" {
            // What defaulting makes of an empty stream on the real server.
            object["metadata"]["namespace"] = json!("default");
            object["spec"] = json!({"lookupPolicy": {"local": false}});
            object["status"] = json!({"dockerImageRepository": ""});
        }
        if ends_initial {
            object["metadata"]["annotations"] = super::initial_events_end();
        }
        self.write("BOOKMARK", &object, now)
    }

    fn write(&mut self, kind: &str, object: &Value, now: Timestamp) -> Vec<u8> {
        match self.form {
            Form::Object => line_of(kind, &object_json(object)),
            Form::Metadata => line(kind, &table::partial_metadata(object)),
            Form::Table => {
                let version = object.pointer("/metadata/resourceVersion");
                let metadata = json!({"resourceVersion": version});
                let with_columns = !std::mem::replace(&mut self.columns_told, true);
                let resource = self.resource;
                let row_object = self.row_object;
                let table =
                    table::table(resource, &metadata, [object], row_object, now, with_columns);
                line(kind, &table)
            }
        }
    }
}

/// An event with any object.
pub(super) fn line(kind: &str, object: &Value) -> Vec<u8> {
    line_of(kind, object.to_string().as_bytes())
}

fn line_of(kind: &str, object: &[u8]) -> Vec<u8> {
    let mut line = format!("{{\"type\":\"{kind}\",\"object\":").into_bytes();
    line.extend_from_slice(object);
    line.extend_from_slice(b"}\n");
    line
}
