//! The index of standing queries answers as each query on its own does.
#![no_main]
use libfuzzer_sys::fuzz_target;
use wiredesk_alert::{Index, Limits, Query, Scratch, Story};

fuzz_target!(|text: &str| {
    let mut parts = text.split('\0');
    let story = Story {
        title: parts.next().unwrap_or("").into(),
        body: parts.next().unwrap_or("").into(),
        ..Story::default()
    };
    let limits = Limits::default();
    let queries: Vec<Query> = parts.take(8).filter_map(|q| Query::parse(q, &limits).ok()).collect();
    let mut all = Index::default();
    let mut alone = Vec::new();
    for (n, query) in (0u64..).zip(&queries) {
        all.add(n, query);
        let mut one = Index::default();
        one.add(n, query);
        alone.extend(one.match_story(&story, &mut Scratch::default()));
    }
    assert_eq!(all.match_story(&story, &mut Scratch::default()), alone);
});
