//! `cargo xtask size`: what each kilobyte of a program is, by crate, by module and by function.
//!
//! The bundle has no names any more, so the program is made small once more with its names kept: the
//! same code, function by function.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;

use anyhow::{Context, Result, ensure};
use wasmparser::{KnownCustom, Name, Parser, Payload};

use crate::bundle::build_if_changed;
use crate::process::{command, root, run as run_command};
use crate::trim;

/// Names shorter than this many columns stand in line.
const NAME_COLUMNS: usize = 100;
/// Our own code is told apart down to this many names of a path, that of others by crate.
const MODULE_DEPTH: usize = 4;
const OWN_CRATE: &str = "imagestream_console";

#[derive(clap::Args)]
pub struct Options {
    /// Which program: `tag` (single tags and images), `app` (all that only reads) or `editor`.
    #[arg(long, default_value = "tag", value_parser = ["tag", "app", "editor"])]
    program: String,
    /// How many of the largest modules and functions are shown.
    #[arg(long, default_value_t = 30)]
    lines: usize,
}

/// Where the bytes of a program are.
struct Weights {
    whole: usize,
    /// Every function with its size.
    functions: Vec<(String, usize)>,
    /// What is no code, by the name of its section.
    sections: BTreeMap<&'static str, usize>,
}

/// Prints the tables.
pub fn run(options: &Options) -> Result<()> {
    build_if_changed()?;
    let target = root().join("target");
    let built = target.join("wasm-bindgen/release");
    let named = target.join(format!("{}-named.wasm", options.program));
    let script = built.join(format!("{}.js", options.program));
    let script = fs::read_to_string(&script).with_context(|| format!("no {}", script.display()))?;
    // As for the bundle, but for the names.
    trim::without_uncalled(
        &built.join(format!("{}_bg.wasm", options.program)),
        &script,
        &named,
    )?;
    run_command(
        command("wasm-opt")
            .args(trim::PASSES)
            .arg("-g")
            .arg(&named)
            .arg("-o")
            .arg(&named),
    )?;
    let bytes = fs::read(&named).with_context(|| format!("no {}", named.display()))?;
    print!("{}", table(&weigh(&bytes)?, options.lines));
    Ok(())
}

fn weigh(wasm: &[u8]) -> Result<Weights> {
    let mut sizes = Vec::new();
    let mut names = BTreeMap::new();
    let mut imported = 0;
    let mut sections = BTreeMap::new();
    for payload in Parser::new(0).parse_all(wasm) {
        match payload? {
            Payload::ImportSection(section) => {
                *sections.entry("imports").or_default() += section.range().len();
                for import in section.into_imports() {
                    if matches!(import?.ty, wasmparser::TypeRef::Func(_)) {
                        imported += 1;
                    }
                }
            }
            Payload::CodeSectionEntry(body) => sizes.push(body.range().len()),
            Payload::DataSection(section) => {
                *sections.entry("data: texts and tables").or_default() += section.range().len();
            }
            Payload::ElementSection(section) => {
                *sections.entry("table of functions").or_default() += section.range().len();
            }
            Payload::ExportSection(section) => {
                *sections.entry("exports").or_default() += section.range().len();
            }
            Payload::CustomSection(section) => {
                if let KnownCustom::Name(section) = section.as_known() {
                    for part in section {
                        if let Name::Function(map) = part? {
                            for naming in map {
                                let naming = naming?;
                                names.insert(naming.index as usize, naming.name.to_owned());
                            }
                        }
                    }
                }
            }
            _ => {}
        }
    }
    ensure!(!names.is_empty(), "the program has no names");
    let functions: Vec<(String, usize)> = sizes
        .into_iter()
        .enumerate()
        .map(|(index, size)| {
            let name = names.remove(&(index + imported));
            (name.unwrap_or_else(|| format!("function {index}")), size)
        })
        .collect();
    let code: usize = functions.iter().map(|(_, size)| size).sum();
    Ok(Weights {
        whole: code + sections.values().sum::<usize>(),
        functions,
        sections,
    })
}

