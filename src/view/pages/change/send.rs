//! Sending a plan, request by request, and finding out what became of it.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::Value;

use super::form::{Form, Planned};
use super::input;
use super::visit::Visit;
use crate::api::error::Error;
use crate::api::request::{Request, get_stream};
use crate::edit::check::{Reason, Refusal};
use crate::edit::draft::Action;
use crate::edit::field::Field;
use crate::edit::intent::{Intent, SourceChoice};
use crate::edit::outcome::{Answered, Cause, Conflict, Imported, causes, conflict, read};
use crate::edit::plan::{Plan, Write};
use crate::edit::raw::{self, Served};
use crate::edit::request::list_import_secrets;
use crate::edit::secret::{Password, read_secrets, seal};
use crate::edit::verify::{Verdict, is_so_already, verify};
use crate::explain_change::refusal;
use crate::messages::{Change, Pick};
use crate::route::{Route, Scope};
use crate::view::browser::{address, document};
use crate::view::follow::effect;
use crate::view::session::{Arrival, Session};

/// How far sending got.
#[derive(Clone)]
pub enum Work {
    /// Nothing was sent.
    Idle,
    /// Under way: the number of this request, of how many, and what was imported so far.
    Sending {
        /// Counted from 1.
        number: usize,
        /// How many there are.
        all: usize,
        /// Outcomes of imports so far.
        imported: Arc<Imported>,
    },
    /// Everything was sent; these images were imported, or not.
    Imported(Arc<Imported>),
    /// Somebody stopped it between two requests.
    Halted {
        /// How many were carried out.
        done: usize,
        /// How many there are.
        all: usize,
        /// Outcomes of imports so far.
        imported: Arc<Imported>,
    },
    /// A request was not carried out.
    Failed {
        /// How many were carried out before.
        done: usize,
        /// How many there are.
        all: usize,
        /// What became of the one after these.
        answered: Arc<Answered>,
        /// Outcomes of imports before it.
        imported: Arc<Imported>,
    },
    /// Others were first.
    Conflict {
        /// Their change beside this one.
        conflict: Arc<Conflict>,
        /// The stream as it is now.
        now: Option<Arc<Served>>,
    },
    /// The connection broke; whether it happened is being read.
    ReadingBack,
    /// It could not be read back.
    Unknown(Arc<Plan>),
    /// It was read back.
    ReadBack(Arc<Verdict>),
    /// It was refused, but everything is as wanted: an earlier try had come through, or others were
    /// of the same mind.
    SoAlready,
    /// It was carried out.
    Done,
}

impl Work {
    /// Whether requests are on their way.
    pub fn is_under_way(&self) -> bool {
        matches!(self, Self::Sending { .. } | Self::ReadingBack)
    }
}

/// What is told, and where, once a plan was carried out.
type Then = Box<dyn FnOnce(&Plan)>;

/// Whoever sends a plan: a form, or the undo of a change.
#[derive(Clone, Copy)]
pub struct Sender {
    /// How far it got.
    pub work: RwSignal<Work>,
    /// Whether to stop after the request under way.
    pub stop: RwSignal<bool>,
    session: Session,
    visit: Visit,
}

impl Sender {
    /// One that tells `work`.
    pub fn new(session: Session, work: RwSignal<Work>) -> Self {
        Self {
            work,
            stop: RwSignal::new(false),
            session,
            visit: Visit::here(),
        }
    }

    fn tell(self, work: Work) {
        self.work.try_set(work);
    }

    /// Sends a plan. `undo` is the change that it takes back, if it does.
    pub fn send(
        self,
        plan: Arc<Plan>,
        password: Option<Password>,
        undo: Option<usize>,
        then: Then,
    ) {
        self.stop.set(false);
        let all = plan.writes.len();
        self.tell(Work::Sending {
            number: 1,
            all,
            imported: Arc::new(Imported::default()),
        });
        spawn_local(async move {
            self.run(plan, password, undo, then).await;
        });
    }

