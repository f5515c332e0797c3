//! The user's kubeconfig: which files, which context, and when it changed.

use std::path::{Path, PathBuf};
use std::time::SystemTime;

use kube::Config;
use kube::config::{KubeConfigOptions, Kubeconfig};

use super::connection::Setup;
use super::credentials::{Credentials, TokenFile};
use super::explain;

/// A kubeconfig and the context that was current (or named) at the start. The context stays: if the
/// user turns to another cluster in a terminal, an open page must not follow unseen.
#[derive(Clone, Debug)]
pub struct KubeconfigSource {
    path: Option<PathBuf>,
    context: String,
}

/// By what a changed set of files is known.
pub type Stamps = Vec<(PathBuf, Option<(SystemTime, u64)>)>;

impl KubeconfigSource {
    /// Reads the files and settles the context. The error is a sentence for the terminal.
    pub fn new(path: Option<PathBuf>, context: Option<String>) -> Result<Self, String> {
        let kubeconfig = read(path.as_deref())?;
        let context = match context.or_else(|| kubeconfig.current_context.clone()) {
            Some(context) if !context.is_empty() => context,
            _ => {
                return Err(explain::kubeconfig(
                    &kube::config::KubeconfigError::CurrentContextNotSet,
                ));
            }
        };
        if !kubeconfig.contexts.iter().any(|c| c.name == context) {
            let mut known: Vec<&str> = kubeconfig
                .contexts
                .iter()
                .map(|context| context.name.as_str())
                .collect();
            known.sort_unstable();
            return Err(if known.is_empty() {
                "it has no contexts; log in with `oc login`".to_owned()
            } else {
                format!("it has no context {context:?}, only: {}", known.join(", "))
            });
        }
        Ok(Self { path, context })
    }

    /// The context's name.
    pub fn context(&self) -> &str {
        &self.context
    }

    /// Reads the files again. The error is a sentence.
    pub async fn load(&self) -> Result<Setup, String> {
        let kubeconfig = read(self.path.as_deref())?;
        let proxy = kubeconfig
            .contexts
            .iter()
            .find(|named| named.name == self.context)
            .and_then(|named| named.context.as_ref())
            .and_then(|context| {
                kubeconfig
                    .clusters
                    .iter()
                    .find(|named| named.name == context.cluster)
            })
            .and_then(|named| named.cluster.as_ref())
            .and_then(|cluster| cluster.proxy_url.clone())
            .filter(|proxy| !proxy.is_empty());
        let options = KubeConfigOptions {
            context: Some(self.context.clone()),
            ..KubeConfigOptions::default()
        };
        let mut config = Config::from_custom_kubeconfig(kubeconfig, &options)
            .await
            .map_err(|error| explain::kubeconfig(&error))?;
        let auth = &mut config.auth_info;
        let credentials = match auth.token_file.take() {
            Some(file) if auth.token.is_none() => {
                Credentials::File(TokenFile::new(PathBuf::from(file)))
            }
            _ => Credentials::Configured,
        };
        Ok(Setup {
            config,
            credentials,
            proxy,
        })
    }

    /// The state of the files now.
    pub fn stamps(&self) -> Stamps {
        let files = match &self.path {
            Some(path) => vec![path.clone()],
            None => default_files(),
        };
        files
            .into_iter()
            .map(|path| {
                let stamp = std::fs::metadata(&path)
                    .ok()
                    .and_then(|metadata| Some((metadata.modified().ok()?, metadata.len())));
                (path, stamp)
            })
            .collect()
    }
}

fn read(path: Option<&Path>) -> Result<Kubeconfig, String> {
    match path {
        Some(path) => Kubeconfig::read_from(path),
        None => Kubeconfig::read(),
    }
    .map_err(|error| explain::kubeconfig(&error))
}

/// The files that are read when none is named: those of `KUBECONFIG`, else the one in the home.
pub fn default_files() -> Vec<PathBuf> {
    match std::env::var_os("KUBECONFIG") {
        Some(list) if !list.is_empty() => std::env::split_paths(&list)
            .filter(|path| !path.as_os_str().is_empty())
            .collect(),
        _ => std::env::home_dir()
            .map(|home| home.join(".kube").join("config"))
            .into_iter()
            .collect(),
    }
}

/// Whether there is a kubeconfig where one is looked for.
pub fn is_configured() -> bool {
    default_files().iter().any(|file| file.is_file())
}
