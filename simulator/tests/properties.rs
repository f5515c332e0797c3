//! Whatever is written in whatever order: streams stay as the server keeps them.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a panic is the test's failure"
)]

mod write_client;

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use serde_json::{Value, json};
use simulator::store::IMAGE_STREAMS;
use write_client::{Client, check_stream, number, path, streams};

const PROJECT: &str = "vacant";
const SOURCES: [&str; 6] = [
    "quay.io/acme/ruby:3.1",
    "quay.io/acme/ruby:tip",
    "docker.io/busybox",
    "quay.io/acme/nothing:1",
    "down.example.com:5000/x/y:1",
    "not a reference",
];

/// Something that a client does, or time that passes.
#[derive(Clone, Debug)]
enum Step {
    CreateStream(usize),
    DeleteStream(usize),
    TagImage {
        stream: usize,
        tag: usize,
        source: usize,
        scheduled: bool,
        reference: bool,
    },
    TagCopy {
        stream: usize,
        tag: usize,
        of: (usize, usize),
        by_digest: bool,
    },
    DeleteTag(usize, usize),
    RemoveSpec(usize, usize),
    ClearImageTag(usize, usize),
    Label(usize, String),
    Policy {
        stream: usize,
        tag: usize,
        patch: bool,
    },
    Import {
        stream: usize,
        tags: Vec<(usize, usize)>,
        real: bool,
    },
    ImportRepository(usize),
    Push(usize, usize, u8),
    DryRun(usize, usize),
    Wait(u16),
}

fn step() -> impl Strategy<Value = Step> {
    let stream = 0..3_usize;
    let tag = 0..4_usize;
    let source = 0..SOURCES.len();
    prop_oneof![
        stream.clone().prop_map(Step::CreateStream),
        stream.clone().prop_map(Step::DeleteStream),
        (
            stream.clone(),
            tag.clone(),
            source.clone(),
            any::<bool>(),
            any::<bool>()
        )
            .prop_map(
                |(stream, tag, source, scheduled, reference)| Step::TagImage {
                    stream,
                    tag,
                    source,
                    scheduled,
                    reference
                }
            ),
        (
            stream.clone(),
            tag.clone(),
            (stream.clone(), tag.clone()),
            any::<bool>()
        )
            .prop_map(|(stream, tag, of, by_digest)| Step::TagCopy {
                stream,
                tag,
                of,
                by_digest
            }),
        (stream.clone(), tag.clone()).prop_map(|(stream, tag)| Step::DeleteTag(stream, tag)),
        (stream.clone(), tag.clone()).prop_map(|(stream, tag)| Step::RemoveSpec(stream, tag)),
        (stream.clone(), tag.clone()).prop_map(|(stream, tag)| Step::ClearImageTag(stream, tag)),
        (stream.clone(), "[a-z<]{0,4}").prop_map(|(stream, label)| Step::Label(stream, label)),
        (stream.clone(), tag.clone(), any::<bool>())
            .prop_map(|(stream, tag, patch)| Step::Policy { stream, tag, patch }),
        (
            stream.clone(),
            proptest::collection::vec((tag.clone(), source), 0..4),
            any::<bool>()
        )
            .prop_map(|(stream, tags, real)| Step::Import { stream, tags, real }),
        stream.clone().prop_map(Step::ImportRepository),
        (stream.clone(), tag.clone(), any::<u8>())
            .prop_map(|(stream, tag, image)| Step::Push(stream, tag, image)),
        (stream, tag).prop_map(|(stream, tag)| Step::DryRun(stream, tag)),
        (0..2_000_u16).prop_map(Step::Wait),
    ]
}

fn stream_name(index: usize) -> String {
    format!("s{index}")
}

fn tag_name(index: usize) -> String {
    ["latest", "b", "a", "1.0"][index].to_owned()
}

