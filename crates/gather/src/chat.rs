//! One question to an endpoint that the operator named (a language model's), and its answer as it
//! comes in. Unlike [`crate::Gatherer`] it asks at private addresses too: a local server is as good
//! as a hosted one. It follows no redirect, so that the key goes to the named host and to nobody else.
//!
//! What the bytes mean is not known here.

use crate::Error;
use reqwest::header::{ACCEPT, CONTENT_TYPE};
use reqwest::{Client, Response, StatusCode};
use std::time::Duration;
use tokio::time::Instant;
use url::Url;

/// Bytes of one answer with everything round its text.
pub const BODY_BYTES_MAX: usize = 8 << 20;
/// Tries of one question before its first byte.
pub const TRIES_MAX: u32 = 4;
/// The longest wait between two of them, also when the host asks for more.
pub const WAIT_MAX: Duration = Duration::from_secs(20);
/// To connect, TLS included.
const CONNECT_MAX: Duration = Duration::from_secs(10);
/// Characters of a refusal that are told.
const TOLD_CHARS: usize = 200;

/// A key. It is shown nowhere.
#[derive(Clone)]
pub struct Key(String);

impl Key {
    /// Takes a key; white space round it is left out, an empty one is none.
    #[must_use]
    pub fn new(key: &str) -> Option<Self> {
        let key = key.trim();
        (!key.is_empty()).then(|| Self(key.to_owned()))
    }

    /// `text` with the key blotted out.
    fn blot(&self, text: &str) -> String {
        text.replace(&self.0, "…")
    }
}

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Key(…)")
    }
}

/// A way to an endpoint.
#[derive(Debug, Clone)]
pub struct Line {
    client: Client,
    url: Url,
    key: Option<Key>,
    silence_max: Duration,
    pause: Duration,
}

/// An answer that is coming in.
#[derive(Debug)]
pub struct Reply {
    response: Response,
    url: String,
    since: Instant,
    until: Instant,
    silence_max: Duration,
    taken: usize,
}

impl Line {
    /// A line to an endpoint. `silence_max` is how long it may send nothing, `pause` the wait before
    /// it is asked again, doubled each time.
    ///
    /// # Errors
    /// [`Error::Address`] when `url` is none of the web; [`Error::Setup`].
    pub fn new(
        url: &str,
        key: Option<Key>,
        (silence_max, pause): (Duration, Duration),
    ) -> Result<Self, Error> {
        if rustls::crypto::CryptoProvider::get_default().is_none() {
            // A race with another installer is fine: one of the two is installed.
            let _ = rustls::crypto::ring::default_provider().install_default();
        }
        let url = crate::guard::check(url, true)?;
        let client = Client::builder()
            .user_agent(concat!("Wiredesk/", env!("CARGO_PKG_VERSION")))
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .referer(false)
            .connect_timeout(CONNECT_MAX)
            .build()
            .map_err(|e| Error::Setup(e.without_url().to_string()))?;
        Ok(Self { client, url, key, silence_max, pause })
    }

    /// The address asked, without what could be a secret in it.
    #[must_use]
    pub fn address(&self) -> String {
        let mut url = self.url.clone();
        let _ = url.set_username("");
        let _ = url.set_password(None);
        url.set_query(None);
        url.to_string()
    }

    /// Asks, and asks again when the host is busy or cannot be reached, until the first byte of an
    /// answer or until `until`. A `Retry-After` is waited for when there is time.
    ///
    /// # Errors
    /// The last refusal: [`Error::Busy`], [`Error::Status`], [`Error::Refused`], [`Error::Timeout`],
    /// [`Error::Unreachable`].
    pub async fn ask(&self, body: &str, until: Instant) -> Result<Reply, Error> {
        let (mut wait, since) = (self.pause, Instant::now());
        for attempt in 1.. {
            let error = match tokio::time::timeout_at(until, self.once(body)).await {
                Ok(Ok(response)) => {
                    let (url, silence_max) = (self.address(), self.silence_max);
                    return Ok(Reply { response, url, since, until, silence_max, taken: 0 });
                }
                Ok(Err(error)) => error,
                Err(_) => return Err(self.late(since)),
            };
            let asked = match &error {
                Error::Busy { retry_after, .. } => retry_after.unwrap_or_default(),
                _ => Duration::ZERO,
            };
            let pause = wait.max(asked);
            let hopeless = asked > WAIT_MAX || Instant::now() + pause >= until;
            if attempt >= TRIES_MAX || !error.is_passing() || hopeless {
                return Err(error);
            }
            tokio::time::sleep(pause).await;
            wait = (wait * 2).min(WAIT_MAX);
        }
        Err(self.late(since))
    }

