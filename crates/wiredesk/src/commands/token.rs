//! `wiredesk token`: tokens of the API.

use crate::commands::data::Data;
use anyhow::{Context, Result, bail};
use clap::{Args, Subcommand};
use wiredesk_model::Published;
use wiredesk_model::jiff::{SignedDuration, Timestamp};
use wiredesk_store::{Audit, Store, Token, TokenId};
use wiredesk_web::api::token::{Scope, Settings, key_id, mint, new_secret};

/// What to do with tokens.
#[derive(Debug, Args)]
#[command(
    after_help = "A token's secret is shown once and kept only as a hash. While a desk is served, use its page /desk/tokens.\n\nExamples:\n  wiredesk token new --name 'trading floor'\n  wiredesk token new --name partner --scope news --per-second 50 --expires 2027-01-31\n  wiredesk token rotate 3 --keep-old 48"
)]
pub struct TokenCommand {
    #[command(subcommand)]
    deed: Deed,
}

#[derive(Debug, Subcommand)]
enum Deed {
    /// A new token; prints its secret, and the key and secret of clients that want a pair
    New {
        /// What it is for
        #[arg(long)]
        name: String,
        /// What it may do: news, ratings, ledger, webhooks, alerts (again for more) [default: news, ratings]
        #[arg(long = "scope", value_name = "SCOPE", value_delimiter = ',')]
        scopes: Vec<String>,
        /// The day or moment when it ends
        #[arg(long, value_name = "DATE")]
        expires: Option<String>,
        /// Requests a second [default: 250]
        #[arg(long, value_name = "N")]
        per_second: Option<u32>,
        /// The envelope of Benzinga's streams and webhooks: v1 or docs [default: v1]
        #[arg(long, value_parser = ["v1", "docs"])]
        dialect: Option<String>,
        #[command(flatten)]
        data: Data,
    },
    /// All tokens, without their secrets
    List {
        #[command(flatten)]
        data: Data,
    },
    /// Ends a token at once
    Revoke {
        /// Its number, see `list`
        id: u64,
        #[command(flatten)]
        data: Data,
    },
    /// Gives a token another secret
    Rotate {
        /// Its number, see `list`
        id: u64,
        /// Hours for which the older secret still holds
        #[arg(long, value_name = "HOURS", default_value_t = 24)]
        keep_old: u16,
        #[command(flatten)]
        data: Data,
    },
}

/// Who the audit trail names.
const HAND: &str = "command line";

impl TokenCommand {
    /// Does it.
    ///
    /// # Errors
    /// When the folder is served at this moment, or there is no such token.
    pub fn run(self) -> Result<u8> {
        let now = Timestamp::now();
        let open = |data: Data| {
            data.open().context("while a desk is served, its page /desk/tokens does this")
        };
        match self.deed {
            Deed::New { name, scopes, expires, per_second, dialect, data } => {
                let store = open(data)?;
                let settings = Settings { per_second, dialect };
                new(&store, &name, &scopes_of(&scopes)?, &settings, expires.as_deref(), now)?;
            }
            Deed::List { data } => {
                for token in data.open_to_read()?.tokens()? {
                    say!("{}", line(&token, now))?;
                }
            }
            Deed::Revoke { id, data } => {
                let store = open(data)?;
                store.revoke_token(TokenId(id), now)?;
                store.audit(Audit::new(HAND, "revoke-token").saying(Some(id.to_string())), now)?;
                say!("token {id} is revoked")?;
            }
            Deed::Rotate { id, keep_old, data } => {
                let store = open(data)?;
                let secret = new_secret()?;
                let until = now.checked_add(SignedDuration::from_hours(keep_old.into()))?;
                store.rotate_token(TokenId(id), wiredesk_store::Secret::of(&secret), until)?;
                store.audit(Audit::new(HAND, "rotate-token").saying(Some(id.to_string())), now)?;
                shown(TokenId(id), &secret)?;
                say!("the older secret holds until {until:.0}")?;
            }
        }
        Ok(0)
    }
}

fn new(
    store: &Store,
    name: &str,
    scopes: &[Scope],
    settings: &Settings,
    expires: Option<&str>,
    now: Timestamp,
) -> Result<()> {
    if name.trim().is_empty() {
        bail!("say what the token is for: --name");
    }
    let expires = expires.map(ends).transpose()?;
    if expires.is_some_and(|at| at <= now) {
        bail!("--expires is in the past");
    }
    let minted = mint(name, scopes, settings, expires)?;
    let id = store.add_token(minted.token, now)?;
    store.audit(Audit::new(HAND, "add-token").saying(Some(name.trim().to_owned())), now)?;
    shown(id, &minted.secret)?;
    Ok(())
}

fn shown(id: TokenId, secret: &str) -> Result<()> {
    say!(
        "token {id}\n  secret {secret}\n  key id {key} (of clients that want a pair)",
        id = id.0,
        key = key_id(id)
    )
}

fn scopes_of(words: &[String]) -> Result<Vec<Scope>> {
    if words.is_empty() {
        return Ok(Scope::USUAL.to_vec());
    }
    let known = || Scope::ALL.map(Scope::as_str).join(", ");
    let scope = |w: &String| {
        Scope::parse(w).with_context(|| format!("{w:?} is no scope; there are {}", known()))
    };
    words.iter().map(scope).collect()
}

fn ends(text: &str) -> Result<Timestamp> {
    let when = Published::parse(text).with_context(|| {
        format!("--expires: {text:?} is no date; write 2027-01-31 or 2027-01-31T12:00:00Z")
    })?;
    Ok(when.instant().unwrap_or_else(|| when.order_key()))
}

fn line(token: &Token, now: Timestamp) -> String {
    let state = match (token.revoked, token.about.expires) {
        (Some(_), _) => "revoked",
        (None, Some(at)) if at <= now => "expired",
        _ => "valid",
    };
    let moment = |at: Option<Timestamp>| at.map_or("never".to_owned(), |at| format!("{at:.0}"));
    format!(
        "{}\t{state}\t{}\t{}\texpires {}\tlast used {}",
        token.id.0,
        token.about.name,
        token.about.scopes.join(","),
        moment(token.about.expires),
        moment(token.last_used),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scopes_and_ends_are_read_or_refused() {
        let words = |list: &[&str]| list.iter().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(scopes_of(&[]).expect("usual"), Scope::USUAL);
        assert_eq!(scopes_of(&words(&["news", "alerts"])).expect("two").len(), 2);
        assert!(scopes_of(&words(&["everything"])).is_err());
        assert!(ends("2027-01-31").is_ok() && ends("2027-01-31T12:00:00Z").is_ok());
        assert!(ends("soon").is_err());
    }
}
