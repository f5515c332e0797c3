//! Texts of the checks before a change is sent, and of its consequences.

super::catalogue! {
    /// Why something is refused.
    Refused {
        Empty: "Fill this in.", "입력하세요.";
        StreamName: "Not a name of an image stream: lower-case letters and digits, joined by a single “.”, “-” or “_”.", "이미지 스트림 이름이 아닙니다. 소문자와 숫자를 “.”, “-”, “_” 하나로 이어야 합니다.";
        TooLong: "Project and name have more than 255 characters together.", "프로젝트와 이름을 합쳐 255자를 넘습니다.";
        StreamExists: "This image stream exists already.", "이미 있는 이미지 스트림입니다.";
        StreamMissing: "There is no such image stream.", "해당 이미지 스트림이 없습니다.";
        TagName: "Not a tag: up to 128 letters, digits, “_”, “.” and “-”, beginning with a letter, digit or “_”.", "태그가 아닙니다. 문자, 숫자, “_”로 시작하는 128자 이하의 문자, 숫자, “_”, “.”, “-”여야 합니다.";
        TagExists: "This tag exists; retarget it instead.", "이미 있는 태그입니다. 대신 대상을 변경하세요.";
        TagMissing: "There is no tag {tag}.", "{tag} 태그가 없습니다.";
        TagNotInSpec: "{tag} was only pushed; it has no source or options to change.", "{tag}은(는) 푸시만 된 태그로 변경할 소스나 옵션이 없습니다.";
        NotAddressable: "No address can name the tag {tag}, so the server cannot delete it.", "주소로 나타낼 수 없는 태그이므로 서버가 {tag}을(를) 삭제할 수 없습니다.";
        SourceStreamMissing: "The source stream does not exist, or you may not read it.", "소스 스트림이 없거나 읽을 권한이 없습니다.";
        SourceWithoutImage: "The source tag has no image now.", "소스 태그에 현재 이미지가 없습니다.";
        DigestNotFound: "No image of the stream begins with this digest.", "이 다이제스트로 시작하는 이미지가 스트림에 없습니다.";
        DigestAmbiguous: "Several images begin with it: {list}", "여러 이미지가 이 값으로 시작합니다: {list}";
        EntryWithoutDigest: "This entry has no digest; it is a mere reference.", "이 항목은 참조일 뿐 다이제스트가 없습니다.";
        PullSpec: "Not a pull spec such as registry.example.com/org/app:1.0.", "registry.example.com/org/app:1.0과 같은 풀 사양이 아닙니다.";
        PullSpecTooLong: "Registry and path have more than 255 characters.", "레지스트리와 경로가 255자를 넘습니다.";
        PullSpecUppercase: "The path must be in lower case.", "경로는 소문자여야 합니다.";
        PullSpecTag: "What follows the last “:” is not a tag.", "마지막 “:” 뒤가 태그가 아닙니다.";
        PullSpecDigest: "What follows the “@” is not a digest.", "“@” 뒤가 다이제스트가 아닙니다.";
        RepositoryWithoutName: "This names a registry, but no image in it.", "레지스트리만 있고 이미지 이름이 없습니다.";
        RepositoryWithTag: "Leave out the tag or digest: a whole repository is meant.", "전체 리포지토리를 뜻하므로 태그나 다이제스트를 빼세요.";
        FollowsItself: "A tag cannot follow itself.", "태그가 자기 자신을 따라갈 수 없습니다.";
        FollowsInCircle: "This would lead in a circle: {list}", "순환이 발생합니다: {list}";
        ScheduledNeedsRegistry: "Only what comes from a registry can be scheduled.", "레지스트리에서 오는 태그만 예약할 수 있습니다.";
        InsecureNeedsRegistry: "Only what comes from a registry can be imported insecurely.", "레지스트리에서 오는 태그만 안전하지 않게 가져올 수 있습니다.";
        NotFromRegistry: "{tag} does not come from a registry.", "{tag}은(는) 레지스트리에서 오지 않습니다.";
        NoRegistryTags: "No tag of this stream comes from a registry.", "레지스트리에서 오는 태그가 이 스트림에 없습니다.";
        ScheduleMustEnd: "The schedule would undo the roll back: end it, too.", "예약이 롤백을 되돌리므로 예약도 종료하세요.";
        UnknownWord: "Not one of the choices.", "선택할 수 없는 값입니다.";
        Key: "“{key}” is no key of a label or annotation.", "레이블이나 주석의 키가 아닙니다: “{key}”";
        LabelValue: "“{value}” is no value of a label.", "레이블 값이 아닙니다: “{value}”";
        ConfirmationDiffers: "This is another name.", "이름이 다릅니다.";
        NothingChanges: "Everything is so already.", "이미 그 상태입니다.";
        SecretName: "Not a name of a secret: lower-case letters, digits, “-” and “.”.", "시크릿 이름이 아닙니다. 소문자, 숫자, “-”, “.”만 쓸 수 있습니다.";
        Host: "Not a host with an optional port.", "호스트(선택적 포트 포함)가 아닙니다.";
    }
}

