//! The way back: for a plan that was carried out, the plan that restores what it changed, and
//! what that cannot bring back.

use serde_json::Value;

use super::effect::Effect;
use super::intent::{Intent, Place};
use super::plan::{self, Plan, Precondition, Write};
use super::preview::{self, Row, What};
use super::raw::{self, Served};
use super::restore::{counts, events, restored, restored_stream};
use super::wanted::REFERENCE;
use super::{request, source};

/// What an undo cannot bring back. Texts inside are names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Limit {
    /// The history of a tag is gone for good.
    HistoryLost {
        /// The tag.
        tag: String,
        /// How many entries it had.
        entries: usize,
    },
    /// The tag had no source, only pushed images; nothing can make it again.
    TagLost {
        /// The tag.
        tag: String,
    },
    /// The tag was pinned to an image that only the lost history knew; it is taken from the
    /// registry it once came from instead.
    SourceReplaced {
        /// The tag.
        tag: String,
    },
    /// The tag is imported anew, and may get a newer image than it had.
    ImportsAnew {
        /// The tag.
        tag: String,
    },
    /// Images that were imported stay; the tag can be rolled back instead.
    ImagesStay {
        /// Tags whose image has changed, with the digest they had.
        tags: Vec<(String, String)>,
    },
    /// Others changed the same since; the undo overwrites that.
    ChangedSince(Vec<Row>),
}

/// A way back.
#[derive(Clone, Debug, PartialEq)]
pub struct Undo {
    /// What is to be sent; previewed like any plan.
    pub plan: Plan,
    /// What it cannot bring back.
    pub limits: Vec<Limit>,
}

/// Why there is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoUndo {
    /// Nothing was changed.
    NothingDone,
    /// Everything is as it was already.
    AlreadyRestored,
    /// What remains cannot be taken back.
    Impossible(Vec<Limit>),
    /// The stream does not exist any more.
    StreamGone,
    /// There is a stream of that name again; restoring would mix both.
    StreamExistsAgain,
}

/// Whether an undo would be complete, told before the plan is carried out.
pub fn limits_before(plan: &Plan) -> Vec<Limit> {
    let Some(before) = &plan.before else {
        return Vec::new();
    };
    match &plan.intent {
        Some(Intent::ImportAgain(_)) => {
            let tags = plan.writes.iter().flat_map(|write| &write.tags);
            let had = |tag: &String| (tag.clone(), digest_of(before, tag));
            vec![Limit::ImagesStay {
                tags: tags.map(had).collect(),
            }]
        }
        Some(Intent::DeleteStream { .. }) => restored_stream(&plan.place, before).1,
        _ => {
            let after = plan.after.as_ref().unwrap_or(&Value::Null);
            // Carried out as planned, the stream would be served like this.
            let (_, limits) = restored(&plan.place, before, after, after);
            limits
        }
    }
}

/// The way back from a plan that was carried out, to the stream as it was before. `now` is the
/// stream as served now; `made` is the identity of the object that the plan made, if it made a
/// secret.
pub fn undo(plan: &Plan, now: Option<&Served>, made: Option<&str>) -> Result<Undo, NoUndo> {
    let mut undo = match &plan.intent {
        Some(Intent::LookAtImage { .. } | Intent::LookAtRepository { .. }) => {
            return Err(NoUndo::NothingDone);
        }
        Some(Intent::CreateSecret { name, .. }) => {
            let request = request::delete_secret(&plan.place.namespace, name, made);
            let precondition = made.map_or(Precondition::Nothing, |uid| {
                Precondition::Identity(uid.to_owned())
            });
            let write = Write {
                request,
                precondition,
                tags: Vec::new(),
            };
            let empty = Plan::new(&plan.place, None, None);
            Undo {
                plan: Plan {
                    writes: vec![write],
                    ..empty
                },
                limits: Vec::new(),
            }
        }
        Some(Intent::ImportAgain(_)) => return Err(images_stay(plan, now)),
        Some(Intent::ImportRepository { .. }) => of_repository(plan, now)?,
        _ => of_change(plan, now)?,
    };
    undo.plan.effects = effects(&undo.plan);
    Ok(undo)
}

/// Imports that an undo starts.
fn effects(plan: &Plan) -> Vec<Effect> {
    let (Some(before), Some(after)) = (&plan.before, &plan.after) else {
        return Vec::new();
    };
    let imports = |tag: &&Value| {
        let name = raw::text(tag, &["name"]);
        source::is_registry(tag)
            && !raw::flag(tag, REFERENCE)
            && counts(raw::spec_tag(before, name).unwrap_or(&Value::Null), tag)
    };
    let tags: Vec<String> = raw::spec_tags(after)
        .iter()
        .filter(imports)
        .map(|tag| raw::text(tag, &["name"]).to_owned())
        .collect();
    if tags.is_empty() {
        Vec::new()
    } else {
        vec![Effect::Imports { tags }]
    }
}

fn digest_of(stream: &Value, tag: &str) -> String {
    newest_event(stream, tag)
        .map_or("", |event| raw::text(event, &["image"]))
        .to_owned()
}

fn newest_event<'a>(stream: &'a Value, tag: &str) -> Option<&'a Value> {
    events(stream, tag).first()
}

fn images_stay(plan: &Plan, now: Option<&Served>) -> NoUndo {
    let (Some(before), Some(now)) = (&plan.before, now) else {
        return NoUndo::StreamGone;
    };
    let moved: Vec<(String, String)> = plan
        .writes
        .iter()
        .flat_map(|write| &write.tags)
        .map(|tag| (tag.clone(), digest_of(before, tag)))
        .filter(|(tag, digest)| *digest != digest_of(&now.raw, tag))
        .collect();
    if moved.is_empty() {
        NoUndo::NothingDone
    } else {
        NoUndo::Impossible(vec![Limit::ImagesStay { tags: moved }])
    }
}

