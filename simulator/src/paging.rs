//! Lists in chunks, all from one revision.

use std::sync::Arc;

use base64::Engine as _;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use serde_json::{Map, Value, json};

use crate::selector::Selectors;
use crate::status::{ApiError, ApiResult};
use crate::store::{GroupResource, Key, Store, Stored};

/// Base64 as Go's `RawURLEncoding` reads it.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &alphabet::URL_SAFE,
    GeneralPurposeConfig::new()
        .with_encode_padding(false)
        .with_decode_padding_mode(DecodePaddingMode::RequireNone)
        .with_decode_allow_trailing_bits(true),
);

/// Which part of which list is asked for.
#[derive(Clone, Debug, Default)]
pub struct PageRequest<'a> {
    /// The resource.
    pub namespace: Option<&'a str>,
    /// `limit`.
    pub limit: Option<&'a str>,
    /// `continue`.
    pub token: Option<&'a str>,
    /// `resourceVersion`.
    pub version: Option<&'a str>,
    /// `resourceVersionMatch`.
    pub version_match: Option<&'a str>,
}

/// A chunk of a list.
#[derive(Debug)]
pub struct Page {
    /// The objects.
    pub items: Vec<Arc<Stored>>,
    /// The `metadata` of the list.
    pub metadata: Value,
}

/// Reads one chunk.
pub fn page(
    store: &Store,
    resource: GroupResource,
    request: &PageRequest<'_>,
    selectors: &Selectors,
) -> ApiResult<Page> {
    let limit = limit(request.limit)?;
    let (revision, after) = match request.token.filter(|token| !token.is_empty()) {
        Some(token) => {
            if request
                .version
                .is_some_and(|version| !version.is_empty() && version != "0")
            {
                return Err(ApiError::bad_request(
                    "specifying resource version is not allowed when using continue",
                ));
            }
            let (revision, key) = decode(token, request.namespace)?;
            (revision, Some(key))
        }
        None => (at_version(store, request)?, None),
    };
    let objects = store
        .scan_at(resource, request.namespace, after.as_ref(), revision)
        .ok_or_else(|| expired_token(request.token.is_some()))?;
    let mut metadata = Map::new();
    metadata.insert("resourceVersion".to_owned(), json!(revision.to_string()));
    let mut items = Vec::new();
    let mut last = None;
    let mut matching = objects.filter(|(key, object)| selectors.matches_stored(key, &object.value));
    for (key, object) in matching.by_ref().take(limit) {
        items.push(Arc::clone(object));
        last = Some(key);
    }
    let has_more = matching.next().is_some();
    if let (Some(last), true) = (last, has_more) {
        metadata.insert(
            "continue".to_owned(),
            json!(encode(revision, last, request.namespace)),
        );
        // With a selector the server does not know how many of the rest will match.
        if selectors.is_empty() {
            let remaining = 1 + matching.count();
            metadata.insert("remainingItemCount".to_owned(), json!(remaining));
        }
    }
    Ok(Page {
        items,
        metadata: Value::Object(metadata),
    })
}

fn limit(parameter: Option<&str>) -> ApiResult<usize> {
    let Some(text) = parameter.filter(|text| !text.is_empty()) else {
        return Ok(usize::MAX);
    };
    match text.parse::<i64>() {
        Ok(limit) if limit > 0 => Ok(usize::try_from(limit).unwrap_or(usize::MAX)),
        Ok(_) => Ok(usize::MAX),
        Err(_) => Err(ApiError::bad_request(format!(
            "strconv.ParseInt: parsing \"{text}\": invalid syntax"
        ))),
    }
}

/// The revision that `resourceVersion` and `resourceVersionMatch` ask for.
fn at_version(store: &Store, request: &PageRequest<'_>) -> ApiResult<u64> {
    let current = store.revision();
    let version = request.version.unwrap_or_default();
    let exact = match request.version_match.unwrap_or_default() {
        "NotOlderThan" | "Exact" if version.is_empty() => {
            return Err(forbidden_match(
                "resourceVersionMatch is forbidden unless resourceVersion is provided",
            ));
        }
        "" | "NotOlderThan" => false,
        "Exact" if version == "0" => {
            return Err(forbidden_match(
                "resourceVersionMatch \"Exact\" is forbidden for resourceVersion \"0\"",
            ));
        }
        "Exact" => true,
        other => {
            return Err(ApiError::bad_request(format!(
                "resourceVersionMatch: Unsupported value: \"{other}\": supported values: \
                 \"Exact\", \"NotOlderThan\""
            )));
        }
    };
    if version.is_empty() || version == "0" {
        return Ok(current);
    }
    let asked = parse_version(version)?;
    if asked > current {
        return Err(too_large(asked, current));
    }
    Ok(if exact { asked } else { current })
}

