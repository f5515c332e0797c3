//! The row of an image stream.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::age;
use crate::view::{list, newest, text};

/// The width that the cell of tags is cut to.
const WIDTH: isize = 40;
/// How far a tag may stand over the width, and how much room must have been left for it.
const TOLERANCE: isize = 10;

pub(super) fn cells(stream: &Value, now: Timestamp) -> Vec<Value> {
    let repository = [
        "/status/publicDockerImageRepository",
        "/spec/dockerImageRepository",
        "/status/dockerImageRepository",
    ]
    .into_iter()
    .map(|pointer| text(stream, pointer))
    .find(|repository| !repository.is_empty());
    let mut tags: Vec<(Option<Timestamp>, &str)> = list(stream, "/status/tags")
        .iter()
        .map(|entry| {
            let created = newest(Some(entry)).map(|event| text(event, "/created"));
            (created.and_then(age::parse), text(entry, "/tag"))
        })
        .collect();
    let latest = tags.iter().filter_map(|(time, _)| *time).max();
    tags.sort_by(|(a_time, a_name), (b_time, b_name)| {
        let rounded = |time: &Option<Timestamp>| time.map(Timestamp::as_second);
        rounded(b_time)
            .cmp(&rounded(a_time))
            .then(a_name.cmp(b_name))
    });
    let names: Vec<&str> = tags.iter().map(|(_, name)| *name).collect();
    let updated = latest
        .map(|time| age::ago(Some(time), now))
        .unwrap_or_default();
    vec![
        json!(text(stream, "/metadata/name")),
        json!(repository.unwrap_or_default()),
        json!(shortened(&names)),
        json!(updated),
    ]
}

/// As many names as fit, and how many do not.
fn shortened(names: &[&str]) -> String {
    let mut remaining = WIDTH;
    let mut kept = 0;
    for (index, name) in names.iter().enumerate() {
        let length = isize::try_from(name.len()).unwrap_or(isize::MAX / 2);
        remaining -= length + 1;
        if remaining >= 0 {
            kept = index + 1;
            continue;
        }
        if index == 0 {
            kept = 1;
            break;
        }
        // A name that stands out only a little is kept, when there was some room for it.
        if TOLERANCE < remaining + length && TOLERANCE >= -remaining {
            kept = index + 1;
            continue;
        }
        break;
    }
    let shown = names.get(..kept).unwrap_or_default().join(",");
    match names.len() - kept {
        0 => shown,
        cut => format!("{shown} + {cut} more..."),
    }
}

#[cfg(test)]
mod tests {
    use super::shortened;

    #[test]
    fn short_lists_are_whole() {
        assert_eq!(shortened(&[]), "");
        assert_eq!(shortened(&["latest", "3.6", "3.5"]), "latest,3.6,3.5");
    }

    #[test]
    fn a_long_list_is_cut_at_forty() {
        let names: Vec<String> = (0..50).map(|n| format!("t{n:02}")).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        assert_eq!(
            shortened(&names),
            "t00,t01,t02,t03,t04,t05,t06,t07,t08,t09 + 40 more..."
        );
    }

    #[test]
    fn a_name_may_stand_out_where_there_was_room() {
        // `2.7ref,byexternaldigest,pinned` leaves nine places, less than the tolerance of ten.
        let recorded = [
            "2.7ref",
            "byexternaldigest",
            "pinned",
            "latest",
            "3.5",
            "nightly",
        ];
        assert_eq!(
            shortened(&recorded),
            "2.7ref,byexternaldigest,pinned,latest + 2 more..."
        );
        let roomy = ["0123456789012345678901234", "abcdefghijklmnop", "next"];
        assert_eq!(
            shortened(&roomy),
            "0123456789012345678901234,abcdefghijklmnop + 1 more..."
        );
    }

    #[test]
    fn the_first_name_is_always_shown() {
        let long = "x".repeat(60);
        assert_eq!(shortened(&[&long, "b"]), format!("{long} + 1 more..."));
    }
}
