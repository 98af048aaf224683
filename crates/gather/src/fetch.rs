//! One address to its bytes.

use crate::guard::{self, Guarded};
use crate::pace::{Pace, Turn};
use crate::robots::Rules;
use crate::settings::{HOSTS_MAX, ROBOTS_BYTES_MAX, ROBOTS_FAILED_TTL, ROBOTS_TTL};
use crate::{Error, Settings};
use reqwest::header::{self, HeaderMap};
use reqwest::{Client, Response, StatusCode};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::time::Instant;
use url::Url;

/// What to fetch, and what is known from the last time.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Request {
    /// Where.
    pub url: String,
    /// The `ETag` of the last answer.
    pub etag: Option<String>,
    /// The `Last-Modified` of the last answer.
    pub last_modified: Option<String>,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing new since the last time.
    NotModified,
    /// Something.
    Fetched(Fetched),
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fetched {
    /// Where it was found in the end.
    pub url: String,
    /// Where to ask from now on, when all redirects on the way were for good.
    pub moved_to: Option<String>,
    /// `Content-Type` as sent.
    pub content_type: Option<String>,
    /// To send the next time.
    pub etag: Option<String>,
    /// To send the next time.
    pub last_modified: Option<String>,
    /// Unpacked.
    pub body: Vec<u8>,
}

/// Fetches politely and only from the public internet. Cheap to share behind an `Arc`.
#[derive(Debug)]
pub struct Gatherer {
    client: Client,
    settings: Arc<Settings>,
    pace: Pace,
    robots: Mutex<HashMap<String, Known>>,
}

#[derive(Debug, Clone)]
struct Known {
    until: Instant,
    /// `None` when the file could not be had.
    rules: Option<Arc<Rules>>,
}

/// One answer on the way.
enum Hop {
    Redirect { to: Url, permanent: bool },
    Done(Outcome),
}

impl Gatherer {
    /// A gatherer. Installs `ring` as the process's TLS provider when none is installed yet.
    ///
    /// # Errors
    /// [`Error::Setup`].
    pub fn new(settings: Settings) -> Result<Self, Error> {
        if rustls::crypto::CryptoProvider::get_default().is_none() {
            // A race with another installer is fine: one of the two is installed.
            let _ = rustls::crypto::ring::default_provider().install_default();
        }
        let settings = Arc::new(settings);
        let client = Client::builder()
            .user_agent(settings.user_agent.clone())
            .redirect(reqwest::redirect::Policy::none())
            // A proxy would look names up itself, past the guard.
            .no_proxy()
            .referer(false)
            .dns_resolver(Guarded { settings: settings.clone() })
            .connect_timeout(settings.connect_time_max)
            .pool_max_idle_per_host(1)
            .build()
            .map_err(|e| Error::Setup(reason(&e)))?;
        let (pace, robots) = (Pace::default(), Mutex::default());
        Ok(Self { client, settings, pace, robots })
    }

    /// Fetches one address: waits for its host's turn, asks its `robots.txt`, follows redirects.
    ///
    /// # Errors
    /// All of [`Error`].
    pub async fn fetch(&self, request: &Request) -> Result<Outcome, Error> {
        let mut url = self.check(&request.url)?;
        let (mut moved_to, mut permanent) = (None, true);
        for _ in 0..=self.settings.redirects_max {
            let mut turn = self.pace.turn(&authority(&url), self.settings.host_pause).await;
            if self.settings.obey_robots {
                self.ask_robots(&url, &mut turn).await?;
            }
            let limit = self.settings.time_max;
            let hop = tokio::time::timeout(limit, self.hop(&url, request)).await;
            drop(turn);
            match hop.map_err(|_| self.timeout(&url))?? {
                Hop::Redirect { to, permanent: for_good } => {
                    permanent &= for_good;
                    moved_to = permanent.then(|| to.to_string());
                    url = self.check(to.as_str())?;
                }
                Hop::Done(Outcome::Fetched(fetched)) => {
                    return Ok(Outcome::Fetched(Fetched {
                        moved_to: moved_to.filter(|_| permanent),
                        ..fetched
                    }));
                }
                Hop::Done(Outcome::NotModified) => return Ok(Outcome::NotModified),
            }
        }
        Err(Error::Redirects { url: request.url.clone(), max: self.settings.redirects_max })
    }

