//! One key for all addresses of one page.
//!
//! The key only compares: tracking parameters, fragments, AMP and mobile twins are taken off, so it
//! may well lead nowhere. What is fetched and shown is the address as given.

use url::Url;

/// The key of an address; addresses that cannot be read are their own key.
#[must_use]
pub fn key(address: &str) -> String {
    let Ok(url) = Url::parse(address.trim()) else { return address.trim().to_owned() };
    let Some(host) = url.host_str().filter(|_| matches!(url.scheme(), "http" | "https")) else {
        return address.trim().to_owned();
    };
    let (host, path) = unwrap_amp_cache(host, url.path());
    let mut key = plain_host(host).to_owned();
    if let Some(port) = url.port() {
        key.push_str(&format!(":{port}"));
    }
    key.push_str(plain_path(path));
    let mut kept: Vec<(String, String)> = url
        .query_pairs()
        .filter(|(name, value)| !is_tracking(name, value))
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
        .collect();
    kept.sort();
    if !kept.is_empty() {
        let query =
            url::form_urlencoded::Serializer::new(String::new()).extend_pairs(kept).finish();
        key.push('?');
        key.push_str(&query);
    }
    key
}

/// `example-com.cdn.ampproject.org/c/s/example.com/story` holds the real address in its path.
fn unwrap_amp_cache<'a>(host: &'a str, path: &'a str) -> (&'a str, &'a str) {
    let cached = host.ends_with(".cdn.ampproject.org").then_some(path);
    let viewer = (host.starts_with("www.google.")).then(|| path.strip_prefix("/amp")).flatten();
    let Some(rest) = cached.or(viewer) else { return (host, path) };
    let rest = rest.trim_start_matches("/c").trim_start_matches("/v").trim_start_matches("/s/");
    let rest = rest.trim_start_matches('/');
    match rest.split_once('/') {
        Some((inner, _)) if inner.contains('.') => (inner, &rest[inner.len()..]),
        _ => (host, path),
    }
}

fn plain_host(host: &str) -> &str {
    let mut host = host.trim_end_matches('.');
    for prefix in ["www.", "m.", "mobile.", "amp.", "www2.", "edition."] {
        if let Some(rest) = host.strip_prefix(prefix).filter(|r| r.contains('.')) {
            host = rest;
        }
    }
    host
}

fn plain_path(path: &str) -> &str {
    let mut path = path.trim_end_matches('/');
    for suffix in ["/amp", ".amp", "/index.html", "/index.htm", "/index.php", ".amp.html"] {
        path = path.strip_suffix(suffix).unwrap_or(path).trim_end_matches('/');
    }
    path.strip_prefix("/amp/").map_or(path, |_| &path[4..])
}

/// Parameters that say how a reader came, not what is read.
fn is_tracking(name: &str, value: &str) -> bool {
    const NAMES: [&str; 46] = [
        "fbclid",
        "gclid",
        "dclid",
        "gbraid",
        "wbraid",
        "msclkid",
        "yclid",
        "twclid",
        "ttclid",
        "igshid",
        "igsh",
        "mc_cid",
        "mc_eid",
        "cmpid",
        "cmp",
        "cid",
        "ncid",
        "icid",
        "ocid",
        "ito",
        "ref",
        "ref_src",
        "ref_url",
        "referrer",
        "referer",
        "source",
        "src",
        "smid",
        "smtyp",
        "sref",
        "partner",
        "campaign",
        "campaign_id",
        "taid",
        "xtor",
        "spm",
        "traffic",
        "traffic_source",
        "share",
        "shared",
        "feature",
        "rss",
        "guccounter",
        "guce_referrer",
        "_ga",
        "outputtype",
    ];
    let name = name.to_ascii_lowercase();
    let families = ["utm_", "pk_", "mtm_", "hsa_", "at_", "__twitter", "ns_", "wt.", "oly_"];
    NAMES.contains(&name.as_str())
        || families.iter().any(|f| name.starts_with(f))
        || (name == "amp" && matches!(value, "" | "1" | "true"))
}

#[cfg(test)]
mod tests {
    use super::key;

    #[test]
    fn twins_share_a_key() {
        let check = |input: &str, expected: &str| assert_eq!(key(input), expected, "{input}");
        let plain = "news.example/world/story-1";
        check("https://www.news.example/world/story-1/?utm_source=x&fbclid=y#top", plain);
        check("http://m.news.example/world/story-1", plain);
        check("https://amp.news.example/world/story-1.amp", plain);
        check("https://news.example/amp/world/story-1?amp=1", plain);
        check("https://news-example.cdn.ampproject.org/c/s/news.example/world/story-1", plain);
        check("https://www.google.com/amp/s/news.example/world/story-1/amp/", plain);
        check("https://news.example/?id=7&a=b&utm_medium=z", "news.example?a=b&id=7");
        check("https://news.example:8443/x", "news.example:8443/x");
        check("https://m.example/x", "m.example/x");
        check("urn:uuid:1", "urn:uuid:1");
        check(" not an address ", "not an address");
    }
}
