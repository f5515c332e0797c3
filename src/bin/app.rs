//! The program of everything that only reads: tags and images, and the streams and lists they are in.
//! Natively there is nothing to start.

fn main() {
    #[cfg(target_arch = "wasm32")]
    imagestream_console::view::mount(Some(&imagestream_console::view::LISTS), None);
}
