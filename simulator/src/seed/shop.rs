//! Project `shop`: an application team's streams, with long histories, copies, aliases and pushed images.

use serde_json::{Value, json};

use super::stream::{Stream, Tag};
use super::world::{World, days, hours, minutes};
use crate::registry::blueprint::{Blueprint, digest_of};
use crate::registry::contents::long_repository_tags;
use crate::registry::family::family;

const INTEGRATED: &str = "image-registry.openshift-image-registry.svc:5000";

/// Adds the project's streams.
pub(super) fn add(world: &mut World) {
    web(world);
    services(world);
    pushed(world);
    aliases(world);
    references(world);
    releases(world);
}

/// A stream in daily use: releases, a scheduled tag of forty images, a production tag that was rolled back.
fn web(world: &mut World) {
    let repository = "quay.io/acme/shop-web";
    let mut stream = Stream::new("web", days(290))
        .label("app", "web")
        .label("team", "storefront")
        .annotation("openshift.io/display-name", "Shop front end")
        .annotation("description", "What customers see");
    for (version, age) in [
        ("1.0.0", 280),
        ("1.1.0", 240),
        ("1.2.0", 190),
        ("1.3.0", 120),
        ("1.4.0", 60),
        ("2.0.0-rc.1", 20),
        ("2.0.0", 9),
    ] {
        stream = stream.imported(
            Tag::image(version, &format!("{repository}:{version}")),
            days(age),
        );
    }
    stream = stream.tag(Tag::image("edge", &format!("{repository}:edge")).scheduled());
    for turn in (0..40).rev() {
        stream = stream.event("edge", &format!("{repository}:edge"), hours(2 + turn * 11));
    }
    stream = stream
        .copied("production", "1.3.0", days(115))
        .copied("production", "1.4.0", days(58))
        .copied("production", "2.0.0", days(8))
        // The release went wrong; the image before it stands in front again.
        .copied("production", "1.4.0", days(7))
        .alias("latest", "2.0.0");
    world.stream("shop", stream);
}

fn services(world: &mut World) {
    world.stream(
        "shop",
        Stream::new("cart", days(290))
            .label("app", "cart")
            .imported(
                Tag::image("1.0.0", "quay.io/acme/shop-cart:1.0.0"),
                days(100),
            )
            .imported(
                Tag::image("1.1.0", "quay.io/acme/shop-cart:1.1.0").local(),
                days(30),
            )
            .imported(
                Tag::image("stable", "quay.io/acme/shop-cart:stable").scheduled(),
                days(100),
            )
            .event("stable", "quay.io/acme/shop-cart:1.0.1", days(50))
            // The upstream tag was removed: the older image is still there.
            .failed(
                "stable",
                "NotFound",
                "dockerimage.image.openshift.io \"quay.io/acme/shop-cart:stable\" not found",
                hours(20),
            ),
    );
    world.stream(
        "shop",
        Stream::new("payment", days(250))
            .label("app", "payment")
            .label("pci", "true")
            .imported(
                Tag::image("3.2.1", "quay.io/acme/shop-payment:3.2.1")
                    .preserve()
                    .local(),
                days(14),
            )
            .imported(
                Tag::image("3.2.1-amd64", "quay.io/acme/shop-payment:3.2.1"),
                days(14),
            ),
    );
    small_services(world);
}

fn small_services(world: &mut World) {
    world.stream(
        "shop",
        Stream::new("frontend", days(120))
            .local_lookup()
            .annotation("description", "Deployments name it without a registry")
            .imported(
                Tag::image("latest", "quay.io/acme/shop-web:latest"),
                days(9),
            ),
    );
    world.stream(
        "shop",
        Stream::new("empty", hours(5))
            .annotation("description", "Created for a pipeline that never ran"),
    );
    world.stream(
        "shop",
        Stream::new("new-service", minutes(2)).tag(Tag::image(
            "latest",
            "slow.example.com/acme/new-service:latest",
        )),
    );
    world.stream(
        "shop",
        Stream::new("redis", days(110))
            .imported(
                Tag::image("7.2", "redis:7.2")
                    .annotated(&[("importer.image.openshift.io/prefer-arch", "amd64")]),
                days(33),
            )
            .imported(
                Tag::image("unstable", "redis:unstable")
                    .scheduled()
                    .insecure(),
                hours(4),
            ),
    );
    world.stream(
        "shop",
        Stream::new("base-ruby", days(80))
            .imported(Tag::image("pinned", "quay.io/acme/ruby:3.2"), days(70))
            .tag(Tag::other_project("builder", "openshift", "ruby:3.3-ubi9"))
            .event("builder", "quay.io/sclorg/ruby-33-c9s:latest", days(21)),
    );
}

