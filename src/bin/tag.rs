//! The program of single tags and images, which most shared links lead to. Natively there is nothing to
//! start: the server is another package.

fn main() {
    #[cfg(target_arch = "wasm32")]
    imagestream_console::view::mount(None, None);
}
