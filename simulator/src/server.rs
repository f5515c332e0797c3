//! The way of a request through the server: fault, identity, route, rights, answer.

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::access::{self, Attributes, Identity};
use crate::cluster::Cluster;
use crate::discovery;
use crate::exchange::{Reply, Request, Response};
use crate::fault::{self, Fault};
use crate::negotiate;
use crate::protobuf;
use crate::read;
use crate::resource::{Resource, ResourceCall, Verb};
use crate::review;
use crate::route::{self, Target};
use crate::selector;
use crate::status::{ApiError, ApiResult};
use crate::watch;
use crate::write;

/// The largest body that the real server takes.
const LARGEST_BODY: usize = 3 * 1024 * 1024;

/// Groups that the extension server answers for. Its answers are not to be stored; those of the
/// main server are only not to be cached.
const EXTENSION_GROUPS: [&str; 9] = [
    "apps.openshift.io",
    "authorization.openshift.io",
    "build.openshift.io",
    "image.openshift.io",
    "oauth.openshift.io",
    "project.openshift.io",
    "route.openshift.io",
    "template.openshift.io",
    "user.openshift.io",
];

/// Groups made of custom resources. What they do not have falls through to the plain 404 of an
/// unknown path, where the compiled-in groups answer with a `Status`.
const CUSTOM_GROUPS: [&str; 4] = [
    "config.openshift.io",
    "operator.openshift.io",
    "quota.openshift.io",
    "security.openshift.io",
];

/// Answers a request.
pub fn handle(cluster: &mut Cluster, request: &Request, now: Timestamp) -> Reply {
    let path = route::decoded_path(request);
    let segments = route::segments(&path);
    let target = route::target(&segments);
    let query = route::query(request);
    let fields = query.iter().find(|(key, _)| key == "fieldSelector");
    // One object can be named by a selector as well: that is how it is watched.
    let selected = fields.and_then(|(_, fields)| selector::selected_name(fields));
    let fault = target.as_ref().and_then(|target| {
        let names = target.namespace.iter().chain(&target.name);
        fault::of(names.map(String::as_str).chain(selected))
    });
    let mut reply = match &fault {
        Some(Fault::Error(error)) => Reply::Full(error.response()),
        Some(Fault::NotJson) => return Reply::Full(fault::login_page()),
        _ => answer(cluster, request, &path, &segments, target, now),
    };
    if fault == Some(Fault::Cut) && matches!(reply, Reply::Watch { .. }) {
        reply = Reply::Full(Response::json_bytes(200, b"{\"type\":\"ADDED\"".to_vec()));
    }
    let head = match &mut reply {
        Reply::Full(response) => response,
        Reply::Watch { head, .. } => head,
    };
    finish(request, &segments, head);
    match fault {
        Some(Fault::Slow(delay)) => head.delay = delay,
        Some(Fault::Cut) => head.cut = true,
        _ => {}
    }
    reply
}

fn answer(
    cluster: &mut Cluster,
    request: &Request,
    path: &str,
    segments: &[&str],
    target: Option<Target>,
    now: Timestamp,
) -> Reply {
    let outcome = Identity::of(request)
        .ok_or_else(ApiError::unauthorized)
        .and_then(|user| match target {
            Some(target) => of_resource(cluster, request, user, &target, now),
            None => of_path(request, &user, path, segments).map(Reply::Full),
        });
    outcome.unwrap_or_else(|error| Reply::Full(error.response()))
}

/// The headers that every answer has, and protobuf for those who prefer it.
fn finish(request: &Request, segments: &[&str], response: &mut Response) {
    if negotiate::prefers_protobuf(request)
        && response.header("Content-Type") == Some("application/json")
        && let Some(body) = protobuf::encode(&response.value())
    {
        response.body = body;
        for (name, value) in &mut response.headers {
            if name == "Content-Type" {
                protobuf::MEDIA_TYPE.clone_into(value);
            }
        }
    }
    if response.header("Cache-Control").is_some() {
        return;
    }
    let by_extension =
        matches!(segments, ["apis", group, _, ..] if EXTENSION_GROUPS.contains(group));
    // Who may not is refused by the main server, before any extension is asked.
    let refused = matches!(response.status, 401 | 403);
    let caching = if by_extension && !refused {
        "no-store"
    } else {
        "no-cache, private"
    };
    response
        .headers
        .push(("Cache-Control".to_owned(), caching.to_owned()));
    if response.status == 403 {
        response
            .headers
            .push(("X-Content-Type-Options".to_owned(), "nosniff".to_owned()));
    }
}

