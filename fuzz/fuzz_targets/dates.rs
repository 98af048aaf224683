//! Dates of any text, with publication days at the ends of the calendar too.
#![no_main]
use libfuzzer_sys::fuzz_target;
use wiredesk_model::{Published, When};
use wiredesk_read::{dates, sentences};

const DAYS: [Option<&str>; 5] =
    [None, Some("2024-09-15"), Some("0001-01-01"), Some("9999-12-31"), Some("2024-02-29T23:59:59-11:00")];

fuzz_target!(|data: &[u8]| {
    let Some((&first, bytes)) = data.split_first() else { return };
    let text = String::from_utf8_lossy(bytes);
    let published = DAYS[usize::from(first) % DAYS.len()].and_then(Published::parse);
    for date in dates::find(&text, &sentences::split(&text), published.as_ref()) {
        assert!(date.span.of(&text).is_some_and(|words| !words.is_empty()));
        let _ = When::parse(&date.value);
    }
    let _ = (When::parse(&text), Published::parse(&text));
});
