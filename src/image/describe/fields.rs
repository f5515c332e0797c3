//! The lines that all descriptions share: labels with values, maps, ages.

use crate::text::sorted_map::SortedMap;
use std::fmt::Write;

use super::tabwriter;
use crate::text::age::human_duration;
use crate::text::time::Timestamp;

/// Collects a description; `finish` lays it out.
#[derive(Default)]
pub struct Fields {
    text: String,
}

/// Writing to a `String` cannot fail, so that the result needs no looking at.
macro_rules! put {
    ($out:expr, $($part:tt)*) => {
        let _ = write!($out.text, $($part)*);
    };
}

impl Fields {
    /// `label:` and the value; `<none>` for an empty one. Further lines of the value are indented.
    pub fn field(&mut self, label: &str, value: &str) {
        let value = if value.is_empty() { "<none>" } else { value };
        put!(self, "{label}:");
        for line in value.split('\n') {
            put!(self, "\t{line}\n");
        }
    }

    /// `label:` and the age of a time.
    pub fn age(&mut self, label: &str, then: Option<Timestamp>, now: Timestamp) {
        put!(self, "{label}:\t{} ago\n", human_duration(then, now));
    }

    /// `label:` and one `key=value` a line. `oc` indents the further lines of the first value only.
    pub fn map(&mut self, label: &str, map: &SortedMap<String, String>) {
        self.entries(
            label,
            map.iter().map(|(key, value)| format!("{key}={value}")),
        );
    }

    /// `label:` and one entry a line; `<none>` if there are none.
    fn entries(&mut self, label: &str, entries: impl Iterator<Item = String>) {
        let mut entries = entries.peekable();
        if entries.peek().is_none() {
            self.field(label, "");
        }
        self.list(label, entries);
    }

    /// `label:` and one entry a line; nothing if there are none.
    pub fn list(&mut self, label: &str, entries: impl Iterator<Item = impl AsRef<str>>) {
        for (index, entry) in entries.enumerate() {
            if index == 0 {
                self.field(label, entry.as_ref());
            } else {
                put!(self, "\t{}\n", entry.as_ref());
            }
        }
    }

    /// The description that people write into an annotation, then the other annotations.
    pub fn annotations(&mut self, annotations: &SortedMap<String, String>) {
        if let Some(description) = annotations
            .get("description")
            .filter(|text| !text.is_empty())
        {
            self.field("Description", description);
        }
        let rest = annotations.iter().filter(|(key, _)| *key != "description");
        self.entries(
            "Annotations",
            rest.map(|(key, value)| format!("{key}={value}")),
        );
    }

    /// A line as it is.
    pub fn line(&mut self, line: &str) {
        put!(self, "{line}\n");
    }

    /// The text with its columns aligned.
    pub fn finish(self) -> String {
        tabwriter::align(&self.text)
    }
}
