//! Accounts that readers make themselves: joining and confirming (`joining`), a new password
//! (`forgetting`), what one's account holds (`home`), taking it along and leaving (`leaving`). Whether
//! an address has an account is never told: the answer is the same and comes before the difference
//! is made.

mod forgetting;
mod home;
mod joining;
mod leaving;

pub(super) use home::{home, knows_password};

use askama::Template;
use axum::Router;
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{get, post};
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use std::net::SocketAddr;
use wiredesk_deliver::mail::Letter;
use wiredesk_publish::page::plain;

use super::password;
use crate::{AppState, Error};

pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/join", get(joining::join_form).post(joining::join))
        .route("/confirm", get(joining::confirm_form).post(joining::confirm))
        .route("/forgot", get(forgetting::forgot_form).post(forgetting::forgot))
        .route("/reset", get(forgetting::reset_form).post(forgetting::reset))
        .route("/account", get(home::account))
        .route("/account/name", post(home::rename))
        .route("/account/password", post(home::change_password))
        .route("/account/sessions", post(home::end_session))
        .route("/account/export", get(leaving::export))
        .route("/account/appeal", post(leaving::appeal))
        .route("/account/delete", post(leaving::delete))
}

/// The argon2id text of a password, for commands that make accounts.
///
/// # Errors
/// When the password is too short, or cannot be hashed.
pub fn hash_password(password: &str) -> Result<String, Error> {
    password::acceptable(password)?;
    password::hash(password)
}

/// A page round one form.
#[derive(Debug, Template)]
#[template(path = "account/form.html")]
struct FormPage<'a> {
    words: &'a str,
    action: &'a str,
    button: &'a str,
    /// Name, label, kind, autocomplete, value.
    fields: &'a [(&'a str, &'a str, &'a str, &'a str, String)],
    hidden: &'a [(&'a str, String)],
    wrong: Option<String>,
    below: &'a [(&'a str, &'a str)],
}

/// Lays `inner`, made by a template of ours, into a page of the site.
pub(crate) fn wrapped(
    state: &AppState,
    title: &str,
    path: &str,
    inner: &str,
) -> Result<String, Error> {
    Ok(plain::holding(state.house(), &state.sections()?, (title, path), inner)?)
}

fn shown(
    state: &AppState,
    (title, path): (&str, &str),
    page: &FormPage<'_>,
) -> Result<Response, Error> {
    let status = match page.wrong {
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
        None => StatusCode::OK,
    };
    let body = wrapped(state, title, path, &page.render()?)?;
    Ok((status, private(Html(body))).into_response())
}

/// Not to be kept by anybody between.
pub(crate) fn private(body: impl IntoResponse) -> Response {
    ([(header::CACHE_CONTROL, "no-store")], body).into_response()
}

/// A page with only a heading and words.
fn told(state: &AppState, title: &str, words: &str) -> Result<Response, Error> {
    let page = FormPage {
        words,
        action: "",
        button: "",
        fields: &[],
        hidden: &[],
        wrong: None,
        below: &[("/", "Latest stories")],
    };
    shown(state, (title, "/account"), &page)
}

/// Puts a letter into the outbox.
pub(crate) fn letter(
    state: &AppState,
    key: &str,
    (to, subject, text): (&str, &str, &str),
) -> Result<(), Error> {
    let body = Letter::automatic(to, subject, text).body();
    Ok(state.store().enqueue_mail(key, body, state.now())?)
}

#[derive(Debug, Deserialize)]
struct TicketQuery {
    #[serde(default)]
    ticket: String,
}

/// Counts what can be done without an account, by address.
fn throttled(state: &AppState, what: &str, from: SocketAddr) -> Result<(), Error> {
    let keys = [format!("{what} {}", from.ip())];
    if state.inner().throttle.is_shut(&keys, state.now()) {
        return Err(Error::Form("Too many letters from here. Wait a quarter of an hour.".into()));
    }
    state.inner().throttle.failed(&keys, state.now());
    Ok(())
}

fn later(now: Timestamp, by: SignedDuration) -> Result<Timestamp, Error> {
    now.checked_add(by).map_err(|e| Error::Broken(e.to_string()))
}
