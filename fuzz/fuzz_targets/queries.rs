//! Standing queries: what is read can be printed and read again as the same.
#![no_main]
use libfuzzer_sys::fuzz_target;
use wiredesk_alert::{Limits, Query};

fuzz_target!(|text: &str| {
    let limits = Limits::default();
    match Query::parse(text, &limits) {
        Ok(query) => {
            let printed = query.to_string();
            let again = Query::parse(&printed, &limits).expect("what was printed is read");
            assert_eq!(again.to_string(), printed);
        }
        Err(error) => drop((error.to_string(), error.pointed(text))),
    }
});
