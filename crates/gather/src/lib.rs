//! The web: polite fetching, robots, pacing, private-address guard.
//!
//! [`Gatherer::fetch`] is the only way out. It looks at every address before it is connected to
//! ([`guard`]), follows redirects itself so that each hop is looked at again, asks `robots.txt`
//! ([`robots`]), keeps one request at a time and a pause for each host ([`pace`]), and bounds
//! bytes and time ([`Settings`]). A stream of a server that the user named is read by [`stream`]; an
//! endpoint that the operator named is asked by [`chat`]. When to come back after a failure is [`backoff`].

mod backoff;
pub mod chat;
mod error;
mod fetch;
pub mod guard;
mod pace;
pub mod robots;
mod settings;
pub mod stream;

pub use backoff::backoff;
pub use error::Error;
pub use fetch::{Fetched, Gatherer, Outcome, Request};
pub use settings::Settings;
