//! Streams as their clients meet them: real sockets on loopback, cut, slow and hostile ones too.

#[path = "../common/alone.rs"]
mod alone;
mod alpaca;
mod benzinga;
mod cut;
mod hostile;
mod own;
mod tcp;
mod webhooks;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{WebSocketStream, client_async};
use wiredesk_model::jiff::Timestamp;
use wiredesk_publish::House;
use wiredesk_store::{Finished, Imported, NewToken, Secret, Store};
use wiredesk_web::{AppState, Parts};

/// A server on loopback with the token `t`.
struct Server {
    store: Store,
    at: SocketAddr,
    feed: SocketAddr,
    _folder: tempfile::TempDir,
}

async fn server() -> Server {
    let folder = tempfile::tempdir().expect("folder");
    let store = Store::open(folder.path()).expect("store");
    let house = House {
        name: "The Example".into(),
        tagline: "News".into(),
        base: "http://desk.example".into(),
        ..House::default()
    };
    for (secret, scopes) in
        [("t", &["news"][..]), ("ratings-only", &["ratings"]), ("hooks", &["webhooks"])]
    {
        let token = NewToken {
            secret: Secret::of(secret),
            name: secret.into(),
            owner: None,
            scopes: scopes.iter().map(|s| (*s).to_owned()).collect(),
            settings: "{}".into(),
            expires: None,
        };
        store.add_token(token, Timestamp::now()).expect("token");
    }
    let state = AppState::new(Parts { house, ..alone::parts(&store, Timestamp::now) });
    let settings = wiredesk_deliver::Settings { allow_private: true, mail: None };
    let state = state.sending(Arc::new(wiredesk_deliver::Sender::new(&settings).expect("sender")));
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let at = listener.local_addr().expect("address");
    let tcp = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let feed = tcp.local_addr().expect("address");
    tokio::spawn(wiredesk_web::serve_tcp(tcp, state.clone()));
    tokio::spawn(wiredesk_web::serve(listener, state, std::future::pending()));
    Server { store, at, feed, _folder: folder }
}

/// Story number `n`; its text says so.
fn imported(n: usize, ticker: &str, channel: &str) -> Imported {
    Imported {
        story: Finished {
            title: format!("Story {n} of {ticker}"),
            teaser: "A teaser.".into(),
            body: format!("<p>Number {n} tells of copper.</p>"),
            author: "Ann".into(),
            url: Some(format!("https://archive.example/{n}")),
            channels: vec![channel.into()],
            tickers: vec![ticker.into()],
            ..Finished::default()
        },
        published: "2024-09-15T08:00:00Z".parse().expect("time"),
        updated: None,
        removed: None,
    }
}

impl Server {
    fn publish(&self, n: usize) {
        self.publish_as(imported(n, "AAPL", "News"));
    }

    fn publish_as(&self, story: Imported) {
        self.store.import(vec![story], Timestamp::now()).expect("imported");
    }

    /// Takes back the story with that number.
    fn withdraw(&self, id: u64) {
        let id = wiredesk_model::StoryId(id);
        self.store.withdraw(id, "Ann", "wrong", Timestamp::now()).expect("withdrawn");
    }

    async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.at).await.expect("connected")
    }

    /// A raw request; the stream after it. HTTP/1.0, so that the body comes as it is.
    async fn ask(&self, path: &str, headers: &str) -> TcpStream {
        let mut socket = self.connect().await;
        let request = format!("GET {path} HTTP/1.0\r\nhost: desk\r\n{headers}\r\n");
        socket.write_all(request.as_bytes()).await.expect("written");
        socket
    }

    async fn websocket(&self, path: &str) -> WebSocketStream<TcpStream> {
        let url = format!("ws://{}{path}", self.at);
        client_async(url, self.connect().await).await.expect("upgraded").0
    }
}

/// Reads until the text holds `end`, or the line ends.
async fn read_until(socket: &mut TcpStream, end: &str) -> String {
    let mut bytes = Vec::new();
    let read = async {
        let mut chunk = [0; 4096];
        while !String::from_utf8_lossy(&bytes).contains(end) {
            match socket.read(&mut chunk).await {
                Ok(0) | Err(_) => break,
                Ok(n) => bytes.extend_from_slice(&chunk[..n]),
            }
        }
    };
    drop(tokio::time::timeout(Duration::from_secs(30), read).await);
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The next message of JSON; pings and heartbeats are passed over.
async fn next_json(socket: &mut WebSocketStream<TcpStream>) -> serde_json::Value {
    loop {
        match next(socket).await {
            Some(Message::Text(text)) => {
                let value: serde_json::Value = serde_json::from_str(&text).expect("JSON");
                if value["type"] != "heartbeat" {
                    return value;
                }
            }
            Some(Message::Ping(_) | Message::Pong(_)) => {}
            other => panic!("no JSON: {other:?}"),
        }
    }
}

async fn next(socket: &mut WebSocketStream<TcpStream>) -> Option<Message> {
    use futures_util::StreamExt;
    let waited = tokio::time::timeout(Duration::from_secs(30), socket.next()).await;
    waited.expect("something within 30 s").and_then(Result::ok)
}

/// A small generator, so that a run can be repeated.
fn random(state: &mut u64) -> u64 {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    *state >> 33
}
