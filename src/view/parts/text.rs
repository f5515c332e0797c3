//! Long texts as they are: what `oc` prints, and YAML.

use leptos::prelude::*;

use super::copy::{command, copy_labelled};
use super::icon::{Icon, icon};
use crate::messages::Shell;
use crate::view::browser::download;
use crate::view::session::Session;
use crate::yaml::{Kind, Token};

/// More lines than this are shown without colours: each colour is an element of the page.
const COLOURED_LINES_MAX: usize = 4_000;

/// The text that a command prints, with the command.
pub fn output(session: Session, name: &'static str, line: String, text: String) -> AnyView {
    let copy = copy_labelled(session, text.clone(), session.text(Shell::Copy));
    view! {
        <div class="console-output">
            <div class="console-output-head">{command(session, line)} {copy}</div>
            <pre class="console-text" role="region" aria-label=name tabindex="0">{text}</pre>
        </div>
    }
    .into_any()
}

/// YAML with colours; `file` is the name under which it is saved.
pub fn yaml(
    session: Session,
    name: &'static str,
    file: String,
    tokens: Vec<Token>,
    options: AnyView,
) -> AnyView {
    let text: String = tokens.iter().map(|token| token.text.as_str()).collect();
    let coloured = text.lines().count() <= COLOURED_LINES_MAX;
    let body = if coloured {
        tokens.into_iter().map(token).collect_view().into_any()
    } else {
        text.clone().into_any()
    };
    let copy = copy_labelled(session, text.clone(), session.text(Shell::Copy));
    let save = move |_| download::save(&file, &text);
    view! {
        <div class="console-output">
            <div class="console-output-head">
                {options} <span class="console-spring"></span> {copy}
                <button
                    type="button"
                    class="pf-v6-c-button pf-m-secondary pf-m-small"
                    on:click=save
                >
                    <span class="pf-v6-c-button__icon">{icon(Icon::Download)}</span>
                    <span class="pf-v6-c-button__text">{session.text(Shell::Download)}</span>
                </button>
            </div>
            <pre class="console-text" role="region" aria-label=name tabindex="0" dir="ltr">
                {body}
            </pre>
        </div>
    }
    .into_any()
}

fn token(token: Token) -> AnyView {
    let class = match token.kind {
        Kind::Plain => return token.text.into_any(),
        Kind::Key => "console-yaml-key",
        Kind::Text => "console-yaml-text",
        Kind::Literal => "console-yaml-literal",
    };
    view! { <span class=class>{token.text}</span> }.into_any()
}
