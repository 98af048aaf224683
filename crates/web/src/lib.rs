//! The pages and the APIs: the only crate that names axum.
//!
//! [`AppState`] holds the parts, [`router`] has every address, [`serve`] runs it. Handlers are thin:
//! they read a request, call `flow`, `store` or `publish`, and answer. `auth/` knows who asks,
//! `desk/` is the editors' place, `site/` the readers'. `guard` has what holds for every answer
//! (headers, bounds of size, time and number, panics), `limits` the bounds.
//!
//! Room is kept for `api/` (news APIs) and `stream/`: their routes are merged in [`router`], beside
//! the site's, and take what they need from [`AppState`].

mod assets;
mod auth;
mod desk;
mod error;
mod guard;
pub mod limits;
mod site;
mod state;

pub use error::Error;
pub use state::{AppState, Find, Parts};

use axum::Router;
use std::future::Future;
use std::net::SocketAddr;
use tokio::net::TcpListener;

/// Every address of the program.
pub fn router(state: AppState) -> Router {
    let readers = site::routes().layer(guard::compressed());
    let editors = desk::routes().merge(auth::routes());
    let all = readers.merge(editors).merge(assets::routes());
    guard::around(all, &state).with_state(state)
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
    let service = router(state).into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, service).with_graceful_shutdown(shutdown).await
}
