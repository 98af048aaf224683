//! Mutants of chronology and of cause, made from dated facts: most must be found, and the sound
//! sentences beside them must pass.

use wiredesk_draft::{Checker, Setting, Shelf};
use wiredesk_model::{Evidence, FindingClass, Published, Reading, Report, Span};

/// Invented happenings: month (of 2023), day, what happened, in two wordings that stand in a text.
const FACTS: [(u8, u8, &str); 14] = [
    (1, 9, "the Tarn shipyard dismissed its chairman"),
    (2, 2, "the lower house of Norra approved the harbour law"),
    (2, 20, "a storm broke the sea wall of Lund"),
    (3, 14, "Norra recalled its ambassador from Ostia"),
    (4, 3, "the central bank of Norra raised its main rate to 5 percent"),
    (4, 27, "the miners of Vark ended their strike"),
    (5, 16, "the regulator fined Alder Telecom 40 million crowns"),
    (6, 8, "Ostia opened its northern border to trucks"),
    (6, 30, "the opposition won the town hall of Lund"),
    (7, 19, "Ostia and Norra signed a fishing treaty"),
    (8, 5, "fire destroyed the grain terminal at Vark"),
    (9, 21, "Alder Telecom sold its tower business to Brightwater"),
    (10, 11, "the navy of Norra received two patrol ships"),
    (11, 28, "a court in Ostia freed the editor of the Lund Gazette"),
];

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

fn month(fact: &(u8, u8, &str)) -> &'static str {
    MONTHS[usize::from(fact.0) - 1]
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}

/// One report for each fact, published the day after.
fn wire() -> Vec<Report> {
    FACTS
        .iter()
        .enumerate()
        .map(|(n, fact)| {
            let text =
                format!("{} on {} {}, officials said.", capital(fact.2), month(fact), fact.1);
            let mut report = Report::new(format!("r{n}").as_str().into(), text);
            report.published =
                Published::parse(&format!("2023-{:02}-{:02}", fact.0, fact.1.min(27) + 1));
            report
        })
        .collect()
}

/// Links, and whether a fact of `days` after the anchor, `same` month or not, may follow so.
type Holds = fn(same: bool, days: i32) -> bool;
const LINKS: [(&str, Holds); 8] = [
    ("Later that month", |same, days| same && days >= 0),
    ("The same month", |same, _| same),
    ("The following month", |_, days| days >= 0),
    ("Weeks later", |_, days| days >= 0),
    ("Months later", |_, days| days >= 0),
    ("Weeks earlier", |_, days| days <= 0),
    ("The previous month", |_, days| days <= 0),
    ("Earlier that month", |same, days| same && days <= 0),
];

#[test]
fn broken_chronology_is_found_and_sound_chronology_passes() {
    let reports = wire();
    let none = Reading::default();
    let shelf = Shelf::new(reports.iter().map(|r| (r, &none)));
    let (mut mutants, mut found, mut sound, mut accused) = (0, 0, 0, 0);
    for (i, anchor) in FACTS.iter().enumerate() {
        for (j, fact) in FACTS.iter().enumerate().filter(|(j, _)| i.abs_diff(*j) <= 3 && i != *j) {
            for (link, holds) in LINKS {
                let text = format!(
                    "In {}, {}, officials said. {link}, {}, officials said.",
                    month(anchor),
                    anchor.2,
                    fact.2
                );
                let days = (i32::from(fact.0) - i32::from(anchor.0)) * 31 + i32::from(fact.1)
                    - i32::from(anchor.1);
                let same = fact.0 == anchor.0;
                if same && !link.contains("month") {
                    continue; // the anchor is a month: days within it cannot be told
                }
                let evidence = [&reports[i], &reports[j]]
                    .map(|r| Evidence { report: r.id.clone(), span: Span::new(0, r.text.len()) });
                let _ = &evidence;
                let check = Checker::default().check_text(&text, &[], &shelf, &Setting::default());
                let hit = check.findings.iter().any(|f| f.class == FindingClass::Chronology);
                if holds(same, days) {
                    sound += 1;
                    accused += u32::from(hit);
                } else if !same {
                    mutants += 1;
                    found += u32::from(hit);
                }
            }
        }
    }
    assert!(mutants >= 100 && sound >= 50, "{mutants} mutants, {sound} sound");
    assert!(f64::from(found) >= 0.9 * f64::from(mutants), "{found} of {mutants} found");
    assert!(f64::from(accused) <= 0.03 * f64::from(sound), "{accused} of {sound} accused");
}

