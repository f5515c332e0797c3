//! The page: the built `index.html` with what this server knows put in, and the policy that lets
//! the browser run exactly what stands in it.

use std::io::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::HeaderValue;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::base_path::BasePath;
use crate::representation::{Form, Freshness, Representation};

/// What the page is told about the server that serves it.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// Set when the cluster is the simulated one.
    pub demo: Option<Demo>,
    /// Address of the `OpenShift` console, for links into it.
    pub console_url: Option<String>,
    /// How people call the cluster: the context's name or the API's host.
    pub cluster: String,
}

/// What the page is told about the simulated cluster.
#[derive(Clone, Debug, Default)]
pub struct Demo {
    /// As whom one may look at it.
    pub identities: Vec<String>,
    /// Who asks when nobody is named; `None` is nobody at all.
    pub identity: Option<String>,
}

impl Facts {
    fn json(&self) -> Value {
        let mut config = json!({
            "mode": if self.demo.is_some() { "demo" } else { "proxy" },
            "consoleUrl": self.console_url,
            "cluster": self.cluster,
            "version": env!("CARGO_PKG_VERSION"),
        });
        if let (Some(demo), Some(config)) = (&self.demo, config.as_object_mut()) {
            config.insert("identities".to_owned(), json!(demo.identities));
            config.insert("identity".to_owned(), json!(demo.identity));
        }
        config
    }
}

/// The forms in which a build may write the element that this server replaces.
const BASE_ELEMENTS: &[&str] = &[
    "<base href=\"./\" />",
    "<base href=\"./\"/>",
    "<base href=\"./\">",
    "<base href=./>",
];

/// Puts the base path and the facts into the built page.
pub fn fill_in(html: &str, base: &BasePath, facts: &Facts) -> String {
    let elements = format!(
        "<base href=\"{}\" /><meta name=\"console-config\" content=\"{}\" />",
        escape(base.as_str()),
        escape(&facts.json().to_string()),
    );
    for element in BASE_ELEMENTS {
        if html.contains(element) {
            return html.replacen(element, &elements, 1);
        }
    }
    // A page without a base element works at the root at least, and needs its facts there too.
    html.replacen("<head>", &format!("<head>{elements}"), 1)
}

fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}

/// The policy for a page: its own files, and the inline scripts and styles that stand in it, by
/// their hashes. `wasm-unsafe-eval` lets WebAssembly be compiled and nothing else be evaluated.
pub fn content_security_policy(html: &str) -> String {
    let with_hashes = |mut sources: String, element: &str| {
        for content in inline(html, element) {
            let hash = STANDARD.encode(Sha256::digest(content.as_bytes()));
            sources = format!("{sources} 'sha256-{hash}'");
        }
        sources
    };
    [
        "default-src 'none'".to_owned(),
        with_hashes("script-src 'self' 'wasm-unsafe-eval'".to_owned(), "script"),
        with_hashes("style-src 'self'".to_owned(), "style"),
        "img-src 'self' data:".to_owned(),
        "font-src 'self'".to_owned(),
        "connect-src 'self'".to_owned(),
        "manifest-src 'self'".to_owned(),
        "base-uri 'self'".to_owned(),
        "form-action 'none'".to_owned(),
        "frame-ancestors 'none'".to_owned(),
    ]
    .join("; ")
}

/// The contents of the elements of this name that have no `src`. The page is our own build, so a
/// plain search is enough: it has no comments or attribute values that look like elements.
fn inline<'a>(html: &'a str, element: &str) -> Vec<&'a str> {
    let open = format!("<{element}");
    let close = format!("</{element}>");
    let mut contents = Vec::new();
    let mut rest = html;
    while let Some((_, after)) = rest.split_once(open.as_str()) {
        rest = after;
        if !after.starts_with(|c: char| c == '>' || c == '/' || c.is_ascii_whitespace()) {
            continue;
        }
        let Some((attributes, after)) = after.split_once('>') else {
            break;
        };
        let Some((content, after)) = after.split_once(close.as_str()) else {
            break;
        };
        rest = after;
        let has_source = attributes
            .split_ascii_whitespace()
            .any(|attribute| attribute.starts_with("src="));
        if !has_source && !content.is_empty() {
            contents.push(content);
        }
    }
    contents
}

/// The page as it is served, compressed once.
pub fn represent(html: &str, base: &BasePath, facts: &Facts) -> Representation {
    let page = fill_in(html, base, facts);
    let policy = content_security_policy(&page);
    Representation {
        content_type: HeaderValue::from_static("text/html; charset=utf-8"),
        freshness: Freshness::Revalidate,
        content_security_policy: HeaderValue::from_str(&policy).ok(),
        gzip: gzip(page.as_bytes()).map(Form::new),
        brotli: brotli(page.as_bytes()).map(Form::new),
        identity: Form::new(page),
    }
}

