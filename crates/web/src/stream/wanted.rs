//! Which entries a line wants.

use std::collections::BTreeSet;
use std::sync::Arc;

use wiredesk_alert::{Index, Limits, Name, Query, Scratch, Story as Told};

use super::entry::Entry;
use super::tape::{Stands, Tape};

/// A filter: each list means *any of these*, and all that is given must hold, of what is told now or
/// of what was told of the story before.
#[derive(Debug, Default)]
pub(crate) struct Wanted {
    tickers: BTreeSet<String>,
    channels: BTreeSet<String>,
    query: Option<Asked>,
}

#[derive(Debug)]
struct Asked {
    query: Query,
    stands: Stands,
}

impl Wanted {
    /// A filter without a query.
    pub fn of(tickers: &[String], channels: &[String]) -> Self {
        let fold = |names: &[String]| names.iter().map(|n| folded(n)).collect();
        Self { tickers: fold(tickers), channels: fold(channels), query: None }
    }

    /// With a query in the language of alerts besides.
    ///
    /// # Errors
    /// What is wrong with it, and where.
    pub fn asking(self, tape: &Arc<Tape>, query: &str) -> Result<Self, String> {
        let query = Query::parse(query, &Limits::default()).map_err(|e| e.to_string())?;
        let stands = tape.stand(&query);
        Ok(Self { query: Some(Asked { query, stands }), ..self })
    }

    /// Whether a line wants it.
    pub fn takes(&self, entry: &Entry) -> bool {
        self.named(entry) && self.query.as_ref().is_none_or(|asked| asked.fires(entry))
    }

    fn named(&self, entry: &Entry) -> bool {
        if self.tickers.is_empty() && self.channels.is_empty() {
            return true;
        }
        let has = |told: &Told, name: Name, names: &BTreeSet<String>| {
            let mut of_it = told.names.iter().filter(|(n, _)| *n == name);
            names.is_empty() || of_it.any(|(_, value)| names.contains(&folded(value)))
        };
        let any = |told| {
            has(told, Name::Ticker, &self.tickers) && has(told, Name::Channel, &self.channels)
        };
        entry.tellings.iter().any(any)
    }
}

impl Asked {
    fn fires(&self, entry: &Entry) -> bool {
        if let Some(fired) = entry.fired.as_ref().filter(|_| entry.log.seq > self.stands.since) {
            return fired.binary_search(&self.stands.id).is_ok();
        }
        // Read again from the store, or older than the query: it is tested alone.
        let mut index = Index::default();
        index.add(0, &self.query);
        let mut scratch = Scratch::default();
        entry.tellings.iter().any(|told| !index.match_story(told, &mut scratch).is_empty())
    }
}

fn folded(name: &str) -> String {
    name.trim().to_lowercase()
}
