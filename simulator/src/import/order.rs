//! In which order the tags of a repository are imported: `latest`, minor versions, full versions, the rest.

use std::cmp::Ordering;

/// Sorts tags the way a person would look for them: the newest versions first.
pub fn prioritized(mut tags: Vec<String>) -> Vec<String> {
    tags.sort_by(|a, b| compare(a, b));
    tags
}

#[derive(Debug, PartialEq, Eq)]
enum Class<'a> {
    Latest,
    Minor(Version<'a>),
    Full(Version<'a>),
    Other,
}

#[derive(Debug, PartialEq, Eq)]
struct Version<'a> {
    numbers: [u64; 3],
    pre: Vec<&'a str>,
    prefixed: bool,
}

fn compare(a: &str, b: &str) -> Ordering {
    match (class(a), class(b)) {
        (Class::Latest, Class::Latest) => Ordering::Equal,
        (Class::Minor(a), Class::Minor(b)) | (Class::Full(a), Class::Full(b)) => {
            precedence(&b, &a).then(a.prefixed.cmp(&b.prefixed))
        }
        (Class::Other, Class::Other) => a.cmp(b),
        (a, b) => rank(&a).cmp(&rank(&b)),
    }
}

fn rank(class: &Class<'_>) -> u8 {
    match class {
        Class::Latest => 0,
        Class::Minor(_) => 1,
        Class::Full(_) => 2,
        Class::Other => 3,
    }
}

fn class(tag: &str) -> Class<'_> {
    if tag == "latest" {
        return Class::Latest;
    }
    let (bare, prefixed) = tag
        .strip_prefix('v')
        .map_or((tag, false), |bare| (bare, true));
    if let Some(version) = minor(bare, prefixed) {
        return Class::Minor(version);
    }
    full(bare, prefixed).map_or(Class::Other, Class::Full)
}

/// `N.N` or `N.N-word`.
fn minor(text: &str, prefixed: bool) -> Option<Version<'_>> {
    let (numbers, word) = text
        .split_once('-')
        .map_or((text, None), |(numbers, word)| (numbers, Some(word)));
    let (major, minor) = numbers.split_once('.')?;
    let pre = match word {
        None => Vec::new(),
        Some(word) if is_word(word) && !word.contains('_') && is_identifier(word) => vec![word],
        Some(_) => return None,
    };
    Some(Version {
        numbers: [number(major)?, number(minor)?, 0],
        pre,
        prefixed,
    })
}

fn is_word(word: &str) -> bool {
    !word.is_empty() && word.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// A strict semantic version.
fn full(text: &str, prefixed: bool) -> Option<Version<'_>> {
    let text = match text.split_once('+') {
        Some((text, build)) if build.split('.').all(is_build) => text,
        Some(_) => return None,
        None => text,
    };
    let (numbers, pre) = text
        .split_once('-')
        .map_or((text, None), |(numbers, pre)| (numbers, Some(pre)));
    let mut parts = numbers.split('.').map(number);
    let numbers = [parts.next()??, parts.next()??, parts.next()??];
    if parts.next().is_some() {
        return None;
    }
    let pre: Vec<&str> = pre.map(|pre| pre.split('.').collect()).unwrap_or_default();
    pre.iter()
        .all(|part| is_identifier(part))
        .then_some(Version {
            numbers,
            pre,
            prefixed,
        })
}

fn number(text: &str) -> Option<u64> {
    let leading_zero = text.len() > 1 && text.starts_with('0');
    if leading_zero || text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    text.parse().ok()
}

fn is_build(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
}

fn is_identifier(text: &str) -> bool {
    let numeric = text.bytes().all(|byte| byte.is_ascii_digit());
    is_build(text) && (!numeric || number(text).is_some())
}

fn precedence(a: &Version<'_>, b: &Version<'_>) -> Ordering {
    a.numbers
        .cmp(&b.numbers)
        .then_with(|| match (a.pre.is_empty(), b.pre.is_empty()) {
            (true, true) => Ordering::Equal,
            (true, false) => Ordering::Greater,
            (false, true) => Ordering::Less,
            (false, false) => pre_releases(&a.pre, &b.pre),
        })
}

fn pre_releases(a: &[&str], b: &[&str]) -> Ordering {
    for (a, b) in a.iter().zip(b) {
        let order = match (a.parse::<u64>(), b.parse::<u64>()) {
            (Ok(a), Ok(b)) => a.cmp(&b),
            (Ok(_), Err(_)) => Ordering::Less,
            (Err(_), Ok(_)) => Ordering::Greater,
            (Err(_), Err(_)) => a.cmp(b),
        };
        if order != Ordering::Equal {
            return order;
        }
    }
    a.len().cmp(&b.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_documented_example_comes_out_in_its_order() {
        let expected = "latest 2023.10 10.0 3.1 v3.1 3.1-ubi9 3.1-rc1 2.7 3.1.2 v3.1.2 3.1.2-alpine 20.04 4 stable v4";
        let expected: Vec<&str> = expected.split(' ').collect();
        let mut shuffled: Vec<String> = expected.iter().map(|tag| (*tag).to_owned()).collect();
        shuffled.reverse();
        assert_eq!(prioritized(shuffled), expected);
    }
}
