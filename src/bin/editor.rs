//! The program that can change things: every page that reads, and the forms. Natively there is nothing
//! to start.

fn main() {
    #[cfg(target_arch = "wasm32")]
    {
        use imagestream_console::view::{EDITOR, LISTS, mount};
        mount(Some(&LISTS), Some(EDITOR));
    }
}
