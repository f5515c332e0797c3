//! Project `secured`: images from a registry that asks for credentials, and signed images.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;

use super::stream::{Stream, Tag};
use super::world::{World, days, hours};

/// Adds the project's streams.
pub(super) fn add(world: &mut World) {
    world.stream(
        "secured",
        Stream::new("app", days(58))
            .imported(
                Tag::image("1.0", "registry.example.com/private/app:1.0"),
                days(57),
            )
            .imported(
                Tag::image("1.1", "registry.example.com/private/app:1.1").local(),
                days(20),
            )
            .alias("latest", "1.1"),
    );
    world.stream(
        "secured",
        Stream::new("billing", days(50))
            .imported(
                Tag::image("2024.1", "registry.example.com/private/billing:2024.1"),
                days(49),
            )
            .imported(
                Tag::image("2024.2", "registry.example.com/private/billing:2024.2").scheduled(),
                days(11),
            ),
    );
    world.stream(
        "secured",
        Stream::new("signed", days(40))
            .imported(Tag::image("1.0", "quay.io/acme/signed:1.0"), days(39))
            .imported(Tag::image("1.1", "quay.io/acme/signed:1.1"), days(10)),
    );
    let (verified_at, created_at) = (world.time(days(9)), world.time(days(10)));
    for (tag, verified) in [("1.0", false), ("1.1", true)] {
        let Some(image) = world.pull(&format!("quay.io/acme/signed:{tag}"), hours(1), false) else {
            continue;
        };
        let mut signature = json!({
            "metadata": {
                "name": format!("{}@9f3c1e7a5b2d4c6e8f0a1b2c3d4e5f60", image.digest),
                "uid": super::world::uid(&format!("signature {tag}")),
                "creationTimestamp": created_at,
            },
            "type": "AtomicImageV1",
            "content": STANDARD.encode(format!("signature of quay.io/acme/signed:{tag}")),
        });
        if verified {
            signature["conditions"] = json!([{
                "type": "Trusted", "status": "True", "lastProbeTime": verified_at, "lastTransitionTime": verified_at,
                "reason": "VerifiedByOpenShift", "message": "verified by admin",
            }]);
            signature["imageIdentity"] = json!("quay.io/acme/signed:1.1");
            signature["created"] = json!(created_at);
            signature["issuedBy"] = json!({"commonName": "Acme release key"});
            signature["issuedTo"] = json!({"publicKeyID": "0xA1B2C3D4E5F60718"});
        }
        world.edit_image(&image.digest, |image| {
            image["signatures"] = json!([signature]);
        });
    }
}
