//! Filters and sorting that the tables share.

use imagestream_console::text::sorted_map::SortedMap;

use imagestream_console::model::filter::{BadSelector, Selector, Words};
use imagestream_console::model::project::is_highly_privileged;
use imagestream_console::model::sort::{Direction, arrange};
use imagestream_console::model::suggestions::near;
use proptest::prelude::*;

fn labels(pairs: &[(&str, &str)]) -> SortedMap<String, String> {
    pairs
        .iter()
        .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
        .collect()
}

#[test]
fn every_word_must_occur_somewhere() {
    let texts = ["Python", "quay.io/acme", "릴리스-A"];
    let cases = [
        ("", true),
        ("  ", true),
        ("pyth", true),
        ("ACME python", true),
        ("python ruby", false),
        ("릴리스-a", true),
        ("pythonacme", false),
    ];
    for (typed, expected) in cases {
        let found = Words::parse(typed).match_any(&texts.into_iter());
        assert_eq!(found, expected, "{typed:?}");
    }
}

#[test]
fn selectors_select_as_in_kubernetes() {
    let labels = labels(&[("app", "web"), ("tier", ""), ("example.com/team", "a")]);
    let cases = [
        ("", true),
        ("app", true),
        ("!app", false),
        ("!other", true),
        ("app=web", true),
        ("app==web", true),
        ("app = web", true),
        ("app=db", false),
        ("app!=db", true),
        ("other!=db", true),
        ("tier=", true),
        ("app in (db, web)", true),
        ("app notin (db,web)", false),
        ("other notin (a)", true),
        ("other in (a)", false),
        ("app=web,example.com/team in (a,b),!x", true),
        ("app=web,example.com/team in (b),!x", false),
    ];
    for (text, expected) in cases {
        assert_eq!(
            Selector::parse(text).unwrap().matches(&labels),
            expected,
            "{text}"
        );
    }
}

#[test]
fn bad_selectors_are_named() {
    for (text, bad) in [
        ("a=b,c d", "c d"),
        ("app in web", "app in web"),
        ("=x", "=x"),
        ("a in (b", "a in (b"),
        ("a=<b>", "a=<b>"),
        ("!", "!"),
    ] {
        assert_eq!(
            Selector::parse(text),
            Err(BadSelector(bad.to_owned())),
            "{text}"
        );
    }
}

proptest! {
    #[test]
    fn no_typing_makes_it_panic(text in "[a-c=!(), in]{0,20}|\\PC{0,20}") {
        let _ = Selector::parse(&text).map(|selector| selector.matches(&SortedMap::new()));
        let _ = Words::parse(&text).match_any(&["abc", "ä"].into_iter());
    }

    #[test]
    fn arranging_keeps_what_is_kept_in_a_stable_order(rows in prop::collection::vec(0_u8..20, 0..30)) {
        let order = arrange(&rows, |row| row % 3 != 0, |left, right| (left % 5).cmp(&(right % 5)));
        let mut expected: Vec<usize> = (0..rows.len()).filter(|index| rows[*index] % 3 != 0).collect();
        expected.sort_by_key(|index| (rows[*index] % 5, *index));
        prop_assert_eq!(order, expected);
    }
}

#[test]
fn the_absent_come_last_in_either_direction() {
    let rows = [None, Some(2), Some(1)];
    let order = |direction: Direction| {
        arrange(
            &rows,
            |_| true,
            |left, right| direction.apply_optional(*left, *right),
        )
    };
    assert_eq!(order(Direction::Ascending), [2, 1, 0]);
    assert_eq!(order(Direction::Descending), [1, 2, 0]);
    for direction in [Direction::Ascending, Direction::Descending] {
        assert_eq!(Direction::from_id(direction.id()), Some(direction));
        assert_ne!(direction.reversed(), direction);
    }
}

#[test]
fn system_projects_are_highly_privileged() {
    let run_level = |level| labels(&[("openshift.io/run-level", level)]);
    let none = SortedMap::new();
    for name in [
        "default",
        "kube-public",
        "kube-system",
        "openshift",
        "openshift-infra",
        "openshift-node",
    ] {
        assert!(is_highly_privileged(name, &none), "{name}");
    }
    assert!(is_highly_privileged("infra", &run_level("0")));
    assert!(is_highly_privileged("infra", &run_level("1")));
    assert!(!is_highly_privileged("infra", &run_level("2")));
    assert!(!is_highly_privileged("infra", &run_level("")));
    assert!(!is_highly_privileged("openshift-monitoring", &none));
    assert!(!is_highly_privileged("demo", &none));
}

#[test]
fn near_names_are_suggested_nearest_first() {
    let streams = ["python", "python-web", "ruby", "perl", "node"];
    assert_eq!(near("pyhton", streams), ["python"]);
    assert_eq!(near("Python", streams), ["python", "python-web"]);
    assert_eq!(near("rubi", streams), ["ruby"]);
    assert_eq!(
        near("rbuy", streams),
        ["ruby"],
        "two swapped letters are one error"
    );
    assert_eq!(near("elephant", streams), [""; 0]);
    assert_eq!(near("", streams), [""; 0]);
    assert_eq!(near("3.51", ["3.5", "3.6", "latest"]), ["3.5", "3.6"][..1]);
    let many: Vec<String> = (0..9).map(|index| format!("app{index}")).collect();
    assert_eq!(near("app", many.iter().map(String::as_str)).len(), 5);
}
