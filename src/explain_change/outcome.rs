//! Words for what was done, for what became of it, and for what one may not do.

use super::short;
use crate::api::error::Error;
use crate::api::status::Status;
use crate::edit::intent::{Intent, Which};
use crate::edit::outcome::{Answered, Cause, Imported, ImportedImage};
use crate::edit::plan::{Plan, Precondition};
use crate::edit::verify::Verdict;
use crate::messages::{Change, Did, Fault, Language, Outcome, grouped};

/// What a plan does, in a few words: for the notice after it, the list of changes, and the title
/// of its undo.
pub fn done(language: Language, plan: &Plan) -> String {
    let stream = plan.place.stream.as_str();
    let Some(intent) = &plan.intent else {
        let secret = plan
            .writes
            .iter()
            .any(|write| write.request.kind == "Secret");
        let text = if secret { Did::UndoSecret } else { Did::Undo };
        return language.fill(text, &[("stream", stream)]);
    };
    let nothing = String::new();
    let (text, tags): (Did, &[String]) = match intent {
        Intent::CreateStream { .. } => (Did::CreateStream, &[]),
        Intent::AddTag { tag, .. } => (Did::AddTag, std::slice::from_ref(tag)),
        Intent::Retarget { tag, .. } => (Did::Retarget, std::slice::from_ref(tag)),
        Intent::SetOptions { tag, .. } => (Did::SetOptions, std::slice::from_ref(tag)),
        Intent::Schedule { tags, on: true } => (Did::Schedule, tags),
        Intent::Schedule { tags, on: false } => (Did::Unschedule, tags),
        Intent::ImportAgain(Which::Tags(tags)) => (Did::ImportAgain, tags),
        Intent::ImportAgain(Which::All) => (Did::ImportAll, &[]),
        Intent::RollBack { tag, .. } => (Did::RollBack, std::slice::from_ref(tag)),
        Intent::DeleteTags { tags } => (Did::DeleteTags, tags),
        Intent::DeleteStream { .. } => (Did::DeleteStream, &[]),
        Intent::SetLookup { on: true } => (Did::LookupOn, &[]),
        Intent::SetLookup { on: false } => (Did::LookupOff, &[]),
        Intent::SetLabels { .. } => (Did::SetLabels, &[]),
        Intent::SetAnnotations { .. } => (Did::SetAnnotations, &[]),
        Intent::SetTagAnnotations { tag, .. } => {
            (Did::SetTagAnnotations, std::slice::from_ref(tag))
        }
        Intent::CreateSecret { name, .. } => (Did::CreateSecret, std::slice::from_ref(name)),
        Intent::ImportRepository { repository, .. } => {
            (Did::ImportRepository, std::slice::from_ref(repository))
        }
        Intent::LookAtImage { image: at, .. } | Intent::LookAtRepository { repository: at, .. } => {
            (Did::Look, std::slice::from_ref(at))
        }
    };
    let tags = if tags.is_empty() {
        nothing
    } else {
        tags.join(", ")
    };
    language.fill(text, &[("stream", stream), ("tags", &tags)])
}

/// What became of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// What happened.
    pub title: String,
    /// What to do; empty when there is nothing to do.
    pub advice: String,
    /// The server's own sentence, untranslated; empty when there is none. Causes that stand at
    /// fields say more where there are any.
    pub said: String,
}

/// Says what became of a request; none when it was carried out, which [`done`] words.
pub fn outcome(language: Language, answered: &Answered) -> Option<Told> {
    let text = |text: Change| language.text(text).to_owned();
    let told = |title: String, advice: Outcome, said: &str| {
        let advice = language.text(advice).to_owned();
        let said = said.to_owned();
        Some(Told {
            title,
            advice,
            said,
        })
    };
    match answered {
        Answered::Done(_) => None,
        Answered::Imported(imported, _) if imported.is_success() => None,
        Answered::Imported(imported, _) => {
            let failure = imported.repository_failure.as_ref();
            let said = failure.map_or("", |status| status.message.as_str());
            let advice = match failure {
                Some(status) => language.text(registry_advice(status)).to_owned(),
                None => String::new(),
            };
            Some(Told {
                title: import_summary(language, imported),
                advice,
                said: said.to_owned(),
            })
        }
        Answered::Conflict(status) => {
            told(text(Change::Conflict), Outcome::ConflictDo, &status.message)
        }
        Answered::Exists(status) => {
            let title = language.text(Outcome::Exists).to_owned();
            told(title, Outcome::ExistsDo, &status.message)
        }
        Answered::Refused(status) => {
            told(text(Change::Refused), Outcome::RefusedDo, &status.message)
        }
        Answered::Unknown(error) => told(
            text(Change::UnknownOutcome),
            Outcome::UnknownDo,
            sentence(error),
        ),
        Answered::Failed(error) => Some(failed(language, error)),
    }
}

