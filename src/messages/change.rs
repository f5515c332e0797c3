//! Texts of the forms that change something: what each is for, its fields, its buttons.

super::catalogue! {
    /// Titles of forms, and what each does.
    Form {
        CreateStream: "Create image stream", "이미지 스트림 만들기";
        AddTag: "Add tag", "태그 추가";
        Retarget: "Retarget tag", "태그 대상 변경";
        SetOptions: "Change tag options", "태그 옵션 변경";
        Schedule: "Schedule imports", "가져오기 예약";
        ImportAgain: "Import again", "다시 가져오기";
        RollBack: "Roll back tag", "태그 롤백";
        DeleteTags: "Delete tags", "태그 삭제";
        DeleteStream: "Delete image stream", "이미지 스트림 삭제";
        SetLookup: "Image lookup", "이미지 조회";
        SetLabels: "Edit labels", "레이블 편집";
        SetAnnotations: "Edit annotations", "주석 편집";
        SetTagAnnotations: "Edit tag annotations", "태그 주석 편집";
        CreateSecret: "Create registry secret", "레지스트리 시크릿 만들기";
        ImportRepository: "Import repository", "리포지토리 가져오기";
        LookAtImage: "Look at image", "이미지 살펴보기";
        LookAtRepository: "Look at repository", "리포지토리 살펴보기";
        CreateStreamWhy: "A new image stream: empty, from one image, or from a whole repository.", "빈 이미지 스트림, 이미지 하나 또는 전체 리포지토리로 새 이미지 스트림을 만듭니다.";
        AddTagWhy: "A new tag, from another tag, a digest or an external image.", "다른 태그, 다이제스트 또는 외부 이미지로 새 태그를 만듭니다.";
        RetargetWhy: "The tag gets another source. Everything else about it stays, unlike with a plain oc tag.", "태그의 소스를 바꿉니다. oc tag와 달리 나머지는 그대로 유지됩니다.";
        SetOptionsWhy: "The source stays; only what you set here changes.", "소스는 유지되고 여기서 설정한 항목만 바뀝니다.";
        ScheduleWhy: "The cluster imports scheduled tags again and again. The interval is set for the whole cluster, 15 minutes by default.", "예약된 태그는 클러스터가 주기적으로 다시 가져옵니다. 간격은 클러스터 전체에 설정되며 기본값은 15분입니다.";
        ImportAgainWhy: "Asks the registry now. Import mode and schedule are kept.", "지금 레지스트리에 요청합니다. 가져오기 모드와 예약은 유지됩니다.";
        RollBackWhy: "Pins the tag to an image that this stream had before.", "이 스트림에 있었던 이미지로 태그를 고정합니다.";
        DeleteTagsWhy: "Deletes the tags with their whole histories. Builds and triggers that name them find no image any more.", "태그를 전체 기록과 함께 삭제합니다. 이 태그를 쓰는 빌드와 트리거는 더 이상 이미지를 찾지 못합니다.";
        DeleteStreamWhy: "Deletes the image stream with all its tags and histories. Builds and triggers that name it find no image any more.", "이미지 스트림을 모든 태그 및 기록과 함께 삭제합니다. 이 스트림을 쓰는 빌드와 트리거는 더 이상 이미지를 찾지 못합니다.";
        SetLookupWhy: "When on, workloads of this project may use the stream's name as an image name.", "켜면 이 프로젝트의 워크로드가 스트림 이름을 이미지 이름으로 사용할 수 있습니다.";
        MapWhy: "Only the keys that you change are written.", "변경한 키만 기록됩니다.";
        CreateSecretWhy: "Credentials with which the cluster imports from a registry. The password is sent once and never kept.", "클러스터가 레지스트리에서 가져올 때 사용하는 자격 증명입니다. 비밀번호는 한 번만 전송되며 보관되지 않습니다.";
        ImportRepositoryWhy: "Imports the tags of an external repository into this stream.", "외부 리포지토리의 태그를 이 스트림으로 가져옵니다.";
        LookWhy: "Asks the registry; nothing is stored.", "레지스트리에 요청하며 아무것도 저장하지 않습니다.";
        Actions: "Actions", "작업";
        ActionsOf: "Actions for {name}", "{name} 작업";
        RollBackToThis: "Roll back to this", "이 이미지로 롤백";
    }
}

