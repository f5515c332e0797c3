//! The writing verbs.
//!
//! A body becomes an object (`body`, `shape`), a stream becomes a `draft`, the rules work on drafts and know nothing
//! of the rest (`generations`, `resolution`, `history`, `validation`), and `streams` stores what came out.

pub mod allow_list;
pub mod apply;
pub mod body;
pub mod context;
pub mod draft;
pub mod field;
pub mod fields;
pub mod generations;
pub mod history;
pub mod image_tags;
pub mod images;
pub mod limits;
pub mod mappings;
pub mod objects;
pub mod options;
pub mod patch;
pub mod patched;
pub mod projects;
pub mod resolution;
pub mod shape;
pub mod signatures;
pub mod stream_tags;
pub mod streams;
pub mod validation;

use jiff::Timestamp;
use serde_json::Value;

use crate::cluster::Cluster;
use crate::exchange::Response;
use crate::import;
use crate::resource::{ResourceCall, Verb};
use crate::status::{ApiError, ApiResult};

/// What a write is answered with.
#[derive(Debug)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The body.
    pub body: Value,
    /// Texts for `Warning` headers.
    pub warnings: Vec<String>,
}

impl Answer {
    /// 200 with an object.
    pub fn ok(body: Value) -> Self {
        Self {
            status: 200,
            body,
            warnings: Vec::new(),
        }
    }

    /// 201 with an object.
    pub fn created(body: Value) -> Self {
        Self {
            status: 201,
            body,
            warnings: Vec::new(),
        }
    }

    /// The same answer with warnings.
    #[must_use]
    pub fn with_warnings(mut self, warnings: Vec<String>) -> Self {
        self.warnings = warnings;
        self
    }
}

/// Answers `create`, `update`, `patch`, `delete` and `deletecollection` of a resource that has the
/// verb, for someone whom RBAC allows it.
pub fn handle(cluster: &mut Cluster, call: &ResourceCall<'_>, now: Timestamp) -> Response {
    // The import controller's delay begins with the write, whenever its next tick is.
    import::notice(cluster, now);
    let outcome = answer(cluster, call, now);
    import::notice(cluster, now);
    match outcome {
        Ok(answer) => {
            let mut response = Response::json(answer.status, &answer.body);
            for warning in answer.warnings {
                let quoted = warning.replace('\\', "\\\\").replace('"', "\\\"");
                response
                    .headers
                    .push(("Warning".to_owned(), format!("299 - \"{quoted}\"")));
            }
            response
        }
        Err(error) => error.response(),
    }
}

fn answer(cluster: &mut Cluster, call: &ResourceCall<'_>, now: Timestamp) -> ApiResult<Answer> {
    let write = context::Write::of(cluster, call, now)?;
    match (call.resource.plural, call.subresource.as_str()) {
        ("imagestreams", "" | "status") => streams::answer(cluster, call, &write),
        ("imagestreamtags", "") => stream_tags::answer(cluster, call, &write),
        ("imagetags", "") => image_tags::answer(cluster, call, &write),
        ("imagestreamimports", "") => import::request::answer(cluster, call, &write),
        ("imagestreammappings", "") => mappings::answer(cluster, call, &write),
        ("projectrequests", "") => projects::request(cluster, call, &write),
        ("projects" | "namespaces", "") if call.verb == Verb::Delete => {
            projects::delete(cluster, call, &write)
        }
        ("images", "") => images::answer(cluster, call, &write),
        ("imagesignatures", "") => signatures::answer(cluster, call, &write),
        ("secrets" | "serviceaccounts" | "rolebindings" | "namespaces" | "projects", "") => {
            objects::answer(cluster, call, &write)
        }
        _ => Err(not_served(call)),
    }
}

fn not_served(call: &ResourceCall<'_>) -> Box<ApiError> {
    ApiError::method_not_supported(
        call.resource.group,
        call.resource.plural,
        call.verb.as_str(),
    )
}
