//! The page of a stream.

use imagestream_console::image::command::Engine;
use imagestream_console::image::source::TagSource;
use imagestream_console::image::tag_state::TagPhase;
use imagestream_console::model::search::Query;
use imagestream_console::model::sort::Direction::{Ascending, Descending};
use imagestream_console::model::stream_page::{StreamPage, stream_history};
use imagestream_console::model::tag_rows::{
    TagLine, TagRow, TagSort, filter_tags, sort_tags, tag_lines,
};
use serde_json::json;

use crate::golden::{self, digest, event, registry_tag, ruby, status_tag, stream, time};

fn tag<'a>(page: &'a StreamPage, name: &str) -> &'a TagRow {
    page.tags.iter().find(|tag| tag.name == name).expect(name)
}

#[test]
fn the_header_tells_what_oc_tells_and_more() {
    let page = StreamPage::of(&ruby());
    assert_eq!(
        (page.name.as_str(), page.namespace.as_str()),
        ("ruby", "demo")
    );
    assert_eq!(page.created, Some(time("2026-03-01T10:00:00Z")));
    assert_eq!(page.labels.len(), 2);
    assert_eq!(page.description.as_deref(), Some("Ruby runtime images"));
    assert!(!page.annotations.contains_key("description"));
    assert_eq!(page.annotations.len(), 2);
    assert_eq!(
        page.repositories.internal.as_deref(),
        Some("image-registry.openshift-image-registry.svc:5000/demo/ruby")
    );
    assert_eq!(
        page.repositories.public.as_deref(),
        Some("registry.apps.example.com/demo/ruby")
    );
    assert_eq!(page.repositories.external, None);
    assert!(!page.lookup_local);
    assert_eq!((page.unique_images, page.tags.len()), (5, 7));
    assert_eq!(page.describe_command(), "oc describe is/ruby -n demo");
}

#[test]
fn all_tags_are_there_whether_in_spec_or_in_status() {
    let page = StreamPage::of(&ruby());
    let names: Vec<&str> = page.tags.iter().map(|tag| tag.name.as_str()).collect();
    assert_eq!(
        names,
        ["latest", "3.1", "2.7", "ext", "pushed", "qa", "todo"]
    );
    let places = |name: &str| (tag(&page, name).in_spec, tag(&page, name).in_status);
    assert_eq!(places("todo"), (true, false));
    assert_eq!(places("pushed"), (false, true));
    assert_eq!(places("3.1"), (true, true));
}

#[test]
fn a_row_tells_everything_about_its_tag() {
    let page = StreamPage::of(&ruby());
    let row = tag(&page, "3.1");
    assert_eq!(
        row.source,
        TagSource::Registry {
            pull_spec: "quay.io/acme/ruby:3.1".to_owned()
        }
    );
    assert_eq!(row.aliases, ["latest"]);
    let current = row.current.as_ref().unwrap();
    assert_eq!(current.digest, Some(digest('a')));
    assert_eq!(
        current.reference,
        format!("quay.io/acme/ruby@{}", digest('a'))
    );
    assert_eq!(current.generation, 2);
    assert_eq!(row.updated, Some(time("2026-03-21T09:00:00Z")));
    assert_eq!(row.history_length, 2);
    assert!(row.badges.scheduled && row.badges.local_policy);
    assert!(!row.badges.insecure && !row.badges.reference && !row.badges.preserve_original);
    assert_eq!(row.about.description.as_deref(), Some("Ruby 3.1"));
    assert_eq!(row.about.words, ["builder", "ruby"]);
    assert_eq!(row.about.supports, ["ruby:3.1", "ruby"]);
    assert_eq!(
        row.about.sample_repository.as_deref(),
        Some("https://example.com/ruby-ex.git")
    );

    assert_eq!(tag(&page, "latest").state.alias_of.as_deref(), Some("3.1"));
    assert!(tag(&page, "2.7").badges.insecure);
    assert!(tag(&page, "ext").badges.reference);
    assert_eq!(tag(&page, "ext").current.as_ref().unwrap().digest, None);
    assert_eq!(tag(&page, "pushed").source, TagSource::Pushed);
    assert_eq!(
        tag(&page, "qa").source.text("demo"),
        format!("openshift/ruby@{}", digest('c'))
    );
    let phases = ["latest", "2.7", "ext", "todo"].map(|name| tag(&page, name).state.phase);
    let expected = [
        TagPhase::UpToDate,
        TagPhase::Failed,
        TagPhase::Reference,
        TagPhase::NoImage,
    ];
    assert_eq!(phases, expected);
}

