//! Watches are compressed for callers that take it, and no event waits for another because of it.

use std::io::Write as _;
use std::sync::Arc;

use axum::body::Body;
use bytes::Bytes;
use flate2::write::GzDecoder;
use futures_util::StreamExt as _;
use http::{HeaderMap, Method, Response, header};
use http_body_util::BodyExt as _;
use tokio::sync::Mutex;

use crate::harness::{Console, FakeApi, cut_after, json, piecewise, soon};

const WATCH: &str = "/apis/image.openshift.io/v1/namespaces/default/imagestreams?watch=1";
const GZIP: [(&str, &str); 1] = [("accept-encoding", "gzip, deflate, br, zstd")];

/// A watch as a browser reads it: decompressed as far as it came.
struct Reader<B> {
    body: B,
    decoder: GzDecoder<Vec<u8>>,
}

impl<B: http_body::Body<Data = Bytes, Error: std::fmt::Debug> + Unpin> Reader<B> {
    fn new(response: Response<B>) -> Self {
        assert_eq!(response.headers()[header::CONTENT_ENCODING], "gzip");
        assert_eq!(response.headers()[header::VARY], "accept-encoding");
        assert_eq!(
            response.headers()[header::CACHE_CONTROL],
            "no-cache, private"
        );
        Self {
            body: response.into_body(),
            decoder: GzDecoder::new(Vec::new()),
        }
    }

    /// Reads until this much text came that was not read yet.
    async fn read(&mut self, length: usize) -> String {
        while self.decoder.get_ref().len() < length {
            let frame = soon(self.body.frame()).await.expect("it ended").unwrap();
            self.decoder.write_all(&frame.into_data().unwrap()).unwrap();
            self.decoder.flush().unwrap();
        }
        String::from_utf8(std::mem::take(self.decoder.get_mut())).unwrap()
    }
}

/// An API server whose answer is this body.
async fn answering(body: Body) -> FakeApi {
    let body = Arc::new(Mutex::new(Some(body)));
    FakeApi::serving(move |_| {
        let body = body.clone();
        async move { Response::new(body.lock().await.take().unwrap()) }
    })
    .await
}

async fn watch(console: &Console) -> Response<hyper::body::Incoming> {
    console.open(Method::GET, WATCH, &GZIP, Body::empty()).await
}

#[tokio::test]
async fn each_event_can_be_read_before_the_next_is_sent() {
    let (send, body) = piecewise();
    let api = answering(body).await;
    let console = Console::before(&api).await;
    let mut reader = Reader::new(watch(&console).await);
    for piece in [
        "{\"type\":\"ADDED\"}\n",
        "{\"type\":",
        "\"DELETED\"}\n",
        "{}\n",
    ] {
        send.send(piece).unwrap();
        assert_eq!(reader.read(piece.len()).await, piece);
    }
    drop(send);
    let rest = reader
        .body
        .collect()
        .await
        .expect("a clean end stays clean");
    reader.decoder.write_all(&rest.to_bytes()).unwrap();
    assert_eq!(
        reader.decoder.finish().unwrap(),
        b"",
        "and is one to gzip too"
    );
}

#[tokio::test]
async fn large_events_arrive_as_they_were_and_smaller() {
    let event = |number: usize| {
        let tags =
            (0..20_000).map(|tag| format!("{{\"name\":\"build-{tag:05}\",\"step\":{number}}}"));
        format!("[{}]\n", tags.collect::<Vec<_>>().join(","))
    };
    let text: String = (0..3).map(event).collect();
    for size in [1_000, 70_000, text.len()] {
        let bytes = Bytes::from(text.clone());
        let pieces: Vec<Bytes> = (0..text.len())
            .step_by(size)
            .map(|from| bytes.slice(from..text.len().min(from + size)))
            .collect();
        let pieces = futures_util::stream::iter(pieces).map(Ok::<_, std::io::Error>);
        let api = answering(Body::from_stream(pieces)).await;
        let console = Console::before(&api).await;
        let sent = watch(&console).await.into_body().collect().await.unwrap();
        let sent = sent.to_bytes();
        assert!(
            sent.len() < text.len() / 5,
            "{} of {}",
            sent.len(),
            text.len()
        );
        let mut decoder = GzDecoder::new(Vec::new());
        decoder.write_all(&sent).unwrap();
        assert_eq!(decoder.finish().unwrap(), text.as_bytes());
    }
}

