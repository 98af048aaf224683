//! Time for each MB of text, from 1 KB to 100 MB: reading is linear in its input, whatever it is.
//!
//! `cargo bench -p wiredesk-read --bench linear [-- up to MB]`; the default goes to 10 MB.
//! `cargo bench -p wiredesk-read --bench linear -- FILE.jsonl` reads the `text` of a file instead.

use std::time::Instant;
use wiredesk_model::{Published, Read as _, Report, ReportId, Want};
use wiredesk_read::Reader;

const NEWS: &str = "KYIV, Sept 15 (Reuters) - Ukraine's military intelligence chief Kyrylo Budanov said on \
    Sunday that North Korea had supplied Russia with millions of shells. \u{201c}We see it every \
    day,\u{201d} he told reporters in Kyiv, adding that \u{201c}ten days later\u{201d} the attacks began. \
    Shares of Boeing fell 3.5% to $180 after UBS downgraded it to Neutral from Buy.\n\n";

/// What the text is made of, again and again.
const KINDS: [(&str, &str); 7] = [
    ("news", NEWS),
    ("one line", "North Korea has supplied Russia with shells, Kyrylo Budanov said on Sunday. "),
    ("no full stop", "and then the minister of Ghana said that it was true and that they "),
    ("quote marks", "\u{201c}\" \u{201d} '"),
    (
        "right to left",
        "\u{5d0}\u{5de}\u{5e8} \u{627}\u{644}\u{631}\u{626}\u{64a}\u{633} \u{5d1}\u{5d9}\u{5d5}\u{5dd} \u{5e8}\u{5d0}\u{5e9}\u{5d5}\u{5df}. ",
    ),
    ("emoji", "\u{1f468}\u{200d}\u{1f469}\u{200d}\u{1f467} \u{1f1fa}\u{1f1e6}! "),
    ("figures", "1,234.5 $45 2024-09-15 10:30 7% "),
];

fn main() {
    let args: Vec<String> = std::env::args().skip(1).filter(|a| !a.starts_with("--")).collect();
    let reader = Reader::shipped();
    // The lexicon and the model are loaded before anything is measured.
    reader.read(&report(NEWS), Want::ALL);
    match args.first().map(|a| (a, a.parse::<usize>())) {
        Some((file, Err(_))) => news(&reader, file),
        up_to => linear(&reader, up_to.map_or(10, |u| u.1.unwrap_or(10)) << 20),
    }
}

fn report(text: &str) -> Report {
    let mut report = Report::new(ReportId::from("r"), text);
    report.published = Published::parse("2024-09-15T12:00:00Z");
    report
}

/// Milliseconds for each MB, by kind and size.
fn linear(reader: &Reader, bytes_max: usize) {
    let sizes: Vec<usize> = [1 << 10, 10 << 10, 100 << 10, 1 << 20, 10 << 20, 100 << 20]
        .into_iter()
        .filter(|&size| size <= bytes_max)
        .collect();
    print!("{:14}", "ms/MB");
    sizes.iter().for_each(|size| print!("{:>10}", format!("{} KB", size >> 10)));
    println!();
    for (kind, piece) in KINDS {
        print!("{kind:14}");
        for &size in &sizes {
            let text = report(&piece.repeat(size.div_ceil(piece.len())));
            let rounds = ((1 << 20) / size).clamp(1, 200);
            let start = Instant::now();
            for _ in 0..rounds {
                std::hint::black_box(reader.read(&text, Want::ALL));
            }
            let time = start.elapsed().as_secs_f64() * 1e3;
            print!("{:>10.1}", time / (rounds * text.text.len()) as f64 * 1048576.0);
        }
        println!();
    }
}

/// MB a second on one thread over a file of reports, part by part.
fn news(reader: &Reader, file: &str) {
    let lines = std::fs::read_to_string(file).unwrap_or_else(|error| panic!("{file}: {error}"));
    let texts: Vec<Report> = lines
        .lines()
        .filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok())
        .filter_map(|row| row["text"].as_str().map(report))
        .collect();
    let bytes: usize = texts.iter().map(|t| t.text.len()).sum();
    let parts = [
        ("sentences", Want::SENTENCES),
        ("+ dates", Want { dates: true, ..Want::SENTENCES }),
        ("+ entities", Want { dates: true, entities: true, ..Want::SENTENCES }),
        ("attributions", Want { attributions: true, ..Want::SENTENCES }),
        ("events", Want { events: true, ..Want::SENTENCES }),
        ("ratings", Want { ratings: true, ..Want::SENTENCES }),
        ("everything", Want::ALL),
    ];
    for (part, want) in parts {
        let start = Instant::now();
        for text in &texts {
            std::hint::black_box(reader.read(text, want));
        }
        println!("{part:14}{:8.1} MB/s", bytes as f64 / 1e6 / start.elapsed().as_secs_f64());
    }
}
