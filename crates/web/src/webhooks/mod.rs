//! Webhooks: set up, tried, paused, rotated, looked at; from the desk ([`page`]) and by our own API
//! (`api::native::webhooks`), with the same commands. A secret is shown once, when it is made.

mod page;
pub(crate) mod trial;

pub(crate) use page::routes as pages;

use jiff::Timestamp;
use serde::Deserialize;
use wiredesk_alert::{Limits, Query};
use wiredesk_deliver::sign;
use wiredesk_deliver::webhook::{Dialect, Subject, Subscribed, Webhook};
use wiredesk_store::{NewTarget, Target, TargetId, UserId};

use crate::{AppState, Error, auth};

/// What somebody wants to be called with.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Wish {
    pub name: String,
    pub url: String,
    pub dialect: Dialect,
    /// Of what; nothing: of stories.
    pub subjects: Vec<Subject>,
    pub tickers: Vec<String>,
    pub channels: Vec<String>,
    pub query: Option<String>,
    /// One more header: name and value.
    pub header: Option<(String, String)>,
}

/// A webhook as it is kept.
#[derive(Debug)]
pub(crate) struct Kept {
    pub target: Target,
    pub hook: Webhook,
}

/// Sets a webhook up: its number, and the secret that is shown this once.
pub(crate) fn create(
    state: &AppState,
    owner: Option<UserId>,
    wish: Wish,
) -> Result<(TargetId, String), Error> {
    let secret = new_secret(wish.dialect)?;
    let query = wish.query.map(|q| q.trim().to_owned()).filter(|q| !q.is_empty());
    if let Some(query) = &query {
        let bad = |e: wiredesk_alert::Error| Error::Form(format!("The query: {e}"));
        Query::parse(query, &Limits::default()).map_err(bad)?;
    }
    let Wish { subjects, tickers, channels, .. } = wish;
    let hook = Webhook {
        url: wish.url.trim().to_owned(),
        secrets: vec![secret.clone()],
        dialect: wish.dialect,
        header: wish.header,
        subscribed: Some(Subscribed {
            subjects,
            tickers,
            channels,
            query,
            after: state.store().head(),
        }),
    };
    hook.check(state.sender()?.allows_private()).map_err(|e| Error::Form(e.to_string()))?;
    let shown = wiredesk_deliver::webhook::shown(&hook.url);
    let name = Some(wish.name.trim().to_owned()).filter(|n| !n.is_empty()).unwrap_or(shown);
    let about = NewTarget { owner, kind: "webhook".into(), name, settings: settings(&hook)? };
    Ok((state.store().add_target(about, state.now())?, secret))
}

/// The webhooks of `owner`; of everybody for the desk.
pub(crate) fn all(state: &AppState, owner: Option<Option<UserId>>) -> Result<Vec<Kept>, Error> {
    let targets = state.store().targets_of_kind("webhook")?.into_iter();
    let own = targets.filter(|t| owner.is_none_or(|owner| t.about.owner == owner));
    own.map(kept).collect()
}

/// One of them.
pub(crate) fn one(state: &AppState, owner: Option<Option<UserId>>, id: u64) -> Result<Kept, Error> {
    let target = state.store().target(TargetId(id))?.filter(|t| t.about.kind == "webhook");
    let own = target.filter(|t| owner.is_none_or(|owner| t.about.owner == owner));
    kept(own.ok_or(Error::NotFound)?)
}

fn kept(target: Target) -> Result<Kept, Error> {
    let hook = Webhook::parse(&target.about.settings).map_err(|e| Error::Form(e.to_string()))?;
    Ok(Kept { target, hook })
}

/// Another secret, shown this once. The one before signs beside it until the next rotation, or not
/// at all any more.
pub(crate) fn rotate(state: &AppState, kept: Kept, keep_old: bool) -> Result<String, Error> {
    let Kept { target, mut hook } = kept;
    let secret = new_secret(hook.dialect)?;
    hook.secrets.truncate(usize::from(keep_old));
    hook.secrets.insert(0, secret.clone());
    let about = NewTarget { settings: settings(&hook)?, ..target.about };
    state.store().edit_target(target.id, about, target.paused)?;
    Ok(secret)
}

/// Stops sending, with a reason, or goes on with `None`.
pub(crate) fn pause(state: &AppState, kept: Kept, why: Option<String>) -> Result<(), Error> {
    Ok(state.store().edit_target(kept.target.id, kept.target.about, why)?)
}

fn settings(hook: &Webhook) -> Result<String, Error> {
    serde_json::to_string(hook).map_err(|e| Error::Broken(e.to_string()))
}

fn new_secret(dialect: Dialect) -> Result<String, Error> {
    match dialect {
        Dialect::Standard => {
            let mut bytes = [0; 32];
            getrandom::fill(&mut bytes).map_err(|e| Error::Broken(e.to_string()))?;
            Ok(sign::Secret::written(&bytes))
        }
        Dialect::Benzinga => auth::secret(),
    }
}

/// In one word and a reason.
pub(crate) fn standing(target: &Target) -> (&'static str, Option<&str>) {
    match target.paused.as_deref() {
        Some(why) => ("paused", Some(why)),
        None => ("active", None),
    }
}

fn moment(at: Timestamp) -> String {
    at.strftime("%Y-%m-%d %H:%M:%S UTC").to_string()
}
