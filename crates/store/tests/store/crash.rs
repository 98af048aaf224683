//! `kill -9` at random instants: what was acknowledged is there, once.

use crate::{at, finished, report, story};
use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use wiredesk_model::{PublicationKind, ReportId};
use wiredesk_store::{Error, Incoming, Publish, Raw, Store};

const KILLS: u64 = 50;
const FOLDER: &str = "WIREDESK_CRASH_FOLDER";
const ROUND: &str = "WIREDESK_CRASH_ROUND";

/// Not a test of its own: the process that is killed. Three threads write reports (some with raw
/// files) and publish stories for ever, and say so only when the store has acknowledged it.
#[test]
#[ignore = "started and killed by `acknowledged_reports_outlive_kill_9`"]
fn child() {
    let Ok(folder) = std::env::var(FOLDER) else { return };
    let round = std::env::var(ROUND).unwrap();
    let store = Store::open(folder).unwrap();
    std::thread::scope(|threads| {
        for t in 0..3 {
            let (store, round) = (&store, &round);
            threads.spawn(move || {
                for n in 0.. {
                    write_one(store, &format!("round {round} thread {t} item {n}"), n);
                }
            });
        }
    });
}

fn write_one(store: &Store, title: &str, n: usize) {
    let size = if n.is_multiple_of(9) { 1_100_000 } else { 500 };
    let bytes: Vec<u8> = title.bytes().cycle().take(size).collect();
    let raw = Some(Raw { bytes, media_type: "text/plain".into() });
    let page = Some(format!("page {}", n % 7));
    let given = Incoming { raw, url_key: page, ..Incoming::new(report(title, title)) };
    let received = store.receive(vec![given.clone(), given], at(0)).unwrap();
    say(&format!("report {}", received[0].id));
    let id = store.new_story(&story(title), "ann", at(0)).unwrap();
    let (by, kind) = ("ann".to_owned(), PublicationKind::Published);
    let finished = finished(title, &["World"], &[]);
    let done = store.publish(Publish { id, version: 1, kind, note: None, by, finished }, at(0));
    say(&format!("published {}", done.unwrap().seq));
}

/// One write each line, so that a line is there wholly or not at all.
fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    out.write_all(format!("\nack {line}\n").as_bytes()).unwrap();
    out.flush().unwrap();
}

/// Starts a writer, kills it after so many acknowledgements (the writer is by then somewhere in
/// the next ones), and gives back all that it acknowledged.
fn write_and_kill(folder: &Path, round: u64, after: u64) -> Vec<String> {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["crash::child", "--exact", "--ignored", "--nocapture"])
        .env(FOLDER, folder)
        .env(ROUND, round.to_string())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let out = BufReader::new(child.stdout.take().unwrap());
    let mut acknowledged = Vec::new();
    for line in out.lines() {
        let line = line.unwrap();
        acknowledged.extend(line.strip_prefix("ack ").map(str::to_owned));
        if acknowledged.len() as u64 >= after {
            child.kill().unwrap(); // SIGKILL; what is in the pipe is still read
        }
    }
    child.wait().unwrap();
    acknowledged
}

#[test]
fn acknowledged_reports_outlive_kill_9() {
    let folder = tempfile::tempdir().unwrap();
    let (mut reports, mut head, mut random) = (BTreeSet::new(), 0u64, 2024u64);
    for round in 0..KILLS {
        random = random.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        for line in write_and_kill(folder.path(), round, (random >> 33) % 60) {
            match line.split_once(' ') {
                Some(("report", id)) => drop(reports.insert(id.to_owned())),
                Some(("published", seq)) => head = head.max(seq.parse().unwrap()),
                _ => panic!("{line}"),
            }
        }
        let store = match Store::open(folder.path()) {
            Ok(store) => store,
            Err(Error::InUse { .. }) => panic!("the lock outlived the process"),
            Err(e) => panic!("round {round}: {e}"),
        };
        assert!(store.head() >= head, "round {round}: an acknowledged publication is gone");
    }
    let store = Store::open(folder.path()).unwrap();
    let kept: Vec<String> = store
        .reports_after(0, usize::MAX >> 1)
        .unwrap()
        .iter()
        .map(|k| k.report.id.to_string())
        .collect();
    let once: BTreeSet<String> = kept.iter().cloned().collect();
    assert_eq!(once.len(), kept.len(), "none twice");
    assert!(reports.is_subset(&once), "none lost");
    assert!(reports.len() > 300, "the test wrote too little to tell: {}", reports.len());
    for id in &reports {
        assert!(store.raw(&ReportId::from(id.as_str())).unwrap().is_some());
    }
    assert_eq!(store.verify().unwrap().problems, []);
}
