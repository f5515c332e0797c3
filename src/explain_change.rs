//! Words for what the pure core of changes says in enums: titles of forms, refusals, consequences,
//! rows of previews. Sentences of the server are never translated and not in here.

pub mod fields;
pub mod outcome;

use crate::edit::check::{Reason, Refusal};
use crate::edit::draft::Action;
use crate::edit::effect::Effect;
use crate::edit::permission::Need;
use crate::edit::preview::{Shown, What};
use crate::edit::undo::{Limit, NoUndo};
use crate::image::pull_spec::PullSpecErrorKind;
use crate::image::source::TagSource;
use crate::messages::{Change, Comes, Count, Form, Input, Language, Part, Refused};

/// The name of a form, which is its menu entry and its button as well.
pub const fn title(action: Action) -> Form {
    match action {
        Action::CreateStream => Form::CreateStream,
        Action::AddTag => Form::AddTag,
        Action::Retarget => Form::Retarget,
        Action::SetOptions => Form::SetOptions,
        Action::Schedule => Form::Schedule,
        Action::ImportAgain => Form::ImportAgain,
        Action::RollBack => Form::RollBack,
        Action::DeleteTags => Form::DeleteTags,
        Action::DeleteStream => Form::DeleteStream,
        Action::SetLookup => Form::SetLookup,
        Action::SetLabels => Form::SetLabels,
        Action::SetAnnotations => Form::SetAnnotations,
        Action::SetTagAnnotations => Form::SetTagAnnotations,
        Action::CreateSecret => Form::CreateSecret,
        Action::ImportRepository => Form::ImportRepository,
        Action::LookAtImage => Form::LookAtImage,
        Action::LookAtRepository => Form::LookAtRepository,
    }
}

/// What a form does, in a sentence.
pub const fn purpose(action: Action) -> Form {
    match action {
        Action::CreateStream => Form::CreateStreamWhy,
        Action::AddTag => Form::AddTagWhy,
        Action::Retarget => Form::RetargetWhy,
        Action::SetOptions => Form::SetOptionsWhy,
        Action::Schedule => Form::ScheduleWhy,
        Action::ImportAgain => Form::ImportAgainWhy,
        Action::RollBack => Form::RollBackWhy,
        Action::DeleteTags => Form::DeleteTagsWhy,
        Action::DeleteStream => Form::DeleteStreamWhy,
        Action::SetLookup => Form::SetLookupWhy,
        Action::SetLabels | Action::SetAnnotations | Action::SetTagAnnotations => Form::MapWhy,
        Action::CreateSecret => Form::CreateSecretWhy,
        Action::ImportRepository => Form::ImportRepositoryWhy,
        Action::LookAtImage | Action::LookAtRepository => Form::LookWhy,
    }
}

/// Why a field is refused, and what to do instead.
pub fn refusal(language: Language, refusal: &Refusal) -> String {
    reason(language, &refusal.reason)
}

