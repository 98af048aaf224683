//! Tokens of the API: made, rotated and revoked by an administrator. A secret is shown once, in the
//! answer to the form that made it, and never again.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp, tz};
use wiredesk_publish::dates::moment;
use wiredesk_store::{Audit, Role, Secret, Token, TokenId};

use super::frame::Frame;
use crate::api::token::{Scope, Settings, key_id, mint, new_secret};
use crate::auth::{Form, Who};
use crate::{AppState, Error};

/// Hours for which the older secret of a rotated token holds.
const OLD_HOLDS_H: i64 = 24;

#[derive(Debug, Template)]
#[template(path = "tokens.html")]
struct TokensPage {
    frame: Frame,
    tokens: Vec<Line>,
    wrong: Option<String>,
    shown: Option<Shown>,
}

#[derive(Debug)]
struct Line {
    id: u64,
    name: String,
    state: &'static str,
    valid: bool,
    scopes: String,
    expires: String,
    last_used: String,
}

/// A secret, the one time that it is shown.
#[derive(Debug)]
struct Shown {
    secret: String,
    key: String,
    rotated: bool,
}

impl Line {
    fn of(token: &Token, now: Timestamp) -> Self {
        let expired = token.about.expires.is_some_and(|at| at <= now);
        let state = match token.revoked {
            Some(_) => "revoked",
            None if expired => "expired",
            None => "valid",
        };
        let told = |at: Option<Timestamp>| at.map_or_else(|| "never".to_owned(), moment);
        Self {
            id: token.id.0,
            name: token.about.name.clone(),
            state,
            valid: state == "valid",
            scopes: token.about.scopes.join(", "),
            expires: told(token.about.expires),
            last_used: told(token.last_used),
        }
    }
}

pub(super) async fn list(State(state): State<AppState>, who: Who) -> Result<Response, Error> {
    page(&state, &who, None, None)
}

fn page(
    state: &AppState,
    who: &Who,
    wrong: Option<Error>,
    shown: Option<Shown>,
) -> Result<Response, Error> {
    who.must(Role::Administrator)?;
    let told = wrong.map(|e| e.told());
    let (status, wrong) = told.map_or((StatusCode::OK, None), |(s, w)| (s, Some(w)));
    let now = state.now();
    let tokens = state.store().tokens()?.iter().map(|t| Line::of(t, now)).collect();
    let frame = Frame::new(state, who, "Tokens", "/desk/tokens");
    let page = TokensPage { frame, tokens, wrong, shown };
    let kept = [(header::CACHE_CONTROL, HeaderValue::from_static("no-store"))];
    Ok((status, kept, Html(page.render()?)).into_response())
}

pub(super) async fn add(State(state): State<AppState>, form: Form) -> Result<Response, Error> {
    form.who.must(Role::Administrator)?;
    let name = form.fields.get("name").trim().to_owned();
    let asked = asked(&form, state.now());
    let (scopes, expires) = match asked {
        Ok(asked) if !name.is_empty() => asked,
        Ok(_) => {
            let wrong = Error::Form("Say what the token is for.".into());
            return page(&state, &form.who, Some(wrong), None);
        }
        Err(wrong) => return page(&state, &form.who, Some(wrong), None),
    };
    let minted = mint(&name, &scopes, &Settings::default(), expires)?;
    let by = form.who.byline().to_owned();
    let id = state
        .work(move |s| {
            let id = s.store().add_token(minted.token, s.now())?;
            s.store().audit(Audit::new(&by, "add-token").saying(Some(name)), s.now())?;
            Ok(id)
        })
        .await?;
    let shown = Shown { secret: minted.secret, key: key_id(id), rotated: false };
    page(&state, &form.who, None, Some(shown))
}

fn asked(form: &Form, now: Timestamp) -> Result<(Vec<Scope>, Option<Timestamp>), Error> {
    let ticked = |scope: &Scope| form.fields.get(scope.as_str()) == "yes";
    let scopes: Vec<Scope> = Scope::ALL.into_iter().filter(ticked).collect();
    if scopes.is_empty() {
        return Err(Error::Form("Choose at least one thing that the token may do.".into()));
    }
    let day = form.fields.get("expires").trim();
    if day.is_empty() {
        return Ok((scopes, None));
    }
    let wrong = || Error::Form("The last day is written as 2027-01-31 and lies ahead.".into());
    let day: Date = day.parse().map_err(|_| wrong())?;
    let end = day.tomorrow().map_err(|_| wrong())?;
    let end = end.to_zoned(tz::TimeZone::UTC).map_err(|_| wrong())?.timestamp();
    if end <= now { Err(wrong()) } else { Ok((scopes, Some(end))) }
}

/// Rotates a token, or revokes it.
pub(super) async fn change(
    State(state): State<AppState>,
    Path(id): Path<u64>,
    form: Form,
) -> Result<Response, Error> {
    form.who.must(Role::Administrator)?;
    let by = form.who.byline().to_owned();
    let id = TokenId(id);
    let note = move |action| Audit::new(&by, action).saying(Some(id.0.to_string()));
    if form.fields.get("deed") != "rotate" {
        state
            .work(move |s| {
                s.store().revoke_token(id, s.now())?;
                Ok(s.store().audit(note("revoke-token"), s.now())?)
            })
            .await?;
        return Ok(Redirect::to("/desk/tokens").into_response());
    }
    let secret = new_secret()?;
    let hash = Secret::of(&secret);
    state
        .work(move |s| {
            let holds = SignedDuration::from_hours(OLD_HOLDS_H);
            let until = s.now().checked_add(holds).map_err(|e| Error::Broken(e.to_string()))?;
            s.store().rotate_token(id, hash, until)?;
            Ok(s.store().audit(note("rotate-token"), s.now())?)
        })
        .await?;
    page(&state, &form.who, None, Some(Shown { secret, key: key_id(id), rotated: true }))
}
