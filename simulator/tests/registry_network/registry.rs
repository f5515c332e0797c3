//! A real registry on loopback, and images that are pushed to it.

use std::ffi::OsString;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use tempfile::TempDir;

use crate::http::{self, Answer};

pub const MANIFEST_DOCKER: &str = "application/vnd.docker.distribution.manifest.v2+json";
pub const MANIFEST_OCI: &str = "application/vnd.oci.image.manifest.v1+json";
pub const LIST_DOCKER: &str = "application/vnd.docker.distribution.manifest.list.v2+json";
pub const INDEX_OCI: &str = "application/vnd.oci.image.index.v1+json";

/// Who may read the registry with passwords.
pub const USER: (&str, &str) = ("robot", "s3cret");
/// That user's password as bcrypt, at a low cost because it protects nothing.
const HTPASSWD: &str = "robot:$2b$05$abcdefghijklmnopqrstuuLK7U1u6pVRmL7L1BBM2aS35PSZnDXlK\n";

/// What the registry demands of those who ask.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Demands {
    Nothing,
    Password,
    /// TLS, with a certificate that nobody vouches for.
    Tls,
}

/// The program; it ends with this value.
pub struct Registry {
    process: Child,
    /// Host and port.
    pub address: String,
    authorization: Option<String>,
    _folder: TempDir,
}

