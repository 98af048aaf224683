//! Our own stream as server-sent events.
//!
//! `id` is the place in the log: a browser that lost the line sends it back as `Last-Event-ID`. Now
//! and then, when nothing happens, a comment and the place are sent, so that a filter that takes
//! little does not have to look through everything again.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use futures_core::Stream;
use tokio::sync::mpsc;
use tokio::time::timeout;

use super::cursor::{Cursor, Cut};
use super::ticket::Place;
use super::wanted::Wanted;
use crate::api::asked::Asked;
use crate::api::gate::Caller;
use crate::api::refusal::Refusal;
use crate::{AppState, limits};

/// Takes up the stream after `Last-Event-ID`, else `?after=`, else from now on.
pub(super) async fn listen(
    State(state): State<AppState>,
    caller: Caller,
    asked: Asked,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let (cursor, place) = open(&state, &caller, &asked, &headers)?;
    Ok(answer(cursor, place))
}

/// A cursor for who asks, and its place; shared with the WebSocket.
pub(super) fn open(
    state: &AppState,
    caller: &Caller,
    asked: &Asked,
    headers: &HeaderMap,
) -> Result<(Cursor, Place), Refusal> {
    let tape = state.inner().streams.tape(state);
    let last = headers.get("last-event-id").and_then(|v| v.to_str().ok());
    let after = match last.or_else(|| asked.get(&["after"])).map(str::trim) {
        None | Some("") => None,
        Some(text) => Some(text.parse::<u64>().map_err(|_| {
            Refusal::Bad(format!("after: `{}` is no number of an entry", short(text)))
        })?),
    };
    let head = tape.store().head();
    if let Some(ahead) = after.filter(|after| *after > head) {
        return Err(Refusal::Bad(format!("after: {ahead} is ahead of the log, which has {head}")));
    }
    let names = |keys: &[&str]| asked.names_upto(keys, limits::NAMES_MAX);
    let mut wanted = Wanted::of(&names(&["tickers", "symbols"])?, &names(&["channels"])?);
    if let Some(query) = asked.get(&["query"]) {
        wanted = wanted.asking(&tape, query).map_err(|e| Refusal::Bad(format!("query: {e}")))?;
    }
    let lines = &state.inner().streams.lines;
    let place = lines.take(caller.token.id, "own", limits::LINES_PER_TOKEN);
    let place = place.ok_or(Refusal::Taken)?;
    Ok((Cursor::new(tape, after, wanted), place))
}

/// A frame on its way. Channels have room for 32 of whatever they carry, so that of ten thousand
/// lines each is a pointer.
type Frame = Box<Bytes>;

fn short(text: &str) -> String {
    text.chars().take(40).collect()
}

fn answer(cursor: Cursor, place: Place) -> Response {
    let (send, receive) = mpsc::channel(2);
    tokio::spawn(tell(cursor, send, place));
    let mut response = Body::from_stream(Line { receive }).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/event-stream"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert("x-accel-buffering", HeaderValue::from_static("no"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}

/// Tells one client all it wants, until it leaves or is cut. One place of the channel is kept for
/// the farewell, so that there is always room to say why.
async fn tell(mut cursor: Cursor, send: mpsc::Sender<Frame>, _place: Place) {
    let Ok(farewell) = send.clone().reserve_owned().await else { return };
    let stall = Duration::from_secs(limits::STALL_S);
    let heartbeat = Duration::from_secs(limits::HEARTBEAT_S);
    if send.send(Box::new(Bytes::from_static(b"retry: 1000\n\n"))).await.is_err() {
        return;
    }
    let cut = loop {
        let next = tokio::select! {
            next = timeout(heartbeat, cursor.next()) => next,
            () = send.closed() => return,
        };
        let frames = match next {
            Ok(Ok(entries)) => entries.iter().map(|e| e.event()).collect(),
            Ok(Err(cut)) => break cut,
            Err(_) => vec![Bytes::from(format!(": nothing new\nid: {}\n\n", cursor.at()))],
        };
        let mut stalled = false;
        for frame in frames {
            match timeout(stall, send.send(Box::new(frame))).await {
                Ok(Ok(())) => {}
                Ok(Err(_)) => return,
                Err(_) => stalled = true,
            }
            if stalled {
                break;
            }
        }
        if stalled {
            break Cut::Slow;
        }
    };
    let data = serde_json::json!({ "reason": cut.why() });
    farewell.send(Box::new(Bytes::from(format!("event: cut\ndata: {data}\n\n"))));
}

/// The body of the answer.
struct Line {
    receive: mpsc::Receiver<Frame>,
}

impl Stream for Line {
    type Item = Result<Bytes, std::convert::Infallible>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.receive.poll_recv(context).map(|frame| frame.map(|frame| Ok(*frame)))
    }
}