/// Why something is refused.
pub fn reason(language: Language, reason: &Reason) -> String {
    let name = |text, key, name: &str| language.fill(text, &[(key, name)]);
    let plain = match reason {
        Reason::TagMissing(tag) => return name(Refused::TagMissing, "tag", tag),
        Reason::TagNotInSpec(tag) => return name(Refused::TagNotInSpec, "tag", tag),
        Reason::NotAddressable(tag) => return name(Refused::NotAddressable, "tag", tag),
        Reason::NotFromRegistry(tag) => return name(Refused::NotFromRegistry, "tag", tag),
        Reason::DigestAmbiguous(all) => {
            return name(Refused::DigestAmbiguous, "list", &all.join(", "));
        }
        Reason::FollowsInCircle(all) => {
            return name(Refused::FollowsInCircle, "list", &all.join(" → "));
        }
        Reason::Key(key) => return name(Refused::Key, "key", key),
        Reason::LabelValue(value) => return name(Refused::LabelValue, "value", value),
        Reason::PullSpec(error) => match error.kind {
            PullSpecErrorKind::Empty => Refused::Empty,
            PullSpecErrorKind::TooLong => Refused::PullSpecTooLong,
            PullSpecErrorKind::Uppercase => Refused::PullSpecUppercase,
            PullSpecErrorKind::Path => Refused::PullSpec,
            PullSpecErrorKind::Tag => Refused::PullSpecTag,
            PullSpecErrorKind::Digest => Refused::PullSpecDigest,
        },
        Reason::Empty => Refused::Empty,
        Reason::StreamName => Refused::StreamName,
        Reason::TooLong => Refused::TooLong,
        Reason::StreamExists => Refused::StreamExists,
        Reason::StreamMissing => Refused::StreamMissing,
        Reason::TagName => Refused::TagName,
        Reason::TagExists => Refused::TagExists,
        Reason::SourceStreamMissing => Refused::SourceStreamMissing,
        Reason::SourceWithoutImage => Refused::SourceWithoutImage,
        Reason::DigestNotFound => Refused::DigestNotFound,
        Reason::EntryWithoutDigest => Refused::EntryWithoutDigest,
        Reason::RepositoryWithoutName => Refused::RepositoryWithoutName,
        Reason::RepositoryWithTag => Refused::RepositoryWithTag,
        Reason::FollowsItself => Refused::FollowsItself,
        Reason::ScheduledNeedsRegistry => Refused::ScheduledNeedsRegistry,
        Reason::InsecureNeedsRegistry => Refused::InsecureNeedsRegistry,
        Reason::NoRegistryTags => Refused::NoRegistryTags,
        Reason::ScheduleMustEnd => Refused::ScheduleMustEnd,
        Reason::UnknownWord => Refused::UnknownWord,
        Reason::ConfirmationDiffers => Refused::ConfirmationDiffers,
        Reason::NothingChanges => Refused::NothingChanges,
        Reason::SecretName => Refused::SecretName,
        Reason::Host => Refused::Host,
    };
    language.text(plain).to_owned()
}

/// A consequence.
pub fn effect(language: Language, effect: &Effect) -> String {
    let fill = |text, values: &[(&str, &str)]| language.fill(text, values);
    match effect {
        Effect::StreamMade => fill(Comes::StreamMade, &[]),
        Effect::Imports { tags } => fill(Comes::Imports, &[("tags", &tags.join(", "))]),
        Effect::CountsFromNextImport { tag } => fill(Comes::CountsFromNextImport, &[("tag", tag)]),
        Effect::GetsImage { tag, after, .. } => {
            fill(Comes::GetsImage, &[("tag", tag), ("after", short(after))])
        }
        Effect::ImageGone { digest } => fill(Comes::ImageGone, &[("digest", short(digest))]),
        Effect::FollowersMove { tag, followers } => {
            let list = followers.join(", ");
            fill(Comes::FollowersMove, &[("tag", tag), ("list", &list)])
        }
        Effect::FollowersStay { tag, followers } => {
            let list = followers.join(", ");
            fill(Comes::FollowersStay, &[("tag", tag), ("list", &list)])
        }
        Effect::StopsFollowing { tag, target } => {
            fill(Comes::StopsFollowing, &[("tag", tag), ("target", target)])
        }
        Effect::NothingToFollowYet { tag } => fill(Comes::NothingToFollowYet, &[("tag", tag)]),
        Effect::ScheduleEnds { tag } => fill(Comes::ScheduleEnds, &[("tag", tag)]),
        Effect::ScheduleHasNoEffect { tag } => fill(Comes::ScheduleHasNoEffect, &[("tag", tag)]),
        Effect::HistoryGone { tag, entries } => {
            let entries = language.count(Count::Events, *entries);
            fill(Comes::HistoryGone, &[("tag", tag), ("entries", &entries)])
        }
        Effect::ImageStaysIn { digest, tags } => {
            let list = tags.join(", ");
            let digest = short(digest);
            fill(Comes::ImageStaysIn, &[("digest", digest), ("list", &list)])
        }
        Effect::LastOfImage { digest } => fill(Comes::LastOfImage, &[("digest", short(digest))]),
        Effect::MayRetargetOthers => fill(Comes::MayRetargetOthers, &[]),
    }
}

