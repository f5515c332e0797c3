//! `metav1.Status`: how an API server says that something went wrong.

crate::wire::wire! {
    /// The body of an error answer, and the outcome of each image of an import.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct Status {
        /// `Success` or `Failure`.
        pub status: String = "status",
        /// The server's sentence, untranslated.
        pub message: String = "message",
        /// Machine-readable word such as `NotFound`; may be empty.
        pub reason: String = "reason",
        /// What it is about.
        pub details: StatusDetails = "details",
        /// The HTTP status code; 0 when the server left it out.
        pub code: u16 = "code",
    }

    /// `metav1.StatusDetails`.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct StatusDetails {
        /// Name of the object the answer is about.
        pub name: String = "name",
        /// Its API group.
        pub group: String = "group",
        /// Plural resource, or the kind for validation errors.
        pub kind: String = "kind",
        /// One entry per field that was refused.
        pub causes: Vec<StatusCause> = "causes",
        /// Seconds to wait before trying again; 0 when the server does not say.
        pub retry_after_seconds: u32 = "retryAfterSeconds",
    }

    /// `metav1.StatusCause`.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct StatusCause {
        /// Machine-readable word such as `FieldValueInvalid`.
        pub reason: String = "reason",
        /// The server's sentence.
        pub message: String = "message",
        /// Path of the field, such as `spec.tags[latest].from`.
        pub field: String = "field",
    }
}
