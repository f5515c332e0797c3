//! How much a project may hold: limits on streams and images (`LimitRange`) and the number of streams
//! (`ResourceQuota`), in the server's words.

use std::collections::BTreeSet;

use serde_json::Value;

use super::draft::{Draft, Source};
use crate::registry::ImageReference;
use crate::status::ApiError;
use crate::view::{list, text};

const OF_STREAMS: &str = "openshift.io/ImageStream";
const OF_IMAGES: &str = "openshift.io/Image";
const TAGS: &str = "openshift.io/image-tags";
const IMAGES: &str = "openshift.io/images";
const STREAMS: &str = "openshift.io/imagestreams";
const EXCEEDED: &str = "exceeds the maximum limit per ";

/// A quantity: its value, and the text by which it was given.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Quantity {
    value: i128,
    text: String,
}

impl Quantity {
    /// Reads whole and fractional numbers with the suffixes of the API; anything else is no quantity.
    fn read(value: &Value) -> Option<Self> {
        let text = match value {
            Value::String(text) => text.clone(),
            Value::Number(number) => number.to_string(),
            _ => return None,
        };
        let end = text.find(|c: char| !c.is_ascii_digit() && c != '.');
        let (number, suffix) = text.split_at(end.unwrap_or(text.len()));
        let (base, power): (i128, u32) = match suffix {
            "" => (1, 0),
            "k" => (1000, 1),
            "M" => (1000, 2),
            "G" => (1000, 3),
            "T" => (1000, 4),
            "Ki" => (1024, 1),
            "Mi" => (1024, 2),
            "Gi" => (1024, 3),
            "Ti" => (1024, 4),
            _ => return None,
        };
        let unit = base.pow(power);
        let (whole, part) = number.split_once('.').unwrap_or((number, ""));
        let mut value = whole.parse::<i128>().ok()?.checked_mul(unit)?;
        if !part.is_empty() {
            let scale = 10_i128.checked_pow(u32::try_from(part.len()).ok()?)?;
            let scaled = part.parse::<i128>().ok()?.checked_mul(unit)?;
            value = value.checked_add(scaled / scale)?;
        }
        Some(Self { value, text })
    }
}

/// The smallest maximum that the limits of a type set for a resource.
fn smallest(ranges: &[&Value], kind: &str, resource: &str) -> Option<Quantity> {
    ranges
        .iter()
        .flat_map(|range| list(range, "/spec/limits"))
        .filter(|limit| text(limit, "/type") == kind)
        .filter_map(|limit| Quantity::read(limit.get("max")?.get(resource)?))
        .min_by_key(|max| max.value)
}

fn exceeded(resource: &str, kind: &str, requested: &str, max: &Quantity) -> String {
    format!(
        "requested usage of {resource} {EXCEEDED}{kind} ({requested} > {})",
        max.text
    )
}

/// Why the limits of a project do not allow what a stream has become. A write that adds nothing of what is limited is
/// allowed even where there is too much of it already.
pub fn against_stream(ranges: &[&Value], old: Option<&Draft>, new: &Draft) -> Option<String> {
    type Used = fn(&Draft) -> BTreeSet<String>;
    let limited: [(&str, Used); 2] = [(TAGS, references), (IMAGES, images)];
    let mut errors = Vec::new();
    for (resource, used) in limited {
        let Some(max) = smallest(ranges, OF_STREAMS, resource) else {
            continue;
        };
        let after = used(new);
        let count = i128::try_from(after.len()).unwrap_or(i128::MAX);
        let before = old.map(used).unwrap_or_default();
        if count > max.value && !after.is_subset(&before) {
            errors.push(exceeded(resource, OF_STREAMS, &count.to_string(), &max));
        }
    }
    let told = match errors.as_slice() {
        [] => return None,
        [one] => one.clone(),
        many => format!("[{}]", many.join(", ")),
    };
    Some(format!(
        "ImageStream.image.openshift.io \"{}\" is forbidden: {told}",
        new.name()
    ))
}

/// Why the limits of a project do not allow an image to be pushed: it is too large.
pub fn against_image(ranges: &[&Value], image: &Value) -> Option<String> {
    let max = smallest(ranges, OF_IMAGES, "storage")?;
    let size = size(image);
    (size > max.value).then(|| exceeded("storage", OF_IMAGES, &binary(size), &max))
}

/// How large an image says it is, or its layers are.
fn size(image: &Value) -> i128 {
    let number = |value: &Value| value.as_u64().map(i128::from);
    let told = image
        .pointer("/dockerImageMetadata/Size")
        .and_then(number)
        .filter(|size| *size > 0);
    told.unwrap_or_else(|| {
        let layers = list(image, "/dockerImageLayers").iter();
        layers
            .filter_map(|layer| layer.get("size").and_then(number))
            .sum()
    })
}

