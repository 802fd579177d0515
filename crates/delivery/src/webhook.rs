//! Posting a file to a webhook: over TLS, to the addresses that its name has now and only if they are public ones, never further to where
//! an answer points. What it leaves out: answers' contents, of which only the status counts.

use std::net::SocketAddr;
use std::time::Duration;

use bytes::Bytes;
use http_body_util::Full;
use hyper::client::conn::http1;
use hyper::header::{CONTENT_DISPOSITION, CONTENT_TYPE, HOST, HeaderName, HeaderValue, USER_AGENT};
use hyper::{Method, Request, Uri};
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::rustls::pki_types::ServerName;

use crate::guard::is_private;
use crate::signature::{SIGNATURE_HEADER, sign};
use crate::tls::Tls;
use crate::{Failure, File};

/// The header that the id of a delivery stands in.
pub const DELIVERY_HEADER: &str = "holdfast-delivery";
/// How long finding and reaching one address may take.
const CONNECT_WITHIN: Duration = Duration::from_secs(10);
/// How long all of it may take.
const WITHIN: Duration = Duration::from_secs(30);
/// Most addresses of one name that are tried.
const ADDRESSES_TRIED_MAX: usize = 4;

/// What is posted.
#[derive(Debug)]
pub struct Post<'a> {
    /// The webhook's address.
    pub url: &'a str,
    /// What the request is signed with.
    pub secret: &'a str,
    /// The id of the delivery.
    pub delivery: &'a str,
    /// When it is sent, in seconds since 1970.
    pub seconds: i64,
    /// More headers: names in lower case, values in ASCII.
    pub headers: &'a [(&'static str, String)],
    /// The request's body.
    pub file: &'a File,
}

/// Posts to webhooks.
pub(crate) struct Poster {
    private_hosts: Vec<String>,
    tls: Tls,
}

/// An address taken to pieces.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Place {
    has_tls: bool,
    /// Without brackets.
    host: String,
    port: u16,
    /// As it stands in the header.
    authority: String,
    path: String,
}

impl Poster {
    pub(crate) fn new(private_hosts: Vec<String>) -> Self {
        Self { private_hosts, tls: Tls::default() }
    }

    fn is_own(&self, host: &str) -> bool {
        self.private_hosts.iter().any(|own| own.eq_ignore_ascii_case(host))
    }

    /// Takes an address to pieces.
    ///
    /// # Errors
    /// When no webhook may have it here.
    pub(crate) fn check(&self, url: &str) -> Result<Place, Failure> {
        let wrong = |why: &str| Failure::lasting(why);
        let uri: Uri =
            url.parse().map_err(|_| wrong("it is no address such as https://example.com/hook"))?;
        let (Some(scheme), Some(authority)) = (uri.scheme_str(), uri.authority()) else {
            return Err(wrong("it must begin with https://"));
        };
        if authority.as_str().contains('@') {
            return Err(wrong("it must have no user name or password; requests are signed"));
        }
        let host = authority.host().trim_start_matches('[').trim_end_matches(']').to_owned();
        let has_tls = match scheme {
            "https" => true,
            "http" if self.is_own(&host) => false,
            "http" => {
                let why = "it must begin with https://; without TLS only hosts that the operator names in webhook_private_hosts are reached";
                return Err(wrong(why));
            }
            _ => return Err(wrong("it must begin with https://")),
        };
        if host.parse().is_ok_and(is_private) && !self.is_own(&host) {
            return Err(private());
        }
        let path = uri.path_and_query().map_or("/", |path| path.as_str());
        Ok(Place {
            has_tls,
            port: authority.port_u16().unwrap_or(if has_tls { 443 } else { 80 }),
            authority: authority.to_string(),
            path: path.to_owned(),
            host,
        })
    }

    /// Posts, and waits for the answer's status.
    ///
    /// # Errors
    /// Why it was not taken.
    pub(crate) async fn send(&self, post: &Post<'_>) -> Result<(), Failure> {
        let place = self.check(post.url)?;
        match timeout(WITHIN, self.send_to(&place, post)).await {
            Ok(result) => result,
            Err(_) => {
                let seconds = WITHIN.as_secs();
                Err(Failure::passing(format!("the receiver did not answer within {seconds} s")))
            }
        }
    }

