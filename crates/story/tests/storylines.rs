//! Copies, threads and editors' acts, through the public entry.

use proptest::prelude::*;
use std::collections::BTreeMap;
use wiredesk_model::{
    DateMention, DateType, Published, Reading, Report, ReportId, Span, StorylineId,
};
use wiredesk_story::{Act, ActKind, Error, Settings, Storylines, group, timeline};

const QUAKE: &str = "A strong earthquake struck the island of Kavala before dawn on Tuesday, killing \
at least twelve people and cutting the coast road in three places, the civil protection agency \
said. The tremor had a magnitude of 6.4 and was centred 20 km north of Port Mirna, where an old \
hospital collapsed. Rescue teams with dogs searched through the rubble for a night nurse and four \
patients. Schools on Kavala will stay shut until Monday, Governor Irena Vasko said. Aftershocks \
rattled windows all morning and kept most families in the open, in parks and on the beach. A navy \
ship with a field hospital left the capital at noon and is due in Port Mirna on Wednesday.";
const RELIEF: &str = "The navy ship carrying a field hospital reached Port Mirna on Wednesday, a day \
after the earthquake that killed twelve people on Kavala. Surgeons set to work in tents beside the \
collapsed hospital, where rescue teams had found the missing night nurse alive. Governor Irena \
Vasko asked the capital for two thousand tents, as families still slept on the beach.";
const BANK: &str = "Hartland Bank raised its key interest rate by a quarter of a point on Tuesday, \
the fourth rise this year, and said that prices of food and rent were still climbing too fast. \
Economists had expected the step. The Hartland crown gained half a percent against the dollar, and \
shares of builders fell. The bank's governor, Mark Ellery, said that another rise was likely before \
winter unless wages cooled down.";

fn report(id: &str, day: &str, title: &str, text: &str) -> Report {
    let mut report = Report::new(ReportId::new(id), text);
    report.title = Some(title.to_owned());
    report.published = Published::parse(day);
    report
}

fn wire() -> Vec<Report> {
    let copy = QUAKE.replace("A strong earthquake", "KAVALA (AP) - A strong quake");
    let excerpt: String = QUAKE.split_inclusive(". ").take(2).collect();
    vec![
        report("quake", "2024-03-05T06:00:00Z", "Quake kills twelve on Kavala", QUAKE),
        report("bank", "2024-03-05", "Hartland raises rates again", BANK),
        report("copy", "2024-03-05", "Twelve dead in Kavala quake", &copy),
        report("excerpt", "2024-03-06", "Quake kills twelve on Kavala", &excerpt),
        report("relief", "2024-03-06", "Hospital ship reaches Kavala", RELIEF),
        report("empty", "2024-03-06", "", ""),
        report("empty2", "2024-03-06", "", ""),
    ]
}

fn grouped(reports: &[Report]) -> BTreeMap<String, (String, Option<String>)> {
    let pile: Vec<_> = reports.iter().map(|r| (r, None)).collect();
    let by_id = group(&pile, Settings::default()).into_iter().map(|a| {
        let copy_of = a.duplicate_of.map(|d| d.to_string());
        (a.report.to_string(), (a.storyline.to_string(), copy_of))
    });
    by_id.collect()
}

#[test]
fn copies_are_folded_and_matters_parted() {
    let found = grouped(&wire());
    let check = |id: &str, storyline: &str, copy_of: Option<&str>| {
        assert_eq!(found[id], (storyline.to_owned(), copy_of.map(str::to_owned)), "{id}");
    };
    check("quake", "s-quake", None);
    check("copy", "s-quake", Some("quake"));
    check("excerpt", "s-quake", Some("quake"));
    check("relief", "s-quake", None);
    check("bank", "s-bank", None);
    // Texts without words resemble nothing, least of all each other.
    check("empty", "s-empty", None);
    check("empty2", "s-empty2", None);
}

#[test]
fn a_pile_is_put_in_time_order_and_gives_the_same_every_time() {
    let forward = wire();
    let backward: Vec<_> = forward.iter().rev().cloned().collect();
    assert_eq!(grouped(&forward), grouped(&forward));
    assert_eq!(grouped(&backward)["relief"].0, grouped(&forward)["relief"].0);
}

