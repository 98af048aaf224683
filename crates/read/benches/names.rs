//! What a large lexicon costs: seconds to take in, memory at most, and reading with it.
//!
//! `cargo bench -p wiredesk-read --bench names [-- names]`; the default is 500,000.

use std::io::{BufReader, Read};
use std::time::Instant;
use wiredesk_model::{Read as _, Report, ReportId, Want};
use wiredesk_read::{Lexicon, Reader};

fn main() {
    let mut args = std::env::args().skip(1).filter_map(|a| a.parse().ok());
    let count: usize = args.next_back().unwrap_or(500_000);
    let memory = memory_mb();
    let start = Instant::now();
    let mut lexicon = Lexicon::shipped();
    println!("shipped lexicon: {} entities, {:.0} MB", lexicon.len(), memory_mb() - memory);
    let imported = lexicon.add_jsonl(BufReader::new(Lines::up_to(count)));
    let taken = imported.map_or(0, |i| i.taken);
    println!(
        "{taken} lines in {:.1} s, at most {:.0} MB",
        start.elapsed().as_secs_f64(),
        memory_mb()
    );
    let reader = Reader::new(lexicon);
    let text = "Rila Kovu of Doma Works met Sevo Tamirand in Kyiv on Sunday. ".repeat(16_000);
    let start = Instant::now();
    let found = reader.read(&Report::new(ReportId::from("r"), text.as_str()), Want::ALL);
    let speed = text.len() as f64 / 1e6 / start.elapsed().as_secs_f64();
    let mentions = found.entities.len();
    println!("{mentions} mentions at {speed:.1} MB/s, at most {:.0} MB in all", memory_mb());
}

/// The most memory this process has held, in MB; 0 where the system does not tell.
fn memory_mb() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:"));
    let kb = line.and_then(|l| l.trim().trim_end_matches(" kB").parse::<f64>().ok());
    kb.unwrap_or(0.0) / 1024.0
}

/// Made-up people and companies as JSON lines, never all in memory.
struct Lines {
    next: usize,
    count: usize,
    line: Vec<u8>,
    at: usize,
}

impl Lines {
    fn up_to(count: usize) -> Self {
        Self { next: 0, count, line: Vec::new(), at: 0 }
    }
}

/// A name that is no other number's.
fn name(mut number: usize) -> String {
    const PARTS: [&str; 32] = [
        "ba", "de", "ri", "ko", "lu", "ma", "ne", "vi", "so", "tu", "ra", "ge", "li", "mo", "ku",
        "za", "len", "tor", "mir", "and", "vel", "gor", "dan", "sev", "rit", "bos", "hal", "nim",
        "pol", "rus", "tam", "wil",
    ];
    let mut name = String::new();
    while number > 0 || name.len() < 4 {
        name.push_str(PARTS[number % 32]);
        number /= 32;
    }
    name[..1].to_uppercase() + &name[1..]
}

impl Read for Lines {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if self.at == self.line.len() {
            if self.next == self.count {
                return Ok(0);
            }
            let (first, last) = (name(self.next % 5_000), name(self.next));
            let kind = if self.next.is_multiple_of(3) { "company" } else { "person" };
            let line = format!(
                "{{\"id\":\"{kind}:q{}\",\"type\":\"{kind}\",\"name\":\"{first} {last}\",\"country\":\"FRA\"}}\n",
                self.next
            );
            self.line = line.into_bytes();
            self.next += 1;
            self.at = 0;
        }
        let count = buffer.len().min(self.line.len() - self.at);
        buffer[..count].copy_from_slice(&self.line[self.at..self.at + count]);
        self.at += count;
        Ok(count)
    }
}
