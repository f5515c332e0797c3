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

/// What a cold tag page may take of the bundle; the browser tests hold the whole of it, with headers and
/// the answers of the API, to a little more.
const TAG_BUDGET: usize = 215_500;
/// What a cold page of a stream or of a list may take, under the same conditions.
const APP_BUDGET: usize = 284_000;
/// What a page with a form may take: the editor has every page, so it grows with the lists, too.
const EDITOR_BUDGET: usize = 415_000;
/// The most a kind may take with brotli on a tag page (fonts are compressed already).
const KIND_BUDGETS: &[(&str, usize)] = &[
    ("html", 3_500),
    ("js", 4_500),
    ("css", 16_000),
    ("wasm", 184_000),
    ("font", 9_500),
];
const COLD_PAGES: &[(&str, Part, usize)] = &[
    (
        "a cold tag page, without the API's answers",
        Part::Tag,
        TAG_BUDGET,
    ),
    ("a cold page of a stream or a list", Part::App, APP_BUDGET),
    ("a cold page with a form", Part::Editor, EDITOR_BUDGET),
];
const BROTLI_QUALITY: i32 = 11;
const BROTLI_WINDOW: i32 = 22;
/// Sizes of blocks as powers of two; zero is the encoder's own choice.
const BROTLI_BLOCKS: &[i32] = &[0, 16, 20];

/// The sizes of all files of a bundle.
pub struct Sizes {
    files: Vec<FileSize>,
}

struct FileSize {
    name: String,
    kind: &'static str,
    of: Part,
    raw: usize,
    gzip: usize,
    brotli: usize,
}

/// Who loads a file.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    /// Every page.
    Shared,
    /// Pages of a tag or an image.
    Tag,
    /// Pages of streams and of their lists.
    App,
    /// Pages that change things.
    Editor,
}

impl Part {
    fn of(name: &str) -> Self {
        // Shared files can be called like the program they were made for.
        let is_code = matches!(extension(Path::new(name)), "js" | "wasm");
        match name.split('-').next() {
            Some("tag") if is_code => Self::Tag,
            Some("app") if is_code => Self::App,
            Some("editor") if is_code => Self::Editor,
            _ => Self::Shared,
        }
    }
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
    write_if_smaller(file, "br", &brotli(&bytes)?, bytes.len())
}

/// The shortest of what the encoder makes with blocks of different sizes: its own choice is up to
/// 0.7 % longer for programs.
fn brotli(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut shortest: Option<Vec<u8>> = None;
    for block in BROTLI_BLOCKS {
        let params = BrotliEncoderParams {
            quality: BROTLI_QUALITY,
            lgwin: BROTLI_WINDOW,
            lgblock: *block,
            size_hint: bytes.len(),
            ..Default::default()
        };
        let mut brotli = Vec::new();
        brotli::BrotliCompress(&mut &*bytes, &mut brotli, &params)?;
        if shortest
            .as_ref()
            .is_none_or(|seen| brotli.len() < seen.len())
        {
            shortest = Some(brotli);
        }
    }
    shortest.context("no block size")
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
        let name = file.strip_prefix(dist).unwrap_or(&file);
        let name = name.display().to_string();
        files.push(FileSize {
            of: Part::of(&name),
            name,
            kind,
            raw,
            gzip: size(beside(&file, "gz")).unwrap_or(raw),
            brotli: size(beside(&file, "br")).unwrap_or(raw),
        });
    }
    Ok(Sizes { files })
}

impl Sizes {
    /// One line per file and the sums, in bytes.
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
        for (what, part, budget) in COLD_PAGES {
            let raw = self.cold(*part, |file| file.raw);
            let gzip = self.cold(*part, |file| file.gzip);
            let brotli = self.cold(*part, |file| file.brotli);
            let _ = writeln!(
                text,
                "{what:<44} {raw:>9} {gzip:>9} {brotli:>9}  (budget {budget})"
            );
        }
        text.truncate(text.trim_end().len());
        text
    }

    /// What a cold page with this program takes, without the answers of the API.
    fn cold(&self, program: Part, size: fn(&FileSize) -> usize) -> usize {
        let files = self.files.iter();
        files
            .filter(|file| file.of == Part::Shared || file.of == program)
            .map(size)
            .sum()
    }

    /// Fails if the whole or one kind of file is over its budget.
    pub fn check_budget(&self) -> Result<()> {
        let mut over = Vec::new();
        for (kind, budget) in KIND_BUDGETS {
            let files = self.files.iter();
            let files = files.filter(|file| file.kind == *kind);
            let files = files.filter(|file| matches!(file.of, Part::Shared | Part::Tag));
            let size: usize = files.map(|file| file.brotli).sum();
            if size > *budget {
                over.push(format!("{kind} takes {size} bytes of {budget}"));
            }
        }
        for (what, part, budget) in COLD_PAGES {
            let size = self.cold(*part, |file| file.brotli);
            if size > *budget {
                over.push(format!("{what} takes {size} bytes of {budget}"));
            }
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
    use super::{FileSize, Part, Sizes};

    fn bundle(wasm: usize) -> Sizes {
        let file = |name: &str, kind, brotli| FileSize {
            name: name.to_owned(),
            kind,
            of: Part::of(name),
            raw: brotli * 3,
            gzip: brotli * 2,
            brotli,
        };
        Sizes {
            files: vec![
                file("app-1.css", "css", 15_000),
                file("tag-1.js", "js", 4_000),
                file("tag-1_bg.wasm", "wasm", wasm),
                file("app-1_bg.wasm", "wasm", 200_000),
                file("editor-1_bg.wasm", "wasm", 300_000),
            ],
        }
    }

    #[test]
    fn a_bundle_within_its_budget_passes() {
        assert!(bundle(100_000).check_budget().is_ok());
    }

    #[test]
    fn a_kind_over_its_budget_is_named() {
        let error = bundle(190_000)
            .check_budget()
            .map_err(|error| error.to_string());
        assert_eq!(
            error,
            Err("over the size budget: wasm takes 190000 bytes of 184000".to_owned())
        );
    }

    #[test]
    fn the_table_ends_with_the_sum_of_each_program() {
        let table = bundle(100_000).table();
        let ends: Vec<&str> = table.lines().rev().take(3).collect();
        assert!(ends[0].contains("315000"), "{table}");
        assert!(ends[1].contains("215000"), "{table}");
        assert!(ends[2].contains("119000"), "{table}");
    }
}