fn failed(language: Language, error: &Error) -> Told {
    let advice = match error.code() {
        401 => language.text(Fault::UnauthorizedWhy),
        403 => language.text(Outcome::ForbiddenDo),
        404 => language.text(Outcome::GoneDo),
        _ if matches!(error, Error::NotJson { page: true, .. }) => {
            language.text(Fault::PageInsteadWhy)
        }
        429 => language.text(Fault::LimitedWhy),
        _ => language.text(Outcome::RetryDo),
    };
    Told {
        title: language.text(Change::Failed).to_owned(),
        advice: advice.to_owned(),
        said: sentence(error).to_owned(),
    }
}

fn sentence(error: &Error) -> &str {
    match error {
        Error::Status(status) => &status.message,
        _ => "",
    }
}

/// A sentence of the server, with the tag it is about. The sentence is never translated.
pub fn cause(cause: &Cause) -> String {
    if cause.tag.is_empty() {
        cause.message.clone()
    } else {
        format!("{}: {}", cause.tag, cause.message)
    }
}

/// Says what was read back after a broken connection. Rows that differ stand beside it.
pub fn verdict(language: Language, verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::Happened => language.text(Change::HappenedAnyway),
        Verdict::NotHappened => language.text(Change::NotHappened),
        Verdict::Else(rows) if rows.is_empty() => language.text(Outcome::NoTrace),
        Verdict::Else(_) => language.text(Change::HappenedElse),
    }
}

/// How an import went, in a line.
pub fn import_summary(language: Language, imported: &Imported) -> String {
    let count = imported.images.len();
    let failed = imported.images.iter().filter(|image| image.result.is_err());
    let (all, failed) = (grouped(count), failed.count());
    if failed == count && (count > 0 || imported.repository_failure.is_some()) {
        return language.text(Outcome::ImportFailed).to_owned();
    }
    if failed == 0 {
        return language.fill(Outcome::Imported, &[("all", &all)]);
    }
    let failed = grouped(failed);
    language.fill(Outcome::ImportPartly, &[("failed", &failed), ("all", &all)])
}

/// How the import of one image went: its digest, or what the registry answered and what to do.
pub fn import_result(language: Language, image: &ImportedImage) -> Told {
    let status = match &image.result {
        Ok(found) => {
            return Told {
                title: short(&found.metadata.name).to_owned(),
                advice: String::new(),
                said: String::new(),
            };
        }
        Err(status) => status,
    };
    Told {
        title: language.text(Outcome::ImportFailed).to_owned(),
        advice: language.text(registry_advice(status)).to_owned(),
        said: status.message.clone(),
    }
}

/// What mends a failure of a registry. Failures of connections share a word with others, so that
/// the sentence is looked at, too.
pub fn registry_advice(status: &Status) -> Outcome {
    let message = status.message.to_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| message.contains(word));
    match status.reason.as_str() {
        "TooManyRequests" => Outcome::TooMany,
        _ if says(&["toomanyrequests", "rate limit"]) => Outcome::TooMany,
        _ if says(&["not allowed by"]) => Outcome::NotAllowed,
        "Unauthorized" | "Forbidden" => Outcome::NeedsLogin,
        "NotFound" | "Invalid" => Outcome::NotThere,
        _ => Outcome::NotReached,
    }
}

/// What a request rests on.
pub fn precondition(language: Language, precondition: &Precondition) -> String {
    let text = match precondition {
        Precondition::Absent => Outcome::BasedOnAbsent,
        Precondition::PreviousAnswer => Outcome::BasedOnPrevious,
        Precondition::Identity(_) => Outcome::BasedOnIdentity,
        Precondition::Nothing => Outcome::WritesNothing,
        Precondition::Version(version) | Precondition::IdentityAndVersion(_, version) => {
            return language.fill(Outcome::BasedOnVersion, &[("version", version)]);
        }
    };
    language.text(text).to_owned()
}
