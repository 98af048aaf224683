//! A server of the APIs with stories in it, asked without a network.

pub mod alone;

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Method, Request, StatusCode};
use std::net::SocketAddr;
use tower::ServiceExt;
use wiredesk_model::jiff::{Timestamp, ToSpan};
use wiredesk_model::{Published, Rating, ReportId, StoryId};
use wiredesk_store::{Finished, Imported, NewRating, RatingId, Security, Store};
use wiredesk_web::api::token::{Scope, Settings, key_id, mint};
use wiredesk_web::{AppState, Find, Parts};

/// A search that always finds the first three.
struct Three;

impl Find for Three {
    fn stories(&self, _: &str, _: usize) -> Result<Vec<StoryId>, String> {
        Ok((1..=3).map(StoryId).collect())
    }

    fn reports(&self, _: &str, _: usize) -> Result<Vec<ReportId>, String> {
        Ok(Vec::new())
    }
}

/// The server.
pub struct Api {
    router: Router,
    pub store: Store,
    pub secret: String,
    pub key: String,
    _folder: tempfile::TempDir,
}

/// An answer, read whole.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub bytes: Bytes,
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8(self.bytes.to_vec()).expect("UTF-8")
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.bytes).unwrap_or_else(|e| panic!("{e}: {}", self.text()))
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or_default()
    }
}

fn at(hour: i64) -> Timestamp {
    let start: Timestamp = "2024-09-15T08:00:00Z".parse().expect("time");
    start + hour.hours()
}

fn now() -> Timestamp {
    at(1000)
}

fn story(i: i64, title: &str) -> Imported {
    let words = |list: &[String]| list.to_vec();
    let mut channels = vec!["News".to_owned(), format!("C{}", i % 4)];
    if i % 4 == 1 {
        channels.push("WIIM".into());
    }
    let story = Finished {
        title: title.into(),
        teaser: format!("Teaser {i}"),
        body: format!("<p>Body of {i}.</p>\n\n\n\n<p>{}</p>", "More words. ".repeat(20)),
        author: format!("Author {}", i % 3),
        channels,
        tags: vec!["tag".into()],
        tickers: words(&[format!("T{}", i % 5), "ALL".into()]),
        importance: u8::try_from(i % 6).expect("small"),
        url: Some(format!("https://archive.example/{i}")),
        ..Finished::default()
    };
    Imported { story, published: at(i - 1), updated: None, removed: None }
}

/// A server with `n` stories, an hour apart, and a token that may do everything.
pub fn api(n: i64) -> Api {
    let folder = tempfile::tempdir().expect("folder");
    let store = Store::open(folder.path()).expect("store");
    let stories = (1..=n).map(|i| story(i, &format!("Story {i}"))).collect();
    store.import(stories, at(100)).expect("imported");
    let known = |ticker: &str, exchange: &str, isin: &str| Security {
        ticker: ticker.into(),
        exchange: exchange.into(),
        isin: isin.into(),
        ..Security::default()
    };
    let securities = vec![known("T1", "NYSE", "US0000000001"), known("AAPL", "NASDAQ", "")];
    store.know_securities(securities, now()).expect("known");
    let minted = mint("tests", &Scope::ALL, &Settings::default(), None).expect("token");
    let id = store.add_token(minted.token, now()).expect("kept");
    let parts = Parts { find: Arc::new(Three), ..alone::parts(&store, now) };
    let router = wiredesk_web::router(AppState::new(parts));
    Api { router, store, secret: minted.secret, key: key_id(id), _folder: folder }
}

impl Api {
    /// Asks with exactly these headers.
    pub async fn ask(&self, method: Method, path: &str, headers: &[(&str, &str)]) -> Answer {
        let mut request =
            Request::builder().method(method).uri(path).header("host", "desk.example");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let mut request = request.body(Body::empty()).expect("request");
        let from: SocketAddr = "127.0.0.1:9".parse().expect("address");
        request.extensions_mut().insert(ConnectInfo(from));
        let response = self.router.clone().oneshot(request).await.expect("an answer");
        let (parts, body) = response.into_parts();
        let bytes = axum::body::to_bytes(body, 1 << 26).await.expect("a body");
        Answer { status: parts.status, headers: parts.headers, bytes }
    }

    /// Asks for JSON with the token.
    pub async fn json(&self, path: &str) -> Answer {
        let token = format!("token {}", self.secret);
        let headers = [("authorization", token.as_str()), ("accept", "application/json")];
        self.ask(Method::GET, path, &headers).await
    }

    /// Another token.
    pub fn token(&self, scopes: &[&str], settings: &str) -> String {
        let scopes: Vec<Scope> = scopes.iter().filter_map(|s| Scope::parse(s)).collect();
        let mut minted = mint("other", &scopes, &Settings::default(), None).expect("token");
        minted.token.settings = settings.into();
        self.store.add_token(minted.token, now()).expect("kept");
        minted.secret
    }

    pub fn withdraw(&self, id: u64) {
        self.store.withdraw(StoryId(id), "ann", "wrong", at(200)).expect("withdrawn");
    }

    /// The archive tells story `i` anew.
    pub fn edit(&self, i: i64, title: &str) {
        let changed = Imported { updated: Some(at(150)), ..story(i, title) };
        self.store.import(vec![changed], at(150)).expect("changed");
    }

    /// Ten ratings of Apple: 3 strong buy, 4 buy, 2 hold, 1 sell.
    pub fn rate(&self) {
        let words = [("Strong Buy", 3), ("Buy", 4), ("Neutral", 2), ("Sell", 1)];
        let ratings = words.into_iter().flat_map(|(words, n)| {
            (0..n).map(move |i| NewRating {
                rating: Rating {
                    ticker: Some("AAPL".into()),
                    company: Some("Apple".into()),
                    firm: Some(format!("{words} Bank {i}")),
                    analyst: Some("Ann Roe".into()),
                    action: Some("upgrade".into()),
                    rating: Some(words.into()),
                    target: Some(100.0),
                    ..Rating::default()
                },
                date: Published::parse("2024-09-16").expect("day"),
                importance: 3,
                notes: None,
                origin: "test".into(),
            })
        });
        self.store.rate(ratings.collect(), at(5)).expect("rated");
    }

    pub fn unrate(&self) {
        self.store.remove_rating(RatingId(1), at(6)).expect("taken back");
    }
}

pub fn base64(text: &str) -> String {
    use ::base64::Engine as _;
    ::base64::engine::general_purpose::STANDARD.encode(text)
}
