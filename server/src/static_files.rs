//! The files of the built app, and its page for every path that is a page.

use std::collections::HashMap;
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use axum::body::Body;
use http::{HeaderMap, HeaderValue, Method, Response, StatusCode, header};
use percent_encoding::percent_decode_str;

use crate::base_path::BasePath;
use crate::headers;
use crate::page::{self, Facts};
use crate::representation::{Form, Freshness, Representation};

/// What a path below the base path asks for.
#[derive(Debug, PartialEq, Eq)]
pub enum Wanted {
    /// The app's page; the app reads the path itself.
    Page,
    /// A file, by its path in the build.
    File(PathBuf),
    /// Nothing that can exist.
    Nothing,
}

/// Decides what a path asks for. `path` is percent-encoded and begins with a slash.
pub fn wanted(path: &str, accept: Option<&str>) -> Wanted {
    let Ok(decoded) = percent_decode_str(path).decode_utf8() else {
        return Wanted::Nothing;
    };
    let relative = decoded.trim_start_matches('/');
    let first = relative.split('/').next().unwrap_or_default();
    let last = relative.rsplit('/').next().unwrap_or_default();
    if matches!(relative, "" | "index.html") {
        return Wanted::Page;
    }
    // Names of tags have dots and may hold anything, so these are pages whatever they end in.
    if first == "k8s" {
        return Wanted::Page;
    }
    // A wrong API path must look like an error to whoever expects JSON, never like a page.
    if first.starts_with("api") {
        return Wanted::Nothing;
    }
    let accepts_html = accept.is_some_and(|accept| accept.contains("text/html"));
    if !last.contains('.') && accepts_html {
        return Wanted::Page;
    }
    let path = Path::new(relative);
    let plain = !relative.contains(['\\', '\0'])
        && path.components().all(|component| match component {
            Component::Normal(name) => !name.to_string_lossy().starts_with('.'),
            _ => false,
        });
    if plain {
        Wanted::File(path.to_owned())
    } else {
        Wanted::Nothing
    }
}

/// Whether a file's name carries the hash of its content, as `app-0f1e2d3c4b5a6978_bg.wasm` does.
/// Such a file never changes. The folder `snippets` is named by hashes of something else.
pub fn is_hashed(path: &Path) -> bool {
    if path.starts_with("snippets") {
        return false;
    }
    let stem = path
        .file_name()
        .and_then(|name| name.to_str())
        .and_then(|name| name.split('.').next())
        .unwrap_or_default();
    let stem = stem.strip_suffix("_bg").unwrap_or(stem);
    stem.rsplit_once('-').is_some_and(|(_, hash)| {
        (8..=64).contains(&hash.len())
            && hash.bytes().all(|byte| byte.is_ascii_hexdigit())
            && hash.bytes().any(|byte| byte.is_ascii_digit())
    })
}

/// The media type of a file by its name.
fn media_type(path: &Path) -> HeaderValue {
    let guess = mime_guess::from_path(path).first_or_octet_stream();
    let text = match (guess.type_().as_str(), guess.subtype().as_str()) {
        ("text" | "application", "javascript") => "text/javascript; charset=utf-8".to_owned(),
        ("text", _) => format!("{}; charset=utf-8", guess.essence_str()),
        _ => guess.essence_str().to_owned(),
    };
    HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static("application/octet-stream"))
}

/// By what a changed file is known.
type Stamp = (Option<SystemTime>, u64);

/// The built app.
#[derive(Debug)]
pub struct Site {
    dist: PathBuf,
    base: BasePath,
    facts: Facts,
    /// Every file that was asked for, as it was when it was read. It holds no more than the build
    /// does: only paths of existing files come in.
    read: Mutex<HashMap<PathBuf, (Stamp, Arc<Representation>)>>,
}

impl Site {
    /// The build in `dist`, mounted under `base`.
    pub fn new(dist: PathBuf, base: BasePath, facts: Facts) -> Self {
        Self {
            dist,
            base,
            facts,
            read: Mutex::default(),
        }
    }

    /// Whether there is a page to serve.
    pub fn is_built(&self) -> bool {
        self.dist.join("index.html").is_file()
    }

    /// Answers a request for a path below the base path.
    pub async fn respond(
        &self,
        method: &Method,
        path: &str,
        request: &HeaderMap,
    ) -> Response<Body> {
        if method != Method::GET && method != Method::HEAD {
            let mut response = plain(StatusCode::METHOD_NOT_ALLOWED, "only GET and HEAD\n");
            response
                .headers_mut()
                .insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
            return response;
        }
        let accept = request
            .get(header::ACCEPT)
            .and_then(|value| value.to_str().ok());
        let file = match wanted(path, accept) {
            Wanted::Page => PathBuf::from("index.html"),
            Wanted::File(file) => file,
            Wanted::Nothing => return plain(StatusCode::NOT_FOUND, "no such file\n"),
        };
        let is_page = file == Path::new("index.html");
        match self.representation(file).await {
            Some(representation) => representation.respond(method, request),
            None if is_page => not_built(method, request),
            None => plain(StatusCode::NOT_FOUND, "no such file\n"),
        }
    }

