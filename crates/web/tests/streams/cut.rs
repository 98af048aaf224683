//! A stream that is cut again and again while stories are published: what its client saw is the
//! log, in order, whole.

use std::time::Duration;

use crate::{Server, next, random, server};
use tokio::io::AsyncReadExt;
use tokio_tungstenite::tungstenite::Message;

const STORIES: u64 = 5_000;
const CUTS: u64 = 100;

/// What a client keeps: the last entry it has. It drops repeats, and notices a gap.
#[derive(Default)]
struct Seen {
    last: u64,
    repeats: u64,
}

impl Seen {
    fn see(&mut self, seq: u64, title: &str) {
        if seq <= self.last {
            self.repeats += 1;
            return;
        }
        assert_eq!(seq, self.last + 1, "a gap");
        assert_eq!(title, format!("Story {seq} of AAPL"), "out of order");
        self.last = seq;
    }

    fn event(&mut self, text: &str) {
        let Some(data) = text.lines().find_map(|l| l.strip_prefix("data: ")) else { return };
        self.json(data);
    }

    fn json(&mut self, data: &str) {
        let value: serde_json::Value = serde_json::from_str(data).expect("JSON");
        if let Some(title) = value["story"]["title"].as_str() {
            self.see(value["seq"].as_u64().expect("a number"), title);
        }
    }
}

/// Publishes all, one after another, in a thread of its own.
fn publish(server: &Server) -> std::thread::JoinHandle<()> {
    let store = server.store.clone();
    std::thread::spawn(move || {
        for n in 1..=STORIES {
            let story = crate::imported(usize::try_from(n).expect("small"), "AAPL", "News");
            store.import(vec![story], wiredesk_model::jiff::Timestamp::now()).expect("imported");
        }
    })
}

/// After how many bytes (or messages) the next line is cut; after the last cut, never.
fn next_cut(cuts: u64, state: &mut u64, within: u64) -> u64 {
    if cuts < CUTS { 1 + random(state) % within } else { u64::MAX }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn server_sent_events_are_taken_up_where_they_were_cut() {
    let server = server().await;
    let publishing = publish(&server);
    let (mut seen, mut cuts, mut chance) = (Seen::default(), 0, 7);
    while seen.last < STORIES {
        let headers = match seen.last {
            0 => String::new(),
            last => format!("last-event-id: {last}\r\n"),
        };
        let mut socket = server.ask("/api/v1/stream?token=t&after=0", &headers).await;
        let (mut left, mut text) = (next_cut(cuts, &mut chance, 40_000), Vec::new());
        // Only whole events count, as in every client.
        while left > 0 && seen.last < STORIES {
            let mut chunk = vec![0; usize::try_from(left.min(3_000)).expect("small")];
            let read = tokio::time::timeout(Duration::from_secs(30), socket.read(&mut chunk)).await;
            let n = read.expect("something within 30 s").expect("readable");
            assert!(n > 0, "the server cut it");
            left -= n as u64;
            text.extend_from_slice(&chunk[..n]);
            while let Some(end) = text.windows(2).position(|w| w == b"\n\n") {
                let event: Vec<u8> = text.drain(..end + 2).collect();
                seen.event(&String::from_utf8(event).expect("UTF-8"));
            }
        }
        cuts += 1;
    }
    publishing.join().expect("published");
    assert!(cuts > CUTS, "only {cuts} cuts");
    assert_eq!((seen.last, seen.repeats), (STORIES, 0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn websockets_are_taken_up_where_they_were_cut() {
    let server = server().await;
    let publishing = publish(&server);
    let (mut seen, mut cuts, mut chance) = (Seen::default(), 0, 11);
    while seen.last < STORIES {
        // A careful client asks a little before what it has, and drops repeats.
        let after = seen.last.saturating_sub(random(&mut chance) % 5);
        let mut socket =
            server.websocket(&format!("/api/v1/stream/ws?token=t&after={after}")).await;
        let mut left = next_cut(cuts, &mut chance, 90);
        while left > 0 && seen.last < STORIES {
            match next(&mut socket).await {
                Some(Message::Text(text)) => seen.json(&text),
                Some(Message::Ping(_)) => {}
                other => panic!("the server cut it: {other:?}"),
            }
            left -= 1;
        }
        cuts += 1;
    }
    publishing.join().expect("published");
    assert!(cuts > CUTS, "only {cuts} cuts");
    assert!(seen.last == STORIES && seen.repeats > 0);
}
