//! Addresses of forms: `imagestreams/:stream/change/:action` below the project, with the fields in
//! the query; `~new` stands where a stream or a secret has no name yet, as in the console.

use super::Route;
use crate::edit::draft::{Action, Draft};
use crate::edit::query;
use crate::percent;

const NEW: &str = "~new";

/// Reads an address below a project; none when it is not that of a form.
pub fn parse(namespace: &str, rest: &[&str], text: &str) -> Option<Route> {
    let (stream, action) = match rest {
        ["imagestreams", name] if *name == NEW => ("", Action::CreateStream),
        ["secrets", name] if *name == NEW => ("", Action::CreateSecret),
        ["imagestreams", stream, "change", word] if !stream.is_empty() => {
            (*stream, Action::of_word(word).filter(|it| !is_new(*it))?)
        }
        _ => return None,
    };
    let draft = query::parse(action, &percent::query_pairs(text));
    Some(Route::form(namespace, stream, draft))
}

/// Writes the address below a project.
pub fn print(stream: &str, draft: &Draft) -> String {
    let fields = query::print_text(draft);
    let mark = if fields.is_empty() { "" } else { "?" };
    let path = match draft.action {
        Action::CreateStream => format!("imagestreams/{NEW}"),
        Action::CreateSecret => format!("secrets/{NEW}"),
        action => format!(
            "imagestreams/{}/change/{}",
            percent::segment(stream, ""),
            action.word()
        ),
    };
    format!("{path}{mark}{fields}")
}

fn is_new(action: Action) -> bool {
    matches!(action, Action::CreateStream | Action::CreateSecret)
}
