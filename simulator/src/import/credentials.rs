//! Which credentials an import sends: the first that match among a project's pull secrets.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use crate::cluster::Cluster;
use crate::registry::{Credentials, ImageReference};
use crate::store::SECRETS;
use crate::view::secrets::is_offered;

/// Where credentials are for, and what they are.
#[derive(Debug)]
struct Entry {
    key: String,
    credentials: Credentials,
}

/// The credentials of a project.
#[derive(Debug, Default)]
pub struct Keyring {
    entries: Vec<Entry>,
}

impl Keyring {
    /// All pull secrets of a project that imports may use.
    pub fn of(cluster: &Cluster, namespace: &str) -> Self {
        let secrets = cluster.store.scan(SECRETS, Some(namespace), None);
        let mut entries: Vec<Entry> = secrets
            .filter(|(_, secret)| is_offered(&secret.value))
            .flat_map(|(_, secret)| read(&secret.value))
            .collect();
        // Longer paths of one host come first, because the keys are tried in reverse alphabetical order.
        entries.sort_by(|a, b| b.key.cmp(&a.key));
        Self { entries }
    }

    /// The first credentials that match an image.
    pub fn find(&self, reference: &ImageReference) -> Option<&Credentials> {
        let full = reference.with_client_defaults();
        let image = format!("{}/{}", full.registry, full.repository());
        let found = self
            .entries
            .iter()
            .find(|entry| matches(&entry.key, &image));
        let hub = || {
            self.entries
                .iter()
                .find(|entry| full.is_hub() && entry.key.starts_with("index.docker.io"))
        };
        found.or_else(hub).map(|entry| &entry.credentials)
    }
}

fn read(secret: &Value) -> Vec<Entry> {
    let data = |key: &str| {
        let encoded = secret["data"].get(key)?.as_str()?;
        serde_json::from_slice::<Value>(&STANDARD.decode(encoded).ok()?).ok()
    };
    let auths = data(".dockerconfigjson")
        .map(|config| config["auths"].clone())
        .or_else(|| data(".dockercfg"));
    let Some(Value::Object(auths)) = auths else {
        return Vec::new();
    };
    auths
        .iter()
        .filter_map(|(server, entry)| {
            Some(Entry {
                key: key(server),
                credentials: credentials(entry)?,
            })
        })
        .collect()
}

fn credentials(entry: &Value) -> Option<Credentials> {
    let part = |key: &str| {
        entry[key]
            .as_str()
            .filter(|text| !text.is_empty())
            .map(str::to_owned)
    };
    if let (Some(username), Some(password)) = (part("username"), part("password")) {
        return Some(Credentials { username, password });
    }
    let decoded = String::from_utf8(STANDARD.decode(part("auth")?).ok()?).ok()?;
    let (username, password) = decoded.split_once(':')?;
    Some(Credentials {
        username: username.to_owned(),
        password: password.to_owned(),
    })
}

/// A server as it was written, reduced to host and path.
fn key(server: &str) -> String {
    let bare = server
        .trim_start_matches("https://")
        .trim_start_matches("http://");
    let bare = bare.trim_end_matches('/');
    bare.trim_end_matches("/v1")
        .trim_end_matches("/v2")
        .to_owned()
}

fn matches(key: &str, image: &str) -> bool {
    let (key_host, key_path) = key.split_once('/').unwrap_or((key, ""));
    let (host, path) = image.split_once('/').unwrap_or((image, ""));
    let split = |text: &str| {
        let (name, port) = text.split_once(':').unwrap_or((text, ""));
        (
            name.split('.').map(str::to_owned).collect::<Vec<_>>(),
            port.to_owned(),
        )
    };
    let ((key_labels, key_port), (labels, port)) = (split(key_host), split(host));
    key_port == port
        && key_labels.len() == labels.len()
        && key_labels
            .iter()
            .zip(&labels)
            .all(|(pattern, label)| glob(pattern, label))
        && path.starts_with(key_path)
}

/// A label of a host in which `*` stands for anything.
fn glob(pattern: &str, text: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == text,
        Some((before, after)) => text.strip_prefix(before).is_some_and(|rest| {
            (0..=rest.len()).any(|from| rest.get(from..).is_some_and(|tail| glob(after, tail)))
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_match_label_by_label_and_paths_as_prefixes() {
        for (key, image, expected) in [
            ("quay.io", "quay.io/acme/web", true),
            ("quay.io/acme", "quay.io/acme/web", true),
            ("quay.io/other", "quay.io/acme/web", false),
            ("*.example.com", "registry.example.com/a/b", true),
            ("*.example.com", "a.registry.example.com/a/b", false),
            (
                "registry.example.com:5000",
                "registry.example.com/a/b",
                false,
            ),
        ] {
            assert_eq!(matches(key, image), expected, "{key} {image}");
        }
    }

    #[test]
    fn keys_are_reduced_to_host_and_path() {
        assert_eq!(key("https://index.docker.io/v1/"), "index.docker.io");
        assert_eq!(key("quay.io/acme"), "quay.io/acme");
    }
}
