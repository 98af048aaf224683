//! Taking everything along, saying something about a ban, leaving.

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Redirect, Response};
use serde_json::{Value, json};
use wiredesk_store::{Audit, User, UserId};

use super::home::{home, knows_password};
use crate::auth::{COOKIE, Form, Who, pages};
use crate::{AppState, Error, clean, limits};

/// Everything kept about somebody, as JSON.
pub(super) async fn export(State(state): State<AppState>, who: Who) -> Result<Response, Error> {
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
    let all = json!({
        "name": user.about.display, "sign_in_name": user.about.name, "email": user.email,
        "role": user.about.role.as_str(),
        "joined": user.created.to_string(),
        "confirmed": user.confirmed.map(|at| at.to_string()),
        "ban": user.ban.as_ref().map(|b| json!({
            "until": b.until.to_string(), "reason": b.reason, "said": b.appeal,
        })),
        "comments": each(store.comments_by(user.id, usize::MAX >> 1)?, |c| json!({
            "story": c.story.0, "at": c.at.to_string(), "text": c.text, "state": c.state.as_str(),
        })),
        "sessions": each(store.sessions_of(user.id, state.now())?, |s| json!({
            "since": s.created.to_string(), "browser": s.label,
        })),
        "passkeys": each(store.passkeys_of(user.id)?, |p| json!({
            "name": p.label, "since": p.created.to_string(),
            "used": p.used.map(|at| at.to_string()),
        })),
        "watchlists": each(store.watchlists_of(Some(user.id))?, |w| json!({
            "name": w.about.name, "entries": w.about.entries,
        })),
        "alerts": each(store.queries_of(user.id, limits::ALERTS_SHOWN)?, |q| json!({
            "name": q.about.name, "query": q.about.query, "since": q.created.to_string(),
        })),
        "deliveries": each(store.targets_of(user.id)?, |t| json!({
            "name": t.about.name, "kind": t.about.kind, "since": t.created.to_string(),
        })),
        "briefs": crate::briefs::everything(store, user.id)?,
    });
    serde_json::to_string_pretty(&all).map_err(|e| Error::Broken(e.to_string()))
}

fn each<T>(all: impl IntoIterator<Item = T>, told: impl Fn(T) -> Value) -> Vec<Value> {
    all.into_iter().map(told).collect()
}

pub(super) async fn appeal(State(state): State<AppState>, form: Form) -> Result<Response, Error> {
    let text = clean::paragraphs(form.fields.get("text"), limits::APPEAL_CHARS);
    let id = form.who.user.id;
    state.work(move |s| Ok(s.store().appeal(id, &text)?)).await?;
    Ok(Redirect::to("/account").into_response())
}

pub(super) async fn delete(State(state): State<AppState>, form: Form) -> Result<Response, Error> {
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
        Ok(()) => pages::with_cookie(
            "/",
            &format!("{COOKIE}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0"),
        ),
        Err(wrong) => home(&state, &form.who, Some(wrong)),
    }
}
