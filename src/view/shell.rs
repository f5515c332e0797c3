//! The frame around every page: masthead with its menus, the place of the page, announcements.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Event, KeyboardEvent};

use super::browser::document;
use super::node::{Node, div, el, live, span};
use super::pages;
use super::parts::fact::{fact_of, paragraph};
use super::parts::icon::{Icon, icon, product_mark};
use super::parts::menu::{Toggle, choice, choices, menu};
use super::projects::{ProjectList, Projects};
use super::rights::Rights;
use super::session::{Identity, Session};
use super::theme::Theme;
use crate::messages::{Language, Shell};
use crate::route::{Route, Scope};

/// How many projects the selector shows at once; the filter finds the rest.
const PROJECTS_SHOWN_MAX: usize = 200;

/// Draws the frame and the page in it.
pub fn shell(session: Session) -> Node {
    let projects = ProjectList::new(session);
    Rights::provide(session);
    let skip = |event: Event| {
        // With a base address, a link to a bare fragment would leave the page.
        event.prevent_default();
        document::focus("main");
    };
    let skip = el("a", "pf-v6-c-skip-to-content console-skip")
        .attr("href", "#main")
        .on("click", skip)
        .child(span("pf-v6-c-button pf-m-primary").child(session.text(Shell::SkipToContent)));
    let main = el("main", "pf-v6-c-page__main")
        .attr("id", "main")
        .attr("tabindex", "-1")
        .child(session.editor.map(|editor| (editor.notice)(session)))
        .child(pages::page(session, projects));
    let scroller = div("pf-v6-c-page__main-container")
        .attr("tabindex", "-1")
        .child(main);
    let announcements = div("pf-v6-u-screen-reader")
        .attr("role", "status")
        .attr("aria-live", "polite")
        .child(live(move || session.announcement.get()));
    div("pf-v6-c-page console-page")
        .child(skip)
        .child(masthead(session, projects))
        .child(scroller)
        .child(announcements)
        .into()
}

fn masthead(session: Session, projects: ProjectList) -> Node {
    let demo = session.config(crate::config::Config::is_demo);
    let home = el("a", "console-product")
        .attr("href", session.href(&Route::streams(Scope::All)))
        .attr("aria-label", session.text(Shell::HomeLink))
        .child(product_mark())
        .child(span("console-product-name").child(session.text(Shell::ProductName)));
    let brand = div("pf-v6-c-masthead__brand").child(home);
    let content = div("pf-v6-c-masthead__content console-masthead")
        .child(project_menu(session, projects))
        .child(span("console-spring"))
        .child(demo.then(|| identity_menu(session)))
        .child(settings_menu(session))
        .child(help_menu(session));
    el("header", "pf-v6-c-masthead pf-m-display-inline")
        .child(div("pf-v6-c-masthead__main").child(brand))
        .child(content)
        .into()
}

/// The project that the page is about, for the selector.
fn current_project(session: Session) -> String {
    let name = session
        .place
        .with(|place| place.route.namespace().map(str::to_owned));
    name.unwrap_or_else(|| session.text(Shell::AllProjects).to_owned())
}

fn project_menu(session: Session, projects: ProjectList) -> Node {
    let name = move || session.fill(Shell::ProjectIs, &[("name", &current_project(session))]);
    let word = span("console-project-word")
        .child(session.text(Shell::Project))
        .child(": ");
    let current = el("bdi", "console-project-name").child(live(move || current_project(session)));
    let face = span("console-project").child(word).child(current);
    let panel = Box::new(move |open: RwSignal<bool>| project_panel(session, projects, open));
    menu("project-menu", Toggle::Text, name, face, panel)
}

fn go_to_project(session: Session, open: RwSignal<bool>, project: Scope) {
    open.set(false);
    session.go(Route::streams(project), None);
}

fn project_panel(session: Session, projects: ProjectList, open: RwSignal<bool>) -> Node {
    projects.want();
    let typed = RwSignal::new(String::new());
    let enter = move |event: Event| {
        let event = event.unchecked_into::<KeyboardEvent>();
        let name = typed.get_untracked().trim().to_owned();
        if event.key() == "Enter" && !name.is_empty() {
            event.prevent_default();
            // The only match is meant; anything else is a name that is typed out.
            let only = match matching(&projects.state.read_untracked(), &name).as_slice() {
                [only] => Some(only.clone()),
                _ => None,
            };
            go_to_project(session, open, Scope::Project(only.unwrap_or(name)));
        }
    };
    let hint = session.text(Shell::ProjectFilter);
    let field = el("input", "console-field")
        .attr("type", "text")
        .attr("role", "searchbox")
        .attr("id", "project-filter")
        .attr("aria-label", hint)
        .attr("placeholder", hint)
        .attr("autocomplete", "off")
        .attr("spellcheck", "false")
        .created(document::focus_at_once)
        .on("input", move |event| typed.set(event_target_value(&event)))
        .on("keydown", enter);
    let all = choice(session.text(Shell::AllProjects), false, move || {
        go_to_project(session, open, Scope::All);
    });
    let list = div("console-project-list")
        .attr("role", "group")
        .attr("aria-label", session.text(Shell::ProjectList))
        .child(all)
        .child(live(move || {
            project_choices(session, projects, open, &typed.get())
        }));
    div("console-project-panel").child(field).child(list).into()
}

fn matching(projects: &Projects, typed: &str) -> Vec<String> {
    let Projects::Known(names) = projects else {
        return Vec::new();
    };
    let typed = typed.trim().to_ascii_lowercase();
    names
        .iter()
        .filter(|name| name.to_ascii_lowercase().contains(&typed))
        .cloned()
        .collect()
}

