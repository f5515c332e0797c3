//! Texts about following changes as they happen.

super::catalogue! {
    /// Texts about following changes as they happen.
    Live {
        On: "Live", "실시간";
        OnWhy: "Changes appear here by themselves.", "변경 사항이 자동으로 표시됩니다.";
        CatchingUp: "Catching up", "따라잡는 중";
        CatchingUpWhy: "What changed meanwhile is being read.", "그동안 변경된 내용을 읽는 중입니다.";
        Offline: "Offline since {time}", "{time}부터 오프라인";
        OfflineWhy: "The server cannot be reached. This page shows what was read before; it goes on by itself.", "서버에 연결할 수 없습니다. 이전에 읽은 내용을 표시하며, 연결되면 자동으로 이어집니다.";
        Refused: "Not live", "실시간 아님";
        RefusedWhy: "You may not watch here, or your session has ended. Use Refresh to read again.", "감시 권한이 없거나 세션이 만료되었습니다. 새로 고침으로 다시 읽으세요.";
        BackOnline: "Live again", "다시 실시간입니다";
        Changes: "{changes}: show", "{changes} 표시";
        Deleted: "Deleted", "삭제됨";
        StreamDeleted: "The image stream {name} was deleted. This page keeps what it showed last.", "이미지 스트림 {name}이(가) 삭제되었습니다. 이 페이지는 마지막으로 표시한 내용을 유지합니다.";
        TagDeleted: "The tag {name} was deleted. This page keeps what it showed last.", "태그 {name}이(가) 삭제되었습니다. 이 페이지는 마지막으로 표시한 내용을 유지합니다.";
        Imported: "{name} has a new image.", "{name}에 새 이미지가 있습니다.";
        ImportFailed: "The import of {name} failed.", "{name} 가져오기에 실패했습니다.";
    }
}
