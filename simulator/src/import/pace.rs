//! How long imports take: servers import only so many images a second.

use std::time::Duration;

use serde_json::Value;

use super::credentials::Keyring;
use super::request::{GROUP, MOST_TAGS};
use super::spec::validate;
use crate::access::{self, Attributes, Identity};
use crate::cluster::Cluster;
use crate::exchange::Request;
use crate::registry::{Access, ImageReference};
use crate::resource::Verb;
use crate::route;
use crate::view::{list, text};
use jiff::Timestamp;

/// How fast a server imports the images of one request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    /// Images a second; 0 imports all at once.
    pub per_second: u32,
    /// So many are imported before anything waits.
    pub burst: u32,
}

impl Pace {
    /// What servers do unless they are told otherwise.
    pub const DEFAULT: Self = Self {
        per_second: 2,
        burst: 3,
    };

    /// How long so many images take.
    pub fn of(self, images: usize) -> Duration {
        let waiting = u32::try_from(images)
            .unwrap_or(u32::MAX)
            .saturating_sub(self.burst);
        Duration::from_secs(1)
            .checked_div(self.per_second)
            .map_or(Duration::ZERO, |each| each.saturating_mul(waiting))
    }
}

/// How long the answer to a request takes: nothing, unless it imports many images and will not be refused at once.
pub fn takes(cluster: &Cluster, request: &Request, now: Timestamp) -> Duration {
    cluster
        .config
        .import_pace
        .and_then(|pace| Some(pace.of(asked_for(cluster, request, now)?)))
        .unwrap_or_default()
}

/// How many images a request asks to import; `None` when it asks for no import, or for one that it is not entitled to.
fn asked_for(cluster: &Cluster, request: &Request, now: Timestamp) -> Option<usize> {
    let path = route::decoded_path(request);
    let target = route::target(&route::segments(&path))?;
    if request.method != "POST" || target.group != GROUP || target.plural != "imagestreamimports" {
        return None;
    }
    let namespace = target.namespace.as_deref()?;
    let wanted = Attributes::new(Verb::Create, GROUP, &target.plural, namespace);
    if !access::may(&cluster.store, &Identity::of(request)?, &wanted) {
        return None;
    }
    let mut object: Value = serde_json::from_slice(&request.body).ok()?;
    super::spec::fill_in_defaults(&mut object);
    if !validate(text(&object, "/metadata/name"), &object).is_empty() {
        return None;
    }
    let repository = text(&object, "/spec/repository/from/name");
    let tags = if repository.is_empty() {
        0
    } else {
        let insecure = object["spec"]["repository"]["importPolicy"]["insecure"] == true;
        count_of_tags(cluster, namespace, repository, insecure, now)
    };
    Some(list(&object, "/spec/images").len() + tags.min(MOST_TAGS))
}

fn count_of_tags(
    cluster: &Cluster,
    namespace: &str,
    repository: &str,
    insecure: bool,
    now: Timestamp,
) -> usize {
    let Ok(parsed) = ImageReference::parse(repository) else {
        return 0;
    };
    let full = parsed.with_client_defaults();
    let keyring = Keyring::of(cluster, namespace);
    let access = Access {
        credentials: keyring.find(&full),
        insecure,
        whole: false,
        now,
    };
    let tags = cluster.registries.registry().tags(&full, access);
    tags.map_or(0, |tags| tags.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_images_are_free_and_the_others_come_by_the_second() {
        let slow = Pace::DEFAULT;
        for (images, seconds) in [(0, 0.0), (3, 0.0), (4, 0.5), (50, 23.5)] {
            assert_eq!(slow.of(images), Duration::from_secs_f64(seconds));
        }
        let fast = Pace {
            per_second: 0,
            burst: 0,
        };
        assert_eq!(fast.of(1000), Duration::ZERO);
    }
}
