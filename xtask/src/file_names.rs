//! Names made of contents: what has one never changes, so that browsers may keep it for ever. Trunk
//! gives plain names, which index.html and the scripts know.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use sha2::{Digest, Sha256};

/// The files, each after those that it names, with what names it.
const FILES: &[(&str, &[&str])] = &[
    ("app.css", &["index.html"]),
    ("app_bg.wasm", &["app.js", "index.html"]),
    ("app.js", &["index.html"]),
    ("tag_bg.wasm", &["tag.js", "index.html"]),
    ("tag.js", &["index.html"]),
    ("editor_bg.wasm", &["editor.js", "index.html"]),
    ("editor.js", &["index.html"]),
];

/// Renames the files of a build.
pub fn name_by_content(dist: &Path) -> Result<()> {
    for (name, namers) in FILES {
        let file = dist.join(name);
        let bytes = fs::read(&file).with_context(|| format!("no {}", file.display()))?;
        let new_name = hashed(name, &bytes);
        for namer in *namers {
            let namer = dist.join(namer);
            let text =
                fs::read_to_string(&namer).with_context(|| format!("no {}", namer.display()))?;
            if !text.contains(name) {
                bail!("{} names no `{name}`, which it needs", namer.display());
            }
            fs::write(&namer, text.replace(name, &new_name))?;
        }
        fs::rename(&file, dist.join(&new_name))
            .with_context(|| format!("cannot make {new_name}"))?;
    }
    Ok(())
}

/// `app_bg.wasm` becomes `app-0123456789abcdef_bg.wasm`.
fn hashed(name: &str, bytes: &[u8]) -> String {
    let end = name.find(['_', '.']).unwrap_or(name.len());
    let (stem, ending) = name.split_at(end);
    let mut new_name = format!("{stem}-");
    for byte in Sha256::digest(bytes).iter().take(8) {
        let _ = write!(new_name, "{byte:02x}");
    }
    new_name + ending
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{FILES, name_by_content};

    #[test]
    fn whatever_names_a_file_names_it_as_it_is_called() {
        let dist = tempfile::tempdir().unwrap();
        for (name, _) in FILES {
            fs::write(dist.path().join(name), format!("{name} as built")).unwrap();
        }
        for (name, namers) in FILES {
            for namer in *namers {
                let namer = dist.path().join(namer);
                let text = fs::read_to_string(&namer).unwrap_or_default();
                fs::write(namer, format!("{text} \"{name}\"")).unwrap();
            }
        }

        name_by_content(dist.path()).unwrap();

        let page = fs::read_to_string(dist.path().join("index.html")).unwrap();
        let mut seen = 0;
        for name in page.split('"').skip(1).step_by(2) {
            assert_eq!(name.matches('-').count(), 1, "{name}");
            let text = fs::read_to_string(dist.path().join(name)).unwrap();
            // A script names its program, too.
            for inner in text.split('"').skip(1).step_by(2) {
                assert!(dist.path().join(inner).is_file(), "{inner}");
                seen += 1;
            }
            seen += 1;
        }
        assert_eq!(seen, 10);
    }

    #[test]
    fn a_file_that_nothing_names_is_refused() {
        let dist = tempfile::tempdir().unwrap();
        for (name, _) in FILES {
            fs::write(dist.path().join(name), "").unwrap();
        }
        fs::write(dist.path().join("index.html"), "").unwrap();
        assert!(name_by_content(dist.path()).is_err());
    }
}
