//! `docs/oc.md`: each recorded `oc` command with its place in the app and the address of the form.
//! The page is made from the cases that are proven to have the same effect, so it cannot go stale.

use std::fmt::Write;

use imagestream_console::edit::command::{Naming, commands};
use imagestream_console::edit::draft::{Action, Draft};
use imagestream_console::edit::field::Field;
use imagestream_console::explain_change::{purpose, reason, title};
use imagestream_console::messages::Language;
use imagestream_console::route::Route;

use super::cases::{Case, OnPurpose, cases};
use super::commands::planned;
use super::recorded::step;
use super::refusals::refused_by_oc;

const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/oc.md");

const BEFORE: &str = "\
<!-- Made by the test `edit::documented`; `UPDATE_DOCS=1 cargo nextest run documented` writes it. -->

# From `oc` to the app

Whoever knows the command finds here where the app does the same, and the address of the form filled
in for it. Such an address can be shared: it fills the form and never sends it. The commands are those
of recorded sessions with a real cluster; for each of them a test compares what the app's own request
leaves on the server with what `oc` left there.

In the app every form shows the command for what is filled in, ready to copy, before anything is sent.

## Looking

| With `oc` | Address |
| --- | --- |
";

/// Commands that read, with the pages that tell the same.
const READING: [(&str, &str); 9] = [
    ("oc get imagestreams -A", "/k8s/all-namespaces/imagestreams"),
    ("oc get imagestreams -n demo", "/k8s/ns/demo/imagestreams"),
    ("oc get istag -n demo", "/k8s/ns/demo/imagestreams/python"),
    (
        "oc describe is/python -n demo",
        "/k8s/ns/demo/imagestreams/python/text",
    ),
    (
        "oc get is/python -o yaml -n demo",
        "/k8s/ns/demo/imagestreams/python/yaml",
    ),
    (
        "oc describe istag/python:3.5 -n demo",
        "/k8s/ns/demo/imagestreamtags/python%3A3.5/text",
    ),
    (
        "oc get istag/python:3.5 -o yaml -n demo",
        "/k8s/ns/demo/imagestreamtags/python%3A3.5/yaml",
    ),
    (
        "oc describe isimage/python@sha256:7cb0abd9 -n demo",
        "/k8s/ns/demo/imagestreamimages/python@sha256:7cb0abd9/text",
    ),
    (
        "oc get isimage/python@sha256:7cb0abd9 -o yaml -n demo",
        "/k8s/ns/demo/imagestreamimages/python@sha256:7cb0abd9/yaml",
    ),
];

/// Forms without a recorded command, with what comes nearest to them, and their addresses.
const NEAREST: [(Action, &str, &str); 5] = [
    (
        Action::CreateSecret,
        "`oc create secret docker-registry`, and the password never stands on a command line",
        "/k8s/ns/demo/secrets/~new?secret=quay&host=quay.io&user=robot",
    ),
    (
        Action::ImportRepository,
        "`oc import-image python --from=quay.io/org/python --all`",
        "/k8s/ns/demo/imagestreams/python/change/import-repository?repository=quay.io/org/python",
    ),
    (
        Action::LookAtRepository,
        "nothing: `oc` cannot list the tags of a repository",
        "/k8s/ns/demo/imagestreams/python/change/look-at-repository?repository=quay.io/org/python",
    ),
    (
        Action::SetOptions,
        "`oc patch`; `oc tag` resets what is not given again",
        "/k8s/ns/demo/imagestreams/python/change/options?tag=3.5&reference-policy=Local",
    ),
    (
        Action::SetTagAnnotations,
        "`oc annotate istag/python:3.5 description=Stable`",
        "/k8s/ns/demo/imagestreams/python/change/tag-annotations?tag=3.5&annotation=description%3DStable",
    ),
];

const AFTER: &str = "
## What stays different everywhere

- **Fields that nobody changed stay.** `oc tag` writes a tag anew: it drops annotations, the schedule,
  the reference policy and the import mode unless they are given again. The app changes what was
  changed, and its preview lists what the plain command would have reset.
- **Nothing of others is overwritten.** Each write says which version or which object it was based
  on. `oc tag` tries again on the newest state when someone was faster; the app shows both changes.
- **A failed import is a failure.** The server answers an import with success even when no image came.
- **Looking is a dry run of the registry, never of the server.** Older servers carry a dry run of an
  import out, so the app asks with `import: false`, which stores nothing on any of them.
- **Streams that are made on the way are made first**, so that one which appears meanwhile is not changed.

## What the app leaves to `oc`

- `oc secrets link`: imports find a secret by its host; linking is about pods and builds.
- `oc edit`, `oc replace` and `oc apply` of whole objects: a write of the app is the change and no more.
- `oc adm prune images`, `oc image mirror`: they work on the registry's storage.
";

/// Where an action is offered.
fn place_of(action: Action) -> &'static str {
    match action {
        Action::CreateStream => "the list of image streams",
        Action::Retarget | Action::SetOptions | Action::SetTagAnnotations => "the menu of the tag",
        Action::Schedule | Action::ImportAgain | Action::DeleteTags => {
            "the menu of the tag, or of several selected tags"
        }
        Action::RollBack => "the history of the tag, or its menu",
        Action::AddTag
        | Action::ImportRepository
        | Action::DeleteStream
        | Action::SetLookup
        | Action::SetLabels
        | Action::SetAnnotations => "the menu of the stream",
        Action::CreateSecret => "the form, when a registry wants a login",
        Action::LookAtImage | Action::LookAtRepository => "the field of an external image",
    }
}

