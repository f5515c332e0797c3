//! Which calls of the API the app needs. Nothing else is forwarded: a fault in the page, or another
//! program on this machine, cannot use the console to read or change the rest of the cluster.

use http::Method;
use percent_encoding::percent_decode_str;
use thiserror::Error;

/// Why a call is not forwarded.
#[derive(Debug, Error, PartialEq, Eq)]
#[error(
    "the console does not forward this request ({method} of {what}): it passes on only what its pages need"
)]
pub struct NotForwarded {
    /// The method as it was sent.
    pub method: String,
    /// The resource, if the path names one.
    pub what: String,
}

/// A resource and what may be done with it.
struct Rule {
    group: &'static str,
    resource: &'static str,
    methods: &'static [&'static str],
    limit: Limit,
}

/// What else must be true of a call.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Limit {
    /// The object itself, or the collection.
    Object,
    /// Reading goes for subresources too.
    ObjectAndReadingParts,
    /// Reading returns metadata only, so that no secret value passes.
    MetadataOnly,
    /// One object of this name.
    Named(&'static str),
    /// One object of this project and name.
    At(&'static str, &'static str),
}

const READ: &[&str] = &["GET"];
const CREATE: &[&str] = &["POST"];
const READ_CREATE: &[&str] = &["GET", "POST"];
const READ_CREATE_DELETE: &[&str] = &["GET", "POST", "DELETE"];
const ALL: &[&str] = &["GET", "POST", "PUT", "PATCH", "DELETE"];

const IMAGE: &str = "image.openshift.io";

/// The list. It covers reading, changing, and the question of who uses a tag.
const RULES: &[Rule] = &[
    rule(IMAGE, "imagestreams", ALL, Limit::ObjectAndReadingParts),
    rule(IMAGE, "imagestreamtags", ALL, Limit::ObjectAndReadingParts),
    rule(IMAGE, "imagetags", ALL, Limit::ObjectAndReadingParts),
    rule(
        IMAGE,
        "imagestreamimages",
        READ,
        Limit::ObjectAndReadingParts,
    ),
    rule(IMAGE, "images", READ, Limit::ObjectAndReadingParts),
    rule(IMAGE, "imagestreamimports", CREATE, Limit::Object),
    rule("project.openshift.io", "projects", READ, Limit::Object),
    rule(
        "project.openshift.io",
        "projectrequests",
        READ_CREATE,
        Limit::Object,
    ),
    rule("", "namespaces", READ, Limit::Object),
    rule("", "secrets", READ_CREATE_DELETE, Limit::MetadataOnly),
    rule("", "pods", READ, Limit::Object),
    rule(
        "",
        "configmaps",
        READ,
        Limit::At("openshift-config-managed", "console-public"),
    ),
    rule("apps", "deployments", READ, Limit::Object),
    rule("apps", "statefulsets", READ, Limit::Object),
    rule("batch", "cronjobs", READ, Limit::Object),
    rule(
        "apps.openshift.io",
        "deploymentconfigs",
        READ,
        Limit::Object,
    ),
    rule("build.openshift.io", "buildconfigs", READ, Limit::Object),
    rule(
        "authorization.k8s.io",
        "selfsubjectaccessreviews",
        CREATE,
        Limit::Object,
    ),
    rule(
        "authorization.k8s.io",
        "selfsubjectrulesreviews",
        CREATE,
        Limit::Object,
    ),
    rule(
        "authentication.k8s.io",
        "selfsubjectreviews",
        CREATE,
        Limit::Object,
    ),
    rule("user.openshift.io", "users", READ, Limit::Named("~")),
];

const fn rule(
    group: &'static str,
    resource: &'static str,
    methods: &'static [&'static str],
    limit: Limit,
) -> Rule {
    Rule {
        group,
        resource,
        methods,
        limit,
    }
}

/// A path as an API server understands it.
#[derive(Debug, PartialEq, Eq)]
enum Call {
    /// `/version` and the lists of groups, versions and resources.
    Discovery,
    /// A resource.
    Resource {
        group: String,
        namespace: Option<String>,
        resource: String,
        name: Option<String>,
        subresource: bool,
    },
}

