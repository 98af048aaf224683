//! Analysts' headlines: the words of real ones in any order, and any text.
#![no_main]
use libfuzzer_sys::fuzz_target;
use wiredesk_model::{Read as _, Want};

fuzz_target!(|text: &str| {
    let mut report = wiredesk_fuzz::report(text);
    report.title = text.lines().next().map(str::to_owned);
    let want = Want { ratings: true, ..Want::SENTENCES };
    for rating in wiredesk_fuzz::reader().read(&report, want).ratings {
        assert!(rating.target.is_none_or(f64::is_finite));
        assert!(rating.prior_target.is_none_or(f64::is_finite));
    }
});
