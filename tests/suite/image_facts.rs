//! What is known of an image.

use imagestream_console::image::docker::Image;
use imagestream_console::image::stream::ImageStream;
use imagestream_console::image::view::{ImageStreamImage, ImageStreamLayers, ImageStreamTag};
use imagestream_console::model::image_facts::{ImageFacts, PlatformRow, layers_size};
use imagestream_console::model::image_page::ImagePage;
use imagestream_console::model::pull_specs::Location;
use serde_json::json;

use crate::golden::{self, digest, ruby_image, status_tag, stream, time};

#[test]
fn every_fact_of_an_image_is_taken_over() {
    let facts = ImageFacts::of(&ruby_image().image, None);
    assert_eq!(facts.digest, digest('a'));
    assert_eq!(
        facts.reference,
        format!("quay.io/acme/ruby@{}", digest('a'))
    );
    assert_eq!(facts.created, Some(time("2026-03-21T09:00:00Z")));
    assert_eq!(facts.annotations.len(), 2);
    assert_eq!(facts.size, 123_456_789);
    assert_eq!(facts.built, Some(time("2026-03-01T10:00:00Z")));
    assert_eq!(
        (facts.author.as_str(), facts.architecture.as_str()),
        ("", "amd64")
    );
    assert_eq!(facts.entrypoint, ["container-entrypoint"]);
    assert_eq!(facts.command, ["/bin/sh", "-c", "$STI_SCRIPTS_PATH/usage"]);
    assert_eq!(
        (facts.working_dir.as_str(), facts.user.as_str()),
        ("/opt/app-root/src", "1001")
    );
    assert_eq!(facts.ports, ["8080/tcp", "8443/tcp"]);
    assert_eq!(facts.volumes, ["/cache", "/data"]);
    assert_eq!(facts.labels["name"], "ubi9/ruby-31");
    let variables: Vec<_> = facts
        .environment
        .iter()
        .map(|variable| (variable.name.as_str(), variable.value.as_str()))
        .collect();
    assert_eq!(variables, [("PATH", "/usr/bin"), ("RUBY_VERSION", "3.1")]);
    assert!(!facts.metadata_missing && !facts.is_manifest_list());
}

#[test]
fn missing_metadata_is_said_and_not_made_up() {
    let image: Image = serde_json::from_value(json!({"metadata": {"name": "sha256:1"}})).unwrap();
    let facts = ImageFacts::of(&image, None);
    assert!(facts.metadata_missing);
    assert_eq!((facts.size, facts.built), (0, None));
}

fn with_layers(sizes: &[i64]) -> ImageFacts {
    let layers: Vec<_> = sizes
        .iter()
        .enumerate()
        .map(|(index, size)| json!({"name": format!("sha256:{index}"), "size": size}))
        .collect();
    let image = serde_json::from_value(json!({"dockerImageLayers": layers})).unwrap();
    ImageFacts::of(&image, None)
}

#[test]
fn layers_have_shares_and_the_first_and_last_are_marked() {
    let facts = with_layers(&[100, 300, 200, 0]);
    let found: Vec<_> = facts
        .layers
        .iter()
        .map(|layer| (layer.of_largest, layer.of_total, layer.first, layer.last))
        .collect();
    assert_eq!(
        found,
        [
            (333, 167, true, false),
            (1000, 500, false, false),
            (667, 333, false, true),
            (0, 0, false, false)
        ]
    );
    // One layer is the first, not the last; nothing is divided by nothing.
    let one = with_layers(&[7]);
    assert!(one.layers[0].first && !one.layers[0].last);
    assert_eq!(with_layers(&[0, 0]).layers[1].of_total, 0);
    assert_eq!(
        with_layers(&[i64::MAX, i64::MAX]).layers[1].of_largest,
        1000
    );
}

