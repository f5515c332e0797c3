//! What the page is told by the server that serves it. On a plain static host nobody tells it
//! anything, and the defaults hold.

use crate::wire;

wire::wire! {
    /// The content of `<meta name="console-config">`.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct Config {
        /// `demo` for the simulated cluster, `proxy` for a real one; empty on a static host.
        pub mode: String = "mode",
        /// As whom one may look at the demo cluster.
        pub identities: Vec<String> = "identities",
        /// Who asks there when nobody was chosen.
        pub identity: Option<String> = "identity",
        /// Address of the `OpenShift` console.
        pub console_url: Option<String> = "consoleUrl",
        /// How people call the cluster.
        pub cluster: String = "cluster",
        /// Version of the product.
        pub version: String = "version",
    }
}

impl Config {
    /// Reads the content; what is no such thing counts as absent.
    pub fn parse(content: Option<&str>) -> Self {
        content
            .and_then(|text| wire::read(text.as_bytes()).ok())
            .map(|read| read.value)
            .unwrap_or_default()
    }

    /// Whether the cluster is the simulated one.
    pub fn is_demo(&self) -> bool {
        self.mode == "demo"
    }

    /// Whether our own server serves the page: then every address leads to it, and the API stands
    /// below the same base.
    pub fn is_served(&self) -> bool {
        !self.mode.is_empty()
    }

    /// The address of the same page in the `OpenShift` console. Only web addresses are taken: the
    /// configuration must not be able to put a script behind a link.
    pub fn console_href(&self, path: &str) -> Option<String> {
        let url = self.console_url.as_deref()?;
        let web = url.starts_with("https://") || url.starts_with("http://");
        web.then(|| format!("{}/{path}", url.trim_end_matches('/')))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_static_host_tells_nothing() {
        for content in [None, Some(""), Some("not json"), Some("[]")] {
            let config = Config::parse(content);
            assert!(!config.is_served() && !config.is_demo(), "{content:?}");
        }
    }

    #[test]
    fn the_demo_names_its_identities() {
        let content = r#"{"mode":"demo","identities":["admin","viewer"],"identity":"admin",
            "consoleUrl":null,"cluster":"demo","version":"0.1.0"}"#;
        let config = Config::parse(Some(content));
        assert!(config.is_demo() && config.is_served());
        assert_eq!(config.identities, ["admin", "viewer"]);
        assert_eq!(config.console_href("k8s"), None);
    }

    #[test]
    fn only_web_addresses_become_links() {
        let with = |url: &str| Config {
            console_url: Some(url.to_owned()),
            ..Config::default()
        };
        assert_eq!(
            with("https://console.example.com/")
                .console_href("k8s/ns/a")
                .as_deref(),
            Some("https://console.example.com/k8s/ns/a")
        );
        assert_eq!(with("javascript:alert(1)//").console_href("k8s"), None);
    }
}
