//! Times, ages, sizes and natural order, compared with libraries that are too large to ship.

use std::cmp::Ordering;

use imagestream_console::image::command::{self, Engine, quote};
use imagestream_console::image::digest;
use imagestream_console::text::age::{Age, AgeUnit, human_duration};
use imagestream_console::text::bytes::human_size;
use imagestream_console::text::natural;
use imagestream_console::text::time::{Civil, GO_ZERO, Timestamp};
use proptest::prelude::*;

use crate::golden::time;

#[test]
fn times_that_servers_and_registries_send_are_read() {
    let cases = [
        ("1970-01-01T00:00:00Z", Some(0)),
        ("2026-03-01T10:00:00Z", Some(1_772_359_200)),
        ("2026-03-01T10:00:00.123456789Z", Some(1_772_359_200)),
        ("2026-03-01T12:00:00+02:00", Some(1_772_359_200)),
        ("2026-02-28T22:30:00-11:30", Some(1_772_359_200)),
        ("2000-02-29T23:59:59Z", Some(951_868_799)),
        ("0001-01-01T00:00:00Z", Some(GO_ZERO.0)),
        ("2100-02-29T00:00:00Z", None),
        ("2026-13-01T00:00:00Z", None),
        ("2026-03-01T24:00:00Z", None),
        ("2026-03-01T10:00:00", None),
        ("2026-03-01T10:00:00.Z", None),
        ("2026-03-01", None),
        ("", None),
        ("２026-03-01T10:00:00Z", None),
    ];
    for (text, seconds) in cases {
        assert_eq!(Timestamp::parse(text).map(|time| time.0), seconds, "{text}");
    }
}

#[test]
fn times_are_printed_as_rfc_3339_and_as_go_does() {
    let time = time("2026-03-01T09:08:07Z");
    assert_eq!(time.rfc3339(), "2026-03-01T09:08:07Z");
    assert_eq!(time.go_default(), "2026-03-01 09:08:07 +0000 UTC");
    assert_eq!(GO_ZERO.go_default(), "0001-01-01 00:00:00 +0000 UTC");
}

/// The calendar repeats after 400 years; a random day would seldom be one at its seams.
#[test]
fn every_day_of_a_whole_era_agrees_with_jiff() {
    let first = time("1800-03-01T00:00:00Z");
    let mut date = jiff::civil::date(1800, 3, 1);
    for day in 0..146_097 {
        assert_eq!(
            Civil::of(Timestamp(first.0 + day * 86_400)).date(),
            date.to_string()
        );
        date = date.tomorrow().unwrap();
    }
}

proptest! {
    #[test]
    fn printing_agrees_with_jiff(seconds in -62_135_596_800_i64..253_402_300_800) {
        let ours = Timestamp(seconds);
        let theirs = jiff::Timestamp::from_second(seconds).unwrap();
        prop_assert_eq!(ours.rfc3339(), theirs.to_string());
        prop_assert_eq!(Timestamp::parse(&ours.rfc3339()), Some(ours));
        let civil = Civil::of(ours);
        let zoned = theirs.to_zoned(jiff::tz::TimeZone::UTC);
        prop_assert_eq!(civil.date(), zoned.date().to_string());
    }

    #[test]
    fn reading_agrees_with_jiff(
        seconds in -62_000_000_000_i64..253_000_000_000,
        nanoseconds in 0_i32..1_000_000_000,
        offset_minutes in -1439_i32..1440,
    ) {
        let instant = jiff::Timestamp::new(seconds, nanoseconds).unwrap();
        let offset = jiff::tz::Offset::from_seconds(offset_minutes * 60).unwrap();
        let text = instant.display_with_offset(offset).to_string();
        let expected = instant.as_nanosecond().div_euclid(1_000_000_000);
        prop_assert_eq!(Timestamp::parse(&text).map(|time| i128::from(time.0)), Some(expected));
    }

    #[test]
    fn no_text_makes_the_reader_panic(text in "[0-9TtZz:+. -]{0,40}|\\PC{0,30}") {
        let _ = Timestamp::parse(&text);
    }
}

#[test]
fn ages_are_those_of_oc() {
    let (minute, hour, day) = (60, 3600, 86_400);
    let cases = [
        (-5, "Less than a second"),
        (0, "Less than a second"),
        (1, "1 second"),
        (2, "2 seconds"),
        (59, "59 seconds"),
        (minute, "About a minute"),
        (2 * minute - 1, "About a minute"),
        (2 * minute, "2 minutes"),
        (hour - 1, "59 minutes"),
        (hour, "About an hour"),
        (90 * minute - 1, "About an hour"),
        (90 * minute, "2 hours"),
        (47 * hour + 29 * minute, "47 hours"),
        (47 * hour + 30 * minute, "2 days"),
        (13 * day, "13 days"),
        (14 * day, "2 weeks"),
        (59 * day, "8 weeks"),
        (60 * day, "2 months"),
        (729 * day, "24 months"),
        (730 * day, "2 years"),
        (7 * 365 * day, "7 years"),
        (i64::MAX, "292 years"),
    ];
    for (seconds, text) in cases {
        assert_eq!(
            human_duration(Some(Timestamp(-seconds)), Timestamp(0)),
            text,
            "{seconds}"
        );
    }
    assert_eq!(human_duration(None, Timestamp(1_772_359_200)), "292 years");
}

