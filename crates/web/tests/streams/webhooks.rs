//! Webhooks from their setting up to their receiver.

use std::sync::{Arc, Mutex};

use crate::alone::Nothing;
use crate::benzinga::rating;
use crate::{Server, imported, read_until, server};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::sync::watch;
use wiredesk_deliver::{Sender, Settings, sign};
use wiredesk_flow::{announcing, delivery, webhooks};
use wiredesk_model::jiff::Timestamp;
use wiredesk_publish::House;

/// A receiver that takes everything, or answers with that status; and what it was sent.
async fn receiver(status: &'static str) -> (String, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://{}/hook?key=1", listener.local_addr().expect("address"));
    let got = Arc::new(Mutex::new(Vec::new()));
    let kept = got.clone();
    tokio::spawn(async move {
        while let Ok((mut socket, _)) = listener.accept().await {
            let kept = kept.clone();
            tokio::spawn(async move {
                let request = read_until(&mut socket, "\r\n\r\n").await;
                let rest = read_whole(&mut socket, request).await;
                kept.lock().expect("whole").push(rest);
                let answer =
                    format!("HTTP/1.1 {status}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
                socket.write_all(answer.as_bytes()).await.expect("written");
            });
        }
    });
    (url, got)
}

async fn read_whole(socket: &mut tokio::net::TcpStream, mut text: String) -> String {
    let length: usize = header(&text, "content-length").parse().expect("a length");
    let whole = |text: &str| text.split_once("\r\n\r\n").is_some_and(|(_, b)| b.len() >= length);
    while !whole(&text) {
        let mut more = [0; 4096];
        let read = socket.read(&mut more).await.expect("the body");
        text.push_str(std::str::from_utf8(&more[..read]).expect("UTF-8"));
    }
    text
}

fn header<'a>(request: &'a str, name: &str) -> &'a str {
    let mut lines = request.lines().filter_map(|l| l.split_once(": "));
    lines.find(|(n, _)| n.eq_ignore_ascii_case(name)).map_or("", |(_, v)| v)
}

fn body(request: &str) -> &str {
    request.split_once("\r\n\r\n").map_or("", |(_, body)| body)
}

impl Server {
    /// A request by the token `hooks`: status and JSON.
    async fn json(&self, method: &str, path: &str, sent: Option<Value>) -> (u16, Value) {
        let sent = sent.map(|v| v.to_string()).unwrap_or_default();
        let mut socket = self.connect().await;
        let request = format!(
            "{method} {path} HTTP/1.0\r\nhost: desk\r\nauthorization: Bearer hooks\r\n\
             content-length: {}\r\n\r\n{sent}",
            sent.len()
        );
        socket.write_all(request.as_bytes()).await.expect("written");
        let answer = read_until(&mut socket, "\0").await;
        let status = answer.split(' ').nth(1).and_then(|s| s.parse().ok()).expect("a status");
        (status, serde_json::from_str(body(&answer)).unwrap_or(Value::Null))
    }

    /// The stages that carry a publication to its receivers.
    fn carry(&self) -> watch::Sender<bool> {
        let (stop, stopped) = watch::channel(false);
        let house = House {
            name: "The Example".into(),
            tagline: String::new(),
            base: "http://desk.example".into(),
            ..House::default()
        };
        tokio::spawn(webhooks::run(self.store.clone(), house, Arc::new(Nothing), stopped.clone()));
        let sender = Sender::new(&Settings { allow_private: true, mail: None }).expect("sender");
        let settings = delivery::Settings::default();
        tokio::spawn(delivery::run(self.store.clone(), Arc::new(sender), settings, stopped));
        stop
    }
}

