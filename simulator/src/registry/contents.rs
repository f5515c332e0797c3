//! What the built-in registries hold, as tables.
//!
//! A repository's tags are written in one line, oldest first: `3.6` is an image of its own, `latest=3.13` is another
//! name for one, `nightly~1500` is rebuilt every 1500 seconds, `lost?` is listed but has no image any more, and `3.6.0!4382…` has a digest that is known.

use super::blueprint::{AMD64, Platform};

/// How a host behaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Behaviour {
    /// Anyone may read.
    Open,
    /// Only this user may read.
    Credentials {
        /// User name.
        username: &'static str,
        /// Password.
        password: &'static str,
    },
    /// Every request is one too many.
    RateLimited,
    /// Nothing listens on the port.
    Refusing,
    /// The certificate is signed by nobody that is trusted.
    BadCertificate,
    /// Accepts connections and never answers.
    Silent,
    /// Plain HTTP only.
    PlainHttp,
    /// The cluster's configuration blocks it.
    Blocked,
    /// Knows only the first version of the protocol.
    OldProtocol,
}

/// Every host that exists; a name that is not here does not resolve.
pub const HOSTS: &[(&str, Behaviour)] = &[
    ("docker.io", Behaviour::Open),
    ("quay.io", Behaviour::Open),
    ("registry.access.redhat.com", Behaviour::Open),
    (
        "registry.example.com",
        Behaviour::Credentials {
            username: "robot",
            password: "s3cret",
        },
    ),
    ("limited.example.com", Behaviour::RateLimited),
    ("down.example.com:5000", Behaviour::Refusing),
    ("selfsigned.example.com", Behaviour::BadCertificate),
    ("plain.example.com:5000", Behaviour::PlainHttp),
    ("slow.example.com", Behaviour::Silent),
    ("blocked.example.com", Behaviour::Blocked),
    ("v1.example.com", Behaviour::OldProtocol),
];

/// One repository of a host.
#[derive(Debug)]
pub struct Row {
    /// Host.
    pub host: &'static str,
    /// Path below the host.
    pub path: &'static str,
    /// Family of its images.
    pub family: &'static str,
    /// Platforms; one means plain manifests, more mean manifest lists.
    pub platforms: &'static [Platform],
    /// Its tags.
    pub tags: &'static str,
}

const fn platform(architecture: &'static str, variant: &'static str) -> Platform {
    Platform {
        os: "linux",
        architecture,
        variant,
    }
}

const ONE: &[Platform] = &[AMD64];
/// The eight platforms of the documentation's `busybox`, in its order.
pub const BUSYBOX: &[Platform] = &[
    AMD64,
    platform("arm", "v7"),
    platform("arm64", "v8"),
    platform("386", ""),
    platform("mips64le", ""),
    platform("ppc64le", ""),
    platform("riscv64", ""),
    platform("s390x", ""),
];
const FOUR: &[Platform] = &[
    AMD64,
    platform("arm64", ""),
    platform("ppc64le", ""),
    platform("s390x", ""),
];

const fn row(
    host: &'static str,
    path: &'static str,
    family: &'static str,
    platforms: &'static [Platform],
    tags: &'static str,
) -> Row {
    Row {
        host,
        path,
        family,
        platforms,
        tags,
    }
}

const HUB: &str = "docker.io";
const QUAY: &str = "quay.io";
const REDHAT: &str = "registry.access.redhat.com";
const PRIVATE: &str = "registry.example.com";

