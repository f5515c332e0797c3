//! What the images of one kind of software have in common: configuration, layers, labels.
//!
//! The tables stand for what builders put into real images; a version fills the placeholders.

/// A kind of software and how its images are put together. `{version}` in a value is replaced by the image's version.
#[derive(Debug)]
pub struct Family {
    /// Name used by the catalogue's tables.
    pub key: &'static str,
    /// `Author` of the image configuration; empty when the builder left it out.
    pub author: &'static str,
    /// User the container runs as.
    pub user: &'static str,
    /// Ports the image exposes.
    pub ports: &'static [&'static str],
    /// Entry point of the container.
    pub entrypoint: &'static [&'static str],
    /// Default command.
    pub command: &'static [&'static str],
    /// Working directory.
    pub working_dir: &'static str,
    /// Declared volumes.
    pub volumes: &'static [&'static str],
    /// Environment.
    pub env: &'static [(&'static str, &'static str)],
    /// Labels.
    pub labels: &'static [(&'static str, &'static str)],
    /// Layer sizes in bytes, oldest first; all but the last are shared by the family's images.
    pub layers: &'static [u64],
    /// Whether manifests use OCI rather than Docker media types.
    pub oci: bool,
}

const PATH: (&str, &str) = (
    "PATH",
    "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
);
const S2I_PATH: (&str, &str) = (
    "PATH",
    "/opt/app-root/src/bin:/opt/app-root/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
);
const S2I_USAGE: &[&str] = &["/bin/sh", "-c", "$STI_SCRIPTS_PATH/usage"];
const S2I_LABEL: (&str, &str) = ("io.openshift.s2i.scripts-url", "image:///usr/libexec/s2i");

const EMPTY: Family = Family {
    key: "",
    author: "",
    user: "",
    ports: &[],
    entrypoint: &[],
    command: &[],
    working_dir: "",
    volumes: &[],
    env: &[PATH],
    labels: &[],
    layers: &[],
    oci: false,
};

const S2I: Family = Family {
    key: "s2i",
    user: "1001",
    ports: &["8080/tcp"],
    entrypoint: &["container-entrypoint"],
    command: S2I_USAGE,
    working_dir: "/opt/app-root/src",
    env: &[
        S2I_PATH,
        ("STI_SCRIPTS_PATH", "/usr/libexec/s2i"),
        ("APP_ROOT", "/opt/app-root"),
        ("HOME", "/opt/app-root/src"),
    ],
    labels: &[
        ("architecture", "x86_64"),
        ("io.k8s.display-name", "Builder {version}"),
        ("io.openshift.expose-services", "8080:http"),
        S2I_LABEL,
        ("vendor", "Red Hat, Inc."),
        ("version", "{version}"),
    ],
    layers: &[39_622_850, 18_120_401, 96_443_210],
    ..EMPTY
};

