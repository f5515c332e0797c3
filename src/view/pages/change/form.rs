//! The state of a form: its fields, what it stands on, what it would do, and how far it got.

use std::collections::BTreeSet;
use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::ground::Ground;
use super::send::{Sender, Work, causes_at_fields};
use crate::edit::check::Refusal;
use crate::edit::draft::{Action, Draft};
use crate::edit::field::Field;
use crate::edit::intent::Place;
use crate::edit::outcome::Cause;
use crate::edit::permission::{Need, needs};
use crate::edit::plan::{Plan, plan};
use crate::explain_change::outcome::cause as cause_text;
use crate::explain_change::refusal;
use crate::route::Route;
use crate::view::browser::clock;
use crate::view::follow::effect;
use crate::view::rights::Rights;
use crate::view::session::{Arrival, Session};

/// How long after a keystroke the address follows the form.
const ADDRESS_MILLISECONDS: u32 = 300;

/// What a form would do.
#[derive(Clone, PartialEq)]
pub enum Planned {
    /// What it stands on is still to come.
    Waiting,
    /// It cannot be done like this.
    Refused(Vec<Refusal>),
    /// It can.
    Ready(Arc<Plan>),
}

/// A form that is filled in.
#[derive(Clone, Copy)]
pub struct Form {
    /// Language, address, API.
    pub session: Session,
    /// What it is for.
    pub action: Action,
    /// Its fields.
    pub draft: RwSignal<Draft>,
    /// What it stands on.
    pub ground: Ground,
    /// What the reader may do.
    pub rights: Rights,
    /// What it would do.
    pub planned: Memo<Planned>,
    /// Rights that it needs and that are missing.
    pub missing: Memo<Vec<Need>>,
    /// How far sending got.
    pub work: RwSignal<Work>,
    /// Sends it.
    pub sender: Sender,
    /// What the server said of fields.
    pub causes: RwSignal<Vec<Cause>>,
    touched: RwSignal<BTreeSet<Field>>,
    tried: RwSignal<bool>,
    home: StoredValue<Place>,
}

impl Form {
    /// A form for the page that is being drawn.
    pub fn new(session: Session, namespace: &str, stream: &str, draft: Draft) -> Self {
        let action = draft.action;
        let home = Place::new(namespace, stream);
        let ground = Ground::new(session, &home, action);
        let draft = RwSignal::new(draft);
        let place = StoredValue::new(home);
        let of = move || {
            place.with_value(|home| draft.with(|draft| draft.place(&home.namespace, &home.stream)))
        };
        let planned = Memo::new(move |_| {
            if ground.is_reading() {
                return Planned::Waiting;
            }
            let planned = draft
                .with(Draft::intent)
                .and_then(|intent| ground.with_basis(|basis| plan(&of(), &intent, basis)));
            match planned {
                Ok(plan) => Planned::Ready(Arc::new(plan)),
                Err(refusals) => Planned::Refused(refusals),
            }
        });
        // What a link filled in may be wrong by now; that is said like what is wrong as it is typed.
        let filled = draft.with_untracked(|draft| {
            let fields = Field::WORDS.iter().map(|(field, _)| *field);
            fields
                .filter(|field| !draft.texts(*field).is_empty())
                .collect()
        });
        let rights = Rights::here(session);
        let missing = Memo::new(move |_| {
            // Half a form tells already what it will need; what it cannot tell is asked later.
            let Ok(intent) = draft.with(Draft::intent) else {
                return Vec::new();
            };
            let needs = needs(&of(), &intent, ground.exists());
            rights.missing(needs)
        });
        let work = RwSignal::new(Work::Idle);
        let form = Self {
            session,
            action,
            draft,
            ground,
            rights,
            planned,
            missing,
            work,
            sender: Sender::new(session, work),
            causes: RwSignal::new(Vec::new()),
            touched: RwSignal::new(filled),
            tried: RwSignal::new(false),
            home: place,
        };
        form.follow_address();
        ground.follow_source(form);
        causes_at_fields(form);
        form
    }

