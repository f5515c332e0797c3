//! The project's own commands. `cargo xtask --help` lists them.
//!
//! Everything a newcomer needs is installed into `.tools` and `node_modules`, both ignored by git;
//! nothing outside the clone is touched, except for the wasm target of the Rust toolchain and, on
//! Debian as root, Chromium for the browser tests.

#![allow(clippy::print_stdout)] // A command line program talks on its standard output.

mod bench;
mod bundle;
mod demo;
mod dev;
mod file_names;
mod page;
mod process;
mod sizes;
mod summary;
mod test;
mod tidy;
mod tools;
mod trim;
mod weigh;

use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(
    name = "cargo xtask",
    about = "Builds, runs and tests ImageStream Console"
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Build everything and serve it with the built-in demo cluster.
    Demo(demo::Options),
    /// Run every check: format, lints, native, wasm and browser tests, sizes.
    Test(test::Options),
    /// Serve with live reload while editing.
    Dev(dev::Options),
    /// Build the release bundle into `dist`, with .br and .gz beside each file.
    Build(bundle::Options),
    /// Say what each kilobyte of a program is, by crate, by module and by function.
    Size(weigh::Options),
    /// Measure times, bytes and memory in Chromium, beside a floor page of plain JavaScript.
    Bench(bench::Options),
    /// Check what no compiler checks: file lengths, pinned versions, left-over words.
    Tidy,
    /// Take the screenshots of the README from the demo cluster.
    Screenshots,
}

fn main() -> ExitCode {
    match run(Cli::parse().command) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> Result<ExitCode> {
    match command {
        Command::Demo(options) => demo::run(&options)?,
        Command::Test(options) => return Ok(test::run(&options)),
        Command::Dev(options) => dev::run(&options)?,
        Command::Build(options) => bundle::run(&options)?,
        Command::Size(options) => weigh::run(&options)?,
        Command::Bench(options) => bench::run(&options)?,
        Command::Tidy => {
            let files = tidy::check()?;
            println!("tidy: {files} files are in order");
        }
        Command::Screenshots => test::screenshots()?,
    }
    Ok(ExitCode::SUCCESS)
}
