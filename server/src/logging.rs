//! The log: on stderr, as text or JSON. `RUST_LOG` chooses what.

use std::io::IsTerminal as _;

use tracing_subscriber::filter::{EnvFilter, LevelFilter, Targets};
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{Layer as _, fmt};

use crate::cli::LogFormat;

/// Starts the log. Warnings are shown unless `RUST_LOG` says otherwise.
pub fn start(format: LogFormat) {
    let chosen = EnvFilter::builder()
        .with_default_directive(LevelFilter::WARN.into())
        .from_env_lossy();
    // Libraries below us know queries, tokens and bodies. Whatever is asked for, they say no more
    // than warnings.
    let bounded = Targets::new()
        .with_target("console_server", LevelFilter::TRACE)
        .with_target("imagestream_console", LevelFilter::TRACE)
        .with_target("simulator", LevelFilter::TRACE)
        .with_default(LevelFilter::WARN);
    // A file or a pipe gets no colours: their codes would stand between the words.
    let lines = fmt::layer()
        .with_ansi(std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none())
        .with_writer(std::io::stderr);
    let lines = match format {
        LogFormat::Text => lines.boxed(),
        LogFormat::Json => lines.json().boxed(),
    };
    let started = tracing_subscriber::registry()
        .with(lines.with_filter(bounded).with_filter(chosen))
        .try_init();
    if let Err(error) = started {
        tracing::debug!(%error, "a log runs already");
    }
}
