//! Says an error to a person: what happened, why, and what to do. The one place where errors of
//! the API become words.

use crate::api::error::Error;
use crate::api::status::Status;
use crate::image::command;
use crate::messages::{Count, Fault, Language};
use crate::route::{Route, Scope};
use crate::text::bytes::human_size;

/// What was being read when the error came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// The kind of thing.
    pub what: What,
    /// The project; `None` for all.
    pub namespace: Option<String>,
    /// Names that exist and are close to the one asked for, with their pages.
    pub near: Vec<(String, Route)>,
    /// The reader's name, if known.
    pub user: Option<String>,
    /// Whether this is the demo cluster, where one logs in by a menu.
    pub demo: bool,
}

/// A kind of thing that a page reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// The list of streams.
    Streams,
    /// A stream by name.
    Stream(String),
    /// A tag: stream and tag.
    Tag(String, String),
    /// An image: stream and digest.
    Image(String, String),
}

impl What {
    const fn right(&self) -> (&'static str, &'static str) {
        match self {
            Self::Streams => ("list", "imagestreams"),
            Self::Stream(_) => ("get", "imagestreams"),
            Self::Tag(..) => ("get", "imagestreamtags"),
            Self::Image(..) => ("get", "imagestreamimages"),
        }
    }
}

/// An error in words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Explained {
    /// One sentence: what happened.
    pub title: String,
    /// Why, as far as it is known.
    pub why: Vec<String>,
    /// The server's own sentence, untranslated, where it adds something.
    pub said: Option<String>,
    /// What to do, in order.
    pub steps: Vec<Step>,
    /// Whether the page tries again by itself.
    pub retries: bool,
}

