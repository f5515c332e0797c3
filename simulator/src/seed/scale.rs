//! A cluster as large as asked for: `--demo-scale STREAMSxTAGS`.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::projects::namespace;
use super::world::{World, days, hours, minutes};
use crate::registry::blueprint::{AMD64, Blueprint, digest_of};
use crate::registry::family::family;

/// Streams are spread over this many projects.
const PROJECTS: usize = 200;
/// How many different images the streams share: enough to differ, few enough to be cheap.
const IMAGES: usize = 40;
/// Tags of the one stream that has far too many.
const WIDE: usize = 5_000;
/// History of the one tag that was imported far too often.
const DEEP: usize = 2_000;

/// That many streams of that many tags each over 200 projects; besides, one stream of 5,000 tags and one tag with
/// 2,000 entries of history. The objects come one by one, so that all of them never exist at once.
pub fn scale(streams: usize, tags: usize, now: Timestamp) -> impl Iterator<Item = Value> {
    let world = World::new(now);
    let images: Vec<String> = (0..IMAGES).map(|index| blueprint(index).digest()).collect();
    let projects = PROJECTS.min(streams.max(1));
    let mut first: Vec<Value> = Vec::new();
    for project in 0..projects {
        add_project(&world, &mut first, project);
    }
    first.extend((0..IMAGES).map(|index| image(&world, index)));
    first.push(wide(&world, &images));
    first.push(deep(&world));
    let rest = (0..streams).map(move |index| {
        let namespace = project_name(index % projects);
        let name = format!("{}-{:05}", KINDS[index % KINDS.len()], index);
        stream(
            &world,
            &namespace,
            &name,
            index,
            (0..tags).map(version),
            &images,
        )
    });
    first.into_iter().chain(rest)
}

const KINDS: [&str; 8] = [
    "web", "api", "worker", "batch", "ui", "gateway", "cache", "model",
];

fn project_name(index: usize) -> String {
    format!("scale-{index:03}")
}

fn version(index: usize) -> String {
    if index == 0 {
        "latest".to_owned()
    } else {
        format!("1.{}.{}", index / 10, index % 10)
    }
}

fn blueprint(index: usize) -> Blueprint {
    Blueprint {
        identity: format!("scale {index}"),
        version: format!("1.{index}.0"),
        family: family("app"),
        platform: AMD64,
        created: Timestamp::from_second(1_700_000_000).unwrap_or_default(),
        pinned: None,
    }
}

fn add_project(world: &World, objects: &mut Vec<Value>, index: usize) {
    let name = project_name(index);
    let mut metadata = world.metadata("namespace", "", &name, days(100));
    metadata.insert(
        "labels".to_owned(),
        json!({"kubernetes.io/metadata.name": name, "scale": "true"}),
    );
    objects.push(namespace(&metadata));
    for (role, user) in [("edit", "developer"), ("view", "viewer")] {
        let binding = format!("{role}-{user}");
        objects.push(json!({
            "kind": "RoleBinding",
            "apiVersion": "rbac.authorization.k8s.io/v1",
            "metadata": world.metadata("rolebinding", &name, &binding, days(100)),
            "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": role},
            "subjects": [{"kind": "User", "apiGroup": "rbac.authorization.k8s.io", "name": user}],
        }));
    }
}

fn image(world: &World, index: usize) -> Value {
    let resolved = blueprint(index).resolve();
    let mut image = resolved.image;
    let name = resolved.digest;
    let metadata = world.metadata("image", "", &name, days(90));
    image["kind"] = json!("Image");
    image["apiVersion"] = json!("image.openshift.io/v1");
    if let Some(own) = image["metadata"].as_object_mut() {
        own.extend(metadata);
    }
    image["dockerImageReference"] = json!(format!("quay.io/scale/app@{name}"));
    image
}

fn stream(
    world: &World,
    namespace: &str,
    name: &str,
    index: usize,
    tags: impl Iterator<Item = String>,
    images: &[String],
) -> Value {
    let mut names: Vec<String> = tags.collect();
    names.sort_unstable();
    let created = world.time(hours(i64::try_from(1 + index % 2_000).unwrap_or(1)));
    let (mut spec, mut status) = (
        Vec::with_capacity(names.len()),
        Vec::with_capacity(names.len()),
    );
    for (position, tag) in names.iter().enumerate() {
        let image = &images[(index + position) % images.len()];
        spec.push(json!({
            "name": tag,
            "annotations": null,
            "from": {"kind": "DockerImage", "name": format!("quay.io/scale/{name}:{tag}")},
            "generation": 2,
            "importPolicy": {"importMode": "Legacy"},
            "referencePolicy": {"type": "Source"},
        }));
        status.push(json!({"tag": tag, "items": [{
            "created": created,
            "dockerImageReference": format!("quay.io/scale/{name}@{image}"),
            "image": image,
            "generation": 2,
        }]}));
    }
    assemble(
        world,
        namespace,
        name,
        &json!({"app": name, "scale": "true"}),
        2,
        spec,
        status,
    )
}

fn assemble(
    world: &World,
    namespace: &str,
    name: &str,
    labels: &Value,
    generation: usize,
    spec: Vec<Value>,
    status: Vec<Value>,
) -> Value {
    let mut metadata = world.metadata("imagestream", namespace, name, days(90));
    metadata.insert("generation".to_owned(), json!(generation));
    metadata.insert("labels".to_owned(), labels.clone());
    metadata.insert(
        "annotations".to_owned(),
        json!({"openshift.io/image.dockerRepositoryCheck": world.time(hours(1))}),
    );
    let mut object = json!({
        "kind": "ImageStream",
        "apiVersion": "image.openshift.io/v1",
        "metadata": metadata,
        "spec": {"lookupPolicy": {"local": false}},
        "status": {},
    });
    // An empty list is left out, as the server leaves it out.
    if !spec.is_empty() {
        object["spec"]["tags"] = Value::Array(spec);
    }
    if !status.is_empty() {
        object["status"]["tags"] = Value::Array(status);
    }
    object
}

fn wide(world: &World, images: &[String]) -> Value {
    let tags = (0..WIDE).map(|index| format!("build-{index:05}"));
    stream(
        world,
        &project_name(0),
        "five-thousand-tags",
        0,
        tags,
        images,
    )
}

fn deep(world: &World) -> Value {
    let name = "two-thousand-imports";
    let items: Vec<Value> = (0..DEEP)
        .map(|index| {
            let digest = digest_of(&format!("scale history {index}"));
            json!({
                "created": world.time(minutes(i64::try_from(5 + index * 30).unwrap_or_default())),
                "dockerImageReference": format!("quay.io/scale/{name}@{digest}"),
                "image": digest,
                "generation": DEEP + 1 - index,
            })
        })
        .collect();
    let spec = json!({
        "name": "latest",
        "annotations": null,
        "from": {"kind": "DockerImage", "name": format!("quay.io/scale/{name}:latest")},
        "generation": DEEP + 1,
        "importPolicy": {"scheduled": true, "importMode": "Legacy"},
        "referencePolicy": {"type": "Source"},
    });
    let status = json!({"tag": "latest", "items": items});
    assemble(
        world,
        &project_name(0),
        name,
        &json!({"scale": "true"}),
        DEEP + 1,
        vec![spec],
        vec![status],
    )
}
