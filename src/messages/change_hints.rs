//! Hints below the fields of forms: what a choice means for those who will feel it.

super::catalogue! {
    /// Hints below fields.
    Hint {
        Stream: "Lower-case letters and digits, joined by a single “.”, “-” or “_”.", "소문자와 숫자를 “.”, “-”, “_” 하나로 이어 씁니다.";
        Tag: "Letters, digits, “_”, “.” and “-”; 128 at most.", "문자, 숫자, “_”, “.”, “-”로 최대 128자입니다.";
        CopyTag: "The tag gets this image once and stays with it.", "태그에 이 이미지가 한 번 지정되고 그대로 유지됩니다.";
        FollowTag: "Whenever that tag gets another image, this one gets it, too.", "해당 태그의 이미지가 바뀔 때마다 이 태그도 바뀝니다.";
        FollowOwnOnly: "A tag can follow only a tag of its own stream.", "같은 스트림의 태그만 따라갈 수 있습니다.";
        PinDigest: "Always this very image, even when its old tag moves on.", "이전 태그가 바뀌어도 항상 이 이미지입니다.";
        External: "From a registry outside; the cluster reads it once, or periodically when scheduled.", "외부 레지스트리에서 한 번 읽으며, 예약하면 주기적으로 읽습니다.";
        WholeRepository: "As many of its tags as the cluster allows at once, 50 by default.", "클러스터가 한 번에 허용하는 개수까지 가져옵니다(기본값 50개).";
        Scheduled: "The interval is set for the whole cluster, 15 minutes by default.", "간격은 클러스터 전체에 설정되며 기본값은 15분입니다.";
        Insecure: "Whoever sits between cluster and registry could exchange the image.", "클러스터와 레지스트리 사이에서 이미지가 바뀔 수 있습니다.";
        Reference: "Nothing is read or checked. Workloads get the pull spec as it is written.", "읽거나 확인하지 않고 작성한 풀 사양을 워크로드에 그대로 전달합니다.";
        PolicySource: "Nodes pull from the image's own registry and must reach it.", "노드가 이미지의 원래 레지스트리에 접근해 가져옵니다.";
        PolicyLocal: "Nodes pull from the integrated registry, which fetches and keeps the image.", "노드는 통합 레지스트리에서 가져오고, 통합 레지스트리가 이미지를 받아 보관합니다.";
        ModeLegacy: "Of a manifest list only the image for the platform of the control plane is kept.", "매니페스트 목록에서 컨트롤 플레인 플랫폼의 이미지만 유지합니다.";
        ModePreserve: "The manifest list is kept, so nodes of every architecture find their image.", "매니페스트 목록을 유지하므로 모든 아키텍처의 노드가 맞는 이미지를 찾습니다.";
        Annotations: "The key description is shown in lists of tags.", "description 키는 태그 목록에 표시됩니다.";
        Unschedule: "A tag pinned to a digest cannot have a schedule.", "다이제스트로 고정된 태그에는 예약을 둘 수 없습니다.";
        Tags: "One or more tags of this stream.", "이 스트림의 태그 하나 이상.";
        SourceProject: "You need the right to pull from it.", "이 프로젝트에서 이미지를 가져올 권한이 필요합니다.";
        Host: "With its port, if it has one: registry.example.com:5000", "포트가 있으면 함께: registry.example.com:5000";
        User: "With a token, the user name that the registry asks for beside it.", "토큰을 쓸 때는 레지스트리가 요구하는 사용자 이름입니다.";
        Password: "Sent once; never shown, stored or put into a link.", "한 번만 전송되며 표시하거나 저장하거나 링크에 넣지 않습니다.";
        LinkFilled: "A link filled this form. Nothing is sent before you press its button.", "링크로 작성된 양식입니다. 버튼을 누르기 전에는 아무것도 전송되지 않습니다.";
    }
}
