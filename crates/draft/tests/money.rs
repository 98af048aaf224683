//! Money in drafts keeps the currency that its report tells.

use wiredesk_draft::{DraftInput, Settings, Shelf, draft};
use wiredesk_model::{Published, Read, Report, Want};
use wiredesk_read::Reader;

/// A report that tells one rating is drafted with the words `told`, and with no other money.
fn check(text: &str, told: &str) {
    let mut report = Report::new("a".into(), text);
    report.published = Published::parse("2025-03-04");
    let reading = Reader::shipped().read(&report, Want::ALL);
    let shelf = Shelf::new([(&report, &reading)]);
    let story = draft(DraftInput::new(&shelf), &Settings::default()).expect("a draft");
    let all: Vec<&str> = story.sentences().map(|s| s.text()).collect();
    let all = all.join("\n");
    assert!(all.contains(told), "{told}:\n{all}");
    let signs = |text: &str| text.matches(['$', '£', '€']).count();
    assert!(signs(text) > 0 || signs(&all) == 0, "{all}");
}

#[test]
fn a_target_keeps_its_currency() {
    check(
        "Kvist Securities downgraded Aalto Pumps to Hold from Buy on Tuesday and cut its price target to 240 \
         crowns from 265 crowns.",
        "240 crowns",
    );
    check(
        "Barclays upgraded Tesla to Overweight from Equal Weight on Tuesday and raised its price \
         target to $310 from $280.",
        "$310",
    );
    check(
        "Kvist Securities downgraded Bergli Foods to Sell from Neutral on Tuesday and cut its price target to 74 francs \
         from 90 francs.",
        "74 francs",
    );
}
