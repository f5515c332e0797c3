//! The leaves that only exist in a browser, in a browser. Answers come from `data:` addresses, so
//! no server is needed.

#![cfg(target_arch = "wasm32")]

use imagestream_console::api::decode::{Answer, decode};
use imagestream_console::api::error::Error;
use imagestream_console::api::fetch::{Cancel, send};
use imagestream_console::api::request::get_version;
use imagestream_console::edit::draft::Action;
use imagestream_console::route::program::Program;
use imagestream_console::route::{Route, Scope};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

async fn ask(url: &str, cancel: &Cancel) -> Result<Answer, Error> {
    send(url, &get_version(), None, &cancel.left()).await
}

#[wasm_bindgen_test]
async fn an_answer_is_its_bytes_code_and_type() {
    let answer = ask(
        "data:application/json,{\"a\":\"%EC%9D%B4\"}",
        &Cancel::new(),
    )
    .await;
    let expected = Answer {
        code: 200,
        content_type: "application/json".to_owned(),
        retry_after_seconds: None,
        body: "{\"a\":\"이\"}".as_bytes().to_vec(),
    };
    assert_eq!(answer, Ok(expected));
}

#[wasm_bindgen_test]
async fn nobody_listening_is_offline() {
    // Browsers never connect to port 9, whatever listens there.
    let answer = ask("http://127.0.0.1:9/version", &Cancel::new()).await;
    assert_eq!(answer, Err(Error::Offline));
}

#[wasm_bindgen_test]
async fn a_request_of_a_page_that_was_left_is_cancelled() {
    let page = Cancel::new();
    let left = page.left();
    assert!(!left.is_cancelled());
    drop(page);
    assert!(left.is_cancelled());
    let answer = send("data:application/json,{}", &get_version(), None, &left).await;
    assert_eq!(answer, Err(Error::Cancelled));
}

#[wasm_bindgen_test]
async fn a_login_page_is_told_from_data() {
    let answer = ask(
        "data:text/html,<!doctype html><h1>Log in</h1>",
        &Cancel::new(),
    )
    .await;
    let decoded = answer.and_then(|answer| decode::<serde_json::Value>("version", &answer));
    let login = Error::NotJson {
        code: 200,
        page: true,
    };
    assert_eq!(decoded.map(|decoded| decoded.value), Err(login));
}

#[wasm_bindgen_test]
fn the_page_starts_the_program_that_has_the_page_of_the_address() {
    let script = include_str!("../start/place.js");
    let shape = |name: &str| {
        let pattern = script
            .split_once(&format!("var {name} ="))
            .and_then(|(_, rest)| rest.split_once('/'))
            .and_then(|(_, rest)| rest.split_once("/;"))
            .map(|(pattern, _)| pattern)
            .unwrap_or_default();
        assert!(!pattern.is_empty(), "{name}");
        js_sys::RegExp::new(pattern, "")
    };
    let (change, tag) = (shape("change"), shape("tag"));
    let program = |path: &str| {
        if change.test(path) {
            Program::Editor
        } else if tag.test(path) {
            Program::Tag
        } else {
            Program::App
        }
    };
    let digest = format!("sha256:{}", "0".repeat(64));
    let mut routes = vec![
        Route::Home,
        Route::streams(Scope::All),
        Route::streams(Scope::Project("changes".to_owned())),
        Route::stream("changes", "changes"),
        Route::stream("scheduled-tags", "scheduled-tags"),
        Route::stream("imagestreamtags", "imagestreamtags"),
        Route::tag("imagestreams", "imagestreams", "1"),
        Route::tag("a", "change", "tag"),
        Route::image("a", "changes", &digest),
        Route::Changes,
        Route::Scheduled {
            namespace: "a b/c".to_owned(),
        },
    ];
    routes.extend(Action::WORDS.map(|(action, _)| Route::change("ns", "stream/change", action)));
    for route in routes {
        let path = route.path();
        let path = path.split('?').next().unwrap_or_default();
        assert_eq!(program(path), route.program(), "{path}");
        assert_eq!(program(&format!("{path}/")), route.program(), "{path}/");
    }
}
