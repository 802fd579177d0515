//! Which certificates of a database are trusted: with `sslmode=verify-full` those of an authority, as `sslrootcert` or the system has them;
//! else every one, as PostgreSQL's own tools do, so that the line is encrypted, to whoever answers.

use std::sync::Arc;

use tokio_rustls::rustls::client::danger::{
    HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier,
};
use tokio_rustls::rustls::crypto::{
    CryptoProvider, ring, verify_tls12_signature, verify_tls13_signature,
};
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use tokio_rustls::rustls::{
    ClientConfig, DigitallySignedStruct, Error, RootCertStore, SignatureScheme,
};

use crate::address::{Address, Safety};

/// The TLS configuration for an address.
///
/// # Errors
/// When the authorities' certificates cannot be read; the text says which.
pub(crate) fn configuration(address: &Address) -> Result<ClientConfig, String> {
    let provider = Arc::new(ring::default_provider());
    let builder = ClientConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()
        .map_err(|why| why.to_string())?;
    let config = match address.safety {
        Safety::Verified => builder.with_root_certificates(roots(address)?).with_no_client_auth(),
        Safety::Unverified => builder
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(Anyone(provider)))
            .with_no_client_auth(),
    };
    Ok(config)
}

fn roots(address: &Address) -> Result<RootCertStore, String> {
    let mut roots = RootCertStore::empty();
    match &address.roots {
        Some(path) => {
            let wrong = |why: String| format!("sslrootcert {}: {why}", path.display());
            let certificates =
                CertificateDer::pem_file_iter(path).map_err(|why| wrong(why.to_string()))?;
            for certificate in certificates {
                let certificate = certificate.map_err(|why| wrong(why.to_string()))?;
                roots.add(certificate).map_err(|why| wrong(why.to_string()))?;
            }
            if roots.is_empty() {
                return Err(wrong("no certificate is in it".to_owned()));
            }
        }
        None => {
            let (_, _) =
                roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
            if roots.is_empty() {
                return Err("the system has no certificates of authorities; name a file of them with sslrootcert".to_owned());
            }
        }
    }
    Ok(roots)
}

/// Trusts any certificate, but only one whose key the other side has.
#[derive(Debug)]
struct Anyone(Arc<CryptoProvider>);

impl ServerCertVerifier for Anyone {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls12_signature(
            message,
            certificate,
            signed,
            &self.0.signature_verification_algorithms,
        )
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(
            message,
            certificate,
            signed,
            &self.0.signature_verification_algorithms,
        )
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}
