//! How many signed POSTs one core sends: to a bare receiver in another process, on loopback.
//!
//!     cargo run --release -p wiredesk-deliver --example posts -- 200000 64

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;
use wiredesk_deliver::{Outcome, Parcel, Sender, Settings};

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if arguments.first().is_some_and(|a| a == "receive") {
        return receive();
    }
    let number =
        |at: usize, usual: usize| arguments.get(at).and_then(|n| n.parse().ok()).unwrap_or(usual);
    let (posts, at_once) = (number(0, 200_000), number(1, 64));
    let mut receiver =
        Command::new(std::env::current_exe()?).arg("receive").stdout(Stdio::piped()).spawn()?;
    let mut address = String::new();
    BufReader::new(receiver.stdout.take().ok_or("no pipe")?).read_line(&mut address)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let (began, before) = (Instant::now(), cpu()?);
    runtime.block_on(send(address.trim().to_owned(), posts, at_once))?;
    let (took, cpu) = (began.elapsed().as_secs_f64(), cpu()? - before);
    let posts = posts as f64;
    println!("| posts | at once | posts/s | CPU µs a post | posts/s a core |");
    println!(
        "| {posts} | {at_once} | {:.0} | {:.1} | {:.0} |",
        posts / took,
        cpu * 1e6 / posts,
        posts / cpu
    );
    receiver.kill()?;
    receiver.wait()?;
    Ok(())
}

async fn send(address: String, posts: usize, at_once: usize) -> Result<(), Failure> {
    let sender = Arc::new(Sender::new(&Settings { allow_private: true, mail: None })?);
    let settings: Arc<str> = format!(
        "{{\"url\":\"http://{address}/in\",\"secrets\":[\"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\"]}}"
    )
    .into();
    let body: Arc<str> = format!("{{\"text\":\"{}\"}}", "x".repeat(1_000)).into();
    let left = Arc::new(AtomicUsize::new(posts));
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..at_once {
        let (sender, settings, body, left) =
            (sender.clone(), settings.clone(), body.clone(), left.clone());
        tasks.spawn(async move {
            while left
                .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |n| n.checked_sub(1))
                .is_ok()
            {
                let now = jiff::Timestamp::now();
                let (kind, key, attempt) = ("webhook", "alert-1", 1);
                let parcel = Parcel { kind, settings: &settings, key, body: &body, attempt, now };
                let outcome = sender.send(&parcel).await;
                assert_eq!(outcome, Outcome::Taken);
            }
        });
    }
    while let Some(done) = tasks.join_next().await {
        done?;
    }
    Ok(())
}

/// CPU seconds of this process.
fn cpu() -> Result<f64, Failure> {
    let stat = std::fs::read_to_string("/proc/self/stat")?;
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or("").split_whitespace().collect();
    Ok((fields[11].parse::<f64>()? + fields[12].parse::<f64>()?) / 100.0)
}

/// Takes everything.
fn receive() -> Result<(), Failure> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    println!("{}", listener.local_addr()?);
    std::io::stdout().flush()?;
    for socket in listener.incoming() {
        let socket = socket?;
        std::thread::spawn(move || drop(answer(socket)));
    }
    Ok(())
}

fn answer(mut socket: TcpStream) -> std::io::Result<()> {
    let (mut held, mut chunk) = (Vec::new(), [0; 16_384]);
    loop {
        let n = socket.read(&mut chunk)?;
        if n == 0 {
            return Ok(());
        }
        held.extend_from_slice(&chunk[..n]);
        while let Some(end) = whole(&held) {
            held.drain(..end);
            socket.write_all(b"HTTP/1.1 204 OK\r\n\r\n")?;
        }
    }
}

/// Where the first request ends, when it is there whole.
fn whole(held: &[u8]) -> Option<usize> {
    let head = held.windows(4).position(|w| w == b"\r\n\r\n")? + 4;
    let text = String::from_utf8_lossy(&held[..head]).to_lowercase();
    let length: usize = text.split("content-length: ").nth(1)?.split('\r').next()?.parse().ok()?;
    (held.len() >= head + length).then_some(head + length)
}
