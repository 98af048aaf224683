//! A store and nothing behind it: what a server is made of when no reading, checking or search is
//! asked of it. For the tests here, and the examples that measure.

use std::sync::Arc;

use wiredesk_flow::desk::{Checker, Desk};
use wiredesk_flow::ledger::Books;
use wiredesk_model::jiff::Timestamp;
use wiredesk_model::{Evidence, Read, Reading, Report, ReportId, Story, StoryId, Want};
use wiredesk_publish::House;
use wiredesk_read::{Lexicon, Reader};
use wiredesk_store::Store;
use wiredesk_web::{Find, Parts};

/// A checker that finds no fault, a reader that reads nothing, a search that finds nothing.
pub struct Nothing;

impl Checker for Nothing {
    fn check(&self, _: &mut Story, _: &[Report]) {}

    fn find(&self, _: &str, _: &[Report]) -> Vec<Evidence> {
        Vec::new()
    }
}

impl Read for Nothing {
    fn read(&self, _: &Report, _: Want) -> Reading {
        Reading::default()
    }
}

impl Find for Nothing {
    fn stories(&self, _: &str, _: usize) -> Result<Vec<StoryId>, String> {
        Ok(Vec::new())
    }

    fn reports(&self, _: &str, _: usize) -> Result<Vec<ReportId>, String> {
        Ok(Vec::new())
    }
}

/// The parts of a server over the store alone.
pub fn parts(store: &Store, now: fn() -> Timestamp) -> Parts {
    let reader = Arc::new(Reader::new(Lexicon::empty()));
    Parts {
        desk: Desk::new(store.clone(), Arc::new(Nothing)),
        store: store.clone(),
        find: Arc::new(Nothing),
        reader: Arc::new(Nothing),
        books: Arc::new(Books::new(store.clone(), reader)),
        house: House { base: "http://desk.example".into(), ..House::default() },
        pictures: Vec::new(),
        now,
    }
}
