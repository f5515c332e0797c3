//! The program: command line in, exit code out.

use std::process::ExitCode;

use clap::Parser as _;
use console_server::{cli::Args, logging, start};

#[tokio::main]
async fn main() -> ExitCode {
    let args = Args::parse();
    logging::start(args.log_format);
    match start::run(&args).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}
