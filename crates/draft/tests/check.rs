//! The checker, rule by rule, and what must hold for any text.

use proptest::prelude::*;
use wiredesk_draft::{Checker, Setting, Shelf};
use wiredesk_model::{Check, Evidence, FindingClass, Published, Reading, Report, Span, Verdict};

fn report(id: &str, published: &str, text: &str) -> (Report, Reading) {
    let mut report = Report::new(id.into(), text);
    report.published = Published::parse(published);
    (report, Reading::default())
}

fn whole(report: &Report) -> Evidence {
    Evidence { report: report.id.clone(), span: Span::new(0, report.text.len()) }
}

/// The check of a sentence that is bound to all of one report.
fn checked(told: &str, said: &str) -> Check {
    let (report, reading) = report("r1", "2024-09-15", told);
    let shelf = Shelf::new([(&report, &reading)]);
    Checker::default().check_sentence(said, &[whole(&report)], &shelf, &Setting::default())
}

#[test]
fn each_class_of_error_is_found_where_it_stands() {
    use FindingClass as C;
    let check = |told: &str, said: &str, class: C, place: &str| {
        let check = checked(told, said);
        let found = check.findings.iter().find(|f| f.class == class);
        let found = found.unwrap_or_else(|| panic!("{said}: {:?}", check.findings));
        let words = found.span.of(said).expect("a span of the sentence");
        assert!(words.contains(place), "{said}: {words}");
        assert_ne!(check.verdict, Verdict::Supported, "{said}");
    };
    let fire = "About 30 people were hurt in the fire on Monday, police said.";
    check(fire, "About 300 people were hurt in the fire on Monday, police said.", C::Number, "300");
    check(fire, "About 30 people were hurt in the fire on Friday, police said.", C::Date, "Friday");
    check(fire, "About 30 people were hurt in the fire on Monday.", C::Attribution, "fire");
    check(fire, "Thirty people were hurt in the fire on Monday, police said.", C::Hedge, "Thirty");
    check(
        fire,
        "About 30 people were not hurt in the fire on Monday, police said.",
        C::Negation,
        "not",
    );
    let pact = "Ms Lopez plans to sign the pact, which may bring some traders relief.";
    check(pact, "Ms Lopez will sign the pact, which may bring some traders relief.", C::Status, "");
    check(
        pact,
        "Ms Perez plans to sign the pact, which may bring some traders relief.",
        C::Name,
        "Perez",
    );
    check(
        pact,
        "Ms Lopez plans to sign the pact, which will bring some traders relief.",
        C::Hedge,
        "will",
    );
    check(
        pact,
        "Ms Lopez plans to sign the pact, which may bring all traders relief.",
        C::Scope,
        "all",
    );
    let deal = "Oslo sold Bergen 40 km of cable for £5 million after shares rose 3%.";
    check(
        deal,
        "Oslo sold Bergen 40 miles of cable for £5 million after shares rose 3%.",
        C::Unit,
        "miles",
    );
    check(
        deal,
        "Oslo sold Bergen 40 km of cable for $5 million after shares rose 3%.",
        C::Unit,
        "$",
    );
    check(
        deal,
        "Oslo sold Bergen 40 km of cable for £5 billion after shares rose 3%.",
        C::Number,
        "billion",
    );
    check(
        deal,
        "Oslo sold Bergen 40 km of cable for £5 million after shares fell 3%.",
        C::Direction,
        "fell",
    );
    check(
        deal,
        "Bergen sold Oslo 40 km of cable for £5 million after shares rose 3%.",
        C::Roles,
        "sold",
    );
    check(
        deal,
        "Oslo sold Bergen 40 km of cable for £5 million because shares rose 3%.",
        C::Cause,
        "because",
    );
    check(deal, "Oslo sold Bergen 40 km of rusty cable for £5 million.", C::Content, "rusty");
    let said = "“We will never leave this valley,” Mayor Anna Berg said.";
    check(said, "“We will always leave this valley,” Mayor Anna Berg said.", C::Quote, "always");
    check(
        said,
        "“We will never leave this valley,” Mayor Carl Strom said.",
        C::Speaker,
        "Carl Strom",
    );
    check("A source said the plant closed.", "Sources said the plant closed.", C::Scope, "Sources");
}

#[test]
fn harmless_rewriting_is_not_accused() {
    let check = |told: &str, said: &str| {
        let check = checked(told, said);
        assert_eq!(check.findings, vec![], "{said}");
        assert_eq!(check.verdict, Verdict::Supported, "{said}");
    };
    let fire =
        "However, about 1,200 people (mostly nurses) didn't go home on 3 February, police said.";
    check(fire, fire);
    check(fire, "About 1200 people did not go home on Feb. 3, police said.");
    check(fire, "Police said that about 1,200 people didn't go home on 3 February.");
    check("It cost $5m, 12 per cent more.", "It cost $5 million, 12% more.");
    check("\"It is over,\" Kyrylo Budanov said.", "“It is over,” Budanov said.");
    check("The British and the Americans met.", "The U.K. and the U.S. met.");
    check("He told us: “We go. We never stop.”", "He told us: “We go … never stop.”");
    check("The talks ended on Sunday.", "The talks ended on September 15.");
    check("Some 1,987 people came.", "About 2,000 people came.");
    check("The European Union met.", "The EU met.");
}

