//! The order in which `oc` lists tags: `latest`, then `N.N` and `N.N-word`, then full semantic
//! versions, both newest first, then everything else by bytes.

use std::cmp::{Ordering, Reverse};

use crate::text::order;

/// Sorts things by their tags. The sort is stable: tags of equal rank keep their order.
pub fn prioritize<T>(things: &mut [T], tag: impl Fn(&T) -> &str) {
    order::sort_by(things, |left, right| compare(tag(left), tag(right)));
}

/// Compares two tags by `oc`'s order.
pub fn compare(left: &str, right: &str) -> Ordering {
    rank(left).cmp(&rank(right))
}

/// The rank of a tag; smaller comes first. Computed once per tag where many are sorted.
pub fn rank(tag: &str) -> Rank<'_> {
    if tag == "latest" {
        return Rank::Latest;
    }
    let (short, prefixed) = match tag.strip_prefix('v') {
        Some(short) => (short, true),
        None => (tag, false),
    };
    if let Some(version) = Version::parse(short) {
        return Rank::Full(Reverse(version), prefixed);
    }
    if let Some(version) = Version::parse_minor(short) {
        return Rank::Minor(Reverse(version), prefixed);
    }
    Rank::Other(tag)
}

/// Where a tag stands. The variants are in order; `bool` is true with the prefix `v`, which comes
/// after the same version without it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank<'a> {
    /// `latest`.
    Latest,
    /// `5.1`, `v5.1`, `5.1-rc1`.
    Minor(Reverse<Version<'a>>, bool),
    /// `5.1.3`, `v5.1.3-other`.
    Full(Reverse<Version<'a>>, bool),
    /// Anything else.
    Other(&'a str),
}

/// A semantic version. Build metadata does not count, as the standard says.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version<'a> {
    numbers: [u64; 3],
    pre_release: PreRelease<'a>,
}

/// What follows the dash. Variants are in order: a release comes after its pre-releases.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum PreRelease<'a> {
    Words(Vec<Word<'a>>),
    Released,
}

/// A word of a pre-release: numbers come before texts.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Word<'a> {
    Number(u64),
    Text(&'a str),
}

impl<'a> Version<'a> {
    /// Reads `1.2.3[-pre][+build]`, strictly: no leading zeros, nothing empty.
    pub fn parse(text: &'a str) -> Option<Self> {
        let (text, build) = match text.split_once('+') {
            Some((text, build)) => (text, Some(build)),
            None => (text, None),
        };
        if build.is_some_and(|build| !build.split('.').all(is_word)) {
            return None;
        }
        let (core, pre_release) = match text.split_once('-') {
            Some((core, pre_release)) => (core, Some(pre_release)),
            None => (text, None),
        };
        let mut parts = core.split('.');
        let mut next = || number(parts.next()?);
        let numbers = [next()?, next()?, next()?];
        if parts.next().is_some() {
            return None;
        }
        let pre_release = match pre_release {
            None => PreRelease::Released,
            Some(words) => PreRelease::Words(words.split('.').map(word).collect::<Option<_>>()?),
        };
        Some(Self {
            numbers,
            pre_release,
        })
    }

    /// Reads `1.2` and `1.2-word` as if `.0` stood after the second number.
    fn parse_minor(text: &'a str) -> Option<Self> {
        let (core, suffix) = match text.split_once('-') {
            Some((core, suffix)) => (core, Some(suffix)),
            None => (text, None),
        };
        let (major, minor) = core.split_once('.')?;
        let pre_release = match suffix {
            None => PreRelease::Released,
            Some(suffix) if suffix.bytes().all(|byte| byte.is_ascii_alphanumeric()) => {
                PreRelease::Words(vec![word(suffix)?])
            }
            Some(_) => return None,
        };
        Some(Self {
            numbers: [number(major)?, number(minor)?, 0],
            pre_release,
        })
    }
}

fn number(text: &str) -> Option<u64> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let leading_zero = text.len() > 1 && text.starts_with('0');
    (digits && !leading_zero)
        .then(|| text.parse().ok())
        .flatten()
}

fn is_word(text: &str) -> bool {
    !text.is_empty()
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

fn word(text: &str) -> Option<Word<'_>> {
    if !is_word(text) {
        None
    } else if text.bytes().all(|byte| byte.is_ascii_digit()) {
        number(text).map(Word::Number)
    } else {
        Some(Word::Text(text))
    }
}
