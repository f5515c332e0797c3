//! The writing verbs.

use jiff::Timestamp;

use crate::cluster::Cluster;
use crate::exchange::Response;
use crate::resource::ResourceCall;
use crate::status::ApiError;

/// Answers `create`, `update`, `patch`, `delete` and `deletecollection` of a resource that has the
/// verb, for someone whom RBAC allows it.
pub fn handle(_cluster: &mut Cluster, call: &ResourceCall<'_>, _now: Timestamp) -> Response {
    ApiError::method_not_supported(
        call.resource.group,
        call.resource.plural,
        call.verb.as_str(),
    )
    .response()
}
