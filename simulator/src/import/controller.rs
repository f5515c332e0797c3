//! The controller that imports tags by itself: pending ones soon after they were written, scheduled ones again and
//! again. What failed is not tried again until somebody asks for it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::request::{CHECK_ANNOTATION, Imported, run};
use crate::access::Identity;
use crate::cluster::Cluster;
use crate::registry::ImageReference;
use crate::registry::blueprint::digest_of;
use crate::store::{IMAGE_STREAMS, Key};
use crate::view::{list, text};
use crate::write::context::Write;
use crate::write::draft::{Draft, SpecTag};

/// How long after a write its tags are imported.
const DELAY: SignedDuration = SignedDuration::from_secs(1);
/// How long a registry that did not answer is left alone.
const PATIENCE: SignedDuration = SignedDuration::from_secs(60);

/// What the controller remembers between ticks.
#[derive(Debug, Default)]
pub struct Controller {
    /// The streams that were there before have been looked at.
    started: bool,
    /// Those of them that may want something.
    expected: BTreeSet<Key>,
    /// The last revision that was looked at.
    seen: u64,
    pending: BTreeMap<Key, Timestamp>,
    scheduled: BTreeMap<Key, Timestamp>,
}

impl Controller {
    /// Notes a stream that is stored before the first tick, if there may be something to do for it. Thousands that are
    /// kept as JSON would otherwise be parsed again for the first tick, during which nobody is answered.
    pub fn expect(&mut self, stream: &Value) {
        if !self.started && may_want_imports(stream) {
            self.expected.insert(Key::of(stream));
        }
    }

    /// When there is something to do.
    pub fn next(&self) -> Option<Timestamp> {
        if !self.started {
            return Some(Timestamp::UNIX_EPOCH);
        }
        self.pending
            .values()
            .chain(self.scheduled.values())
            .min()
            .copied()
    }
}

/// Looks at the streams that were written since it looked last.
pub fn notice(cluster: &mut Cluster, now: Timestamp) {
    let revision = cluster.store.revision();
    if !cluster.imports.started {
        start(cluster, now);
    } else if cluster.imports.seen < revision {
        let changed: Vec<Key> = match cluster.store.since(cluster.imports.seen) {
            Some(changes) => changes
                .filter(|change| change.resource == IMAGE_STREAMS)
                .map(|change| change.key.clone())
                .collect(),
            None => cluster
                .store
                .scan(IMAGE_STREAMS, None, None)
                .map(|(key, _)| key.clone())
                .collect(),
        };
        let interval = interval(cluster);
        for key in changed {
            look_at(cluster, &key, after(now, DELAY), after(now, interval));
        }
    }
    cluster.imports.seen = revision;
}

/// The streams that are there already: their schedules are spread over the interval, so that not all come at once.
fn start(cluster: &mut Cluster, now: Timestamp) {
    cluster.imports.started = true;
    let keys = std::mem::take(&mut cluster.imports.expected);
    let interval = interval(cluster).as_secs().max(1);
    for key in keys {
        let hex = digest_of(key.as_str());
        let share = hex
            .get(7..14)
            .and_then(|hex| i64::from_str_radix(hex, 16).ok())
            .unwrap_or(0);
        let offset = SignedDuration::from_secs(1 + share % interval);
        look_at(cluster, &key, after(now, DELAY), after(now, offset));
    }
}

/// Whether a tag of the stream is scheduled or may be pending, or its repository is to be imported; looked up without
/// taking the stream apart.
fn may_want_imports(stream: &Value) -> bool {
    let observed: HashMap<&str, i64> = list(stream, "/status/tags")
        .iter()
        .filter_map(|tag| {
            let newest = tag["items"][0]["generation"].as_i64()?;
            Some((text(tag, "/tag"), newest))
        })
        .collect();
    let wants = |tag: &Value| {
        let generation = tag["generation"].as_i64();
        tag["importPolicy"]["scheduled"] == true
            || generation > observed.get(text(tag, "/name")).copied()
    };
    !text(stream, "/spec/dockerImageRepository").is_empty()
        || list(stream, "/spec/tags").iter().any(wants)
}

fn interval(cluster: &Cluster) -> SignedDuration {
    SignedDuration::try_from(cluster.config.schedule_interval)
        .unwrap_or(SignedDuration::from_mins(15))
}

fn after(now: Timestamp, span: SignedDuration) -> Timestamp {
    now.checked_add(span).unwrap_or(now)
}

fn look_at(cluster: &mut Cluster, key: &Key, soon: Timestamp, later: Timestamp) {
    let draft = draft(cluster, key);
    let pace = cluster.config.import_pace;
    let imports = &mut cluster.imports;
    match &draft {
        Some(draft) if !due_tags(draft).is_empty() || wants_repository(draft) => {
            // What the import will take is waited for before it, as nothing is to be seen of it until it ends.
            let taken = pace.map(|pace| pace.of(due_tags(draft).len()));
            let taken = SignedDuration::try_from(taken.unwrap_or_default()).unwrap_or_default();
            imports
                .pending
                .entry(key.clone())
                .or_insert(after(soon, taken));
        }
        _ => {
            imports.pending.remove(key);
        }
    }
    // Any change of a stream begins its interval anew.
    match &draft {
        Some(draft) if draft.tags.values().any(is_scheduled) => {
            imports.scheduled.insert(key.clone(), later);
        }
        _ => {
            imports.scheduled.remove(key);
        }
    }
}

