//! The leaves that only exist in a browser, in a browser. Answers come from `data:` addresses, so
//! no server is needed.

#![cfg(target_arch = "wasm32")]

use imagestream_console::api::decode::{Answer, decode};
use imagestream_console::api::error::Error;
use imagestream_console::api::fetch::{Cancel, send};
use imagestream_console::api::request::get_version;
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
