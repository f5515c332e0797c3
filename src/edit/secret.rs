//! Secrets for registries: which of them an import would use, and making one.

use serde_json::{Value, json};

use super::check::{Reason, Refusal, Refusals};
use super::field::Field;
use super::plan::{Precondition, Write};
use super::{base64, names, raw, request};
use crate::api::decode::Answer;
use crate::api::error::Error;
use crate::api::request::Request;
use crate::image::pull_spec::PullSpec;

/// Stands for the password wherever a request is shown; a shell variable in commands.
pub const PLACEHOLDER: &str = "$REGISTRY_PASSWORD";

/// A password or token. It can be put into one request and nothing else: it cannot be printed,
/// copied or compared, and its memory is overwritten when it goes.
pub struct Password(Vec<u8>);

impl Password {
    /// Takes what was typed.
    pub fn new(text: String) -> Self {
        Self(text.into_bytes())
    }

    /// Whether nothing was typed.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Drop for Password {
    fn drop(&mut self) {
        self.0.fill(0);
    }
}

/// A request with a password inside. It cannot be printed or copied; only the client opens it.
pub struct Sealed(Request);

impl Sealed {
    /// The request, to be sent at once.
    pub fn open(self) -> Request {
        self.0
    }
}

/// Plans a `kubernetes.io/dockerconfigjson` secret. The request has the placeholder inside.
pub(super) fn create(
    namespace: &str,
    name: &str,
    host: &str,
    user: &str,
) -> Result<Write, Vec<Refusal>> {
    let mut refusals = Refusals::default();
    for (field, text) in [
        (Field::Secret, name),
        (Field::Host, host),
        (Field::User, user),
    ] {
        refusals.unless(!text.is_empty(), field, Reason::Empty);
    }
    let named = name.is_empty() || names::is_dns_subdomain(name);
    refusals.unless(named, Field::Secret, Reason::SecretName);
    let registry = host.split_once('/').map_or(host, |(registry, _)| registry);
    let fine = host.is_empty() || names::is_host(registry);
    refusals.unless(fine, Field::Host, Reason::Host);
    refusals.or(())?;
    let request = request_with(namespace, name, host, user, PLACEHOLDER, PLACEHOLDER);
    Ok(Write {
        request,
        precondition: Precondition::Absent,
        tags: Vec::new(),
    })
}

/// The request of a planned secret with the password in it. The password is used up.
// By value: after this nobody has the password but the request.
#[allow(clippy::needless_pass_by_value)]
pub fn seal(namespace: &str, name: &str, host: &str, user: &str, password: Password) -> Sealed {
    let mut pair = format!("{user}:").into_bytes();
    pair.extend(&password.0);
    let text = String::from_utf8_lossy(&password.0);
    let sealed = Sealed(request_with(
        namespace,
        name,
        host,
        user,
        &text,
        &base64::encode(&pair),
    ));
    pair.fill(0);
    sealed
}

fn request_with(
    namespace: &str,
    name: &str,
    host: &str,
    user: &str,
    password: &str,
    auth: &str,
) -> Request {
    // Both forms of the credentials, as `oc` writes them: some readers know only the second.
    let entry = json!({"username": user, "password": password, "auth": auth});
    let config = json!({"auths": {host: entry}}).to_string();
    let secret = json!({
        "kind": "Secret",
        "apiVersion": "v1",
        "metadata": {"name": name, "namespace": namespace},
        "type": "kubernetes.io/dockerconfigjson",
        "stringData": {".dockerconfigjson": config},
    });
    request::create_secret(namespace, &secret)
}

/// A secret with the registries that it is for; who logs in there is not kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegistrySecret {
    /// Name of the secret.
    pub name: String,
    /// Hosts, perhaps with a port and the beginning of a path.
    pub registries: Vec<String>,
}

/// Reads the answer of `imagestreams/NAME/secrets`.
pub fn read_secrets(answer: &Answer) -> Result<Vec<RegistrySecret>, Error> {
    let list = crate::api::decode::decode::<Value>("SecretList", answer)?.value;
    let items = raw::at(&list, &["items"])
        .as_array()
        .map_or(&[][..], Vec::as_slice);
    Ok(items.iter().map(registries_of).collect())
}

