//! The console and its surroundings.

use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use bytes::Bytes;
use clap::Parser as _;
use console_server::cli::Args;
use console_server::{server, start};
use futures_util::StreamExt as _;
use http::{HeaderMap, Method, Request, Response, StatusCode};
use http_body_util::BodyExt as _;
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio::sync::mpsc;
use tokio_util::sync::{CancellationToken, DropGuard};

/// A console that listens on a free port and does not answer yet.
pub async fn prepare(line: &[&str]) -> start::Ready {
    let line = ["imagestream-console", "--port", "0"].iter().chain(line);
    let args = Args::try_parse_from(line.copied()).unwrap();
    start::prepare(&args).await.unwrap()
}

/// A running console; it stops when it is dropped.
pub struct Console {
    pub port: u16,
    client: Client<HttpConnector, Body>,
    _stop: DropGuard,
}

impl Console {
    /// Starts the console as the command line would, on a free port.
    pub async fn start(line: &[&str]) -> Self {
        let ready = prepare(line).await;
        let port = ready.listener.local_addr().unwrap().port();
        let stop = CancellationToken::new();
        let stopped = stop.clone().cancelled_owned();
        tokio::spawn(server::serve(ready.listener, ready.console, stopped));
        Self {
            port,
            client: Client::builder(TokioExecutor::new()).build_http(),
            _stop: stop.drop_guard(),
        }
    }

    /// A console in front of this API server, which gets the caller's own credentials.
    pub async fn before(api: &FakeApi) -> Self {
        Self::start(&["--api-url", &api.url()]).await
    }

    pub fn url(&self, target: &str) -> String {
        format!("http://127.0.0.1:{}{target}", self.port)
    }

    /// Sends a request and returns its answer with the body still to come.
    pub async fn open(
        &self,
        method: Method,
        target: &str,
        headers: &[(&str, &str)],
        body: Body,
    ) -> Response<hyper::body::Incoming> {
        let mut request = Request::builder().method(method).uri(self.url(target));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        soon(self.client.request(request.body(body).unwrap()))
            .await
            .unwrap()
    }

    /// Sends a request without a body and reads the whole answer.
    pub async fn ask(&self, method: Method, target: &str, headers: &[(&str, &str)]) -> Answer {
        let response = self.open(method, target, headers, Body::empty()).await;
        let (parts, body) = response.into_parts();
        Answer {
            status: parts.status,
            headers: parts.headers,
            body: body.collect().await.unwrap().to_bytes(),
        }
    }

    pub async fn get(&self, target: &str, headers: &[(&str, &str)]) -> Answer {
        self.ask(Method::GET, target, headers).await
    }
}

/// A whole answer.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl Answer {
    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }

    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("not JSON: {:?}", self.body))
    }

    /// Asserts that this is a `Status` of this code and reason, and returns its message.
    pub fn assert_status(&self, code: u16, reason: &str) -> String {
        let json = self.json();
        assert_eq!(self.status.as_u16(), code, "{json}");
        assert_eq!(self.header("content-type"), "application/json");
        assert_eq!(json["kind"], "Status");
        assert_eq!(json["status"], "Failure");
        assert_eq!(json["code"], code);
        assert_eq!(json["reason"], reason);
        json["message"].as_str().unwrap().to_owned()
    }
}

/// A request as the API server saw it.
#[derive(Clone, Debug)]
pub struct Seen {
    pub target: String,
    pub headers: HeaderMap,
}

impl Seen {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }
}

/// An API server that a test writes.
pub struct FakeApi {
    pub port: u16,
    seen: Arc<Mutex<Vec<Seen>>>,
    _stop: DropGuard,
}

impl FakeApi {
    /// Serves what the function answers.
    pub async fn serving<F, R>(answer: F) -> Self
    where
        F: Fn(Request<Body>) -> R + Clone + Send + Sync + 'static,
        R: Future<Output = Response<Body>> + Send,
    {
        Self::serving_on(TcpListener::bind("127.0.0.1:0").await.unwrap(), answer)
    }

