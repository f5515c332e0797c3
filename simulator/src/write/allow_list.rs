//! The registries that a cluster lets its users import from (`allowedRegistriesForImport`).

use super::draft::{Draft, SpecTag};
use super::field::{forbidden, quoted};
use crate::registry::ImageReference;
use crate::status::Cause;

/// So many entries are told at most; of a longer list one fewer, and how many more there are.
const MOST_TOLD: usize = 5;

/// A registry from which images may be imported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AllowedRegistry {
    /// Host and optional port; `*` stands for any text and `?` for any character.
    pub domain_name: String,
    /// Whether an entry without a port means 80 and not 443.
    pub insecure: bool,
}

impl AllowedRegistry {
    fn host_and_port(&self) -> (&str, &str) {
        let default = if self.insecure { "80" } else { "443" };
        self.domain_name
            .rsplit_once(':')
            .unwrap_or((&self.domain_name, default))
    }

    fn covers(&self, host: &str, port: &str) -> bool {
        let (own_host, own_port) = self.host_and_port();
        matches(own_host, host) && matches(own_port, port)
    }
}

/// Whether a text fits a pattern.
fn matches(pattern: &str, text: &str) -> bool {
    let mut pattern_rest = pattern.chars();
    match pattern_rest.next() {
        None => text.is_empty(),
        Some('*') => {
            let rest = pattern_rest.as_str();
            let mut ends = text.char_indices().map(|(at, _)| at).chain([text.len()]);
            ends.any(|at| text.get(at..).is_some_and(|text| matches(rest, text)))
        }
        Some(expected) => {
            let mut text_rest = text.chars();
            text_rest
                .next()
                .is_some_and(|found| expected == '?' || expected == found)
                && matches(pattern_rest.as_str(), text_rest.as_str())
        }
    }
}

/// The list of a cluster, and the integrated registry, which is always allowed. No list allows all.
#[derive(Clone, Copy, Debug)]
pub struct AllowList<'a> {
    /// The entries.
    pub entries: Option<&'a [AllowedRegistry]>,
    /// Host of the integrated registry.
    pub internal: Option<&'a str>,
}