    async fn send_to(&self, place: &Place, post: &Post<'_>) -> Result<(), Failure> {
        let request = request(place, post)?;
        let stream = self.connect(place).await?;
        if !place.has_tls {
            return exchange(stream, request).await;
        }
        let name = ServerName::try_from(place.host.clone())
            .map_err(|_| Failure::lasting("the name of its host is none"))?;
        let connector = self.tls.connector().await.map_err(Failure::passing)?;
        let stream = connector
            .connect(name, stream)
            .await
            .map_err(|why| Failure::passing(format!("no TLS with the receiver: {why}")))?;
        exchange(stream, request).await
    }

    /// Connects to an address that the host has now: the one that was looked at, so that a name that changes leads nowhere else.
    async fn connect(&self, place: &Place) -> Result<TcpStream, Failure> {
        let target = (place.host.as_str(), place.port);
        let found = match timeout(CONNECT_WITHIN, tokio::net::lookup_host(target)).await {
            Ok(Ok(found)) => found.collect::<Vec<SocketAddr>>(),
            Ok(Err(_)) | Err(_) => {
                return Err(Failure::passing("the receiver's name was not found"));
            }
        };
        let is_own = self.is_own(&place.host);
        let may = |address: &&SocketAddr| is_own || !is_private(address.ip());
        let mut failure = match found.is_empty() {
            true => Failure::passing("the receiver's name has no address"),
            false => private(),
        };
        for address in found.iter().filter(may).take(ADDRESSES_TRIED_MAX) {
            failure = match timeout(CONNECT_WITHIN, TcpStream::connect(address)).await {
                Ok(Ok(stream)) => return Ok(stream),
                Ok(Err(why)) => {
                    Failure::passing(format!("the receiver was not reached: {}", why.kind()))
                }
                Err(_) => Failure::passing("the receiver was not reached: nobody answered"),
            };
        }
        Err(failure)
    }
}

fn private() -> Failure {
    Failure::lasting(
        "it leads into a private network; the operator may name its host in webhook_private_hosts",
    )
}

fn request(place: &Place, post: &Post<'_>) -> Result<Request<Full<Bytes>>, Failure> {
    let unwritable = |_| Failure::lasting("a header of the request could not be written");
    let value = |text: &str| HeaderValue::from_str(text).map_err(unwritable);
    let Post { secret, delivery, seconds, headers, file, .. } = post;
    let mut request = Request::new(Full::new(file.bytes.clone()));
    *request.method_mut() = Method::POST;
    *request.uri_mut() = place
        .path
        .parse()
        .map_err(|_| Failure::lasting("the path of its address cannot be asked for"))?;
    let own = request.headers_mut();
    own.insert(HOST, value(&place.authority)?);
    own.insert(
        USER_AGENT,
        HeaderValue::from_static(concat!("Holdfast/", env!("CARGO_PKG_VERSION"))),
    );
    own.insert(CONTENT_TYPE, HeaderValue::from_static(file.media_type));
    own.insert(CONTENT_DISPOSITION, value(&format!("attachment; filename=\"{}\"", file.name))?);
    own.insert(DELIVERY_HEADER, value(delivery)?);
    own.insert(SIGNATURE_HEADER, value(&sign(secret, *seconds, &file.bytes))?);
    for (name, text) in *headers {
        own.insert(HeaderName::from_static(name), value(text)?);
    }
    Ok(request)
}

