//! The text of `oc describe`, byte for byte.

use imagestream_console::image::describe::{
    MissingMetadata, describe_image, describe_image_stream_image, describe_image_stream_tag,
    describe_image_tag, describe_stream, unique_images,
};
use imagestream_console::image::stream::ImageStream;
use imagestream_console::image::view::{ImageStreamTag, ImageTag};
use imagestream_console::text::time::Timestamp;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::golden;

/// The description of an object of the given kind.
fn describe(kind: &str, image_name: &str, object: &Value, now: Timestamp) -> String {
    fn read<T: DeserializeOwned>(object: &Value) -> T {
        serde_json::from_value(object.clone()).unwrap()
    }
    match kind {
        "ImageStream" => describe_stream(&read(object), now),
        "ImageStreamTag" => describe_image_stream_tag(&read(object), now).unwrap(),
        "ImageStreamImage" => describe_image_stream_image(&read(object), now).unwrap(),
        "Image" => describe_image(&read(object), image_name, now).unwrap(),
        other => panic!("no description of {other}"),
    }
}

/// The `Date` header of HTTP, such as `Sun, 22 Nov 2026 20:13:18 GMT`.
fn http_date(text: &str) -> Timestamp {
    const MONTHS: &str = "JanFebMarAprMayJunJulAugSepOctNovDec";
    let parts: Vec<&str> = text.split(' ').collect();
    let [_, day, month, year, clock, "GMT"] = parts[..] else {
        panic!("not a date: {text}")
    };
    let month = MONTHS.find(month).unwrap() / 3 + 1;
    golden::time(&format!("{year}-{month:02}-{day}T{clock}Z"))
}

#[test]
fn recorded_output_is_reproduced() {
    let folder = golden::folder("describe");
    let mut checked = 0;
    for entry in std::fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "json") {
            continue;
        }
        let name = path.file_stem().unwrap().to_str().unwrap();
        let recorded = golden::json(&format!("describe/{name}.json"));
        let expected = std::fs::read_to_string(path.with_extension("txt")).unwrap();
        let text = |now| {
            let image_name = recorded["imageName"].as_str().unwrap_or_default();
            describe(
                recorded["kind"].as_str().unwrap(),
                image_name,
                &recorded["object"],
                now,
            )
        };
        // The answer's date is cut to seconds, and `oc` looks at its own clock a moment later: the
        // ages are of that second or of the next.
        let date = http_date(recorded["date"].as_str().unwrap());
        let found = [date, Timestamp(date.0 + 1)].map(text);
        assert!(
            found.contains(&expected),
            "{name}:\n{}\ninstead of\n{expected}",
            found[0]
        );
        checked += 1;
    }
    assert!(checked >= 39, "only {checked} recordings were found");
}

#[test]
fn samples_of_every_line_are_reproduced() {
    for name in ["stream", "image", "manifest-list"] {
        let sample = golden::json(&format!("samples/{name}.json"));
        let now = golden::time(sample["now"].as_str().unwrap());
        let text = describe(sample["kind"].as_str().unwrap(), "", &sample["object"], now);
        let path = golden::folder("samples").join(name).with_extension("txt");
        assert_eq!(text, std::fs::read_to_string(path).unwrap(), "{name}");
    }
}

#[test]
fn a_stream_without_tags_ends_with_none() {
    let stream: ImageStream = serde_json::from_value(json!({
        "metadata": {"name": "empty", "namespace": "demo"},
    }))
    .unwrap();
    let expected = "Name:\t\t\tempty\nNamespace:\t\tdemo\nLabels:\t\t\t<none>\n\
        Annotations:\t\t<none>\nImage Repository:\t<none>\nImage Lookup:\t\tlocal=false\n\
        Tags:\t\t\t<none>\n";
    assert_eq!(describe_stream(&stream, golden::samples_now()), expected);
}

#[test]
fn events_without_an_image_count_as_one() {
    let event = |image: &str, reference: &str| json!({"created": null, "image": image, "dockerImageReference": reference, "generation": 1});
    let cases = [
        (vec![event("", "a"), event("", "b")], 1),
        (vec![event("x", "a"), event("x", "b"), event("y", "a")], 2),
        (vec![event("x", "a"), event("", "b"), event("", "c")], 2),
        (vec![event("", "")], 0),
        // A reference that reads like the name of a counted image is taken for that image.
        (vec![event("x", "a"), event("", "x")], 1),
    ];
    for (items, count) in cases {
        let stream = golden::stream(json!([]), json!([{"tag": "t", "items": items}]));
        assert_eq!(unique_images(&stream), count, "{items:?}");
    }
}

