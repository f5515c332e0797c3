//! Forms while they are filled in, and their addresses.

use imagestream_console::edit::check::Reason;
use imagestream_console::edit::draft::{Action, Draft};
use imagestream_console::edit::field::Field;
use imagestream_console::edit::intent::{Intent, TagOptions};
use imagestream_console::edit::query;

use super::cases::external;

#[test]
fn an_address_fills_the_form() {
    let pairs = imagestream_console::percent::query_pairs(
        "tag=latest&from=image&image=quay.io/a/b:1&scheduled=true&annotation=description%3DA%20b&x=y",
    );
    let draft = query::parse(Action::Retarget, &pairs);
    let annotations = super::cases::edits("description", Some("A b"));
    let options = TagOptions {
        scheduled: Some(true),
        annotations,
        ..TagOptions::default()
    };
    let expected = Intent::Retarget {
        tag: "latest".to_owned(),
        source: external("quay.io/a/b:1"),
        options,
    };
    assert_eq!(draft.intent(), Ok(expected));
}

#[test]
fn half_a_form_keeps_what_is_there() {
    let mut draft = Draft::new(Action::AddTag);
    draft.set(Field::Tag, "a b?&=");
    draft.set(Field::ImportMode, "Foo");
    draft.set(Field::Scheduled, "perhaps");
    let pairs = imagestream_console::percent::query_pairs(&query::print_text(&draft));
    let read = query::parse(Action::AddTag, &pairs);
    assert_eq!(read, draft);
    let refusals = read.intent().unwrap_err();
    let told: Vec<(Field, Reason)> = refusals
        .into_iter()
        .map(|refusal| (refusal.field, refusal.reason))
        .collect();
    assert_eq!(
        told,
        [
            (Field::SourceKind, Reason::Empty),
            (Field::Scheduled, Reason::UnknownWord),
            (Field::ImportMode, Reason::UnknownWord),
        ]
    );
}

#[test]
fn no_password_gets_into_an_address() {
    let mut draft = Draft::new(Action::CreateSecret);
    draft.set(Field::Host, "quay.io");
    draft.set(Field::Password, "s3cret");
    assert_eq!(query::print_text(&draft), "host=quay.io");
    assert_eq!(draft.text(Field::Password), "");
    let pairs = [("password".to_owned(), "s3cret".to_owned())];
    assert_eq!(
        query::parse(Action::CreateSecret, &pairs),
        Draft::new(Action::CreateSecret)
    );
}

#[test]
fn words_are_one_to_one() {
    for (field, word) in Field::WORDS {
        assert_eq!(
            (field.word(), Field::of_word(word)),
            (Some(word), Some(field))
        );
    }
    for (action, word) in Action::WORDS {
        assert_eq!((action.word(), Action::of_word(word)), (word, Some(action)));
    }
}
