//! Standing queries, watchlists, targets, deliveries.

use crate::{at, open};
use wiredesk_store::{
    DeliveryState, Error, NewDelivery, NewHeld, NewQuery, NewTarget, NewWatchlist, Outgoing, Store,
    TargetId,
};

fn target(store: &Store, name: &str) -> TargetId {
    let (kind, settings) = ("webhook".into(), "{}".into());
    store.add_target(NewTarget { owner: None, kind, name: name.into(), settings }, at(0)).unwrap()
}

fn letter(target: TargetId, key: &str) -> NewDelivery {
    NewDelivery { target, key: key.into(), seq: Some(1), query: None, body: "{}".into() }
}

fn claimed(store: &Store, lease: i64, now: i64) -> Vec<String> {
    let out = store.claim(10, 2, at(lease), at(now)).unwrap();
    out.into_iter().map(|d| d.about.key).collect()
}

#[test]
fn a_key_is_queued_once_and_the_cursor_moves_with_it() {
    let (_folder, store) = open();
    let t = target(&store, "a");
    let two = vec![letter(t, "1"), letter(t, "2")];
    assert_eq!(store.enqueue(two.clone(), Some(("alerts", 7)), at(0)).unwrap(), 2);
    assert_eq!(store.enqueue(two, Some(("alerts", 8)), at(1)).unwrap(), 0);
    assert_eq!(store.cursor("alerts").unwrap(), 8);
    let bad = store.enqueue(vec![letter(TargetId(99), "x")], Some(("alerts", 9)), at(1));
    assert!(bad.is_err());
    assert_eq!(store.cursor("alerts").unwrap(), 8, "both or neither");
}

#[test]
fn a_lease_that_runs_out_is_claimed_again() {
    let (_folder, store) = open();
    let t = target(&store, "a");
    store.enqueue(vec![letter(t, "1")], None, at(0)).unwrap();
    assert_eq!(claimed(&store, 30, 0), ["1"]);
    assert!(claimed(&store, 60, 29).is_empty());
    let again = store.claim(10, 2, at(60), at(30)).unwrap().remove(0);
    assert_eq!((again.attempts, again.state), (2, DeliveryState::Leased));
    store.delivered(again.id, at(31)).unwrap();
    assert!(matches!(store.delivered(again.id, at(32)), Err(Error::NotFound(_))));
    assert!(claimed(&store, 999, 100).is_empty());
    assert_eq!(store.forget_deliveries(at(32)).unwrap(), 1);
}

#[test]
fn a_failure_waits_dies_and_is_sent_again() {
    let (_folder, store) = open();
    let t = target(&store, "a");
    store.enqueue(vec![letter(t, "1")], None, at(0)).unwrap();
    let id = store.claim(1, 1, at(30), at(0)).unwrap().remove(0).id;
    store.failed(id, "503", Some(at(50)), at(1)).unwrap();
    assert_eq!(store.next_delivery_due().unwrap(), Some(at(50)));
    assert!(claimed(&store, 99, 49).is_empty());
    assert_eq!(claimed(&store, 99, 50), ["1"]);
    store.failed(id, "410 gone", None, at(51)).unwrap();
    let dead = store.deliveries(DeliveryState::Dead, Some(t), None, 9).unwrap().remove(0);
    assert_eq!((dead.error.as_deref(), dead.attempts), (Some("410 gone"), 2));
    store.send_again(id, at(60)).unwrap();
    assert_eq!(claimed(&store, 99, 60), ["1"]);
}

