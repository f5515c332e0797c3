//! Words for the fields of forms, and for the rows of their previews.

use crate::edit::draft::{Action, Draft};
use crate::edit::field::Field;
use crate::edit::preview::{Row, Shown, What};
use crate::messages::{Hint, Input, Language, Outcome};

/// The label of a field; none for the form as a whole. That of the typed confirmation takes the
/// `name` to type.
pub const fn label(action: Action, field: Field) -> Option<Input> {
    Some(match field {
        Field::Stream => Input::Stream,
        Field::Tag => Input::Tag,
        Field::Tags => Input::Tags,
        Field::SourceKind => Input::SourceKind,
        Field::SourceProject => Input::SourceProject,
        Field::SourceStream => Input::SourceStream,
        Field::SourceTag => Input::SourceTag,
        Field::Digest => Input::Digest,
        Field::History => Input::History,
        Field::Image => Input::Image,
        Field::Repository => Input::Repository,
        Field::Insecure => Input::Insecure,
        Field::Reference => Input::Reference,
        Field::ReferencePolicy => Input::ReferencePolicy,
        Field::ImportMode => Input::ImportMode,
        Field::Annotations => Input::Annotations,
        Field::Labels => Input::Labels,
        Field::Lookup => Input::Lookup,
        Field::On if matches!(action, Action::SetLookup) => Input::Lookup,
        Field::On | Field::Scheduled => Input::Scheduled,
        Field::Unschedule => Input::Unschedule,
        Field::Confirmation => Input::Confirmation,
        Field::Secret => Input::Secret,
        Field::Host => Input::Host,
        Field::User => Input::User,
        Field::Password => Input::Password,
        Field::Form => return None,
    })
}

/// The hint below a field, as the form is filled in now: a choice is told by what it means.
pub fn hint(language: Language, draft: &Draft, field: Field) -> Option<&'static str> {
    let hint = match field {
        Field::Stream => Hint::Stream,
        Field::Tag if draft.action == Action::AddTag => Hint::Tag,
        Field::Tags => Hint::Tags,
        Field::SourceKind => source_hint(draft.text(field))?,
        Field::SourceProject => Hint::SourceProject,
        Field::Digest => return Some(language.text(Input::DigestHint)),
        Field::Image => return Some(language.text(Input::ImageHint)),
        Field::Repository => return Some(language.text(Input::RepositoryHint)),
        Field::Scheduled => Hint::Scheduled,
        Field::Insecure => Hint::Insecure,
        Field::Reference => Hint::Reference,
        Field::ReferencePolicy => match draft.text(field) {
            "Source" => Hint::PolicySource,
            "Local" => Hint::PolicyLocal,
            _ => return None,
        },
        Field::ImportMode => match draft.text(field) {
            "Legacy" => Hint::ModeLegacy,
            "PreserveOriginal" => Hint::ModePreserve,
            _ => return None,
        },
        Field::Annotations if draft.action != Action::SetAnnotations => Hint::Annotations,
        Field::On if draft.action == Action::Schedule => Hint::Scheduled,
        Field::Unschedule => Hint::Unschedule,
        Field::Host => Hint::Host,
        Field::User => Hint::User,
        Field::Password => Hint::Password,
        _ => return None,
    };
    Some(language.text(hint))
}

fn source_hint(kind: &str) -> Option<Hint> {
    Some(match kind {
        "tag" => Hint::CopyTag,
        "follow" => Hint::FollowTag,
        "digest" => Hint::PinDigest,
        "image" => Hint::External,
        "repository" => Hint::WholeRepository,
        _ => return None,
    })
}

/// The name of a row, with the tag it belongs to.
pub fn row_name(language: Language, row: &Row) -> String {
    let part = super::part(language, &row.what);
    match &row.tag {
        Some(tag) if row.what == What::Tag => format!("{part} {tag}"),
        Some(tag) => format!("{tag}: {part}"),
        None => part,
    }
}

/// What happens to a row: added, removed or changed.
pub fn row_change(row: &Row) -> Outcome {
    if row.before == Shown::Nothing {
        Outcome::Added
    } else if row.after == Shown::Nothing {
        Outcome::Removed
    } else {
        Outcome::Changed
    }
}
