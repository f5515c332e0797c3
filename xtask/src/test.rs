//! `cargo xtask test`: every check there is, and one summary.

use std::collections::BTreeSet;
use std::process::ExitCode;
use std::time::Instant;

use anyhow::{Context as _, Result, anyhow, bail};
use clap::ValueEnum;

use crate::bundle::{self, dist, files_under};
use crate::process::{cargo, command, progress, root, run as run_command, run_and_keep};
use crate::summary::{Line, Outcome, Tests, all_passed, count_tests, print};
use crate::{demo, sizes, tidy, tools};

#[derive(clap::Args)]
pub struct Options {
    /// Only these checks and what they need, for example `--only fmt,clippy,native`.
    #[arg(long, value_enum, value_delimiter = ',')]
    only: Vec<Check>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Check {
    Fmt,
    Tidy,
    Clippy,
    Docs,
    Native,
    Wasm,
    Size,
    Browser,
}

/// One line of the summary. Steps stand in the order they run, after what they need.
struct Step {
    name: &'static str,
    /// The check a person asks for; none for a step that only others need.
    check: Option<Check>,
    needs: &'static [&'static str],
    run: fn() -> (Result<()>, Tests),
}

const STEPS: &[Step] = &[
    Step {
        name: "format",
        check: Some(Check::Fmt),
        needs: &[],
        run: || plain(format()),
    },
    Step {
        name: "tidy",
        check: Some(Check::Tidy),
        needs: &[],
        run: || plain(tidy()),
    },
    Step {
        name: "tools",
        check: None,
        needs: &[],
        run: || plain(tools::for_bundle()),
    },
    Step {
        name: "nextest",
        check: None,
        needs: &[],
        run: || plain(tools::nextest()),
    },
    Step {
        name: "docker-registry",
        check: None,
        needs: &[],
        run: || plain(tools::registry()),
    },
    Step {
        name: "chromium",
        check: None,
        needs: &[],
        run: || plain(chromium()),
    },
    Step {
        name: "clippy",
        check: Some(Check::Clippy),
        needs: &[],
        run: || plain(clippy()),
    },
    Step {
        name: "clippy for wasm",
        check: Some(Check::Clippy),
        needs: &["tools"],
        run: || plain(clippy_wasm()),
    },
    Step {
        name: "documentation",
        check: Some(Check::Docs),
        needs: &[],
        run: || plain(docs()),
    },
    Step {
        name: "native tests",
        check: Some(Check::Native),
        needs: &["nextest", "docker-registry"],
        run: native,
    },
    Step {
        name: "wasm tests",
        check: Some(Check::Wasm),
        needs: &["tools", "chromium"],
        run: wasm,
    },
    Step {
        name: "bundle",
        check: None,
        needs: &["tools"],
        run: || plain(bundle::build_if_changed()),
    },
    Step {
        name: "size",
        check: Some(Check::Size),
        needs: &["bundle"],
        run: || plain(size()),
    },
    Step {
        name: "server",
        check: None,
        needs: &[],
        run: || plain(demo::build_server().map(|_| ())),
    },
    Step {
        name: "browser tests",
        check: Some(Check::Browser),
        needs: &["bundle", "server", "chromium"],
        run: browser,
    },
];

