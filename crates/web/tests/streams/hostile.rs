//! Clients that send rubbish, too much, or nothing; and those beside them, who must not notice.

use std::time::{Duration, Instant};

use crate::{Server, next, next_json, read_until, server};
use futures_util::SinkExt;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;

const PATH: &str = "/api/v1/stream/ws?token=t";

/// An upgraded connection, to put bytes on as they are.
async fn raw(server: &Server) -> TcpStream {
    let mut socket = server.connect().await;
    let request = format!(
        "GET {PATH} HTTP/1.1\r\nhost: desk\r\nconnection: upgrade\r\nupgrade: websocket\r\n\
         sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    );
    socket.write_all(request.as_bytes()).await.expect("written");
    let answer = read_until(&mut socket, "\r\n\r\n").await;
    assert!(answer.starts_with("HTTP/1.1 101"), "{answer}");
    socket
}

/// What the server says to these bytes: the code of its close frame, `None` when it only hangs up.
async fn closed_with(server: &Server, bytes: &[u8]) -> Option<u16> {
    let mut socket = raw(server).await;
    // It may hang up while we are still sending.
    let _ = socket.write_all(bytes).await;
    let mut answer = Vec::new();
    let read = tokio::time::timeout(Duration::from_secs(5), socket.read_to_end(&mut answer)).await;
    let _ = read.expect("the line is closed within 5 s");
    let at = answer.iter().position(|b| *b == 0x88)?;
    Some(u16::from_be_bytes([*answer.get(at + 2)?, *answer.get(at + 3)?]))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn rubbish_is_refused_and_nobody_else_notices() {
    let server = server().await;
    let mut other = server.websocket(PATH).await;
    let check = async |bytes: &[u8], expected: &[Option<u16>], what: &str| {
        let got = closed_with(&server, bytes).await;
        assert!(expected.contains(&got), "{what}: {got:?}");
    };
    let masked = |first: u8, payload: &[u8]| {
        let mut frame = vec![first, 0x80 | u8::try_from(payload.len()).expect("short"), 0, 0, 0, 0];
        frame.extend_from_slice(payload);
        frame
    };
    let protocol = [Some(1002), None];
    check(&[0x81, 0x02, b'h', b'i'], &protocol, "a frame without a mask").await;
    check(&masked(0xF1, b"hi"), &protocol, "reserved bits").await;
    check(&masked(0x83, b"hi"), &protocol, "an opcode that nobody knows").await;
    check(&masked(0x80, b"hi"), &protocol, "the end of nothing").await;
    check(&masked(0x09, b"hi"), &protocol, "a ping in pieces").await;
    check(&masked(0x81, &[0xFF, 0xFE]), &[Some(1007), Some(1002), None], "no UTF-8").await;
    // A frame that says it has 100 MB, and as much of it as the server takes.
    let mut large = vec![0x82, 0xFF, 0, 0, 0, 0, 0x06, 0x40, 0, 0, 0, 0, 0, 0];
    large.extend(vec![0; 100 << 20]);
    let began = Instant::now();
    check(&large, &[Some(1009), None], "a frame of 100 MB").await;
    assert!(began.elapsed() < Duration::from_secs(5));
    server.publish(1);
    assert_eq!(next_json(&mut other).await["seq"], 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_message_in_many_pieces_with_an_empty_last_one_is_one_message() {
    let server = server().await;
    let mut socket = raw(&server).await;
    // `hi` as a text in pieces: "h", "i", "".
    for frame in [[0x01, 0x81, 0, 0, 0, 0, b'h'].as_slice(), &[0x00, 0x81, 0, 0, 0, 0, b'i']] {
        socket.write_all(frame).await.expect("written");
    }
    socket.write_all(&[0x80, 0x80, 0, 0, 0, 0]).await.expect("written");
    // A ping after it is answered: the line lives.
    socket.write_all(&[0x89, 0x81, 0, 0, 0, 0, b'p']).await.expect("written");
    let mut pong = [0; 3];
    socket.read_exact(&mut pong).await.expect("an answer");
    assert_eq!(pong, [0x8A, 1, b'p']);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_long_message_is_refused_with_a_reason() {
    let server = server().await;
    let mut socket = server.websocket(PATH).await;
    let _ = socket.send(Message::text("x".repeat(1 << 20))).await;
    loop {
        match next(&mut socket).await {
            Some(Message::Close(Some(frame))) => {
                assert_eq!(frame.code, CloseCode::Size);
                assert!(frame.reason.contains("too long"), "{frame:?}");
                return;
            }
            Some(_) => {}
            None => panic!("hung up without a word"),
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_half_open_lines_and_a_client_that_hardly_reads_slow_nobody() {
    let server = server().await;
    let mut idle = Vec::new();
    for n in 0..1_000 {
        let mut socket = server.connect().await;
        if n % 2 == 0 {
            socket.write_all(b"GET /api/v1/stream?tok").await.expect("written");
        }
        idle.push(socket);
    }
    let sleeper = server.ask("/api/v1/stream?token=t", "").await;
    let mut other = server.websocket(PATH).await;
    let mut slowest = Duration::ZERO;
    for n in 1..=50 {
        let began = Instant::now();
        server.publish(n);
        assert_eq!(next_json(&mut other).await["seq"], n);
        slowest = slowest.max(began.elapsed());
    }
    assert!(slowest < Duration::from_secs(2), "{slowest:?}");
    drop((idle, sleeper));
}

/// So many stories of 20 KB at once that no buffer between holds them.
fn flood(server: &Server) -> u64 {
    let body = "Copper rose on Monday. ".repeat(900);
    let story = |n: usize| {
        let mut told = crate::imported(n, "AAPL", "News");
        told.story.body = format!("<p>{n} {body}</p>");
        told
    };
    let stories = (1..=2_300).map(story).collect();
    server.store.import(stories, wiredesk_model::jiff::Timestamp::now()).expect("imported");
    server.store.head()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_reads_too_slowly_is_cut_with_a_reason_and_can_go_on() {
    let server = server().await;
    let mut socket = server.websocket(PATH).await;
    let mut events = server.ask("/api/v1/stream?token=t", "").await;
    let mut quick = server.websocket(PATH).await;
    let reading = tokio::spawn(async move {
        let mut last = 0;
        while last < 2_300 {
            last = next_json(&mut quick).await["seq"].as_u64().expect("a number");
        }
    });
    let head = flood(&server);
    reading.await.expect("who reads is not cut");
    let (mut last, mut said) = (0, serde_json::Value::Null);
    let close = loop {
        match next(&mut socket).await {
            Some(Message::Text(text)) => {
                let told: serde_json::Value = serde_json::from_str(&text).expect("JSON");
                match told["seq"].as_u64().filter(|_| told["type"] != "heartbeat") {
                    Some(seq) => {
                        assert_eq!(seq, last + 1, "no gap before the cut");
                        last = seq;
                    }
                    None => said = told,
                }
            }
            Some(Message::Close(frame)) => break frame.expect("a reason"),
            Some(_) => {}
            None => panic!("hung up without a word"),
        }
    };
    assert_eq!(close.code, CloseCode::Again);
    assert_eq!(said["type"], "cut");
    assert!(close.reason.contains("too slow") && last < head, "{close:?} at {last}");
    let mut again = server.websocket(&format!("{PATH}&after={last}")).await;
    assert_eq!(next_json(&mut again).await["seq"], last + 1);
    let (mut end, mut chunk) = (Vec::new(), vec![0; 1 << 16]);
    while let Ok(n @ 1..) = events.read(&mut chunk).await {
        end.extend_from_slice(&chunk[..n]);
        end.drain(..end.len().saturating_sub(200));
    }
    let end = String::from_utf8_lossy(&end).into_owned();
    assert!(end.contains("event: cut\ndata: {\"reason\":\"too slow"), "{end}");
}
