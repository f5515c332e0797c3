//! Makes programs small after the compiler: what no script calls is left out, then wasm-opt, then
//! names between program and script that no person reads.
//!
//! Libraries export functions to JavaScript that nothing here uses. Names of imports end in hashes, which
//! do not compress, and stand in program and script.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::thread;

use anyhow::{Context, Result, anyhow, ensure};
use serde_json::{Value, json};
use wasmparser::{Parser, Payload};

use crate::process::{command, output, run};

/// The programs of the bundle.
pub const PROGRAMS: [&str; 3] = ["tag", "app", "editor"];
/// What wasm-opt does. Flat code that is put together again is 0.7 % smaller than that of the
/// compiler.
pub const PASSES: &[&str] = &["-Oz", "--flatten", "--rereloop", "-Oz", "-Oz", "--converge"];

/// Trims all programs of a build.
pub fn trim_all(dist: &Path) -> Result<()> {
    thread::scope(|scope| {
        let workers = PROGRAMS.map(|name| scope.spawn(move || trim(dist, name)));
        for worker in workers {
            worker.join().map_err(|_| anyhow!("trimming stopped"))??;
        }
        Ok(())
    })
}

fn trim(dist: &Path, name: &str) -> Result<()> {
    let (wasm, script) = (
        dist.join(format!("{name}_bg.wasm")),
        dist.join(format!("{name}.js")),
    );
    let text = fs::read_to_string(&script).with_context(|| format!("no {}", script.display()))?;
    without_uncalled(&wasm, &text, &wasm)?;
    run(command("wasm-opt")
        .args(PASSES)
        .arg(&wasm)
        .arg("-o")
        .arg(&wasm))?;
    // By itself: passes that are repeated until nothing changes would give names to names.
    let names = output(
        command("wasm-opt")
            .arg("--minify-imports-and-exports-and-modules")
            .arg(&wasm)
            .arg("-o")
            .arg(&wasm),
    )?;
    let names = Names::parse(&names)?;
    let text = names.put_into(&text, name)?;
    fs::write(&script, text).with_context(|| format!("cannot write {}", script.display()))
}

/// Leaves out of a program what its script does not call. Names of functions stay, if there are any.
pub fn without_uncalled(wasm: &Path, script: &str, out: &Path) -> Result<()> {
    let bytes = fs::read(wasm).with_context(|| format!("no {}", wasm.display()))?;
    let called = called(script);
    let roots = exports(&bytes)?
        .into_iter()
        .filter(|name| called.contains(&name.as_str()));
    // What does not stand in the graph is not called.
    let graph: Vec<Value> = roots
        .map(|name| json!({ "name": name, "export": name, "root": true }))
        .collect();
    ensure!(!graph.is_empty(), "the script calls nothing of its program");
    let file = out.with_extension("graph.json");
    fs::write(&file, Value::from(graph).to_string())?;
    let cut = output(
        command("wasm-metadce")
            .arg("-g")
            .arg(wasm)
            .arg("--graph-file")
            .arg(&file)
            .arg("-o")
            .arg(out),
    );
    fs::remove_file(file)?;
    cut.map(|_| ())
}

/// What the script calls of its program.
fn called(script: &str) -> Vec<&str> {
    let pieces = script.split("wasm.").skip(1);
    pieces
        .map(|rest| {
            rest.split(|letter: char| !is_of_name(letter))
                .next()
                .unwrap_or_default()
        })
        .collect()
}

fn is_of_name(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || matches!(letter, '_' | '$')
}

fn exports(wasm: &[u8]) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for payload in Parser::new(0).parse_all(wasm) {
        if let Payload::ExportSection(section) = payload? {
            for export in section {
                names.push(export?.name.to_owned());
            }
        }
    }
    Ok(names)
}

/// The names that wasm-opt gave, by those they had.
struct Names {
    module: String,
    imports: BTreeMap<String, String>,
    exports: BTreeMap<String, String>,
}

