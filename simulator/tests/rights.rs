//! Who may do what, as a table, and what those hear who may not.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod fixture;

use fixture::{IMAGE, STREAMS, cluster, get, names, put, send, stream};
use serde_json::json;
use simulator::access::{Attributes, Identity, may};
use simulator::{Request, store};

/// Verb, resource with subresource, and whether viewer, developer and admin may in `demo`.
const TABLE: &[(&str, &str, [bool; 3])] = &[
    ("get", "imagestreams", [true, true, true]),
    ("list", "imagestreams", [true, true, true]),
    ("watch", "imagestreams", [true, true, true]),
    ("create", "imagestreams", [false, true, true]),
    ("update", "imagestreams", [false, true, true]),
    ("patch", "imagestreams", [false, true, true]),
    ("delete", "imagestreams", [false, true, true]),
    ("deletecollection", "imagestreams", [false, true, true]),
    ("get", "imagestreams/status", [true, true, true]),
    ("update", "imagestreams/status", [false, false, true]),
    ("get", "imagestreams/layers", [true, true, true]),
    ("update", "imagestreams/layers", [false, true, true]),
    ("get", "imagestreams/secrets", [false, true, true]),
    ("get", "imagestreamtags", [true, true, true]),
    ("update", "imagestreamtags", [false, true, true]),
    ("delete", "imagestreamtags", [false, true, true]),
    ("list", "imagetags", [true, true, true]),
    ("patch", "imagetags", [false, true, true]),
    ("get", "imagestreamimages", [true, true, true]),
    ("create", "imagestreamimports", [false, true, true]),
    ("create", "imagestreammappings", [false, true, true]),
    ("get", "images", [false, false, true]),
    ("create", "imagesignatures", [false, false, true]),
];

fn allowed(user: &str, verb: &str, resource: &str, namespace: &str) -> bool {
    let cluster = cluster();
    let (resource, subresource) = resource.split_once('/').unwrap_or((resource, ""));
    let wanted = Attributes {
        verb,
        group: "image.openshift.io",
        resource,
        subresource,
        namespace,
        name: "",
    };
    may(&cluster.store, &Identity::named(user).unwrap(), &wanted)
}

#[test]
fn roles_give_what_the_shipped_roles_give() {
    for (verb, resource, [viewer, developer, admin]) in TABLE {
        for (user, expected) in [
            ("viewer", viewer),
            ("developer", developer),
            ("admin", admin),
            ("nobody", &false),
        ] {
            let actual = allowed(user, verb, resource, "demo");
            assert_eq!(actual, *expected, "{user} {verb} {resource}");
        }
    }
}

#[test]
fn rights_end_at_the_project() {
    assert!(!allowed("developer", "get", "imagestreams", "other"));
    assert!(!allowed("developer", "list", "imagestreams", ""));
    assert!(allowed("admin", "list", "imagestreams", ""));
}

#[test]
fn everybody_may_read_and_pull_what_is_shared() {
    for resource in [
        "imagestreams",
        "imagestreamtags",
        "imagetags",
        "imagestreamimages",
    ] {
        assert!(
            allowed("nobody", "get", resource, "openshift"),
            "{resource}"
        );
    }
    assert!(allowed("nobody", "get", "imagestreams/layers", "openshift"));
    assert!(!allowed("nobody", "update", "imagestreams", "openshift"));
}

#[test]
fn a_refusal_says_who_may_not_do_what_where() {
    let mut cluster = cluster();
    let cases = [
        (
            format!("{STREAMS}/python/secrets"),
            "imagestreams.image.openshift.io \"python\" is forbidden: User \"viewer\" cannot get \
             resource \"imagestreams/secrets\" in API group \"image.openshift.io\" in the \
             namespace \"demo\"",
        ),
        (
            format!("{IMAGE}/imagestreams"),
            "imagestreams.image.openshift.io is forbidden: User \"viewer\" cannot list resource \
             \"imagestreams\" in API group \"image.openshift.io\" at the cluster scope",
        ),
        (
            format!("{IMAGE}/namespaces/other/imagestreams?watch=1&fieldSelector=metadata.name=a"),
            "imagestreams.image.openshift.io \"a\" is forbidden: User \"viewer\" cannot watch \
             resource \"imagestreams\" in API group \"image.openshift.io\" in the namespace \
             \"other\"",
        ),
        (
            "/metrics".to_owned(),
            "forbidden: User \"viewer\" cannot get path \"/metrics\"",
        ),
    ];
    for (target, message) in cases {
        let response = get(&mut cluster, "viewer", &target);
        assert_eq!(response.status, 403, "{target}");
        assert_eq!(response.value()["message"], message, "{target}");
        assert_eq!(response.header("X-Content-Type-Options"), Some("nosniff"));
    }
}

