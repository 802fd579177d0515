//! How a server is set up: a file, and options of the command line that win over it. Unknown names are refused.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use serde::Deserialize;
use store_postgres::Address;

/// Options of `holdfast serve`.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// A TOML file with the same names as the options, with `_` for `-`.
    #[arg(long, env = "HOLDFAST_CONFIG")]
    config: Option<PathBuf>,
    /// The folder in which everything is kept; made when it is not there [default: data].
    #[arg(long, env = "HOLDFAST_DATA")]
    data: Option<PathBuf>,
    /// Address and port; port 0 takes a free one [default: 127.0.0.1:7070].
    #[arg(long, env = "HOLDFAST_LISTEN")]
    listen: Option<SocketAddr>,
    /// A demo site at `/`, and demo accounts whose passwords are printed.
    #[arg(long)]
    demo: bool,
    /// The mart is kept in PostgreSQL, at postgres://USER:PASSWORD@HOST:PORT/DATABASE?sslmode=require, instead of in the data folder.
    #[arg(long, env = "HOLDFAST_WAREHOUSE", value_name = "ADDRESS", hide_env_values = true)]
    warehouse: Option<Secret>,
    /// The mail server that scheduled reports are handed to, smtps://USER:PASSWORD@HOST or smtp://HOST?tls=required; without one none is mailed.
    #[arg(long, env = "HOLDFAST_SMTP_URL", value_name = "ADDRESS", hide_env_values = true)]
    smtp_url: Option<Secret>,
    /// From whom mail is, such as "Holdfast <reports@example.com>"; needed with a mail server.
    #[arg(long, env = "HOLDFAST_MAIL_FROM", value_name = "ADDRESS")]
    mail_from: Option<String>,
    /// A host that webhooks may reach although its address is private, also without TLS; may be repeated, or several with commas between them.
    #[arg(
        long = "webhook-private-host",
        env = "HOLDFAST_WEBHOOK_PRIVATE_HOSTS",
        value_name = "HOST",
        value_delimiter = ','
    )]
    webhook_private_hosts: Vec<String>,
    /// Changes a setting of docs/settings.md at the start; may be repeated.
    #[arg(long = "set", value_name = "NAME=VALUE", value_parser = name_and_value)]
    settings: Vec<(String, String)>,
    /// How log lines look.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) log_format: LogFormat,
}

/// A text with a password in it, which is never printed.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub(crate) struct Secret(String);

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret")
    }
}

impl std::str::FromStr for Secret {
    type Err = std::convert::Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(Self(text.to_owned()))
    }
}

impl Secret {
    /// The address that it is.
    ///
    /// # Errors
    /// When it is none; the error does not repeat it.
    pub(crate) fn address(&self) -> anyhow::Result<Address> {
        Ok(self.0.parse()?)
    }
}

/// How log lines look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub(crate) enum LogFormat {
    /// For people.
    #[default]
    Text,
    /// For machines.
    Json,
}

/// A server's configuration, complete.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Config {
    /// The folder in which everything is kept.
    pub(crate) data: PathBuf,
    /// Address and port.
    pub(crate) listen: SocketAddr,
    /// Whether there are a demo site and demo accounts.
    pub(crate) demo: bool,
    /// The name of the tenant in exports, logs and metrics.
    pub(crate) tenant: String,
    /// Origins besides the request's own host, when a proxy changes the host.
    pub(crate) public_origins: Vec<String>,
    /// Sites that may show the widget; empty: any.
    pub(crate) widget_sites: Vec<String>,
    /// Whether cookies are sent over TLS only.
    pub(crate) secure_cookies: bool,
    /// Whether a proxy sets `X-Forwarded-For`.
    pub(crate) trust_forwarded_for: bool,
    /// Commands a second for each connection.
    pub(crate) commands_per_second: u32,
    /// Commands in a burst.
    pub(crate) commands_burst: u32,
    /// New customer sessions a minute from one address.
    pub(crate) customer_sessions_per_minute: u32,
    /// The mail server; None: no mail is sent.
    pub(crate) smtp_url: Option<Secret>,
    /// From whom mail is.
    pub(crate) mail_from: Option<String>,
    /// Hosts that webhooks may reach although their addresses are private.
    pub(crate) webhook_private_hosts: Vec<String>,
    /// Settings to change at the start.
    pub(crate) settings: BTreeMap<String, String>,
    /// Where PostgreSQL has the mart; None: it is in the data folder.
    pub(crate) warehouse: Option<Secret>,
}

