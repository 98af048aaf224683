//! The default drafter on a small wire of invented outlets.

use wiredesk_draft::{DraftInput, Error, Settings, Shelf, draft};
use wiredesk_model::{Published, Read, Reading, Report, SectionKind, Story, Verdict, Want};
use wiredesk_read::Reader;

fn report(id: &str, source: &str, published: &str, title: &str, text: &str) -> Report {
    let mut report = Report::new(id.into(), text);
    report.source = Some(source.to_owned());
    report.title = Some(title.to_owned());
    report.published = Published::parse(published);
    report
}

/// A dam, a vote on it, and who says what about it.
fn wire() -> Vec<Report> {
    vec![
        report(
            "a",
            "Fjord Wire",
            "2024-05-12",
            "Norra parliament votes to build Ask dam",
            "OSTBY, May 12 - Norra's parliament voted on Sunday to build a dam on the river Ask.\n\n\
             The vote was 61 to 38.",
        ),
        report(
            "b",
            "Harbour Post",
            "2024-09-15",
            "Ask dam floods valley in Norra, minister says",
            "OSTBY, Sept 15 - Water from the new Ask dam flooded the Lund valley in Norra on Saturday \
             and drove 300 people from their homes, Water Minister Petra Holm said.\n\n\
             \"Nobody warned these people and nobody opened the gates in time,\" Holm said.\n\n\
             Meanwhile, the army also sent 20 boats to the valley. The dam cost 400 million crowns.",
        ),
        report(
            "c",
            "The Lund Gazette",
            "2024-09-15",
            "Flood from Ask dam drives hundreds from homes",
            "LUND - A flood from the Ask dam drove 450 people from their homes in the Lund valley of \
             Norra on Saturday, the mayor's office said.\n\nThe army sent boats to the Lund valley.",
        ),
        report(
            "d",
            "Inland Courier",
            "2024-09-16",
            "Norra army brings boats to flooded valley",
            "The army of Norra has brought boats to the Lund valley after water from the Ask dam \
             flooded it. Farmers said that the flood spoiled the hay of the whole year.",
        ),
    ]
}

fn drafted(reports: &[Report], settings: &Settings) -> Story {
    let reader = Reader::shipped();
    let readings: Vec<Reading> = reports.iter().map(|r| reader.read(r, Want::ALL)).collect();
    let shelf = Shelf::new(reports.iter().zip(&readings));
    draft(DraftInput::new(&shelf), settings).expect("a draft")
}

fn section(story: &Story, kind: SectionKind) -> String {
    let found = story.sections.iter().filter(|s| s.kind == kind).flat_map(|s| &s.sentences);
    found.map(|s| s.text()).collect::<Vec<_>>().join(" ")
}

#[test]
fn every_sentence_of_a_draft_is_supported_and_no_section_is_empty() {
    let story = drafted(&wire(), &Settings::default());
    assert!(story.headline.text().chars().count() <= 90);
    assert!(!story.lede.is_empty());
    for sentence in story.sentences() {
        let check = sentence.check.as_ref().expect("checked");
        assert_eq!(check.verdict, Verdict::Supported, "{}: {:?}", sentence.text(), check.findings);
        assert!(!sentence.evidence().is_empty());
    }
    assert!(story.sections.iter().all(|s| !s.sentences.is_empty()));
    assert!(story.byline.sources.contains(&"Harbour Post".to_owned()));
}

#[test]
fn contradicting_reports_are_both_told_with_who_says_so() {
    let story = drafted(&wire(), &Settings::default());
    let disputed = section(&story, SectionKind::Disputed);
    assert!(disputed.contains("300 people") && disputed.contains("450 people"), "{disputed}");
    let happened = section(&story, SectionKind::WhatHappened);
    assert!(!happened.contains("450 people"), "{happened}");
}

#[test]
fn the_quote_is_verbatim_and_the_background_has_its_date() {
    let story = drafted(&wire(), &Settings::default());
    let happened = section(&story, SectionKind::WhatHappened);
    assert!(
        happened.contains("\"Nobody warned these people and nobody opened the gates in time,\"")
    );
    let matters = section(&story, SectionKind::WhyItMatters);
    assert!(matters.contains("voted on May 12 to build a dam"), "{matters}");
}

#[test]
fn a_limit_of_words_is_kept() {
    let limited = Settings { max_words: Some(40), ..Settings::default() };
    let story = drafted(&wire(), &limited);
    let words: usize = story.sentences().skip(1).map(|s| s.text().split_whitespace().count()).sum();
    assert!((10..=40).contains(&words), "{words}");
}

#[test]
fn the_same_reports_give_the_same_draft() {
    let (a, b) = (drafted(&wire(), &Settings::default()), drafted(&wire(), &Settings::default()));
    assert_eq!(a, b);
}

#[test]
fn nothing_to_tell_is_said_so() {
    let shelf = Shelf::new([]);
    let nothing = draft(DraftInput::new(&shelf), &Settings::default());
    assert_eq!(nothing.expect_err("no story"), Error::NoReports);
    let (empty, reading) = (Report::new("e".into(), "Photo: nobody"), Reading::default());
    let shelf = Shelf::new([(&empty, &reading)]);
    let nothing = draft(DraftInput::new(&shelf), &Settings::default());
    assert_eq!(nothing.expect_err("no story"), Error::NothingToTell);
}
