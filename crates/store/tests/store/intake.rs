//! Reports, quarantine, sources, storylines, claims.

use crate::{at, open, report};
use wiredesk_model::{
    Amount, Assignment, Claim, ClaimId, EntityId, Event, Evidence, Image, Participant, Particulars,
    Precedence, Published, Root, Span, Stage, Status, StorylineId, Voice, When,
};
use wiredesk_store::{Error, Fetched, Incoming, NewSource, Outcome, Raw, Refused, Store};

fn incoming(title: &str) -> Incoming {
    Incoming::new(report(title, &format!("{title}. Some text.")))
}

#[test]
fn a_report_comes_back_as_it_was_given() {
    let (_folder, store) = open();
    let mut given = incoming("Shells were sent");
    given.report.url = Some("https://wire.example/a?utm_source=x".into());
    given.report.byline = vec!["Ann Example".into(), "Бо".into()];
    given.report.published = Published::parse("2024-09-15T10:30:00.5+03:00");
    given.report.language = Some("en".into());
    given.report.images =
        vec![Image { url: "i".into(), credit: Some("c".into()), ..Image::default() }];
    given.url_key = Some("wire.example/a".into());
    given.raw = Some(Raw { bytes: b"<html>\0\xFF".to_vec(), media_type: "text/html".into() });
    let received = store.receive(vec![given.clone()], at(1)).unwrap().remove(0);
    assert_eq!(received.outcome, Outcome::Inserted);
    assert_eq!(received.id, given.report.content_id());

    let kept = store.report(&received.id).unwrap().unwrap();
    given.report.id = received.id.clone();
    assert_eq!(kept.report, given.report);
    assert_eq!((kept.seq, kept.version, kept.received_at), (1, 1, at(1)));
    assert!(kept.has_raw);
    assert_eq!(store.raw(&received.id).unwrap(), given.raw);
}

#[test]
fn the_same_report_is_kept_once_and_a_changed_page_is_a_version() {
    let (_folder, store) = open();
    let page = |title: &str| Incoming { url_key: Some("k".into()), ..incoming(title) };
    let received = store.receive(vec![page("a"), page("a"), page("b")], at(0)).unwrap();
    let outcomes: Vec<_> = received.iter().map(|r| (r.outcome, r.version)).collect();
    use Outcome::{Inserted, Known};
    assert_eq!(outcomes, [(Inserted, 1), (Known, 1), (Inserted, 2)]);
    assert_eq!(store.receive(vec![page("a")], at(9)).unwrap()[0].outcome, Known);
    assert_eq!(store.report_count().unwrap(), 2);
    let versions = store.page_versions("k").unwrap();
    let titles: Vec<_> = versions.iter().filter_map(|v| v.title.as_deref()).collect();
    assert_eq!(titles, ["a", "b"]);
}

#[test]
fn raw_bytes_come_back_whatever_their_size() {
    let (folder, store) = open();
    for size in [0usize, 1, 1_048_575, 1_048_576, 3_000_000] {
        let bytes: Vec<u8> = (0..size).map(|i| (i * 31 % 251) as u8).collect();
        let mut given = incoming(&format!("raw {size}"));
        given.raw = Some(Raw { bytes, media_type: "text/plain".into() });
        let id = store.receive(vec![given.clone()], at(0)).unwrap().remove(0).id;
        assert_eq!(store.raw(&id).unwrap(), given.raw, "{size} bytes");
    }
    let shelves = std::fs::read_dir(folder.path().join("blobs")).unwrap().count();
    assert_eq!(shelves, 2, "two of them are files");
}