    async fn run(
        self,
        plan: Arc<Plan>,
        mut password: Option<Password>,
        undo: Option<usize>,
        then: Then,
    ) {
        let (client, left) = (self.session.client(), self.visit.left());
        let all = plan.writes.len();
        let mut previous: Option<Value> = None;
        let mut imported = Imported::default();
        for (done, write) in plan.writes.iter().enumerate() {
            if done > 0 && self.stop.try_get_untracked() == Some(true) {
                let imported = Arc::new(imported);
                self.tell(Work::Halted {
                    done,
                    all,
                    imported,
                });
                return self.carried_out(&plan.part(done), previous.as_ref(), undo);
            }
            self.tell(Work::Sending {
                number: done + 1,
                all,
                imported: Arc::new(imported.clone()),
            });
            let request = request(&plan, write, previous.as_ref(), password.take());
            let answer = client.send(&request, &left).await;
            drop(request);
            match read(write, answer.as_ref().map_err(Clone::clone)) {
                Answered::Done(value) => previous = Some(value),
                Answered::Imported(more, value) => {
                    imported.take(*more);
                    previous = Some(value);
                }
                answered => {
                    if done > 0 {
                        self.carried_out(&plan.part(done), previous.as_ref(), undo);
                    }
                    let before = Arc::new(imported);
                    return self.failed(plan, (done, before), answered, undo).await;
                }
            }
        }
        let language = self.session.language.get_untracked();
        if imported.images.is_empty() && imported.repository_failure.is_none() {
            // Told first: an undo that was carried out goes from its page with the note of it.
            self.tell(Work::Done);
            self.carried_out(&plan, previous.as_ref(), undo);
            let what = crate::explain_change::outcome::done(language, &plan);
            self.session
                .announce(&self.session.fill(Change::Done, &[("what", &what)]));
            then(&plan);
        } else {
            let said = crate::explain_change::outcome::import_summary(language, &imported);
            self.session.announce(&said);
            self.tell(Work::Imported(Arc::new(imported)));
            self.carried_out(&plan, previous.as_ref(), undo);
            document::focus_later("outcome");
        }
    }

    /// Notes what was carried out.
    fn carried_out(self, plan: &Plan, answer: Option<&Value>, undo: Option<usize>) {
        if let Some(place) = undo {
            return self.visit.note_undone(place);
        }
        let made = matches!(plan.intent, Some(Intent::CreateSecret { .. }))
            .then(|| answer.map(|value| raw::text(value, &["metadata", "uid"]).to_owned()))
            .flatten();
        // How imports went stands at the form, with all its failures; "done" would say too much.
        let imports = plan
            .writes
            .iter()
            .any(|write| write.request.kind == "ImageStreamImport");
        self.visit.note(plan.clone(), made, !imports);
    }

    /// Tells of a request that was not carried out; `before` is how many were, with their imports.
    async fn failed(
        self,
        plan: Arc<Plan>,
        before: (usize, Arc<Imported>),
        answered: Answered,
        undo: Option<usize>,
    ) {
        let (done, imported) = before;
        let all = plan.writes.len();
        let may_be_so = match &answered {
            Answered::Conflict(_) | Answered::Exists(_) => true,
            Answered::Failed(error) => error.is_not_found(),
            _ => false,
        };
        if may_be_so
            && !plan.place.stream.is_empty()
            && let Ok(now) = self.read_now(&plan).await
            && is_so_already(&plan, now.as_ref())
        {
            self.tell(Work::SoAlready);
            self.carried_out(&plan, None, undo);
            return self.said(Change::SoAlready);
        }
        match answered {
            Answered::Conflict(_) if !plan.place.stream.is_empty() => {
                let now = self.read_now(&plan).await;
                if let Ok(now) = now {
                    let conflict = Arc::new(conflict(&plan, now.as_ref()));
                    self.tell(Work::Conflict {
                        conflict,
                        now: now.map(Arc::new),
                    });
                    return self.said(Change::Conflict);
                }
                let answered = Arc::new(answered);
                self.tell(Work::Failed {
                    done,
                    all,
                    answered,
                    imported,
                });
                self.said(Change::Conflict);
            }
            Answered::Unknown(_) => self.read_back(plan, undo).await,
            answered => {
                let language = self.session.language.get_untracked();
                if let Some(told) = crate::explain_change::outcome::outcome(language, &answered) {
                    self.session.announce(&told.title);
                }
                let answered = Arc::new(answered);
                self.tell(Work::Failed {
                    done,
                    all,
                    answered,
                    imported,
                });
                document::focus_later("outcome");
            }
        }
    }

    fn said(self, text: Change) {
        self.session.announce(self.session.text(text));
        document::focus_later("outcome");
    }

