//! The app against the simulated cluster: the app's own requests, answered in process, read by the
//! app's own types. The simulator stores raw JSON, so that a misspelt field on either side shows.

use std::collections::BTreeSet;

use imagestream_console::api::decode::{Answer, decode};
use imagestream_console::api::error::Error;
use imagestream_console::api::list::List;
use imagestream_console::api::request::{self, Request};
use imagestream_console::image::describe::{
    describe_image_stream_image, describe_image_stream_tag, describe_stream,
};
use imagestream_console::image::stream::ImageStream;
use imagestream_console::image::tag_state::TagPhase;
use imagestream_console::image::view::{
    ImageStreamImage, ImageStreamLayers, ImageStreamTag, ImageTag,
};
use imagestream_console::model::image_page::ImagePage;
use imagestream_console::model::stream_list::StreamRow;
use imagestream_console::model::stream_page::{StreamPage, stream_history};
use imagestream_console::model::tag_page::{TagPage, Why};
use imagestream_console::text::time::Timestamp;
use imagestream_console::wire::Wire;
use simulator::{Cluster, Config, Reply};

use crate::golden;

const NOW: &str = "2026-06-01T12:00:00Z";

/// The demo cluster, asked as its administrator.
struct Demo(Cluster);

impl Demo {
    fn start() -> Self {
        let mut cluster = Cluster::new(Config::default());
        cluster.load(simulator::seed::demo(NOW.parse().unwrap()));
        Self(cluster)
    }

    /// Sends a request of the app. What cannot be read of a success is a failure of this test.
    fn ask<T: Wire>(&mut self, request: &Request) -> Result<T, Error> {
        let target = format!("/{}", request.target());
        let asked = simulator::Request::get(&target).as_user("admin");
        let Reply::Full(response) = self.0.handle(&asked, NOW.parse().unwrap()) else {
            panic!("{target} is no watch");
        };
        let answer = Answer {
            code: response.status,
            content_type: response
                .header("content-type")
                .unwrap_or_default()
                .to_owned(),
            retry_after_seconds: None,
            body: response.body,
        };
        let decoded = decode(request.kind, &answer)?;
        assert_eq!(decoded.malformed, [], "{target}");
        Ok(decoded.value)
    }

    /// An answer, or none if it is 404.
    fn find<T: Wire>(&mut self, request: &Request) -> Option<T> {
        match self.ask(request) {
            Ok(value) => Some(value),
            Err(error) if error.is_not_found() => None,
            Err(error) => panic!("{}: {error:?}", request.target()),
        }
    }

    /// All streams, listed in pages. Those that fail on purpose by their names are left out.
    fn streams(&mut self) -> Vec<ImageStream> {
        let (mut streams, mut token) = (Vec::new(), None::<String>);
        loop {
            let page = request::list_streams(None, 7, token.as_deref());
            let page: List<ImageStream> = self.ask(&page).unwrap();
            streams.extend(page.items);
            if page.metadata.next.is_empty() {
                break;
            }
            token = Some(page.metadata.next);
        }
        streams.retain(|stream| !is_faulty(&stream.metadata.name));
        streams
    }
}

/// Whether a name asks the demo cluster for a failure.
fn is_faulty(name: &str) -> bool {
    simulator::fault::of([name]).is_some()
}

fn now() -> Timestamp {
    golden::time(NOW)
}

#[test]
fn a_listed_stream_is_the_one_that_is_got() {
    let mut demo = Demo::start();
    let streams = demo.streams();
    assert!(streams.len() >= 30, "{} streams", streams.len());
    for stream in streams {
        let (namespace, name) = (&stream.metadata.namespace, &stream.metadata.name);
        let got: ImageStream = demo.ask(&request::get_stream(namespace, name)).unwrap();
        assert_eq!(got, stream);
        let (row, page) = (StreamRow::of(&stream), StreamPage::of(&stream));
        assert_eq!(row.tag_count, page.tags.len());
        let text = describe_stream(&stream, now());
        assert!(text.starts_with(&format!("Name:\t\t\t{name}\n")), "{text}");
    }
}

