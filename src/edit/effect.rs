//! What a plan brings about beyond the fields it writes.

use std::collections::BTreeSet;

use serde_json::Value;

use super::intent::{Intent, Place};
use super::plan::{Basis, Plan};
use super::preview::{self, Shown, What};
use super::raw;
use super::source;
use super::wanted::{IMPORT_MODE, REFERENCE, SCHEDULED};
use crate::api::request::Method;
use crate::image::source::TagSource;
use crate::image::tags::StreamTags;

/// One consequence. Texts inside are names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// The stream is made by this.
    StreamMade,
    /// The cluster imports these tags now.
    Imports {
        /// Names of the tags.
        tags: Vec<String>,
    },
    /// The change counts from the next import on; none runs because of it.
    CountsFromNextImport {
        /// The tag.
        tag: String,
    },
    /// The tag gets this image at once.
    GetsImage {
        /// The tag.
        tag: String,
        /// Digest before; empty for none.
        before: String,
        /// Digest after.
        after: String,
    },
    /// The image is no more in the cluster: workloads that need it cannot pull it.
    ImageGone {
        /// Digest.
        digest: String,
    },
    /// These tags follow the changed one and move with it.
    FollowersMove {
        /// The changed tag.
        tag: String,
        /// Tags that follow it directly.
        followers: Vec<String>,
    },
    /// These tags follow one that goes: they keep their images and follow nothing.
    FollowersStay {
        /// The tag that goes.
        tag: String,
        /// Tags that follow it directly.
        followers: Vec<String>,
    },
    /// The tag was an alias and is none any more.
    StopsFollowing {
        /// The tag.
        tag: String,
        /// The tag it followed.
        target: String,
    },
    /// The tag has no image until what it follows has one.
    NothingToFollowYet {
        /// The tag.
        tag: String,
    },
    /// The periodic import ends, because the new source is in no registry.
    ScheduleEnds {
        /// The tag.
        tag: String,
    },
    /// The schedule does nothing for now.
    ScheduleHasNoEffect {
        /// The tag, which is a mere reference and never imported.
        tag: String,
    },
    /// The history goes for good.
    HistoryGone {
        /// The tag.
        tag: String,
        /// How many entries it has.
        entries: usize,
    },
    /// These tags have the same image; it stays there.
    ImageStaysIn {
        /// Digest.
        digest: String,
        /// Names of the tags.
        tags: Vec<String>,
    },
    /// No other tag of the stream has had this image.
    LastOfImage {
        /// Digest.
        digest: String,
    },
    /// Existing tags of the same names get the repository as their source.
    MayRetargetOthers,
}

/// The consequences of a plan.
pub(super) fn of(plan: &Plan, basis: Basis<'_>) -> Vec<Effect> {
    let mut effects = Vec::new();
    if plan.before.is_none() && plan.after.is_some() {
        effects.push(Effect::StreamMade);
    }
    let null = Value::Null;
    let before = plan.before.as_ref().unwrap_or(&null);
    match &plan.intent {
        Some(Intent::DeleteTags { tags }) => deleted(plan, basis, tags, &mut effects),
        Some(Intent::DeleteStream { .. }) => {
            effects.extend(basis.old.into_iter().flat_map(all_histories));
        }
        Some(Intent::ImportAgain(_)) => imported(plan, &mut effects),
        Some(Intent::ImportRepository { .. }) => effects.push(Effect::MayRetargetOthers),
        _ => {}
    }
    let patches = plan
        .writes
        .iter()
        .any(|write| write.request.body.is_some() && is_spec_write(write));
    if let Some(after) = plan.after.as_ref().filter(|_| patches) {
        for tag in raw::spec_tags(after) {
            let name = raw::text(tag, &["name"]);
            let old = raw::spec_tag(before, name).unwrap_or(&null);
            if old != tag {
                changed(&plan.place, old, tag, name, basis, &mut effects);
            }
        }
    }
    effects
}

fn is_spec_write(write: &super::plan::Write) -> bool {
    write.request.method == Method::Patch
        || (write.request.method == Method::Post && write.request.kind == "ImageStream")
}

/// Consequences of one changed spec tag.
fn changed(
    place: &Place,
    old: &Value,
    new: &Value,
    name: &str,
    basis: Basis<'_>,
    effects: &mut Vec<Effect>,
) {
    let tag = || name.to_owned();
    let rows = preview::spec_tag_rows(old, new, &place.namespace, &place.stream, name);
    let moved = |what: What| rows.iter().find(|row| row.what == what);
    let reference = raw::flag(new, REFERENCE);
    let differs = |path| raw::at(old, path) != raw::at(new, path);
    // These count as a new wish for the server; the other options do not.
    let source = moved(What::Source);
    let wished = source.is_some() || moved(What::Reference).is_some() || differs(IMPORT_MODE);
    if let Some(Shown::Source(TagSource::Tag(target))) = source.map(|row| &row.before) {
        let own = target.namespace == place.namespace && target.stream == place.stream;
        if own {
            effects.push(Effect::StopsFollowing {
                tag: tag(),
                target: target.tag.clone(),
            });
        }
    }
    if raw::flag(old, SCHEDULED) && !raw::flag(new, SCHEDULED) && source.is_some() {
        effects.push(Effect::ScheduleEnds { tag: tag() });
    }
    if raw::flag(new, SCHEDULED) && reference && moved(What::Scheduled).is_some() {
        effects.push(Effect::ScheduleHasNoEffect { tag: tag() });
    }
    let registry = source::is_registry(new);
    if registry && wished && !reference {
        effects.push(Effect::Imports { tags: vec![tag()] });
    } else if registry && moved(What::Insecure).is_some() {
        effects.push(Effect::CountsFromNextImport { tag: tag() });
    }
    if !registry && source.is_some() {
        gets_image(place, new, name, basis, effects);
    }
    if wished {
        let followers = followers(basis, name);
        if !followers.is_empty() {
            effects.push(Effect::FollowersMove {
                tag: tag(),
                followers,
            });
        }
    }
}

