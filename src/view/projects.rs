//! The projects that the reader may see, for the selector and for what is special about them.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::session::Session;
use crate::api::error::Error;
use crate::api::fetch::Cancel;
use crate::api::list::List;
use crate::api::meta::ObjectMeta;
use crate::api::request::{LIST_PAGE_OBJECTS, list_projects};
use crate::model::project::is_highly_privileged;
use crate::text::{natural, order};

crate::wire::wire! {
    /// A project, as far as the app reads it.
    #[derive(Clone, Debug, Default)]
    struct Project {
        metadata: ObjectMeta = "metadata",
    }
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
                let page = match client.call::<List<Project>>(&request, &left).await {
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
                for Project { metadata } in page.items {
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
