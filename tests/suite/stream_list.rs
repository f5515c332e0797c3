//! The list of streams.

use imagestream_console::image::stream::ImageStream;
use imagestream_console::model::filter::Selector;
use imagestream_console::model::search::Query;
use imagestream_console::model::sort::Direction;
use imagestream_console::model::state_words::StateWord;
use imagestream_console::model::stream_list::{StreamRow, StreamSort};
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
    let found = |typed: &str| row.matches(&Query::parse(typed), &Selector::default());
    for word in StateWord::ALL {
        let expected = [
            StateWord::Failing,
            StateWord::Importing,
            StateWord::NeverImported,
            StateWord::Pushed,
            StateWord::Scheduled,
            StateWord::UpToDate,
        ];
        assert_eq!(found(word.id()), expected.contains(&word), "{word:?}");
    }
    for typed in [
        "pending quay.io/a:2",
        "never imported",
        "app:sched",
        &digest('b'),
        "sha256:aaaa",
    ] {
        assert!(found(typed), "{typed}");
    }
    assert!(!found("quay.io/a:7") && !found(&digest('c')));
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
    for row in &mut rows {
        row.search = row.draft().finish();
    }
    rows
}

fn order(sort: StreamSort, direction: Direction) -> Vec<StreamRow> {
    let mut rows = rows();
    rows.sort_by(|left, right| sort.compare(direction, left, right));
    rows
}

fn names(sort: StreamSort, direction: Direction) -> Vec<String> {
    let name = |row: &StreamRow| format!("{}/{}", row.namespace, row.name);
    order(sort, direction).iter().map(name).collect()
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
        (
            StreamSort::Labels,
            Descending,
            ["build/base", "build/app2", "demo/app2", "demo/app10"],
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
        ("demo/app2", "", vec!["demo/app2"]),
        ("team=red", "", vec!["build/base"]),
        ("", "team=Red", vec!["build/base"]),
        ("app", "team", vec![]),
    ];
    for (words, selector, expected) in cases {
        let (query, selector) = (Query::parse(words), Selector::parse(selector).unwrap());
        let found: Vec<String> = order(StreamSort::Name, Direction::Ascending)
            .iter()
            .filter(|row| row.matches(&query, &selector))
            .map(|row| format!("{}/{}", row.namespace, row.name))
            .collect();
        assert_eq!(found, expected, "{words:?} {selector:?}");
    }
}
