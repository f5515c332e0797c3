//! Reading answers: what became of a request.

use serde_json::{Value, json};

use super::field::Field;
use super::intent::SourceChoice;
use super::plan::{Plan, Write};
use super::preview::{self, Row, What};
use super::raw::Served;
use crate::api::decode::{Answer, decode};
use crate::api::error::Error;
use crate::api::status::Status;
use crate::image::docker::Image;
use crate::image::stream::{ImageStream, ObjectReference};

/// What became of one request.
#[derive(Clone, Debug, PartialEq)]
pub enum Answered {
    /// It was carried out; this came back. The request after it may need it.
    Done(Value),
    /// Images were imported, or looked at; failures may be inside.
    Imported(Box<Imported>, Value),
    /// Someone changed the object meanwhile. Nothing was done.
    Conflict(Box<Status>),
    /// What was to be made exists. Nothing was done.
    Exists(Box<Status>),
    /// The server refused fields. Nothing was done.
    Refused(Box<Status>),
    /// Nobody knows: the connection broke, or something between gave up. Read back and
    /// [`super::verify`].
    Unknown(Error),
    /// It failed; the error says how. Nothing was done.
    Failed(Error),
}

/// Reads what came back for a request, or that nothing did.
pub fn read(write: &Write, answer: Result<&Answer, Error>) -> Answered {
    let answer = match answer {
        Ok(answer) => answer,
        Err(error @ (Error::Offline | Error::Cancelled)) => return Answered::Unknown(error),
        Err(error) => return Answered::Failed(error),
    };
    let value = match decode::<Value>(write.request.kind, answer) {
        Ok(decoded) => decoded.value,
        Err(error) => return failed(error),
    };
    if write.request.kind == "Secret" {
        // The answer repeats the password; only what an undo needs is kept.
        return Answered::Done(json!({"metadata": {"uid": value["metadata"]["uid"]}}));
    }
    if write.request.kind != "ImageStreamImport" {
        return Answered::Done(value);
    }
    match decode::<ImageStreamImport>(write.request.kind, answer) {
        Ok(decoded) => Answered::Imported(Box::new(Imported::of(decoded.value)), value),
        Err(error) => Answered::Unknown(error),
    }
}

fn failed(error: Error) -> Answered {
    match error {
        Error::Status(status) => match (status.code, status.reason.as_str()) {
            (409, "AlreadyExists") => Answered::Exists(status),
            (409, _) => Answered::Conflict(status),
            (422, _) => Answered::Refused(status),
            // A gateway gave up waiting; the server behind it may have gone on.
            (502..=504, _) => Answered::Unknown(Error::Status(status)),
            _ => Answered::Failed(Error::Status(status)),
        },
        // An answer that is cut off or is a gateway's page.
        error @ (Error::Decode { .. }
        | Error::NotJson {
            code: 200..=299 | 502..=504,
            ..
        }) => Answered::Unknown(error),
        error => Answered::Failed(error),
    }
}

crate::wire::wire! {
    #[derive(Default)]
    struct ImageStreamImport {
        spec: ImportSpec = "spec",
        status: ImportStatus = "status",
    }

    #[derive(Default)]
    struct ImportSpec {
        images: Vec<ImportItem> = "images",
        repository: Option<ImportItem> = "repository",
    }

    #[derive(Default)]
    struct ImportItem {
        from: ObjectReference = "from",
        to: Option<LocalReference> = "to",
    }

    #[derive(Default)]
    struct LocalReference {
        name: String = "name",
    }

    #[derive(Default)]
    struct ImportStatus {
        import: Option<ImageStream> = "import",
        images: Vec<ImageStatus> = "images",
        repository: Option<RepositoryStatus> = "repository",
    }

    #[derive(Default)]
    struct ImageStatus {
        status: Status = "status",
        image: Option<Image> = "image",
        tag: String = "tag",
        manifests: Vec<Image> = "manifests",
    }

    #[derive(Default)]
    struct RepositoryStatus {
        status: Status = "status",
        images: Vec<ImageStatus> = "images",
        additional_tags: Vec<String> = "additionalTags",
    }
}

/// The outcome of an import. The server answers 201 even when every image failed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    /// One outcome for each image.
    pub images: Vec<ImportedImage>,
    /// The repository's own failure, such as an unknown repository.
    pub repository_failure: Option<Status>,
    /// Tags of the repository that were not imported, because there are too many.
    pub additional_tags: Vec<String>,
    /// The stream after it; none when nothing was stored.
    pub stream: Option<ImageStream>,
}

/// The outcome of one image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportedImage {
    /// The pull spec that was read.
    pub source: String,
    /// The tag that it goes to; empty for none.
    pub tag: String,
    /// The image, or why there is none.
    pub result: Result<Box<Image>, Box<Status>>,
    /// The images of a manifest list.
    pub platforms: Vec<Image>,
}

impl Imported {
    fn of(answer: ImageStreamImport) -> Self {
        let items = answer
            .spec
            .images
            .into_iter()
            .map(Some)
            .chain(std::iter::repeat_with(|| None));
        let named = |(status, item): (ImageStatus, Option<ImportItem>)| {
            let item = item.unwrap_or_default();
            let tag = match item.to {
                Some(to) => to.name,
                None => status.tag.clone(),
            };
            image(status, item.from.name, tag)
        };
        let mut images: Vec<ImportedImage> = answer
            .status
            .images
            .into_iter()
            .zip(items)
            .map(named)
            .collect();
        let mut repository_failure = None;
        let mut additional_tags = Vec::new();
        if let Some(repository) = answer.status.repository {
            let name = answer.spec.repository.unwrap_or_default().from.name;
            let tagged = |status: ImageStatus| {
                let tag = status.tag.clone();
                image(status, format!("{name}:{tag}"), tag)
            };
            // That some images failed stands at those images.
            let summary = repository.status.reason == "ImportFailed";
            if repository.status.status == "Failure" && !summary {
                repository_failure = Some(repository.status);
            }
            images.extend(repository.images.into_iter().map(tagged));
            additional_tags = repository.additional_tags;
        }
        Self {
            images,
            repository_failure,
            additional_tags,
            stream: answer.status.import,
        }
    }