super::catalogue! {
    /// Labels of fields, and hints.
    Input {
        Stream: "Name of the image stream", "이미지 스트림 이름";
        Tag: "Tag", "태그";
        Tags: "Tags", "태그";
        AllTags: "All tags that come from a registry", "레지스트리에서 오는 모든 태그";
        SourceKind: "Source", "소스";
        FromNothing: "Empty", "비어 있음";
        FromTag: "Another tag: copy the image it has now", "다른 태그: 현재 이미지를 복사";
        FromFollow: "Another tag of this stream: follow it (--alias)", "이 스트림의 다른 태그: 따라가기(--alias)";
        FromDigest: "A digest: an image that a stream has or had", "다이제스트: 스트림에 있거나 있었던 이미지";
        FromImage: "An external image", "외부 이미지";
        FromRepository: "A whole external repository", "전체 외부 리포지토리";
        SourceProject: "Project of the source", "소스 프로젝트";
        SourceStream: "Image stream of the source", "소스 이미지 스트림";
        SourceTag: "Source tag", "소스 태그";
        SourceOwn: "Empty means {name}", "비워 두면 {name}";
        Digest: "Digest", "다이제스트";
        DigestHint: "sha256:… or a unique beginning of it", "sha256:… 또는 고유한 앞부분";
        History: "Place in the history", "기록 내 위치";
        Image: "Image", "이미지";
        ImageHint: "Such as docker.io/library/python:3.6", "예: docker.io/library/python:3.6";
        Repository: "Repository", "리포지토리";
        RepositoryHint: "Such as quay.io/org/app, without a tag", "예: quay.io/org/app (태그 제외)";
        Options: "Options", "옵션";
        Scheduled: "Import again periodically (--scheduled)", "주기적으로 다시 가져오기(--scheduled)";
        Insecure: "Allow plain HTTP and unverified certificates (--insecure)", "일반 HTTP 및 확인되지 않은 인증서 허용(--insecure)";
        Reference: "Do not import, only refer to it (--reference)", "가져오지 않고 참조만(--reference)";
        ReferencePolicy: "Where workloads pull from (--reference-policy)", "워크로드가 가져오는 위치(--reference-policy)";
        PolicySource: "Source: the image's own registry", "Source: 이미지의 원래 레지스트리";
        PolicyLocal: "Local: the integrated registry", "Local: 통합 레지스트리";
        ImportMode: "What is imported of a multi-architecture image (--import-mode)", "다중 아키텍처 이미지에서 가져올 대상(--import-mode)";
        ModeLegacy: "Legacy: one platform", "Legacy: 플랫폼 하나";
        ModePreserve: "PreserveOriginal: all platforms", "PreserveOriginal: 모든 플랫폼";
        AsItIs: "As it is", "현재대로";
        ClusterDefault: "As the cluster has it", "클러스터 기본값";
        Yes: "Yes", "예";
        No: "No", "아니요";
        On: "On", "켜기";
        Off: "Off", "끄기";
        Annotations: "Annotations", "주석";
        Labels: "Labels", "레이블";
        Lookup: "Image lookup", "이미지 조회";
        Key: "Key", "키";
        Value: "Value", "값";
        KeyOf: "Key {n}", "키 {n}";
        ValueOf: "Value of {key}", "{key} 값";
        AddPair: "Add", "추가";
        Remove: "Remove {name}", "{name} 제거";
        Keep: "Keep {name}", "{name} 유지";
        RemovedMark: "will be removed", "제거 예정";
        Unschedule: "End the schedule of this tag", "이 태그의 예약 종료";
        Confirmation: "Type {name} to confirm", "확인하려면 {name} 입력";
        Secret: "Name of the secret", "시크릿 이름";
        Host: "Registry host", "레지스트리 호스트";
        User: "User name", "사용자 이름";
        Password: "Password or token", "비밀번호 또는 토큰";
        Choose: "Choose", "선택";
    }
}

