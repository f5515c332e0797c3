//! What the app asks of the browser beside drawing. Each file wraps one thing.

pub mod address;
pub mod clipboard;
pub mod clock;
pub mod document;
pub mod download;
pub mod storage;
