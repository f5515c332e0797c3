//! What comes of images that are there.

use serde_json::{Value, json};

use crate::fixture::{IMAGE, STREAMS};
use crate::hosted::{Hosted, host, image, insecure};
use crate::registry::{
    Demands, INDEX_OCI, LAYERS, LIST_DOCKER, MANIFEST_DOCKER, MANIFEST_OCI, Pushed, Registry, start,
};

#[tokio::test]
async fn an_image_is_told_and_stored_as_the_registry_has_it() {
    let Some(registry) = start(Demands::Nothing) else {
        return;
    };
    let kinds = [
        (
            MANIFEST_DOCKER,
            "application/vnd.docker.image.rootfs.diff.tar.gzip",
        ),
        (MANIFEST_OCI, "application/vnd.oci.image.layer.v1.tar+gzip"),
    ];
    for (kind, layer) in kinds {
        let hosted = host().await;
        let pushed = registry.push(("team/web", "1.0"), kind, "amd64", 7).await;
        let from = format!("{}/team/web:1.0", registry.address);
        let told = hosted.import_one("demo", &from, insecure()).await;
        assert_eq!(told["status"], json!({"metadata": {}, "status": "Success"}));
        assert_eq!(told["tag"], "1.0");
        let config: Value = serde_json::from_str(&pushed.config).unwrap();
        let manifest: Value = serde_json::from_str(&pushed.raw).unwrap();
        let mut container = config["config"].clone();
        container.as_object_mut().unwrap().remove("User");
        assert_eq!(
            told["image"]["dockerImageMetadata"],
            json!({
                "kind": "DockerImage", "apiVersion": "image.openshift.io/1.0",
                "Id": manifest["config"]["digest"],
                "Created": "2024-05-06T07:08:09Z",
                "ContainerConfig": {}, "Config": container,
                "DockerVersion": "20.10.24", "Author": "The maintainers", "Architecture": "amd64",
                "Size": LAYERS[0] + LAYERS[1] + pushed.config.len(),
            })
        );
        assert_eq!(
            told["image"]["dockerImageLayers"],
            json!([
                {"name": pushed.layers[0], "size": LAYERS[0], "mediaType": layer},
                {"name": pushed.layers[1], "size": LAYERS[1], "mediaType": layer},
            ])
        );
        let stored = hosted.image(&pushed.digest).await;
        assert_eq!(
            stored["dockerImageReference"],
            format!("{}/team/web@{}", registry.address, pushed.digest)
        );
        assert_eq!(stored["dockerImageManifestMediaType"], kind);
        assert_eq!(
            stored["metadata"]["annotations"]["image.openshift.io/dockerLayersOrder"],
            "ascending"
        );
        let by_digest = stored["dockerImageReference"].as_str().unwrap();
        let again = hosted.import_one("demo", by_digest, insecure()).await;
        assert_eq!(again["image"]["metadata"]["name"], pushed.digest);
    }
}

#[tokio::test]
async fn manifests_are_told_where_they_are_wanted_and_never_stored() {
    let Some(registry) = start(Demands::Nothing) else {
        return;
    };
    let hosted = host().await;
    let pushed = registry
        .push(("team/web", "1.0"), MANIFEST_DOCKER, "amd64", 7)
        .await;
    let from = format!("{}/team/web:1.0", registry.address);
    let mut wanted = image(&from, "1.0", insecure());
    wanted["includeManifest"] = json!(true);
    let told = hosted
        .import("web", json!({"import": true, "images": [wanted]}))
        .await;
    let told = &told["images"][0]["image"];
    assert_eq!(told["dockerImageManifest"], pushed.raw);
    assert_eq!(told["dockerImageConfig"], pushed.config);
    let stored = hosted.image(&pushed.digest).await;
    assert_eq!(stored["dockerImageManifest"], Value::Null);
    assert_eq!(stored["dockerImageConfig"], Value::Null);
}

struct TwoPlatforms {
    list: String,
    amd64: Pushed,
    arm64: Pushed,
}

async fn push_two(registry: &Registry, list: &str, manifest: &str) -> TwoPlatforms {
    let repository = "team/multi";
    let arm64 = registry
        .push((repository, "arm"), manifest, "arm64", 2)
        .await;
    let amd64 = registry
        .push((repository, "amd"), manifest, "amd64", 3)
        .await;
    let images = [("arm64", &arm64), ("amd64", &amd64)];
    TwoPlatforms {
        list: registry
            .push_list((repository, "both"), list, &images)
            .await,
        amd64,
        arm64,
    }
}

async fn import_both(hosted: &Hosted, registry: &Registry, mode: &str) -> Value {
    let from = format!("{}/team/multi:both", registry.address);
    let policy = json!({"insecure": true, "importMode": mode});
    hosted.import_one("demo", &from, policy).await
}

