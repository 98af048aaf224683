//! Pictures that were sent in. Their address holds a piece of their hash, so that whoever has one
//! never asks again.

use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use wiredesk_model::PictureSize;

use crate::{AppState, Error};

pub(super) async fn picture(
    State(state): State<AppState>,
    Path((id, name)): Path<(String, String)>,
) -> Result<Response, Error> {
    let (size, extension) = name.rsplit_once('.').ok_or(Error::NotFound)?;
    let size = PictureSize::parse(size).ok_or(Error::NotFound)?;
    let store = state.store();
    let Some(file) = store.picture_file(&id, size)?.filter(|f| f.extension == extension) else {
        let gone = store.picture(&id)?.is_some_and(|p| p.removed.is_some());
        return if gone { Ok(StatusCode::GONE.into_response()) } else { Err(Error::NotFound) };
    };
    let kind = if extension == "png" { "image/png" } else { "image/jpeg" };
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
    ];
    Ok((headers, file.bytes).into_response())
}