/// Every repository that is written down; long ones are added by `generated`.
pub const ROWS: &[Row] = &[
    row(
        HUB,
        "library/python",
        "python",
        ONE,
        "2.7 3.4 3.5.0 3.5 3.6.0!438208801c4806548460b27bd1fbcb7bb188273d13871ab43f 3.6.15 3.6=3.6.15 3.7 3.8 3.9 3.10 3.11 3.12 3.13 latest=3.13 nightly~1500",
    ),
    row(
        HUB,
        "centos/python-35-centos7",
        "python-35",
        ONE,
        "latest!49c18358df82f4577386404991c51a9559f243e0b1bdc366df25",
    ),
    row(
        HUB,
        "library/busybox",
        "busybox",
        BUSYBOX,
        "1.35 1.36 1.37 latest=1.37 stable=1.36",
    ),
    row(
        HUB,
        "library/redis",
        "redis",
        FOUR,
        "6.2 7.0 7.2.4 7.2=7.2.4 latest=7.2 unstable~2700",
    ),
    row(
        HUB,
        "library/nginx",
        "httpd",
        FOUR,
        "1.24 1.25 1.26 1.27 latest=1.27",
    ),
    row(
        HUB,
        "library/postgres",
        "postgresql",
        ONE,
        "12 13 14 15 16 latest=16",
    ),
    row(
        QUAY,
        "acme/ruby",
        "ruby",
        ONE,
        "2.7 3.0 3.1 3.2 3.3 latest=3.3 tip~900",
    ),
    row(
        QUAY,
        "sclorg/ruby-33-c9s",
        "ruby",
        FOUR,
        "20240311 20240610 latest=20240610",
    ),
    row(
        QUAY,
        "sclorg/nodejs-20-c9s",
        "nodejs",
        FOUR,
        "20240311 20240610 latest=20240610",
    ),
    row(
        QUAY,
        "sclorg/postgresql-15-c9s",
        "postgresql",
        FOUR,
        "20240311 20240610 latest=20240610",
    ),
    row(
        QUAY,
        "sclorg/httpd-24-c9s",
        "httpd",
        FOUR,
        "20240311 20240610 latest=20240610",
    ),
    row(
        QUAY,
        "acme/shop-web",
        "app",
        ONE,
        "1.0.0 1.1.0 1.2.0 1.3.0 1.4.0 2.0.0-rc.1 2.0.0 latest=2.0.0 edge~1200",
    ),
    row(
        QUAY,
        "acme/shop-cart",
        "app",
        ONE,
        "0.9.0 1.0.0 1.0.1 1.1.0 latest=1.1.0",
    ),
    row(
        QUAY,
        "acme/shop-payment",
        "app",
        FOUR,
        "3.1.0 3.2.0 3.2.1 latest=3.2.1",
    ),
    row(
        QUAY,
        "acme/batch",
        "app",
        ONE,
        "weekly~604800 hourly~3600 latest~7200",
    ),
    row(QUAY, "acme/ticker", "app", ONE, "1.0 latest~20"),
    row(
        QUAY,
        "acme/archive",
        "app",
        ONE,
        "1.0 1.1 1.2? 1.3 1.4 1.5 1.6 1.7 1.8? 1.9 2.0 2.1 2.2 2.3 2.4 2.5 2.6? 2.7 2.8 2.9 \
         3.0 3.1 3.2 3.3 3.4 3.5 3.6 3.7? 3.8 3.9 4.0 4.1 4.2 4.3 4.4 4.5 4.6? 4.7 4.8 4.9 \
         5.0 5.1 5.2 5.3 5.4 5.5? 5.6 5.7 5.8 5.9 6.0 6.1 6.2? 6.3 6.4 6.5 6.6 6.7 6.8? 6.9",
    ),
    row(QUAY, "acme/signed", "app", ONE, "1.0 1.1 latest=1.1"),
    row(
        QUAY,
        "jupyter/datascience-notebook",
        "notebook",
        FOUR,
        "2023-10-20 2024-01-15 2024-05-27 latest=2024-05-27",
    ),
    row(
        QUAY,
        "jupyter/minimal-notebook",
        "notebook",
        FOUR,
        "2023-10-20 2024-01-15 2024-05-27 latest=2024-05-27",
    ),
    row(
        REDHAT,
        "ubi9/openjdk-17",
        "java",
        FOUR,
        "1.17 1.18 1.20 latest=1.20",
    ),
    row(
        REDHAT,
        "ubi9/openjdk-21",
        "java",
        FOUR,
        "1.18 1.19 1.20 latest=1.20",
    ),
    row(
        REDHAT,
        "ubi9/python-311",
        "s2i",
        FOUR,
        "1-48 1-52 1-66 latest=1-66",
    ),
    row(
        REDHAT,
        "ubi9/python-312",
        "s2i",
        FOUR,
        "1-16 1-21 latest=1-21",
    ),
    row(
        REDHAT,
        "ubi9/nodejs-18",
        "nodejs",
        FOUR,
        "1-88 1-94 1-108 latest=1-108",
    ),
    row(
        REDHAT,
        "ubi9/nodejs-20",
        "nodejs",
        FOUR,
        "1-34 1-47 1-52 latest=1-52",
    ),
    row(
        REDHAT,
        "ubi8/ruby-30",
        "ruby",
        FOUR,
        "1-120 1-125 latest=1-125",
    ),
    row(
        REDHAT,
        "ubi9/httpd-24",
        "httpd",
        FOUR,
        "1-301 1-321 latest=1-321",
    ),
    row(
        REDHAT,
        "rhel9/postgresql-15",
        "postgresql",
        FOUR,
        "1-40 1-43 latest=1-43",
    ),
    row(
        REDHAT,
        "rhel9/redis-7",
        "redis",
        FOUR,
        "1-11 1-14 latest=1-14",
    ),
    row(PRIVATE, "private/app", "app", ONE, "1.0 1.1 2.0 latest=2.0"),
    row(
        PRIVATE,
        "private/billing",
        "java",
        ONE,
        "2024.1 2024.2 latest=2024.2",
    ),
    row(
        "selfsigned.example.com",
        "team/tool",
        "app",
        ONE,
        "0.1 0.2 latest=0.2",
    ),
    row(
        "plain.example.com:5000",
        "team/web",
        "app",
        ONE,
        "v1 v2 v3 latest=v3",
    ),
];

/// Repository whose tags are counted in hundreds.
pub const LONG_REPOSITORY: (&str, &str, &str) = (QUAY, "acme/releases", "app");

/// The tags of [`LONG_REPOSITORY`], oldest first: releases, release candidates, development builds and moving names.
pub fn long_repository_tags() -> Vec<String> {
    let mut tags = Vec::new();
    for major in 1..=4 {
        for minor in 0..=8 {
            for patch in 0..=7 {
                let version = format!("{major}.{minor}.{patch}");
                if patch == 0 {
                    tags.push(format!("v{version}-rc.1"));
                    tags.push(format!("v{version}-rc.2"));
                }
                tags.push(format!("v{version}"));
            }
        }
    }
    for minor in 0..=8 {
        tags.push(format!("v4.{minor}=v4.{minor}.7"));
    }
    tags.push("v5.0.0-alpha.1".to_owned());
    tags.push("v5.0.0-beta.2".to_owned());
    tags.push("main-1a2b3c4".to_owned());
    tags.push("stable=v4.8.7".to_owned());
    tags.push("latest=v4.8.7".to_owned());
    tags.push("main~1800".to_owned());
    tags
}
