use crate::{Lexicon, Reader};
use proptest::prelude::*;
use std::sync::LazyLock;
use wiredesk_model::{Mention, Read, Reading, Report, ReportId, Want};

static READER: LazyLock<Reader> = LazyLock::new(Reader::shipped);
const ENTITIES: Want = Want { entities: true, ..Want::SENTENCES };

fn read(text: &str) -> Reading {
    READER.read(&Report::new(ReportId::from("r"), text), ENTITIES)
}

fn told(text: &str, mention: &Mention) -> String {
    let id = mention.id.as_ref().map_or("?", |id| id.as_str());
    format!("{}={id}", mention.span.of(text).expect("slices"))
}

/// Every expected `words=id` (or `words=?`) is found, in order; others may be found between.
fn check(text: &str, expected: &[&str]) {
    let found: Vec<String> = read(text).entities.iter().map(|m| told(text, m)).collect();
    let mut rest = found.iter();
    for want in expected {
        assert!(rest.any(|f| f == want), "{text}\nwanted {want}\nfound {found:?}");
    }
}

fn absent(text: &str, id: &str) {
    let reading = read(text);
    let found = reading.entities.iter().any(|m| m.id.as_ref().is_some_and(|i| i.as_str() == id));
    assert!(!found, "{text}: {id}");
}

#[test]
fn grades_of_analysts_are_no_names() {
    let text = "Citi downgraded Oracle to Hold from Buy. UBS cut Equinor to Sell, and rates Shell Overweight.";
    let names: Vec<String> = read(text).entities.iter().map(|m| told(text, m)).collect();
    let grade = |n: &String| ["Hold", "Buy", "Sell", "Overweight"].iter().any(|g| n.starts_with(g));
    assert!(!names.iter().any(grade), "{names:?}");
}

#[test]
fn initials_mean_the_long_name_before_them() {
    check(
        "The Rapid Support Forces fought in Sudan. The RSF denied that.",
        &["Rapid Support Forces=org:rsf-sudan", "RSF=org:rsf-sudan"],
    );
    check("Journalists were jailed, the RSF said.", &["RSF=org:rsf"]);
}

#[test]
fn countries_their_people_and_their_seats() {
    check("North Korea sent shells to Russia.", &["North Korea=country:PRK", "Russia=country:RUS"]);
    check("Russian troops left the U.S. base.", &["Russian=country:RUS", "U.S.=country:USA"]);
    check(
        "The Kremlin denied it. Pyongyang said so.",
        &["Kremlin=country:RUS", "Pyongyang=country:PRK"],
    );
    check("He flew to Pyongyang on Monday.", &["Pyongyang=place:pyongyang"]);
    check("The UK and the UAE agreed.", &["UK=country:GBR", "UAE=country:ARE"]);
    absent("Let us go. It is who we are.", "country:USA");
}

#[test]
fn people_are_one_through_the_report() {
    check(
        "Kyrylo Budanov spoke in Kyiv. Mr. Budanov was clear. Budanov said so.",
        &[
            "Kyrylo Budanov=person:kyrylo-budanov",
            "Budanov=person:kyrylo-budanov",
            "Budanov=person:kyrylo-budanov",
        ],
    );
    check(
        "Daniel Montalvo, 19, was arrested. Montalvo had left.",
        &["Daniel Montalvo=person:daniel-montalvo", "Montalvo=person:daniel-montalvo"],
    );
    check(
        "President Vladimir Putin met Xi Jinping.",
        &["Vladimir Putin=person:vladimir-putin", "Xi Jinping=person:xi-jinping"],
    );
}

#[test]
fn namesakes_are_told_and_not_guessed() {
    let text = "John Adler met Mary Adler. Adler smiled.";
    let reading = read(text);
    let last = reading.entities.last().expect("a mention");
    assert_eq!(last.id, None);
    assert_eq!(last.candidates.len(), 2);
}

#[test]
fn roles_stand_beside_names() {
    let check = |text: &str, name: &str, role: &str| {
        let reading = read(text);
        let mention = reading.entities.iter().find(|m| m.span.of(text) == Some(name));
        assert_eq!(mention.and_then(|m| m.role.as_deref()), Some(role), "{text}");
    };
    check(
        "Ukraine's military intelligence chief Kyrylo Budanov spoke.",
        "Kyrylo Budanov",
        "Ukraine's military intelligence chief",
    );
    check("Jane Doering, the head of the agency, left.", "Jane Doering", "head of the agency");
}

#[test]
fn companies_are_not_taken_for_words() {
    check(
        "Shares of Apple rose after Apple Inc. reported.",
        &["Apple=company:AAPL", "Apple Inc.=company:AAPL"],
    );
    check(
        "Microsoft and Goldman Sachs agreed.",
        &["Microsoft=company:MSFT", "Goldman Sachs=company:GS"],
    );
    absent("Apple Records released the album.", "company:AAPL");
    absent("Target the weakest first.", "company:TGT");
    absent("Visa applications were refused.", "company:V");
    absent("Harrison Ford smiled.", "company:F");
}

#[test]
fn unknown_names_by_their_words() {
    let check = |text: &str, words: &str, kind: &str| {
        let reading = read(text);
        let found: Vec<_> =
            reading.entities.iter().map(|m| (m.span.of(text), m.kind.as_str())).collect();
        assert!(found.contains(&(Some(words), kind)), "{text}: {found:?}");
    };
    check("He works at the University of Wollombi.", "University of Wollombi", "organization");
    check("They crossed the Wombat River.", "Wombat River", "place");
    check("Zork Industries Ltd. fell.", "Zork Industries Ltd.", "company");
    check("The Zambezi Workers Party (ZWP) won. The ZWP cheered.", "ZWP", "organization");
    check("She lives in Mansfield, Texas.", "Mansfield", "place");
}

#[test]
fn hostile_text_is_read() {
    for text in ["A ".repeat(50_000), "John Smith ".repeat(20_000), "\"'s-&".repeat(20_000)] {
        read(&text);
    }
}

#[test]
fn an_empty_lexicon_reads_too() {
    let reader = Reader::new(Lexicon::empty());
    let report = Report::new(ReportId::from("r"), "Kyrylo Budanov spoke in Kyiv.");
    assert!(!reader.read(&report, ENTITIES).entities.is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn mentions_slice_and_are_sorted(text in "(\\PC|[A-Z][a-z]{0,5}|[.'’&\n ]|Putin|U\\.S\\.|the |of ){0,80}") {
        let mut end = 0;
        for mention in read(&text).entities {
            prop_assert!(mention.span.start >= end);
            prop_assert!(mention.span.of(&text).is_some_and(|w| !w.is_empty()));
            end = mention.span.end;
        }
    }
}
