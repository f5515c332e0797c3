//! A request as text: for a person to read, and for a shell to send.

use serde_json::Value;

use crate::api::request::Request;
use crate::image::command::quote;
use crate::wire::Json;
use crate::yaml;

/// A request in the parts that are shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HttpText {
    /// Method and target, such as `PATCH /apis/…`.
    pub line: String,
    /// Media type of the body; empty without one.
    pub content_type: &'static str,
    /// The body as YAML; empty without one.
    pub body: String,
    /// The same as a line for a shell, with the token of the current `oc` session.
    pub curl: String,
}

/// How a request looks. Passwords are not in requests that are shown: a placeholder is.
pub fn text(request: &Request) -> HttpText {
    let body = request.body.as_deref().unwrap_or_default();
    let value: Option<Value> = serde_json::from_str(body).ok();
    HttpText {
        line: format!("{} /{}", request.method.as_str(), request.target()),
        content_type: if body.is_empty() {
            ""
        } else {
            request.content_type
        },
        body: value.map(|value| yaml_text(&value)).unwrap_or_default(),
        curl: curl(request, body),
    }
}

/// A value as YAML.
pub(super) fn yaml_text(value: &Value) -> String {
    yaml::print(&Json::from(value))
        .into_iter()
        .map(|token| token.text)
        .collect()
}

fn curl(request: &Request, body: &str) -> String {
    let mut line = format!(
        "curl -sS -X {} -H \"Authorization: Bearer $(oc whoami -t)\"",
        request.method.as_str()
    );
    if !body.is_empty() {
        line.push_str(" -H ");
        line.push_str(&quote(&format!("Content-Type: {}", request.content_type)));
        line.push_str(" --data-raw ");
        line.push_str(&quote(body));
    }
    // The server is asked of `oc`; the path is quoted apart, because tags may hold anything.
    line.push_str(" \"$(oc whoami --show-server)\"");
    line.push_str(&always_quoted(&format!("/{}", request.target())));
    line
}

/// Quoted even when it need not be: queries hold `&` and `?`, which shells read.
fn always_quoted(word: &str) -> String {
    format!("'{}'", word.replace('\'', r"'\''"))
}
