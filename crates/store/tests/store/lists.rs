//! Lists of published stories against a plain re-count of all of them.

use crate::{at, finished, open};
use std::collections::BTreeSet;
use wiredesk_model::StoryId;
use wiredesk_store::{By, Facet, Filter, Imported, Order, PublishedStory, Security, Start, Store};

const CHANNELS: [&str; 4] = ["News", "Tech", "Markets", "WIIM"];
const TICKERS: [&str; 5] = ["AAPL", "MSFT", "TSLA", "BRK.B", "XOM"];

/// Stories with times that repeat, in no order, some updated, some removed.
fn fill(store: &Store, n: u64) -> Vec<PublishedStory> {
    let mut random = Random(7);
    let mut items = Vec::new();
    for i in 0..n {
        let pick = |random: &mut Random, from: &[&'static str]| -> Vec<&'static str> {
            from.iter().copied().filter(|_| random.below(3) == 0).collect()
        };
        let (channels, tickers) = (pick(&mut random, &CHANNELS), pick(&mut random, &TICKERS));
        let mut story = finished(&format!("story {i}"), &channels, &tickers);
        story.author = format!("Author {}", random.below(3));
        story.tags = vec![format!("tag {}", random.below(20))];
        story.entities = vec![format!("country:C{}", random.below(6))];
        story.storyline = (random.below(2) == 0).then(|| format!("s-{}", random.below(4)));
        story.importance = u8::try_from(random.below(4)).unwrap();
        story.leading = u32::try_from(random.below(3)).unwrap();
        story.kind = ["", "story", "Press"][random.below(3) as usize].into();
        if random.below(4) == 0 {
            story.body.clear();
        }
        let published = random.below(40) as i64;
        let updated = (random.below(2) == 0).then(|| at(published + random.below(30) as i64));
        let removed = (random.below(10) == 0).then(|| at(100 + random.below(5) as i64));
        items.push(Imported { story, published: at(published), updated, removed });
    }
    store.import(items, at(500)).unwrap();
    store.published_after(0, usize::MAX >> 1).unwrap()
}

struct Random(u64);

impl Random {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (self.0 >> 33) % n
    }
}

/// What a list must be, the slow way.
fn expected(all: &[PublishedStory], filter: &Filter, order: Order) -> Vec<u64> {
    let any = |wanted: &[String], has: &[String]| {
        wanted.is_empty() || wanted.iter().any(|w| has.iter().any(|h| h.eq_ignore_ascii_case(w)))
    };
    let changed = |s: &PublishedStory| s.removed.unwrap_or(s.updated);
    let mut fit: Vec<&PublishedStory> = all
        .iter()
        .filter(|s| s.removed.is_some() == filter.removed)
        .filter(|s| any(&filter.channels, &s.story.channels))
        .filter(|s| any(&filter.tickers, &s.story.tickers))
        .filter(|s| any(&filter.tags, &s.story.tags))
        .filter(|s| any(&filter.authors, std::slice::from_ref(&s.story.author)))
        .filter(|s| any(&filter.entities, &s.story.entities))
        .filter(|s| any(&filter.storylines, s.story.storyline.as_slice()))
        .filter(|s| any(&filter.primary_tickers, s.story.primary()))
        .filter(|s| any(&filter.kinds, &[s.story.kind().to_owned()]))
        .filter(|s| any(&filter.importances, &[s.story.importance.to_string()]))
        .filter(|s| filter.each.iter().all(|(_, name)| s.story.tickers.contains(name)))
        .filter(|s| filter.among.as_ref().is_none_or(|ids| ids.contains(&s.id)))
        .filter(|s| !filter.with_body || !s.story.body.is_empty())
        .filter(|s| filter.created_from.is_none_or(|t| s.created >= t))
        .filter(|s| filter.created_before.is_none_or(|t| s.created < t))
        .filter(|s| filter.updated_from.is_none_or(|t| changed(s) >= t))
        .filter(|s| filter.updated_before.is_none_or(|t| changed(s) < t))
        .filter(|s| filter.id_above.is_none_or(|id| s.id.0 > id))
        .collect();
    fit.sort_by_key(|s| match order.by {
        By::Created => (s.created.as_microsecond(), s.id.0),
        By::Updated => (changed(s).as_microsecond(), s.id.0),
        By::Id => (0, s.id.0),
    });
    if order.descending {
        fit.reverse();
    }
    fit.iter().map(|s| s.id.0).collect()
}

