//! The YAML tab: the object as the server sent it.

use leptos::prelude::*;

use crate::messages::Page;
use crate::view::parts::text;
use crate::view::session::Session;
use crate::yaml::{print, without_managed_fields};

/// Draws the object in `body`, the bytes of the answer.
pub fn yaml_tab(session: Session, name: &str, body: Vec<u8>) -> AnyView {
    let managed = RwSignal::new(false);
    let file = format!("{}.yaml", name.replace(['/', ':', '@', '\\'], "-"));
    let draw = move || {
        let value: serde_json::Value = serde_json::from_slice(&body).unwrap_or_default();
        let value = if managed.get() {
            value
        } else {
            without_managed_fields(value)
        };
        let options = view! {
            <label class="console-check">
                <input
                    type="checkbox"
                    prop:checked=move || managed.get()
                    on:change=move |event| managed.set(event_target_checked(&event))
                />
                {session.text(Page::ManagedFields)}
            </label>
        };
        text::yaml(
            session,
            session.text(Page::YamlIs),
            file.clone(),
            print(&value),
            options.into_any(),
        )
    };
    draw.into_any()
}
