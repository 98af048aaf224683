//! What the forms of the alerts page do.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use serde_json::json;
use wiredesk_flow::alerts::keeping::{self, AskedQuery, AskedWatchlist};
use wiredesk_flow::alerts::{Clock, Pace, Rhythm};
use wiredesk_publish::edition::followable;
use wiredesk_store::{NewTarget, Privilege, QueryId, TargetId, User, WatchlistId};

use super::pages;
use crate::auth::{Fields, Form, secret};
use crate::{AppState, Error, limits};

fn done() -> Response {
    Redirect::to("/alerts").into_response()
}

/// Back to the page, or the page again with the reason when it was refused.
async fn after(
    state: &AppState,
    form: Form,
    typed: String,
    outcome: Result<(), Error>,
) -> Result<Response, Error> {
    match outcome {
        Ok(()) => Ok(done()),
        Err(wrong @ Error::Form(_)) => pages::show(state, form.who, typed, None, Some(wrong)).await,
        Err(error) => Err(error),
    }
}

fn asked_query(fields: &Fields) -> AskedQuery {
    AskedQuery {
        name: fields.get("name").to_owned(),
        query: fields.get("q").to_owned(),
        target: fields.get("target").parse().ok().map(TargetId),
        enabled: true,
    }
}

pub(super) async fn add_query(
    State(state): State<AppState>,
    form: Form,
) -> Result<Response, Error> {
    let (asked, user) = (asked_query(&form.fields), form.who.user.clone());
    let typed = asked.query.clone();
    let kept = state
        .work(move |s| {
            keeping::keep_query(s.store(), &user, None, asked, s.now())?;
            Ok(())
        })
        .await;
    after(&state, form, typed, kept).await
}

/// Changes a query, switches it on or off, or takes it away.
pub(super) async fn change_query(
    State(state): State<AppState>,
    Path(id): Path<u64>,
    form: Form,
) -> Result<Response, Error> {
    let (id, user, act) = (QueryId(id), form.who.user.clone(), form.fields.get("act").to_owned());
    let asked = asked_query(&form.fields);
    let typed = asked.query.clone();
    let changed = state
        .work(move |s| {
            let before = keeping::own_query(s.store(), &user, id)?.about;
            let asked = match act.as_str() {
                "drop" => return Ok(keeping::drop_query(s.store(), &user, id, s.now())?),
                "on" | "off" => AskedQuery {
                    name: before.name,
                    query: before.query,
                    target: before.target,
                    enabled: act == "on",
                },
                _ => AskedQuery { enabled: before.enabled, ..asked },
            };
            keeping::keep_query(s.store(), &user, Some(id), asked, s.now())?;
            Ok(())
        })
        .await;
    after(&state, form, typed, changed).await
}

/// Adds or changes a watchlist, or takes it away.
pub(super) async fn put_watchlist(
    State(state): State<AppState>,
    form: Form,
) -> Result<Response, Error> {
    let (fields, user) = (&form.fields, form.who.user.clone());
    let id = fields.get("id").parse().ok().map(WatchlistId);
    let entries = fields.get("entries").split(['\n', ',']).map(|e| e.trim().to_owned());
    let asked = AskedWatchlist {
        name: fields.get("name").to_owned(),
        entries: entries.filter(|e| !e.is_empty()).collect(),
        importance: fields.get("importance").parse().ok().filter(|i: &f64| *i > 0.0),
        target: fields.get("target").parse().ok().map(TargetId),
    };
    let drop = fields.get("act") == "drop";
    let kept = state
        .work(move |s| {
            match id.filter(|_| drop) {
                Some(id) => keeping::drop_watchlist(s.store(), &user, id, s.now())?,
                None => drop_ok(keeping::keep_watchlist(s.store(), &user, id, asked, s.now())?),
            }
            Ok(())
        })
        .await;
    after(&state, form, String::new(), kept).await
}

fn drop_ok<T>(_: T) {}

