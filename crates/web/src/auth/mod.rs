//! Who asks: sessions, forms that came from our own pages, what a role may do.
//!
//! A session is a random secret in a cookie; the store keeps its hash. Every form carries a token
//! that is derived from that secret, and comes from an address of ours (`Origin`).

mod account;
mod pages;
pub(crate) mod passkey;
pub(crate) mod password;
mod sent;
pub(crate) mod throttle;

pub use account::hash_password;
pub(crate) use account::{private, wrapped};
pub(crate) use pages::{new_user, routes};
pub(crate) use sent::Sent;

use axum::extract::State;
use axum::extract::{FromRequest, FromRequestParts, Multipart, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};
use wiredesk_store::{Privilege, Role, Secret, User};

use crate::{AppState, Error};

const COOKIE: &str = "wiredesk_session";

/// Somebody who is signed in.
#[derive(Debug, Clone)]
pub(crate) struct Who {
    /// The account.
    pub user: User,
    /// The token that their forms carry.
    pub token: String,
    secret: Secret,
}

impl Who {
    /// The name they sign with.
    pub fn byline(&self) -> &str {
        &self.user.about.display
    }

    /// Tells this session from their others.
    pub fn session_id(&self) -> String {
        self.secret.short()
    }

    /// True when their role holds the privilege.
    pub fn may(&self, privilege: Privilege) -> bool {
        self.user.about.role.may(privilege)
    }

    /// Refuses when it does not, and says whom to ask.
    pub fn must(&self, privilege: Privilege) -> Result<(), Error> {
        match (self.may(privilege), privilege.held_by()) {
            (true, _) => Ok(()),
            (false, [Role::Operator]) => Err(Error::Forbidden("Ask an operator.")),
            (false, [Role::Editor, ..]) => Err(Error::Forbidden("Ask an editor.")),
            (false, [Role::Moderator, ..]) => Err(Error::Forbidden("Ask a moderator.")),
            (false, _) => Err(Error::Forbidden("Ask for a reporter’s account.")),
        }
    }
}

impl FromRequestParts<AppState> for Who {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Error> {
        let next = match parts.method {
            Method::GET => parts.uri.path().to_owned(),
            _ => "/desk".to_owned(),
        };
        who(&parts.headers, state)?.ok_or(Error::SignIn { next })
    }
}

/// Lets only those who may see the desk go on.
pub(crate) async fn staff(
    State(state): State<AppState>,
    request: Request,
    next: Next,
) -> Result<Response, Error> {
    let to = match *request.method() {
        Method::GET => request.uri().path().to_owned(),
        _ => "/desk".to_owned(),
    };
    let who = who(request.headers(), &state)?.ok_or(Error::SignIn { next: to })?;
    who.must(Privilege::SeeDesk)?;
    Ok(next.run(request).await)
}

/// Who that is, when their cookie is good.
pub(crate) fn who(headers: &HeaderMap, state: &AppState) -> Result<Option<Who>, Error> {
    let Some(secret) = cookie(headers) else { return Ok(None) };
    let user = state.store().session(Secret::of(secret), state.now())?;
    let secret_of = |user| Who { user, token: form_token(secret), secret: Secret::of(secret) };
    Ok(user.map(secret_of))
}

/// A form that somebody signed in sent from one of our pages.
#[derive(Debug)]
pub(crate) struct Form {
    /// Who sent it.
    pub who: Who,
    /// Its fields.
    pub fields: Fields,
}

/// The fields of a form, in order.
#[derive(Debug, Default)]
pub(crate) struct Fields(pub Vec<(String, String)>);

impl Fields {
    /// The first field of that name; empty when there is none.
    pub fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(n, _)| n == name).map_or("", |(_, v)| v.as_str())
    }

    /// A field that must be a number.
    pub fn number<T: std::str::FromStr>(&self, name: &str) -> Result<T, Error> {
        let bad = |_| Error::Form(format!("The field “{name}” must be a number."));
        self.get(name).trim().parse().map_err(bad)
    }

    /// Fields named `prefix` and a number.
    pub fn numbered(&self, prefix: &str) -> impl Iterator<Item = (usize, &str)> {
        self.0.iter().filter_map(move |(name, value)| {
            Some((name.strip_prefix(prefix)?.parse().ok()?, value.as_str()))
        })
    }
}

impl FromRequest<AppState> for Form {
    type Rejection = Error;

    async fn from_request(request: Request, state: &AppState) -> Result<Self, Error> {
        let (mut parts, body) = request.into_parts();
        let who = Who::from_request_parts(&mut parts, state).await?;
        let fields = OwnForm::from_request(Request::from_parts(parts, body), state).await?.0;
        match fields.get("token") == who.token {
            true => Ok(Self { who, fields }),
            false => Err(Error::Forged),
        }
    }
}

