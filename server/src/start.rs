//! From the command line to a running server.

use std::io::Write as _;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use kube::Config;
use thiserror::Error;
use tokio::net::{TcpListener, TcpSocket};
use tokio_util::sync::CancellationToken;

use crate::cli::Args;
use crate::guard::Policy;
use crate::page::{Demo, Facts};
use crate::server::{Console, serve};
use crate::static_files::Site;
use crate::stop::Stop;
use crate::upstream::{self, Access, DemoOptions, KubeconfigSource, Remote, Source, Upstream};

/// Why the server does not start. Each text says what to do.
#[derive(Debug, Error)]
pub enum StartError {
    /// There is nothing to connect to.
    #[error(
        "there is no kubeconfig at {looked_at}. Log in with `oc login`, name one with --kubeconfig, or look around with --demo"
    )]
    NoKubeconfig {
        /// Where one was looked for.
        looked_at: String,
    },
    /// The kubeconfig cannot be used.
    #[error("the kubeconfig {name} cannot be used: {cause}")]
    Kubeconfig {
        /// The file, or the files.
        name: String,
        /// Why.
        cause: String,
    },
    /// There is no service account.
    #[error("the service account cannot be used, --in-cluster works in a pod only: {0}")]
    InCluster(#[from] kube::config::InClusterError),
    /// A file that was named cannot be read.
    #[error("{path} cannot be read: {cause}", path = path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// Why.
        cause: std::io::Error,
    },
    /// The port is taken.
    #[error(
        "port {port} on {address} is in use by another program. Choose another one with --port {next}, or any free one with --port 0"
    )]
    PortInUse {
        /// The address.
        address: IpAddr,
        /// The port.
        port: u16,
        /// One that may be free.
        next: u16,
    },
    /// The address cannot be listened on.
    #[error("cannot listen on {address}: {cause}")]
    Listen {
        /// Address and port.
        address: SocketAddr,
        /// Why.
        cause: std::io::Error,
    },
    /// Serving failed.
    #[error("serving ended: {0}")]
    Serve(#[from] std::io::Error),
}

/// A server that is about to run.
#[derive(Debug)]
pub struct Ready {
    /// Where it listens.
    pub listener: TcpListener,
    /// What answers.
    pub console: Arc<Console>,
    /// The address to open.
    pub url: String,
    /// The cluster, for people.
    pub cluster: String,
}

/// Prepares everything that the command line asks for. The API need not be reachable.
pub async fn prepare(args: &Args) -> Result<Ready, StartError> {
    let listener = listen(SocketAddr::new(args.address, args.port))?;
    let bound = listener.local_addr()?;
    let (upstream, cluster) = locate(args).await?;
    let facts = Facts {
        demo: args.demo.then(|| Demo {
            identities: ["admin", "developer", "viewer", "nobody"]
                .map(str::to_owned)
                .to_vec(),
            identity: identity(args),
        }),
        console_url: args.console_url.clone(),
        cluster: cluster.clone(),
    };
    let dist = args.dist.clone().unwrap_or_else(default_dist);
    let site = Site::new(dist.clone(), args.base_path.clone(), facts);
    if !site.is_built() {
        tracing::warn!(
            "there is no built app in {}: run `cargo xtask build`, or name its folder with --dist",
            dist.display()
        );
    }
    let policy = Policy {
        bound: bound.ip(),
        hosts: args
            .allowed_host
            .iter()
            .map(|host| host.trim_end_matches('.').to_ascii_lowercase())
            .collect(),
        origins: args
            .allowed_origin
            .iter()
            .map(|origin| origin.trim_end_matches('/').to_owned())
            .collect(),
    };
    let host = match bound.ip() {
        ip if ip.is_unspecified() => format!("localhost:{}", bound.port()),
        _ => bound.to_string(),
    };
    let url = format!("http://{host}{}", args.base_path.as_str());
    Ok(Ready {
        listener,
        url,
        cluster,
        console: Arc::new(Console {
            policy,
            base: args.base_path.clone(),
            site,
            upstream,
            closing: CancellationToken::new(),
        }),
    })
}

/// Runs until Ctrl-C or a request to terminate.
pub async fn run(args: &Args) -> Result<(), StartError> {
    let ready = prepare(args).await?;
    // From the moment the address is printed, a request to stop ends the program well.
    let stop = Stop::listen()?;
    let line = format!("ImageStream Console: {} ({})", ready.url, ready.cluster);
    if let Err(error) = writeln!(std::io::stdout(), "{line}") {
        tracing::debug!(%error, "nobody reads the output");
    }
    if ready.console.lends_credentials() && !args.address.is_loopback() {
        tracing::warn!(
            "everyone who reaches {} acts with this server's credentials; put a login in front of it",
            ready.url
        );
    }
    let console = ready.console.clone();
    tokio::spawn(async move { tell_whether_reachable(&console.upstream).await });
    if args.open
        && let Err(error) = open::that_detached(&ready.url)
    {
        tracing::warn!(%error, "the browser cannot be opened");
    }
    serve(ready.listener, ready.console, stop.requested()).await?;
    Ok(())
}

