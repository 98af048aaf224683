//! The news APIs: our own ([`native`]) and those of clients that people already have.
//!
//! Each dialect has a file or folder of handlers that read a query, ask the store and answer with
//! the shapes of `publish::dialect`. What holds for all of them, streams too, is here: [`gate`] lets in who has a
//! token, keeps budgets, and puts refusals into the words of the dialect; [`asked`] reads queries;
//! [`token`] knows tokens and what they may; [`pages`] keeps answers until something changed. No
//! route of theirs ever redirects, and none looks at cookies.

mod alpaca;
pub(crate) mod asked;
pub(crate) mod benzinga;
mod budget;
pub(crate) mod gate;
pub mod native;
mod pages;
mod polygon;
mod ratings;
pub(crate) mod refusal;
pub mod token;
mod topics;

pub(crate) use budget::Budgets;
pub(crate) use pages::Pages;

use axum::Router;

use crate::AppState;

/// The routes of all dialects.
pub(crate) fn routes(state: &AppState) -> Router<AppState> {
    let dialects =
        benzinga::routes(state).merge(alpaca::routes(state)).merge(polygon::routes(state));
    dialects.layer(crate::guard::compressed())
}

/// What the API keeps in memory.
#[derive(Debug, Default)]
pub(crate) struct Held {
    pub budgets: Budgets,
    pub uses: token::Uses,
    pub pages: Pages,
}
