//! The frame around every page: masthead with its menus, the place of the page, announcements.

use leptos::prelude::*;
use web_sys::{KeyboardEvent, MouseEvent};

use super::browser::document;
use super::pages;
use super::parts::icon::{Icon, icon, product_mark};
use super::parts::menu::{Toggle, choice, choices, menu};
use super::projects::{ProjectList, Projects};
use super::session::{Identity, Session};
use super::theme::Theme;
use crate::messages::{Language, Shell};
use crate::route::{Route, Scope};

/// How many projects the selector shows at once; the filter finds the rest.
const PROJECTS_SHOWN_MAX: usize = 200;

/// Draws the frame and the page in it.
pub fn shell(session: Session) -> AnyView {
    let projects = ProjectList::new(session);
    let skip = |event: MouseEvent| {
        // With a base address, a link to a bare fragment would leave the page.
        event.prevent_default();
        document::focus("main");
    };
    view! {
        <div class="pf-v6-c-page console-page">
            <a class="pf-v6-c-skip-to-content console-skip" href="#main" on:click=skip>
                <span class="pf-v6-c-button pf-m-primary">{session.text(Shell::SkipToContent)}</span>
            </a>
            {masthead(session, projects)}
            <div class="pf-v6-c-page__main-container" id="console-scroller" tabindex="-1">
                <main class="pf-v6-c-page__main" id="main" tabindex="-1">
                    {pages::page(session, projects)}
                </main>
            </div>
            <div class="pf-v6-u-screen-reader" role="status" aria-live="polite">
                {move || session.announcement.get()}
            </div>
        </div>
    }
    .into_any()
}

fn masthead(session: Session, projects: ProjectList) -> AnyView {
    let home = session.href(&Route::streams(Scope::All));
    let demo = session.config(crate::config::Config::is_demo);
    view! {
        <header class="pf-v6-c-masthead pf-m-display-inline">
            <div class="pf-v6-c-masthead__main">
                <div class="pf-v6-c-masthead__brand">
                    <a class="console-product" href=home aria-label=session.text(Shell::HomeLink)>
                        {product_mark()}
                        <span class="console-product-name">{session.text(Shell::ProductName)}</span>
                    </a>
                </div>
            </div>
            <div class="pf-v6-c-masthead__content console-masthead">
                {project_menu(session, projects)}
                <span class="console-spring"></span>
                {demo.then(|| identity_menu(session))}
                {settings_menu(session)}
                {help_menu(session)}
            </div>
        </header>
    }
    .into_any()
}

/// The project that the page is about, for the selector.
fn current_project(session: Session) -> String {
    let name = session
        .place
        .with(|place| place.route.namespace().map(str::to_owned));
    name.unwrap_or_else(|| session.text(Shell::AllProjects).to_owned())
}

fn project_menu(session: Session, projects: ProjectList) -> AnyView {
    let name = move || session.fill(Shell::ProjectIs, &[("name", &current_project(session))]);
    let face = view! {
        <span class="console-project">
            <span class="console-project-word">{session.text(Shell::Project)} ": "</span>
            <bdi class="console-project-name">{move || current_project(session)}</bdi>
        </span>
    };
    let panel = Box::new(move |open: RwSignal<bool>| project_panel(session, projects, open));
    menu("project-menu", Toggle::Text, name, face.into_any(), panel)
}

fn go_to_project(session: Session, open: RwSignal<bool>, project: Scope) {
    open.set(false);
    session.go(Route::streams(project), None);
}

