//! Passkeys: signing in with a key on one's own device instead of a password (WebAuthn).
//!
//! A key must be asked for by a script; everything else is forms, so that what the script gets is
//! checked, told and redirected like any form. No attestation is asked for. The signatures are
//! `ring`'s, which is here for TLS: `cose` reads a key, `check` holds an answer against its question,
//! `challenge` makes questions.

pub(crate) mod challenge;
mod check;
mod cose;

use axum::Router;
use axum::extract::{ConnectInfo, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use std::net::SocketAddr;
use wiredesk_store::{Passkey, User};

use super::account::{home, knows_password, letter};
use super::{Form, OwnForm, Who, pages, private};
use crate::{AppState, Error, clean, limits};
use challenge::Purpose;
use check::{Asked, answered, made};

pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/sign-in/passkey", get(question).post(sign_in))
        .route("/account/passkeys", get(new_question).post(add))
        .route("/account/passkeys/remove", post(remove))
}

fn to_text(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

fn from_text(text: &str) -> Option<Vec<u8>> {
    let fits = text.len() <= limits::PASSKEY_TEXT_MAX;
    fits.then(|| URL_SAFE_NO_PAD.decode(text.trim_end_matches('=')).ok()).flatten()
}

/// Where the site is, and the host that keys are made for. Browsers make no keys for bare numbers:
/// on the own machine it is `localhost`.
fn place(state: &AppState) -> (String, String) {
    let base = state.house().base.trim_end_matches('/');
    let (scheme, rest) = base.split_once("://").unwrap_or(("http", base));
    let whole = rest.split('/').next().unwrap_or_default();
    let (host, port) = match whole.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|b| b.is_ascii_digit()) => (host, Some(port)),
        _ => (whole, None),
    };
    let host = if matches!(host, "127.0.0.1" | "[::1]") { "localhost" } else { host };
    let port = port.map(|p| format!(":{p}")).unwrap_or_default();
    (format!("{scheme}://{host}{port}"), host.to_ascii_lowercase())
}

/// The challenge that an answer names; it is checked beside everything else.
fn challenge_of(client: &[u8]) -> Option<String> {
    let said: serde_json::Value = serde_json::from_slice(client).ok()?;
    Some(said.get("challenge")?.as_str()?.to_owned())
}

/// What a script needs to ask for a signature.
async fn question(State(state): State<AppState>) -> Result<Response, Error> {
    let challenge = state.inner().challenges.fresh(Purpose::SignIn, state.now())?;
    let body = serde_json::json!({
        "challenge": challenge, "rpId": place(&state).1, "userVerification": "required",
        "timeout": limits::CHALLENGE_S * 1000,
    });
    Ok(private(axum::Json(body)))
}

/// What a script needs to ask for a new key.
async fn new_question(State(state): State<AppState>, who: Who) -> Result<Response, Error> {
    let user = &who.user;
    let known = state.store().passkeys_of(user.id)?;
    let handle = match known.first() {
        Some(passkey) => passkey.handle.clone(),
        None => handle()?,
    };
    let purpose = Purpose::Register(user.id.0);
    let name = user.email.as_deref().unwrap_or(&user.about.name);
    let key = |id: &[u8]| serde_json::json!({"type": "public-key", "id": to_text(id)});
    let body = serde_json::json!({
        "challenge": state.inner().challenges.fresh(purpose, state.now())?,
        "rp": {"id": place(&state).1, "name": state.house().name},
        "user": {"id": to_text(&handle), "name": name, "displayName": user.about.display},
        "pubKeyCredParams": cose::ALGORITHMS
            .map(|alg| serde_json::json!({"type": "public-key", "alg": alg})),
        "excludeCredentials": known.iter().map(|p| key(&p.id)).collect::<Vec<_>>(),
        "authenticatorSelection": {"residentKey": "required", "userVerification": "required"},
        "attestation": "none",
        "timeout": limits::CHALLENGE_S * 1000,
    });
    Ok(private(axum::Json(body)))
}

fn handle() -> Result<Vec<u8>, Error> {
    let mut bytes = vec![0; 32];
    getrandom::fill(&mut bytes).map_err(|e| Error::Broken(e.to_string()))?;
    Ok(bytes)
}

async fn add(State(state): State<AppState>, form: Form) -> Result<Response, Error> {
    let done = match knows_password(&state, &form.who, &form.fields).await {
        Ok(true) => register(&state, &form).await,
        Ok(false) => Err(Error::Form("That is not your password.".into())),
        Err(wrong) => Err(wrong),
    };
    match done {
        Ok(()) => Ok(Redirect::to("/account#passkeys").into_response()),
        Err(wrong) => home(&state, &form.who, Some(wrong)),
    }
}

