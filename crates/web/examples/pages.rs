//! How long readers wait: asks a running server for its pages, several at once, and prints the
//! median, the 99th and the worst of each, with answers a second.
//!
//! ```text
//! pages 127.0.0.1:8080 --at-once 8 --seconds 5 / /section/world '/search?q=missiles'
//! ```
//!
//! A client of its own (HTTP/1.1, connections kept), so that nothing has to be installed; it takes
//! part of the machine that it measures.

use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

type Failed = Box<dyn std::error::Error + Send + Sync>;

struct Asked {
    server: String,
    at_once: usize,
    time: Duration,
    paths: Vec<String>,
}

fn asked() -> Result<Asked, Failed> {
    let mut words = std::env::args().skip(1);
    let server = words.next().ok_or("say which server: ADDRESS:PORT")?;
    let mut asked = Asked { server, at_once: 8, time: Duration::from_secs(5), paths: Vec::new() };
    while let Some(word) = words.next() {
        let mut number = || {
            words
                .next()
                .ok_or("a number is missing")
                .and_then(|n| n.parse::<u64>().map_err(|_| "that is no number"))
        };
        match word.as_str() {
            "--at-once" => asked.at_once = usize::try_from(number()?)?,
            "--seconds" => asked.time = Duration::from_secs(number()?),
            _ => asked.paths.push(word),
        }
    }
    Ok(asked)
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Failed> {
    let asked = asked()?;
    println!(
        "{:<46} {:>8} {:>8} {:>8} {:>8} {:>8}",
        "page", "bytes", "p50 ms", "p99 ms", "worst", "a second"
    );
    for path in &asked.paths {
        let (bytes, mut times) = measure(&asked, path).await?;
        times.sort_unstable();
        let at = |share: usize| times[(times.len() - 1) * share / 100].as_secs_f64() * 1e3;
        let rate = times.len() as f64 / asked.time.as_secs_f64();
        println!(
            "{path:<46} {bytes:>8} {:>8.2} {:>8.2} {:>8.2} {rate:>8.0}",
            at(50),
            at(99),
            at(100)
        );
    }
    Ok(())
}

/// How long each answer took, and how large the last was.
async fn measure(asked: &Asked, path: &str) -> Result<(usize, Vec<Duration>), Failed> {
    let until = Instant::now() + asked.time;
    let mut askers = tokio::task::JoinSet::new();
    for _ in 0..asked.at_once {
        let (server, path) = (asked.server.clone(), path.to_owned());
        askers.spawn(async move { ask(&server, &path, until).await });
    }
    let (mut bytes, mut times) = (0, Vec::new());
    while let Some(done) = askers.join_next().await {
        let (size, took) = done??;
        bytes = size;
        times.extend(took);
    }
    if times.is_empty() { Err("no answer in that time".into()) } else { Ok((bytes, times)) }
}

async fn ask(server: &str, path: &str, until: Instant) -> Result<(usize, Vec<Duration>), Failed> {
    let mut line = TcpStream::connect(server).await?;
    line.set_nodelay(true)?;
    let request = format!("GET {path} HTTP/1.1\r\nHost: {server}\r\n\r\n");
    let (mut times, mut size, mut buffer) = (Vec::new(), 0, Vec::new());
    while Instant::now() < until {
        let start = Instant::now();
        line.write_all(request.as_bytes()).await?;
        size = answer(&mut line, &mut buffer, path).await?;
        times.push(start.elapsed());
    }
    Ok((size, times))
}

/// Reads one answer; the bytes of its body.
async fn answer(line: &mut TcpStream, buffer: &mut Vec<u8>, path: &str) -> Result<usize, Failed> {
    buffer.clear();
    let head = loop {
        if let Some(end) = buffer.windows(4).position(|w| w == b"\r\n\r\n") {
            break end + 4;
        }
        if line.read_buf(buffer).await? == 0 {
            return Err("the server hung up".into());
        }
    };
    let text = String::from_utf8_lossy(&buffer[..head]).to_ascii_lowercase();
    if !text.starts_with("http/1.1 200") {
        return Err(format!("{path}: {}", text.lines().next().unwrap_or_default()).into());
    }
    let length = text.lines().find_map(|l| l.strip_prefix("content-length: "));
    let length: usize = length.ok_or("an answer without a length")?.trim().parse()?;
    while buffer.len() < head + length {
        if line.read_buf(buffer).await? == 0 {
            return Err("the server hung up".into());
        }
    }
    Ok(length)
}
