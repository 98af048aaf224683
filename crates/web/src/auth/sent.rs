//! A form with a file in it, from one of our own pages. The form's token comes before the file: what
//! is sent from elsewhere is refused before it is read.

use axum::extract::{FromRequest, FromRequestParts, Multipart, Request};
use axum::http::StatusCode;

use super::{Fields, Who, is_own};
use crate::{AppState, Error, limits};

/// What was sent.
#[derive(Debug)]
pub(crate) struct Sent {
    /// Who sent it.
    pub who: Who,
    /// Its fields, without the file.
    pub fields: Fields,
    /// The file; empty when none was chosen.
    pub file: Vec<u8>,
}

/// Fields in a form with a file.
const FIELDS_MAX: usize = 20;
/// Bytes of one of them.
const FIELD_BYTES_MAX: usize = 8 << 10;

impl FromRequest<AppState> for Sent {
    type Rejection = Error;

    async fn from_request(request: Request, state: &AppState) -> Result<Self, Error> {
        let (mut parts, body) = request.into_parts();
        let who = Who::from_request_parts(&mut parts, state).await?;
        if !is_own(&parts.headers) {
            return Err(Error::Forged);
        }
        let form = Multipart::from_request(Request::from_parts(parts, body), state).await;
        let form = form.map_err(|_| Error::Form("The form could not be read.".into()))?;
        let (fields, file) = read(form, &who).await?;
        Ok(Self { who, fields, file })
    }
}

async fn read(mut form: Multipart, who: &Who) -> Result<(Fields, Vec<u8>), Error> {
    let mut fields = Fields::default();
    let mut file = Vec::new();
    let known = |fields: &Fields| fields.get("token") == who.token;
    while let Some(mut field) = form.next_field().await.map_err(|e| unreadable(&e))? {
        let name = field.name().unwrap_or_default().to_owned();
        let is_file = field.file_name().is_some();
        if is_file && !known(&fields) {
            return Err(Error::Forged);
        }
        let most = if is_file { limits::UPLOAD_BYTES_MAX } else { FIELD_BYTES_MAX };
        let mut bytes = Vec::new();
        while let Some(piece) = field.chunk().await.map_err(|e| unreadable(&e))? {
            if bytes.len() + piece.len() > most {
                return Err(Error::TooLarge);
            }
            bytes.extend_from_slice(&piece);
        }
        match is_file {
            true => file = bytes,
            false => fields.0.push((name, String::from_utf8_lossy(&bytes).into_owned())),
        }
        if fields.0.len() > FIELDS_MAX {
            return Err(Error::Form("The form has too many fields.".into()));
        }
    }
    if known(&fields) { Ok((fields, file)) } else { Err(Error::Forged) }
}

fn unreadable(error: &axum::extract::multipart::MultipartError) -> Error {
    match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Error::TooLarge,
        _ => Error::Form("The form could not be read to its end.".into()),
    }
}
