//! Why a tag has no image, or not the newest, and what would mend that.

use crate::image::command::quote;
use crate::image::source::TagTarget;
use crate::messages::Page;
use crate::model::tag_page::{Absence, Mend, TagPage, Why};
use crate::route::Route;
use crate::view::node::{Node, el};
use crate::view::parts::alert::{Tone, alert};
use crate::view::parts::copy::command;
use crate::view::parts::fact::{folded, paragraph};
use crate::view::parts::link::code_link;
use crate::view::session::Session;

/// The box that says so.
pub fn absence(session: Session, page: &TagPage, absence: &Absence) -> Node {
    let tone = match absence.why {
        Why::Failed(_) | Why::ImagePruned { .. } => Tone::Danger,
        Why::DanglingTag(_) | Why::DanglingImage { .. } | Why::NeverImported => Tone::Warning,
        Why::Pending | Why::Reference | Why::Empty => Tone::Info,
    };
    let mends = absence.mends.iter().map(|one| mend(session, page, one));
    let mut mends: Node = el("ul", "console-steps").children(mends).into();
    if page.image.is_some() {
        // The image is what most come for; how to get a newer one stands back.
        mends = folded(session.text(Page::MendTitle), vec![mends]);
    }
    let body = vec![why(session, &absence.why), mends];
    let title = if page.image.is_some() {
        Page::FailingTitle
    } else {
        Page::NoImageTitle
    };
    alert(tone, session.text(title).to_owned(), body)
}

fn why(session: Session, why: &Why) -> Node {
    let message = match why {
        Why::Pending => Page::NoImageImporting,
        Why::Failed(failure) => {
            let text = session.fill(Page::NoImageFailed, &[("message", &failure.message)]);
            let since = failure
                .since
                .map(|since| session.fill(Page::FailedSince, &[("age", &session.age(since))]));
            let text = el("p", "console-wrap").attr("dir", "auto").child(text);
            return vec![text.into(), el("p", "console-subtle").child(since).into()].into();
        }
        Why::Reference => Page::NoImageReference,
        Why::NeverImported => Page::NoImageNever,
        Why::DanglingTag(target) => return dangling(session, target),
        Why::DanglingImage {
            namespace,
            stream,
            digest,
        } => return dangling_image(session, namespace, stream, digest),
        Why::ImagePruned { .. } => Page::NoImagePruned,
        Why::Empty => Page::NoImageNoSource,
    };
    paragraph("", session.text(message))
}

fn dangling(session: Session, target: &TagTarget) -> Node {
    dangling_at(session, target_link(session, target))
}

fn dangling_image(session: Session, namespace: &str, stream: &str, digest: &str) -> Node {
    let text = format!("{namespace}/{stream}@{digest}");
    let route = Route::image(namespace, stream, digest);
    dangling_at(session, code_link(session, &route, text, None))
}

fn dangling_at(session: Session, link: Node) -> Node {
    el("p", "")
        .child(session.text(Page::NoImageDangling))
        .child(" ")
        .child(link)
        .into()
}

fn target_link(session: Session, target: &TagTarget) -> Node {
    let TagTarget {
        namespace,
        stream,
        tag,
    } = target;
    let text = format!("{namespace}/{stream}:{tag}");
    code_link(session, &Route::tag(namespace, stream, tag), text, None)
}

fn mend(session: Session, page: &TagPage, mend: &Mend) -> Node {
    let name = format!("{}:{}", page.stream, page.row.name);
    let (name, namespace) = (quote(&name), quote(&page.namespace));
    let import = format!("oc import-image {name} -n {namespace}");
    let retarget = |flags: &str| format!("oc tag SOURCE {name} -n {namespace}{flags}");
    let source = page.row.source.text(&page.namespace);
    let again = |flags: &str| format!("oc tag {} {name} -n {namespace}{flags}", quote(&source));
    let (text, line) = match mend {
        Mend::Wait => (Page::MendWait, None),
        Mend::ImportAgain => {
            let failed = matches!(
                page.absence.as_ref().or(page.failing.as_ref()),
                Some(Absence {
                    why: Why::Failed(_),
                    ..
                })
            );
            let text = match (failed, page.row.badges.scheduled) {
                (true, true) => Page::MendScheduled,
                (true, false) => Page::MendImportAgain,
                (false, _) => Page::MendImport,
            };
            (text, Some(import))
        }
        Mend::AddPullSecret { registry } => {
            let line = format!(
                "oc create secret docker-registry registry-login --docker-server={} \
                 --docker-username=USER --docker-password=TOKEN -n {namespace}",
                quote(registry)
            );
            (Page::MendUnauthorized, Some(line))
        }
        Mend::CorrectSource => (correct_source(page), Some(retarget(" --source=docker"))),
        Mend::AllowInsecure => (Page::MendTls, Some(again(" --insecure"))),
        Mend::WaitForRegistry => (Page::MendRateLimit, None),
        Mend::ImportInsteadOfReference => (Page::MendReference, Some(again(""))),
        Mend::FillTarget(target) => {
            let link = target_link(session, target);
            let text = session.text(Page::MendFillTarget);
            return el("li", "").child(text).child(" ").child(link).into();
        }
        Mend::Retarget => (Page::MendTag, Some(retarget(""))),
        Mend::Push => {
            let push = page
                .commands(crate::image::command::Engine::Podman)
                .map(|all| all.push);
            (Page::MendPush, push)
        }
        Mend::RollBack => {
            let older = page
                .history
                .iter()
                .skip(1)
                .find_map(|entry| entry.digest.as_ref());
            let line = older.map(|digest| {
                let image = format!("{}@{digest}", page.stream);
                format!("oc tag {} {name} -n {namespace}", quote(&image))
            });
            (Page::MendRollBack, line)
        }
    };
    el("li", "")
        .child(session.text(text))
        .child(line.map(|line| command(session, line)))
        .into()
}

/// What is wrong with a source: registries that answer say that they do not have it.
fn correct_source(page: &TagPage) -> Page {
    let reason = page
        .row
        .state
        .failure
        .as_ref()
        .map(|failure| failure.reason.as_str());
    match reason {
        Some("NotFound" | "Unauthorized" | "Forbidden" | "Invalid") => Page::MendNotFound,
        _ => Page::MendUnreachable,
    }
}