/// Reads a `resourceVersion`.
pub fn parse_version(text: &str) -> ApiResult<u64> {
    text.parse().map_err(|_| {
        let cause = crate::status::Cause {
            reason: "FieldValueInvalid",
            field: "resourceVersion".to_owned(),
            message: format!(
                "Invalid value: \"{text}\": strconv.ParseUint: parsing \"{text}\": invalid syntax"
            ),
        };
        ApiError::invalid("", "ListOptions", "", &[cause])
    })
}

/// The answer to a revision that is yet to come.
pub fn too_large(asked: u64, current: u64) -> Box<ApiError> {
    let message = format!("Timeout: Too large resource version: {asked}, current: {current}");
    let cause =
        json!({"reason": "ResourceVersionTooLarge", "message": "Too large resource version"});
    ApiError::new(504, "Timeout", message)
        .with_details(json!({"causes": [cause], "retryAfterSeconds": 1}))
}

fn forbidden_match(detail: &str) -> Box<ApiError> {
    let cause = crate::status::Cause {
        reason: "FieldValueForbidden",
        field: "resourceVersionMatch".to_owned(),
        message: format!("Forbidden: {detail}"),
    };
    ApiError::invalid("meta.k8s.io", "ListOptions", "", &[cause])
}

fn expired_token(with_token: bool) -> Box<ApiError> {
    if !with_token {
        return ApiError::expired("The provided resource version is too old.");
    }
    ApiError::expired(
        "The provided continue parameter is too old to display a consistent list result. You can \
         start a new list without the continue parameter.",
    )
}

/// The token by which a list goes on after a key.
fn encode(revision: u64, last: &Key, namespace: Option<&str>) -> String {
    let key = last.as_str();
    let start = namespace
        .and_then(|namespace| key.strip_prefix(namespace))
        .map_or_else(|| format!("/{key}"), str::to_owned);
    let start = json!(format!("{start}\0"));
    BASE64.encode(format!(
        "{{\"v\":\"meta.k8s.io/v1\",\"rv\":{revision},\"start\":{start}}}"
    ))
}

fn decode(token: &str, namespace: Option<&str>) -> ApiResult<(u64, Key)> {
    let invalid = |why: &str| {
        ApiError::bad_request(format!(
            "invalid continue token: continue key is not valid: {why}"
        ))
    };
    let bytes = BASE64.decode(token).map_err(|error| {
        let offset = match error {
            base64::DecodeError::InvalidByte(offset, _)
            | base64::DecodeError::InvalidLastSymbol(offset, _) => offset,
            base64::DecodeError::InvalidLength(_) | base64::DecodeError::InvalidPadding => {
                token.len() / 4 * 4
            }
        };
        invalid(&format!("illegal base64 data at input byte {offset}"))
    })?;
    let value: Value =
        serde_json::from_slice(&bytes).map_err(|_| invalid("invalid character in token"))?;
    if value.get("v").and_then(Value::as_str) != Some("meta.k8s.io/v1") {
        return Err(invalid("server version mismatch"));
    }
    let revision = value
        .get("rv")
        .and_then(Value::as_u64)
        .filter(|revision| *revision > 0);
    let revision = revision.ok_or_else(|| invalid("incorrect encoded start resourceVersion"))?;
    let start = value
        .get("start")
        .and_then(Value::as_str)
        .unwrap_or_default();
    let key = start
        .strip_prefix('/')
        .map(|start| start.trim_end_matches('\0'));
    let key = key.filter(|key| !key.is_empty() && !key.split('/').any(|part| part == ".."));
    let key =
        key.ok_or_else(|| invalid(&format!("the encoded start key {start:?} is not valid")))?;
    let key = match namespace {
        Some(namespace) => format!("{namespace}/{key}"),
        None => key.to_owned(),
    };
    Ok((revision, Key::from_text(&key)))
}
