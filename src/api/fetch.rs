//! The browser's `fetch`.

use js_sys::{Function, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortController, AbortSignal, Headers, ReadableStreamDefaultReader, RequestInit, Response,
    Window,
};

use super::decode::Answer;
use super::error::Error;
use super::list_reader::ListReader;
use super::request::{Method, Request};

/// Cancels requests when it is dropped, for example with the page that owns it.
pub struct Cancel(Option<AbortController>);

/// What requests look at to learn that nobody waits for them any more.
#[derive(Clone)]
pub struct Left(Option<AbortSignal>);

impl Cancel {
    /// A new one. Where the browser has no such thing, requests just run to their end.
    pub fn new() -> Self {
        Self(AbortController::new().ok())
    }

    /// The other end, for requests.
    pub fn left(&self) -> Left {
        Left(self.0.as_ref().map(AbortController::signal))
    }
}

impl Default for Cancel {
    fn default() -> Self {
        Self::new()
    }
}

impl Drop for Cancel {
    fn drop(&mut self) {
        if let Some(controller) = &self.0 {
            controller.abort();
        }
    }
}

impl Left {
    /// Whether nobody waits any more.
    pub fn is_cancelled(&self) -> bool {
        self.0.as_ref().is_some_and(AbortSignal::aborted)
    }
}

/// An answer that goes on, such as a watch, or is read while it comes.
pub struct Chunks(ReadableStreamDefaultReader);

impl Chunks {
    /// What came next; `None` when the answer ended, was cut or was cancelled.
    pub async fn next(&self) -> Option<Vec<u8>> {
        Some(self.read().await.ok()??.to_vec())
    }

    /// Puts what came next where the reader has room for it. False when the answer ended.
    pub async fn read_into(&self, reader: &mut ListReader, left: &Left) -> Result<bool, Error> {
        let Some(chunk) = self.read().await.map_err(|_| loss(left))? else {
            return Ok(false);
        };
        chunk.copy_to(reader.room(chunk.length() as usize));
        Ok(true)
    }

    async fn read(&self) -> Result<Option<Uint8Array>, JsValue> {
        let read = JsFuture::from(self.0.read()).await?;
        let field = |name: &str| Reflect::get(&read, &JsValue::from_str(name));
        if field("done")?.is_truthy() {
            return Ok(None);
        }
        Ok(Some(field("value")?.dyn_into()?))
    }
}

/// Sends a request and reads the whole answer.
pub async fn send(
    url: &str,
    request: &Request,
    authorization: Option<&str>,
    left: &Left,
) -> Result<Answer, Error> {
    let response = respond(url, request, authorization, left).await?;
    whole(response, left).await
}

/// Sends a request whose answer goes on. An answer that is none of this kind is read whole.
pub async fn open(
    url: &str,
    request: &Request,
    authorization: Option<&str>,
    left: &Left,
) -> Result<Result<Chunks, Answer>, Error> {
    let response = respond(url, request, authorization, left).await?;
    let kind = header(&response, "Content-Type").unwrap_or_default();
    if !response.ok() || kind.starts_with("text/html") {
        return Ok(Err(whole(response, left).await?));
    }
    let reader = response
        .body()
        .and_then(|body| body.get_reader().dyn_into().ok());
    reader
        .map(|reader| Ok(Chunks(reader)))
        .ok_or(Error::Offline)
}

/// Why nothing came back.
fn loss(left: &Left) -> Error {
    if left.is_cancelled() {
        Error::Cancelled
    } else {
        Error::Offline
    }
}

async fn respond(
    url: &str,
    request: &Request,
    authorization: Option<&str>,
    left: &Left,
) -> Result<Response, Error> {
    let lost = |_| loss(left);
    let window = web_sys::window().ok_or(Error::Offline)?;
    let plain = authorization.is_none() && request.method == Method::Get;
    let asked = plain.then(|| asked_ahead(&window, url, left)).flatten();
    let answer = if let Some(answer) = asked {
        answer
    } else {
        let init = init(request, authorization, left).map_err(lost)?;
        window.fetch_with_str_and_init(url, &init)
    };
    let response = JsFuture::from(answer).await;
    response.map_err(lost)?.dyn_into().map_err(lost)
}

/// The answer to a request that the page sent before its program was there: index.html asks ahead
/// for what its first page shows. Each is taken once.
fn asked_ahead(window: &Window, url: &str, left: &Left) -> Option<Promise> {
    let asked = Reflect::get(window, &JsValue::from_str("consoleAsked")).ok()?;
    let name = JsValue::from_str(url);
    let take: Function = Reflect::get(&asked, &name).ok()?.dyn_into().ok()?;
    // An object: deleting of it cannot fail.
    let _ = Reflect::delete_property(asked.unchecked_ref::<Object>(), &name);
    let left = left.0.as_ref()?;
    take.call1(&JsValue::NULL, left).ok()?.dyn_into().ok()
}

fn init(
    request: &Request,
    authorization: Option<&str>,
    left: &Left,
) -> Result<RequestInit, JsValue> {
    let init = RequestInit::new();
    init.set_method(request.method.as_str());
    init.set_signal(left.0.as_ref());
    let headers = Headers::new()?;
    headers.set("Accept", request.accept)?;
    if let Some(authorization) = authorization {
        headers.set("Authorization", authorization)?;
    }
    if let Some(body) = &request.body {
        // A typed body: any page can send an untyped one across origins, so servers in front may
        // well refuse those.
        headers.set("Content-Type", request.content_type)?;
        init.set_body(&JsValue::from_str(body));
    }
    init.set_headers(&headers);
    Ok(init)
}

fn header(response: &Response, name: &str) -> Option<String> {
    response.headers().get(name).ok().flatten()
}

async fn whole(response: Response, left: &Left) -> Result<Answer, Error> {
    let lost = |_| loss(left);
    let retry_after_seconds = header(&response, "Retry-After").and_then(|text| text.parse().ok());
    let content_type = header(&response, "Content-Type").unwrap_or_default();
    // The bytes, not the text: JavaScript strings cost a copy of the whole answer.
    let body = response.array_buffer().map_err(lost)?;
    let body = JsFuture::from(body).await.map_err(lost)?;
    Ok(Answer {
        code: response.status(),
        content_type,
        retry_after_seconds,
        body: Uint8Array::new(&body).to_vec(),
    })
}
