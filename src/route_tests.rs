//! Tests of the routes: every shape in one table, and the two directions against each other.

use proptest::prelude::*;

use super::*;
use crate::edit::field::Field;
use crate::model::sort::Direction;

const SERVED: fn() -> Addresses = || Addresses {
    base: "/".to_owned(),
    in_hash: false,
};

fn list<C>(name: &str, label: &str, sort: Option<(C, Direction)>) -> ListState<C> {
    ListState {
        name: name.to_owned(),
        label: label.to_owned(),
        sort,
        grouped: false,
    }
}

fn project(name: &str) -> Scope {
    Scope::Project(name.to_owned())
}

/// Every page once, with its canonical address.
#[allow(clippy::too_many_lines, reason = "a table")]
fn all_pages() -> Vec<(Route, &'static str)> {
    let tag = |tab| Route::Tag {
        namespace: "default".to_owned(),
        stream: "python".to_owned(),
        tag: "3.5".to_owned(),
        tab,
    };
    let stream = |tab| Route::Stream {
        namespace: "default".to_owned(),
        name: "python".to_owned(),
        tab,
        list: ListState::default(),
    };
    let image = |tab| Route::Image {
        namespace: "default".to_owned(),
        stream: "python".to_owned(),
        digest: "sha256:49c1".to_owned(),
        tab,
    };
    vec![
        (Route::Home, ""),
        (Route::Changes, "changes"),
        (
            Route::Scheduled {
                namespace: "default".to_owned(),
            },
            "k8s/ns/default/scheduled-tags",
        ),
        (
            Route::change("default", "", Action::CreateStream),
            "k8s/ns/default/imagestreams/~new",
        ),
        (
            Route::change("default", "", Action::CreateSecret),
            "k8s/ns/default/secrets/~new",
        ),
        (
            Route::form("default", "python", {
                let mut draft = Draft::new(Action::Retarget);
                draft.set(Field::Tag, "latest");
                draft.set(Field::Image, "docker.io/python:3.6");
                draft
            }),
            "k8s/ns/default/imagestreams/python/change/retarget?tag=latest&image=docker.io/python:3.6",
        ),
        (
            Route::streams(Scope::All),
            "k8s/all-namespaces/imagestreams",
        ),
        (
            Route::streams(project("default")),
            "k8s/ns/default/imagestreams",
        ),
        (
            Route::Streams {
                project: project("default"),
                list: list(
                    "py",
                    "app=web,tier",
                    Some((StreamSort::Updated, Direction::Descending)),
                ),
            },
            "k8s/ns/default/imagestreams?name=py&label=app%3Dweb,tier&sortBy=updated&orderBy=desc",
        ),
        (
            stream(StreamTab::Details),
            "k8s/ns/default/imagestreams/python",
        ),
        (
            stream(StreamTab::History),
            "k8s/ns/default/imagestreams/python/history",
        ),
        (
            stream(StreamTab::Yaml),
            "k8s/ns/default/imagestreams/python/yaml",
        ),
        (
            stream(StreamTab::Text),
            "k8s/ns/default/imagestreams/python/text",
        ),
        (
            tag(TagTab::Details),
            "k8s/ns/default/imagestreamtags/python%3A3.5",
        ),
        (
            tag(TagTab::History),
            "k8s/ns/default/imagestreamtags/python%3A3.5/history",
        ),
        (
            tag(TagTab::Yaml),
            "k8s/ns/default/imagestreamtags/python%3A3.5/yaml",
        ),
        (
            tag(TagTab::Text),
            "k8s/ns/default/imagestreamtags/python%3A3.5/text",
        ),
        (
            image(ImageTab::Details),
            "k8s/ns/default/imagestreamimages/python@sha256:49c1",
        ),
        (
            image(ImageTab::Yaml),
            "k8s/ns/default/imagestreamimages/python@sha256:49c1/yaml",
        ),
        (
            image(ImageTab::Text),
            "k8s/ns/default/imagestreamimages/python@sha256:49c1/text",
        ),
        (
            Route::tag("p", "s", "a b/c%한"),
            "k8s/ns/p/imagestreamtags/s%3Aa%20b%2Fc%25%ED%95%9C",
        ),
        (
            Route::NotFound {
                path: "k8s/ns/x/pods".to_owned(),
            },
            "k8s/ns/x/pods",
        ),
    ]
}

#[test]
fn every_page_has_one_address_and_is_read_back_from_it() {
    for (route, path) in all_pages() {
        assert_eq!(route.path(), path);
        let (bare, query) = path.split_once('?').unwrap_or((path, ""));
        assert_eq!(Route::parse(bare, query), route, "{path}");
        for in_hash in [false, true] {
            for base in ["/", "/tools/is/"] {
                let addresses = Addresses {
                    base: base.to_owned(),
                    in_hash,
                };
                let href = addresses.href(&route);
                assert_eq!(
                    read_href(&addresses, &href),
                    (route.clone(), None),
                    "{href}"
                );
                let section = addresses.section_href(&route, "layers");
                let expected = (route.clone(), Some("layers".to_owned()));
                assert_eq!(read_href(&addresses, &section), expected, "{section}");
            }
        }
    }
}

