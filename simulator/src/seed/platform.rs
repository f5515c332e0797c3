//! Projects `data-platform` and `infra-monitoring`: imports that fail in every way, schedules, big images.

use super::stream::{Stream, Tag};
use super::world::{Ago, World, days, hours, minutes};

/// Adds the projects' streams.
pub(super) fn add(world: &mut World) {
    notebooks(world);
    failures(world);
    schedules(world);
    monitoring(world);
}

fn notebooks(world: &mut World) {
    world.stream(
        "data-platform",
        Stream::new("notebook", days(170))
            .label("team", "data")
            .label("component", "notebook")
            .annotation(
                "description",
                "데이터 분석용 노트북 이미지입니다. 매 분기 갱신됩니다.",
            )
            .annotation("openshift.io/display-name", "데이터 과학 노트북")
            .imported(
                Tag::image(
                    "2024-01-15",
                    "quay.io/jupyter/datascience-notebook:2024-01-15",
                )
                .preserve(),
                days(160),
            )
            .imported(
                Tag::image(
                    "2024-05-27",
                    "quay.io/jupyter/datascience-notebook:2024-05-27",
                )
                .preserve()
                .annotated(&[
                    ("description", "권장 버전 — 파이썬 3.11, R 4.3"),
                    ("tags", "notebook,권장"),
                    ("supports", "python,r,julia"),
                ]),
                days(40),
            )
            .alias("latest", "2024-05-27"),
    );
    world.stream(
        "data-platform",
        Stream::new("minimal-notebook", days(170))
            .label("team", "data")
            .imported(
                Tag::image("latest", "quay.io/jupyter/minimal-notebook:2023-10-20"),
                days(169),
            )
            .event(
                "latest",
                "quay.io/jupyter/minimal-notebook:2024-01-15",
                days(90),
            )
            .event(
                "latest",
                "quay.io/jupyter/minimal-notebook:latest",
                days(30),
            ),
    );
    world.stream(
        "data-platform",
        Stream::new("whole-repository", days(130))
            .repository("quay.io/acme/shop-cart")
            .imported(
                Tag::image("0.9.0", "quay.io/acme/shop-cart:0.9.0"),
                days(128),
            )
            .imported(
                Tag::image("1.0.0", "quay.io/acme/shop-cart:1.0.0"),
                days(128),
            )
            .imported(
                Tag::image("latest", "quay.io/acme/shop-cart:latest"),
                days(128),
            ),
    );
}

/// Streams whose only import failed: name, source, reason, message, and how long ago.
const FAILURES: &[(&str, &str, &str, &str, Ago)] = &[
    (
        "etl",
        "registry.example.com/private/app:1.0",
        "Unauthorized",
        "incorrect username or password for image \"registry.example.com/private/app:1.0\"",
        hours(7),
    ),
    (
        "reports",
        "registry.example.com/private/billing:latest",
        "Unauthorized",
        "you may not have access to the container image \"registry.example.com/private/billing:latest\"",
        hours(8),
    ),
    (
        "features",
        "quay.io/acme/feature-store:latest",
        "NotFound",
        "dockerimage.image.openshift.io \"quay.io/acme/feature-store:latest\" not found",
        days(2),
    ),
    (
        "ml-base",
        "selfsigned.example.com/team/tool:latest",
        "InternalError",
        "Internal error occurred: selfsigned.example.com/team/tool:latest: Get \"https://selfsigned.example.com/v2/\": tls: failed to verify certificate: x509: certificate signed by unknown authority",
        days(4),
    ),
    (
        "embeddings",
        "limited.example.com/team/embeddings:latest",
        "InternalError",
        "Internal error occurred: limited.example.com/team/embeddings:latest: toomanyrequests: You have reached your pull rate limit. You may increase the limit by authenticating and upgrading",
        minutes(25),
    ),
    (
        "airflow",
        "down.example.com:5000/team/airflow:2.9",
        "InternalError",
        "Internal error occurred: down.example.com:5000/team/airflow:2.9: Get \"https://down.example.com:5000/v2/\": dial tcp 192.0.2.7:5000: connect: connection refused",
        hours(1),
    ),
    (
        "plain-http",
        "plain.example.com:5000/team/web:v1",
        "InternalError",
        "Internal error occurred: plain.example.com:5000/team/web:v1: Get \"https://plain.example.com:5000/v2/\": http: server gave HTTP response to HTTPS client",
        hours(2),
    ),
    (
        "blocked",
        "blocked.example.com/team/web:v1",
        "Forbidden",
        "forbidden: registry blocked.example.com blocked",
        days(1),
    ),
    (
        "quota",
        "quay.io/acme/batch:weekly",
        "Forbidden",
        "ImageStream.image.openshift.io \"quota\" is forbidden: requested usage of openshift.io/image-tags exceeds the maximum limit per openshift.io/ImageStream (11 > 10)",
        days(3),
    ),
];

fn failures(world: &mut World) {
    for (name, from, reason, message, ago) in FAILURES {
        let stream = Stream::new(name, days(60))
            .tag(Tag::image("latest", from))
            .failed("latest", reason, message, *ago);
        world.stream("data-platform", stream);
    }
    // A tag that was asked for again and failed in the same words: the condition stays behind the spec.
    world.stream(
        "data-platform",
        Stream::new("mixed-fortunes", days(60))
            .imported(Tag::image("good", "quay.io/acme/batch:weekly"), days(20))
            .tag(Tag::image("bad", "quay.io/acme/feature-store:1"))
            .failed(
                "bad",
                "NotFound",
                "dockerimage.image.openshift.io \"quay.io/acme/feature-store:1\" not found",
                days(6),
            )
            .tag(Tag::image("bad", "quay.io/acme/feature-store:1"))
            .tag(Tag::image("pending", "slow.example.com/acme/batch:1")),
    );
}

fn schedules(world: &mut World) {
    let mut stream = Stream::new("batch", days(100)).label("component", "batch");
    stream = stream.tag(Tag::image("hourly", "quay.io/acme/batch:hourly").scheduled());
    for turn in (0..24).rev() {
        stream = stream.event(
            "hourly",
            "quay.io/acme/batch:hourly",
            minutes(20 + turn * 60),
        );
    }
    stream = stream
        .imported(
            Tag::image("weekly", "quay.io/acme/batch:weekly")
                .scheduled()
                .local(),
            days(8),
        )
        .event("weekly", "quay.io/acme/batch:weekly", hours(20));
    world.stream("data-platform", stream);
}

fn monitoring(world: &mut World) {
    world.stream(
        "infra-monitoring",
        Stream::new("agent", days(390))
            .label("k8s-app", "node-agent")
            .imported(
                Tag::image("v2", "plain.example.com:5000/team/web:v2").insecure(),
                days(100),
            )
            .imported(
                Tag::image("v3", "plain.example.com:5000/team/web:v3").insecure(),
                days(12),
            ),
    );
    world.stream(
        "infra-monitoring",
        Stream::new("collector", days(390))
            .annotation("openshift.io/image.insecureRepository", "true")
            .imported(
                Tag::image("0.1", "selfsigned.example.com/team/tool:0.1")
                    .insecure()
                    .scheduled(),
                days(200),
            )
            .imported(
                Tag::image("0.2", "selfsigned.example.com/team/tool:0.2")
                    .insecure()
                    .scheduled()
                    .preserve()
                    .local(),
                days(3),
            ),
    );
}
