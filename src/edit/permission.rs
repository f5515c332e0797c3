//! What one needs to be allowed to, and how an administrator grants it.

use super::draft::Action;
use super::intent::{DigestChoice, First, Intent, Place, SourceChoice, TagChoice};
use super::source::effective;
use crate::image::command::quote;

const IMAGE: &str = "image.openshift.io";

/// One right.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Need {
    /// Such as `patch`.
    pub verb: &'static str,
    /// API group; empty for the core.
    pub group: &'static str,
    /// Plural resource.
    pub resource: &'static str,
    /// Such as `layers`; empty for none.
    pub subresource: &'static str,
    /// Project.
    pub namespace: String,
    /// Object; empty for what is yet to be made.
    pub name: String,
}

impl Need {
    /// Resource and subresource, as roles write them.
    pub fn path(&self) -> String {
        if self.subresource.is_empty() {
            self.resource.to_owned()
        } else {
            format!("{}/{}", self.resource, self.subresource)
        }
    }
}

fn need(verb: &'static str, resource: &'static str, namespace: &str, name: &str) -> Need {
    Need {
        verb,
        group: IMAGE,
        resource,
        subresource: "",
        namespace: namespace.to_owned(),
        name: name.to_owned(),
    }
}

/// Everything that a wish needs; `exists` says whether the stream does.
pub fn needs(place: &Place, intent: &Intent, exists: bool) -> Vec<Need> {
    let (namespace, stream) = (place.namespace.as_str(), place.stream.as_str());
    let create = || need("create", "imagestreams", namespace, "");
    let patch = || need("patch", "imagestreams", namespace, stream);
    let import = || need("create", "imagestreamimports", namespace, "");
    let write = || if exists { patch() } else { create() };
    match intent {
        Intent::CreateStream { first, .. } => {
            let mut needs = vec![create()];
            match first {
                First::Nothing => {}
                First::Tag { source, .. } => needs.extend(of_source(place, source)),
                First::Repository { .. } => needs.push(import()),
            }
            needs
        }
        Intent::AddTag { source, .. } | Intent::Retarget { source, .. } => {
            let mut needs = vec![write()];
            needs.extend(of_source(place, source));
            needs
        }
        Intent::SetOptions { .. }
        | Intent::Schedule { .. }
        | Intent::RollBack { .. }
        | Intent::SetLookup { .. }
        | Intent::SetLabels { .. }
        | Intent::SetAnnotations { .. }
        | Intent::SetTagAnnotations { .. } => vec![patch()],
        Intent::ImportRepository { .. } if !exists => vec![create(), import()],
        Intent::ImportAgain(_)
        | Intent::ImportRepository { .. }
        | Intent::LookAtImage { .. }
        | Intent::LookAtRepository { .. } => vec![import()],
        Intent::DeleteTags { tags } => tags
            .iter()
            .map(|tag| {
                need(
                    "delete",
                    "imagestreamtags",
                    namespace,
                    &format!("{stream}:{tag}"),
                )
            })
            .collect(),
        Intent::DeleteStream { .. } => vec![need("delete", "imagestreams", namespace, stream)],
        Intent::CreateSecret { .. } => {
            vec![Need {
                group: "",
                ..need("create", "secrets", namespace, "")
            }]
        }
    }
}

/// What an action needs whatever its form will say: enough to tell beforehand who may not begin.
pub fn least(place: &Place, action: Action, tag: &str) -> Vec<Need> {
    let (namespace, stream) = (place.namespace.as_str(), place.stream.as_str());
    let one = match action {
        Action::CreateStream => need("create", "imagestreams", namespace, ""),
        Action::ImportAgain
        | Action::ImportRepository
        | Action::LookAtImage
        | Action::LookAtRepository => need("create", "imagestreamimports", namespace, ""),
        Action::DeleteTags if tag.is_empty() => {
            need("delete", "imagestreamtags", namespace, stream)
        }
        Action::DeleteTags => {
            let name = format!("{stream}:{tag}");
            need("delete", "imagestreamtags", namespace, &name)
        }
        Action::DeleteStream => need("delete", "imagestreams", namespace, stream),
        Action::CreateSecret => Need {
            group: "",
            ..need("create", "secrets", namespace, "")
        },
        _ => need("patch", "imagestreams", namespace, stream),
    };
    vec![one]
}

