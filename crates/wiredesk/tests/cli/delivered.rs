//! `kill -9` while the outbox is emptied: nothing is lost, and a receiver that drops repeats by
//! `webhook-id` sees each delivery once.

use crate::{shown, wiredesk};
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use wiredesk_model::jiff::Timestamp;
use wiredesk_store::{DeliveryState, NewDelivery, NewTarget, NewToken, Secret, Store};

const KILLS: usize = 8;
const TARGETS: usize = 4;
const EACH: usize = 250;

#[derive(Default)]
struct Seen {
    times: Mutex<BTreeMap<(String, String), usize>>,
    requests: AtomicUsize,
}

/// Takes most POSTs; now and then it fails, or takes one and breaks the line before it says so.
fn receive(seen: Arc<Seen>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    std::thread::spawn(move || {
        for socket in listener.incoming().flatten() {
            let seen = seen.clone();
            std::thread::spawn(move || talk(socket, &seen));
        }
    });
    url
}

fn talk(socket: TcpStream, seen: &Seen) -> Option<()> {
    let mut reader = BufReader::new(socket.try_clone().ok()?);
    let mut socket = socket;
    loop {
        let (mut path, mut id, mut length) = (String::new(), String::new(), 0);
        loop {
            let mut line = String::new();
            if reader.read_line(&mut line).ok()? == 0 {
                return None;
            }
            let line = line.trim_end();
            match line.split_once(": ") {
                _ if line.is_empty() => break,
                Some(("webhook-id", value)) => id = value.to_owned(),
                Some(("content-length", value)) => length = value.parse().ok()?,
                Some(_) => {}
                None => path = line.to_owned(),
            }
        }
        let mut body = vec![0; length];
        reader.read_exact(&mut body).ok()?;
        let n = seen.requests.fetch_add(1, Ordering::SeqCst);
        if n % 17 == 3 {
            socket.write_all(b"HTTP/1.1 500 Oops\r\ncontent-length: 0\r\n\r\n").ok()?;
            continue;
        }
        *seen.times.lock().ok()?.entry((path, id)).or_default() += 1;
        if n % 29 == 5 {
            return None;
        }
        socket.write_all(b"HTTP/1.1 204 Taken\r\n\r\n").ok()?;
    }
}

fn fill(data: &Path, url: &str) {
    let store = Store::open(data).expect("opens");
    let now = Timestamp::now();
    for target in 0..TARGETS {
        let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
        let settings = format!("{{\"url\":\"{url}/{target}\",\"secrets\":[\"{secret}\"]}}");
        let (kind, name) = ("webhook".into(), "t".into());
        let id = store.add_target(NewTarget { owner: None, kind, name, settings }, now);
        let target = id.expect("added");
        let letter = |n: usize| {
            let (key, body) = (format!("k{n}"), format!("{{\"n\":{n}}}"));
            NewDelivery { target, key, seq: None, query: None, body }
        };
        store.enqueue((0..EACH).map(letter).collect(), None, now).expect("queued");
    }
}

fn serve(data: &Path) -> Child {
    let args = ["serve", "--data", shown(data), "--listen", "127.0.0.1:0", "--no-polling"];
    let mut command = wiredesk(&args);
    command.arg("--allow-private").stdout(Stdio::null()).stderr(Stdio::null());
    command.spawn().expect("starts")
}

/// Waits, but not for ever.
fn until(what: &str, done: impl Fn() -> bool) {
    let began = Instant::now();
    while !done() {
        assert!(began.elapsed() < Duration::from_secs(120), "never {what}");
        std::thread::sleep(Duration::from_millis(2));
    }
}

#[test]
fn nothing_queued_is_lost_and_each_is_seen_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let seen = Arc::new(Seen::default());
    let url = receive(seen.clone());
    fill(folder.path(), &url);
    let requests = || seen.requests.load(Ordering::SeqCst);
    for round in 0..KILLS {
        let mut child = serve(folder.path());
        let enough = requests() + 31 + 7 * round;
        until("sending", || requests() >= enough);
        child.kill().expect("killed");
        child.wait().expect("gone");
    }
    let mut child = serve(folder.path());
    let store = Store::open_to_read(folder.path()).expect("opens");
    let all = TARGETS * EACH;
    let delivered = || store.deliveries(DeliveryState::Delivered, None, None, 9_999);
    until("all delivered", || delivered().expect("readable").len() == all);
    child.kill().expect("killed");
    child.wait().expect("gone");
    let times = seen.times.lock().expect("whole");
    assert_eq!(times.len(), all, "each is seen once by who drops repeats");
    // Repeats: what was under way at a kill, and what was taken without a word.
    let repeats: usize = times.values().map(|n| n - 1).sum();
    let most = KILLS * TARGETS * 8 + requests() / 29 + 1;
    assert!(repeats <= most, "{repeats} repeats, {most} can be explained");
}

/// Starts the server, asks for a webhook at a private address, ends it; the answer.
fn asked_for_private(allow: &[&str]) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    let token = NewToken {
        secret: Secret::of("hooks"),
        name: "t".into(),
        owner: None,
        scopes: vec!["webhooks".into()],
        settings: "{}".into(),
        expires: None,
    };
    let store = Store::open(folder.path()).expect("opens");
    store.add_token(token, Timestamp::now()).expect("added");
    drop(store);
    let args = ["serve", "--data", shown(folder.path()), "--listen", "127.0.0.1:0", "--no-polling"];
    let mut command = wiredesk(&args);
    let mut child = command.args(allow).stderr(Stdio::piped()).spawn().expect("starts");
    let mut lines = BufReader::new(child.stderr.take().expect("a pipe")).lines();
    let at = lines
        .by_ref()
        .map_while(Result::ok)
        .find_map(|line| line.split_once("serving on http://").map(|(_, at)| at.trim().to_owned()));
    let body = r#"{"url":"http://127.0.0.1:9/in"}"#;
    let request = format!(
        "POST /api/v1/webhooks HTTP/1.0\r\nhost: desk\r\nkey: hooks\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    let mut socket = TcpStream::connect(at.expect("an address")).expect("connected");
    socket.write_all(request.as_bytes()).expect("written");
    let mut answer = String::new();
    socket.read_to_string(&mut answer).expect("readable");
    child.kill().expect("killed");
    child.wait().expect("gone");
    answer
}

#[test]
fn private_addresses_are_called_only_when_the_operator_says_so() {
    let refused = asked_for_private(&[]);
    assert!(refused.contains(" 400 ") && refused.contains("--allow-private"), "{refused}");
    let taken = asked_for_private(&["--allow-private"]);
    assert!(taken.contains(" 201 ") && taken.contains("whsec_"), "{taken}");
}
