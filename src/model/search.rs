//! Searching tens of thousands of tags on each keystroke: what can be found of a row is put into
//! small letters once, when the row is made, and a keystroke then reads one text from its start to
//! its end.
//!
//! A text holds the entries of a row behind each other, each behind a sign that no typed word can
//! contain. Digests are kept as numbers: their first 16 digits tell them apart, in a ninth of the
//! space, and nobody types a digest from its middle.

use std::borrow::Cow;

use super::state_words::{StateWord, StateWords};
use crate::text::order;

/// How many digits a word must have to be looked for among digests without `sha256:` before it.
/// With fewer, words such as `2024` or `beef` would find some image of any large cluster.
const DIGITS_MIN: usize = 5;

/// How many digits of a digest are kept.
const DIGITS_KEPT: usize = 16;

/// What stands before a digest.
const ALGORITHM: &str = "sha256:";

/// What can be found of a row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SearchText {
    text: Box<str>,
    digests: Box<[u64]>,
    states: StateWords,
}

/// A [`SearchText`] that is being made.
#[derive(Default)]
pub struct SearchDraft {
    text: String,
    digests: Vec<u64>,
    states: StateWords,
    last_source: String,
}

impl SearchDraft {
    /// Adds a text.
    pub fn text(&mut self, text: &str) {
        if !text.is_empty() {
            self.put('\n', text);
        }
    }

    /// Adds the name of something that has tags: `name:tag` is then found as well.
    pub fn place(&mut self, name: &str) {
        self.put('\n', name);
        self.text.push(':');
    }

    /// Adds the name of a tag.
    pub fn tag(&mut self, name: &str) {
        self.put('\t', name);
    }

    /// Adds the pull spec that a tag follows. Where it ends with the tag's own name, as it does
    /// nearly always, only the part before it is kept, and that once for all tags in a row.
    pub fn source(&mut self, source: &str, tag: &str) {
        match source
            .strip_suffix(tag)
            .and_then(|place| place.strip_suffix(':'))
        {
            Some(place) => {
                if self.last_source != place {
                    self.place(place);
                    place.clone_into(&mut self.last_source);
                }
            }
            None => self.text(source),
        }
    }

    /// Adds a digest.
    pub fn digest(&mut self, digest: &str) {
        let hex = digest.strip_prefix(ALGORITHM);
        match hex.and_then(range) {
            Some((low, high)) if low == high => self.digests.push(low),
            _ => self.text(digest),
        }
    }

    /// Adds words of states.
    pub fn states(&mut self, states: StateWords) {
        self.states.join(states);
    }

    /// The text that can be searched.
    pub fn finish(mut self) -> SearchText {
        order::sort(&mut self.digests);
        self.digests.dedup();
        SearchText {
            text: self.text.into_boxed_str(),
            digests: self.digests.into_boxed_slice(),
            states: self.states,
        }
    }

    fn put(&mut self, sign: char, text: &str) {
        self.text.push(sign);
        self.text.push_str(&small(text));
    }
}

impl SearchText {
    /// Whether a state is true of the row.
    pub fn has(&self, word: StateWord) -> bool {
        self.states.has(word)
    }

    /// How many bytes it holds besides itself, for measurements.
    pub fn heap_bytes(&self) -> usize {
        self.text.len() + std::mem::size_of_val(&*self.digests)
    }
}

/// Small letters. Nearly all names are in small letters already.
fn small(text: &str) -> Cow<'_, str> {
    let already = |byte: u8| byte.is_ascii() && !byte.is_ascii_uppercase();
    if text.bytes().all(already) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.to_lowercase())
    }
}

/// The lowest and the highest of the digests that begin with these digits.
fn range(hex: &str) -> Option<(u64, u64)> {
    if hex.is_empty() || !hex.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let kept = hex.get(..DIGITS_KEPT).unwrap_or(hex);
    let digits = u64::from_str_radix(kept, 16).ok()?;
    let free = 4 * (DIGITS_KEPT - kept.len());
    let low = digits << free;
    Some((low, low | ((1 << free) - 1)))
}

/// What was typed: words of which each must be found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query(Vec<Word>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Word {
    /// As it was typed, in small letters.
    text: String,
    /// The parts around a colon that can separate a place from a tag, each with its sign.
    place_and_tag: Option<(String, String)>,
    /// What stands before a digest, and the digests that are meant.
    digests: Option<(String, (u64, u64))>,
    states: StateWords,
}

impl Query {
    /// Splits what was typed at white space.
    pub fn parse(typed: &str) -> Self {
        Self(typed.split_whitespace().map(Word::parse).collect())
    }

