//! The release bundle: Trunk, then what Trunk does not do (small scripts and page, names made
//! of contents, compressed copies).

use std::env;
use std::fs;
use std::hash::{DefaultHasher, Hasher};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::process::{command, progress, root, run as run_command};
use crate::{file_names, page, sizes, tools, trim};

/// The line the server replaces by the path it is served under.
pub const BASE_MARKER: &str = r#"<base href="./" />"#;
/// Everything that decides what the bundle holds.
const INPUTS: &[&str] = &[
    ".cargo/config.toml",
    "Cargo.lock",
    "Cargo.toml",
    "Trunk.toml",
    "index.html",
    "package-lock.json",
    "rust-toolchain.toml",
    "src",
    "start",
    "style",
    "unused",
    "xtask/src/bundle.rs",
    "xtask/src/file_names.rs",
    "xtask/src/page.rs",
    "xtask/src/sizes.rs",
    "xtask/src/trim.rs",
];

#[derive(clap::Args)]
pub struct Options {
    /// Fail if the bundle is over its size budget.
    #[arg(long)]
    check: bool,
}

/// `cargo xtask build`.
pub fn run(options: &Options) -> Result<()> {
    build_if_changed()?;
    let measured = sizes::measure(&dist())?;
    println!("{}", measured.table());
    if options.check {
        measured.check_budget()
    } else {
        Ok(())
    }
}

/// Where the bundle is.
pub fn dist() -> PathBuf {
    root().join("dist")
}

/// Builds the bundle, unless the one in `dist` was made from the same inputs.
pub fn build_if_changed() -> Result<()> {
    let _alone = wait_for_other_builds()?;
    tools::for_bundle()?;
    // Trunk empties `dist`, so a stamp inside it can never outlive the files it speaks of.
    let stamp_file = dist().join(".stamp");
    let stamp = stamp()?;
    if fs::read_to_string(&stamp_file).is_ok_and(|seen| seen == stamp) {
        progress("the bundle in dist is up to date");
        return Ok(());
    }
    progress("building the release bundle (the first time takes minutes)");
    run_command(
        command("trunk")
            .args(["build", "--release", "--log", "warn"])
            // Trunk refuses the common value 1, and its own stack is no help with a failed build.
            .env_remove("NO_COLOR")
            .env(
                "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS",
                without_machine_paths(),
            )
            .env("RUST_BACKTRACE", "0"),
    )?;
    check_base(&dist().join("index.html"))?;
    progress("trimming the programs");
    trim::trim_all(&dist())?;
    minify_scripts()?;
    page::tidy_up(&dist())?;
    file_names::name_by_content(&dist())?;
    progress("compressing the files of dist");
    sizes::compress(&dist())?;
    fs::write(stamp_file, stamp).context("cannot write into dist")
}

/// What makes the compiler leave out where crates lie on this machine: panics name the files they are
/// in, and both programs are read by everybody.
fn without_machine_paths() -> String {
    let home = env::var_os("CARGO_HOME").map(PathBuf::from).or_else(|| {
        let user = env::var_os("HOME").or_else(|| env::var_os("USERPROFILE"));
        user.map(|user| PathBuf::from(user).join(".cargo"))
    });
    let registries = home.and_then(|home| fs::read_dir(home.join("registry/src")).ok());
    let flags: Vec<String> = registries
        .into_iter()
        .flatten()
        .flatten()
        .map(|registry| registry.path().display().to_string())
        // Cargo splits the flags at spaces.
        .filter(|path| !path.contains(' '))
        .map(|path| format!("--remap-path-prefix={path}="))
        .collect();
    flags.join(" ")
}

/// Two builds at once would write the same files. The lock ends with this program at the latest.
fn wait_for_other_builds() -> Result<fs::File> {
    let folder = root().join("target");
    fs::create_dir_all(&folder).context("cannot make the folder target")?;
    let lock = fs::File::create(folder.join("bundle.lock")).context("cannot write into target")?;
    if lock.try_lock().is_err() {
        progress("waiting for another build of the bundle");
        lock.lock().context("cannot lock target/bundle.lock")?;
    }
    Ok(lock)
}

fn check_base(index: &Path) -> Result<()> {
    let html = fs::read_to_string(index).with_context(|| format!("no {}", index.display()))?;
    if html.matches(BASE_MARKER).count() != 1 {
        bail!("dist/index.html must hold `{BASE_MARKER}` exactly once: the server replaces it");
    }
    Ok(())
}

fn minify_scripts() -> Result<()> {
    for script in files_under(&dist())? {
        if script
            .extension()
            .is_some_and(|extension| extension == "js")
        {
            run_command(
                command("esbuild")
                    .arg(&script)
                    .args([
                        "--minify",
                        "--tree-shaking=true",
                        "--format=esm",
                        "--target=es2022",
                        "--log-level=warning",
                    ])
                    .arg("--allow-overwrite")
                    .arg(format!("--outfile={}", script.display())),
            )?;
        }
    }
    Ok(())
}

/// A text that changes when any input of the bundle does.
fn stamp() -> Result<String> {
    let mut hasher = DefaultHasher::new();
    for input in INPUTS {
        let path = root().join(input);
        let files = if path.is_dir() {
            files_under(&path)?
        } else {
            vec![path]
        };
        for file in files {
            let bytes = fs::read(&file).with_context(|| format!("no {}", file.display()))?;
            hasher.write(
                file.strip_prefix(root())
                    .unwrap_or(&file)
                    .to_string_lossy()
                    .as_bytes(),
            );
            hasher.write_usize(bytes.len());
            hasher.write(&bytes);
        }
    }
    Ok(format!("{:016x}\n", hasher.finish()))
}

/// Every file below a folder, sorted, so that the order never depends on the file system.
pub fn files_under(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let entries = fs::read_dir(folder).with_context(|| format!("no {}", folder.display()))?;
    for entry in entries {
        let path = entry?.path();
        if path.is_dir() {
            files.extend(files_under(&path)?);
        } else {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}
