//! Lists of stories at a large archive, against a bare axum handler that answers the same bytes.
//!
//!     cargo run --release -p wiredesk-web --example lists -- 1000000 FOLDER
//!
//! Fills FOLDER with that many stories (once), serves it on loopback, and asks both servers over
//! [`LINES`] kept connections: requests a second, median and 99th hundredth, and the ratio of the
//! times that a request took in the middle. *same*: one question again and again, as pollers ask;
//! *other*: each question is a different one, so that no kept answer helps.

#[allow(dead_code, reason = "what else is in it tells a server what to publish")]
mod bare;

use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use axum::Router;
use axum::body::Bytes;
use axum::http::header;
use axum::routing::get;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use wiredesk_store::{Finished, Imported, Store};

/// Kept connections that ask at once.
const LINES: usize = 8;
/// Requests of one case, all lines together.
const REQUESTS: usize = 4_000;
const TICKERS: usize = 5_000;
const CHANNELS: usize = 50;

fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let number: usize = arguments.next().context("how many stories?")?.parse()?;
    let folder = arguments.next().context("in which folder?")?;
    let store = filled(Path::new(&folder), number)?;
    let state = bare::state(store)?;
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    runtime.block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let at = listener.local_addr()?.to_string();
        tokio::spawn(wiredesk_web::serve(listener, state, std::future::pending()));
        println!("{number} stories; {LINES} connections, {REQUESTS} requests a case");
        println!("| list | asked | bytes | requests/s | p50 | p99 | bare p50 | ratio |");
        println!("|---|---|---|---|---|---|---|---|");
        for case in cases(&at).await? {
            measured(&at, case).await?;
        }
        Ok(())
    })
}

fn filled(folder: &Path, number: usize) -> Result<Store> {
    let there = folder.join("filled").is_file();
    let store = Store::open(folder)?;
    if !there {
        let began = Instant::now();
        let all: Vec<usize> = (0..number).collect();
        for part in all.chunks(2_000) {
            store.import(
                part.iter().map(|n| story(*n)).collect(),
                "2024-12-01T00:00:00Z".parse()?,
            )?;
        }
        std::fs::write(folder.join("filled"), "")?;
        println!("filled in {:.0} s", began.elapsed().as_secs_f64());
    }
    Ok(store)
}

/// A story of every 7 seconds; few tickers have most of the news.
fn story(n: usize) -> Imported {
    let chance = n.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 40;
    let ticker = (chance % TICKERS) * (chance / TICKERS % TICKERS) / TICKERS;
    let second = 1_704_067_200 + 7 * n as i64;
    Imported {
        story: Finished {
            title: format!("Story {n} of T{ticker}"),
            body: format!("<p>{}</p>", "Copper rose on Monday. ".repeat(10)),
            url: Some(format!("https://bench.example/{n}")),
            channels: vec![format!("Channel {}", n % CHANNELS)],
            tickers: vec![format!("T{ticker}")],
            ..Finished::default()
        },
        published: jiff::Timestamp::from_second(second).unwrap_or_default(),
        updated: None,
        removed: None,
    }
}

/// A name, and what is asked the n-th time.
struct Case {
    name: String,
    asked: &'static str,
    path: Box<dyn Fn(usize) -> String + Send + Sync>,
}

async fn cases(at: &str) -> Result<Vec<Case>> {
    let mut all = Vec::new();
    let mut add = |name: &str, asked, path: Box<dyn Fn(usize) -> String + Send + Sync>| {
        all.push(Case { name: name.to_owned(), asked, path });
    };
    let day = |n: usize| format!("2024-{:02}-{:02}", 1 + n / 28 % 2, 1 + n % 28);
    let bz = "/api/v2/news?pageSize=50&displayOutput=full";
    for (name, of) in [
        ("all", Box::new(|_| String::new()) as Box<dyn Fn(usize) -> String + Send + Sync>),
        ("ticker", Box::new(|n: usize| format!("&tickers=T{}", n % 40))),
        ("channel", Box::new(|n: usize| format!("&channels=Channel+{}", n % CHANNELS))),
        ("time", Box::new(move |n: usize| format!("&dateFrom={0}&dateTo={0}", day(n)))),
    ] {
        let of = Arc::new(of);
        for page in [0, 499] {
            let page_of = if name == "ticker" && page > 0 { 9 } else { page };
            let title = format!("Benzinga, {name}, page {}", page_of + 1);
            let (first, other) = (of.clone(), of.clone());
            let same = move |_: usize| format!("{bz}&page={page_of}{}", first(3));
            add(&title, "same", Box::new(same));
            let other = move |n: usize| format!("{bz}&page={}{}", page_of + n / 200, other(n));
            add(&title, "other", Box::new(other));
        }
    }
    let own = "/api/v1/stories?limit=50";
    let deep = walked(at, own, 499).await?;
    for (name, filter) in [
        ("all", String::new()),
        ("ticker", "&ticker=T3".to_owned()),
        ("channel", "&channel=Channel+3".to_owned()),
        ("time", "&created_from=2024-01-09&created_before=2024-01-10".to_owned()),
    ] {
        let path = format!("{own}{filter}");
        add(&format!("own, {name}, page 1"), "same", Box::new(move |_| path.clone()));
    }
    let path = format!("{own}&cursor={deep}");
    add("own, all, page 500", "same", Box::new(move |_| path.clone()));
    Ok(all)
}