/// Everything that is not below a group version.
fn of_path(
    request: &Request,
    user: &Identity,
    path: &str,
    segments: &[&str],
) -> ApiResult<Response> {
    let verb = request.method.to_lowercase();
    if !access::may_get_path(user, path) || (verb != "get" && !user.is_in("system:masters")) {
        return Err(access::forbidden_path(user, &verb, path));
    }
    if let Some(response) = discovery::respond(request, segments) {
        return Ok(response);
    }
    Ok(match segments {
        ["version"] => Response::json(200, &version()),
        ["healthz" | "livez" | "readyz"] => Response::text(200, "ok"),
        [] => Response::json(
            200,
            &json!({"paths": ["/api", "/apis", "/healthz", "/version"]}),
        ),
        _ => unknown_path(),
    })
}

fn version() -> Value {
    json!({
        "major": "1", "minor": "36", "emulationMajor": "1", "emulationMinor": "36",
        "minCompatibilityMajor": "1", "minCompatibilityMinor": "35", "gitVersion": "v1.36.2",
        "gitCommit": "98b35193b2ac7a23a673325f5e9b830ecd5ba406", "gitTreeState": "clean",
        "buildDate": "1970-01-01T00:00:00Z", "goVersion": "go1.27.3", "compiler": "gc",
        "platform": "linux/amd64",
    })
}

fn unknown_path() -> Response {
    Response::text(404, "404 page not found\n")
}

fn unknown_resource() -> Box<ApiError> {
    let message = "the server could not find the requested resource";
    ApiError::new(404, "NotFound", message).with_details(json!({}))
}

fn of_resource(
    cluster: &mut Cluster,
    request: &Request,
    user: Identity,
    target: &Target,
    now: Timestamp,
) -> ApiResult<Reply> {
    let query = route::query(request);
    let param = |name: &str| {
        query
            .iter()
            .find(|(key, _)| key == name)
            .map_or("", |(_, value)| value.as_str())
    };
    let watches = !matches!(param("watch"), "" | "false" | "0");
    let verb =
        route::verb(request, target.name.is_some(), watches).ok_or_else(method_not_allowed)?;
    let of_collection = target.name.is_none() && verb.is_of_collection();
    let selected = selector::selected_name(param("fieldSelector")).filter(|_| of_collection);
    let wanted = Attributes {
        verb: verb.as_str(),
        group: &target.group,
        resource: &target.plural,
        subresource: &target.subresource,
        namespace: target.namespace.as_deref().unwrap_or_default(),
        name: target.name.as_deref().or(selected).unwrap_or_default(),
    };
    let user = impersonate(cluster, request, user, &wanted)?;
    if !access::may(&cluster.store, &user, &wanted) {
        return Err(wanted.forbidden(&user));
    }
    if request.body.len() > LARGEST_BODY {
        return Err(ApiError::too_large());
    }
    let translated = translated(request)?;
    let request = translated.as_ref().unwrap_or(request);
    if target.group == "user.openshift.io" && target.plural == "users" && verb == Verb::Get {
        return own_user(&user, target.name.as_deref().unwrap_or_default());
    }
    let Some(resource) = Resource::find(&target.group, &target.version, &target.plural) else {
        let is_custom = CUSTOM_GROUPS.contains(&target.group.as_str());
        if !is_custom && Resource::has_group_version(&target.group, &target.version) {
            return Err(unknown_resource());
        }
        return Ok(Reply::Full(unknown_path()));
    };
    check_verb(resource, target, verb)?;
    let call = ResourceCall {
        user,
        verb,
        resource,
        subresource: target.subresource.clone(),
        namespace: target.namespace.clone(),
        name: target.name.clone(),
        query,
        request,
    };
    dispatch(cluster, &call, now)
}

