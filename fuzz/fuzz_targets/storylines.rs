//! Storylines and copies of any reports: each gets one, and the same when they come again.
#![no_main]
use libfuzzer_sys::fuzz_target;
use wiredesk_model::{Reading, Report, ReportId};
use wiredesk_story::storylines::{Settings, group};

fuzz_target!(|text: &str| {
    let reports: Vec<Report> = (text.split('\0').take(12).enumerate())
        .map(|(n, words)| Report { id: ReportId::new(n.to_string()), ..wiredesk_fuzz::report(words) })
        .collect();
    let pairs: Vec<(&Report, Option<&Reading>)> = reports.iter().map(|r| (r, None)).collect();
    let once = group(&pairs, Settings::default());
    assert_eq!(once.len(), reports.len());
    assert_eq!(format!("{once:?}"), format!("{:?}", group(&pairs, Settings::default())));
});