#[test]
fn one_template_for_two_companies_is_no_copy() {
    let filled = |company: &str, firm: &str, target: &str, sum: &str| {
        format!(
            "Shares of {company} traded higher on Monday after {firm} raised its price target on the \
             stock to {target} from {sum} and kept its rating at buy. The analyst said that demand \
             was holding up better than feared. The shares of {company} have gained {sum} percent \
             since the start of the year. {firm} sees room for more."
        )
    };
    let reports = [
        report("a", "2024-03-05", "Boeing up", &filled("Boeing", "Copperfield", "$210", "165")),
        report("b", "2024-03-05", "Oracle up", &filled("Oracle", "Brightwater", "$190", "140")),
    ];
    assert_eq!(grouped(&reports)["b"].1, None);
}

#[test]
fn one_wording_with_other_figures_is_no_copy() {
    let check = |one: &str, other: &str, copy: bool| {
        let reports = [
            report("one", "2024-03-05T06:00:00Z", "", one),
            report("other", "2024-03-06T06:00:00Z", "", other),
        ];
        assert_eq!(grouped(&reports)["other"].1.is_some(), copy, "{other}");
    };
    let toys = "Nordby Toys Ltd. is recalling about 31,000 wooden trains because their wheels can come \
                off, the Norra Office of Product Safety said on Monday. The trains were sold at Vik \
                Brothers shops for about 20 crowns. Owners should write to the maker for new wheels.";
    check(toys, toys, true);
    check(toys, &toys.replace("is recalling", "recalls"), true);
    let beds = toys
        .replace("31,000 wooden trains", "7,400 folding beds")
        .replace("wheels", "legs")
        .replace("Monday", "Friday");
    check(toys, &beds, false);
    let boat = "The trawler Hanna capsized off Cape Sund on Sunday night with 26 people on board, the \
                coast guard said. By noon on Monday eight people had been taken to hospital in Ostby \
                and 9 were missing. A helicopter and four boats were looking for them in high waves.";
    check(boat, &boat.replace("and 9 were", "and 14 were"), false);
    check(boat, &boat.replace("had been taken", "were taken"), true);
}

#[test]
fn a_round_up_is_no_copy_of_what_it_takes_in() {
    let brief: String = RELIEF.split_inclusive(". ").take(2).collect();
    let review = format!("{BANK} {brief} {}", QUAKE.replace("Kavala", "Tolmin"));
    let reports = [
        report("brief", "2024-03-06", "Hospital ship arrives", &brief),
        report("review", "2024-03-07", "The week in review", &review),
    ];
    assert_eq!(grouped(&reports)["review"].1, None);
}

#[test]
fn an_article_after_two_excerpts_unites_all_three() {
    let sentences: Vec<&str> = QUAKE.split_inclusive(". ").collect();
    let title = "Quake kills twelve on Kavala";
    let mut storylines = Storylines::new(Settings::default());
    let first = report("x1", "2024-03-05", title, &sentences[..2].concat());
    let second = report("x2", "2024-03-05", title, &sentences[4..].concat());
    assert_eq!(storylines.add(&first, None).duplicate_of, None);
    assert_eq!(storylines.add(&second, None).duplicate_of, None);
    let whole = storylines.add(&report("whole", "2024-03-05", title, QUAKE), None);
    assert_eq!(whole.duplicate_of, Some(ReportId::new("x1")));
    let changed = storylines.changed();
    assert_eq!(changed.len(), 1);
    assert_eq!(changed[0].duplicate_of, Some(ReportId::new("x1")));
    assert!(storylines.changed().is_empty());
}

#[test]
fn a_report_that_comes_again_keeps_its_place() {
    let mut storylines = Storylines::new(Settings::default());
    let all = wire();
    let before: Vec<_> = all.iter().map(|r| storylines.add(r, None)).collect();
    let again: Vec<_> = all.iter().map(|r| storylines.add(r, None)).collect();
    assert_eq!(before, again);
    assert_eq!(storylines.assignments().len(), all.len());
}

fn act(kind: ActKind) -> Act {
    Act { kind, by: "ines".to_owned(), reason: "seen by hand".to_owned() }
}

