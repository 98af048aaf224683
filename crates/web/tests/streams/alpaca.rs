//! Alpaca's WebSocket: their conversation, in JSON and in MessagePack.

use crate::{Server, imported, next, server};
use futures_util::SinkExt;
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::{WebSocketStream, client_async};

type Socket = WebSocketStream<TcpStream>;

async fn connect(server: &Server, headers: &[(&'static str, &str)]) -> Socket {
    let mut request = format!("ws://{}/v1beta1/news", server.at).into_client_request().expect("ok");
    for (name, value) in headers {
        request.headers_mut().insert(*name, value.parse().expect("a value"));
    }
    client_async(request, server.connect().await).await.expect("upgraded").0
}

/// The next array; pings are passed over.
async fn told(socket: &mut Socket) -> Value {
    loop {
        match next(socket).await {
            Some(Message::Text(text)) => return serde_json::from_str(&text).expect("JSON"),
            Some(Message::Ping(_)) => {}
            other => panic!("no text: {other:?}"),
        }
    }
}

async fn say(socket: &mut Socket, value: Value) {
    socket.send(Message::text(value.to_string())).await.expect("sent");
}

fn error(code: u16, msg: &str) -> Value {
    json!([{ "T": "error", "code": code, "msg": msg }])
}

fn success(msg: &str) -> Value {
    json!([{ "T": "success", "msg": msg }])
}

async fn closed(socket: &mut Socket) -> bool {
    loop {
        match next(socket).await {
            Some(Message::Close(_)) | None => return true,
            Some(Message::Ping(_)) => {}
            Some(_) => return false,
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_conversation_is_theirs() {
    let server = server().await;
    let mut socket = connect(&server, &[]).await;
    // As the JavaScript client does: before the greeting is read.
    say(&mut socket, json!({ "action": "auth", "key": "t", "secret": "t" })).await;
    assert_eq!(told(&mut socket).await, success("connected"));
    assert_eq!(told(&mut socket).await, success("authenticated"));
    say(&mut socket, json!({ "action": "auth", "key": "t", "secret": "t" })).await;
    assert_eq!(told(&mut socket).await, error(403, "already authenticated"));
    say(&mut socket, json!({ "action": "subscribe", "news": ["AAPL"] })).await;
    assert_eq!(told(&mut socket).await, json!([{ "T": "subscription", "news": ["AAPL"] }]));
    say(&mut socket, json!({ "action": "subscribe", "news": ["msft"] })).await;
    assert_eq!(told(&mut socket).await, json!([{ "T": "subscription", "news": ["AAPL", "MSFT"] }]));
    say(&mut socket, json!({ "action": "unsubscribe", "news": ["AAPL"] })).await;
    assert_eq!(told(&mut socket).await, json!([{ "T": "subscription", "news": ["MSFT"] }]));
    say(&mut socket, json!({ "action": "subscribe", "trades": ["AAPL"] })).await;
    assert_eq!(told(&mut socket).await, error(410, "invalid subscribe action for this feed"));
    socket.send(Message::text("{")).await.expect("sent");
    assert_eq!(told(&mut socket).await, error(400, "invalid syntax"));
    server.publish(1);
    server.publish_as(imported(2, "MSFT", "News"));
    let news = told(&mut socket).await;
    assert_eq!((news[0]["T"].as_str(), news[0]["symbols"].clone()), (Some("n"), json!(["MSFT"])));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_may_not_listen_is_told_by_number_and_let_go() {
    let server = server().await;
    let mut socket = connect(&server, &[]).await;
    told(&mut socket).await;
    say(&mut socket, json!({ "action": "subscribe", "news": ["*"] })).await;
    assert_eq!(told(&mut socket).await, error(401, "not authenticated"));
    say(&mut socket, json!({ "action": "auth", "key": "t", "secret": "wrong" })).await;
    assert_eq!(told(&mut socket).await, error(402, "auth failed"));
    assert!(closed(&mut socket).await);
    let mut scoped = connect(&server, &[]).await;
    told(&mut scoped).await;
    let secret = "ratings-only";
    say(&mut scoped, json!({ "action": "auth", "key": secret, "secret": secret })).await;
    assert_eq!(told(&mut scoped).await, error(411, "insufficient scope"));
    let mut late = connect(&server, &[]).await;
    told(&mut late).await;
    assert_eq!(told(&mut late).await, error(404, "auth timeout"));
    assert!(closed(&mut late).await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn too_many_lines_of_one_token_are_refused() {
    let server = server().await;
    let pair = [("apca-api-key-id", "t"), ("apca-api-secret-key", "t")];
    let mut held = Vec::new();
    for _ in 0..wiredesk_web::limits::LINES_ALPACA {
        let mut socket = connect(&server, &pair).await;
        assert_eq!(told(&mut socket).await, success("connected"));
        assert_eq!(told(&mut socket).await, success("authenticated"));
        held.push(socket);
    }
    let mut more = connect(&server, &pair).await;
    told(&mut more).await;
    assert_eq!(told(&mut more).await, error(406, "connection limit exceeded"));
    assert!(closed(&mut more).await);
    // Shown in the headers and said once more, as some clients do.
    say(&mut held[0], json!({ "action": "auth", "key": "t", "secret": "t" })).await;
    assert_eq!(told(&mut held[0]).await, success("authenticated"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn messagepack_both_ways_an_edit_comes_again_and_a_removal_does_not() {
    let server = server().await;
    let mut socket = connect(&server, &[("content-type", "application/msgpack")]).await;
    let binary = async |socket: &mut Socket| loop {
        match next(socket).await {
            Some(Message::Binary(bytes)) => return bytes,
            Some(Message::Ping(_)) => {}
            other => panic!("no bytes: {other:?}"),
        }
    };
    binary(&mut socket).await;
    for command in [
        json!({ "action": "auth", "key": "t", "secret": "t" }),
        json!({ "action": "subscribe", "news": ["*"] }),
    ] {
        let bytes = rmp_serde::to_vec_named(&command).expect("bytes");
        socket.send(Message::binary(bytes)).await.expect("sent");
        binary(&mut socket).await;
    }
    server.publish(1);
    let first = binary(&mut socket).await;
    // An array of one map whose first key is "T", and moments as the timestamp extension.
    assert_eq!(first[..6], [0x91, 0x8b, 0xa1, b'T', 0xa1, b'n']);
    assert!(first.windows(2).any(|w| w == [0xd7, 0xff]));
    server.withdraw(1);
    let mut edited = imported(2, "", "News");
    edited.story.tickers.clear();
    server.publish_as(edited);
    let second = binary(&mut socket).await;
    let text = String::from_utf8_lossy(&second).into_owned();
    assert!(text.contains("Story 2"), "the removal has no message: {text}");
}
