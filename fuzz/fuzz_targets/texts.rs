//! Anything a file may hold, under any name: text, Markdown, archives, pages.
#![no_main]
use libfuzzer_sys::fuzz_target;
use wiredesk_extract::{Hints, address, clean, date, reports};

const NAMES: [Option<&str>; 8] = [
    None,
    Some("a.txt"),
    Some("a.md"),
    Some("a.html"),
    Some("a.xml"),
    Some("a.json"),
    Some("a.txt.gz"),
    Some("https://example.org/a"),
];

fuzz_target!(|data: &[u8]| {
    let Some((&first, bytes)) = data.split_first() else { return };
    let _ = reports(bytes, NAMES[usize::from(first) % NAMES.len()], &Hints::default());
    let text = String::from_utf8_lossy(bytes);
    let key = address::key(&text);
    assert_eq!(address::key(&key), key, "one key for an address");
    let _ = (clean::line(&text), clean::text(&text), date::parse(&text), date::in_address(&text));
});
