//! What each page shows, decided without a browser and without words: enums and data that the view
//! draws and the catalogue of messages names.

pub mod filter;
pub mod history;
pub mod image_facts;
pub mod image_page;
pub mod project;
pub mod pull_specs;
pub mod row_changes;
pub mod row_window;
pub mod search;
pub mod search_hints;
pub mod sort;
pub mod state_words;
pub mod stream_list;
pub mod stream_order;
pub mod stream_page;
pub mod stream_table;
pub mod suggestions;
pub mod tag_news;
pub mod tag_page;
pub mod tag_rows;
