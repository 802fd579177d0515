//! TLS to webhooks by rustls: the authorities are those of the system, or of the file that `SSL_CERT_FILE` names.

use std::sync::Arc;

use tokio::sync::OnceCell;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

/// Makes TLS connections; what is trusted is read when it is first needed.
#[derive(Default)]
pub(crate) struct Tls(OnceCell<TlsConnector>);

impl Tls {
    /// What connects.
    ///
    /// # Errors
    /// When the system has no certificates of authorities.
    pub(crate) async fn connector(&self) -> Result<TlsConnector, String> {
        let read = || async {
            // It reads a file of some hundred kilobytes.
            let roots =
                tokio::task::spawn_blocking(roots).await.map_err(|why| why.to_string())??;
            connector(roots)
        };
        self.0.get_or_try_init(read).await.cloned()
    }

    /// What connects and trusts these authorities alone.
    #[cfg(test)]
    pub(crate) fn trusting(roots: RootCertStore) -> Self {
        Self(OnceCell::new_with(connector(roots).ok()))
    }
}

fn roots() -> Result<RootCertStore, String> {
    let mut roots = RootCertStore::empty();
    let found = rustls_native_certs::load_native_certs().certs;
    // Some that this library does not understand are in every system's list.
    let (_, _) = roots.add_parsable_certificates(found);
    if roots.is_empty() {
        return Err("the server's system has no certificates of authorities".to_owned());
    }
    Ok(roots)
}

fn connector(roots: RootCertStore) -> Result<TlsConnector, String> {
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|why| why.to_string())?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(TlsConnector::from(Arc::new(config)))
}