#[test]
fn each_source_has_its_words() {
    let from = |kind: &str, name: &str| json!({"kind": kind, "name": name});
    let other = json!({"kind": "ImageStreamTag", "namespace": "prod", "name": "app:1"});
    let scheduled = json!({"scheduled": true});
    let cases = [
        (json!({"from": other}), "  tagged from prod/app:1"),
        (
            json!({"from": from("ImageStreamTag", "x:1")}),
            "  tagged from x:1",
        ),
        (
            json!({"from": from("ImageStreamTag", "x:1"), "importPolicy": scheduled}),
            "  updates automatically from x:1",
        ),
        (
            json!({"from": from("ImageStreamTag", "x:1"), "reference": true, "importPolicy": scheduled}),
            "  reference to x:1",
        ),
        (
            json!({"from": from("DockerImage", "r/a")}),
            "  tagged from r/a",
        ),
        (
            json!({"from": from("DockerImage", "r/a"), "reference": true}),
            "  reference to registry r/a",
        ),
        (
            json!({"from": from("DockerImage", "r/a"), "importPolicy": scheduled}),
            "  updates automatically from registry r/a",
        ),
        (
            json!({"from": from("ImageStreamImage", "a@b")}),
            "  tagged from a@b",
        ),
        (
            json!({"from": from("ImageStreamImage", "a@b"), "reference": true}),
            "  reference to image a@b",
        ),
        (
            json!({"from": from("Thing", "t")}),
            "  updates from Thing t",
        ),
        (
            json!({"from": from("Thing", "t"), "reference": true}),
            "  reference to Thing t",
        ),
        (json!({}), "  tag without source image"),
    ];
    for (mut tag, line) in cases {
        tag["name"] = json!("one");
        let text = describe_stream(
            &golden::stream(json!([tag]), json!([])),
            golden::samples_now(),
        );
        assert_eq!(text.lines().nth(10), Some(line), "{tag}");
    }
}

#[test]
fn importing_and_failed_can_stand_together() {
    let stream = golden::stream(
        json!([golden::registry_tag("1", "r.example.com/a:1", 5)]),
        json!([golden::failed_tag("1", "NotFound", "gone", 4)]),
    );
    let text = describe_stream(&stream, golden::time("2026-03-02T00:00:30Z"));
    let end = "\n  ~ importing latest image ...\n  ! error: Import failed (NotFound): gone\n      \
        30 seconds ago\n";
    assert!(text.ends_with(end), "{text}");
}

#[test]
fn values_with_newlines_and_tabs_are_laid_out_as_by_oc() {
    let mut stream = golden::stream(json!([]), json!([]));
    let labels = &mut stream.metadata.labels;
    labels.insert("a".to_owned(), "one\ntwo".to_owned());
    labels.insert("b".to_owned(), "three\nfour".to_owned());
    labels.insert("c".to_owned(), "x\ty".to_owned());
    let text = describe_stream(&stream, golden::samples_now());
    // The line that starts at column 0 has no cells: it splits the columns in two blocks.
    let expected = "Labels:\t\ta=one\n\t\ttwo\n\t\tb=three\nfour\n\t\t\tc=x\ty\n";
    assert!(text.contains(expected), "{text:?}");
}

#[test]
fn a_verified_signature_tells_its_issuer_and_findings() {
    let image = serde_json::from_value(json!({
        "metadata": {"name": "sha256:1"},
        "dockerImageReference": "r/a@sha256:1",
        "dockerImageMetadata": {"Id": "", "Created": null},
        "signatures": [{
            "metadata": {"name": "sha256:1@abc"}, "type": "AtomicImageV1",
            "issuedBy": {"commonName": "signer"},
            "conditions": [{"type": "Trusted", "status": "True", "message": "checked",
                "lastProbeTime": "2026-03-01T00:00:00Z"}],
        }],
    }))
    .unwrap();
    let text = describe_image(&image, "", golden::samples_now()).unwrap();
    let block = "Image Signatures:\t \n\t\t\tName:\tsha256:1@abc\n\t\t\tType:\tAtomicImageV1\n\
        \t\t\tStatus:\tVerified\n\t\t\tIssued By:\tsigner\n\
        \t\t\t:\tSignature is Trusted (checked on 2026-03-01 00:00:00 +0000 UTC)\n";
    let squeezed = |text: &str| text.replace("\t\t", "\t").replace("\t\t", "\t");
    assert!(squeezed(&text).contains(&squeezed(block)), "{text:?}");
    assert!(text.contains("Image Created:\t\t292 years ago\n"), "{text}");
    assert!(text.contains("Docker Image:\t\tr/a@sha256:1\n"), "{text}");
}

#[test]
fn an_image_tag_is_described_as_the_stream_tag() {
    let tag: ImageTag = golden::object("python/imagetag-3.4.json");
    let image = tag.image.clone().unwrap();
    let same = ImageStreamTag {
        image,
        ..ImageStreamTag::default()
    };
    let now = golden::samples_now();
    assert_eq!(
        describe_image_tag(&tag, now),
        describe_image_stream_tag(&same, now)
    );
    let pending = ImageTag { image: None, ..tag };
    assert_eq!(describe_image_tag(&pending, now), Err(MissingMetadata));
}

#[test]
fn an_image_without_metadata_has_no_description() {
    let tag = serde_json::from_value(json!({"image": {"metadata": {"name": "sha256:1"}}})).unwrap();
    assert_eq!(
        describe_image_stream_tag(&tag, golden::samples_now()),
        Err(MissingMetadata)
    );
}