/// A number of bytes with the largest suffix that keeps it whole.
fn binary(bytes: i128) -> String {
    let mut value = bytes;
    let mut suffixes = ["Ki", "Mi", "Gi", "Ti"].into_iter();
    let mut suffix = "";
    while value >= 1024 && value % 1024 == 0 {
        let Some(next) = suffixes.next() else { break };
        suffix = next;
        value /= 1024;
    }
    format!("{value}{suffix}")
}

/// Whether an error tells of a limit, so that an import can note it where the user looks.
pub fn is_told_in(error: &ApiError) -> bool {
    matches!(error.code, 403 | 422) && error.message.contains(EXCEEDED)
}

/// The different things that spec tags point at.
fn references(stream: &Draft) -> BTreeSet<String> {
    let sources = stream.tags.values().filter_map(|tag| tag.from.as_ref());
    sources.map(|from| reference(stream, from)).collect()
}

fn reference(stream: &Draft, from: &Source) -> String {
    let namespace = match from.namespace.as_str() {
        "" => stream.namespace(),
        given => given,
    };
    let within = |separator: char| {
        if from.name.contains(separator) {
            format!("{namespace}/{}", from.name)
        } else {
            format!("{namespace}/{}{separator}{}", stream.name(), from.name)
        }
    };
    match from.kind.as_str() {
        "ImageStreamTag" => within(':'),
        "ImageStreamImage" => within('@'),
        _ => ImageReference::parse(&from.name)
            .map_or_else(|_| from.name.clone(), |parsed| parsed.exact()),
    }
}

/// The different images in the histories.
fn images(stream: &Draft) -> BTreeSet<String> {
    let events = stream.status.values().flat_map(|status| &status.items);
    events
        .map(|event| event.image.clone())
        .filter(|image| !image.is_empty())
        .collect()
}

/// Why the quotas of a project do not allow one more stream, when it has so many.
pub fn against_new_stream(quotas: &[&Value], used: usize) -> Option<String> {
    exceeded_quota(quotas, "/spec/hard", used)
}

/// The same for a quota that several projects share, of which they have so many together.
pub fn against_shared_quota(quota: &Value, used: usize) -> Option<String> {
    exceeded_quota(&[quota], "/spec/quota/hard", used)
}

/// Whether a quota for several projects is for this one too: labels and annotations that it asks for are there.
pub fn is_for(quota: &Value, project: &Value) -> bool {
    let has = |wanted: Option<&Value>, given: &str| {
        let wanted = wanted.and_then(Value::as_object);
        wanted.into_iter().flatten().all(|(key, value)| {
            let own = project.pointer(given).and_then(|map| map.get(key));
            own == Some(value)
        })
    };
    let labels = quota.pointer("/spec/selector/labels/matchLabels");
    let annotations = quota.pointer("/spec/selector/annotations");
    let is_empty = |map: Option<&Value>| {
        map.and_then(Value::as_object)
            .is_none_or(serde_json::Map::is_empty)
    };
    !(is_empty(labels) && is_empty(annotations))
        && has(labels, "/metadata/labels")
        && has(annotations, "/metadata/annotations")
}

fn exceeded_quota(quotas: &[&Value], hard: &str, used: usize) -> Option<String> {
    let count = i128::try_from(used).unwrap_or(i128::MAX);
    quotas.iter().find_map(|quota| {
        let hard = Quantity::read(quota.pointer(hard)?.get(STREAMS)?)?;
        let name = text(quota, "/metadata/name");
        (count >= hard.value).then(|| {
            format!(
                "exceeded quota: {name}, requested: {STREAMS}=1, used: {STREAMS}={used}, limited: {STREAMS}={}",
                hard.text
            )
        })
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a panic is the test's failure")]

    use serde_json::json;

    use super::*;

    #[test]
    fn quantities_have_suffixes() {
        for (given, value) in [
            (json!("10"), Some(10)),
            (json!(10), Some(10)),
            (json!("2k"), Some(2000)),
            (json!("1Gi"), Some(1 << 30)),
            (json!("1.5Ki"), Some(1536)),
            (json!("0"), Some(0)),
            (json!("many"), None),
            (json!("1Q"), None),
            (json!(["1"]), None),
        ] {
            let read = Quantity::read(&given).map(|quantity| quantity.value);
            assert_eq!(read, value, "{given}");
        }
    }

    #[test]
    fn the_smallest_maximum_of_its_type_wins() {
        let range = |kind: &str, max: &str| json!({"spec": {"limits": [{"type": kind, "max": {TAGS: max}}]}});
        let ranges = [
            range(OF_STREAMS, "1k"),
            range(OF_STREAMS, "20"),
            range("Container", "1"),
        ];
        let ranges: Vec<&Value> = ranges.iter().collect();
        assert_eq!(smallest(&ranges, OF_STREAMS, TAGS).unwrap().text, "20");
        assert_eq!(smallest(&ranges, OF_STREAMS, IMAGES), None);
    }
}
