//! Our own stream: doors, filters, places.

use crate::{imported, next_json, read_until, server};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_may_not_listen_is_told_why() {
    let server = server().await;
    let check = async |query: &str, status: &str, says: &str| {
        for path in ["/api/v1/stream", "/api/v1/stream/ws"] {
            let answer =
                read_until(&mut server.ask(&format!("{path}{query}"), "").await, "}").await;
            assert!(answer.starts_with(&format!("HTTP/1.0 {status}")), "{path}{query}: {answer}");
            assert!(answer.contains(says) && answer.contains("problem+json"), "{answer}");
        }
    };
    check("", "401", "valid token").await;
    check("?token=wrong", "401", "valid token").await;
    check("?token=ratings-only", "403", "has not the scope").await;
    check("?token=t&after=x", "400", "after").await;
    check("?token=t&after=9", "400", "ahead of the log").await;
    check("?token=t&query=(a", "400", "query").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_event_has_its_place_its_kind_and_the_story() {
    let server = server().await;
    let mut socket = server.ask("/api/v1/stream", "authorization: Bearer t\r\n").await;
    let head = read_until(&mut socket, "retry: 1000\n\n").await;
    assert!(head.contains("content-type: text/event-stream"), "{head}");
    server.publish(1);
    let event = read_until(&mut socket, "\n\n").await;
    let lines: Vec<&str> = event.lines().collect();
    assert_eq!(lines[..2], ["id: 1", "event: story.published"]);
    let data: serde_json::Value =
        serde_json::from_str(lines[2].strip_prefix("data: ").expect("data")).expect("JSON");
    assert_eq!((&data["seq"], &data["type"]), (&1.into(), &"story.published".into()));
    assert_eq!(data["story"]["title"], "Story 1 of AAPL");
    assert!(data["story"]["body"].as_str().expect("a body").contains("copper"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn filters_compose_and_a_correction_follows_its_story() {
    let server = server().await;
    let path = "/api/v1/stream/ws?token=t&tickers=aapl,MSFT&channels=markets";
    let mut both = server.websocket(path).await;
    let mut asked =
        server.websocket("/api/v1/stream/ws?token=t&query=copper+AND+ticker:NVDA").await;
    server.publish_as(imported(1, "AAPL", "World"));
    server.publish_as(imported(2, "NVDA", "Markets"));
    server.publish_as(imported(3, "MSFT", "Markets"));
    assert_eq!(next_json(&mut both).await["seq"], 3);
    assert_eq!(next_json(&mut asked).await["seq"], 2);
    // The same from the store, for who comes later.
    let mut late = server.websocket(&format!("{path}&after=0")).await;
    assert_eq!(next_json(&mut late).await["seq"], 3);
    let later = "/api/v1/stream/ws?token=t&query=copper+AND+ticker:NVDA&after=0";
    assert_eq!(next_json(&mut server.websocket(later).await).await["seq"], 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_taken_back_is_not_told_again_from_memory() {
    let server = server().await;
    let mut live = server.websocket("/api/v1/stream/ws?token=t").await;
    server.publish(1);
    let id = next_json(&mut live).await["story"]["id"].as_u64().expect("an id");
    server.withdraw(id);
    let removed = next_json(&mut live).await;
    assert_eq!((&removed["type"], &removed["note"]), (&"story.removed".into(), &"wrong".into()));
    assert_eq!(removed["story"]["body"], "");
    let mut late = server.websocket("/api/v1/stream/ws?token=t&after=0").await;
    for _ in 0..2 {
        let told = next_json(&mut late).await;
        assert!(!told.to_string().contains("copper"), "{told}");
    }
}