impl Drop for Registry {
    fn drop(&mut self) {
        // It may have ended by itself; either way nothing of it remains.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Starts the registry, or says why these tests cannot run.
pub fn start(demands: Demands) -> Option<Registry> {
    let Some(program) = program() else {
        let note = "docker-registry is not installed: `apt-get install --no-install-recommends docker-registry` \
                    brings it on Debian and Ubuntu; elsewhere set DOCKER_REGISTRY to the path of the registry's program";
        assert!(!Path::new("/etc/debian_version").exists(), "{note}");
        eprintln!("SKIPPED: {note}");
        return None;
    };
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let mut config = json!({
        "version": "0.1",
        "log": {"level": "info", "accesslog": {"disabled": true}},
        "storage": {"filesystem": {"rootdirectory": at("storage")}},
        "http": {"addr": "127.0.0.1:0"},
    });
    if demands == Demands::Password {
        std::fs::write(at("htpasswd"), HTPASSWD).unwrap();
        config["auth"] = json!({"htpasswd": {"realm": "test", "path": at("htpasswd")}});
    }
    if demands == Demands::Tls {
        let made = rcgen::generate_simple_self_signed(["127.0.0.1".to_owned()]).unwrap();
        std::fs::write(at("cert.pem"), made.cert.pem()).unwrap();
        std::fs::write(at("key.pem"), made.signing_key.serialize_pem()).unwrap();
        config["http"]["tls"] = json!({"certificate": at("cert.pem"), "key": at("key.pem")});
    }
    // JSON is YAML too.
    std::fs::write(at("config.yml"), config.to_string()).unwrap();
    let mut process = Command::new(program)
        .arg("serve")
        .arg(at("config.yml"))
        .env_remove("REGISTRY_HTTP_ADDR")
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut log = BufReader::new(process.stderr.take().unwrap()).lines();
    let mut told = String::new();
    let address = loop {
        let line = log
            .next()
            .unwrap_or_else(|| panic!("it ended: {told}"))
            .unwrap();
        // The port is known, and open, when the log tells it.
        if let Some(rest) = line.split("listening on ").nth(1) {
            let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.' && c != ':');
            break rest[..end.unwrap_or(rest.len())].to_owned();
        }
        told.push_str(&line);
    };
    // A log that nobody reads would stop the program when the pipe is full.
    std::thread::spawn(move || for _ in log.map_while(Result::ok) {});
    let (user, password) = USER;
    let authorization = (demands == Demands::Password)
        .then(|| format!("Basic {}", STANDARD.encode(format!("{user}:{password}"))));
    Some(Registry {
        process,
        address,
        authorization,
        _folder: folder,
    })
}

fn program() -> Option<PathBuf> {
    if let Some(path) = std::env::var_os("DOCKER_REGISTRY") {
        return Some(path.into());
    }
    let path: OsString = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .map(|folder| folder.join("docker-registry"))
        .find(|file| file.is_file())
}

/// The digest of some bytes.
pub fn digest(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    let hash = Sha256::digest(bytes);
    hash.iter().fold("sha256:".to_owned(), |mut text, byte| {
        write!(text, "{byte:02x}").unwrap();
        text
    })
}

/// An image that was pushed.
#[derive(Clone, Debug)]
pub struct Pushed {
    /// The manifest's digest.
    pub digest: String,
    /// The manifest as it was sent.
    pub raw: String,
    pub config: String,
    pub layers: [String; 2],
}

/// Lengths of the two layers of every image here.
pub const LAYERS: [usize; 2] = [900, 300];

impl Registry {
    async fn send(&self, method: &str, target: &str, kind: &str, body: &[u8]) -> Answer {
        let mut headers = vec![("Content-Type", kind)];
        if let Some(authorization) = &self.authorization {
            headers.push(("Authorization", authorization));
        }
        http::send(&self.address, method, target, &headers, body).await
    }

    async fn push_blob(&self, repository: &str, bytes: &[u8]) -> String {
        let target = format!("/v2/{repository}/blobs/uploads/");
        let begun = self.send("POST", &target, "", b"").await;
        assert_eq!(begun.status, 202, "{begun:?}");
        let location = &begun.headers["location"];
        let path = location.find("/v2/").map(|at| &location[at..]).unwrap();
        let digest = digest(bytes);
        let target = format!("{path}&digest={digest}");
        let stored = self
            .send("PUT", &target, "application/octet-stream", bytes)
            .await;
        assert_eq!(stored.status, 201, "{stored:?}");
        digest
    }

    async fn push_manifest(&self, at: (&str, &str), kind: &str, manifest: &Value) -> String {
        let (repository, tag) = at;
        let raw = manifest.to_string();
        let target = format!("/v2/{repository}/manifests/{tag}");
        let stored = self.send("PUT", &target, kind, raw.as_bytes()).await;
        assert_eq!(stored.status, 201, "{stored:?}");
        raw
    }

    /// Pushes an image of two layers; `build` makes it another one.
    pub async fn push(&self, at: (&str, &str), kind: &str, platform: &str, build: u8) -> Pushed {
        let (repository, _) = at;
        let layer = if kind == MANIFEST_OCI {
            "application/vnd.oci.image.layer.v1.tar+gzip"
        } else {
            "application/vnd.docker.image.rootfs.diff.tar.gzip"
        };
        let config_kind = if kind == MANIFEST_OCI {
            "application/vnd.oci.image.config.v1+json"
        } else {
            "application/vnd.docker.container.image.v1+json"
        };
        let base = self.push_blob(repository, &vec![1; LAYERS[0]]).await;
        let own = self.push_blob(repository, &vec![build; LAYERS[1]]).await;
        let config = json!({
            "architecture": platform, "os": "linux", "created": "2024-05-06T07:08:09.123Z",
            "author": "The maintainers", "docker_version": "20.10.24",
            "config": {
                "Env": ["PATH=/bin", format!("BUILD={build}")], "Cmd": ["serve"], "User": "",
                "ExposedPorts": {"8080/tcp": {}}, "Labels": {"name": "<b>web</b>"},
            },
            "rootfs": {"type": "layers", "diff_ids": []},
        })
        .to_string();
        let config_digest = self.push_blob(repository, config.as_bytes()).await;
        let manifest = json!({
            "schemaVersion": 2, "mediaType": kind,
            "config": {"mediaType": config_kind, "digest": config_digest, "size": config.len()},
            "layers": [
                {"mediaType": layer, "digest": base, "size": LAYERS[0]},
                {"mediaType": layer, "digest": own, "size": LAYERS[1]},
            ],
        });
        let raw = self.push_manifest(at, kind, &manifest).await;
        Pushed {
            digest: digest(raw.as_bytes()),
            raw,
            config,
            layers: [base, own],
        }
    }

    /// Pushes a list of images that were pushed before; its digest.
    pub async fn push_list(
        &self,
        at: (&str, &str),
        kind: &str,
        images: &[(&str, &Pushed)],
    ) -> String {
        let manifests: Vec<Value> = images
            .iter()
            .map(|(platform, pushed)| {
                let manifest: Value = serde_json::from_str(&pushed.raw).unwrap();
                json!({
                    "mediaType": manifest["mediaType"], "digest": pushed.digest, "size": pushed.raw.len(),
                    "platform": {"architecture": platform, "os": "linux"},
                })
            })
            .collect();
        let list = json!({"schemaVersion": 2, "mediaType": kind, "manifests": manifests});
        digest(self.push_manifest(at, kind, &list).await.as_bytes())
    }
}
