//! A webhook: one signed POST.

use crate::sender::{Outcome, Parcel};
use crate::sign::{self, Secret};
use crate::{Error, limits};
use jiff::Timestamp;
use reqwest::header::{self, HeaderMap, HeaderName, HeaderValue};
use reqwest::{Client, Response, StatusCode};
use serde::{Deserialize, Serialize};
use std::time::Duration;
use wiredesk_gather::guard;

/// How a receiver expects to be called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Dialect {
    /// Standard Webhooks 1.0.0.
    #[default]
    Standard,
    /// As Benzinga's dispatcher calls its receivers.
    Benzinga,
}

/// The settings of a target of kind `webhook`.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Webhook {
    /// Where to POST. Its query is kept.
    pub url: String,
    /// Signing secrets, the newest first: while one is rotated out, both sign. In the Benzinga
    /// dialect the first is the subscriber's key and the only one that signs.
    pub secrets: Vec<String>,
    /// How the receiver expects to be called.
    pub dialect: Dialect,
    /// One more header, for receivers that want one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub header: Option<(String, String)>,
    /// What is sent there without a standing query naming it: the stories that this filter takes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subscribed: Option<Subscribed>,
}

/// What a webhook may be told of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Subject {
    /// Stories.
    News,
    /// Stories that say why something moves, a message for each ticker; Benzinga's dialect only.
    Wiims,
    /// Analysts' ratings.
    Ratings,
    /// What all analysts' ratings of a ticker come to, each time that one changes.
    Consensus,
}

impl Subject {
    /// All.
    pub const ALL: [Self; 4] = [Self::News, Self::Wiims, Self::Ratings, Self::Consensus];

    /// The word in settings and forms.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::News => "news",
            Self::Wiims => "wiims",
            Self::Ratings => "ratings",
            Self::Consensus => "consensus",
        }
    }
}

/// What a webhook is sent. Each list means *any of these*; all that is given must hold. Sections and
/// queries are about stories only.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Subscribed {
    /// Of what; nothing: of stories.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub subjects: Vec<Subject>,
    /// Any of these tickers.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tickers: Vec<String>,
    /// Any of these sections.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub channels: Vec<String>,
    /// A query in the language of alerts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub query: Option<String>,
    /// Only publications after this place in the log.
    pub after: u64,
}

impl Subscribed {
    /// Whether it is sent that at all.
    #[must_use]
    pub fn wants(&self, subject: Subject) -> bool {
        match self.subjects.as_slice() {
            [] => subject == Subject::News,
            named => named.contains(&subject),
        }
    }

    /// Whether the ticker is one of those that it is about.
    #[must_use]
    pub fn about(&self, ticker: &str) -> bool {
        let same = |wanted: &String| wanted.trim().eq_ignore_ascii_case(ticker.trim());
        self.tickers.is_empty() || self.tickers.iter().any(same)
    }
}

impl std::fmt::Debug for Webhook {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { url, secrets, dialect, .. } = self;
        write!(f, "Webhook({dialect:?}, {:?}, {} secrets)", shown(url), secrets.len())
    }
}

/// An address without what may be secret in it: user, password, query.
#[must_use]
pub fn shown(address: &str) -> String {
    let Ok(url) = url::Url::parse(address) else { return "an unreadable address".into() };
    let port = url.port().map(|p| format!(":{p}")).unwrap_or_default();
    format!("{}://{}{port}{}", url.scheme(), url.host_str().unwrap_or_default(), url.path())
}

impl Webhook {
    /// Reads a target's settings.
    ///
    /// # Errors
    /// [`Error::Webhook`].
    pub fn parse(settings: &str) -> Result<Self, Error> {
        serde_json::from_str(settings)
            .map_err(|e| Error::Webhook(format!("the webhook's settings cannot be read: {e}")))
    }

    /// Whether it could be called: address, secrets, header.
    ///
    /// # Errors
    /// [`Error::Webhook`], in words for who set it up.
    pub fn check(&self, allow_private: bool) -> Result<(), Error> {
        guard::check(&self.url, allow_private).map_err(|e| Error::Webhook(refusal(&e)))?;
        let benzinga = self.dialect == Dialect::Benzinga;
        if self.subscribed.as_ref().is_some_and(|s| !benzinga && s.wants(Subject::Wiims)) {
            return Err(Error::Webhook("wiims are told in the Benzinga dialect only".into()));
        }
        if self.secrets.len() > limits::SECRETS_MAX {
            let most = limits::SECRETS_MAX;
            return Err(Error::Webhook(format!("a webhook has at most {most} secrets")));
        }
        self.headers("check", 1, Timestamp::UNIX_EPOCH, "").map(drop)
    }