async fn until(got: &Arc<Mutex<Vec<String>>>, many: usize) -> Vec<String> {
    for _ in 0..2_000 {
        if got.lock().expect("whole").len() >= many {
            return got.lock().expect("whole").clone();
        }
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
    panic!("never {many}: {:?}", got.lock());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_subscription_is_called_with_what_it_wants_signed_with_its_secret() {
    let server = server().await;
    server.publish_as(imported(1, "AAPL", "Before"));
    let (url, got) = receiver("204 Taken").await;
    let wish = json!({ "url": url, "tickers": ["aapl"], "query": "copper" });
    let (status, made) = server.json("POST", "/api/v1/webhooks", Some(wish)).await;
    assert_eq!(status, 201, "{made}");
    let secret = made["secret"].as_str().expect("shown once").to_owned();
    let path = format!("/api/v1/webhooks/{}", made["id"]);
    let (_, shown) = server.json("GET", &path, None).await;
    assert_eq!((&shown["secret"], &shown["state"]), (&Value::Null, &"active".into()));
    let _stop = server.carry();
    server.publish_as(imported(2, "MSFT", "News"));
    server.publish_as(imported(3, "AAPL", "News"));
    let sent = until(&got, 1).await.remove(0);
    let told: Value = serde_json::from_str(body(&sent)).expect("JSON");
    assert_eq!((&told["type"], &told["data"]["seq"]), (&"story.published".into(), &3.into()));
    assert_eq!(header(&sent, "webhook-id"), "story-3");
    let at = header(&sent, "webhook-timestamp").parse().expect("a time");
    let key = sign::Secret::parse(&secret).expect("a secret");
    let expected = sign::standard(std::slice::from_ref(&key), "story-3", at, body(&sent));
    assert_eq!(header(&sent, "webhook-signature"), expected);
    // Its removal follows, signed with both secrets after a rotation.
    let (_, rotated) = server.json("POST", &format!("{path}/rotate"), None).await;
    assert!(rotated["secret"].as_str().is_some_and(|s| s != secret), "{rotated}");
    server.withdraw(told["data"]["story"]["id"].as_u64().expect("an id"));
    let removed = until(&got, 2).await.remove(1);
    assert!(body(&removed).contains("story.removed") && !body(&removed).contains("copper"));
    assert_eq!(header(&removed, "webhook-signature").split(' ').count(), 2);
    assert_eq!(until(&got, 2).await.len(), 2, "nothing else");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_given_up_is_listed_and_sent_again() {
    let server = server().await;
    let (url, got) = receiver("403 No").await;
    let wish = json!({ "url": url, "dialect": "benzinga" });
    let (_, made) = server.json("POST", "/api/v1/webhooks", Some(wish)).await;
    let path = format!("/api/v1/webhooks/{}", made["id"]);
    let _stop = server.carry();
    server.publish(1);
    let sent = until(&got, 1).await.remove(0);
    let told: Value = serde_json::from_str(body(&sent)).expect("JSON");
    assert_eq!(told["id"].as_str(), Some(header(&sent, "x-bz-delivery")));
    assert_eq!(told["api_version"], "webhook/v1");
    let key = made["secret"].as_str().expect("shown once");
    assert_eq!(header(&sent, "x-bz-signature"), sign::benzinga(key, body(&sent)));
    let mut shown = Value::Null;
    for _ in 0..400 {
        shown = server.json("GET", &path, None).await.1;
        if shown["state"] == "paused" {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
    assert!(shown["reason"].as_str().is_some_and(|r| r.contains("403")), "{shown}");
    let waits = format!("{path}/deliveries?state=waiting");
    let mut waiting = server.json("GET", &waits, None).await.1;
    for _ in 0..400 {
        if waiting["items"][0]["key"] == told["id"] {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        waiting = server.json("GET", &waits, None).await.1;
    }
    assert_eq!(waiting["items"][0]["key"], told["id"], "kept for when it goes on");
    assert_eq!(server.json("POST", &format!("{path}/deliveries/99/again"), None).await.0, 404);
    assert_eq!(server.json("DELETE", &path, None).await.0, 204);
    assert_eq!(server.json("GET", &path, None).await.0, 404);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_cannot_be_called_is_refused_in_words() {
    let server = server().await;
    let check = async |wish: Value, says: &str| {
        let (status, told) = server.json("POST", "/api/v1/webhooks", Some(wish)).await;
        let detail = told["detail"].as_str().unwrap_or_default();
        assert!(status == 400 && detail.contains(says), "{status} {told}");
    };
    check(json!({ "url": "file:///etc/passwd" }), "not an http").await;
    check(json!({ "url": "http://a.example", "query": "(a" }), "query").await;
    check(json!({ "url": "http://a.example", "header": ["Host", "b"] }), "header").await;
    check(json!({ "uri": "http://a.example" }), "uri").await;
    check(json!({ "url": "http://a.example", "subjects": ["gossip"] }), "gossip").await;
    check(json!({ "url": "http://a.example", "subjects": ["wiims"] }), "Benzinga").await;
    let mut socket = server.ask("/api/v1/webhooks", "authorization: Bearer t\r\n").await;
    let answer = read_until(&mut socket, "}").await;
    assert!(answer.contains("403") && answer.contains("webhooks"), "{answer}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn benzingas_test_call() {
    let server = server().await;
    let (good, got) = receiver("200 OK").await;
    let (bad, _) = receiver("500 Oops").await;
    let coded = |url: &str| url.replace(':', "%3A").replace('/', "%2F").replace('?', "%3F");
    let check = async |query: String, status: u16, says: &str| {
        let path = format!("/api/v1/webhook/test?{query}");
        let (got, told) = server.json("GET", &path, None).await;
        assert!(got == status && told.to_string().contains(says), "{query}: {got} {told}");
    };
    let to = |url: &str, rest: &str| format!("destination={}{rest}", coded(url));
    check(to(&good, "&version=webhook/v1&kind=News/v1"), 200, r#"{"status":"success"}"#).await;
    check(to(&good, "&kind=Ratings/v1"), 200, "success").await;
    check(to(&bad, ""), 424, "500").await;
    check(to(&good, "&version=webhook/v2"), 400, "version").await;
    check(to(&good, "&kind=Gossip/v1"), 400, "kind").await;
    check(String::new(), 400, "destination").await;
    check("destination=gopher://x".into(), 400, "destination").await;
    let sent = got.lock().expect("whole").clone();
    let told: Value = serde_json::from_str(body(&sent[0])).expect("JSON");
    assert_eq!((&told["kind"], &told["data"]["action"]), (&"News/v1".into(), &"Created".into()));
    assert_eq!(header(&sent[0], "x-bz-signature"), sign::benzinga("hooks", body(&sent[0])));
    assert_eq!(sent.len(), 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ratings_their_consensus_and_what_moves_are_told_to_who_asked_for_them() {
    let server = server().await;
    let now = wiredesk_model::jiff::Timestamp::now;
    server.store.rate(vec![rating("Hold")], now()).expect("kept before anyone asked");
    let (url, got) = receiver("200 OK").await;
    let subjects = ["ratings", "consensus", "wiims"];
    let wish =
        json!({ "url": url, "dialect": "benzinga", "subjects": subjects, "tickers": ["AAPL"] });
    let (status, made) = server.json("POST", "/api/v1/webhooks", Some(wish)).await;
    assert_eq!((status, &made["subjects"]), (201, &json!(subjects)), "{made}");
    let _stop = server.carry();
    let id = server.store.rate(vec![rating("Buy")], now()).expect("kept")[0].id;
    let kinds = |sent: &[String]| {
        let told = sent.iter().map(|s| serde_json::from_str::<Value>(body(s)).expect("JSON"));
        let mut kinds: Vec<String> = told
            .map(|t| format!("{} {}", t["kind"].as_str().unwrap_or(""), t["data"]["action"]))
            .collect();
        kinds.sort();
        kinds
    };
    let consensus = "data/v1/consensus-ratings \"Updated\"";
    let expected = [consensus, "data/v2.1/calendar/ratings \"Updated\""];
    assert_eq!(kinds(&until(&got, 2).await), expected);
    // Taken back: told; there is no consensus any more. A story is no subject of its, a reason why
    // something moves is.
    server.store.remove_rating(id, now()).expect("removed");
    assert_eq!(kinds(&until(&got, 3).await[2..]), ["data/v2.1/calendar/ratings \"Removed\""]);
    server.publish(1);
    server.publish_as(imported(2, "AAPL", "WIIM"));
    let sent = until(&got, 4).await;
    assert_eq!(kinds(&sent[3..]), ["data/v1/wiims \"Created\""]);
    let told: Value = serde_json::from_str(body(&sent[3])).expect("JSON");
    assert_eq!(told["data"]["content"]["search_key"], "AAPL");
    assert_eq!(told["id"].as_str(), Some(header(&sent[3], "x-bz-delivery")));
    // The same is queued once, however often it is looked at.
    let house = House { base: "http://desk.example".into(), ..House::default() };
    let again = webhooks::advance(&server.store, &house, &Nothing, now());
    assert_eq!(again.expect("looked"), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_hub_is_told_which_feeds_changed() {
    let server = server().await;
    let (hub, got) = receiver("204 Taken").await;
    let base = "http://desk.example".to_owned();
    let house = House { base, hub: Some(hub), ..House::default() };
    server.publish(1);
    let advance = || announcing::advance(&server.store, &house, Timestamp::now());
    assert_eq!(advance().expect("looked"), 0, "what was there before is not news");
    server.publish(2);
    server.publish_as(imported(3, "MSFT", "World & Co"));
    assert_eq!(advance().expect("queued"), 1, "both at once");
    assert_eq!(advance().expect("looked"), 0);
    let _stop = server.carry();
    let sent = until(&got, 1).await.remove(0);
    assert_eq!(header(&sent, "content-type"), "application/x-www-form-urlencoded");
    let form = body(&sent);
    assert!(form.starts_with("hub.mode=publish&hub.url="), "{form}");
    for feed in ["", "/section/news", "/section/world-co", "/ticker/AAPL", "/ticker/MSFT"] {
        for format in ["atom", "rss", "json"] {
            let url = format!("http://desk.example{feed}/feed.{format}");
            let coded = url.replace(':', "%3A").replace('/', "%2F");
            assert_eq!(form.matches(&format!("hub.url={coded}")).count(), 1, "{url}: {form}");
        }
    }
}
