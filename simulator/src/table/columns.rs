//! The columns of each table.

use serde_json::{Value, json};

/// A column.
pub(super) struct Column {
    name: &'static str,
    kind: &'static str,
    format: &'static str,
    priority: u8,
    description: &'static str,
}

impl Column {
    pub(super) fn definition(&self) -> Value {
        json!({
            "name": self.name, "type": self.kind, "format": self.format,
            "description": self.description, "priority": self.priority,
        })
    }
}

const fn column(name: &'static str, description: &'static str) -> Column {
    Column {
        name,
        kind: "string",
        format: "",
        priority: 0,
        description,
    }
}

const fn wide(name: &'static str, description: &'static str) -> Column {
    Column {
        name,
        kind: "string",
        format: "",
        priority: 1,
        description,
    }
}

const NAME: Column = Column {
    name: "Name",
    kind: "string",
    format: "name",
    priority: 0,
    description: "Name must be unique within a namespace. Is required when creating resources, \
                  although some resources may allow a client to request the generation of an \
                  appropriate name automatically. Name is primarily intended for creation \
                  idempotence and configuration definition. Cannot be updated. More info: \
                  https://kubernetes.io/docs/concepts/overview/working-with-objects/names#names",
};

const AGE: Column = column(
    "Age",
    "CreationTimestamp is a timestamp representing the server time when this object was created. \
     It is not guaranteed to be set in happens-before order across separate operations. Clients \
     may not set this value. It is represented in RFC3339 form and is in UTC.\n\nPopulated by the \
     system. Read-only. Null for lists. More info: \
     https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#metadata",
);

const PULL_SPEC: &str = "dockerImageReference is the string that can be used to pull this image.";
const IMAGE_NAME: &str = "image associated with the ImageStream and tag.";

static STREAMS: &[Column] = &[
    NAME,
    column(
        "Image Repository",
        "dockerImageRepository represents the effective location this stream may be accessed at. \
         May be empty until the server determines where the repository is located",
    ),
    column("Tags", "Human readable list of tags."),
    column("Updated", "Last update time."),
];

static STREAM_TAGS: &[Column] = &[
    NAME,
    column("Image Reference", PULL_SPEC),
    column("Updated", "Last update time."),
    wide("Image Name", IMAGE_NAME),
];

static IMAGE_TAGS: &[Column] = &[
    NAME,
    column(
        "Spec",
        "spec is the spec tag associated with this image stream tag, and it may be null if only \
         pushes have occurred to this image stream.",
    ),
    column(
        "Status",
        "status is the status tag details associated with this image stream tag, and it may be \
         null if no push or import has been performed.",
    ),
    Column {
        name: "History",
        kind: "number",
        format: "",
        priority: 0,
        description: "Number of history entries",
    },
    column("Updated", "Last updated at"),
];

static STREAM_IMAGES: &[Column] = &[
    NAME,
    column("Updated", "Last update time."),
    wide("Image Reference", PULL_SPEC),
    wide("Image Name", IMAGE_NAME),
];

static IMAGES: &[Column] = &[NAME, column("Image Reference", PULL_SPEC)];

static PROJECTS: &[Column] = &[
    NAME,
    column(
        "Display Name",
        "The name displayed by a UI when referencing a project.",
    ),
    column(
        "Status",
        "phase is the current lifecycle phase of the project",
    ),
];

static NAMESPACES: &[Column] = &[NAME, column("Status", "The status of the namespace"), AGE];

static SECRETS: &[Column] = &[
    NAME,
    column(
        "Type",
        "Used to facilitate programmatic handling of secret data. More info: \
         https://kubernetes.io/docs/concepts/configuration/secret/#secret-types",
    ),
    column(
        "Data",
        "Data contains the secret data. Each key must consist of alphanumeric characters, '-', \
         '_' or '.'. The serialized form of the secret data is a base64 encoded string, \
         representing the arbitrary (possibly non-string) data value here. Described in \
         https://tools.ietf.org/html/rfc4648#section-4",
    ),
    AGE,
];

static SERVICE_ACCOUNTS: &[Column] = &[
    NAME,
    column("Secrets", "Number of secrets of the account."),
    AGE,
];

static OTHERS: &[Column] = &[NAME, AGE];

/// The columns of a resource.
pub(super) fn of(group: &str, plural: &str) -> &'static [Column] {
    match (group, plural) {
        ("image.openshift.io", "imagestreams") => STREAMS,
        ("image.openshift.io", "imagestreamtags") => STREAM_TAGS,
        ("image.openshift.io", "imagetags") => IMAGE_TAGS,
        ("image.openshift.io", "imagestreamimages") => STREAM_IMAGES,
        ("image.openshift.io", "images") => IMAGES,
        ("project.openshift.io", "projects") => PROJECTS,
        ("", "namespaces") => NAMESPACES,
        ("", "secrets") => SECRETS,
        ("", "serviceaccounts") => SERVICE_ACCOUNTS,
        _ => OTHERS,
    }
}