/// Taking an image of another stream needs the right to read that stream; of another project, the
/// right to pull from it.
fn of_source(place: &Place, source: &SourceChoice) -> Vec<Need> {
    let (namespace, stream) = match source {
        SourceChoice::CopyTag(TagChoice {
            namespace, stream, ..
        })
        | SourceChoice::Digest(DigestChoice {
            namespace, stream, ..
        }) => effective(place, namespace, stream),
        SourceChoice::FollowTag { .. } | SourceChoice::External { .. } => return Vec::new(),
    };
    let own = namespace == place.namespace;
    if own && stream == place.stream {
        return Vec::new();
    }
    let get = need("get", "imagestreams", namespace, stream);
    if own {
        return vec![get];
    }
    let layers = Need {
        subresource: "layers",
        ..get.clone()
    };
    vec![get, layers]
}

/// The right to see which secrets of a project imports may use.
pub fn need_of_import_secrets(place: &Place) -> Need {
    Need {
        subresource: "secrets",
        ..need("get", "imagestreams", &place.namespace, &place.stream)
    }
}

crate::wire::wire! {
    /// A `SelfSubjectRulesReview` as answered.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct RulesReview {
        /// The rules.
        pub status: Rules = "status",
    }

    /// The rules that apply to the reader in a project.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct Rules {
        /// What is allowed.
        pub resource_rules: Vec<Rule> = "resourceRules",
        /// True: there may be more. What no rule allows must then be asked for by itself.
        pub incomplete: bool = "incomplete",
    }

    /// One rule.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct Rule {
        /// Verbs; `*` means all.
        pub verbs: Vec<String> = "verbs",
        /// Groups; `*` means all.
        pub api_groups: Vec<String> = "apiGroups",
        /// Resources, with subresources behind a slash; `*` means all, `*/x` the subresource of all.
        pub resources: Vec<String> = "resources",
        /// Names; empty means all.
        pub resource_names: Vec<String> = "resourceNames",
    }
}

crate::wire::wire! {
    /// A `SelfSubjectAccessReview` as answered.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct AccessReview {
        /// The answer.
        pub status: AccessStatus = "status",
    }

    /// The answer of a `SelfSubjectAccessReview`.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct AccessStatus {
        /// Whether the reader may.
        pub allowed: bool = "allowed",
    }
}

/// Whether a right is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Allowed {
    /// Yes.
    Yes,
    /// No.
    No,
    /// The rules are incomplete: a `SelfSubjectAccessReview` knows.
    Ask,
}

impl Rule {
    fn allows(&self, need: &Need) -> bool {
        let has = |list: &[String], word: &str| list.iter().any(|one| one == "*" || one == word);
        let path = need.path();
        let of_all = format!("*/{}", need.subresource);
        let resource = self.resources.iter().any(|one| {
            one == "*" || *one == path || (!need.subresource.is_empty() && *one == of_all)
        });
        // Names cannot be known for what is yet to be made, so such rules never allow that.
        let named = self.resource_names.is_empty()
            || (!need.name.is_empty() && self.resource_names.contains(&need.name));
        resource && named && has(&self.verbs, need.verb) && has(&self.api_groups, need.group)
    }
}

impl Rules {
    /// Whether these rules, of the project of the need, give the right.
    pub fn allow(&self, need: &Need) -> Allowed {
        if self.resource_rules.iter().any(|rule| rule.allows(need)) {
            Allowed::Yes
        } else if self.incomplete {
            Allowed::Ask
        } else {
            Allowed::No
        }
    }
}

/// The smallest role that `OpenShift` ships with this right.
fn role(need: &Need) -> &'static str {
    match (need.verb, need.resource, need.subresource) {
        ("get", "imagestreams", "layers") => "system:image-puller",
        ("get", "imagestreams", "") => "registry-viewer",
        _ => "registry-editor",
    }
}

/// What an administrator enters to grant the rights, one line for each role and project. A role
/// that includes another makes that one's line needless.
pub fn grants(missing: &[Need], user: &str) -> Vec<String> {
    let mut roles: Vec<(&str, &str)> = missing
        .iter()
        .map(|need| (need.namespace.as_str(), role(need)))
        .collect();
    roles.sort_unstable();
    roles.dedup();
    // From the least to the most: each has the rights of those before it.
    let order = ["system:image-puller", "registry-viewer", "registry-editor"];
    let rank = |role: &str| order.iter().position(|known| *known == role);
    let covered = |(namespace, role): &(&str, &str)| {
        roles
            .iter()
            .any(|(other, more)| other == namespace && rank(more) > rank(role))
    };
    roles
        .iter()
        .filter(|pair| !covered(pair))
        .map(|(namespace, role)| {
            format!(
                "oc policy add-role-to-user {role} {} -n {}",
                quote(user),
                quote(namespace)
            )
        })
        .collect()
}
