//! The built-in registries: several hosts that behave differently, and repositories whose tags move now and then.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use super::blueprint::{Blueprint, Platform, ResolvedImage, manifest_list};
use super::contents::{Behaviour, HOSTS, LONG_REPOSITORY, ROWS, long_repository_tags};
use super::failure::PullError;
use super::family::{Family, family};
use super::reference::ImageReference;
use super::{Access, Registry};

/// The registries of the cluster's world.
#[derive(Clone)]
pub struct Catalogue {
    source: Arc<dyn Registry>,
}

impl Catalogue {
    /// Registries of another kind in place of the built-in ones.
    pub fn of(source: Arc<dyn Registry>) -> Self {
        Self { source }
    }

    /// Where images come from.
    pub fn registry(&self) -> Arc<dyn Registry> {
        Arc::clone(&self.source)
    }
}

impl Default for Catalogue {
    fn default() -> Self {
        Self::of(Arc::new(BuiltIn::new()))
    }
}

impl fmt::Debug for Catalogue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Catalogue").finish_non_exhaustive()
    }
}

/// What a tag stands for.
#[derive(Clone, Debug)]
enum Build {
    /// An image of its own; the number says how many builds followed it.
    Fixed {
        newer: usize,
        pinned: Option<&'static str>,
    },
    /// Another name for a tag.
    SameAs(String),
    /// Rebuilt every so many seconds.
    Every(i64),
    /// Deleted, though the registry still lists its name.
    Lost,
}

#[derive(Debug)]
struct Repository {
    name: String,
    family: &'static Family,
    platforms: &'static [Platform],
    tags: Vec<(String, Build)>,
}

/// The registries that need no network.
#[derive(Debug)]
pub struct BuiltIn {
    repositories: BTreeMap<String, Repository>,
}

impl Default for BuiltIn {
    fn default() -> Self {
        Self::new()
    }
}

/// How many past builds of a moving tag can still be had by digest.
const KEPT_BUILDS: i64 = 60;

impl BuiltIn {
    /// All tables read.
    pub fn new() -> Self {
        let mut repositories = BTreeMap::new();
        let mut add =
            |host: &str, path: &str, family_key: &str, platforms, tags: Vec<&'static str>| {
                let name = format!("{host}/{path}");
                let repository = Repository {
                    name: name.clone(),
                    family: family(family_key),
                    platforms,
                    tags: read_tags(&tags),
                };
                repositories.insert(name, repository);
            };
        for row in ROWS {
            add(
                row.host,
                row.path,
                row.family,
                row.platforms,
                row.tags.split_whitespace().collect(),
            );
        }
        let (host, path, family_key) = LONG_REPOSITORY;
        let mut built = Self { repositories };
        let name = format!("{host}/{path}");
        let long = long_repository_tags();
        let tags = read_tags(&long.iter().map(String::as_str).collect::<Vec<_>>());
        built.repositories.insert(
            name.clone(),
            Repository {
                name,
                family: family(family_key),
                platforms: &super::blueprint::ONE,
                tags,
            },
        );
        built
    }

    /// The image that a tag stood for at a time, whatever the host makes of the request.
    pub fn image_at(&self, reference: &ImageReference, at: Timestamp) -> Option<ResolvedImage> {
        let full = reference.with_client_defaults();
        let repository =
            self.repositories
                .get(&format!("{}/{}", full.registry, full.repository()))?;
        if full.id.is_empty() {
            repository.tagged(&full.tag, at)
        } else {
            repository.by_digest(&full.id, at)
        }
    }

    fn repository(
        &self,
        reference: &ImageReference,
        access: Access<'_>,
    ) -> Result<&Repository, PullError> {
        let full = reference.with_client_defaults();
        admit(&full.registry, access)?;
        self.repositories
            .get(&format!("{}/{}", full.registry, full.repository()))
            .ok_or(PullError::NotFound)
    }
}

impl Registry for BuiltIn {
    fn manifest(
        &self,
        reference: &ImageReference,
        access: Access<'_>,
    ) -> Result<ResolvedImage, PullError> {
        let repository = self.repository(reference, access)?;
        let full = reference.with_client_defaults();
        let found = if full.id.is_empty() {
            repository.tagged(&full.tag, access.now)
        } else {
            repository.by_digest(&full.id, access.now)
        };
        found.ok_or(PullError::NotFound)
    }

    fn tags(
        &self,
        repository: &ImageReference,
        access: Access<'_>,
    ) -> Result<Vec<String>, PullError> {
        let repository = self.repository(repository, access)?;
        Ok(repository
            .tags
            .iter()
            .map(|(name, _)| name.clone())
            .collect())
    }
}

