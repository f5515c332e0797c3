//! What the app owes its server, checked with each request: where a watch starts, when a list is
//! due and when it is not, and when nothing may be asked at all.

use imagestream_console::api::request::Request;
use serde_json::Value;

/// What may be asked next.
pub struct Rules {
    /// The version that was told last; a watch goes on from there. Before anything was told a watch
    /// tells what there is.
    from: String,
    /// The server forgot where the reader was, or was not understood: only a list helps.
    must_list: bool,
    /// There is a reason to list.
    may_list: bool,
    /// The server asked not to be asked before, in seconds.
    not_before: i64,
    /// Nobody looks.
    pub hidden: bool,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            from: "0".to_owned(),
            must_list: false,
            may_list: true,
            not_before: 0,
            hidden: false,
        }
    }
}

fn param<'request>(request: &'request Request, name: &str) -> Option<&'request str> {
    let mut query = request.query.iter();
    let found = query.find(|(key, _)| *key == name);
    found.map(|(_, value)| value.as_str())
}

/// Whether this asks for a list or a watch, and not for one object.
fn follows(request: &Request) -> bool {
    request.path.ends_with("/imagestreams")
}

impl Rules {
    /// Fails where a request should not have been sent.
    pub fn check(&self, request: &Request, now: i64) {
        if !follows(request) {
            return;
        }
        assert!(!self.hidden, "nobody looks: {}", request.target());
        assert!(now >= self.not_before, "too early: {}", request.target());
        if param(request, "watch").is_none() {
            assert!(self.may_list, "nothing was missed: {}", request.target());
            return;
        }
        assert!(!self.must_list, "only a list helps: {}", request.target());
        assert_eq!(param(request, "resourceVersion"), Some(self.from.as_str()));
    }

    /// The request was answered with this code, and a list with this.
    pub fn answered(
        &mut self,
        request: &Request,
        code: u16,
        retry_after: u32,
        now: i64,
        body: &[u8],
    ) {
        if !follows(request) {
            return;
        }
        self.not_before = now + i64::from(retry_after);
        match code {
            200 if param(request, "watch").is_none() => {
                let list: Value = serde_json::from_slice(body).unwrap_or_default();
                let text = |pointer| list.pointer(pointer).and_then(Value::as_str).unwrap_or("");
                if text("/metadata/continue").is_empty() {
                    text("/metadata/resourceVersion").clone_into(&mut self.from);
                    self.must_list = false;
                    self.may_list = false;
                }
            }
            410 => self.only_a_list_helps(),
            // Servers that were set back to an earlier state know nothing of the version, either.
            500 | 504 => self.may_list = true,
            _ => {}
        }
    }

    /// The reader asked for all anew.
    pub fn renewed(&mut self) {
        self.may_list = true;
        self.must_list = true;
    }

    /// A whole line of a watch arrived.
    pub fn told(&mut self, line: &[u8]) {
        // What comes behind a reason to list is not read any more.
        if self.must_list || line.trim_ascii().is_empty() {
            return;
        }
        let event: Value = serde_json::from_slice(line).unwrap_or_default();
        let version = event.pointer("/object/metadata/resourceVersion");
        match (event["type"].as_str(), version.and_then(Value::as_str)) {
            (Some("BOOKMARK"), Some(version)) => version.clone_into(&mut self.from),
            (Some("ADDED" | "MODIFIED" | "DELETED"), Some(version)) => {
                version.clone_into(&mut self.from);
                self.may_list = false;
            }
            _ => self.only_a_list_helps(),
        }
    }

    fn only_a_list_helps(&mut self) {
        self.must_list = true;
        self.may_list = true;
    }
}
