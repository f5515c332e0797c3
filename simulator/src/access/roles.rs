//! The shipped cluster roles as data.

use super::project_roles::{EDIT, VIEW};

/// A rule of a role. `*` stands for everything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Verbs.
    pub verbs: &'static [&'static str],
    /// API groups; the empty string is core.
    pub groups: &'static [&'static str],
    /// Resources, with their subresource after a slash.
    pub resources: &'static [&'static str],
    /// The only names it is about; empty means all.
    pub names: &'static [&'static str],
}

pub(super) const fn rule(
    verbs: &'static [&'static str],
    groups: &'static [&'static str],
    resources: &'static [&'static str],
) -> Rule {
    Rule {
        verbs,
        groups,
        resources,
        names: &[],
    }
}

pub(super) const READ: &[&str] = &["get", "list", "watch"];
pub(super) const WRITE: &[&str] = &["create", "delete", "deletecollection", "patch", "update"];
pub(super) const READ_WRITE: &[&str] = &[
    "create",
    "delete",
    "deletecollection",
    "get",
    "list",
    "patch",
    "update",
    "watch",
];

const IMAGE: &[&str] = &["", "image.openshift.io"];
const BUILD: &[&str] = &["", "build.openshift.io"];
const PROJECT: &[&str] = &["", "project.openshift.io"];
const AUTHORIZATION: &[&str] = &["", "authorization.openshift.io"];
pub(super) const STREAM_PARTS: &[&str] = &[
    "imagestreamimages",
    "imagestreammappings",
    "imagestreams",
    "imagestreamtags",
    "imagetags",
];
const STREAM_PARTS_AND_SECRETS: &[&str] = &[
    "imagestreamimages",
    "imagestreammappings",
    "imagestreams",
    "imagestreams/secrets",
    "imagestreamtags",
    "imagetags",
];
const LAYERS: &[&str] = &["imagestreams/layers"];

/// A cluster role.
#[derive(Debug)]
pub struct ClusterRole {
    /// Its name.
    pub name: &'static str,
    /// What it allows, in lists that are read one after the other.
    pub rules: &'static [&'static [Rule]],
}

/// The cluster role of a name.
pub fn cluster_role(name: &str) -> Option<&'static ClusterRole> {
    CLUSTER_ROLES.iter().find(|role| role.name == name)
}