/// Something the reader can do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Advice.
    Advice(&'static str),
    /// Advice made for this error.
    Said(String),
    /// A command to copy.
    Command(String),
    /// A page to go to.
    Go(String, Route),
    /// Reload the page.
    Reload(&'static str),
}

/// Says an error of a call to a person.
pub fn explain(error: &Error, subject: &Subject, language: Language) -> Explained {
    match error {
        Error::Cancelled => Explained::default(),
        Error::Offline => Explained {
            title: language.text(Fault::OfflineTitle).to_owned(),
            why: vec![language.text(Fault::OfflineWhy).to_owned()],
            steps: vec![Step::Advice(language.text(Fault::OfflineDo))],
            retries: true,
            said: None,
        },
        Error::Status(status) => explain_status(status, subject, language),
        Error::NotJson { code, page } => explain_not_json(*code, *page, language),
        Error::Decode {
            kind,
            field,
            problem,
        } => {
            let values = [
                ("field", field.as_str()),
                ("kind", *kind),
                ("problem", problem.as_str()),
            ];
            Explained {
                title: language.text(Fault::DecodeTitle).to_owned(),
                why: vec![language.fill(Fault::DecodeWhy, &values)],
                steps: vec![Step::Advice(language.text(Fault::DecodeDo))],
                ..Explained::default()
            }
        }
        Error::TooLarge { size_bytes } => {
            let size = human_size(i64::try_from(*size_bytes).unwrap_or(i64::MAX));
            Explained {
                title: language.text(Fault::TooLargeTitle).to_owned(),
                why: vec![language.fill(Fault::TooLargeWhy, &[("size", &size)])],
                steps: vec![Step::Advice(language.text(Fault::TooLargeDo))],
                ..Explained::default()
            }
        }
    }
}

fn explain_not_json(code: u16, page: bool, language: Language) -> Explained {
    let code_text = code.to_string();
    match (code, page) {
        (500.., _) => explain_server(code, language),
        // A page that says "not found" is a web server's, not that of a login.
        (..404 | 406.., true) => Explained {
            title: language.text(Fault::PageInsteadTitle).to_owned(),
            why: vec![language.text(Fault::PageInsteadWhy).to_owned()],
            steps: vec![Step::Reload(language.text(Fault::PageInsteadDo))],
            ..Explained::default()
        },
        (404 | 405, true) | (_, false) => Explained {
            title: language.text(Fault::NotJsonTitle).to_owned(),
            why: vec![language.fill(Fault::NotJsonWhy, &[("code", &code_text)])],
            steps: vec![Step::Advice(language.text(Fault::NotJsonDo))],
            ..Explained::default()
        },
    }
}

fn explain_status(status: &Status, subject: &Subject, language: Language) -> Explained {
    let said = Some(status.message.clone()).filter(|message| !message.is_empty());
    let explained = match status.code {
        401 => explain_unauthorized(subject, language),
        403 => explain_forbidden(status, subject, language),
        404 => explain_not_found(status, subject, language),
        410 => Explained {
            title: language.text(Fault::GoneTitle).to_owned(),
            why: vec![language.text(Fault::GoneWhy).to_owned()],
            steps: vec![Step::Advice(language.text(Fault::GoneDo))],
            ..Explained::default()
        },
        429 => {
            let seconds = status.details.retry_after_seconds.max(1);
            let time = language.count(Count::Seconds, seconds as usize);
            Explained {
                title: language.text(Fault::LimitedTitle).to_owned(),
                why: vec![language.text(Fault::LimitedWhy).to_owned()],
                steps: vec![Step::Said(
                    language.fill(Fault::LimitedDo, &[("time", &time)]),
                )],
                retries: true,
                said: None,
            }
        }
        code @ (408 | 500..) => explain_server(code, language),
        code => Explained {
            title: language.fill(Fault::RefusedTitle, &[("code", &code.to_string())]),
            why: vec![language.text(Fault::RefusedWhy).to_owned()],
            ..Explained::default()
        },
    };
    // The server's 401 and 429 say nothing that the title does not.
    let said = if matches!(status.code, 401 | 429) {
        None
    } else {
        said
    };
    Explained { said, ..explained }
}

fn explain_server(code: u16, language: Language) -> Explained {
    let code_text = code.to_string();
    let values = [("code", code_text.as_str())];
    let (title, why) = if matches!(code, 502..=504) {
        (
            language.text(Fault::UpstreamTitle).to_owned(),
            language.fill(Fault::UpstreamWhy, &values),
        )
    } else {
        (
            language.fill(Fault::ServerTitle, &values),
            language.text(Fault::ServerWhy).to_owned(),
        )
    };
    let steps = vec![Step::Advice(language.text(Fault::ServerDo))];
    Explained {
        title,
        why: vec![why],
        steps,
        retries: true,
        said: None,
    }
}

fn explain_unauthorized(subject: &Subject, language: Language) -> Explained {
    let steps = if subject.demo {
        vec![Step::Advice(language.text(Fault::UnauthorizedDoDemo))]
    } else {
        vec![
            Step::Advice(language.text(Fault::UnauthorizedDo)),
            Step::Command("oc login --web https://API-SERVER:6443".to_owned()),
        ]
    };
    Explained {
        title: language.text(Fault::UnauthorizedTitle).to_owned(),
        why: vec![language.text(Fault::UnauthorizedWhy).to_owned()],
        steps,
        ..Explained::default()
    }
}

/// What a refusal says about itself: `User "bob" cannot get resource "imagestreams/layers" …`.
struct Refusal<'a> {
    user: &'a str,
    verb: &'a str,
    resource: &'a str,
}

fn read_refusal(message: &str) -> Option<Refusal<'_>> {
    let (_, rest) = message.split_once("User \"")?;
    let (user, rest) = rest.split_once("\" cannot ")?;
    let (verb, rest) = rest.split_once(" resource \"")?;
    let (resource, _) = rest.split_once('"')?;
    Some(Refusal {
        user,
        verb,
        resource,
    })
}

