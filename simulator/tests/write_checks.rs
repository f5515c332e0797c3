//! What is looked at before anything is written, and in which order it is told, where no recording shows it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a panic is the test's failure"
)]

mod write_client;

use serde_json::{Value, json};
use simulator::Response;
use write_client::{Client, newest, path, spec};

const UID: &str = "11111111-2222-3333-4444-555555555555";

fn fields(refused: &Response) -> Vec<String> {
    assert_eq!(refused.status, 422, "{}", refused.value());
    let body = refused.value();
    let causes = body["details"]["causes"].as_array().unwrap();
    causes
        .iter()
        .map(|cause| cause["field"].as_str().unwrap().to_owned())
        .collect()
}

fn message(answer: &Response) -> String {
    answer.value()["message"].as_str().unwrap().to_owned()
}

#[test]
fn a_new_tag_has_its_annotations_in_both_places_or_loses_them() {
    let mut oc = Client::of_demo("developer");
    let target = path("shop", "imagestreamtags");
    let new = |name: &str, of_object: Value, of_tag: Value| {
        json!({
            "metadata": {"name": format!("web:{name}"), "annotations": of_object},
            "tag": {"annotations": of_tag, "from": {"kind": "ImageStreamTag", "name": "1.0.0"}},
        })
    };
    let (mine, none) = (json!({"description": "mine"}), Value::Null);
    let only_tag = oc.post(&target, &new("a", none.clone(), mine.clone()));
    assert_eq!(fields(&only_tag), ["tag.annotations"]);
    let nothing = oc.post(&target, &new("a", mine.clone(), json!({})));
    assert_eq!(fields(&nothing), ["tag.annotations"]);
    assert_eq!(oc.post(&target, &new("a", mine.clone(), none)).status, 201);
    let stream = oc.stream("shop", "web");
    assert_eq!(spec(&stream, "a")["annotations"], Value::Null);
    let both = oc.post(&target, &new("b", mine.clone(), mine.clone()));
    assert_eq!(both.status, 201);
    assert_eq!(
        spec(&oc.stream("shop", "web"), "b")["annotations"],
        json!({"description": "mine"})
    );
    // A tag that a PUT makes together with its stream is looked at in the same way.
    let body = json!({"metadata": {"name": "fresh:a"}, "tag": {"annotations": mine, "from": {"kind": "DockerImage", "name": "x:1"}}});
    let refused = oc.put(&path("shop", "imagestreamtags/fresh:a"), &body);
    assert_eq!(fields(&refused), ["tag.annotations"]);
}

#[test]
fn when_a_tag_was_made_is_not_compared_and_whose_it_is_is() {
    let mut oc = Client::of_demo("developer");
    let target = path("shop", "imagestreamtags/web:1.0.0");
    let mut tag = oc.get(&target).value();
    tag["metadata"]["creationTimestamp"] = json!("2001-01-01T00:00:00Z");
    assert_eq!(oc.put(&target, &tag).status, 200);
    tag["metadata"]["uid"] = json!(UID);
    tag["metadata"]["resourceVersion"] = json!("");
    let refused = oc.put(&target, &tag);
    assert_eq!(
        fields(&refused),
        ["metadata.uid", "metadata.uid", "metadata"]
    );
    // The sentence says nothing twice.
    assert_eq!(message(&refused).matches("metadata.uid").count(), 1);
}

#[test]
fn a_label_that_is_none_is_found_by_each_check() {
    let mut oc = Client::of_demo("developer");
    let labels = json!({"metadata": {"labels": {"app": "<b>"}}});
    let target = path("shop", "imagestreams/web");
    let refused = oc.merge(&target, &labels);
    assert_eq!(fields(&refused), ["metadata.labels"; 4]);
    assert_eq!(message(&refused).matches("metadata.labels").count(), 1);
    let mut new = labels;
    new["metadata"]["name"] = json!("fresh");
    let refused = oc.post(&path("shop", "imagestreams"), &new);
    assert_eq!(fields(&refused), ["metadata.labels"]);
}

#[test]
fn an_image_tag_needs_a_spec_to_make_a_stream() {
    let mut oc = Client::of_demo("developer");
    let target = path("shop", "imagetags/fresh:a");
    let refused = oc.put(&target, &json!({"metadata": {"name": "fresh:a"}}));
    assert_eq!(fields(&refused), ["spec"]);
    let spec =
        json!({"name": "a", "from": {"kind": "DockerImage", "name": "docker.io/python:3.6.0"}});
    let made = oc.put(
        &target,
        &json!({"metadata": {"name": "fresh:a"}, "spec": spec}),
    );
    assert_eq!(made.status, 201);
}

