//! What must be installed, at which version, and how it gets there.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, anyhow, bail};

use crate::process::{cargo, command, find_program, output, progress, root, run};

/// The last Trunk that builds with the pinned Rust toolchain.
const TRUNK_VERSION: &str = "0.21.14";
/// The oldest Node whose test runner and file functions the scripts use.
const NODE_MAJOR: u32 = 20;
pub const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// Installs what the release bundle needs and is missing.
pub fn for_bundle() -> Result<()> {
    wasm_target()?;
    node()?;
    npm_packages()?;
    installed(
        "wasm-bindgen",
        "wasm-bindgen-cli",
        &locked_version("wasm-bindgen")?,
        false,
    )?;
    installed("trunk", "trunk", TRUNK_VERSION, true)?;
    // Trunk is told to keep off the network, so the crates must be here before it starts.
    run(cargo().args(["fetch", "--quiet", "--locked"]))
}

/// Installs cargo-nextest, if the machine has none.
pub fn nextest() -> Result<()> {
    let known = cargo()
        .args(["nextest", "--version"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success());
    if known {
        return Ok(());
    }
    install("cargo-nextest", None, true)
}

/// The version of a crate in Cargo.lock.
pub fn locked_version(name: &str) -> Result<String> {
    let lock = fs::read_to_string(root().join("Cargo.lock")).context("cannot read Cargo.lock")?;
    version_in_lock(&lock, name).ok_or_else(|| anyhow!("Cargo.lock has no package `{name}`"))
}

fn version_in_lock(lock: &str, name: &str) -> Option<String> {
    let start = lock.find(&format!("name = \"{name}\"\n"))?;
    let line = lock.get(start..)?.lines().nth(1)?;
    Some(
        line.strip_prefix("version = \"")?
            .strip_suffix('"')?
            .to_owned(),
    )
}

fn wasm_target() -> Result<()> {
    let sysroot = output(command("rustc").args(["--print", "sysroot"]))?;
    if Path::new(sysroot.trim())
        .join("lib/rustlib")
        .join(WASM_TARGET)
        .is_dir()
    {
        return Ok(());
    }
    progress("adding the wasm target to the Rust toolchain");
    run(command("rustup").args(["target", "add", WASM_TARGET])).context(
        "the Rust toolchain has no wasm target; with rustup it is `rustup target add \
         wasm32-unknown-unknown`",
    )
}

fn node() -> Result<()> {
    let version = output(command("node").arg("--version"))
        .context("Node 20 or newer is needed for styles, wasm-opt and browser tests")?;
    let major = version
        .trim()
        .trim_start_matches('v')
        .split('.')
        .next()
        .unwrap_or_default();
    if major.parse::<u32>().is_ok_and(|major| major >= NODE_MAJOR) {
        return Ok(());
    }
    bail!(
        "Node {NODE_MAJOR} or newer is needed, found {}",
        version.trim()
    )
}

/// Installs the npm packages of the lock file, unless they are there already.
pub fn npm_packages() -> Result<()> {
    let lock = fs::read(root().join("package-lock.json")).context("no package-lock.json")?;
    let stamp = root().join("node_modules/.package-lock.stamp");
    if fs::read(&stamp).is_ok_and(|seen| seen == lock) {
        return Ok(());
    }
    progress("installing the npm packages of package-lock.json");
    // No package's install script is needed, so none is run.
    run(command("npm").args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]))?;
    fs::write(stamp, lock).context("cannot write into node_modules")
}

fn installed(program: &str, package: &str, version: &str, locked: bool) -> Result<()> {
    let own = root().join(".tools/bin").join(program);
    if own.is_file() && reports(&own, version) {
        return Ok(());
    }
    install(package, Some(version), locked)
}

fn reports(program: &Path, version: &str) -> bool {
    Command::new(program)
        .arg("--version")
        .output()
        .is_ok_and(|output| {
            String::from_utf8_lossy(&output.stdout)
                .split_whitespace()
                .any(|word| word == version)
        })
}

fn install(package: &str, version: Option<&str>, locked: bool) -> Result<()> {
    let shown = version.map_or_else(
        || package.to_owned(),
        |version| format!("{package}@{version}"),
    );
    progress(&format!(
        "installing {shown} into .tools (once, some minutes)"
    ));
    let started = Instant::now();
    let mut install = cargo();
    install
        .args(["install", "--quiet", "--force", "--root"])
        .arg(root().join(".tools"));
    if locked {
        install.arg("--locked");
    }
    // Tools run for seconds and are built once: building them fast is worth more than fast code.
    install
        .env("CARGO_PROFILE_RELEASE_LTO", "off")
        .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
        .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1")
        .env_remove("RUSTFLAGS")
        .env_remove("CARGO_TARGET_DIR");
    run(install.arg(&shown))?;
    println!(
        "    {shown} is installed ({} s)",
        started.elapsed().as_secs()
    );
    Ok(())
}

