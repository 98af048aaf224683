//! Reports to readings: sentences, entities, attributions, events, dates, quantities, ratings.
//!
//! One public entry, [`Reader::read`]: a report in, a [`Reading`] out. It never fails and is
//! linear in the text. Each part is a module with one function that takes what the parts before it
//! found:
//!
//! text → [`sentences`] → [`dates`], [`quantities`] → [`entities`] (by the [`lexicon`], by shape
//! and by context) → [`attributions`] → [`events`] → [`ratings`].
//!
//! ```
//! use wiredesk_model::{Published, Read as _, Report, ReportId, Want};
//! use wiredesk_read::Reader;
//!
//! let text = "Russia attacked Kyiv on Friday, Budanov said.";
//! let mut report = Report::new(ReportId::from("r1"), text);
//! report.published = Published::parse("2024-09-15");
//! let reading = Reader::shipped().read(&report, Want::ALL);
//!
//! assert_eq!(reading.sentences.len(), 1);
//! assert_eq!(reading.entities[0].id.as_ref().unwrap().as_str(), "country:RUS");
//! assert_eq!(reading.dates[0].value, "2024-09-13");
//! let told = &reading.attributions[0];
//! assert_eq!(told.speaker.as_ref().unwrap().as_str(), "person:kyrylo-budanov");
//! assert_eq!(told.content[0].of(text), Some("Russia attacked Kyiv on Friday,"));
//! let event = &reading.events[0];
//! assert_eq!((event.root.as_str(), event.attribution), ("ASSAULT", Some(0)));
//! ```
//!
//! Words with their parts of speech and how they hang together, of one sentence:
//!
//! ```
//! use wiredesk_model::Span;
//! use wiredesk_read::{model::Model, trees::Tree};
//!
//! let text = "North Korea sent shells to Russia.";
//! let tree = Tree::new(Model::shipped(), text, Span::new(0, text.len()));
//! let sent = tree.root().unwrap();
//! assert_eq!((tree.tokens[sent].of(text), tree.upos(sent)), ("sent", "VERB"));
//! let subject = tree.child(sent, &["nsubj"]).unwrap();
//! assert_eq!(tree.span(subject).of(text), Some("North Korea"));
//! ```
//!
//! Tokens, tags, trees and statistical names ([`tokens`], [`tags`], [`trees`], [`names`], from one
//! [`model`]) are made lazily, sentence by sentence, by the parts that ask for them.

use std::sync::Arc;
use wiredesk_model::{Read, Reading, Report, Want};

pub mod attributions;
pub mod dates;
pub mod entities;
pub mod events;
pub mod lexicon;
pub mod model;
pub mod names;
pub mod quantities;
pub mod ratings;
pub mod sentences;
pub mod tags;
pub mod tokens;
pub mod trees;
pub mod words;

pub use lexicon::Lexicon;

/// Reads reports with one lexicon. Cheap to clone, and shared by all threads.
#[derive(Debug, Clone)]
pub struct Reader {
    lexicon: Arc<Lexicon>,
}

impl Reader {
    /// A reader with the lexicon and the model that are shipped.
    #[must_use]
    pub fn shipped() -> Self {
        Self::new(Lexicon::shipped())
    }

    /// A reader with another lexicon.
    #[must_use]
    pub fn new(lexicon: Lexicon) -> Self {
        Self { lexicon: Arc::new(lexicon) }
    }

    /// The lexicon it reads with.
    #[must_use]
    pub fn lexicon(&self) -> &Lexicon {
        &self.lexicon
    }
}

impl Default for Reader {
    fn default() -> Self {
        Self::shipped()
    }
}

impl Read for Reader {
    fn read(&self, report: &Report, want: Want) -> Reading {
        let text = report.text.as_str();
        let mut reading = Reading { sentences: sentences::split(text), ..Reading::default() };
        let told = want.attributions || want.events;
        if want.dates || want.quantities || told {
            reading.dates = dates::find(text, &reading.sentences, report.published.as_ref());
        }
        if want.quantities || want.events {
            reading.quantities = quantities::find(text, &reading.sentences, &reading.dates);
        }
        if want.entities || want.ratings || told {
            let words = words::scan(text, &reading.sentences, self.lexicon.vocabulary());
            reading.entities = entities::find(text, &words, &self.lexicon);
            if told {
                reading.attributions = attributions::find(text, &words, &reading, &self.lexicon);
            }
        }
        if want.events || want.ratings {
            reading.ratings = ratings::find(report, &reading, &self.lexicon);
        }
        if want.events {
            reading.events = events::find(text, &reading, &self.lexicon);
            // "Goldman cuts Ford" is no deed of one actor against another.
            let rated = ratings::rated_sentences(text, &reading);
            reading.events.retain(|e| !rated.contains(&e.sentence));
        }
        keep_wanted(&mut reading, want);
        reading
    }
}

/// Drops what was only made for another part.
fn keep_wanted(reading: &mut Reading, want: Want) {
    if !want.entities {
        reading.entities.clear();
    }
    if !want.dates {
        reading.dates.clear();
    }
    if !want.quantities {
        reading.quantities.clear();
    }
    if !want.ratings {
        reading.ratings.clear();
    }
    // An event's `attribution` counts in them, so they stay with events.
    if !want.attributions && !want.events {
        reading.attributions.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wiredesk_model::ReportId;

    #[test]
    fn an_analysts_headline_tells_no_event() {
        let text = "Goldman Sachs cuts Ford to Sell; Ukraine accuses Russia of an attack. Ukraine attacked Russia.";
        let report = Report::new(ReportId::from("r"), text);
        let reading = Reader::shipped().read(&report, Want::ALL);
        assert_eq!((reading.ratings.len(), reading.events.len()), (1, 0), "one line is one matter");
        let report =
            Report::new(ReportId::from("r"), format!("Goldman Sachs cuts Ford to Sell.\n\n{text}"));
        assert!(!Reader::shipped().read(&report, Want::ALL).events.is_empty());
    }

    #[test]
    fn parts_that_are_not_wanted_stay_empty() {
        let report = Report::new(ReportId::from("r"), "Reuters reported it on Sunday. It rained.");
        let reading = Reader::shipped().read(&report, Want::SENTENCES);
        assert_eq!(reading.sentences.len(), 2);
        assert!(reading.entities.is_empty() && reading.dates.is_empty());
        assert!(reading.attributions.is_empty() && reading.events.is_empty());
    }
}
