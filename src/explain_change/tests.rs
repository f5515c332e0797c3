//! Forms, refusals, consequences and previews in words.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;

use super::fields::{hint, label, row_change, row_name};
use super::*;
use crate::edit::draft::Draft;
use crate::edit::field::Field;
use crate::edit::preview::Row;
use crate::image::pull_spec::PullSpec;
use crate::messages::Outcome;

/// That sentences say something, each something of its own, in both languages, with every name.
pub(super) fn told<T>(
    all: &[T],
    say: impl Fn(Language, &T) -> String,
    names: impl Fn(&T) -> Vec<&'static str>,
) {
    for language in Language::ALL {
        let mut said = BTreeSet::new();
        for one in all {
            let text = say(language, one);
            assert!(!text.trim().is_empty());
            assert!(!text.contains(['{', '}']), "{text}");
            for name in names(one) {
                assert!(text.contains(name), "{text} has no {name}");
            }
            assert!(said.insert(text.clone()), "said twice: {text}");
        }
    }
}

pub(super) fn s(text: &str) -> String {
    text.to_owned()
}

pub(super) const DIGEST: &str = "sha256:0123456789abcdef0123456789abcdef";
pub(super) const SHORT: &str = "sha256:0123456789ab";

#[test]
fn every_form_has_a_title_of_its_own_and_a_purpose() {
    for language in Language::ALL {
        let titles: BTreeSet<_> = Action::WORDS
            .iter()
            .map(|(action, _)| language.text(title(*action)))
            .collect();
        assert_eq!(titles.len(), Action::WORDS.len());
        for (action, _) in Action::WORDS {
            assert!(language.text(purpose(action)).ends_with('.'));
        }
    }
}

#[test]
fn every_field_has_a_label_of_its_own_within_its_form() {
    for language in Language::ALL {
        for (action, _) in Action::WORDS {
            let mut seen = BTreeSet::new();
            for (field, _) in Field::WORDS {
                // A form has either the one or the other.
                let shares = matches!(field, Field::On | Field::Tags);
                let text = language.text(label(action, field).unwrap());
                assert!(
                    shares || field == Field::Lookup || seen.insert(text),
                    "{text}"
                );
            }
        }
    }
    assert_eq!(label(Action::AddTag, Field::Form), None);
    assert!(label(Action::CreateSecret, Field::Password).is_some());
}

#[test]
fn a_choice_is_told_by_what_it_means() {
    let mut draft = Draft::new(Action::AddTag);
    assert_eq!(hint(Language::English, &draft, Field::ImportMode), None);
    let mut said = BTreeSet::new();
    for (field, words) in [
        (Field::ImportMode, &["Legacy", "PreserveOriginal"][..]),
        (Field::ReferencePolicy, &["Source", "Local"]),
        (
            Field::SourceKind,
            &["tag", "follow", "digest", "image", "repository"],
        ),
    ] {
        for word in words {
            draft.set(field, word);
            assert!(said.insert(hint(Language::English, &draft, field).unwrap()));
            assert!(hint(Language::Korean, &draft, field).is_some());
        }
    }
}

fn every_reason() -> Vec<Reason> {
    let spec = |text| PullSpec::parse(text).unwrap_err();
    let long = format!("example.com/{}", "a".repeat(300));
    let spec_errors = [
        spec("a//b"),
        spec("Abc/B"),
        spec("a:?"),
        spec("a@b"),
        spec(&long),
    ];
    let mut reasons = vec![
        Reason::Empty,
        Reason::StreamName,
        Reason::TooLong,
        Reason::StreamExists,
        Reason::StreamMissing,
        Reason::TagName,
        Reason::TagExists,
        Reason::TagMissing(s("t-1")),
        Reason::TagNotInSpec(s("t-1")),
        Reason::NotAddressable(s("t-1")),
        Reason::SourceStreamMissing,
        Reason::SourceWithoutImage,
        Reason::DigestNotFound,
        Reason::DigestAmbiguous(vec![s("t-1"), s("t-2")]),
        Reason::EntryWithoutDigest,
        Reason::RepositoryWithoutName,
        Reason::RepositoryWithTag,
        Reason::FollowsItself,
        Reason::FollowsInCircle(vec![s("t-1"), s("t-2")]),
        Reason::ScheduledNeedsRegistry,
        Reason::InsecureNeedsRegistry,
        Reason::NotFromRegistry(s("t-1")),
        Reason::NoRegistryTags,
        Reason::ScheduleMustEnd,
        Reason::UnknownWord,
        Reason::Key(s("t-1")),
        Reason::LabelValue(s("t-1")),
        Reason::ConfirmationDiffers,
        Reason::NothingChanges,
        Reason::SecretName,
        Reason::Host,
    ];
    reasons.extend(spec_errors.map(Reason::PullSpec));
    reasons
}

