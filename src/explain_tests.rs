//! Tests of what a person reads when something goes wrong.

use super::*;
use crate::api::status::StatusDetails;

fn subject(what: What) -> Subject {
    Subject {
        what,
        namespace: Some("demo".to_owned()),
        near: Vec::new(),
        user: None,
        demo: false,
    }
}

fn status(code: u16, message: &str) -> Error {
    Error::Status(Box::new(Status {
        code,
        message: message.to_owned(),
        ..Status::default()
    }))
}

fn english(error: &Error, subject: &Subject) -> Explained {
    explain(error, subject, Language::English)
}

/// Everything a page would show of it, one piece a line.
fn lines(explained: &Explained) -> String {
    let mut out = vec![explained.title.clone()];
    out.extend(explained.why.iter().cloned());
    out.extend(explained.said.iter().map(|said| format!("server: {said}")));
    out.extend(explained.steps.iter().map(|step| match step {
        Step::Advice(text) | Step::Reload(text) => (*text).to_owned(),
        Step::Said(text) => text.clone(),
        Step::Command(command) => format!("$ {command}"),
        Step::Go(text, route) => format!("{text} -> {}", route.path()),
    }));
    out.join("\n")
}

#[test]
fn a_refusal_names_the_missing_right_and_the_line_that_gives_it() {
    let message = "imagestreamtags.image.openshift.io \"ruby:1\" is forbidden: User \"bob smith\" \
        cannot get resource \"imagestreamtags\" in API group \"image.openshift.io\" in the \
        namespace \"demo\"";
    let what = What::Tag("ruby".to_owned(), "1".to_owned());
    assert_eq!(
        lines(&english(&status(403, message), &subject(what))),
        format!(
            "You may not see this\n\
             The right to get imagestreamtags in project demo is missing.\n\
             server: {message}\n\
             An administrator of the project can give it to you:\n\
             $ oc policy add-role-to-user view 'bob smith' -n demo\n\
             A project that does not exist looks the same to those who may not list projects: \
             check the name."
        )
    );
}

#[test]
fn a_refusal_without_a_message_still_says_what_was_asked() {
    let all = Subject {
        namespace: None,
        ..subject(What::Streams)
    };
    let text = lines(&english(&status(403, ""), &all));
    assert!(
        text.contains("The right to list imagestreams in all projects is missing."),
        "{text}"
    );
    assert!(
        text.contains("$ oc adm policy add-cluster-role-to-user view USER"),
        "{text}"
    );
}

#[test]
fn who_is_not_logged_in_learns_how() {
    let text = lines(&english(
        &status(401, "Unauthorized"),
        &subject(What::Streams),
    ));
    assert!(text.contains("$ oc login"), "{text}");
    let demo = Subject {
        demo: true,
        ..subject(What::Streams)
    };
    let text = lines(&english(&status(401, "Unauthorized"), &demo));
    assert!(text.contains("Choose another identity"), "{text}");
    assert!(!text.contains("oc login"), "{text}");
}

#[test]
fn a_missing_thing_leads_to_what_is_there() {
    let near = vec![("python:3.5".to_owned(), Route::tag("demo", "python", "3.5"))];
    let what = What::Tag("python".to_owned(), "3.55".to_owned());
    let subject = Subject {
        near,
        ..subject(what)
    };
    assert_eq!(
        lines(&english(&status(404, ""), &subject)),
        "There is no tag python:3.55 in project demo\n\
         It may have been deleted or never have existed, or the name is misspelt.\n\
         Did you mean:\n\
         python:3.5 -> k8s/ns/demo/imagestreamtags/python%3A3.5\n\
         See all tags of the stream -> k8s/ns/demo/imagestreams/python"
    );
}

#[test]
fn a_missing_project_is_not_called_a_missing_stream() {
    let details = StatusDetails {
        kind: "namespaces".to_owned(),
        ..StatusDetails::default()
    };
    let error = Error::Status(Box::new(Status {
        code: 404,
        details,
        ..Status::default()
    }));
    let explained = english(&error, &subject(What::Stream("x".to_owned())));
    assert_eq!(explained.title, "There is no project demo");
}

#[test]
fn the_wait_that_the_server_asks_for_is_said() {
    let details = StatusDetails {
        retry_after_seconds: 7,
        ..StatusDetails::default()
    };
    let error = Error::Status(Box::new(Status {
        code: 429,
        details,
        ..Status::default()
    }));
    let explained = english(&error, &subject(What::Streams));
    assert!(explained.retries);
    assert_eq!(
        explained.steps,
        [Step::Said("The page tries again in 7 seconds.".to_owned())]
    );
}

#[test]
fn only_what_may_pass_is_tried_again() {
    let cases = [
        (Error::Offline, true),
        (status(503, "x"), true),
        (status(500, "x"), true),
        (
            Error::NotJson {
                code: 502,
                page: true,
            },
            true,
        ),
        (status(400, "x"), false),
        (status(410, "x"), false),
        (
            Error::NotJson {
                code: 200,
                page: true,
            },
            false,
        ),
    ];
    for (error, passing) in cases {
        assert_eq!(error.is_passing(), passing, "{error:?}");
        assert_eq!(
            english(&error, &subject(What::Streams)).retries,
            passing,
            "{error:?}"
        );
    }
}

#[test]
fn a_login_page_is_told_from_a_web_server_without_the_api() {
    let title = |code| {
        english(
            &Error::NotJson { code, page: true },
            &subject(What::Streams),
        )
        .title
    };
    assert_eq!(title(200), "A web page came instead of data");
    assert_eq!(title(403), "A web page came instead of data");
    assert_eq!(title(404), "The answer is not from a Kubernetes API");
}

#[test]
fn every_error_says_what_why_and_what_to_do_in_both_languages() {
    let mut errors = vec![
        Error::Offline,
        Error::NotJson {
            code: 200,
            page: true,
        },
        Error::NotJson {
            code: 200,
            page: false,
        },
        Error::TooLarge {
            size_bytes: 300_000_000,
        },
        Error::Decode {
            kind: "ImageStream",
            field: "spec.tags[0].from".to_owned(),
            problem: "invalid type".to_owned(),
        },
    ];
    errors.extend([401, 403, 404, 410, 429, 500, 503].map(|code| status(code, "words")));
    for error in errors {
        for language in Language::ALL {
            let explained = explain(&error, &subject(What::Stream("x".to_owned())), language);
            assert!(!explained.title.is_empty(), "{error:?}");
            assert!(!explained.why.is_empty(), "{error:?}");
            assert!(!explained.steps.is_empty(), "{error:?}");
            assert!(
                !lines(&explained).contains('{'),
                "{error:?}: {}",
                lines(&explained)
            );
        }
    }
}

#[test]
fn a_page_that_was_left_has_nothing_to_say() {
    let explained = english(&Error::Cancelled, &subject(What::Streams));
    assert_eq!(explained, Explained::default());
}