#[test]
fn conditions_of_a_deletion_are_told_by_kind_and_those_of_a_change_by_where_it_is_stored() {
    let mut oc = Client::of_demo("developer");
    let target = path("shop", "imagestreams/web");
    let uid = oc.stream("shop", "web")["metadata"]["uid"].clone();
    let uid = uid.as_str().unwrap();
    let options = json!({"preconditions": {"uid": UID}});
    let refused = oc.send("DELETE", &target, "application/json", Some(&options));
    assert_eq!(refused.status, 409);
    assert_eq!(
        message(&refused),
        format!(
            "Operation cannot be fulfilled on ImageStream.image.openshift.io \"web\": the UID in the precondition ({UID}) does not match the UID in record ({uid}). The object might have been deleted and then recreated"
        )
    );
    let options = json!({"preconditions": {"uid": uid, "resourceVersion": "1"}});
    let refused = oc.send("DELETE", &target, "application/json", Some(&options));
    assert!(message(&refused).ends_with("The object might have been modified"));
    let mut stream = oc.stream("shop", "web");
    stream["metadata"]["uid"] = json!(UID);
    let refused = oc.put(&target, &stream);
    assert_eq!(refused.status, 409);
    assert_eq!(
        message(&refused),
        format!(
            "Operation cannot be fulfilled on imagestreams.image.openshift.io \"web\": StorageError: invalid object, Code: 4, Key: /openshift.io/imagestreams/shop/web, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: {UID}, UID in object meta: {uid}"
        )
    );
}

#[test]
fn a_copy_is_as_old_as_what_it_was_copied_from_even_in_a_new_stream() {
    let mut oc = Client::of_demo("developer");
    let source = newest(&oc.stream("shop", "web"), "1.0.0");
    let from = json!({"kind": "ImageStreamTag", "name": "web:1.0.0"});
    let made = oc.tag("shop", "fresh:a", &from, &Value::Null, &json!({}));
    assert_eq!(made.status, 201);
    let copy = newest(&oc.stream("shop", "fresh"), "a");
    assert_eq!(copy["created"], source["created"]);
}

#[test]
fn a_push_cannot_be_tried() {
    let mut oc = Client::of_demo("developer");
    let image = json!({"metadata": {"name": "sha256:5555555555555555555555555555555555555555555555555555555555555555"}});
    let body = json!({"metadata": {"name": "web"}, "tag": "pushed", "image": image});
    let target = path("shop", "imagestreammappings?dryRun=All");
    assert_eq!(oc.post(&target, &body).status, 201);
    assert!(newest(&oc.stream("shop", "web"), "pushed")["image"].is_string());
}

#[test]
fn a_written_status_takes_the_generation_of_a_tag_that_changed() {
    let mut oc = Client::of_demo("admin");
    let target = path("shop", "imagestreams/web/status");
    let mut stream = oc.stream("shop", "web");
    let (own, of_stream) = (
        spec(&stream, "1.0.0")["generation"].clone(),
        stream["metadata"]["generation"].clone(),
    );
    assert_ne!(own, of_stream);
    let tags = stream["status"]["tags"].as_array_mut().unwrap();
    let index = tags.iter().position(|tag| tag["tag"] == "1.0.0").unwrap();
    tags[index]["items"][0]["generation"] = json!(0);
    let mut foreign = tags[index].clone();
    foreign["tag"] = json!("unasked");
    tags.push(foreign);
    assert_eq!(oc.put(&target, &stream).status, 200);
    let stream = oc.stream("shop", "web");
    assert_eq!(newest(&stream, "1.0.0")["generation"], own);
    assert_eq!(newest(&stream, "unasked")["generation"], of_stream);
}

#[test]
fn only_the_source_of_an_import_may_be_a_star() {
    let mut oc = Client::of_demo("developer");
    let target = path("shop", "imagestreamimports");
    let import = |name: &str, from: &str| {
        json!({
            "metadata": {"name": name},
            "spec": {"images": [{"from": {"kind": "DockerImage", "name": from}, "to": {"name": "a"}}]},
        })
    };
    let refused = oc.post(&target, &import("*", "docker.io/python:3.6.0"));
    assert_eq!(fields(&refused), ["metadata.name"]);
    let looked = oc.post(&target, &import("web", "*"));
    assert_eq!(looked.status, 201, "{}", looked.value());
    assert_eq!(
        looked.value()["status"]["images"][0]["status"]["status"],
        "Failure"
    );
}