fn table(weights: &Weights, lines: usize) -> String {
    let mut text = String::new();
    let grouped = |group: fn(&str) -> String| {
        let mut groups: BTreeMap<String, (usize, usize)> = BTreeMap::new();
        for (name, size) in &weights.functions {
            let entry = groups.entry(group(name)).or_default();
            entry.0 += size;
            entry.1 += 1;
        }
        groups
    };
    let mut by_crate = grouped(crate_of);
    for (name, size) in &weights.sections {
        by_crate.insert((*name).to_owned(), (*size, 0));
    }
    let functions = weights.functions.iter();
    let functions = functions.map(|(name, size)| (without_hash(name).to_owned(), (*size, 1)));
    let mut same: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for (name, (size, count)) in functions {
        let entry = same.entry(name).or_default();
        entry.0 += size;
        entry.1 += count;
    }
    for (title, groups, lines) in [
        ("crate", by_crate, usize::MAX),
        ("module", grouped(module_of), lines),
        ("function", same, lines),
    ] {
        let _ = writeln!(
            text,
            "{:>9} {:>6} {:>6}  {title}",
            "bytes", "share", "count"
        );
        let mut groups: Vec<_> = groups.into_iter().collect();
        groups.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        for (name, (size, count)) in groups.into_iter().take(lines) {
            let share = size * 1000 / weights.whole.max(1);
            let name: String = name.chars().take(NAME_COLUMNS).collect();
            let (whole, tenth) = (share / 10, share % 10);
            let _ = writeln!(text, "{size:>9} {whole:>3}.{tenth} % {count:>6}  {name}");
        }
        text.push('\n');
    }
    let _ = writeln!(
        text,
        "{:>9}  the program, before compression",
        weights.whole
    );
    text
}

/// The path of the function itself: of `<a::B as c::D>::e` it is `a::B`, without type parameters.
fn path_of(name: &str) -> &str {
    let inner = name.trim_start_matches(['<', '&', '*']);
    let inner = inner.strip_prefix("mut ").unwrap_or(inner);
    let inner = inner.strip_prefix("dyn ").unwrap_or(inner);
    let end = inner.find(['<', ' ', '>', '{', ';', ',', '(']);
    inner
        .get(..end.unwrap_or(inner.len()))
        .unwrap_or_default()
        .trim_end_matches("::")
}

fn without_hash(name: &str) -> &str {
    match name.rsplit_once("::h") {
        Some((path, hash))
            if hash.len() >= 16 && hash.bytes().take(16).all(|b| b.is_ascii_hexdigit()) =>
        {
            path
        }
        _ => name,
    }
}

fn crate_of(name: &str) -> String {
    let path = path_of(name);
    path.split("::").next().unwrap_or_default().to_owned()
}

fn module_of(name: &str) -> String {
    let path = path_of(without_hash(name));
    let depth = if path.starts_with(OWN_CRATE) {
        MODULE_DEPTH
    } else {
        2
    };
    // The last name is the function's or type's own.
    let names: Vec<&str> = path.split("::").collect();
    let modules = names.len().saturating_sub(1).clamp(1, depth);
    names.get(..modules).unwrap_or(&names).join("::")
}

#[cfg(test)]
mod tests {
    use super::{crate_of, module_of, without_hash};

    #[test]
    fn functions_belong_to_the_module_that_has_them() {
        for (name, owner, module) in [
            (
                "imagestream_console::view::pages::tag::page::h0123456789abcdef",
                "imagestream_console",
                "imagestream_console::view::pages::tag",
            ),
            (
                "<serde_json::error::Error as core::fmt::Display>::fmt::h0123456789abcdef",
                "serde_json",
                "serde_json::error",
            ),
            (
                "alloc::vec::Vec<imagestream_console::a::B>::push::h0123456789abcdef",
                "alloc",
                "alloc::vec",
            ),
            ("memcpy", "memcpy", "memcpy"),
        ] {
            assert_eq!(crate_of(name), owner);
            assert_eq!(module_of(name), module, "{name}");
        }
        assert_eq!(without_hash("a::b::h0123456789abcdef"), "a::b");
        assert_eq!(without_hash("a::hash"), "a::hash");
    }
}
