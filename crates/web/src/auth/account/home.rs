//! What one's account holds: name, sessions, passkeys, password, comments.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use wiredesk_publish::dates::moment;
use wiredesk_store::{Passkey, Privilege, SessionLine};

use super::{private, wrapped};
use crate::auth::{Fields, Form, Who, password};
use crate::{AppState, Error, clean, limits};

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
    passkeys: Vec<Passkey>,
    comments: Vec<(u64, String, &'static str)>,
    ban: Option<(String, String, Option<String>)>,
    wrong: Option<String>,
}

impl HomePage {
    fn at(at: &Timestamp) -> String {
        moment(*at)
    }

    fn key(passkey: &Passkey) -> String {
        URL_SAFE_NO_PAD.encode(&passkey.id)
    }

    fn script() -> &'static str {
        &crate::assets::PASSKEY_PATH
    }
}

pub(super) async fn account(State(state): State<AppState>, who: Who) -> Result<Response, Error> {
    home(&state, &who, None)
}

pub(in crate::auth) fn home(
    state: &AppState,
    who: &Who,
    wrong: Option<Error>,
) -> Result<Response, Error> {
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
        passkeys: state.store().passkeys_of(user.id)?,
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

pub(super) async fn rename(State(state): State<AppState>, form: Form) -> Result<Response, Error> {
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
pub(in crate::auth) async fn knows_password(
    state: &AppState,
    who: &Who,
    fields: &Fields,
) -> Result<bool, Error> {
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

pub(super) async fn change_password(
    State(state): State<AppState>,
    form: Form,
) -> Result<Response, Error> {
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

pub(super) async fn end_session(
    State(state): State<AppState>,
    form: Form,
) -> Result<Response, Error> {
    let (user, id) = (form.who.user.id, form.fields.get("id").to_owned());
    state.work(move |s| Ok(s.store().end_session_of(user, &id)?)).await?;
    Ok(Redirect::to("/account").into_response())
}
