//! Lexicons of any bytes, as JSON lines and as a table; what was taken is found again.
#![no_main]
use libfuzzer_sys::fuzz_target;
use wiredesk_model::{Read as _, Want};
use wiredesk_read::{Lexicon, Reader};

fuzz_target!(|data: &[u8]| {
    let Some((&first, bytes)) = data.split_first() else { return };
    let mut lexicon = Lexicon::empty();
    let imported = match first % 2 {
        0 => lexicon.add_jsonl(bytes),
        _ => lexicon.add_csv(bytes),
    };
    if imported.is_ok_and(|i| i.taken > 0) {
        let text = String::from_utf8_lossy(bytes);
        let reading = Reader::new(lexicon).read(&wiredesk_fuzz::report(&text), Want::ALL);
        wiredesk_fuzz::hold(&text, &reading);
    }
});
