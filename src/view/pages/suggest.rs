//! Suggestions below the field that filters a list: what is true of some of its rows, to be put
//! into the field with a press.

use leptos::prelude::*;

use crate::messages::{Page, grouped};
use crate::model::search_hints::{Chip, has_word, last_word, toggle_word};
use crate::model::state_words::StateWord;
use crate::view::browser::document;
use crate::view::live::Hold;
use crate::view::node::{Node, button, div, live, span};
use crate::view::session::Session;

/// How many states are suggested at once.
const STATES_MAX: usize = 7;

/// A state as a suggestion. The word in the field is the same in every language, the chip is not.
pub fn state_chip(session: Session, word: StateWord, count: usize) -> Chip {
    let text = match word {
        StateWord::Failing => Page::StateFailed,
        StateWord::Importing => Page::StateImporting,
        StateWord::NeverImported => Page::StateNeverImported,
        StateWord::Dangling => Page::StateDangling,
        StateWord::NoImage => Page::StateNoImage,
        StateWord::UpToDate => Page::StateUpToDate,
        StateWord::Reference => Page::StateReference,
        StateWord::Scheduled => Page::Scheduled,
        StateWord::Insecure => Page::Insecure,
        StateWord::Local => Page::Local,
        StateWord::PreserveOriginal => Page::PreserveOriginal,
        StateWord::Alias => Page::Alias,
        StateWord::Pushed => Page::Pushed,
    };
    Chip {
        word: word.id().to_owned(),
        text: session.text(text).to_owned(),
        count,
    }
}

/// A label as a suggestion.
pub fn label_chip(label: String, count: usize) -> Chip {
    Chip {
        word: label.clone(),
        text: label,
        count,
    }
}

/// The suggestions that fit what is being typed; all states where that fits none.
pub fn narrowed(typed: &str, states: Vec<Chip>, labels: Vec<Chip>) -> Vec<Chip> {
    let mut last = last_word(typed).to_lowercase();
    // A word that is whole is not being typed any more: all the others fit behind it.
    if states.iter().any(|chip| chip.word == last) {
        last.clear();
    }
    let fits = |chip: &&Chip| {
        has_word(typed, &chip.word)
            || chip.word.contains(&last)
            || chip.text.to_lowercase().contains(&last)
    };
    let fitting: Vec<Chip> = states.iter().filter(fits).cloned().collect();
    let states = if fitting.is_empty() && labels.is_empty() {
        states
    } else {
        fitting
    };
    states.into_iter().take(STATES_MAX).chain(labels).collect()
}

/// The states that fit what is being typed, of those that something is in.
pub fn states_like(
    session: Session,
    states: Memo<Vec<(StateWord, usize)>>,
    typed: RwSignal<String>,
) -> Memo<Vec<Chip>> {
    Memo::new(move |_| {
        let chip = |(word, count)| state_chip(session, word, count);
        let states = states.get().into_iter().map(chip);
        narrowed(&typed.read(), states.collect(), Vec::new())
    })
}

/// The suggestions as buttons; `typed` is what stands in the field `field`.
pub fn chips(
    session: Session,
    field: &'static str,
    typed: RwSignal<String>,
    all: Memo<Vec<Chip>>,
) -> Node {
    // Buttons stay while only their numbers change, and with them the focus. Those that come and go by
    // themselves wait for who is at the rows below: a line more or less would move these.
    let words = Memo::new(move |_| {
        let word = |chip: &Chip| (chip.word.clone(), chip.text.clone());
        all.with(|all| all.iter().map(word).collect::<Vec<_>>())
    });
    let one = move |(word, text): &(String, String)| {
        let count_of = word.clone();
        let count = Memo::new(move |_| {
            let chip = |chip: &&Chip| chip.word == count_of;
            all.with(|all| grouped(all.iter().find(chip).map_or(0, |chip| chip.count)))
        });
        let (pressed, of) = (word.clone(), text.clone());
        let press = move |_| {
            let before = typed.get_untracked();
            let completes = !last_word(&before).is_empty() && !has_word(&before, &pressed);
            typed.set(toggle_word(&before, &pressed, &of));
            if completes {
                document::focus(field);
            }
        };
        let on_word = word.clone();
        let on = Memo::new(move |_| has_word(&typed.read(), &on_word));
        let class = move || {
            if on.get() {
                "console-chip console-chip-on"
            } else {
                "console-chip"
            }
        };
        button("", press)
            .live("class", class)
            .live(
                "aria-pressed",
                move || if on.get() { "true" } else { "false" },
            )
            .attr("title", word.clone())
            .child(span("").child(text.clone()))
            .child(" ")
            .child(span("console-chip-count").child(live(move || count.get())))
            .into()
    };
    let held = Hold::new(words, move || typed.get());
    let drawn = live(move || Node::Many(held.shown().iter().map(one).collect()));
    div("console-chips")
        .attr("role", "group")
        .attr("aria-label", session.text(Page::Suggestions))
        .child(drawn)
        .into()
}