#[test]
fn every_tag_has_a_page_that_agrees_with_the_server() {
    let mut demo = Demo::start();
    let (mut phases, mut never_imported) = (BTreeSet::new(), 0);
    for stream in demo.streams() {
        let (namespace, name) = (&stream.metadata.namespace, &stream.metadata.name);
        let layers: ImageStreamLayers = demo
            .ask(&request::get_stream_layers(namespace, name))
            .unwrap();
        for row in StreamPage::of(&stream).tags {
            let place = format!("{namespace}/{name}:{}", row.name);
            phases.insert(row.state.phase);
            never_imported += usize::from(row.state.never_imported);
            // Tags that no URL can name, or that fail on purpose, are not asked for.
            if row.name.contains([':', '@', '/', '%']) || is_faulty(&row.name) {
                continue;
            }
            let tag: Option<ImageStreamTag> =
                demo.find(&request::get_stream_tag(namespace, name, &row.name));
            let page = TagPage::of(&stream, &row.name, tag.as_ref(), Some(&layers)).unwrap();
            assert_eq!(page.image.is_none(), page.absence.is_some(), "{place}");
            let whole: ImageTag = demo
                .ask(&request::get_image_tag(namespace, name, &row.name))
                .unwrap();
            assert_eq!(whole.spec.is_some(), row.in_spec, "{place}");
            assert_eq!(whole.status.is_some(), row.in_status, "{place}");
            let Some(tag) = tag else { continue };
            assert!(describe_image_stream_tag(&tag, now()).is_ok(), "{place}");
            let given = page
                .pull_specs
                .iter()
                .find(|spec| spec.for_workloads)
                .expect(&place);
            assert_eq!(given.text, tag.image.docker_image_reference, "{place}");
        }
    }
    assert!(
        never_imported > 0,
        "the demo shows no tag that was never imported"
    );
    let all = [
        TagPhase::Failed,
        TagPhase::Importing,
        TagPhase::Dangling,
        TagPhase::NoImage,
        TagPhase::Reference,
        TagPhase::UpToDate,
    ];
    for phase in all {
        assert!(
            phases.contains(&phase),
            "the demo shows no tag that is {phase:?}"
        );
    }
}

#[test]
fn an_image_gone_from_the_cluster_is_told_from_one_never_there() {
    let mut demo = Demo::start();
    let mut pruned = 0;
    for stream in demo.streams() {
        let (namespace, name) = (&stream.metadata.namespace, &stream.metadata.name);
        let layers: ImageStreamLayers = demo
            .ask(&request::get_stream_layers(namespace, name))
            .unwrap();
        for row in StreamPage::of(&stream).tags {
            let page = TagPage::of(&stream, &row.name, None, Some(&layers)).unwrap();
            let Why::ImagePruned { digest } = page.absence.unwrap().why else {
                continue;
            };
            if layers.images[&digest].image_missing {
                pruned += 1;
                let tag = request::get_stream_tag(namespace, name, &row.name);
                assert_eq!(
                    demo.find::<ImageStreamTag>(&tag),
                    None,
                    "{name}:{}",
                    row.name
                );
            }
        }
    }
    assert!(pruned > 0, "the demo shows no tag whose image was pruned");
}

#[test]
fn every_image_of_every_history_has_a_page_or_is_missing() {
    let mut demo = Demo::start();
    let mut platforms = 0;
    for stream in demo.streams() {
        let (namespace, name) = (&stream.metadata.namespace, &stream.metadata.name);
        let layers: ImageStreamLayers = demo
            .ask(&request::get_stream_layers(namespace, name))
            .unwrap();
        let history = stream_history(&stream, Some(&layers));
        let missing: BTreeSet<_> = history
            .iter()
            .filter_map(|entry| Some((entry.digest.clone()?, entry.image_missing?)))
            .collect();
        for (digest, missing) in missing {
            let place = format!("{namespace}/{name}@{digest}");
            let image: Option<ImageStreamImage> =
                demo.find(&request::get_stream_image(namespace, name, &digest));
            assert_eq!(image.is_none(), missing, "{place}");
            let Some(image) = image else { continue };
            let page = ImagePage::of(&image, Some(&stream), Some(&layers));
            assert_eq!((&page.namespace, &page.stream), (namespace, name));
            assert!(
                !page.tags_now.is_empty() || !page.tags_before.is_empty(),
                "{place}"
            );
            assert!(
                describe_image_stream_image(&image, now()).is_ok(),
                "{place}"
            );
            for platform in &page.image.platforms {
                platforms += 1;
                let request = request::get_stream_image(namespace, name, &platform.digest);
                let part: ImageStreamImage = demo.ask(&request).unwrap();
                let part = ImagePage::of(&part, Some(&stream), Some(&layers));
                assert!(
                    part.part_of.iter().any(|list| list.digest == digest),
                    "{place}"
                );
                let layers = part
                    .image
                    .layers
                    .iter()
                    .map(|layer| (&layer.digest, layer.size));
                let total: i64 = layers
                    .collect::<BTreeSet<_>>()
                    .iter()
                    .map(|(_, size)| size)
                    .sum();
                assert_eq!(platform.layers_size, Some(total), "{place}");
            }
        }
    }
    assert!(
        platforms >= 8,
        "the demo has a manifest list of eight platforms"
    );
}