#[test]
fn a_kept_manifest_list_has_its_badge() {
    let mut spec = registry_tag("t", "quay.io/a:1", 1);
    spec["importPolicy"] = json!({"importMode": "PreserveOriginal", "insecure": true});
    let page = StreamPage::of(&stream(json!([spec]), json!([])));
    assert!(page.tags[0].badges.preserve_original && page.tags[0].badges.insecure);
}

#[test]
fn tags_are_sorted_and_filtered() {
    let d = digest('1');
    let names = [
        "latest", "v1.10.0", "1.9.2", "1.10", "1.10-rc1", "2", "dev10", "dev9",
    ];
    let status: Vec<_> = names.iter().map(|name| status_tag(name, &d, 1)).collect();
    let mut stream = stream(
        json!([registry_tag("fresh", "quay.io/acme/x:1", 1)]),
        json!(status),
    );
    stream.status.tags[3].items[0].created = Some(time("2026-05-01T00:00:00Z"));
    let page = StreamPage::of(&stream);
    let shown = |words: &str, sort, direction| -> Vec<&str> {
        let texts: Vec<_> = page.tags.iter().map(|row| row.search("demo")).collect();
        let sorted = sort_tags(&page.tags, sort, direction);
        filter_tags(&sorted, &texts, &Query::parse(words))
            .into_iter()
            .map(|index| page.tags[index].name.as_str())
            .collect()
    };
    assert_eq!(
        shown("", TagSort::Oc, Ascending),
        [
            "latest", "1.10", "1.10-rc1", "v1.10.0", "1.9.2", "2", "dev10", "dev9", "fresh"
        ]
    );
    assert_eq!(
        shown("", TagSort::Oc, Descending)[..3],
        ["fresh", "dev9", "dev10"]
    );
    assert_eq!(
        shown("", TagSort::Version, Descending),
        [
            "2", "v1.10.0", "1.10", "1.10-rc1", "1.9.2", "dev9", "dev10", "fresh", "latest"
        ]
    );
    assert_eq!(
        shown("", TagSort::Version, Ascending)[..2],
        ["1.9.2", "1.10-rc1"]
    );
    assert_eq!(
        shown("", TagSort::Name, Ascending)[5..7],
        ["dev10", "fresh"]
    );
    assert_eq!(shown("", TagSort::Updated, Descending)[0], "1.10");
    assert_eq!(
        shown("", TagSort::Updated, Ascending)[8],
        "fresh",
        "no update comes last"
    );
    assert_eq!(shown("", TagSort::State, Ascending)[0], "fresh");
    assert_eq!(shown("importing", TagSort::Oc, Ascending), ["fresh"]);
    assert_eq!(shown("never", TagSort::Oc, Ascending), ["fresh"]);
    assert_eq!(shown("ACME/X", TagSort::Oc, Ascending), ["fresh"]);
    assert_eq!(shown("1.10 v", TagSort::Oc, Ascending), ["v1.10.0"]);
    assert_eq!(shown("nothing-like-it", TagSort::Oc, Ascending), [""; 0]);
    for sort in TagSort::ALL {
        assert_eq!(TagSort::from_id(sort.id()), Some(sort));
    }
}

#[test]
fn tags_are_sorted_by_each_column() {
    let mut described = registry_tag("b", "quay.io/acme/b:1", 1);
    described["annotations"] = json!({"description": "First"});
    let mut status = status_tag("c", &digest('2'), 1);
    let twice = status["items"][0].clone();
    status["items"].as_array_mut().unwrap().push(twice);
    let page = StreamPage::of(&stream(
        json!([described, registry_tag("a", "quay.io/acme/z:1", 1)]),
        json!([status, status_tag("d", &digest('1'), 1)]),
    ));
    let first = |sort, direction| {
        page.tags[sort_tags(&page.tags, sort, direction)[0]]
            .name
            .as_str()
    };
    assert_eq!(first(TagSort::Source, Ascending), "b");
    assert_eq!(first(TagSort::Source, Descending), "a");
    assert_eq!(first(TagSort::Image, Ascending), "d");
    assert_eq!(first(TagSort::Image, Descending), "c");
    assert_eq!(first(TagSort::History, Descending), "c");
    assert_eq!(first(TagSort::History, Ascending), "a");
    assert_eq!(first(TagSort::Description, Ascending), "b");
    assert_eq!(first(TagSort::Description, Descending), "b");
}

