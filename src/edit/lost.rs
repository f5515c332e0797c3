//! What a plain `oc tag` would have reset: it writes the whole tag anew, without annotations, and
//! with defaults for every flag that is not given again.

use serde_json::{Value, json};

use super::plan::Plan;
use super::preview::{Row, What, spec_tag_rows};
use super::raw;
use super::wanted::{IMPORT_MODE, INSECURE, REFERENCE, REFERENCE_POLICY, SCHEDULED};

/// The fields that the plan keeps and the plain command would not: `before` as the plan leaves
/// them, `after` as `oc tag` would.
pub fn lost_with_oc(plan: &Plan) -> Vec<Row> {
    let (Some(before), Some(after)) = (&plan.before, &plan.after) else {
        return Vec::new();
    };
    let (namespace, stream) = (&plan.place.namespace, &plan.place.stream);
    let mut lost = Vec::new();
    for tag in raw::spec_tags(after) {
        let name = raw::text(tag, &["name"]);
        let Some(old) = raw::spec_tag(before, name) else {
            continue;
        };
        let changed = spec_tag_rows(old, tag, namespace, stream, name);
        // Whoever changes annotations alone does not reach for `oc tag`.
        if changed
            .iter()
            .all(|row| matches!(row.what, What::TagAnnotation(_)))
        {
            continue;
        }
        let made = plain(tag, &changed);
        lost.extend(spec_tag_rows(tag, &made, namespace, stream, name));
    }
    lost
}

/// The tag that `oc tag SOURCE TAG` makes, with the flags for what changes and no others.
fn plain(tag: &Value, changed: &[Row]) -> Value {
    let mut plain = json!({
        "name": raw::at(tag, &["name"]),
        "importPolicy": {"importMode": "Legacy"},
        "referencePolicy": {"type": "Source"},
    });
    let from = raw::at(tag, &["from"]);
    if !from.is_null() {
        raw::set(&mut plain, &["from"], Some(from.clone()));
    }
    for row in changed {
        let path = match row.what {
            What::Reference => REFERENCE,
            What::Insecure => INSECURE,
            What::Scheduled => SCHEDULED,
            What::ImportMode => IMPORT_MODE,
            What::ReferencePolicy => REFERENCE_POLICY,
            _ => continue,
        };
        let value = raw::at(tag, path);
        raw::set(
            &mut plain,
            path,
            Some(value.clone()).filter(|value| !value.is_null()),
        );
    }
    plain
}

/// Whether `oc tag` with all its flags makes this very tag: it cannot give annotations, nor fields
/// that it does not know.
pub(super) fn oc_can_make(tag: &Value, namespace: &str, stream: &str) -> bool {
    if raw::is_nothing(raw::at(tag, &["from"])) {
        return false;
    }
    let every = [
        What::Reference,
        What::Insecure,
        What::Scheduled,
        What::ImportMode,
        What::ReferencePolicy,
    ];
    let row = |what| Row {
        tag: None,
        what,
        before: super::preview::Shown::Nothing,
        after: super::preview::Shown::Nothing,
    };
    let made = plain(tag, &every.map(row));
    // The flags of imports are refused for other sources.
    let flags = super::source::is_registry(tag) || !raw::flag(tag, INSECURE);
    flags && spec_tag_rows(tag, &made, namespace, stream, "").is_empty()
}
