//! Near names, for what does not exist. They are only asked for then.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api::fetch::Cancel;
use crate::api::list::List;
use crate::api::meta::Named;
use crate::api::request::{LIST_PAGE_OBJECTS, list_streams};
use crate::model::suggestions::near;
use crate::route::Route;
use crate::view::follow::effect;
use crate::view::remote::Remote;
use crate::view::session::Session;

/// Streams of the project with names like this one, once it is known not to exist.
pub fn streams<T: Send + Sync + 'static>(
    session: Session,
    namespace: &str,
    name: &str,
    state: RwSignal<Remote<T>>,
) -> RwSignal<Vec<(String, Route)>> {
    let found = RwSignal::new(Vec::new());
    let cancel = StoredValue::new_local(Cancel::new());
    let (namespace, name) = (namespace.to_owned(), name.to_owned());
    effect(move |asked: Option<bool>| {
        let missing = state.with(|state| {
            state
                .failure()
                .is_some_and(crate::api::error::Error::is_not_found)
        });
        if !missing || asked == Some(true) {
            return asked.unwrap_or(false);
        }
        let (namespace, name) = (namespace.clone(), name.clone());
        let Some(left) = cancel.try_with_value(Cancel::left) else {
            return true;
        };
        spawn_local(async move {
            // The first page is enough for a suggestion.
            let request = list_streams(Some(&namespace), LIST_PAGE_OBJECTS, None);
            let list = session.client().call::<List<Named>>(&request, &left).await;
            let Ok(list) = list else { return };
            let names = list
                .value
                .items
                .iter()
                .map(|item| item.metadata.name.as_str());
            let near = near(&name, names).into_iter();
            found.try_set(
                near.map(|near| (near.to_owned(), Route::stream(&namespace, near)))
                    .collect(),
            );
        });
        true
    });
    found
}