#[test]
fn reports_are_walked_in_order_of_arrival_and_listed_newest_first() {
    let (_folder, store) = open();
    let dated = |title: &str, day: &str| {
        let mut given = incoming(title);
        given.report.published = Published::parse(day);
        given
    };
    let days = [("b", "2024-09-02"), ("c", "2024-09-03"), ("a", "2024-09-01")];
    store.receive(days.map(|(t, d)| dated(t, d)).to_vec(), at(0)).unwrap();
    let walked = store.reports_after(1, 10).unwrap();
    let titles = |lines: &[wiredesk_store::ReportLine]| -> String {
        lines.iter().filter_map(|l| l.title.clone()).collect()
    };
    assert_eq!(walked.iter().map(|k| k.seq).collect::<Vec<_>>(), [2, 3]);
    let first = store.latest_reports(None, 2).unwrap();
    assert_eq!(titles(&first), "cb");
    let last = first.last().map(|l| (l.at, l.seq));
    assert_eq!(titles(&store.latest_reports(last, 2).unwrap()), "a");
}

#[test]
fn what_cannot_be_read_is_set_aside_and_counted() {
    let (_folder, store) = open();
    let refused = |name: &str| Refused {
        name: name.into(),
        reason: "not text".into(),
        head: vec![7; 5000],
        size: u64::MAX,
        source: None,
    };
    for (name, second) in [("a.bin", 0), ("b.bin", 1), ("a.bin", 2)] {
        store.quarantine(refused(name), at(second)).unwrap();
    }
    let aside = store.quarantined(None, 10).unwrap();
    let seen: Vec<_> = aside.iter().map(|q| (q.item.name.as_str(), q.times, q.last_at)).collect();
    assert_eq!(seen, [("a.bin", 2, at(2)), ("b.bin", 1, at(1))]);
    assert_eq!(aside[0].item.head.len(), wiredesk_store::HEAD_KEPT);
    assert!(store.release(aside[0].id).unwrap());
    assert_eq!(store.quarantine_count().unwrap(), 1);
}

#[test]
fn a_source_is_due_again_when_the_caller_says() {
    let (_folder, store) = open();
    let feed = |url: &str| NewSource {
        url: url.into(),
        title: None,
        kind: "rss".into(),
        terms: None,
        reliability: Some(60),
    };
    let (id, outcome) = store.add_source(feed("https://a.example/rss"), at(0)).unwrap();
    assert_eq!(outcome, Outcome::Inserted);
    assert_eq!(
        store.add_source(feed("https://a.example/rss"), at(1)).unwrap(),
        (id, Outcome::Known)
    );
    assert_eq!(store.due_sources(at(0), 9).unwrap().len(), 1);

    store.record_fetch(id, Fetched::Failed("timeout".into()), at(60), at(1)).unwrap();
    assert!(store.due_sources(at(59), 9).unwrap().is_empty());
    let source = store.source(id).unwrap().unwrap();
    assert_eq!((source.failures, source.last_error.as_deref()), (1, Some("timeout")));

    let answered = Fetched::Answered {
        title: Some("A".into()),
        etag: Some("\"1\"".into()),
        last_modified: None,
    };
    store.record_fetch(id, answered, at(120), at(60)).unwrap();
    store.record_fetch(id, Fetched::NotModified, at(180), at(120)).unwrap();
    let source = store.source(id).unwrap().unwrap();
    assert_eq!((source.failures, source.etag.as_deref()), (0, Some("\"1\"")));
    assert_eq!(store.next_source_due().unwrap(), Some(at(180)));

    store.edit_source(id, feed("https://a.example/rss"), false, at(200)).unwrap();
    assert!(store.due_sources(at(999), 9).unwrap().is_empty());
    let (other, _) = store.add_source(feed("https://b.example/rss"), at(0)).unwrap();
    let taken = store.edit_source(other, feed("https://a.example/rss"), true, at(0));
    assert!(matches!(taken, Err(Error::Refused(_))));
}