/// Every family the built-in catalogue knows.
pub const FAMILIES: &[Family] = &[
    S2I,
    Family {
        key: "python-35",
        author: "",
        env: &[
            S2I_PATH,
            ("STI_SCRIPTS_PATH", "/usr/libexec/s2i"),
            ("PYTHON_VERSION", "3.5"),
            ("PYTHONUNBUFFERED", "1"),
            ("LC_ALL", "en_US.UTF-8"),
        ],
        labels: &[
            ("build-date", "20170801"),
            ("com.redhat.component", "rh-python35-docker"),
            (
                "io.k8s.description",
                "Python 3.5 available as docker container is a base platform for building and running various Python 3.5 applications and frameworks.",
            ),
            ("io.k8s.display-name", "Python 3.5"),
            ("io.openshift.builder-version", "\"190ef14\""),
            ("io.openshift.expose-services", "8080:http"),
            S2I_LABEL,
            ("io.openshift.tags", "builder,python,python35,rh-python35"),
            ("io.s2i.scripts-url", "image:///usr/libexec/s2i"),
            ("license", "GPLv2"),
            ("name", "CentOS Base Image"),
            ("release", "1"),
            (
                "summary",
                "Platform for building and running Python 3.5 applications",
            ),
            ("vendor", "CentOS"),
            ("version", "3.5"),
        ],
        // First layer 2.898 MB, last 72.26 MB and 251.2 MB in all, together with 6,300 bytes of configuration.
        layers: &[2_898_000, 71_093_700, 4_210_000, 100_732_000, 72_260_000],
        ..S2I
    },
    Family {
        key: "python",
        command: &["python3"],
        env: &[
            PATH,
            ("LANG", "C.UTF-8"),
            ("PYTHON_VERSION", "{version}"),
            ("PYTHON_PIP_VERSION", "24.0"),
        ],
        layers: &[49_553_901, 24_059_327, 64_146_012, 6_388_410, 19_887_240],
        ..EMPTY
    },
    Family {
        key: "busybox",
        command: &["sh"],
        layers: &[2_160_406],
        ..EMPTY
    },
    Family {
        key: "ruby",
        env: &[
            S2I_PATH,
            ("STI_SCRIPTS_PATH", "/usr/libexec/s2i"),
            ("RUBY_VERSION", "{version}"),
        ],
        labels: &[
            ("com.redhat.component", "ruby-container"),
            ("io.k8s.display-name", "Ruby {version}"),
            ("io.openshift.tags", "builder,ruby"),
            S2I_LABEL,
            ("version", "{version}"),
        ],
        layers: &[39_622_850, 18_120_401, 84_005_112, 44_180_993],
        ..S2I
    },
    Family {
        key: "nodejs",
        env: &[
            S2I_PATH,
            ("STI_SCRIPTS_PATH", "/usr/libexec/s2i"),
            ("NODEJS_VERSION", "{version}"),
            ("NPM_RUN", "start"),
        ],
        labels: &[
            ("com.redhat.component", "nodejs-container"),
            ("io.k8s.display-name", "Node.js {version}"),
            ("io.openshift.tags", "builder,nodejs"),
            S2I_LABEL,
            ("version", "{version}"),
        ],
        layers: &[39_622_850, 18_120_401, 92_411_380],
        ..S2I
    },
    Family {
        key: "java",
        ports: &["8080/tcp", "8443/tcp", "8778/tcp"],
        user: "185",
        entrypoint: &[],
        command: &["/usr/local/s2i/run"],
        working_dir: "/home/jboss",
        env: &[
            PATH,
            ("JAVA_HOME", "/usr/lib/jvm/java-{version}"),
            ("JAVA_VERSION", "{version}"),
        ],
        labels: &[
            ("io.k8s.display-name", "Java Applications"),
            ("io.openshift.tags", "builder,java"),
            ("version", "{version}"),
        ],
        layers: &[39_622_850, 124_004_190],
        ..S2I
    },
    Family {
        key: "postgresql",
        user: "26",
        ports: &["5432/tcp"],
        entrypoint: &["container-entrypoint"],
        command: &["run-postgresql"],
        working_dir: "/opt/app-root/src",
        volumes: &["/var/lib/pgsql/data"],
        env: &[
            PATH,
            ("POSTGRESQL_VERSION", "{version}"),
            ("PGUSER", "postgres"),
        ],
        labels: &[
            ("io.k8s.display-name", "PostgreSQL {version}"),
            ("io.openshift.expose-services", "5432:postgresql"),
            ("io.openshift.tags", "database,postgresql"),
            ("version", "{version}"),
        ],
        layers: &[39_622_850, 18_120_401, 71_889_034],
        oci: true,
        ..EMPTY
    },
    Family {
        key: "redis",
        user: "999",
        ports: &["6379/tcp"],
        entrypoint: &["docker-entrypoint.sh"],
        command: &["redis-server"],
        working_dir: "/data",
        volumes: &["/data"],
        env: &[PATH, ("REDIS_VERSION", "{version}")],
        layers: &[29_126_278, 1_098, 845_002, 15_992_411, 98, 571],
        oci: true,
        ..EMPTY
    },
    Family {
        key: "httpd",
        ports: &["8080/tcp", "8443/tcp"],
        command: &["/usr/bin/run-httpd"],
        labels: &[
            ("io.k8s.display-name", "Apache httpd {version}"),
            ("io.openshift.tags", "builder,httpd"),
            ("version", "{version}"),
        ],
        layers: &[39_622_850, 18_120_401, 31_202_020],
        ..S2I
    },
    Family {
        key: "app",
        ports: &["8080/tcp"],
        user: "10001",
        entrypoint: &["/app/server"],
        command: &["--listen", "0.0.0.0:8080"],
        working_dir: "/app",
        env: &[PATH, ("APP_VERSION", "{version}"), ("TZ", "UTC")],
        labels: &[
            (
                "org.opencontainers.image.source",
                "https://git.example.com/shop/app",
            ),
            ("org.opencontainers.image.version", "{version}"),
            ("org.opencontainers.image.vendor", "Acme"),
        ],
        layers: &[28_740_112, 3_301_776, 12_840_300],
        oci: true,
        ..EMPTY
    },
    Family {
        key: "notebook",
        author: "Data platform team <data-platform@example.com>",
        user: "1000",
        ports: &["8888/tcp"],
        entrypoint: &["tini", "-g", "--"],
        command: &["start-notebook.py"],
        working_dir: "/home/jovyan",
        env: &[PATH, ("NB_USER", "jovyan"), ("LANG", "C.UTF-8")],
        labels: &[
            ("maintainer", "Data platform team"),
            ("org.opencontainers.image.version", "{version}"),
        ],
        layers: &[
            30_440_025,
            32,
            981_402,
            310_228_905,
            689_120_773,
            1_204_885_310,
        ],
        oci: true,
        ..EMPTY
    },
];

/// The family of that name, or the first one: a misspelt table entry must not stop the demo.
pub fn family(key: &str) -> &'static Family {
    FAMILIES
        .iter()
        .find(|family| family.key == key)
        .unwrap_or(&FAMILIES[0])
}
