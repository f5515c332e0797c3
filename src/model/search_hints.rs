//! What a reader might look for next: states that something is in, and labels like the word that is
//! being typed.

use super::search::SearchText;
use super::state_words::StateWord;
use super::stream_list::StreamRow;
use crate::text::order;
use crate::text::sorted_map::SortedMap;

/// How many labels are suggested.
const LABELS_MAX: usize = 5;

/// A word has so many letters before labels are looked through for it.
const LETTERS_MIN: usize = 2;

/// Labels are counted in so many rows only: what is rare there is no suggestion either.
const ROWS_MAX: usize = 20_000;

/// A suggestion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chip {
    /// The word that is put into the field.
    pub word: String,
    /// What it says to the reader.
    pub text: String,
    /// How many rows it is true of.
    pub count: usize,
}

/// The states that rows are in, with how many rows, in the order of suggestions.
pub fn count_states<'a>(rows: impl Iterator<Item = &'a SearchText>) -> Vec<(StateWord, usize)> {
    let mut counts = StateWord::ALL.map(|word| (word, 0));
    for row in rows {
        for (word, count) in &mut counts {
            *count += usize::from(row.has(*word));
        }
    }
    counts.into_iter().filter(|(_, count)| *count > 0).collect()
}

/// Labels that begin with the last typed word, the most frequent first, with how many rows have
/// them.
pub fn labels_like(rows: &[StreamRow], typed: &str) -> Vec<(String, usize)> {
    let word = last_word(typed);
    if word.len() < LETTERS_MIN {
        return Vec::new();
    }
    let mut counts: SortedMap<String, usize> = SortedMap::new();
    for row in rows.iter().take(ROWS_MAX) {
        for (key, value) in row.labels.iter() {
            if begins_with(key, word) || (begins_with(value, word) && !value.is_empty()) {
                let label = format!("{key}={value}");
                // Of a label that is another in each row, none is worth a suggestion.
                if counts.len() < 256 || counts.contains_key(&label) {
                    *counts.or_default(label) += 1;
                }
            }
        }
    }
    let mut labels: Vec<(String, usize)> = counts.into_iter().collect();
    order::sort_by(&mut labels, |left, right| right.1.cmp(&left.1));
    labels.truncate(LABELS_MAX);
    labels
}

fn begins_with(text: &str, word: &str) -> bool {
    let start = text.as_bytes().get(..word.len());
    start.is_some_and(|start| start.eq_ignore_ascii_case(word.as_bytes()))
}

/// The word that is being typed; empty between words.
pub fn last_word(typed: &str) -> &str {
    typed.rsplit(char::is_whitespace).next().unwrap_or_default()
}

/// Whether a word is among those that are typed.
pub fn has_word(typed: &str, word: &str) -> bool {
    typed.split_whitespace().any(|known| known == word)
}

/// What is typed with a word put in: it takes the place of its own beginning, and goes if it is
/// there already. `of` is what the word is suggested for besides itself, in the reader's language.
pub fn toggle_word(typed: &str, word: &str, of: &str) -> String {
    let mut words: Vec<&str> = typed.split_whitespace().collect();
    if has_word(typed, word) {
        words.retain(|known| *known != word);
    } else {
        let last = last_word(typed).to_lowercase();
        let meant = word.contains(&last) || of.to_lowercase().contains(&last);
        if !last.is_empty() && meant {
            words.pop();
        }
        words.push(word);
    }
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_suggestion_completes_what_is_typed() {
        for (typed, word, of, then) in [
            ("", "failing", "Failing", "failing"),
            ("web ", "failing", "Failing", "web failing"),
            ("web fai", "failing", "Failing", "web failing"),
            ("web 실", "failing", "가져오기 실패", "web failing"),
            ("web", "failing", "Failing", "web failing"),
            ("failing web", "failing", "Failing", "web"),
            ("te", "team=red", "team=red", "team=red"),
        ] {
            assert_eq!(toggle_word(typed, word, of), then, "{typed:?}");
        }
    }

    #[test]
    fn frequent_labels_come_first() {
        let row = |labels: &[(&str, &str)]| StreamRow {
            labels: labels
                .iter()
                .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
                .collect(),
            ..StreamRow::default()
        };
        let rows = [
            row(&[("team", "red"), ("tier", "")]),
            row(&[("team", "blue")]),
            row(&[("team", "blue"), ("app", "tea")]),
        ];
        let like = |typed: &str| labels_like(&rows, typed);
        assert_eq!(
            like("x TEA"),
            [
                ("team=blue".to_owned(), 2),
                ("app=tea".to_owned(), 1),
                ("team=red".to_owned(), 1)
            ]
        );
        assert_eq!(like("t"), []);
        assert_eq!(like("team "), []);
    }
}
