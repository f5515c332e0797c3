//! Pages that stay true by themselves: one watch for what a page shows, told to the page once per
//! frame. The rules are pure and stand in `crate::api::watch`; this drives them.

mod basis;
mod calm;
mod drive;
mod hold;
mod indicator;
mod mark;
mod steady;
mod stream;

pub use basis::{WatchedStream, watched_stream};
pub use drive::{Live, News, is_held_back};
pub use hold::Hold;
pub use indicator::indicator;
pub use mark::marking;
pub use steady::keep_rows_steady;
pub use stream::{LiveStream, deleted_notice, follow_stream};
