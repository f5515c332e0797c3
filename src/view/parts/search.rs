//! A field that filters a list.

use leptos::prelude::*;
use web_sys::KeyboardEvent;

use super::icon::{Icon, icon};
use crate::messages::{Page, Shell};
use crate::view::session::Session;

/// A search field; `words` is what is typed.
pub fn search(
    session: Session,
    id: &'static str,
    name: &'static str,
    hint: &'static str,
    words: RwSignal<String>,
) -> AnyView {
    let escape = move |event: KeyboardEvent| {
        if event.key() == "Escape" && words.with_untracked(|words| !words.is_empty()) {
            words.set(String::new());
            event.stop_propagation();
        }
    };
    let clear = move || {
        words.with(|words| !words.is_empty()).then(|| {
            view! {
                <button
                    type="button"
                    class="pf-v6-c-button pf-m-plain pf-m-small"
                    aria-label=session.text(Page::ClearFilters)
                    title=session.text(Shell::Close)
                    on:click=move |_| words.set(String::new())
                >
                    <span class="pf-v6-c-button__icon">{icon(Icon::Close)}</span>
                </button>
            }
        })
    };
    view! {
        <div class="pf-v6-c-text-input-group console-search">
            <div class="pf-v6-c-text-input-group__main pf-m-icon">
                <span class="pf-v6-c-text-input-group__text">
                    <span class="pf-v6-c-text-input-group__icon">{icon(Icon::Search)}</span>
                    <input
                        type="search"
                        id=id
                        class="pf-v6-c-text-input-group__text-input"
                        aria-label=name
                        placeholder=hint
                        autocomplete="off"
                        spellcheck="false"
                        prop:value=move || words.get()
                        on:input=move |event| words.set(event_target_value(&event))
                        on:keydown=escape
                    />
                </span>
            </div>
            <div class="pf-v6-c-text-input-group__utilities">{clear}</div>
        </div>
    }
    .into_any()
}
