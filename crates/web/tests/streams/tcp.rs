//! The TCP feed.

use crate::{Server, read_until, server};
use serde_json::Value;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

const END: &str = "=BZEOT\r\n";

async fn open(server: &Server) -> TcpStream {
    let mut socket = TcpStream::connect(server.feed).await.expect("connected");
    assert_eq!(read_until(&mut socket, END).await, "READY=BZEOT\r\n");
    socket
}

async fn say(socket: &mut TcpStream, frame: &str) -> String {
    socket.write_all(format!("{frame}{END}").as_bytes()).await.expect("written");
    read_until(socket, END).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_comes_is_asked_for_a_key() {
    let server = server().await;
    let check = async |frame: &str, expected: &str| {
        let mut socket = open(&server).await;
        assert_eq!(say(&mut socket, frame).await, format!("{expected}{END}"), "{frame}");
        assert_eq!(read_until(&mut socket, END).await, "", "then it is closed");
    };
    check("AUTH: {\"username\": \"u\", \"key\": \"wrong\"}", "INVALID KEY").await;
    check("AUTH: {\"key\": 5}", "INVALID KEY FORMAT").await;
    check("HELLO", "INVALID KEY FORMAT").await;
    let mut first = open(&server).await;
    let auth = "AUTH:{\"username\": \"u\", \"key\": \"t\"}";
    assert_eq!(say(&mut first, auth).await, format!("CONNECTED{END}"));
    check(auth, "DUPLICATE CONNECTION").await;
    assert_eq!(read_until(&mut open(&server).await, END).await, format!("Goodbye{END}"));
    let mut large = open(&server).await;
    large.write_all(&vec![b'x'; 100_000]).await.expect("written");
    assert_eq!(read_until(&mut large, END).await, "");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn stories_come_and_go_between_pings() {
    let server = server().await;
    let mut socket = open(&server).await;
    say(&mut socket, "AUTH: {\"username\": \"u\", \"key\": \"t\"}").await;
    let pong = say(&mut socket, "PING: {\"pingTime\": \"a\"}").await;
    assert!(pong.starts_with("PONG: {") && pong.contains("\"pingTime\":\"a\""), "{pong}");
    server.publish(1);
    let data = |frame: &str| -> Value {
        let data = frame.strip_prefix("STREAM: ").expect("a story").strip_suffix(END);
        assert_eq!(frame.matches('\n').count(), 1, "on one line");
        serde_json::from_str(data.expect("an end")).expect("JSON")
    };
    let story = data(&read_until(&mut socket, END).await);
    assert_eq!(
        (&story["status"], &story["tickers"][0]["primary"]),
        (&"Published".into(), &true.into())
    );
    server.withdraw(story["id"].as_u64().expect("an id"));
    let gone = data(&read_until(&mut socket, END).await);
    assert_eq!((&gone["status"], &gone["id"]), (&"Removed".into(), &story["id"]));
}
