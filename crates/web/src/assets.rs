//! The desk's style and script, named by their content so that browsers keep them for good; and the
//! icon that every site has at its root.

use axum::Router;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::IntoResponse;
use axum::routing::get;
use sha2::{Digest, Sha256};
use std::sync::LazyLock;

use crate::{AppState, Error};

const STYLE: &str = include_str!("../assets/desk.css");
const SCRIPT: &str = include_str!("../assets/desk.mjs");
const PASSKEY: &str = include_str!("../assets/passkey.mjs");
const ICON: &str = include_str!("../assets/favicon.svg");

/// Where the desk's style sheet lies.
pub(crate) static STYLE_PATH: LazyLock<String> = LazyLock::new(|| named("desk", STYLE, "css"));
/// Where the desk's script lies.
pub(crate) static SCRIPT_PATH: LazyLock<String> = LazyLock::new(|| named("desk", SCRIPT, "mjs"));

/// Where the script lies that asks for passkeys.
pub(crate) static PASSKEY_PATH: LazyLock<String> =
    LazyLock::new(|| named("passkey", PASSKEY, "mjs"));

pub(crate) fn routes() -> Router<AppState> {
    Router::new()
        .route("/assets/{name}", get(asset))
        .route("/favicon.svg", get(icon))
        .route("/bundled/{name}", get(picture))
}

fn named(stem: &str, content: &str, extension: &str) -> String {
    let digest = Sha256::digest(content.as_bytes());
    let mark: String = digest[..6].iter().map(|b| format!("{b:02x}")).collect();
    format!("/assets/{stem}.{mark}.{extension}")
}

async fn asset(Path(name): Path<String>) -> Result<impl IntoResponse, Error> {
    let path = format!("/assets/{name}");
    let (kind, content) = match path {
        p if p == *STYLE_PATH => ("text/css; charset=utf-8", STYLE),
        p if p == *SCRIPT_PATH => ("text/javascript; charset=utf-8", SCRIPT),
        p if p == *PASSKEY_PATH => ("text/javascript; charset=utf-8", PASSKEY),
        _ => return Err(Error::NotFound),
    };
    let keep = "public, max-age=31536000, immutable";
    Ok(([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, keep)], content))
}

async fn picture(
    State(state): State<AppState>,
    Path(name): Path<String>,
) -> Result<impl IntoResponse, Error> {
    let pictures = &state.inner().parts.pictures;
    let found = pictures.iter().find(|p| p.0 == name).ok_or(Error::NotFound)?;
    let keep = "public, max-age=86400";
    Ok(([(header::CONTENT_TYPE, "image/svg+xml"), (header::CACHE_CONTROL, keep)], found.1))
}

async fn icon() -> impl IntoResponse {
    let keep = "public, max-age=86400";
    ([(header::CONTENT_TYPE, "image/svg+xml"), (header::CACHE_CONTROL, keep)], ICON)
}
