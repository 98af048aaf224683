//! Alerts: each person's queries, watchlists and deliveries, tried on the archive; what was sent;
//! how long it took. `pages` shows, `forms` changes, `log` has what was sent, `metrics` the times.
//! Everything works without scripts.

mod forms;
mod log;
mod metrics;
mod pages;

use axum::Router;
use axum::routing::{get, post};

use crate::{AppState, Error};
use wiredesk_flow::alerts::keeping::Refused;

pub(crate) fn routes() -> Router<AppState> {
    Router::new()
        .route("/alerts", get(pages::all))
        .route("/alerts/queries", post(forms::add_query))
        .route("/alerts/queries/{id}", post(forms::change_query))
        .route("/alerts/watchlists", post(forms::put_watchlist))
        .route("/alerts/targets", post(forms::add_target))
        .route("/alerts/targets/{id}", post(forms::change_target))
        .route("/alerts/log", get(log::page))
        .route("/alerts/log/{id}", post(log::again))
        .route("/alerts/times", get(metrics::page))
        .route("/alerts/stop/{token}", get(log::stop_page).post(log::stop))
        .route("/metrics", get(metrics::prometheus))
}

impl From<Refused> for Error {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::Words(words) => Self::Form(words),
            Refused::Store(error) => Self::Store(error),
        }
    }
}