fn ids(stories: &[PublishedStory]) -> Vec<u64> {
    stories.iter().map(|s| s.id.0).collect()
}

fn filters() -> Vec<Filter> {
    let own = |names: &[&str]| -> Vec<String> { names.iter().map(ToString::to_string).collect() };
    let none = Filter::default();
    vec![
        none.clone(),
        Filter { removed: true, ..none.clone() },
        Filter { channels: own(&["news"]), ..none.clone() },
        Filter { channels: own(&["NEWS", "tech", "no such"]), ..none.clone() },
        Filter {
            tickers: own(&["brk.b", "XOM", "AAPL"]),
            channels: own(&["WIIM"]),
            ..none.clone()
        },
        Filter { tags: own(&["tag 3", "tag 4"]), authors: own(&["author 1"]), ..none.clone() },
        Filter { tickers: own(&["none"]), ..none.clone() },
        Filter { entities: own(&["country:c1", "country:C4"]), ..none.clone() },
        Filter { storylines: own(&["s-2"]), channels: own(&["Tech"]), ..none.clone() },
        Filter { created_from: Some(at(10)), created_before: Some(at(20)), ..none.clone() },
        Filter { updated_from: Some(at(35)), ..none.clone() },
        Filter { updated_before: Some(at(20)), tickers: own(&["TSLA", "MSFT"]), ..none.clone() },
        Filter { created_from: Some(at(5)), updated_from: Some(at(30)), ..none.clone() },
        Filter { id_above: Some(150), channels: own(&["Markets"]), ..none.clone() },
        Filter { primary_tickers: own(&["aapl", "MSFT"]), ..none.clone() },
        Filter { kinds: own(&["press"]), channels: own(&["news"]), ..none.clone() },
        Filter { kinds: own(&["Story"]), ..none.clone() },
        Filter { kinds: own(&["story", "press"]), created_from: Some(at(7)), ..none.clone() },
        Filter { importances: own(&["2", "3"]), with_body: true, ..none.clone() },
        Filter {
            with_body: true,
            kinds: own(&["story"]),
            updated_from: Some(at(9)),
            ..none.clone()
        },
        Filter {
            each: vec![(Facet::Ticker, "AAPL".into()), (Facet::Ticker, "TSLA".into())],
            tags: own(&["tag 1", "tag 2", "tag 3"]),
            ..none.clone()
        },
        Filter {
            among: Some((0..300).step_by(3).map(StoryId).collect()),
            channels: own(&["tech"]),
            created_from: Some(at(3)),
            ..none.clone()
        },
        Filter { among: Some(Vec::new()), ..none.clone() },
        Filter { removed: true, updated_from: Some(at(102)), id_above: Some(20), ..none },
    ]
}

fn orders() -> impl Iterator<Item = Order> {
    let ways = [true, false];
    [By::Created, By::Updated, By::Id]
        .into_iter()
        .flat_map(move |by| ways.map(|descending| Order { by, descending }))
}

#[test]
fn every_filter_in_every_order_gives_the_right_pages() {
    let (_folder, store) = open();
    let all = fill(&store, 400);
    for filter in filters() {
        for order in orders() {
            let want = expected(&all, &filter, order);
            let said = format!("{filter:?} {order:?}");
            let whole = store.list(&filter, order, Start::Top, 1000).unwrap();
            assert_eq!(ids(&whole), want, "{said}");
            let mut paged = Vec::new();
            let mut start = Start::Top;
            loop {
                let page = store.list(&filter, order, start, 7).unwrap();
                let Some(last) = page.last() else { break };
                start = order.after(last);
                paged.extend(ids(&page));
            }
            assert_eq!(paged, want, "page by page: {said}");
            let deep = store.list(&filter, order, Start::Offset(21), 7).unwrap();
            let cut: Vec<u64> = want.iter().copied().skip(21).take(7).collect();
            assert_eq!(ids(&deep), cut, "by offset: {said}");
        }
    }
}