#[test]
fn editors_merge_and_split_and_it_is_recorded() {
    let mut storylines = Storylines::new(Settings::default());
    wire().iter().for_each(|r| drop(storylines.add(r, None)));
    let split = act(ActKind::Split { reports: vec![ReportId::new("relief")] });
    let merge =
        act(ActKind::Merge { from: StorylineId::new("s-bank"), into: StorylineId::new("s-quake") });
    assert_eq!(storylines.act(split.clone()), Ok(StorylineId::new("s-relief")));
    assert_eq!(storylines.act(merge.clone()), Ok(StorylineId::new("s-quake")));
    let quake = storylines.storyline(&StorylineId::new("s-quake")).expect("it lives on");
    let ids: Vec<_> = quake.reports.iter().map(|a| a.report.as_str()).collect();
    assert_eq!(ids, ["quake", "bank", "copy", "excerpt"]);
    assert!(quake.reports[1].reason.contains("ines"));
    assert_eq!(storylines.changed().len(), 2);

    // Read anew, acts done again: the same state.
    let mut anew = Storylines::new(Settings::default());
    wire().iter().for_each(|r| drop(anew.add(r, None)));
    storylines.acts().to_vec().into_iter().for_each(|a| drop(anew.act(a)));
    assert_eq!(anew.assignments(), storylines.assignments());

    assert_eq!(storylines.act(merge), Err(Error::NoStoryline(StorylineId::new("s-bank"))));
    assert!(matches!(storylines.act(split), Err(Error::Nothing(_))));
    let unknown = act(ActKind::Split { reports: vec![ReportId::new("nobody")] });
    assert_eq!(storylines.act(unknown), Err(Error::NoReport(ReportId::new("nobody"))));
    assert_eq!(storylines.acts().len(), 2);
}

#[test]
fn memory_is_bounded_and_old_reports_let_go() {
    let mut storylines = Storylines::new(Settings { reports_max: 3, ..Settings::default() });
    for r in wire() {
        storylines.add(&r, None);
        assert!(storylines.assignments().len() <= 3);
    }
    assert!(storylines.storyline(&StorylineId::new("s-bank")).is_none());
    // The first telling is gone; a copy now is told as new.
    let late = report("late", "2024-03-09", "Quake", QUAKE);
    assert_ne!(storylines.add(&late, None).duplicate_of, Some(ReportId::new("quake")));
}

fn dated(text: &str, dates: &[(&str, &str)]) -> Reading {
    let mut reading = Reading::default();
    let mut at = 0;
    for sentence in text.split_inclusive(". ") {
        reading.sentences.push(Span::new(at, at + sentence.trim_end().len()));
        at += sentence.len();
    }
    for (words, value) in dates {
        let start = text.find(words).expect(words);
        let span = Span::new(start, start + words.len());
        reading.dates.push(DateMention { span, kind: DateType::Date, value: (*value).to_owned() });
    }
    reading
}

#[test]
fn the_timeline_is_in_the_order_of_happening_and_shows_conflicts() {
    let told = [
        (
            "a",
            "North Korea moved its state television to a Russian satellite in July.",
            "July",
            "2024-07",
        ),
        (
            "b",
            "Putin and Kim signed a defence pact in Pyongyang on June 19.",
            "June 19",
            "2024-06-19",
        ),
        ("c", "Putin and Kim signed the defence pact in Pyongyang in June.", "June", "2024-06"),
        (
            "d",
            "Kim and Putin signed a defence pact in Pyongyang on July 24.",
            "July 24",
            "2024-07-24",
        ),
    ];
    let reports: Vec<Report> =
        told.iter().map(|(id, text, _, _)| Report::new(ReportId::new(*id), *text)).collect();
    let readings: Vec<Reading> =
        told.iter().map(|(_, text, words, value)| dated(text, &[(words, value)])).collect();
    let moments = timeline(&reports.iter().zip(&readings).collect::<Vec<_>>());
    let shown: Vec<_> = moments
        .iter()
        .map(|m| {
            let ids: Vec<_> = m.evidence.iter().map(|e| e.report.as_str()).collect();
            let otherwise: Vec<_> = m.otherwise.iter().map(ToString::to_string).collect();
            format!("{} {} {}", m.when, ids.join("+"), otherwise.join("+"))
        })
        .collect();
    assert_eq!(shown, ["2024-06-19 b+c 2024-07-24", "2024-07 a ", "2024-07-24 d 2024-06-19"]);
}

proptest! {
    #[test]
    fn nothing_read_can_hurt(texts in proptest::collection::vec("(\\PC{0,60}|[a-c ]{0,60})", 0..25)) {
        let mut storylines = Storylines::new(Settings { reports_max: 12, ..Settings::default() });
        for (i, text) in texts.iter().enumerate() {
            let report = report(&format!("r{i}"), "2024-03-05", text, text);
            let assigned = storylines.add(&report, None);
            prop_assert_eq!(&assigned.report, &report.id);
            prop_assert_ne!(assigned.duplicate_of, Some(report.id.clone()));
        }
        let members: usize = storylines.storylines().iter().map(|s| s.reports.len()).sum();
        prop_assert_eq!(members, texts.len().min(12));
    }
}
