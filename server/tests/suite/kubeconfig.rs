//! The kubeconfig: tokens, plugins, contexts, and what happens when it changes.

use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use crate::harness::{Console, FakeApi, json};

/// A kubeconfig in a folder of its own.
pub struct Kubeconfig {
    folder: tempfile::TempDir,
}

impl Kubeconfig {
    /// One context `dev` for this server and this user, in YAML.
    pub fn new(server: &str, user: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let this = Self { folder };
        this.write(server, user, "dev");
        this
    }

    pub fn write(&self, server: &str, user: &str, current: &str) {
        let text = format!(
            "apiVersion: v1\nkind: Config\ncurrent-context: {current}\n\
             clusters:\n- name: c\n  cluster: {{{server}}}\n\
             - name: elsewhere\n  cluster: {{server: 'http://127.0.0.1:9'}}\n\
             contexts:\n- name: dev\n  context: {{cluster: c, user: u}}\n\
             - name: other\n  context: {{cluster: elsewhere, user: u}}\n\
             users:\n- name: u\n  user: {user}\n"
        );
        std::fs::write(self.path(), text).unwrap();
    }

    pub fn path(&self) -> PathBuf {
        self.folder.path().join("config")
    }

    pub fn file(&self, name: &str, content: &str) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, content).unwrap();
        path
    }

    pub async fn console(&self) -> Console {
        Console::start(&["--kubeconfig", self.path().to_str().unwrap()]).await
    }

    /// A credential plugin: a script whose standard output is the credential.
    fn plugin(&self, script: &str) -> PathBuf {
        let path = self.file("plugin", &format!("#!/bin/sh\n{script}\n"));
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
        path
    }
}

fn server(api: &FakeApi) -> String {
    format!("server: '{}'", api.url())
}

fn exec(plugin: &Path) -> String {
    format!(
        "{{exec: {{apiVersion: client.authentication.k8s.io/v1, interactiveMode: Never, command: '{}'}}}}",
        plugin.display()
    )
}

fn tokens(api: &FakeApi) -> Vec<String> {
    api.seen()
        .iter()
        .map(|seen| seen.header("authorization").unwrap_or("-").to_owned())
        .collect()
}

#[tokio::test]
async fn its_token_is_used_and_the_callers_is_dropped() {
    let api = FakeApi::quiet().await;
    let config = Kubeconfig::new(&server(&api), "{token: configured}");
    let console = config.console().await;
    let own = [
        ("authorization", "Bearer own"),
        ("impersonate-user", "admin"),
    ];
    assert_eq!(console.get("/version", &own).await.status, 200);
    assert_eq!(tokens(&api), ["Bearer configured"]);
    assert_eq!(api.seen()[0].header("impersonate-user"), None);
}

#[tokio::test]
async fn its_own_impersonation_and_token_file_are_used() {
    let api = FakeApi::quiet().await;
    let config = Kubeconfig::new(&server(&api), "{}");
    let token = config.file("token", "from a file\n");
    let user = format!("{{tokenFile: '{}', as: someone}}", token.display());
    config.write(&server(&api), &user, "dev");
    let console = config.console().await;
    console
        .get("/version", &[("impersonate-user", "admin")])
        .await;
    assert_eq!(tokens(&api), ["Bearer from a file"]);
    assert_eq!(api.seen()[0].header("impersonate-user"), Some("someone"));
}

#[tokio::test]
async fn logging_in_again_needs_no_restart() {
    let api = FakeApi::quiet().await;
    let config = Kubeconfig::new(&server(&api), "{token: old}");
    let console = config.console().await;
    console.get("/version", &[]).await;
    config.write(&server(&api), "{token: renewed}", "dev");
    console.get("/version", &[]).await;
    assert_eq!(tokens(&api), ["Bearer old", "Bearer renewed"]);
}