fn dispatch(cluster: &mut Cluster, call: &ResourceCall<'_>, now: Timestamp) -> ApiResult<Reply> {
    match call.verb {
        Verb::Get | Verb::List => read::respond(cluster, call, now).map(Reply::Full),
        Verb::Watch => {
            let (head, id) = watch::open(cluster, call, now)?;
            Ok(Reply::Watch { head, id })
        }
        Verb::Create => match review::create(&cluster.store, call, now) {
            Some(outcome) => outcome.map(Reply::Full),
            None => Ok(Reply::Full(write::handle(cluster, call, now))),
        },
        Verb::Update | Verb::Patch | Verb::Delete | Verb::DeleteCollection => {
            Ok(Reply::Full(write::handle(cluster, call, now)))
        }
    }
}

/// Whether the resource has the verb. A path that no method has is not found; one that only this
/// method lacks does not allow it; and a watch of what can only be listed says so.
fn check_verb(resource: &Resource, target: &Target, verb: Verb) -> ApiResult<()> {
    let verbs = resource
        .verbs_of(&target.subresource)
        .ok_or_else(unknown_resource)?;
    // A namespaced resource can be read across namespaces, but not addressed without one.
    let misplaced = resource.namespaced
        && target.namespace.is_none()
        && !matches!(verb, Verb::List | Verb::Watch);
    let stray_namespace = !resource.namespaced
        && target.namespace.is_some()
        && !matches!(resource.plural, "namespaces" | "projects");
    if misplaced || stray_namespace {
        return Err(unknown_resource());
    }
    let on_collection = target.name.is_none();
    let fits_path = !target.subresource.is_empty() || verb.is_of_collection() == on_collection;
    if verbs.contains(&verb) && fits_path {
        return Ok(());
    }
    if verb == Verb::Watch && verbs.contains(&Verb::List) {
        return Err(ApiError::method_not_supported(
            resource.group,
            resource.plural,
            "watch",
        ));
    }
    let on_collection = target.name.is_none();
    if verbs
        .iter()
        .any(|known| known.is_of_collection() == on_collection)
    {
        return Err(method_not_allowed());
    }
    Err(unknown_resource())
}

fn method_not_allowed() -> Box<ApiError> {
    let message = "the server does not allow this method on the requested resource";
    ApiError::new(405, "MethodNotAllowed", message).with_details(json!({}))
}

fn own_user(user: &Identity, name: &str) -> ApiResult<Reply> {
    if name == "~" || name == user.name {
        return Ok(Reply::Full(Response::json(200, &review::own_user(user))));
    }
    Err(ApiError::not_found("user.openshift.io", "users", name))
}

/// The user as whom the request acts. Whoever may not impersonate is told so in terms of the
/// request itself, as current servers do.
fn impersonate(
    cluster: &Cluster,
    request: &Request,
    user: Identity,
    wanted: &Attributes<'_>,
) -> ApiResult<Identity> {
    let Some(other) = Identity::impersonated(request) else {
        return Ok(user);
    };
    let as_user = Attributes {
        verb: "impersonate",
        group: "",
        resource: "users",
        subresource: "",
        namespace: "",
        name: &other.name,
    };
    if access::may(&cluster.store, &user, &as_user) {
        return Ok(other);
    }
    let verb = format!("impersonate-on:user-info:{}", wanted.verb);
    Err(Attributes {
        verb: &verb,
        ..*wanted
    }
    .forbidden(&user))
}

/// The request with its protobuf body as JSON; `None` when it had none.
fn translated(request: &Request) -> ApiResult<Option<Request>> {
    let content_type = request.header("Content-Type").unwrap_or_default();
    if content_type.split(';').next().map(str::trim) != Some(protobuf::MEDIA_TYPE) {
        return Ok(None);
    }
    let object = protobuf::decode(&request.body).ok_or_else(|| {
        let message = "the body of the request was in an unknown format - accepted media types \
                       include: application/json, application/yaml";
        ApiError::new(415, "UnsupportedMediaType", message)
    })?;
    let mut copy = request.clone();
    copy.body = serde_json::to_vec(&object).unwrap_or_default();
    for (name, value) in &mut copy.headers {
        if name.eq_ignore_ascii_case("Content-Type") {
            "application/json".clone_into(value);
        }
    }
    Ok(Some(copy))
}
