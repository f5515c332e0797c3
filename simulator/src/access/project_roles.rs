//! The rules of the project roles `edit` and `view`, aggregated as a cluster aggregates them.
//!
//! They are kept whole, workloads included, because `SelfSubjectRulesReview` shows them whole.

use super::roles::{READ, READ_WRITE, Rule, STREAM_PARTS, WRITE, rule};

// The rules that both roles have.
const STREAMS_READ: Rule = rule(READ, &["", "image.openshift.io"], STREAM_PARTS);
const PULL: Rule = rule(
    &["get"],
    &["", "image.openshift.io"],
    &["imagestreams/layers"],
);
const CORE_READ: Rule = rule(
    READ,
    &[""],
    &[
        "configmaps",
        "endpoints",
        "persistentvolumeclaims",
        "persistentvolumeclaims/status",
        "pods",
        "replicationcontrollers",
        "replicationcontrollers/scale",
        "serviceaccounts",
        "services",
        "services/status",
    ],
);
const CORE_STATE: Rule = rule(
    READ,
    &[""],
    &[
        "bindings",
        "limitranges",
        "namespaces/status",
        "pods/log",
        "pods/status",
        "replicationcontrollers/status",
        "resourcequotas",
        "resourcequotas/status",
    ],
);
const APPS_READ: Rule = rule(
    READ,
    &["apps"],
    &[
        "controllerrevisions",
        "daemonsets",
        "daemonsets/status",
        "deployments",
        "deployments/scale",
        "deployments/status",
        "replicasets",
        "replicasets/scale",
        "replicasets/status",
        "statefulsets",
        "statefulsets/scale",
        "statefulsets/status",
    ],
);
const AUTOSCALING_READ: Rule = rule(
    READ,
    &["autoscaling"],
    &[
        "horizontalpodautoscalers",
        "horizontalpodautoscalers/status",
    ],
);
const BATCH_READ: Rule = rule(
    READ,
    &["batch"],
    &["cronjobs", "cronjobs/status", "jobs", "jobs/status"],
);
const EXTENSIONS_READ: Rule = rule(
    READ,
    &["extensions"],
    &[
        "daemonsets",
        "daemonsets/status",
        "deployments",
        "deployments/scale",
        "deployments/status",
        "ingresses",
        "ingresses/status",
        "networkpolicies",
        "replicasets",
        "replicasets/scale",
        "replicasets/status",
        "replicationcontrollers/scale",
    ],
);
const POLICY_READ: Rule = rule(
    READ,
    &["policy"],
    &["poddisruptionbudgets", "poddisruptionbudgets/status"],
);
const NETWORK_READ: Rule = rule(
    READ,
    &["networking.k8s.io"],
    &["ingresses", "ingresses/status", "networkpolicies"],
);
const CLAIMS_READ: Rule = rule(
    READ,
    &["resource.k8s.io"],
    &[
        "resourceclaims",
        "resourceclaims/status",
        "resourceclaimtemplates",
    ],
);
const BUILDS_READ: Rule = rule(
    READ,
    &["", "build.openshift.io"],
    &["buildconfigs", "buildconfigs/webhooks", "builds"],
);
const CONFIGS_READ: Rule = rule(
    READ,
    &["", "apps.openshift.io"],
    &["deploymentconfigs", "deploymentconfigs/scale"],
);
const CONFIGS_STATE: Rule = rule(
    READ,
    &["", "apps.openshift.io"],
    &["deploymentconfigs/log", "deploymentconfigs/status"],
);
const QUOTAS_READ: Rule = rule(
    READ,
    &["", "quota.openshift.io"],
    &["appliedclusterresourcequotas"],
);
const TEMPLATES_READ: Rule = rule(
    READ,
    &["", "template.openshift.io"],
    &[
        "processedtemplates",
        "templateconfigs",
        "templateinstances",
        "templates",
    ],
);