#[tokio::test]
async fn callers_that_take_no_gzip_get_events_as_they_are() {
    let api = FakeApi::serving(|_| async { json(200, "{}\n") }).await;
    let console = Console::before(&api).await;
    for accepted in [None, Some("identity"), Some("br"), Some("gzip;q=0, *")] {
        let headers: Vec<_> = accepted
            .map(|value| ("accept-encoding", value))
            .into_iter()
            .collect();
        let answer = console.get(WATCH, &headers).await;
        assert_eq!(answer.text(), "{}\n", "{accepted:?}");
        assert_eq!(answer.header("content-encoding"), "");
        assert_eq!(answer.header("vary"), "accept-encoding");
    }
}

#[tokio::test]
async fn answers_that_the_api_left_as_they_are_get_smaller() {
    let text = format!("{{\"items\":[{}1]}}\n", "1,".repeat(2_000));
    let given = text.clone();
    let api = FakeApi::serving(move |_| {
        let response = json(200, &given);
        async { response }
    })
    .await;
    let console = Console::before(&api).await;
    let target = "/apis/image.openshift.io/v1/imagestreams";
    let answer = console.get(target, &GZIP).await;
    assert_eq!(answer.header("content-encoding"), "gzip");
    let mut decoder = GzDecoder::new(Vec::new());
    decoder.write_all(&answer.body).unwrap();
    assert_eq!(decoder.finish().unwrap(), text.as_bytes());
    assert!(answer.body.len() < text.len() / 2);
    // Who does not take it gets it as it is.
    assert_eq!(console.get(target, &[]).await.text(), text);
}

#[tokio::test]
async fn other_answers_pass_as_they_are() {
    let answer = |status: u16, headers: &[(&'static str, &'static str)]| {
        let mut response = json(status, "{}\n");
        for &(name, value) in headers {
            response.headers_mut().insert(name, value.parse().unwrap());
        }
        (response.headers().clone(), response.status())
    };
    for (target, (headers, status)) in [
        (WATCH, answer(410, &[])),
        (WATCH, answer(200, &[("content-encoding", "br")])),
        (
            WATCH,
            answer(200, &[("cache-control", "private, no-transform")]),
        ),
        ("/apis/image.openshift.io/v1/imagestreams", answer(200, &[])),
    ] {
        let given: HeaderMap = headers.clone();
        let api = FakeApi::serving(move |_| {
            let mut response = Response::new(Body::from("{}\n"));
            *response.headers_mut() = given.clone();
            *response.status_mut() = status;
            async { response }
        })
        .await;
        let console = Console::before(&api).await;
        let answer = console.get(target, &GZIP).await;
        assert_eq!(answer.text(), "{}\n", "{headers:?}");
        assert_eq!(
            answer.headers.get(header::CONTENT_ENCODING),
            headers.get(header::CONTENT_ENCODING)
        );
        assert_eq!(answer.header("content-length"), "3");
    }
}

#[tokio::test]
async fn a_cut_watch_is_cut_for_the_caller_too_after_what_came() {
    for (answer, came) in [
        (
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n{}\n\r\n",
            "{}\n",
        ),
        (
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\n{\"type\"",
            "{\"type\"",
        ),
    ] {
        let url = cut_after(answer).await;
        let console = Console::start(&["--api-url", &url]).await;
        let mut reader = Reader::new(watch(&console).await);
        assert_eq!(reader.read(came.len()).await, came);
        let rest = reader.body.collect().await;
        assert!(rest.is_err(), "{answer:?} gave {rest:?}");
    }
}
