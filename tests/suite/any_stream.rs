//! What must hold for any stream at all, however odd.

use imagestream_console::image::describe::describe_stream;
use imagestream_console::image::stream::ImageStream;
use imagestream_console::image::tag_state::TagPhase;
use imagestream_console::model::filter::Selector;
use imagestream_console::model::search::Query;
use imagestream_console::model::sort::Direction;
use imagestream_console::model::stream_list::StreamRow;
use imagestream_console::model::stream_page::{StreamPage, stream_history};
use imagestream_console::model::tag_page::TagPage;
use imagestream_console::model::tag_rows::{TagSort, filter_tags, sort_tags};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::golden::{self, digest};

/// A text as it should be, or as nobody expects it.
fn text(usual: &'static str) -> impl Strategy<Value = String> {
    prop_oneof![8 => usual, 1 => "[<&\"\\\\\t\n\u{b}\u{c}\u{202e}%s:@/ ]{0,6}", 1 => "\\PC{0,8}"]
}

fn tag_name() -> impl Strategy<Value = String> {
    text("latest|v?[0-3]\\.[0-3](\\.[0-2])?|[a-c]")
}

fn spec_tag() -> impl Strategy<Value = Value> {
    let from = prop_oneof![
        2 => Just(Value::Null),
        4 => text("quay\\.io/[a-c]:[0-3]").prop_map(|name| json!({"kind": "DockerImage", "name": name})),
        4 => text("(app:)?[a-c]").prop_map(|name| json!({"kind": "ImageStreamTag", "name": name})),
        2 => text("[a-c]@sha256:[0-9]").prop_map(|name| json!({"kind": "ImageStreamImage",
            "name": name, "namespace": "prod"})),
        1 => text("[a-z]").prop_map(|name| json!({"kind": name, "name": name})),
    ];
    let flags = (any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>());
    (
        tag_name(),
        from,
        prop::option::of(-1_i64..4),
        flags,
        text("[a-z]{3}"),
    )
        .prop_map(
            |(name, from, generation, (reference, scheduled, insecure, local), about)| {
                json!({
                    "name": name, "from": from, "generation": generation, "reference": reference,
                    "annotations": {"description": about, "tags": about},
                    "importPolicy": {"scheduled": scheduled, "insecure": insecure},
                    "referencePolicy": {"type": if local { "Local" } else { "Source" }},
                })
            },
        )
}

fn status_tag() -> impl Strategy<Value = Value> {
    let event = (
        0_u32..4,
        0_i64..4,
        any::<bool>(),
        prop::option::of(10_u8..29),
    )
        .prop_map(|(image, generation, by_reference, day)| {
            let image = digest(char::from_digit(image, 10).unwrap());
            json!({
                "created": day.map(|day| format!("2026-02-{day}T00:00:00Z")),
                "dockerImageReference": format!("quay.io/a@{image}"),
                "image": if by_reference { "" } else { &image },
                "generation": generation,
            })
        });
    let condition = (
        text("NotFound|Unauthorized|InternalError"),
        text("x509: a|gone"),
        0_i64..4,
    )
        .prop_map(|(reason, message, generation)| {
            json!([{"type": "ImportSuccess", "status": "False", "reason": reason,
                "message": message, "lastTransitionTime": null, "generation": generation}])
        });
    (tag_name(), prop::collection::vec(event, 0..4), prop::option::of(condition)).prop_map(
        |(tag, items, conditions)| json!({"tag": tag, "items": items, "conditions": conditions}),
    )
}

fn any_stream() -> impl Strategy<Value = ImageStream> {
    let spec = prop::collection::vec(spec_tag(), 0..8);
    let status = prop::collection::vec(status_tag(), 0..8);
    (spec, status).prop_map(|(spec, status)| golden::stream(json!(spec), json!(status)))
}

proptest! {
    #[test]
    fn list_page_and_text_tell_the_same(stream in any_stream()) {
        let now = golden::samples_now();
        let (row, page) = (StreamRow::of(&stream), StreamPage::of(&stream));
        let text = describe_stream(&stream, now);
        prop_assert_eq!(row.tag_count, page.tags.len());
        if page.tags.is_empty() {
            prop_assert!(text.ends_with("Tags:\t\t\t<none>\n"));
        } else {
            let counts = format!("Unique Images:\t\t{}\nTags:\t\t\t{}\n", page.unique_images, row.tag_count);
            prop_assert!(text.contains(&counts), "{}", text);
        }
        let count = |wanted: fn(&TagPhase) -> bool| {
            page.tags.iter().filter(|tag| wanted(&tag.state.phase)).count()
        };
        prop_assert_eq!(row.failing_count, count(|phase| *phase == TagPhase::Failed));
        prop_assert_eq!(row.updated, page.tags.iter().filter_map(|tag| tag.updated).max());
        let importing = page.tags.iter().filter(|tag| tag.state.importing && tag.state.alias_of.is_none());
        prop_assert!(text.matches("~ importing latest image ...").count() >= importing.count());
    }

    #[test]
    fn every_tag_has_a_page_and_every_event_an_entry(stream in any_stream()) {
        let page = StreamPage::of(&stream);
        let events: usize = page.tags.iter().map(|tag| tag.history_length).sum();
        prop_assert_eq!(stream_history(&stream, None).len(), events);
        for row in &page.tags {
            let tag = TagPage::of(&stream, &row.name, None, None);
            let tag = tag.expect("a listed tag has a page");
            prop_assert_eq!(&tag.row, row);
            prop_assert!(!tag.absence.expect("there is no image").mends.is_empty());
            prop_assert_eq!(tag.history.len(), row.history_length);
            for alias in &row.aliases {
                let target = page.tags.iter().find(|other| other.name == *alias);
                let target = target.and_then(|other| other.state.alias_of.as_ref());
                prop_assert_eq!(target, Some(&row.name));
            }
        }
    }

    #[test]
    fn sorting_loses_and_invents_nothing(stream in any_stream(), typed in text("[a-c] ?[0-3]?")) {
        let rows = StreamPage::of(&stream).tags;
        let query = Query::parse(&typed);
        let texts: Vec<_> = rows.iter().map(|row| row.search("demo")).collect();
        for direction in [Direction::Ascending, Direction::Descending] {
            let orders = TagSort::ALL.map(|sort| {
                let all = sort_tags(&rows, sort, direction);
                let mut kept = filter_tags(&all, &texts, &query);
                let shown: Vec<usize> = all.iter().copied().filter(|row| kept.contains(row)).collect();
                assert_eq!(shown, kept, "a filter changes no order");
                kept.sort_unstable();
                let mut all = all;
                all.sort_unstable();
                assert_eq!(all, (0..rows.len()).collect::<Vec<_>>());
                kept
            });
            prop_assert!(orders.iter().all(|order| *order == orders[0]));
        }
        // A stream is found by each of its tags.
        let found = StreamRow::of(&stream);
        for row in &rows {
            prop_assert!(found.matches(&Query::parse(&row.name), &Selector::default()));
        }
    }
}

/// Ten thousand cells in a line are more than a layout needs to get right, not more than it may
/// get.
#[test]
fn a_value_of_nothing_but_tabs_ends_soon() {
    let mut stream = golden::ruby();
    let tabs = "\t".repeat(10_000);
    stream
        .metadata
        .annotations
        .insert("tabs".to_owned(), format!("{tabs}\n{tabs}\n{tabs}"));
    let text = describe_stream(&stream, golden::samples_now());
    assert!(text.len() >= 30_000);
}
