//! The page as it goes over the wire: what only readers of its source need is left out.

use std::io::Write as _;
use std::path::Path;
use std::process::Stdio;
use std::{fs, str};

use anyhow::{Context, Result, bail};

use crate::process::command;

/// Makes `index.html` of a build small. Its inline scripts stay inline: the server allows exactly what
/// it finds in the page, by hash.
pub fn tidy_up(dist: &Path) -> Result<()> {
    let file = dist.join("index.html");
    let page = fs::read_to_string(&file).with_context(|| format!("no {}", file.display()))?;
    let page = replace_between(&page, "<script>", "</script>", |script| {
        Ok(format!("<script>{}</script>", minified(script)?))
    })?;
    let page = replace_between(&page, "<!--", "-->", |_| Ok(String::new()))?;
    // Trunk leaves the elements of programs that it does not start itself.
    let page = replace_between(&page, "<link data-trunk", "/>", |_| Ok(String::new()))?;
    // One script takes one hash in the policy that the server sends along.
    let page = without_indentation(&page).replace("</script>\n<script>", "\n");
    fs::write(file, page).context("cannot write into dist")
}

fn without_indentation(page: &str) -> String {
    let lines = page.lines().map(str::trim).filter(|line| !line.is_empty());
    let mut short: String = lines.collect::<Vec<_>>().join("\n");
    short.push('\n');
    short
}

/// Replaces each piece from `open` to `close`; `new` is given what stands between them.
fn replace_between(
    text: &str,
    open: &str,
    close: &str,
    new: impl Fn(&str) -> Result<String>,
) -> Result<String> {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(open) {
        let Some((inner, after)) = after.split_once(close) else {
            bail!("index.html: `{open}` without `{close}`");
        };
        out.push_str(before);
        out.push_str(&new(inner)?);
        rest = after;
    }
    Ok(out + rest)
}

fn minified(script: &str) -> Result<String> {
    let mut child = command("esbuild")
        .args(["--minify", "--target=es2022", "--log-level=warning"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .context("cannot start esbuild")?;
    let mut input = child.stdin.take().context("esbuild reads nothing")?;
    input.write_all(script.as_bytes())?;
    drop(input);
    let output = child
        .wait_with_output()
        .context("cannot wait for esbuild")?;
    if !output.status.success() {
        bail!("esbuild refused a script of index.html");
    }
    Ok(str::from_utf8(&output.stdout)?.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::{replace_between, without_indentation};

    #[test]
    fn pieces_are_replaced_and_all_else_stays() {
        let upper = |text: &str| Ok(text.to_uppercase());
        let replaced = replace_between("a<b>c</b>d<b>e</b>", "<b>", "</b>", upper);
        assert_eq!(replaced.unwrap(), "aCdE");
        assert!(replace_between("a<b>c", "<b>", "</b>", upper).is_err());
    }

    #[test]
    fn lines_keep_their_order_and_their_ends() {
        assert_eq!(
            without_indentation("<a>\n\n   <b>\n</a>"),
            "<a>\n<b>\n</a>\n"
        );
    }
}