/// Ways in which newswires write the same thing; each was once refused.
#[test]
fn the_same_thing_written_in_another_houses_way_is_not_accused() {
    let check = |told: &str, said: &str| {
        let check = checked(told, said);
        assert_eq!(check.findings, vec![], "{said}");
    };
    let profit = "Ilmo Oil posted a net profit of $1.2 billion in the third quarter.";
    check(profit, "Ilmo Oil posted a net profit of $1,200 million in Q3.");
    check(profit, "Ilmo Oil posted a net profit of $1.2bn in the third quarter.");
    check("Rates rose by 25 basis points on Monday.", "Rates rose by 25 bps on Monday.");
    check("The United States and Norra met.", "The U.S. and Norra met.");
    check("The US fined two firms.", "The United States fined two companies.");
    check("It agreed to pay €300 million.", "It agreed to pay 300 million euros.");
    check("It agreed to pay 5 million dollars.", "It agreed to pay $5 million.");
    check("It earned 52 cents a share.", "It earned $0.52 a share.");
    check("Police arrested 23 men on Monday.", "Police arrested more than 20 men on Monday.");
    check("Turnout was 58%.", "Turnout was nearly 60%.");
    check("The bank opens at 6 p.m. on Monday.", "The bank opens at 6 pm on Monday.");
    check("“We go home, and we will not stay,” Holm said.", "“We go home …,” Holm said.");
}

#[test]
fn what_only_looks_the_same_is_accused() {
    let check = |told: &str, said: &str, class: FindingClass| {
        let check = checked(told, said);
        assert!(check.findings.iter().any(|f| f.class == class), "{said}: {:?}", check.findings);
    };
    use FindingClass as C;
    check("It agreed to pay €300 million.", "It agreed to pay 300 million dollars.", C::Unit);
    check("It earned 52 cents a share.", "It earned $0.25 a share.", C::Number);
    check("Police arrested 23 men.", "Police arrested more than 30 men.", C::Number);
    check("Police arrested 23 men.", "Police arrested fewer than 20 men.", C::Number);
    check("It was a profit of $1.2 billion.", "It was a profit of $1.2 million.", C::Number);
    check("The bank opens at 6 a.m. on Monday.", "The bank opens at 6 p.m. on Monday.", C::Unit);
}

#[test]
fn a_sentence_without_evidence_is_unsupported_but_its_evidence_is_found() {
    let (told, reading) =
        report("r1", "2024-09-15", "The bridge fell. Nine boats sank in the harbour on Monday.");
    let shelf = Shelf::new([(&told, &reading)]);
    let checker = Checker::default();
    let said = "Nine boats sank in the harbour.";
    let alone = checker.check_sentence(said, &[], &shelf, &Setting::default());
    assert_eq!(alone.verdict, Verdict::Unsupported);
    let found = checker.check_text(said, &[], &shelf, &Setting::default());
    assert_eq!(found.verdict, Verdict::Supported, "{:?}", found.findings);
    let (_, evidence) = &found.alignment[0];
    assert!(evidence.span.of(&told.text).expect("fits").starts_with("Nine boats"));
}

#[test]
fn later_that_month_is_held_against_the_dates_of_the_evidence() {
    let (sat, none) = report(
        "r1",
        "2024-07-05",
        "The state moved its channels to the new satellite on Monday, July 1.",
    );
    let (pact, _) = report("r2", "2024-06-20", "The two leaders signed a pact on June 19.");
    let shelf = Shelf::new([(&sat, &none), (&pact, &none)]);
    let check = |text: &str, wrong: bool| {
        let check = Checker::default().check_text(text, &[], &shelf, &Setting::default());
        let found = check.findings.iter().find(|f| f.class == FindingClass::Chronology);
        assert_eq!(found.is_some_and(|f| f.hard), wrong, "{text}: {:?}", check.findings);
    };
    let first = "In July, the state moved its channels to the new satellite.";
    check(&format!("{first} Later that month, the two leaders signed a pact."), true);
    check(&format!("{first} Weeks earlier, the two leaders signed a pact."), false);
    check(&format!("{first} The following month, the two leaders signed a pact."), true);
}

proptest! {
    #[test]
    fn any_text_is_checked_and_spans_fit(said in ".{0,120}", told in ".{0,200}") {
        let check = checked(&told, &said);
        for finding in &check.findings {
            prop_assert!(finding.span.of(&said).is_some());
            if let Some(clash) = &finding.clash {
                prop_assert!(clash.span.of(&told).is_some());
            }
        }
        for (span, evidence) in &check.alignment {
            prop_assert!(span.of(&said).is_some());
            prop_assert!(evidence.span.of(&told).is_some());
        }
        let (report, reading) = report("r1", "2024-09-15", &told);
        let shelf = Shelf::new([(&report, &reading)]);
        let free = Checker::default().check_text(&said, &[], &shelf, &Setting::default());
        for finding in &free.findings {
            prop_assert!(finding.span.of(&said).is_some());
        }
    }

    #[test]
    fn newslike_text_is_checked(said in newslike(), told in newslike()) {
        let check = checked(&told, &said);
        for finding in &check.findings {
            prop_assert!(finding.span.of(&said).is_some());
        }
    }

    #[test]
    fn verbatim_is_never_accused(told in newslike()) {
        let check = checked(&told, &told);
        prop_assert!(check.findings.is_empty(), "{:?}", check.findings);
    }
}

/// Strings of words that the rules look for.
fn newslike() -> impl Strategy<Value = String> {
    let words = "Budanov said that not 30 $5m 12% million on Sunday June 19 2024 “we never” \
                 \"no\" may will allegedly some all one of the plans to because rose fell Russia's \
                 Iran U.S. didn't ( ) , . — said. According to police Mr Kim sources 1,200 twenty-five";
    let words: Vec<String> = words.split_whitespace().map(str::to_owned).collect();
    proptest::collection::vec(proptest::sample::select(words), 0..30).prop_map(|w| w.join(" "))
}