/// What a tag with a stream as its source gets at once.
fn gets_image(place: &Place, new: &Value, name: &str, basis: Basis<'_>, effects: &mut Vec<Effect>) {
    let own = basis.old.map(|old| StreamTags::of(&old.view));
    let has = |tag: &str| own.as_ref().and_then(|tags| tags.get(tag).digest());
    let before = has(name).unwrap_or_default().to_owned();
    let from = raw::text(new, &["from", "name"]);
    let prefix = format!("{}:", place.stream);
    let after = match raw::text(new, &["from", "kind"]) {
        "ImageStreamTag" => has(from.strip_prefix(&prefix).unwrap_or(from)),
        _ => Some(from.rsplit_once('@').map_or(from, |(_, digest)| digest)),
    };
    let Some(after) = after else {
        effects.push(Effect::NothingToFollowYet {
            tag: name.to_owned(),
        });
        return;
    };
    let gone = basis.layers.and_then(|layers| layers.images.get(after));
    if gone.is_some_and(|image| image.image_missing) {
        effects.push(Effect::ImageGone {
            digest: after.to_owned(),
        });
    }
    if after != before {
        let after = after.to_owned();
        effects.push(Effect::GetsImage {
            tag: name.to_owned(),
            before,
            after,
        });
    }
}

/// The tags of the stream that follow a tag directly, in byte order.
fn followers(basis: Basis<'_>, target: &str) -> Vec<String> {
    let Some(old) = basis.old else {
        return Vec::new();
    };
    let tags = StreamTags::of(&old.view);
    let follows = |name: &str| match TagSource::of(tags.get(name).spec, tags.namespace, tags.stream)
    {
        TagSource::Tag(source) => {
            source.namespace == tags.namespace
                && source.stream == tags.stream
                && source.tag == target
        }
        _ => false,
    };
    tags.iter()
        .map(|(name, _)| name)
        .filter(|name| follows(name))
        .map(str::to_owned)
        .collect()
}

fn imported(plan: &Plan, effects: &mut Vec<Effect>) {
    let tags: Vec<String> = plan
        .writes
        .iter()
        .flat_map(|write| write.tags.iter().cloned())
        .collect();
    if !tags.is_empty() {
        effects.push(Effect::Imports { tags });
    }
}

fn deleted(plan: &Plan, basis: Basis<'_>, names: &[String], effects: &mut Vec<Effect>) {
    let Some(old) = basis.old else { return };
    let tags = StreamTags::of(&old.view);
    let going: BTreeSet<&str> = names.iter().map(String::as_str).collect();
    for name in names {
        let tag = tags.get(name);
        let entries = tag.events().len();
        if entries > 0 {
            effects.push(Effect::HistoryGone {
                tag: name.clone(),
                entries,
            });
        }
        let mut followers = followers(basis, name);
        followers.retain(|follower| !going.contains(follower.as_str()));
        if !followers.is_empty() {
            effects.push(Effect::FollowersStay {
                tag: name.clone(),
                followers,
            });
        }
        let Some(digest) = tag.digest() else { continue };
        let staying = || tags.iter().filter(|(other, _)| !going.contains(other));
        let sharing: Vec<String> = staying()
            .filter(|(_, other)| other.digest() == Some(digest))
            .map(|(other, _)| other.to_owned())
            .collect();
        let had = |digest: &str| {
            staying().any(|(_, other)| other.events().iter().any(|event| event.image == digest))
        };
        if !sharing.is_empty() {
            effects.push(Effect::ImageStaysIn {
                digest: digest.to_owned(),
                tags: sharing,
            });
        } else if !had(digest) && plan.after.is_some() {
            effects.push(Effect::LastOfImage {
                digest: digest.to_owned(),
            });
        }
    }
}

fn all_histories(old: &raw::Served) -> Vec<Effect> {
    let with_events = old
        .view
        .status
        .tags
        .iter()
        .filter(|tag| !tag.items.is_empty());
    let gone = |tag: &crate::image::stream::NamedTagEventList| Effect::HistoryGone {
        tag: tag.tag.clone(),
        entries: tag.items.len(),
    };
    with_events.map(gone).collect()
}
