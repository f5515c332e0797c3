//! The host on a real socket: what can only be seen from outside.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod fixture;

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant};

use fixture::{STREAMS, after, cluster, put, stream};
use simulator::host::{Clock, SharedCluster, service};
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// Nothing here takes long; a test that waits for this has failed.
const PATIENCE: Duration = Duration::from_secs(20);

struct Served {
    address: SocketAddr,
    shared: SharedCluster,
    seconds: Arc<AtomicI64>,
}

async fn serve(default_identity: Option<&str>) -> Served {
    let seconds = Arc::new(AtomicI64::new(0));
    let hand = Arc::clone(&seconds);
    let clock: Clock = Arc::new(move || after(hand.load(Ordering::SeqCst)));
    let shared = SharedCluster::with_settings(cluster(), clock, default_identity);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let router = service(shared.clone());
    tokio::spawn(async move { axum::serve(listener, router).await });
    tokio::spawn(shared.clone().run());
    Served {
        address,
        shared,
        seconds,
    }
}

impl Served {
    async fn open(&self, target: &str, headers: &str) -> BufReader<TcpStream> {
        let mut socket = TcpStream::connect(self.address).await.unwrap();
        let head =
            format!("GET {target} HTTP/1.1\r\nHost: test\r\nConnection: close\r\n{headers}\r\n");
        socket.write_all(head.as_bytes()).await.unwrap();
        BufReader::new(socket)
    }

    /// Everything until the connection ends.
    async fn get(&self, target: &str, headers: &str) -> String {
        let mut socket = self.open(target, headers).await;
        let mut bytes = Vec::new();
        let read = tokio::time::timeout(PATIENCE, socket.read_to_end(&mut bytes)).await;
        read.expect("the answer ends").unwrap();
        String::from_utf8(bytes).unwrap()
    }
}

const DEVELOPER: &str = "Authorization: Bearer developer-token\r\n";

async fn line_with(socket: &mut BufReader<TcpStream>, wanted: &str) -> String {
    let search = async {
        loop {
            let mut line = String::new();
            let length = socket.read_line(&mut line).await.unwrap();
            assert!(length > 0, "the connection ended before {wanted:?}");
            if line.contains(wanted) {
                return line;
            }
        }
    };
    tokio::time::timeout(PATIENCE, search)
        .await
        .expect("the line comes")
}

#[tokio::test]
async fn a_watch_tells_each_change_while_it_is_open() {
    let served = serve(None).await;
    let target = format!("{STREAMS}?watch=true&resourceVersion=0");
    let mut socket = served.open(&target, DEVELOPER).await;
    line_with(&mut socket, "200 OK").await;
    for name in ["first", "second"] {
        served
            .shared
            .with(|cluster, _| put(cluster, stream(name, &[])));
        let line = line_with(&mut socket, name).await;
        assert!(line.starts_with("{\"type\":\"ADDED\""), "{line}");
    }
}

#[tokio::test]
async fn a_watch_ends_when_its_time_is_over_and_is_forgotten() {
    let served = serve(None).await;
    let target = format!("{STREAMS}?watch=true&resourceVersion=0&timeoutSeconds=30");
    let mut socket = served.open(&target, DEVELOPER).await;
    line_with(&mut socket, "200 OK").await;
    assert_eq!(served.shared.with(|cluster, _| cluster.open_watches()), 1);
    served.seconds.store(30, Ordering::SeqCst);
    served.shared.wake();
    let mut rest = Vec::new();
    let read = tokio::time::timeout(PATIENCE, socket.read_to_end(&mut rest)).await;
    read.expect("the watch ends").unwrap();
    assert!(rest.ends_with(b"0\r\n\r\n"), "in an orderly way");
    assert_eq!(served.shared.with(|cluster, _| cluster.open_watches()), 0);
}