impl AllowList<'_> {
    fn allows(&self, registry: &str, ports: &[&str]) -> bool {
        let Some(entries) = self.entries else {
            return true;
        };
        if self.internal == Some(registry) {
            return true;
        }
        let any = |host: &str, port: &str| entries.iter().any(|entry| entry.covers(host, port));
        match registry.rsplit_once(':') {
            Some((host, port)) => any(host, port),
            None => ports.iter().any(|port| any(registry, port)),
        }
    }

    fn refusal(&self, registry: &str) -> String {
        let all = self.entries.unwrap_or_default();
        if all.is_empty() {
            return format!(
                "registry {} not allowed by empty whitelist",
                quoted(registry)
            );
        }
        let told = match all.len() {
            few if few <= MOST_TOLD => few,
            _ => MOST_TOLD - 1,
        };
        let mut entries: Vec<String> = all
            .iter()
            .take(told)
            .map(|entry| {
                let (host, port) = entry.host_and_port();
                quoted(&format!("{host}:{port}"))
            })
            .collect();
        let more = all.len() - told;
        if more > 0 {
            entries.push(format!("and {more} more ..."));
        }
        format!(
            "registry {} not allowed by whitelist: {}",
            quoted(registry),
            entries.join(", ")
        )
    }

    /// What there is against importing from a pull spec. One that cannot be read is refused elsewhere.
    pub fn against_import(&self, field: &str, from: &str, insecure: bool) -> Option<Cause> {
        let registry = registry_of(from)?;
        let port = if insecure { "80" } else { "443" };
        if self.allows(&registry, &[port]) {
            return None;
        }
        let asked = if registry.contains(':') {
            registry
        } else {
            format!("{registry}:{port}")
        };
        let detail = format!(
            "importing images from registry {} is forbidden: {}",
            quoted(&asked),
            self.refusal(&asked)
        );
        Some(forbidden(field, &detail))
    }

    /// What there is against a spec tag that stands at a path. What the stream refers to already may stay.
    pub fn against_tag(&self, path: &str, tag: &SpecTag, old: Option<&Draft>) -> Option<Cause> {
        let from = tag.from.as_ref().filter(|from| from.is_image())?;
        let field = format!("{path}.from.name");
        self.against_reference(&field, &from.name, tag.insecure, old)
    }

    /// What there is against a stream that is to be stored.
    pub fn against_stream(&self, stream: &Draft, old: Option<&Draft>) -> Vec<Cause> {
        let repository = self.against_reference(
            "spec.dockerImageRepository",
            &stream.repository,
            stream.annotation("openshift.io/image.insecureRepository") == Some("true"),
            old,
        );
        let tags = stream
            .tags
            .iter()
            .filter_map(|(name, tag)| self.against_tag(&format!("spec.tags[{name}]"), tag, old));
        repository.into_iter().chain(tags).collect()
    }

    /// What there is against the images that the tags of a stream are said to have. What is referred to already may
    /// stay here as well.
    pub fn against_status(&self, stream: &Draft, old: Option<&Draft>) -> Vec<Cause> {
        let mut errors = Vec::new();
        for (name, status) in &stream.status {
            // A tag that is imported without encryption may have got its images so.
            let insecure = stream.tags.get(name).is_some_and(|tag| tag.insecure);
            for (index, event) in status.items.iter().enumerate() {
                let field = format!("status.tags[{name}].items[{index}].dockerImageReference");
                errors.extend(self.against_reference(&field, &event.reference, insecure, old));
            }
        }
        errors
    }

    fn against_reference(
        &self,
        field: &str,
        from: &str,
        insecure: bool,
        old: Option<&Draft>,
    ) -> Option<Cause> {
        let registry = registry_of(from)?;
        // What may be read without encryption may be read with it as well.
        let ports: &[&str] = if insecure { &["80", "443"] } else { &["443"] };
        if self.allows(&registry, ports) || old.is_some_and(|old| refers_to(old, from)) {
            return None;
        }
        Some(forbidden(field, &self.refusal(&registry)))
    }
}

fn registry_of(from: &str) -> Option<String> {
    let parsed = ImageReference::parse(from).ok()?;
    Some(parsed.with_client_defaults().registry)
}

fn refers_to(stream: &Draft, from: &str) -> bool {
    let sources = stream.tags.values().filter_map(|tag| tag.from.as_ref());
    let mut events = stream.status.values().flat_map(|status| &status.items);
    stream.repository == from
        || sources
            .filter(|source| source.is_image())
            .any(|source| source.name == from)
        || events.any(|event| event.reference == from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_and_ports_are_compared_with_wildcards() {
        for (domain_name, insecure, registry, ports, allowed) in [
            ("quay.io", false, "quay.io", ["443"], true),
            ("quay.io", false, "quay.io", ["80"], false),
            ("quay.io", true, "quay.io", ["80"], true),
            ("quay.io", true, "quay.io", ["443"], false),
            ("quay.io", false, "quay.io:5000", ["443"], false),
            ("quay.io:5000", false, "quay.io:5000", ["443"], true),
            ("quay.io:*", false, "quay.io:5000", ["443"], true),
            ("*.example.com", false, "a.example.com", ["443"], true),
            ("*.example.com", false, "example.com", ["443"], false),
            ("r?.example.com", false, "r1.example.com", ["443"], true),
            ("*", false, "docker.io", ["443"], true),
            ("quay.io", false, "registry.svc:5000", ["443"], true),
        ] {
            let entries = [AllowedRegistry {
                domain_name: domain_name.to_owned(),
                insecure,
            }];
            let list = AllowList {
                entries: Some(&entries),
                internal: Some("registry.svc:5000"),
            };
            assert_eq!(
                list.allows(registry, &ports),
                allowed,
                "{domain_name} {insecure} {registry} {ports:?}"
            );
        }
    }
}
