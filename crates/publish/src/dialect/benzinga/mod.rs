//! Benzinga: news ([`news`]), its streams and webhooks ([`event`]), the TCP feed ([`tcp`]), analysts'
//! ratings and their consensus ([`rating`]), why-is-it-moving items ([`wiim`]), and JSON turned into
//! their XML ([`xml`]). The keys, their order and their types are theirs: see each file for which
//! client breaks without it.

pub mod event;
pub mod news;
pub mod rating;
pub mod tcp;
pub mod wiim;
pub mod xml;
