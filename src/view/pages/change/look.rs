//! What a registry has, looked at before anything is stored: asked after a pause in typing, never
//! twice for the same text, and cancelled with the next one.

use std::collections::BTreeMap;
use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::form::Form;
use super::outcome::told_as;
use super::secondary;
use crate::api::fetch::Cancel;
use crate::edit::draft::Draft;
use crate::edit::field::Field;
use crate::edit::intent::{Intent, TagOptions};
use crate::edit::outcome::{Answered, Imported, ImportedImage, read};
use crate::edit::permission::needs;
use crate::edit::plan::{Basis, plan};
use crate::explain_change::outcome::{Told, import_result, outcome};
use crate::image::pull_spec::PullSpec;
use crate::messages::{Change, Page, Pick};
use crate::model::image_facts::ImageFacts;
use crate::text::bytes::human_size;
use crate::view::browser::clock;
use crate::view::follow::effect;
use crate::view::node::{Node, button, div, el, live, nothing, span};
use crate::view::parts::alert::Tone;
use crate::view::parts::fact::{fact_of, facts, paragraph};
use crate::view::parts::{copy, time};

/// How long a pause in typing is.
const PAUSE_MILLISECONDS: u32 = 700;

/// How many tags of a repository are shown at once; the filter finds the rest.
const TAGS_SHOWN_MAX: usize = 100;

/// What was asked, and what came back.
#[derive(Clone)]
enum Seen {
    /// Nothing to ask.
    Nothing,
    /// Under way.
    Asking,
    /// An answer; failures of the registry are inside.
    Found(Arc<Imported>),
    /// No answer.
    Failed(Told),
    /// Somebody did not want to wait.
    Stopped,
}

/// One question to registries, with its answers so far.
#[derive(Clone, Copy)]
struct Question {
    seen: RwSignal<Seen>,
    answers: StoredValue<BTreeMap<String, Seen>>,
    cancel: StoredValue<Cancel, LocalStorage>,
    form: Form,
}

impl Question {
    fn new(form: Form) -> Self {
        Self {
            seen: RwSignal::new(Seen::Nothing),
            answers: StoredValue::new(BTreeMap::new()),
            cancel: StoredValue::new_local(Cancel::new()),
            form,
        }
    }

    /// Asks, unless the same was answered already; what was asked before is given up.
    fn ask(self, intent: Option<Intent>, pause: u32) {
        let next = Cancel::new();
        let left = next.left();
        self.cancel.set_value(next);
        let Some(intent) = intent else {
            return self.seen.set(Seen::Nothing);
        };
        let key = format!("{intent:?}");
        if let Some(known) = self.answers.with_value(|known| known.get(&key).cloned()) {
            return self.seen.set(known);
        }
        let form = self.form;
        let place = untrack(|| form.place());
        // Whoever may not import may not ask either; that stands at the form already.
        let missing = untrack(|| form.rights.missing(needs(&place, &intent, false)));
        let Ok(planned) = plan(&place, &intent, Basis::default()) else {
            return self.seen.set(Seen::Nothing);
        };
        if !missing.is_empty() {
            return self.seen.set(Seen::Nothing);
        }
        self.seen.set(Seen::Asking);
        spawn_local(async move {
            clock::sleep(pause).await;
            if left.is_cancelled() {
                return;
            }
            let Some(write) = planned.writes.first() else {
                return;
            };
            let session = form.session;
            let answer = session.client().send(&write.request, &left).await;
            if left.is_cancelled() {
                return;
            }
            let answered = read(write, answer.as_ref().map_err(Clone::clone));
            let language = session.language.get_untracked();
            let seen = match answered {
                Answered::Imported(imported, _) => Seen::Found(Arc::new(*imported)),
                other => match outcome(language, &other) {
                    Some(told) => Seen::Failed(told),
                    None => Seen::Nothing,
                },
            };
            // A failure of the way there may be another one the next time.
            if matches!(seen, Seen::Found(_)) {
                let _ = self
                    .answers
                    .try_update_value(|known| known.insert(key, seen.clone()));
            }
            self.seen.try_set(seen);
        });
    }
}

