//! Mail: a message for the operator's relay.
//!
//! A mail's body in the outbox is JSON, [`Letter`]. Nothing in it can add a header or a recipient:
//! control characters are refused, and only headers on a short list are taken over. The
//! `Message-ID` comes from the delivery's key, so that a repeat is seen as one.

use crate::sender::{Outcome, Parcel};
use crate::{Error, limits};
use lettre::address::Address;
use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, MessageBuilder, MultiPart};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, Tls, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::net::IpAddr;
use std::time::{Duration, SystemTime};
use url::{Host, Url};

/// Where mail goes and whom it is from.
#[derive(Clone, PartialEq, Eq)]
pub struct MailSettings {
    /// `smtps://user:password@host` (TLS from the start, port 465), `smtp://…` (STARTTLS, which
    /// must succeed, port 587), or `smtp://` on this machine (plain, port 25). `?ca=FILE` trusts a
    /// private authority; `?tls=starttls` asks for STARTTLS on this machine too.
    pub relay: String,
    /// `The Desk <desk@news.example>` or only the address.
    pub from: String,
}

impl std::fmt::Debug for MailSettings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "MailSettings({:?}, from {:?})", self.shown(), self.from)
    }
}

impl MailSettings {
    /// The relay without user and password.
    #[must_use]
    pub fn shown(&self) -> String {
        crate::webhook::shown(&self.relay)
    }
}

/// What a mail in the outbox holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Letter {
    /// One recipient: `Name <a@b.example>` or only the address.
    pub to: String,
    /// The subject.
    pub subject: String,
    /// The text.
    pub text: String,
    /// The same as HTML.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub html: Option<String>,
    /// `List-…` and others of [`HEADERS`]. A `List-Unsubscribe` with a web address is made
    /// one-click (RFC 8058).
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub headers: BTreeMap<String, String>,
}

impl Letter {
    /// A letter that no person wrote, told as such (RFC 3834), so that no machine answers it.
    #[must_use]
    pub fn automatic(to: &str, subject: &str, text: &str) -> Self {
        let headers = BTreeMap::from([("Auto-Submitted".into(), "auto-generated".into())]);
        let (to, subject, text) = (to.into(), subject.into(), text.into());
        Self { to, subject, text, html: None, headers }
    }

    /// One of many: the same as HTML, and the address at which its reader ends them.
    #[must_use]
    pub fn of_many(self, html: String, end: &str) -> Self {
        let mut headers = self.headers;
        headers.insert("List-Unsubscribe".into(), format!("<{end}>"));
        Self { html: Some(html), headers, ..self }
    }

    /// The body of a delivery.
    #[must_use]
    pub fn body(&self) -> String {
        // Texts alone: there is nothing in it that JSON has not.
        serde_json::to_string(self).unwrap_or_default()
    }
}

/// Headers that a letter may set, beside those that begin with `List-`.
pub const HEADERS: &[&str] =
    &["reply-to", "in-reply-to", "references", "precedence", "auto-submitted", "feedback-id"];

const UNSUBSCRIBE: &str = "list-unsubscribe";
const ONE_CLICK: &str = "List-Unsubscribe-Post";

#[derive(Debug)]
pub(crate) struct Mailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

impl Mailer {
    pub fn new(settings: &MailSettings) -> Result<Self, Error> {
        let from: Mailbox =
            settings.from.parse().map_err(|_| Error::From(settings.from.clone()))?;
        let url = Url::parse(&settings.relay)
            .map_err(|_| relay("give an address like smtps://user:password@mail.example"))?;
        let host = url.host().ok_or_else(|| relay("it has no host"))?;
        let (local, name) = (is_local(&host), host.to_string());
        let asked = |key: &str| url.query_pairs().find(|(k, _)| k == key).map(|(_, v)| v);
        let (tls, port) = match (url.scheme(), asked("tls").as_deref()) {
            ("smtps", None) => (Tls::Wrapper(trusted(&name, asked("ca").as_deref())?), 465),
            ("smtp", None) if local => (Tls::None, 25),
            ("smtp", None | Some("starttls")) => {
                (Tls::Required(trusted(&name, asked("ca").as_deref())?), 587)
            }
            ("smtp" | "smtps", Some(_)) => return Err(relay("the only `tls` is `starttls`")),
            _ => return Err(relay("its address begins with smtp:// or smtps://")),
        };
        let plain_name = name.trim_matches(['[', ']']);
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(plain_name)
            .port(url.port().unwrap_or(port))
            .tls(tls)
            .hello_name(ClientId::Domain(from.email.domain().to_owned()))
            .timeout(Some(Duration::from_secs(limits::POST_S_MAX)));
        if let Some(credentials) = credentials(&url)? {
            builder = builder.credentials(credentials);
        }
        Ok(Self { transport: builder.build(), from })
    }