/// The pace that a form asks for.
fn pace(fields: &Fields) -> Result<Pace, Error> {
    let clock = |name: &str| -> Result<Option<Clock>, Error> {
        match fields.get(name).trim() {
            "" => Ok(None),
            text => match Clock::parse(text) {
                Some(clock) => Ok(Some(clock)),
                None => Err(Error::Form(format!("“{text}” is no time; write 07:30."))),
            },
        }
    };
    let quiet = clock("quiet_from")?.zip(clock("quiet_to")?);
    let zone = Some(fields.get("zone").trim()).filter(|z| !z.is_empty());
    let usual = Pace::default();
    Ok(Pace {
        rhythm: Rhythm::parse(fields.get("rhythm")).unwrap_or_default(),
        zone: zone.map_or(usual.zone, str::to_owned),
        daily: clock("daily")?.unwrap_or(usual.daily),
        quiet,
        per_hour: match fields.get("per_hour").trim() {
            "" => usual.per_hour,
            _ => fields.number("per_hour")?,
        },
    })
}

/// A new place for alerts, with the settings that its kind needs.
fn new_target(user: &User, fields: &Fields) -> Result<NewTarget, Error> {
    let address = fields.get("address").trim();
    let (kind, settings) = match fields.get("kind") {
        "mail" => {
            let parts =
                address.split_once('@').filter(|(who, at)| !who.is_empty() && at.contains('.'));
            let clean =
                !address.contains(|c: char| c.is_whitespace() || c.is_control() || c == ',');
            if parts.is_none() || !clean {
                return Err(Error::Form("Give one mail address, as name@example.org.".into()));
            }
            // Nobody who merely joined can have mail sent to somebody else.
            let own = user.confirmed_address();
            let own = own.is_some_and(|own| own.eq_ignore_ascii_case(address));
            if !own && !user.about.role.may(Privilege::SeeDesk) {
                let why = "Mail goes to the confirmed address of your account only.";
                return Err(Error::Form(why.into()));
            }
            ("mail", json!({ "address": address }))
        }
        _ => {
            let Some(url) = followable(address) else {
                return Err(Error::Form("Give the whole address, with https://.".into()));
            };
            let secret = format!("whsec_{}", crate::guard::base64(&secret()?.as_bytes()[..32]));
            ("webhook", json!({ "url": url, "secrets": [secret] }))
        }
    };
    let name = Some(fields.get("name").trim()).filter(|n| !n.is_empty()).unwrap_or(address);
    let name = name.chars().take(limits::ALERT_NAME_CHARS).collect();
    Ok(NewTarget { owner: Some(user.id), kind: kind.into(), name, settings: settings.to_string() })
}

pub(super) async fn add_target(
    State(state): State<AppState>,
    form: Form,
) -> Result<Response, Error> {
    let user = form.who.user.clone();
    let asked = new_target(&user, &form.fields)
        .and_then(|about| Ok((about, pace(&form.fields)?, secret()?)));
    let added = match asked {
        Ok((about, pace, token)) => {
            state
                .work(move |s| {
                    if keeping::targets(s.store(), &user)?.len() >= limits::ALERT_TARGETS {
                        let most = limits::ALERT_TARGETS;
                        return Err(Error::Form(format!("You have {most} deliveries already.")));
                    }
                    keeping::add_target(s.store(), about, (&pace, &token), s.now())?;
                    Ok(())
                })
                .await
        }
        Err(error) => Err(error),
    };
    after(&state, form, String::new(), added).await
}

/// Changes how a target wants to hear, pauses it, lets it go on, or takes it away.
pub(super) async fn change_target(
    State(state): State<AppState>,
    Path(id): Path<u64>,
    form: Form,
) -> Result<Response, Error> {
    let (user, act) = (form.who.user.clone(), form.fields.get("act").to_owned());
    let asked = pace(&form.fields).and_then(|pace| Ok((pace, secret()?)));
    let changed = match asked {
        Ok((pace, token)) => {
            state
                .work(move |s| {
                    let store = s.store();
                    let target = keeping::target(store, &user, TargetId(id))?;
                    match act.as_str() {
                        "drop" => store.delete_target(target.id, s.now())?,
                        "pause" => {
                            let why = Some("paused by its owner".into());
                            store.edit_target(target.id, target.about, why)?;
                        }
                        "go" => store.edit_target(target.id, target.about, None)?,
                        _ => keeping::set_pace(store, target.id, (&pace, &token))?,
                    }
                    Ok(())
                })
                .await
        }
        Err(error) => Err(error),
    };
    after(&state, form, String::new(), changed).await
}