#[test]
fn a_manifest_list_has_its_platforms_in_order() {
    let tag: ImageStreamTag = golden::object("describe/020-describe-istag-busybox.json");
    let facts = ImageFacts::of(&tag.image, None);
    let platforms: Vec<String> = facts.platforms.iter().map(PlatformRow::platform).collect();
    assert_eq!(
        platforms,
        [
            "linux/amd64",
            "linux/arm",
            "linux/arm64",
            "linux/386",
            "linux/mips64le",
            "linux/ppc64le",
            "linux/riscv64",
            "linux/s390x"
        ]
    );
    assert!(facts.is_manifest_list() && facts.layers.is_empty());
    assert!(
        facts
            .platforms
            .iter()
            .all(|row| row.manifest_size > 0 && row.layers_size.is_none())
    );
}

#[test]
fn sizes_of_platforms_come_from_their_distinct_layers() {
    let layers: ImageStreamLayers = serde_json::from_value(json!({
        "blobs": {"l1": {"size": 10, "mediaType": ""}, "l2": {"size": 5}, "cfg": {"size": null}},
        "images": {
            "a": {"layers": ["l1", "l2", "l1"], "config": "cfg"},
            "b": {"layers": ["l1", "gone"]},
            "c": {"imageMissing": true, "layers": null, "config": null},
            "list": {"layers": null, "config": null, "manifests": ["a", "b"]},
        },
    }))
    .unwrap();
    assert_eq!(layers_size(&layers, "a"), Some(15));
    for unknown in ["b", "c", "list", "nosuch"] {
        assert_eq!(layers_size(&layers, unknown), None, "{unknown}");
    }
}

#[test]
fn an_image_page_knows_its_tags_now_and_before() {
    let image: ImageStreamImage = golden::object("python/image.json");
    let stream: ImageStream = golden::object("python/stream.json");
    let layers = golden::object("python/layers.json");
    let page = ImagePage::of(&image, Some(&stream), Some(&layers));
    assert_eq!(
        (page.namespace.as_str(), page.stream.as_str()),
        ("demo", "python")
    );
    assert_eq!(
        page.tags_now,
        ["latest", "3.4", "3.4ref", "byexternaldigest", "pinned"]
    );
    assert_eq!(page.tags_before, [""; 0]);
    assert_eq!(page.part_of, []);
    assert_eq!(page.pull_specs.len(), 3);
    assert!(
        page.pull_specs
            .iter()
            .all(|spec| spec.by_digest && spec.text.ends_with(&page.image.digest))
    );
    assert_eq!(page.pull_specs[0].location, Location::Public);
    let command = format!("oc describe isimage/python@{} -n demo", page.image.digest);
    assert_eq!(page.describe_command(), command);
    // The two lowest layers are those of every image of this stream.
    assert!(page.image.layers[0].shared_with.contains(&"3.6".to_owned()));
    assert!(
        !page.image.layers[0].shared_with.contains(&"3.4".to_owned()),
        "that is this image"
    );
    assert_eq!(page.image.layers[3].shared_with, [""; 0]);
}

#[test]
fn a_platform_knows_the_list_it_is_part_of() {
    let (list, part) = (digest('1'), digest('2'));
    let stream = stream(json!([]), json!([status_tag("multi", &list, 1)]));
    let layers = serde_json::from_value(json!({"images": {
        list.clone(): {"manifests": [part.clone()]}, part.clone(): {"layers": ["x"]},
    }}))
    .unwrap();
    let image = serde_json::from_value(json!({
        "metadata": {"name": format!("app@{part}"), "namespace": "demo"},
        "image": {"metadata": {"name": part}},
    }))
    .unwrap();
    let page = ImagePage::of(&image, Some(&stream), Some(&layers));
    assert_eq!(page.tags_now, [""; 0]);
    assert_eq!(
        (page.part_of[0].digest.as_str(), &page.part_of[0].tags[..]),
        (list.as_str(), &["multi".to_owned()][..])
    );
    // Without stream and layers the image alone is shown.
    let alone = ImagePage::of(&image, None, None);
    assert_eq!((alone.stream.as_str(), alone.pull_specs.len()), ("app", 0));
}
