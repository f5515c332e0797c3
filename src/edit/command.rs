//! The `oc` commands that do what a plan does, right to paste.

use serde_json::Value;

use super::http;
use super::import::ANY_STREAM;
use super::intent::{First, Intent, Place, SourceChoice, TagOptions, Which};
use super::lost;
use super::plan::{Plan, Write};
use super::preview::{self, Row, Shown, What};
use super::raw;
use super::secret::PLACEHOLDER;
use super::source;
use super::wanted::{IMPORT_MODE, INSECURE, REFERENCE, REFERENCE_POLICY, SCHEDULED};
use crate::api::request::Method;
use crate::image::command::quote;
use crate::image::digest::is_digest;
use crate::image::pull_spec::PullSpec;

/// How sources are named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Naming {
    /// As they were chosen: `python:3.5`, whatever image that has when the command runs.
    AsChosen,
    /// By digest, so that the command does the same whenever it runs.
    Pinned,
}

/// The commands, one a line; a command may have several lines of input.
pub fn commands(plan: &Plan, naming: Naming) -> Vec<String> {
    let place = &plan.place;
    match &plan.intent {
        Some(Intent::CreateSecret { name, host, user }) => {
            vec![create_secret(place, name, host, user)]
        }
        Some(Intent::ImportAgain(which)) => import_again(plan, which),
        Some(Intent::LookAtImage { image, options }) => {
            // A name of its own: for a tag that exists, the command refuses another source.
            vec![import_from(
                place,
                ANY_STREAM,
                image,
                options,
                &["--confirm", "--dry-run"],
            )]
        }
        Some(Intent::LookAtRepository {
            repository,
            options,
        }) => {
            let flags = ["--all", "--confirm", "--dry-run"];
            vec![import_from(place, ANY_STREAM, repository, options, &flags)]
        }
        Some(Intent::ImportRepository {
            repository,
            options,
        }) => {
            vec![import_repository(place, repository, options)]
        }
        Some(Intent::DeleteTags { tags }) => vec![delete_tags(place, tags)],
        Some(Intent::CreateStream {
            first:
                First::Repository {
                    repository,
                    options,
                },
            ..
        }) => {
            let create = plan
                .writes
                .first()
                .map(|write| of_write(plan, write, naming));
            let mut lines = create.unwrap_or_default();
            lines.push(import_repository(place, repository, options));
            lines
        }
        _ => plan
            .writes
            .iter()
            .flat_map(|write| of_write(plan, write, naming))
            .collect(),
    }
}

/// The commands that do what one request does.
fn of_write(plan: &Plan, write: &Write, naming: Naming) -> Vec<String> {
    let place = &plan.place;
    match (write.request.method, write.request.kind) {
        (Method::Patch, _) => patch(plan, write, naming),
        (Method::Delete, _) if !write.tags.is_empty() => vec![delete_tags(place, &write.tags)],
        (Method::Delete, _) if write.request.path.starts_with("api/v1/") => {
            let name = write.request.path.rsplit('/').next().unwrap_or_default();
            vec![line(place, &["oc", "delete", "secret", name])]
        }
        (Method::Delete, _) => vec![line(place, &["oc", "delete", "imagestream", &place.stream])],
        (Method::Post, "ImageStream") => create_stream(plan, write, naming),
        _ => vec![create_from(place, &write.body())],
    }
}

/// Words to one line, with the project at the end.
fn line(place: &Place, words: &[&str]) -> String {
    let project = ["-n", place.namespace.as_str()];
    let words = words.iter().chain(&project);
    words.map(|word| quote(word)).collect::<Vec<_>>().join(" ")
}

fn create_secret(place: &Place, name: &str, host: &str, user: &str) -> String {
    let (host, user) = (
        format!("--docker-server={host}"),
        format!("--docker-username={user}"),
    );
    let words = [
        "oc",
        "create",
        "secret",
        "docker-registry",
        name,
        &host,
        &user,
    ];
    // The password is a variable of the shell: it stands in no history of commands.
    format!(
        "{} --docker-password=\"{PLACEHOLDER}\"",
        line(place, &words)
    )
}