    /// The project and stream that the address names.
    pub fn home(self) -> Place {
        self.home.get_value()
    }

    /// The stream that the form is about; follows the field that names it.
    pub fn place(self) -> Place {
        self.home.with_value(|home| {
            self.draft
                .with(|draft| draft.place(&home.namespace, &home.stream))
        })
    }

    /// The address of the form as it is filled in.
    pub fn route(self) -> Route {
        let home = self.home();
        Route::form(&home.namespace, &home.stream, self.draft.get())
    }

    /// The text of a field; follows it.
    pub fn text(self, field: Field) -> String {
        // Asked once more by what was woken before its page went, the answer does not matter.
        let text = self.draft.try_with(|draft| draft.text(field).to_owned());
        text.unwrap_or_default()
    }

    /// Sets the text of a field as somebody types or chooses.
    pub fn set(self, field: Field, text: &str) {
        if self.draft.with_untracked(|draft| draft.text(field) == text) {
            return;
        }
        self.draft.update(|draft| draft.set(field, text));
        self.mark(field);
    }

    /// Sets all texts of a field.
    pub fn set_all(self, field: Field, texts: Vec<String>) {
        self.draft.update(|draft| draft.set_all(field, texts));
        self.mark(field);
    }

    fn mark(self, field: Field) {
        self.touched.update(|touched| {
            touched.insert(field);
        });
        let said = self
            .causes
            .with_untracked(|causes| causes.iter().any(|cause| cause.field == field));
        if said {
            self.causes
                .update(|causes| causes.retain(|cause| cause.field != field));
        }
    }

    /// Shows what is wrong with every field, for somebody who wants to send it.
    pub fn show_all(self) {
        self.tried.set(true);
    }

    /// What is wrong with a field, as far as that should be said by now; follows it.
    pub fn complaint(self, field: Field) -> Option<String> {
        let said = self.causes.with(|causes| {
            let of_field = causes.iter().filter(|cause| cause.field == field);
            let texts: Vec<String> = of_field.map(cause_text).collect();
            (!texts.is_empty()).then(|| texts.join(" "))
        });
        if said.is_some() {
            return said;
        }
        // That a schedule has to end is nothing that somebody failed to type: it is said at once.
        let due = self.tried.get()
            || field == Field::Unschedule
            || (self.touched.with(|touched| touched.contains(&field))
                && self.draft.with(|draft| !draft.texts(field).is_empty()));
        if !due {
            return None;
        }
        let language = self.session.language.get_untracked();
        self.planned.with(|planned| match planned {
            Planned::Refused(refusals) => refusals
                .iter()
                .find(|one| one.field == field)
                .map(|one| refusal(language, one)),
            _ => None,
        })
    }

    /// Keeps address and form the same: what is typed goes into the address, and back and forward
    /// fill the form.
    fn follow_address(self) {
        let session = self.session;
        effect(move |_| {
            let wanted = session.place.with(|place| match &place.route {
                Route::Change { draft, .. } if place.arrival == Arrival::History => {
                    Some(draft.clone())
                }
                _ => None,
            });
            if let Some(wanted) = wanted.filter(|wanted| wanted.action == self.action) {
                self.draft.set(wanted);
            }
        });
        effect(move |before: Option<Draft>| {
            let draft = self.draft.get();
            if before.is_some_and(|before| before != draft) {
                let wanted = draft.clone();
                spawn_local(async move {
                    clock::sleep(ADDRESS_MILLISECONDS).await;
                    let now = self.draft.try_get_untracked();
                    let here = session
                        .place
                        .with_untracked(|place| matches!(place.route, Route::Change { .. }));
                    if here && now.is_some_and(|now| now == wanted) {
                        session.rewrite(self.route_untracked());
                    }
                });
            }
            draft
        });
    }

    fn route_untracked(self) -> Route {
        let home = self.home();
        Route::form(&home.namespace, &home.stream, self.draft.get_untracked())
    }
}
