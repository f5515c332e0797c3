//! TLS to the API: whom we trust, and who we are.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair};
use rustls::RootCertStore;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject as _};
use rustls::server::WebPkiClientVerifier;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

use crate::harness::Console;
use crate::kubeconfig::Kubeconfig;

/// An authority and what it signs.
struct Authority {
    pem: String,
    issuer: Issuer<'static, KeyPair>,
}

/// A certificate and its key.
struct Identity {
    certificate: String,
    key: String,
}

impl Authority {
    fn new() -> Self {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params
            .distinguished_name
            .push(DnType::CommonName, "authority of the test");
        let key = KeyPair::generate().unwrap();
        let pem = params.self_signed(&key).unwrap().pem();
        let issuer = Issuer::new(params, key);
        Self { pem, issuer }
    }

    fn sign(&self, name: &str) -> Identity {
        let params = CertificateParams::new(vec![name.to_owned()]).unwrap();
        let key = KeyPair::generate().unwrap();
        let certificate = params.signed_by(&key, &self.issuer).unwrap();
        Identity {
            certificate: certificate.pem(),
            key: key.serialize_pem(),
        }
    }
}

/// An API server with TLS on `127.0.0.1` that says whether the caller showed a certificate.
async fn server(authority: &Authority) -> String {
    let identity = authority.sign("127.0.0.1");
    let mut roots = RootCertStore::empty();
    roots
        .add(CertificateDer::from_pem_slice(authority.pem.as_bytes()).unwrap())
        .unwrap();
    let verifier = WebPkiClientVerifier::builder(Arc::new(roots))
        .allow_unauthenticated()
        .build()
        .unwrap();
    let config = rustls::ServerConfig::builder()
        .with_client_cert_verifier(verifier)
        .with_single_cert(
            vec![CertificateDer::from_pem_slice(identity.certificate.as_bytes()).unwrap()],
            PrivateKeyDer::from_pem_slice(identity.key.as_bytes()).unwrap(),
        )
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        loop {
            let (stream, _) = listener.accept().await.unwrap();
            // A caller that does not trust us goes away in the handshake.
            let Ok(mut stream) = acceptor.accept(stream).await else {
                continue;
            };
            let mut buffer = [0; 4096];
            let _ = stream.read(&mut buffer).await.unwrap();
            let shown = stream.get_ref().1.peer_certificates().map_or(0, <[_]>::len);
            let answer =
                format!("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nConnection: close\r\n\r\n{shown}");
            stream.write_all(answer.as_bytes()).await.unwrap();
            let _ = stream.shutdown().await;
        }
    });
    url
}

#[tokio::test]
async fn the_named_authority_is_trusted() {
    let authority = Authority::new();
    let url = server(&authority).await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("ca.crt");
    std::fs::write(&file, &authority.pem).unwrap();
    let console = Console::start(&["--api-url", &url, "--ca-file", file.to_str().unwrap()]).await;
    let answer = console.get("/version", &[]).await;
    assert_eq!((answer.status.as_u16(), answer.text()), (200, "0"));
}

#[tokio::test]
async fn another_authority_is_not() {
    let url = server(&Authority::new()).await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("ca.crt");
    std::fs::write(&file, Authority::new().pem).unwrap();
    let console = Console::start(&["--api-url", &url, "--ca-file", file.to_str().unwrap()]).await;
    let answer = console.get("/version", &[]).await;
    let message = answer.assert_status(502, "UpstreamUntrusted");
    assert!(message.contains(&url), "{message}");
}

#[tokio::test]
async fn a_kubeconfig_shows_its_client_certificate() {
    let authority = Authority::new();
    let url = server(&authority).await;
    let me = authority.sign("me");
    let encode = |pem: &str| STANDARD.encode(pem);
    let cluster = format!(
        "server: '{url}', certificate-authority-data: {}",
        encode(&authority.pem)
    );
    let user = format!(
        "{{client-certificate-data: {}, client-key-data: {}}}",
        encode(&me.certificate),
        encode(&me.key)
    );
    let config = Kubeconfig::new(&cluster, &user);
    let console = config.console().await;
    let answer = console.get("/version", &[]).await;
    assert_eq!((answer.status.as_u16(), answer.text()), (200, "1"));
}
