//! How a publication reaches many: N lines, M stories, one server process, its clients in another.
//!
//!     cargo run --release -p wiredesk-web --example fanout -- ws 10000 100
//!     cargo run --release -p wiredesk-web --example fanout -- sse 10000 100
//!
//! Prints the memory that each line takes, the server's CPU time for each delivery, and the time
//! from the call that publishes to the last byte that the last client read. Clients share the
//! machine with the server, so that the times are those of a machine that is busy with both.

mod bare;

use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use bare::nanos;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::mpsc;

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number =
        |at: usize, usual: usize| arguments.get(at).and_then(|n| n.parse().ok()).unwrap_or(usual);
    match arguments.first().map(String::as_str) {
        Some("serve") => bare::serve(),
        Some(way @ ("ws" | "sse")) => measure(way, number(1, 10_000), number(2, 100), number(3, 5)),
        _ => anyhow::bail!("fanout ws|sse LINES STORIES STORIES_PER_SECOND"),
    }
}

/// Resident bytes and CPU seconds of a process.
fn used(process: u32) -> Result<(f64, f64)> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status"))?;
    let line = status.lines().find(|l| l.starts_with("VmRSS:")).context("no VmRSS")?;
    let kib: f64 = line.split_whitespace().nth(1).context("no number")?.parse()?;
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat"))?;
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or("").split_whitespace().collect();
    let ticks = fields[11].parse::<f64>()? + fields[12].parse::<f64>()?;
    Ok((kib * 1024.0, ticks / 100.0))
}

fn measure(way: &str, lines: usize, stories: usize, per_second: usize) -> Result<()> {
    let mut server = Command::new(std::env::current_exe()?)
        .arg("serve")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    let mut commands = server.stdin.take().context("a pipe")?;
    let mut answers = BufReader::new(server.stdout.take().context("a pipe")?).lines();
    let at = answers.next().context("an address")??;
    let before = used(server.id())?.0;
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let (send, mut arrived) = mpsc::unbounded_channel();
    runtime.block_on(connect(way, &at, lines, send))?;
    std::thread::sleep(Duration::from_secs(2));
    let (held, cpu) = used(server.id())?;
    let (mut published, pause) = (Vec::new(), Duration::from_secs(1) / per_second.max(1) as u32);
    let began = Instant::now();
    for n in 0..stories {
        std::thread::sleep((pause * n as u32).saturating_sub(began.elapsed()));
        commands.write_all(b"publish\n")?;
        published.push(answers.next().context("published")??.parse::<u128>()?);
    }
    let mut last = vec![0u128; stories];
    for _ in 0..lines * stories {
        let (nth, at): (usize, u128) = arrived.blocking_recv().context("a client broke")?;
        last[nth] = last[nth].max(at);
    }
    let cpu = used(server.id())?.1 - cpu;
    let mut took: Vec<f64> =
        last.iter().zip(&published).map(|(l, p)| l.saturating_sub(*p) as f64 / 1e6).collect();
    took.sort_by(f64::total_cmp);
    let of = |part: f64| took[((took.len() - 1) as f64 * part) as usize];
    let deliveries = (lines * stories) as f64;
    println!(
        "| way | lines | stories/s | KiB a line | CPU µs a delivery | deliveries/s a core | p50 ms | p99 ms |"
    );
    println!(
        "| {way} | {lines} | {per_second} | {:.1} | {:.2} | {:.0} | {:.1} | {:.1} |",
        (held - before) / 1024.0 / lines as f64,
        cpu * 1e6 / deliveries,
        deliveries / cpu,
        of(0.5),
        of(0.99),
    );
    drop(commands);
    server.wait()?;
    Ok(())
}

type Arrivals = mpsc::UnboundedSender<(usize, u128)>;

async fn connect(way: &str, at: &str, lines: usize, send: Arrivals) -> Result<()> {
    for _ in 0..lines {
        let mut socket = TcpStream::connect(at).await?;
        let request = match way {
            "ws" => format!(
                "GET /api/v1/stream/ws?token=t HTTP/1.1\r\nhost: {at}\r\nconnection: upgrade\r\n\
                 upgrade: websocket\r\nsec-websocket-version: 13\r\n\
                 sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
            ),
            _ => format!("GET /api/v1/stream?token=t HTTP/1.1\r\nhost: {at}\r\n\r\n"),
        };
        socket.write_all(request.as_bytes()).await?;
        let mut head = vec![0; 4096];
        let n = socket.read(&mut head).await?;
        let answer = String::from_utf8_lossy(&head[..n]).into_owned();
        anyhow::ensure!(answer.contains(" 101 ") || answer.contains(" 200 "), "{answer}");
        tokio::spawn(count(socket, send.clone()));
    }
    Ok(())
}

/// Tells of each story when its last byte was read. A story's message ends in `}` and holds one
/// `"seq":` at its start (events: one `event: story`).
async fn count(mut socket: TcpStream, send: Arrivals) -> Option<()> {
    const MARK: &[u8] = b"\"importance\":";
    let (mut held, mut nth) = (Vec::new(), 0);
    let mut chunk = vec![0; 8192];
    loop {
        let n = socket.read(&mut chunk).await.ok().filter(|n| *n > 0)?;
        held.extend_from_slice(&chunk[..n]);
        // The last key of a message comes once in each.
        while let Some(at) = held.windows(MARK.len()).position(|w| w == MARK) {
            held.drain(..at + MARK.len());
            send.send((nth, nanos())).ok()?;
            nth += 1;
        }
        if held.len() > MARK.len() {
            let cut = held.len() - MARK.len();
            held.drain(..cut);
        }
    }
}