    pub async fn send(&self, parcel: &Parcel<'_>) -> Outcome {
        let message = match self.message(parcel) {
            Ok(message) => message,
            Err(why) => return Outcome::Refused { why },
        };
        match tokio::time::timeout(limits::MAIL_MAX, self.transport.send(message)).await {
            Ok(Ok(_)) => Outcome::Taken,
            Ok(Err(error)) => judge(&error),
            Err(_) => {
                Outcome::again(format!("the relay did not answer within {} s", limits::MAIL_S_MAX))
            }
        }
    }

    fn message(&self, parcel: &Parcel<'_>) -> Result<Message, String> {
        let letter: Letter =
            serde_json::from_str(parcel.body).map_err(|e| format!("no mail can be read: {e}"))?;
        let Letter { to, subject, text, html, headers } = letter;
        if text.len() + html.as_ref().map_or(0, String::len) > limits::MAIL_BYTES_MAX {
            return Err(format!("longer than {} bytes", limits::MAIL_BYTES_MAX));
        }
        one_line("subject", &subject)?;
        one_line("recipient", &to)?;
        let to: Mailbox = to.parse().map_err(|_| format!("`{to}` is not one mail address"))?;
        let at = SystemTime::from(parcel.now);
        let id = message_id(parcel.key, &to.email, &self.from.email);
        let builder = Message::builder().from(self.from.clone()).to(to).subject(subject);
        let builder = with_headers(builder.date(at).message_id(Some(id)), headers)?;
        match html {
            Some(html) => builder.multipart(MultiPart::alternative_plain_html(text, html)),
            None => builder.singlepart(lettre::message::SinglePart::plain(text)),
        }
        .map_err(|e| e.to_string())
    }
}

/// Adds a letter's own headers, and what goes without saying.
fn with_headers(
    mut builder: MessageBuilder,
    mut headers: BTreeMap<String, String>,
) -> Result<MessageBuilder, String> {
    let has = |headers: &BTreeMap<String, String>, name: &str| {
        headers.iter().find(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, v)| v.clone())
    };
    let by_web = has(&headers, UNSUBSCRIBE).is_some_and(|v| v.to_lowercase().contains("<http"));
    if by_web && has(&headers, ONE_CLICK).is_none() {
        headers.insert(ONE_CLICK.into(), "List-Unsubscribe=One-Click".into());
    }
    if has(&headers, "auto-submitted").is_none() {
        headers.insert("Auto-Submitted".into(), "auto-generated".into());
    }
    for (name, value) in headers {
        let lower = name.to_lowercase();
        // lettre takes line breaks in a header's name.
        let plain = name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        let known = lower.starts_with("list-") || HEADERS.contains(&lower.as_str());
        if !plain || !known {
            return Err(format!("a letter cannot set the header `{name}`"));
        }
        one_line(&name, &value)?;
        let known = HeaderName::new_from_ascii(name.clone())
            .map_err(|_| format!("`{name}` is no name of a header"))?;
        builder = builder.raw_header(HeaderValue::new(known, value));
    }
    Ok(builder)
}