#[test]
fn every_reason_is_said_with_its_names() {
    told(&every_reason(), reason, |one| match one {
        Reason::DigestAmbiguous(_) | Reason::FollowsInCircle(_) => vec!["t-1", "t-2"],
        Reason::TagMissing(_)
        | Reason::TagNotInSpec(_)
        | Reason::NotAddressable(_)
        | Reason::NotFromRegistry(_)
        | Reason::Key(_)
        | Reason::LabelValue(_) => vec!["t-1"],
        _ => Vec::new(),
    });
    let empty = PullSpec::parse("").unwrap_err();
    assert_eq!(empty.kind, PullSpecErrorKind::Empty);
    let empty = Refusal {
        field: Field::Image,
        reason: Reason::PullSpec(empty),
    };
    assert_eq!(refusal(Language::English, &empty), "Fill this in.");
}

#[test]
fn every_effect_is_said_with_its_names() {
    let tag = || s("t-1");
    let others = || vec![s("t-2"), s("t-3")];
    let effects = [
        Effect::StreamMade,
        Effect::Imports {
            tags: vec![tag(), s("t-2")],
        },
        Effect::CountsFromNextImport { tag: tag() },
        Effect::GetsImage {
            tag: tag(),
            before: s(""),
            after: s(DIGEST),
        },
        Effect::ImageGone { digest: s(DIGEST) },
        Effect::FollowersMove {
            tag: tag(),
            followers: others(),
        },
        Effect::FollowersStay {
            tag: tag(),
            followers: others(),
        },
        Effect::StopsFollowing {
            tag: tag(),
            target: s("t-2"),
        },
        Effect::NothingToFollowYet { tag: tag() },
        Effect::ScheduleEnds { tag: tag() },
        Effect::ScheduleHasNoEffect { tag: tag() },
        Effect::HistoryGone {
            tag: tag(),
            entries: 7,
        },
        Effect::ImageStaysIn {
            digest: s(DIGEST),
            tags: others(),
        },
        Effect::LastOfImage { digest: s(DIGEST) },
        Effect::MayRetargetOthers,
    ];
    told(&effects, effect, |one| match one {
        Effect::StreamMade | Effect::MayRetargetOthers => Vec::new(),
        Effect::GetsImage { .. } => vec!["t-1", SHORT],
        Effect::ImageGone { .. } | Effect::LastOfImage { .. } => vec![SHORT],
        Effect::ImageStaysIn { .. } => vec![SHORT, "t-2", "t-3"],
        Effect::FollowersMove { .. } | Effect::FollowersStay { .. } => vec!["t-1", "t-2", "t-3"],
        Effect::Imports { .. } | Effect::StopsFollowing { .. } => vec!["t-1", "t-2"],
        Effect::HistoryGone { .. } => vec!["t-1", "7"],
        _ => vec!["t-1"],
    });
}

#[test]
fn every_limit_of_an_undo_is_said() {
    let limits = [
        Limit::HistoryLost {
            tag: s("t-1"),
            entries: 7,
        },
        Limit::TagLost { tag: s("t-1") },
        Limit::SourceReplaced { tag: s("t-1") },
        Limit::ImportsAnew { tag: s("t-1") },
        Limit::ImagesStay {
            tags: vec![(s("t-1"), s(DIGEST))],
        },
        Limit::ChangedSince(Vec::new()),
    ];
    told(&limits, limit, |one| match one {
        Limit::HistoryLost { .. } => vec!["t-1", "7"],
        Limit::ImagesStay { .. } => vec!["t-1", SHORT],
        Limit::ChangedSince(_) => Vec::new(),
        _ => vec!["t-1"],
    });
    let none = [
        NoUndo::NothingDone,
        NoUndo::StreamGone,
        NoUndo::StreamExistsAgain,
        NoUndo::Impossible(limits.to_vec()),
    ];
    told(&none, no_undo, |_| Vec::new());
}

pub(super) fn every_row() -> Vec<Row> {
    let whats = [
        What::Tag,
        What::Source,
        What::Reference,
        What::Insecure,
        What::Scheduled,
        What::ImportMode,
        What::ReferencePolicy,
        What::TagAnnotation(s("k-1")),
        What::Image,
        What::Other(s("spec.x")),
    ];
    let row = |tag: Option<&str>, what| Row {
        tag: tag.map(s),
        what,
        before: Shown::Nothing,
        after: Shown::Flag(true),
    };
    let of_tag = whats.into_iter().map(|what| row(Some("t-1"), what));
    let of_stream = [
        What::Stream,
        What::Lookup,
        What::Label(s("k-1")),
        What::Annotation(s("k-1")),
    ];
    of_tag
        .chain(of_stream.map(|what| row(None, what)))
        .collect()
}

#[test]
fn every_row_has_a_name_and_says_what_happens_to_it() {
    told(&every_row(), row_name, |row| {
        if row.tag.is_some() {
            vec!["t-1"]
        } else {
            Vec::new()
        }
    });
    let mut row = every_row().remove(1);
    assert_eq!(row_change(&row), Outcome::Added);
    row.before = Shown::Text(s("a"));
    assert_eq!(row_change(&row), Outcome::Changed);
    row.after = Shown::Nothing;
    assert_eq!(row_change(&row), Outcome::Removed);
}