/// Splits an address as a browser does: at the first `#`, then at the first `?`.
fn read_href(addresses: &Addresses, href: &str) -> (Route, Option<String>) {
    let (before, hash) = href.split_once('#').unwrap_or((href, ""));
    let (pathname, search) = before.split_once('?').unwrap_or((before, ""));
    addresses.read(pathname, search, hash)
}

#[test]
fn links_of_the_openshift_console_are_understood() {
    let tag = Route::tag("default", "python", "3.5");
    for path in [
        "/k8s/ns/default/imagestreamtags/python:3.5",
        "/k8s/ns/default/imagestreamtags/python%3A3.5",
        "/k8s/ns/default/imagestreamtags/python%3a3.5/",
    ] {
        assert_eq!(Route::parse(path, ""), tag, "{path}");
    }
    assert_eq!(
        Route::parse(
            "/k8s/ns/default/imagestreams",
            "?name=a+b&page=2&perPage=50&sortBy=Name"
        ),
        Route::Streams {
            project: project("default"),
            list: list("a b", "", Some((StreamSort::Name, Direction::Ascending))),
        }
    );
    assert_eq!(
        Route::parse("/k8s/ns/default/imagestreamimages/python%40sha256%3Aab", ""),
        Route::image("default", "python", "sha256:ab")
    );
}

#[test]
fn what_names_no_page_is_not_found() {
    for path in [
        "nonsense",
        "k8s",
        "k8s/ns",
        "k8s/ns//imagestreams",
        "k8s/ns/a",
        "k8s/ns/a/pods",
        "k8s/ns/a/imagestreams/x/nonsense",
        "k8s/ns/a/imagestreams/x/yaml/more",
        "k8s/ns/a/imagestreamtags/no-tag",
        "k8s/ns/a/imagestreamtags/python%3A",
        "k8s/ns/a/imagestreamtags/%3Atag",
        "k8s/ns/a/imagestreamimages/python",
        "k8s/ns/a/imagestreams/%zz",
        "k8s/all-namespaces/imagestreams/x",
    ] {
        assert_eq!(
            Route::parse(path, ""),
            Route::NotFound {
                path: path.to_owned()
            }
        );
    }
}

#[test]
fn the_root_page_has_more_than_one_name() {
    for pathname in ["/", "/index.html", ""] {
        assert_eq!(SERVED().read(pathname, "", ""), (Route::Home, None));
    }
}

fn name() -> impl Strategy<Value = String> {
    // A segment of dots only is resolved by browsers before anyone sees it; the server refuses
    // such names, too.
    any::<String>().prop_filter("a name", |text| {
        !text.is_empty() && !text.contains([':', '@']) && text.chars().any(|letter| letter != '.')
    })
}

fn state<C: Column + std::fmt::Debug>(
    all: &'static [C],
) -> impl Strategy<Value = ListState<C>> + use<C> {
    let direction = prop_oneof![Just(Direction::Ascending), Just(Direction::Descending)];
    let sort = proptest::option::of((0..all.len(), direction));
    let parts = (any::<String>(), any::<String>(), sort, any::<bool>());
    parts.prop_map(move |(name, label, sort, grouped)| ListState {
        name,
        label,
        sort: sort.map(|(index, direction)| (all[index], direction)),
        grouped,
    })
}

fn route() -> impl Strategy<Value = Route> {
    let stream_tab = (0..StreamTab::ALL.len()).prop_map(|index| StreamTab::ALL[index].0);
    let tag_tab = (0..TagTab::ALL.len()).prop_map(|index| TagTab::ALL[index].0);
    let image_tab = (0..ImageTab::ALL.len()).prop_map(|index| ImageTab::ALL[index].0);
    prop_oneof![
        Just(Route::Home),
        state(&StreamSort::ALL).prop_map(|list| Route::Streams {
            project: Scope::All,
            list
        }),
        (name(), state(&StreamSort::ALL)).prop_map(|(name, list)| Route::Streams {
            project: Scope::Project(name),
            list
        }),
        (name(), name(), stream_tab, state(&TagSort::ALL)).prop_map(
            |(namespace, name, tab, list)| {
                Route::Stream {
                    namespace,
                    name,
                    tab,
                    list,
                }
            }
        ),
        (name(), name(), name(), tag_tab).prop_map(|(namespace, stream, tag, tab)| Route::Tag {
            namespace,
            stream,
            tag,
            tab
        }),
        (name(), name(), name(), image_tab).prop_map(|(namespace, stream, digest, tab)| {
            Route::Image {
                namespace,
                stream,
                digest,
                tab,
            }
        }),
    ]
}

proptest! {
    #[test]
    fn path_and_parse_are_inverse(route in route(), in_hash: bool) {
        let addresses = Addresses { base: "/tools/is/".to_owned(), in_hash };
        let href = addresses.href(&route);
        prop_assert!(href.is_ascii());
        prop_assert_eq!(read_href(&addresses, &href), (route, None));
    }

    #[test]
    fn any_address_is_read_without_a_panic(path: String, query: String, hash: String) {
        let (route, _) = SERVED().read(&path, &query, &hash);
        let _ = route.path();
    }
}
