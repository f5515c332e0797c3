//! Stands in for `wasm-streams`, which comes with Leptos for server functions that the app has none of.
//! Its classes are exported to JavaScript, and what such exports reach stays in a program even where
//! nobody calls them: 12 kB of each program. What is here has the same shape and does nothing.

use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;
use wasm_bindgen::JsValue;

/// A stream of the browser.
#[derive(Debug)]
pub struct ReadableStream(web_sys::ReadableStream);

impl ReadableStream {
    /// Of the browser's own kind.
    pub fn from_raw(raw: web_sys::ReadableStream) -> Self {
        Self(raw)
    }

    /// The browser's own kind.
    pub fn into_raw(self) -> web_sys::ReadableStream {
        self.0
    }

    /// Would send a stream to a server function.
    ///
    /// # Panics
    /// Always: there are none.
    pub fn from_stream<S>(_: S) -> Self
    where
        S: Stream<Item = Result<JsValue, JsValue>> + 'static,
    {
        unimplemented!("server functions")
    }

    /// Would read the answer of a server function.
    pub fn into_stream(self) -> Nothing {
        Nothing
    }
}

/// Has nothing in it.
#[derive(Debug)]
pub struct Nothing;

impl Stream for Nothing {
    type Item = Result<JsValue, JsValue>;

    fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(None)
    }
}
