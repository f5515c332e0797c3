//! Numbers of things.

/// Something that is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Count {
    /// Streams in a list.
    Streams,
    /// Tags of a stream.
    Tags,
    /// Tags whose import failed.
    Failing,
    /// Tags that are imported again periodically.
    Scheduled,
    /// Tags that were never imported.
    NeverImported,
    /// Tags that wait for an import.
    Importing,
    /// Events of a history.
    Events,
    /// Different images.
    Images,
    /// Layers of an image.
    Layers,
    /// Platforms of an image.
    Platforms,
    /// More rows of a table.
    MoreRows,
    /// Fields that could not be read.
    MalformedFields,
    /// Seconds to wait.
    Seconds,
    /// Rows that came, went or moved meanwhile.
    Changes,
}

impl Count {
    /// All of them, for tests.
    #[cfg(test)]
    pub(crate) const ALL: &'static [Self] = &[
        Self::Streams,
        Self::Tags,
        Self::Failing,
        Self::Scheduled,
        Self::NeverImported,
        Self::Importing,
        Self::Events,
        Self::Images,
        Self::Layers,
        Self::Platforms,
        Self::MoreRows,
        Self::MalformedFields,
        Self::Seconds,
        Self::Changes,
    ];

    /// English for one, English for any other number, Korean.
    pub(super) fn forms(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Streams => (
                "{n} image stream",
                "{n} image streams",
                "이미지 스트림 {n}개",
            ),
            Self::Tags => ("{n} tag", "{n} tags", "태그 {n}개"),
            Self::Failing => ("{n} failing", "{n} failing", "실패 {n}개"),
            Self::Scheduled => ("{n} scheduled", "{n} scheduled", "주기적 {n}개"),
            Self::NeverImported => (
                "{n} never imported",
                "{n} never imported",
                "가져온 적 없음 {n}개",
            ),
            Self::Importing => ("{n} importing", "{n} importing", "가져오는 중 {n}개"),
            Self::Events => ("{n} event", "{n} events", "이벤트 {n}개"),
            Self::Images => ("{n} image", "{n} images", "이미지 {n}개"),
            Self::Layers => ("{n} layer", "{n} layers", "레이어 {n}개"),
            Self::Platforms => ("{n} platform", "{n} platforms", "플랫폼 {n}개"),
            Self::MoreRows => ("Show {n} more", "Show {n} more", "{n}개 더 보기"),
            Self::MalformedFields => (
                "{n} field is not as the API describes it",
                "{n} fields are not as the API describes them",
                "API 설명과 다른 필드 {n}개",
            ),
            Self::Seconds => ("{n} second", "{n} seconds", "{n}초"),
            Self::Changes => ("{n} change", "{n} changes", "변경 {n}건"),
        }
    }
}
