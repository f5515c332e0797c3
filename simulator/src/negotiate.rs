//! What representation a client asks for.

use crate::exchange::Request;
use crate::status::{ApiError, ApiResult};

/// One entry of an `Accept` header.
#[derive(Clone, Copy, Debug)]
pub struct Media<'a> {
    /// `type/subtype`.
    pub essence: &'a str,
    parameters: &'a str,
}

impl<'a> Media<'a> {
    fn parse(text: &'a str) -> Self {
        let (essence, parameters) = text.split_once(';').unwrap_or((text, ""));
        Self {
            essence: essence.trim(),
            parameters,
        }
    }

    /// The value of a parameter.
    pub fn parameter(&self, name: &str) -> Option<&'a str> {
        self.parameters.split(';').find_map(|parameter| {
            let (key, value) = parameter.split_once('=')?;
            (key.trim() == name).then_some(value.trim())
        })
    }
}

/// The entries of the `Accept` header in order; without one, anything.
pub fn accepted(request: &Request) -> impl Iterator<Item = Media<'_>> {
    let header = request
        .header("Accept")
        .filter(|value| !value.trim().is_empty());
    header.unwrap_or("*/*").split(',').map(Media::parse)
}

/// The form of the objects in an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// The objects as they are.
    Object,
    /// A `meta.k8s.io/v1` `Table`.
    Table,
    /// `PartialObjectMetadata`, or a list of them.
    Metadata,
}

/// The first form in `Accept` that the API has.
pub fn form(request: &Request) -> ApiResult<Form> {
    for media in accepted(request) {
        let is_json = matches!(media.essence, "application/json" | "application/*" | "*/*");
        let is_protobuf = media.essence == crate::protobuf::MEDIA_TYPE;
        if !is_json && !is_protobuf {
            continue;
        }
        match media.parameter("as") {
            None => return Ok(Form::Object),
            Some(form) if is_v1_meta(&media) => match form {
                "Table" => return Ok(Form::Table),
                "PartialObjectMetadata" | "PartialObjectMetadataList" => return Ok(Form::Metadata),
                _ => {}
            },
            Some(_) => {}
        }
    }
    let message = "only the following media types are accepted: application/json, \
                   application/json;as=Table;v=v1;g=meta.k8s.io, \
                   application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io, \
                   application/vnd.kubernetes.protobuf";
    Err(ApiError::new(406, "NotAcceptable", message))
}

/// Whether the client would rather have protobuf than JSON.
pub fn prefers_protobuf(request: &Request) -> bool {
    accepted(request)
        .find(|media| {
            matches!(
                media.essence,
                "application/json" | crate::protobuf::MEDIA_TYPE
            )
        })
        .is_some_and(|media| {
            media.essence == crate::protobuf::MEDIA_TYPE && media.parameter("as").is_none()
        })
}

fn is_v1_meta(media: &Media<'_>) -> bool {
    media.parameter("g") == Some("meta.k8s.io") && media.parameter("v") == Some("v1")
}