    /// All headers of one attempt.
    fn headers(
        &self,
        key: &str,
        attempt: u32,
        now: Timestamp,
        body: &str,
    ) -> Result<HeaderMap, Error> {
        let mut headers = HeaderMap::new();
        if let Some((name, value)) = &self.header {
            let (name, value) = extra(name, value)?;
            headers.insert(name, value);
        }
        let mut put = |name: &'static str, value: &str| -> Result<(), Error> {
            let value = HeaderValue::from_str(value)
                .map_err(|_| Error::Webhook(format!("{name} cannot hold that value")))?;
            headers.insert(HeaderName::from_static(name), value);
            Ok(())
        };
        put("content-type", "application/json")?;
        put("x-wiredesk-attempt", &attempt.to_string())?;
        match self.dialect {
            Dialect::Standard => {
                if self.secrets.is_empty() {
                    return Err(Error::Webhook("the webhook has no signing secret".into()));
                }
                let secrets: Result<Vec<_>, _> =
                    self.secrets.iter().map(|s| Secret::parse(s)).collect();
                let id = key.replace('.', "-");
                let at = now.as_second();
                put("webhook-id", &id)?;
                put("webhook-timestamp", &at.to_string())?;
                put("webhook-signature", &sign::standard(&secrets?, &id, at, body))?;
            }
            Dialect::Benzinga => {
                let Some(key_of_subscriber) = self.secrets.first().filter(|k| !k.is_empty()) else {
                    return Err(Error::Webhook("the webhook has no key to sign with".into()));
                };
                put("x-bz-delivery", key)?;
                put("x-bz-signature", &sign::benzinga(key_of_subscriber, body))?;
            }
        }
        Ok(headers)
    }
}

/// The one header that a subscription may add; none that HTTP or the signature needs.
fn extra(name: &str, value: &str) -> Result<(HeaderName, HeaderValue), Error> {
    let wrong = || Error::Webhook(format!("`{name}` cannot be a header of a webhook"));
    let parsed = HeaderName::from_bytes(name.as_bytes()).map_err(|_| wrong())?;
    let ours = [
        header::HOST,
        header::CONTENT_LENGTH,
        header::CONTENT_TYPE,
        header::TRANSFER_ENCODING,
        header::CONNECTION,
        header::UPGRADE,
        header::TE,
        header::TRAILER,
        header::EXPECT,
        header::USER_AGENT,
    ];
    let reserved = ["webhook-", "x-bz-", "x-wiredesk-", "proxy-"];
    if ours.contains(&parsed) || reserved.iter().any(|r| parsed.as_str().starts_with(r)) {
        return Err(wrong());
    }
    let fits = value.len() <= limits::HEADER_BYTES_MAX;
    let mut value = HeaderValue::from_str(value).ok().filter(|_| fits).ok_or_else(wrong)?;
    value.set_sensitive(true);
    Ok((parsed, value))
}

/// Tries once.
pub(crate) async fn post(client: &Client, allow_private: bool, parcel: &Parcel<'_>) -> Outcome {
    let hook = match Webhook::parse(parcel.settings) {
        Ok(hook) => hook,
        Err(error) => return Outcome::Stop { why: error.to_string() },
    };
    let url = match guard::check(&hook.url, allow_private) {
        Ok(url) => url,
        Err(error) => return Outcome::Stop { why: refusal(&error) },
    };
    let headers = match hook.headers(parcel.key, parcel.attempt, parcel.now, parcel.body) {
        Ok(headers) => headers,
        Err(error) => return Outcome::Stop { why: error.to_string() },
    };
    let call = async {
        let request = client.post(url).headers(headers).body(parcel.body.to_owned());
        let response = request.send().await.map_err(|e| reason(&e))?;
        Ok::<_, String>(judge(response, hook.dialect, parcel.now).await)
    };
    match tokio::time::timeout(limits::POST_MAX, call).await {
        Ok(Ok(outcome)) => outcome,
        Ok(Err(why)) => Outcome::again(why),
        Err(_) => Outcome::again(format!("no answer within {} s", limits::POST_S_MAX)),
    }
}

async fn judge(response: Response, dialect: Dialect, now: Timestamp) -> Outcome {
    let status = response.status();
    let taken = match dialect {
        Dialect::Standard => status.is_success(),
        Dialect::Benzinga => matches!(status.as_u16(), 200 | 201 | 202 | 204),
    };
    let after = retry_after(response.headers(), now);
    let abort = response.headers().get("webhook-delivery").is_some_and(|v| v == "abort-message");
    let said = said(response).await;
    if taken {
        return Outcome::Taken;
    }
    let mut why = format!("answered {}", status.as_u16());
    if status.is_redirection() {
        why.push_str(" (redirects are not followed: put in the final address)");
    }
    if !said.is_empty() {
        why = format!("{why}: {said}");
    }
    match status.as_u16() {
        401..=403 => Outcome::Stop { why },
        410 if dialect == Dialect::Standard => Outcome::Stop { why },
        _ if abort && dialect == Dialect::Standard => Outcome::Refused { why },
        429 => Outcome::Again { why, after, rest: true },
        _ => Outcome::Again { why, after, rest: status == StatusCode::SERVICE_UNAVAILABLE },
    }
}

