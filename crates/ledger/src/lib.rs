//! Claims to relations, rankings and disputes: who does what for whom, says who?
//!
//! [`claims()`] turns one report and its reading into claims: one for each event, rank and piece of
//! reported speech, with the voice behind it. A [`Ledger`] is filled with claims and answers:
//! [`Ledger::show`] (a relation: its happenings by stage, who says so, through whom, who disputes
//! it), [`Ledger::timeline`], and [`Ledger::rank`] (who comes first, by named measures, with an
//! interval and with every claim it stands on), [`Ledger::matrix`] (who does it for whom).
//!
//! The rules, after the trackers that people trust (SIPRI, the Kiel tracker, ACLED, UCDP): copies of
//! one wire are one origin; a source cannot confirm itself; rungs of the ladder said, ordered,
//! allocated, delivered are never compared; contested figures are low / best / high; a superseded
//! claim stays and is struck; nothing is ranked without its list of claims.
//!
//! Pure: no clock, no disk. The same claims in the same order give the same answers.
//!
//! Read on: [`claims`], then `voice`, `transfers`, `particulars`, `precedence`; then [`book`], [`acts`], [`relation`],
//! [`rank`].

pub mod acts;
pub mod book;
pub mod claims;
mod clause;
mod draw;
pub mod matrix;
mod particulars;
mod precedence;
pub mod rank;
pub mod relation;
mod status;
pub mod tellers;
mod transfers;
mod voice;
mod words;

pub use acts::{Act, ActKind, Error};
pub use book::Ledger;
pub use claims::claims;
pub use matrix::{Cell, Matrix, Partners, Sight};
pub use rank::{Compared, ExplicitRank, Measure, Question, RankRow, Ranking};
pub use relation::{Entered, Figure, Happening, Relation, Rung};
pub use tellers::{Said, Teller};