fn delete_tags(place: &Place, tags: &[String]) -> String {
    let names: Vec<String> = tags
        .iter()
        .map(|tag| format!("{}:{tag}", place.stream))
        .collect();
    let mut words = vec!["oc", "tag", "-d"];
    words.extend(names.iter().map(String::as_str));
    line(place, &words)
}

/// `oc create -f -` for what no command has flags for.
fn create_from(place: &Place, object: &Value) -> String {
    let head = line(place, &["oc", "create", "-f", "-"]);
    format!("{head} <<'EOF'\n{}EOF", http::yaml_text(object))
}

fn create_stream(plan: &Plan, write: &Write, naming: Naming) -> Vec<String> {
    let place = &plan.place;
    let stream = write.body();
    let spec_alone = raw::at(&stream, &["spec"]).as_object().is_some_and(|spec| {
        spec.keys()
            .all(|key| key == "lookupPolicy" || key == "tags")
    });
    let makeable = raw::spec_tags(&stream)
        .iter()
        .all(|tag| lost::oc_can_make(tag, &place.namespace, &place.stream));
    if !spec_alone || !makeable {
        return vec![create_from(place, &stream)];
    }
    let mut words = vec!["oc", "create", "imagestream", place.stream.as_str()];
    if raw::flag(&stream, &["spec", "lookupPolicy", "local"]) {
        words.push("--lookup-local");
    }
    let mut lines = vec![line(place, &words)];
    let rows = preview::rows(None, Some(&stream));
    lines.extend(keys(
        place,
        "label",
        &format!("is/{}", place.stream),
        &rows,
        label,
    ));
    lines.extend(keys(
        place,
        "annotate",
        &format!("is/{}", place.stream),
        &rows,
        annotation,
    ));
    for tag in raw::spec_tags(&stream) {
        lines.push(tag_line(plan, tag, naming));
    }
    lines
}

/// The key of a row, if it is of that kind.
type Key = fn(&What) -> Option<&str>;

fn label(what: &What) -> Option<&str> {
    if let What::Label(key) = what {
        Some(key)
    } else {
        None
    }
}

fn annotation(what: &What) -> Option<&str> {
    if let What::Annotation(key) = what {
        Some(key)
    } else {
        None
    }
}

fn tag_annotation(what: &What) -> Option<&str> {
    if let What::TagAnnotation(key) = what {
        Some(key)
    } else {
        None
    }
}

/// `oc label` or `oc annotate` for the rows of a kind; nothing when there are none.
fn keys(place: &Place, verb: &str, object: &str, rows: &[Row], key: Key) -> Option<String> {
    let mut words = vec!["oc".to_owned(), verb.to_owned(), object.to_owned()];
    let mut overwrite = false;
    for row in rows {
        let Some(key) = key(&row.what) else { continue };
        overwrite |= row.before != Shown::Nothing && row.after != Shown::Nothing;
        words.push(match &row.after {
            Shown::Text(text) => format!("{key}={text}"),
            _ => format!("{key}-"),
        });
    }
    if words.len() == 3 {
        return None;
    }
    if overwrite {
        words.push("--overwrite".to_owned());
    }
    Some(line(
        place,
        &words.iter().map(String::as_str).collect::<Vec<_>>(),
    ))
}

/// The friendliest command for a patch, or `oc patch` where none keeps the rest.
fn patch(plan: &Plan, write: &Write, naming: Naming) -> Vec<String> {
    let place = &plan.place;
    let rows = preview::rows(plan.before.as_ref(), plan.after.as_ref());
    let all = |kind: fn(&What) -> bool| rows.iter().all(|row| kind(&row.what));
    let stream = format!("is/{}", place.stream);
    let friendly = if rows.is_empty() {
        None
    } else if all(|what| *what == What::Lookup) {
        let on = rows
            .first()
            .is_some_and(|row| row.after == Shown::Flag(true));
        let mut words = vec!["oc", "set", "image-lookup", place.stream.as_str()];
        if !on {
            words.push("--enabled=false");
        }
        Some(line(place, &words))
    } else if all(|what| matches!(what, What::Label(_))) {
        keys(place, "label", &stream, &rows, label)
    } else if all(|what| matches!(what, What::Annotation(_))) {
        keys(place, "annotate", &stream, &rows, annotation)
    } else {
        one_tag(plan, write, &rows, naming)
    };
    vec![friendly.unwrap_or_else(|| oc_patch(place, write))]
}