super::catalogue! {
    /// Texts around a form: preview, permission, sending, outcome, undo.
    Change {
        Preview: "What will change", "변경 내용";
        PreviewNothing: "Fill in the form to see what will change.", "양식을 작성하면 변경 내용이 표시됩니다.";
        NoFieldChanges: "No field of the stream changes.", "스트림의 필드는 변경되지 않습니다.";
        Where: "Field", "필드";
        Before: "Before", "이전";
        After: "After", "이후";
        Nothing: "none", "없음";
        Lost: "A plain oc tag would also have reset", "일반 oc tag를 사용하면 함께 초기화되는 항목";
        Effects: "What comes of it", "결과";
        Limits: "What cannot be undone", "되돌릴 수 없는 것";
        Commands: "The same with oc", "같은 작업의 oc 명령";
        Http: "HTTP request", "HTTP 요청";
        Curl: "As curl", "curl로";
        CopyLink: "Copy link to this form", "이 양식의 링크 복사";
        Cancel: "Cancel", "취소";
        Sending: "Sending {n} of {all}", "{all}개 중 {n}번째 전송 중";
        Stop: "Stop after this request", "이 요청 후 중지";
        Loading: "Reading the image stream", "이미지 스트림을 읽는 중";
        NoStream: "There is no image stream {name} in project {namespace}; it will be made.", "{namespace} 프로젝트에 이미지 스트림 {name}이(가) 없으므로 새로 만듭니다.";
        Problems: "This cannot be sent as it is", "이대로는 보낼 수 없습니다";
        Forbidden: "You may not do this", "이 작업을 수행할 권한이 없습니다";
        ForbiddenNeed: "You may not {verb} {resource} in project {namespace}.", "{namespace} 프로젝트의 {resource}에 대한 {verb} 권한이 없습니다.";
        ForbiddenGrant: "An administrator grants it with:", "관리자는 다음 명령으로 권한을 부여할 수 있습니다.";
        ChangedBeneath: "The image stream was changed meanwhile", "그동안 이미지 스트림이 변경되었습니다";
        ChangedBeneathWhy: "The preview still rests on what was read before. Look at their change, then take it as the new ground.", "미리 보기는 이전에 읽은 내용을 기준으로 합니다. 변경 내용을 확인한 후 새 기준으로 적용하세요.";
        TakeOver: "Show preview on the new state", "새 상태로 미리 보기";
        Conflict: "Someone else changed this first; nothing was written", "다른 사람이 먼저 변경하여 아무것도 기록되지 않았습니다";
        Theirs: "Their change", "상대의 변경";
        Yours: "Your change", "내 변경";
        Touching: "Both touch the same: applying yours again overwrites theirs.", "같은 항목을 변경했습니다. 다시 적용하면 상대의 변경을 덮어씁니다.";
        Apart: "They do not touch each other.", "서로 겹치지 않습니다.";
        ApplyAgain: "Preview mine on top of theirs", "상대 변경 위에 내 변경 미리 보기";
        Drop: "Drop mine", "내 변경 버리기";
        Refused: "The server refused it; nothing was written", "서버가 거부하여 아무것도 기록되지 않았습니다";
        Failed: "It failed; nothing was written", "실패하여 아무것도 기록되지 않았습니다";
        PartDone: "{n} of {all} requests were carried out before this.", "그 전에 {all}개 중 {n}개 요청이 수행되었습니다.";
        UnknownOutcome: "The connection broke after sending; reading back", "전송 후 연결이 끊어져 결과를 확인하는 중입니다";
        UnknownStill: "Whether it happened could not be read back", "수행 여부를 확인할 수 없었습니다";
        ReadBack: "Read back again", "다시 확인";
        NotHappened: "The connection broke, and it did not happen. You can send it again.", "연결이 끊어졌고 수행되지 않았습니다. 다시 보낼 수 있습니다.";
        HappenedAnyway: "The connection broke, but it did happen.", "연결이 끊어졌지만 수행되었습니다.";
        SoAlready: "Everything is as you wanted already", "이미 원하는 상태입니다";
        HappenedElse: "The connection broke, and something else is there now:", "연결이 끊어졌고 현재 상태가 예상과 다릅니다.";
        Done: "Done: {what}", "완료: {what}";
        DonePartly: "Done in part: {what}", "일부 완료: {what}";
        ImportOutcome: "Outcome of the import", "가져오기 결과";
        SomeFailed: "{failed} of {all} failed", "{all}개 중 {failed}개 실패";
        AdditionalTags: "Not imported, because there are too many: {tags}", "너무 많아서 가져오지 않음: {tags}";
        Undo: "Undo", "실행 취소";
        UndoTitle: "Undo: {what}", "실행 취소: {what}";
        UndoNone: "This cannot be undone", "실행 취소할 수 없습니다";
        UndoneAlready: "Everything is as it was already.", "이미 이전 상태와 같습니다.";
        UndoGone: "The image stream does not exist any more.", "이미지 스트림이 더 이상 없습니다.";
        UndoExists: "There is an image stream of that name again; restoring would mix both.", "같은 이름의 이미지 스트림이 다시 있어 복원하면 섞입니다.";
        Changes: "Changes of this visit", "이번 방문의 변경 내역";
        ChangesNone: "Nothing was changed since the app was opened.", "앱을 연 이후 변경한 내용이 없습니다.";
        ChangesExport: "As oc commands", "oc 명령으로";
        Undone: "undone", "실행 취소됨";
        Dismiss: "Dismiss", "닫기";
        ShowChanges: "All changes of this visit", "이번 방문의 모든 변경";
        ScheduledTags: "Scheduled tags", "예약된 태그";
        ScheduledNone: "No tag of this project is imported periodically.", "이 프로젝트에는 주기적으로 가져오는 태그가 없습니다.";
        Unschedule: "Unschedule", "예약 해제";
        UnscheduleOf: "Unschedule {name}", "{name} 예약 해제";
        Selected: "{n} selected", "{n}개 선택됨";
        SelectAll: "Select all tags shown", "표시된 태그 모두 선택";
        SelectNone: "Clear selection", "선택 해제";
        SelectTag: "Select {name}", "{name} 선택";
        Look: "What the registry has", "레지스트리 확인";
        Looking: "Asking the registry", "레지스트리에 요청하는 중";
        LookFound: "Found", "찾음";
        LookFailed: "The registry gave no image", "레지스트리에서 이미지를 받지 못했습니다";
        LookMendSecret: "Create a secret for {host}", "{host}용 시크릿 만들기";
        LookMendInsecure: "If you trust this registry, set the insecure option.", "이 레지스트리를 신뢰하면 insecure 옵션을 설정하세요.";
        ShowTags: "Show the repository's tags", "리포지토리 태그 보기";
        RemoteTags: "Tags of {repository}", "{repository}의 태그";
        FilterTags: "Filter these tags", "이 태그 필터링";
        SecretsFit: "Secrets of the project that fit this registry: {names}", "이 레지스트리에 맞는 프로젝트 시크릿: {names}";
        SecretsNone: "No secret of the project fits this registry.", "이 레지스트리에 맞는 프로젝트 시크릿이 없습니다.";
        Platforms: "Platforms: {list}", "플랫폼: {list}";
    }
}