#[test]
fn names_are_found_by_their_letters() {
    let (_folder, store) = open();
    fill(&store, 100);
    let check = |from: Option<&str>, to: Option<&str>, expected: &[&str]| {
        let names = store.facet_names(Facet::Ticker, (from, to), 9).unwrap();
        assert_eq!(names, expected);
    };
    check(None, None, &["AAPL", "BRK.B", "MSFT", "TSLA", "XOM"]);
    check(Some("b"), Some("TSLA"), &["BRK.B", "MSFT", "TSLA"]);
    check(Some("z"), None, &[]);
}

#[test]
fn what_is_known_of_a_security_grows() {
    let (_folder, store) = open();
    let told = |exchange: &str, isin: &str| Security {
        ticker: " aapl".into(),
        exchange: exchange.into(),
        isin: isin.into(),
        ..Security::default()
    };
    let know = |told, second| store.know_securities(vec![told], at(second)).unwrap();
    assert_eq!(know(told("NASDAQ", ""), 1), 1);
    assert_eq!(know(told("", "US0378331005"), 2), 1);
    assert_eq!(know(told("NASDAQ", ""), 3), 0, "nothing new");
    let known = store.securities(["AAPL", "aapl", "MSFT"]).unwrap();
    let apple = &known["AAPL"];
    assert_eq!((known.len(), apple.ticker.as_str()), (1, "AAPL"));
    assert_eq!((apple.exchange.as_str(), apple.isin.as_str()), ("NASDAQ", "US0378331005"));
    let with_isin = |isin: &str| store.tickers_of(&[isin.into()], &[]).unwrap();
    assert_eq!((with_isin("us0378331005").len(), with_isin("").len()), (1, 0));
}

#[test]
fn pages_neither_drop_nor_repeat_while_stories_arrive() {
    let (_folder, store) = open();
    let before: BTreeSet<u64> = ids(&fill(&store, 120)).into_iter().collect();
    let standing: BTreeSet<u64> = {
        let all = store.list(&Filter::default(), Order::NEWEST, Start::Top, 1000).unwrap();
        ids(&all).into_iter().collect()
    };
    assert!(standing.is_subset(&before));
    let (mut seen, mut start) = (Vec::new(), Start::Top);
    for round in 0.. {
        let page = store.list(&Filter::default(), Order::NEWEST, start, 9).unwrap();
        let Some(last) = page.last() else { break };
        start = Order::NEWEST.after(last);
        seen.extend(ids(&page));
        // One story newer than all, one older, one in the middle of the page just given.
        for (i, second) in
            [1000 + round, -1 - round, last.created.as_second() % 7].iter().enumerate()
        {
            let story = finished(&format!("late {round} {i}"), &[], &[]);
            let item = Imported { story, published: at(*second), updated: None, removed: None };
            store.import(vec![item], at(2000)).unwrap();
        }
        if round > 60 {
            break; // older stories arrive as fast as they are read
        }
    }
    let once: BTreeSet<u64> = seen.iter().copied().collect();
    assert_eq!(once.len(), seen.len(), "none twice");
    assert!(standing.is_subset(&once), "none dropped");
}

#[test]
fn counts_follow_what_stands() {
    let (_folder, store) = open();
    let all = fill(&store, 200);
    let standing = |name: &str| {
        let fits =
            |s: &&PublishedStory| s.removed.is_none() && s.story.tickers.iter().any(|t| t == name);
        all.iter().filter(fits).count() as u64
    };
    let counts = store.facet_counts(Facet::Ticker, 99).unwrap();
    assert_eq!(counts.len(), TICKERS.len());
    for count in &counts {
        assert_eq!(count.stories, standing(&count.name), "{}", count.name);
    }
    let victim = all.iter().find(|s| s.removed.is_none() && !s.story.tickers.is_empty()).unwrap();
    store.withdraw(StoryId(victim.id.0), "ann", "n", at(900)).unwrap();
    let name = &victim.story.tickers[0];
    let now = store.facet_counts(Facet::Ticker, 99).unwrap();
    assert_eq!(now.iter().find(|c| c.name == *name).unwrap().stories, standing(name) - 1);
}
