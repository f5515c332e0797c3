//! Everything Leptos: the thin shell on the core. Compiled for the browser only.

/// Puts the app into the page.
pub fn mount() {}
