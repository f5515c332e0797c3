//! Which secret an import uses, and making one without letting the password out.

use imagestream_console::api::decode::Answer;
use imagestream_console::edit::command::{Naming, commands};
use imagestream_console::edit::http;
use imagestream_console::edit::intent::{Intent, Place};
use imagestream_console::edit::plan::{Basis, plan};
use imagestream_console::edit::secret::{Password, RegistrySecret, fitting, read_secrets, seal};
use serde_json::{Value, json};

fn secret(name: &str, registries: &[&str]) -> RegistrySecret {
    let registries = registries
        .iter()
        .map(|&registry| registry.to_owned())
        .collect();
    RegistrySecret {
        name: name.to_owned(),
        registries,
    }
}

#[test]
fn the_longest_path_of_a_host_wins() {
    let secrets = [
        secret("host", &["quay.io"]),
        secret("team", &["quay.io/team"]),
        secret("wild", &["*.example.com", "registry.example.com:5000"]),
        secret("hub", &["index.docker.io"]),
    ];
    let cases: [(&str, &[&str]); 9] = [
        ("quay.io/team/app:1", &["team", "host"]),
        ("quay.io/other/app", &["host"]),
        // The path is a mere beginning, not whole parts.
        ("quay.io/teams/app", &["team", "host"]),
        ("a.example.com/x", &["wild"]),
        ("a.b.example.com/x", &[]),
        ("registry.example.com:5000/x", &["wild"]),
        ("registry.example.com:5001/x", &[]),
        ("python:3", &["hub"]),
        ("docker.io/library/python:3", &["hub"]),
    ];
    for (image, expected) in cases {
        let found = fitting(&secrets, image);
        let names: Vec<&str> = found.iter().map(|one| one.secret.name.as_str()).collect();
        assert_eq!(names, expected, "{image}");
    }
}

#[test]
fn registries_are_read_and_users_are_not() {
    // The first as `oc` recorded it; the second in the older form.
    let list = json!({"kind": "SecretList", "items": [
        {"metadata": {"name": "robot-pull"}, "type": "kubernetes.io/dockerconfigjson",
         "data": {".dockerconfigjson": "eyJhdXRocyI6eyIxMjcuMC4wLjE6NTAwMSI6eyJ1c2VybmFtZSI6InJvYm90IiwicGFzc3dvcmQiOiJzM2NyZXQiLCJlbWFpbCI6InJvYm90QGV4YW1wbGUudGVzdCIsImF1dGgiOiJjbTlpYjNRNmN6TmpjbVYwIn19fQ=="}},
        {"metadata": {"name": "old"}, "type": "kubernetes.io/dockercfg",
         "data": {".dockercfg": imagestream_console::edit::base64::encode(
             br#"{"https://index.docker.io/v1/": {"auth": "eA=="}, "https://quay.io/v2/team": {}}"#)}},
        {"metadata": {"name": "broken"}, "data": {".dockerconfigjson": "%%%"}},
    ]});
    let answer = Answer {
        code: 200,
        content_type: "application/json".to_owned(),
        body: list.to_string().into_bytes(),
        ..Answer::default()
    };
    assert_eq!(
        read_secrets(&answer).unwrap(),
        [
            secret("robot-pull", &["127.0.0.1:5001"]),
            secret("old", &["index.docker.io", "quay.io/team"]),
            secret("broken", &[]),
        ]
    );
}

#[test]
fn a_password_stands_in_the_sent_request_alone() {
    let (name, host, user) = ("robot-pull", "127.0.0.1:5001", "robot");
    let intent = Intent::CreateSecret {
        name: name.to_owned(),
        host: host.to_owned(),
        user: user.to_owned(),
    };
    let plan = plan(&Place::new("secured", ""), &intent, Basis::default()).unwrap();
    let sent = seal(
        "secured",
        name,
        host,
        user,
        Password::new("s3cret'\"".to_owned()),
    )
    .open();
    let body: Value = serde_json::from_str(&sent.body.unwrap()).unwrap();
    let config = body["stringData"][".dockerconfigjson"].as_str().unwrap();
    let config: Value = serde_json::from_str(config).unwrap();
    assert_eq!(
        config["auths"][host],
        json!({
            "username": "robot", "password": "s3cret'\"", "auth": "cm9ib3Q6czNjcmV0JyI=",
        })
    );
    assert_eq!(sent.path, "api/v1/namespaces/secured/secrets");
    // What is shown has a placeholder.
    let shown = format!(
        "{plan:?} {:?} {:?}",
        http::text(&plan.writes[0].request),
        commands(&plan, Naming::AsChosen)
    );
    assert!(
        !shown.contains("s3cret") && !shown.contains("cm9ib3Q6"),
        "{shown}"
    );
    assert_eq!(
        commands(&plan, Naming::AsChosen),
        [
            "oc create secret docker-registry robot-pull --docker-server=127.0.0.1:5001 \
         --docker-username=robot -n secured --docker-password=\"$REGISTRY_PASSWORD\""
        ]
    );
}
