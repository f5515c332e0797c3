//! The streams of the OpenShift documentation's chapter on image streams, as its commands find them.

use super::stream::{Stream, Tag};
use super::world::{World, days, minutes, seconds};

/// Adds `python` and `busybox` to project `default`.
pub(super) fn add(world: &mut World) {
    world.stream(
        "default",
        Stream::new("python", seconds(75))
            .annotation(
                "openshift.io/image.dockerRepositoryCheck",
                "2017-10-02T17:05:11Z",
            )
            .imported(Tag::image("3.5", "centos/python-35-centos7"), seconds(75)),
    );
    world.stream(
        "default",
        Stream::new("busybox", days(40)).imported(
            Tag::image("latest", "docker.io/library/busybox:latest").preserve(),
            minutes(90),
        ),
    );
}
