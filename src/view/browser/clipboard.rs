//! Copying text.

use wasm_bindgen_futures::JsFuture;

/// Copies a text. False when the browser does not allow it, as on plain HTTP hosts.
pub async fn copy(text: &str) -> bool {
    let Some(window) = web_sys::window() else {
        return false;
    };
    // Insecure pages have no clipboard at all; calling it there would throw.
    if !window.is_secure_context() {
        return false;
    }
    JsFuture::from(window.navigator().clipboard().write_text(text))
        .await
        .is_ok()
}
