//! The outbox against receivers on loopback: taken, failing, stopping, slow, gone.

#![allow(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::sync::watch;
use wiredesk_deliver::{Schedule, Sender, sign};
use wiredesk_flow::delivery::{self, Settings};
use wiredesk_model::jiff::Timestamp;
use wiredesk_store::{DeliveryState, NewDelivery, NewTarget, Store, TargetId};

/// A receiver: answers from a list, then 200; keeps what it was sent.
#[derive(Clone, Default)]
struct Receiver {
    answers: Arc<Mutex<VecDeque<String>>>,
    got: Arc<Mutex<Vec<String>>>,
}

impl Receiver {
    async fn start(answers: &[&str]) -> (Self, String) {
        let receiver = Self::default();
        receiver.answers.lock().unwrap().extend(answers.iter().map(|a| (*a).to_owned()));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/in?key=1", listener.local_addr().unwrap());
        let kept = receiver.clone();
        tokio::spawn(async move {
            while let Ok((socket, _)) = listener.accept().await {
                tokio::spawn(kept.clone().talk(socket));
            }
        });
        (receiver, url)
    }

    async fn talk(self, mut socket: tokio::net::TcpStream) {
        while let Some(request) = request(&mut socket).await {
            let answer = self.answers.lock().unwrap().pop_front();
            self.got.lock().unwrap().push(request);
            let answer = answer.unwrap_or_else(|| "200 OK\r\n".into());
            if answer == "hang" {
                return std::future::pending().await;
            }
            let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((&answer, ""));
            let head = head.trim_end();
            let text = format!("HTTP/1.1 {head}\r\ncontent-length: {}\r\n\r\n{body}", body.len());
            if socket.write_all(text.as_bytes()).await.is_err() {
                return;
            }
        }
    }

    fn got(&self) -> Vec<String> {
        self.got.lock().unwrap().clone()
    }
}

async fn request(socket: &mut tokio::net::TcpStream) -> Option<String> {
    let mut bytes = Vec::new();
    loop {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = header(head, "content-length")?.parse::<usize>().ok()?;
            if body.len() >= length {
                return Some(text);
            }
        }
        let mut chunk = [0; 4096];
        let n = socket.read(&mut chunk).await.ok().filter(|n| *n > 0)?;
        bytes.extend_from_slice(&chunk[..n]);
    }
}

fn header<'a>(request: &'a str, name: &str) -> Option<&'a str> {
    let mut lines = request.lines().filter_map(|l| l.split_once(": "));
    lines.find(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, v)| v)
}

struct Outbox {
    _folder: tempfile::TempDir,
    store: Store,
    stop: watch::Sender<bool>,
    runs: tokio::task::JoinHandle<()>,
}

