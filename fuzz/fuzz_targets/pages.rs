//! HTML of any bytes, with and without a name and a character set.
#![no_main]
use libfuzzer_sys::fuzz_target;
use wiredesk_extract::{Hints, page};

const TYPES: [Option<&str>; 4] =
    [None, Some("text/html; charset=utf-8"), Some("text/html; charset=windows-1251"), Some("x; charset=utf-16")];

fuzz_target!(|data: &[u8]| {
    let Some((&first, bytes)) = data.split_first() else { return };
    let hints = Hints {
        url: Some("https://example.org/2024/09/15/story".into()),
        content_type: TYPES[usize::from(first) % TYPES.len()].map(str::to_owned),
        ..Hints::default()
    };
    if let Ok(found) = page(bytes, &hints) {
        let _ = found.into_report().content_id();
    }
});
