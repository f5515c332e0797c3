//! The command line.

use std::net::IpAddr;
use std::path::PathBuf;

use clap::{ArgGroup, Parser, ValueEnum};
use http::Uri;
use jiff::Timestamp;

use crate::base_path::BasePath;
use crate::upstream::Scale;

const EXAMPLES: &str = "\
Examples:
  imagestream-console --demo
      A simulated cluster; nothing else is needed. Look at it as someone else with
      --as admin, viewer, nobody or none.
  imagestream-console
      The cluster of your current kubeconfig context, with your own rights.
  imagestream-console --context dev/api-example-com:6443/me --open
      Another context, and the browser opens.
  oc proxy --port 8001 & imagestream-console --api-url http://127.0.0.1:8001
      Through a running `oc proxy`.
  imagestream-console --api-url https://api.example.com:6443 --ca-file ca.crt --token-file token
      With a token of your own; the file is read again when it changes.
  imagestream-console --in-cluster --address 0.0.0.0 --allowed-host images.apps.example.com
      In a pod. Everyone who reaches it acts with the rights of its service account.
  imagestream-console --api-url https://kubernetes.default.svc --ca-file ca.crt \\
      --forwarded-token --allowed-host images.apps.example.com
      Behind an OAuth proxy that passes the user's token on: everyone has their own rights.

Whoever can reach the address acts with the credentials above. The server therefore binds to
127.0.0.1, answers under its own host names only, and takes API requests from its own page or
from programs, never from other sites.";

/// Serves ImageStream Console and passes its requests on to the OpenShift API.
#[derive(Debug, Parser)]
#[allow(clippy::struct_excessive_bools)] // Each is a switch of the command line.
#[command(name = "imagestream-console", version, about, after_help = EXAMPLES)]
#[command(group(ArgGroup::new("api").args(["demo", "kubeconfig", "api_url", "in_cluster"])))]
pub struct Args {
    /// Serve a simulated cluster from this process
    #[arg(
        long,
        help_heading = "Where the API is (default: the current kubeconfig context)"
    )]
    pub demo: bool,

    /// Use this kubeconfig instead of $KUBECONFIG or ~/.kube/config
    #[arg(
        long,
        value_name = "PATH",
        help_heading = "Where the API is (default: the current kubeconfig context)"
    )]
    pub kubeconfig: Option<PathBuf>,

    /// Use this context of the kubeconfig
    #[arg(long, value_name = "NAME", conflicts_with_all = ["demo", "api_url", "in_cluster"], help_heading = "Where the API is (default: the current kubeconfig context)")]
    pub context: Option<String>,

    /// Use the API at this address
    #[arg(long, value_name = "URL", value_parser = api_url, help_heading = "Where the API is (default: the current kubeconfig context)")]
    pub api_url: Option<Uri>,

    /// Use the service account of the pod (default in a pod without a kubeconfig)
    #[arg(
        long,
        help_heading = "Where the API is (default: the current kubeconfig context)"
    )]
    pub in_cluster: bool,

    /// Read the token from this file, again for each request; without it, the caller's own Authorization is passed on
    #[arg(
        long,
        value_name = "PATH",
        requires = "api_url",
        help_heading = "With --api-url"
    )]
    pub token_file: Option<PathBuf>,

    /// Trust the certificate authorities in this PEM file
    #[arg(
        long,
        value_name = "PATH",
        requires = "api_url",
        help_heading = "With --api-url"
    )]
    pub ca_file: Option<PathBuf>,

    /// Pass the token of X-Forwarded-Access-Token on, as an OAuth proxy in front sends it
    #[arg(
        long,
        requires = "api_url",
        conflicts_with = "token_file",
        help_heading = "With --api-url"
    )]
    pub forwarded_token: bool,

    /// Who asks when the request does not say: admin, developer (default), viewer, nobody, or none
    #[arg(
        long = "as",
        value_name = "NAME",
        requires = "demo",
        value_parser = ["admin", "developer", "viewer", "nobody", "none"],
        help_heading = "With --demo"
    )]
    pub identity: Option<String>,

    /// Add this many image streams with this many tags each
    #[arg(
        long,
        value_name = "STREAMSxTAGS",
        requires = "demo",
        help_heading = "With --demo"
    )]
    pub demo_scale: Option<Scale>,

    /// Stop the cluster's clock at this time
    #[arg(
        long,
        value_name = "RFC3339",
        requires = "demo",
        help_heading = "With --demo"
    )]
    pub demo_now: Option<Timestamp>,

    /// Import scheduled tags again after this many seconds
    #[arg(
        long,
        value_name = "SECONDS",
        default_value_t = 900,
        value_parser = clap::value_parser!(u32).range(1..),
        requires = "demo",
        help_heading = "With --demo"
    )]
    pub demo_schedule: u32,

    /// Import this many images a second, after three that come at once; servers import 2, and 0 takes no time
    #[arg(
        long,
        value_name = "IMAGES",
        default_value_t = 20,
        requires = "demo",
        help_heading = "With --demo"
    )]
    pub demo_import_rate: u32,

    /// Be an older server (before 4.16): a dry run of a tag really writes
    #[arg(long, requires = "demo", help_heading = "With --demo")]
    pub demo_old_server: bool,

    /// Import from real registries; needs a network, and lets whoever uses the demo make this
    /// process ask any host. What is made up (*.example.com, quay.io/acme) stays simulated
    #[arg(long, requires = "demo", help_heading = "With --demo")]
    pub registry_network: bool,

    /// Address to listen on
    #[arg(
        long,
        value_name = "IP",
        default_value = "127.0.0.1",
        help_heading = "Serving"
    )]
    pub address: IpAddr,

    /// Port to listen on; 0 takes any free one
    #[arg(long, default_value_t = 8080, help_heading = "Serving")]
    pub port: u16,

    /// Path under which everything is mounted, such as /tools/is/
    #[arg(
        long,
        value_name = "PATH",
        default_value = "/",
        help_heading = "Serving"
    )]
    pub base_path: BasePath,

    /// Folder of the built app (default: dist here, or beside this program)
    #[arg(long, value_name = "DIR", help_heading = "Serving")]
    pub dist: Option<PathBuf>,

    /// Answer under this host name too (may be repeated)
    #[arg(long, value_name = "NAME", help_heading = "Serving")]
    pub allowed_host: Vec<String>,

    /// Take API requests from this origin too, such as that of a development server (may be repeated)
    #[arg(long, value_name = "ORIGIN", help_heading = "Serving")]
    pub allowed_origin: Vec<String>,

    /// Address of the OpenShift console, for links into it
    #[arg(long, value_name = "URL", value_parser = web_url, help_heading = "Serving")]
    pub console_url: Option<String>,

    /// Open the browser
    #[arg(long, help_heading = "Serving")]
    pub open: bool,

    /// How the log on stderr is written; `RUST_LOG` chooses what, such as `console_server=debug`
    #[arg(long, value_enum, default_value_t = LogFormat::Text, help_heading = "Serving")]
    pub log_format: LogFormat,
}