/// Does a step; the answer's status, if it was a request.
#[allow(clippy::too_many_lines, reason = "one arm for each step")]
fn act(client: &mut Client, step: &Step) -> Option<u16> {
    let of_stream = |stream: usize| path(PROJECT, &format!("imagestreams/{}", stream_name(stream)));
    let full = |stream: usize, tag: usize| format!("{}:{}", stream_name(stream), tag_name(tag));
    let of_tag = |stream: usize, tag: usize| {
        path(PROJECT, &format!("imagestreamtags/{}", full(stream, tag)))
    };
    let response = match step {
        Step::CreateStream(stream) => client.post(
            &path(PROJECT, "imagestreams"),
            &json!({"metadata": {"name": stream_name(*stream)}}),
        ),
        Step::DeleteStream(stream) => client.delete(&of_stream(*stream)),
        Step::TagImage {
            stream,
            tag,
            source,
            scheduled,
            reference,
        } => {
            let body = json!({"metadata": {"name": full(*stream, *tag)}, "tag": {
                "name": tag_name(*tag), "from": {"kind": "DockerImage", "name": SOURCES[*source]}, "generation": 0,
                "reference": reference, "importPolicy": {"scheduled": scheduled},
            }});
            client.put(&of_tag(*stream, *tag), &body)
        }
        Step::TagCopy {
            stream,
            tag,
            of,
            by_digest,
        } => {
            let from = if *by_digest {
                let digest = first_image(client, of.0).unwrap_or_else(|| "sha256:00".to_owned());
                json!({"kind": "ImageStreamImage", "name": format!("{}@{digest}", stream_name(of.0))})
            } else {
                json!({"kind": "ImageStreamTag", "name": full(of.0, of.1)})
            };
            client.tag(
                PROJECT,
                &full(*stream, *tag),
                &from,
                &Value::Null,
                &json!({}),
            )
        }
        Step::DeleteTag(stream, tag) => client.delete(&of_tag(*stream, *tag)),
        Step::RemoveSpec(stream, tag) => {
            let patch = json!({"spec": {"tags": [{"name": tag_name(*tag), "$patch": "delete"}]}});
            client.send(
                "PATCH",
                &of_stream(*stream),
                "application/strategic-merge-patch+json",
                Some(&patch),
            )
        }
        Step::ClearImageTag(stream, tag) => {
            let target = path(PROJECT, &format!("imagetags/{}", full(*stream, *tag)));
            client.merge(&target, &json!({"spec": null}))
        }
        Step::Label(stream, label) => client.merge(
            &of_stream(*stream),
            &json!({"metadata": {"labels": {"l": label}}}),
        ),
        Step::Policy { stream, tag, patch } => {
            let change = json!({"spec": {"tags": [{"name": tag_name(*tag), "importPolicy": {"insecure": patch}}]}});
            client.send(
                "PATCH",
                &of_stream(*stream),
                "application/strategic-merge-patch+json",
                Some(&change),
            )
        }
        Step::Import { stream, tags, real } => {
            let images: Vec<Value> = tags
                .iter()
                .map(|(tag, source)| json!({"from": {"kind": "DockerImage", "name": SOURCES[*source]}, "to": {"name": tag_name(*tag)}}))
                .collect();
            let body = json!({"metadata": {"name": stream_name(*stream)}, "spec": {"import": real, "images": images}});
            client.post(&path(PROJECT, "imagestreamimports"), &body)
        }
        Step::ImportRepository(stream) => {
            let repository =
                json!({"from": {"kind": "DockerImage", "name": "quay.io/acme/shop-cart"}});
            let body = json!({"metadata": {"name": stream_name(*stream)}, "spec": {"import": true, "repository": repository}});
            client.post(&path(PROJECT, "imagestreamimports"), &body)
        }
        Step::Push(stream, tag, image) => {
            let digest = format!("sha256:{}", format!("{image:02x}").repeat(32));
            let body = json!({"metadata": {"name": stream_name(*stream)}, "tag": tag_name(*tag), "image": {"metadata": {"name": digest}}});
            client.post(&path(PROJECT, "imagestreammappings"), &body)
        }
        Step::DryRun(stream, tag) => {
            let body = json!({"metadata": {"name": full(*stream, *tag)}, "tag": {"name": tag_name(*tag), "from": {"kind": "DockerImage", "name": "x:1"}}});
            client.put(&format!("{}?dryRun=All", of_tag(*stream, *tag)), &body)
        }
        Step::Wait(seconds) => {
            client.wait(i64::from(*seconds));
            return None;
        }
    };
    Some(response.status)
}