super::catalogue! {
    /// What a change brings about, and what of it cannot be taken back.
    Comes {
        StreamMade: "The image stream is created.", "이미지 스트림이 생성됩니다.";
        Imports: "The cluster imports {tags} now. If the image differs, what is triggered by it starts anew.", "클러스터가 지금 {tags}을(를) 가져옵니다. 이미지가 다르면 이에 연결된 트리거가 다시 시작됩니다.";
        CountsFromNextImport: "It counts from the next import of {tag} on; none starts because of it.", "{tag}의 다음 가져오기부터 적용되며 지금 가져오지는 않습니다.";
        GetsImage: "{tag} gets the image {after} at once. Builds and deployments triggered by the tag start anew.", "{tag}에 {after} 이미지가 즉시 적용되고 이 태그를 트리거로 쓰는 빌드와 배포가 다시 시작됩니다.";
        ImageGone: "The image {digest} is no longer in the cluster: workloads cannot pull it.", "{digest} 이미지가 클러스터에 더 이상 없어 워크로드가 가져올 수 없습니다.";
        FollowersMove: "Tags that follow {tag} move with it: {list}", "{tag}을(를) 따라가는 태그도 함께 바뀝니다: {list}";
        FollowersStay: "Tags that follow {tag} keep their images and follow nothing: {list}", "{tag}을(를) 따라가는 태그는 이미지를 유지하지만 더 이상 따라가지 않습니다: {list}";
        StopsFollowing: "{tag} no longer follows {target}.", "{tag}은(는) 더 이상 {target}을(를) 따라가지 않습니다.";
        NothingToFollowYet: "{tag} has no image until what it follows has one.", "따라가는 대상에 이미지가 생길 때까지 {tag}에는 이미지가 없습니다.";
        ScheduleEnds: "The periodic import of {tag} ends.", "{tag}의 주기적 가져오기가 끝납니다.";
        ScheduleHasNoEffect: "{tag} is a mere reference and never imported: the schedule does nothing.", "{tag}은(는) 참조일 뿐이므로 예약이 아무 효과가 없습니다.";
        HistoryGone: "The whole history of {tag} goes: {entries}.", "{tag}의 전체 기록이 사라집니다: {entries}.";
        ImageStaysIn: "The image {digest} stays in {list}.", "{digest} 이미지는 {list}에 남습니다.";
        LastOfImage: "No other tag of the stream has had the image {digest}.", "스트림의 다른 태그에는 {digest} 이미지가 없었습니다.";
        MayRetargetOthers: "Existing tags of the same names get the repository as their source.", "이름이 같은 기존 태그의 소스가 이 리포지토리로 바뀝니다.";
        HistoryLost: "The history of {tag} cannot be brought back: {entries}.", "{tag}의 기록은 복구할 수 없습니다: {entries}.";
        TagLost: "{tag} was only pushed and cannot be made again.", "{tag}은(는) 푸시만 된 태그라 다시 만들 수 없습니다.";
        SourceReplaced: "{tag} would be taken from its registry again, because only the lost history knew its image.", "사라진 기록에만 있던 이미지이므로 {tag}은(는) 레지스트리에서 다시 가져오게 됩니다.";
        ImportsAnew: "{tag} would be imported anew and may get a newer image.", "{tag}은(는) 새로 가져오므로 더 새로운 이미지가 될 수 있습니다.";
        ImagesStay: "Images that were imported stay; roll back instead: {list}", "가져온 이미지는 남으므로 대신 롤백하세요: {list}";
        ChangedSince: "Others changed the same since; this overwrites that.", "그 후 다른 사람이 같은 항목을 변경했으며 이를 덮어씁니다.";
    }
}

super::catalogue! {
    /// Fields of a stream as the preview names them.
    Part {
        Stream: "Image stream", "이미지 스트림";
        Tag: "Tag", "태그";
        Source: "Source", "소스";
        Reference: "Reference only", "참조만";
        Insecure: "Insecure", "안전하지 않음";
        Scheduled: "Scheduled", "예약됨";
        ImportMode: "Import mode", "가져오기 모드";
        ReferencePolicy: "Reference policy", "참조 정책";
        Annotation: "Annotation {key}", "주석 {key}";
        Label: "Label {key}", "레이블 {key}";
        Lookup: "Image lookup", "이미지 조회";
        Image: "Image", "이미지";
        Pushed: "pushed image", "푸시된 이미지";
    }
}
