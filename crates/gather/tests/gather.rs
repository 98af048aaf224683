//! The crate against a server of the test's own on loopback. Nothing leaves the machine, nothing
//! waits: pauses are zero but where the paused clock jumps over them.

#![allow(clippy::unwrap_used)] // a test that cannot go on shall stop

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use wiredesk_gather::{Error, Fetched, Gatherer, Outcome, Request, Settings};

/// What the server answers, by path: a whole HTTP response without its length.
type Answers = HashMap<&'static str, String>;

struct Server {
    port: u16,
    seen: Arc<Mutex<Vec<String>>>,
}

impl Server {
    async fn start(answers: Answers) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let seen = Arc::new(Mutex::new(Vec::new()));
        let log = seen.clone();
        tokio::spawn(async move {
            loop {
                let (mut socket, _) = listener.accept().await.unwrap();
                let mut head = Vec::new();
                let mut buffer = [0; 1024];
                while !head.windows(4).any(|w| w == b"\r\n\r\n") {
                    match socket.read(&mut buffer).await {
                        Ok(n) if n > 0 => head.extend_from_slice(&buffer[..n]),
                        _ => break,
                    }
                }
                let head = String::from_utf8_lossy(&head).into_owned();
                let path = head.split(' ').nth(1).unwrap_or_default().to_owned();
                log.lock().unwrap().push(head);
                let none = "HTTP/1.1 404 Not Found\r\n\r\n".to_owned();
                let answer = answers.get(path.as_str()).unwrap_or(&none);
                let (status, body) = answer.split_once("\r\n\r\n").unwrap();
                let _ = socket
                    .write_all(
                        format!(
                            "{status}\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{body}",
                            body.len()
                        )
                        .as_bytes(),
                    )
                    .await;
            }
        });
        Self { port, seen }
    }

    fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    fn paths(&self) -> Vec<String> {
        let seen = self.seen.lock().unwrap();
        seen.iter().map(|h| h.split(' ').nth(1).unwrap().to_owned()).collect()
    }
}

fn settings() -> Settings {
    Settings { allow_private: true, host_pause: Duration::ZERO, ..Settings::default() }
}

fn gatherer() -> Gatherer {
    Gatherer::new(settings()).unwrap()
}

fn at(url: String) -> Request {
    Request { url, ..Request::default() }
}

fn ok(body: &str) -> String {
    format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nETag: \"v1\"\r\n\r\n{body}")
}

fn to(status: u16, place: &str) -> String {
    format!("HTTP/1.1 {status} Moved\r\nLocation: {place}\r\n\r\n")
}

