//! All visible text, in English and Korean. Each text stands in both languages in one place, so a
//! missing translation does not compile.
//!
//! What comes from a cluster (names, messages of the server) is never translated, and never here.

mod age;
mod change;
mod change_hints;
mod change_outcome;
mod counts;
mod faults;
mod live;
mod pages;
mod reasons;
mod shell;

pub use age::age;
pub use change::{Change, Form, Input};
pub use change_hints::Hint;
pub use change_outcome::{Did, Outcome, Pick};
pub use counts::Count;
pub use faults::Fault;
pub use live::Live;
pub use pages::Page;
pub use reasons::{Comes, Part, Refused};
pub use shell::Shell;

/// A language the app speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// Korean.
    Korean,
}

impl Language {
    /// All of them, in the order of the menu.
    pub const ALL: [Self; 2] = [Self::English, Self::Korean];

    /// The BCP 47 tag, for `<html lang>` and for remembering.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Korean => "ko",
        }
    }

    /// Its own name in itself, as language menus show it.
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::Korean => "한국어",
        }
    }

    /// The first language of a list of preferences such as `ko-KR` that the app speaks.
    pub fn preferred<'a>(tags: impl IntoIterator<Item = &'a str>) -> Self {
        tags.into_iter()
            .find_map(|tag| {
                let primary = tag.split(['-', '_']).next().unwrap_or_default();
                Self::ALL
                    .into_iter()
                    .find(|known| known.tag().eq_ignore_ascii_case(primary))
            })
            .unwrap_or_default()
    }

    /// A text without placeholders.
    pub fn text(self, message: impl Message) -> &'static str {
        let (english, korean) = message.forms();
        match self {
            Self::English => english,
            Self::Korean => korean,
        }
    }

    /// A text with its placeholders filled.
    pub fn fill(self, message: impl Message, values: &[(&str, &str)]) -> String {
        fill(self.text(message), values)
    }

    /// A number of things, in words.
    pub fn count(self, what: Count, number: usize) -> String {
        let (one, other, korean) = what.forms();
        let form = match self {
            Self::English if number == 1 => one,
            Self::English => other,
            // Korean does not change words with their number.
            Self::Korean => korean,
        };
        fill(form, &[("n", &grouped(number))])
    }

    /// Puts parts together as a list in a sentence.
    pub fn list(self, parts: &[&str]) -> String {
        let (between, before_last) = match self {
            Self::English => (", ", " and "),
            Self::Korean => (", ", " 및 "),
        };
        match parts {
            [] => String::new(),
            [only] => (*only).to_owned(),
            [first @ .., last] => format!("{}{before_last}{last}", first.join(between)),
        }
    }
}

/// A text of the catalogue.
pub trait Message: Copy {
    /// Both of its forms in one text, the English one first, divided by what no text holds: one literal takes
    /// half as much of a program as two and where each begins and ends.
    fn both(self) -> &'static str;

    /// The English and the Korean form.
    fn forms(self) -> (&'static str, &'static str) {
        forms(self.both())
    }
}

/// What no text holds.
const DIVIDER: char = '\0';

fn forms(both: &'static str) -> (&'static str, &'static str) {
    both.split_once(DIVIDER).unwrap_or((both, both))
}

/// Declares a part of the catalogue: a name for each text, the English form, the Korean one.
///
/// Each text is a constant by itself, not a variant of an enum: texts that are looked up in a table
/// are in every program that has the table, and a program should hold those that it shows.
macro_rules! catalogue {
    ($(#[$doc:meta])* $name:ident { $($key:ident: $english:literal, $korean:literal;)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub struct $name(&'static &'static str);

        #[allow(non_upper_case_globals, reason = "they read as what they stand for")]
        impl $name {
            $(
                #[doc = $english]
                pub const $key: Self = Self(&concat!($english, "\0", $korean));
            )+

            /// Every text of this part with its name, for tests.
            #[cfg(test)]
            pub(crate) const ALL: &'static [(&'static str, Self)] =
                &[$((stringify!($key), Self::$key),)+];
        }

        impl super::Message for $name {
            fn both(self) -> &'static str {
                self.0
            }
        }
    };
}
use catalogue;

/// Replaces each `{key}` by its value, once: a value that looks like a placeholder stays as it is.
fn fill(template: &str, values: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let Some((key, remaining)) = after.split_once('}') else {
            out.push('{');
            rest = after;
            continue;
        };
        if let Some((_, value)) = values.iter().find(|(known, _)| *known == key) {
            out.push_str(value);
        }
        rest = remaining;
    }
    out.push_str(rest);
    out
}

/// A number with commas between thousands, as both languages write it.
pub fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