    fn check(&self, address: &str) -> Result<Url, Error> {
        let refusal = match guard::check(address, false) {
            Err(refusal @ Error::Private { .. }) => refusal,
            other => return other,
        };
        let url = guard::check(address, true)?;
        let host = url.host_str().unwrap_or_default();
        match self.settings.may_be_private(host, url.port_or_known_default()) {
            true => Ok(url),
            false => Err(refusal),
        }
    }

    async fn hop(&self, url: &Url, request: &Request) -> Result<Hop, Error> {
        let mut get = self.client.get(url.clone());
        if let Some(etag) = &request.etag {
            get = get.header(header::IF_NONE_MATCH, etag);
        }
        if let Some(date) = &request.last_modified {
            get = get.header(header::IF_MODIFIED_SINCE, date);
        }
        let response = get.send().await.map_err(|e| self.failure(url, &e))?;
        if let Some(hop) = redirect(url, &response)? {
            return Ok(hop);
        }
        if response.status() == StatusCode::NOT_MODIFIED {
            return Ok(Hop::Done(Outcome::NotModified));
        }
        refuse_status(url, &response)?;
        let text = |name| header_text(response.headers(), name);
        let fetched = Fetched {
            url: url.to_string(),
            moved_to: None,
            content_type: text(header::CONTENT_TYPE),
            etag: text(header::ETAG),
            last_modified: text(header::LAST_MODIFIED),
            body: Vec::new(),
        };
        let max = self.settings.body_bytes_max;
        let (body, whole) = self.body(url, response, max).await?;
        match whole {
            true => Ok(Hop::Done(Outcome::Fetched(Fetched { body, ..fetched }))),
            false => Err(Error::TooLarge { url: url.to_string(), max }),
        }
    }

    /// The body up to `max` bytes after unpacking, and whether that was all.
    async fn body(
        &self,
        url: &Url,
        mut response: Response,
        max: usize,
    ) -> Result<(Vec<u8>, bool), Error> {
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(|e| self.failure(url, &e))? {
            let room = max - body.len();
            if chunk.len() > room {
                body.extend_from_slice(&chunk[..room]);
                return Ok((body, false));
            }
            body.extend_from_slice(&chunk);
        }
        Ok((body, true))
    }

    async fn ask_robots(&self, url: &Url, turn: &mut Turn) -> Result<(), Error> {
        let site = url.origin().ascii_serialization();
        let rules = match self.known_robots(&site) {
            Some(known) => known,
            None => self.fetch_robots(&site).await?,
        };
        let rules = rules.ok_or(Error::RobotsUnknown(site))?;
        turn.pause = turn.pause.max(rules.delay.unwrap_or_default());
        match rules.allows(&url[url::Position::BeforePath..url::Position::AfterQuery]) {
            true => Ok(()),
            false => Err(Error::Robots(url.to_string())),
        }
    }

    fn known_robots(&self, site: &str) -> Option<Option<Arc<Rules>>> {
        let robots = self.robots.lock().unwrap_or_else(PoisonError::into_inner);
        let known = robots.get(site).filter(|k| k.until > Instant::now())?;
        Some(known.rules.clone())
    }

    async fn fetch_robots(&self, site: &str) -> Result<Option<Arc<Rules>>, Error> {
        let limit = self.settings.time_max;
        let rules = match tokio::time::timeout(limit, self.load_robots(site)).await {
            Ok(Ok(rules)) => Some(Arc::new(rules)),
            // The guard's refusal is the answer to the whole request.
            Ok(Err(refusal @ Error::Private { .. })) => return Err(refusal),
            Ok(Err(_)) | Err(_) => None,
        };
        let ttl = if rules.is_some() { ROBOTS_TTL } else { ROBOTS_FAILED_TTL };
        let now = Instant::now();
        let mut robots = self.robots.lock().unwrap_or_else(PoisonError::into_inner);
        if robots.len() >= HOSTS_MAX {
            robots.retain(|_, known| known.until > now);
        }
        if robots.len() >= HOSTS_MAX {
            robots.clear();
        }
        robots.insert(site.to_owned(), Known { until: now + ttl, rules: rules.clone() });
        Ok(rules)
    }