/// Nothing that ends a line or hides in one.
fn one_line(what: &str, value: &str) -> Result<(), String> {
    if value.chars().any(char::is_control) {
        return Err(format!("the {what} holds a line break or another control character"));
    }
    if value.len() > limits::HEADER_BYTES_MAX {
        return Err(format!("the {what} is longer than {} bytes", limits::HEADER_BYTES_MAX));
    }
    Ok(())
}

/// The same for the same delivery.
fn message_id(key: &str, to: &Address, from: &Address) -> String {
    let mut hash = Sha256::new();
    hash.update(key.as_bytes());
    hash.update([0]);
    hash.update(to.to_string().as_bytes());
    let hex: String = hash.finalize().iter().take(16).map(|b| format!("{b:02x}")).collect();
    format!("<{hex}@{}>", from.domain())
}

/// A message that the relay refuses for good is given up; a relay that fails or wants other
/// credentials is tried again.
fn judge(error: &lettre::transport::smtp::Error) -> Outcome {
    let code = error.status().map(|c| c.to_string().parse::<u16>().unwrap_or(0));
    let mut why = error.to_string();
    let mut cause: &dyn std::error::Error = error;
    while let Some(deeper) = cause.source() {
        cause = deeper;
        let more = cause.to_string();
        if !why.contains(&more) {
            why = format!("{why}: {more}");
        }
    }
    match code {
        Some(530 | 534 | 535 | 538) => Outcome::again(format!("the relay refuses us: {why}")),
        Some(code) if code >= 500 => Outcome::Refused { why },
        _ => Outcome::again(why),
    }
}

fn relay(why: impl Into<String>) -> Error {
    Error::Relay(why.into())
}

fn is_local(host: &Host<&str>) -> bool {
    match host {
        Host::Ipv4(v4) => IpAddr::V4(*v4).is_loopback(),
        Host::Ipv6(v6) => IpAddr::V6(*v6).is_loopback(),
        // The url crate leaves hosts of other schemes as they are written.
        Host::Domain(name) => {
            *name == "localhost" || name.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
        }
    }
}

fn trusted(host: &str, ca: Option<&str>) -> Result<TlsParameters, Error> {
    let mut builder = TlsParameters::builder(host.to_owned());
    if let Some(path) = ca {
        let pem = std::fs::read(path).map_err(|e| relay(format!("{path}: {e}")))?;
        let certificate = Certificate::from_pem(&pem).map_err(|e| relay(format!("{path}: {e}")))?;
        builder = builder.add_root_certificate(certificate);
    }
    builder.build().map_err(|e| relay(e.to_string()))
}

fn credentials(url: &Url) -> Result<Option<Credentials>, Error> {
    if url.username().is_empty() {
        return Ok(None);
    }
    let decoded = |text: &str| {
        let bytes = percent_decoded(text.as_bytes());
        String::from_utf8(bytes).map_err(|_| relay("user or password is not UTF-8"))
    };
    let password = decoded(url.password().unwrap_or_default())?;
    Ok(Some(Credentials::new(decoded(url.username())?, password)))
}

