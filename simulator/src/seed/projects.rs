//! Projects, who may do what in them, and the pull secrets they hold.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value, json};

use super::world::{Ago, World, days, hours};

struct Project {
    name: &'static str,
    display_name: &'static str,
    description: &'static str,
    requester: &'static str,
    labels: &'static [(&'static str, &'static str)],
    /// Role bindings: (cluster role, user).
    members: &'static [(&'static str, &'static str)],
    age: Ago,
}

const PROJECTS: &[Project] = &[
    Project {
        name: "default",
        display_name: "",
        description: "",
        requester: "",
        labels: &[],
        members: &[("edit", "developer"), ("view", "viewer")],
        age: days(420),
    },
    Project {
        name: "openshift",
        display_name: "",
        description: "Shared images of the platform",
        requester: "",
        labels: &[],
        members: &[],
        age: days(420),
    },
    Project {
        name: "shop",
        display_name: "Web shop",
        description: "Storefront, cart and payment",
        requester: "developer",
        labels: &[("team", "storefront")],
        members: &[("admin", "developer"), ("view", "viewer")],
        age: days(300),
    },
    Project {
        name: "data-platform",
        display_name: "데이터 플랫폼",
        description: "노트북과 배치 작업에 쓰는 이미지",
        requester: "developer",
        labels: &[("team", "data")],
        members: &[("edit", "developer"), ("view", "viewer")],
        age: days(180),
    },
    Project {
        name: "secured",
        display_name: "Secured",
        description: "Images from registries that ask for credentials",
        requester: "developer",
        labels: &[],
        members: &[("edit", "developer"), ("view", "viewer")],
        age: days(90),
    },
    Project {
        name: "infra-monitoring",
        display_name: "Monitoring",
        description: "Agents on every node",
        requester: "admin",
        labels: &[("openshift.io/run-level", "1")],
        members: &[("view", "developer")],
        age: days(400),
    },
    Project {
        name: "odd-corners",
        display_name: "Odd corners",
        description: "Names and texts that are hard to show: <b>markup</b>, \u{202e}reversed\u{202c}, long ones",
        requester: "developer",
        labels: &[],
        members: &[("edit", "developer"), ("view", "viewer")],
        age: days(30),
    },
    Project {
        name: "faults",
        display_name: "Faults",
        description: "Each name asks the server for one kind of failure",
        requester: "developer",
        labels: &[],
        members: &[("edit", "developer"), ("view", "viewer")],
        age: days(30),
    },
    Project {
        name: "vacant",
        display_name: "",
        description: "A project without any image stream",
        requester: "developer",
        labels: &[],
        members: &[("edit", "developer")],
        age: hours(3),
    },
];

/// Adds projects, role bindings and secrets.
pub(super) fn add(world: &mut World) {
    for project in PROJECTS {
        add_project(world, project);
    }
    let shared = binding(
        world,
        "openshift",
        "shared-resource-viewers",
        "shared-resource-viewer",
        &json!({"kind": "Group", "apiGroup": "rbac.authorization.k8s.io", "name": "system:authenticated"}),
        days(420),
    );
    world.object(shared);
    add_secrets(world);
}

fn add_project(world: &mut World, project: &Project) {
    let mut metadata = world.metadata("namespace", "", project.name, project.age);
    let mut labels: Map<String, Value> = project
        .labels
        .iter()
        .map(|(key, value)| ((*key).to_owned(), json!(value)))
        .collect();
    labels.insert(
        "kubernetes.io/metadata.name".to_owned(),
        json!(project.name),
    );
    metadata.insert("labels".to_owned(), Value::Object(labels));
    let mut annotations = Map::new();
    for (key, value) in [
        ("openshift.io/description", project.description),
        ("openshift.io/display-name", project.display_name),
        ("openshift.io/requester", project.requester),
    ] {
        if !value.is_empty() {
            annotations.insert(key.to_owned(), json!(value));
        }
    }
    if !annotations.is_empty() {
        metadata.insert("annotations".to_owned(), Value::Object(annotations));
    }
    world.object(namespace(&metadata));
    for (role, user) in project.members {
        let subject =
            json!({"kind": "User", "apiGroup": "rbac.authorization.k8s.io", "name": user});
        let object = binding(
            world,
            project.name,
            &format!("{role}-{user}"),
            role,
            &subject,
            project.age,
        );
        world.object(object);
    }
    let pullers = format!("system:serviceaccounts:{}", project.name);
    let subject =
        json!({"kind": "Group", "apiGroup": "rbac.authorization.k8s.io", "name": pullers});
    let object = binding(
        world,
        project.name,
        "system:image-pullers",
        "system:image-puller",
        &subject,
        project.age,
    );
    world.object(object);
    let subject = json!({"kind": "ServiceAccount", "namespace": project.name, "name": "builder"});
    let object = binding(
        world,
        project.name,
        "system:image-builders",
        "system:image-builder",
        &subject,
        project.age,
    );
    world.object(object);
    for account in ["default", "builder", "deployer"] {
        let metadata = world.metadata("serviceaccount", project.name, account, project.age);
        world.object(json!({"kind": "ServiceAccount", "apiVersion": "v1", "metadata": metadata}));
    }
}

/// A namespace in use.
pub(super) fn namespace(metadata: &Map<String, Value>) -> Value {
    json!({
        "kind": "Namespace",
        "apiVersion": "v1",
        "metadata": metadata,
        "spec": {"finalizers": ["kubernetes"]},
        "status": {"phase": "Active"},
    })
}

fn binding(
    world: &World,
    namespace: &str,
    name: &str,
    role: &str,
    subject: &Value,
    age: Ago,
) -> Value {
    json!({
        "kind": "RoleBinding",
        "apiVersion": "rbac.authorization.k8s.io/v1",
        "metadata": world.metadata("rolebinding", namespace, name, age),
        "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": role},
        "subjects": [subject],
    })
}

fn add_secrets(world: &mut World) {
    let dockerconfig = |server: &str, user: &str, password: &str| {
        let auth = STANDARD.encode(format!("{user}:{password}"));
        let config = json!({"auths": {server: {
            "username": user, "password": password, "email": format!("{user}@example.com"), "auth": auth,
        }}});
        json!({".dockerconfigjson": STANDARD.encode(config.to_string())})
    };
    let robot = dockerconfig("registry.example.com", "robot", "s3cret");
    let expired = dockerconfig("registry.example.com", "robot", "password-of-last-year");
    let hidden = dockerconfig("quay.io", "mirror", "not-for-imports");
    let docker = "kubernetes.io/dockerconfigjson";
    for (namespace, name, kind, data, annotation) in [
        ("secured", "robot-pull", docker, robot, None),
        (
            "secured",
            "mirror-only",
            docker,
            hidden,
            Some(("openshift.io/image.excludeSecret", "true")),
        ),
        (
            "secured",
            "app-settings",
            "Opaque",
            json!({"LOG_LEVEL": STANDARD.encode("info")}),
            None,
        ),
        ("data-platform", "expired-pull", docker, expired, None),
    ] {
        let mut metadata = world.metadata("secret", namespace, name, days(60));
        if let Some((key, value)) = annotation {
            metadata.insert("annotations".to_owned(), json!({key: value}));
        }
        world.object(json!({"kind": "Secret", "apiVersion": "v1", "metadata": metadata, "data": data, "type": kind}));
    }
}
