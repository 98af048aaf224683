//! How fast reports find their storyline: `cargo bench -p wiredesk-story`.

use divan::{Bencher, counter::ItemsCount};
use wiredesk_model::{Published, Report, ReportId};
use wiredesk_story::{Settings, Storylines};

fn main() {
    divan::main();
}

/// Reports of 150 words over made-up words with a newspaper's distribution, `matters` of them told
/// again and again.
fn stream(reports: usize, matters: u64) -> Vec<Report> {
    let mut state = 7_u64;
    let mut next = move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        state >> 33
    };
    let made = |i| {
        let matter = next() % matters;
        let words: Vec<String> = (0..150)
            .map(|n| match next() % 3 {
                0 => format!("Topic{}x{}", matter, next() % 40),
                _ => format!("word{}", (next() % 20_000) * (next() % 20_000) / (20_000 + n)),
            })
            .collect();
        let mut report = Report::new(ReportId::new(format!("r{i}")), words.join(" "));
        report.published = Published::parse("2024-03-05");
        report
    };
    (0..reports).map(made).collect()
}

#[divan::bench(args = [1_000, 4_000], sample_count = 3, sample_size = 1)]
fn add(bencher: Bencher<'_, '_>, reports: usize) {
    let stream = stream(reports, reports as u64 / 4);
    bencher.counter(ItemsCount::new(reports)).bench(|| {
        let mut storylines = Storylines::new(Settings::default());
        stream.iter().for_each(|r| drop(storylines.add(r, None)));
        storylines.storylines().len()
    });
}
