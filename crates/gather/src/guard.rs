//! Which addresses are on the public internet.
//!
//! A name is looked up once, by us, and only the addresses that passed are connected to: between
//! the check and the connection no second lookup can change its mind.

use crate::{Error, Settings};
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use url::{Host, Url};

/// Why an address is not public, in words (`a loopback`); `None` when it is.
#[must_use]
pub fn private_kind(address: IpAddr) -> Option<&'static str> {
    match address {
        IpAddr::V4(v4) => private_v4(v4),
        IpAddr::V6(v6) => private_v6(v6),
    }
}

/// IANA's special-purpose registry.
fn private_v4(address: Ipv4Addr) -> Option<&'static str> {
    match address.octets() {
        [0, ..] => Some("an unspecified"),
        [127, ..] => Some("a loopback"),
        [10, ..] | [172, 16..=31, ..] | [192, 168, ..] => Some("a private"),
        [100, 64..=127, ..] => Some("a carrier's inner"),
        [169, 254, ..] => Some("a link-local"),
        [192, 0, 0, _] | [192, 88, 99, _] | [192, 31, 196, _] => Some("a special-purpose"),
        [192, 52, 193, _] | [192, 175, 48, _] => Some("a special-purpose"),
        [192, 0, 2, _] | [198, 51, 100, _] | [203, 0, 113, _] => Some("a documentation"),
        [198, 18..=19, ..] => Some("a benchmarking"),
        [224..=239, ..] => Some("a multicast"),
        [240..=255, ..] => Some("a reserved"),
        _ => None,
    }
}

fn private_v6(address: Ipv6Addr) -> Option<&'static str> {
    if let Some(v4) = embedded_v4(address) {
        // Whatever wraps an IPv4 address leads there.
        return private_v4(v4).or(Some("a wrapped IPv4"));
    }
    let first = address.segments();
    match first {
        [0, 0, 0, 0, 0, 0, 0, 0] => Some("an unspecified"),
        [0, 0, 0, 0, 0, 0, 0, 1] => Some("a loopback"),
        [0xFC00..=0xFDFF, ..] => Some("a unique-local"),
        [0xFE80..=0xFEBF, ..] => Some("a link-local"),
        [0xFEC0..=0xFEFF, ..] => Some("a site-local"),
        [0xFF00..=0xFFFF, ..] => Some("a multicast"),
        [0x2001, 0x0DB8, ..] | [0x3FFF, 0..=0x0FFF, ..] => Some("a documentation"),
        [0x2001, 0..=0x01FF, ..] => Some("a special-purpose"),
        // Only 2000::/3 is given out.
        [0x2000..=0x3FFF, ..] => None,
        _ => Some("a reserved"),
    }
}

/// Mapped, compatible, translated (NAT64), 6to4.
fn embedded_v4(address: Ipv6Addr) -> Option<Ipv4Addr> {
    let join = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        Ipv4Addr::new(a, b, c, d)
    };
    match address.segments() {
        [0, 0, 0, 0, 0, 0xFFFF, high, low] => Some(join(high, low)),
        [0, 0, 0, 0, 0xFFFF, 0, high, low] => Some(join(high, low)),
        [0, 0, 0, 0, 0, 0, high, low] if high != 0 || low > 1 => Some(join(high, low)),
        [0x0064, 0xFF9B, 0 | 1, .., high, low] => Some(join(high, low)),
        [0x2002, high, low, ..] => Some(join(high, low)),
        _ => None,
    }
}

/// Reads an address of the web and looks at its host where that is an IP address in any spelling
/// (`2130706433`, `0x7f.1`, `[::ffff:127.0.0.1]`). Names are looked at when they are resolved.
///
/// # Errors
/// [`Error::Address`], [`Error::Private`].
pub fn check(address: &str, allow_private: bool) -> Result<Url, Error> {
    let url = Url::parse(address.trim()).map_err(|_| Error::Address(short(address)))?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(Error::Address(short(address)));
    }
    let ip = match url.host() {
        Some(Host::Ipv4(v4)) => Some(IpAddr::V4(v4)),
        Some(Host::Ipv6(v6)) => Some(IpAddr::V6(v6)),
        Some(Host::Domain(_)) => None,
        None => return Err(Error::Address(short(address))),
    };
    match ip.filter(|_| !allow_private).and_then(private_kind) {
        Some(kind) => {
            Err(Error::Private { host: url.host_str().unwrap_or_default().to_owned(), kind })
        }
        None => Ok(url),
    }
}