    /// Adds the outcome of a later request of the same plan.
    pub fn take(&mut self, later: Self) {
        self.images.extend(later.images);
        self.additional_tags.extend(later.additional_tags);
        if later.repository_failure.is_some() {
            self.repository_failure = later.repository_failure;
        }
        if later.stream.is_some() {
            self.stream = later.stream;
        }
    }

    /// Whether everything that was asked for came.
    pub fn is_success(&self) -> bool {
        self.repository_failure.is_none() && self.images.iter().all(|image| image.result.is_ok())
    }
}

fn image(status: ImageStatus, source: String, tag: String) -> ImportedImage {
    let result = match status.image {
        Some(image) if status.status.status != "Failure" => Ok(Box::new(image)),
        _ => Err(Box::new(status.status)),
    };
    ImportedImage {
        source,
        tag,
        result,
        platforms: status.manifests,
    }
}

/// A sentence of the server, at the field it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cause {
    /// The field of the form.
    pub field: Field,
    /// The tag it is about; empty for none.
    pub tag: String,
    /// The server's sentence, untranslated.
    pub message: String,
}

/// The causes of a refusal, at the fields of the form. `source` tells which field holds the source.
pub fn causes(status: &Status, source: Option<&SourceChoice>) -> Vec<Cause> {
    let listed: Vec<Cause> = status
        .details
        .causes
        .iter()
        .map(|cause| {
            let (path, message) = inner(&cause.field, &cause.message);
            let field = field_of(path, &status.details.kind, source);
            Cause {
                field,
                tag: tag_of(path).to_owned(),
                message: message.to_owned(),
            }
        })
        .collect();
    if listed.is_empty() {
        let message = status.message.clone();
        return vec![Cause {
            field: Field::Form,
            tag: String::new(),
            message,
        }];
    }
    listed
}

/// Errors of references, rights and limits come wrapped: the field is `[]`, the path is in the
/// message.
fn inner<'a>(field: &'a str, message: &'a str) -> (&'a str, &'a str) {
    if field != "[]" {
        return (field, message);
    }
    let Some((_, rest)) = message.split_once(" is invalid: ") else {
        return (field, message);
    };
    match rest.split_once(": ") {
        Some((path, detail)) if !path.contains(' ') => (path, detail),
        _ => (field, rest),
    }
}

fn tag_of(path: &str) -> &str {
    let rest = path.strip_prefix("spec.tags[");
    rest.and_then(|rest| rest.rsplit_once(']'))
        .map_or("", |(tag, _)| tag)
}

fn field_of(path: &str, kind: &str, source: Option<&SourceChoice>) -> Field {
    let source = match source {
        Some(SourceChoice::CopyTag(_) | SourceChoice::FollowTag { .. }) => Field::SourceTag,
        Some(SourceChoice::Digest(_)) => Field::Digest,
        Some(SourceChoice::External { .. }) | None => Field::Image,
    };
    let ends = |end: &str| path.ends_with(end);
    match path {
        "metadata.name" if kind == "Secret" => Field::Secret,
        "metadata.name" => Field::Stream,
        "spec.dockerImageRepository" => Field::Repository,
        _ if path.starts_with("metadata.labels") => Field::Labels,
        _ if path.starts_with("metadata.annotations") || ends(".annotations") => Field::Annotations,
        _ if path.starts_with("spec.repository.from") => Field::Repository,
        _ if path.starts_with("data[.dockerconfigjson]") => Field::Host,
        _ if ends(".from.kind") => Field::SourceKind,
        _ if ends(".from.name") || ends(".from") => source,
        _ if ends(".to.name") => Field::Tag,
        _ if ends(".importPolicy.scheduled") => Field::Scheduled,
        _ if ends(".importPolicy.insecure") => Field::Insecure,
        _ if ends(".importMode") => Field::ImportMode,
        _ if ends(".referencePolicy.type") => Field::ReferencePolicy,
        _ => Field::Form,
    }
}

/// Their change beside yours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// What others changed since the plan was made.
    pub theirs: Vec<Row>,
    /// What the plan changes.
    pub yours: Vec<Row>,
    /// Whether both touch a field: applying again would overwrite their change.
    pub touching: bool,
}

/// Compares a plan with the stream as it is served now.
pub fn conflict(plan: &Plan, now: Option<&Served>) -> Conflict {
    let now = now.map(|now| &now.raw);
    let mut theirs = preview::rows(plan.before.as_ref(), now);
    if let (Some(before), Some(now)) = (&plan.before, now) {
        theirs.extend(preview::image_rows(before, now));
    }
    let yours = preview::rows(plan.before.as_ref(), plan.after.as_ref());
    let touching = theirs
        .iter()
        .any(|their| yours.iter().any(|your| touch(their, your)));
    Conflict {
        theirs,
        yours,
        touching,
    }
}

fn touch(their: &Row, your: &Row) -> bool {
    let whole = |row: &Row| matches!(row.what, What::Tag | What::Stream);
    let stream = |row: &Row| row.what == What::Stream;
    if stream(their) || stream(your) {
        return true;
    }
    their.tag == your.tag && (their.what == your.what || whole(their) || whole(your))
}
