//! What is followed, and the requests for it.

use crate::api::meta::ResourceVersion;
use crate::api::request::{LIST_PAGE_OBJECTS, Request, list_streams};

/// The image streams that a page shows. Tags cannot be followed: they are derived from streams.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Those of all projects.
    Everywhere,
    /// Those of one project.
    Project(String),
    /// One, by project and name.
    Stream(String, String),
}

impl Scope {
    fn namespace(&self) -> Option<&str> {
        match self {
            Self::Everywhere => None,
            Self::Project(namespace) | Self::Stream(namespace, _) => Some(namespace),
        }
    }

    /// For one stream, the selector that finds it in a list.
    fn select(&self, request: &mut Request) {
        if let Self::Stream(_, name) = self {
            let selector = format!("metadata.name={name}");
            request.query.push(("fieldSelector", selector));
        }
    }

    /// A page of the list. One stream is listed too: the version of a list is that of the whole
    /// store, so a watch can start from it, while the version of an object that rests is forgotten.
    pub fn list(&self, token: Option<&str>) -> Request {
        let mut request = list_streams(self.namespace(), LIST_PAGE_OBJECTS, token);
        self.select(&mut request);
        request
    }

    /// What happened since a version. The server ends the answer after the time given, so that one
    /// that is held back on its way comes through at last.
    pub fn watch(&self, from: &ResourceVersion, timeout_seconds: u32) -> Request {
        let mut request = list_streams(self.namespace(), LIST_PAGE_OBJECTS, None);
        request.kind = "ImageStream";
        request.query = vec![
            ("watch", "true".to_owned()),
            ("allowWatchBookmarks", "true".to_owned()),
            ("resourceVersion", from.as_str().to_owned()),
            ("timeoutSeconds", timeout_seconds.to_string()),
        ];
        self.select(&mut request);
        request
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scope_is_listed_and_watched_at_one_address() {
        let api = "apis/image.openshift.io/v1";
        let one = Scope::Stream("demo".to_owned(), "python".to_owned());
        for (scope, path, selector) in [
            (Scope::Everywhere, "imagestreams", ""),
            (
                Scope::Project("a b".to_owned()),
                "namespaces/a%20b/imagestreams",
                "",
            ),
            (
                one,
                "namespaces/demo/imagestreams",
                "&fieldSelector=metadata.name%3Dpython",
            ),
        ] {
            assert_eq!(
                scope.list(None).target(),
                format!("{api}/{path}?limit=500{selector}")
            );
            assert_eq!(
                scope.watch(&"8788".into(), 240).target(),
                format!(
                    "{api}/{path}?watch=true&allowWatchBookmarks=true&resourceVersion=8788\
                     &timeoutSeconds=240{selector}"
                )
            );
        }
    }
}
