//! Bodies pass as they come, whatever their size, and a broken one stays broken.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::body::Body;
use bytes::Bytes;
use futures_util::StreamExt as _;
use http::{Method, Response};
use http_body_util::BodyExt as _;
use tokio::sync::{Mutex, mpsc};

use crate::harness::{Console, FakeApi, cut_after, next_piece, piecewise, soon};

const STREAMS: &str = "/apis/image.openshift.io/v1/namespaces/default/imagestreams";

#[tokio::test]
async fn each_event_of_a_watch_arrives_before_the_next_is_sent() {
    let (send, body) = piecewise();
    let body = Arc::new(Mutex::new(Some(body)));
    let api = FakeApi::serving(move |_| {
        let body = body.clone();
        async move { Response::new(body.lock().await.take().unwrap()) }
    })
    .await;
    let console = Console::before(&api).await;
    let mut watch = console
        .open(
            Method::GET,
            &format!("{STREAMS}?watch=1"),
            &[],
            Body::empty(),
        )
        .await
        .into_body();
    for event in ["{\"type\":\"ADDED\"}\n", "{\"type\":\"BOOKMARK\"}\n", "x\n"] {
        send.send(event).unwrap();
        assert_eq!(next_piece(&mut watch).await, event);
    }
    drop(send);
    assert!(watch.frame().await.is_none(), "a clean end stays clean");
}

#[tokio::test]
async fn leaving_a_watch_leaves_it_at_the_api_too() {
    let (send, body) = piecewise();
    let body = Arc::new(Mutex::new(Some(body)));
    let api = FakeApi::serving(move |_| {
        let body = body.clone();
        async move { Response::new(body.lock().await.take().unwrap()) }
    })
    .await;
    let console = Console::before(&api).await;
    let target = format!("{STREAMS}?watch=1");
    let mut response = console.open(Method::GET, &target, &[], Body::empty()).await;
    send.send("{}\n").unwrap();
    next_piece(response.body_mut()).await;
    drop(response);
    drop(console);
    // The API server drops the body of a request that nobody reads any more.
    soon(send.closed()).await;
}

#[tokio::test]
async fn a_request_body_is_passed_on_while_it_is_sent() {
    let (arrived, mut arrivals) = mpsc::unbounded_channel();
    let api = FakeApi::serving(move |request| {
        let arrived = arrived.clone();
        async move {
            let mut body = request.into_body();
            while let Some(frame) = body.frame().await {
                let data = frame.unwrap().into_data().unwrap();
                arrived
                    .send(String::from_utf8(data.to_vec()).unwrap())
                    .unwrap();
            }
            Response::builder().status(201).body(Body::empty()).unwrap()
        }
    })
    .await;
    let console = Console::before(&api).await;
    let (send, body) = piecewise();
    send.send("{\"kind\":").unwrap();
    let typed = [("content-type", "application/json")];
    let (response, ()) = tokio::join!(console.open(Method::POST, STREAMS, &typed, body), async {
        assert_eq!(soon(arrivals.recv()).await.unwrap(), "{\"kind\":");
        send.send("\"ImageStream\"}").unwrap();
        assert_eq!(soon(arrivals.recv()).await.unwrap(), "\"ImageStream\"}");
        drop(send);
    });
    assert_eq!(response.status(), 201);
}

/// A list of 64 MB. The API server makes it as it is read, so at each moment it is known how much
/// of it is on the way; a proxy that held the list would let it grow to the whole.
#[tokio::test]
async fn a_large_list_is_never_held() {
    const CHUNK: usize = 16 * 1024;
    const CHUNKS: usize = 4096;
    const ON_THE_WAY: usize = 24 * 1024 * 1024;
    let made = Arc::new(AtomicUsize::new(0));
    let maker = made.clone();
    let api = FakeApi::serving(move |_| {
        let maker = maker.clone();
        async move {
            let chunks = futures_util::stream::iter(0..CHUNKS).map(move |_| {
                maker.fetch_add(CHUNK, Ordering::SeqCst);
                Ok::<_, std::io::Error>(Bytes::from_static(&[b' '; CHUNK]))
            });
            Response::new(Body::from_stream(chunks))
        }
    })
    .await;
    let console = Console::before(&api).await;
    let mut body = console
        .open(Method::GET, STREAMS, &[], Body::empty())
        .await
        .into_body();
    let mut read = 0;
    while let Some(frame) = body.frame().await {
        read += frame.unwrap().into_data().unwrap().len();
        let on_the_way = made.load(Ordering::SeqCst) - read;
        assert!(on_the_way < ON_THE_WAY, "{on_the_way} bytes after {read}");
    }
    assert_eq!(read, CHUNK * CHUNKS);
}

#[tokio::test]
async fn a_body_that_was_cut_does_not_end_cleanly() {
    for answer in [
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n8\r\n{\"items\"\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\n{\"items\"",
        "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{\"items\"",
    ] {
        let url = cut_after(answer).await;
        let console = Console::start(&["--api-url", &url]).await;
        let response = console.open(Method::GET, STREAMS, &[], Body::empty()).await;
        assert_eq!(response.status(), 200);
        let body = response.into_body().collect().await;
        assert!(body.is_err(), "{answer:?} gave {body:?}");
    }
}