/// `oc tag` or `oc annotate istag` where that does exactly the same.
fn one_tag(plan: &Plan, write: &Write, rows: &[Row], naming: Naming) -> Option<String> {
    let place = &plan.place;
    let [name] = write.tags.as_slice() else {
        return None;
    };
    let tag = raw::spec_tag(plan.after.as_ref()?, name)?;
    if !rows.iter().all(|row| row.tag.as_deref() == Some(name)) {
        return None;
    }
    if rows
        .iter()
        .all(|row| matches!(row.what, What::TagAnnotation(_)))
    {
        // That command first reads the tag, which needs an image.
        let object = format!("istag/{}:{name}", place.stream);
        let readable = has_image(plan.before.as_ref()?, name);
        let line = keys(place, "annotate", &object, rows, tag_annotation);
        return line.filter(|_| readable);
    }
    // The command imports as well, so it is no way to change options alone.
    let sourced = rows.iter().any(|row| row.what == What::Source);
    let makeable = lost::oc_can_make(tag, &place.namespace, &place.stream);
    (sourced && makeable).then(|| tag_line(plan, tag, naming))
}

fn has_image(stream: &Value, tag: &str) -> bool {
    let tags = raw::at(stream, &["status", "tags"])
        .as_array()
        .map_or(&[][..], Vec::as_slice);
    let status = tags
        .iter()
        .find(|status| raw::text(status, &["tag"]) == tag);
    let event = status.and_then(|status| status.get("items")?.get(0));
    event.is_some_and(|event| !raw::text(event, &["image"]).is_empty())
}

/// `oc patch`, without the version: what is pasted later is based on what is there then.
fn oc_patch(place: &Place, write: &Write) -> String {
    let mut body = write.body();
    raw::set(&mut body, &["metadata", "resourceVersion"], None);
    if raw::is_nothing(raw::at(&body, &["metadata"])) {
        raw::set(&mut body, &["metadata"], None);
    }
    let object = format!("is/{}", place.stream);
    line(
        place,
        &[
            "oc",
            "patch",
            &object,
            "--type=strategic",
            "-p",
            &body.to_string(),
        ],
    )
}

/// `oc tag SOURCE STREAM:TAG` with every flag that the tag needs.
fn tag_line(plan: &Plan, tag: &Value, naming: Naming) -> String {
    let place = &plan.place;
    let name = raw::text(tag, &["name"]);
    let from = raw::text(tag, &["from", "name"]);
    let registry = source::is_registry(tag);
    let alias = raw::text(tag, &["from", "kind"]) == "ImageStreamTag";
    let mut words = vec!["oc".to_owned(), "tag".to_owned()];
    let chosen = chosen_tag(plan, name).filter(|_| naming == Naming::AsChosen && !registry);
    if registry {
        // A name without a registry would be read as a stream.
        let understood = PullSpec::parse(from).is_ok_and(|spec| {
            !spec.registry.is_empty() || (spec.tag.is_empty() && spec.digest.is_empty())
        });
        if !understood {
            words.push("--source=docker".to_owned());
        }
        words.push(from.to_owned());
    } else if let Some(chosen) = chosen {
        words.push(chosen);
    } else {
        if alias {
            words.push("--alias".to_owned());
        }
        words.push(stream_source(place, tag, from, alias));
    }
    words.push(format!("{}:{name}", place.stream));
    let flag = |path, flag: &str| raw::flag(tag, path).then(|| flag.to_owned());
    words.extend(flag(SCHEDULED, "--scheduled"));
    words.extend(flag(INSECURE, "--insecure"));
    words.extend(flag(REFERENCE, "--reference"));
    if raw::text(tag, REFERENCE_POLICY) == "Local" {
        words.push("--reference-policy=local".to_owned());
    }
    let mode = raw::text(tag, IMPORT_MODE);
    if !mode.is_empty() && mode != "Legacy" {
        words.push(format!("--import-mode={mode}"));
    }
    line(place, &words.iter().map(String::as_str).collect::<Vec<_>>())
}

