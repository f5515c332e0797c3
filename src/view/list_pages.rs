//! Lists of streams, read page by page while they come. The next page is asked for as soon as the
//! present one has said how it goes on, so that the server writes while the browser reads, and
//! reading makes room for the browser's own work every few milliseconds.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::Promise;
use leptos::task::spawn_local;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

use super::browser::clock;
use crate::api::client::Client;
use crate::api::decode::Malformed;
use crate::api::error::Error;
use crate::api::fetch::{Chunks, Left};
use crate::api::list::ListMeta;
use crate::api::list_reader::{ListReader, Piece};
use crate::api::meta::ResourceVersion;
use crate::api::request::Request;
use crate::image::stream::ImageStream;

/// How long is read at once. A frame has 16 ms, and part of it is for drawing.
const SLICE_MILLISECONDS: i64 = 8;

/// What is told of a list.
pub enum Told {
    /// One of its streams.
    Stream(Box<ImageStream>),
    /// Other work goes on before more is told.
    Pause,
    /// A page ends: how many streams follow, as far as the server says, and what of the page could
    /// not be read.
    PageEnds(Option<u64>, Vec<Malformed>),
}

/// Reads a list to its end, and gives the version that it is of. `token` says where it begins, and
/// after an error from where on it can be tried again.
pub async fn read_list(
    client: &Client,
    request: &dyn Fn(Option<&str>) -> Request,
    token: &mut Option<String>,
    left: &Left,
    tell: &mut dyn FnMut(Told),
) -> Result<ResourceVersion, Error> {
    let mut ahead: Option<Ahead> = None;
    let mut until = clock::milliseconds() + SLICE_MILLISECONDS;
    loop {
        let chunks = match ahead.take() {
            Some(ahead) => ahead.opened().await,
            None => client.open(&request(token.as_deref()), left).await,
        }?;
        let (mut reader, mut about, mut ended) =
            (ListReader::default(), ListMeta::default(), false);
        loop {
            match reader.read::<ImageStream>().map_err(garbled)? {
                Some(Piece::About(meta)) => {
                    if !meta.next.is_empty() {
                        let next = request(Some(&meta.next));
                        ahead = Some(Ahead::new(client.clone(), next, left.clone()));
                    }
                    about = meta;
                }
                Some(Piece::Item(stream)) => tell(Told::Stream(Box::new(stream))),
                Some(Piece::End) => {
                    // A body that is not read to its end keeps its request open.
                    while chunks.read_into(&mut reader, left).await? {}
                    break;
                }
                None if ended => return Err(garbled(reader.ended_early())),
                None if !chunks.read_into(&mut reader, left).await? => {
                    reader.end();
                    ended = true;
                }
                None => {}
            }
            if clock::milliseconds() >= until {
                tell(Told::Pause);
                clock::breath().await;
                if left.is_cancelled() {
                    return Err(Error::Cancelled);
                }
                until = clock::milliseconds() + SLICE_MILLISECONDS;
            }
        }
        let remaining = about.remaining_item_count;
        tell(Told::PageEnds(remaining, reader.malformed));
        *token = Some(about.next).filter(|token| !token.is_empty());
        if token.is_none() {
            return Ok(about.resource_version);
        }
    }
}

fn garbled(bad: Malformed) -> Error {
    Error::Decode {
        kind: "ImageStreamList",
        field: bad.field,
        problem: bad.problem,
    }
}

/// A page that is asked for before anybody reads it. What comes of it waits in the network.
struct Ahead {
    there: Promise,
    answer: Rc<RefCell<Option<Result<Chunks, Error>>>>,
}

impl Ahead {
    fn new(client: Client, request: Request, left: Left) -> Self {
        let answer = Rc::new(RefCell::new(None));
        let put = answer.clone();
        let mut work = Some(async move {
            let opened = client.open(&request, &left).await;
            put.replace(Some(opened));
        });
        let there = Promise::new(&mut |resolve, _| {
            if let Some(work) = work.take() {
                spawn_local(async move {
                    work.await;
                    let _ = resolve.call0(&JsValue::NULL);
                });
            }
        });
        Self { there, answer }
    }

    async fn opened(self) -> Result<Chunks, Error> {
        let _ = JsFuture::from(self.there).await;
        self.answer.take().unwrap_or(Err(Error::Offline))
    }
}