#[test]
fn tags_of_one_image_stand_together() {
    let (x, y) = (digest('1'), digest('2'));
    let page = StreamPage::of(&stream(
        json!([registry_tag("aa", "quay.io/acme/x:1", 1)]),
        json!([
            status_tag("a", &y, 1),
            status_tag("b", &x, 1),
            status_tag("c", &y, 1),
            status_tag("d", &x, 1),
        ]),
    ));
    let (group, tag) = (
        |digest: &str| TagLine::Group(digest.to_owned()),
        |name: &str| TagLine::Tag(name.to_owned()),
    );
    let sorted = sort_tags(&page.tags, TagSort::Name, Ascending);
    assert_eq!(
        tag_lines(&page.tags, &sorted, true),
        [
            group(&y),
            tag("a"),
            tag("c"),
            group(&x),
            tag("b"),
            tag("d"),
            group(""),
            tag("aa")
        ]
    );
    assert_eq!(tag_lines(&page.tags, &sorted, false).len(), 5);
    assert_eq!(tag_lines(&page.tags, &[], true), []);
}

#[test]
fn commands_use_the_public_address_where_there_is_one() {
    let page = StreamPage::of(&ruby());
    let commands = page.commands(Engine::Podman, "3.1").unwrap();
    assert!(!commands.internal_only);
    assert_eq!(
        commands.oc_login,
        "oc registry login --registry=registry.apps.example.com"
    );
    assert_eq!(
        commands.engine_login,
        "oc whoami -t | podman login -u \"$(oc whoami)\" --password-stdin registry.apps.example.com"
    );
    assert_eq!(
        commands.pull,
        "podman pull registry.apps.example.com/demo/ruby:3.1"
    );
    assert_eq!(
        commands.push,
        "podman push registry.apps.example.com/demo/ruby:3.1"
    );

    let inside = StreamPage::of(&stream(json!([]), json!([])));
    let commands = inside.commands(Engine::Docker, "1").unwrap();
    assert!(commands.internal_only);
    assert_eq!(
        commands.pull,
        "docker pull registry.internal:5000/demo/app:1"
    );

    let nowhere: imagestream_console::image::stream::ImageStream = serde_json::from_value(
        json!({"spec": {"dockerImageRepository": "quay.io/acme/app"},
            "status": {"dockerImageRepository": "quay.io/acme/app"}}),
    )
    .unwrap();
    let page = StreamPage::of(&nowhere);
    assert_eq!(page.commands(Engine::Podman, "1"), None);
    assert_eq!(
        page.repositories.external.as_deref(),
        Some("quay.io/acme/app")
    );
}

#[test]
fn the_time_line_holds_all_events_and_marks_equal_digests() {
    let recorded = golden::object("python/stream.json");
    let layers = golden::object("python/layers.json");
    let history = stream_history(&recorded, Some(&layers));
    let events: usize = recorded.status.tags.iter().map(|tag| tag.items.len()).sum();
    assert_eq!(history.len(), events);
    assert!(history.is_sorted_by(|newer, older| newer.created >= older.created));
    for entry in &history {
        let same = history
            .iter()
            .filter(|other| other.digest == entry.digest)
            .count();
        let shared = entry.digest.is_some() && same > 1;
        assert_eq!(entry.group.is_some(), shared, "{entry:?}");
        let group = history
            .iter()
            .filter(|other| other.group == entry.group)
            .count();
        assert!(!shared || group == same, "{entry:?}");
        let known = entry.digest.is_some().then_some(false);
        assert_eq!(entry.image_missing, known, "{entry:?}");
    }
    let current: Vec<&str> = history
        .iter()
        .filter(|entry| entry.current)
        .map(|entry| entry.tag.as_str())
        .collect();
    assert_eq!(
        current.len(),
        11,
        "every tag with a history has one current entry: {current:?}"
    );
}

#[test]
fn events_of_one_second_keep_the_order_of_their_tags() {
    let (a, b) = (digest('a'), digest('b'));
    let at = |image: &str, created: &str| event(image, 1, created);
    let stream = stream(
        json!([]),
        json!([
            {"tag": "one", "items": [at(&a, "2026-03-01T00:00:00Z"), at(&b, "2026-02-01T00:00:00Z")]},
            {"tag": "two", "items": [at(&a, "2026-03-01T00:00:00Z")]},
        ]),
    );
    let history = stream_history(&stream, None);
    let found: Vec<_> = history
        .iter()
        .map(|entry| {
            (
                entry.tag.as_str(),
                entry.current,
                entry.group,
                entry.image_missing,
            )
        })
        .collect();
    assert_eq!(
        found,
        [
            ("one", true, Some(0), None),
            ("two", true, Some(0), None),
            ("one", false, None, None)
        ]
    );
}