#[tokio::test]
async fn a_list_is_kept_whole_or_gives_the_image_that_fits() {
    let Some(registry) = start(Demands::Nothing) else {
        return;
    };
    for (list, manifest) in [(LIST_DOCKER, MANIFEST_DOCKER), (INDEX_OCI, MANIFEST_OCI)] {
        let pushed = push_two(&registry, list, manifest).await;
        let hosted = host().await;
        let whole = import_both(&hosted, &registry, "PreserveOriginal").await;
        let entry = |architecture: &str, of: &Pushed| {
            json!({
                "digest": of.digest, "mediaType": manifest, "manifestSize": of.raw.len(),
                "architecture": architecture, "os": "linux",
            })
        };
        assert_eq!(
            whole["image"]["dockerImageManifests"],
            json!([entry("arm64", &pushed.arm64), entry("amd64", &pushed.amd64)])
        );
        assert_eq!(
            whole["image"]["dockerImageMetadata"],
            json!({
                "kind": "DockerImage", "apiVersion": "image.openshift.io/1.0", "Id": pushed.list,
                "Created": "2026-11-22T20:00:00Z", "ContainerConfig": {},
            }),
            "the date is the cluster's"
        );
        assert_eq!(whole["image"]["dockerImageManifestMediaType"], list);
        let parts: Vec<&Value> = whole["manifests"].as_array().unwrap().iter().collect();
        let names: Vec<&Value> = parts.iter().map(|part| &part["metadata"]["name"]).collect();
        assert_eq!(names, [&pushed.arm64.digest, &pushed.amd64.digest]);
        for digest in [&pushed.list, &pushed.arm64.digest, &pushed.amd64.digest] {
            assert_eq!(hosted.image(digest).await["metadata"]["name"], **digest);
        }

        let hosted = host().await;
        let legacy = import_both(&hosted, &registry, "Legacy").await;
        assert_eq!(legacy["image"]["metadata"]["name"], pushed.amd64.digest);
        assert_eq!(legacy["manifests"], Value::Null);
        let path = format!("{IMAGE}/images/{}", pushed.arm64.digest);
        let (status, _) = hosted.send("admin", "GET", &path, &Value::Null).await;
        assert_eq!(status, 404, "only what was chosen is stored");
    }
}

#[tokio::test]
async fn the_tag_says_which_platform_is_preferred() {
    let Some(registry) = start(Demands::Nothing) else {
        return;
    };
    let pushed = push_two(&registry, LIST_DOCKER, MANIFEST_DOCKER).await;
    let hosted = host().await;
    let from = format!("{}/team/multi:both", registry.address);
    let stream = json!({
        "kind": "ImageStream", "apiVersion": "image.openshift.io/v1", "metadata": {"name": "web"},
        "spec": {"tags": [{
            "name": "latest", "from": {"kind": "DockerImage", "name": from}, "importPolicy": insecure(),
            "annotations": {"importer.image.openshift.io/prefer-arch": "arm64"},
        }]},
    });
    let (status, told) = hosted.send("developer", "POST", STREAMS, &stream).await;
    assert_eq!(status, 201, "{told}");
    let legacy = import_both(&hosted, &registry, "Legacy").await;
    assert_eq!(legacy["image"]["metadata"]["name"], pushed.arm64.digest);
}

#[tokio::test]
async fn a_repository_brings_all_its_tags() {
    let Some(registry) = start(Demands::Nothing) else {
        return;
    };
    let hosted = host().await;
    let mut digests = Vec::new();
    for (build, tag) in (1..).zip(["latest", "1.1", "1.0", "edge"]) {
        let at = ("team/app", tag);
        let pushed = registry.push(at, MANIFEST_DOCKER, "amd64", build).await;
        digests.push((tag, pushed.digest));
    }
    let from = format!("{}/team/app", registry.address);
    let repository = json!({
        "from": {"kind": "DockerImage", "name": from}, "importPolicy": insecure(),
    });
    let spec = json!({"import": true, "repository": repository});
    let status = hosted.import("app", spec).await;
    let told: Vec<(&str, String)> = status["repository"]["images"]
        .as_array()
        .unwrap()
        .iter()
        .map(|image| {
            let name = image["image"]["metadata"]["name"].as_str().unwrap();
            (image["tag"].as_str().unwrap(), name.to_owned())
        })
        .collect();
    assert_eq!(told, digests, "in the importer's order");
    assert_eq!(status["repository"]["status"]["status"], "Success");
    let tags = status["import"]["status"]["tags"].as_array().unwrap();
    assert_eq!(tags.len(), 4);
}
