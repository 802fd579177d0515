//! What belongs to the process and not to the tenant: origins, cookies, rates, patience.

use std::time::Duration;

use crate::limits::{REPORT_WAITS_FOR, REPORT_WITHIN};

/// How the gateway is set up.
#[derive(Debug, Clone)]
pub struct Config {
    /// Origins besides the request's own host from which staff and customers come, such as `https://chat.example.com`, when a proxy
    /// changes the host.
    pub public_origins: Vec<String>,
    /// Sites that may show the widget's frame; empty: any.
    pub widget_sites: Vec<String>,
    /// Whether cookies are sent over TLS only.
    pub secure_cookies: bool,
    /// Whether the demo site is served at `/`.
    pub demo: bool,
    /// Whether the last address of `X-Forwarded-For` is the client's: only behind a proxy that sets it.
    pub trust_forwarded_for: bool,
    /// Commands a second for each connection and HTTP sender.
    pub commands_per_second: u32,
    /// Commands in a burst.
    pub commands_burst: u32,
    /// New customer sessions a minute from one address.
    pub customer_sessions_per_minute: u32,
    /// How long a question to a report waits for another one to end.
    pub report_waits_for: Duration,
    /// How long a report may take.
    pub report_within: Duration,
    /// How scheduled reports are sent.
    pub delivery: delivery::Settings,
    /// Makes the ids under which customers know staff; the same at every start.
    pub secret: [u8; 32],
}

impl Default for Config {
    fn default() -> Self {
        Self {
            public_origins: Vec::new(),
            widget_sites: Vec::new(),
            secure_cookies: false,
            demo: false,
            trust_forwarded_for: false,
            commands_per_second: 30,
            commands_burst: 60,
            customer_sessions_per_minute: 60,
            report_waits_for: REPORT_WAITS_FOR,
            report_within: REPORT_WITHIN,
            delivery: delivery::Settings::default(),
            secret: [0; 32],
        }
    }
}
