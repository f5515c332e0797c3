//! Changing things: plans, previews, commands, undo.

mod answers;
mod build;
mod cases;
mod commands;
mod documented;
mod forms;
mod permissions;
mod plans;
mod properties;
mod recorded;
mod reference_patch;
mod refusals;
mod secrets;
mod simulated;
mod undo;
