//! The row of an image tag.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::age;
use crate::view::{list, text};

pub(super) fn cells(tag: &Value, now: Timestamp) -> Vec<Value> {
    let (spec, status) = (tag.get("spec"), tag.get("status"));
    let events = status
        .map(|status| list(status, "/items"))
        .unwrap_or_default();
    let conditions = status
        .map(|status| list(status, "/conditions"))
        .unwrap_or_default();
    let (word, state) = describe(spec, events, conditions);
    let history = if events.is_empty() {
        Value::Null
    } else {
        json!(events.len())
    };
    let newest = events.first().map(|event| text(event, "/created"));
    let times = conditions
        .iter()
        .map(|condition| text(condition, "/lastTransitionTime"));
    let updated = newest.into_iter().chain(times).filter_map(age::parse).max();
    let updated = updated
        .map(|time| age::ago(Some(time), now))
        .unwrap_or_default();
    vec![
        json!(text(tag, "/metadata/name")),
        json!(word),
        json!(state),
        history,
        json!(updated),
    ]
}

/// The cells `Spec` and `Status`.
fn describe(
    spec: Option<&Value>,
    events: &[Value],
    conditions: &[Value],
) -> (&'static str, String) {
    let mut word = spec.map_or("", spec_word);
    let mut state = String::new();
    let mut source = match spec.map(spec_source) {
        Some(Ok(source)) => source,
        Some(Err(defect)) => {
            defect.clone_into(&mut state);
            String::new()
        }
        None => String::new(),
    };
    let generation = |of: Option<&Value>| {
        of.and_then(|of| of.get("generation"))
            .and_then(Value::as_i64)
    };
    let wanted = generation(spec).unwrap_or_default();
    if let Some(event) = events.first() {
        let seen = generation(Some(event)).unwrap_or_default();
        if wanted > seen && seen > 0 {
            "Importing".clone_into(&mut state);
        } else {
            let image = text(event, "/image");
            source = if image.is_empty() {
                text(event, "/dockerImageReference").to_owned()
            } else {
                format!("image/{image}")
            };
        }
        if !source.is_empty() {
            let was_pushed = word != "Track" && seen > wanted && wanted > 0;
            if word.is_empty() || was_pushed {
                word = "Push";
            }
        }
    }
    let failure = conditions.iter().find(|condition| {
        text(condition, "/type") == "ImportSuccess" && text(condition, "/status") == "False"
    });
    if let Some(failure) = failure {
        state = format!("ImportFailed ({})", text(failure, "/reason"));
    }
    (word, if state.is_empty() { source } else { state })
}

fn spec_word(spec: &Value) -> &'static str {
    let Some(from) = spec.get("from").filter(|from| !from.is_null()) else {
        return "";
    };
    let is_set = |pointer| spec.pointer(pointer) == Some(&json!(true));
    let mut word = "Tag";
    if is_set("/reference") {
        word = "Ref";
    }
    if is_set("/importPolicy/scheduled") {
        word = "Scheduled";
    }
    if text(from, "/kind") == "ImageStreamTag" && !text(from, "/name").contains(':') {
        word = "Track";
    }
    word
}

/// Where a spec tag comes from, or what is wrong with it.
fn spec_source(spec: &Value) -> Result<String, &'static str> {
    let Some(from) = spec.get("from").filter(|from| !from.is_null()) else {
        return Ok(String::new());
    };
    let name = text(from, "/name");
    match text(from, "/kind") {
        "DockerImage" => Ok(name.to_owned()),
        "ImageStreamImage" => match name.split_once('@') {
            Some((_, id)) => Ok(format!("image/{id}")),
            None => Err("InvalidRefName"),
        },
        "ImageStreamTag" => match text(from, "/namespace") {
            "" => Ok(format!("istag/{name}")),
            namespace => Ok(format!("istag {namespace}/{name}")),
        },
        _ => Err("InvalidRefKind"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(spec: &Value, status: &Value) -> Vec<Value> {
        let now: Timestamp = "2026-11-22T20:17:00Z".parse().unwrap();
        let tag = json!({"metadata": {"name": "s:t"}, "spec": spec, "status": status});
        cells(&tag, now)[1..].to_vec()
    }

    fn event(generation: i64) -> Value {
        json!({"created": "2026-11-22T20:16:30Z", "image": "sha256:a", "generation": generation,
            "dockerImageReference": "q.io/x@sha256:a"})
    }

    fn docker(generation: i64) -> Value {
        json!({"name": "t", "generation": generation,
            "from": {"kind": "DockerImage", "name": "q.io/x:1"}})
    }

    #[test]
    fn a_pending_tag_shows_its_source() {
        assert_eq!(
            row(&docker(2), &Value::Null),
            [json!("Tag"), json!("q.io/x:1"), Value::Null, json!("")]
        );
    }

    #[test]
    fn a_newer_spec_is_importing_and_a_newer_event_was_pushed() {
        let status = json!({"items": [event(2)]});
        assert_eq!(row(&docker(3), &status)[1], "Importing");
        assert_eq!(
            row(&docker(2), &status)[..2],
            [json!("Tag"), json!("image/sha256:a")]
        );
        assert_eq!(row(&docker(1), &status)[0], "Push");
        assert_eq!(row(&Value::Null, &status)[0], "Push");
    }

    #[test]
    fn an_alias_is_tracked_even_after_its_target_moved() {
        let alias = json!({"name": "t", "generation": 1,
            "from": {"kind": "ImageStreamTag", "name": "other"}});
        assert_eq!(row(&alias, &json!({"items": [event(5)]}))[0], "Track");
    }

    #[test]
    fn a_failed_import_is_what_the_status_says() {
        let status = json!({"items": null, "conditions": [{"type": "ImportSuccess",
            "status": "False", "reason": "NotFound", "lastTransitionTime": "2026-11-22T20:16:36Z"}]});
        assert_eq!(
            row(&docker(1), &status),
            [
                json!("Tag"),
                json!("ImportFailed (NotFound)"),
                Value::Null,
                json!("24 seconds ago")
            ]
        );
    }
}