/// `[project/]stream:tag` or `[project/]stream@digest` of a stream source.
fn stream_source(place: &Place, tag: &Value, from: &str, alias: bool) -> String {
    let mark = if alias { ':' } else { '@' };
    let own = !from.contains(mark) || (!alias && is_digest(from));
    let name = if own {
        format!("{}{mark}{from}", place.stream)
    } else {
        from.to_owned()
    };
    match raw::text(tag, &["from", "namespace"]) {
        namespace if namespace.is_empty() || namespace == place.namespace => name,
        namespace => format!("{namespace}/{name}"),
    }
}

/// The tag whose image is copied, as it was chosen.
fn chosen_tag(plan: &Plan, name: &str) -> Option<String> {
    let (Intent::AddTag { tag, source, .. }
    | Intent::Retarget { tag, source, .. }
    | Intent::CreateStream {
        first: First::Tag { tag, source, .. },
        ..
    }) = plan.intent.as_ref()?
    else {
        return None;
    };
    let SourceChoice::CopyTag(choice) = source else {
        return None;
    };
    let (namespace, stream) = source::effective(&plan.place, &choice.namespace, &choice.stream);
    let own = namespace == plan.place.namespace;
    let project = if own {
        String::new()
    } else {
        format!("{namespace}/")
    };
    (tag == name).then(|| format!("{project}{stream}:{}", choice.tag))
}

fn import_again(plan: &Plan, which: &Which) -> Vec<String> {
    let place = &plan.place;
    let Some(after) = &plan.after else {
        return Vec::new();
    };
    let tags: Vec<&String> = plan.writes.iter().flat_map(|write| &write.tags).collect();
    let preserve = |tag: &str| {
        let tag = raw::spec_tag(after, tag);
        tag.is_some_and(|tag| raw::text(tag, IMPORT_MODE) == "PreserveOriginal")
    };
    // The command writes the import mode anew; the rest it keeps by itself.
    let mode = |on: bool| {
        if on {
            vec!["--import-mode=PreserveOriginal"]
        } else {
            Vec::new()
        }
    };
    let references = raw::spec_tags(after)
        .iter()
        .any(|tag| raw::flag(tag, REFERENCE));
    let kept = tags.iter().filter(|tag| preserve(tag)).count();
    let all = *which == Which::All && (kept == 0 || kept == tags.len()) && !references;
    if all {
        let mut words = vec!["oc", "import-image", place.stream.as_str(), "--all"];
        words.extend(mode(kept > 0));
        return vec![line(place, &words)];
    }
    let one = |tag: &&String| {
        let name = format!("{}:{tag}", place.stream);
        let mut words = vec!["oc", "import-image", name.as_str()];
        words.extend(mode(preserve(tag)));
        line(place, &words)
    };
    tags.iter().map(one).collect()
}

fn import_repository(place: &Place, repository: &str, options: &TagOptions) -> String {
    import_from(
        place,
        &place.stream,
        repository,
        options,
        &["--all", "--confirm"],
    )
}

fn import_from(
    place: &Place,
    name: &str,
    from: &str,
    options: &TagOptions,
    flags: &[&str],
) -> String {
    let from = format!("--from={from}");
    let mut words = vec!["oc", "import-image", name, from.as_str()];
    words.extend(flags);
    let policies = [
        (options.scheduled == Some(true), "--scheduled"),
        (options.insecure == Some(true), "--insecure"),
        (
            options.reference_policy == Some(super::intent::ReferencePolicy::Local),
            "--reference-policy=local",
        ),
        (
            options.import_mode == Some(super::intent::ImportMode::PreserveOriginal),
            "--import-mode=PreserveOriginal",
        ),
    ];
    words.extend(policies.iter().filter(|(on, _)| *on).map(|(_, flag)| *flag));
    line(place, &words)
}
