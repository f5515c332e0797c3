//! Suggestions of projects and streams. Whoever may not list them types the name.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::form::Form;
use super::input::datalist;
use crate::api::fetch::Cancel;
use crate::api::list::List;
use crate::api::meta::Named;
use crate::api::request::{LIST_PAGE_OBJECTS, list_streams};
use crate::edit::field::Field;
use crate::view::browser::clock;
use crate::view::follow::effect;
use crate::view::node::Node;
use crate::view::projects::{ProjectList, Projects};

/// How long after a keystroke the streams of a project are asked for.
const PAUSE_MILLISECONDS: u32 = 300;

/// Only names are wanted, not what is in the streams.
const NAMES_ONLY: &str =
    "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json";

/// The projects that the reader may see.
pub fn projects(id: &'static str, projects: ProjectList) -> Node {
    projects.want();
    datalist(id, move || match &*projects.state.read() {
        Projects::Known(names) => names
            .iter()
            .map(|name| (name.clone(), String::new()))
            .collect(),
        _ => Vec::new(),
    })
}

/// The streams of the project of the source, once known.
pub fn streams(form: Form) -> RwSignal<Vec<(String, String)>> {
    let found = RwSignal::new(Vec::new());
    let cancel = StoredValue::new_local(Cancel::new());
    let session = form.session;
    let project = Memo::new(move |_| {
        let named = form.text(Field::SourceProject);
        if named.is_empty() {
            form.home().namespace
        } else {
            named
        }
    });
    effect(move |_| {
        let project = project.get();
        let next = Cancel::new();
        let left = next.left();
        cancel.set_value(next);
        spawn_local(async move {
            clock::sleep(PAUSE_MILLISECONDS).await;
            if left.is_cancelled() {
                return;
            }
            let mut request = list_streams(Some(&project), LIST_PAGE_OBJECTS, None);
            request.accept = NAMES_ONLY;
            let list = session.client().call::<List<Named>>(&request, &left).await;
            let names = list.map(|list| list.value.items).unwrap_or_default();
            let names = names
                .into_iter()
                .map(|item| (item.metadata.name, String::new()));
            found.try_set(names.collect());
        });
    });
    found
}