/// Sends the request on a connection of its own and looks at the answer's status.
async fn exchange(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    request: Request<Full<Bytes>>,
) -> Result<(), Failure> {
    let broken = |why: hyper::Error| Failure::passing(format!("the receiver broke off: {why}"));
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await.map_err(broken)?;
    let connection = tokio::spawn(connection);
    let answer = sender.send_request(request).await;
    // Its status is all that counts.
    connection.abort();
    let status = answer.map_err(broken)?.status();
    if status.is_success() {
        return Ok(());
    }
    let code = status.as_u16();
    let detail = match status.is_redirection() {
        true => format!("the receiver answered {code}; where that leads is not followed"),
        false => format!("the receiver answered {code}"),
    };
    Err(Failure::passing(detail))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::TcpListener;
    use tokio_rustls::TlsAcceptor;
    use tokio_rustls::rustls::crypto::ring;
    use tokio_rustls::rustls::pki_types::pem::PemObject as _;
    use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
    use tokio_rustls::rustls::{RootCertStore, ServerConfig};

    use super::*;

    fn poster() -> Poster {
        Poster::new(vec!["erp.internal".into(), "127.0.0.1".into(), "::1".into()])
    }

    /// A TLS server for `localhost`; the certificate and its key are of no use anywhere else.
    async fn tls_server() -> (u16, RootCertStore) {
        let certificate =
            CertificateDer::from_pem_slice(include_bytes!("../fixtures/localhost.pem")).unwrap();
        let key =
            PrivateKeyDer::from_pem_slice(include_bytes!("../fixtures/localhost.key")).unwrap();
        let mut roots = RootCertStore::empty();
        roots.add(certificate.clone()).unwrap();
        let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![certificate], key)
            .unwrap();
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let Ok(mut stream) = acceptor.accept(stream).await else { continue };
                let mut request = [0; 4_096];
                let read = stream.read(&mut request).await.unwrap();
                assert!(request[..read].starts_with(b"POST / HTTP/1.1"));
                stream.write_all(b"HTTP/1.1 204 No Content\r\n\r\n").await.unwrap();
            }
        });
        (port, roots)
    }

    #[tokio::test]
    async fn a_receiver_must_be_who_its_address_says() {
        let (port, roots) = tls_server().await;
        let file = File { name: "a.csv".into(), media_type: "text/csv", bytes: Bytes::new() };
        let send = async |tls: Tls, host: &str| {
            let own = vec!["localhost".to_owned(), "127.0.0.1".to_owned()];
            let poster = Poster { private_hosts: own, tls };
            let url = format!("https://{host}:{port}");
            let post = Post {
                url: &url,
                secret: "s",
                delivery: "d",
                seconds: 0,
                headers: &[],
                file: &file,
            };
            poster.send(&post).await
        };
        send(Tls::trusting(roots.clone()), "localhost").await.unwrap();
        let other_name = send(Tls::trusting(roots), "127.0.0.1").await.unwrap_err();
        assert!(other_name.detail.contains("no TLS"), "{other_name}");
        let nobody_knows_it = send(Tls::default(), "localhost").await.unwrap_err();
        assert!(nobody_knows_it.is_passing, "{nobody_knows_it}");
    }

    #[test]
    fn a_webhook_has_tls_and_a_public_address_unless_the_operator_names_its_host() {
        let place = poster().check("https://example.com:8443/a/b?c=d").unwrap();
        assert_eq!((place.host.as_str(), place.port), ("example.com", 8443));
        assert_eq!(
            (place.path.as_str(), place.authority.as_str()),
            ("/a/b?c=d", "example.com:8443")
        );
        assert_eq!(poster().check("https://example.com").unwrap().port, 443);
        assert_eq!(poster().check("http://ERP.internal").unwrap().port, 80);
        let six = poster().check("http://[::1]:80/x").unwrap();
        assert_eq!(six.host, "::1");
        for wrong in [
            "example.com/hook",
            "ftp://example.com",
            "https:///hook",
            "http://example.com/hook",
            "https://ann:hush@example.com",
            "https://10.0.0.1/",
            "https://169.254.169.254/latest",
            "https://[::ffff:10.0.0.1]/",
            "https://[fd00::1]/",
            "http://127.0.0.2/",
            "https://exa mple.com",
        ] {
            let refused = poster().check(wrong).expect_err(wrong);
            assert!(!refused.is_passing, "{wrong}");
        }
    }
}