#[test]
fn without_a_known_token_nobody_is_let_in() {
    let mut cluster = cluster();
    let request = Request::get(STREAMS);
    let tokens = [
        "Bearer wrong",
        "Bearer stranger-token",
        "Basic developer-token",
        "Bearer",
    ];
    let with_tokens = tokens.map(|token| request.clone().with_header("Authorization", token));
    for request in with_tokens.iter().chain([&request]) {
        let response = send(&mut cluster, request);
        assert_eq!(response.status, 401);
        assert_eq!(response.value()["reason"], "Unauthorized");
    }
}

#[test]
fn only_an_admin_acts_as_somebody_else() {
    let mut cluster = cluster();
    let as_viewer = |user: &str| {
        Request::get(STREAMS)
            .as_user(user)
            .with_header("Impersonate-User", "viewer")
    };
    assert_eq!(send(&mut cluster, &as_viewer("developer")).status, 403);
    assert_eq!(send(&mut cluster, &as_viewer("admin")).status, 200);
    let secrets = Request::get("/api/v1/namespaces/demo/secrets")
        .as_user("admin")
        .with_header("Impersonate-User", "viewer");
    assert_eq!(
        send(&mut cluster, &secrets).status,
        403,
        "the admin has a viewer's rights then"
    );
}

#[test]
fn projects_are_those_one_may_get() {
    let mut cluster = cluster();
    let target = "/apis/project.openshift.io/v1/projects";
    for (user, expected) in [
        ("admin", ["demo", "openshift", "other"].as_slice()),
        ("developer", &["demo"]),
        ("nobody", &[]),
    ] {
        assert_eq!(
            names(&get(&mut cluster, user, target).value()),
            expected,
            "{user}"
        );
    }
}

#[test]
fn listing_project_requests_asks_whether_one_may_make_them() {
    let mut cluster = cluster();
    let target = "/apis/project.openshift.io/v1/projectrequests";
    assert_eq!(
        get(&mut cluster, "developer", target).value()["status"],
        "Success"
    );
    let refused = get(&mut cluster, "nobody", target);
    assert_eq!(refused.status, 403);
    assert_eq!(
        refused.value()["message"],
        "You may not request a new project via this API."
    );
}

#[test]
fn a_new_binding_gives_rights_at_once() {
    let mut cluster = cluster();
    put(&mut cluster, stream("a", &[]));
    assert_eq!(get(&mut cluster, "nobody", STREAMS).status, 403);
    cluster.put(
        store::ROLE_BINDINGS,
        fixture::binding("demo", "registry-viewer", "nobody"),
    );
    assert_eq!(get(&mut cluster, "nobody", STREAMS).status, 200);
}

#[test]
fn a_review_tells_what_is_then_enforced() {
    let mut cluster = cluster();
    let review = |verb: &str, resource: &str| {
        let body = json!({"spec": {"resourceAttributes": {"verb": verb, "resource": resource,
            "group": "image.openshift.io", "namespace": "demo"}}});
        Request {
            method: "POST".to_owned(),
            path: "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews".to_owned(),
            body: body.to_string().into_bytes(),
            ..Request::default()
        }
    };
    for (verb, resource, [viewer, ..]) in TABLE.iter().filter(|(_, name, _)| !name.contains('/')) {
        let answer = send(&mut cluster, &review(verb, resource).as_user("viewer"));
        assert_eq!(answer.status, 201);
        assert_eq!(
            answer.value()["status"]["allowed"],
            *viewer,
            "{verb} {resource}"
        );
    }
    let empty = Request {
        body: b"{}".to_vec(),
        ..review("get", "images")
    };
    assert_eq!(send(&mut cluster, &empty.as_user("viewer")).status, 422);
    let broken = Request {
        body: b"{".to_vec(),
        ..review("get", "images")
    };
    assert_eq!(send(&mut cluster, &broken.as_user("viewer")).status, 400);
}

