//! What is sent out: webhooks, mail, announcements to a WebSub hub.
//!
//! [`Sender::send`] tries one [`Parcel`] once and says what came of it ([`Outcome`]); it keeps
//! nothing and repeats nothing. When to try again is [`Schedule`], pure. The outbox that feeds it
//! lies in the store, and the loop between the two in `flow::delivery`.
//!
//! * [`webhook`]: a signed POST, in the Standard Webhooks or the Benzinga dialect ([`sign`]);
//!   only to the public internet unless the operator allows more, never along a redirect;
//! * [`mail`]: a message for the operator's SMTP relay;
//! * `hub`: which feeds changed, for the operator's WebSub hub.

mod error;
mod hub;
pub mod limits;
pub mod mail;
mod schedule;
mod sender;
pub mod sign;
pub mod webhook;

pub use error::Error;
pub use mail::MailSettings;
pub use schedule::Schedule;
pub use sender::{Outcome, Parcel, Sender, Settings};