fn event() -> Event {
    let side = |id: &str| Some(Participant { span: Span::new(0, 2), id: Some(id.into()) });
    Event {
        sentence: 0,
        root: Root::Aid,
        mode: Some("military".into()),
        actor: side("country:PRK"),
        recipient: side("country:RUS"),
        trigger: Span::new(3, 5),
        instrument: None,
        place: None,
        date: Some("2024-05".into()),
        quantity: None,
        status: Status::Asserted,
        attribution: None,
    }
}

fn assign(store: &Store, report: &wiredesk_model::ReportId, to: &str) {
    let storyline = StorylineId::new(to);
    let a =
        Assignment { report: report.clone(), storyline, duplicate_of: None, reason: "r".into() };
    store.assign(vec![a]).unwrap();
}

#[test]
fn a_report_is_in_one_storyline() {
    let (_folder, store) = open();
    let given = ["a", "b", "c"].map(incoming).to_vec();
    let ids: Vec<_> = store.receive(given, at(0)).unwrap().into_iter().map(|r| r.id).collect();
    for (id, to) in ids.iter().zip(["s-1", "s-1", "s-2"]) {
        assign(&store, id, to);
    }
    let lines = store.storylines(None, 9).unwrap();
    let seen: Vec<_> = lines.iter().map(|l| (l.id.as_str(), l.title.as_str(), l.reports)).collect();
    assert_eq!(seen, [("s-2", "c", 1), ("s-1", "a", 2)]);
    let rest = store.storylines(Some((lines[0].last, lines[0].id.clone())), 9).unwrap();
    assert_eq!(rest.len(), 1);

    assign(&store, &ids[2], "s-1");
    assert_eq!(store.storyline(&"s-2".into()).unwrap(), None, "its last report left it");
    let all = store.storyline(&"s-1".into()).unwrap().unwrap();
    assert_eq!(all.reports.iter().map(|a| a.report.clone()).collect::<Vec<_>>(), ids);
    store.drop_storylines().unwrap();
    assert_eq!(store.assignment(&ids[0]).unwrap(), None);
}

#[test]
fn claims_are_found_by_report_storyline_and_entity() {
    let (_folder, store) = open();
    let id = store.receive(vec![incoming("a")], at(0)).unwrap().remove(0).id;
    assign(&store, &id, "s-1");
    let claim = |n: u32, speaker: &str| Claim {
        id: ClaimId::new(format!("{id}#{n}")),
        evidence: Evidence { report: id.clone(), span: Span::new(0, 5) },
        voice: Voice { speaker: Some(speaker.into()), origin: "wire".into(), ..Voice::default() },
        event: Some(event()),
        when: When::parse("2024-05"),
        reported: Published::parse("2024-09-15"),
        hedged: true,
        denied: false,
        particulars: Some(Particulars {
            stage: Stage::Allocated,
            instrument: Some("shells".into()),
            amount: Some(Amount { high: Some(4.8e6), unit: "shells".into(), ..Amount::default() }),
        }),
        precedence: Some(Precedence {
            first: "country:PRK".into(),
            above: vec!["country:CHN".into()],
            to: Some("country:RUS".into()),
            role: "ally".into(),
            mode: None,
        }),
    };
    let claims = vec![claim(0, "person:a"), claim(1, "country:PRK")];
    store.put_claims(&[(id.clone(), claims.clone())]).unwrap();
    store.put_claims(&[(id.clone(), claims.clone())]).unwrap();
    assert_eq!(store.claims_of(&id).unwrap(), claims);
    assert_eq!(store.claims_of_storyline(&"s-1".into()).unwrap(), claims);
    assert_eq!(store.claims_after(0, 9).unwrap(), (claims.clone(), Some(1)));
    assert_eq!(store.claims_after(1, 9).unwrap(), (vec![], None));
    let about = |e: &str| store.claims_about(&EntityId::from(e), None, 9).unwrap().len();
    assert_eq!([about("country:PRK"), about("person:a"), about("country:KOR")], [2, 1, 0]);
    store.drop_claims().unwrap();
    assert_eq!(about("country:PRK"), 0);
}
