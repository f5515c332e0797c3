//! The simulated cluster, in the same process.

use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use simulator::host::{self, Clock, SharedCluster};
use simulator::import::Pace;
use simulator::registry::network::Network;
use simulator::{Cluster, Config, seed};
use thiserror::Error;

use super::Upstream;

/// What the simulated cluster is like.
#[derive(Clone, Debug)]
pub struct DemoOptions {
    /// Who asks when the request does not say; `None` is unauthenticated.
    pub identity: Option<String>,
    /// How much is added to the usual content.
    pub scale: Option<Scale>,
    /// A clock that stands still, for tests and pictures.
    pub now: Option<Timestamp>,
    /// Whether imports read real registries.
    pub registry_network: bool,
    /// How often scheduled tags are imported again.
    pub schedule_interval: Duration,
    /// How many images a second are imported; 0 takes no time.
    pub import_rate: u32,
    /// Whether it is an older server, which really writes in dry runs of tags.
    pub is_old: bool,
}

/// How many image streams, and how many tags each has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scale {
    /// Image streams.
    pub streams: usize,
    /// Tags of each.
    pub tags: usize,
}

/// Why a text is no scale.
#[derive(Debug, Error, PartialEq, Eq)]
#[error("a scale is two whole numbers, such as 10000x20 for 10000 streams of 20 tags")]
pub struct BadScale;

impl FromStr for Scale {
    type Err = BadScale;

    fn from_str(text: &str) -> Result<Self, BadScale> {
        let (streams, tags) = text.split_once('x').ok_or(BadScale)?;
        Ok(Self {
            streams: streams.parse().map_err(|_| BadScale)?,
            tags: tags.parse().map_err(|_| BadScale)?,
        })
    }
}

/// How many objects of a large cluster are made at a time, so that they never exist twice.
const BATCH: usize = 1000;

/// Starts a simulated cluster. Its time-driven work (imports, bookmarks) runs on the current
/// runtime until that ends.
pub fn demo(options: &DemoOptions) -> Upstream {
    let start = options.now.unwrap_or_else(Timestamp::now);
    let mut cluster = Cluster::new(Config {
        schedule_interval: options.schedule_interval,
        import_pace: Some(Pace {
            per_second: options.import_rate,
            ..Pace::DEFAULT
        }),
        honours_dry_run: !options.is_old,
        ..Config::default()
    });
    // Pages of an earlier run may still be open: revisions must go on, not begin again. A hundred
    // for each second is more than anybody writes by hand.
    let seconds = u64::try_from(start.as_second()).unwrap_or_default();
    cluster.store.start_at(seconds.saturating_mul(100));
    cluster.load(seed::demo(start));
    if let Some(Scale { streams, tags }) = options.scale {
        let mut objects = seed::scale(streams, tags, start);
        loop {
            let batch: Vec<_> = objects.by_ref().take(BATCH).collect();
            if batch.is_empty() {
                break;
            }
            cluster.load(batch);
        }
    }
    let clock: Clock = match options.now {
        Some(now) => Arc::new(move || now),
        None => Arc::new(Timestamp::now),
    };
    let shared = SharedCluster::with_settings(cluster, clock, options.identity.as_deref());
    if options.registry_network {
        shared.read_registries(Arc::new(Network::new()));
    }
    tokio::spawn(shared.clone().run());
    Upstream::Demo(host::service(shared))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scales() {
        for (text, expected) in [
            ("10000x20", Some((10_000, 20))),
            ("1x0", Some((1, 0))),
            ("10", None),
            ("x", None),
            ("-1x2", None),
            ("1x2x3", None),
        ] {
            let scale = text.parse::<Scale>().ok();
            assert_eq!(scale.map(|s| (s.streams, s.tags)), expected, "{text}");
        }
    }
}
