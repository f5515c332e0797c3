//! What the reader may do: asked once for each project, and only where somebody is about to change
//! something.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::session::Session;
use crate::api::fetch::Cancel;
use crate::api::request::{Access, review_access};
use crate::edit::permission::{AccessReview, Allowed, Need, Rules, RulesReview};
use crate::edit::request::review_rules;
use crate::text::sorted_map::SortedMap;

/// What is known of a project.
#[derive(Clone)]
enum Known {
    /// Under way, or it failed: the server decides in the end, so that nothing is held back.
    Nothing,
    Rules(Arc<Rules>),
}

/// What the reader may do, as far as it was asked.
#[derive(Clone, Copy)]
pub struct Rights {
    projects: RwSignal<SortedMap<String, Known>>,
    /// Answers about single rights, where the rules of a project are not the whole truth.
    single: RwSignal<SortedMap<Need, bool>>,
    cancel: StoredValue<Cancel, LocalStorage>,
    session: Session,
}

impl Rights {
    /// Starts with nothing known; whoever is drawn below finds it with [`Rights::here`].
    pub fn provide(session: Session) {
        provide_context(Self::new(session));
    }

    /// The rights of whoever is signed in.
    pub fn here(session: Session) -> Self {
        use_context().unwrap_or_else(|| Self::new(session))
    }

    fn new(session: Session) -> Self {
        Self {
            projects: RwSignal::new(SortedMap::new()),
            single: RwSignal::new(SortedMap::new()),
            cancel: StoredValue::new_local(Cancel::new()),
            session,
        }
    }

    /// The needs that are known to be missing. Asks for what is not known yet; follows the answers.
    pub fn missing(self, needs: Vec<Need>) -> Vec<Need> {
        needs
            .into_iter()
            .filter(|need| self.allows(need) == Some(false))
            .collect()
    }

    fn allows(self, need: &Need) -> Option<bool> {
        let known = self
            .projects
            .with(|projects| projects.get(&need.namespace).cloned());
        let Some(known) = known else {
            self.ask_project(need.namespace.clone());
            return None;
        };
        let Known::Rules(rules) = known else {
            return None;
        };
        match rules.allow(need) {
            Allowed::Yes => Some(true),
            Allowed::No => Some(false),
            Allowed::Ask => {
                let single = self.single.with(|single| single.get(need).copied());
                if single.is_none() {
                    self.ask_single(need.clone());
                }
                single
            }
        }
    }

    fn ask_project(self, namespace: String) {
        let Some(left) = self.cancel.try_with_value(Cancel::left) else {
            return;
        };
        let note = move |namespace: String, known: Known| {
            self.projects.try_update(|projects| {
                projects.insert(namespace, known);
            });
        };
        let (client, projects) = (self.session.client(), self.projects);
        spawn_local(async move {
            // Several needs of one drawing ask for the same project.
            let asked = projects
                .try_with_untracked(|projects| projects.contains_key(&namespace))
                .unwrap_or(true);
            if asked {
                return;
            }
            note(namespace.clone(), Known::Nothing);
            let request = review_rules(&namespace);
            let review = client.call::<RulesReview>(&request, &left).await;
            if let Ok(review) = review {
                note(namespace, Known::Rules(Arc::new(review.value.status)));
            }
        });
    }

    fn ask_single(self, need: Need) {
        let Some(left) = self.cancel.try_with_value(Cancel::left) else {
            return;
        };
        let (client, single) = (self.session.client(), self.single);
        spawn_local(async move {
            let path = need.path();
            let request = review_access(Access {
                verb: need.verb,
                group: need.group,
                resource: &path,
                namespace: &need.namespace,
                name: &need.name,
            });
            let review = client.call::<AccessReview>(&request, &left).await;
            if let Ok(review) = review {
                single.try_update(|single| {
                    single.insert(need, review.value.status.allowed);
                });
            }
        });
    }
}