fn short(address: &str) -> String {
    address.chars().take(200).collect()
}

/// Of what a name leads to, the addresses that may be connected to.
///
/// # Errors
/// [`Error::Private`] when there are addresses and none of them is public.
pub fn allowed(
    host: &str,
    found: impl IntoIterator<Item = SocketAddr>,
    allow_private: bool,
) -> Result<Vec<SocketAddr>, Error> {
    let mut kept = Vec::new();
    let mut refused = None;
    for address in found {
        match private_kind(address.ip()).filter(|_| !allow_private) {
            Some(kind) => refused = Some(kind),
            None => kept.push(address),
        }
    }
    match refused {
        Some(kind) if kept.is_empty() => Err(Error::Private { host: host.to_owned(), kind }),
        _ => Ok(kept),
    }
}

/// The system's resolver behind the guard.
#[derive(Debug)]
pub(crate) struct Guarded {
    pub(crate) settings: Arc<Settings>,
}

impl Resolve for Guarded {
    fn resolve(&self, name: Name) -> Resolving {
        let allow_private = self.settings.may_be_private(name.as_str(), None);
        Box::pin(async move {
            let host = name.as_str().to_owned();
            let found = tokio::net::lookup_host((host.as_str(), 0)).await?;
            let kept = allowed(&host, found, allow_private)?;
            Ok(Box::new(kept.into_iter()) as Addrs)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inner_addresses_are_told_from_public_ones() {
        let check = |ip: &str, public: bool| {
            assert_eq!(private_kind(ip.parse().unwrap()).is_none(), public, "{ip}");
        };
        for ip in ["8.8.8.8", "100.63.255.255", "100.128.0.0", "172.32.0.1", "2606:4700::1"] {
            check(ip, true);
        }
        for ip in [
            "0.0.0.0",
            "127.0.0.1",
            "127.255.255.254",
            "10.1.2.3",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.1.1",
            "100.64.0.1",
            "100.127.255.255",
            "169.254.169.254",
            "192.0.2.1",
            "198.51.100.7",
            "203.0.113.9",
            "198.18.0.1",
            "224.0.0.1",
            "255.255.255.255",
        ] {
            check(ip, false);
        }
        for ip in [
            "::",
            "::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "::127.0.0.1",
            "fc00::1",
            "fd12::1",
            "fe80::1",
            "fec0::1",
            "ff02::1",
            "2001:db8::1",
            "64:ff9b::7f00:1",
            "2002:7f00:1::",
            "::ffff:0:127.0.0.1",
            "4000::1",
            "2001::1",
        ] {
            check(ip, false);
        }
    }

    #[test]
    fn addresses_are_looked_at_in_every_spelling() {
        let check = |address: &str, private: bool| {
            let got = super::check(address, false);
            assert_eq!(matches!(got, Err(Error::Private { .. })), private, "{address}: {got:?}");
            assert!(super::check(address, true).is_ok());
        };
        check("http://2130706433/", true);
        check("http://0x7f.1/", true);
        check("http://017700000001/", true);
        check("http://127.1:8080/x", true);
        check("http://[::ffff:127.0.0.1]/", true);
        check("https://[fe80::1]/", true);
        check("https://user:pass@169.254.169.254/latest/meta-data", true);
        check("https://１２７.0.0.1/", true);
        check("https://news.example/", false);
    }

    #[test]
    fn other_schemes_are_no_addresses() {
        for address in ["file:///etc/passwd", "ftp://a.example/", "gopher://a/", "x", "", "http://"]
        {
            assert!(matches!(super::check(address, true), Err(Error::Address(_))), "{address}");
        }
    }

    #[test]
    fn a_name_keeps_only_its_public_addresses() {
        let at = |ip: &str| SocketAddr::new(ip.parse().unwrap(), 0);
        let mixed = [at("10.0.0.1"), at("8.8.8.8")];
        assert_eq!(allowed("a.example", mixed, false).unwrap(), [at("8.8.8.8")]);
        assert_eq!(allowed("a.example", mixed, true).unwrap(), mixed);
        let inner = allowed("a.example", [at("10.0.0.1")], false);
        assert_eq!(inner, Err(Error::Private { host: "a.example".into(), kind: "a private" }));
    }
}
