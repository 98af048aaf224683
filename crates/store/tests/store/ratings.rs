//! Analysts' ratings.

use crate::{at, open};
use wiredesk_model::{Published, Rating, Span};
use wiredesk_store::{Error, NewRating, Outcome, RatingFilter, Store};

fn rating(ticker: &str, firm: &str, day: &str, target: f64) -> NewRating {
    NewRating {
        rating: Rating {
            span: Span::new(1, 2),
            ticker: Some(ticker.into()),
            firm: Some(firm.into()),
            action: Some("upgrade".into()),
            target: Some(target),
            ..Rating::default()
        },
        date: Published::parse(day).unwrap(),
        importance: 3,
        notes: None,
        origin: "file.csv".into(),
    }
}

fn rate(store: &Store, rating: NewRating, second: i64) -> Outcome {
    store.rate(vec![rating], at(second)).unwrap()[0].outcome
}

#[test]
fn the_same_rating_told_again_is_known_and_told_differently_is_history() {
    let (_folder, store) = open();
    assert_eq!(rate(&store, rating("AAPL", "Big Bank", "2024-09-15", 200.0), 0), Outcome::Inserted);
    let mut again = rating("aapl", "big  bank", "2024-09-15", 200.0);
    again.rating.ticker = Some("AAPL".into());
    again.rating.firm = Some("Big Bank".into());
    again.rating.span = Span::new(7, 9);
    again.origin = "another.csv".into();
    assert_eq!(rate(&store, again, 1), Outcome::Known);
    assert_eq!(rate(&store, rating("aapl", "BIG BANK", "2024-09-15", 210.0), 2), Outcome::Updated);
    assert_eq!(rate(&store, rating("AAPL", "Big Bank", "2024-09-16", 210.0), 3), Outcome::Inserted);
    let all = store.ratings(&RatingFilter::default(), 0, 9).unwrap();
    assert_eq!(all.iter().map(|r| (r.id.0, r.version)).collect::<Vec<_>>(), [(2, 1), (1, 2)]);
    let history = store.rating_history(all[1].id).unwrap();
    let targets: Vec<_> = history.iter().map(|(when, r)| (*when, r.target)).collect();
    assert_eq!(targets, [(at(0), Some(200.0)), (at(2), Some(210.0))]);

    let mut nameless = rating("AAPL", "x", "2024-09-15", 1.0);
    nameless.rating.ticker = Some(" ".into());
    assert!(matches!(store.rate(vec![nameless], at(4)), Err(Error::Refused(_))));
}

#[test]
fn ratings_are_filtered_and_paged() {
    let (_folder, store) = open();
    let given = vec![
        rating("AAPL", "Big Bank", "2024-09-01", 1.0),
        rating("MSFT", "Small Bank", "2024-09-02", 2.0),
        rating("XOM", "Big Bank", "2024-09-03T10:00:00-04:00", 3.0),
    ];
    store.rate(given, at(0)).unwrap();
    let check = |filter: RatingFilter, want: &[u64]| {
        let found = store.ratings(&filter, 0, 9).unwrap();
        assert_eq!(found.iter().map(|r| r.id.0).collect::<Vec<_>>(), want, "{filter:?}");
    };
    let none = RatingFilter::default();
    let day = |d: &str| Some(Published::parse(d).unwrap().order_key());
    check(none.clone(), &[3, 2, 1]);
    check(RatingFilter { tickers: vec!["xom".into(), "aapl".into()], ..none.clone() }, &[3, 1]);
    check(RatingFilter { firms: vec!["BIG BANK".into()], ..none.clone() }, &[3, 1]);
    check(
        RatingFilter { from: day("2024-09-02"), before: day("2024-09-03"), ..none.clone() },
        &[2],
    );
    check(RatingFilter { importance: 4, ..none.clone() }, &[]);
    check(
        RatingFilter { actions: vec!["Upgrade".into()], importance: 3, ..none.clone() },
        &[3, 2, 1],
    );
    let page = store.ratings(&none, 1, 1).unwrap();
    assert_eq!(page[0].id.0, 2);
    store.remove_rating(page[0].id, at(50)).unwrap();
    check(none.clone(), &[3, 1]);
    check(RatingFilter { removed: true, ..none.clone() }, &[2]);
    check(RatingFilter { updated_from: Some(at(1)), ..none }, &[]);
}