/// What a host says before any repository is looked at. The texts are those of the Go client.
fn admit(host: &str, access: Access<'_>) -> Result<(), PullError> {
    let scheme = if access.insecure { "http" } else { "https" };
    let ping = |error: &str| {
        Err(PullError::Other(format!(
            "Get \"{scheme}://{host}/v2/\": {error}"
        )))
    };
    let Some((_, behaviour)) = HOSTS.iter().find(|(name, _)| *name == host) else {
        let name = host.split(':').next().unwrap_or(host);
        return ping(&format!(
            "dial tcp: lookup {name} on 172.30.0.10:53: no such host"
        ));
    };
    match *behaviour {
        Behaviour::Open => Ok(()),
        Behaviour::Credentials { username, password } => match access.credentials {
            None => Err(PullError::NoAccess),
            Some(given) if given.username == username && given.password == password => Ok(()),
            Some(_) => Err(PullError::BadCredentials),
        },
        Behaviour::RateLimited => Err(PullError::Other(
            "toomanyrequests: You have reached your pull rate limit. You may increase the limit by authenticating and upgrading".to_owned(),
        )),
        Behaviour::Refusing => ping("dial tcp 192.0.2.7:5000: connect: connection refused"),
        Behaviour::Silent => Err(PullError::Timeout),
        Behaviour::BadCertificate | Behaviour::PlainHttp if access.insecure => Ok(()),
        Behaviour::BadCertificate => ping("tls: failed to verify certificate: x509: certificate signed by unknown authority"),
        Behaviour::PlainHttp => ping("http: server gave HTTP response to HTTPS client"),
        Behaviour::Blocked => Err(PullError::Blocked),
        Behaviour::OldProtocol => Err(PullError::NotV2),
    }
}

fn read_tags(words: &[&str]) -> Vec<(String, Build)> {
    let count = words.len();
    words
        .iter()
        .enumerate()
        .map(|(index, word)| {
            let newer = count - index;
            if let Some((name, target)) = word.split_once('=') {
                (name.to_owned(), Build::SameAs(target.to_owned()))
            } else if let Some((name, seconds)) = word.split_once('~') {
                (
                    name.to_owned(),
                    Build::Every(seconds.parse().unwrap_or(3600)),
                )
            } else if let Some(name) = word.strip_suffix('?') {
                (name.to_owned(), Build::Lost)
            } else if let Some((name, _)) = word.split_once('!') {
                (
                    name.to_owned(),
                    Build::Fixed {
                        newer,
                        pinned: pinned_digest(word),
                    },
                )
            } else {
                (
                    (*word).to_owned(),
                    Build::Fixed {
                        newer,
                        pinned: None,
                    },
                )
            }
        })
        .collect()
}

/// The digest written in the tables for this tag; looked up there because it lives as long as the program.
fn pinned_digest(word: &str) -> Option<&'static str> {
    let mut words = ROWS.iter().flat_map(|row| row.tags.split_whitespace());
    words
        .find(|candidate| *candidate == word)
        .and_then(|found| found.split_once('!'))
        .map(|(_, digest)| digest)
}

/// When the newest fixed build of every repository was made.
const NEWEST_BUILD: i64 = 1_718_000_000;
const DAY: i64 = 86_400;

impl Repository {
    fn tagged(&self, tag: &str, at: Timestamp) -> Option<ResolvedImage> {
        let (name, build) = self.tags.iter().find(|(name, _)| name == tag)?;
        match build {
            Build::SameAs(other) => self.tagged(other, at),
            Build::Lost => None,
            Build::Fixed { newer, pinned } => {
                // The documentation's image was two weeks old when it was looked at, and stays so.
                let created = if pinned.is_some() {
                    at.checked_sub(SignedDuration::from_secs(15 * DAY))
                        .unwrap_or(at)
                } else {
                    seconds(NEWEST_BUILD - i64::try_from(*newer).unwrap_or(0) * 23 * DAY)
                };
                Some(self.build(name, name, created, *pinned, at))
            }
            Build::Every(interval) => {
                let number = at.as_second().div_euclid((*interval).max(1));
                Some(self.moving(name, *interval, number, at))
            }
        }
    }

    fn moving(&self, tag: &str, interval: i64, number: i64, at: Timestamp) -> ResolvedImage {
        self.build(
            &format!("{tag} build {number}"),
            tag,
            seconds(number * interval.max(1)),
            None,
            at,
        )
    }

    fn build(
        &self,
        identity: &str,
        version: &str,
        created: Timestamp,
        pinned: Option<&'static str>,
        at: Timestamp,
    ) -> ResolvedImage {
        let part = |platform: &Platform| Blueprint {
            identity: format!(
                "{} {identity} {}/{}",
                self.name, platform.os, platform.architecture
            ),
            version: version.to_owned(),
            family: self.family,
            platform: *platform,
            created,
            pinned,
        };
        match self.platforms {
            [one] => part(one).resolve(),
            many => {
                let parts: Vec<Blueprint> = many.iter().map(part).collect();
                manifest_list(&format!("{} {identity}", self.name), &parts, at)
            }
        }
    }

