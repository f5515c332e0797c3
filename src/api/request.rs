//! Requests as values: what is sent is decided, and tested, without a browser.

use crate::percent;
use crate::wire::Json;

/// HTTP methods that the app uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Reads.
    Get,
    /// Creates, imports, and asks reviews.
    Post,
    /// Changes a part of an object.
    Patch,
    /// Deletes.
    Delete,
}

impl Method {
    /// The word of HTTP.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }
}

/// A request to the API server, apart from who asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// Method.
    pub method: Method,
    /// Path without a leading slash, encoded.
    pub path: String,
    /// Query, keys and plain values in sending order.
    pub query: Vec<(&'static str, String)>,
    /// The representation that is wanted.
    pub accept: &'static str,
    /// JSON body; `None` for reads.
    pub body: Option<String>,
    /// Media type of the body. For patches it decides how the body is applied.
    pub content_type: &'static str,
    /// What is read, for messages about answers that cannot be understood.
    pub kind: &'static str,
}

const JSON: &str = "application/json";

/// How many objects a list answers at once. Larger pages take longer to show their first row,
/// smaller ones cost more round trips.
pub const LIST_PAGE_OBJECTS: u32 = 500;

/// How many objects the first page of a list has: as many as fill a large screen, so that there is
/// something to see as soon as can be. index.html asks for this page ahead, so the number stands there,
/// too; a browser test holds the two together.
pub const FIRST_PAGE_OBJECTS: u32 = 50;

impl Request {
    /// A request that reads.
    pub fn get(kind: &'static str, path: String) -> Self {
        Self {
            method: Method::Get,
            path,
            query: Vec::new(),
            accept: JSON,
            body: None,
            content_type: JSON,
            kind,
        }
    }

    /// A request that creates something, or asks a review.
    pub fn post(kind: &'static str, path: &str, body: &Json) -> Self {
        Self {
            method: Method::Post,
            body: Some(body.written()),
            ..Self::get(kind, path.to_owned())
        }
    }

    /// A request that carries JSON.
    pub fn with_body(
        method: Method,
        kind: &'static str,
        path: String,
        body: &serde_json::Value,
    ) -> Self {
        Self {
            method,
            body: Some(body.to_string()),
            ..Self::get(kind, path)
        }
    }

    fn page(mut self, limit: u32, token: Option<&str>) -> Self {
        self.query.push(("limit", limit.to_string()));
        if let Some(token) = token {
            self.query.push(("continue", token.to_owned()));
        }
        self
    }

    /// Path and query, without a leading slash.
    pub fn target(&self) -> String {
        let mut out = self.path.clone();
        for (index, (key, value)) in self.query.iter().enumerate() {
            out.push(if index == 0 { '?' } else { '&' });
            out.push_str(key);
            out.push('=');
            out.push_str(&percent::query_value(value));
        }
        out
    }
}

const IMAGE_API: &str = "apis/image.openshift.io/v1";

/// Path of a resource of the image API in a project.
pub fn in_namespace(namespace: &str, resource: &str) -> String {
    format!(
        "{IMAGE_API}/namespaces/{}/{resource}",
        percent::segment(namespace, "")
    )
}

/// Path of one object of the image API.
pub fn named(namespace: &str, resource: &str, name: &str) -> String {
    format!(
        "{}/{}",
        in_namespace(namespace, resource),
        percent::segment(name, ":@")
    )
}

/// One page of the streams of a project, or of all projects.
pub fn list_streams(namespace: Option<&str>, limit: u32, token: Option<&str>) -> Request {
    let path = match namespace {
        Some(namespace) => in_namespace(namespace, "imagestreams"),
        None => format!("{IMAGE_API}/imagestreams"),
    };
    Request::get("ImageStreamList", path).page(limit, token)
}

/// One stream.
pub fn get_stream(namespace: &str, name: &str) -> Request {
    Request::get("ImageStream", named(namespace, "imagestreams", name))
}

/// A tag with its image. Answers 404 for tags without one.
pub fn get_stream_tag(namespace: &str, stream: &str, tag: &str) -> Request {
    let name = format!("{stream}:{tag}");
    Request::get("ImageStreamTag", named(namespace, "imagestreamtags", &name))
}

/// A tag with spec, status and history, even if it has no image.
pub fn get_image_tag(namespace: &str, stream: &str, tag: &str) -> Request {
    let name = format!("{stream}:{tag}");
    Request::get("ImageTag", named(namespace, "imagetags", &name))
}

/// An image of a stream, by digest or a prefix of one.
pub fn get_stream_image(namespace: &str, stream: &str, digest: &str) -> Request {
    let name = format!("{stream}@{digest}");
    Request::get(
        "ImageStreamImage",
        named(namespace, "imagestreamimages", &name),
    )
}