/// Chromium and its driver, as the wasm and browser tests need them.
pub struct Browser {
    pub chrome: PathBuf,
    pub driver: PathBuf,
}

/// Finds Chromium and chromedriver; on Debian as root it installs them.
pub fn browser() -> Result<Browser> {
    if let Some(found) = find_browser() {
        return Ok(found);
    }
    if Path::new("/etc/debian_version").is_file() && is_root() {
        progress("installing chromium and chromium-driver with apt-get");
        apt(&["update"])?;
        apt(&[
            "install",
            "--yes",
            "--no-install-recommends",
            "chromium",
            "chromium-driver",
        ])?;
    }
    find_browser().ok_or_else(|| anyhow!("{}", how_to_get_a_browser()))
}

/// Debian's container registry, which the tests of `--registry-network` start on loopback. On Debian as root it is
/// installed; the service that the package may bring along is not used. Elsewhere those tests skip themselves, and
/// this says so.
pub fn registry() -> Result<()> {
    let is_there =
        || env::var_os("DOCKER_REGISTRY").is_some() || find_program("docker-registry").is_some();
    if is_there() {
        return Ok(());
    }
    let is_debian = Path::new("/etc/debian_version").is_file();
    if is_debian && is_root() {
        progress("installing docker-registry with apt-get");
        apt(&["update"])?;
        apt(&[
            "install",
            "--yes",
            "--no-install-recommends",
            "docker-registry",
        ])?;
    }
    if is_there() {
        return Ok(());
    }
    if is_debian {
        bail!(
            "the tests of --registry-network need docker-registry: \
             `sudo apt-get install --no-install-recommends docker-registry`"
        );
    }
    println!(
        "SKIPPED: the tests of --registry-network, because there is no docker-registry here; \
         set DOCKER_REGISTRY to the path of the registry's program to run them"
    );
    Ok(())
}

fn apt(arguments: &[&str]) -> Result<()> {
    run(command("apt-get")
        .arg("--quiet=2")
        .args(arguments)
        .env("DEBIAN_FRONTEND", "noninteractive"))
}

fn is_root() -> bool {
    output(command("id").arg("-u")).is_ok_and(|id| id.trim() == "0")
}

fn how_to_get_a_browser() -> &'static str {
    if cfg!(target_os = "macos") {
        "the browser tests need Chrome and chromedriver: \
         `brew install --cask google-chrome chromedriver` (or set CHROME and CHROMEDRIVER)"
    } else {
        "the browser tests need Chromium and chromedriver: on Debian or Ubuntu \
         `sudo apt-get install chromium chromium-driver`, on Fedora \
         `sudo dnf install chromium chromedriver` (or set CHROME and CHROMEDRIVER)"
    }
}

fn find_browser() -> Option<Browser> {
    let chrome = env::var_os("CHROME").map(PathBuf::from).or_else(|| {
        [
            "chromium",
            "chromium-browser",
            "google-chrome",
            "google-chrome-stable",
        ]
        .iter()
        .find_map(|name| find_program(name))
        .or_else(|| {
            ["Google Chrome", "Chromium"].iter().find_map(|name| {
                let path = format!("/Applications/{name}.app/Contents/MacOS/{name}");
                Path::new(&path).is_file().then(|| PathBuf::from(path))
            })
        })
    })?;
    let driver = env::var_os("CHROMEDRIVER")
        .map(PathBuf::from)
        .or_else(|| find_program("chromedriver"))
        .or_else(|| find_program("chromium.chromedriver"))?;
    Some(Browser { chrome, driver })
}

#[cfg(test)]
mod tests {
    use super::version_in_lock;

    #[test]
    fn the_locked_version_is_the_line_after_the_name() {
        let lock = "[[package]]\nname = \"wasm-bindgen-shared\"\nversion = \"1.0.0\"\n\n\
                    [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";
        assert_eq!(
            version_in_lock(lock, "wasm-bindgen").as_deref(),
            Some("0.2.130")
        );
        assert_eq!(version_in_lock(lock, "absent"), None);
    }
}
