//! `cargo xtask bench`: how fast the built app is, beside a floor page of plain JavaScript.
//!
//! The measuring itself is JavaScript, as it drives a browser: `tests/bench/main.mjs`.

use anyhow::{Context, Result};

use crate::process::{command, progress, run as run_command};
use crate::{bundle, demo, tools};

#[derive(clap::Args)]
pub struct Options {
    /// One run of everything at small scales: shows that the bench works, not how fast the app is.
    #[arg(long)]
    quick: bool,
    /// Visits of each kind (default 5; of the largest list at most 3).
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..))]
    runs: Option<u32>,
    /// Only these parts, for example `--only list,storm`.
    #[arg(long, value_delimiter = ',', value_parser = PARTS)]
    only: Vec<String>,
}

/// What can be measured by itself, as `main.mjs` names it.
const PARTS: [&str; 8] = [
    "list",
    "stream",
    "tag",
    "memory",
    "typing",
    "scrolling",
    "storm",
    "proxy",
];

/// Builds what is not built yet, and measures it.
pub fn run(options: &Options) -> Result<()> {
    bundle::build_if_changed()?;
    let server = demo::build_server()?;
    let browser = tools::browser().context("the bench runs in Chromium")?;
    progress("measuring; the machine should have nothing else to do");
    let mut bench = command("node");
    bench
        .arg("tests/bench/main.mjs")
        .env("CHROME", browser.chrome)
        .env("CONSOLE_SERVER", server);
    if options.quick {
        bench.arg("--quick");
    }
    if let Some(runs) = options.runs {
        bench.args(["--runs", &runs.to_string()]);
    }
    if !options.only.is_empty() {
        bench.args(["--only", &options.only.join(",")]);
    }
    run_command(&mut bench)
}
