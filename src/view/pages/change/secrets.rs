//! Which secrets of the project an import from a registry would use.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::form::Form;
use crate::api::fetch::Cancel;
use crate::edit::draft::{Action, Draft};
use crate::edit::field::Field;
use crate::edit::request::list_import_secrets;
use crate::edit::secret::{RegistrySecret, fitting as fitting_secrets, read_secrets};
use crate::image::pull_spec::PullSpec;
use crate::messages::{Change, Pick};
use crate::route::Route;
use crate::view::follow::effect;
use crate::view::node::{Node, div, live};
use crate::view::parts::fact::paragraph;
use crate::view::parts::link::link;

/// Name under which secrets are asked for where no stream is named yet; it need not exist.
const ANY_STREAM: &str = "any";

/// What is known of the project's secrets.
#[derive(Clone)]
enum Known {
    Nothing,
    Forbidden,
    There(Arc<Vec<RegistrySecret>>),
}

/// The secrets that fit the image or repository in a field, and the way to another one.
pub fn fitting(form: Form, field: Field) -> Node {
    let session = form.session;
    let known = RwSignal::new(Known::Nothing);
    let cancel = StoredValue::new_local(Cancel::new());
    let image = Memo::new(move |_| {
        let text = form.text(field);
        let spec = PullSpec::parse(&text)
            .ok()
            .filter(|spec| !spec.name.is_empty())?;
        Some(spec.with_client_defaults())
    });
    let any = Memo::new(move |_| image.with(Option::is_some));
    effect(move |asked: Option<bool>| {
        if asked == Some(true) || !any.get() {
            return asked.unwrap_or_default();
        }
        let place = untrack(|| form.place());
        let Some(left) = cancel.try_with_value(Cancel::left) else {
            return true;
        };
        spawn_local(async move {
            let name = if place.stream.is_empty() {
                ANY_STREAM
            } else {
                &place.stream
            };
            let request = list_import_secrets(&place.namespace, name);
            let answer = session.client().send(&request, &left).await;
            let read = answer.and_then(|answer| read_secrets(&answer));
            let now = match read {
                Ok(secrets) => Known::There(Arc::new(secrets)),
                Err(error) if error.code() == 403 => Known::Forbidden,
                Err(_) => return,
            };
            known.try_set(now);
        });
        true
    });
    let body = move || {
        let (known, image) = (known.get(), image.get());
        let image = image?;
        let secrets = match known {
            Known::Nothing => return None,
            Known::Forbidden => {
                return Some(paragraph(
                    "console-hint",
                    session.text(Pick::SecretsForbidden),
                ));
            }
            Known::There(secrets) => secrets,
        };
        let found = fitting_secrets(&secrets, &image.exact());
        let names: Vec<&str> = found.iter().map(|one| one.secret.name.as_str()).collect();
        let said = if names.is_empty() {
            session.text(Change::SecretsNone).to_owned()
        } else {
            session.fill(Change::SecretsFit, &[("names", &names.join(", "))])
        };
        let used = names.first().map(|name| {
            paragraph(
                "console-hint",
                session.fill(Pick::SecretUsed, &[("name", name)]),
            )
        });
        let mut draft = Draft::new(Action::CreateSecret);
        draft.set(Field::Host, &image.registry);
        let route = Route::form(&form.home().namespace, "", draft);
        let make = session.fill(Change::LookMendSecret, &[("host", &image.registry)]);
        Some(
            div("console-look")
                .child(paragraph("console-hint", said))
                .child(used)
                .child(paragraph("", link(session, &route, make)))
                .into(),
        )
    };
    live(body)
}
