//! Numbers and units of any text.
#![no_main]
use libfuzzer_sys::fuzz_target;
use wiredesk_read::{quantities, sentences};

fuzz_target!(|text: &str| {
    for quantity in quantities::find(text, &sentences::split(text), &[]) {
        assert!(quantity.span.of(text).is_some_and(|words| !words.is_empty()));
        assert!(quantity.value.is_none_or(f64::is_finite));
    }
});
