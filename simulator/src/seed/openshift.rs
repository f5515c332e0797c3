//! Project `openshift`: the builder and database images that every project may use.

use super::stream::{Stream, Tag};
use super::world::{World, days, hours};

const REDHAT: &str = "registry.access.redhat.com";

fn shared(name: &str, title: &str) -> Stream {
    Stream::new(name, days(420))
        .label("samples.operator.openshift.io/managed", "true")
        .annotation("openshift.io/display-name", title)
        .annotation("samples.operator.openshift.io/version", "4.22.0")
}

fn builder(tag: &str, from: &str, title: &str, kind: &str, sample: &str) -> Tag {
    Tag::image(tag, from)
        .annotated(&[
            (
                "description",
                &format!("Build and run {title} applications on UBI."),
            ),
            ("iconClass", &format!("icon-{kind}")),
            ("openshift.io/display-name", title),
            ("openshift.io/provider-display-name", "Red Hat, Inc."),
            ("sampleRepo", sample),
            ("supports", &format!("{kind}:{tag},{kind}")),
            ("tags", &format!("builder,{kind}")),
            ("version", tag),
        ])
        .local()
}

/// Adds the project's streams.
pub(super) fn add(world: &mut World) {
    let sample = "https://github.com/sclorg/ruby-ex.git";
    world.stream(
        "openshift",
        shared("ruby", "Ruby")
            .imported(
                builder(
                    "3.0-ubi8",
                    &format!("{REDHAT}/ubi8/ruby-30:latest"),
                    "Ruby 3.0 (UBI 8)",
                    "ruby",
                    sample,
                ),
                days(80),
            )
            .imported(
                builder(
                    "3.3-ubi9",
                    "quay.io/sclorg/ruby-33-c9s:latest",
                    "Ruby 3.3 (UBI 9)",
                    "ruby",
                    sample,
                ),
                days(22),
            )
            .alias("latest", "3.3-ubi9"),
    );
    let sample = "https://github.com/sclorg/nodejs-ex.git";
    world.stream(
        "openshift",
        shared("nodejs", "Node.js")
            .imported(
                builder(
                    "18-ubi9",
                    &format!("{REDHAT}/ubi9/nodejs-18:1-94"),
                    "Node.js 18 (UBI 9)",
                    "nodejs",
                    sample,
                ),
                days(200),
            )
            .event(
                "18-ubi9",
                &format!("{REDHAT}/ubi9/nodejs-18:latest"),
                days(51),
            )
            .imported(
                builder(
                    "20-ubi9",
                    &format!("{REDHAT}/ubi9/nodejs-20:latest"),
                    "Node.js 20 (UBI 9)",
                    "nodejs",
                    sample,
                ),
                days(51),
            )
            .alias("latest", "20-ubi9"),
    );
    let sample = "https://github.com/sclorg/django-ex.git";
    world.stream(
        "openshift",
        shared("python", "Python")
            .imported(
                builder(
                    "3.11-ubi9",
                    &format!("{REDHAT}/ubi9/python-311:latest"),
                    "Python 3.11 (UBI 9)",
                    "python",
                    sample,
                ),
                days(35),
            )
            .imported(
                builder(
                    "3.12-ubi9",
                    &format!("{REDHAT}/ubi9/python-312:latest"),
                    "Python 3.12 (UBI 9)",
                    "python",
                    sample,
                ),
                days(35),
            )
            .imported(
                builder(
                    "3.12-minimal",
                    &format!("{REDHAT}/ubi9/python-312:latest"),
                    "Python 3.12 minimal",
                    "python",
                    sample,
                )
                .annotated(&[("tags", "builder,python,hidden")]),
                days(35),
            )
            .alias("latest", "3.12-ubi9"),
    );
    world.stream(
        "openshift",
        shared("java", "Java")
            .imported(
                builder(
                    "openjdk-17-ubi9",
                    &format!("{REDHAT}/ubi9/openjdk-17:latest"),
                    "OpenJDK 17",
                    "java",
                    "https://github.com/jboss-openshift/openshift-quickstarts",
                ),
                days(60),
            )
            .imported(
                builder(
                    "openjdk-21-ubi9",
                    &format!("{REDHAT}/ubi9/openjdk-21:latest"),
                    "OpenJDK 21",
                    "java",
                    "https://github.com/jboss-openshift/openshift-quickstarts",
                ),
                days(60),
            )
            .alias("latest", "openjdk-21-ubi9"),
    );
    for (name, title, tag, from) in [
        (
            "httpd",
            "Apache HTTP Server (httpd)",
            "2.4-ubi9",
            "ubi9/httpd-24",
        ),
        ("postgresql", "PostgreSQL", "15-el9", "rhel9/postgresql-15"),
        ("redis", "Redis", "7-el9", "rhel9/redis-7"),
    ] {
        let from = format!("{REDHAT}/{from}:latest");
        let tags = if name == "httpd" {
            "builder,httpd"
        } else {
            "database"
        };
        let spec = Tag::image(tag, &from)
            .annotated(&[("description", title), ("tags", tags)])
            .local();
        world.stream(
            "openshift",
            shared(name, title)
                .imported(spec, days(44))
                .alias("latest", tag),
        );
    }
    // Pushed by the release process: no spec tag, pull specs of the integrated registry.
    let image = "sha256:5fd6e7d4bb8d6b1f2c9a9a3c8d7e6f5a4b3c2d1e0f9a8b7c6d5e4f3a2b1c0d9e";
    world.add_image(
        image,
        super::shop::pushed_image("openshift/cli", 118_204_112),
        days(12),
    );
    world.stream(
        "openshift",
        Stream::new("cli", days(420)).pushed(
            "latest",
            image,
            &format!("quay.io/openshift-release-dev/ocp-v4.0-art-dev@{image}"),
            days(12),
        ),
    );
    world.stream(
        "openshift",
        shared("nginx", "Nginx")
            .imported(
                Tag::image("1.26", "docker.io/library/nginx:1.26")
                    .preserve()
                    .local(),
                hours(30),
            )
            .tag(
                Tag::placeholder("1.28")
                    .annotated(&[("description", "Reserved for the next release")]),
            ),
    );
}