    fn by_digest(&self, digest: &str, at: Timestamp) -> Option<ResolvedImage> {
        let matching = |image: ResolvedImage| {
            if image.digest == digest {
                return Some(image);
            }
            image
                .children
                .into_iter()
                .find(|child| child.digest == digest)
        };
        self.tags.iter().find_map(|(name, build)| match build {
            Build::SameAs(_) | Build::Lost => None,
            Build::Fixed { .. } => self.tagged(name, at).and_then(matching),
            Build::Every(interval) => {
                let last = at.as_second().div_euclid((*interval).max(1));
                (last - KEPT_BUILDS..=last)
                    .rev()
                    .find_map(|number| matching(self.moving(name, *interval, number, at)))
            }
        })
    }
}

fn seconds(epoch: i64) -> Timestamp {
    Timestamp::from_second(epoch).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a panic is the test's failure")]
    use super::*;
    use crate::registry::Credentials;

    fn ask(
        text: &str,
        credentials: Option<&Credentials>,
        insecure: bool,
        epoch: i64,
    ) -> Result<ResolvedImage, PullError> {
        let access = Access {
            credentials,
            insecure,
            whole: true,
            now: seconds(epoch),
        };
        BuiltIn::new().manifest(&ImageReference::parse(text).unwrap(), access)
    }

    const NOW: i64 = 1_790_000_000;

    #[test]
    fn the_documentations_images_are_there() {
        assert!(
            ask("docker.io/python:3.6.0", None, false, NOW)
                .unwrap()
                .digest
                .starts_with("sha256:438208801c4806548460b27bd1fbcb7bb188273d13871ab43f")
        );
        let python = ask("centos/python-35-centos7", None, false, NOW).unwrap();
        assert!(
            python
                .digest
                .starts_with("sha256:49c18358df82f4577386404991c51a9559f243e0b1bdc366df25")
        );
        assert_eq!(python.image["dockerImageMetadata"]["Size"], 251_200_000);
        let busybox = ask("busybox", None, false, NOW).unwrap();
        assert_eq!(busybox.children.len(), 8);
    }

    #[test]
    fn moving_tags_move_and_their_past_builds_remain() {
        let before = ask("quay.io/acme/ruby:tip", None, false, NOW).unwrap();
        let after = ask("quay.io/acme/ruby:tip", None, false, NOW + 900).unwrap();
        assert_ne!(before.digest, after.digest);
        let again = ask(
            &format!("quay.io/acme/ruby@{}", before.digest),
            None,
            false,
            NOW + 900,
        )
        .unwrap();
        assert_eq!(again.digest, before.digest);
        assert_eq!(
            ask("quay.io/acme/ruby:3.3", None, false, NOW)
                .unwrap()
                .digest,
            ask("quay.io/acme/ruby:latest", None, false, NOW + 900)
                .unwrap()
                .digest
        );
    }

    #[test]
    fn a_private_registry_wants_the_right_credentials() {
        let given = |password: &str| Credentials {
            username: "robot".to_owned(),
            password: password.to_owned(),
        };
        let app = "registry.example.com/private/app:1.0";
        assert_eq!(ask(app, None, false, NOW), Err(PullError::NoAccess));
        assert_eq!(
            ask(app, Some(&given("guess")), false, NOW),
            Err(PullError::BadCredentials)
        );
        assert!(ask(app, Some(&given("s3cret")), false, NOW).is_ok());
    }

    #[test]
    fn every_kind_of_trouble_has_its_text() {
        let text = |reference: &str| match ask(reference, None, false, NOW) {
            Err(PullError::Other(text)) => text,
            other => format!("{other:?}"),
        };
        assert!(text("limited.example.com/x/y:1").starts_with("toomanyrequests"));
        assert!(text("down.example.com:5000/x/y:1").contains("connection refused"));
        assert!(text("selfsigned.example.com/team/tool:0.1").contains("x509"));
        assert!(
            text("plain.example.com:5000/team/web:v1").contains("HTTP response to HTTPS client")
        );
        assert!(text("nowhere.example.com/x:1").contains("no such host"));
        assert!(ask("plain.example.com:5000/team/web:v1", None, true, NOW).is_ok());
        assert_eq!(
            ask("quay.io/acme/nothing:1", None, false, NOW),
            Err(PullError::NotFound)
        );
    }

    #[test]
    fn the_long_repository_has_hundreds_of_tags() {
        let repository = ImageReference::parse("quay.io/acme/releases").unwrap();
        let tags = BuiltIn::new()
            .tags(
                &repository,
                Access {
                    credentials: None,
                    insecure: false,
                    whole: false,
                    now: seconds(NOW),
                },
            )
            .unwrap();
        assert!(tags.len() > 300, "{}", tags.len());
    }
}
