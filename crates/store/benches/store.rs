//! What the store costs: `cargo bench -p wiredesk-store`. Writes end with a sync of the disk, so
//! their figures are the disk's as much as ours. `WIREDESK_BENCH_STORIES` (200,000 unless set) is
//! the length of the archive that lists are taken from.
#![allow(clippy::unwrap_used)]

use divan::Bencher;
use divan::counter::ItemsCount;
use jiff::{Timestamp, ToSpan};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};
use tempfile::TempDir;
use wiredesk_model::{Report, ReportId};
use wiredesk_store::{Filter, Finished, Imported, Incoming, Order, Raw, Start, Store};

fn main() {
    divan::main();
}

fn at(seconds: i64) -> Timestamp {
    Timestamp::UNIX_EPOCH + seconds.seconds()
}

/// A number that was not there before, so that nothing written is known already.
fn fresh() -> u64 {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

fn store() -> (TempDir, Store) {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let store = Store::open(folder.path()).unwrap();
    (folder, store)
}

fn text(bytes: usize) -> String {
    "The agency said on Monday that shells were sent. ".repeat(bytes / 49 + 1)
}

fn reports(n: usize, raw: usize) -> Vec<Incoming> {
    let one = |_| {
        let mut report = Report::new(ReportId::new(""), text(2500));
        report.title = Some(format!("Report {}", fresh()));
        let bytes = report.title.iter().flat_map(|t| t.bytes()).cycle().take(raw).collect();
        let raw = (raw > 0).then_some(Raw { bytes, media_type: "text/html".into() });
        Incoming { raw, ..Incoming::new(report) }
    };
    (0..n).map(one).collect()
}

fn archive(n: usize) -> Vec<Imported> {
    let one = |_| {
        let i = fresh();
        let story = Finished {
            title: format!("Story {i}"),
            teaser: text(200),
            body: text(2000),
            author: format!("Author {}", i % 50),
            channels: vec!["News".into(), format!("Channel {}", i % 40)],
            tags: vec![format!("tag {}", i % 500)],
            tickers: vec![format!("T{}", i * 7919 % 3000), format!("T{}", i * 104729 % 300)],
            ..Finished::default()
        };
        Imported { story, published: at(i as i64 * 30), updated: None, removed: None }
    };
    (0..n).map(one).collect()
}

#[divan::bench(args = [1, 100, 1000], sample_count = 30, sample_size = 1)]
fn insert_reports(bencher: Bencher, batch: usize) {
    let (_folder, store) = store();
    let input = bencher.with_inputs(|| reports(batch, 0)).counter(ItemsCount::new(batch));
    input.bench_values(|given| store.receive(given, at(0)).unwrap());
}

/// The same with raw bytes, below and above the size at which they become files.
#[divan::bench(args = [4_000, 65_000, 200_000, 1_000_000, 1_050_000], sample_count = 10, sample_size = 1)]
fn insert_20_with_raw(bencher: Bencher, raw: usize) {
    let (_folder, store) = store();
    let input = bencher.with_inputs(|| reports(20, raw)).counter(ItemsCount::new(20usize));
    input.bench_values(|given| store.receive(given, at(0)).unwrap());
}

#[divan::bench(args = [1, 100, 1000], sample_count = 30, sample_size = 1)]
fn append_publications(bencher: Bencher, batch: usize) {
    let (_folder, store) = store();
    let input = bencher.with_inputs(|| archive(batch)).counter(ItemsCount::new(batch));
    input.bench_values(|given| store.import(given, at(0)).unwrap());
}

#[divan::bench(threads = [1, 8, 32], sample_count = 20, sample_size = 4)]
fn insert_one_report_each(bencher: Bencher) {
    static SHARED: LazyLock<(TempDir, Store)> = LazyLock::new(store);
    bencher.with_inputs(|| reports(1, 0)).bench_values(|r| SHARED.1.receive(r, at(0)).unwrap());
}

/// One long archive for all lists.
static LONG: LazyLock<(TempDir, Store)> = LazyLock::new(|| {
    let (folder, store) = store();
    let length = std::env::var("WIREDESK_BENCH_STORIES").ok().and_then(|n| n.parse().ok());
    let begun = std::time::Instant::now();
    let length: usize = length.unwrap_or(200_000);
    for _ in 0..length.div_ceil(1000) {
        store.import(archive(1000), at(0)).unwrap();
    }
    let rate = length as f64 / begun.elapsed().as_secs_f64();
    println!("imported {length} stories, {rate:.0}/s");
    (folder, store)
});

fn filters() -> [(&'static str, Filter); 5] {
    let none = Filter::default();
    let long = LONG.1.published_counts().unwrap().0 as i64;
    let some = LONG.1.facet_counts(wiredesk_store::Facet::Ticker, 5000).unwrap();
    let rare = some.last().unwrap().name.clone();
    [
        ("all", none.clone()),
        ("channel", Filter { channels: vec!["News".into()], ..none.clone() }),
        ("hot ticker", Filter { tickers: vec![some[0].name.clone()], ..none.clone() }),
        ("rare ticker", Filter { tickers: vec![rare, "T1".into()], ..none.clone() }),
        ("time", Filter { created_before: Some(at(long * 15)), ..none }),
    ]
}

#[divan::bench(args = ["all", "channel", "hot ticker", "rare ticker", "time"])]
fn list_page_1(bencher: Bencher, which: &str) {
    list(bencher, which, Start::Top);
}

/// Page 500 of 15 rows, as clients that count pages ask for it.
#[divan::bench(args = ["all", "channel", "hot ticker", "time"])]
fn list_page_500(bencher: Bencher, which: &str) {
    list(bencher, which, Start::Offset(500 * 15));
}

/// The 50,000th row on, 100 a page.
#[divan::bench(args = ["all", "channel", "time"])]
fn list_offset_50000(bencher: Bencher, which: &str) {
    list(bencher, which, Start::Offset(50_000));
}

fn list(bencher: Bencher, which: &str, start: Start) {
    let (_, filter) = filters().into_iter().find(|(name, _)| *name == which).unwrap();
    bencher.bench(|| LONG.1.list(&filter, Order::NEWEST, start, 15).unwrap());
}

#[divan::bench]
fn one_published_story(bencher: Bencher) {
    let id = LONG.1.list(&Filter::default(), Order::NEWEST, Start::Offset(777), 1).unwrap()[0].id;
    bencher.bench(|| LONG.1.published(id).unwrap());
}
