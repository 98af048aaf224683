//! Sentences held against reports of any words, with rules of the house.
#![no_main]
use libfuzzer_sys::fuzz_target;
use wiredesk_draft::{Checker, Finder, House, Setting, Shelf};
use wiredesk_model::{Read as _, Want};

fuzz_target!(|text: &str| {
    let mut parts = text.splitn(3, '\0');
    let mut part = || parts.next().unwrap_or("");
    let (sentence, words, rule) = (part(), part(), part());
    let house = House { forbidden: vec![rule.to_lowercase()], ..House::default() };
    for finding in house.findings(sentence) {
        assert!(finding.span.of(sentence).is_some());
    }
    let report = wiredesk_fuzz::report(words);
    let reading = wiredesk_fuzz::reader().read(&report, Want::ALL);
    let shelf = Shelf::new([(&report, &reading)]);
    let check = Checker::new(house).check_text(sentence, &[], &shelf, &Setting::default());
    for finding in check.findings {
        assert!(finding.span.of(sentence).is_some());
    }
    for proposal in Finder::new(&shelf).find(sentence, 3) {
        assert!(proposal.evidence.span.of(words).is_some());
    }
});
