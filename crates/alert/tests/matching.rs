//! The index against an evaluator that has none: every query is tested on every story, by the
//! rules of the language as they are written, with nothing shared but the parser's tree.

mod brute;
mod chance;

use brute::{Told, holds};
use chance::Chance;
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;
use wiredesk_alert::{Frequencies, Index, Limits, Query, Scratch, Story, explain};

fn parse(text: &str) -> Query {
    Query::parse(text, &Limits::default()).unwrap_or_else(|e| panic!("{text}: {e}"))
}

fn expected(queries: &BTreeMap<u64, Query>, story: &Story) -> Vec<u64> {
    let told = Told::of(story);
    queries.iter().filter(|(_, query)| told.fires(query)).map(|(id, _)| *id).collect()
}

/// Adds, replacements and removals in any order, with stories matched all the while.
fn churn(seed: u64, changes: usize, stories_every: usize) {
    let mut chance = Chance::new(seed);
    let (mut index, mut kept) = (Index::default(), BTreeMap::new());
    let mut scratch = Scratch::default();
    let mut frequencies = Frequencies::default();
    for change in 0..changes {
        // Some numbers do not fit 31 bits.
        let id = chance.below(400) | if chance.one_in(9) { 1 << 40 } else { 0 };
        if chance.one_in(3) {
            assert_eq!(index.remove(id), kept.remove(&id).is_some());
        } else {
            let query = chance.query(4);
            index.add(id, &query);
            kept.insert(id, query);
        }
        assert_eq!(index.len(), kept.len());
        if change % stories_every == 0 {
            let story = chance.story();
            frequencies.observe(&story);
            let found = index.match_story(&story, &mut scratch);
            assert_eq!(found, expected(&kept, &story), "change {change}: {story:?}");
        }
        if change % (changes / 3) == changes / 4 {
            index = index.rebuilt(Arc::new(frequencies.clone()));
        }
    }
}

#[test]
fn the_index_stays_exact_through_a_hundred_thousand_changes() {
    churn(7, 100_000, 100);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn the_index_matches_what_each_query_matches(seed: u64) {
        churn(seed, 300, 10);
    }

    #[test]
    fn what_fires_has_reasons_and_nothing_else(seed: u64) {
        let mut chance = Chance::new(seed);
        let (query, story) = (chance.query(4), chance.story());
        prop_assert_eq!(explain(&query, &story).is_some(), holds(&query, &story));
    }

    #[test]
    fn a_printed_query_reads_as_the_same_query(seed: u64) {
        let mut chance = Chance::new(seed);
        for _ in 0..20 {
            let query = chance.query(6);
            let shown = query.to_string();
            prop_assert_eq!(parse(&shown), query, "{}", shown);
        }
    }

    #[test]
    fn no_text_makes_the_parser_panic(text: String) {
        if let Ok(query) = Query::parse(&text, &Limits::default()) {
            prop_assert_eq!(parse(&query.to_string()), query);
        }
    }

    #[test]
    fn no_signs_make_the_parser_panic(text in "[ab()\"~:*\\[\\].<>=0-9 ANDORT/é-]{0,40}") {
        if let Ok(query) = Query::parse(&text, &Limits::default()) {
            prop_assert_eq!(parse(&query.to_string()), query);
        }
    }
}

/// The worked examples of the language.
#[test]
fn the_language_means_what_its_rules_say() {
    let mut story = Story {
        title: "Acme raises guidance".into(),
        body: "Acme Corp. (NYSE: ACME) said profit rose 12.5% on strong, very strong cloud sales."
            .into(),
        ..Story::default()
    };
    let line = r#"ticker:ACME ticker:BRK firm:"Harbor Point" entity:country:PRK"#;
    brute::carry(&mut story, line);
    story.numbers.push((wiredesk_alert::Number::Pt, 42.5));
    story.numbers.push((wiredesk_alert::Number::Ts, 1_772_366_400.0));
    story.add_event(Some("country:PRK"), "AID", Some("country:RUS"));
    let check = |text: &str, expected: bool| {
        let query = parse(text);
        assert_eq!(holds(&query, &story), expected, "{text}");
        let mut index = Index::default();
        index.add(1, &query);
        let matched = !index.match_story(&story, &mut Scratch::default()).is_empty();
        assert_eq!(matched, expected, "{text}");
    };
    let yes = [
        "acme",
        "ACME",
        "acme AND guidance",
        "acme guidance",
        "xyz OR profit",
        "NOT xyz",
        "\"acme corp\"",
        "\"profit rose\"",
        "\"strong sales\"~2",
        "\"sales strong\"~1",
        "\"strong strong\"~1",
        "ticker:acme",
        "ticker:BRK AND (x OR NOT y)",
        "title:raises",
        "title:\"raises guidance\"",
        "NOT title:profit",
        "body:\"12 5\"",
        "12.5",
        "firm:\"harbor point\"",
        "pt:[40..45]",
        "pt:42.5",
        "pt:>=42.50",
        "pt:>42",
        "pt:[*..42.5]",
        "NOT pt_chg:>0",
        "ts:>=2026-03-01",
        "a AND b OR acme",
        "\"guidance acme\"~1",
        "ts:[2026-03-01T12:00:00Z..2026-03-01T12:00:00Z]",
        "\"strong very strong\"",
        "\"nyse acme\"",
        "guid*",
        "raising~",
        "title:raised~ AND body:sale~",
        "title:rais*",
        "entity:country:prk",
        "event:AID",
        "event:country:PRK/*/country:RUS",
        "event:country:PRK/aid/*",
    ];
    yes.into_iter().for_each(|text| check(text, true));
    let no = [
        "xyz",
        "acme AND NOT guidance",
        "\"corp acme\"",
        "\"guidance acme\"",
        "\"guidance corp\"~5",
        "\"strong strong\"~0",
        "\"strong strong strong\"~9",
        "ticker:ACM",
        "title:profit",
        "body:guidance",
        "pt:<42.5",
        "pt_chg:<=0",
        "firm:harbor",
        "ts:<2026-03-01",
        "acme AND (b OR c)",
        "\"sales strong\"~0",
        "title:prof*",
        "title:sale~",
        "guidances*",
        "event:country:RUS/*/*",
        "pt:[45..40]",
    ];
    no.into_iter().for_each(|text| check(text, false));
}

