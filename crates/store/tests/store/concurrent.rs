//! Many callers, many processes, restarts.

use crate::{at, open, report, story};
use wiredesk_model::PublicationKind;
use wiredesk_store::{Error, Incoming, Outcome, Publish, Store};

#[test]
fn many_writers_share_commits_and_each_gets_its_own_answer() {
    let (_folder, store) = open();
    std::thread::scope(|threads| {
        for t in 0..8 {
            let store = store.clone();
            threads.spawn(move || {
                for n in 0..25 {
                    let given = Incoming::new(report(&format!("{t} {n}"), "text"));
                    let id = given.report.content_id();
                    let received = store.receive(vec![given], at(n)).unwrap().remove(0);
                    assert_eq!((received.id, received.outcome), (id, Outcome::Inserted));
                    let draft = story(&format!("{t} {n}"));
                    let id = store.new_story(&draft, "ann", at(n)).unwrap();
                    let finished = crate::finished("t", &["World"], &[]);
                    let (by, kind) = ("ann".to_owned(), PublicationKind::Published);
                    let publish = Publish { id, version: 1, kind, note: None, by, finished };
                    // Every fourth is refused and must not leave a gap in the log.
                    let version = if n % 4 == 0 { 9 } else { 1 };
                    let done = store.publish(Publish { version, ..publish }, at(n));
                    assert_eq!(done.is_err(), n % 4 == 0);
                }
            });
        }
    });
    assert_eq!(store.report_count().unwrap(), 200);
    let log = store.log_after(0, 1000).unwrap();
    let seqs: Vec<u64> = log.iter().map(|p| p.seq).collect();
    assert_eq!(seqs, (1..=store.head()).collect::<Vec<_>>());
    assert_eq!(log.len(), 8 * 18);
}

#[test]
fn one_process_writes_others_read() {
    let (folder, store) = open();
    let refused = Store::open(folder.path()).unwrap_err();
    assert!(matches!(refused, Error::InUse { .. }));
    assert!(refused.to_string().contains(&std::process::id().to_string()), "{refused}");
    let reader = Store::open_to_read(folder.path()).unwrap();
    store.receive(vec![Incoming::new(report("a", "b"))], at(0)).unwrap();
    assert_eq!(reader.report_count().unwrap(), 1);
    let written = reader.receive(vec![Incoming::new(report("c", "d"))], at(0));
    assert!(matches!(written, Err(Error::ReadOnly)));
    drop(store);
    Store::open(folder.path()).expect("the lock went with the store");
}

#[test]
fn a_folder_without_data_or_with_others_data_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    assert!(matches!(Store::open_to_read(folder.path()), Err(Error::NoData { .. })));
    std::fs::write(folder.path().join("wiredesk.db"), "not a database, but some text".repeat(99))
        .unwrap();
    assert!(matches!(Store::open(folder.path()), Err(Error::Database(_))));
}

#[test]
fn what_was_acknowledged_is_there_after_opening_again() {
    let (folder, store) = open();
    let id = store.receive(vec![Incoming::new(report("a", "b"))], at(0)).unwrap().remove(0).id;
    drop(store);
    let store = Store::open(folder.path()).unwrap();
    assert!(store.report(&id).unwrap().is_some());
}
