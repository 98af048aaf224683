//! How long a story takes against many queries, and what they cost in memory.
//!
//! ```text
//! cargo run --release -p wiredesk-alert --example measure -- QUERIES STORIES [TRAINING] [PASSES]
//! ```
//!
//! The files are JSON lines as `wiredesk match` takes them. Prints the digest of the matches, the
//! processor time of a story (best of the passes: mean, median, p99, longest), memory a query and
//! the time of changes. TRAINING are other stories, to choose anchors by.

use cpu_time::ThreadTime;
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use wiredesk_alert::{
    Change, Frequencies, Index, Limits, Name, Number, Query, Scratch, Shared, Story, moment,
};

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [queries, stories, rest @ ..] = args.as_slice() else {
        eprintln!("measure QUERIES STORIES [TRAINING] [PASSES]");
        return;
    };
    let stories: Vec<(String, Story)> = lines(stories).map(|l| story(&l)).collect();
    let mut frequencies = Frequencies::default();
    if let Some(training) = rest.first() {
        lines(training).for_each(|line| frequencies.observe(&story(&line).1));
    }
    let index = build(queries, Arc::new(frequencies));
    let passes = rest.get(1).and_then(|n| n.parse().ok()).unwrap_or(3);
    restart(&index);
    matching(&index, &stories, passes);
    changes(index.clone(), queries);
    meanwhile(index, queries, &stories);
}

fn build(queries: &str, frequencies: Arc<Frequencies>) -> Index {
    let texts: Vec<(u64, String)> = lines(queries)
        .map(|line| (line["id"].as_u64().unwrap_or_default(), text(&line["q"]).to_owned()))
        .collect();
    let begun = Instant::now();
    let mut index = Index::new(Arc::clone(&frequencies));
    for (id, text) in &texts {
        match Query::parse(text, &Limits::default()) {
            Ok(query) => index.add(*id, &query),
            Err(error) => println!("{id}: {error}"),
        }
    }
    println!("{} queries, {} distinct", index.len(), index.distinct());
    told("built from text in", begun.elapsed(), index.len());
    let begun = Instant::now();
    let index = index.rebuilt(frequencies);
    told("rebuilt in", begun.elapsed(), index.len());
    let memory = index.memory();
    let each = |bytes: usize| bytes as f64 / index.len() as f64;
    println!(
        "memory a query: matching {:.1} B, registry {:.1} B",
        each(memory.matching),
        each(memory.registry)
    );
    index
}

fn restart(index: &Index) {
    let begun = Instant::now();
    let bytes = index.to_bytes(b"");
    println!("snapshot of {} MB made in {:.2?}", bytes.len() / 1_000_000, begun.elapsed());
    let begun = Instant::now();
    let again = Index::from_bytes(&bytes).map(|(index, _)| index.len());
    println!("loaded in {:.2?}: {again:?}", begun.elapsed());
}

fn matching(index: &Index, stories: &[(String, Story)], passes: usize) {
    let mut scratch = Scratch::default();
    let mut best = vec![Duration::MAX; stories.len()];
    let mut digest = Sha256::new();
    let mut matched = 0;
    for pass in 0..passes {
        for (i, (id, story)) in stories.iter().enumerate() {
            let begun = ThreadTime::now();
            let matches = index.match_story(story, &mut scratch);
            best[i] = best[i].min(begun.elapsed());
            if pass == 0 {
                matched += matches.len();
                let mut line = format!("{id}:");
                for (n, id) in matches.iter().enumerate() {
                    let comma = if n > 0 { "," } else { "" };
                    let _ = write!(line, "{comma}{id}");
                }
                digest.update(line + "\n");
            }
        }
    }
    let digest: String = digest.finalize().iter().map(|b| format!("{b:02x}")).collect();
    println!("digest {digest}");
    let n = best.len();
    println!("a story: {}; {:.1} matches", spread(&mut best), matched as f64 / n as f64);
    let effort = scratch.effort();
    let each = |count: u64| count as f64 / (n * passes) as f64;
    println!(
        "looked at: {:.0} postings, {:.0} programs",
        each(effort.postings),
        each(effort.programs)
    );
}

/// Mean, median, p99 and longest.
fn spread(times: &mut [Duration]) -> String {
    times.sort_unstable();
    let us = |d: Duration| d.as_secs_f64() * 1e6;
    let n = times.len().max(1);
    let Some(last) = times.last().copied() else { return String::new() };
    let mean = times.iter().map(|d| us(*d)).sum::<f64>() / n as f64;
    let (median, p99, longest) = (us(times[n / 2]), us(times[n * 99 / 100]), us(last));
    format!("mean {mean:.1} µs, median {median:.1}, p99 {p99:.1}, longest {longest:.1}")
}

