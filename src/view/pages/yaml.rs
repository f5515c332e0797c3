//! The YAML tab: the object as the server sent it.

use leptos::prelude::*;

use crate::messages::Page;
use crate::view::node::{Node, el, live};
use crate::view::parts::text;
use crate::view::session::Session;
use crate::wire::{Json, read};
use crate::yaml::{print, without_managed_fields};

/// Draws the object in `body`, the bytes of the answer.
pub fn yaml_tab(session: Session, name: &str, body: Vec<u8>) -> Node {
    let managed = RwSignal::new(false);
    let file = format!("{}.yaml", name.replace(['/', ':', '@', '\\'], "-"));
    live(move || {
        let value = read::<Json>(&body)
            .map(|read| read.value)
            .unwrap_or_default();
        let with = managed.get();
        let value = if with {
            value
        } else {
            without_managed_fields(value)
        };
        let check = el("input", "")
            .attr("type", "checkbox")
            .maybe("checked", with.then_some(""))
            .on("change", move |event| {
                managed.set(event_target_checked(&event));
            });
        let options = el("label", "console-check")
            .child(check)
            .child(session.text(Page::ManagedFields));
        text::yaml(
            session,
            session.text(Page::YamlIs),
            file.clone(),
            print(&value),
            options,
        )
    })
}
