//! The whole way of an alert under load: stories are published one after the other, held against
//! standing queries, put into the outbox, sent as signed webhooks, and taken by a receiver.
//!
//!     cargo run --release -p wiredesk-flow --example load -- QUERIES STORIES [SUBSCRIBERS] [PER_SECOND] [SECONDS]
//!
//! The files are JSON lines as `wiredesk match` takes them; the queries are shared out among the
//! subscribers, each of which is a target of its own. Publisher, newsroom, sender and receiver share
//! the machine. Prints what was lost or came twice (it must be nothing, and the program fails if it
//! is not), and the time from the call that publishes to the last byte of the receiver's request.

use anyhow::{Context, Result, ensure};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader, Read as _, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;
use std::time::{Duration, Instant};
use tokio::sync::watch;
use wiredesk_alert::{Frequencies, Index, Limits, Query, Scratch};
use wiredesk_deliver::Sender;
use wiredesk_flow::{Newsroom, alerts, delivery};
use wiredesk_model::StoryId;
use wiredesk_model::jiff::Timestamp;
use wiredesk_store::{Finished, Imported, NewQuery, NewTarget, Store};

const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

/// How long nothing may arrive before the rest counts as lost.
const PATIENCE: Duration = Duration::from_secs(20);

/// A story and the subscriber that heard of it.
type Heard = (u64, u64);

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [queries, stories, rest @ ..] = arguments.as_slice() else {
        anyhow::bail!("load QUERIES STORIES [SUBSCRIBERS] [PER_SECOND] [SECONDS]");
    };
    let number =
        |at: usize, usual: usize| rest.get(at).and_then(|n| n.parse().ok()).unwrap_or(usual);
    let (subscribers, per_second, seconds) = (number(0, 10_000), number(1, 100), number(2, 60));
    let folder = std::env::temp_dir().join(format!("load-{}", std::process::id()));
    let done = run(&folder, (queries, stories), (subscribers, per_second, seconds));
    std::fs::remove_dir_all(&folder)?;
    done
}

fn run(
    folder: &std::path::Path,
    (queries, stories): (&str, &str),
    (subscribers, per_second, seconds): (usize, usize, usize),
) -> Result<()> {
    let store = Store::open(folder)?;
    let (heard, receipts) = mpsc::channel();
    let port = receive(heard)?;
    let index = subscribe(&store, queries, subscribers, port)?;
    let stories: Vec<Imported> = lines(stories)?.map(|line| imported(&line)).collect();
    let room = Newsroom::open(store.clone())?;
    // The stage takes in all queries with the first story that it sees.
    store.import(stories[..1].to_vec(), Timestamp::now())?;
    let stopped = Arc::new(AtomicBool::new(false));
    let stage = {
        let (room, stopped) = (room.clone(), stopped.clone());
        std::thread::spawn(move || {
            room.alert_until(|| stopped.load(Ordering::Relaxed), Timestamp::now);
        })
    };
    let (stop, over) = watch::channel(false);
    let sending = send(store.clone(), over)?;
    std::thread::sleep(Duration::from_secs(15));
    while receipts.try_recv().is_ok() {}
    println!("{} queries of {subscribers} subscribers stand", index.len());
    let published = publish(&store, &stories, per_second, per_second * seconds)?;
    let expected = expected(&room, &index, &published, subscribers)?;
    let told = collect(&receipts, &expected, &published);
    stopped.store(true, Ordering::Relaxed);
    stop.send_replace(true);
    stage.join().map_err(|_| anyhow::anyhow!("the stage broke off"))?;
    sending.join().map_err(|_| anyhow::anyhow!("the sender broke off"))?;
    told
}

/// Targets and queries, kept and as an index.
fn subscribe(store: &Store, queries: &str, subscribers: usize, port: u16) -> Result<Index> {
    let now = Timestamp::now();
    let mut targets = Vec::new();
    for n in 0..subscribers {
        let url = format!("http://127.0.0.1:{port}/{n}");
        let settings = serde_json::json!({ "url": url, "secrets": [SECRET] }).to_string();
        let about =
            NewTarget { owner: None, kind: "webhook".into(), name: format!("s{n}"), settings };
        targets.push(store.add_target(about, now)?);
    }
    let mut index = Index::new(Arc::new(Frequencies::default()));
    let queries: Vec<Value> = lines(queries)?.collect();
    for (nth, some) in queries.chunks(1_000).enumerate() {
        let about = |(i, line): (usize, &Value)| NewQuery {
            owner: None,
            name: String::new(),
            query: line["q"].as_str().unwrap_or_default().to_owned(),
            target: Some(targets[(nth * 1_000 + i) % subscribers]),
            enabled: true,
        };
        store.add_queries(some.iter().enumerate().map(about).collect(), now)?;
        for (i, line) in some.iter().enumerate() {
            let text = line["q"].as_str().unwrap_or_default();
            index.add((nth * 1_000 + i) as u64, &Query::parse(text, &Limits::default())?);
        }
    }
    Ok(index)
}

/// Publishes so many stories, evenly; when each was handed in.
fn publish(
    store: &Store,
    stories: &[Imported],
    per_second: usize,
    count: usize,
) -> Result<BTreeMap<u64, Instant>> {
    let (begun, mut published) = (Instant::now(), BTreeMap::new());
    let due = |n: usize| Duration::from_secs_f64(n as f64 / per_second as f64);
    while published.len() < count {
        let next = published.len();
        std::thread::sleep(due(next).saturating_sub(begun.elapsed()));
        let mut story = stories[next % stories.len()].clone();
        // Another address is another story.
        story.story.url = Some(format!("https://load.example/{next}"));
        let at = Instant::now();
        let moved = store.import(vec![story], Timestamp::now())?;
        published.insert(moved[0].id.0, at);
    }
    let rate = count as f64 / begun.elapsed().as_secs_f64();
    println!("{count} stories published, {rate:.1} a second");
    Ok(published)
}