    /// A file as it is now; read again only when it changed.
    async fn representation(&self, file: PathBuf) -> Option<Arc<Representation>> {
        let full = self.dist.join(&file);
        let metadata = tokio::fs::metadata(&full).await.ok()?;
        if !metadata.is_file() {
            return None;
        }
        let stamp = (metadata.modified().ok(), metadata.len());
        if let Some((known, representation)) = self.lock().get(&file)
            && *known == stamp
        {
            return Some(representation.clone());
        }
        let dist = self.dist.clone();
        let base = self.base.clone();
        let facts = self.facts.clone();
        let name = file.clone();
        let representation = tokio::task::spawn_blocking(move || read(&dist, &name, &base, &facts))
            .await
            .ok()??;
        let representation = Arc::new(representation);
        self.lock().insert(file, (stamp, representation.clone()));
        Some(representation)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<PathBuf, (Stamp, Arc<Representation>)>> {
        self.read.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Reads a file and its compressed forms from the build.
fn read(dist: &Path, file: &Path, base: &BasePath, facts: &Facts) -> Option<Representation> {
    let root = dist.canonicalize().ok()?;
    let full = root.join(file).canonicalize().ok()?;
    // A link in the build that leads out of it is not followed.
    if !full.starts_with(&root) {
        return None;
    }
    let bytes = std::fs::read(&full).ok()?;
    if file == Path::new("index.html") {
        let html = String::from_utf8(bytes).ok()?;
        return Some(page::represent(&html, base, facts));
    }
    let compressed = |extension: &str| {
        let mut name = full.clone().into_os_string();
        name.push(extension);
        std::fs::read(name).ok().map(Form::new)
    };
    Some(Representation {
        content_type: media_type(file),
        freshness: if is_hashed(file) {
            Freshness::Immutable
        } else {
            Freshness::Revalidate
        },
        content_security_policy: None,
        brotli: compressed(".br"),
        gzip: compressed(".gz"),
        identity: Form::new(bytes),
    })
}

fn not_built(method: &Method, request: &HeaderMap) -> Response<Body> {
    let page = Representation {
        content_type: HeaderValue::from_static("text/html; charset=utf-8"),
        freshness: Freshness::NoStore,
        content_security_policy: HeaderValue::from_str(&page::content_security_policy("")).ok(),
        identity: Form::new(page::NOT_BUILT),
        gzip: None,
        brotli: None,
    };
    let mut response = page.respond(method, request);
    *response.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
    response
}

/// A short answer in plain text.
pub fn plain(code: StatusCode, text: &'static str) -> Response<Body> {
    let mut response = Response::new(Body::from(text));
    *response.status_mut() = code;
    let map = response.headers_mut();
    map.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/plain; charset=utf-8"),
    );
    map.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers::protect(map);
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    const HTML: Option<&str> = Some("text/html,application/xhtml+xml,*/*;q=0.8");
    const ANY: Option<&str> = Some("*/*");

    #[test]
    fn pages_files_and_nothing() {
        let file = |path: &str| Wanted::File(PathBuf::from(path));
        for (path, accept, expected) in [
            ("/", ANY, Wanted::Page),
            ("/", None, Wanted::Page),
            ("/index.html", ANY, Wanted::Page),
            ("/k8s/ns/default/imagestreams/python", ANY, Wanted::Page),
            ("/k8s/ns/d/imagestreamtags/python%3A3.5", HTML, Wanted::Page),
            (
                "/k8s/ns/d/imagestreamtags/python:3.5/text",
                HTML,
                Wanted::Page,
            ),
            ("/k8s/ns/d/imagestreamtags/x:app.js", ANY, Wanted::Page),
            ("/search", HTML, Wanted::Page),
            ("/search", ANY, file("search")),
            (
                "/app-0123456789abcdef.js",
                HTML,
                file("app-0123456789abcdef.js"),
            ),
            ("/fonts/a.woff2", ANY, file("fonts/a.woff2")),
            ("/missing.png", HTML, file("missing.png")),
            ("/api", HTML, Wanted::Nothing),
            ("/apiary", HTML, Wanted::Nothing),
            ("/apis.json", HTML, Wanted::Nothing),
            ("/../Cargo.toml", ANY, Wanted::Nothing),
            ("/a/%2e%2e/%2e%2e/etc/passwd.txt", ANY, Wanted::Nothing),
            ("/a%2F..%2Fb.txt", ANY, Wanted::Nothing),
            ("/a\\..\\b.txt", ANY, Wanted::Nothing),
            ("/.env.js", ANY, Wanted::Nothing),
            ("/%ff.js", ANY, Wanted::Nothing),
            ("/x%00.js", ANY, Wanted::Nothing),
        ] {
            assert_eq!(wanted(path, accept), expected, "{path}");
        }
    }

    #[test]
    fn hashed_names() {
        for (name, hashed) in [
            ("app-0123456789abcdef.js", true),
            ("imagestream-console-0123456789abcdef_bg.wasm", true),
            ("index-9c7c2fc5.css", true),
            ("fonts/text-1f2e3d4c5b6a7988.woff2", true),
            ("index.html", false),
            ("favicon.svg", false),
            ("red-hat-text.woff2", false),
            ("a-deadbeef.js", false),
            ("snippets/leptos-0123456789abcdef/inline0.js", false),
            ("snippets/leptos/inline-0123456789abcdef.js", false),
        ] {
            assert_eq!(is_hashed(Path::new(name)), hashed, "{name}");
        }
    }

    #[test]
    fn media_types() {
        for (name, expected) in [
            ("a.wasm", "application/wasm"),
            ("a.js", "text/javascript; charset=utf-8"),
            ("a.mjs", "text/javascript; charset=utf-8"),
            ("a.css", "text/css; charset=utf-8"),
            ("a.woff2", "font/woff2"),
            ("a.svg", "image/svg+xml"),
            ("a.webmanifest", "application/manifest+json"),
            ("a.json", "application/json"),
            ("a", "application/octet-stream"),
        ] {
            assert_eq!(media_type(Path::new(name)), expected, "{name}");
        }
    }
}
