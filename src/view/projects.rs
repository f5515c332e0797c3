//! The projects that the reader may see, for the selector and for what is special about them.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::browser::storage::{self, Key};
use super::session::Session;
use crate::api::decode::Decoded;
use crate::api::error::Error;
use crate::api::fetch::Cancel;
use crate::api::list::List;
use crate::api::meta::Named;
use crate::api::request::{LIST_PAGE_OBJECTS, get_project, list_projects};
use crate::model::project::{is_highly_privileged, recall, remember};
use crate::text::sorted_map::SortedMap;
use crate::text::{natural, order};
use crate::view::follow::effect;

/// Finds out whether a project is highly privileged, once `last` says that the page has asked for
/// everything else. Each browser asks once for each project; a failure only costs the warning.
pub fn find_out(session: Session, project: String, last: Box<dyn Fn() -> bool>) {
    let cluster = session.config(|config| config.cluster.clone());
    let memory = || storage::read(Key::Privileged).unwrap_or_default();
    let note = move |project: String, privileged: bool| {
        if privileged {
            let _ = session
                .run_level_projects
                .try_update(|names| names.push(project));
        }
    };
    if is_highly_privileged(&project, &SortedMap::new()) {
        return;
    }
    if let Some(privileged) = recall(&memory(), &cluster, &project) {
        note(project, privileged);
        return;
    }
    let cancel = StoredValue::new_local(Cancel::new());
    effect(move |asked: Option<bool>| {
        if asked == Some(true) || !last() {
            return asked.unwrap_or_default();
        }
        let Some(left) = cancel.try_with_value(Cancel::left) else {
            return true;
        };
        let (cluster, project) = (cluster.clone(), project.clone());
        spawn_local(async move {
            let request = get_project(&project);
            let answer = session.client().call::<Named>(&request, &left).await;
            if let Ok(Decoded { value, .. }) = answer {
                let privileged = is_highly_privileged(&project, &value.metadata.labels);
                let memory = remember(&memory(), &cluster, &project, privileged);
                storage::write(Key::Privileged, Some(&memory));
                note(project, privileged);
            }
        });
        true
    });
}

/// Names of projects and how far reading them got.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Projects {
    /// Nobody asked yet.
    Unread,
    /// Under way.
    Reading,
    /// There, in natural order.
    Known(Vec<String>),
    /// The reader may not list them.
    Forbidden,
    /// Something went wrong; a name can still be typed.
    Failed,
}

/// At most so many pages are read: a selector of more projects than this is of no use.
const PAGES_MAX: usize = 40;

/// The projects, read when first asked for.
#[derive(Clone, Copy)]
pub struct ProjectList {
    /// How far it got.
    pub state: RwSignal<Projects>,
    cancel: StoredValue<Cancel, LocalStorage>,
    session: Session,
}

impl ProjectList {
    /// Nothing is read yet.
    pub fn new(session: Session) -> Self {
        let cancel = StoredValue::new_local(Cancel::new());
        Self {
            state: RwSignal::new(Projects::Unread),
            cancel,
            session,
        }
    }

    /// Reads the projects, unless that was done or is under way.
    pub fn want(self) {
        let unread = matches!(
            *self.state.read_untracked(),
            Projects::Unread | Projects::Failed | Projects::Forbidden
        );
        if !unread {
            return;
        }
        self.state.set(Projects::Reading);
        let cancel = Cancel::new();
        let left = cancel.left();
        self.cancel.set_value(cancel);
        let (state, session) = (self.state, self.session);
        spawn_local(async move {
            let client = session.client();
            let (mut names, mut run_level, mut token) = (Vec::new(), Vec::new(), None);
            for _ in 0..PAGES_MAX {
                let request = list_projects(LIST_PAGE_OBJECTS, token.as_deref());
                let page = match client.call::<List<Named>>(&request, &left).await {
                    Ok(decoded) => decoded.value,
                    Err(Error::Cancelled) => return,
                    Err(error) => {
                        let forbidden = error.code() == 403;
                        let state_now = if forbidden {
                            Projects::Forbidden
                        } else {
                            Projects::Failed
                        };
                        state.try_set(state_now);
                        return;
                    }
                };
                for Named { metadata } in page.items {
                    if is_highly_privileged(&metadata.name, &metadata.labels) {
                        run_level.push(metadata.name.clone());
                    }
                    names.push(metadata.name);
                }
                token = Some(page.metadata.next).filter(|token| !token.is_empty());
                if token.is_none() {
                    break;
                }
            }
            order::sort_by(&mut names, |left, right| natural::compare(left, right));
            session.run_level_projects.try_set(run_level);
            state.try_set(Projects::Known(names));
        });
    }
}