/// Who must have heard of what.
fn expected(
    room: &Newsroom,
    index: &Index,
    published: &BTreeMap<u64, Instant>,
    subscribers: usize,
) -> Result<BTreeMap<Heard, usize>> {
    let (mut scratch, mut expected) = (Scratch::default(), BTreeMap::new());
    for id in published.keys() {
        let kept = room.store().published(StoryId(*id))?.context("a story is gone")?;
        let mut told = alerts::told(&kept.story, room.reader().as_ref());
        let logged = room.store().log_of(StoryId(*id))?[0].at;
        told.numbers.push((wiredesk_alert::Number::Ts, logged.as_second() as f64));
        for query in index.match_story(&told, &mut scratch) {
            expected.insert((*id, query % subscribers as u64), 0);
        }
    }
    Ok(expected)
}

/// Waits for what must come, and tells how it came.
fn collect(
    receipts: &mpsc::Receiver<(Heard, Instant)>,
    expected: &BTreeMap<Heard, usize>,
    published: &BTreeMap<u64, Instant>,
) -> Result<()> {
    let (mut seen, mut times, mut alien) = (expected.clone(), Vec::new(), 0);
    let mut missing = expected.len();
    while missing > 0 {
        let Ok((heard, at)) = receipts.recv_timeout(PATIENCE) else { break };
        match (seen.get_mut(&heard), published.get(&heard.0)) {
            (Some(count), Some(began)) => {
                missing -= usize::from(*count == 0);
                *count += 1;
                times.push(at.saturating_duration_since(*began));
            }
            _ => alien += usize::from(published.contains_key(&heard.0)),
        }
    }
    let twice = seen.values().filter(|count| **count > 1).count();
    times.sort_unstable();
    let of = |part: f64| {
        let at = (times.len().saturating_sub(1) as f64 * part) as usize;
        times.get(at).map_or(0.0, |t| t.as_secs_f64() * 1e3)
    };
    println!("| expected | lost | twice | not expected | p50 ms | p90 ms | p99 ms | longest ms |");
    println!(
        "| {} | {missing} | {twice} | {alien} | {:.1} | {:.1} | {:.1} | {:.1} |",
        expected.len(),
        of(0.5),
        of(0.9),
        of(0.99),
        of(1.0)
    );
    ensure!(missing == 0 && alien == 0, "alerts were lost, or came to the wrong one");
    Ok(())
}

fn send(store: Store, over: watch::Receiver<bool>) -> Result<std::thread::JoinHandle<()>> {
    let settings = wiredesk_deliver::Settings { allow_private: true, mail: None };
    let sender = Arc::new(Sender::new(&settings)?);
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    Ok(std::thread::spawn(move || {
        runtime.block_on(delivery::run(store, sender, delivery::Settings::default(), over));
    }))
}

/// Takes everything, and tells who heard of which story.
fn receive(heard: mpsc::Sender<(Heard, Instant)>) -> Result<u16> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let port = listener.local_addr()?.port();
    std::thread::spawn(move || {
        for socket in listener.incoming().map_while(Result::ok) {
            let heard = heard.clone();
            std::thread::spawn(move || drop(answer(socket, &heard)));
        }
    });
    Ok(port)
}

fn answer(mut socket: TcpStream, heard: &mpsc::Sender<(Heard, Instant)>) -> Result<()> {
    let (mut held, mut chunk) = (Vec::new(), [0; 16_384]);
    loop {
        let n = socket.read(&mut chunk)?;
        ensure!(n > 0, "the sender hung up");
        held.extend_from_slice(&chunk[..n]);
        while let Some((end, of)) = whole(&held) {
            let now = Instant::now();
            held.drain(..end);
            socket.write_all(b"HTTP/1.1 204 OK\r\n\r\n")?;
            heard.send((of.context("a request that tells of no story")?, now))?;
        }
    }
}

/// Where the first request ends, when it is there whole, and what it tells.
fn whole(held: &[u8]) -> Option<(usize, Option<Heard>)> {
    let head = held.windows(4).position(|w| w == b"\r\n\r\n")? + 4;
    let text = String::from_utf8_lossy(&held[..head]).to_lowercase();
    let length: usize = text.split("content-length: ").nth(1)?.split('\r').next()?.parse().ok()?;
    let body = held.get(head..head + length)?;
    let of = || {
        let who = text.split(' ').nth(1)?.trim_start_matches('/').parse().ok()?;
        let told: Value = serde_json::from_slice(body).ok()?;
        Some((told["data"]["story"].as_u64()?, who))
    };
    Some((head + length, of()))
}

fn imported(line: &Value) -> Imported {
    let text = |field: &str| line[field].as_str().unwrap_or_default().to_owned();
    let list = |field: &str| {
        let values = line[field].as_array().into_iter().flatten();
        values.filter_map(|v| Some(v.as_str()?.to_owned())).collect()
    };
    let body = text("body").replace('&', "&amp;").replace('<', "&lt;");
    Imported {
        story: Finished {
            title: text("title"),
            body: format!("<p>{body}</p>"),
            tickers: list("ticker"),
            channels: list("channel"),
            ..Finished::default()
        },
        published: Timestamp::now(),
        updated: None,
        removed: None,
    }
}

fn lines(path: &str) -> Result<impl Iterator<Item = Value>> {
    let file = File::open(path).with_context(|| format!("cannot read {path}"))?;
    Ok(BufReader::new(file)
        .lines()
        .map_while(Result::ok)
        .filter_map(|l| serde_json::from_str(&l).ok()))
}