#[test]
fn one_slow_target_does_not_hold_up_the_others() {
    let (_folder, store) = open();
    let (slow, quick, paused) = (target(&store, "s"), target(&store, "q"), target(&store, "p"));
    let mut letters: Vec<_> = (0..5).map(|n| letter(slow, &format!("s{n}"))).collect();
    letters.extend([letter(quick, "q0"), letter(paused, "p0")]);
    store.enqueue(letters, None, at(0)).unwrap();
    let about = store.target(paused).unwrap().unwrap().about;
    store.edit_target(paused, about.clone(), Some("401".into())).unwrap();
    assert_eq!(claimed(&store, 30, 0), ["s0", "s1", "q0"]);
    assert!(claimed(&store, 40, 1).is_empty(), "two of the slow one are out already");
    store.edit_target(paused, about, None).unwrap();
    assert_eq!(claimed(&store, 40, 2), ["p0"]);
    store.delete_target(slow, at(3)).unwrap();
    assert_eq!(store.deliveries(DeliveryState::Dead, Some(slow), None, 9).unwrap().len(), 5);
}

#[test]
fn changes_of_standing_queries_are_told_in_order() {
    let (_folder, store) = open();
    let query = |name: &str| NewQuery {
        owner: None,
        name: name.into(),
        query: "korea".into(),
        target: None,
        enabled: true,
    };
    let ids = store.add_queries(vec![query("a"), query("b")], at(0)).unwrap();
    let seen = store.queries_after(None, 9).unwrap();
    let last = seen.last().map(|q| (q.changed, q.id));
    assert!(store.queries_after(last, 9).unwrap().is_empty());
    store.edit_query(ids[0], query("c"), at(5)).unwrap();
    store.delete_query(ids[1], at(6)).unwrap();
    let told = store.queries_after(last, 9).unwrap();
    let told: Vec<_> = told.iter().map(|q| (q.about.name.as_str(), q.deleted.is_some())).collect();
    assert_eq!(told, [("c", false), ("b", true)]);
    assert!(matches!(store.edit_query(ids[1], query("x"), at(7)), Err(Error::NotFound(_))));
}

#[test]
fn watchlists_are_kept() {
    let (_folder, store) = open();
    let list = NewWatchlist {
        owner: None,
        name: "mine".into(),
        entries: vec!["AAPL".into(), "country:PRK".into()],
        importance: Some(3.0),
        query: None,
    };
    let id = store.put_watchlist(None, list.clone(), at(0)).unwrap();
    let ours = NewWatchlist { name: "ours".into(), entries: vec!["AAPL".into()], ..list };
    store.put_watchlist(Some(id), ours.clone(), at(1)).unwrap();
    assert_eq!(store.watchlists_of(ours.owner).unwrap().remove(0).about, ours);
    store.delete_watchlist(id).unwrap();
    assert!(matches!(store.delete_watchlist(id), Err(Error::NotFound(_))));
}

#[test]
fn what_is_held_waits_until_it_is_let_go() {
    let (_folder, store) = open();
    let t = target(&store, "a");
    let held = |seq| NewHeld { target: t, seq, line: format!("{{\"seq\":{seq}}}") };
    let hold = |all: Vec<NewHeld>, cursor| {
        let outgoing = Outgoing { held: all, ..Outgoing::default() };
        store.send_out(outgoing, ("alerts", cursor), at(1)).unwrap()
    };
    assert_eq!(hold(vec![held(1), held(2)], 2), 2);
    assert_eq!(hold(vec![held(2)], 3), 0, "once a target and publication");
    assert_eq!(store.holding().unwrap(), [(t, at(1))]);
    let first = store.held(t, 1).unwrap().remove(0);
    store.release_held(t, first.id, Some(letter(t, "digest-1")), at(5)).unwrap();
    assert_eq!(store.held(t, 9).unwrap().len(), 1);
    assert_eq!(store.sent_since(t, at(0), 9).unwrap(), [at(5)]);
    assert_eq!(claimed(&store, 30, 5), ["digest-1"]);
    store.set_pace(t, "{}", "secret").unwrap();
    store.set_pace(t, "{\"per_hour\":2}", "other").unwrap();
    assert_eq!(store.target_of_token("secret").unwrap().map(|t| t.id), Some(t));
    assert!(store.target_of_token("other").unwrap().is_none());
}