fn gzip(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes).ok()?;
    encoder.finish().ok()
}

fn brotli(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut compressed = Vec::new();
    let mut writer = brotli::CompressorWriter::new(&mut compressed, 4096, 11, 22);
    writer.write_all(bytes).ok()?;
    drop(writer);
    Some(compressed)
}

/// What is shown when there is no build to serve.
pub const NOT_BUILT: &str = "<!doctype html>
<html lang=\"en\">
<head><meta charset=\"utf-8\"><title>ImageStream Console: not built</title></head>
<body>
<h1>The app is not built yet</h1>
<p>This server found no <code>index.html</code> to serve.</p>
<p>In a checkout, run <code>cargo xtask build</code> and reload this page.
An installed build is named with <code>--dist DIR</code>.</p>
</body>
</html>
";

#[cfg(test)]
mod tests {
    use super::*;

    const BUILT: &str = "<!doctype html><html><head><base href=\"./\" /><title>x</title>\
        <link rel=\"modulepreload\" href=\"./app-0.js\">\
        <script type=\"module\" nonce=\"\">\nimport init from './app-0.js';\n</script>\
        <script src=\"./theme.js\"></script><scripted></scripted></head><body></body></html>";

    fn facts() -> Facts {
        Facts {
            demo: Some(Demo {
                identities: vec!["admin".to_owned(), "viewer".to_owned()],
                identity: None,
            }),
            console_url: Some("https://console.example.com/?a=\"<b>'&".to_owned()),
            cluster: "demo".to_owned(),
        }
    }

    #[test]
    fn base_and_facts_are_put_in_and_escaped() {
        let base: BasePath = "/tools/is/".parse().unwrap();
        let page = fill_in(BUILT, &base, &facts());
        assert!(page.contains("<base href=\"/tools/is/\" /><meta name=\"console-config\" "));
        assert!(!page.contains("href=\"./\""));
        let content = page
            .split_once("name=\"console-config\" content=\"")
            .and_then(|(_, rest)| rest.split_once("\" />"))
            .map(|(content, _)| content)
            .unwrap();
        assert!(!content.contains(['<', '>', '"', '\'']), "{content}");
        let plain = content
            .replace("&quot;", "\"")
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&#39;", "'")
            .replace("&amp;", "&");
        let config: Value = serde_json::from_str(&plain).unwrap();
        assert_eq!(config["mode"], "demo");
        assert_eq!(config["identities"], json!(["admin", "viewer"]));
        assert_eq!(config["identity"], Value::Null);
        assert_eq!(
            config["consoleUrl"],
            "https://console.example.com/?a=\"<b>'&"
        );
        assert_eq!(config["version"], env!("CARGO_PKG_VERSION"));
    }

    #[test]
    fn a_proxy_has_no_identities() {
        let config = Facts::default().json();
        assert_eq!(config["mode"], "proxy");
        assert_eq!(config.get("identities"), None);
        assert_eq!(config.get("identity"), None);
    }

    #[test]
    fn other_forms_of_the_base_element_are_replaced_too() {
        for html in [
            "<head><base href=\"./\"></head>",
            "<head><base href=\"./\"/></head>",
            "<head><base href=./></head>",
            "<head></head>",
        ] {
            let page = fill_in(html, &BasePath::default(), &Facts::default());
            assert_eq!(page.matches("<base ").count(), 1, "{html}");
            assert!(page.contains("<base href=\"/\" /><meta"), "{html}");
        }
    }

    #[test]
    fn the_policy_names_the_inline_script_by_its_hash() {
        // printf "\nimport init from './app-0.js';\n" | openssl dgst -sha256 -binary | base64
        let policy = content_security_policy(BUILT);
        let hash = "MDKeKdcGWv6fU+51QWJFXJsNkF6QpSZsqrmplhp/yHE=";
        assert!(
            policy.contains(&format!(
                "script-src 'self' 'wasm-unsafe-eval' 'sha256-{hash}'; style-src 'self';"
            )),
            "{policy}"
        );
        assert!(!policy.contains("unsafe-inline"));
        assert!(!policy.contains("'unsafe-eval'"));
        assert!(policy.ends_with("frame-ancestors 'none'"));
    }

    #[test]
    fn inline_contents_are_found_and_external_ones_are_not() {
        let html = "<style>a{}</style><style></style><script src='x'></script>\
                    <script async src=\"y\"></script><script>1</script><script >2</script>";
        assert_eq!(inline(html, "style"), ["a{}"]);
        assert_eq!(inline(html, "script"), ["1", "2"]);
    }
}
