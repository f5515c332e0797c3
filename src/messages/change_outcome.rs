//! Texts about what was done and what became of it, what a write rests on, and undo.

super::catalogue! {
    /// What was done, in a notice, in the list of changes, and as the title of an undo.
    Did {
        CreateStream: "image stream {stream} created", "이미지 스트림 {stream} 만들기";
        AddTag: "tag {tags} of {stream} added", "{stream}의 태그 {tags} 추가";
        Retarget: "tag {tags} of {stream} retargeted", "{stream}의 태그 {tags} 대상 변경";
        SetOptions: "options of {stream}:{tags} changed", "{stream}:{tags} 옵션 변경";
        Schedule: "{tags} of {stream} scheduled", "{stream}의 {tags} 예약";
        Unschedule: "{tags} of {stream} unscheduled", "{stream}의 {tags} 예약 해제";
        ImportAgain: "{tags} of {stream} imported again", "{stream}의 {tags} 다시 가져오기";
        ImportAll: "all tags of {stream} imported again", "{stream}의 모든 태그 다시 가져오기";
        RollBack: "tag {tags} of {stream} rolled back", "{stream}의 태그 {tags} 롤백";
        DeleteTags: "{tags} of {stream} deleted", "{stream}의 {tags} 삭제";
        DeleteStream: "image stream {stream} deleted", "이미지 스트림 {stream} 삭제";
        LookupOn: "image lookup of {stream} switched on", "{stream} 이미지 조회 켜기";
        LookupOff: "image lookup of {stream} switched off", "{stream} 이미지 조회 끄기";
        SetLabels: "labels of {stream} changed", "{stream} 레이블 변경";
        SetAnnotations: "annotations of {stream} changed", "{stream} 주석 변경";
        SetTagAnnotations: "annotations of {stream}:{tags} changed", "{stream}:{tags} 주석 변경";
        CreateSecret: "secret {tags} created", "시크릿 {tags} 만들기";
        ImportRepository: "repository {tags} imported into {stream}", "{stream}에 리포지토리 {tags} 가져오기";
        Look: "{tags} looked at", "{tags} 살펴보기";
        Undo: "a change of {stream} undone", "{stream} 변경 실행 취소";
        UndoSecret: "the new secret deleted again", "새 시크릿 다시 삭제";
    }
}

