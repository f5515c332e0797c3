//! `cargo xtask dev`: Trunk with live reload, in front of a server that answers the API.

use std::fs;
use std::net::TcpStream;
use std::process::{Child, Command};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::bundle::BASE_MARKER;
use crate::demo::{build_server, check_port};
use crate::process::{command, progress, root, run as run_command};
use crate::tools;

/// Where the server behind Trunk listens; the `[[proxy]]` entries of Trunk.toml name it too.
const API_PORT: u16 = 8081;
/// How long a server may take to start; a large demo cluster needs seconds.
const PATIENCE: Duration = Duration::from_mins(1);

#[derive(clap::Args)]
pub struct Options {
    /// The port on 127.0.0.1.
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// An API to work against, for example a running `oc proxy`; without it the demo cluster.
    #[arg(long)]
    api_url: Option<String>,
    /// Open the address in the browser.
    #[arg(long)]
    open: bool,
    /// More options for the server, for example `-- --demo-scale 1000x20`.
    #[arg(last = true)]
    server: Vec<String>,
}

/// Stops the server when Trunk ends or fails.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Runs until Ctrl-C.
pub fn run(options: &Options) -> Result<()> {
    check_port(options.port)?;
    check_port(API_PORT)?;
    tools::for_bundle()?;
    let mut server: Command = command(&build_server()?.to_string_lossy());
    match &options.api_url {
        Some(url) => server.args(["--api-url", url]),
        None => server.arg("--demo"),
    };
    // The server answers the API, and says with a page of one line what it puts into pages.
    let page = root().join("target/dev-page");
    fs::create_dir_all(&page).context("cannot make target/dev-page")?;
    fs::write(
        page.join("index.html"),
        format!("<head>{BASE_MARKER}</head>\n"),
    )?;
    let origin = format!("http://127.0.0.1:{}", options.port);
    server
        .args(["--port", &API_PORT.to_string(), "--dist"])
        .arg(&page);
    server
        .args(["--allowed-origin", &origin])
        .args(&options.server);
    let _running = Running(server.spawn().context("cannot start the server")?);
    wait_for_server()?;
    progress(&format!("serving with live reload on {origin}"));
    let mut trunk = command("trunk");
    trunk
        .args([
            "serve",
            "--address",
            "127.0.0.1",
            "--port",
            &options.port.to_string(),
        ])
        // Trunk serves one page for every address, so its files need addresses from the root.
        .args(["--public-url", "/", "--dist", "target/dev"])
        .env(
            "CONSOLE_DEV_SERVER",
            format!("http://127.0.0.1:{API_PORT}/"),
        )
        .env_remove("NO_COLOR");
    if options.open {
        trunk.arg("--open");
    }
    run_command(&mut trunk)
}

/// Trunk's first build asks the server, so it must not start before the server listens.
fn wait_for_server() -> Result<()> {
    let started = Instant::now();
    while started.elapsed() < PATIENCE {
        if TcpStream::connect(("127.0.0.1", API_PORT)).is_ok() {
            return Ok(());
        }
        thread::sleep(Duration::from_millis(50));
    }
    bail!("the server does not listen on port {API_PORT}")
}