proptest! {
    #[test]
    fn an_older_thing_never_looks_younger(seconds in 0_i64..10_000_000_000, more in 0_i64..10_000_000) {
        let age = |seconds: i64| Age::between(Timestamp(0), Timestamp(seconds));
        let (younger, older) = (age(seconds), age(seconds + more));
        prop_assert!((younger.unit, younger.count) <= (older.unit, older.count));
        prop_assert!(younger.count > 0 || younger.unit == AgeUnit::Moment);
    }
}

#[test]
fn sizes_are_those_of_oc() {
    let cases = [
        (0, "0B"),
        (1, "1B"),
        (999, "999B"),
        (1000, "1kB"),
        (1005, "1.005kB"),
        (1_234_567, "1.235MB"),
        (79_516_781, "79.52MB"),
        (999_949, "999.9kB"),
        (999_999, "1000kB"),
        (1_000_000, "1MB"),
        (251_200_000, "251.2MB"),
        (i64::MAX, "9.223EB"),
        (-3, "-3B"),
    ];
    for (bytes, text) in cases {
        assert_eq!(human_size(bytes), text, "{bytes}");
    }
}

/// What Go prints for `%.4g` of the same float, by Rust's exact float printing.
fn float_oracle(bytes: i64) -> String {
    #[expect(
        clippy::cast_precision_loss,
        reason = "that is the point of the oracle"
    )]
    let mut size = bytes as f64;
    let mut unit = 0;
    while size >= 1000.0 {
        size /= 1000.0;
        unit += 1;
    }
    let decimals = if size >= 100.0 {
        1
    } else if size >= 10.0 {
        2
    } else {
        3
    };
    let digits = format!("{size:.decimals$}");
    let digits = digits.trim_end_matches('0').trim_end_matches('.');
    format!(
        "{digits}{}",
        ["B", "kB", "MB", "GB", "TB", "PB", "EB"][unit]
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(ProptestConfig::default().cases.max(4096)))]

    #[test]
    fn sizes_agree_with_float_printing(magnitude in 0_u32..63, bits in any::<u64>()) {
        let bytes = i64::try_from(bits >> 1 >> (62 - magnitude)).unwrap();
        let expected = if bytes == 0 { "0B".to_owned() } else { float_oracle(bytes) };
        prop_assert_eq!(human_size(bytes), expected);
    }

    #[test]
    fn sizes_agree_with_float_printing_at_ties(thousands in 1_000_i64..1_000_000, power in 0_u32..4) {
        let bytes = (thousands * 10 + 5) * 10_i64.pow(power);
        prop_assert_eq!(human_size(bytes), float_oracle(bytes));
    }
}

#[test]
fn names_are_ordered_by_the_numbers_in_them() {
    let mut names = ["app10", "app2", "app", "app02", "b", "app2a", "10", "9"];
    names.sort_by(|left, right| natural::compare(left, right));
    assert_eq!(
        names,
        ["9", "10", "app", "app02", "app2", "app2a", "app10", "b"]
    );
}

proptest! {
    #[test]
    fn natural_order_is_an_order(names in prop::collection::vec("[ab0-3]{0,6}", 3)) {
        let (a, b, c) = (&names[0], &names[1], &names[2]);
        prop_assert_eq!(natural::compare(a, b), natural::compare(b, a).reverse());
        prop_assert_eq!(natural::compare(a, b) == Ordering::Equal, a == b);
        if natural::compare(a, b).is_le() && natural::compare(b, c).is_le() {
            prop_assert!(natural::compare(a, c).is_le());
        }
    }
}

#[test]
fn digests_have_a_short_form() {
    let digest = "sha256:49c18358df82f4577386404991c51a9559f243e0b1bdc366df25";
    assert_eq!(digest::short(digest), "49c18358df82");
    assert!(digest::is_digest(digest));
    for (text, short) in [
        ("latest", "latest"),
        ("sha256:12", "sha256:12"),
        ("", ""),
        ("a:한", "a:한"),
    ] {
        assert_eq!(digest::short(text), short);
        assert!(!digest::is_digest(text));
    }
}

#[test]
fn commands_are_quoted_for_the_shell() {
    assert_eq!(
        command::describe_stream("default", "python"),
        "oc describe is/python -n default"
    );
    assert_eq!(
        command::describe_tag("default", "python", "a b'c"),
        r"oc describe 'istag/python:a b'\''c' -n default"
    );
    assert_eq!(
        command::list_platforms("demo", "busybox", "latest"),
        r#"oc get istag busybox:latest -n demo -o jsonpath='{range .image.dockerImageManifests[*]}{.os}/{.architecture}{"\n"}{end}'"#
    );
    assert_eq!(
        Engine::Podman.login("r.example.com:5000"),
        "oc whoami -t | podman login -u \"$(oc whoami)\" --password-stdin r.example.com:5000"
    );
    assert_eq!(
        Engine::Docker.pull("r/a@sha256:1"),
        "docker pull r/a@sha256:1"
    );
    assert_eq!(quote(""), "''");
}

/// A shell gives back what was quoted, whatever it was.
#[test]
#[cfg(unix)]
fn a_shell_reads_quoted_words_as_they_were() {
    let words = [
        "plain", "a b", "it's", "$HOME", "`id`", "\"", "\\", "*", "~", "#x", "-n", "한글", "a\nb",
    ];
    let script = words
        .iter()
        .map(|word| quote(word))
        .collect::<Vec<_>>()
        .join(" ");
    let output = std::process::Command::new("sh")
        .arg("-c")
        .arg(format!("printf '%s\\0' {script}"))
        .output()
        .unwrap();
    let expected = words.join("\0") + "\0";
    assert_eq!(String::from_utf8(output.stdout).unwrap(), expected);
}
