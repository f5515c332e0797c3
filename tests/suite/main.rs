//! Tests across modules of the pure core, in one binary so that they link once.

// A test that panics has told what is wrong; `json!` values read best where they are written; a
// table of cases may be longer than a function should be.
#![allow(clippy::unwrap_used, clippy::expect_used)]
#![allow(clippy::needless_pass_by_value, clippy::too_many_lines)]

mod golden;

mod any_stream;
mod contract;
mod describe;
mod edit;
mod filter_and_sort;
mod image_facts;
mod pull_spec;
mod small_words;
mod source_and_state;
mod stream_list;
mod stream_page;
mod tag_order;
mod tag_page;
mod watch;