/// What the API stores of an image that was pushed to the integrated registry.
pub(super) fn pushed_image(path: &str, size: u64) -> Value {
    let mut image = Blueprint {
        identity: format!("pushed {path} {size}"),
        version: "0.0.0-dev".to_owned(),
        family: family("app"),
        platform: crate::registry::blueprint::AMD64,
        created: jiff::Timestamp::from_second(1_735_000_000).unwrap_or_default(),
        pinned: None,
    }
    .resolve()
    .image;
    image["metadata"]["annotations"]["openshift.io/image.managed"] = json!("true");
    image["metadata"]["annotations"]["image.openshift.io/manifestBlobStored"] = json!("true");
    image["dockerImageMetadata"]["Size"] = json!(size);
    image["dockerImageReference"] = json!(format!("{INTEGRATED}/{path}"));
    image
}

/// Streams that builds push to: status without spec. One image was pruned since.
fn pushed(world: &mut World) {
    let mut stream = Stream::new("checkout", days(150))
        .label("app", "checkout")
        .label("build", "pipeline");
    for number in 1..=6_u64 {
        let digest = digest_of(&format!("checkout build {number}"));
        let spec = format!("{INTEGRATED}/shop/checkout@{digest}");
        let mut image = pushed_image("shop/checkout", 44_000_000 + number * 120_000);
        image["dockerImageReference"] = json!(spec);
        let age = days(i64::try_from(60 - number * 9).unwrap_or_default());
        world.add_image(&digest, image, age);
        stream = stream.pushed("latest", &digest, &spec, age).pushed(
            &format!("build-{number}"),
            &digest,
            &spec,
            age,
        );
    }
    world.stream("shop", stream);
    world.prune(&digest_of("checkout build 1"));
    world.prune(&digest_of("checkout build 2"));
}

/// Tags that follow tags, in every way that works and does not.
fn aliases(world: &mut World) {
    world.stream(
        "shop",
        Stream::new("catalog", days(140))
            .label("app", "catalog")
            .imported(Tag::image("1.1", "quay.io/acme/shop-cart:1.1.0"), days(28))
            .alias("1", "1.1")
            .alias("latest", "1")
            .alias("stable", "catalog:1.1")
            .tag(Tag::follows("next", "1.2"))
            .tag(Tag::follows("chicken", "egg"))
            .tag(Tag::follows("egg", "chicken"))
            .tag(Tag::follows("from-web", "web:1.4.0"))
            .event("from-web", "quay.io/acme/shop-web:1.4.0", days(59))
            .tag(Tag::follows("from-nowhere", "gone:latest")),
    );
}

fn references(world: &mut World) {
    world.stream(
        "shop",
        Stream::new("third-party", days(75))
            .tag(Tag::image("postgres", "docker.io/library/postgres:16").reference())
            .tag(
                Tag::image("mirror", "down.example.com:5000/mirror/app:7")
                    .reference()
                    .insecure(),
            )
            .imported(
                Tag::image("nginx", "docker.io/library/nginx:1.25"),
                days(70),
            )
            .tag(Tag::follows("proxy", "nginx").reference())
            .event("proxy", "docker.io/library/nginx:1.25", days(70)),
    );
}

/// Hundreds of versions in one stream.
fn releases(world: &mut World) {
    let mut stream = Stream::new("releases", days(365))
        .label("app", "releases")
        .annotation("description", "Every version ever released");
    let tags = long_repository_tags();
    for (index, tag) in tags.iter().enumerate() {
        let name = tag.split(['=', '~']).next().unwrap_or(tag);
        let older = tags.len() - index;
        let age = hours(4 + i64::try_from(older * 20).unwrap_or_default());
        stream = stream.imported(
            Tag::image(name, &format!("quay.io/acme/releases:{name}")),
            age,
        );
    }
    world.stream("shop", stream);
}
