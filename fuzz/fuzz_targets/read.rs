//! Reading as a whole: never panics, and keeps its rules on any text.
#![no_main]
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    wiredesk_fuzz::read(text);
});