/// Runs the checks and prints the summary. A failed step stops only what needs it.
pub fn run(options: &Options) -> ExitCode {
    let chosen = chosen(&options.only);
    let mut lines: Vec<Line> = Vec::new();
    for step in STEPS.iter().filter(|step| chosen.contains(step.name)) {
        let missing = step.needs.iter().find(|need| {
            lines
                .iter()
                .any(|line| line.name == **need && !matches!(line.outcome, Outcome::Passed))
        });
        let started = Instant::now();
        let (outcome, tests) = if let Some(need) = missing {
            (Outcome::NotRun(need), Tests::default())
        } else {
            progress(step.name);
            match (step.run)() {
                (Ok(()), tests) => (Outcome::Passed, tests),
                (Err(error), tests) => {
                    eprintln!("error: {error:#}");
                    (Outcome::Failed(format!("{error:#}")), tests)
                }
            }
        };
        lines.push(Line {
            name: step.name,
            outcome,
            tests,
            took: started.elapsed(),
        });
    }
    println!("\n{}", print(&lines));
    if all_passed(&lines) {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// The names of the steps asked for, and of all they need.
fn chosen(only: &[Check]) -> BTreeSet<&'static str> {
    let mut chosen = BTreeSet::new();
    for step in STEPS.iter().rev() {
        let asked = step
            .check
            .is_some_and(|check| only.is_empty() || only.contains(&check));
        if asked || chosen.contains(step.name) {
            chosen.insert(step.name);
            chosen.extend(step.needs);
        }
    }
    chosen
}

fn plain(result: Result<()>) -> (Result<()>, Tests) {
    (result, Tests::default())
}

fn format() -> Result<()> {
    run_command(cargo().args(["fmt", "--all", "--check"]))
}

fn tidy() -> Result<()> {
    println!("{} files are in order", tidy::check()?);
    Ok(())
}

fn chromium() -> Result<()> {
    let browser = tools::browser()?;
    println!("{}, {}", browser.chrome.display(), browser.driver.display());
    Ok(())
}

fn clippy() -> Result<()> {
    run_command(cargo().args([
        "clippy",
        "--quiet",
        "--locked",
        "--workspace",
        "--all-targets",
        "--",
        "-D",
        "warnings",
    ]))
}

fn clippy_wasm() -> Result<()> {
    run_command(
        cargo()
            .args([
                "clippy", "--quiet", "--locked", "--lib", "--bins", "--test", "web",
            ])
            .args(["--target", tools::WASM_TARGET, "--", "-D", "warnings"]),
    )
}

fn docs() -> Result<()> {
    // The libraries only: the server's program has the name of the app's library.
    run_command(
        cargo()
            .args([
                "doc",
                "--quiet",
                "--locked",
                "--workspace",
                "--no-deps",
                "--lib",
            ])
            .env("RUSTDOCFLAGS", "-D warnings"),
    )
}

fn native() -> (Result<()>, Tests) {
    counted(run_and_keep(cargo().args([
        "nextest",
        "run",
        "--locked",
        "--workspace",
        "--profile",
        "ci",
    ])))
}

fn wasm() -> (Result<()>, Tests) {
    let browser = match tools::browser() {
        Ok(browser) => browser,
        Err(error) => return plain(Err(error)),
    };
    counted(run_and_keep(
        cargo()
            .args([
                "test",
                "--locked",
                "--target",
                tools::WASM_TARGET,
                "--test",
                "web",
            ])
            .env(
                "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER",
                "wasm-bindgen-test-runner",
            )
            .env("CHROMEDRIVER", browser.driver),
    ))
}

fn size() -> Result<()> {
    let measured = sizes::measure(&dist())?;
    println!("{}", measured.table());
    measured.check_budget()
}

fn browser() -> (Result<()>, Tests) {
    let tests = files_under(&root().join("tests/browser")).and_then(|files| {
        let tests: Vec<_> = files
            .into_iter()
            .filter(|file| file.to_string_lossy().ends_with(".test.mjs"))
            .collect();
        let browser = tools::browser()?;
        Ok((tests, browser.chrome))
    });
    let (tests, chrome) = match tests {
        Ok(found) => found,
        Err(error) => return plain(Err(error)),
    };
    // One file at a time: two browsers on two cores would only slow each other down.
    counted(run_and_keep(
        command("node")
            .args(["--test", "--test-concurrency=1", "--test-reporter=spec"])
            .args(tests)
            .env("CHROME", chrome),
    ))
}

/// A run that says nothing about its tests has not tested anything.
fn counted((outcome, output): (Result<()>, String)) -> (Result<()>, Tests) {
    let tests = count_tests(&output);
    let outcome = outcome.and_then(|()| {
        if tests.failed > 0 {
            bail!("{} tests failed", tests.failed);
        }
        if tests.passed == 0 {
            Err(anyhow!("no test was run"))
        } else {
            Ok(())
        }
    });
    (outcome, tests)
}

/// `cargo xtask screenshots`.
pub fn screenshots() -> Result<()> {
    bundle::build_if_changed()?;
    demo::build_server()?;
    let browser = tools::browser().context("the screenshots are taken with Chromium")?;
    run_command(
        command("node")
            .arg("tests/browser/screenshots.mjs")
            .env("CHROME", browser.chrome),
    )
}

#[cfg(test)]
mod tests {
    use super::{Check, STEPS, chosen};

    #[test]
    fn without_a_choice_every_step_runs() {
        assert_eq!(chosen(&[]).len(), STEPS.len());
    }

    #[test]
    fn a_choice_brings_what_it_needs_and_no_more() {
        let names: Vec<_> = chosen(&[Check::Browser]).into_iter().collect();
        assert_eq!(
            names,
            ["browser tests", "bundle", "chromium", "server", "tools"]
        );
        assert_eq!(chosen(&[Check::Fmt]).len(), 1);
    }

    #[test]
    fn every_need_stands_before_the_step_that_has_it() {
        for (index, step) in STEPS.iter().enumerate() {
            for need in step.needs {
                assert!(
                    STEPS
                        .iter()
                        .take(index)
                        .any(|earlier| earlier.name == *need),
                    "{need}"
                );
            }
        }
    }
}