#[test]
fn a_snapshot_is_the_index_and_what_is_not_one_is_refused() {
    let mut chance = Chance::new(11);
    let (mut index, mut kept) = (Index::default(), BTreeMap::new());
    let mut frequencies = Frequencies::default();
    (0..20).for_each(|_| frequencies.observe(&chance.story()));
    for round in 0..3 {
        for id in 0..400 {
            let (id, query) = (id * 3 % 500 + (round << 41), chance.query(4));
            index.add(id, &query);
            kept.insert(id, query);
        }
        for id in (0..500).step_by(7) {
            assert_eq!(index.remove(id), kept.remove(&id).is_some());
        }
        let bytes = index.to_bytes(b"note");
        let (again, note) = Index::from_bytes(&bytes).expect("a snapshot");
        assert_eq!((note.as_slice(), again.len()), (&b"note"[..], kept.len()));
        assert_eq!(again.distinct(), index.distinct());
        index = again;
        for _ in 0..20 {
            let story = chance.story();
            let mut scratch = Scratch::default();
            assert_eq!(index.match_story(&story, &mut scratch), expected(&kept, &story));
        }
        if round == 1 {
            index = index.rebuilt(Arc::new(frequencies.clone()));
        }
    }
    let bytes = index.to_bytes(b"");
    for cut in [0, 10, 40, bytes.len() / 2, bytes.len() - 1] {
        assert!(Index::from_bytes(&bytes[..cut]).is_err(), "cut at {cut}");
    }
    for at in (0..bytes.len()).step_by(bytes.len() / 40) {
        let mut changed = bytes.clone();
        changed[at] ^= 0x10;
        assert!(Index::from_bytes(&changed).is_err(), "changed at {at}");
    }
}

#[test]
fn no_bytes_with_a_right_sum_make_matching_panic() {
    use sha2::{Digest, Sha256};
    let mut chance = Chance::new(12);
    let mut index = Index::default();
    (0..60).for_each(|id| index.add(id, &chance.query(4)));
    let whole = index.to_bytes(b"");
    let stories: Vec<Story> = (0..8).map(|_| chance.story()).collect();
    for _ in 0..400 {
        let mut bytes = whole[..whole.len() - 32].to_vec();
        for _ in 0..=chance.below(3) {
            let at = usize::try_from(chance.below(bytes.len() as u64 - 16)).unwrap_or_default();
            bytes[16 + at] = u8::try_from(chance.below(256)).unwrap_or_default();
        }
        let sum = Sha256::digest(&bytes);
        bytes.extend_from_slice(&sum);
        let Ok((index, _)) = Index::from_bytes(&bytes) else { continue };
        for story in &stories {
            index.match_story(story, &mut Scratch::default());
        }
    }
}

#[test]
fn queries_that_mean_the_same_are_kept_once() {
    let mut index = Index::default();
    let same = [
        "apple AND (pear OR plum)",
        "(plum OR pear OR plum) Apple",
        "apple NOT NOT (pear OR plum)",
    ];
    for (id, text) in (1..).zip(same) {
        index.add(id, &parse(text));
    }
    assert_eq!((index.len(), index.distinct()), (3, 1));
    let story = Story { title: "Apple, plum".into(), ..Story::default() };
    let mut scratch = Scratch::default();
    assert_eq!(index.match_story(&story, &mut scratch), [1, 2, 3]);
    assert!(index.remove(1) && index.remove(2) && !index.remove(2));
    assert_eq!(index.match_story(&story, &mut scratch), [3]);
    index.add(3, &parse("quince"));
    assert_eq!(index.distinct(), 1);
    assert!(index.match_story(&story, &mut scratch).is_empty());
}

#[test]
fn what_cannot_fire_is_not_looked_at() {
    let mut index = Index::default();
    for id in 0..1000 {
        let low = f64::from(u32::try_from(id).unwrap_or_default()) / 50.0;
        index.add(3 * id, &parse(&format!("move:[{low}..{}]", low + 0.01)));
        index.add(3 * id + 1, &parse(&format!("NOT the AND NOT w{id}")));
        index.add(3 * id + 2, &parse(&format!("\"t{id} t{}\"~3", id + 1)));
    }
    let mut story = Story { title: "The t500 and the t501".into(), ..Story::default() };
    story.numbers.push((wiredesk_alert::Number::Move, 10.005));
    let mut scratch = Scratch::default();
    assert_eq!(index.match_story(&story, &mut scratch), [1500, 1502]);
    let effort = scratch.effort();
    assert!(effort.postings < 40, "{effort:?}");
}
