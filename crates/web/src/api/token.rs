//! Tokens: how a client shows one, what it may do, how it is made.
//!
//! A token is 256 random bits behind `wd_`; the store keeps only its hash. Clients show it as their
//! dialect has it: in the address, in `Authorization`, as the secret of a pair, in `Key`.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use axum::http::{HeaderMap, header};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use wiredesk_publish::dialect::benzinga::event::Envelope;
use wiredesk_store::{NewToken, Secret, Token, TokenId};

use crate::{AppState, Error, auth, limits};

/// What a token may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Scope {
    /// Published stories: lists, streams, removed ones.
    News,
    /// Analysts' ratings and their consensus.
    Ratings,
    /// What stories stand on: reports, claims, entities, storylines, sources, the ledger.
    Ledger,
    /// Targets of webhooks, their deliveries and dead letters.
    Webhooks,
    /// Standing queries and their matches.
    Alerts,
}

impl Scope {
    /// All.
    pub const ALL: [Scope; 5] =
        [Self::News, Self::Ratings, Self::Ledger, Self::Webhooks, Self::Alerts];

    /// What a token may do when nothing is said: read what is published.
    pub const USUAL: [Scope; 2] = [Self::News, Self::Ratings];

    /// The word in rows, forms and commands.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::News => "news",
            Self::Ratings => "ratings",
            Self::Ledger => "ledger",
            Self::Webhooks => "webhooks",
            Self::Alerts => "alerts",
        }
    }

    /// The scope of that word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.as_str() == word.trim())
    }
}

/// What is set for one token.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Settings {
    /// Requests a second; nothing: the usual number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub per_second: Option<u32>,
    /// `v1` or `docs`: the envelope of Benzinga's streams and webhooks; nothing: `v1`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dialect: Option<String>,
}

impl Settings {
    /// What is set for that token; what cannot be read counts as not set.
    #[must_use]
    pub fn of(token: &Token) -> Self {
        serde_json::from_str(&token.about.settings).unwrap_or_default()
    }

    /// Requests a second.
    #[must_use]
    pub fn per_second(&self) -> u32 {
        self.per_second.unwrap_or(limits::TOKEN_PER_SECOND).max(1)
    }

    /// The envelope of streams and webhooks.
    #[must_use]
    pub fn envelope(&self) -> Envelope {
        self.dialect.as_deref().and_then(Envelope::parse).unwrap_or_default()
    }
}

/// A token that was just made, and its secret, which can never be shown again.
#[derive(Debug)]
pub struct Minted {
    /// What to keep.
    pub token: NewToken,
    /// What the client shows.
    pub secret: String,
}

/// Makes a token.
///
/// # Errors
/// When the machine gives no random bytes.
pub fn mint(
    name: &str,
    scopes: &[Scope],
    settings: &Settings,
    expires: Option<Timestamp>,
) -> Result<Minted, Error> {
    let secret = new_secret()?;
    let token = NewToken {
        secret: Secret::of(&secret),
        name: name.trim().to_owned(),
        owner: None,
        scopes: scopes.iter().map(|s| s.as_str().to_owned()).collect(),
        settings: serde_json::to_string(settings).unwrap_or_else(|_| "{}".into()),
        expires,
    };
    Ok(Minted { token, secret })
}

/// Another secret, for a new token or a rotation.
///
/// # Errors
/// When the machine gives no random bytes.
pub fn new_secret() -> Result<String, Error> {
    Ok(format!("wd_{}", auth::secret()?))
}

/// The public half of a pair: tells which token, and nothing that opens anything.
#[must_use]
pub fn key_id(id: TokenId) -> String {
    format!("WDK{}", id.0)
}

/// What a client showed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Shown {
    secret: String,
    /// The public half, where a pair was shown.
    key: Option<String>,
}

impl Shown {
    /// A secret shown alone (the frames of streams).
    pub fn alone(secret: &str) -> Self {
        Self { secret: secret.trim().to_owned(), key: None }
    }

    /// A pair, as Alpaca's clients have it.
    pub fn pair(key: &str, secret: &str) -> Self {
        Self { secret: secret.trim().to_owned(), key: Some(key.trim().to_owned()) }
    }

    /// The secret half.
    pub fn secret(&self) -> &str {
        &self.secret
    }

