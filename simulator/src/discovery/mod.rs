//! Discovery: which groups, versions and resources there are, in the aggregated and the older form.
//!
//! The two documents beside this file are what a real cluster serves, without their `kind` and
//! `apiVersion`. They stand as bytes because the server's `ETag` is the SHA-512 of exactly these
//! bytes, and because clients find out from them what they may ask for.

mod openapi;

use std::sync::LazyLock;

use serde_json::{Map, Value, json};
use sha2::{Digest, Sha512};

use crate::exchange::{Request, Response};
use crate::negotiate::accepted;
use crate::resource::Resource;

const CORE_TEXT: &str = include_str!("api.json");
const GROUPS_TEXT: &str = include_str!("apis.json");

/// The core group as data.
pub static CORE: LazyLock<Value> = LazyLock::new(|| parse(CORE_TEXT));
/// All other groups as data.
pub static GROUPS: LazyLock<Value> = LazyLock::new(|| parse(GROUPS_TEXT));

fn parse(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_default()
}

/// Answers `/api` and `/apis` and what is below them up to a group version, and `/openapi`; `None` when the path names
/// no such thing.
pub fn respond(request: &Request, segments: &[&str]) -> Option<Response> {
    match segments {
        ["api"] => Some(root(request, CORE_TEXT, || {
            let address = json!([{"clientCIDR": "0.0.0.0/0", "serverAddress": "127.0.0.1:6443"}]);
            json!({"kind": "APIVersions", "versions": ["v1"], "serverAddressByClientCIDRs": address})
        })),
        ["apis"] => Some(root(request, GROUPS_TEXT, || {
            let groups: Vec<Value> = items(&GROUPS).iter().map(group).collect();
            json!({"kind": "APIGroupList", "apiVersion": "v1", "groups": groups})
        })),
        ["api", "v1"] => resource_list("", "v1"),
        ["apis", name] => {
            let found = items(&GROUPS)
                .iter()
                .find(|group| group_name(group) == *name)?;
            let mut object = group(found);
            if let Some(map) = object.as_object_mut() {
                map.insert("kind".to_owned(), json!("APIGroup"));
                map.insert("apiVersion".to_owned(), json!("v1"));
            }
            Some(Response::json(200, &object))
        }
        ["apis", group, version] => resource_list(group, version),
        _ => openapi::respond(segments),
    }
}

/// One of the two roots: the aggregated document for those who ask for it, else the older one.
fn root(request: &Request, text: &str, older: impl Fn() -> Value) -> Response {
    let wants_aggregated = accepted(request).any(|media| {
        media.parameter("as") == Some("APIGroupDiscoveryList")
            && media.parameter("g") == Some("apidiscovery.k8s.io")
            && media.parameter("v") == Some("v2")
    });
    if !wants_aggregated {
        let mut response = Response::json(200, &older());
        response
            .headers
            .push(("Vary".to_owned(), "Accept".to_owned()));
        return response;
    }
    let etag = format!("\"{}\"", hex(&Sha512::digest(text.as_bytes())));
    let head = "{\"kind\":\"APIGroupDiscoveryList\",\"apiVersion\":\"apidiscovery.k8s.io/v2\",";
    let unchanged = request.header("If-None-Match") == Some(etag.as_str());
    let mut response = if unchanged {
        Response {
            status: 304,
            ..Response::default()
        }
    } else {
        let body = format!("{head}{}", text.trim_start_matches('{'));
        let media = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";
        Response::of_type(200, media, body.into_bytes())
    };
    for (name, value) in [
        ("Cache-Control", "public"),
        ("Etag", &etag),
        ("Vary", "Accept"),
    ] {
        response.headers.push((name.to_owned(), value.to_owned()));
    }
    response
}

/// The older form of a group: its versions without their resources.
fn group(aggregated: &Value) -> Value {
    let name = group_name(aggregated);
    let versions: Vec<Value> = aggregated
        .get("versions")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(|version| version.get("version").and_then(Value::as_str))
        .map(|version| json!({"groupVersion": format!("{name}/{version}"), "version": version}))
        .collect();
    json!({"name": name, "preferredVersion": versions.first(), "versions": versions})
}

/// The older form of a version: its resources, subresources as entries of their own.
fn resource_list(group: &str, version: &str) -> Option<Response> {
    if !Resource::has_group_version(group, version) {
        return None;
    }
    let document = if group.is_empty() { &*CORE } else { &*GROUPS };
    let found = items(document)
        .iter()
        .find(|entry| group_name(entry) == group)?;
    let resources = found
        .get("versions")?
        .as_array()?
        .iter()
        .find(|entry| entry.get("version").and_then(Value::as_str) == Some(version))?
        .get("resources")?
        .as_array()?;
    let mut list: Vec<Value> = resources
        .iter()
        .flat_map(|entry| legacy(group, entry))
        .collect();
    list.sort_by(|a, b| a["name"].as_str().cmp(&b["name"].as_str()));
    let group_version = if group.is_empty() {
        version.to_owned()
    } else {
        format!("{group}/{version}")
    };
    let mut body = json!({
        "kind": "APIResourceList", "groupVersion": group_version, "resources": list,
    });
    // The core group's list is older than the field.
    if !group.is_empty() {
        body["apiVersion"] = json!("v1");
    }
    Some(Response::json(200, &body))
}

fn legacy(group: &str, aggregated: &Value) -> Vec<Value> {
    let plural = aggregated["resource"].as_str().unwrap_or_default();
    let namespaced = json!(aggregated["scope"] == "Namespaced");
    let mut main = Map::new();
    main.insert("name".to_owned(), json!(plural));
    main.insert(
        "singularName".to_owned(),
        aggregated["singularResource"].clone(),
    );
    main.insert("namespaced".to_owned(), namespaced.clone());
    main.insert(
        "kind".to_owned(),
        aggregated["responseKind"]["kind"].clone(),
    );
    main.insert("verbs".to_owned(), aggregated["verbs"].clone());
    for optional in ["shortNames", "categories"] {
        if let Some(value) = aggregated.get(optional) {
            main.insert(optional.to_owned(), value.clone());
        }
    }
    if let Some(hash) = storage_version_hash(group, plural) {
        main.insert("storageVersionHash".to_owned(), json!(hash));
    }
    let parts = aggregated
        .get("subresources")
        .and_then(Value::as_array)
        .into_iter()
        .flatten();
    let parts = parts.map(|part| {
        let name = format!(
            "{plural}/{}",
            part["subresource"].as_str().unwrap_or_default()
        );
        let kind = &part["responseKind"]["kind"];
        json!({
            "name": name, "singularName": "", "namespaced": namespaced, "kind": kind,
            "verbs": part["verbs"],
        })
    });
    std::iter::once(Value::Object(main)).chain(parts).collect()
}

/// The hash by which a storage migrator notices a new storage version. It is only known for the
/// group this simulator is about.
fn storage_version_hash(group: &str, plural: &str) -> Option<&'static str> {
    match (group, plural) {
        ("image.openshift.io", "images") => Some("FX/i8Tt+3Fc="),
        ("image.openshift.io", "imagestreams") => Some("mwmf9lCqOiA="),
        _ => None,
    }
}

fn items(document: &Value) -> &[Value] {
    document
        .get("items")
        .and_then(Value::as_array)
        .map(Vec::as_slice)
        .unwrap_or_default()
}

fn group_name(group: &Value) -> &str {
    group
        .pointer("/metadata/name")
        .and_then(Value::as_str)
        .unwrap_or_default()
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02X}");
        text
    })
}