/// A form that came from one of our pages, by whomever.
#[derive(Debug)]
pub(crate) struct OwnForm(pub Fields);

impl FromRequest<AppState> for OwnForm {
    type Rejection = Error;

    async fn from_request(request: Request, state: &AppState) -> Result<Self, Error> {
        if !is_own(request.headers()) {
            return Err(Error::Forged);
        }
        let kind = request.headers().get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok());
        if kind.is_some_and(|k| k.starts_with("multipart/form-data")) {
            let parts = Multipart::from_request(request, state).await;
            return with_files(parts.map_err(|_| unread())?).await;
        }
        let form = axum::Form::<Vec<(String, String)>>::from_request(request, state).await;
        let axum::Form(fields) = form.map_err(|e| match e.into_response().status() {
            StatusCode::PAYLOAD_TOO_LARGE => Error::TooLarge,
            _ => unread(),
        })?;
        Ok(Self(Fields(fields)))
    }
}

/// A form that a file may come with; what is in the file is the field's text.
async fn with_files(mut parts: Multipart) -> Result<OwnForm, Error> {
    let refused = |e: axum::extract::multipart::MultipartError| match e.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Error::TooLarge,
        _ => unread(),
    };
    let mut fields = Vec::new();
    while let Some(part) = parts.next_field().await.map_err(refused)? {
        let name = part.name().unwrap_or_default().to_owned();
        let bytes = part.bytes().await.map_err(refused)?;
        fields.push((name, String::from_utf8_lossy(&bytes).into_owned()));
    }
    Ok(OwnForm(Fields(fields)))
}

fn unread() -> Error {
    Error::Form("The form could not be read.".into())
}

/// True when a request that changes something does not come from another site. A browser always
/// says where a form came from; what says nothing is no browser and carries nobody's cookie.
fn is_own(headers: &HeaderMap) -> bool {
    let text = |name| headers.get(name).and_then(|v| v.to_str().ok());
    if matches!(text(header::HeaderName::from_static("sec-fetch-site")), Some("cross-site")) {
        return false;
    }
    let Some(origin) = text(header::ORIGIN) else { return true };
    let host = text(header::HOST).unwrap_or_default();
    origin.split_once("://").is_some_and(|(_, from)| from.eq_ignore_ascii_case(host))
}

fn cookie(headers: &HeaderMap) -> Option<&str> {
    let all = headers.get_all(header::COOKIE).iter().filter_map(|v| v.to_str().ok());
    let mut pairs = all.flat_map(|v| v.split(';')).filter_map(|p| p.trim().split_once('='));
    pairs.find(|(name, _)| *name == COOKIE).map(|(_, value)| value)
}

/// The token of the forms of the session with that secret; tells nothing about the secret.
fn form_token(secret: &str) -> String {
    let mut hash = Sha256::new();
    hash.update(b"wiredesk form\0");
    hash.update(secret.as_bytes());
    hex(&hash.finalize()[..16])
}

/// 256 random bits as text.
pub(crate) fn secret() -> Result<String, Error> {
    let mut bytes = [0u8; 32];
    getrandom::fill(&mut bytes).map_err(|e| Error::Broken(e.to_string()))?;
    Ok(hex(&bytes))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_from_elsewhere_are_refused() {
        let check = |origin: Option<&str>, site: Option<&str>, expected: bool| {
            let mut headers = HeaderMap::new();
            headers.insert(header::HOST, "desk.example:8080".parse().expect("host"));
            for (name, value) in [("origin", origin), ("sec-fetch-site", site)] {
                if let Some(value) = value {
                    headers.insert(name, value.parse().expect(value));
                }
            }
            assert_eq!(is_own(&headers), expected, "{origin:?} {site:?}");
        };
        check(Some("http://desk.example:8080"), Some("same-origin"), true);
        check(Some("https://desk.example:8080"), None, true);
        check(None, None, true);
        check(Some("null"), None, false);
        check(Some("http://evil.example"), None, false);
        check(Some("http://desk.example"), None, false);
        check(Some("http://desk.example:8080"), Some("cross-site"), false);
        check(None, Some("cross-site"), false);
    }

    #[test]
    fn the_cookie_is_found_among_others() {
        let mut headers = HeaderMap::new();
        headers.append(header::COOKIE, "a=b; wiredesk_sessionx=1".parse().expect("cookie"));
        headers.append(header::COOKIE, "c=d;wiredesk_session=abc; e=f".parse().expect("cookie"));
        assert_eq!(cookie(&headers), Some("abc"));
        assert_ne!(form_token("abc"), form_token("abd"));
    }
}
