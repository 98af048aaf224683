//! Our own API, `/api/v1`: everything the desk knows, as JSON.
//!
//! A [`request`] is what a handler gets: [`params`] reads it strictly, [`problem`] tells what is
//! wrong, [`list`] is anything that can be walked in pages or exported, [`cursor`] names places in it. The rest is a file for
//! each matter. The OpenAPI document is made from these handlers ([`document`]) and served with a
//! page for people ([`page`]).

mod alerts;
mod claims;
mod cursor;
mod ledger;
mod lines;
mod list;
mod page;
mod params;
pub(crate) mod problem;

mod ratings;
mod request;
mod stories;
mod webhooks;

use axum::Router;
use axum::routing::{any, get};
use utoipa::openapi::OpenApi as Document;
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityScheme};
use utoipa::{IntoParams, IntoResponses, Modify, OpenApi};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use self::params::Params;
use self::problem::Problem;
use crate::api::gate::{Gate, around};
use crate::api::refusal::{Dialect, Refusal};
use crate::api::token::Scope;
use crate::{AppState, limits};

/// The routes under `/api`.
pub(crate) fn routes(state: &AppState) -> Router<AppState> {
    let gated = |routes, scope| around(routes, Gate { dialect: Dialect::Native, scope }, state);
    let parts = parts().map(|(part, scope)| gated(part.split_for_parts().0, scope));
    let nothing = Router::new().route("/api/v1/{*rest}", any(|| async { Refusal::NotFound }));
    let people =
        Router::new().route("/api", get(page::page)).route("/api/openapi.json", get(page::openapi));
    parts
        .into_iter()
        .fold(gated(nothing, Scope::News).merge(people), Router::merge)
        .layer(crate::guard::compressed())
}

/// The routes that a scope opens, each with its document.
fn parts() -> [(OpenApiRouter<AppState>, Scope); 5] {
    [
        (news(), Scope::News),
        (rated(), Scope::Ratings),
        (known(), Scope::Ledger),
        (hooked(), Scope::Webhooks),
        (watched(), Scope::Alerts),
    ]
}

/// The OpenAPI document, made from the handlers.
#[must_use]
pub fn document() -> Document {
    let mut document = About::openapi();
    for (part, _) in parts() {
        document.merge(part.split_for_parts().1);
    }
    document
}

fn news() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(stories::stories))
        .routes(routes!(stories::stories_jsonl))
        .routes(routes!(stories::stories_csv))
        .routes(routes!(stories::story))
        .routes(routes!(stories::versions))
        .routes(routes!(stories::version))
        .routes(routes!(lines::search))
}

fn rated() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(ratings::ratings))
        .routes(routes!(ratings::ratings_jsonl))
        .routes(routes!(ratings::ratings_csv))
}

fn known() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(claims::claims))
        .routes(routes!(claims::claims_jsonl))
        .routes(routes!(claims::claims_csv))
        .routes(routes!(lines::storylines))
        .routes(routes!(lines::storyline))
        .routes(routes!(lines::entities))
        .routes(routes!(lines::sources))
        .routes(routes!(lines::reports))
        .routes(routes!(lines::report))
        .routes(routes!(ledger::rank::rank))
        .routes(routes!(ledger::relation::relation))
        .routes(routes!(ledger::relation::timeline))
        .routes(routes!(ledger::matrix::matrix))
        .routes(routes!(ledger::acts::acts))
}

fn hooked() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(webhooks::hooks, webhooks::add))
        .routes(routes!(webhooks::hook, webhooks::delete))
        .routes(routes!(webhooks::rotated))
        .routes(routes!(webhooks::paused))
        .routes(routes!(webhooks::resumed))
        .routes(routes!(webhooks::tried))
        .routes(routes!(webhooks::deliveries))
        .routes(routes!(webhooks::again))
}

fn watched() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(alerts::alerts))
        .routes(routes!(alerts::tried))
        .routes(routes!(alerts::watchlists))
}

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Wiredesk",
        description = "Stories of which every sentence shows what it stands on, and all that they stand on. Offsets are Unicode code points, end exclusive. Errors are RFC 9457 problems that name the parameter.",
        license(name = "MIT OR Apache-2.0", identifier = "MIT OR Apache-2.0")
    ),
    modifiers(&Tokens),
    security(("token" = [])),
    tags(
        (name = "stories", description = "What was published. Scope `news`."),
        (name = "ratings", description = "Analysts' ratings. Scope `ratings`."),
        (name = "webhooks", description = "Webhooks of the token's owner. Scope `webhooks`."),
        (name = "alerts", description = "Standing queries and watchlists of the token's owner, and a query tried on the archive. Scope `alerts`."),
        (name = "ledger", description = "What stories stand on: claims, entities, storylines, reports, sources, and who does what for whom. Scope `ledger`."),
    )
)]
struct About;

struct Tokens;

impl Modify for Tokens {
    fn modify(&self, document: &mut Document) {
        let bearer = SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer));
        document.components.get_or_insert_default().add_security_scheme("token", bearer);
    }
}

/// Answers that are no success.
#[derive(IntoResponses)]
#[allow(dead_code, reason = "the document of the answers")]
enum Refused {
    /// A parameter cannot be used; it is named
    #[response(status = 400, content_type = "application/problem+json")]
    Parameter(Problem),
    /// No valid token
    #[response(status = 401, content_type = "application/problem+json")]
    Unknown(Problem),
    /// The token has not this scope
    #[response(status = 403, content_type = "application/problem+json")]
    Forbidden(Problem),
    /// Too many requests; `Retry-After` tells when to go on
    #[response(status = 429, content_type = "application/problem+json")]
    Spent(Problem),
    /// Too much at once
    #[response(status = 503, content_type = "application/problem+json")]
    Busy(Problem),
}

/// The same, where a thing is asked for by its name.
#[derive(IntoResponses)]
#[allow(dead_code, reason = "the document of the answers")]
enum RefusedOrGone {
    /// A parameter cannot be used; it is named
    #[response(status = 400, content_type = "application/problem+json")]
    Parameter(Problem),
    /// No valid token
    #[response(status = 401, content_type = "application/problem+json")]
    Unknown(Problem),
    /// The token has not this scope
    #[response(status = 403, content_type = "application/problem+json")]
    Forbidden(Problem),
    /// There is no such thing
    #[response(status = 404, content_type = "application/problem+json")]
    Missing(Problem),
    /// It was taken back
    #[response(status = 410, content_type = "application/problem+json")]
    Gone(Problem),
    /// Too many requests; `Retry-After` tells when to go on
    #[response(status = 429, content_type = "application/problem+json")]
    Spent(Problem),
}

/// No parameters.
#[derive(IntoParams)]
struct Nothing {}

/// How long a page is.
fn limit(params: &Params) -> Result<usize, Problem> {
    let most = limits::API_PAGE_MAX as u64;
    let limit = params.number("limit", 1..=most, limits::API_PAGE as u64)?;
    Ok(usize::try_from(limit).unwrap_or(limits::API_PAGE))
}
