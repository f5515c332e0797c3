//! What every part of the view needs: language, address, who asks, the time, and the way to the
//! API. All of it is `Copy`, so that it can be handed on freely.

use leptos::prelude::*;

use super::browser::storage::Key;
use super::browser::{address, clock, document, storage};
use super::pages::{Editor, Lists};
use super::theme::Theme;
use crate::api::client::{Client, Token};
use crate::config::Config;
use crate::messages::{Count, Language, Message, age};
use crate::model::project::is_highly_privileged;
use crate::route::program::Program;
use crate::route::{Addresses, Route, Scope};
use crate::text::age::Age;
use crate::text::time::Timestamp;

/// Where the reader is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The page.
    pub route: Route,
    /// The section of it that was asked for.
    pub section: Option<String>,
    /// How the reader came here; decides about focus and scrolling.
    pub arrival: Arrival,
}

/// How the reader came to a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arrival {
    /// The app was just started.
    Start,
    /// By a link.
    Link,
    /// By back or forward.
    History,
    /// The address was only rewritten: a filter, an order.
    Rewrite,
}

/// Who looks at the demo cluster.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Identity {
    /// Whoever the server in front says.
    Given,
    /// A name of the demo.
    Named(String),
    /// Nobody: every call is refused.
    SignedOut,
}

/// The word under which "signed out" is remembered. No identity is called so.
const SIGNED_OUT: &str = "-";

/// What every part of the view needs.
#[derive(Clone, Copy)]
pub struct Session {
    /// Language. Changing it draws the app anew, so that texts need not be watched.
    pub language: RwSignal<Language>,
    /// Theme.
    pub theme: RwSignal<Theme>,
    /// Who asks on the demo cluster.
    pub identity: RwSignal<Identity>,
    /// Where the reader is.
    pub place: RwSignal<Place>,
    /// The time, moved on twice a minute, for ages.
    pub now: RwSignal<Timestamp>,
    /// What screen readers are told next.
    pub announcement: RwSignal<String>,
    /// Whether the reader has done something since the program was started.
    pub acted: RwSignal<bool>,
    /// Projects known to run the cluster itself, by label.
    pub run_level_projects: RwSignal<Vec<String>>,
    /// What this program has of streams and their lists; nothing in that of single tags and images.
    pub lists: Option<&'static Lists>,
    /// What this program has for changing things; nothing in those that only read.
    pub editor: Option<Editor>,
    config: StoredValue<Config>,
    addresses: StoredValue<Addresses>,
}

impl Session {
    /// Starts from what the browser remembers and asks for.
    pub fn start(lists: Option<&'static Lists>, editor: Option<Editor>) -> Self {
        let config = Config::parse(document::meta("console-config").as_deref());
        let addresses = address::addresses(&config);
        let (route, section) = address::read(&addresses);
        let preferred = document::preferred_languages();
        let remembered = storage::read(Key::Language);
        let tags = remembered.iter().chain(&preferred).map(String::as_str);
        let identity = storage::read(Key::Identity).filter(|_| config.is_demo());
        Self {
            language: RwSignal::new(Language::preferred(tags)),
            theme: RwSignal::new(Theme::from_id(storage::read(Key::Theme).as_deref())),
            identity: RwSignal::new(match identity {
                None => Identity::Given,
                Some(name) if name == SIGNED_OUT => Identity::SignedOut,
                Some(name) => Identity::Named(name),
            }),
            place: RwSignal::new(Place {
                route,
                section,
                arrival: Arrival::Start,
            }),
            now: RwSignal::new(clock::now()),
            announcement: RwSignal::new(String::new()),
            acted: RwSignal::new(false),
            run_level_projects: RwSignal::new(Vec::new()),
            lists,
            editor,
            config: StoredValue::new(config),
            addresses: StoredValue::new(addresses),
        }
    }

