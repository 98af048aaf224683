//! One suite for the store. It speaks to `Store` only, so that another back end can be put under
//! it.

#![allow(clippy::unwrap_used)] // functions beside the tests are not seen as tests

mod archive;
mod briefs;
mod comments;
mod concurrent;
mod crash;
mod desk;
mod intake;
mod ledger;
mod lists;
mod outbox;
mod people;
mod ratings;
mod safety;

use jiff::Timestamp;
use jiff::ToSpan;
use tempfile::TempDir;
use wiredesk_model::{Report, ReportId, Sentence, Story};
use wiredesk_store::{Finished, Store};

/// A store in a folder of its own, gone with the test.
fn open() -> (TempDir, Store) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let store = Store::open(folder.path()).expect("a fresh store");
    (folder, store)
}

/// So many seconds into the tests' day.
fn at(seconds: i64) -> Timestamp {
    let start: Timestamp = "2024-09-15T08:00:00Z".parse().expect("a time");
    start + seconds.seconds()
}

fn report(title: &str, text: &str) -> Report {
    let mut report = Report::new(ReportId::new(""), text);
    report.title = Some(title.into());
    report.source = Some("Kyiv Wire".into());
    report
}

fn story(headline: &str) -> Story {
    Story {
        headline: Sentence::unsupported(headline),
        lede: Vec::new(),
        sections: Vec::new(),
        image: None,
        see_also: Vec::new(),
        channels: vec!["World".into()],
        tags: Vec::new(),
        tickers: Vec::new(),
        storyline: None,
        as_of: None,
        byline: wiredesk_model::Byline::default(),
    }
}

fn finished(title: &str, channels: &[&str], tickers: &[&str]) -> Finished {
    let own = |names: &[&str]| names.iter().map(ToString::to_string).collect();
    Finished {
        title: title.into(),
        body: format!("<p>{title}</p>"),
        author: "Desk".into(),
        channels: own(channels),
        tickers: own(tickers),
        ..Finished::default()
    }
}
