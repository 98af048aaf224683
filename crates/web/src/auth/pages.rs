//! Set-up, sign-in, sign-out.

use askama::Template;
use axum::Router;
use axum::extract::{ConnectInfo, Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use serde::Deserialize;
use std::net::SocketAddr;
use wiredesk_store::{Audit, NewUser, Privilege, Role, Secret, User, UserId};

use super::{COOKIE, Form, OwnForm, password, who};
use crate::desk::frame::Frame;
use crate::{AppState, Error, limits};

pub(crate) fn routes() -> Router<AppState> {
    super::account::routes()
        .merge(super::passkey::routes())
        .route("/set-up", get(set_up_form).post(set_up))
        .route("/sign-in", get(sign_in_form).post(sign_in))
        .route("/sign-out", post(sign_out))
}

#[derive(Debug, Template)]
#[template(path = "set_up.html")]
struct SetUpPage {
    frame: Frame,
    key: String,
    name: String,
    display: String,
    wrong: Option<String>,
}

#[derive(Debug, Template)]
#[template(path = "sign_in.html")]
struct SignInPage {
    frame: Frame,
    next: String,
    name: String,
    wrong: Option<String>,
}

impl SignInPage {
    fn passkey_script() -> &'static str {
        &crate::assets::PASSKEY_PATH
    }
}

#[derive(Debug, Deserialize)]
struct SetUpQuery {
    #[serde(default)]
    token: String,
}

async fn set_up_form(
    State(state): State<AppState>,
    Query(query): Query<SetUpQuery>,
) -> Result<Response, Error> {
    if !state.store().users()?.is_empty() {
        return Ok(Redirect::to("/sign-in").into_response());
    }
    let frame = Frame::outside(&state, "Set up the desk");
    let blank = String::new;
    let page = SetUpPage { frame, key: query.token, name: blank(), display: blank(), wrong: None };
    Ok(Html(page.render()?).into_response())
}

async fn set_up(
    State(state): State<AppState>,
    OwnForm(fields): OwnForm,
) -> Result<Response, Error> {
    let (key, name) = (fields.get("key").trim().to_owned(), fields.get("name").trim().to_owned());
    let display = fields.get("display").trim().to_owned();
    let made = new_user(&state, &name, &display, fields.get("password"), Role::Operator).await;
    let user = match made {
        Ok(user) => user,
        Err(error) => return set_up_again(&state, (key, name, display), &error),
    };
    let secret = Secret::of(&key);
    let set = state.work(move |s| Ok(s.store().set_up(secret, user, s.now())?)).await;
    match set {
        Ok(id) => start(&state, (id, &display), "", "/desk").await,
        Err(error) => set_up_again(&state, (key, name, display), &error),
    }
}

fn set_up_again(
    state: &AppState,
    (key, name, display): (String, String, String),
    error: &Error,
) -> Result<Response, Error> {
    let (status, words) = error.told();
    let frame = Frame::outside(state, "Set up the desk");
    let page = SetUpPage { frame, key, name, display, wrong: Some(words) };
    Ok((status, Html(page.render()?)).into_response())
}

/// An account to add, its password hashed; or what is wrong with it.
pub(crate) async fn new_user(
    state: &AppState,
    name: &str,
    display: &str,
    password: &str,
    role: Role,
) -> Result<NewUser, Error> {
    let fits = |text: &str| (1..=80).contains(&text.chars().count());
    let plain = |text: &str| !text.chars().any(char::is_control);
    if !fits(name) || !fits(display) || !plain(name) || !plain(display) {
        let words = "Give a name to sign in with and a name to sign with, at most 80 letters each.";
        return Err(Error::Form(words.into()));
    }
    password::acceptable(password)?;
    let hash = password::hashed(state, password.to_owned()).await?;
    Ok(NewUser { name: name.into(), display: display.into(), password: hash, role })
}

#[derive(Debug, Deserialize)]
struct NextQuery {
    #[serde(default)]
    next: String,
}

async fn sign_in_form(
    State(state): State<AppState>,
    Query(query): Query<NextQuery>,
    headers: HeaderMap,
) -> Result<Response, Error> {
    if who(&headers, &state)?.is_some() {
        return Ok(Redirect::to(&own_path(&query.next)).into_response());
    }
    let frame = Frame::outside(&state, "Sign in");
    let page = SignInPage { frame, next: own_path(&query.next), name: String::new(), wrong: None };
    Ok(Html(page.render()?).into_response())
}

