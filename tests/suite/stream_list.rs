//! The list of streams.

use imagestream_console::image::stream::ImageStream;
use imagestream_console::model::filter::{Selector, Words};
use imagestream_console::model::sort::Direction;
use imagestream_console::model::stream_list::{StreamRow, StreamSort, arrange_streams};
use serde_json::json;

use crate::golden::{self, digest, failed_tag, registry_tag, status_tag, stream, time};

#[test]
fn a_recorded_stream_is_summed_up() {
    let row = StreamRow::of(&golden::object("python/stream.json"));
    assert_eq!(
        (row.name.as_str(), row.namespace.as_str()),
        ("python", "demo")
    );
    assert_eq!(
        (row.tag_count, row.failing_count, row.scheduled_count),
        (13, 2, 0)
    );
    assert_eq!((row.never_imported_count, row.importing_count), (2, 0));
    assert_eq!(
        row.repository,
        "default-route-openshift-image-registry.apps.real.example.test/demo/python"
    );
    // The newest event of any tag, as in the column `Updated` of `oc get is`.
    let stream: ImageStream = golden::object("python/stream.json");
    let newest = stream
        .status
        .tags
        .iter()
        .filter_map(|tag| tag.items.first()?.created)
        .max();
    assert_eq!(row.updated, newest);
    assert!(row.updated.is_some());
}

#[test]
fn every_state_is_counted() {
    let mut scheduled = registry_tag("scheduled", "quay.io/a:2", 1);
    scheduled["importPolicy"]["scheduled"] = json!(true);
    let row = StreamRow::of(&stream(
        json!([
            registry_tag("failing", "quay.io/a:1", 1),
            registry_tag("pending", "quay.io/a:3", 4),
            scheduled,
        ]),
        json!([
            failed_tag("failing", "NotFound", "gone", 1),
            status_tag("pushed", &digest('a'), 1),
            status_tag("scheduled", &digest('b'), 1),
        ]),
    ));
    assert_eq!(row.tag_count, 4);
    assert_eq!(row.failing_count, 1);
    assert_eq!(row.scheduled_count, 1);
    assert_eq!(row.importing_count, 1);
    assert_eq!(row.never_imported_count, 2);
    assert_eq!(row.updated, Some(time("2026-03-01T00:00:00Z")));
    assert_eq!(row.tag_names, ["failing", "pending", "pushed", "scheduled"]);
}

fn row(name: &str, namespace: &str, tags: usize, updated: Option<&str>) -> StreamRow {
    StreamRow {
        name: name.to_owned(),
        namespace: namespace.to_owned(),
        tag_count: tags,
        updated: updated.map(time),
        ..StreamRow::default()
    }
}

fn rows() -> Vec<StreamRow> {
    let mut rows = vec![
        row("app10", "demo", 1, Some("2026-01-01T00:00:00Z")),
        row("app2", "demo", 5, None),
        row("base", "build", 3, Some("2026-03-01T00:00:00Z")),
        row("app2", "build", 3, Some("2026-02-01T00:00:00Z")),
    ];
    rows[1].failing_count = 2;
    rows[2].labels.insert("team".to_owned(), "Red".to_owned());
    "quay.io/acme/base".clone_into(&mut rows[3].repository);
    rows
}

fn names(sort: StreamSort, direction: Direction) -> Vec<String> {
    let rows = rows();
    arrange_streams(
        &rows,
        &Words::default(),
        &Selector::default(),
        sort,
        direction,
    )
    .into_iter()
    .map(|index| format!("{}/{}", rows[index].namespace, rows[index].name))
    .collect()
}

#[test]
fn streams_are_sorted_by_every_column() {
    use Direction::{Ascending, Descending};
    let cases = [
        (
            StreamSort::Name,
            Ascending,
            ["build/app2", "demo/app2", "demo/app10", "build/base"],
        ),
        (
            StreamSort::Name,
            Descending,
            ["build/base", "demo/app10", "demo/app2", "build/app2"],
        ),
        (
            StreamSort::Namespace,
            Ascending,
            ["build/app2", "build/base", "demo/app2", "demo/app10"],
        ),
        (
            StreamSort::Tags,
            Ascending,
            ["demo/app10", "build/app2", "build/base", "demo/app2"],
        ),
        (
            StreamSort::Tags,
            Descending,
            ["demo/app2", "build/app2", "build/base", "demo/app10"],
        ),
        (
            StreamSort::Failing,
            Descending,
            ["demo/app2", "build/app2", "demo/app10", "build/base"],
        ),
        (
            StreamSort::Updated,
            Descending,
            ["build/base", "build/app2", "demo/app10", "demo/app2"],
        ),
        (
            StreamSort::Updated,
            Ascending,
            ["demo/app10", "build/app2", "build/base", "demo/app2"],
        ),
        (
            StreamSort::Repository,
            Descending,
            ["build/app2", "demo/app2", "demo/app10", "build/base"],
        ),
    ];
    for (sort, direction, expected) in cases {
        assert_eq!(names(sort, direction), expected, "{sort:?} {direction:?}");
    }
    for sort in StreamSort::ALL {
        assert_eq!(StreamSort::from_id(sort.id()), Some(sort));
    }
}

#[test]
fn words_and_selector_filter_together() {
    let cases = [
        ("app2", "", vec!["build/app2", "demo/app2"]),
        ("app2 build", "", vec!["build/app2"]),
        ("red", "", vec!["build/base"]),
        ("quay.io", "", vec!["build/app2"]),
        ("failing", "", vec!["demo/app2"]),
        ("", "team=Red", vec!["build/base"]),
        ("app", "team", vec![]),
    ];
    let rows = rows();
    for (words, selector, expected) in cases {
        let selector = Selector::parse(selector).unwrap();
        let found: Vec<String> = arrange_streams(
            &rows,
            &Words::parse(words),
            &selector,
            StreamSort::Name,
            Direction::Ascending,
        )
        .into_iter()
        .map(|index| format!("{}/{}", rows[index].namespace, rows[index].name))
        .collect();
        assert_eq!(found, expected, "{words:?} {selector:?}");
    }
}