/// Layers and sizes of all images of a stream.
pub fn get_stream_layers(namespace: &str, stream: &str) -> Request {
    let path = format!("{}/layers", named(namespace, "imagestreams", stream));
    Request::get("ImageStreamLayers", path)
}

/// One page of the projects that the reader may see. This API filters by access; namespaces can
/// only be listed by administrators.
pub fn list_projects(limit: u32, token: Option<&str>) -> Request {
    Request::get(
        "ProjectList",
        "apis/project.openshift.io/v1/projects".to_owned(),
    )
    .page(limit, token)
}

/// One project, for its labels.
pub fn get_project(name: &str) -> Request {
    let path = format!(
        "apis/project.openshift.io/v1/projects/{}",
        percent::segment(name, "")
    );
    Request::get("Project", path)
}

/// What is asked of an access review.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Access<'a> {
    /// Such as `get`.
    pub verb: &'a str,
    /// API group; empty for the core.
    pub group: &'a str,
    /// Plural resource, with a subresource behind a slash.
    pub resource: &'a str,
    /// Project.
    pub namespace: &'a str,
    /// Object; empty for all.
    pub name: &'a str,
}

/// Asks whether the reader may do something.
pub fn review_access(access: Access<'_>) -> Request {
    let (resource, subresource) = access
        .resource
        .split_once('/')
        .unwrap_or((access.resource, ""));
    Request::post(
        "SelfSubjectAccessReview",
        "apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
        &review(
            "SelfSubjectAccessReview",
            Json::object([(
                "resourceAttributes",
                Json::object([
                    ("namespace", access.namespace.into()),
                    ("verb", access.verb.into()),
                    ("group", access.group.into()),
                    ("resource", resource.into()),
                    ("subresource", subresource.into()),
                    ("name", access.name.into()),
                ]),
            )]),
        ),
    )
}

/// The body of a question about rights.
pub fn review(kind: &str, spec: Json) -> Json {
    Json::object([
        ("kind", kind.into()),
        ("apiVersion", "authorization.k8s.io/v1".into()),
        ("spec", spec),
    ])
}

/// Version of the API server.
pub fn get_version() -> Request {
    Request::get("Info", "version".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_call_has_the_address_that_oc_uses() {
        let digest = "sha256:49c1";
        let cases = [
            (
                list_streams(None, 500, None),
                "apis/image.openshift.io/v1/imagestreams?limit=500",
            ),
            (
                list_streams(Some("a b"), 2, Some("tok/en==")),
                "apis/image.openshift.io/v1/namespaces/a%20b/imagestreams?limit=2&continue=tok/en%3D%3D",
            ),
            (
                get_stream("default", "python"),
                "apis/image.openshift.io/v1/namespaces/default/imagestreams/python",
            ),
            (
                get_stream_tag("default", "python", "3.5"),
                "apis/image.openshift.io/v1/namespaces/default/imagestreamtags/python:3.5",
            ),
            (
                get_image_tag("default", "python", "a/b"),
                "apis/image.openshift.io/v1/namespaces/default/imagetags/python:a%2Fb",
            ),
            (
                get_stream_image("default", "python", digest),
                "apis/image.openshift.io/v1/namespaces/default/imagestreamimages/python@sha256:49c1",
            ),
            (
                get_stream_layers("default", "python"),
                "apis/image.openshift.io/v1/namespaces/default/imagestreams/python/layers",
            ),
            (
                list_projects(500, None),
                "apis/project.openshift.io/v1/projects?limit=500",
            ),
            (
                get_project("default"),
                "apis/project.openshift.io/v1/projects/default",
            ),
            (get_version(), "version"),
        ];
        for (request, target) in cases {
            assert_eq!(request.target(), target);
            assert_eq!(
                (request.method, request.body),
                (Method::Get, None),
                "{target}"
            );
        }
    }

    #[test]
    fn an_access_review_names_the_subresource_apart() {
        let request = review_access(Access {
            verb: "get",
            group: "image.openshift.io",
            resource: "imagestreams/layers",
            namespace: "demo",
            name: "python",
        });
        assert_eq!(request.method, Method::Post);
        let body: serde_json::Value =
            serde_json::from_str(&request.body.unwrap_or_default()).unwrap();
        let asked = &body["spec"]["resourceAttributes"];
        assert_eq!(asked["group"], "image.openshift.io");
        assert_eq!(asked["resource"], "imagestreams");
        assert_eq!(asked["subresource"], "layers");
        assert_eq!(asked["namespace"], "demo");
    }
}
