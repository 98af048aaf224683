//! The pages and the APIs: the only crate that names axum.
//!
//! [`AppState`] holds the parts, [`router`] has every address, [`serve`] runs it. Handlers are thin:
//! they read a request, call `flow`, `store` or `publish`, and answer. `auth/` knows who asks,
//! `desk/` is the editors' place, `site/` the readers'. `guard` has what holds for every answer
//! (headers, bounds of size, time and number, panics), `limits` the bounds.
//!
//! `api/` has the news APIs, which have a guard of their own (`api::gate`), `stream/` the lines that
//! stay open: their routes are merged in [`router`], beside the site's, and take what they need from
//! [`AppState`].

mod alerts;
pub mod api;
mod assets;
mod auth;
mod briefs;
mod clean;
mod desk;
mod error;
mod fresh;
mod guard;
pub mod limits;
mod listener;
mod signoff;
mod site;
mod state;
mod stream;
mod talk;
mod webhooks;

pub use auth::hash_password;
pub use error::Error;
pub use state::{AppState, AskModel, Find, Parts};

use axum::Router;
use axum::extract::{ConnectInfo, Request};
use axum::middleware::{from_fn, from_fn_with_state, map_request};
use listener::{Door, Peer};
use std::future::Future;
use tokio::net::TcpListener;

/// Every address of the program.
pub fn router(state: AppState) -> Router {
    let readers = site::routes().layer(guard::compressed());
    let staff = from_fn_with_state(state.clone(), auth::staff);
    let uploads = desk::uploads().route_layer(staff.clone());
    let editors = desk::routes()
        .route_layer(staff)
        .merge(auth::routes())
        .merge(talk::routes())
        .merge(webhooks::pages())
        .merge(signoff::routes())
        .merge(alerts::routes())
        .merge(briefs::routes());
    let all = readers.merge(editors).merge(assets::routes());
    let pages = guard::around(all, uploads, &state);
    let upgrades = from_fn_with_state(state.clone(), stream::upgrades);
    let lines = stream::routes(&state);
    let apis = api::routes(&state).merge(api::native::routes(&state));
    let all = pages.merge(lines).merge(apis);
    all.layer(upgrades).layer(from_fn(guard::untunnelled)).with_state(state)
}

/// Serves until `shutdown` is done, then lets requests that are under way end.
///
/// # Errors
/// When the listener breaks.
pub async fn serve(
    listener: TcpListener,
    state: AppState,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let known = router(state).layer(map_request(|mut request: Request| async move {
        let from = request.extensions().get::<ConnectInfo<Peer>>().map(|info| info.0.0);
        if let Some(from) = from {
            request.extensions_mut().insert(ConnectInfo(from));
        }
        request
    }));
    let service = known.into_make_service_with_connect_info::<Peer>();
    axum::serve(Door::new(listener), service).with_graceful_shutdown(shutdown).await
}

/// Serves the TCP feed; dropping it ends all of its lines.
pub async fn serve_tcp(listener: TcpListener, state: AppState) {
    stream::tcp::serve(listener, state).await;
}
