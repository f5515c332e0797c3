//! Time of the browser.

use std::cell::RefCell;

use js_sys::{Date, Function, Object, Promise, Reflect};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

use crate::messages::Language;
use crate::text::time::Timestamp;

/// Now.
pub fn now() -> Timestamp {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "milliseconds of any clock fit 53 bits"
    )]
    Timestamp((Date::now() / 1000.0) as i64)
}

/// A number from 0 to 999 that spreads what would happen at the same moment everywhere.
pub fn jitter() -> u32 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "the value lies between 0 and 999"
    )]
    {
        (js_sys::Math::random() * 999.0) as u32
    }
}

/// Any number, for what has its own use of chance.
pub fn random() -> u32 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "the value lies between 0 and 2^31"
    )]
    {
        (js_sys::Math::random() * f64::from(i32::MAX)) as u32
    }
}

/// Milliseconds of the clock, to measure how long something takes.
pub fn milliseconds() -> i64 {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "milliseconds of any clock fit 53 bits"
    )]
    {
        Date::now() as i64
    }
}

/// Waits for the next frame. In a page that nobody sees there is none.
pub async fn frame() {
    let mut start = |resolve: Function, _reject: Function| {
        if let Some(window) = web_sys::window() {
            let _ = window.request_animation_frame(&resolve);
        }
    };
    let _ = JsFuture::from(Promise::new(&mut start)).await;
}

/// Lets the browser do what waits for it, such as drawing a frame or taking a keystroke in, and
/// goes on at once when that is nothing. A timer would wait for some milliseconds each time.
pub async fn breath() {
    let Ok(channel) = web_sys::MessageChannel::new() else {
        return sleep(0).await;
    };
    let mut start = |resolve: Function, _reject: Function| {
        channel.port1().set_onmessage(Some(&resolve));
        let _ = channel.port2().post_message(&JsValue::NULL);
    };
    let _ = JsFuture::from(Promise::new(&mut start)).await;
    channel.port1().close();
}

/// Waits.
pub async fn sleep(milliseconds: u32) {
    let mut start = |resolve: Function, _reject: Function| {
        if let Some(window) = web_sys::window() {
            let delay = i32::try_from(milliseconds).unwrap_or(i32::MAX);
            let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, delay);
        }
    };
    let _ = JsFuture::from(Promise::new(&mut start)).await;
}

/// A time in the reader's zone and language.
pub fn local_time(time: Timestamp, language: Language) -> String {
    written(time, language, true)
}

/// A time of today in the reader's zone and language.
pub fn local_time_of_day(time: Timestamp, language: Language) -> String {
    written(time, language, false)
}

/// What writes times: language, whether with the date, and the browser's function.
type Writer = (Language, bool, Function);

thread_local! {
    /// The last one that was used. To make one takes longer than to write a page full of times.
    static WRITER: RefCell<Option<Writer>> = const { RefCell::new(None) };
}

fn written(time: Timestamp, language: Language, with_date: bool) -> String {
    #[expect(
        clippy::cast_precision_loss,
        reason = "times of this millennium fit 53 bits"
    )]
    let date = Date::new(&JsValue::from_f64(time.0 as f64 * 1000.0));
    let written = WRITER.with_borrow_mut(|known| {
        let fits = |(of, date, _): &&Writer| (*of, *date) == (language, with_date);
        let format = match known.as_ref().filter(fits) {
            Some((_, _, format)) => format.clone(),
            None => writer(language, with_date),
        };
        *known = Some((language, with_date, format.clone()));
        format.call1(&JsValue::UNDEFINED, &date).ok()
    });
    written
        .and_then(|text| text.as_string())
        .unwrap_or_default()
}

fn writer(language: Language, with_date: bool) -> Function {
    let options = Object::new();
    let styles: &[_] = if with_date {
        &[("dateStyle", "medium"), ("timeStyle", "medium")]
    } else {
        &[("timeStyle", "short")]
    };
    for (key, value) in styles {
        let _ = Reflect::set(&options, &(*key).into(), &(*value).into());
    }
    let languages = js_sys::Array::of1(&language.tag().into());
    js_sys::Intl::DateTimeFormat::new(&languages, &options).format()
}