    pub fn serving_on<F, R>(listener: TcpListener, answer: F) -> Self
    where
        F: Fn(Request<Body>) -> R + Clone + Send + Sync + 'static,
        R: Future<Output = Response<Body>> + Send,
    {
        let seen = Arc::new(Mutex::new(Vec::new()));
        let record = seen.clone();
        let router = Router::new().fallback(move |request: Request<Body>| {
            record.lock().unwrap().push(Seen {
                target: request.uri().to_string(),
                headers: request.headers().clone(),
            });
            let answer = answer.clone();
            async move { answer(request).await }
        });
        let stop = CancellationToken::new();
        let stopped = stop.clone().cancelled_owned();
        let port = listener.local_addr().unwrap().port();
        tokio::spawn(async move {
            tokio::select! {
                served = axum::serve(listener, router) => served.unwrap(),
                () = stopped => {}
            }
        });
        Self {
            port,
            seen,
            _stop: stop.drop_guard(),
        }
    }

    /// An API server that says `{}` to everything.
    pub async fn quiet() -> Self {
        Self::serving(|_| async { json(200, "{}") }).await
    }

    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    pub fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }
}

pub fn json(status: u16, body: &str) -> Response<Body> {
    Response::builder()
        .status(status)
        .header("content-type", "application/json")
        .body(Body::from(body.to_owned()))
        .unwrap()
}

/// A body that a test sends piece by piece.
pub fn piecewise() -> (mpsc::UnboundedSender<&'static str>, Body) {
    let (send, receive) = mpsc::unbounded_channel();
    let pieces = futures_util::stream::unfold(receive, |mut receive| async {
        let piece: &'static str = receive.recv().await?;
        Some((Ok::<_, std::io::Error>(Bytes::from(piece)), receive))
    });
    (send, Body::from_stream(pieces))
}

/// An API server that sends this and closes the connection.
pub async fn cut_after(answer: &'static str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        loop {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut buffer = [0; 4096];
            let _ = stream.read(&mut buffer).await.unwrap();
            stream.write_all(answer.as_bytes()).await.unwrap();
        }
    });
    url
}

/// Waits for something that must happen, so that a test fails where it would hang.
pub async fn soon<T>(what: impl Future<Output = T>) -> T {
    tokio::time::timeout(Duration::from_secs(20), what)
        .await
        .expect("it should have happened by now")
}

/// The next piece of a body, which must come.
pub async fn next_piece<B>(body: &mut B) -> String
where
    B: http_body::Body<Data = Bytes> + Unpin,
    B::Error: std::fmt::Debug,
{
    let mut pieces = body.into_data_stream();
    let piece = soon(pieces.next()).await.unwrap().unwrap();
    String::from_utf8(piece.to_vec()).unwrap()
}

/// A folder with a built app as the build makes it.
pub fn built_app() -> tempfile::TempDir {
    let dist = tempfile::tempdir().unwrap();
    let write = |name: &str, content: &[u8]| {
        let path = dist.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
    };
    write("index.html", INDEX.as_bytes());
    write("app-0123456789abcdef.js", b"export default 1;");
    write("app-0123456789abcdef.js.br", b"as brotli");
    write("app-0123456789abcdef.js.gz", b"as gzip");
    write("app-0123456789abcdef_bg.wasm", b"\0asm");
    write("fonts/text.woff2", b"font");
    write("favicon.svg", b"<svg/>");
    dist
}

pub const INDEX: &str = "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\" />\
    <base href=\"./\" /><title>ImageStream Console</title>\
    <script type=\"module\">import init from './app-0123456789abcdef.js'; init();</script>\
    </head><body></body></html>\n";

/// The arguments that name a folder of a built app.
pub fn dist_args(dist: &Path) -> [&str; 2] {
    ["--dist", dist.to_str().unwrap()]
}