    /// What a request shows: in its address, else in its headers.
    pub fn of(query: &[(String, String)], headers: &HeaderMap) -> Option<Self> {
        let text = |name: &str| headers.get(name)?.to_str().ok().map(str::trim);
        let asked = query.iter().find(|(key, value)| {
            (key.eq_ignore_ascii_case("token") || key.eq_ignore_ascii_case("apikey"))
                && !value.is_empty()
        });
        if let Some((_, secret)) = asked {
            return Some(Self::alone(secret));
        }
        if let (Some(key), Some(secret)) = (text("apca-api-key-id"), text("apca-api-secret-key")) {
            return Some(Self::pair(key, secret));
        }
        if let Some(shown) = text(header::AUTHORIZATION.as_str()).and_then(authorization) {
            return Some(shown);
        }
        text("key").filter(|k| !k.is_empty()).map(Self::alone)
    }
}

fn authorization(text: &str) -> Option<Shown> {
    let (scheme, rest) = text.split_once(' ')?;
    match scheme.to_ascii_lowercase().as_str() {
        "bearer" | "token" => Some(Shown::alone(rest)).filter(|s| !s.secret.is_empty()),
        "basic" => {
            let pair = String::from_utf8(STANDARD.decode(rest.trim()).ok()?).ok()?;
            let (key, secret) = pair.split_once(':')?;
            Some(Shown::pair(key, secret))
        }
        _ => None,
    }
}

/// The token that was shown, when it is valid now. A pair is good when its public half is the
/// token's, or repeats the secret (clients that insist on two fields).
pub(crate) fn token_of(state: &AppState, shown: &Shown) -> Result<Option<Token>, Error> {
    if shown.secret.is_empty() || shown.secret.len() > limits::TOKEN_BYTES_MAX {
        return Ok(None);
    }
    let now = state.now();
    let Some(token) = state.store().token(Secret::of(&shown.secret), now)? else {
        return Ok(None);
    };
    let fits = |key: &String| *key == key_id(token.id) || *key == shown.secret;
    if !shown.key.as_ref().is_none_or(fits) {
        return Ok(None);
    }
    state.inner().api.uses.note(state, token.id, now);
    Ok(Some(token))
}

/// True when the token may do that.
#[must_use]
pub fn may(token: &Token, scope: Scope) -> bool {
    token.about.scopes.iter().any(|s| s == scope.as_str())
}

/// When tokens were used, gathered so that not every request writes.
#[derive(Debug, Default)]
pub(crate) struct Uses {
    held: Mutex<(Option<Timestamp>, HashMap<TokenId, Timestamp>)>,
}

impl Uses {
    fn note(&self, state: &AppState, id: TokenId, now: Timestamp) {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        held.1.insert(id, now);
        let every = SignedDuration::from_secs(limits::TOKEN_USE_NOTED_S);
        let due = held.0.is_none_or(|last| now.duration_since(last) >= every);
        if due {
            held.0 = Some(now);
            let used = std::mem::take(&mut held.1);
            drop(held);
            state.store().note_token_use(used.into_iter().collect());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(query: &[(&str, &str)], headers: &[(&'static str, &str)]) -> Option<Shown> {
        let query: Vec<(String, String)> =
            query.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.insert(*name, value.parse().expect("header"));
        }
        Shown::of(&query, &map)
    }

    #[test]
    fn every_way_to_show_a_token_is_known() {
        let check = |query: &[(&str, &str)], headers: &[(&'static str, &str)], expected| {
            assert_eq!(shown(query, headers), expected, "{query:?} {headers:?}");
        };
        let alone = || Some(Shown::alone("s"));
        check(&[("token", "s")], &[("authorization", "token other")], alone());
        check(&[("apiKey", "s")], &[], alone());
        check(&[("token", "")], &[("authorization", "token s")], alone());
        check(&[], &[("authorization", "Bearer  s ")], alone());
        check(&[], &[("key", "s")], alone());
        let pair = || Some(Shown::pair("k", "s"));
        check(&[], &[("apca-api-key-id", "k"), ("apca-api-secret-key", "s")], pair());
        check(&[], &[("authorization", "Basic azpz")], pair());
        for bad in ["Basic ???", "Basic aw==", "Digest x", "Bearer", "Bearer "] {
            check(&[], &[("authorization", bad)], None);
        }
        check(&[("tokens", "s")], &[("cookie", "token=s")], None);
    }

    #[test]
    fn settings_have_usual_values() {
        let usual = Settings::default();
        assert_eq!((usual.per_second(), usual.envelope()), (250, Envelope::V1));
        let set: Settings =
            serde_json::from_str(r#"{"per_second":9,"dialect":"docs"}"#).expect("JSON");
        assert_eq!((set.per_second(), set.envelope()), (9, Envelope::Docs));
    }
}
