//! Tests across modules of the pure core, in one binary so that they link once.

#![allow(clippy::unwrap_used, clippy::expect_used)] // A test that panics has told what is wrong.

mod golden;

mod describe;
mod filter_and_sort;
mod image_facts;
mod pull_spec;
mod small_words;
mod source_and_state;
mod stream_list;
mod stream_page;
mod tag_order;
mod tag_page;
