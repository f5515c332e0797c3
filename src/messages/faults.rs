//! Texts about what went wrong, why, and what to do. Chosen in `crate::explain`.

super::catalogue! {
    /// Texts about what went wrong.
    Fault {
        OfflineTitle: "The server cannot be reached", "서버에 연결할 수 없습니다";
        OfflineWhy: "No answer came. The network may be down, or the server in front of the cluster has stopped.", "응답이 없습니다. 네트워크가 끊겼거나 클러스터 앞의 서버가 중지되었을 수 있습니다.";
        OfflineDo: "The page tries again by itself. If this lasts, check the network and that the server runs.", "페이지가 자동으로 다시 시도합니다. 계속되면 네트워크와 서버 실행 여부를 확인하세요.";
        UnauthorizedTitle: "You are not logged in", "로그인되어 있지 않습니다";
        UnauthorizedWhy: "The cluster did not accept the login. It is missing, wrong or has expired.", "클러스터가 로그인을 받아들이지 않았습니다. 로그인 정보가 없거나 잘못되었거나 만료되었습니다.";
        UnauthorizedDo: "Log in again in a terminal, then reload this page:", "터미널에서 다시 로그인한 후 이 페이지를 다시 불러오세요.";
        UnauthorizedDoDemo: "Choose another identity in the menu at the top of the page.", "페이지 위쪽 메뉴에서 다른 사용자를 선택하세요.";
        ForbiddenTitle: "You may not see this", "이 항목을 볼 권한이 없습니다";
        ForbiddenWhy: "The right to {verb} {resource} in project {namespace} is missing.", "{namespace} 프로젝트에서 {resource}에 대한 {verb} 권한이 없습니다.";
        ForbiddenWhyCluster: "The right to {verb} {resource} in all projects is missing.", "모든 프로젝트의 {resource}에 대한 {verb} 권한이 없습니다.";
        ForbiddenDo: "An administrator of the project can give it to you:", "프로젝트 관리자가 다음 명령으로 권한을 줄 수 있습니다.";
        ForbiddenDoCluster: "Choose a project in which you have rights, or ask a cluster administrator for:", "권한이 있는 프로젝트를 선택하거나 클러스터 관리자에게 다음 명령을 요청하세요.";
        ForbiddenUnknownProject: "A project that does not exist looks the same to those who may not list projects: check the name.", "프로젝트를 나열할 권한이 없으면 존재하지 않는 프로젝트도 똑같이 보입니다. 이름을 확인하세요.";
        NotFoundStreamTitle: "There is no image stream {name} in project {namespace}", "{namespace} 프로젝트에 없는 이미지 스트림입니다: {name}";
        NotFoundTagTitle: "There is no tag {name} in project {namespace}", "{namespace} 프로젝트에 없는 태그입니다: {name}";
        NotFoundImageTitle: "There is no image {name} in project {namespace}", "{namespace} 프로젝트에 없는 이미지입니다: {name}";
        NotFoundProjectTitle: "There is no project {namespace}", "없는 프로젝트입니다: {namespace}";
        NotFoundTitle: "Not found", "찾을 수 없습니다";
        NotFoundWhy: "It may have been deleted or never have existed, or the name is misspelt.", "삭제되었거나 처음부터 없었거나 이름이 잘못되었을 수 있습니다.";
        NotFoundImageWhy: "The digest is in no history of this stream, or the image was pruned.", "이 스트림의 기록에 없는 다이제스트이거나 이미지가 정리(prune)되었습니다.";
        NotFoundNear: "Did you mean:", "다음을 찾으셨나요?";
        NotFoundDoList: "See all image streams of the project", "프로젝트의 모든 이미지 스트림 보기";
        NotFoundDoStream: "See all tags of the stream", "스트림의 모든 태그 보기";
        PageTitle: "There is no such page", "이런 페이지가 없습니다";
        PageWhy: "The address {path} names nothing that this app shows.", "{path} 주소에 해당하는 페이지가 없습니다.";
        PageDo: "Go to the image streams", "이미지 스트림으로 이동";
        GoneTitle: "The list has changed too much while it was read", "읽는 동안 목록이 너무 많이 바뀌었습니다";
        GoneWhy: "The cluster no longer holds the version of the list from which this page would have gone on.", "이 페이지가 이어서 읽을 목록 버전을 클러스터가 더 이상 보관하지 않습니다.";
        GoneDo: "Try again: the list is then read from its beginning.", "다시 시도하면 목록을 처음부터 읽습니다.";
        LimitedTitle: "The cluster asks to wait", "클러스터가 잠시 기다려 달라고 합니다";
        LimitedWhy: "Too many requests came at once.", "한 번에 너무 많은 요청이 있었습니다.";
        LimitedDo: "The page tries again in {time}.", "{time} 후에 자동으로 다시 시도합니다.";
        ServerTitle: "The cluster has a problem (HTTP {code})", "클러스터에 문제가 있습니다(HTTP {code})";
        ServerWhy: "The answer was an error of the server itself, not of your request.", "요청이 아니라 서버 자체의 오류입니다.";
        UpstreamTitle: "The cluster cannot be reached", "클러스터에 연결할 수 없습니다";
        UpstreamWhy: "The server in front of it answers (HTTP {code}), the API behind it does not.", "앞단 서버는 응답하지만(HTTP {code}) 그 뒤의 API가 응답하지 않습니다.";
        ServerDo: "The page tries again by itself.", "페이지가 자동으로 다시 시도합니다.";
        RefusedTitle: "The cluster refuses the request (HTTP {code})", "클러스터가 요청을 거부합니다(HTTP {code})";
        RefusedWhy: "It does not understand what was asked.", "요청한 내용을 이해하지 못합니다.";
        ServerSays: "The server says: {message}", "서버 메시지: {message}";
        PageInsteadTitle: "A web page came instead of data", "데이터 대신 웹 페이지가 왔습니다";
        PageInsteadWhy: "This is what an expired session looks like: the proxy in front sends its login page.", "세션이 만료되면 앞단 프록시가 로그인 페이지를 보내므로 이렇게 보입니다.";
        PageInsteadDo: "Reload the page to log in again.", "페이지를 다시 불러와 로그인하세요.";
        NotJsonTitle: "The answer is not from a Kubernetes API", "Kubernetes API의 응답이 아닙니다";
        NotJsonWhy: "It is no JSON (HTTP {code}). The address of the API may be wrong.", "JSON이 아닙니다(HTTP {code}). API 주소가 잘못되었을 수 있습니다.";
        NotJsonDo: "Check which address the server in front uses for the API.", "앞단 서버가 사용하는 API 주소를 확인하세요.";
        DecodeTitle: "The answer cannot be read", "응답을 읽을 수 없습니다";
        DecodeWhy: "The field {field} of the {kind} is not as the API describes it: {problem}.", "{kind}의 {field} 필드가 API 설명과 다릅니다: {problem}.";
        DecodeDo: "The YAML tab or oc may still show the object. Please report this.", "YAML 탭이나 oc에서는 표시될 수 있습니다. 이 문제를 신고해 주세요.";
        TooLargeTitle: "The answer is too large", "응답이 너무 큽니다";
        TooLargeWhy: "It has {size}, more than this page is ready to hold.", "크기가 {size}이며, 이 페이지가 감당할 수 있는 것보다 큽니다.";
        TooLargeDo: "Use oc for this object.", "이 오브젝트에는 oc를 사용하세요.";
        StaleTitle: "What you see is from {age}", "{age}의 내용이 표시되고 있습니다";
        MalformedTitle: "This object is shown without what could not be read", "읽을 수 없는 부분을 빼고 표시합니다";
        MalformedField: "{field}: {problem}", "{field} 필드: {problem}";
    }
}