    /// The stream as it is now; none when there is none.
    async fn read_now(self, plan: &Plan) -> Result<Option<Served>, Error> {
        let request = get_stream(&plan.place.namespace, &plan.place.stream);
        let answer = self
            .session
            .client()
            .send(&request, &self.visit.left())
            .await?;
        match Served::read(&answer) {
            Ok(served) => Ok(Some(served)),
            Err(error) if error.is_not_found() => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Finds out whether a plan was carried out, after its connection broke.
    pub async fn read_back(self, plan: Arc<Plan>, undo: Option<usize>) {
        self.tell(Work::ReadingBack);
        self.said(Change::UnknownOutcome);
        let verdict = match &plan.intent {
            Some(Intent::CreateSecret { name, .. }) => self.secret_there(&plan, name).await,
            _ => self
                .read_now(&plan)
                .await
                .map(|now| verify(&plan, now.as_ref())),
        };
        let Ok(verdict) = verdict else {
            self.tell(Work::Unknown(plan));
            return self.said(Change::UnknownStill);
        };
        let language = self.session.language.get_untracked();
        self.session
            .announce(crate::explain_change::outcome::verdict(language, &verdict));
        let happened = verdict == Verdict::Happened;
        self.tell(Work::ReadBack(Arc::new(verdict)));
        if happened {
            self.carried_out(&plan, None, undo);
        }
        document::focus_later("outcome");
    }

    /// Whether a secret is among those that imports may use.
    async fn secret_there(self, plan: &Plan, name: &str) -> Result<Verdict, Error> {
        let request = list_import_secrets(&plan.place.namespace, "any");
        let answer = self
            .session
            .client()
            .send(&request, &self.visit.left())
            .await?;
        let there = read_secrets(&answer)?
            .iter()
            .any(|secret| secret.name == name);
        Ok(if there {
            Verdict::Happened
        } else {
            Verdict::NotHappened
        })
    }
}

/// The request of a write, with what only its time of sending knows.
fn request(
    plan: &Plan,
    write: &Write,
    previous: Option<&Value>,
    password: Option<Password>,
) -> Request {
    match (&plan.intent, password) {
        (Some(Intent::CreateSecret { name, host, user }), Some(password)) => {
            seal(&plan.place.namespace, name, host, user, password).open()
        }
        _ => write.request_after(previous),
    }
}

/// Sends a form, if it can be sent.
pub fn submit(form: Form) {
    let session = form.session;
    let busy = form.work.with_untracked(Work::is_under_way);
    if busy || !form.missing.with_untracked(Vec::is_empty) {
        return;
    }
    form.show_all();
    let plan = match form.planned.get_untracked() {
        Planned::Waiting => return,
        Planned::Refused(refusals) => {
            session.announce(session.text(Change::Problems));
            let first = refusals.first().map_or(Field::Form, |one| one.field);
            return focus_field(first);
        }
        Planned::Ready(plan) => plan,
    };
    let mut password = None;
    if form.action == Action::CreateSecret {
        let typed = input::take_password();
        if typed.is_empty() {
            let language = session.language.get_untracked();
            let empty = Refusal {
                field: Field::Password,
                reason: Reason::Empty,
            };
            form.causes.set(vec![Cause {
                field: Field::Password,
                tag: String::new(),
                message: refusal(language, &empty),
            }]);
            return focus_field(Field::Password);
        }
        password = Some(Password::new(typed));
    }
    form.causes.set(Vec::new());
    let sender = form.sender;
    let home = form.home();
    sender.send(
        plan,
        password,
        None,
        Box::new(move |plan| arrive(session, plan, &home.namespace)),
    );
}

/// Takes what the server said of fields to the fields, when a form failed.
pub fn causes_at_fields(form: Form) {
    effect(move |_| {
        let status = form.work.with(|work| match work {
            Work::Failed { answered, .. } => match &**answered {
                Answered::Refused(status) | Answered::Exists(status) => Some(status.clone()),
                _ => None,
            },
            _ => None,
        });
        let Some(status) = status else { return };
        let intent = form.draft.with_untracked(crate::edit::draft::Draft::intent);
        let source: Option<SourceChoice> = intent.ok().and_then(|intent| match intent {
            Intent::AddTag { source, .. } | Intent::Retarget { source, .. } => Some(source),
            _ => None,
        });
        let found = causes(&status, source.as_ref());
        form.causes.set(found);
        if form.action == Action::CreateSecret {
            form.session.announce(form.session.text(Pick::PasswordGone));
        }
    });
}

fn focus_field(field: Field) {
    let id = if field == Field::Form {
        "outcome".to_owned()
    } else {
        input::id_of(field)
    };
    leptos::task::spawn_local(async move {
        crate::view::browser::clock::sleep(0).await;
        document::focus(&id);
    });
}

/// Goes to the page of what was changed.
fn arrive(session: Session, plan: &Plan, namespace: &str) {
    let (stream, tag) = (&plan.place.stream, tag_of(plan));
    if matches!(plan.intent, Some(Intent::CreateSecret { .. })) {
        // Whoever came from another form goes on with it; its fields stand in its address.
        let from_here = session
            .place
            .with_untracked(|place| place.arrival != Arrival::Start);
        if from_here && address::back() {
            return;
        }
        return session.go(Route::streams(Scope::Project(namespace.to_owned())), None);
    }
    let route = match (&plan.after, tag) {
        (None, _) => Route::streams(Scope::Project(namespace.to_owned())),
        (Some(_), Some(tag)) => Route::tag(&plan.place.namespace, stream, &tag),
        (Some(_), None) => Route::stream(&plan.place.namespace, stream),
    };
    session.go(route, None);
}

/// The tag that a plan is about, if it is about one that will be there.
fn tag_of(plan: &Plan) -> Option<String> {
    match plan.intent.as_ref()? {
        Intent::AddTag { tag, .. }
        | Intent::Retarget { tag, .. }
        | Intent::SetOptions { tag, .. }
        | Intent::RollBack { tag, .. }
        | Intent::SetTagAnnotations { tag, .. } => Some(tag.clone()),
        _ => None,
    }
}
