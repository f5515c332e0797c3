//! The changes of this visit, newest last.

use super::command::{Naming, commands};
use super::plan::Plan;
use crate::text::time::Timestamp;

/// One change that was carried out.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// The plan.
    pub plan: Plan,
    /// When it was carried out.
    pub at: Timestamp,
    /// Identity of the object that was made, where an undo needs it.
    pub made: Option<String>,
    /// Whether it was taken back.
    pub undone: bool,
}

/// The list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Changes(pub Vec<Change>);

impl Changes {
    /// Adds a change that was carried out.
    pub fn push(&mut self, plan: Plan, at: Timestamp, made: Option<String>) {
        self.0.push(Change {
            plan,
            at,
            made,
            undone: false,
        });
    }

    /// All changes as a script for a shell, with the time above each. Sources are named by digest,
    /// so that running it later brings the same images.
    pub fn export(&self) -> String {
        let mut script = String::new();
        for change in &self.0 {
            script.push_str("# ");
            script.push_str(&change.at.rfc3339());
            script.push('\n');
            for line in commands(&change.plan, Naming::Pinned) {
                script.push_str(&line);
                script.push('\n');
            }
        }
        script
    }
}
