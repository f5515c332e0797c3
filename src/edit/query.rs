//! A form in the query of an address, so that a filled form can be shared. Opening such an address
//! never submits it, and no password is ever in one.

use super::draft::{Action, Draft};
use super::field::Field;
use crate::percent;

/// The pairs of a form, in a stable order.
pub fn print(draft: &Draft) -> Vec<(&'static str, String)> {
    let pairs = |(field, texts): (&Field, &Vec<String>)| {
        let word = field.word();
        let texts = texts.clone();
        texts
            .into_iter()
            .filter_map(move |text| Some((word?, text)))
    };
    draft.texts.iter().flat_map(pairs).collect()
}

/// The same as text, encoded, without a question mark.
pub fn print_text(draft: &Draft) -> String {
    let pair = |(word, text): (&str, String)| format!("{word}={}", percent::query_value(&text));
    print(draft)
        .into_iter()
        .map(pair)
        .collect::<Vec<_>>()
        .join("&")
}

/// The form of decoded pairs. Words that are no fields are left out.
pub fn parse(action: Action, pairs: &[(String, String)]) -> Draft {
    let mut draft = Draft::new(action);
    for (word, text) in pairs {
        let Some(field) = Field::of_word(word).filter(|_| !text.is_empty()) else {
            continue;
        };
        draft.texts.or_default(field).push(text.clone());
    }
    draft
}
