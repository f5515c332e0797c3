//! Changing things: from the object as served and what someone wants to a minimal write, its
//! preview, the `oc` command that does the same, and the way back.
//!
//! Everything is a function of (old, wanted). [`wanted`] applies an intent to a copy of the raw
//! object; the difference between both is the patch that is sent ([`patch`]), the rows that are
//! shown before ([`preview`]), what is looked for when a connection broke ([`outcome`]), and, the
//! other way round, the undo ([`undo`]). So they cannot disagree. Raw objects are kept as
//! `serde_json` values: fields that this app does not know survive every write.
//!
//! There is no text for people in here; a catalogue words the enums.

pub mod base64;
pub mod changes;
pub mod check;
pub mod command;
pub mod draft;
pub mod effect;
pub mod field;
mod fill;
pub mod http;
pub mod import;
pub mod intent;
pub mod lost;
pub mod names;
pub mod outcome;
pub mod patch;
pub mod permission;
pub mod plan;
pub mod preview;
pub mod query;
pub mod raw;
pub mod request;
mod restore;
pub mod secret;
pub mod source;
pub mod undo;
pub mod verify;
pub mod wanted;
