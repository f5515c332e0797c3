//! What the bundle weighs on the wire, and how much it may weigh.

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::thread;

use anyhow::{Context, Result, anyhow, bail};
use brotli::enc::BrotliEncoderParams;
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::bundle::files_under;

/// A cold tag page may take 300 kB; the browser tests hold the whole of it to that. The bundle
/// leaves this much of it for the answers of the API and the headers.
const TOTAL_BUDGET: usize = 300_000 - 10_000;
/// The most a kind may take with brotli (fonts are compressed already).
const KIND_BUDGETS: &[(&str, usize)] = &[
    ("html", 4_000),
    ("js", 10_000),
    ("css", 30_000),
    ("wasm", 245_000),
    ("font", 30_000),
];
const BROTLI_QUALITY: i32 = 11;
const BROTLI_WINDOW: i32 = 22;

/// The sizes of all files of a bundle.
pub struct Sizes {
    files: Vec<FileSize>,
}

struct FileSize {
    name: String,
    kind: &'static str,
    raw: usize,
    gzip: usize,
    brotli: usize,
}

/// Writes `.br` and `.gz` beside each file that gets smaller by it.
pub fn compress(dist: &Path) -> Result<()> {
    let files: Vec<PathBuf> = files_under(dist)?
        .into_iter()
        .filter(|file| is_compressible(file))
        .collect();
    thread::scope(|scope| {
        let workers: Vec<_> = files
            .iter()
            .map(|file| scope.spawn(move || compress_file(file)))
            .collect();
        for worker in workers {
            worker
                .join()
                .map_err(|_| anyhow!("compressing stopped"))??;
        }
        Ok(())
    })
}

fn compress_file(file: &Path) -> Result<()> {
    let bytes = fs::read(file).with_context(|| format!("no {}", file.display()))?;
    let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
    gzip.write_all(&bytes)?;
    write_if_smaller(file, "gz", &gzip.finish()?, bytes.len())?;
    let params = BrotliEncoderParams {
        quality: BROTLI_QUALITY,
        lgwin: BROTLI_WINDOW,
        size_hint: bytes.len(),
        ..Default::default()
    };
    let mut brotli = Vec::new();
    brotli::BrotliCompress(&mut bytes.as_slice(), &mut brotli, &params)?;
    write_if_smaller(file, "br", &brotli, bytes.len())
}

fn write_if_smaller(file: &Path, ending: &str, bytes: &[u8], raw: usize) -> Result<()> {
    if bytes.len() >= raw {
        return Ok(());
    }
    let path = beside(file, ending);
    fs::write(&path, bytes).with_context(|| format!("cannot write {}", path.display()))
}

fn beside(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".");
    name.push(ending);
    PathBuf::from(name)
}

fn extension(file: &Path) -> &str {
    file.extension()
        .and_then(|extension| extension.to_str())
        .unwrap_or_default()
}

fn is_compressible(file: &Path) -> bool {
    matches!(
        extension(file),
        "html" | "js" | "css" | "wasm" | "svg" | "json" | "txt"
    )
}

fn kind(file: &Path) -> Option<&'static str> {
    match extension(file) {
        "html" => Some("html"),
        "js" => Some("js"),
        "css" => Some("css"),
        "wasm" => Some("wasm"),
        "woff2" => Some("font"),
        "svg" | "png" => Some("image"),
        "br" | "gz" | "stamp" | "" => None,
        _ => Some("other"),
    }
}

/// Reads the sizes of a bundle that [`compress`] has been over.
pub fn measure(dist: &Path) -> Result<Sizes> {
    let size = |path: PathBuf| {
        fs::metadata(path)
            .ok()
            .and_then(|data| usize::try_from(data.len()).ok())
    };
    let mut files = Vec::new();
    for file in files_under(dist)? {
        let (Some(kind), Some(raw)) = (kind(&file), size(file.clone())) else {
            continue;
        };
        files.push(FileSize {
            name: file
                .strip_prefix(dist)
                .unwrap_or(&file)
                .display()
                .to_string(),
            kind,
            raw,
            gzip: size(beside(&file, "gz")).unwrap_or(raw),
            brotli: size(beside(&file, "br")).unwrap_or(raw),
        });
    }
    Ok(Sizes { files })
}

impl Sizes {
    /// One line per file and the sum, in bytes.
    pub fn table(&self) -> String {
        let mut text = format!(
            "{:<44} {:>9} {:>9} {:>9}\n",
            "file", "raw", "gzip", "brotli"
        );
        for file in &self.files {
            let FileSize {
                name,
                raw,
                gzip,
                brotli,
                ..
            } = file;
            let _ = writeln!(text, "{name:<44} {raw:>9} {gzip:>9} {brotli:>9}");
        }
        let sum = |size: fn(&FileSize) -> usize| self.files.iter().map(size).sum::<usize>();
        let (raw, gzip, brotli) = (sum(|file| file.raw), sum(|file| file.gzip), self.total());
        let _ = write!(
            text,
            "{:<44} {raw:>9} {gzip:>9} {brotli:>9}  (budget {TOTAL_BUDGET})",
            "a cold page, without the API's answers"
        );
        text
    }

    fn total(&self) -> usize {
        self.files.iter().map(|file| file.brotli).sum()
    }

    /// Fails if the whole or one kind of file is over its budget.
    pub fn check_budget(&self) -> Result<()> {
        let mut over = Vec::new();
        for (kind, budget) in KIND_BUDGETS {
            let files = self.files.iter().filter(|file| file.kind == *kind);
            let size: usize = files.map(|file| file.brotli).sum();
            if size > *budget {
                over.push(format!("{kind} takes {size} bytes of {budget}"));
            }
        }
        if self.total() > TOTAL_BUDGET {
            over.push(format!(
                "the whole takes {} bytes of {TOTAL_BUDGET}",
                self.total()
            ));
        }
        if over.is_empty() {
            Ok(())
        } else {
            bail!("over the size budget: {}", over.join("; "))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{FileSize, Sizes};

    fn bundle(wasm: usize) -> Sizes {
        let file = |name: &str, kind, brotli| FileSize {
            name: name.to_owned(),
            kind,
            raw: brotli * 3,
            gzip: brotli * 2,
            brotli,
        };
        Sizes {
            files: vec![file("app.js", "js", 5_000), file("app.wasm", "wasm", wasm)],
        }
    }

    #[test]
    fn a_bundle_within_its_budget_passes() {
        assert!(bundle(100_000).check_budget().is_ok());
    }

    #[test]
    fn a_kind_over_its_budget_is_named() {
        let error = bundle(250_000)
            .check_budget()
            .map_err(|error| error.to_string());
        assert_eq!(
            error,
            Err("over the size budget: wasm takes 250000 bytes of 245000".to_owned())
        );
    }

    #[test]
    fn the_table_ends_with_the_sum() {
        let table = bundle(100_000).table();
        assert!(
            table
                .lines()
                .last()
                .is_some_and(|line| line.contains("105000")),
            "{table}"
        );
    }
}
