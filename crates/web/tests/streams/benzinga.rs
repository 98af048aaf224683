//! Benzinga's WebSocket as their clients use it.

use crate::{Server, imported, next, next_json, read_until, server};
use futures_util::SinkExt;
use serde_json::json;
use tokio::net::TcpStream;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;

const PATH: &str = "/api/v1/news/stream?token=t";

const UPGRADE: &str = "connection: upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\n\
                       sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n";

/// The status of a plain answer to an upgrade.
async fn refused(server: &Server, path: &str) -> String {
    let mut socket = server.connect().await;
    let request = format!("GET {path} HTTP/1.1\r\nhost: desk\r\n{UPGRADE}\r\n");
    tokio::io::AsyncWriteExt::write_all(&mut socket, request.as_bytes()).await.expect("written");
    let answer = read_until(&mut socket, "\r\n").await;
    answer.split(' ').nth(1).unwrap_or_default().to_owned()
}

async fn say(socket: &mut WebSocketStream<TcpStream>, text: &str) {
    socket.send(Message::text(text)).await.expect("sent");
}

async fn next_text(socket: &mut WebSocketStream<TcpStream>) -> String {
    loop {
        match next(socket).await {
            Some(Message::Text(text)) => return text.to_string(),
            Some(Message::Ping(_)) => {}
            other => panic!("no text: {other:?}"),
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_line_a_token_and_the_first_stays() {
    let server = server().await;
    assert_eq!(refused(&server, "/api/v1/news/stream").await, "401");
    assert_eq!(refused(&server, "/api/v1/news/stream?token=no").await, "401");
    let mut first = server.websocket(PATH).await;
    assert_eq!(refused(&server, PATH).await, "429");
    server.publish(1);
    assert_eq!(next_json(&mut first).await["data"]["content"]["title"], "Story 1 of AAPL");
    // A broken line gives its place back.
    drop(first);
    for _ in 0..200 {
        if refused(&server, PATH).await == "101" {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    panic!("the place stays taken");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_story_its_change_and_its_removal_in_the_usual_envelope() {
    let server = server().await;
    let mut socket = server.websocket(&format!("{PATH}&tickers=aapl&channels=news")).await;
    server.publish_as(imported(9, "MSFT", "News"));
    server.publish(1);
    let created = next_json(&mut socket).await;
    assert_eq!(created["api_version"], "websocket/v1");
    assert_eq!(created["kind"], "News/v1");
    assert_eq!(created["data"]["action"], "Created");
    let content = &created["data"]["content"];
    let securities = json!([{ "symbol": "AAPL", "exchange": "", "primary": true }]);
    assert_eq!((&content["channels"], &content["securities"]), (&json!(["News"]), &securities));
    // An edit after which it no longer matches is still told to who was told before.
    let mut edited = imported(1, "AAPL", "News");
    edited.story.title = "Another title".into();
    edited.updated = Some("2024-09-16T08:00:00Z".parse().expect("time"));
    server.publish_as(edited);
    let updated = next_json(&mut socket).await;
    assert_eq!(updated["data"]["action"], "Updated");
    assert_eq!(updated["data"]["content"]["id"], content["id"]);
    assert!(updated["data"]["content"]["revision_id"].as_u64() > content["revision_id"].as_u64());
    server.withdraw(content["id"].as_u64().expect("an id"));
    let removed = next_json(&mut socket).await;
    assert_eq!(removed["data"]["action"], "Removed");
    assert_eq!(
        (&removed["data"]["content"]["body"], &removed["data"]["content"]["title"]),
        (&json!(""), &json!(""))
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn bare_words_are_answered_and_all_else_is_ignored() {
    let server = server().await;
    for n in 1..=150 {
        server.publish(n);
    }
    let mut socket = server.websocket(&format!("{PATH}&dialect=docs")).await;
    for rubbish in ["{\"action\":\"subscribe\",\"data\":{}}", "PING", "[", ""] {
        say(&mut socket, rubbish).await;
    }
    socket.send(Message::binary(vec![1, 2])).await.expect("sent");
    say(&mut socket, "ping").await;
    assert_eq!(next_text(&mut socket).await, "pong");
    let mut ids = Vec::new();
    for _ in 0..2 {
        say(&mut socket, "replay").await;
        for n in 51..=150 {
            let event = next_json(&mut socket).await;
            assert_eq!(event["kind"], "news");
            assert_eq!(event["data"]["content"]["title"], format!("Story {n} of AAPL"));
            ids.push(event["id"].to_string());
        }
    }
    assert_eq!(ids[..100], ids[100..], "the same message has the same id");
    server.publish(151);
    let live = next_json(&mut socket).await;
    assert_eq!(live["data"]["content"]["title"], "Story 151 of AAPL");
}

pub(crate) fn rating(words: &str) -> wiredesk_store::NewRating {
    wiredesk_store::NewRating {
        rating: wiredesk_model::Rating {
            ticker: Some("AAPL".into()),
            firm: Some("Copperfield".into()),
            rating: Some(words.into()),
            target: Some(120.0),
            ..wiredesk_model::Rating::default()
        },
        date: wiredesk_model::Published::parse("2024-09-15").expect("a day"),
        importance: 1,
        notes: None,
        origin: "test".into(),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ratings_are_told_as_they_change() {
    let server = server().await;
    let now = wiredesk_model::jiff::Timestamp::now;
    let path = "/api/v2.1/calendar/ratings/stream?token=ratings-only";
    assert_eq!(refused(&server, "/api/v2.1/calendar/ratings/stream?token=t").await, "403");
    let mut socket = server.websocket(&format!("{path}&tickers=aapl")).await;
    let id = server.store.rate(vec![rating("Buy")], now()).expect("kept")[0].id;
    let created = next_json(&mut socket).await;
    assert_eq!(created["kind"], "data/v2.1/calendar/ratings");
    assert_eq!(
        (&created["data"]["action"], &created["data"]["content"]["ticker"]),
        (&json!("Created"), &json!("AAPL"))
    );
    server.store.rate(vec![rating("Sell")], now()).expect("kept");
    let updated = next_json(&mut socket).await;
    assert_eq!(updated["data"]["action"], "Updated");
    server.store.remove_rating(id, now()).expect("removed");
    assert_eq!(next_json(&mut socket).await["data"]["action"], "Removed");
    say(&mut socket, "replay").await;
    assert_eq!(next_json(&mut socket).await["data"]["action"], "Removed");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_consensus_is_told_each_time_that_it_changes() {
    let server = server().await;
    let now = wiredesk_model::jiff::Timestamp::now;
    let path = "/api/v1/consensus-ratings/stream?token=ratings-only&tickers=AAPL";
    let mut socket = server.websocket(path).await;
    let mut other = rating("Hold");
    other.rating.ticker = Some("MSFT".into());
    server.store.rate(vec![other], now()).expect("kept");
    server.store.rate(vec![rating("Buy")], now()).expect("kept");
    let told = next_json(&mut socket).await;
    assert_eq!(told["kind"], "data/v1/consensus-ratings");
    let content = &told["data"]["content"];
    let expected = (&json!("AAPL"), &json!("BUY"), &json!(120.0));
    assert_eq!(
        (&content["ticker"], &content["consensus_rating"], &content["consensus_price_target"]),
        expected
    );
    server.store.rate(vec![rating("Sell")], now()).expect("kept");
    assert_eq!(next_json(&mut socket).await["data"]["content"]["consensus_rating"], "SELL");
}