#[tokio::test]
async fn a_client_that_goes_away_leaves_no_watch_behind() {
    let served = serve(None).await;
    let target = format!("{STREAMS}?watch=true&resourceVersion=0");
    let mut socket = served.open(&target, DEVELOPER).await;
    line_with(&mut socket, "200 OK").await;
    drop(socket);
    let started = Instant::now();
    while served.shared.with(|cluster, _| cluster.open_watches()) > 0 {
        assert!(started.elapsed() < PATIENCE, "the watch is still open");
        // The server notices a closed connection when it next writes to it.
        served
            .shared
            .with(|cluster, _| put(cluster, stream("a", &[])));
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn without_a_token_the_default_identity_asks_or_nobody() {
    let strict = serve(None).await;
    assert!(strict.get(STREAMS, "").await.starts_with("HTTP/1.1 401"));
    let open = serve(Some("viewer")).await;
    assert!(open.get(STREAMS, "").await.starts_with("HTTP/1.1 200"));
    assert!(
        open.get("/api/v1/namespaces/demo/secrets", "")
            .await
            .starts_with("HTTP/1.1 403")
    );
    let as_developer = "Impersonate-User: developer\r\n";
    let secrets = open
        .get("/api/v1/namespaces/demo/secrets", as_developer)
        .await;
    assert!(
        secrets.starts_with("HTTP/1.1 200"),
        "without a token, --as chooses the identity"
    );
    let both = format!("Authorization: Bearer viewer-token\r\n{as_developer}");
    assert!(
        open.get(STREAMS, &both).await.starts_with("HTTP/1.1 403"),
        "a token binds"
    );
    let wrong = open.get(STREAMS, "Authorization: Bearer wrong\r\n").await;
    assert!(
        wrong.starts_with("HTTP/1.1 401"),
        "a wrong token is not no token"
    );
}

#[tokio::test]
async fn a_cut_answer_promises_more_than_it_sends() {
    let served = serve(None).await;
    served
        .shared
        .with(|cluster, _| put(cluster, stream("cut", &[])));
    let answer = served.get(&format!("{STREAMS}/cut"), DEVELOPER).await;
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    let promised = head.to_lowercase();
    let promised = promised
        .lines()
        .find_map(|line| line.strip_prefix("content-length: "))
        .unwrap();
    assert!(!body.is_empty(), "some of it arrives");
    assert!(
        body.len() < promised.parse::<usize>().unwrap(),
        "{} of {promised}",
        body.len()
    );
}

#[tokio::test]
async fn a_slow_answer_delays_no_other() {
    let served = serve(None).await;
    served
        .shared
        .with(|cluster, _| put(cluster, stream("slow-1s", &[])));
    let started = Instant::now();
    let slow_target = format!("{STREAMS}/slow-1s");
    let slow = served.get(&slow_target, DEVELOPER);
    let quick = async {
        served.get(STREAMS, DEVELOPER).await;
        started.elapsed()
    };
    let (slow, quick) = tokio::join!(slow, quick);
    assert!(slow.starts_with("HTTP/1.1 200"));
    assert!(started.elapsed() >= Duration::from_secs(1));
    assert!(quick < Duration::from_secs(1), "{quick:?}");
}

#[tokio::test]
async fn a_body_above_three_mebibytes_is_too_large() {
    let served = serve(None).await;
    let mut socket = TcpStream::connect(served.address).await.unwrap();
    let length = 3 * 1024 * 1024 + 10;
    let head = format!(
        "POST {STREAMS} HTTP/1.1\r\nHost: test\r\nConnection: close\r\n{DEVELOPER}\
         Content-Length: {length}\r\n\r\n"
    );
    socket.write_all(head.as_bytes()).await.unwrap();
    let (mut reading, mut writing) = socket.split();
    let mut answer = Vec::new();
    // The server may answer and close before it has read everything; then writing fails.
    let body = vec![b' '; length];
    let (_, read) = tokio::join!(writing.write_all(&body), reading.read_to_end(&mut answer));
    drop(read);
    assert!(
        answer.starts_with(b"HTTP/1.1 413"),
        "{:?}",
        String::from_utf8_lossy(&answer)
    );
}

#[tokio::test]
async fn a_large_list_is_compressed_for_those_who_take_it() {
    let served = serve(None).await;
    served.shared.with(|cluster, _| {
        for index in 0..1000 {
            put(cluster, stream(&format!("s{index:04}"), &[]));
        }
    });
    let plain = served.get(STREAMS, DEVELOPER).await;
    assert!(!plain.contains("content-encoding"), "nobody asked for it");
    let mut socket = served
        .open(STREAMS, &format!("{DEVELOPER}Accept-Encoding: gzip\r\n"))
        .await;
    let mut bytes = Vec::new();
    let read = tokio::time::timeout(PATIENCE, socket.read_to_end(&mut bytes)).await;
    read.expect("the answer ends").unwrap();
    let head = String::from_utf8_lossy(&bytes[..500]).to_lowercase();
    assert!(head.contains("content-encoding: gzip"), "{head}");
    assert!(head.contains("vary: accept-encoding"), "{head}");
    assert!(bytes.len() * 5 < plain.len());
}
