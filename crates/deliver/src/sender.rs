//! One attempt at one delivery.

use crate::mail::{MailSettings, Mailer};
use crate::{Error, hub, limits, webhook};
use jiff::Timestamp;
use reqwest::Client;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use std::time::Duration;
use wiredesk_gather::guard;

/// What the operator chooses.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// Webhooks may go to private and loopback addresses.
    pub allow_private: bool,
    /// The mail relay; without one, mail is not sent.
    pub mail: Option<MailSettings>,
}

/// Something to send.
#[derive(Debug, Clone, Copy)]
pub struct Parcel<'a> {
    /// `webhook`, `mail` or `hub`.
    pub kind: &'a str,
    /// The target's settings, JSON of that kind.
    pub settings: &'a str,
    /// Its identity, the same in every attempt, so that the receiver can drop repeats.
    pub key: &'a str,
    /// What is sent.
    pub body: &'a str,
    /// Which attempt this is, from 1.
    pub attempt: u32,
    /// When.
    pub now: Timestamp,
}

/// What came of an attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It was taken.
    Taken,
    /// Not now: try again.
    Again {
        /// What was wrong.
        why: String,
        /// How long the receiver asks to wait at least.
        after: Option<Duration>,
        /// It asks so for all that is sent to it.
        rest: bool,
    },
    /// The receiver wants nothing any more, or could not be called at all until somebody changes
    /// its settings: stop sending to it, and keep this for when it goes on.
    Stop {
        /// What was wrong.
        why: String,
    },
    /// This one can never be taken.
    Refused {
        /// What was wrong.
        why: String,
    },
}

impl Outcome {
    pub(crate) fn again(why: impl Into<String>) -> Self {
        Self::Again { why: why.into(), after: None, rest: false }
    }
}

/// Sends webhooks, mail, and announcements to a hub. Cheap to share behind an `Arc`.
#[derive(Debug)]
pub struct Sender {
    client: Client,
    mailer: Option<Mailer>,
    allow_private: bool,
}

impl Sender {
    /// A sender. Installs `ring` as the process's TLS provider when none is installed yet.
    ///
    /// # Errors
    /// [`Error::Relay`], [`Error::From`], [`Error::Setup`].
    pub fn new(settings: &Settings) -> Result<Self, Error> {
        if rustls::crypto::CryptoProvider::get_default().is_none() {
            // A race with another installer is fine: one of the two is installed.
            let _ = rustls::crypto::ring::default_provider().install_default();
        }
        let allow_private = settings.allow_private;
        let client = Client::builder()
            .user_agent(concat!("Wiredesk-Dispatch/", env!("CARGO_PKG_VERSION")))
            .redirect(reqwest::redirect::Policy::none())
            // A proxy would look names up itself, past the guard.
            .no_proxy()
            .referer(false)
            .dns_resolver(Guarded { allow_private })
            .connect_timeout(Duration::from_secs(limits::CONNECT_S_MAX))
            .pool_max_idle_per_host(limits::IDLE_PER_HOST)
            .tcp_nodelay(true)
            .build()
            .map_err(|e| Error::Setup(e.to_string()))?;
        let mailer = settings.mail.as_ref().map(Mailer::new).transpose()?;
        Ok(Self { client, mailer, allow_private })
    }

    /// Whether webhooks may go to private addresses.
    #[must_use]
    pub fn allows_private(&self) -> bool {
        self.allow_private
    }

    /// Tries once.
    pub async fn send(&self, parcel: &Parcel<'_>) -> Outcome {
        match (parcel.kind, &self.mailer) {
            ("webhook", _) => webhook::post(&self.client, self.allow_private, parcel).await,
            ("hub", _) => hub::tell(&self.client, self.allow_private, parcel).await,
            ("mail", Some(mailer)) => mailer.send(parcel).await,
            ("mail", None) => Outcome::again("no mail relay is set: start the server with --smtp"),
            (kind, _) => Outcome::Refused { why: format!("nothing can be sent to a `{kind}`") },
        }
    }
}

/// The system's resolver behind the guard: what was checked is what is connected to.
struct Guarded {
    allow_private: bool,
}

impl Resolve for Guarded {
    fn resolve(&self, name: Name) -> Resolving {
        let allow_private = self.allow_private;
        Box::pin(async move {
            let host = name.as_str().to_owned();
            let found = tokio::net::lookup_host((host.as_str(), 0)).await?;
            let kept = guard::allowed(&host, found, allow_private)?;
            Ok(Box::new(kept.into_iter()) as Addrs)
        })
    }
}