fn fetched(outcome: Result<Outcome, Error>) -> Fetched {
    match outcome {
        Ok(Outcome::Fetched(fetched)) => fetched,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn fetches_once_and_asks_again_only_for_changes() {
    let server = Server::start(Answers::from([
        ("/a", ok("words")),
        ("/b", "HTTP/1.1 304 Not Modified\r\n\r\n".into()),
    ]))
    .await;
    let gatherer = gatherer();
    let first = fetched(gatherer.fetch(&at(server.url("/a"))).await);
    assert_eq!(first.body, b"words");
    assert_eq!(first.etag.as_deref(), Some("\"v1\""));
    assert_eq!(first.content_type.as_deref(), Some("text/html"));
    let again = Request { url: server.url("/b"), etag: first.etag, last_modified: None };
    assert_eq!(gatherer.fetch(&again).await, Ok(Outcome::NotModified));
    let seen = server.seen.lock().unwrap();
    let last = seen.last().unwrap().to_ascii_lowercase();
    assert!(last.contains("if-none-match: \"v1\"") && last.contains("user-agent: wiredesk/"));
}

#[tokio::test]
async fn follows_redirects_a_few_times_and_notes_moves_for_good() {
    let server = Server::start(Answers::from([
        ("/a", to(301, "/b")),
        ("/b", to(308, "/c")),
        ("/c", ok("here")),
        ("/t", to(302, "/a")),
        ("/loop", to(302, "/loop")),
        ("/file", to(302, "file:///etc/passwd")),
    ]))
    .await;
    let gatherer = gatherer();
    let moved = fetched(gatherer.fetch(&at(server.url("/a"))).await);
    assert_eq!((moved.url.clone(), moved.moved_to), (server.url("/c"), Some(server.url("/c"))));
    let passing = fetched(gatherer.fetch(&at(server.url("/t"))).await);
    assert_eq!((passing.url, passing.moved_to), (server.url("/c"), None));
    let endless = gatherer.fetch(&at(server.url("/loop"))).await;
    assert_eq!(endless, Err(Error::Redirects { url: server.url("/loop"), max: 5 }));
    let file = gatherer.fetch(&at(server.url("/file"))).await;
    assert!(matches!(file, Err(Error::Address(_))), "{file:?}");
}

#[tokio::test]
async fn inner_addresses_are_refused_in_every_disguise() {
    let server = Server::start(Answers::from([("/", ok("secret"))])).await;
    let gatherer = Gatherer::new(Settings { allow_private: false, ..settings() }).unwrap();
    for host in [
        "127.0.0.1",
        "localhost",
        "2130706433",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "0x7f.1",
        "0",
        "169.254.169.254",
    ] {
        let got = gatherer.fetch(&at(format!("http://{host}:{}/", server.port))).await;
        assert!(matches!(got, Err(Error::Private { .. })), "{host}: {got:?}");
    }
    assert!(server.paths().is_empty(), "nothing was connected to");
}

#[tokio::test]
async fn a_redirect_inside_is_refused() {
    let secret = Server::start(Answers::from([("/", ok("secret"))])).await;
    let port = secret.port;
    let places = ["127.0.0.1", "localhost", "2130706433", "[::ffff:127.0.0.1]"];
    for place in places {
        let place: &'static str = format!("http://{place}:{port}/").leak();
        let server = Server::start(Answers::from([("/out", to(302, place))])).await;
        let own = vec![format!("127.0.0.1:{}", server.port)];
        let only = Settings { allow_private: false, private_hosts: own, ..settings() };
        let gatherer = Gatherer::new(only).unwrap();
        let got = gatherer.fetch(&at(server.url("/out"))).await;
        assert!(matches!(got, Err(Error::Private { .. })), "{place}: {got:?}");
        assert_eq!(server.paths(), ["/robots.txt", "/out"]);
    }
    assert!(secret.paths().is_empty(), "nothing was connected to");
}

#[tokio::test]
async fn long_bodies_are_cut_off() {
    let server = Server::start(Answers::from([("/long", ok(&"x".repeat(5_000)))])).await;
    let gatherer = Gatherer::new(Settings { body_bytes_max: 4_999, ..settings() }).unwrap();
    let got = gatherer.fetch(&at(server.url("/long"))).await;
    assert_eq!(got, Err(Error::TooLarge { url: server.url("/long"), max: 4_999 }));
    let gatherer = Gatherer::new(Settings { body_bytes_max: 5_000, ..settings() }).unwrap();
    assert_eq!(fetched(gatherer.fetch(&at(server.url("/long"))).await).body.len(), 5_000);
}

#[tokio::test]
async fn refusals_by_status_say_when_to_come_back() {
    let dates = "Date: Sun, 15 Sep 2024 08:00:00 GMT\r\nRetry-After: Sun, 15 Sep 2024 08:02:00 GMT";
    let server = Server::start(Answers::from([
        ("/busy", "HTTP/1.1 429 Slow\r\nRetry-After: 90\r\n\r\n".into()),
        ("/later", format!("HTTP/1.1 503 Later\r\n{dates}\r\n\r\n")),
        ("/gone", "HTTP/1.1 410 Gone\r\n\r\n".into()),
        ("/broken", "HTTP/1.1 500 No\r\n\r\n".into()),
    ]))
    .await;
    let gatherer = gatherer();
    let url = |path| server.url(path);
    let check = async |path: &str, expected: Error, passing: bool| {
        let got = gatherer.fetch(&at(server.url(path))).await.unwrap_err();
        assert_eq!(got, expected);
        assert_eq!(got.is_passing(), passing);
    };
    let after = |s| Some(Duration::from_secs(s));
    let busy = |url, status, retry_after| Error::Busy { url, status, retry_after };
    check("/busy", busy(url("/busy"), 429, after(90)), true).await;
    check("/later", busy(url("/later"), 503, after(120)), true).await;
    check("/gone", Error::Gone(url("/gone")), false).await;
    check("/none", Error::Status { url: url("/none"), status: 404 }, false).await;
    check("/broken", Error::Status { url: url("/broken"), status: 500 }, true).await;
}

#[tokio::test]
async fn robots_are_asked_once_and_obeyed() {
    let server = Server::start(Answers::from([
        ("/robots.txt", ok("User-agent: Wiredesk\nDisallow: /private")),
        ("/open", ok("words")),
        ("/to", to(302, "/private/x")),
    ]))
    .await;
    let gatherer = gatherer();
    fetched(gatherer.fetch(&at(server.url("/open"))).await);
    let closed = gatherer.fetch(&at(server.url("/private/x"))).await;
    assert_eq!(closed, Err(Error::Robots(server.url("/private/x"))));
    let by_redirect = gatherer.fetch(&at(server.url("/to"))).await;
    assert_eq!(by_redirect, Err(Error::Robots(server.url("/private/x"))));
    assert_eq!(server.paths(), ["/robots.txt", "/open", "/to"]);
}

#[tokio::test]
async fn failing_robots_close_a_site_for_a_while() {
    let server = Server::start(Answers::from([
        ("/robots.txt", "HTTP/1.1 500 No\r\n\r\n".into()),
        ("/open", ok("words")),
    ]))
    .await;
    let gatherer = gatherer();
    for _ in 0..2 {
        let got = gatherer.fetch(&at(server.url("/open"))).await;
        assert!(matches!(got, Err(Error::RobotsUnknown(_))), "{got:?}");
    }
    assert_eq!(server.paths(), ["/robots.txt"]);
    let bold = Gatherer::new(Settings { obey_robots: false, ..settings() }).unwrap();
    assert_eq!(fetched(bold.fetch(&at(server.url("/open"))).await).body, b"words");
}

#[tokio::test]
async fn nobody_there_is_a_passing_failure() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    let gatherer = Gatherer::new(Settings { obey_robots: false, ..settings() }).unwrap();
    let got = gatherer.fetch(&at(format!("http://127.0.0.1:{port}/"))).await.unwrap_err();
    assert!(matches!(got, Error::Unreachable { .. }) && got.is_passing(), "{got:?}");
}