    /// The text in the present language.
    pub fn text(self, message: impl Message) -> &'static str {
        self.language.get_untracked().text(message)
    }

    /// The text with its placeholders filled.
    pub fn fill(self, message: impl Message, values: &[(&str, &str)]) -> String {
        self.language.get_untracked().fill(message, values)
    }

    /// A number of things in words.
    pub fn count(self, what: Count, number: usize) -> String {
        self.language.get_untracked().count(what, number)
    }

    /// The age of a time; follows the clock.
    pub fn age(self, then: Timestamp) -> String {
        age(
            self.language.get_untracked(),
            Age::between(then, self.now.get()),
        )
    }

    /// What the server told the page.
    pub fn config<T>(self, read: impl FnOnce(&Config) -> T) -> T {
        self.config.with_value(read)
    }

    /// The address of a page, for links.
    pub fn href(self, route: &Route) -> String {
        self.addresses.with_value(|addresses| addresses.href(route))
    }

    /// The address of a section of a page.
    pub fn section_href(self, route: &Route, section: &str) -> String {
        self.addresses
            .with_value(|addresses| addresses.section_href(route, section))
    }

    /// Reads addresses.
    pub fn addresses(self) -> Addresses {
        self.addresses.get_value()
    }

    /// Goes to a page.
    pub fn go(self, route: Route, section: Option<String>) {
        address::remember_scroll(document::scroll_top());
        let href = match &section {
            Some(section) => self.section_href(&route, section),
            None => self.href(&route),
        };
        if self.is_elsewhere(&route) {
            address::leave(&href);
            return;
        }
        address::push(&href);
        self.place.set(Place {
            route,
            section,
            arrival: Arrival::Link,
        });
    }

    /// Whether a page belongs to a larger program than this one.
    pub fn is_elsewhere(self, route: &Route) -> bool {
        match route.program() {
            Program::Tag => false,
            Program::App => self.lists.is_none(),
            Program::Editor => self.editor.is_none(),
        }
    }

    /// Rewrites the address of the page one is on: a filter, an order.
    pub fn rewrite(self, route: Route) {
        address::replace(&self.href(&route));
        self.place.set(Place {
            route,
            section: None,
            arrival: Arrival::Rewrite,
        });
    }

    /// The client of the API, for whoever is signed in now.
    pub fn client(self) -> Client {
        let token = match self.identity.get_untracked() {
            Identity::Given => None,
            Identity::Named(name) => Some(Token::new(format!("{name}-token"))),
            // No such token exists: the demo answers as a cluster does to one that has expired.
            Identity::SignedOut => Some(Token::new("expired".to_owned())),
        };
        let served = self.config(Config::is_served);
        let base = if served {
            self.addresses.with_value(|at| at.base.clone())
        } else {
            "/".to_owned()
        };
        Client::new(&base, token)
    }

    /// The name of who is signed in, where that is known.
    pub fn user(self) -> Option<String> {
        match self.identity.get_untracked() {
            Identity::Given => self.config(|config| config.identity.clone()),
            Identity::Named(name) => Some(name),
            Identity::SignedOut => None,
        }
    }

    /// Says something to screen readers.
    pub fn announce(self, text: &str) {
        // The same text again is news, too; a changed text node is what readers notice.
        let again = self.announcement.with_untracked(|last| last == text);
        self.announcement.set(if again {
            format!("{text}\u{a0}")
        } else {
            text.to_owned()
        });
    }

    /// Chooses a language and remembers it.
    pub fn choose_language(self, language: Language) {
        storage::write(Key::Language, Some(language.tag()));
        self.language.set(language);
    }

    /// Chooses a theme and remembers it.
    pub fn choose_theme(self, theme: Theme) {
        storage::write(Key::Theme, theme.id());
        self.theme.set(theme);
    }

    /// Chooses who looks at the demo cluster and remembers it.
    pub fn choose_identity(self, identity: Identity) {
        let word = match &identity {
            Identity::Given => None,
            Identity::Named(name) => Some(name.as_str()),
            Identity::SignedOut => Some(SIGNED_OUT),
        };
        storage::write(Key::Identity, word);
        self.run_level_projects.set(Vec::new());
        self.identity.set(identity);
    }

    /// Remembers the project that is looked at.
    pub fn remember_project(project: &Scope) {
        storage::write(Key::Project, Some(project.name().unwrap_or_default()));
    }

    /// The project that was looked at last.
    pub fn last_project() -> Scope {
        match storage::read(Key::Project).filter(|name| !name.is_empty()) {
            Some(name) => Scope::Project(name),
            None => Scope::All,
        }
    }

    /// Whether a project is highly privileged, as far as its labels are known; follows that.
    pub fn is_privileged(self, project: &str) -> bool {
        let known = self
            .run_level_projects
            .with(|names| names.iter().any(|name| name == project));
        known || is_highly_privileged(project, &crate::text::sorted_map::SortedMap::new())
    }
}
