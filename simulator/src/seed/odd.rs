//! Projects `odd-corners` and `faults`: texts and names that are hard to show, and names that ask for failures.

use serde_json::json;

use super::stream::{Stream, Tag};
use super::world::{World, days, hours};

/// Markup that would run if it were ever shown as markup.
const MARKUP: &str =
    "<img src=x onerror=\"document.title='broken'\"><script>document.title='broken'</script>";
/// Control characters, a right-to-left override and characters without width.
const CONTROL: &str = "bell\u{7} escape\u{1b}[31m tab\t newline\nsecond line \u{202e}gnp.exe\u{202c} zero\u{200b}width";

/// Names that ask the simulator for a failure; its README says what each does.
const FAULTS: &[&str] = &[
    "slow-3s",
    "slow-10s",
    "error-401",
    "error-429",
    "error-500",
    "error-503",
    "error-504",
    "not-json",
    "cut",
    "gone-410",
];

/// Adds the projects' streams.
pub(super) fn add(world: &mut World) {
    texts(world);
    names(world);
    image(world);
    for name in FAULTS {
        let stream = Stream::new(name, days(30))
            .imported(Tag::image("latest", "quay.io/acme/batch:weekly"), hours(9));
        world.stream("faults", stream);
    }
}

fn texts(world: &mut World) {
    world.stream(
        "odd-corners",
        Stream::new("markup", days(29))
            .label("looks-like", "script-alert-1")
            .annotation("description", MARKUP)
            .annotation(
                "openshift.io/display-name",
                "\"><b>bold</b> & 'quotes' `ticks` ${template} {{mustache}}",
            )
            .annotation("example.com/link", "javascript:alert(1)")
            .imported(
                Tag::image("latest", "quay.io/acme/shop-web:1.0.0").annotated(&[
                    ("description", MARKUP),
                    ("sampleRepo", "javascript:alert(document.domain)"),
                    ("supports", "<b>:1"),
                    ("tags", "<i>builder</i>,hidden"),
                ]),
                days(29),
            )
            .tag(Tag::image("failed", "quay.io/acme/shop-web:1.0.0"))
            .failed(
                "failed",
                "InternalError",
                &format!("Internal error occurred: {MARKUP} {CONTROL}"),
                days(1),
            ),
    );
    let long = "0123456789abcdef".repeat(640);
    let words = "lorem ipsum dolor sit amet ".repeat(380);
    world.stream(
        "odd-corners",
        Stream::new("long-values", days(28))
            .label("longest-label-value-there-can-be", &"x".repeat(63))
            .annotation("description", &words)
            .annotation(
                "kubectl.kubernetes.io/last-applied-configuration",
                &format!("{{\"data\":\"{long}\"}}\n"),
            )
            .annotation("unbroken", &long)
            .imported(
                Tag::image("latest", "quay.io/acme/shop-web:1.1.0")
                    .annotated(&[("description", &words)]),
                days(28),
            ),
    );
    world.stream(
        "odd-corners",
        Stream::new("control-characters", days(27))
            .annotation("description", CONTROL)
            .annotation(
                "example.com/korean",
                "주석도 유니코드일 수 있습니다 🐍 \u{0301}\u{0301}\u{0301}",
            )
            .annotation("empty", "")
            .imported(
                Tag::image("latest", "quay.io/acme/shop-web:1.2.0")
                    .annotated(&[("description", CONTROL)]),
                days(27),
            ),
    );
}

fn names(world: &mut World) {
    let longest = format!("{}-end", "very-long-name-of-an-image-stream".repeat(5));
    world.stream(
        "odd-corners",
        Stream::new(&longest, days(26)).imported(
            Tag::image(&"t".repeat(128), "quay.io/acme/shop-web:1.3.0"),
            days(26),
        ),
    );
    // The server checks no tag names, so all of these can be stored.
    let mut stream = Stream::new("tag-names", days(25));
    for tag in [
        "a b",
        "a/b",
        "a%2Fb",
        "<b>bold</b>",
        "\"quoted\"",
        "percent%",
        "question?hash#",
        "semi;colon",
        "한글",
        "\u{202e}txt.exe",
        "..",
        "a:b",
        "UPPER",
        "_under",
        "-dash",
    ] {
        stream = stream.imported(Tag::image(tag, "quay.io/acme/shop-web:1.3.0"), days(25));
    }
    world.stream("odd-corners", stream);
    world.stream(
        "odd-corners",
        Stream::new("a.b_c-d.0", days(24)).imported(
            Tag::image("latest", "quay.io/acme/shop-web:1.4.0"),
            days(24),
        ),
    );
    world.stream(
        "odd-corners",
        Stream::new("python", days(24)).tag(Tag::follows("loop", "python:loop")),
    );
}

/// An image whose configuration is as unfriendly as its stream.
fn image(world: &mut World) {
    world.stream(
        "odd-corners",
        Stream::new("image-texts", days(23)).imported(
            Tag::image("latest", "quay.io/acme/shop-cart:0.9.0"),
            days(23),
        ),
    );
    let Some(pulled) = world.pull("quay.io/acme/shop-cart:0.9.0", hours(1), false) else {
        return;
    };
    world.edit_image(&pulled.digest, |image| {
        let config = &mut image["dockerImageMetadata"]["Config"];
        config["Labels"] = json!({
            "description": MARKUP,
            "control": CONTROL,
            "large": "label value ".repeat(900),
            "<key>": "value",
            "": "empty key",
        });
        config["Env"] = json!([
            "PATH=/bin",
            format!("MARKUP={MARKUP}"),
            format!("CONTROL={CONTROL}"),
            "NO_EQUALS_SIGN",
            "EMPTY="
        ]);
        config["Cmd"] = json!(["/bin/sh", "-c", format!("echo '{MARKUP}'")]);
        config["User"] = json!(MARKUP);
        config["ExposedPorts"] = json!({"8080/tcp": {}, "<b>/udp": {}});
        image["dockerImageMetadata"]["Author"] = json!(format!("Mallory {CONTROL}"));
    });
}