#[tokio::test]
async fn a_change_of_the_current_context_does_not_move_an_open_console() {
    let api = FakeApi::quiet().await;
    let config = Kubeconfig::new(&server(&api), "{token: t}");
    let console = config.console().await;
    console.get("/version", &[]).await;
    config.write(&server(&api), "{token: t}", "other");
    assert_eq!(console.get("/version", &[]).await.status, 200);
    assert_eq!(api.seen().len(), 2);
}

#[tokio::test]
async fn a_kubeconfig_that_breaks_keeps_what_worked() {
    let api = FakeApi::quiet().await;
    let config = Kubeconfig::new(&server(&api), "{token: t}");
    let console = config.console().await;
    console.get("/version", &[]).await;
    std::fs::write(config.path(), "{{{").unwrap();
    assert_eq!(console.get("/version", &[]).await.status, 200);
}

/// Counts its runs in a file and gives a token with that number.
const COUNTING: &str = r#"cd "$(dirname "$0")"
echo run >> runs
n=$(grep -c run runs)
echo '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential",
"status":{"token":"token-'$n'"EXPIRY}}'"#;

#[tokio::test]
async fn a_plugin_is_asked_once_and_again_when_its_token_is_refused() {
    let api = FakeApi::serving(|request| async move {
        let refused = request.headers().get("authorization").unwrap() == "Bearer token-1";
        json(if refused { 401 } else { 200 }, "{}")
    })
    .await;
    let config = Kubeconfig::new(&server(&api), "{}");
    let plugin = config.plugin(&COUNTING.replace("EXPIRY", ""));
    config.write(&server(&api), &exec(&plugin), "dev");
    let console = config.console().await;
    assert_eq!(console.get("/version", &[]).await.status, 200);
    assert_eq!(console.get("/version", &[]).await.status, 200);
    assert_eq!(
        tokens(&api),
        ["Bearer token-1", "Bearer token-2", "Bearer token-2"]
    );
}

#[tokio::test]
async fn a_plugin_is_not_run_for_each_refusal() {
    let api = FakeApi::serving(|_| async { json(401, "{}") }).await;
    let config = Kubeconfig::new(&server(&api), "{}");
    let plugin = config.plugin(&COUNTING.replace("EXPIRY", ""));
    config.write(&server(&api), &exec(&plugin), "dev");
    let console = config.console().await;
    for _ in 0..5 {
        assert_eq!(console.get("/version", &[]).await.status, 401);
    }
    let last = tokens(&api).pop().unwrap();
    assert_eq!(
        last, "Bearer token-2",
        "one run, and one more after the refusal"
    );
}

#[tokio::test]
async fn an_expired_token_of_a_plugin_is_renewed() {
    let api = FakeApi::quiet().await;
    let config = Kubeconfig::new(&server(&api), "{}");
    let expiry = r#","expirationTimestamp":"2020-01-01T00:00:00Z""#;
    let plugin = config.plugin(&COUNTING.replace("EXPIRY", expiry));
    config.write(&server(&api), &exec(&plugin), "dev");
    let console = config.console().await;
    console.get("/version", &[]).await;
    console.get("/version", &[]).await;
    let tokens = tokens(&api);
    assert_ne!(tokens[0], tokens[1], "{tokens:?}");
}

#[tokio::test]
async fn a_plugin_that_fails_is_explained_without_its_output() {
    let api = FakeApi::quiet().await;
    let config = Kubeconfig::new(&server(&api), "{}");
    let plugin = config.plugin("echo secret; exit 3");
    config.write(&server(&api), &exec(&plugin), "dev");
    let console = config.console().await;
    let answer = console.get("/version", &[]).await;
    let message = answer.assert_status(502, "CredentialsUnavailable");
    assert!(message.contains("plugin"), "{message}");
    assert!(!message.contains("secret"), "{message}");

    // Once it works, the next request does.
    config.plugin(&COUNTING.replace("EXPIRY", ""));
    assert_eq!(console.get("/version", &[]).await.status, 200);
}
