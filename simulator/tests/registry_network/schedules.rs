//! The import controller with a real registry.

use serde_json::{Value, json};

use crate::fixture::STREAMS;
use crate::hosted::{host, insecure};
use crate::registry::{Demands, MANIFEST_DOCKER, start};

fn history(stream: &Value) -> Vec<&str> {
    let items = stream["status"]["tags"][0]["items"].as_array();
    items
        .into_iter()
        .flatten()
        .filter_map(|item| item["image"].as_str())
        .collect()
}

#[tokio::test]
async fn pending_tags_are_imported_and_scheduled_ones_follow_the_registry() {
    let Some(registry) = start(Demands::Nothing) else {
        return;
    };
    let hosted = host().await;
    let at = ("team/web", "edge");
    let first = registry.push(at, MANIFEST_DOCKER, "amd64", 1).await;
    let mut policy = insecure();
    policy["scheduled"] = json!(true);
    let stream = json!({
        "kind": "ImageStream", "apiVersion": "image.openshift.io/v1", "metadata": {"name": "web"},
        "spec": {"tags": [{
            "name": "edge", "importPolicy": policy,
            "from": {"kind": "DockerImage", "name": format!("{}/team/web:edge", registry.address)},
        }]},
    });
    let (status, told) = hosted.send("developer", "POST", STREAMS, &stream).await;
    assert_eq!(status, 201, "{told}");
    assert!(history(&told).is_empty());
    hosted.go_to(2);
    hosted
        .until("web", |stream| history(stream) == [first.digest.as_str()])
        .await;
    let second = registry.push(at, MANIFEST_DOCKER, "amd64", 2).await;
    hosted.go_to(2 + 16 * 60);
    let wanted = [second.digest.as_str(), first.digest.as_str()];
    hosted
        .until("web", |stream| history(stream) == wanted)
        .await;
}
