//! The end of a test run: one table, one closing line, counted honestly.

use std::fmt::Write as _;
use std::time::Duration;

/// How many single tests a step ran.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct Tests {
    pub passed: usize,
    pub failed: usize,
}

pub enum Outcome {
    Passed,
    Failed(String),
    /// Not run, because the named step failed.
    NotRun(&'static str),
}

pub struct Line {
    pub name: &'static str,
    pub outcome: Outcome,
    pub tests: Tests,
    pub took: Duration,
}

impl Line {
    /// A step with tests counts as its tests. Without, or when it failed beside its tests, it
    /// counts as one; a step that could not run has not passed, so it counts as failed.
    fn counted(&self) -> Tests {
        let Tests { passed, failed } = self.tests;
        match &self.outcome {
            Outcome::Passed => Tests {
                passed: passed.max(1),
                failed,
            },
            Outcome::Failed(_) | Outcome::NotRun(_) => Tests {
                passed,
                failed: failed.max(1),
            },
        }
    }
}

/// Whether every step passed.
pub fn all_passed(lines: &[Line]) -> bool {
    lines
        .iter()
        .all(|line| matches!(line.outcome, Outcome::Passed))
}

/// The table and the closing line.
pub fn print(lines: &[Line]) -> String {
    let mut text = format!(
        "{:<28} {:<8} {:>6} {:>8}\n",
        "step", "outcome", "tests", "seconds"
    );
    let mut sum = Tests::default();
    for line in lines {
        let outcome = match &line.outcome {
            Outcome::Passed => "passed",
            Outcome::Failed(_) => "FAILED",
            Outcome::NotRun(_) => "not run",
        };
        let tests = match line.tests.passed + line.tests.failed {
            0 => String::new(),
            count => count.to_string(),
        };
        let seconds = line.took.as_secs_f32();
        let _ = writeln!(
            text,
            "{:<28} {outcome:<8} {tests:>6} {seconds:>8.1}",
            line.name
        );
        sum.passed += line.counted().passed;
        sum.failed += line.counted().failed;
    }
    for line in lines {
        match &line.outcome {
            Outcome::Passed => {}
            Outcome::Failed(why) => {
                let _ = writeln!(text, "{}: {why}", line.name);
            }
            Outcome::NotRun(needed) => {
                let _ = writeln!(text, "{}: not run, it needs `{needed}`", line.name);
            }
        }
    }
    let _ = write!(text, "\n{} passed, {} failed", sum.passed, sum.failed);
    text
}

/// Reads the closing line of nextest, of Rust's own test runner or of Node's.
pub fn count_tests(output: &str) -> Tests {
    // nextest shows what a failed test printed, closing line of its own included.
    let nextest = output.lines().any(is_nextest_summary);
    let mut tests = Tests::default();
    for line in output.lines().map(str::trim) {
        if is_nextest_summary(line) || (!nextest && line.starts_with("test result:")) {
            tests.passed += number_before(line, "passed");
            tests.failed += number_before(line, "failed") + number_before(line, "timed out");
        }
        tests.passed += node_count(line, "pass").unwrap_or(0);
        tests.failed += node_count(line, "fail").unwrap_or(0);
    }
    tests
}

fn is_nextest_summary(line: &str) -> bool {
    line.trim_start().starts_with("Summary [")
}

fn number_before(line: &str, word: &str) -> usize {
    let number = line
        .find(&format!(" {word}"))
        .and_then(|end| line.get(..end));
    number
        .and_then(|text| text.rsplit(' ').next()?.parse().ok())
        .unwrap_or(0)
}

/// Node prints `# pass 12`, or with its other reporter `ℹ pass 12`.
fn node_count(line: &str, word: &str) -> Option<usize> {
    let rest = line
        .strip_prefix("# ")
        .or_else(|| line.strip_prefix("ℹ "))?;
    rest.strip_prefix(word)?.strip_prefix(' ')?.parse().ok()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Line, Outcome, Tests, all_passed, count_tests, print};

    fn check(output: &str, passed: usize, failed: usize) {
        assert_eq!(count_tests(output), Tests { passed, failed }, "{output}");
    }

    #[test]
    fn closing_lines_of_all_runners_are_read() {
        check(
            "     Summary [   1.2s] 14 tests run: 12 passed (1 slow), 2 failed, 3 skipped",
            12,
            2,
        );
        check(
            "     Summary [   9.0s] 3 tests run: 2 passed, 1 timed out, 0 skipped",
            2,
            1,
        );
        check(
            "test result: ok. 3 passed; 0 failed; 0 ignored; 0 filtered out",
            3,
            0,
        );
        check("# tests 5\n# pass 4\n# fail 1\n# cancelled 0", 4, 1);
        check("ℹ tests 5\nℹ pass 5\nℹ fail 0", 5, 0);
        check("no closing line at all", 0, 0);
        let shown = "test result: FAILED. 0 passed; 1 failed; 0 ignored";
        check(
            &format!("{shown}\n  Summary [ 1s] 2 tests run: 1 passed, 1 failed"),
            1,
            1,
        );
    }

    fn line(name: &'static str, outcome: Outcome, passed: usize, failed: usize) -> Line {
        Line {
            name,
            outcome,
            tests: Tests { passed, failed },
            took: Duration::from_secs(2),
        }
    }

    #[test]
    fn the_last_line_counts_steps_and_tests_once() {
        let lines = [
            line("format", Outcome::Passed, 0, 0),
            line(
                "native tests",
                Outcome::Failed("two failed".to_owned()),
                10,
                2,
            ),
            line("bundle", Outcome::Failed("no trunk".to_owned()), 0, 0),
            line("browser tests", Outcome::NotRun("bundle"), 0, 0),
        ];
        let text = print(&lines);
        assert_eq!(text.lines().last(), Some("11 passed, 4 failed"), "{text}");
        assert!(
            text.contains("browser tests: not run, it needs `bundle`"),
            "{text}"
        );
        assert!(!all_passed(&lines));
    }
}
