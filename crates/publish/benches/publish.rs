//! A story to its page, and fifty of them to each feed.

use divan::{Bencher, black_box};
use wiredesk_model::jiff::Timestamp;
use wiredesk_model::{
    Byline, Evidence, Publication, PublicationKind, Report, ReportId, Section, SectionKind,
    Sentence, Span, Story, StoryId,
};
use wiredesk_publish::page::{lists, story};
use wiredesk_publish::{Edition, House, Sources, feed};

fn main() {
    divan::main();
}

fn house() -> House {
    House {
        name: "The Example".into(),
        tagline: "News".into(),
        base: "https://desk.example".into(),
        ..House::default()
    }
}

/// A story of 16 sentences on 8 reports.
fn edition(id: u64) -> (Edition, Sources) {
    let words = "The convoy of forty ships left the harbour on Monday, the minister said.";
    let text = format!("{words} {}", "Nobody else had been told of it. ".repeat(60));
    let name = |n: usize| ReportId::new(format!("report-{n}"));
    let sentence = |n: usize| {
        let span = Span::new(0, words.len());
        Sentence::bound(words, vec![Evidence { report: name(n % 8), span }])
    };
    let report = |n: usize| {
        let mut report = Report::new(name(n), text.clone());
        report.source = Some(format!("Outlet {n}"));
        report.url = Some(format!("https://outlet-{n}.example/a?b=c&d=e"));
        report.title = Some("Convoy leaves".into());
        (name(n), report)
    };
    let section = |kind| Section::new(kind, (0..7).map(sentence).collect());
    let story = Story {
        headline: sentence(0),
        lede: vec![sentence(1)],
        sections: vec![section(SectionKind::WhatHappened), section(SectionKind::WhyItMatters)],
        image: None,
        see_also: Vec::new(),
        channels: vec!["World".into()],
        tags: vec!["Ships".into(), "Harbours".into()],
        tickers: Vec::new(),
        storyline: None,
        as_of: None,
        byline: Byline { signed_by: Some("Ann Ode".into()), ..Byline::default() },
    };
    let log = vec![Publication {
        seq: id,
        at: Timestamp::UNIX_EPOCH,
        kind: PublicationKind::Published,
        story: StoryId(id),
        version: 1,
        note: None,
        by: "Ann Ode".into(),
    }];
    (Edition { id: StoryId(id), version: 1, story, log }, (0..8).map(report).collect())
}

#[divan::bench]
fn story_page(bencher: Bencher<'_, '_>) {
    let ((edition, sources), house) = (edition(1), house());
    bencher.bench(|| story::story(black_box(&edition), &sources, &house, &[], 1));
}

#[divan::bench]
fn front_page_of_30(bencher: Bencher<'_, '_>) {
    let cards: Vec<_> = (0..30).map(|n| lists::Card::of(&edition(n).0)).collect();
    let house = house();
    bencher.bench(|| lists::front(&house, &[], black_box(&cards)));
}

#[divan::bench]
fn atom_of_50(bencher: Bencher<'_, '_>) {
    let entries: Vec<_> = (0..50).map(|n| feed::Entry::of(&edition(n).0)).collect();
    let house = house();
    let whole = feed::Channel::whole(&house, "/feed.atom");
    bencher.bench(|| feed::atom::atom(&house, &whole, black_box(&entries)));
}