fn project_choices(
    session: Session,
    projects: ProjectList,
    open: RwSignal<bool>,
    typed: &str,
) -> Node {
    let state = projects.state.read();
    let hint = match &*state {
        Projects::Unread | Projects::Reading => Some(Shell::Loading),
        Projects::Known(names) if names.is_empty() => Some(Shell::ProjectsEmpty),
        Projects::Known(_) => None,
        Projects::Forbidden => Some(Shell::ProjectsForbidden),
        Projects::Failed => Some(Shell::ProjectsFailed),
    };
    let hint = hint.map(|hint| {
        el("p", "console-hint")
            .attr("role", "status")
            .child(session.text(hint))
    });
    let here = session
        .place
        .with_untracked(|place| place.route.namespace().map(str::to_owned));
    let names = matching(&state, typed);
    let typed = typed.trim().to_owned();
    let unknown = (!typed.is_empty() && !names.contains(&typed)).then(|| {
        let text = session.fill(Shell::ProjectOpenTyped, &[("name", &typed)]);
        choice(text, false, move || {
            go_to_project(session, open, Scope::Project(typed.clone()));
        })
    });
    let choices = names.into_iter().take(PROJECTS_SHOWN_MAX).map(|name| {
        let chosen = here.as_ref() == Some(&name);
        let text = el("bdi", "console-wrap").child(name.clone());
        choice(text, chosen, move || {
            go_to_project(session, open, Scope::Project(name.clone()));
        })
    });
    let choices: Vec<Node> = choices.collect();
    vec![hint.into(), choices.into(), unknown.into()].into()
}

fn identity_menu(session: Session) -> Node {
    let user = session.user();
    let name = match &user {
        Some(user) => session.fill(Shell::IdentityIs, &[("name", user)]),
        None => session.text(Shell::IdentityNone).to_owned(),
    };
    let shown = user
        .clone()
        .unwrap_or_else(|| session.text(Shell::IdentityNone).to_owned());
    let face = span("console-face")
        .child(icon(Icon::User))
        .child(" ")
        .child(span("console-face-text").child(shown));
    let panel = move |_| {
        let mut items: Vec<Node> = session
            .config(|config| config.identities.clone())
            .into_iter()
            .map(|name| {
                let chosen = user.as_ref() == Some(&name);
                choice(name.clone(), chosen, move || {
                    session.choose_identity(Identity::Named(name.clone()));
                    document::focus_later("identity-menu");
                })
            })
            .collect();
        items.push(choice(
            session.text(Shell::IdentityNone),
            user.is_none(),
            move || {
                session.choose_identity(Identity::SignedOut);
                document::focus_later("identity-menu");
            },
        ));
        let note = paragraph("console-hint", session.text(Shell::DemoNote));
        vec![choices(session.text(Shell::Identity), items), note].into()
    };
    menu(
        "identity-menu",
        Toggle::Text,
        move || name.clone(),
        face,
        Box::new(panel),
    )
}

fn settings_menu(session: Session) -> Node {
    let panel = move |_| {
        let languages = Language::ALL.map(|language| {
            let chosen = session.language.get_untracked() == language;
            let name = span("")
                .attr("lang", language.tag())
                .child(language.own_name());
            choice(name, chosen, move || {
                session.choose_language(language);
                document::focus_later("settings-menu");
            })
        });
        let themes = live(move || {
            let now = session.theme.get();
            let items = Theme::ALL.map(|theme| {
                let text = session.text(match theme {
                    Theme::System => Shell::ThemeSystem,
                    Theme::Light => Shell::ThemeLight,
                    Theme::Dark => Shell::ThemeDark,
                });
                choice(text, now == theme, move || {
                    session.choose_theme(theme);
                    document::focus_later("settings-menu");
                })
            });
            choices(session.text(Shell::Theme), items.into())
        });
        vec![
            choices(session.text(Shell::Language), languages.into()),
            themes,
        ]
        .into()
    };
    let name = move || session.text(Shell::Settings).to_owned();
    menu(
        "settings-menu",
        Toggle::Plain,
        name,
        icon(Icon::Settings),
        Box::new(panel),
    )
}

fn help_menu(session: Session) -> Node {
    let panel = move |_| {
        let keys = [
            ("/", Shell::HelpFilter),
            ("n", Shell::HelpProject),
            ("a", Shell::HelpActions),
            ("?", Shell::HelpHelp),
            ("Esc", Shell::HelpEscape),
            ("↑ ↓", Shell::HelpArrows),
        ];
        let keys = keys.map(|(key, meaning)| {
            let key = el("kbd", "console-key").child(key);
            fact_of(key.into(), session.text(meaning).into())
        });
        let (version, cluster) =
            session.config(|config| (config.version.clone(), config.cluster.clone()));
        let version = if version.is_empty() {
            env!("CARGO_PKG_VERSION").to_owned()
        } else {
            version
        };
        let cluster = (!cluster.is_empty())
            .then(|| paragraph("", session.fill(Shell::HelpCluster, &[("name", &cluster)])));
        let version = session.fill(Shell::HelpVersion, &[("version", &version)]);
        div("console-help")
            .attr("role", "group")
            .attr("aria-label", session.text(Shell::HelpTitle))
            .child(el("h2", "console-heading").child(session.text(Shell::HelpTitle)))
            .child(el("dl", "console-facts").children(keys))
            .child(paragraph("", session.text(Shell::HelpLinks)))
            .child(cluster)
            .child(paragraph("console-subtle", version))
            .into()
    };
    let name = move || session.text(Shell::Help).to_owned();
    menu(
        "help-menu",
        Toggle::Plain,
        name,
        icon(Icon::Help),
        Box::new(panel),
    )
}
