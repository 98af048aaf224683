//! JSON lines: reports, checks, stories.
#![no_main]
use libfuzzer_sys::fuzz_target;
use wiredesk_wire::{check, lines::Lines, report::ReportLine, story};

fuzz_target!(|data: &[u8]| {
    for (_, line) in Lines::new(data) {
        let Ok(line) = line else { continue };
        if let Ok(report) = ReportLine::parse(&line) {
            for (actor, recipient) in report.byte_pairs() {
                let lies = |s: wiredesk_model::Span| assert!(s.of(&report.text).is_some());
                actor.into_iter().chain(recipient).for_each(lies);
            }
            let again = serde_json::to_string(&report).expect("JSON");
            ReportLine::parse(&again).expect("what was written is read");
            let _ = report.into_report();
        }
        let _ = check::CheckLine::parse(&line);
        let _ = story::StoryLine::parse(&line);
    }
});