/// What joins two facts without saying that one brought about the other.
const JOINTS: [&str; 4] = ["and", "after", "while", "as"];

/// What says so.
const CAUSES: [&str; 9] = [
    "because",
    "due to the news that",
    "as a result of which",
    "which led to the fact that",
    "which prompted a week in which",
    "which caused a month in which",
    "consequently",
    "thanks to the fact that",
    "triggering a day on which",
];

#[test]
fn a_cause_that_no_source_states_is_found() {
    let none = Reading::default();
    let (mut mutants, mut found) = (0, 0);
    for (n, pair) in FACTS.windows(2).enumerate() {
        for (k, cause) in CAUSES.iter().enumerate() {
            let joint = JOINTS[(n + k) % JOINTS.len()];
            let told = format!("{} {joint} {}, officials said.", capital(pair[0].2), pair[1].2);
            let said = format!("{} {cause} {}, officials said.", capital(pair[0].2), pair[1].2);
            let report = Report::new("r".into(), told.as_str());
            let shelf = Shelf::new([(&report, &none)]);
            let whole = [Evidence { report: report.id.clone(), span: Span::new(0, told.len()) }];
            let checker = Checker::default();
            let check = checker.check_sentence(&said, &whole, &shelf, &Setting::default());
            mutants += 1;
            let hit = check.findings.iter().any(|f| f.class == FindingClass::Cause && f.hard);
            found += u32::from(hit);
            let stated = Report::new("r".into(), said.as_str());
            let shelf = Shelf::new([(&stated, &none)]);
            let whole = [Evidence { report: stated.id.clone(), span: Span::new(0, said.len()) }];
            let check = checker.check_sentence(&said, &whole, &shelf, &Setting::default());
            assert!(check.findings.is_empty(), "{said}: {:?}", check.findings);
        }
    }
    assert!(mutants >= 100, "{mutants}");
    assert!(f64::from(found) >= 0.9 * f64::from(mutants), "{found} of {mutants} found");
}

/// A published story went wrong so: a pact of June told as "later" than a July switch, and a
/// growth of an army put down to an ally's help.
#[test]
fn the_faults_that_this_project_began_from_are_caught() {
    let none = Reading::default();
    let report = |id: &str, day: &str, text: &str| {
        let mut report = Report::new(id.into(), text);
        report.published = Published::parse(day);
        report
    };
    let wire = [
        report(
            "switch",
            "2024-07-02",
            "North Korea has switched its state television from a Chinese satellite to a Russian \
             one, Seoul said on July 1. Analysts see a weaker dependence on Beijing.",
        ),
        report(
            "pact",
            "2024-06-20",
            "North Korea and Russia signed a new defence pact on June 19, when Putin visited North \
             Korea. Each is to help the other when it is attacked.",
        ),
        report(
            "army",
            "2024-09-17",
            "Russia's army is to grow to 1.5 million soldiers, the second largest after China's. \
             North Korea has given Russia support and shells, Kyiv says.",
        ),
    ];
    let shelf = Shelf::new(wire.iter().map(|r| (r, &none)));
    let story = "In July, North Korea switched its state television to Russia's satellite. \
                 Later that month, North Korea and Russia signed a new defence pact when Putin \
                 visited North Korea. The growth of Russia's army has been facilitated by the \
                 support from North Korea.";
    let check = Checker::default().check_text(story, &[], &shelf, &Setting::default());
    let hit = |class: FindingClass, words: &str| {
        let found = check.findings.iter().find(|f| f.class == class);
        let found = found.unwrap_or_else(|| panic!("no {class:?} in {:?}", check.findings));
        assert_eq!(found.span.of(story), Some(words));
        found.hard
    };
    assert!(hit(FindingClass::Chronology, "Later that month"));
    hit(FindingClass::Cause, "facilitated");
}
