//! Texts of the frame around the pages: masthead, menus, help, general actions.

super::catalogue! {
    /// Texts of the frame around the pages.
    Shell {
        ProductName: "ImageStream Console", "ImageStream Console";
        SkipToContent: "Skip to content", "본문으로 건너뛰기";
        HomeLink: "ImageStream Console: all image streams", "ImageStream Console: 모든 이미지 스트림";
        Project: "Project", "프로젝트";
        ProjectIs: "Project: {name}", "프로젝트: {name}";
        AllProjects: "All projects", "모든 프로젝트";
        ProjectFilter: "Filter or type a project name", "프로젝트 이름 필터 또는 입력";
        ProjectsEmpty: "No project is listed for you. Type a name and press Enter.", "표시할 프로젝트가 없습니다. 이름을 입력하고 Enter 키를 누르세요.";
        ProjectsForbidden: "You may not list projects. Type a name and press Enter.", "프로젝트를 나열할 권한이 없습니다. 이름을 입력하고 Enter 키를 누르세요.";
        ProjectsFailed: "The projects cannot be listed now. Type a name and press Enter.", "지금은 프로젝트를 나열할 수 없습니다. 이름을 입력하고 Enter 키를 누르세요.";
        ProjectOpenTyped: "Go to project {name}", "{name} 프로젝트로 이동";
        ProjectList: "Projects", "프로젝트 목록";
        Language: "Language", "언어";
        Theme: "Theme", "테마";
        ThemeSystem: "System", "시스템 설정";
        ThemeLight: "Light", "밝게";
        ThemeDark: "Dark", "어둡게";
        Settings: "Settings", "설정";
        Identity: "Demo identity", "데모 사용자";
        IdentityIs: "Signed in as {name}", "로그인 사용자: {name}";
        IdentityNone: "Signed out", "로그아웃됨";
        DemoNote: "Demo cluster: try anything, nothing here is real.", "데모 클러스터: 실제 데이터가 아니므로 마음껏 사용해 보세요.";
        Help: "Help", "도움말";
        HelpTitle: "Keyboard and links", "키보드 및 링크";
        HelpFilter: "Go to the filter", "필터로 이동";
        HelpProject: "Choose a project", "프로젝트 선택";
        HelpActions: "Show what can be done here", "여기에서 할 수 있는 작업 표시";
        HelpHelp: "Show this help", "이 도움말 표시";
        HelpEscape: "Close a menu, clear a filter", "메뉴 닫기, 필터 지우기";
        HelpArrows: "Move between the rows of a table", "표의 행 사이 이동";
        HelpLinks: "Every page, tab, filter and order has its own address. A link of the OpenShift web console works here after replacing its host.", "모든 페이지, 탭, 필터, 정렬에는 고유한 주소가 있습니다. OpenShift 웹 콘솔의 링크는 호스트만 바꾸면 여기에서도 열립니다.";
        HelpVersion: "Version {version}", "버전 {version}";
        HelpCluster: "Cluster: {name}", "클러스터: {name}";
        Close: "Close", "닫기";
        Copy: "Copy", "복사";
        CopyWhat: "Copy {what}", "{what} 복사";
        Copied: "Copied", "복사됨";
        CopyFailed: "Copying is not allowed here. Select the text and copy it by hand.", "여기에서는 복사할 수 없습니다. 텍스트를 선택하여 직접 복사하세요.";
        LinkToSection: "Link to {name}", "{name} 링크";
        CopyLink: "Copy link", "링크 복사";
        OpenInConsole: "Open in console", "콘솔에서 열기";
        Download: "Download", "다운로드";
        Loading: "Loading", "불러오는 중";
        Retry: "Try again", "다시 시도";
        Refresh: "Refresh", "새로 고침";
        Breadcrumb: "Breadcrumb", "이동 경로";
        Tabs: "Views", "보기";
        None: "None", "없음";
        Yes: "Yes", "예";
        No: "No", "아니요";
        ExternalLink: "The same in the OpenShift console, in a new tab", "OpenShift 콘솔에서 새 탭으로 열기";
        CrashTitle: "The app has stopped because of a fault of its own", "앱 자체 오류로 중지되었습니다";
        CrashWhat: "Nothing on the cluster was changed by this. Reload the page to go on. A report with the text below helps to mend it.", "이로 인해 클러스터에서 변경된 것은 없습니다. 계속하려면 페이지를 다시 불러오세요. 아래 내용을 신고하면 수정에 도움이 됩니다.";
        CrashReload: "Reload", "다시 불러오기";
        CrashReport: "Report", "보고 내용";
    }
}