/// A command or address in a cell.
fn code(text: &str) -> String {
    format!("`{}`", text.trim().replace('|', "\\|"))
}

fn address(case: &Case) -> String {
    let (namespace, stream) = (&case.place.namespace, &case.place.stream);
    let mut draft = Draft::of(&case.intent);
    // Whoever deletes a stream types its name; no link does that for them.
    draft.set(Field::Confirmation, "");
    if draft.action == Action::CreateStream {
        draft.set(Field::Stream, stream);
    }
    format!(
        "/{}",
        Route::form(namespace, stream, draft)
            .path()
            .trim_start_matches('/')
    )
}

fn changing(page: &mut String) {
    let cases = cases();
    for (action, _) in Action::WORDS {
        let of_action: Vec<&Case> = cases
            .iter()
            .filter(|case| Draft::of(&case.intent).action == action)
            .collect();
        if of_action.is_empty() {
            continue;
        }
        let (name, why) = (Language::English.text(title(action)), purpose(action));
        let why = Language::English.text(why);
        write!(page, "\n## {name}\n\n{why} In {}.\n\n", place_of(action)).unwrap();
        page.push_str("| With `oc` | Address of the form |\n| --- | --- |\n");
        for case in of_action {
            let command = code(&step(case.step).command);
            writeln!(page, "| {command} | {} |", code(&address(case))).unwrap();
        }
    }
}

fn nearest(page: &mut String) {
    page.push_str("\n## Forms without a command of their own\n\n");
    page.push_str("| Form | What comes nearest | Address of the form |\n| --- | --- | --- |\n");
    for (action, command, address) in NEAREST {
        let name = Language::English.text(title(action));
        writeln!(page, "| {name} | {command} | {} |", code(address)).unwrap();
    }
}

fn differing(page: &mut String) {
    page.push_str("\n## Where the app differs on purpose\n\n");
    page.push_str("| With `oc` | The app's command | Why |\n| --- | --- | --- |\n");
    for case in cases() {
        let why = match case.on_purpose {
            OnPurpose::No => continue,
            OnPurpose::Way(why) => format!("Same in the end: {why}."),
            OnPurpose::History(why) => format!("Same wishes, another history: {why}."),
        };
        let step = step(case.step);
        let shown: Vec<String> = commands(&planned(&case, step), Naming::AsChosen)
            .iter()
            .map(|line| code(line))
            .collect();
        writeln!(
            page,
            "| {} | {} | {why} |",
            code(&step.command),
            shown.join("<br>")
        )
        .unwrap();
    }
}

fn refused(page: &mut String) {
    page.push_str("\n## What is refused in the form already\n\n");
    page.push_str("| With `oc` | It says | The form says |\n| --- | --- | --- |\n");
    for (number, _, _, why) in refused_by_oc() {
        let step = step(number);
        let said = step.stderr.lines().next().unwrap_or_default();
        let why = reason(Language::English, &why);
        writeln!(page, "| {} | {} | {why} |", code(&step.command), code(said)).unwrap();
    }
}

fn page() -> String {
    let mut page = BEFORE.to_owned();
    for (command, address) in READING {
        writeln!(page, "| {} | {} |", code(command), code(address)).unwrap();
    }
    changing(&mut page);
    nearest(&mut page);
    differing(&mut page);
    refused(&mut page);
    page.push_str(AFTER);
    page
}

#[test]
#[allow(clippy::print_stdout)] // The table is what the test is for.
fn the_docs_tell_where_each_command_is_in_the_app() {
    let page = page();
    println!("{page}");
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(PAGE, &page).unwrap();
    }
    let documented = std::fs::read_to_string(PAGE).unwrap_or_default();
    assert!(
        documented == page,
        "docs/oc.md is not what this test makes; UPDATE_DOCS=1 writes it"
    );
}

#[test]
fn every_documented_address_opens_its_page() {
    let opens = |address: &str| {
        let (path, query) = address.split_once('?').unwrap_or((address, ""));
        Route::parse(path, query)
    };
    for (command, address) in READING {
        let route = opens(address);
        assert!(
            !matches!(route, Route::NotFound { .. }),
            "{command}: {address}"
        );
    }
    for (action, _, address) in NEAREST {
        match opens(address) {
            Route::Change { draft, .. } => {
                assert_eq!(draft.action, action);
                assert!(draft.intent().is_ok(), "{address}");
            }
            other => panic!("{address} opens {other:?}"),
        }
    }
    for case in cases() {
        let Route::Change {
            mut draft, stream, ..
        } = opens(&address(&case))
        else {
            panic!("{} opens no form", address(&case));
        };
        if draft.action == Action::DeleteStream {
            draft.set(Field::Confirmation, &stream);
        }
        assert_eq!(draft.intent().unwrap(), case.intent);
        let made = matches!(draft.action, Action::CreateStream | Action::CreateSecret);
        assert!(made || stream == case.place.stream);
    }
}

#[test]
fn every_address_of_a_task_in_the_readme_opens_a_filled_form() {
    let readme = include_str!("../../../README.md");
    let addresses = readme.lines().filter_map(|line| line.strip_prefix("    /"));
    let mut forms = 0;
    for address in addresses {
        let (path, query) = address.split_once('?').unwrap_or((address, ""));
        match Route::parse(path, query) {
            Route::Change { draft, .. } => {
                assert!(draft.intent().is_ok(), "{address}");
                forms += 1;
            }
            Route::Stream { .. } => {}
            other => panic!("{address} opens {other:?}"),
        }
    }
    assert!(forms >= 9, "{forms} forms");
}