/// Whether a call is forwarded. `path` is percent-encoded as it arrived and below the base path.
pub fn check(method: &Method, path: &str, accept: Option<&str>) -> Result<(), NotForwarded> {
    let call = parse(path);
    let allowed = match &call {
        None => false,
        Some(Call::Discovery) => method == Method::GET,
        Some(call) => RULES.iter().any(|rule| permits(rule, method, call, accept)),
    };
    if allowed {
        return Ok(());
    }
    let what = match call {
        Some(Call::Resource {
            group, resource, ..
        }) if group.is_empty() => resource,
        Some(Call::Resource {
            group, resource, ..
        }) => format!("{resource}.{group}"),
        Some(Call::Discovery) => "the discovery of the API".to_owned(),
        None => "a path of another kind".to_owned(),
    };
    Err(NotForwarded {
        method: method.to_string(),
        what,
    })
}

fn permits(rule: &Rule, method: &Method, call: &Call, accept: Option<&str>) -> bool {
    let Call::Resource {
        group,
        namespace,
        resource,
        name,
        subresource,
    } = call
    else {
        return false;
    };
    if rule.group != group || rule.resource != resource || !rule.methods.contains(&method.as_str())
    {
        return false;
    }
    let reads = method == Method::GET;
    // A whole collection is never deleted at once, and objects are created in the collection.
    let shape = match method.as_str() {
        "GET" => true,
        "POST" => name.is_none(),
        _ => name.is_some(),
    };
    let limit = match rule.limit {
        Limit::Object => !subresource,
        Limit::ObjectAndReadingParts => !subresource || reads,
        Limit::MetadataOnly => !subresource && (!reads || asks_for_metadata_only(accept)),
        Limit::Named(only) => !subresource && name.as_deref() == Some(only),
        Limit::At(place, only) => {
            !subresource && namespace.as_deref() == Some(place) && name.as_deref() == Some(only)
        }
    };
    shape && limit
}

/// Whether every form that `Accept` lists is one without the object's data.
fn asks_for_metadata_only(accept: Option<&str>) -> bool {
    accept.is_some_and(|accept| {
        accept.split(',').all(|form| {
            form.split(';').any(|parameter| {
                matches!(
                    parameter.trim(),
                    "as=PartialObjectMetadata" | "as=PartialObjectMetadataList"
                )
            })
        })
    })
}

