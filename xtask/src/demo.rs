//! `cargo xtask demo`: from a clone to a running console.

use std::io::ErrorKind;
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, anyhow, bail};

use crate::bundle;
use crate::process::{cargo, command, progress, root, run as run_command};

#[derive(clap::Args)]
pub struct Options {
    /// The port on 127.0.0.1.
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// Open the address in the browser.
    #[arg(long)]
    open: bool,
    /// More options for the server, for example `-- --demo-scale 10000x20`.
    #[arg(last = true)]
    server: Vec<String>,
}

/// Builds what is not built yet and becomes the server.
pub fn run(options: &Options) -> Result<()> {
    // A busy port is said before minutes of building, not after.
    check_port(options.port)?;
    bundle::build_if_changed()?;
    let server = build_server()?;
    check_port(options.port)?;
    progress(&format!(
        "serving the demo cluster on http://127.0.0.1:{}",
        options.port
    ));
    let mut command = command(&server.to_string_lossy());
    command
        .args(["--demo", "--dist", "dist", "--port"])
        .arg(options.port.to_string());
    if options.open {
        command.arg("--open");
    }
    command.args(&options.server);
    become_program(&mut command)
}

/// Fails with a plain sentence if another program listens on the port.
pub fn check_port(port: u16) -> Result<()> {
    match TcpListener::bind(("127.0.0.1", port)) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == ErrorKind::AddrInUse => bail!(
            "port {port} is in use by another program; stop that one, or choose another port \
             with --port"
        ),
        Err(error) => Err(anyhow!(error).context(format!("port {port} cannot be used"))),
    }
}

/// Builds the server and returns where it is.
pub fn build_server() -> Result<PathBuf> {
    progress("building the server");
    run_command(cargo().args([
        "build",
        "--quiet",
        "--locked",
        "--profile",
        "server",
        "--package",
        "imagestream-console-server",
    ]))?;
    Ok(target_folder()?.join("server/imagestream-console"))
}

/// Cargo's target folder, which a developer may have moved.
fn target_folder() -> Result<PathBuf> {
    let mut metadata = cargo();
    metadata.args(["metadata", "--no-deps", "--format-version=1", "--offline"]);
    let text = crate::process::output(&mut metadata)?;
    let metadata: serde_json::Value = serde_json::from_str(&text).context("cargo metadata")?;
    let folder = metadata
        .get("target_directory")
        .and_then(serde_json::Value::as_str);
    Ok(folder.map_or_else(|| root().join("target"), PathBuf::from))
}

/// Ends this program in favour of another, so that Ctrl-C reaches the other alone.
#[cfg(unix)]
fn become_program(command: &mut Command) -> Result<()> {
    use std::os::unix::process::CommandExt;
    Err(anyhow!(command.exec()).context("cannot start the server"))
}

#[cfg(not(unix))]
fn become_program(command: &mut Command) -> Result<()> {
    run_command(command)
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;

    use super::check_port;

    #[test]
    fn a_busy_port_is_said_plainly() -> std::io::Result<()> {
        let held = TcpListener::bind(("127.0.0.1", 0))?;
        let port = held.local_addr()?.port();
        let said = check_port(port).map_err(|error| error.to_string());
        assert!(said.is_err_and(|text| text.contains("in use") && text.contains("--port")));
        Ok(())
    }
}
