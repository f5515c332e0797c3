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

/// A tag of a builder: stream, tag, repository and tag of its image, title, and how many days old it is.
type Builder = (&'static str, &'static str, &'static str, &'static str, i64);

const BUILDERS: &[Builder] = &[
    (
        "ruby",
        "3.0-ubi8",
        "registry.access.redhat.com/ubi8/ruby-30:latest",
        "Ruby 3.0 (UBI 8)",
        80,
    ),
    (
        "ruby",
        "3.3-ubi9",
        "quay.io/sclorg/ruby-33-c9s:latest",
        "Ruby 3.3 (UBI 9)",
        22,
    ),
    (
        "nodejs",
        "18-ubi9",
        "registry.access.redhat.com/ubi9/nodejs-18:latest",
        "Node.js 18 (UBI 9)",
        51,
    ),
    (
        "nodejs",
        "20-ubi9",
        "registry.access.redhat.com/ubi9/nodejs-20:latest",
        "Node.js 20 (UBI 9)",
        51,
    ),
    (
        "python",
        "3.11-ubi9",
        "registry.access.redhat.com/ubi9/python-311:latest",
        "Python 3.11 (UBI 9)",
        35,
    ),
    (
        "python",
        "3.12-ubi9",
        "registry.access.redhat.com/ubi9/python-312:latest",
        "Python 3.12 (UBI 9)",
        35,
    ),
    (
        "java",
        "openjdk-17-ubi9",
        "registry.access.redhat.com/ubi9/openjdk-17:latest",
        "OpenJDK 17",
        60,
    ),
    (
        "java",
        "openjdk-21-ubi9",
        "registry.access.redhat.com/ubi9/openjdk-21:latest",
        "OpenJDK 21",
        60,
    ),
];

/// Streams of builders: name, title, sample, and the tag that `latest` follows.
const BUILDER_STREAMS: &[(&str, &str, &str, &str)] = &[
    (
        "ruby",
        "Ruby",
        "https://github.com/sclorg/ruby-ex.git",
        "3.3-ubi9",
    ),
    (
        "nodejs",
        "Node.js",
        "https://github.com/sclorg/nodejs-ex.git",
        "20-ubi9",
    ),
    (
        "python",
        "Python",
        "https://github.com/sclorg/django-ex.git",
        "3.12-ubi9",
    ),
    (
        "java",
        "Java",
        "https://github.com/jboss-openshift/openshift-quickstarts",
        "openjdk-21-ubi9",
    ),
];

/// Other streams: name, title, tag, image, and what its `tags` annotation says.
const OTHERS: &[(&str, &str, &str, &str, &str)] = &[
    (
        "httpd",
        "Apache HTTP Server (httpd)",
        "2.4-ubi9",
        "ubi9/httpd-24",
        "builder,httpd",
    ),
    (
        "postgresql",
        "PostgreSQL",
        "15-el9",
        "rhel9/postgresql-15",
        "database",
    ),
    ("redis", "Redis", "7-el9", "rhel9/redis-7", "database"),
];

/// Adds the project's streams.
pub(super) fn add(world: &mut World) {
    for (name, title, sample, latest) in BUILDER_STREAMS {
        let mut stream = shared(name, title);
        for (_, tag, from, title, age) in BUILDERS.iter().filter(|(of, ..)| of == name) {
            stream = stream.imported(builder(tag, from, title, name, sample), days(*age));
        }
        if *name == "python" {
            // For tools, not for people: consoles leave hidden tags out.
            let from = format!("{REDHAT}/ubi9/python-312:latest");
            let minimal = builder("3.12-minimal", &from, "Python 3.12 minimal", name, sample);
            let minimal = minimal.annotated(&[("tags", "builder,python,hidden")]);
            stream = stream.imported(minimal, days(35));
        }
        world.stream("openshift", stream.alias("latest", latest));
    }
    for (name, title, tag, from, tags) in OTHERS {
        let spec = Tag::image(tag, &format!("{REDHAT}/{from}:latest"));
        let spec = spec
            .annotated(&[("description", title), ("tags", tags)])
            .local();
        let stream = shared(name, title).imported(spec, days(44));
        world.stream("openshift", stream.alias("latest", tag));
    }
    // Pushed by the release process: no spec tag.
    let image = "sha256:5fd6e7d4bb8d6b1f2c9a9a3c8d7e6f5a4b3c2d1e0f9a8b7c6d5e4f3a2b1c0d9e";
    let document = super::shop::pushed_image("openshift/cli", 118_204_112);
    world.add_image(image, document, days(12));
    let reference = format!("quay.io/openshift-release-dev/ocp-v4.0-art-dev@{image}");
    let cli = Stream::new("cli", days(420)).pushed("latest", image, &reference, days(12));
    world.stream("openshift", cli);
    let current = Tag::image("1.26", "docker.io/library/nginx:1.26")
        .preserve()
        .local();
    let reserved = Tag::placeholder("1.28");
    let reserved = reserved.annotated(&[("description", "Reserved for the next release")]);
    world.stream(
        "openshift",
        shared("nginx", "Nginx")
            .imported(current, hours(30))
            .tag(reserved),
    );
}
