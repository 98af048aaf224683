//! Time of a story against many queries, of a change, and of reading a query:
//! `cargo bench -p wiredesk-alert`. For figures on given files see `examples/measure.rs`.

use divan::{Bencher, black_box, counter::ItemsCount};
use std::sync::Arc;
use wiredesk_alert::{Frequencies, Index, Limits, Name, Query, Scratch, Story};

fn main() {
    divan::main();
}

/// Numbers in a row (splitmix64).
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let x = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        x ^ (x >> 31)
    }

    /// Small numbers often, large ones seldom, as words and names are used.
    fn rank(&mut self, bound: u64) -> u64 {
        let share = (self.next() % 10_000) as f64 / 10_000.0;
        ((bound as f64).powf(share) as u64).min(bound) - 1
    }

    fn word(&mut self) -> String {
        format!("w{}", self.rank(50_000))
    }

    /// Six in ten a ticker with or without a channel, the rest words and phrases.
    fn query(&mut self) -> String {
        let ticker = format!("ticker:T{}", self.next() % 20_000);
        let rare = format!("w{}", 1000 + self.next() % 49_000);
        match self.next() % 10 {
            0..=2 => ticker,
            3..=5 => format!("{ticker} AND channel:c{}", self.next() % 20),
            6 => format!("({rare} OR {}) AND {}", self.word(), self.word()),
            7 => format!("{rare} AND {} AND NOT {}", self.word(), self.word()),
            8 => format!("\"{rare} {}\"", self.word()),
            _ => format!("\"{rare} {}\"~5 AND importance:>={}", self.word(), self.next() % 5),
        }
    }

    fn story(&mut self) -> Story {
        let body: Vec<String> = (0..400).map(|_| self.word()).collect();
        let mut names = vec![(Name::Channel, format!("c{}", self.next() % 20))];
        names.extend((0..2).map(|_| (Name::Ticker, format!("T{}", self.next() % 20_000))));
        let numbers = vec![(wiredesk_alert::Number::Importance, (self.next() % 6) as f64)];
        Story { title: body[..10].join(" "), body: body.join(" "), names, numbers }
    }
}

fn parsed(text: &str) -> Query {
    Query::parse(text, &Limits::default()).expect("a query")
}

fn index(chance: &mut Chance, queries: u64) -> Index {
    let mut frequencies = Frequencies::default();
    (0..200).for_each(|_| frequencies.observe(&chance.story()));
    let mut index = Index::new(Arc::new(frequencies));
    (0..queries).for_each(|id| index.add(id, &parsed(&chance.query())));
    index.pack();
    index
}

#[divan::bench(args = [1_000, 10_000, 100_000, 1_000_000])]
fn a_story(bencher: Bencher, queries: u64) {
    let mut chance = Chance(1);
    let index = index(&mut chance, queries);
    let stories: Vec<Story> = (0..64).map(|_| chance.story()).collect();
    let mut scratch = Scratch::default();
    let mut turn = stories.iter().cycle();
    bencher.counter(ItemsCount::new(1u32)).bench_local(|| {
        turn.next().map(|story| index.match_story(black_box(story), &mut scratch).len())
    });
}

#[divan::bench]
fn a_removal_and_an_addition(bencher: Bencher) {
    let mut chance = Chance(2);
    let mut index = index(&mut chance, 100_000);
    let queries: Vec<Query> = (0..1000).map(|_| parsed(&chance.query())).collect();
    let mut turn = (0..).zip(queries.iter().cycle());
    bencher.bench_local(|| {
        if let Some((id, query)) = turn.next() {
            index.add(id % 100_000, query);
        }
    });
}

#[divan::bench]
fn a_query_read(bencher: Bencher) {
    let mut chance = Chance(3);
    let texts: Vec<String> = (0..1000).map(|_| chance.query()).collect();
    let mut turn = texts.iter().cycle();
    bencher.bench_local(|| turn.next().map(|text| parsed(black_box(text))));
}