fn percent_decoded(text: &[u8]) -> Vec<u8> {
    let digit = |b: Option<&u8>| b.and_then(|b| char::from(*b).to_digit(16));
    let (mut out, mut at) = (Vec::with_capacity(text.len()), 0);
    while let Some(byte) = text.get(at) {
        match (byte, digit(text.get(at + 1)), digit(text.get(at + 2))) {
            (b'%', Some(high), Some(low)) => {
                out.push((high * 16 + low) as u8);
                at += 3;
            }
            _ => {
                out.push(*byte);
                at += 1;
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::Timestamp;

    fn mailer() -> Mailer {
        let relay = "smtp://127.0.0.1:2525".into();
        Mailer::new(&MailSettings { relay, from: "The Desk <desk@news.example>".into() }).unwrap()
    }

    fn written(body: &str) -> Result<String, String> {
        let now: Timestamp = "2024-09-15T08:00:00Z".parse().unwrap();
        let parcel = Parcel { kind: "mail", settings: "{}", key: "k", body, attempt: 1, now };
        let message = mailer().message(&parcel)?;
        Ok(String::from_utf8(message.formatted()).unwrap())
    }

    #[test]
    fn a_letter_has_text_html_and_one_click() {
        let body = r#"{"to":"Ann <ann@a.example>","subject":"Zürich","text":"Hello","html":"<p>Hi",
            "headers":{"List-Unsubscribe":"<https://news.example/u/1>"}}"#;
        let mail = written(body).unwrap();
        for line in [
            "From: \"The Desk\" <desk@news.example>\r\n",
            "To: Ann <ann@a.example>\r\n",
            "Subject: =?utf-8?b?WsO8cmljaA==?=\r\n",
            "List-Unsubscribe: <https://news.example/u/1>\r\n",
            "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n",
            "Date: Sun, 15 Sep 2024 08:00:00 +0000\r\n",
            "Content-Type: multipart/alternative;",
            "Content-Type: text/plain; charset=utf-8\r\n",
            "Content-Type: text/html; charset=utf-8\r\n",
        ] {
            assert!(mail.contains(line), "no {line:?} in {mail}");
        }
        assert_eq!(mail.matches("Message-ID: <").count(), 1);
        let again = written(body).unwrap();
        let id = |m: &str| m.lines().find(|l| l.starts_with("Message-ID")).map(str::to_owned);
        assert_eq!(id(&mail), id(&again), "the same in every attempt");
    }

    #[test]
    fn no_header_and_no_recipient_can_be_smuggled_in() {
        let check = |to: &str, subject: &str, name: &str, value: &str| {
            let headers = BTreeMap::from([(name.to_owned(), value.to_owned())]);
            let (to, subject, text) = (to.to_owned(), subject.to_owned(), "x".to_owned());
            let letter = Letter { to, subject, text, html: None, headers };
            let got = written(&serde_json::to_string(&letter).unwrap());
            assert!(got.is_err(), "{got:?}");
        };
        let (to, name, value) = ("a@a.example", "List-Id", "x");
        check("a@a.example\r\nBcc: b@b.example", "s", name, value);
        check("a@a.example, b@b.example", "s", name, value);
        check("\"a\r\nBcc: b\" <a@a.example>", "s", name, value);
        check(to, "s\r\nBcc: b@b.example", name, value);
        check(to, "s\nBcc: b@b.example", name, value);
        check(to, "s\u{0}", name, value);
        check(to, "s", "Bcc", "b@b.example");
        check(to, "s", "Content-Type", "text/html");
        check(to, "s", "List-Id\r\nBcc", value);
        check(to, "s", "List-Id: x\r\nBcc", value);
        check(to, "s", name, "x\r\nBcc: b@b.example");
        check(to, "s", name, &"x".repeat(limits::HEADER_BYTES_MAX + 1));
        assert!(written("{}").is_err());
        assert!(written(r#"{"to":"a@a.example","subject":"s","text":"t","bcc":"b"}"#).is_err());
    }

    #[test]
    fn passwords_never_go_in_the_clear_and_are_never_shown() {
        let check = |relay: &str, good: bool| {
            let settings = MailSettings { relay: relay.into(), from: "a@a.example".into() };
            let made = Mailer::new(&settings);
            assert_eq!(made.is_ok(), good, "{relay}: {:?}", made.err());
            let shown = format!("{settings:?} {made:?}");
            assert!(!shown.contains("tiger"), "{shown}");
        };
        check("smtps://scott:tiger@mail.example", true);
        check("smtp://scott:tiger@mail.example", true);
        check("smtp://127.0.0.1:2525", true);
        check("smtp://[::1]:2525", true);
        check("smtp://mail.example?tls=none", false);
        check("smtps://mail.example?ca=/nowhere.pem", false);
        check("http://mail.example", false);
        check("mail.example", false);
        check("smtp://", false);
        let bad = MailSettings { relay: "smtp://localhost".into(), from: "nobody".into() };
        assert!(matches!(Mailer::new(&bad), Err(Error::From(_))));
        // Off this machine without TLS is not offered at all: STARTTLS must succeed.
        assert_eq!(percent_decoded(b"a%40b%2"), b"a@b%2");
    }
}