    async fn load_robots(&self, site: &str) -> Result<Rules, Error> {
        let mut url = self.check(&format!("{site}/robots.txt"))?;
        for _ in 0..=self.settings.redirects_max {
            let get = self.client.get(url.clone());
            let response = get.send().await.map_err(|e| self.failure(&url, &e))?;
            let status = response.status();
            if let Some(Hop::Redirect { to, .. }) = redirect(&url, &response)? {
                url = self.check(to.as_str())?;
                continue;
            }
            if status == StatusCode::TOO_MANY_REQUESTS {
                refuse_status(&url, &response)?;
            }
            if status.is_client_error() {
                return Ok(Rules::default());
            }
            refuse_status(&url, &response)?;
            let (body, _) = self.body(&url, response, ROBOTS_BYTES_MAX).await?;
            return Ok(Rules::parse(&body));
        }
        // As RFC 9309: more redirects than that count as no file.
        Ok(Rules::default())
    }

    fn timeout(&self, url: &Url) -> Error {
        Error::Timeout { url: url.to_string(), seconds: self.settings.time_max.as_secs() }
    }

    fn failure(&self, url: &Url, error: &reqwest::Error) -> Error {
        let mut source: Option<&(dyn std::error::Error + 'static)> = Some(error);
        while let Some(inner) = source {
            if let Some(refusal) = inner.downcast_ref::<Error>() {
                return refusal.clone();
            }
            source = inner.source();
        }
        match error.is_timeout() {
            true => self.timeout(url),
            false => Error::Unreachable { url: url.to_string(), reason: reason(error) },
        }
    }
}

/// Host and port: what is paced.
fn authority(url: &Url) -> String {
    url[url::Position::BeforeHost..url::Position::AfterPort].to_owned()
}

/// The innermost cause says most.
fn reason(error: &dyn std::error::Error) -> String {
    let mut inner = error;
    while let Some(source) = inner.source() {
        inner = source;
    }
    inner.to_string()
}

fn redirect(from: &Url, response: &Response) -> Result<Option<Hop>, Error> {
    let permanent = match response.status().as_u16() {
        301 | 308 => true,
        302 | 303 | 307 => false,
        _ => return Ok(None),
    };
    let Some(place) = header_text(response.headers(), header::LOCATION) else {
        return Err(Error::Status { url: from.to_string(), status: response.status().as_u16() });
    };
    let mut to = from.join(&place).map_err(|_| Error::Address(place))?;
    if to.fragment().is_none() {
        to.set_fragment(from.fragment());
    }
    Ok(Some(Hop::Redirect { to, permanent }))
}

fn refuse_status(url: &Url, response: &Response) -> Result<(), Error> {
    let url = || url.to_string();
    match response.status().as_u16() {
        200..=299 => Ok(()),
        410 => Err(Error::Gone(url())),
        status @ (429 | 503) => {
            let retry_after = retry_after(response.headers());
            Err(Error::Busy { url: url(), status, retry_after })
        }
        status => Err(Error::Status { url: url(), status }),
    }
}

fn header_text(headers: &HeaderMap, name: header::HeaderName) -> Option<String> {
    let value = headers.get(name)?.to_str().ok()?.trim();
    (!value.is_empty()).then(|| value.to_owned())
}

/// Seconds, or a date, which counts from the answer's own `Date`.
pub(crate) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let value = header_text(headers, header::RETRY_AFTER)?;
    if let Ok(seconds) = value.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let parse = |text: &str| wiredesk_model::jiff::fmt::rfc2822::parse(text).ok();
    let now = parse(&header_text(headers, header::DATE)?)?;
    let seconds = parse(&value)?.timestamp().as_second() - now.timestamp().as_second();
    Some(Duration::from_secs(u64::try_from(seconds).unwrap_or(0)))
}
