//! A server with nothing but a store, streams and the token `t`, told what to publish line by line:
//! for measuring, and for clients that listen.

#[path = "../../tests/common/alone.rs"]
mod alone;

use std::io::Write;
use std::time::SystemTime;

use anyhow::Result;
use tokio::net::TcpListener;
use wiredesk_model::jiff::Timestamp;
use wiredesk_store::{Finished, Imported, NewToken, Secret, Store};
use wiredesk_web::AppState;

/// What is served of a store: everything behind the token `t`.
///
/// # Errors
/// When the store fails.
pub fn state(store: Store) -> Result<AppState> {
    let now = Timestamp::now();
    let secret = Secret::of("t");
    if store.token(secret, now)?.is_none() {
        let token = NewToken {
            secret,
            name: "bench".into(),
            owner: None,
            scopes: vec!["news".into()],
            settings: r#"{"per_second":1000000}"#.into(),
            expires: None,
        };
        store.add_token(token, now)?;
    }
    Ok(AppState::new(alone::parts(&store, Timestamp::now)))
}

/// Prints its address, then does what each line says and prints when it began, in ns:
/// `publish N`, `edit N`, `remove N` (without a number: the next).
///
/// # Errors
/// When the store fails.
pub fn serve() -> Result<()> {
    let folder = std::env::temp_dir().join(format!("fanout-{}", std::process::id()));
    let store = Store::open(&folder)?;
    let state = state(store.clone())?;
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0"))?;
    say(&listener.local_addr()?.to_string())?;
    runtime.spawn(wiredesk_web::serve(listener, state, std::future::pending()));
    for (next, line) in std::io::stdin().lines().enumerate() {
        let line = line?;
        let (what, n) = line.split_once(' ').unwrap_or((&line, ""));
        let (n, now, began) = (n.parse().unwrap_or(next), Timestamp::now(), nanos());
        let mut told = story(n);
        match what {
            "edit" => {
                told.story.title = format!("Story {n}, corrected");
                told.updated = Some(now);
            }
            "remove" => told.removed = Some(now),
            _ => {}
        }
        store.import(vec![told], now)?;
        say(&began.to_string())?;
    }
    std::fs::remove_dir_all(&folder)?;
    std::process::exit(0)
}

fn say(line: &str) -> Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}")?;
    Ok(out.flush()?)
}

/// About 600 bytes of JSON, as in the peers' figures.
fn story(n: usize) -> Imported {
    Imported {
        story: Finished {
            title: format!("Story {n}"),
            body: format!("<p>{}</p>", "Copper rose on Monday. ".repeat(10)),
            url: Some(format!("https://bench.example/{n}")),
            channels: vec!["News".into()],
            tickers: vec!["AAPL".into()],
            ..Finished::default()
        },
        published: "2024-09-15T08:00:00Z".parse().unwrap_or_default(),
        updated: None,
        removed: None,
    }
}

/// Now, since 1970.
pub fn nanos() -> u128 {
    SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).map_or(0, |d| d.as_nanos())
}