/// Says on the terminal when the API does not answer; the console runs all the same, and each
/// request tries again.
async fn tell_whether_reachable(upstream: &Upstream) {
    if let Upstream::Remote(remote) = upstream
        && let Err(error) = remote.probe().await
    {
        tracing::warn!("{error}. The console runs; reload its page to try again");
    }
}

/// How many connections may wait to be accepted. The usual 128 are too few for some hundred pages
/// that come back at once, after a restart: whoever finds no place tries again a second later.
const WAITING: u32 = 4096;

fn listen(address: SocketAddr) -> Result<TcpListener, StartError> {
    open_port(address).map_err(|cause| match cause.kind() {
        std::io::ErrorKind::AddrInUse => StartError::PortInUse {
            address: address.ip(),
            port: address.port(),
            next: address.port().checked_add(1).unwrap_or(8080),
        },
        _ => StartError::Listen { address, cause },
    })
}

fn open_port(address: SocketAddr) -> std::io::Result<TcpListener> {
    let socket = match address {
        SocketAddr::V4(_) => TcpSocket::new_v4(),
        SocketAddr::V6(_) => TcpSocket::new_v6(),
    }?;
    // A server that is started again gets its port back. On Windows it would take another's.
    #[cfg(not(windows))]
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(WAITING)
}

fn identity(args: &Args) -> Option<String> {
    match args.identity.as_deref() {
        None => Some("developer".to_owned()),
        Some("none") => None,
        Some(name) => Some(name.to_owned()),
    }
}

/// The API that the command line names, and how people call it.
async fn locate(args: &Args) -> Result<(Upstream, String), StartError> {
    if args.demo {
        let options = DemoOptions {
            identity: identity(args),
            scale: args.demo_scale,
            now: args.demo_now,
            registry_network: args.registry_network,
            schedule_interval: Duration::from_secs(args.demo_schedule.into()),
            import_rate: args.demo_import_rate,
            is_old: args.demo_old_server,
        };
        return Ok((upstream::demo(&options), "demo cluster".to_owned()));
    }
    let in_pod = std::env::var_os("KUBERNETES_SERVICE_HOST").is_some();
    let source = if let Some(api) = &args.api_url {
        Source::Fixed {
            config: Box::new(config_for(api, args)?),
            access: match &args.token_file {
                Some(path) => Access::TokenFile(path.clone()),
                None => Access::Caller {
                    forwarded_token: args.forwarded_token,
                },
            },
        }
    } else if args.in_cluster
        || (in_pod
            && args.kubeconfig.is_none()
            && args.context.is_none()
            && !upstream::is_configured())
    {
        in_cluster()?
    } else {
        Source::Kubeconfig(kubeconfig(args)?)
    };
    let context = match &source {
        Source::Kubeconfig(kubeconfig) => Some(kubeconfig.context().to_owned()),
        Source::Fixed { .. } => None,
    };
    let remote = Remote::new(source);
    let address = remote.address().await;
    let cluster = match (context, address) {
        (Some(context), _) => context,
        (None, Ok(address)) => address,
        (None, Err(error)) => error.to_string(),
    };
    Ok((Upstream::Remote(remote), cluster))
}

fn config_for(api: &http::Uri, args: &Args) -> Result<Config, StartError> {
    for path in [&args.token_file, &args.ca_file].into_iter().flatten() {
        if let Err(cause) = std::fs::File::open(path) {
            let path = path.clone();
            return Err(StartError::File { path, cause });
        }
    }
    let mut config = Config::new(api.clone());
    if let Some(path) = &args.ca_file {
        // The file is read when it is needed, and again when it changes; none of the system's
        // authorities is trusted beside it.
        config.root_cert = Some(Vec::new());
        config.root_cert_file = Some(path.clone());
    }
    Ok(config)
}

fn in_cluster() -> Result<Source, StartError> {
    let mut config = Config::incluster()?;
    let token = config.auth_info.token_file.take();
    Ok(Source::Fixed {
        config: Box::new(config),
        access: Access::TokenFile(PathBuf::from(token.unwrap_or_default())),
    })
}

fn kubeconfig(args: &Args) -> Result<KubeconfigSource, StartError> {
    let files = match &args.kubeconfig {
        Some(path) => vec![path.clone()],
        None => upstream::default_files(),
    };
    let name = files
        .iter()
        .map(|path| path.display().to_string())
        .collect::<Vec<_>>()
        .join(", ");
    if !files.iter().any(|path| path.exists()) {
        return Err(StartError::NoKubeconfig { looked_at: name });
    }
    KubeconfigSource::new(args.kubeconfig.clone(), args.context.clone())
        .map_err(|cause| StartError::Kubeconfig { name, cause })
}

/// The build in this folder, or else beside the program, where an installation has it.
fn default_dist() -> PathBuf {
    let here = PathBuf::from("dist");
    let beside = std::env::current_exe()
        .ok()
        .and_then(|program| Some(program.parent()?.join("dist")));
    match beside {
        Some(beside) if !here.join("index.html").is_file() && beside.is_dir() => beside,
        _ => here,
    }
}