impl Default for Config {
    fn default() -> Self {
        let gateway = gateway::Config::default();
        Self {
            data: PathBuf::from("data"),
            listen: SocketAddr::from(([127, 0, 0, 1], 7070)),
            demo: false,
            tenant: "main".to_owned(),
            public_origins: gateway.public_origins,
            widget_sites: gateway.widget_sites,
            secure_cookies: gateway.secure_cookies,
            trust_forwarded_for: gateway.trust_forwarded_for,
            commands_per_second: gateway.commands_per_second,
            commands_burst: gateway.commands_burst,
            customer_sessions_per_minute: gateway.customer_sessions_per_minute,
            smtp_url: None,
            mail_from: None,
            webhook_private_hosts: Vec::new(),
            settings: BTreeMap::new(),
            warehouse: None,
        }
    }
}

impl Config {
    /// The file, if one is named, with the options over it.
    ///
    /// # Errors
    /// When the file cannot be read, or has an unknown name or a wrong value.
    pub(crate) fn of(options: &Options) -> anyhow::Result<Self> {
        let mut config = match &options.config {
            Some(path) => Self::read(path)?,
            None => Self::default(),
        };
        if let Some(data) = &options.data {
            config.data.clone_from(data);
        }
        if let Some(listen) = options.listen {
            config.listen = listen;
        }
        if options.warehouse.is_some() {
            config.warehouse.clone_from(&options.warehouse);
        }
        if options.smtp_url.is_some() {
            config.smtp_url.clone_from(&options.smtp_url);
        }
        if options.mail_from.is_some() {
            config.mail_from.clone_from(&options.mail_from);
        }
        config.webhook_private_hosts.extend(options.webhook_private_hosts.iter().cloned());
        config.demo |= options.demo;
        config.settings.extend(options.settings.iter().cloned());
        Ok(config)
    }

    fn read(path: &Path) -> anyhow::Result<Self> {
        let text = std::fs::read_to_string(path)
            .with_context(|| format!("config file {} cannot be read", path.display()))?;
        toml::from_str(&text).with_context(|| format!("config file {}", path.display()))
    }

    /// What of it is the gateway's.
    pub(crate) fn gateway(&self, secret: [u8; 32]) -> gateway::Config {
        gateway::Config {
            public_origins: self.public_origins.clone(),
            widget_sites: self.widget_sites.clone(),
            secure_cookies: self.secure_cookies,
            demo: self.demo,
            trust_forwarded_for: self.trust_forwarded_for,
            commands_per_second: self.commands_per_second,
            commands_burst: self.commands_burst,
            customer_sessions_per_minute: self.customer_sessions_per_minute,
            delivery: delivery::Settings {
                smtp_url: self.smtp_url.as_ref().map(|url| url.0.clone()),
                mail_from: self.mail_from.clone(),
                private_hosts: self.webhook_private_hosts.clone(),
            },
            secret,
            ..gateway::Config::default()
        }
    }
}

fn name_and_value(text: &str) -> Result<(String, String), String> {
    let parts = text.split_once('=').map(|(n, v)| (n.to_owned(), v.to_owned()));
    parts.ok_or_else(|| format!("{text:?} is not NAME=VALUE, such as absent_interval=20s"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_sets_what_it_names_and_unknown_names_are_refused() {
        let config: Config =
            toml::from_str("listen = \"0.0.0.0:80\"\n[settings]\nidle_alert = \"1min\"").unwrap();
        assert_eq!(config.listen.port(), 80);
        assert_eq!(config.settings["idle_alert"], "1min");
        assert_eq!(config.commands_per_second, 30);
        let refused = toml::from_str::<Config>("lisen = \"0.0.0.0:80\"").unwrap_err();
        assert!(refused.to_string().contains("lisen"), "{refused}");
    }

    #[test]
    fn a_password_is_not_printed() {
        let text = "warehouse = \"postgres://mart:hush@db/mart\"";
        let config: Config = toml::from_str(text).unwrap();
        assert!(!format!("{config:?}").contains("hush"));
        let address = config.warehouse.unwrap().address().unwrap();
        assert_eq!(address.to_string(), "db:5432/mart");
        let wrong = Secret("mysql://mart:hush@db/mart".into()).address().unwrap_err();
        assert!(!format!("{wrong:#} {wrong:?}").contains("hush"));
    }

    #[test]
    fn how_reports_are_sent_is_set_and_its_password_not_printed() {
        let text = "smtp_url = \"smtps://ann:hush@mail.example.com\"\nmail_from = \"reports@example.com\"\nwebhook_private_hosts = [\"erp.internal\"]";
        let config: Config = toml::from_str(text).unwrap();
        let gateway = config.gateway([0; 32]);
        assert!(!format!("{config:?} {gateway:?}").contains("hush"));
        assert_eq!(gateway.delivery.smtp_url.as_deref(), Some("smtps://ann:hush@mail.example.com"));
        assert_eq!(gateway.delivery.private_hosts, ["erp.internal"]);
    }

    #[test]
    fn a_setting_has_a_name_and_a_value() {
        assert_eq!(name_and_value("a=b=c"), Ok(("a".into(), "b=c".into())));
        assert!(name_and_value("a").is_err());
    }
}
