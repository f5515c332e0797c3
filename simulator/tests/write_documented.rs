//! The documentation's chapter on image streams, from its first command to its last, by the requests that `oc` sends.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a panic is the test's failure"
)]

mod write_client;

use serde_json::json;
use write_client::{Client, newest, path, spec, status};

const PYTHON_35: &str = "sha256:49c18358df82f4577386404991c51a9559f243e0b1bdc366df25";
const PYTHON_36: &str = "sha256:438208801c4806548460b27bd1fbcb7bb188273d13871ab43f";

#[test]
#[allow(clippy::too_many_lines, reason = "one story, told in its order")]
fn every_command_of_the_documentation_works_from_the_first_to_the_last() {
    let mut oc = Client::of_demo("developer");
    let image_of = |stream: &serde_json::Value, tag: &str| {
        newest(stream, tag)["image"]
            .as_str()
            .unwrap_or_default()
            .to_owned()
    };

    // oc describe is/python
    let python = oc.stream("default", "python");
    assert_eq!(
        spec(&python, "3.5")["from"]["name"],
        "centos/python-35-centos7"
    );
    assert!(image_of(&python, "3.5").starts_with(PYTHON_35));

    // oc describe istag/python:3.5
    let tag = oc.get(&path("default", "imagestreamtags/python:3.5"));
    assert_eq!(
        tag.value()["image"]["dockerImageMetadata"]["Config"]["User"],
        "1001"
    );

    // oc get istag busybox:latest -o jsonpath={range .image.dockerImageManifests[*]}…
    let busybox = oc
        .get(&path("default", "imagestreamtags/busybox:latest"))
        .value();
    assert_eq!(
        busybox["image"]["dockerImageManifests"]
            .as_array()
            .unwrap()
            .len(),
        8
    );

    // oc tag python:3.5 python:latest
    assert_eq!(
        oc.tag_copy("default", "python:3.5", "python:latest").status,
        201
    );
    let python = oc.stream("default", "python");
    assert_eq!(python["spec"]["tags"].as_array().unwrap().len(), 2);
    assert_eq!(image_of(&python, "latest"), image_of(&python, "3.5"));
    assert!(
        spec(&python, "latest")["from"]["name"]
            .as_str()
            .unwrap()
            .starts_with(&format!("python@{PYTHON_35}"))
    );

    // oc tag docker.io/python:3.6.0 python:3.6
    let generation = python["metadata"]["generation"].as_i64().unwrap();
    let tagged = oc.tag_image(
        "default",
        "docker.io/python:3.6.0",
        "python:3.6",
        &json!({}),
    );
    assert_eq!(tagged.status, 201);
    assert_eq!(
        status(&oc.stream("default", "python"), "3.6"),
        json!(null),
        "the import comes a moment later"
    );
    oc.wait(2);
    let python = oc.stream("default", "python");
    assert!(image_of(&python, "3.6").starts_with(PYTHON_36));
    assert_eq!(python["metadata"]["generation"], generation + 2);

    // oc tag python:3.6 python:latest
    assert_eq!(
        oc.tag_copy("default", "python:3.6", "python:latest").status,
        200
    );
    let python = oc.stream("default", "python");
    assert!(image_of(&python, "latest").starts_with(PYTHON_36));
    assert_eq!(
        status(&python, "latest")["items"].as_array().unwrap().len(),
        2
    );

    // oc tag -d python:3.6
    let target = path("default", "imagestreamtags/python:3.6");
    assert_eq!(oc.delete(&target).status, 200);
    let python = oc.stream("default", "python");
    assert_eq!(
        (spec(&python, "3.6"), status(&python, "3.6")),
        (json!(null), json!(null))
    );
    assert!(
        image_of(&python, "latest").starts_with(PYTHON_36),
        "latest was a copy and stays"
    );
    assert_eq!(oc.delete(&target).status, 404);

    // oc tag docker.io/python:3.6.0 python:3.6 --scheduled
    oc.tag_image(
        "default",
        "docker.io/python:3.6.0",
        "python:3.6",
        &json!({"scheduled": true}),
    );
    oc.wait(2);
    let python = oc.stream("default", "python");
    assert_eq!(spec(&python, "3.6")["importPolicy"]["scheduled"], true);
    let version = python["metadata"]["resourceVersion"].clone();
    oc.wait(16 * 60);
    assert_eq!(
        oc.stream("default", "python")["metadata"]["resourceVersion"],
        version,
        "the tag did not move"
    );

    // oc tag docker.io/python:3.6.0 python:3.6
    oc.tag_image(
        "default",
        "docker.io/python:3.6.0",
        "python:3.6",
        &json!({}),
    );
    oc.wait(2);
    let python = oc.stream("default", "python");
    assert_eq!(
        spec(&python, "3.6")["importPolicy"],
        json!({"importMode": "Legacy"})
    );
}