/// Reads a path as an API server does: decoded first, divided after. `a%2Fb` is therefore two
/// segments here, whatever it looks like, and cannot name a resource that is not on the list.
fn parse(path: &str) -> Option<Call> {
    let decoded = percent_decode_str(path).decode_utf8().ok()?;
    let trimmed = decoded.strip_prefix('/')?;
    let trimmed = trimmed.strip_suffix('/').unwrap_or(trimmed);
    let segments: Vec<&str> = trimmed.split('/').collect();
    if segments
        .iter()
        .any(|segment| matches!(*segment, "" | "." | ".."))
    {
        return None;
    }
    let (group, rest) = match segments.as_slice() {
        ["version" | "api" | "apis"] | ["api" | "apis", _] | ["apis", _, _] => {
            return Some(Call::Discovery);
        }
        ["api", _, rest @ ..] => ("", rest),
        ["apis", group, _, rest @ ..] => (*group, rest),
        _ => return None,
    };
    // `namespaces/NS/status` is a part of the namespace; any other third segment is a resource.
    let (namespace, rest) = match rest {
        ["namespaces", namespace, kind, ..] if !matches!(*kind, "status" | "finalize") => {
            (Some((*namespace).to_owned()), rest.get(2..)?)
        }
        _ => (None, rest),
    };
    Some(Call::Resource {
        group: group.to_owned(),
        namespace,
        resource: (*rest.first()?).to_owned(),
        name: rest.get(1).map(|name| (*name).to_owned()),
        subresource: rest.len() > 2,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const META: &str = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1";

    fn passes(line: &str, accept: Option<&str>) -> bool {
        let (method, path) = line.split_once(' ').unwrap();
        check(&method.parse().unwrap(), path, accept).is_ok()
    }

    #[test]
    fn what_the_app_needs_passes() {
        for line in [
            "GET /version",
            "GET /version/",
            "GET /api",
            "GET /api/v1",
            "GET /apis",
            "GET /apis/image.openshift.io",
            "GET /apis/image.openshift.io/v1",
            "GET /apis/image.openshift.io/v1/imagestreams",
            "GET /apis/image.openshift.io/v1/namespaces/default/imagestreams",
            "POST /apis/image.openshift.io/v1/namespaces/default/imagestreams",
            "GET /apis/image.openshift.io/v1/namespaces/default/imagestreams/python",
            "PATCH /apis/image.openshift.io/v1/namespaces/default/imagestreams/python",
            "DELETE /apis/image.openshift.io/v1/namespaces/default/imagestreams/python",
            "GET /apis/image.openshift.io/v1/namespaces/default/imagestreams/python/layers",
            "GET /apis/image.openshift.io/v1/namespaces/default/imagestreams/python/secrets",
            "GET /apis/image.openshift.io/v1/namespaces/default/imagestreamtags/python%3A3.5",
            "PUT /apis/image.openshift.io/v1/namespaces/default/imagestreamtags/python:3.5",
            "GET /apis/image.openshift.io/v1/namespaces/default/imagestreamtags/a%2Fb",
            "GET /apis/image.openshift.io/v1/namespaces/d/imagestreamimages/p@sha256:00",
            "GET /apis/image.openshift.io/v1/images/sha256:00",
            "POST /apis/image.openshift.io/v1/namespaces/default/imagestreamimports",
            "GET /apis/project.openshift.io/v1/projects",
            "POST /apis/project.openshift.io/v1/projectrequests",
            "GET /api/v1/namespaces",
            "GET /api/v1/namespaces/default",
            "POST /api/v1/namespaces/default/secrets",
            "DELETE /api/v1/namespaces/default/secrets/pull",
            "GET /api/v1/namespaces/default/pods",
            "GET /api/v1/namespaces/openshift-config-managed/configmaps/console-public",
            "GET /apis/apps/v1/namespaces/default/deployments",
            "GET /apis/build.openshift.io/v1/namespaces/default/buildconfigs",
            "POST /apis/authorization.k8s.io/v1/selfsubjectrulesreviews",
            "POST /apis/authentication.k8s.io/v1/selfsubjectreviews",
            "GET /apis/user.openshift.io/v1/users/~",
        ] {
            assert!(passes(line, None), "{line}");
        }
    }

    #[test]
    fn the_rest_does_not_pass() {
        for line in [
            "POST /version",
            "GET /openapi/v2",
            "GET /metrics",
            "GET /api/v1/nodes",
            "GET /api/v1/namespaces/default/services",
            "GET /api/v1/namespaces/default/configmaps",
            "GET /api/v1/namespaces/default/configmaps/console-public",
            "GET /api/v1/namespaces/openshift-config-managed/configmaps",
            "POST /api/v1/namespaces/default/pods",
            "GET /api/v1/namespaces/default/pods/x/log",
            "POST /api/v1/namespaces/default/pods/x/exec",
            "DELETE /api/v1/namespaces/default",
            "PUT /api/v1/namespaces/default/finalize",
            "GET /api/v1/namespaces/default/status",
            "PATCH /apis/apps/v1/namespaces/default/deployments/x",
            "DELETE /apis/image.openshift.io/v1/namespaces/default/imagestreams",
            "PUT /apis/image.openshift.io/v1/namespaces/default/imagestreams/python/status",
            "DELETE /apis/image.openshift.io/v1/images/sha256:00",
            "POST /apis/image.openshift.io/v1/namespaces/default/imagestreammappings",
            "GET /apis/image.openshift.io/v1/watch/imagestreams",
            "GET /apis/user.openshift.io/v1/users",
            "GET /apis/user.openshift.io/v1/users/admin",
            "GET /apis/route.openshift.io/v1/routes",
            "POST /apis/authorization.k8s.io/v1/subjectaccessreviews",
            // Paths that mean something else once they are decoded.
            "GET /api/v1/namespaces/default%2Fservices",
            "POST /api/v1/namespaces/default/pods%2Fx%2Fexec",
            "GET /apis/image.openshift.io/v1/namespaces/a/imagestreams/..%2F..%2Fx",
            "GET /apis/image.openshift.io/v1/%2e%2e/%2e%2e/routes",
            "GET /apis/image.openshift.io/v1//imagestreams",
            "GET /apis/image.openshift.io/v1/imagestreams/%ff",
            "OPTIONS /apis/image.openshift.io/v1/imagestreams",
            "CONNECT /api",
        ] {
            assert!(!passes(line, None), "{line}");
        }
    }

    #[test]
    fn secrets_are_read_as_metadata_only() {
        let list = "GET /api/v1/namespaces/default/secrets";
        assert!(passes(list, Some(META)));
        assert!(!passes(list, None));
        assert!(!passes(list, Some("application/json")));
        assert!(!passes(list, Some(&format!("{META}, application/json"))));
        assert!(!passes(
            "GET /api/v1/namespaces/default/secrets/pull",
            Some("*/*")
        ));
    }

    #[test]
    fn a_refusal_names_the_call() {
        let refusal = check(&Method::GET, "/apis/route.openshift.io/v1/routes", None).unwrap_err();
        assert!(
            refusal
                .to_string()
                .contains("(GET of routes.route.openshift.io)"),
            "{refusal}"
        );
    }
}