fn changes(mut index: Index, queries: &str) {
    let some: Vec<(u64, Query)> = lines(queries)
        .step_by(7)
        .take(50_000)
        .filter_map(|line| {
            let query = Query::parse(text(&line["q"]), &Limits::default()).ok()?;
            Some((line["id"].as_u64()?, query))
        })
        .collect();
    let begun = Instant::now();
    some.iter().for_each(|(id, _)| {
        index.remove(*id);
    });
    told("removed in", begun.elapsed(), some.len());
    let begun = Instant::now();
    some.iter().for_each(|(id, query)| index.add(*id, query));
    told("added again in", begun.elapsed(), some.len());
}

/// Passes of all stories on one thread, alone and while another makes 100,000 changes a second.
fn meanwhile(index: Index, queries: &str, stories: &[(String, Story)]) {
    let some: Vec<(u64, Query)> = lines(queries)
        .step_by(11)
        .take(40_000)
        .filter_map(|line| {
            let query = Query::parse(text(&line["q"]), &Limits::default()).ok()?;
            Some((line["id"].as_u64()?, query))
        })
        .collect();
    let shared = Shared::new(index);
    let memory = shared.memory();
    let each = (memory.matching + memory.registry) as f64 / shared.len() as f64;
    println!("shared: {each:.1} B a query, all resident");
    let pass = || {
        let mut scratch = Scratch::default();
        let one = |(_, story): &(String, Story)| {
            let begun = ThreadTime::now();
            shared.now().match_story(story, &mut scratch);
            begun.elapsed()
        };
        stories.iter().map(one).collect::<Vec<Duration>>()
    };
    pass();
    let block = |some: &[(u64, Query)], nth: usize| -> Vec<Change> {
        let (at, remove) = (nth / 2 * BLOCK % (some.len() - BLOCK), nth.is_multiple_of(2));
        let change = |(id, query): &(u64, Query)| match remove {
            true => Change::Remove(*id),
            false => Change::Add(*id, query.clone()),
        };
        some[at..at + BLOCK].iter().map(change).collect()
    };
    let blocks: Vec<Vec<Change>> = (0..400).map(|nth| block(&some, nth)).collect();
    let begun = Instant::now();
    blocks.into_iter().for_each(|changes| shared.change(changes));
    let rate = 400.0 * BLOCK as f64 / begun.elapsed().as_secs_f64();
    println!("changes without a pause: {rate:.0} a second in blocks of {BLOCK}");
    println!("one pass alone: {}", spread(&mut pass()));
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let changing = scope.spawn(|| {
            let (begun, mut waits, mut nth) = (Instant::now(), Vec::new(), 0);
            while !done.load(Ordering::Relaxed) {
                let due = begun + PAUSE * u32::try_from(nth).unwrap_or(u32::MAX);
                std::thread::sleep(due.saturating_duration_since(Instant::now()));
                let changes = block(&some, nth);
                let asked = Instant::now();
                shared.change(changes);
                waits.push(asked.elapsed());
                nth += 1;
            }
            (nth as f64 * BLOCK as f64 / begun.elapsed().as_secs_f64(), waits)
        });
        pass();
        println!("one pass meanwhile: {}", spread(&mut pass()));
        done.store(true, Ordering::Relaxed);
        let (rate, mut waits) = changing.join().unwrap_or_default();
        println!("{rate:.0} changes a second, visible after: {}", spread(&mut waits));
    });
}

/// Changes made at once, and how often, so that they are 100,000 a second.
const BLOCK: usize = 50;
const PAUSE: Duration = Duration::from_micros(500);

fn told(what: &str, took: Duration, count: usize) {
    let each = took.as_secs_f64() * 1e6 / count.max(1) as f64;
    println!("{what} {:.2} s, {each:.2} µs each", took.as_secs_f64());
}

fn lines(path: &str) -> impl Iterator<Item = Value> {
    let file = File::open(path).expect("the file opens");
    BufReader::new(file).lines().map_while(Result::ok).filter_map(|l| serde_json::from_str(&l).ok())
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn story(line: &Value) -> (String, Story) {
    let mut story = Story {
        title: text(&line["title"]).to_owned(),
        body: text(&line["body"]).to_owned(),
        ..Story::default()
    };
    for name in Name::ALL {
        match &line[name.as_str()] {
            Value::Array(values) => {
                story.names.extend(values.iter().map(|v| (name, text(v).to_owned())));
            }
            Value::String(value) => story.names.push((name, value.clone())),
            _ => {}
        }
    }
    for number in Number::ALL {
        let value = &line[number.as_str()];
        let value = value.as_f64().or_else(|| moment(value.as_str()?));
        story.numbers.extend(value.map(|v| (number, v)));
    }
    (line["id"].to_string(), story)
}
