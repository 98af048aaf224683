//! RSS, Atom and JSON feeds of any bytes.
#![no_main]
use libfuzzer_sys::fuzz_target;
use wiredesk_extract::{Hints, feed, reports};

fuzz_target!(|data: &[u8]| {
    let hints = Hints { url: Some("https://example.org/feed".into()), ..Hints::default() };
    let _ = feed::feed(data, &hints);
    let _ = reports(data, Some("feed.xml"), &hints);
});