impl Outbox {
    fn start(allow_private: bool) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path()).unwrap();
        let (stop, stopped) = watch::channel(false);
        let schedule = Schedule {
            first: Duration::from_millis(1),
            longest: Duration::from_millis(4),
            in_all: Duration::from_millis(20),
        };
        let settings = Settings { schedule, per_target: 2, ..Settings::default() };
        let about = wiredesk_deliver::Settings { allow_private, mail: None };
        let sender = Arc::new(Sender::new(&about).unwrap());
        let runs = tokio::spawn(delivery::run(store.clone(), sender, settings, stopped));
        Self { _folder: folder, store, stop, runs }
    }

    fn target(&self, settings: serde_json::Value) -> TargetId {
        let about = NewTarget {
            owner: None,
            kind: "webhook".into(),
            name: "t".into(),
            settings: settings.to_string(),
        };
        self.store.add_target(about, Timestamp::now()).unwrap()
    }

    fn hook(&self, url: &str) -> TargetId {
        self.target(serde_json::json!({ "url": url, "secrets": [SECRET] }))
    }

    fn send(&self, target: TargetId, keys: &[&str]) {
        let letter = |key: &&str| {
            let body = format!("{{\"key\":\"{key}\"}}");
            NewDelivery { target, key: (*key).to_owned(), seq: None, query: None, body }
        };
        let letters = keys.iter().map(letter).collect();
        self.store.enqueue(letters, None, Timestamp::now()).unwrap();
    }

    /// Waits until so many stand so; what went wrong with the last of them.
    async fn until(&self, state: DeliveryState, target: TargetId, many: usize) -> Option<String> {
        for _ in 0..2000 {
            let found = self.store.deliveries(state, Some(target), None, 100).unwrap();
            if found.len() == many {
                return found.first().and_then(|d| d.error.clone());
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        let all = DeliveryState::ALL.map(|s| self.store.deliveries(s, None, None, 100).unwrap());
        panic!("never {many} {state:?}: {all:?}");
    }

    async fn paused(&self, target: TargetId) -> String {
        for _ in 0..2000 {
            if let Some(why) = self.store.target(target).unwrap().unwrap().paused {
                return why;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        panic!("never paused");
    }
}

const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
use DeliveryState::{Dead, Delivered, Waiting};

#[tokio::test]
async fn a_failing_receiver_is_called_again_with_the_same_signed_id() {
    let (receiver, url) = Receiver::start(&["500 Oops", "503 Later"]).await;
    let outbox = Outbox::start(true);
    let target = outbox.hook(&url);
    outbox.send(target, &["alert-7"]);
    outbox.until(Delivered, target, 1).await;
    let got = receiver.got();
    assert_eq!(got.len(), 3);
    for (n, request) in got.iter().enumerate() {
        assert!(request.starts_with("POST /in?key=1 HTTP/1.1"), "{request}");
        assert_eq!(header(request, "webhook-id"), Some("alert-7"));
        assert_eq!(header(request, "x-wiredesk-attempt"), Some((n + 1).to_string().as_str()));
        let at = header(request, "webhook-timestamp").unwrap().parse().unwrap();
        let secret = sign::Secret::parse(SECRET).unwrap();
        let expected = sign::standard(&[secret], "alert-7", at, "{\"key\":\"alert-7\"}");
        assert_eq!(header(request, "webhook-signature"), Some(expected.as_str()));
        assert!(header(request, "user-agent").unwrap().starts_with("Wiredesk-Dispatch/"));
    }
    outbox.stop.send_replace(true);
    outbox.runs.await.unwrap();
}

#[tokio::test]
async fn in_benzingas_dialect_the_body_is_signed() {
    let (receiver, url) = Receiver::start(&["200 OK"]).await;
    let outbox = Outbox::start(true);
    let settings = serde_json::json!({ "url": url, "secrets": ["the key"], "dialect": "benzinga",
        "header": ["X-Token", "t"] });
    let target = outbox.target(settings);
    outbox.send(target, &["c6e0"]);
    outbox.until(Delivered, target, 1).await;
    let got = receiver.got().remove(0);
    assert_eq!(header(&got, "x-bz-delivery"), Some("c6e0"));
    let signature = sign::benzinga("the key", "{\"key\":\"c6e0\"}");
    assert_eq!(header(&got, "x-bz-signature"), Some(signature.as_str()));
    assert_eq!(header(&got, "x-token"), Some("t"));
}

#[tokio::test]
async fn a_receiver_that_wants_no_more_is_stopped_and_loses_nothing() {
    let (receiver, url) = Receiver::start(&["401 No"]).await;
    let outbox = Outbox::start(true);
    let target = outbox.hook(&url);
    outbox.send(target, &["a"]);
    assert!(outbox.paused(target).await.contains("401"));
    outbox.until(Waiting, target, 1).await;
    outbox.send(target, &["b"]);
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert_eq!(receiver.got().len(), 1, "nothing more is sent");
    let about = outbox.store.target(target).unwrap().unwrap().about;
    outbox.store.edit_target(target, about, None).unwrap();
    outbox.until(Delivered, target, 2).await;
}

#[tokio::test]
async fn retry_after_holds_for_the_whole_target() {
    let (receiver, url) = Receiver::start(&["429 Slow\r\nretry-after: 1"]).await;
    let outbox = Outbox::start(true);
    let target = outbox.hook(&url);
    let began = std::time::Instant::now();
    outbox.send(target, &["a"]);
    outbox.until(Waiting, target, 1).await;
    while receiver.got().is_empty() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    outbox.send(target, &["b"]);
    outbox.until(Delivered, target, 2).await;
    assert!(began.elapsed() >= Duration::from_millis(950), "{:?}", began.elapsed());
}

#[tokio::test]
async fn what_is_never_taken_becomes_a_dead_letter_that_can_be_sent_again() {
    let answers = ["302 Found\r\nlocation: /else"; 12];
    let (receiver, url) = Receiver::start(&answers).await;
    let outbox = Outbox::start(true);
    let target = outbox.hook(&url);
    outbox.send(target, &["a"]);
    let why = outbox.until(Dead, target, 1).await.unwrap();
    assert!(why.contains("302") && why.contains("redirects are not followed"), "{why}");
    let tried = receiver.got().len();
    assert!(tried > 3, "{tried}");
    assert!(receiver.got().iter().all(|r| r.starts_with("POST /in")), "no redirect followed");
    receiver.answers.lock().unwrap().clear();
    let id = outbox.store.deliveries(Dead, Some(target), None, 1).unwrap()[0].id;
    outbox.store.send_again(id, Timestamp::now()).unwrap();
    outbox.until(Delivered, target, 1).await;
}

#[tokio::test]
async fn private_addresses_are_refused_unless_allowed() {
    let (receiver, url) = Receiver::start(&[]).await;
    let outbox = Outbox::start(false);
    let check = async |url: &str| {
        let target = outbox.hook(url);
        outbox.send(target, &["a"]);
        match tokio::time::timeout(Duration::from_secs(5), outbox.paused(target)).await {
            Ok(why) => assert!(why.contains("loopback"), "{why}"),
            Err(_) => panic!("{url} was not refused"),
        }
    };
    check(&url).await;
    check(&url.replace("127.0.0.1", "2130706433")).await;
    // A name is looked up, and where it leads is looked at: refused, but it may lead elsewhere
    // tomorrow.
    let target = outbox.hook(&url.replace("127.0.0.1", "localhost"));
    outbox.send(target, &["a"]);
    let why = outbox.until(Dead, target, 1).await.unwrap();
    assert!(why.contains("loopback"), "{why}");
    assert!(receiver.got().is_empty());
}

#[tokio::test]
async fn a_long_answer_is_cut_and_a_hanging_receiver_holds_up_nobody() {
    let long = format!("500 Oops\r\n\r\n{}", "é\u{7}".repeat(100_000));
    let (_, long_url) = Receiver::start(&[long.as_str(); 12]).await;
    let (_, hanging_url) = Receiver::start(&["hang"; 40]).await;
    let (_, quick_url) = Receiver::start(&[]).await;
    let outbox = Outbox::start(true);
    let hanging = outbox.hook(&hanging_url);
    let keys: Vec<String> = (0..40).map(|n| n.to_string()).collect();
    let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
    outbox.send(hanging, &keys);
    let (quick, long) = (outbox.hook(&quick_url), outbox.hook(&long_url));
    outbox.send(quick, &keys);
    outbox.send(long, &["a"]);
    outbox.until(Delivered, quick, 40).await;
    let why = outbox.until(Dead, long, 1).await.unwrap();
    assert!((3_000..6_000).contains(&why.len()), "{}", why.len());
    assert!(!why.contains('\u{7}'));
    assert_eq!(outbox.store.deliveries(DeliveryState::Leased, None, None, 99).unwrap().len(), 2);
}

#[tokio::test]
async fn mail_without_a_relay_says_what_to_do() {
    let outbox = Outbox::start(true);
    let about =
        NewTarget { owner: None, kind: "mail".into(), name: "mail".into(), settings: "{}".into() };
    let target = outbox.store.add_target(about, Timestamp::now()).unwrap();
    outbox.send(target, &["a"]);
    let why = outbox.until(Dead, target, 1).await.unwrap();
    assert!(why.contains("--smtp"), "{why}");
}
