//! Tests of the catalogue as a whole.

use std::collections::BTreeSet;

use super::*;

fn placeholders(text: &str) -> BTreeSet<&str> {
    text.split('{')
        .skip(1)
        .filter_map(|after| after.split_once('}').map(|(key, _)| key))
        .collect()
}

/// A text's name, its English form, its Korean one.
type Named = (&'static str, (&'static str, &'static str));

fn all_texts() -> Vec<Named> {
    fn named<M: Message>(all: &[(&'static str, M)]) -> Vec<Named> {
        all.iter()
            .map(|(name, message)| (*name, message.forms()))
            .collect()
    }
    let mut texts = named(Shell::ALL);
    texts.extend(named(Page::ALL));
    texts.extend(named(Fault::ALL));
    texts.extend(named(Live::ALL));
    texts.extend(named(Form::ALL));
    texts.extend(named(Input::ALL));
    texts.extend(named(Change::ALL));
    texts.extend(named(Hint::ALL));
    texts.extend(named(Did::ALL));
    texts.extend(named(Outcome::ALL));
    texts.extend(named(Pick::ALL));
    texts.extend(named(Refused::ALL));
    texts.extend(named(Comes::ALL));
    texts.extend(named(Part::ALL));
    texts
}

#[test]
fn both_languages_say_something_with_the_same_placeholders() {
    for (name, (english, korean)) in all_texts() {
        assert!(!english.trim().is_empty(), "{name} has no English text");
        assert!(!korean.trim().is_empty(), "{name} has no Korean text");
        assert_eq!(placeholders(english), placeholders(korean), "{name}");
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
    let same_in_both = ["ProductName", "Yaml", "Digest", "UtcTime"];
    for (name, (_, korean)) in all_texts() {
        let hangul = korean.chars().any(|letter| ('가'..='힣').contains(&letter));
        assert!(hangul || same_in_both.contains(&name), "{name}: {korean}");
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

/// Places in the view where a literal would be read or heard by people.
const SPOKEN: [&str; 7] = [
    ".child(\"",
    ".announce(\"",
    "\"aria-label\", \"",
    "\"title\", \"",
    "\"placeholder\", \"",
    "\"alt\", \"",
    "set_title(\"",
];

/// Every source file of the view, with its text.
fn view_sources(folder: &std::path::Path, found: &mut Vec<(String, String)>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            view_sources(&path, found);
        } else {
            found.push((
                path.display().to_string(),
                std::fs::read_to_string(&path).unwrap(),
            ));
        }
    }
}

#[test]
fn no_page_has_words_of_its_own() {
    let mut sources = Vec::new();
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/view");
    view_sources(&folder, &mut sources);
    assert!(sources.len() > 20, "the view was not found");
    for (path, text) in sources {
        for place in SPOKEN {
            for literal in text
                .split(place)
                .skip(1)
                .filter_map(|rest| rest.split('"').next())
            {
                let words = literal.chars().any(char::is_alphabetic);
                assert!(!words, "{path}: \"{literal}\" is not in the catalogue");
            }
        }
    }
}

/// The page has words of its own for as long as the program is on its way.
#[test]
fn the_first_page_speaks_like_the_app() {
    let page = [
        include_str!("../../index.html"),
        include_str!("../../start/program.js"),
        include_str!("../../start/title.js"),
    ]
    .concat();
    for texts in [
        Shell::ProductName.forms(),
        Page::ImageStreams.forms(),
        Shell::CrashReload.forms(),
    ] {
        for text in [texts.0, texts.1] {
            assert!(page.contains(text), "{text}");
        }
    }
}
