//! The books of a store: what came in is entered, acts outlive reading anew.

use std::sync::Arc;
use wiredesk_flow::{Newsroom, ledger::Books};
use wiredesk_ledger::Question;
use wiredesk_model::jiff::Timestamp;
use wiredesk_model::{EntityId, Published, Report, ReportId};
use wiredesk_store::{ActWord, Incoming, NewLedgerAct, Store};

fn report(outlet: &str, day: &str, text: &str) -> Incoming {
    let mut report = Report::new(ReportId::new(""), text);
    report.source = Some(outlet.into());
    report.published = Published::parse(day);
    report.title = Some(text.chars().take(30).collect());
    Incoming::new(report)
}

fn now() -> Timestamp {
    "2024-09-15T08:00:00Z".parse().expect("time")
}

fn suppliers(books: &Books) -> Vec<String> {
    let question = Question::military_suppliers(EntityId::new("country:RUS"));
    let ranking = books.ask(|ledger| ledger.rank(question)).expect("read");
    ranking.rows.iter().filter_map(|r| Some(r.actor.as_ref()?.to_string())).collect()
}

#[test]
fn what_comes_in_is_entered_and_acts_outlive_reading_anew() {
    let folder = tempfile::tempdir().expect("folder");
    let store = Store::open(folder.path()).expect("store");
    let newsroom = Newsroom::open(store.clone()).expect("newsroom");
    let books = Books::new(store.clone(), Arc::clone(newsroom.reader()));
    assert!(suppliers(&books).is_empty());
    let take = |incoming| {
        store.receive(vec![incoming], now()).expect("kept");
        newsroom.advance(now, |_| {}).expect("advanced");
    };
    take(report("Observer", "2024-06-14", "North Korea has sent Russia artillery shells."));
    assert_eq!(suppliers(&books), ["country:PRK"]);
    take(report("Telegraph", "2024-09-11", "Iran has delivered ballistic missiles to Russia."));
    assert_eq!(suppliers(&books), ["country:IRN", "country:PRK"]);

    let question = Question::military_suppliers(EntityId::new("country:RUS"));
    let ranking = books.ask(|ledger| ledger.rank(question)).expect("read");
    let claim = ranking.rows[0].says[0].claims[0].claim.clone();
    let act = books.on_claim(ActWord::Reject, &claim, (None, "Ann", "misread")).expect("read");
    let id = books.act(act.expect("a claim"), now()).expect("recorded");
    assert_eq!(suppliers(&books), ["country:PRK"]);
    newsroom.rebuild(now, |_| {}).expect("made again");
    assert_eq!(suppliers(&books), ["country:PRK"], "kept while the books are open");
    let fresh = Books::new(store.clone(), Arc::clone(newsroom.reader()));
    assert_eq!(suppliers(&fresh), ["country:PRK"], "and after a restart");
    assert!(fresh.acts().expect("read")[0].1, "its claim is found");
    fresh.undo(id, "Bob", now()).expect("undone");
    for books in [&fresh, &books] {
        assert_eq!(suppliers(books), ["country:IRN", "country:PRK"]);
    }
    assert!(fresh.undo(id, "Bob", now()).is_err());
}

#[test]
fn every_kind_of_act_survives_reading_anew_and_can_be_undone() {
    let folder = tempfile::tempdir().expect("folder");
    let store = Store::open(folder.path()).expect("store");
    let newsroom = Newsroom::open(store.clone()).expect("newsroom");
    let books = Books::new(store.clone(), Arc::clone(newsroom.reader()));
    let told = [
        ("Observer", "2024-06-14", "Vladimir Putin has sent Iran artillery shells."),
        ("Telegraph", "2024-09-11", "China has delivered missiles to Iran."),
    ];
    let told = told.map(|(outlet, day, text)| report(outlet, day, text)).to_vec();
    store.receive(told, now()).expect("kept");
    newsroom.advance(now, |_| {}).expect("advanced");
    let question = || Question::military_suppliers(EntityId::new("country:IRN"));
    let shown = |books: &Books| {
        let ranking = books.ask(|ledger| ledger.rank(question())).expect("read");
        let claim = ranking.rows[0].says[0].claims[0].claim.clone();
        let name = |r: &wiredesk_ledger::RankRow| Some(r.actor.as_ref()?.to_string());
        let notes = |l: &wiredesk_ledger::Ledger| {
            let of = |n: Vec<&str>| n.join(" ");
            (of(l.notes(&claim)), of(l.remarks(&EntityId::new("country:CHN"))))
        };
        let names: Vec<String> = ranking.rows.iter().filter_map(name).collect();
        (names, books.ask(notes).expect("read"))
    };
    let act = |kind, subject: &str, object: Option<&str>| NewLedgerAct {
        kind,
        subject: subject.into(),
        object: object.map(String::from),
        evidence: None,
        trigger: None,
        by: "Ann".into(),
        reason: "a test".into(),
    };
    let before = shown(&books);
    assert_eq!(before.0, ["country:CHN", "country:RUS"], "he acts for Russia");
    let first = books.ask(|l| l.rank(question()).rows[0].says[0].claims[0].claim.clone());
    let note = (Some("see the denial".into()), "Ann", "a test");
    let note = books.on_claim(ActWord::Annotate, &first.expect("read"), note);
    let acts = [
        note.expect("read").expect("a claim"),
        act(ActWord::Remark, "country:CHN", Some("by proxy")),
        act(ActWord::Merge, "country:CHN", Some("country:PRK")),
        act(ActWord::Split, "person:vladimir-putin", None),
    ];
    let ids = acts.map(|act| books.act(act, now()).expect("recorded"));
    let after = shown(&books);
    assert_eq!(after.0, ["country:PRK", "person:vladimir-putin"]);
    assert_eq!(after.1, ("see the denial".into(), "by proxy".into()));
    newsroom.rebuild(now, |_| {}).expect("made again");
    let fresh = Books::new(store.clone(), Arc::clone(newsroom.reader()));
    for books in [&books, &fresh] {
        assert_eq!(shown(books), after, "after reading anew");
    }
    ids.iter().for_each(|id| fresh.undo(*id, "Bob", now()).expect("undone"));
    for books in [&books, &fresh] {
        assert_eq!(shown(books), before, "all are undone");
    }
}
