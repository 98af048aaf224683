//! How fast sentences are checked and stories drafted, on one thread: `cargo bench -p wiredesk-draft`.
//!
//! The wire is invented: twenty outlets on one flood, each in its own order, with figures that differ.

use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use wiredesk_draft::{Checker, DraftInput, Setting, Settings, Shelf, draft};
use wiredesk_model::{Evidence, Published, Read, Reading, Report, Want};
use wiredesk_read::Reader;

fn main() {
    divan::main();
}

const LINES: [&str; 12] = [
    "Water from the Ask dam flooded the Lund valley on Saturday and drove {n} people from their homes, \
     Water Minister Petra Holm said.",
    "\"Nobody warned these people and nobody opened the gates in time,\" Holm told reporters in Ostby.",
    "The army of Norra sent {n} boats to the valley, according to the defence ministry.",
    "Farmers in the Lund valley said that the flood had spoiled the hay of the whole year.",
    "The dam cost 400 million crowns and was opened in June 2023 by King Harald Berg.",
    "Shares of Alder Power, which runs the dam, fell 12 percent to 38.50 crowns on Monday.",
    "The mayor of Lund, Anna Strom, may ask the courts to look into the accident, her office said.",
    "Ostia, which lies downstream, rejected a request for help on Sunday, Reuters reported.",
    "Alder Power denied that its engineers had ignored a warning from the weather service.",
    "Some families were allowed to go back on Monday, the fire brigade said.",
    "In 2021 a smaller dam on the river broke after heavy rain and killed nine people.",
    "Parliament plans to debate the safety of all 61 dams of the country on Thursday.",
];

fn wire() -> Vec<(Report, Reading)> {
    let reader = Reader::shipped();
    let made = (0..20usize).map(|n| {
        let lines: Vec<String> = (0..LINES.len())
            .map(|i| {
                LINES[(i * (1 + n % 5) + n) % LINES.len()]
                    .replace("{n}", &format!("{}", 280 + n * 7))
            })
            .collect();
        let mut report = Report::new(format!("r{n}").as_str().into(), lines.join("\n\n"));
        report.source = Some(format!("Outlet {n}"));
        report.title = Some(format!("Flood from Ask dam drives {} from homes", 280 + n * 7));
        report.published = Published::parse(if n < 10 { "2024-09-15" } else { "2024-09-16" });
        let reading = reader.read(&report, Want::ALL);
        (report, reading)
    });
    made.collect()
}

#[divan::bench]
fn a_draft_from_20_reports(bencher: Bencher) {
    let wire = wire();
    bencher.bench_local(|| {
        let shelf = Shelf::new(wire.iter().map(|(report, reading)| (report, reading)));
        draft(black_box(DraftInput::new(&shelf)), &Settings::default()).is_ok()
    });
}

#[divan::bench]
fn sentences_checked_on_bound_evidence(bencher: Bencher) {
    let wire = wire();
    let shelf = Shelf::new(wire.iter().map(|(report, reading)| (report, reading)));
    // Each sentence with one fact changed, bound to the words it was made from.
    let items: Vec<(String, Vec<Evidence>)> = wire
        .iter()
        .flat_map(|(report, reading)| {
            reading.sentences.iter().map(|span| {
                let told = span.of(&report.text).unwrap_or_default();
                let said = told.replace("Saturday", "Friday").replace("denied", "said");
                (said, vec![Evidence { report: report.id.clone(), span: *span }])
            })
        })
        .collect();
    let (checker, setting) = (Checker::default(), Setting::default());
    bencher.counter(ItemsCount::new(items.len())).bench_local(|| {
        for (said, evidence) in &items {
            black_box(checker.check_sentence(said, evidence, &shelf, &setting));
        }
    });
}
