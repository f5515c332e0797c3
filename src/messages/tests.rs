//! Tests of the catalogue as a whole.

use std::collections::BTreeSet;

use super::*;

fn placeholders(text: &str) -> BTreeSet<&str> {
    text.split('{')
        .skip(1)
        .filter_map(|after| after.split_once('}').map(|(key, _)| key))
        .collect()
}

fn all_texts() -> Vec<(String, Texts)> {
    fn named<M: Message + std::fmt::Debug>(all: &[M]) -> Vec<(String, Texts)> {
        all.iter()
            .map(|message| (format!("{message:?}"), message.texts()))
            .collect()
    }
    let mut texts = named(Shell::ALL);
    texts.extend(named(Page::ALL));
    texts.extend(named(Fault::ALL));
    texts.extend(named(Live::ALL));
    texts
}

#[test]
fn both_languages_say_something_with_the_same_placeholders() {
    for (name, texts) in all_texts() {
        assert!(
            !texts.english.trim().is_empty(),
            "{name} has no English text"
        );
        assert!(!texts.korean.trim().is_empty(), "{name} has no Korean text");
        assert_eq!(
            placeholders(texts.english),
            placeholders(texts.korean),
            "{name}"
        );
    }
    for count in Count::ALL {
        let (one, other, korean) = count.forms();
        for form in [one, other, korean] {
            assert_eq!(
                placeholders(form),
                BTreeSet::from(["n"]),
                "{count:?}: {form}"
            );
        }
    }
}

#[test]
fn korean_is_translated() {
    // Names of products, formats and keys stay as they are.
    let same_in_both = ["ProductName", "Yaml", "Digest", "Separator"];
    for (name, texts) in all_texts() {
        let hangul = texts
            .korean
            .chars()
            .any(|letter| ('가'..='힣').contains(&letter));
        assert!(
            hangul || same_in_both.contains(&name.as_str()),
            "{name}: {}",
            texts.korean
        );
    }
}

#[test]
fn a_value_is_never_read_as_a_placeholder() {
    assert_eq!(
        fill("{a} and {b}", &[("a", "{b}"), ("b", "2")]),
        "{b} and 2"
    );
    assert_eq!(fill("{ {a", &[("a", "1")]), "{ {a");
    assert_eq!(fill("{unknown}!", &[]), "!");
}

#[test]
fn numbers_choose_the_form_of_the_word() {
    let count = |language: Language, number| language.count(Count::Tags, number);
    assert_eq!(count(Language::English, 0), "0 tags");
    assert_eq!(count(Language::English, 1), "1 tag");
    assert_eq!(count(Language::English, 4_050), "4,050 tags");
    assert_eq!(count(Language::Korean, 1), "태그 1개");
}

#[test]
fn lists_end_as_the_language_ends_them() {
    assert_eq!(Language::English.list(&["a"]), "a");
    assert_eq!(Language::English.list(&["a", "b", "c"]), "a, b and c");
    assert_eq!(Language::Korean.list(&["a", "b"]), "a 및 b");
}

#[test]
fn the_browsers_first_known_language_is_taken() {
    assert_eq!(
        Language::preferred(["fr-FR", "ko-KR", "en"]),
        Language::Korean
    );
    assert_eq!(Language::preferred(["KO"]), Language::Korean);
    assert_eq!(Language::preferred(["fr"]), Language::English);
    assert_eq!(Language::preferred([]), Language::English);
}

#[test]
fn thousands_are_grouped() {
    for (number, text) in [
        (0, "0"),
        (999, "999"),
        (1_000, "1,000"),
        (1_234_567, "1,234,567"),
    ] {
        assert_eq!(grouped(number), text);
    }
}