/// A repository import adds tags; those are deleted again.
fn of_repository(plan: &Plan, now: Option<&Served>) -> Result<Undo, NoUndo> {
    let now = now.ok_or(NoUndo::StreamGone)?;
    let Some(before) = &plan.before else {
        let undo = plan::delete_stream(&plan.place, now);
        return Ok(Undo {
            plan: undo,
            limits: Vec::new(),
        });
    };
    let added = now.view.spec.tags.iter().map(|tag| &tag.name);
    let added: Vec<String> = added
        .filter(|tag| !raw::has_tag(before, tag))
        .cloned()
        .collect();
    if added.is_empty() {
        return Err(NoUndo::NothingDone);
    }
    let mut after = now.raw.clone();
    let writes = added
        .iter()
        .map(|tag| {
            raw::remove_spec_tag(&mut after, tag);
            raw::remove_status_tag(&mut after, tag);
            delete_tag(&plan.place, now, tag)
        })
        .collect();
    let undo = Plan::new(&plan.place, Some(now.raw.clone()), Some(after));
    Ok(Undo {
        plan: Plan { writes, ..undo },
        limits: Vec::new(),
    })
}

fn delete_tag(place: &Place, now: &Served, tag: &str) -> Write {
    Write {
        request: request::delete_tag(&place.namespace, &place.stream, tag, now.uid()),
        precondition: Precondition::Identity(now.uid().to_owned()),
        tags: vec![tag.to_owned()],
    }
}

fn of_change(plan: &Plan, now: Option<&Served>) -> Result<Undo, NoUndo> {
    let place = &plan.place;
    match (&plan.before, &plan.after) {
        (None, Some(after)) => {
            let now = now.ok_or(NoUndo::AlreadyRestored)?;
            let since = since(after, now, &preview::rows(None, Some(after)));
            Ok(Undo {
                plan: plan::delete_stream(place, now),
                limits: since,
            })
        }
        (Some(before), None) => {
            if now.is_some() {
                return Err(NoUndo::StreamExistsAgain);
            }
            let (stream, limits) = restored_stream(place, before);
            Ok(Undo {
                plan: plan::creating(place, stream),
                limits,
            })
        }
        (Some(before), Some(after)) => {
            let now = now.ok_or(NoUndo::StreamGone)?;
            restoring(place, before, after, now)
        }
        (None, None) => Err(NoUndo::NothingDone),
    }
}

/// What others changed of the fields that a plan touched.
fn since(after: &Value, now: &Served, touched: &[Row]) -> Vec<Limit> {
    let mut theirs = preview::rows(Some(after), Some(&now.raw));
    // Fields that the server fills in are nobody's change.
    theirs.retain(|row| {
        touched.iter().any(|own| {
            let tag = row.what == What::Tag || own.what == What::Tag;
            own.tag == row.tag && (own.what == row.what || (tag && own.tag.is_some()))
        }) && !is_default(row)
    });
    if theirs.is_empty() {
        Vec::new()
    } else {
        vec![Limit::ChangedSince(theirs)]
    }
}

fn is_default(row: &Row) -> bool {
    let defaults = match row.what {
        What::ImportMode => ["Legacy", "PreserveOriginal"],
        What::ReferencePolicy => ["Source", "Source"],
        What::Annotation(_) => return row.before == preview::Shown::Nothing,
        _ => return false,
    };
    row.before == preview::Shown::Nothing
        && matches!(&row.after, preview::Shown::Text(text) if defaults.contains(&text.as_str()))
}

/// Restores what differs between two states, in the stream as served now.
fn restoring(place: &Place, before: &Value, after: &Value, now: &Served) -> Result<Undo, NoUndo> {
    let touched = preview::rows(Some(before), Some(after));
    let (wanted, mut limits) = restored(place, before, after, &now.raw);
    limits.extend(since(after, now, &touched));
    let mut patched = wanted.clone();
    let mut writes = Vec::new();
    // Tags that the plan made go with what has become of them since.
    let gone = raw::spec_tags(&now.raw)
        .iter()
        .map(|tag| raw::text(tag, &["name"]));
    for tag in gone.filter(|tag| raw::spec_tag(&wanted, tag).is_none()) {
        if !raw::has_tag(before, tag) {
            writes.push(delete_tag(place, now, tag));
            if let Some(spec) = raw::spec_tag(&now.raw, tag) {
                raw::put_spec_tag(&mut patched, tag, spec.clone());
            }
        }
    }
    let mut final_state = wanted;
    for write in &writes {
        write
            .tags
            .iter()
            .for_each(|tag| raw::remove_status_tag(&mut final_state, tag));
    }
    // The patch goes first: it rests on the version, which a deletion would change.
    if let Some(patching) = plan::patching(place, now, patched) {
        writes = patching.writes.into_iter().chain(writes).collect();
    }
    if writes.is_empty() {
        let lost = limits
            .iter()
            .any(|limit| matches!(limit, Limit::TagLost { .. }));
        return Err(if lost {
            NoUndo::Impossible(limits)
        } else {
            NoUndo::AlreadyRestored
        });
    }
    let undo = Plan::new(place, Some(now.raw.clone()), Some(final_state));
    Ok(Undo {
        plan: Plan { writes, ..undo },
        limits,
    })
}