impl Question {
    /// That the registry is being asked, and the way to stop that.
    fn asking(self) -> Node {
        let session = self.form.session;
        let stop = secondary(session.text(Pick::LookStop), move || {
            self.cancel.set_value(Cancel::new());
            self.seen.set(Seen::Stopped);
        });
        div("console-look-line")
            .child(span("").child(session.text(Change::Looking)))
            .child(stop)
            .into()
    }
}

/// Options that decide how a registry is asked.
fn how(draft: &Draft) -> TagOptions {
    TagOptions {
        insecure: (draft.text(Field::Insecure) == "true").then_some(true),
        import_mode: crate::edit::intent::ImportMode::of_word(draft.text(Field::ImportMode)),
        ..TagOptions::default()
    }
}

fn looking(draft: &Draft, field: Field) -> Option<Intent> {
    let text = draft.text(field).to_owned();
    if text.is_empty() {
        return None;
    }
    let options = how(draft);
    Some(if field == Field::Repository {
        Intent::LookAtRepository {
            repository: text,
            options,
        }
    } else {
        Intent::LookAtImage {
            image: text,
            options,
        }
    })
}

/// What the registry says of the image or repository in a field.
pub fn look(form: Form, field: Field) -> Node {
    let session = form.session;
    let question = Question::new(form);
    let wanted = Memo::new(move |_| form.draft.with(|draft| looking(draft, field)));
    effect(move |_| question.ask(wanted.get(), PAUSE_MILLISECONDS));
    let again = move || question.ask(wanted.get_untracked(), 0);
    let body = move || match question.seen.get() {
        Seen::Nothing => paragraph("console-hint", session.text(Pick::LookPause)),
        Seen::Asking => question.asking(),
        Seen::Stopped => secondary(session.text(Pick::LookAgain), again),
        Seen::Failed(told) => vec![
            failure(&told),
            secondary(session.text(Pick::LookAgain), again),
        ]
        .into(),
        Seen::Found(found) if field == Field::Repository => repository(form, field, &found),
        Seen::Found(found) => match found.images.first() {
            Some(image) => one(form, image),
            None => nothing(),
        },
    };
    let status = div("console-look")
        .attr("role", "status")
        .attr("aria-label", session.text(Change::Look))
        .child(live(body));
    if field == Field::Image {
        div("").child(status).child(remote_tags(form)).into()
    } else {
        status.into()
    }
}

/// What the registry did not give, and why. Nothing was lost by that, so that it only warns.
fn failure(told: &Told) -> Node {
    told_as(Tone::Warning, told, None)
}

/// One image: what would be imported, or why it would not.
fn one(form: Form, image: &ImportedImage) -> Node {
    let session = form.session;
    let language = session.language.get_untracked();
    let Ok(found) = &image.result else {
        let mut told = import_result(language, image);
        session.text(Change::LookFailed).clone_into(&mut told.title);
        return failure(&told);
    };
    let seen = ImageFacts::of(found, None);
    let term = |text: &'static str| Node::from(text);
    let mut list = vec![fact_of(
        term(session.text(Page::Digest)),
        copy::copyable(session, seen.digest.clone(), session.text(Page::Digest)),
    )];
    if seen.size > 0 {
        list.push(fact_of(
            term(session.text(Page::Size)),
            human_size(seen.size).into(),
        ));
    }
    if seen.built.is_some() {
        list.push(fact_of(
            term(session.text(Page::Created)),
            time::full(session, seen.built),
        ));
    }
    let platforms: Vec<String> = if seen.platforms.is_empty() {
        Vec::from([seen.architecture.clone()])
    } else {
        seen.platforms
            .iter()
            .map(crate::model::image_facts::PlatformRow::platform)
            .collect()
    };
    let platforms = platforms.join(", ");
    if !platforms.is_empty() {
        list.push(fact_of(
            term(session.text(Page::PlatformsSection)),
            platforms.into(),
        ));
    }
    vec![
        el("h3", "console-heading")
            .child(session.text(Change::Look))
            .into(),
        facts(list),
    ]
    .into()
}

