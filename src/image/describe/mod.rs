//! The text of `oc describe`, byte for byte, English by definition. Pages show the same facts in
//! the user's language; this text is for pasting into tickets and for comparing with a terminal.

mod fields;
mod image;
mod stream;
mod tabwriter;

pub use image::{
    MissingMetadata, describe_image, describe_image_stream_image, describe_image_stream_tag,
    describe_image_tag,
};
pub use stream::{describe_stream, unique_images};
