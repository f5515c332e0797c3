//! Where routes stand in the browser's address: in its path, or behind a hash on static hosts.

use super::Route;
use crate::percent;

/// Where routes stand in the browser's address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Addresses {
    /// Path of the app, with a slash at both ends.
    pub base: String,
    /// True: routes stand behind `#/`, for static hosts that know no other page than the root.
    pub in_hash: bool,
}

impl Addresses {
    /// Reads the parts of the browser's location: the route and the section of the page that is
    /// asked for. A route in the hash wins over the root page, whatever `in_hash` says.
    pub fn read(&self, pathname: &str, search: &str, hash: &str) -> (Route, Option<String>) {
        let hash = hash.trim_start_matches('#');
        if let Some(inner) = hash.strip_prefix('/') {
            let (inner, section) = inner.split_once('#').unwrap_or((inner, ""));
            let (path, query) = inner.split_once('?').unwrap_or((inner, ""));
            return (Route::parse(path, query), decoded_section(section));
        }
        let base = self.base.trim_end_matches('/');
        let path = pathname.strip_prefix(base).unwrap_or(pathname);
        let path = if path.trim_start_matches('/') == "index.html" {
            ""
        } else {
            path
        };
        (Route::parse(path, search), decoded_section(hash))
    }

    /// The address of a route on this host, for links and for the browser's history.
    pub fn href(&self, route: &Route) -> String {
        let mark = if self.in_hash { "#/" } else { "" };
        format!("{}{mark}{}", self.base, route.path())
    }

    /// The address of a section of a route's page.
    pub fn section_href(&self, route: &Route, section: &str) -> String {
        format!("{}#{}", self.href(route), percent::segment(section, ""))
    }
}

fn decoded_section(text: &str) -> Option<String> {
    percent::decode(text).filter(|section| !section.is_empty())
}