fn project_panel(session: Session, projects: ProjectList, open: RwSignal<bool>) -> AnyView {
    projects.want();
    let typed = RwSignal::new(String::new());
    let field = NodeRef::<leptos::html::Input>::new();
    Effect::new(move |_| {
        if let Some(field) = field.get() {
            let _ = field.focus();
        }
    });
    let enter = move |event: KeyboardEvent| {
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
    let all = choice(
        session.text(Shell::AllProjects).into_any(),
        false,
        move || {
            go_to_project(session, open, Scope::All);
        },
    );
    view! {
        <div class="console-project-panel">
            <input
                type="search"
                class="console-field"
                id="project-filter"
                aria-label=session.text(Shell::ProjectFilter)
                placeholder=session.text(Shell::ProjectFilter)
                autocomplete="off"
                spellcheck="false"
                node_ref=field
                on:input=move |event| typed.set(event_target_value(&event))
                on:keydown=enter
            />
            <div class="console-project-list" role="group" aria-label=session.text(Shell::ProjectList)>
                {all}
                {move || project_choices(session, projects, open, &typed.get())}
            </div>
        </div>
    }
    .into_any()
}

fn matching(projects: &Projects, typed: &str) -> Vec<String> {
    let Projects::Known(names) = projects else {
        return Vec::new();
    };
    let typed = typed.trim().to_lowercase();
    names
        .iter()
        .filter(|name| name.to_lowercase().contains(&typed))
        .cloned()
        .collect()
}

fn project_choices(
    session: Session,
    projects: ProjectList,
    open: RwSignal<bool>,
    typed: &str,
) -> AnyView {
    let state = projects.state.read();
    let hint = match &*state {
        Projects::Unread | Projects::Reading => Some(Shell::Loading),
        Projects::Known(names) if names.is_empty() => Some(Shell::ProjectsEmpty),
        Projects::Known(_) => None,
        Projects::Forbidden => Some(Shell::ProjectsForbidden),
        Projects::Failed => Some(Shell::ProjectsFailed),
    };
    let hint = hint.map(|hint| {
        view! { <p class="console-hint" role="status">{session.text(hint)}</p> }
    });
    let here = session
        .place
        .with_untracked(|place| place.route.namespace().map(str::to_owned));
    let names = matching(&state, typed);
    let typed = typed.trim().to_owned();
    let unknown = (!typed.is_empty() && !names.contains(&typed)).then(|| {
        let text = session.fill(Shell::ProjectOpenTyped, &[("name", &typed)]);
        choice(text.into_any(), false, move || {
            go_to_project(session, open, Scope::Project(typed.clone()));
        })
    });
    let choices: Vec<AnyView> = names
        .into_iter()
        .take(PROJECTS_SHOWN_MAX)
        .map(|name| {
            let chosen = here.as_ref() == Some(&name);
            let text = view! { <bdi class="console-wrap">{name.clone()}</bdi> }.into_any();
            choice(text, chosen, move || {
                go_to_project(session, open, Scope::Project(name.clone()));
            })
        })
        .collect();
    view! { {hint} {choices} {unknown} }.into_any()
}

fn identity_menu(session: Session) -> AnyView {
    let user = session.user();
    let name = match &user {
        Some(user) => session.fill(Shell::IdentityIs, &[("name", user)]),
        None => session.text(Shell::IdentityNone).to_owned(),
    };
    let shown = user
        .clone()
        .unwrap_or_else(|| session.text(Shell::IdentityNone).to_owned());
    let face = view! {
        <span class="console-face">{icon(Icon::User)} <span class="console-face-text">{shown}</span></span>
    };
    let panel = move |_| {
        let mut items: Vec<AnyView> = session
            .config(|config| config.identities.clone())
            .into_iter()
            .map(|name| {
                let chosen = user.as_ref() == Some(&name);
                choice(name.clone().into_any(), chosen, move || {
                    session.choose_identity(Identity::Named(name.clone()));
                })
            })
            .collect();
        let out = session.text(Shell::IdentityNone).into_any();
        items.push(choice(out, user.is_none(), move || {
            session.choose_identity(Identity::SignedOut);
        }));
        view! {
            {choices(session.text(Shell::Identity), items)}
            <p class="console-hint">{session.text(Shell::DemoNote)}</p>
        }
        .into_any()
    };
    menu(
        "identity-menu",
        Toggle::Text,
        move || name.clone(),
        face.into_any(),
        Box::new(panel),
    )
}

fn settings_menu(session: Session) -> AnyView {
    let panel = move |_| {
        let languages = Language::ALL
            .into_iter()
            .map(|language| {
                let chosen = session.language.get_untracked() == language;
                let name = view! { <span lang=language.tag()>{language.own_name()}</span> };
                choice(name.into_any(), chosen, move || {
                    session.choose_language(language);
                    document::focus_later("settings-menu");
                })
            })
            .collect();
        let themes = move || {
            let chosen = session.theme.get();
            let items = Theme::ALL.into_iter().map(|theme| {
                let text = session.text(match theme {
                    Theme::System => Shell::ThemeSystem,
                    Theme::Light => Shell::ThemeLight,
                    Theme::Dark => Shell::ThemeDark,
                });
                choice(text.into_any(), chosen == theme, move || {
                    session.choose_theme(theme)
                })
            });
            choices(session.text(Shell::Theme), items.collect())
        };
        view! { {choices(session.text(Shell::Language), languages)} {themes} }.into_any()
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

fn help_menu(session: Session) -> AnyView {
    let panel = move |_| {
        let keys = [
            ("/", Shell::HelpFilter),
            ("n", Shell::HelpProject),
            ("?", Shell::HelpHelp),
            ("Esc", Shell::HelpEscape),
            ("↑ ↓", Shell::HelpArrows),
        ];
        let keys: Vec<AnyView> = keys
            .into_iter()
            .map(|(key, meaning)| {
                view! {
                    <div class="console-fact">
                        <dt><kbd class="console-key">{key}</kbd></dt>
                        <dd>{session.text(meaning)}</dd>
                    </div>
                }
                .into_any()
            })
            .collect();
        let (version, cluster) =
            session.config(|config| (config.version.clone(), config.cluster.clone()));
        let version = if version.is_empty() {
            env!("CARGO_PKG_VERSION").to_owned()
        } else {
            version
        };
        let cluster = (!cluster.is_empty()).then(|| {
            view! { <p>{session.fill(Shell::HelpCluster, &[("name", &cluster)])}</p> }
        });
        view! {
            <div class="console-help" role="group" aria-label=session.text(Shell::HelpTitle)>
                <h2 class="console-heading">{session.text(Shell::HelpTitle)}</h2>
                <dl class="console-facts">{keys}</dl>
                <p>{session.text(Shell::HelpLinks)}</p>
                {cluster}
                <p class="console-subtle">
                    {session.fill(Shell::HelpVersion, &[("version", &version)])}
                </p>
            </div>
        }
        .into_any()
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
