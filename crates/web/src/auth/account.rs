//! Accounts that readers make themselves: joining, confirming, a new password, what one's account
//! holds, leaving. Whether an address has an account is never told: the answer is the same and
//! comes before the difference is made.

use askama::Template;
use axum::Router;
use axum::extract::{ConnectInfo, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use std::net::SocketAddr;
use wiredesk_publish::dates::moment;
use wiredesk_publish::page::plain;
use wiredesk_store::{
    Audit, Joined, NewUser, Privilege, Role, Secret, SessionLine, TicketKind, User, UserId,
};

use super::{COOKIE, Fields, Form, OwnForm, Who, password};
use crate::{AppState, Error, clean, limits};

pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/join", get(join_form).post(join))
        .route("/confirm", get(confirm_form).post(confirm))
        .route("/forgot", get(forgot_form).post(forgot))
        .route("/reset", get(reset_form).post(reset))
        .route("/account", get(account))
        .route("/account/name", post(rename))
        .route("/account/password", post(change_password))
        .route("/account/sessions", post(end_session))
        .route("/account/export", get(export))
        .route("/account/appeal", post(appeal))
        .route("/account/delete", post(delete))
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

async fn join_form(State(state): State<AppState>) -> Result<Response, Error> {
    join_page(&state, ("", ""), None)
}

fn join_page(
    state: &AppState,
    (email, display): (&str, &str),
    wrong: Option<Error>,
) -> Result<Response, Error> {
    let fields = [
        ("email", "E-mail", "email", "email", email.to_owned()),
        ("display", "Name, as others see it", "text", "nickname", display.to_owned()),
        (
            "password",
            "Password (at least 10 characters)",
            "password",
            "new-password",
            String::new(),
        ),
    ];
    let page = FormPage {
        words: "Free, and nobody sells your address. You can comment and keep watchlists. Take everything with you, or delete it, at any time.",
        action: "/join",
        button: "Join",
        fields: &fields,
        hidden: &[],
        wrong: wrong.map(|e| e.told().1),
        below: &[("/sign-in?next=/account", "I have an account")],
    };
    shown(state, ("Join", "/join"), &page)
}

async fn join(
    State(state): State<AppState>,
    ConnectInfo(from): ConnectInfo<SocketAddr>,
    OwnForm(fields): OwnForm,
) -> Result<Response, Error> {
    let email = fields.get("email").trim().to_owned();
    let typed = fields.get("display").to_owned();
    let again = |wrong| join_page(&state, (&email, &typed), Some(wrong));
    if let Err(wrong) = throttled(&state, "join", from) {
        return again(wrong);
    }
    let Some(address) = mail_address(&email) else {
        return again(Error::Form("That is no e-mail address.".into()));
    };
    let Some(display) = clean::name(&typed) else {
        let words = "Choose a name of letters, digits and blanks, at most 40 of them.";
        return again(Error::Form(words.into()));
    };
    if state.store().display_is_taken(&display, None)? {
        return again(Error::Form("Somebody is called that here already. Choose another.".into()));
    }
    let password = fields.get("password").to_owned();
    if let Err(wrong) = password::acceptable(&password) {
        return again(wrong);
    }
    let hash = password::hashed(&state, password).await?;
    let about = NewUser { name: address.clone(), display, password: hash, role: Role::Reader };
    // Answered before it is done: how long it takes tells nothing.
    tokio::spawn(async move {
        let done = state.work(move |s| welcome(s, about, &address)).await;
        if let Err(error) = done {
            tracing::error!(%error, "somebody could not join");
        }
    });
    Ok(Redirect::to("/confirm?sent").into_response())
}

/// Keeps the account and writes the letter; one who has an account gets a letter that says so.
fn welcome(state: &AppState, about: NewUser, email: &str) -> Result<(), Error> {
    let secret = super::secret()?;
    let now = state.now();
    let until = later(now, SignedDuration::from_hours(limits::CONFIRM_HOURS))?;
    let joined = state.store().join(about, email, Secret::of(&secret), until, now)?;
    let house = state.house();
    let (subject, text) = match joined {
        Joined::Waiting(_) => (
            format!("Confirm your e-mail for {}", house.name),
            format!(
                "Somebody, we think you, joined {} with this address.\n\nConfirm it here:\n{}\n\n\
                 The link works once, for {} hours. Was it not you? Then do nothing: without the \
                 link there is no account.\n",
                house.name,
                house.url(&format!("/confirm?ticket={secret}")),
                limits::CONFIRM_HOURS
            ),
        ),
        Joined::Known(_) => (
            format!("You have an account at {}", house.name),
            format!(
                "Somebody, perhaps you, wanted to join {} with this address. It has an account \
                 already.\n\nSign in: {}\nForgot the password: {}\n",
                house.name,
                house.url("/sign-in"),
                house.url("/forgot")
            ),
        ),
    };
    letter(state, &format!("join {}", &secret[..16]), (email, &subject, &text))
}

/// Puts a letter into the outbox.
pub(crate) fn letter(
    state: &AppState,
    key: &str,
    (to, subject, text): (&str, &str, &str),
) -> Result<(), Error> {
    let letter = serde_json::json!({
        "to": to, "subject": subject, "text": text,
        "headers": {"Auto-Submitted": "auto-generated"},
    });
    Ok(state.store().enqueue_mail(key, letter.to_string(), state.now())?)
}

#[derive(Debug, Deserialize)]
struct TicketQuery {
    #[serde(default)]
    ticket: String,
}

/// Asks for one more press: programs that look at mail follow links, but press no buttons.
async fn confirm_form(
    State(state): State<AppState>,
    Query(TicketQuery { ticket }): Query<TicketQuery>,
) -> Result<Response, Error> {
    if ticket.is_empty() {
        let words = "If that address can be used, a letter is on its way to it. Follow the link in \
                     it, then sign in.";
        return told(&state, "Look at your mail", words);
    }
    let page = FormPage {
        words: "One press, and the account is yours.",
        action: "/confirm",
        button: "Confirm my e-mail",
        fields: &[],
        hidden: &[("ticket", ticket)],
        wrong: None,
        below: &[],
    };
    shown(&state, ("Confirm your e-mail", "/confirm"), &page)
}

async fn confirm(
    State(state): State<AppState>,
    OwnForm(fields): OwnForm,
) -> Result<Response, Error> {
    let ticket = Secret::of(fields.get("ticket"));
    let done = state
        .work(move |s| {
            let taken = s.store().take_ticket(ticket, TicketKind::Confirm, s.now())?;
            let Some(user) = taken else { return Ok(false) };
            s.store().confirm_email(user, s.now())?;
            Ok(true)
        })
        .await?;
    match done {
        true => Ok(Redirect::to("/sign-in?next=/account").into_response()),
        false => {
            let words = "That link was used or is too old. Join again to get a new one.";
            told(&state, "That did not work", words)
        }
    }
}

async fn forgot_form(State(state): State<AppState>) -> Result<Response, Error> {
    forgot_page(&state, None)
}

fn forgot_page(state: &AppState, wrong: Option<Error>) -> Result<Response, Error> {
    let fields = [("email", "E-mail", "email", "email", String::new())];
    let page = FormPage {
        words: "We send you a link with which you choose a new password.",
        action: "/forgot",
        button: "Send it",
        fields: &fields,
        hidden: &[],
        wrong: wrong.map(|e| e.told().1),
        below: &[("/sign-in", "Sign in")],
    };
    shown(state, ("A new password", "/forgot"), &page)
}

async fn forgot(
    State(state): State<AppState>,
    ConnectInfo(from): ConnectInfo<SocketAddr>,
    OwnForm(fields): OwnForm,
) -> Result<Response, Error> {
    if let Err(wrong) = throttled(&state, "forgot", from) {
        return forgot_page(&state, Some(wrong));
    }
    let email = fields.get("email").trim().to_owned();
    tokio::spawn(async move {
        if let Err(error) = state.work(move |s| remind(s, &email)).await {
            tracing::error!(%error, "a letter for a new password could not be written");
        }
    });
    Ok(Redirect::to("/confirm?sent").into_response())
}

fn remind(state: &AppState, email: &str) -> Result<(), Error> {
    let user = state.store().user_by_email(email)?.filter(|u| u.disabled.is_none());
    let Some((user, email)) = user.and_then(|u| Some((u.id, u.email?))) else { return Ok(()) };
    let secret = super::secret()?;
    let until = later(state.now(), SignedDuration::from_hours(limits::RESET_HOURS))?;
    state.store().add_ticket(Secret::of(&secret), TicketKind::Reset, user, until)?;
    let house = state.house();
    let text = format!(
        "Choose a new password for {} here:\n{}\n\nThe link works once, for {} hours. Did you not \
         ask for it? Then do nothing.\n",
        house.name,
        house.url(&format!("/reset?ticket={secret}")),
        limits::RESET_HOURS
    );
    let subject = format!("A new password for {}", house.name);
    letter(state, &format!("reset {}", &secret[..16]), (&email, &subject, &text))
}

async fn reset_form(
    State(state): State<AppState>,
    Query(TicketQuery { ticket }): Query<TicketQuery>,
) -> Result<Response, Error> {
    reset_page(&state, ticket, None)
}

fn reset_page(state: &AppState, ticket: String, wrong: Option<Error>) -> Result<Response, Error> {
    let label = "New password (at least 10 characters)";
    let fields = [("password", label, "password", "new-password", String::new())];
    let page = FormPage {
        words: "You are then signed out everywhere and sign in anew.",
        action: "/reset",
        button: "Set it",
        fields: &fields,
        hidden: &[("ticket", ticket)],
        wrong: wrong.map(|e| e.told().1),
        below: &[],
    };
    shown(state, ("A new password", "/reset"), &page)
}

async fn reset(State(state): State<AppState>, OwnForm(fields): OwnForm) -> Result<Response, Error> {
    let ticket = fields.get("ticket").to_owned();
    let password = fields.get("password").to_owned();
    if let Err(wrong) = password::acceptable(&password) {
        return reset_page(&state, ticket, Some(wrong));
    }
    let hash = password::hashed(&state, password).await?;
    let secret = Secret::of(&ticket);
    let done = state
        .work(move |s| {
            let taken = s.store().take_ticket(secret, TicketKind::Reset, s.now())?;
            let Some(user) = taken else { return Ok(false) };
            s.store().set_password(user, hash)?;
            // Who can read the letter has the address.
            s.store().confirm_email(user, s.now())?;
            Ok(true)
        })
        .await?;
    match done {
        true => Ok(Redirect::to("/sign-in?next=/account").into_response()),
        false => {
            let wrong = Error::Form("That link was used or is too old. Ask for a new one.".into());
            reset_page(&state, ticket, Some(wrong))
        }
    }
}

#[derive(Debug, Template)]
#[template(path = "account/home.html")]
struct HomePage {
    token: String,
    name: String,
    email: String,
    role: &'static str,
    desk: bool,
    moderator: bool,
    sessions: Vec<(SessionLine, bool)>,
    comments: Vec<(u64, String, &'static str)>,
    ban: Option<(String, String, Option<String>)>,
    wrong: Option<String>,
}

impl HomePage {
    fn at(at: &Timestamp) -> String {
        moment(*at)
    }
}

async fn account(State(state): State<AppState>, who: Who) -> Result<Response, Error> {
    home(&state, &who, None)
}

fn home(state: &AppState, who: &Who, wrong: Option<Error>) -> Result<Response, Error> {
    let told = wrong.map(|e| e.told());
    let (status, wrong) = told.map_or((StatusCode::OK, None), |(s, w)| (s, Some(w)));
    let user = &who.user;
    let sessions = state.store().sessions_of(user.id, state.now())?;
    let comments = state.store().comments_by(user.id, limits::OWN_COMMENTS)?;
    let here = who.session_id();
    let page = HomePage {
        token: who.token.clone(),
        name: user.about.display.clone(),
        email: user.email.clone().unwrap_or_else(|| user.about.name.clone()),
        role: user.about.role.as_str(),
        desk: who.may(Privilege::SeeDesk),
        moderator: who.may(Privilege::Moderate),
        sessions: sessions.into_iter().map(|s| (s.id == here, s)).map(|(h, s)| (s, h)).collect(),
        comments: comments
            .into_iter()
            .filter(|c| !c.text.is_empty())
            .map(|c| (c.story.0, wiredesk_publish::text::shorten(&c.text, 120), c.state.as_str()))
            .collect(),
        ban: user
            .ban
            .as_ref()
            .filter(|b| b.until > state.now())
            .map(|b| (moment(b.until), b.reason.clone(), b.appeal.clone())),
        wrong,
    };
    let body = wrapped(state, "Your account", "/account", &page.render()?)?;
    Ok((status, private(Html(body))).into_response())
}

async fn rename(State(state): State<AppState>, form: Form) -> Result<Response, Error> {
    let Some(name) = clean::name(form.fields.get("display")) else {
        let words = "Choose a name of letters, digits and blanks, at most 40 of them.";
        return home(&state, &form.who, Some(Error::Form(words.into())));
    };
    let id = form.who.user.id;
    if state.store().display_is_taken(&name, Some(id))? {
        let words = "Somebody is called that here already. Choose another.";
        return home(&state, &form.who, Some(Error::Form(words.into())));
    }
    state.work(move |s| Ok(s.store().set_display(id, &name)?)).await?;
    Ok(Redirect::to("/account").into_response())
}

/// Whether the form holds the password of who sent it; counted like a sign-in.
async fn knows_password(state: &AppState, who: &Who, fields: &Fields) -> Result<bool, Error> {
    let keys = [format!("name {}", who.user.about.name.to_lowercase())];
    if state.inner().throttle.is_shut(&keys, state.now()) {
        return Err(Error::Throttled);
    }
    let given = fields.get("password").chars().take(*limits::PASSWORD_BYTES.end()).collect();
    let hash = Some(who.user.about.password.clone());
    let right = password::verified(state, given, hash).await?;
    if !right {
        state.inner().throttle.failed(&keys, state.now());
    }
    Ok(right)
}

async fn change_password(State(state): State<AppState>, form: Form) -> Result<Response, Error> {
    let new = form.fields.get("new").to_owned();
    let checked = match password::acceptable(&new) {
        Ok(()) => knows_password(&state, &form.who, &form.fields).await,
        Err(wrong) => Err(wrong),
    };
    match checked {
        Ok(true) => {}
        Ok(false) => {
            let wrong = Error::Form("That is not your password.".into());
            return home(&state, &form.who, Some(wrong));
        }
        Err(wrong) => return home(&state, &form.who, Some(wrong)),
    }
    let hash = password::hashed(&state, new).await?;
    let id = form.who.user.id;
    state.work(move |s| Ok(s.store().set_password(id, hash)?)).await?;
    Ok(Redirect::to("/sign-in?next=/account").into_response())
}

async fn end_session(State(state): State<AppState>, form: Form) -> Result<Response, Error> {
    let (user, id) = (form.who.user.id, form.fields.get("id").to_owned());
    state.work(move |s| Ok(s.store().end_session_of(user, &id)?)).await?;
    Ok(Redirect::to("/account").into_response())
}

/// Everything kept about somebody, as JSON.
async fn export(State(state): State<AppState>, who: Who) -> Result<Response, Error> {
    let body = state.work(move |s| everything(s, &who.user)).await?;
    let headers = [
        (header::CONTENT_TYPE, "application/json"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"my-data.json\""),
        (header::CACHE_CONTROL, "no-store"),
    ];
    Ok((headers, body).into_response())
}

fn everything(state: &AppState, user: &User) -> Result<String, Error> {
    let store = state.store();
    let comments = store.comments_by(user.id, usize::MAX >> 1)?;
    let sessions = store.sessions_of(user.id, state.now())?;
    let watchlists = store.watchlists()?;
    let watchlists = watchlists.iter().filter(|w| w.about.owner == Some(user.id));
    let all = serde_json::json!({
        "name": user.about.display, "sign_in_name": user.about.name, "email": user.email,
        "role": user.about.role.as_str(),
        "joined": user.created.to_string(),
        "confirmed": user.confirmed.map(|at| at.to_string()),
        "comments": comments.iter().map(|c| serde_json::json!({
            "story": c.story.0, "at": c.at.to_string(), "text": c.text, "state": c.state.as_str(),
        })).collect::<Vec<_>>(),
        "sessions": sessions.iter().map(|s| serde_json::json!({
            "since": s.created.to_string(), "browser": s.label,
        })).collect::<Vec<_>>(),
        "watchlists": watchlists.map(|w| serde_json::json!({
            "name": w.about.name, "entries": w.about.entries,
        })).collect::<Vec<_>>(),
    });
    serde_json::to_string_pretty(&all).map_err(|e| Error::Broken(e.to_string()))
}

async fn appeal(State(state): State<AppState>, form: Form) -> Result<Response, Error> {
    let text = clean::paragraphs(form.fields.get("text"), limits::APPEAL_CHARS);
    let id = form.who.user.id;
    state.work(move |s| Ok(s.store().appeal(id, &text)?)).await?;
    Ok(Redirect::to("/account").into_response())
}

async fn delete(State(state): State<AppState>, form: Form) -> Result<Response, Error> {
    match knows_password(&state, &form.who, &form.fields).await {
        Ok(true) => {}
        Ok(false) => {
            let wrong = Error::Form("That is not your password.".into());
            return home(&state, &form.who, Some(wrong));
        }
        Err(wrong) => return home(&state, &form.who, Some(wrong)),
    }
    let id: UserId = form.who.user.id;
    let gone = state
        .work(move |s| {
            s.store().delete_account(id, s.now())?;
            Ok(s.store().audit(Audit::new("a reader", "delete-account"), s.now())?)
        })
        .await;
    match gone {
        Ok(()) => super::pages::with_cookie(
            "/",
            &format!("{COOKIE}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0"),
        ),
        Err(wrong) => home(&state, &form.who, Some(wrong)),
    }
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

/// An address that a letter can be sent to: one @, a dotted or local host, no white space.
fn mail_address(text: &str) -> Option<String> {
    let (local, host) = text.split_once('@')?;
    let plain = |c: char| c.is_ascii_alphanumeric() || ".!#$%&'*+/=?^_`{|}~-".contains(c);
    let named = |c: char| c.is_ascii_alphanumeric() || c == '.' || c == '-';
    let good = (1..=64).contains(&local.len())
        && (3..=180).contains(&host.len())
        && local.chars().all(plain)
        && host.chars().all(named)
        && host.contains('.')
        && !host.starts_with(['.', '-'])
        && !host.ends_with(['.', '-'])
        && !text.contains("..");
    good.then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    #[test]
    fn letters_go_to_addresses_only() {
        let check = |text: &str, good: bool| {
            assert_eq!(super::mail_address(text).is_some(), good, "{text}");
        };
        check("ann.o+x@mail.example", true);
        for bad in [
            "",
            "ann",
            "a@b",
            "a b@c.example",
            "a@b.example\r\nBcc: x@y.example",
            "a@b@c.de",
            "<a@b.example>",
            "a@.example",
            "a..b@c.example",
        ] {
            check(bad, false);
        }
    }
}