async fn sign_in(
    State(state): State<AppState>,
    ConnectInfo(from): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    OwnForm(fields): OwnForm,
) -> Result<Response, Error> {
    let name = fields.get("name").trim().to_owned();
    let next = own_path(fields.get("next"));
    let keys = [format!("name {}", name.to_lowercase()), format!("from {}", from.ip())];
    if state.inner().throttle.is_shut(&keys, state.now()) {
        return sign_in_again(&state, name, next, &Error::Throttled);
    }
    let user = state.store().user(&name)?.filter(|u| u.disabled.is_none());
    let label = browser(&headers);
    let hash = user.as_ref().map(|u| u.about.password.clone());
    let given: String =
        fields.get("password").chars().take(*limits::PASSWORD_BYTES.end()).collect();
    let right = password::verified(&state, given, hash).await?;
    match user.filter(|_| right) {
        Some(user) if user.is_unconfirmed() => {
            let words = "Confirm your e-mail first: follow the link in the letter we sent you. \
                         Join again with the same address to get a new one.";
            sign_in_again(&state, name, next, &Error::Form(words.into()))
        }
        Some(user) => {
            state.inner().throttle.succeeded(&keys);
            start(&state, (user.id, &user.about.display), &label, onward(&user, &next)).await
        }
        None => {
            state.inner().throttle.failed(&keys, state.now());
            let words = "That name and password do not go together.";
            sign_in_again(&state, name, next, &Error::Form(words.into()))
        }
    }
}

/// Where somebody who signed in goes: a reader has no desk.
pub(super) fn onward<'n>(user: &User, next: &'n str) -> &'n str {
    let to_desk = next == "/desk" && !user.about.role.may(Privilege::SeeDesk);
    if to_desk { "/account" } else { next }
}

pub(super) fn sign_in_again(
    state: &AppState,
    name: String,
    next: String,
    error: &Error,
) -> Result<Response, Error> {
    let (status, words) = error.told();
    let frame = Frame::outside(state, "Sign in");
    let page = SignInPage { frame, next, name, wrong: Some(words) };
    let status =
        if status == StatusCode::UNPROCESSABLE_ENTITY { StatusCode::UNAUTHORIZED } else { status };
    Ok((status, Html(page.render()?)).into_response())
}

/// Starts a session, sets its cookie and goes on.
pub(super) async fn start(
    state: &AppState,
    (user, name): (UserId, &str),
    label: &str,
    next: &str,
) -> Result<Response, Error> {
    let secret = super::secret()?;
    let kept = Secret::of(&secret);
    let (name, label) = (name.to_owned(), label.to_owned());
    state
        .work(move |s| {
            let now = s.now();
            let days = jiff::SignedDuration::from_hours(24 * limits::SESSION_DAYS);
            let expires = now.checked_add(days).map_err(|e| Error::Broken(e.to_string()))?;
            s.store().start_session(kept, user, expires, now)?;
            s.store().label_session(kept, &label)?;
            Ok(s.store().audit(Audit::new(&name, "sign-in"), now)?)
        })
        .await?;
    let secure = if state.house().base.starts_with("https:") { "; Secure" } else { "" };
    let age = limits::SESSION_DAYS * 24 * 3600;
    let cookie =
        format!("{COOKIE}={secret}; Path=/; HttpOnly; SameSite=Lax; Max-Age={age}{secure}");
    with_cookie(next, &cookie)
}

async fn sign_out(State(state): State<AppState>, form: Form) -> Result<Response, Error> {
    let secret = form.who.secret;
    state.work(move |s| Ok(s.store().end_session(secret)?)).await?;
    with_cookie("/", &format!("{COOKIE}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0"))
}

/// Which browser that is, in a few words that are shown to its user only.
pub(super) fn browser(headers: &HeaderMap) -> String {
    let agent = headers.get(header::USER_AGENT).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let known = [
        ("Firefox/", "Firefox"),
        ("Edg/", "Edge"),
        ("Chrome/", "Chrome or Chromium"),
        ("Safari/", "Safari"),
    ];
    let systems = [
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("Windows", "Windows"),
        ("Mac OS", "macOS"),
        ("Linux", "Linux"),
    ];
    let find = |list: &[(&str, &'static str)]| {
        list.iter().find(|(mark, _)| agent.contains(mark)).map(|(_, name)| *name)
    };
    match (find(&known), find(&systems)) {
        (Some(browser), Some(system)) => format!("{browser} on {system}"),
        (Some(browser), None) => browser.to_owned(),
        _ => "a program that is no known browser".to_owned(),
    }
}

pub(super) fn with_cookie(next: &str, cookie: &str) -> Result<Response, Error> {
    let value = HeaderValue::from_str(cookie).map_err(|e| Error::Broken(e.to_string()))?;
    Ok(([(header::SET_COOKIE, value)], Redirect::to(next)).into_response())
}

/// A path on this site to go on to; `/desk` for anything else.
pub(super) fn own_path(next: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "/-_.".contains(c);
    match next.starts_with('/') && !next.starts_with("//") && next.chars().all(plain) {
        true => next.to_owned(),
        false => "/desk".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn one_goes_on_only_to_own_pages() {
        let check = |next: &str, expected: &str| assert_eq!(super::own_path(next), expected);
        check("/desk/story/3", "/desk/story/3");
        for bad in
            ["", "//evil.example", "https://evil.example", "/\\evil.example", "/a\r\nb", "/a?b=//c"]
        {
            check(bad, "/desk");
        }
    }
}