/// `edit`: everything in a project except rights.
pub(super) const EDIT: &[Rule] = &[
    rule(READ_WRITE, &[""], &["secrets", "serviceaccounts"]),
    rule(
        READ_WRITE,
        &["", "image.openshift.io"],
        &[
            "imagestreamimages",
            "imagestreammappings",
            "imagestreams",
            "imagestreams/secrets",
            "imagestreamtags",
            "imagetags",
        ],
    ),
    rule(
        &["create"],
        &["", "image.openshift.io"],
        &["imagestreamimports"],
    ),
    rule(
        &["get", "update"],
        &["", "image.openshift.io"],
        &["imagestreams/layers"],
    ),
    rule(&["get"], &[""], &["namespaces"]),
    rule(&["get"], &["", "project.openshift.io"], &["projects"]),
    rule(
        READ,
        &[""],
        &[
            "pods/attach",
            "pods/exec",
            "pods/portforward",
            "pods/proxy",
            "secrets",
            "services/proxy",
        ],
    ),
    rule(&["impersonate"], &[""], &["serviceaccounts"]),
    rule(
        WRITE,
        &[""],
        &[
            "pods",
            "pods/attach",
            "pods/exec",
            "pods/portforward",
            "pods/proxy",
        ],
    ),
    rule(&["create"], &[""], &["pods/eviction"]),
    rule(
        WRITE,
        &[""],
        &[
            "configmaps",
            "persistentvolumeclaims",
            "replicationcontrollers",
            "replicationcontrollers/scale",
            "secrets",
            "serviceaccounts",
            "services",
            "services/proxy",
        ],
    ),
    rule(&["create"], &[""], &["serviceaccounts/token"]),
    rule(WRITE, &["", "events.k8s.io"], &["events"]),
    rule(
        WRITE,
        &["apps"],
        &[
            "daemonsets",
            "deployments",
            "deployments/rollback",
            "deployments/scale",
            "replicasets",
            "replicasets/scale",
            "statefulsets",
            "statefulsets/scale",
        ],
    ),
    rule(WRITE, &["autoscaling"], &["horizontalpodautoscalers"]),
    rule(WRITE, &["batch"], &["cronjobs", "jobs"]),
    rule(
        WRITE,
        &["extensions"],
        &[
            "daemonsets",
            "deployments",
            "deployments/rollback",
            "deployments/scale",
            "ingresses",
            "networkpolicies",
            "replicasets",
            "replicasets/scale",
            "replicationcontrollers/scale",
        ],
    ),
    rule(WRITE, &["policy"], &["poddisruptionbudgets"]),
    rule(
        WRITE,
        &["networking.k8s.io"],
        &["ingresses", "networkpolicies"],
    ),
    rule(READ_WRITE, &["coordination.k8s.io"], &["leases"]),
    rule(
        WRITE,
        &["resource.k8s.io"],
        &["resourceclaims", "resourceclaimtemplates"],
    ),
    rule(&["create"], &["", "image.openshift.io"], &["imagestreams"]),
    rule(
        &["update"],
        &["", "build.openshift.io"],
        &["builds/details"],
    ),
    rule(&["get"], &["", "build.openshift.io"], &["builds"]),
    rule(
        READ_WRITE,
        &["", "build.openshift.io"],
        &["buildconfigs", "buildconfigs/webhooks", "builds"],
    ),
    rule(READ, &["", "build.openshift.io"], &["builds/log"]),
    rule(
        &["create"],
        &["", "build.openshift.io"],
        &[
            "buildconfigs/instantiate",
            "buildconfigs/instantiatebinary",
            "builds/clone",
        ],
    ),
    rule(&["edit", "view"], &["build.openshift.io"], &["jenkins"]),
    rule(
        READ_WRITE,
        &["", "apps.openshift.io"],
        &["deploymentconfigs", "deploymentconfigs/scale"],
    ),
    rule(
        &["create"],
        &["", "apps.openshift.io"],
        &[
            "deploymentconfigrollbacks",
            "deploymentconfigs/instantiate",
            "deploymentconfigs/rollback",
        ],
    ),
    CONFIGS_STATE,
    rule(READ, &["", "image.openshift.io"], &["imagestreams/status"]),
    QUOTAS_READ,
    rule(READ_WRITE, &["", "route.openshift.io"], &["routes"]),
    rule(
        &["create"],
        &["", "route.openshift.io"],
        &["routes/custom-host"],
    ),
    rule(READ, &["", "route.openshift.io"], &["routes/status"]),
    rule(
        READ_WRITE,
        &["", "template.openshift.io"],
        &[
            "processedtemplates",
            "templateconfigs",
            "templateinstances",
            "templates",
        ],
    ),
    rule(READ_WRITE, &["networking.k8s.io"], &["networkpolicies"]),
    rule(READ_WRITE, &["", "build.openshift.io"], &["buildlogs"]),
    rule(READ, &[""], &["resourcequotausages"]),
    STREAMS_READ,
    PULL,
    CORE_READ,
    CORE_STATE,
    rule(READ, &[""], &["namespaces"]),
    rule(READ, &["", "events.k8s.io"], &["events"]),
    rule(READ, &["discovery.k8s.io"], &["endpointslices"]),
    APPS_READ,
    AUTOSCALING_READ,
    BATCH_READ,
    EXTENSIONS_READ,
    POLICY_READ,
    NETWORK_READ,
    CLAIMS_READ,
    BUILDS_READ,
    rule(&["view"], &["build.openshift.io"], &["jenkins"]),
    CONFIGS_READ,
    rule(READ, &["", "route.openshift.io"], &["routes"]),
    TEMPLATES_READ,
    rule(READ, &["", "build.openshift.io"], &["buildlogs"]),
];

/// `view`: reading everything in a project except secrets.
pub(super) const VIEW: &[Rule] = &[
    STREAMS_READ,
    PULL,
    rule(&["get"], &[""], &["namespaces"]),
    rule(&["get"], &["", "project.openshift.io"], &["projects"]),
    CORE_READ,
    CORE_STATE,
    rule(READ, &[""], &["namespaces"]),
    rule(READ, &["", "events.k8s.io"], &["events"]),
    rule(READ, &["discovery.k8s.io"], &["endpointslices"]),
    APPS_READ,
    AUTOSCALING_READ,
    BATCH_READ,
    EXTENSIONS_READ,
    POLICY_READ,
    NETWORK_READ,
    CLAIMS_READ,
    BUILDS_READ,
    rule(READ, &["", "build.openshift.io"], &["builds/log"]),
    rule(&["view"], &["build.openshift.io"], &["jenkins"]),
    CONFIGS_READ,
    CONFIGS_STATE,
    rule(READ, &["", "image.openshift.io"], &["imagestreams/status"]),
    QUOTAS_READ,
    rule(READ, &["", "route.openshift.io"], &["routes"]),
    rule(READ, &["", "route.openshift.io"], &["routes/status"]),
    TEMPLATES_READ,
    rule(READ, &["", "build.openshift.io"], &["buildlogs"]),
    rule(READ, &[""], &["resourcequotausages"]),
];
