//! A tag whose first answer does not fit that of its stream.

use leptos::prelude::*;

use crate::api::meta::ResourceVersion;
use crate::image::stream::ImageStream;
use crate::image::view::ImageStreamTag;
use crate::model::tag_news::is_of_another_image;
use crate::view::follow::effect;
use crate::view::live::marking;
use crate::view::remote::Source;

/// Reads the tag again, once for a state of its stream, where what was read of it is of another
/// image. Both are asked for at once, and something can happen between the two answers; what
/// happens later is told by the stream's watch.
pub fn read_again_if_behind(
    tag: Source<ImageStreamTag>,
    stream: Source<ImageStream>,
    name: String,
) {
    let there = Memo::new(move |_| stream.state.with(|state| state.value().is_some()));
    effect(move |judged: Option<Option<ResourceVersion>>| {
        let judged = judged.flatten();
        // Read, not only tracked: a memo that was never read follows nothing.
        there.get();
        let read = tag.state.get();
        let told = stream.state.get_untracked();
        let Some(told) = told.value() else {
            return judged;
        };
        let read = match (read.value(), read.failure()) {
            (Some(read), _) => Some(&read.decoded.value),
            (None, Some(error)) if error.is_not_found() => None,
            _ => return judged,
        };
        let told = &told.decoded.value;
        let version = Some(told.metadata.resource_version.clone());
        if judged != version && is_of_another_image(read, told, &name) {
            tag.read_and_show(marking);
        }
        version
    });
}