async fn register(state: &AppState, form: &Form) -> Result<(), Error> {
    let refused = |why: &str| {
        tracing::info!(why, "a passkey was not taken");
        Error::Form("That passkey could not be added. Try again.".into())
    };
    let bytes =
        |name: &str| from_text(form.fields.get(name)).ok_or_else(|| refused("no base64url"));
    let (client, data) = (bytes("client")?, bytes("data")?);
    let user = &form.who.user;
    let challenge = challenge_of(&client).ok_or_else(|| refused("no client data"))?;
    let purpose = Purpose::Register(user.id.0);
    if !state.inner().challenges.take(&challenge, purpose, state.now())? {
        return Err(refused("no challenge of ours"));
    }
    let (origin, host) = place(state);
    let kind = "webauthn.create";
    let asked = Asked { kind, challenge: &challenge, origin: &origin, host: &host };
    let made = made(&client, &data, &asked).map_err(refused)?;
    let label = clean::name(form.fields.get("label")).unwrap_or_else(|| "Passkey".into());
    let passkey = Passkey {
        id: made.id,
        user: user.id,
        handle: bytes("handle")?,
        key: made.key,
        count: made.count,
        label,
        created: state.now(),
        used: None,
    };
    let email = user.confirmed_address().map(String::from);
    state
        .work(move |s| {
            let key = format!("passkey {}", to_text(&passkey.id));
            let label = passkey.label.clone();
            s.store().add_passkey(passkey, limits::PASSKEYS_MAX)?;
            let Some(email) = email else { return Ok(()) };
            let house = s.house();
            let subject = format!("A passkey was added to your account at {}", house.name);
            let text = format!(
                "Somebody, we think you, added the passkey “{label}” to your account. Was it not \
                 you? Take it away and change your password here:\n{}\n",
                house.url("/account")
            );
            letter(s, &key, (&email, &subject, &text))
        })
        .await
}

async fn remove(State(state): State<AppState>, form: Form) -> Result<Response, Error> {
    let user = form.who.user.id;
    let id = from_text(form.fields.get("id")).ok_or(Error::NotFound)?;
    state.work(move |s| Ok(s.store().remove_passkey(user, &id)?)).await?;
    Ok(Redirect::to("/account#passkeys").into_response())
}

async fn sign_in(
    State(state): State<AppState>,
    ConnectInfo(from): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    OwnForm(fields): OwnForm,
) -> Result<Response, Error> {
    let next = pages::own_path(fields.get("next"));
    let keys = [format!("from {}", from.ip())];
    if state.inner().throttle.is_shut(&keys, state.now()) {
        return pages::sign_in_again(&state, String::new(), next, &Error::Throttled);
    }
    match known(&state, &fields).await? {
        Ok(user) => {
            let next = pages::onward(&user, &next);
            let name = user.about.display.clone();
            pages::start(&state, (user.id, &name), &pages::browser(&headers), next).await
        }
        Err(why) => {
            tracing::info!(why, "a passkey was not accepted");
            state.inner().throttle.failed(&keys, state.now());
            let words = "That passkey is not known here. Sign in with name and password.";
            pages::sign_in_again(&state, String::new(), next, &Error::Form(words.into()))
        }
    }
}

/// Whose passkey answered; else what is wrong, for the log.
async fn known(
    state: &AppState,
    fields: &super::Fields,
) -> Result<Result<User, &'static str>, Error> {
    let bytes = |name: &str| from_text(fields.get(name)).unwrap_or_default();
    let (id, client, data) = (bytes("id"), bytes("client"), bytes("data"));
    let Some(challenge) = challenge_of(&client) else { return Ok(Err("no client data")) };
    let Some(passkey) = state.store().passkey(&id)? else { return Ok(Err("no such key")) };
    if bytes("handle") != passkey.handle {
        return Ok(Err("another user's key"));
    }
    let (origin, host) = place(state);
    let kind = "webauthn.get";
    let asked = Asked { kind, challenge: &challenge, origin: &origin, host: &host };
    let kept = (passkey.key.as_slice(), passkey.count);
    let count = match answered((&client, &data), &bytes("signature"), kept, &asked) {
        Ok(count) => count,
        Err(why) => return Ok(Err(why)),
    };
    if !state.inner().challenges.take(&challenge, Purpose::SignIn, state.now())? {
        return Ok(Err("no challenge of ours"));
    }
    let user = state.store().user_by_id(passkey.user)?;
    let Some(user) = user.filter(|u| u.disabled.is_none() && !u.is_unconfirmed()) else {
        return Ok(Err("the account is shut"));
    };
    let counts = (passkey.count, count);
    let first = state.work(move |s| Ok(s.store().use_passkey(&id, counts, s.now())?)).await?;
    Ok(if first { Ok(user) } else { Err("its count has moved") })
}
