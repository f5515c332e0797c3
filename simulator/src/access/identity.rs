//! Who is asking.

use crate::exchange::Request;

/// Someone whose token is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// The user's name.
    pub name: String,
    /// The user's groups.
    pub groups: Vec<String>,
}

/// The built-in users and their groups. Their tokens are `<name>-token`.
pub const USERS: &[(&str, &[&str])] = &[
    ("admin", &["system:masters", "system:authenticated"]),
    (
        "developer",
        &[
            "system:authenticated:oauth",
            "developers",
            "system:authenticated",
        ],
    ),
    (
        "viewer",
        &["system:authenticated:oauth", "system:authenticated"],
    ),
    // Not a member of `system:authenticated:oauth`, so this one cannot even ask for a project.
    ("nobody", &["system:authenticated"]),
];

impl Identity {
    /// A built-in user.
    pub fn named(name: &str) -> Option<Self> {
        let (name, groups) = USERS.iter().find(|(known, _)| *known == name)?;
        Some(Self {
            name: (*name).to_owned(),
            groups: groups.iter().map(|group| (*group).to_owned()).collect(),
        })
    }

    /// Whoever holds the bearer token of a request.
    pub fn of(request: &Request) -> Option<Self> {
        let token = request.header("Authorization")?.strip_prefix("Bearer ")?;
        Self::named(token.trim().strip_suffix("-token")?)
    }

    /// The user as whom a request asks to act, from its impersonation headers.
    pub fn impersonated(request: &Request) -> Option<Self> {
        let name = request.header("Impersonate-User")?;
        let asked: Vec<String> = request
            .headers
            .iter()
            .filter(|(key, _)| key.eq_ignore_ascii_case("Impersonate-Group"))
            .map(|(_, value)| value.clone())
            .collect();
        if !asked.is_empty() {
            return Some(Self {
                name: name.to_owned(),
                groups: asked,
            });
        }
        Some(Self::named(name).unwrap_or_else(|| Self {
            name: name.to_owned(),
            groups: vec!["system:authenticated".to_owned()],
        }))
    }

    /// The stable id that reviews show.
    pub fn uid(&self) -> String {
        format!("{}-uid", self.name)
    }

    /// Whether the user is a member.
    pub fn is_in(&self, group: &str) -> bool {
        self.groups.iter().any(|member| member == group)
    }
}
