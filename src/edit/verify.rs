//! After a broken connection: reading back whether a plan was carried out.

use serde_json::Value;

use super::intent::Intent;
use super::plan::Plan;
use super::preview::{self, Row};
use super::raw::{self, Served};
use crate::api::request::Method;

/// Whether it happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Everything is as planned.
    Happened,
    /// Nothing of it is.
    NotHappened,
    /// Neither: a part happened, or others changed the same. The rows say what differs from the
    /// state before; without any, there is nothing to see of it.
    Else(Vec<Row>),
}

/// Compares what was planned with the stream as it is served now. For a secret, `now` is of no
/// use: ask for the secret itself.
pub fn verify(plan: &Plan, now: Option<&Served>) -> Verdict {
    let before = plan.before.as_ref();
    let served = now.map(|now| &now.raw);
    if before.is_none() && served.is_none() {
        return Verdict::NotHappened;
    }
    if before.is_some() && plan.after.is_some() && served.is_none() {
        // Someone deleted the stream; whether the plan came before that cannot be seen.
        return Verdict::Else(preview::rows(before, None));
    }
    let version = |stream: Option<&Value>| {
        raw::text(
            stream.unwrap_or(&Value::Null),
            &["metadata", "resourceVersion"],
        )
        .to_owned()
    };
    let unchanged = before.is_some() && served.is_some() && version(before) == version(served);
    let importing = plan
        .writes
        .iter()
        .any(|write| write.request.kind == "ImageStreamImport");
    if importing && before.is_some() {
        return imported(before, served, unchanged);
    }
    if unchanged {
        return Verdict::NotHappened;
    }
    let expected = preview::rows(before, plan.after.as_ref());
    let seen = preview::rows(before, served);
    let landed = expected.iter().filter(|row| seen.contains(row)).count();
    let touched = expected.iter().any(|row| {
        seen.iter()
            .any(|other| other.tag == row.tag && other.what == row.what)
    });
    if plan.intent.is_some() && recreated(plan, now) {
        return Verdict::Else(seen);
    }
    if landed == expected.len() && !expected.is_empty() {
        Verdict::Happened
    } else if !touched {
        Verdict::NotHappened
    } else {
        Verdict::Else(seen)
    }
}

/// Whether a refused plan is carried out nevertheless. Browsers send a request again by themselves
/// when a connection that was used before is closed without an answer; the second one is then
/// refused because of the first. Imports are left out: what is seen of one may be another's.
pub fn is_so_already(plan: &Plan, now: Option<&Served>) -> bool {
    let imports = |write: &super::plan::Write| write.request.kind == "ImageStreamImport";
    !plan.writes.iter().any(imports) && verify(plan, now) == Verdict::Happened
}

/// Whether a stream was deleted and made again meanwhile: then nothing can be concluded.
fn recreated(plan: &Plan, now: Option<&Served>) -> bool {
    let before = plan
        .before
        .as_ref()
        .map(|before| raw::text(before, &["metadata", "uid"]));
    let deleting = plan.writes.iter().any(|write| {
        write.request.method == Method::Delete
            && matches!(plan.intent, Some(Intent::DeleteStream { .. }))
    });
    before
        .zip(now)
        .is_some_and(|(before, now)| !deleting && before != now.uid())
}

/// Importing an unchanged image again leaves no trace, so an unchanged stream says nothing.
fn imported(before: Option<&Value>, now: Option<&Value>, unchanged: bool) -> Verdict {
    if unchanged {
        return Verdict::Else(Vec::new());
    }
    let (Some(before), Some(now)) = (before, now) else {
        return Verdict::Else(preview::rows(before, now));
    };
    let checked = |stream: &Value| {
        let path = [
            "metadata",
            "annotations",
            "openshift.io/image.dockerRepositoryCheck",
        ];
        raw::text(stream, &path).to_owned()
    };
    if checked(before) == checked(now) {
        Verdict::NotHappened
    } else {
        Verdict::Happened
    }
}
