//! Filters of tables: words, and label selectors as `oc -l` has them.

use crate::text::sorted_map::SortedMap;

/// Words of which each must occur somewhere, whatever the case. They are looked for in names,
/// digests and pull specs, which are ASCII.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words(Vec<String>);

impl Words {
    /// Splits what was typed at white space.
    pub fn parse(text: &str) -> Self {
        Self(text.split_whitespace().map(str::to_owned).collect())
    }

    /// Whether nothing was typed.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether each word occurs in one of the texts.
    pub fn match_any<'a>(&self, texts: &(impl Iterator<Item = &'a str> + Clone)) -> bool {
        self.0
            .iter()
            .all(|word| texts.clone().any(|text| contains(text, word)))
    }
}

/// Whether the text contains the word. It is searched without a copy, because this runs on each
/// keystroke over all rows.
fn contains(text: &str, word: &str) -> bool {
    let word = word.as_bytes();
    word.is_empty()
        || text
            .as_bytes()
            .windows(word.len())
            .any(|at| at.eq_ignore_ascii_case(word))
}

/// A label selector: every requirement must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selector(Vec<Requirement>);

/// One requirement of a selector.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Requirement {
    key: String,
    test: Test,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Test {
    Exists,
    Absent,
    In(Vec<String>),
    NotIn(Vec<String>),
}

/// The part of a selector that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadSelector(pub String);

impl Selector {
    /// Reads `key`, `!key`, `key=value`, `key==value`, `key!=value`, `key in (a,b)` and
    /// `key notin (a,b)`, joined by commas.
    pub fn parse(text: &str) -> Result<Self, BadSelector> {
        let mut requirements = Vec::new();
        for part in split_outside_brackets(text) {
            let part = part.trim();
            if !part.is_empty() {
                let bad = || BadSelector(part.to_owned());
                requirements.push(Requirement::parse(part).ok_or_else(bad)?);
            }
        }
        Ok(Self(requirements))
    }

    /// Whether it selects everything.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether the labels meet every requirement. As in Kubernetes, `!=` and `notin` hold where the
    /// label is absent.
    pub fn matches(&self, labels: &SortedMap<String, String>) -> bool {
        self.0
            .iter()
            .all(|Requirement { key, test }| match (test, labels.get(key)) {
                (Test::Exists, value) => value.is_some(),
                (Test::Absent, value) => value.is_none(),
                (Test::In(values), value) => value.is_some_and(|value| values.contains(value)),
                (Test::NotIn(values), value) => value.is_none_or(|value| !values.contains(value)),
            })
    }
}

impl Requirement {
    fn parse(text: &str) -> Option<Self> {
        let (name, condition) = if let Some(key) = text.strip_prefix('!') {
            (key, Test::Absent)
        } else if let Some((key, value)) = text.split_once("!=") {
            (key, Test::NotIn(vec![value.trim().to_owned()]))
        } else if let Some((key, value)) = text.split_once('=') {
            let value = value.strip_prefix('=').unwrap_or(value);
            (key, Test::In(vec![value.trim().to_owned()]))
        } else if let Some((start, values)) = text.split_once('(') {
            let values = values.strip_suffix(')')?;
            let values = values
                .split(',')
                .map(|value| value.trim().to_owned())
                .collect();
            let (key, operator) = start.trim().split_once(char::is_whitespace)?;
            match operator.trim() {
                "in" => (key, Test::In(values)),
                "notin" => (key, Test::NotIn(values)),
                _ => return None,
            }
        } else {
            (text, Test::Exists)
        };
        let name = name.trim();
        let legal = |byte: u8| byte.is_ascii_alphanumeric() || b"-_./".contains(&byte);
        let value = |value: &String| value.bytes().all(|byte| legal(byte) && byte != b'/');
        let values_legal = match &condition {
            Test::Exists | Test::Absent => true,
            Test::In(values) | Test::NotIn(values) => values.iter().all(value),
        };
        let legal = !name.is_empty() && name.bytes().all(legal) && values_legal;
        legal.then(|| Self {
            key: name.to_owned(),
            test: condition,
        })
    }
}

fn split_outside_brackets(text: &str) -> impl Iterator<Item = &str> {
    let mut depth = 0_usize;
    text.split(move |character| {
        match character {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        character == ',' && depth == 0
    })
}
