//! `cargo xtask dev`: Trunk with live reload, in front of a server that answers the API.

use std::process::{Child, Command};

use anyhow::{Context, Result};

use crate::demo::{build_server, check_port};
use crate::process::{command, progress, root, run as run_command};
use crate::tools;

/// Where the server behind Trunk listens; the `[[proxy]]` entries of Trunk.toml name it too.
const API_PORT: u16 = 8081;

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
    // The server only answers the API here. Its folder of pages must exist all the same.
    let pages = root().join("target/dev");
    std::fs::create_dir_all(&pages).context("cannot make target/dev")?;
    server
        .args(["--port", &API_PORT.to_string(), "--dist"])
        .arg(&pages)
        .args(&options.server);
    // Pages come from Trunk, so their origin is Trunk's.
    let origin = format!("http://127.0.0.1:{}", options.port);
    server.args(["--allow-origin", &origin]);
    let _running = Running(server.spawn().context("cannot start the server")?);
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
        .args(["--public-url", "/", "--dist"])
        .arg(&pages)
        // Trunk serves one page for every address, so the page must know where its root is.
        .env("CONSOLE_BASE", "/")
        .env_remove("NO_COLOR");
    if options.open {
        trunk.arg("--open");
    }
    run_command(&mut trunk)
}