fn registries_of(secret: &Value) -> RegistrySecret {
    let data = raw::at(secret, &["data"]);
    let json = |key: &str| -> Option<Value> {
        let bytes = base64::decode(data.get(key)?.as_str()?)?;
        serde_json::from_slice(&bytes).ok()
    };
    let new = json(".dockerconfigjson").map(|config| raw::at(&config, &["auths"]).clone());
    let config = new.or_else(|| json(".dockercfg")).unwrap_or_default();
    let keys = config
        .as_object()
        .into_iter()
        .flat_map(serde_json::Map::keys);
    let name = raw::text(secret, &["metadata", "name"]).to_owned();
    RegistrySecret {
        name,
        registries: keys.map(|key| registry_of(key)).collect(),
    }
}

/// Host and path of a key, without scheme and API version.
fn registry_of(key: &str) -> String {
    let key = key
        .trim_start_matches("https://")
        .trim_start_matches("http://");
    let (host, path) = key.split_at(key.find('/').unwrap_or(key.len()));
    let path = if path.starts_with("/v1/") || path.starts_with("/v2/") {
        path.get(3..).unwrap_or_default()
    } else {
        path
    };
    if path == "/" {
        host.to_owned()
    } else {
        format!("{host}{path}")
    }
}

/// A secret that fits an image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fitting<'a> {
    /// The secret.
    pub secret: &'a RegistrySecret,
    /// Its registry that fits.
    pub registry: &'a str,
}

/// The secrets that fit an image, in the order in which the server looks. It uses the first and
/// never tries another.
pub fn fitting<'a>(secrets: &'a [RegistrySecret], image: &str) -> Vec<Fitting<'a>> {
    let Ok(spec) = PullSpec::parse(image) else {
        return Vec::new();
    };
    let image = spec.with_client_defaults().exact();
    let mut all: Vec<Fitting<'a>> = secrets
        .iter()
        .flat_map(|secret| {
            secret
                .registries
                .iter()
                .map(move |registry| Fitting { secret, registry })
        })
        .collect();
    // Reverse alphabetical order: of one host, longer paths come first.
    all.sort_by(|left, right| right.registry.cmp(left.registry));
    let found: Vec<_> = all
        .iter()
        .filter(|one| matches(one.registry, &image))
        .cloned()
        .collect();
    if found.is_empty() && image.starts_with("docker.io/") {
        return all
            .into_iter()
            .filter(|one| one.registry == "index.docker.io")
            .collect();
    }
    found
}

/// Whether a registry of a secret covers an image: label by label, with `*` and `?`, the ports
/// alike, and the path the beginning of the image's.
fn matches(registry: &str, image: &str) -> bool {
    let split = |text: &str| {
        let (host, path) = text.split_at(text.find('/').unwrap_or(text.len()));
        let (name, port) = host.split_once(':').unwrap_or((host, ""));
        (name.to_owned(), port.to_owned(), path.to_owned())
    };
    let (pattern, pattern_port, prefix) = split(registry);
    let (host, port, path) = split(image);
    let (patterns, labels): (Vec<_>, Vec<_>) =
        (pattern.split('.').collect(), host.split('.').collect());
    patterns.len() == labels.len()
        && pattern_port == port
        && path.starts_with(&prefix)
        && patterns
            .iter()
            .zip(&labels)
            .all(|(pattern, label)| glob(pattern.as_bytes(), label.as_bytes()))
}

fn glob(pattern: &[u8], text: &[u8]) -> bool {
    match (pattern.split_first(), text.split_first()) {
        (None, None) => true,
        (Some((b'*', rest)), _) => {
            glob(rest, text)
                || text
                    .split_first()
                    .is_some_and(|(_, text)| glob(pattern, text))
        }
        (Some((wanted, pattern)), Some((byte, text))) => {
            (*wanted == b'?' || wanted == byte) && glob(pattern, text)
        }
        _ => false,
    }
}
