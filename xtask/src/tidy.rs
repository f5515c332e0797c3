//! What no compiler checks: file lengths, versions that must agree, words left behind.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::bundle::BASE_MARKER;
use crate::process::root;
use crate::tools::locked_version;

/// A file about one thing fits into this many lines.
const LONGEST_FILE: usize = 500;
/// Folders that are made, not written.
const IGNORED_FOLDERS: &[&str] = &[".git", ".tools", "dist", "node_modules", "target"];
/// The endings of the files that people write.
const WRITTEN: &[&str] = &["rs", "mjs", "css", "html", "md", "toml", "txt", "sh"];
/// Words that stand for work not done. They are put together here, or this file would hold them.
const LEFT_OVER: &[&str] = &[
    concat!("TO", "DO"),
    concat!("FIX", "ME"),
    concat!("//! Place", "holder"),
];

/// Checks every written file and returns how many there are.
pub fn check() -> Result<usize> {
    let mut problems = Vec::new();
    let files = written_files(&root())?;
    for file in &files {
        let name = file
            .strip_prefix(root())
            .unwrap_or(file)
            .display()
            .to_string();
        let text = fs::read_to_string(file).with_context(|| format!("cannot read {name}"))?;
        problems.extend(problems_of(&name, &text));
        if file.extension().is_some_and(|extension| extension == "md") {
            problems.extend(broken_links(file, &name, &text));
        }
    }
    problems.extend(pinned_versions()?);
    problems.extend(first_page(&read("index.html")?));
    if problems.is_empty() {
        Ok(files.len())
    } else {
        bail!("{}", problems.join("\n"))
    }
}

fn read(name: &str) -> Result<String> {
    fs::read_to_string(root().join(name)).with_context(|| format!("cannot read {name}"))
}

fn written_files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| format!("no {}", folder.display()))? {
        let entry = entry?;
        let (path, name) = (
            entry.path(),
            entry.file_name().to_string_lossy().into_owned(),
        );
        if path.is_dir() {
            // Recorded answers and expected texts are data: the server wrote them.
            let data = path.ends_with("tests/golden") || path.ends_with("tests/recordings");
            if !data && !IGNORED_FOLDERS.contains(&name.as_str()) {
                files.extend(written_files(&path)?);
            }
        } else if path
            .extension()
            .is_some_and(|ending| WRITTEN.iter().any(|known| ending == *known))
        {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

fn problems_of(name: &str, text: &str) -> Vec<String> {
    let mut problems = Vec::new();
    let lines = text.lines().count();
    if lines > LONGEST_FILE {
        problems.push(format!(
            "{name}: {lines} lines; a file has at most {LONGEST_FILE}"
        ));
    }
    for (index, line) in text.lines().enumerate() {
        if let Some(word) = LEFT_OVER.iter().find(|word| line.contains(*word)) {
            problems.push(format!("{name}:{}: `{word}` is left over", index + 1));
        }
    }
    if !text.is_empty() && !text.ends_with('\n') {
        problems.push(format!("{name}: the last line has no end"));
    }
    problems
}

/// Links of a document to files of the repository that do not exist.
fn broken_links(file: &Path, name: &str, text: &str) -> Vec<String> {
    let mut problems = Vec::new();
    for piece in text.split("](").skip(1) {
        let target = piece.split([')', ' ', '#']).next().unwrap_or_default();
        let elsewhere = target.is_empty() || target.contains(':') || target.starts_with('/');
        if !elsewhere
            && !file
                .parent()
                .is_some_and(|folder| folder.join(target).exists())
        {
            problems.push(format!("{name}: links to `{target}`, which does not exist"));
        }
    }
    problems
}

/// The wasm-bindgen crate and program must agree to the last digit.
fn pinned_versions() -> Result<Vec<String>> {
    let locked = locked_version("wasm-bindgen")?;
    let mut problems = Vec::new();
    if !read("Trunk.toml")?.contains(&format!("wasm_bindgen = \"{locked}\"")) {
        problems.push(format!(
            "Trunk.toml: wasm_bindgen must be \"{locked}\", as in Cargo.lock"
        ));
    }
    if !read("Cargo.toml")?.contains(&format!("wasm-bindgen = \"={locked}\"")) {
        problems.push(format!(
            "Cargo.toml: wasm-bindgen must be \"={locked}\", as in Cargo.lock"
        ));
    }
    if read("package-lock.json")?.contains("\"resolved\"") {
        problems.push("package-lock.json: names the registry it came from".to_owned());
    }
    Ok(problems)
}

/// The served page forbids inline styles and handlers, and its base is replaced by the server.
fn first_page(html: &str) -> Vec<String> {
    let mut problems = Vec::new();
    if html.matches(BASE_MARKER).count() != 1 {
        problems.push(format!(
            "index.html: must hold `{BASE_MARKER}` exactly once"
        ));
    }
    for forbidden in [" style=", "<style", " onclick=", " onload=", "javascript:"] {
        if html.contains(forbidden) {
            problems.push(format!(
                "index.html: `{forbidden}` is blocked by the page's policy"
            ));
        }
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::{LEFT_OVER, LONGEST_FILE, first_page, problems_of};

    #[test]
    fn long_files_left_over_words_and_open_ends_are_found() {
        assert_eq!(problems_of("a.rs", "fine\n"), Vec::<String>::new());
        assert_eq!(
            problems_of("a.rs", &"line\n".repeat(LONGEST_FILE + 1)).len(),
            1
        );
        assert_eq!(problems_of("a.rs", "no end").len(), 1);
        for word in LEFT_OVER {
            assert_eq!(
                problems_of("a.rs", &format!("// {word}\n")).len(),
                1,
                "{word}"
            );
        }
    }

    #[test]
    fn the_first_page_keeps_to_the_policy() {
        assert!(first_page("<base href=\"./\" />").is_empty());
        assert_eq!(first_page("<p style=\"color: red\">").len(), 2);
    }
}
