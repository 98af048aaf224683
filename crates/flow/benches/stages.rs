//! The pure stages on the bundled wire: `cargo bench -p wiredesk-flow`.
//!
//! Counters are bytes of cleaned text, except `draft` (reports) and `page` (bytes of the page).

use divan::counter::{BytesCount, ItemsCount};
use std::path::{Path, PathBuf};
use wiredesk_flow::{
    drafting::{self, Drafter},
    grounding::Grounding,
    intake,
};
use wiredesk_model::{Read, Report, StoryId, Want};
use wiredesk_publish::{Edition, House, Sources, page};
use wiredesk_read::Reader;

fn main() {
    divan::main();
}

fn wire() -> Vec<Report> {
    let folder: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/wire");
    intake::load(&[folder]).map(|(reports, _)| reports).unwrap_or_default()
}

fn bytes(reports: &[Report]) -> BytesCount {
    BytesCount::new(reports.iter().map(|r| r.text.len()).sum::<usize>())
}

#[divan::bench]
fn read_everything(bencher: divan::Bencher) {
    let (reports, reader) = (wire(), Reader::shipped());
    bencher
        .counter(bytes(&reports))
        .bench(|| reports.iter().map(|r| reader.read(r, Want::ALL).events.len()).sum::<usize>());
}

#[divan::bench]
fn read_sentences_entities_dates(bencher: divan::Bencher) {
    let (reports, reader) = (wire(), Reader::shipped());
    let want = Want { entities: true, dates: true, ..Want::SENTENCES };
    bencher
        .counter(bytes(&reports))
        .bench(|| reports.iter().map(|r| reader.read(r, want).dates.len()).sum::<usize>());
}

#[divan::bench]
fn draft(bencher: divan::Bencher) {
    let (reports, reader) = (wire(), Reader::shipped());
    bencher
        .counter(ItemsCount::new(reports.len()))
        .bench(|| drafting::draft_reports(&reports, &reader, &Drafter::default()).is_ok());
}

#[divan::bench]
fn check(bencher: divan::Bencher) {
    let (reports, reader) = (wire(), Reader::shipped());
    let Ok(story) = drafting::draft_reports(&reports, &reader, &Drafter::default()) else {
        return;
    };
    let grounding = Grounding::new(&reader);
    bencher
        .counter(ItemsCount::new(story.sentences().count()))
        .with_inputs(|| story.clone())
        .bench_values(|mut story| grounding.check_story(&mut story, &reports));
}

#[divan::bench]
fn story_page(bencher: divan::Bencher) {
    let (reports, reader) = (wire(), Reader::shipped());
    let Ok(story) = drafting::draft_reports(&reports, &reader, &Drafter::default()) else {
        return;
    };
    let sources: Sources = reports.iter().map(|r| (r.id.clone(), r.clone())).collect();
    let edition = Edition { id: StoryId(1), version: 1, story, log: Vec::new() };
    let house = House::default();
    let print = || page::story::story(&edition, &sources, &house, &[], 1).unwrap_or_default();
    bencher.counter(BytesCount::new(print().len())).bench(print);
}