/// The cursor of the page after so many.
async fn walked(at: &str, path: &str, pages: usize) -> Result<String> {
    let mut line = Line::open(at).await?;
    let mut cursor = String::new();
    for _ in 0..pages {
        let whole = match cursor.as_str() {
            "" => path.to_owned(),
            _ => format!("{path}&cursor={cursor}"),
        };
        let page: serde_json::Value = serde_json::from_slice(&line.ask(&whole).await?)?;
        cursor = page["next"].as_str().context("the list is too short")?.to_owned();
    }
    Ok(cursor)
}

async fn measured(at: &str, case: Case) -> Result<()> {
    let mut line = Line::open(at).await?;
    let body = line.ask(&(case.path)(0)).await?;
    let bytes = body.len();
    let path: Arc<dyn Fn(usize) -> String + Send + Sync> = Arc::from(case.path);
    // No more than some seconds a case: what is slow is asked less often.
    let began = Instant::now();
    line.ask(&path(1)).await?;
    let each = began.elapsed().max(Duration::from_micros(1));
    let most = (8.0 / each.as_secs_f64()) as usize;
    let (spent, mut took) = asked(at, path, REQUESTS.min(most).max(4 * LINES)).await?;
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let other = listener.local_addr()?.to_string();
    let answer = Bytes::from(body);
    let kind = [(header::CONTENT_TYPE, "application/json")];
    let handler = move || async move { (kind, answer.clone()) };
    let serving =
        tokio::spawn(
            async move { axum::serve(listener, Router::new().route("/", get(handler))).await },
        );
    let (_, mut plain) = asked(&other, Arc::new(|_| "/".to_owned()), REQUESTS).await?;
    serving.abort();
    took.sort_unstable();
    plain.sort_unstable();
    let of = |times: &[Duration], part: f64| {
        times[((times.len() - 1) as f64 * part) as usize].as_secs_f64() * 1e6
    };
    println!(
        "| {} | {} | {bytes} | {:.0} | {:.0} µs | {:.0} µs | {:.0} µs | {:.1} |",
        case.name,
        case.asked,
        took.len() as f64 / spent.as_secs_f64(),
        of(&took, 0.5),
        of(&took, 0.99),
        of(&plain, 0.5),
        of(&took, 0.5) / of(&plain, 0.5)
    );
    Ok(())
}

type Paths = Arc<dyn Fn(usize) -> String + Send + Sync>;

/// Asks over all lines: the whole time, and each request's.
async fn asked(at: &str, path: Paths, requests: usize) -> Result<(Duration, Vec<Duration>)> {
    let began = Instant::now();
    let mut lines = Vec::new();
    for of in 0..LINES {
        let (mut line, path) = (Line::open(at).await?, path.clone());
        lines.push(tokio::spawn(async move {
            let mut took = Vec::new();
            for n in (of..requests).step_by(LINES) {
                let began = Instant::now();
                line.ask(&path(n)).await?;
                took.push(began.elapsed());
            }
            Ok::<_, anyhow::Error>(took)
        }));
    }
    let mut took = Vec::new();
    for line in lines {
        took.extend(line.await??);
    }
    Ok((began.elapsed(), took))
}

/// A kept connection.
struct Line {
    socket: TcpStream,
    held: Vec<u8>,
}

impl Line {
    async fn open(at: &str) -> Result<Self> {
        let socket = TcpStream::connect(at).await?;
        socket.set_nodelay(true)?;
        Ok(Self { socket, held: Vec::new() })
    }

    /// The body of the answer to a GET.
    async fn ask(&mut self, path: &str) -> Result<Vec<u8>> {
        let mut request = String::new();
        write!(request, "GET {path} HTTP/1.1\r\nhost: bench\r\naccept: application/json\r\n")?;
        request.push_str("authorization: Bearer t\r\n\r\n");
        self.socket.write_all(request.as_bytes()).await?;
        let head = loop {
            if let Some(end) = self.held.windows(4).position(|w| w == b"\r\n\r\n") {
                break end + 4;
            }
            self.more().await?;
        };
        let text = String::from_utf8_lossy(&self.held[..head]).to_ascii_lowercase();
        if !text.starts_with("http/1.1 200") {
            bail!("{path}: {text}");
        }
        let length = text.lines().find_map(|l| l.strip_prefix("content-length: "));
        let length: usize = length.context("no length")?.trim().parse()?;
        while self.held.len() < head + length {
            self.more().await?;
        }
        let body = self.held[head..head + length].to_vec();
        self.held.drain(..head + length);
        Ok(body)
    }

    async fn more(&mut self) -> Result<()> {
        match self.socket.read_buf(&mut self.held).await? {
            0 => bail!("the server hung up"),
            _ => Ok(()),
        }
    }
}