impl Names {
    /// Reads what wasm-opt printed: an object of lists `[module, old, new]` and `[old, new]`.
    fn parse(printed: &str) -> Result<Self> {
        let mut values = serde_json::Deserializer::from_str(printed).into_iter::<Value>();
        let names = values.next().context("wasm-opt printed no names")??;
        let pairs = |key: &str| {
            let lists = names[key].as_array().into_iter().flatten();
            lists
                .filter_map(|list| {
                    let texts: Vec<&str> =
                        list.as_array()?.iter().filter_map(Value::as_str).collect();
                    let [.., old, new] = texts.as_slice() else {
                        return None;
                    };
                    Some(((*old).to_owned(), (*new).to_owned()))
                })
                .collect::<BTreeMap<String, String>>()
        };
        Ok(Self {
            // The only module is called by the first of the short names.
            module: "a".to_owned(),
            imports: pairs("imports"),
            exports: pairs("exports"),
        })
    }

    /// The script with the new names, and without what the program does not import any more.
    fn put_into(&self, script: &str, program: &str) -> Result<String> {
        let mut out = String::with_capacity(script.len());
        let mut given = 0;
        let mut leaving_out = false;
        for line in script.lines() {
            if leaving_out {
                leaving_out = line != "        },";
                continue;
            }
            let import = line
                .strip_prefix("        __wb")
                .and_then(|rest| rest.split_once(": function("));
            let Some((name, rest)) = import else {
                out.push_str(line);
                out.push('\n');
                continue;
            };
            let Some(new) = self.imports.get(&format!("__wb{name}")) else {
                leaving_out = true;
                continue;
            };
            given += 1;
            let _ = writeln!(out, "        {new}: function({rest}");
        }
        ensure!(
            given == self.imports.len(),
            "{program}.js: of {} imports of the program the script has {given}",
            self.imports.len()
        );
        let module = format!("\"./{program}_bg.js\": import0");
        ensure!(out.contains(&module), "{program}.js: no {module}");
        let out = out.replace(&module, &format!("{}: import0", self.module));
        // Only one way to start it is used.
        let out = out.replace(
            "export { initSync, __wbg_init as default };",
            "export { __wbg_init as default };",
        );
        Ok(self.with_exports(&out))
    }

    fn with_exports(&self, script: &str) -> String {
        let mut pieces = script.split("wasm.");
        let mut out = pieces.next().unwrap_or_default().to_owned();
        for piece in pieces {
            let end = piece
                .find(|letter| !is_of_name(letter))
                .unwrap_or(piece.len());
            let (name, rest) = piece.split_at(end);
            out.push_str("wasm.");
            out.push_str(self.exports.get(name).map_or(name, String::as_str));
            out.push_str(rest);
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::{Names, called};

    const SCRIPT: &str = r#"function __wbg_get_imports() {
    const import0 = {
        __proto__: null,
        __wbg_old_0123: function(arg0) {
            return old(arg0);
        },
        __wbindgen_kept: function(arg0) {
            return wasm.alloc_2(arg0, wasm.memory);
        },
    };
    return {
        __proto__: null,
        "./tag_bg.js": import0,
    };
}
let wasm;
export { initSync, __wbg_init as default };
"#;

    #[test]
    fn what_a_script_calls_is_found() {
        assert_eq!(called(SCRIPT), ["alloc_2", "memory"]);
    }

    #[test]
    fn names_are_those_of_the_program_and_the_rest_goes() {
        let printed = r#"{ "imports": [["./tag_bg.js", "__wbindgen_kept", "b"]],
            "exports": [["alloc_2", "c"], ["memory", "d"]] }
            whatever follows"#;
        let names = Names::parse(printed).unwrap();
        let script = names.put_into(SCRIPT, "tag").unwrap();
        assert!(
            script
                .contains("        b: function(arg0) {\n            return wasm.c(arg0, wasm.d);")
        );
        assert!(script.contains("        a: import0,"));
        assert!(!script.contains("old"), "{script}");
        assert!(script.contains("export { __wbg_init as default };"));
    }

    #[test]
    fn a_script_that_lacks_an_import_is_refused() {
        let printed = r#"{ "imports": [["./tag_bg.js", "__wbg_missing", "b"]], "exports": [] }"#;
        let error = Names::parse(printed).unwrap().put_into(SCRIPT, "tag");
        assert!(error.unwrap_err().to_string().contains("of 1 imports"));
    }
}
