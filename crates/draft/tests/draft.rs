//! The default drafter on a small wire of invented outlets.

use proptest::prelude::*;
use wiredesk_draft::{DraftInput, Error, Settings, Shelf, draft};
use wiredesk_model::{
    Change, ChangeRule, Published, Read, Reading, Report, SectionKind, Story, Verdict, Want,
};
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
fn a_line_that_is_too_long_for_the_limit_is_clipped_and_says_so() {
    let long = "The river broke its banks near the old mill of Lund on Saturday and drove 280 people \
                from their homes, which had been built without a permit in the years after the war \
                when nobody asked where the water had gone in the wet winters of the century before.";
    let (one, other) = (Report::new("a".into(), long), Report::new("b".into(), long));
    let reading = Reading::default();
    let shelf = Shelf::new([(&one, &reading), (&other, &reading)]);
    let limited = Settings { max_words: Some(20), ..Settings::default() };
    let story = draft(DraftInput::new(&shelf), &limited).expect("a draft");
    let wanted = "The river broke its banks near the old mill of Lund on Saturday and drove 280 \
                  people from their homes.";
    assert_eq!(story.lede[0].text(), wanted);
    assert_eq!(story.lede[0].changes.last().map(|c| c.rule), Some(ChangeRule::Clause));
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

#[test]
fn a_story_is_of_a_day_and_its_headline_is_the_news_without_a_full_stop() {
    let told = "Halden Dairy called back 31,000 folding cots on Tuesday because their legs can break, \
                the safety office said. The cots were sold at Vik shops for about $45.";
    let wire = [
        report("a", "Coast Wire", "2025-03-04T09:30:00Z", "Cots called back in Norra.", told),
        report(
            "b",
            "Inland Post",
            "2025-03-04T10:30:00Z",
            "Cots",
            "Halden Dairy said on Tuesday that it called back 43,000 folding cots because their legs \
             can break.",
        ),
    ];
    let story = drafted(&wire, &Settings::default());
    assert_eq!(story.as_of, Published::parse("2025-03-04"));
    let headline = story.headline.text();
    assert!(!headline.ends_with('.') && !headline.contains("sold at Vik"), "{headline}");
    assert!(!story.lede[0].text().contains("sold at Vik"), "{}", story.lede[0].text());
}

#[test]
fn a_person_has_the_full_name_first() {
    let wire = [report(
        "a",
        "Coast Wire",
        "2025-03-04",
        "Dam will hold, minister says",
        "The dam will hold, Holm told reporters in Ostby on Tuesday after talks with the engineers. \
         Water Minister Petra Holm flew to the Lund valley on Monday to see the dam.",
    )];
    let story = drafted(&wire, &Settings::default());
    let told = "The dam will hold, Petra Holm told reporters";
    assert!(story.lede[0].text().starts_with(told), "{}", story.lede[0].text());
    assert_made_as_listed(&story, &wire);
}

#[test]
fn figures_that_differ_are_told_as_low_best_and_high() {
    let flood = |id: &str, outlet: &str, text: &str| {
        report(id, outlet, "2024-09-15", "Flood from Ask dam drives hundreds from homes", text)
    };
    let wire = [
        flood(
            "a",
            "Harbour Post",
            "Water from the Ask dam flooded the Lund valley on Saturday and drove 300 people from \
             their homes, Water Minister Petra Holm said.",
        ),
        flood(
            "b",
            "The Lund Gazette",
            "A flood from the Ask dam forced 450 people in the Lund valley out of their homes, the \
             mayor's office said on Saturday.",
        ),
        flood(
            "c",
            "Inland Courier",
            "The fire brigade counted 380 people driven from homes in the Lund valley after the Ask dam \
             flooded it.",
        ),
        flood(
            "d",
            "Fjord Wire",
            "Flooding below the Ask dam has driven 380 people of the Lund valley from their homes, \
             according to the Red Cross.",
        ),
    ];
    let story = drafted(&wire, &Settings::default());
    let disputed = section(&story, SectionKind::Disputed);
    let told = "Figures range from 300 people (Harbour Post) to 450 people (The Lund Gazette); most \
                often reported: 380 people (Inland Courier, Fjord Wire).";
    assert!(disputed.contains(told), "{disputed}");
}

#[test]
fn results_are_told_in_the_form_they_are_always_told() {
    let wire = [report(
        "a",
        "Market Wire",
        "2024-08-01",
        "Apple tops estimates",
        "Apple reported second-quarter earnings of $1.40 per share, which beat the analyst consensus \
         estimate of $1.35 by 3.7 percent. Revenue of $85.8 billion rose 5 percent from a year ago. \
         Shares closed at $218.36 on Thursday, up 1 percent.",
    )];
    let story = drafted(&wire, &Settings::default());
    assert_eq!(
        story.lede[0].text(),
        "Apple reported second-quarter earnings of $1.40 per share, against an estimate of $1.35, \
         and revenue of $85.8 billion."
    );
    assert_eq!(
        story.headline.text(),
        "Apple reports second-quarter earnings of $1.40 per share, revenue of $85.8 billion"
    );
    assert!(section(&story, SectionKind::PriceAction).contains("$218.36"));
}

/// Every sentence is verbatim, or what its listed changes make of the first words it stands on.
fn assert_made_as_listed(story: &Story, reports: &[Report]) {
    for sentence in story.sentences().filter(|s| !s.evidence().is_empty()) {
        let first = &sentence.evidence()[0];
        let report = reports.iter().find(|r| r.id == first.report).expect("a report at hand");
        let told = first.span.of(&report.text).expect("a span of it");
        let made = Change::replay(told, &sentence.changes);
        assert_eq!(made.as_deref(), Some(sentence.text()), "{told:?}: {:?}", sentence.changes);
        let whole = [ChangeRule::Template, ChangeRule::Title, ChangeRule::Headline];
        if !sentence.changes.iter().any(|c| whole.contains(&c.rule)) {
            // What is left of the report's words is most of them.
            let put: usize = sentence.changes.iter().map(|c| c.out.len()).sum();
            assert!(put < told.len(), "{told}: {:?}", sentence.changes);
        }
    }
}

#[test]
fn each_sentence_is_verbatim_or_made_by_listed_changes() {
    let wire = wire();
    for max_words in [None, Some(40), Some(80)] {
        let story = drafted(&wire, &Settings { max_words, ..Settings::default() });
        assert_made_as_listed(&story, &wire);
        for one in &wire {
            let one = std::slice::from_ref(one);
            let story = drafted(one, &Settings { max_words, ..Settings::default() });
            assert_made_as_listed(&story, one);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_reports_give_sentences_made_as_listed(seeds in proptest::collection::vec(sentence(), 1..14)) {
        let reader = Reader::shipped();
        let reports: Vec<Report> = seeds
            .chunks(4)
            .enumerate()
            .map(|(n, lines)| {
                let id = format!("r{n}");
                let day = format!("2024-09-1{}", n + 3);
                report(&id, "Harbour Post", &day, &lines[0], &lines.join("\n\n"))
            })
            .collect();
        let readings: Vec<Reading> = reports.iter().map(|r| reader.read(r, Want::ALL)).collect();
        let shelf = Shelf::new(reports.iter().zip(&readings));
        if let Ok(story) = draft(DraftInput::new(&shelf), &Settings::default()) {
            assert_made_as_listed(&story, &reports);
        }
    }
}

/// News sentences with what the drafter changes: links, dangling words, weekdays, pronouns, datelines.
fn sentence() -> impl Strategy<Value = String> {
    let open =
        ["", "Meanwhile, ", "But ", "OSTBY, Sept 14 (Reuters) - ", "On Friday, ", "“Never,” "];
    let who =
        ["Minister Petra Holm", "He", "The army of Norra", "She", "Ilmo Airlines", "Éva Kiss"];
    let did = ["said that", "also told reporters that", "has also found that", "reported that"];
    let what = [
        "the dam flooded the Lund valley on Saturday",
        "300 people left their homes last month",
        "shares fell 12% to $5.40 on Tuesday",
        "his brother “knew of it” since June",
        "the vote of May 12 was void",
    ];
    let pick = |list: &[&str]| {
        proptest::sample::select(list.iter().map(|s| (*s).to_owned()).collect::<Vec<_>>())
    };
    (pick(&open), pick(&who), pick(&did), pick(&what))
        .prop_map(|(open, who, did, what)| format!("{open}{who} {did} {what}."))
}