fn explain_forbidden(status: &Status, subject: &Subject, language: Language) -> Explained {
    let refusal = read_refusal(&status.message);
    let (known_verb, known_resource) = subject.what.right();
    let verb = refusal.as_ref().map_or(known_verb, |refusal| refusal.verb);
    let resource = refusal
        .as_ref()
        .map_or(known_resource, |refusal| refusal.resource);
    let user = refusal
        .as_ref()
        .map(|refusal| refusal.user)
        .or(subject.user.as_deref());
    // A placeholder in capitals, as `oc`'s own help has them.
    let user = user.filter(|user| !user.is_empty()).unwrap_or("USER");
    let (why, mut steps) = match subject.namespace.as_deref() {
        Some(namespace) => (
            language.fill(
                Fault::ForbiddenWhy,
                &[
                    ("verb", verb),
                    ("resource", resource),
                    ("namespace", namespace),
                ],
            ),
            vec![
                Step::Advice(language.text(Fault::ForbiddenDo)),
                Step::Command(grant("policy add-role-to-user", user, Some(namespace))),
            ],
        ),
        None => (
            language.fill(
                Fault::ForbiddenWhyCluster,
                &[("verb", verb), ("resource", resource)],
            ),
            vec![
                Step::Advice(language.text(Fault::ForbiddenDoCluster)),
                Step::Command(grant("adm policy add-cluster-role-to-user", user, None)),
            ],
        ),
    };
    if subject.namespace.is_some() {
        steps.push(Step::Advice(language.text(Fault::ForbiddenUnknownProject)));
    }
    Explained {
        title: language.text(Fault::ForbiddenTitle).to_owned(),
        why: vec![why],
        steps,
        ..Explained::default()
    }
}

fn grant(verb: &str, user: &str, namespace: Option<&str>) -> String {
    let user = command::quote(user);
    match namespace {
        Some(namespace) => format!("oc {verb} view {user} -n {}", command::quote(namespace)),
        None => format!("oc {verb} view {user}"),
    }
}

fn explain_not_found(status: &Status, subject: &Subject, language: Language) -> Explained {
    let namespace = subject.namespace.as_deref().unwrap_or_default();
    let no_project = matches!(status.details.kind.as_str(), "namespaces" | "projects");
    let named = |message: Fault, name: &str| {
        language.fill(message, &[("name", name), ("namespace", namespace)])
    };
    let project_list = || {
        let scope = Scope::Project(namespace.to_owned());
        Step::Go(
            language.text(Fault::NotFoundDoList).to_owned(),
            Route::streams(scope),
        )
    };
    let stream_page = |stream: &str| {
        let route = Route::stream(namespace, stream);
        Step::Go(language.text(Fault::NotFoundDoStream).to_owned(), route)
    };
    let mut why = Fault::NotFoundWhy;
    let (title, way_on) = match &subject.what {
        _ if no_project => (named(Fault::NotFoundProjectTitle, ""), None),
        What::Streams => (language.text(Fault::NotFoundTitle).to_owned(), None),
        What::Stream(name) => (
            named(Fault::NotFoundStreamTitle, name),
            Some(project_list()),
        ),
        What::Tag(stream, tag) => (
            named(Fault::NotFoundTagTitle, &format!("{stream}:{tag}")),
            Some(stream_page(stream)),
        ),
        What::Image(stream, digest) => {
            why = Fault::NotFoundImageWhy;
            let name = format!("{stream}@{digest}");
            (
                named(Fault::NotFoundImageTitle, &name),
                Some(stream_page(stream)),
            )
        }
    };
    let mut steps = Vec::new();
    if !subject.near.is_empty() {
        steps.push(Step::Advice(language.text(Fault::NotFoundNear)));
        steps.extend(
            subject
                .near
                .iter()
                .map(|(name, route)| Step::Go(name.clone(), route.clone())),
        );
    }
    steps.extend(way_on);
    Explained {
        title,
        why: vec![language.text(why).to_owned()],
        steps,
        ..Explained::default()
    }
}

#[cfg(test)]
#[path = "explain_tests.rs"]
mod tests;
