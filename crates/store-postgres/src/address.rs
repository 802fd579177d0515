//! Where a warehouse is: `postgres://USER:PASSWORD@HOST:PORT/DATABASE?sslmode=…`, as PostgreSQL's own tools take it. The password is in it
//! and in nothing that is ever printed. What it leaves out: connecting.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use postgres::Config;
use postgres::config::{Host, SslMode};

/// How long a connection may take to come about.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// For how long what was sent may stay unheard before the connection is given up.
const UNHEARD_MAX: Duration = Duration::from_secs(30);

/// After how long a silence the other side is asked whether it is still there.
const KEEPALIVE: Duration = Duration::from_secs(10);

/// Parameters that an address may have, besides `sslmode` and `sslrootcert`.
const PARAMETERS: [&str; 6] =
    ["connect_timeout", "host", "keepalives", "options", "port", "target_session_attrs"];

/// What is wrong with an address. It never repeats the address, since a password may be in any part of one that is malformed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "the warehouse's address {0}; it is written postgres://USER:PASSWORD@HOST:PORT/DATABASE?sslmode=require, what is special in a password as %40"
)]
pub struct AddressError(String);

/// How the line is kept safe.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Safety {
    /// In the clear, or encrypted to whoever answers.
    Unverified,
    /// Encrypted, to the host that is named, as a certificate says.
    Verified,
}

/// Where a warehouse is, with what it takes to get there. Printed, it is host, port and database.
#[derive(Clone)]
pub struct Address {
    pub(crate) config: Config,
    pub(crate) safety: Safety,
    pub(crate) roots: Option<PathBuf>,
    place: String,
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.place)
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Address({})", self.place)
    }
}

fn refuse(what: &str) -> AddressError {
    AddressError(what.to_owned())
}

impl FromStr for Address {
    type Err = AddressError;

    fn from_str(text: &str) -> Result<Self, AddressError> {
        if !text.starts_with("postgres://") && !text.starts_with("postgresql://") {
            return Err(refuse("does not begin with postgres://"));
        }
        let (base, query) = text.split_once('?').unwrap_or((text, ""));
        let (mut mode, mut safety) = (SslMode::Prefer, Safety::Unverified);
        let mut roots = None;
        let mut rest = Vec::new();
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            match pair.split_once('=') {
                Some(("sslmode", "disable")) => mode = SslMode::Disable,
                Some(("sslmode", "prefer")) => mode = SslMode::Prefer,
                Some(("sslmode", "require")) => mode = SslMode::Require,
                Some(("sslmode", "verify-full")) => {
                    (mode, safety) = (SslMode::Require, Safety::Verified);
                }
                Some(("sslmode", _)) => {
                    let what = "has an sslmode other than disable, prefer, require, verify-full";
                    return Err(refuse(what));
                }
                Some(("sslrootcert", path)) => roots = Some(PathBuf::from(path)),
                Some((name, _)) if PARAMETERS.contains(&name) => rest.push(pair),
                Some(_) | None => {
                    let known = PARAMETERS.join(", ");
                    let what = format!("has a parameter other than sslmode, sslrootcert, {known}");
                    return Err(AddressError(what));
                }
            }
        }
        let plain =
            if rest.is_empty() { base.to_owned() } else { format!("{base}?{}", rest.join("&")) };
        let mut config: Config = plain.parse().map_err(|_| refuse("cannot be understood"))?;
        config.ssl_mode(mode).keepalives_idle(KEEPALIVE).tcp_user_timeout(UNHEARD_MAX);
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(CONNECT_TIMEOUT);
        }
        let place = place(&config)?;
        Ok(Self { config, safety, roots, place })
    }
}

/// Host, port and database, in words that hold no secret.
fn place(config: &Config) -> Result<String, AddressError> {
    let hosts = config.get_hosts().iter().map(|host| match host {
        Host::Tcp(name) => name.clone(),
        Host::Unix(folder) => folder.display().to_string(),
    });
    let hosts: Vec<String> = hosts.collect();
    if hosts.is_empty() || hosts.iter().any(String::is_empty) {
        return Err(refuse("names no host"));
    }
    if hosts.iter().any(|host| host.contains(['@', ':'])) {
        return Err(refuse("has a host that none can have"));
    }
    let database = config.get_dbname().filter(|name| !name.is_empty());
    let database = database.ok_or_else(|| refuse("names no database"))?;
    if config.get_user().is_none_or(str::is_empty) {
        return Err(refuse("names no user"));
    }
    let port = config.get_ports().first().copied().unwrap_or(5432);
    Ok(format!("{}:{port}/{database}", hosts.join(",")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Address, String> {
        text.parse::<Address>().map_err(|why| why.to_string())
    }

    #[test]
    fn it_is_printed_without_user_and_password() {
        let address = parse("postgres://bi:s3cr%40t@db.example:6432/mart?sslmode=require").unwrap();
        assert_eq!(address.to_string(), "db.example:6432/mart");
        assert_eq!(format!("{address:?}"), "Address(db.example:6432/mart)");
        assert_eq!(address.config.get_password(), Some(b"s3cr@t".as_slice()));
        assert_eq!(address.config.get_ssl_mode(), SslMode::Require);
        assert_eq!(address.safety, Safety::Unverified);
    }

    #[test]
    fn a_host_is_verified_when_that_is_asked_for() {
        let text = "postgresql://bi@db/mart?sslmode=verify-full&sslrootcert=/etc/ca.pem";
        let address = parse(text).unwrap();
        assert_eq!(address.safety, Safety::Verified);
        assert_eq!(address.roots, Some(PathBuf::from("/etc/ca.pem")));
        assert_eq!(address.config.get_ssl_mode(), SslMode::Require);
    }

    #[test]
    fn a_schema_may_be_named() {
        let text = "postgres://bi@db/mart?options=-c%20search_path%3Dchats";
        let address = parse(text).unwrap();
        assert_eq!(address.config.get_options(), Some("-c search_path=chats"));
    }

    #[test]
    fn what_is_wrong_is_said_and_nothing_of_it_repeated() {
        for (text, what) in [
            ("mysql://u:hush@h/d", "does not begin with postgres://"),
            ("host=h password=hush", "does not begin with postgres://"),
            ("postgres://u:hush@h/d?sslmode=verify-ca", "has an sslmode other than"),
            ("postgres://u:hu?sh@h/d", "has a parameter other than"),
            ("postgres://u:hu@sh@h/d", "has a host that none can have"),
            ("postgres://u:hush@h:port/d", "cannot be understood"),
            ("postgres://u:hush@h", "names no database"),
            ("postgres://u:hush@/d", "names no host"),
            ("postgres://h/d", "names no user"),
        ] {
            let why = parse(text).unwrap_err();
            assert!(why.contains(what), "{text}: {why}");
            assert!(!why.contains("hu?sh") && !why.contains("hush"), "{why}");
        }
    }
}