/// How the log is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// For people.
    Text,
    /// One JSON object per line.
    Json,
}

fn api_url(text: &str) -> Result<Uri, String> {
    let uri: Uri = text.parse().map_err(|error| format!("{error}"))?;
    let http = matches!(uri.scheme_str(), Some("http" | "https"));
    let plain = uri.query().is_none()
        && uri
            .authority()
            .is_some_and(|authority| !authority.as_str().contains('@'));
    if http && plain {
        Ok(uri)
    } else {
        Err("it must look like https://api.example.com:6443".to_owned())
    }
}

/// Only an address that a browser opens as a page may become a link.
fn web_url(text: &str) -> Result<String, String> {
    let uri: Uri = text.parse().map_err(|error| format!("{error}"))?;
    if matches!(uri.scheme_str(), Some("http" | "https")) {
        Ok(text.to_owned())
    } else {
        Err("it must begin with https:// or http://".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory as _;

    fn parse(line: &str) -> Result<Args, clap::Error> {
        Args::try_parse_from(std::iter::once("imagestream-console").chain(line.split_whitespace()))
    }

    #[test]
    fn the_definition_is_sound() {
        Args::command().debug_assert();
    }

    #[test]
    fn accepted_and_refused_lines() {
        for line in [
            "",
            "--demo",
            "--demo --as none --demo-scale 10000x20 --demo-now 2026-03-04T05:06:07Z",
            "--demo --registry-network",
            "--demo --demo-old-server --demo-schedule 10 --demo-import-rate 0",
            "--kubeconfig /tmp/config --context a",
            "--context a",
            "--api-url http://127.0.0.1:8001/k8s/",
            "--api-url https://api:6443 --token-file t --ca-file c",
            "--api-url https://api:6443 --forwarded-token",
            "--in-cluster --address 0.0.0.0 --port 0 --base-path /tools/is",
            "--allowed-host a --allowed-host b --console-url https://console.example.com",
        ] {
            assert!(parse(line).is_ok(), "{line}: {:?}", parse(line).err());
        }
        for line in [
            "--demo --in-cluster",
            "--demo --context a",
            "--as admin",
            "--registry-network",
            "--demo-old-server",
            "--demo-schedule 10",
            "--demo-import-rate 2",
            "--demo --demo-schedule 0",
            "--demo --demo-schedule 10s",
            "--demo --as root",
            "--demo --demo-scale 10",
            "--demo --demo-now yesterday",
            "--token-file t",
            "--api-url https://api --token-file t --forwarded-token",
            "--api-url api:6443",
            "--api-url https://user:password@api:6443",
            "--base-path /a/../b",
            "--console-url javascript:alert(1)",
            "--port 70000",
        ] {
            assert!(parse(line).is_err(), "{line}");
        }
    }
}
