//! Compresses what the API server leaves as it is: watches, of which the first event may be a stream
//! of thousands of tags, and answers of less than 128 KB, of which a page of a tag asks for some.
//!
//! An event must not wait for the next one: whenever nothing more has come, what was read so far is
//! flushed. After an event the compressor is given up, since most watches are quiet for hours: it
//! takes a quarter of a megabyte, an open watch without it some bytes. The format allows that. A
//! flush ends on a whole byte, and what follows may begin without any memory of what was before.

use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::Body;
use bytes::Bytes;
use flate2::{Compress, Compression, Crc, FlushCompress, Status};
use http::{HeaderMap, HeaderValue, StatusCode, header, response};
use http_body::{Body as _, Frame};

use crate::negotiation::{self, Coding};

/// Fast rather than well, as the API server compresses lists.
const LEVEL: Compression = Compression::fast();

/// What is compressed at once; others get their turn between.
const STEP: usize = 64 * 1024;

/// A gzip file without name and time, of an unknown system.
const HEAD: [u8; 10] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff];

/// An empty last block.
const LAST_BLOCK: [u8; 2] = [3, 0];

/// Answers of fewer bytes hardly get smaller.
const LEAST: u64 = 1_000;

/// Whether the answer to something else than a watch is worth it: JSON whose length is told.
pub fn is_worth_it(headers: &HeaderMap, body: &Body) -> bool {
    let kind = headers.get(header::CONTENT_TYPE);
    let is_json = kind.is_some_and(|kind| kind.as_bytes().starts_with(b"application/json"));
    is_json
        && body
            .size_hint()
            .exact()
            .is_some_and(|length| length >= LEAST)
}

/// Compresses an answer for a caller that takes it; any other passes as it is.
pub fn answer(accept_encoding: Option<&str>, head: &mut response::Parts, body: Body) -> Body {
    let headers = &mut head.headers;
    if head.status != StatusCode::OK || !may_change(headers) {
        return body;
    }
    headers.append(header::VARY, HeaderValue::from_static("accept-encoding"));
    if negotiation::choose(accept_encoding, false, true) != Coding::Gzip {
        return body;
    }
    headers.remove(header::CONTENT_LENGTH);
    headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    Body::new(Gzip::new(body))
}

/// Whether nobody has coded or forbidden it.
fn may_change(headers: &HeaderMap) -> bool {
    let mut rules = headers.get_all(header::CACHE_CONTROL).iter();
    let kept = rules.any(|rules| {
        let rules = rules.to_str().unwrap_or_default();
        rules.to_ascii_lowercase().contains("no-transform")
    });
    !kept && !headers.contains_key(header::CONTENT_ENCODING)
}

struct Gzip {
    body: Body,
    /// What came and is not compressed yet.
    rest: Bytes,
    /// What is compressed and not sent yet.
    ready: Vec<u8>,
    compress: Option<Box<Compress>>,
    crc: Crc,
    /// Whether the compressor holds something back.
    holds: bool,
    /// Whether what came last was the end of an event.
    between: bool,
    ended: bool,
    /// What went wrong, until what came before it is sent.
    error: Option<axum::Error>,
}

impl Gzip {
    fn new(body: Body) -> Self {
        Self {
            body,
            rest: Bytes::new(),
            ready: HEAD.to_vec(),
            compress: None,
            crc: Crc::new(),
            holds: false,
            between: true,
            ended: false,
            error: None,
        }
    }

    /// Compresses the next step of what came.
    fn step(&mut self) -> std::io::Result<()> {
        let step = self.rest.split_to(self.rest.len().min(STEP));
        self.crc.update(&step);
        self.between = step.ends_with(b"\n");
        self.holds = true;
        self.deflate(&step, FlushCompress::None)
    }

    /// Lets go of what the compressor holds back, and of the compressor where an event ended.
    fn flush(&mut self) -> std::io::Result<()> {
        if self.holds {
            self.deflate(&[], FlushCompress::Sync)?;
            self.holds = false;
        }
        if self.between {
            self.compress = None;
        }
        Ok(())
    }

    fn end(&mut self) -> std::io::Result<()> {
        self.flush()?;
        self.compress = None;
        self.ended = true;
        self.ready.extend(LAST_BLOCK);
        self.ready.extend(self.crc.sum().to_le_bytes());
        self.ready.extend(self.crc.amount().to_le_bytes());
        Ok(())
    }

    fn deflate(&mut self, mut input: &[u8], flush: FlushCompress) -> std::io::Result<()> {
        let compress = self
            .compress
            .get_or_insert_with(|| Box::new(Compress::new(LEVEL, false)));
        loop {
            // Room for a flush as well: where some is left, all of it is out.
            self.ready.reserve(input.len() / 4 + 64);
            let before = compress.total_in();
            let status = compress.compress_vec(input, &mut self.ready, flush)?;
            let read = compress.total_in() - before;
            let read = usize::try_from(read).unwrap_or(input.len());
            input = input.get(read..).unwrap_or_default();
            let has_room = self.ready.len() < self.ready.capacity();
            if input.is_empty() && (has_room || status == Status::BufError) {
                return Ok(());
            }
        }
    }

    /// Goes on until something can be sent; `None` when nothing is left.
    fn next(&mut self, context: &mut Context<'_>) -> Poll<Result<Option<Bytes>, axum::Error>> {
        loop {
            if !self.rest.is_empty() {
                self.step().map_err(axum::Error::new)?;
            } else if let Some(error) = self.error.take() {
                return Poll::Ready(Err(error));
            } else if self.ended {
                return Poll::Ready(Ok(None));
            } else {
                match Pin::new(&mut self.body).poll_frame(context) {
                    // Nothing but data: what else may stand at the end of an answer is not passed on.
                    Poll::Ready(Some(Ok(frame))) => {
                        self.rest = frame.into_data().unwrap_or_default();
                        continue;
                    }
                    Poll::Ready(Some(Err(error))) => {
                        self.flush().map_err(axum::Error::new)?;
                        self.error = Some(error);
                    }
                    Poll::Ready(None) => self.end().map_err(axum::Error::new)?,
                    Poll::Pending => {
                        self.flush().map_err(axum::Error::new)?;
                        if self.ready.is_empty() {
                            return Poll::Pending;
                        }
                    }
                }
            }
            if !self.ready.is_empty() {
                return Poll::Ready(Ok(Some(std::mem::take(&mut self.ready).into())));
            }
        }
    }
}

impl http_body::Body for Gzip {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        self.next(context)
            .map(|next| next.map(|data| data.map(Frame::data)).transpose())
    }
}
