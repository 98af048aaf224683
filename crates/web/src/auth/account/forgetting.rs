//! A new password by letter: the link works once, and signs out everywhere.

use axum::extract::{ConnectInfo, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use jiff::SignedDuration;
use std::net::SocketAddr;
use wiredesk_store::{Secret, TicketKind};

use super::{FormPage, TicketQuery, later, letter, shown, throttled};
use crate::auth::{OwnForm, password, secret};
use crate::{AppState, Error, limits};

pub(super) async fn forgot_form(State(state): State<AppState>) -> Result<Response, Error> {
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

pub(super) async fn forgot(
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
    let secret = secret()?;
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

pub(super) async fn reset_form(
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

pub(super) async fn reset(
    State(state): State<AppState>,
    OwnForm(fields): OwnForm,
) -> Result<Response, Error> {
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