    async fn once(&self, body: &str) -> Result<Response, Error> {
        let mut request = self.client.post(self.url.clone());
        request = request.header(CONTENT_TYPE, "application/json");
        request = request.header(ACCEPT, "text/event-stream, application/json");
        if let Some(Key(key)) = &self.key {
            request = request.bearer_auth(key);
        }
        let since = Instant::now();
        let sent = tokio::time::timeout(self.silence_max, request.body(body.to_owned()).send());
        let response =
            sent.await.map_err(|_| self.late(since))?.map_err(|e| self.unreachable(&e))?;
        let (status, url) = (response.status(), self.address());
        if status.is_success() {
            return Ok(response);
        }
        let retry_after = crate::fetch::retry_after(response.headers());
        match status {
            StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE => {
                Err(Error::Busy { url, status: status.as_u16(), retry_after })
            }
            s if s.is_server_error() || s.is_redirection() => {
                Err(Error::Status { url, status: s.as_u16() })
            }
            _ => {
                let words = self.words(response).await;
                Err(Error::Refused { url, status: status.as_u16(), words })
            }
        }
    }

    /// What a refusal says, as far as it is fit for people: the key is not in it.
    async fn words(&self, mut response: Response) -> String {
        let chunk = tokio::time::timeout(Duration::from_secs(5), response.chunk()).await;
        let bytes = chunk.ok().and_then(Result::ok).flatten().unwrap_or_default();
        let text = String::from_utf8_lossy(&bytes[..bytes.len().min(2_000)]).into_owned();
        let text = self.key.as_ref().map_or(text.clone(), |k| k.blot(&text));
        text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(TOLD_CHARS).collect()
    }

    fn late(&self, since: Instant) -> Error {
        Error::Timeout { url: self.address(), seconds: since.elapsed().as_secs() }
    }

    fn unreachable(&self, error: &reqwest::Error) -> Error {
        let reason = match error {
            e if e.is_connect() => "no connection",
            e if e.is_timeout() => "no connection in time",
            _ => "the connection broke",
        };
        Error::Unreachable { url: self.address(), reason: reason.to_owned() }
    }
}

impl Reply {
    /// The next bytes; `None` at the end.
    ///
    /// # Errors
    /// [`Error::Timeout`] when the endpoint is silent or the time is up, [`Error::TooLarge`],
    /// [`Error::Unreachable`] when it broke off.
    pub async fn next(&mut self) -> Result<Option<Vec<u8>>, Error> {
        let until = self.until.min(Instant::now() + self.silence_max);
        let late =
            |_| Error::Timeout { url: self.url.clone(), seconds: self.since.elapsed().as_secs() };
        let chunk = tokio::time::timeout_at(until, self.response.chunk()).await.map_err(late)?;
        let reason = || "the answer broke off".to_owned();
        let broken = |_| Error::Unreachable { url: self.url.clone(), reason: reason() };
        let Some(bytes) = chunk.map_err(broken)? else { return Ok(None) };
        self.taken += bytes.len();
        if self.taken > BODY_BYTES_MAX {
            return Err(Error::TooLarge { url: self.url.clone(), max: BODY_BYTES_MAX });
        }
        Ok(Some(bytes.to_vec()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_shown_nowhere() {
        let key = Key::new(" sk-secret ").expect("a key");
        let line =
            Line::new("http://u:p@127.0.0.1:1/v1?k=1", Some(key.clone()), (WAIT_MAX, WAIT_MAX));
        let line = line.expect("a line");
        let shown = format!("{key:?} {line:?} {}", line.address());
        assert!(!shown.contains("sk-secret") && !line.address().contains("u:p"), "{shown}");
        assert_eq!(key.blot("bad key sk-secret!"), "bad key …!");
        assert!(Key::new("  ").is_none());
    }
}
