//! Joining: an account that waits, a letter, one press.

use axum::extract::{ConnectInfo, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use jiff::SignedDuration;
use std::net::SocketAddr;
use wiredesk_store::{Joined, NewUser, Role, Secret, TicketKind};

use super::{FormPage, TicketQuery, later, letter, shown, throttled, told};
use crate::auth::{OwnForm, password, secret};
use crate::{AppState, Error, clean, limits};

pub(super) async fn join_form(State(state): State<AppState>) -> Result<Response, Error> {
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

pub(super) async fn join(
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
    let secret = secret()?;
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

/// Asks for one more press: programs that look at mail follow links, but press no buttons.
pub(super) async fn confirm_form(
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

pub(super) async fn confirm(
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
