//! The evidence of sign-offs: exported at the desk, the public key, and a page where anybody can
//! hold a document against its signature.

use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use wiredesk_flow::signoff::{self, Verified};
use wiredesk_model::StoryId;

use crate::auth::{OwnForm, Who};
use crate::desk::frame::Frame;
use crate::{AppState, Error};

pub(crate) fn routes() -> Router<AppState> {
    Router::new()
        .route("/desk/story/{id}/signoff.json", get(export))
        .route("/.well-known/wiredesk-signing-key", get(key))
        .route("/verify", get(form).post(check))
}

async fn export(
    State(state): State<AppState>,
    who: Who,
    Path(id): Path<u64>,
) -> Result<Response, Error> {
    who.must(wiredesk_store::Privilege::SeeDesk)?;
    let work = move |s: &AppState| Ok(signoff::document(s.store(), StoryId(id), None)?);
    let document = state.work(work).await?;
    let name = format!("attachment; filename=\"signoff-{id}.json\"");
    let head = [
        (header::CONTENT_TYPE, "application/json".to_owned()),
        (header::CONTENT_DISPOSITION, name),
    ];
    Ok((head, document).into_response())
}

async fn key(State(state): State<AppState>) -> Result<Response, Error> {
    let key = state.work(|s| Ok(signoff::public_key(s.store().folder())?)).await?;
    let kind = [(header::CONTENT_TYPE, "text/plain; charset=utf-8")];
    Ok((kind, format!("ed25519 {key}\n")).into_response())
}

#[derive(Debug, Template)]
#[template(path = "verify.html")]
struct VerifyPage {
    frame: Frame,
    key: String,
    pasted: String,
    outcome: Option<Result<Verified, String>>,
}

async fn form(State(state): State<AppState>) -> Result<Html<String>, Error> {
    page(&state, String::new()).await
}

async fn check(State(state): State<AppState>, form: OwnForm) -> Result<Html<String>, Error> {
    let (pasted, file) = (form.0.get("document"), form.0.get("file"));
    page(&state, if file.trim().is_empty() { pasted } else { file }.to_owned()).await
}

async fn page(state: &AppState, pasted: String) -> Result<Html<String>, Error> {
    let work = move |s: &AppState| {
        let outcome = (!pasted.trim().is_empty())
            .then(|| signoff::verify(&pasted).map_err(|fault| fault.to_string()));
        let page = VerifyPage {
            frame: Frame::outside(s, "Verify a sign-off"),
            key: signoff::public_key(s.store().folder())?,
            pasted,
            outcome,
        };
        Ok(page.render()?)
    };
    Ok(Html(state.work(work).await?))
}