/// What an undo cannot bring back.
pub fn limit(language: Language, limit: &Limit) -> String {
    let fill = |text, values: &[(&str, &str)]| language.fill(text, values);
    match limit {
        Limit::HistoryLost { tag, entries } => {
            let entries = language.count(Count::Events, *entries);
            fill(Comes::HistoryLost, &[("tag", tag), ("entries", &entries)])
        }
        Limit::TagLost { tag } => fill(Comes::TagLost, &[("tag", tag)]),
        Limit::SourceReplaced { tag } => fill(Comes::SourceReplaced, &[("tag", tag)]),
        Limit::ImportsAnew { tag } => fill(Comes::ImportsAnew, &[("tag", tag)]),
        Limit::ImagesStay { tags } => {
            let list: Vec<_> = tags
                .iter()
                .map(|(tag, digest)| format!("{tag} {}", short(digest)))
                .collect();
            fill(Comes::ImagesStay, &[("list", list.join(", ").trim_end())])
        }
        Limit::ChangedSince(_) => fill(Comes::ChangedSince, &[]),
    }
}

/// Why there is no undo.
pub fn no_undo(language: Language, none: &NoUndo) -> String {
    match none {
        NoUndo::NothingDone | NoUndo::AlreadyRestored => language.text(Change::UndoneAlready),
        NoUndo::StreamGone => language.text(Change::UndoGone),
        NoUndo::StreamExistsAgain => language.text(Change::UndoExists),
        NoUndo::Impossible(limits) => {
            let limits: Vec<_> = limits.iter().map(|it| limit(language, it)).collect();
            return limits.join(" ");
        }
    }
    .to_owned()
}

/// The name of a field in a preview.
pub fn part(language: Language, what: &What) -> String {
    let part = match what {
        What::Stream => Part::Stream,
        What::Tag => Part::Tag,
        What::Source => Part::Source,
        What::Reference => Part::Reference,
        What::Insecure => Part::Insecure,
        What::Scheduled => Part::Scheduled,
        What::ImportMode => Part::ImportMode,
        What::ReferencePolicy => Part::ReferencePolicy,
        What::Lookup => Part::Lookup,
        What::Image => Part::Image,
        What::TagAnnotation(key) | What::Annotation(key) => {
            return language.fill(Part::Annotation, &[("key", key)]);
        }
        What::Label(key) => return language.fill(Part::Label, &[("key", key)]),
        What::Other(path) => return path.clone(),
    };
    language.text(part).to_owned()
}

/// A value in a preview.
pub fn shown(language: Language, shown: &Shown) -> String {
    match shown {
        Shown::Nothing => language.text(Change::Nothing).to_owned(),
        Shown::Flag(true) => language.text(Input::Yes).to_owned(),
        Shown::Flag(false) => language.text(Input::No).to_owned(),
        Shown::Text(text) => text.clone(),
        Shown::Source(source) => match source {
            TagSource::Pushed => language.text(Part::Pushed).to_owned(),
            TagSource::NoSource => language.text(Change::Nothing).to_owned(),
            TagSource::Tag(tag) => format!("{}/{}:{}", tag.namespace, tag.stream, tag.tag),
            TagSource::Image(image) => {
                format!("{}/{}@{}", image.namespace, image.stream, image.digest)
            }
            TagSource::Registry { pull_spec } => pull_spec.clone(),
            TagSource::Other { kind, name } => format!("{kind} {name}"),
        },
    }
}

/// That a right is missing.
pub fn missing_need(language: Language, need: &Need) -> String {
    let resource = if need.name.is_empty() {
        need.path()
    } else {
        format!("{} {}", need.path(), need.name)
    };
    language.fill(
        Change::ForbiddenNeed,
        &[
            ("verb", need.verb),
            ("resource", &resource),
            ("namespace", &need.namespace),
        ],
    )
}

/// A digest as short as people compare it.
fn short(digest: &str) -> &str {
    digest.get(..19).unwrap_or(digest)
}

#[cfg(test)]
#[path = "explain_change/tests.rs"]
mod tests;
#[cfg(test)]
#[path = "explain_change/tests_outcome.rs"]
mod tests_outcome;