/// The tags of a repository.
fn repository(form: Form, field: Field, found: &Arc<Imported>) -> Node {
    let session = form.session;
    let language = session.language.get_untracked();
    if let Some(status) = &found.repository_failure {
        let answered = Answered::Imported(Box::new((**found).clone()), serde_json::Value::Null);
        let told = outcome(language, &answered).unwrap_or_else(|| Told {
            title: session.text(Change::LookFailed).to_owned(),
            advice: String::new(),
            said: status.message.clone(),
        });
        return failure(&told);
    }
    let repository = form
        .draft
        .with_untracked(|draft| draft.text(field).to_owned());
    let repository =
        PullSpec::parse(&repository).map_or(repository, |spec| spec.as_repository().exact());
    let mut names: Vec<String> = found.images.iter().map(|image| image.tag.clone()).collect();
    names.extend(found.additional_tags.iter().cloned());
    if names.is_empty() {
        return paragraph("", session.text(Pick::RemoteNone));
    }
    let words = RwSignal::new(String::new());
    let title = session.fill(Change::RemoteTags, &[("repository", &repository)]);
    let filter = session.text(Change::FilterTags);
    let search =
        crate::view::parts::search::search(session, "remote-filter", filter, filter, words);
    let list = live(move || {
        let words = words.with(|words| words.trim().to_lowercase());
        let fitting = names
            .iter()
            .filter(|name| name.to_lowercase().contains(&words));
        let shown: Vec<Node> = fitting
            .take(TAGS_SHOWN_MAX)
            .map(|name| remote_tag(form, field, &repository, name))
            .collect();
        if shown.is_empty() {
            return paragraph("", session.text(Pick::NoneMatch));
        }
        el("ul", "console-remote-tags").children(shown).into()
    });
    div("")
        .child(el("h3", "console-heading console-wrap").child(title))
        .child(search)
        .child(list)
        .into()
}

/// A tag of a repository; for a form about one image it can be taken.
fn remote_tag(form: Form, field: Field, repository: &str, name: &str) -> Node {
    let session = form.session;
    let shown = el("bdi", "console-mono").child(name.to_owned());
    if field == Field::Repository {
        return el("li", "").child(shown).into();
    }
    let image = format!("{repository}:{name}");
    let use_it = session.fill(Pick::UseTag, &[("tag", name)]);
    let take = button("pf-v6-c-button pf-m-link pf-m-small", move |_| {
        form.set(Field::Image, &image);
    })
    .attr("aria-label", use_it)
    .child(shown);
    el("li", "").child(take).into()
}

/// The tags of the repository of the image, on demand.
fn remote_tags(form: Form) -> Node {
    let session = form.session;
    let question = Question::new(form);
    let wanted = Memo::new(move |_| {
        form.draft.with(|draft| {
            let spec = PullSpec::parse(draft.text(Field::Image)).ok()?;
            (!spec.name.is_empty()).then(|| Intent::LookAtRepository {
                repository: spec.as_repository().exact(),
                options: how(draft),
            })
        })
    });
    let show = live(move || {
        wanted.with(Option::is_some).then(|| {
            secondary(session.text(Change::ShowTags), move || {
                question.ask(wanted.get_untracked(), 0);
            })
        })
    });
    let body = live(move || match question.seen.get() {
        Seen::Nothing | Seen::Stopped => nothing(),
        Seen::Asking => question.asking(),
        Seen::Failed(told) => failure(&told),
        Seen::Found(found) => repository(form, Field::Image, &found),
    });
    div("console-look").child(show).child(body).into()
}
