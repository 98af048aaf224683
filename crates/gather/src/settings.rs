//! What the operator can choose, and the bounds.

use std::time::Duration;

/// Settings of the fetching side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// Private, loopback and other inner addresses may be fetched. For feeds of one's own house.
    pub allow_private: bool,
    /// Single hosts, `host` or `host:port`, that may be fetched although they are private: safer
    /// than [`Settings::allow_private`], because redirects to others stay refused.
    pub private_hosts: Vec<String>,
    /// `robots.txt` is asked first.
    pub obey_robots: bool,
    /// How this house names itself to others.
    pub user_agent: String,
    /// Bytes of one body, unpacked; longer ones are refused.
    pub body_bytes_max: usize,
    /// Redirects followed for one address.
    pub redirects_max: usize,
    /// From the first byte sent to the last received, redirects included, waiting turns excluded.
    pub time_max: Duration,
    /// To connect, TLS included.
    pub connect_time_max: Duration,
    /// Between two requests to one host.
    pub host_pause: Duration,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            allow_private: false,
            private_hosts: Vec::new(),
            obey_robots: true,
            user_agent: concat!("Wiredesk/", env!("CARGO_PKG_VERSION")).to_owned(),
            body_bytes_max: 32 << 20,
            redirects_max: 5,
            time_max: Duration::from_secs(60),
            connect_time_max: Duration::from_secs(10),
            host_pause: Duration::from_secs(2),
        }
    }
}

impl Settings {
    /// Whether this host may be private. `port` is `None` when a name is looked up.
    pub(crate) fn may_be_private(&self, host: &str, port: Option<u16>) -> bool {
        let named = |entry: &String| match entry.rsplit_once(':') {
            Some((name, digits)) if digits.bytes().all(|b| b.is_ascii_digit()) => {
                name == host && port.is_none_or(|p| digits.parse() == Ok(p))
            }
            _ => entry == host,
        };
        self.allow_private || self.private_hosts.iter().any(named)
    }
}

/// The name that `robots.txt` rules are looked up by.
pub(crate) const ROBOT: &str = "wiredesk";
/// Bytes of a `robots.txt` that are read; the rest is ignored, as RFC 9309 allows.
pub(crate) const ROBOTS_BYTES_MAX: usize = 500 << 10;
/// How long a `robots.txt` holds.
pub(crate) const ROBOTS_TTL: Duration = Duration::from_secs(24 * 3600);
/// How long a host whose `robots.txt` fails is left alone.
pub(crate) const ROBOTS_FAILED_TTL: Duration = Duration::from_secs(600);
/// The longest pause that a `Crawl-delay` can ask for.
pub(crate) const CRAWL_DELAY_MAX: Duration = Duration::from_secs(60);
/// Hosts that are remembered; beyond it idle ones are forgotten.
pub(crate) const HOSTS_MAX: usize = 10_000;