super::catalogue! {
    /// What became of a request, and what to do about it.
    Outcome {
        Exists: "This name is taken; nothing was written", "이미 있는 이름이라 아무것도 기록되지 않았습니다";
        ExistsDo: "Choose another name, or change what is there.", "다른 이름을 쓰거나 기존 항목을 변경하세요.";
        ConflictDo: "Look at their change beside yours, then apply yours again or drop it.", "상대의 변경을 확인한 후 다시 적용하거나 버리세요.";
        RefusedDo: "Everything that you filled in is still here. Mend the marked fields.", "입력한 내용은 그대로 있습니다. 표시된 필드를 고치세요.";
        ForbiddenDo: "Your rights do not suffice, or have changed since the form was opened.", "권한이 부족하거나 양식을 연 후 권한이 바뀌었습니다.";
        GoneDo: "What it was about does not exist any more.", "대상이 더 이상 없습니다.";
        RetryDo: "Nothing is sent again by itself. Try again when you want.", "자동으로 다시 보내지 않습니다. 원할 때 다시 시도하세요.";
        UnknownDo: "The app reads the stream back to see whether it happened.", "수행 여부를 확인하기 위해 스트림을 다시 읽습니다.";
        SoAlreadyWhy: "The server refused this request, but it holds what you asked for: an earlier try had come through, or someone else made the same change.", "서버가 이 요청을 거부했지만 요청한 내용이 이미 반영되어 있습니다. 이전 시도가 수행되었거나 다른 사람이 같은 변경을 했습니다.";
        NoTrace: "The connection broke. Importing an unchanged image leaves no trace, so nobody can tell whether it happened; importing again does no harm.", "연결이 끊어졌습니다. 변경되지 않은 이미지의 가져오기는 흔적이 없어 수행 여부를 알 수 없지만, 다시 가져와도 문제없습니다.";
        ImportFailed: "Nothing was imported", "아무것도 가져오지 못했습니다";
        ImportPartly: "Imported in part: {failed} of {all} failed", "일부만 가져옴: {all}개 중 {failed}개 실패";
        Imported: "Imported: {all}", "가져옴: {all}";
        Progress: "{done} of {all} imported, {failed} failed", "{all}개 중 {done}개 가져옴, {failed}개 실패";
        Stopped: "Stopped after {n} of {all} requests; the rest was not sent.", "{all}개 중 {n}개 요청 후 중지했으며 나머지는 보내지 않았습니다.";
        NeedsLogin: "The registry wants a login: the project needs a secret for it.", "레지스트리 로그인이 필요합니다. 프로젝트에 시크릿을 만드세요.";
        NotThere: "The registry has no such image, or hides it without a login.", "레지스트리에 없는 이미지이거나 로그인하지 않으면 보이지 않습니다.";
        NotReached: "The registry gave no usable answer. It may be down, misspelt, or have a certificate that the cluster does not trust.", "레지스트리에서 쓸 수 있는 응답이 없습니다. 중지되었거나 이름이 잘못되었거나 신뢰할 수 없는 인증서일 수 있습니다.";
        NotAllowed: "The cluster does not allow this registry.", "클러스터에서 허용하지 않는 레지스트리입니다.";
        TooMany: "The registry asks to wait: too many requests came from the cluster.", "클러스터의 요청이 너무 많아 레지스트리가 대기를 요구합니다.";
        BasedOnAbsent: "Carried out only if there is none of this name yet.", "같은 이름이 아직 없을 때만 수행됩니다.";
        BasedOnVersion: "Carried out only if nobody changed the stream since version {version}.", "{version} 버전 이후 스트림이 바뀌지 않았을 때만 수행됩니다.";
        BasedOnPrevious: "Carried out only if nobody changed the stream since the request before.", "앞 요청 이후 스트림이 바뀌지 않았을 때만 수행됩니다.";
        BasedOnIdentity: "Carried out only if it is still the same object, not one made anew.", "새로 만든 것이 아닌 같은 오브젝트일 때만 수행됩니다.";
        WritesNothing: "Writes nothing.", "아무것도 기록하지 않습니다.";
        Added: "added", "추가됨";
        Removed: "removed", "제거됨";
        Changed: "changed", "변경됨";
        ChangesKept: "Kept until this page is closed.", "이 페이지를 닫을 때까지 유지됩니다.";
    }
}

super::catalogue! {
    /// Pickers of sources and remote tags, and secrets that fit a registry.
    Pick {
        NoStreams: "You may read no image stream of this project.", "이 프로젝트에서 읽을 수 있는 이미지 스트림이 없습니다.";
        NoTags: "This stream has no tags.", "이 스트림에는 태그가 없습니다.";
        NoImage: "no image", "이미지 없음";
        IsNow: "Now {digest}", "현재 {digest}";
        LookPause: "The registry is asked when you pause typing.", "입력을 멈추면 레지스트리에 요청합니다.";
        LookAgain: "Ask again", "다시 요청";
        LookStop: "Stop asking", "요청 중지";
        RemoteNone: "The repository has no tags.", "리포지토리에 태그가 없습니다.";
        NoneMatch: "No tag matches.", "일치하는 태그가 없습니다.";
        UseTag: "Use {tag}", "{tag} 사용";
        SecretUsed: "Imports use {name}.", "가져올 때 {name}을(를) 사용합니다.";
        SecretsForbidden: "You may not see which secrets of the project fit.", "맞는 프로젝트 시크릿을 볼 권한이 없습니다.";
        SecretByHost: "Imports find it by its host; it need not be linked.", "가져올 때 호스트로 찾으므로 연결할 필요가 없습니다.";
        PasswordGone: "The password was sent and is not kept: type it again to send again.", "비밀번호는 전송 후 보관하지 않습니다. 다시 보내려면 다시 입력하세요.";
        PasswordInShell: "{variable} stands for the password: set it in your shell first.", "{variable}은(는) 비밀번호를 대신합니다. 먼저 셸에서 설정하세요.";
    }
}
