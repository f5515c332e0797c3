//! The order in which `oc` lists tags.

use imagestream_console::image::tag_order::{compare, prioritize};
use proptest::prelude::*;

fn sorted(mut tags: Vec<&str>) -> Vec<&str> {
    prioritize(&mut tags, |tag| tag);
    tags
}

#[test]
fn latest_then_short_then_full_versions_then_the_rest() {
    let order = vec![
        "latest",
        "2023.10",
        "10.0",
        "3.1",
        "v3.1",
        "3.1-ubi9",
        "3.1-rc1",
        "2.7",
        "3.1.2",
        "v3.1.2",
        "3.1.2-alpine",
        "20.04",
        "4",
        "stable",
        "v4",
    ];
    let mut mixed = order.clone();
    mixed.reverse();
    assert_eq!(sorted(mixed), order);
}

#[test]
fn each_tag_is_in_its_class() {
    // Each pair is in order because of the classes alone.
    let pairs = [
        ("latest", "99.99"),
        ("0.1", "9.9.9"),    // Short versions come before full ones.
        ("1.0.0", "01.0.0"), // A leading zero makes it no version.
        ("1.0.0", "1.0"),
        ("1.0", "latest"),
    ];
    let expected = [true, true, true, false, false];
    for ((left, right), first) in pairs.into_iter().zip(expected) {
        assert_eq!(compare(left, right).is_lt(), first, "{left} {right}");
    }
    // No versions: underscores, empty parts, too many parts, numbers over 64 bits, `V`.
    let others = [
        "1.0-a_b",
        "1.0-",
        "1.0.0-",
        "1.0.0+",
        "1..0",
        "1.0.0.0",
        "V1.0",
        "99999999999999999999.0",
        "1.0.0-01",
        "vv1.0",
        "1.0-a-b",
        "Latest",
        "",
    ];
    for other in others {
        assert!(
            compare("0.0.0-0", other).is_lt(),
            "{other} is not a version"
        );
    }
}

#[test]
fn pre_releases_follow_the_precedence_of_semantic_versions() {
    let order = vec![
        "1.0.0",
        "1.0.0-rc.1",
        "1.0.0-beta.11",
        "1.0.0-beta.2",
        "1.0.0-beta",
        "1.0.0-alpha.beta",
        "1.0.0-alpha.1",
        "1.0.0-alpha",
        "1.0.0-9",
    ];
    let mut mixed = order.clone();
    mixed.reverse();
    assert_eq!(sorted(mixed), order);
    assert!(
        compare("1.0.0+a", "1.0.0+b").is_eq(),
        "build metadata does not count"
    );
}

proptest! {
    #[test]
    fn it_is_an_order(tags in prop::collection::vec("v?[0-2]{1,2}(\\.[0-2]){0,3}(-[a01.]{0,3})?", 3)) {
        let (a, b, c) = (&tags[0], &tags[1], &tags[2]);
        prop_assert_eq!(compare(a, b), compare(b, a).reverse());
        if compare(a, b).is_le() && compare(b, c).is_le() {
            prop_assert!(compare(a, c).is_le());
        }
    }

    #[test]
    fn no_tag_makes_it_panic(left in "\\PC{0,20}", right in "[v0-9.+-]{0,20}") {
        let _ = compare(&left, &right);
    }
}
