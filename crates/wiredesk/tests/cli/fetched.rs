//! Feeds by address: refused on this machine unless the operator allows it, then taken in once.

use crate::{run, shown, text};
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;

const FEED: &str = r#"<?xml version="1.0"?><rss version="2.0"><channel><title>Gull AT&amp;T</title>
<item><guid>1</guid><title>AT&amp;T opens a harbour office</title><link>https://gull.example/1</link>
<pubDate>Mon, 04 Mar 2024 08:00:00 GMT</pubDate><description>The company opened an office at the
harbour on Monday, officials said.</description></item></channel></rss>"#;

/// Answers `count` requests: the feed at `/feed.xml`, 404 elsewhere (also for robots.txt).
fn serve(count: usize) -> (String, std::thread::JoinHandle<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("its address");
    let serving = std::thread::spawn(move || {
        for stream in listener.incoming().take(count) {
            let mut stream = stream.expect("a connection");
            let mut line = String::new();
            let mut request = BufReader::new(stream.try_clone().expect("a second handle"));
            request.read_line(&mut line).expect("a request");
            let mut rest = String::new();
            while request.read_line(&mut rest).expect("headers") > 2 {
                rest.clear();
            }
            let (status, body) = match line.contains("/feed.xml") {
                true => ("200 OK", FEED),
                false => ("404 Not Found", ""),
            };
            let length = body.len();
            write!(
                stream,
                "HTTP/1.1 {status}\r\nContent-Type: application/rss+xml\r\n\
                 Content-Length: {length}\r\nConnection: close\r\n\r\n{body}"
            )
            .expect("answered");
        }
    });
    (format!("http://{address}/feed.xml"), serving)
}

#[test]
fn a_feed_on_this_machine_needs_the_operators_leave() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    let (url, serving) = serve(2);
    let refused = run(&["ingest", &url, "--data", shown(&data)]);
    assert!(text(&refused.stdout).is_empty());
    assert!(text(&refused.stderr).contains("1 set aside"), "{}", text(&refused.stderr));
    let taken = run(&["ingest", &url, "--allow-private", "--data", shown(&data)]);
    assert_eq!(text(&taken.stdout).lines().count(), 1, "{}", text(&taken.stderr));
    serving.join().expect("two requests came: robots.txt and the feed");
    let found = run(&["search", "office", "--data", shown(&data)]);
    assert!(text(&found.stdout).contains("AT&T opens a harbour office"), "{}", text(&found.stderr));
}
