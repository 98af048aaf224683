//! Readings to storylines and claims, in the store.
//!
//! The stage is a cursor over the reports in their order of arrival. A crash anywhere is mended by
//! running it again: the same reports get the same storylines and claims, and rows are replaced.

use crate::{Error, limits};
use rayon::prelude::*;
use std::collections::BTreeSet;
use wiredesk_model::jiff::tz::TimeZone;
use wiredesk_model::{Published, Rating, Read, Reading, StorylineId, Want};
use wiredesk_store::{Kept, NewRating, Store};
use wiredesk_story::{Settings, Storylines};

/// The name of this stage's cursor in the store.
pub const CURSOR: &str = "threading";

/// Storylines as they grow. Holds what is needed to place the next report.
#[derive(Debug)]
pub struct Threading {
    storylines: Storylines,
    /// Every report up to this number is in `storylines`.
    placed: u64,
}

/// What one batch did.
#[derive(Debug)]
pub struct Placed {
    /// Reports placed.
    pub reports: usize,
    /// Storylines that have a report they did not have before.
    pub grown: BTreeSet<StorylineId>,
}

impl Threading {
    /// Takes up where the store's cursor stands, by placing the remembered reports again.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn resume(store: &Store, reader: &dyn Read) -> Result<Self, Error> {
        let done = store.cursor(CURSOR)?;
        let settings =
            Settings { reports_max: limits::REMEMBERED_REPORTS_MAX, ..Settings::default() };
        let from = done.saturating_sub(limits::REMEMBERED_REPORTS_MAX as u64);
        let mut threading = Self { storylines: Storylines::new(settings), placed: from };
        while threading.placed < done {
            let kept = store.reports_after(threading.placed, limits::BATCH_REPORTS)?;
            let Some(last) = kept.last() else { break };
            threading.placed = last.seq;
            let readings = read_all(reader, &kept, named());
            for (kept, reading) in kept.iter().zip(&readings).filter(|(k, _)| k.seq <= done) {
                threading.storylines.add(&kept.report, Some(reading));
            }
        }
        threading.placed = threading.placed.min(done);
        Ok(threading)
    }

    /// Places the next batch of reports and keeps their claims; `None` when no report waits.
    ///
    /// # Errors
    /// When the store cannot be read or written.
    pub fn advance(&mut self, store: &Store, reader: &dyn Read) -> Result<Option<Placed>, Error> {
        let kept = store.reports_after(self.placed, limits::BATCH_REPORTS)?;
        let Some((last, last_received)) = kept.last().map(|k| (k.seq, k.received_at)) else {
            return Ok(None);
        };
        let readings = read_all(reader, &kept, Want::ALL);
        let mut claims = Vec::with_capacity(kept.len());
        let mut assignments = Vec::with_capacity(kept.len());
        for (kept, reading) in kept.iter().zip(&readings) {
            assignments.push(self.storylines.add(&kept.report, Some(reading)));
            let found = wiredesk_ledger::claims(&kept.report, reading);
            claims.push((kept.report.id.clone(), found));
        }
        assignments.extend(self.storylines.changed());
        let grown = assignments.iter().map(|a| a.storyline.clone()).collect();
        store.assign(assignments)?;
        store.put_claims(&claims)?;
        let ratings: Vec<NewRating> =
            kept.iter().zip(&readings).flat_map(|(kept, reading)| ratings(kept, reading)).collect();
        if !ratings.is_empty() {
            store.rate(ratings, last_received)?;
        }
        store.advance(CURSOR, last)?;
        self.placed = last;
        Ok(Some(Placed { reports: kept.len(), grown }))
    }
}

/// The dated happenings of a storyline in the order they took place, from its originals.
///
/// # Errors
/// When the store cannot be read.
pub fn moments(
    store: &Store,
    reader: &dyn Read,
    line: &wiredesk_model::Storyline,
) -> Result<Vec<wiredesk_story::timeline::Moment>, Error> {
    let originals = line.reports.iter().filter(|a| a.duplicate_of.is_none()).map(|a| &a.report);
    let kept = store.reports(originals.take(limits::TIMELINE_REPORTS_MAX))?;
    let want = Want { dates: true, events: true, entities: true, ..Want::SENTENCES };
    let readings = read_all(reader, &kept, want);
    let pairs: Vec<_> = kept.iter().zip(&readings).map(|(k, r)| (&k.report, r)).collect();
    Ok(wiredesk_story::timeline::timeline(&pairs))
}

/// The analysts' ratings that a report tells, dated as it is. One that names no company is told of
/// nobody, and one without a firm by nobody: neither is kept.
fn ratings(kept: &Kept, reading: &Reading) -> Vec<NewRating> {
    let received = || Published::at(&kept.received_at.to_zoned(TimeZone::UTC));
    let Some(date) = kept.report.published.clone().or_else(received) else { return Vec::new() };
    let whole = |r: &&Rating| r.firm.is_some() && (r.ticker.is_some() || r.company.is_some());
    let told = reading.ratings.iter().filter(whole);
    told.map(|rating| NewRating {
        rating: rating.clone(),
        date: date.clone(),
        importance: 0,
        notes: None,
        origin: kept.report.id.to_string(),
    })
    .collect()
}

/// What placing a report needs of its reading.
fn named() -> Want {
    Want { entities: true, ..Want::SENTENCES }
}

fn read_all(reader: &dyn Read, kept: &[Kept], want: Want) -> Vec<Reading> {
    kept.par_iter().map(|k| reader.read(&k.report, want)).collect()
}