fn draft(cluster: &Cluster, key: &Key) -> Option<Draft> {
    let (namespace, name) = key.as_str().split_once('/')?;
    cluster
        .store
        .get(IMAGE_STREAMS, namespace, name)
        .map(|stored| stored.value.look(Draft::read))
}

/// The tags that were asked for and not looked at since.
fn due_tags(draft: &Draft) -> Vec<String> {
    let is_due = |name: &String, tag: &SpecTag| {
        let observed = draft
            .status
            .get(name)
            .map_or(0, crate::write::draft::StatusTag::observed);
        tag.is_importable()
            && tag
                .generation
                .is_some_and(|generation| generation > observed)
    };
    draft
        .tags
        .iter()
        .filter(|(name, tag)| is_due(name, tag))
        .map(|(name, _)| name.clone())
        .collect()
}

fn wants_repository(draft: &Draft) -> bool {
    !draft.repository.is_empty() && draft.annotation(CHECK_ANNOTATION).is_none()
}

/// A digest always means the same image, so there is nothing to look for again.
fn is_scheduled(tag: &SpecTag) -> bool {
    let is_digest =
        |from: &str| ImageReference::parse(from).is_ok_and(|parsed| !parsed.id.is_empty());
    tag.scheduled
        && tag.is_importable()
        && !tag.from.as_ref().is_some_and(|from| is_digest(&from.name))
}

/// Imports what has become due.
pub fn tick(cluster: &mut Cluster, now: Timestamp) {
    notice(cluster, now);
    let due = |all: &BTreeMap<Key, Timestamp>| -> Vec<Key> {
        all.iter()
            .filter(|(_, at)| **at <= now)
            .map(|(key, _)| key.clone())
            .collect()
    };
    for key in due(&cluster.imports.pending) {
        cluster.imports.pending.remove(&key);
        let Some(draft) = draft(cluster, &key) else {
            continue;
        };
        let whole = wants_repository(&draft);
        let tags = if whole {
            importable(&draft)
        } else {
            due_tags(&draft)
        };
        if !import(cluster, &key, &draft, &tags, whole, now) {
            cluster.imports.pending.insert(key, now);
        }
    }
    let interval = interval(cluster);
    for key in due(&cluster.imports.scheduled) {
        cluster
            .imports
            .scheduled
            .insert(key.clone(), after(now, interval));
        let Some(draft) = draft(cluster, &key) else {
            continue;
        };
        let tags: Vec<String> = draft
            .tags
            .iter()
            .filter(|(_, tag)| is_scheduled(tag))
            .map(|(name, _)| name.clone())
            .collect();
        if !import(cluster, &key, &draft, &tags, false, now) {
            cluster.imports.scheduled.insert(key, now);
        }
    }
    notice(cluster, now);
}

fn importable(draft: &Draft) -> Vec<String> {
    draft
        .tags
        .iter()
        .filter(|(_, tag)| tag.is_importable())
        .map(|(name, _)| name.clone())
        .collect()
}

/// Sends the import that the controller sends, and tries again later where nobody answered in time. It remains due
/// (`false`) when registries have to be asked first.
fn import(
    cluster: &mut Cluster,
    key: &Key,
    draft: &Draft,
    tags: &[String],
    whole: bool,
    now: Timestamp,
) -> bool {
    let images: Vec<Value> = tags
        .iter()
        .filter_map(|name| {
            let tag = draft.tags.get(name)?;
            Some(json!({
                "from": {"kind": "DockerImage", "name": tag.from.as_ref()?.name},
                "to": {"name": name},
                "importPolicy": tag.import_policy(),
                "referencePolicy": {"type": tag.reference_policy},
            }))
        })
        .collect();
    let mut spec = json!({"import": true});
    if !images.is_empty() {
        spec["images"] = Value::Array(images);
    }
    if whole {
        let insecure = draft.annotation("openshift.io/image.insecureRepository") == Some("true");
        spec["repository"] = json!({
            "from": {"kind": "DockerImage", "name": draft.repository},
            "importPolicy": {"insecure": insecure},
        });
    }
    if spec.as_object().is_none_or(|spec| spec.len() < 2) {
        return true;
    }
    let object = json!({
        "metadata": {
            "name": draft.name(),
            "namespace": draft.namespace(),
            "resourceVersion": draft.meta("resourceVersion"),
            "uid": draft.meta("uid"),
        },
        "spec": spec,
    });
    let user = Identity {
        name: "system:serviceaccount:openshift-infra:image-import-controller".to_owned(),
        groups: vec!["system:masters".to_owned()],
    };
    let write = Write {
        user,
        now,
        dry_run: false,
    };
    match run(cluster, &write, object, true) {
        Ok(Imported::NotKnownYet) => false,
        Ok(Imported::NotInTime) => {
            cluster
                .imports
                .pending
                .insert(key.clone(), after(now, PATIENCE));
            true
        }
        Ok(Imported::Told(_)) | Err(_) => true,
    }
}
