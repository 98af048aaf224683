//! `kill -9` at random instants: what was acknowledged is there, once.

use crate::{reports, run, shown, text, wiredesk};
use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Stdio};
use wiredesk_model::ReportId;
use wiredesk_store::Store;

const REPORTS: usize = 2_000;
const KILLS: u64 = 50;
const FILES: usize = 100;

/// A small generator, so that the instants are the same in every run of the test.
fn random(state: &mut u64) -> u64 {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    *state >> 33
}

fn write_wires(folder: &Path) {
    let all = reports(REPORTS);
    let lines: Vec<&str> = all.lines().collect();
    for (n, part) in lines.chunks(REPORTS / FILES).enumerate() {
        fs::write(folder.join(format!("part-{n:03}.jsonl")), part.join("\n")).expect("written");
    }
}

fn start(wires: &Path, data: &Path) -> Child {
    wiredesk(&["ingest", shown(wires), "--data", shown(data)])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("starts")
}

/// Reads `lines` acknowledgements, then kills the process with no chance to say goodbye.
fn kill_after(mut child: Child, lines: usize, acknowledged: &mut BTreeSet<String>) {
    let mut out = BufReader::new(child.stdout.take().expect("a pipe"));
    for _ in 0..lines {
        let mut line = String::new();
        if out.read_line(&mut line).expect("readable") == 0 {
            break;
        }
        note(&line, acknowledged);
    }
    child.kill().expect("killed");
    // What it had written before it died was acknowledged too.
    for line in out.lines() {
        note(&line.expect("readable"), acknowledged);
    }
    child.wait().expect("gone");
}

fn note(line: &str, acknowledged: &mut BTreeSet<String>) {
    // The very last line may be cut short; nobody can have relied on it.
    if let Ok(line) = serde_json::from_str::<serde_json::Value>(line) {
        acknowledged.insert(line["id"].as_str().expect("an id").to_owned());
    }
}

#[test]
fn every_acknowledged_report_is_there_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let (wires, data) = (folder.path().join("wires"), folder.path().join("data"));
    fs::create_dir(&wires).expect("made");
    write_wires(&wires);
    let mut acknowledged = BTreeSet::new();
    let mut state = 20_240_915;
    for kill in 0..KILLS {
        // Known reports are told again quickly, so the reach grows with the kills; the last ones
        // let it come to the stages behind the intake.
        let reach = (REPORTS as u64 * (kill + 1) / KILLS).max(1);
        let lines = random(&mut state) % reach;
        kill_after(start(&wires, &data), lines as usize, &mut acknowledged);
    }
    let last = run(&["ingest", shown(&wires), "--data", shown(&data)]);
    assert!(last.status.success(), "{}", text(&last.stderr));
    let store = Store::open_to_read(&data).expect("opens");
    for id in &acknowledged {
        let kept = store.report(&ReportId::new(id.as_str())).expect("readable");
        assert!(kept.is_some(), "{id} was acknowledged and is gone");
    }
    assert_eq!(store.report_count().expect("readable"), REPORTS as u64);
    let placed = store.storylines(None, REPORTS).expect("readable");
    assert_eq!(placed.iter().map(|s| s.reports).sum::<u64>(), REPORTS as u64);
    let verified = run(&["verify", "--data", shown(&data)]);
    assert_eq!(verified.status.code(), Some(0), "{}", text(&verified.stdout));
}
