//! A query tried on the archive finds exactly the stories that it would have fired on.

use std::collections::BTreeSet;
use wiredesk_alert::{Index, Limits, Number, Query, Scratch, Story};
use wiredesk_flow::archive::{Span, try_query};
use wiredesk_flow::{alerts, finding};
use wiredesk_model::StoryId;
use wiredesk_model::jiff::{SignedDuration, Timestamp};
use wiredesk_read::Reader;
use wiredesk_store::{Finished, Imported, Store};

/// Numbers in a row (splitmix64).
struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let x = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((x ^ (x >> 31)) % bound as u64).unwrap_or_default()
    }

    fn of<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.below(list.len())]
    }

    fn words(&mut self, most: usize) -> String {
        let count = 1 + self.below(most);
        let words: Vec<&str> = (0..count).map(|_| self.of(&WORDS)).collect();
        words.join(self.of(&[" ", ", ", " – "]))
    }

    fn story(&mut self, at: Timestamp) -> Imported {
        let body =
            format!("<p>{}</p><p>{} &amp; {}</p>", self.words(9), self.words(9), self.words(5));
        let some = |list: &[&str], chance: &mut Self| match chance.below(3) {
            0 => Vec::new(),
            _ => vec![chance.of(list).to_owned()],
        };
        let story = Finished {
            title: self.words(6),
            teaser: self.words(6),
            body,
            tickers: some(&["AAPL", "brk.b", "OR"], self),
            channels: some(&["World", "Markets"], self),
            tags: some(&["country:PRK", "org:reuters"], self),
            ..Finished::default()
        };
        Imported { story, published: at, updated: None, removed: None }
    }

    fn clause(&mut self) -> String {
        let word = self.of(&WORDS);
        match self.below(12) {
            0 => self.of(&["ticker:aapl", "ticker:BRK.B", "ticker:\"OR\""]).to_owned(),
            1 => self.of(&["section:world", "channel:Markets"]).to_owned(),
            2 => self.of(&["entity:country:PRK", "entity:country:RUS"]).to_owned(),
            3 => self.of(&["ts:>=2024-09-10", "pt:>4", "origins:>=1", "speaker:x"]).to_owned(),
            4 => format!("\"{} {}\"", word, self.of(&WORDS)),
            5 => format!("\"{} {}\"~{}", word, self.of(&WORDS), self.below(4)),
            6 => self.of(&["shel*", "zür*", "title:ру*", "12*"]).to_owned(),
            7 => self.of(&["shelling~", "bank~", "body:sailed~"]).to_owned(),
            8 => format!("title:{word}"),
            9 => format!("body:{word}"),
            _ => word.to_owned(),
        }
    }

    fn query(&mut self, depth: usize) -> String {
        match self.below(if depth == 0 { 1 } else { 5 }) {
            0 => self.clause(),
            1 => format!("NOT ({})", self.query(depth - 1)),
            2 => format!("({} OR {})", self.query(depth - 1), self.query(depth - 1)),
            _ => format!("({} AND {})", self.query(depth - 1), self.query(depth - 1)),
        }
    }
}

const WORDS: [&str; 16] = [
    "Zürich",
    "shells",
    "shelling",
    "the",
    "bank",
    "12.5%",
    "Русь",
    "naïve",
    "North Korea",
    "Russia",
    "sails",
    "sailing",
    "άνθρωπος",
    "東京",
    "straße",
    "O’Brien",
];

const STORIES: i64 = 40;

/// A story as the alerts see it.
fn seen(store: &Store, reader: &Reader, id: StoryId) -> Story {
    let kept = store.published(id).expect("read").expect("there");
    let mut told = alerts::told(&kept.story, reader);
    let logged = store.log_of(id).expect("read")[0].at;
    told.numbers.push((Number::Ts, logged.as_second() as f64));
    told
}

#[test]
fn the_archive_is_searched_by_the_rules_of_the_alerts() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = Store::open(folder.path()).expect("opens");
    let (reader, mut chance) = (Reader::shipped(), Chance(5));
    let first: Timestamp = "2024-09-01T08:00:00Z".parse().expect("time");
    let at = |n: i64| first + SignedDuration::from_hours(n);
    let stories = (0..STORIES).map(|n| chance.story(at(n))).collect();
    let moved = store.import(stories, at(999)).expect("moved in");
    let index = finding::open(&store).expect("opens");
    finding::advance(&store, &index, &reader).expect("indexed");
    let told: Vec<_> = moved.iter().map(|story| seen(&store, &reader, story.id)).collect();
    let mut found_some = 0;
    for _ in 0..120 {
        let text = chance.query(3);
        let query = Query::parse(&text, &Limits::default()).expect(&text);
        let mut standing = Index::default();
        standing.add(1, &query);
        let mut scratch = Scratch::default();
        let mut fires = |told: &Story| !standing.match_story(told, &mut scratch).is_empty();
        let fired = moved.iter().zip(&told).filter(|(_, told)| fires(told));
        let expected: BTreeSet<_> = fired.map(|(story, _)| story.id).collect();
        let span = Span { show: 1_000, ..Span::default() };
        let tried = try_query((&store, &index, &reader), &query, span).expect("tried");
        let found: BTreeSet<_> = tried.matches.iter().map(|m| m.story).collect();
        assert_eq!(found, expected, "{text}");
        assert_eq!((tried.fired, tried.more), (expected.len(), false));
        let counted = try_query((&store, &index, &reader), &query, Span::default());
        assert_eq!(counted.expect("counted").fired, expected.len(), "{text}");
        found_some += usize::from(!expected.is_empty() && expected.len() < told.len());
        let late = Span { from: Some(at(10)), before: Some(at(20)), show: 5 };
        let within = try_query((&store, &index, &reader), &query, late).expect("tried");
        let between = expected.iter().filter(|id| (11..=20).contains(&id.0)).count();
        assert_eq!((within.fired, within.matches.len()), (between, between.min(5)), "{text}");
    }
    assert!(found_some > 30, "{found_some} queries told stories apart");
}