/// What the receiver said, up to the bound; control characters left out.
pub(crate) async fn said(mut response: Response) -> String {
    let mut bytes = Vec::new();
    while let Ok(Some(chunk)) = response.chunk().await {
        let room = limits::ANSWER_BYTES_MAX - bytes.len();
        bytes.extend_from_slice(&chunk[..chunk.len().min(room)]);
        if chunk.len() >= room {
            break;
        }
    }
    let text = String::from_utf8_lossy(&bytes);
    text.trim().chars().filter(|c| *c == '\n' || !c.is_control()).collect()
}

pub(crate) fn retry_after(headers: &HeaderMap, now: Timestamp) -> Option<Duration> {
    let text = headers.get(header::RETRY_AFTER)?.to_str().ok()?.trim();
    let seconds = match text.parse::<u64>() {
        Ok(seconds) => seconds,
        Err(_) => {
            let at = jiff::fmt::rfc2822::parse(text).ok()?.timestamp();
            u64::try_from(at.as_second() - now.as_second()).unwrap_or(0)
        }
    };
    Some(Duration::from_secs(seconds.min(limits::RETRY_AFTER_S_MAX)))
}

/// In words; without the address, which may hold the receiver's secret.
pub(crate) fn reason(error: &reqwest::Error) -> String {
    let mut cause: &dyn std::error::Error = error;
    while let Some(deeper) = cause.source() {
        cause = deeper;
    }
    if let Some(refused) = cause.downcast_ref::<wiredesk_gather::Error>() {
        return refusal(refused);
    }
    match error.is_timeout() {
        true => format!("no connection within {} s", limits::CONNECT_S_MAX),
        false => format!("not reached: {cause}"),
    }
}

pub(crate) fn refusal(error: &wiredesk_gather::Error) -> String {
    match error {
        wiredesk_gather::Error::Private { host, kind } => format!(
            "{host} leads to {kind} address, which nothing is sent to unless the server was \
             started with --allow-private"
        ),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hook(dialect: Dialect) -> Webhook {
        let secret = match dialect {
            Dialect::Standard => Secret::written(&[1; 32]),
            Dialect::Benzinga => "a key".into(),
        };
        let url = "https://news.example/in?secret=1".into();
        Webhook { url, secrets: vec![secret], dialect, ..Webhook::default() }
    }

    #[test]
    fn a_retry_carries_the_same_id() {
        let check = |dialect, name: &str, expected: &str| {
            for attempt in [1, 2] {
                let headers = hook(dialect).headers("a.b", attempt, Timestamp::UNIX_EPOCH, "{}");
                let headers = headers.unwrap();
                assert_eq!(headers[name], expected);
                assert_eq!(headers["x-wiredesk-attempt"], attempt.to_string());
            }
        };
        check(Dialect::Standard, "webhook-id", "a-b");
        check(Dialect::Benzinga, "x-bz-delivery", "a.b");
    }

    #[test]
    fn what_could_not_be_called_is_refused_when_it_is_set_up() {
        let check = |change: fn(&mut Webhook), good: bool| {
            let mut hook = hook(Dialect::Standard);
            change(&mut hook);
            assert_eq!(hook.check(false).is_ok(), good, "{hook:?}");
        };
        check(|_| {}, true);
        check(|h| h.header = Some(("X-Key".into(), "v".into())), true);
        check(|h| h.header = Some(("X-Key".into(), "v\r\nHost: b".into())), false);
        check(|h| h.header = Some(("X-Key: a\r\nB".into(), "v".into())), false);
        check(|h| h.header = Some(("Content-Length".into(), "0".into())), false);
        check(|h| h.header = Some(("Webhook-Id".into(), "0".into())), false);
        check(|h| h.url = "http://10.0.0.1/".into(), false);
        check(|h| h.url = "http://[::ffff:127.0.0.1]/".into(), false);
        check(|h| h.url = "file:///etc/passwd".into(), false);
        check(|h| h.secrets.clear(), false);
        check(|h| h.secrets = vec!["whsec_short".into()], false);
        check(|h| h.secrets = vec![Secret::written(&[2; 32]); 9], false);
    }

    #[test]
    fn no_secret_is_shown() {
        let shown = format!("{:?}", hook(Dialect::Standard));
        assert_eq!(shown, r#"Webhook(Standard, "https://news.example/in", 1 secrets)"#);
    }

    #[test]
    fn retry_after_is_seconds_or_a_date() {
        let check = |text: &'static str, expected: Option<u64>| {
            let mut headers = HeaderMap::new();
            headers.insert(header::RETRY_AFTER, HeaderValue::from_static(text));
            let now = "2015-10-21T07:27:00Z".parse().unwrap();
            assert_eq!(retry_after(&headers, now).map(|d| d.as_secs()), expected, "{text}");
        };
        check("120", Some(120));
        check("Wed, 21 Oct 2015 07:28:00 GMT", Some(60));
        check("Wed, 21 Oct 2015 07:20:00 GMT", Some(0));
        check("99999999999", Some(limits::RETRY_AFTER_S_MAX));
        check("soon", None);
    }
}
