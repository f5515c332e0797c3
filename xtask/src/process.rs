//! Running other programs: where the clone is, what is on PATH, what a failure says.

use std::env;
use std::ffi::OsString;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;

use anyhow::{Context, Result, anyhow, bail};

/// How much of a command line is repeated in messages.
const SHOWN_CHARACTERS: usize = 120;

/// The root of the clone, wherever the command was started.
pub fn root() -> PathBuf {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    manifest.parent().unwrap_or(manifest).to_path_buf()
}

/// Says what is being done now; long steps follow.
pub fn progress(text: &str) {
    println!("==> {text}");
    // A reader behind a pipe should see the line before the long step, not after it.
    let _ = std::io::stdout().flush();
}

/// The same cargo that runs this program.
pub fn cargo() -> Command {
    command(
        &env::var_os("CARGO")
            .unwrap_or_else(|| "cargo".into())
            .to_string_lossy(),
    )
}

/// A program started in the root of the clone, with the pinned tools first on PATH.
pub fn command(program: &str) -> Command {
    let mut command = Command::new(program);
    command.current_dir(root()).env("PATH", path_with_tools());
    command
}

fn path_with_tools() -> OsString {
    let mut folders = vec![root().join(".tools/bin"), root().join("node_modules/.bin")];
    folders.extend(env::split_paths(&env::var_os("PATH").unwrap_or_default()));
    env::join_paths(folders).unwrap_or_else(|_| env::var_os("PATH").unwrap_or_default())
}

/// The program's place on PATH, pinned tools included.
pub fn find_program(name: &str) -> Option<PathBuf> {
    env::split_paths(&path_with_tools())
        .map(|folder| folder.join(name))
        .find(|candidate| candidate.is_file())
}

/// Runs to the end with the terminal's own input and output.
pub fn run(command: &mut Command) -> Result<()> {
    let shown = shown(command);
    let status = command
        .status()
        .with_context(|| format!("cannot start `{shown}`"))?;
    if !status.success() {
        bail!("`{shown}` failed ({status})");
    }
    Ok(())
}

/// Runs to the end and returns what was printed on standard output.
pub fn output(command: &mut Command) -> Result<String> {
    let shown = shown(command);
    let output = command
        .output()
        .with_context(|| format!("cannot start `{shown}`"))?;
    if !output.status.success() {
        let error = String::from_utf8_lossy(&output.stderr);
        bail!("`{shown}` failed ({}): {}", output.status, error.trim());
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Runs to the end, shows everything that is printed as it comes, and keeps it too.
///
/// The text is returned beside the outcome, because a failed run has counts to read as well.
pub fn run_and_keep(command: &mut Command) -> (Result<()>, String) {
    match try_run_and_keep(command) {
        Ok((outcome, text)) => (outcome, text),
        Err(error) => (Err(error), String::new()),
    }
}

fn try_run_and_keep(command: &mut Command) -> Result<(Result<()>, String)> {
    let shown = shown(command);
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command
        .spawn()
        .with_context(|| format!("cannot start `{shown}`"))?;
    let stdout = child
        .stdout
        .take()
        .ok_or_else(|| anyhow!("no standard output"))?;
    let stderr = child
        .stderr
        .take()
        .ok_or_else(|| anyhow!("no standard error"))?;
    let errors = thread::spawn(move || echo(stderr, |line| eprint!("{line}")));
    let mut text = echo(stdout, |line| {
        print!("{line}");
        let _ = std::io::stdout().flush();
    });
    text.push_str(&errors.join().unwrap_or_default());
    let status = child
        .wait()
        .with_context(|| format!("cannot wait for `{shown}`"))?;
    let outcome = if status.success() {
        Ok(())
    } else {
        Err(anyhow!("`{shown}` failed ({status})"))
    };
    Ok((outcome, text))
}

fn echo(source: impl Read, print: impl Fn(&str)) -> String {
    let mut source = BufReader::new(source);
    let mut text = String::new();
    let mut line = Vec::new();
    while matches!(source.read_until(b'\n', &mut line), Ok(count) if count > 0) {
        let shown = String::from_utf8_lossy(&line).into_owned();
        print(&shown);
        text.push_str(&shown);
        line.clear();
    }
    text
}

fn shown(command: &Command) -> String {
    let program = Path::new(command.get_program());
    let mut text = program
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    for argument in command.get_args() {
        text.push(' ');
        text.push_str(&argument.to_string_lossy());
    }
    // A list of all test files says nothing that its beginning does not say.
    match text.char_indices().nth(SHOWN_CHARACTERS) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text,
    }
}
