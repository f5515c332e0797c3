//! Field numbers of the kinds that travel as protobuf.

/// The fields of a message.
pub(super) struct Message(pub(super) &'static [Field]);

/// A field.
pub(super) struct Field {
    pub(super) number: u32,
    pub(super) name: &'static str,
    pub(super) kind: Type,
    pub(super) repeated: bool,
    /// The server writes it even when it is empty; in JSON it is then left out.
    pub(super) always: bool,
}

/// What a field holds, in terms of its JSON.
pub(super) enum Type {
    Text,
    Bool,
    Int,
    /// Base64 in JSON.
    Bytes,
    /// RFC 3339 in JSON.
    Time,
    /// A JSON document within a message of one bytes field (`FieldsV1`).
    Json,
    TextMap,
    BytesMap,
    Message(&'static Message),
}

const fn always(number: u32, name: &'static str, kind: Type) -> Field {
    Field {
        number,
        name,
        kind,
        repeated: false,
        always: true,
    }
}

const fn optional(number: u32, name: &'static str, kind: Type) -> Field {
    Field {
        number,
        name,
        kind,
        repeated: false,
        always: false,
    }
}

const fn repeated(number: u32, name: &'static str, kind: Type) -> Field {
    Field {
        number,
        name,
        kind,
        repeated: true,
        always: false,
    }
}

/// The schema of a kind.
pub(super) fn of_kind(kind: &str) -> Option<&'static Message> {
    Some(match kind {
        "SelfSubjectAccessReview" => &ACCESS_REVIEW,
        "SelfSubjectRulesReview" => &RULES_REVIEW,
        "SelfSubjectReview" => &SUBJECT_REVIEW,
        "Secret" => &SECRET,
        "ServiceAccount" => &SERVICE_ACCOUNT,
        "Namespace" => &NAMESPACE,
        "Status" => &STATUS,
        _ => return None,
    })
}

/// The envelope around every object.
pub(super) static UNKNOWN: Message = Message(&[
    optional(1, "typeMeta", Type::Message(&TYPE_META)),
    optional(2, "raw", Type::Bytes),
    always(3, "contentEncoding", Type::Text),
    always(4, "contentType", Type::Text),
]);

static TYPE_META: Message = Message(&[
    always(1, "apiVersion", Type::Text),
    always(2, "kind", Type::Text),
]);

static OBJECT_META: Message = Message(&[
    always(1, "name", Type::Text),
    always(2, "generateName", Type::Text),
    always(3, "namespace", Type::Text),
    always(4, "selfLink", Type::Text),
    always(5, "uid", Type::Text),
    always(6, "resourceVersion", Type::Text),
    always(7, "generation", Type::Int),
    always(8, "creationTimestamp", Type::Time),
    optional(9, "deletionTimestamp", Type::Time),
    optional(10, "deletionGracePeriodSeconds", Type::Int),
    optional(11, "labels", Type::TextMap),
    optional(12, "annotations", Type::TextMap),
    repeated(14, "finalizers", Type::Text),
    repeated(17, "managedFields", Type::Message(&MANAGED_FIELDS)),
]);

static MANAGED_FIELDS: Message = Message(&[
    always(1, "manager", Type::Text),
    always(2, "operation", Type::Text),
    always(3, "apiVersion", Type::Text),
    optional(4, "time", Type::Time),
    always(6, "fieldsType", Type::Text),
    optional(7, "fieldsV1", Type::Json),
    always(8, "subresource", Type::Text),
]);

static LIST_META: Message = Message(&[
    always(1, "selfLink", Type::Text),
    always(2, "resourceVersion", Type::Text),
    always(3, "continue", Type::Text),
    optional(4, "remainingItemCount", Type::Int),
]);

static STATUS: Message = Message(&[
    always(1, "metadata", Type::Message(&LIST_META)),
    always(2, "status", Type::Text),
    always(3, "message", Type::Text),
    always(4, "reason", Type::Text),
    optional(5, "details", Type::Message(&STATUS_DETAILS)),
    always(6, "code", Type::Int),
]);

static STATUS_DETAILS: Message = Message(&[
    always(1, "name", Type::Text),
    always(2, "group", Type::Text),
    always(3, "kind", Type::Text),
    repeated(4, "causes", Type::Message(&STATUS_CAUSE)),
    always(5, "retryAfterSeconds", Type::Int),
    always(6, "uid", Type::Text),
]);

static STATUS_CAUSE: Message = Message(&[
    always(1, "reason", Type::Text),
    always(2, "message", Type::Text),
    always(3, "field", Type::Text),
]);

static ACCESS_REVIEW: Message = Message(&[
    always(1, "metadata", Type::Message(&OBJECT_META)),
    always(2, "spec", Type::Message(&ACCESS_SPEC)),
    always(3, "status", Type::Message(&ACCESS_STATUS)),
]);

static ACCESS_SPEC: Message = Message(&[
    optional(1, "resourceAttributes", Type::Message(&RESOURCE_ATTRIBUTES)),
    optional(2, "nonResourceAttributes", Type::Message(&PATH_ATTRIBUTES)),
]);

static RESOURCE_ATTRIBUTES: Message = Message(&[
    always(1, "namespace", Type::Text),
    always(2, "verb", Type::Text),
    always(3, "group", Type::Text),
    always(4, "version", Type::Text),
    always(5, "resource", Type::Text),
    always(6, "subresource", Type::Text),
    always(7, "name", Type::Text),
]);

static PATH_ATTRIBUTES: Message =
    Message(&[always(1, "path", Type::Text), always(2, "verb", Type::Text)]);

static ACCESS_STATUS: Message = Message(&[
    always(1, "allowed", Type::Bool),
    always(2, "reason", Type::Text),
    always(3, "evaluationError", Type::Text),
    always(4, "denied", Type::Bool),
]);

static RULES_REVIEW: Message = Message(&[
    always(1, "metadata", Type::Message(&OBJECT_META)),
    always(2, "spec", Type::Message(&RULES_SPEC)),
    always(3, "status", Type::Message(&RULES_STATUS)),
]);

static RULES_SPEC: Message = Message(&[always(1, "namespace", Type::Text)]);

static RULES_STATUS: Message = Message(&[
    repeated(1, "resourceRules", Type::Message(&RESOURCE_RULE)),
    repeated(2, "nonResourceRules", Type::Message(&PATH_RULE)),
    always(3, "incomplete", Type::Bool),
    always(4, "evaluationError", Type::Text),
]);

static RESOURCE_RULE: Message = Message(&[
    repeated(1, "verbs", Type::Text),
    repeated(2, "apiGroups", Type::Text),
    repeated(3, "resources", Type::Text),
    repeated(4, "resourceNames", Type::Text),
]);

static PATH_RULE: Message = Message(&[
    repeated(1, "verbs", Type::Text),
    repeated(2, "nonResourceURLs", Type::Text),
]);

static SUBJECT_REVIEW: Message = Message(&[
    always(1, "metadata", Type::Message(&OBJECT_META)),
    always(2, "status", Type::Message(&SUBJECT_STATUS)),
]);

static SUBJECT_STATUS: Message = Message(&[always(1, "userInfo", Type::Message(&USER_INFO))]);

static USER_INFO: Message = Message(&[
    always(1, "username", Type::Text),
    always(2, "uid", Type::Text),
    repeated(3, "groups", Type::Text),
]);

static SECRET: Message = Message(&[
    always(1, "metadata", Type::Message(&OBJECT_META)),
    optional(2, "data", Type::BytesMap),
    always(3, "type", Type::Text),
    optional(4, "stringData", Type::TextMap),
    optional(5, "immutable", Type::Bool),
]);

static SERVICE_ACCOUNT: Message = Message(&[
    always(1, "metadata", Type::Message(&OBJECT_META)),
    repeated(2, "secrets", Type::Message(&OBJECT_REFERENCE)),
    repeated(3, "imagePullSecrets", Type::Message(&LOCAL_REFERENCE)),
    optional(4, "automountServiceAccountToken", Type::Bool),
]);

static OBJECT_REFERENCE: Message = Message(&[
    always(1, "kind", Type::Text),
    always(2, "namespace", Type::Text),
    always(3, "name", Type::Text),
    always(4, "uid", Type::Text),
    always(5, "apiVersion", Type::Text),
    always(6, "resourceVersion", Type::Text),
    always(7, "fieldPath", Type::Text),
]);

static LOCAL_REFERENCE: Message = Message(&[always(1, "name", Type::Text)]);

static NAMESPACE: Message = Message(&[
    always(1, "metadata", Type::Message(&OBJECT_META)),
    always(2, "spec", Type::Message(&NAMESPACE_SPEC)),
    always(3, "status", Type::Message(&NAMESPACE_STATUS)),
]);

static NAMESPACE_SPEC: Message = Message(&[repeated(1, "finalizers", Type::Text)]);

static NAMESPACE_STATUS: Message = Message(&[always(1, "phase", Type::Text)]);