    /// Whether nothing was typed.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether it finds nothing that another query does not find: then it need not look at anything
    /// else. It does when the other one is its beginning, as it is when somebody types, unless
    /// a word has become long enough to be looked for among digests or to mean a state.
    pub fn narrows(&self, other: &Self) -> bool {
        let narrows = |(word, other): (&Word, &Word)| {
            word.text.starts_with(&other.text)
                && word.states.within(other.states)
                && (word.digests.is_none() || other.digests.is_some())
        };
        self.0.len() >= other.0.len() && self.0.iter().zip(&other.0).all(narrows)
    }

    /// Whether each word is found.
    pub fn matches(&self, row: &SearchText) -> bool {
        self.0.iter().all(|word| word.is_in(row))
    }
}

impl Word {
    fn parse(typed: &str) -> Self {
        let text = typed.to_lowercase();
        let place_and_tag = text
            .rsplit_once(':')
            .filter(|(place, tag)| !place.is_empty() && !tag.is_empty())
            .map(|(place, tag)| (format!("{place}:"), format!("\t{tag}")));
        let digests = match text.split_once(ALGORITHM) {
            Some((place, hex)) => {
                let place = place.strip_suffix('@').unwrap_or(place);
                range(hex).map(|range| (place.to_owned(), range))
            }
            None if text.len() >= DIGITS_MIN => range(&text).map(|range| (String::new(), range)),
            None => None,
        };
        Self {
            place_and_tag,
            digests,
            states: StateWords::meant_by(&text),
            text,
        }
    }

    fn is_in(&self, row: &SearchText) -> bool {
        if self.states.meets(row.states) || row.text.contains(self.text.as_str()) {
            return true;
        }
        if let Some((place, (low, high))) = &self.digests {
            let at = row.digests.partition_point(|digest| digest < low);
            let found = row.digests.get(at).is_some_and(|digest| digest <= high);
            if found && row.text.contains(place.as_str()) {
                return true;
            }
        }
        self.place_and_tag.as_ref().is_some_and(|(place, tag)| {
            row.text.contains(place.as_str()) && row.text.contains(tag.as_str())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row() -> SearchText {
        let mut draft = SearchDraft::default();
        draft.place("demo/Python");
        for tag in ["latest", "3.12", "3.12-slim", "odd"] {
            draft.tag(tag);
        }
        draft.source("quay.io/acme/python:latest", "latest");
        draft.source("quay.io/acme/python:3.12", "3.12");
        draft.source("docker.io/library/python:3.9", "odd");
        draft.text("team=Ärger");
        draft.digest("sha256:49c183580123456789abcdef0123456789abcdef0123456789abcdef01234567");
        draft.digest("sha512:77aa");
        let mut states = StateWords::default();
        states.put(StateWord::NeverImported);
        draft.states(states);
        draft.finish()
    }

    #[test]
    fn words_are_found_wherever_they_are() {
        let row = row();
        for (typed, found) in [
            ("", true),
            ("pyth", true),
            ("DEMO/python", true),
            ("demo/python:3.12", true),
            ("python:3.12-s", true),
            ("python:4", false),
            ("quay.io/acme/python:latest", true),
            ("docker.io/library/python:3.9", true),
            ("acme ruby", false),
            ("acme latest ärg", true),
            ("never imported", true),
            ("never-imported", true),
            ("failing", false),
            ("49c18", true),
            ("49C183580123456789abcdef", true),
            ("sha256:49", true),
            ("sha256:5", false),
            ("quay.io/acme/python@sha256:49c1", true),
            ("quay.io/other@sha256:49c1", false),
            ("c1835", false),
            ("sha512:77", true),
        ] {
            assert_eq!(Query::parse(typed).matches(&row), found, "{typed:?}");
        }
    }

    #[test]
    fn a_query_that_is_typed_on_finds_less() {
        let narrows = |typed: &str, other: &str| Query::parse(typed).narrows(&Query::parse(other));
        for (before, after, holds) in [
            ("", "a", true),
            ("py", "pyt", true),
            ("py", "py t", true),
            ("py t", "py", false),
            ("pyt", "py", false),
            ("49c1", "49c18", false),
            ("49c18", "49c183", true),
            ("sha256:", "sha256:4", false),
            ("python:", "python:3", true),
            ("ne", "nev", false),
            ("nev", "neve", true),
        ] {
            assert_eq!(narrows(after, before), holds, "{before:?} {after:?}");
            let row = row();
            let found = |typed: &str| Query::parse(typed).matches(&row);
            assert!(
                !holds || !found(after) || found(before),
                "{before:?} {after:?}"
            );
        }
    }

    #[test]
    fn the_place_of_many_tags_is_kept_once() {
        let mut draft = SearchDraft::default();
        for tag in ["1", "2", "3"] {
            draft.tag(tag);
            draft.source(&format!("quay.io/acme/app:{tag}"), tag);
        }
        let row = draft.finish();
        assert_eq!(row.text.matches("acme").count(), 1, "{:?}", row.text);
    }
}