/// Verb and resource, and which of the roles below give it.
const BY_ROLE: &[(&str, &str, [bool; 4])] = &[
    ("list", "imagestreams", [true, true, true, true]),
    ("list", "imagestreamtags", [true, true, true, true]),
    ("list", "imagetags", [true, true, true, true]),
    ("create", "imagestreams", [true, false, false, true]),
    ("create", "imagestreamtags", [true, false, false, true]),
    ("create", "imagetags", [true, false, false, true]),
    ("create", "imagestreamimports", [true, false, false, true]),
    ("create", "imagestreammappings", [true, false, false, true]),
    (
        "deletecollection",
        "imagestreams",
        [true, false, false, true],
    ),
];
const ROLES: [&str; 4] = ["edit", "view", "registry-viewer", "registry-editor"];

fn post(path: &str, body: &serde_json::Value) -> Request {
    Request {
        method: "POST".to_owned(),
        path: path.to_owned(),
        body: body.to_string().into_bytes(),
        ..Request::default()
    }
    .as_user("nobody")
}

#[test]
fn what_a_role_gives_is_told_and_enforced_alike() {
    const OPENSHIFT: &str =
        "/apis/authorization.openshift.io/v1/namespaces/demo/selfsubjectrulesreviews";
    for (index, role) in ROLES.iter().enumerate() {
        let mut cluster = cluster();
        cluster.put(
            store::ROLE_BINDINGS,
            fixture::binding("demo", role, "nobody"),
        );
        let rules = send(
            &mut cluster,
            &post(
                "/apis/authorization.k8s.io/v1/selfsubjectrulesreviews",
                &json!({"spec": {"namespace": "demo"}}),
            ),
        );
        assert_eq!(rules.status, 201);
        let older = send(&mut cluster, &post(OPENSHIFT, &json!({"spec": {}})));
        assert_eq!(older.status, 201, "{}", older.value());
        for (verb, resource, expected) in BY_ROLE {
            let context = format!("{role} {verb} {resource}");
            let expected = expected[index];
            let told = |rules: &serde_json::Value| {
                let has = |list: &serde_json::Value, item: &str| {
                    list.as_array().unwrap().contains(&json!(item))
                };
                rules.as_array().unwrap().iter().any(|rule| {
                    has(&rule["verbs"], verb)
                        && has(&rule["apiGroups"], "image.openshift.io")
                        && has(&rule["resources"], resource)
                })
            };
            assert_eq!(
                told(&rules.value()["status"]["resourceRules"]),
                expected,
                "{context}"
            );
            assert_eq!(
                told(&older.value()["status"]["rules"]),
                expected,
                "{context}"
            );
            let access = json!({"spec": {"resourceAttributes": {"verb": verb,
                "resource": resource, "group": "image.openshift.io", "namespace": "demo"}}});
            let access = send(
                &mut cluster,
                &post(
                    "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
                    &access,
                ),
            );
            assert_eq!(access.value()["status"]["allowed"], expected, "{context}");
            let mut request = Request::get(&format!("{IMAGE}/namespaces/demo/{resource}"));
            request.body = b"{".to_vec();
            match *verb {
                "create" => "POST".clone_into(&mut request.method),
                "deletecollection" => {
                    "DELETE".clone_into(&mut request.method);
                    request.body.clear();
                }
                _ => {}
            }
            let answer = send(&mut cluster, &request.as_user("nobody"));
            assert_eq!(
                answer.status != 403,
                expected,
                "{context}: {}",
                answer.status
            );
        }
    }
}