const fn role(name: &'static str, rules: &'static [&'static [Rule]]) -> ClusterRole {
    ClusterRole { name, rules }
}

/// What only `admin` has beyond `edit`.
const RIGHTS: &[Rule] = &[
    rule(
        READ_WRITE,
        &["", "rbac.authorization.k8s.io"],
        &["rolebindings", "roles"],
    ),
    rule(READ_WRITE, AUTHORIZATION, &["rolebindings", "roles"]),
    rule(
        &["create"],
        &["", "authorization.k8s.io", "authorization.openshift.io"],
        &[
            "localresourceaccessreviews",
            "localsubjectaccessreviews",
            "subjectaccessreviews",
            "subjectrulesreviews",
        ],
    ),
    rule(
        &["delete", "get", "patch", "update"],
        PROJECT,
        &["projects"],
    ),
];

const REGISTRY_VIEWER: &[Rule] = &[
    rule(READ, IMAGE, STREAM_PARTS),
    rule(&["get"], IMAGE, LAYERS),
    rule(&["get"], &[""], &["namespaces"]),
    rule(&["get"], PROJECT, &["projects"]),
];

const REGISTRY_EDITOR: &[Rule] = &[
    rule(READ_WRITE, &[""], &["secrets", "serviceaccounts"]),
    rule(READ_WRITE, IMAGE, STREAM_PARTS_AND_SECRETS),
    rule(&["create"], IMAGE, &["imagestreamimports"]),
    rule(&["get", "update"], IMAGE, LAYERS),
    rule(&["get"], &[""], &["namespaces"]),
    rule(&["get"], PROJECT, &["projects"]),
];

const IMAGE_BUILDER: &[Rule] = &[
    rule(&["get", "update"], IMAGE, LAYERS),
    rule(&["create"], IMAGE, &["imagestreams"]),
];

const BASIC_USER: &[Rule] = &[
    Rule {
        verbs: &["get"],
        groups: &["", "user.openshift.io"],
        resources: &["users"],
        names: &["~"],
    },
    rule(&["list"], PROJECT, &["projectrequests"]),
    rule(&["get", "list"], AUTHORIZATION, &["clusterroles"]),
    rule(READ, &["rbac.authorization.k8s.io"], &["clusterroles"]),
    rule(&["get", "list"], &["storage.k8s.io"], &["storageclasses"]),
    rule(&["list", "watch"], PROJECT, &["projects"]),
    rule(&["create"], AUTHORIZATION, &["selfsubjectrulesreviews"]),
    rule(
        &["create"],
        &["authorization.k8s.io"],
        &["selfsubjectaccessreviews"],
    ),
];

const CLUSTER_ROLES: &[ClusterRole] = &[
    role("cluster-admin", &[&[rule(&["*"], &["*"], &["*"])]]),
    role("admin", &[EDIT, RIGHTS]),
    role("edit", &[EDIT]),
    role("view", &[VIEW]),
    role("registry-admin", &[REGISTRY_EDITOR, RIGHTS]),
    role("registry-editor", &[REGISTRY_EDITOR]),
    role("registry-viewer", &[REGISTRY_VIEWER]),
    role("system:image-puller", &[&[rule(&["get"], IMAGE, LAYERS)]]),
    role(
        "system:image-pusher",
        &[&[rule(&["get", "update"], IMAGE, LAYERS)]],
    ),
    role("system:image-builder", &[IMAGE_BUILDER]),
    role(
        "system:image-auditor",
        &[&[rule(
            &["get", "list", "patch", "update", "watch"],
            IMAGE,
            &["images"],
        )]],
    ),
    role(
        "system:image-signer",
        &[&[
            rule(&["get"], IMAGE, &["images", "imagestreams/layers"]),
            rule(&["create", "delete"], IMAGE, &["imagesignatures"]),
        ]],
    ),
    role(
        "cluster-reader",
        &[
            VIEW,
            &[
                rule(READ, IMAGE, &["images", "imagesignatures"]),
                rule(&["get"], IMAGE, LAYERS),
            ],
        ],
    ),
    role(
        "shared-resource-viewer",
        &[&[
            rule(READ, &["", "template.openshift.io"], &["templates"]),
            rule(
                READ,
                IMAGE,
                &[
                    "imagestreamimages",
                    "imagestreams",
                    "imagestreamtags",
                    "imagetags",
                ],
            ),
            rule(&["get"], IMAGE, LAYERS),
        ]],
    ),
    role(
        "self-provisioner",
        &[&[rule(&["create"], PROJECT, &["projectrequests"])]],
    ),
    role("basic-user", &[BASIC_USER]),
    role(
        "system:webhook",
        &[&[rule(&["create", "get"], BUILD, &["buildconfigs/webhooks"])]],
    ),
    role(
        "self-access-reviewer",
        &[&[
            rule(&["create"], AUTHORIZATION, &["selfsubjectrulesreviews"]),
            rule(
                &["create"],
                &["authorization.k8s.io"],
                &["selfsubjectaccessreviews"],
            ),
        ]],
    ),
    role(
        "system:oauth-token-deleter",
        &[&[rule(
            &["delete"],
            &["", "oauth.openshift.io"],
            &["oauthaccesstokens", "oauthauthorizetokens"],
        )]],
    ),
    role(
        "system:build-strategy-jenkinspipeline",
        &[&[rule(&["create"], BUILD, &["builds/jenkinspipeline"])]],
    ),
    role(
        "system:build-strategy-docker",
        &[&[rule(
            &["create"],
            BUILD,
            &["builds/docker", "builds/optimizeddocker"],
        )]],
    ),
    role(
        "system:build-strategy-source",
        &[&[rule(&["create"], BUILD, &["builds/source"])]],
    ),
    role(
        "system:basic-user",
        &[&[
            rule(
                &["create"],
                &["authorization.k8s.io"],
                &["selfsubjectaccessreviews", "selfsubjectrulesreviews"],
            ),
            rule(
                &["create"],
                &["authentication.k8s.io"],
                &["selfsubjectreviews"],
            ),
        ]],
    ),
    role(
        "system:scope-impersonation",
        &[&[rule(
            &["impersonate"],
            &["authentication.k8s.io"],
            &["userextras/scopes.authorization.openshift.io"],
        )]],
    ),
];

/// A binding of a cluster role to a group, in the whole cluster or in one namespace.
#[derive(Debug)]
pub struct GroupBinding {
    /// The name of the binding.
    pub name: &'static str,
    /// The namespace; empty for the whole cluster.
    pub namespace: &'static str,
    /// The role.
    pub role: &'static str,
    /// The group.
    pub group: &'static str,
}

const fn binding(
    name: &'static str,
    namespace: &'static str,
    role: &'static str,
    group: &'static str,
) -> GroupBinding {
    GroupBinding {
        name,
        namespace,
        role,
        group,
    }
}

/// Everybody whose token is known.
const AUTHENTICATED: &str = "system:authenticated";

/// The bindings that every cluster has from its first start.
pub const SHIPPED_BINDINGS: &[GroupBinding] = &[
    binding("cluster-admin", "", "cluster-admin", "system:masters"),
    binding("system:webhooks", "", "system:webhook", AUTHENTICATED),
    binding(
        "self-access-reviewers",
        "",
        "self-access-reviewer",
        AUTHENTICATED,
    ),
    binding(
        "system:oauth-token-deleters",
        "",
        "system:oauth-token-deleter",
        AUTHENTICATED,
    ),
    binding("basic-users", "", "basic-user", AUTHENTICATED),
    binding(
        "system:build-strategy-jenkinspipeline-binding",
        "",
        "system:build-strategy-jenkinspipeline",
        AUTHENTICATED,
    ),
    binding(
        "system:build-strategy-docker-binding",
        "",
        "system:build-strategy-docker",
        AUTHENTICATED,
    ),
    binding("system:basic-user", "", "system:basic-user", AUTHENTICATED),
    binding(
        "self-provisioners",
        "",
        "self-provisioner",
        "system:authenticated:oauth",
    ),
    binding(
        "system:build-strategy-source-binding",
        "",
        "system:build-strategy-source",
        AUTHENTICATED,
    ),
    binding(
        "system:scope-impersonation",
        "",
        "system:scope-impersonation",
        AUTHENTICATED,
    ),
    binding(
        "shared-resource-viewers",
        "openshift",
        "shared-resource-viewer",
        AUTHENTICATED,
    ),
];

/// The paths outside resources that everybody may get, as the roles of discovery list them.
pub const PUBLIC_PATHS: &[&[&str]] = &[
    &[
        "/api",
        "/api/*",
        "/apis",
        "/apis/*",
        "/healthz",
        "/livez",
        "/openapi",
        "/openapi/*",
        "/readyz",
        "/version",
        "/version/",
    ],
    &["/healthz", "/livez", "/readyz", "/version", "/version/"],
    &["/.well-known", "/.well-known/*"],
    OPENSHIFT_DISCOVERY,
    &["/healthz", "/healthz/"],
    OPENSHIFT_DISCOVERY,
];

const OPENSHIFT_DISCOVERY: &[&str] = &[
    "/version",
    "/version/*",
    "/api",
    "/api/*",
    "/apis",
    "/apis/*",
    "/oapi",
    "/oapi/*",
    "/openapi/v2",
    "/swaggerapi",
    "/swaggerapi/*",
    "/swagger.json",
    "/swagger-2.0.0.pb-v1",
    "/osapi",
    "/osapi/",
    "/.well-known",
    "/.well-known/oauth-authorization-server",
    "/",
];
