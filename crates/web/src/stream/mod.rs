//! Streams: the publication log as it grows, to whoever holds a line.
//!
//! One thread follows the log and makes each entry ready once ([`tape`]); each line is a cursor over
//! it ([`cursor`]) with a filter ([`wanted`]) and no queue of its own. So a line can be cut at any
//! moment and taken up where it was, and one that does not read costs nothing but its place.
//!
//! | file | what speaks |
//! |---|---|
//! | [`sse`] | our own, as server-sent events: `/api/v1/stream` |
//! | [`socket`] | what all WebSockets share: pings, bounds, slow clients |
//! | [`own`] | our own over WebSocket: `/api/v1/stream/ws` |
//! | [`benzinga`] | Benzinga's news: `/api/v1/news/stream` |
//! | [`ratings`] | Benzinga's ratings and consensus: `/api/v2.1/calendar/ratings/stream`, `/api/v1/consensus-ratings/stream` |
//! | [`alpaca`] | Alpaca's news: `/v1beta1/news` |
//! | [`tcp`] | the TCP feed, on a port of its own |

mod alpaca;
mod benzinga;
mod cursor;
mod entry;
mod own;
mod ratings;
mod socket;
mod sse;
mod tape;
pub(crate) mod tcp;
pub(crate) mod ticket;
mod wanted;

pub(crate) use tape::Tape;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::header;
use axum::middleware::Next;
use axum::response::Response;
use axum::routing::get;
use std::sync::{Arc, OnceLock};

use crate::AppState;
use crate::api::benzinga::with_slashes;
use crate::api::gate::{Gate, around};
use crate::api::refusal::Dialect;
use crate::api::token::Scope;

/// What streams keep in memory.
#[derive(Debug, Default)]
pub(crate) struct Held {
    tape: OnceLock<Arc<Tape>>,
    pub lines: ticket::Lines,
}

impl Held {
    /// The tape; the first who asks starts it.
    pub fn tape(&self, state: &AppState) -> Arc<Tape> {
        let start = || {
            let reader = state.inner().parts.reader.clone();
            Tape::start(state.store().clone(), state.house().clone(), reader)
        };
        self.tape.get_or_init(start).clone()
    }
}

/// The routes of all streams. They have no page guard around them: no answer of theirs is a page,
/// and a line may last for days.
pub(crate) fn routes(state: &AppState) -> Router<AppState> {
    let own = Router::new()
        .route("/api/v1/stream", get(sse::listen))
        .route("/api/v1/stream/ws", get(own::listen));
    let news = with_slashes([("/api/v1/news/stream", get(benzinga::listen))]);
    let ratings = with_slashes([
        ("/api/v2.1/calendar/ratings/stream", get(ratings::listen)),
        ("/api/v1/consensus-ratings/stream", get(ratings::consensus)),
    ]);
    let gated = |routes, dialect, scope| around(routes, Gate { dialect, scope }, state);
    gated(own, Dialect::Native, Scope::News)
        .merge(gated(news, Dialect::Benzinga, Scope::News))
        .merge(gated(ratings, Dialect::Calendar, Scope::Ratings))
}

/// Answers upgrades at addresses that are lists without one: Alpaca's news have one address for
/// both.
pub(crate) async fn upgrades(
    State(state): State<AppState>,
    request: Request,
    next: Next,
) -> Response {
    let at_news = request.uri().path().trim_end_matches('/') == "/v1beta1/news";
    match at_news && request.headers().contains_key(header::SEC_WEBSOCKET_KEY) {
        true => alpaca::listen(state, request.into_parts().0).await,
        false => next.run(request).await,
    }
}