fn first_image(client: &Client, stream: usize) -> Option<String> {
    let stored = client
        .cluster
        .store
        .get(IMAGE_STREAMS, PROJECT, &stream_name(stream))?;
    let image = stored.value["status"]["tags"][0]["items"][0]["image"].as_str()?;
    (!image.is_empty()).then(|| image.to_owned())
}

fn check_against(before: &BTreeMap<String, Value>, after: &BTreeMap<String, Value>) {
    for (uid, new) in after {
        let Some(old) = before.get(uid) else { continue };
        let version = |stream: &Value| {
            stream["metadata"]["resourceVersion"]
                .as_str()
                .unwrap()
                .parse::<u64>()
                .unwrap()
        };
        let generation = |stream: &Value| number(&stream["metadata"]["generation"]);
        assert!(
            generation(new) >= generation(old),
            "generations never go back"
        );
        assert!(version(new) >= version(old), "versions never go back");
        if version(new) == version(old) {
            assert_eq!(new, old, "what changed has a new version");
        }
        let specs = |stream: &Value| stream["spec"].clone();
        if specs(new) != specs(old) {
            assert!(
                generation(new) > generation(old),
                "a changed spec is a new generation"
            );
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(ProptestConfig::default().cases.max(200)))]

    #[test]
    fn any_sequence_of_writes_keeps_the_invariants(steps in proptest::collection::vec(step(), 1..40)) {
        let mut client = Client::of_project("developer", PROJECT);
        client.wait(0);
        let mut before = streams(&client, PROJECT);
        for step in &steps {
            let revision = client.cluster.store.revision();
            let status = act(&mut client, step);
            let after = streams(&client, PROJECT);
            after.values().for_each(check_stream);
            check_against(&before, &after);
            if status.is_some_and(|status| status >= 400) {
                prop_assert_eq!(client.cluster.store.revision(), revision, "a refused write writes nothing: {:?}", step);
            }
            if matches!(step, Step::DryRun(..)) {
                prop_assert_eq!(client.cluster.store.revision(), revision, "a dry run writes nothing");
            }
            before = after;
        }
    }

    #[test]
    fn importing_twice_writes_once(source in 0..3_usize, tag in 0..4_usize) {
        let mut client = Client::of_project("developer", PROJECT);
        let import = Step::Import { stream: 0, tags: vec![(tag, source)], real: true };
        prop_assert_eq!(act(&mut client, &import), Some(201));
        let revision = client.cluster.store.revision();
        prop_assert_eq!(act(&mut client, &import), Some(201));
        prop_assert_eq!(client.cluster.store.revision(), revision);
    }
}

#[test]
fn every_kind_of_step_can_succeed() {
    let mut client = Client::of_project("developer", PROJECT);
    let steps = [
        Step::CreateStream(0),
        Step::TagImage {
            stream: 0,
            tag: 0,
            source: 0,
            scheduled: true,
            reference: false,
        },
        Step::Wait(5),
        Step::TagCopy {
            stream: 0,
            tag: 1,
            of: (0, 0),
            by_digest: true,
        },
        Step::TagCopy {
            stream: 1,
            tag: 1,
            of: (0, 0),
            by_digest: false,
        },
        Step::Policy {
            stream: 0,
            tag: 0,
            patch: true,
        },
        Step::Label(0, "x".to_owned()),
        Step::RemoveSpec(0, 1),
        Step::ClearImageTag(0, 0),
        Step::Import {
            stream: 0,
            tags: vec![(2, 0)],
            real: true,
        },
        Step::ImportRepository(2),
        Step::Push(0, 3, 7),
        Step::DryRun(0, 1),
        Step::DeleteTag(0, 0),
        Step::DeleteStream(0),
    ];
    let refused: BTreeSet<String> = steps
        .iter()
        .filter(|step| act(&mut client, step).is_some_and(|status| status >= 300))
        .map(|step| format!("{step:?}"))
        .collect();
    assert!(refused.is_empty(), "{refused:?}");
}
