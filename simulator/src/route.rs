//! From method and path to what is asked.

use percent_encoding::percent_decode_str;

use crate::exchange::Request;
use crate::resource::Verb;

/// A path below a group version that names a resource.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Target {
    /// The group, empty for core.
    pub group: String,
    /// The version.
    pub version: String,
    /// The namespace.
    pub namespace: Option<String>,
    /// The plural.
    pub plural: String,
    /// The name.
    pub name: Option<String>,
    /// The subresource; deeper paths stay joined and are found to be none.
    pub subresource: String,
}

/// The path, decoded.
///
/// It is decoded before it is split, as the real server does. That is why a tag named `a/b` cannot
/// be reached: its slash, encoded or not, begins a subresource.
pub fn decoded_path(request: &Request) -> String {
    percent_decode_str(&request.path)
        .decode_utf8_lossy()
        .into_owned()
}

/// The segments of a decoded path.
pub fn segments(path: &str) -> Vec<&str> {
    path.split('/')
        .filter(|segment| !segment.is_empty())
        .collect()
}

/// The resource that a path names; `None` for discovery, `/version` and the like.
pub fn target(segments: &[&str]) -> Option<Target> {
    let (group, version, rest) = match segments {
        ["api", version, rest @ ..] => ("", *version, rest),
        ["apis", group, version, rest @ ..] => (*group, *version, rest),
        _ => return None,
    };
    let (namespace, rest) = match rest {
        // A namespace is itself a resource, and its own subresources are its.
        ["namespaces", name] | ["namespaces", name, "status" | "finalize"] => (Some(*name), rest),
        ["namespaces", name, rest @ ..] => (Some(*name), rest),
        _ => (None, rest),
    };
    let (plural, rest) = rest.split_first()?;
    let (name, rest) = rest
        .split_first()
        .map_or((None, rest), |(name, rest)| (Some(*name), rest));
    // A project is a namespace seen from outside, so rights on one are rights within it.
    let namespace = match (*plural, namespace) {
        ("projects", None) if group == "project.openshift.io" => name,
        (_, namespace) => namespace,
    };
    Some(Target {
        group: group.to_owned(),
        version: version.to_owned(),
        namespace: namespace.map(str::to_owned),
        plural: (*plural).to_owned(),
        name: name.map(str::to_owned),
        subresource: rest.join("/"),
    })
}

/// The query, decoded, in order.
pub fn query(request: &Request) -> Vec<(String, String)> {
    let decode = |text: &str| {
        percent_decode_str(&text.replace('+', " "))
            .decode_utf8_lossy()
            .into_owned()
    };
    request
        .query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decode(key), decode(value))
        })
        .collect()
}

/// The verb of a request; `None` for methods that the API does not know.
pub fn verb(request: &Request, named: bool, watches: bool) -> Option<Verb> {
    Some(match (request.method.as_str(), named) {
        ("GET" | "HEAD", true) => Verb::Get,
        ("GET" | "HEAD", false) if watches => Verb::Watch,
        ("GET" | "HEAD", false) => Verb::List,
        ("POST", _) => Verb::Create,
        ("PUT", _) => Verb::Update,
        ("PATCH", _) => Verb::Patch,
        ("DELETE", true) => Verb::Delete,
        ("DELETE", false) => Verb::DeleteCollection,
        _ => return None,
    })
}
