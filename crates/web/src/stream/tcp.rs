//! The TCP feed (bztcp 1.1): frames on a port of its own, off unless the operator asks for it.

use std::sync::Arc;
use std::time::Duration;

use serde::Deserialize;
use serde_json::{Value, json};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tokio::time::{Instant, timeout};
use wiredesk_publish::dialect::benzinga::tcp::{END, frame};
use wiredesk_publish::dialect::clock;

use super::cursor::Cursor;
use super::entry::Form;
use super::ticket::Place;
use super::wanted::Wanted;
use crate::api::token::{Scope, Shown, may, token_of};
use crate::{AppState, limits};

/// Seconds in which a client has to say who it is.
const AUTH: Duration = Duration::from_secs(10);
/// Seconds without a word (clients ping every 5 to 20) after which a client is gone.
const SILENCE: Duration = Duration::from_secs(90);
/// Bytes of one frame that a client may send.
const FRAME_BYTES_MAX: usize = 8 << 10;

/// Serves the feed until the listener's task is dropped.
pub(crate) async fn serve(listener: TcpListener, state: AppState) {
    let places = Arc::new(Semaphore::new(limits::TCP_MAX));
    loop {
        let place = places.clone().acquire_owned().await;
        match listener.accept().await {
            Ok((socket, _)) => {
                let state = state.clone();
                tokio::spawn(async move {
                    let _ = socket.set_nodelay(true);
                    // A line that breaks is the client's to take up again.
                    let _ = Session { socket, read: Vec::new() }.run(&state).await;
                    drop(place);
                });
            }
            Err(error) => {
                tracing::warn!(%error, "the TCP feed could not take a connection");
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        }
    }
}

struct Session<S> {
    socket: S,
    /// What was read and is no whole frame yet.
    read: Vec<u8>,
}

#[derive(Debug, Deserialize)]
struct Auth {
    username: String,
    key: String,
}

/// A frame as a client sends it.
struct Frame {
    status: String,
    data: Value,
}

impl<S: AsyncRead + AsyncWrite + Unpin> Session<S> {
    async fn run(mut self, state: &AppState) -> std::io::Result<()> {
        self.send("READY", None).await?;
        let Ok(first) = timeout(AUTH, self.frame()).await else {
            return self.send("Goodbye", None).await;
        };
        let _place = match admit(state, first?) {
            Ok(place) => place,
            Err(why) => return self.send(why, None).await,
        };
        let tape = state.inner().streams.tape(state);
        let mut cursor = Cursor::new(tape, None, Wanted::default());
        self.send("CONNECTED", None).await?;
        let mut heard = Instant::now();
        loop {
            tokio::select! {
                got = self.frame() => {
                    heard = Instant::now();
                    self.answer(got?, state).await?;
                }
                told = cursor.next() => {
                    let Ok(entries) = told else { return self.send("Goodbye", None).await };
                    for entry in entries {
                        self.write(&entry.message(Form::Tcp).into_data()).await?;
                    }
                }
                () = tokio::time::sleep_until(heard + SILENCE) => {
                    return self.send("Goodbye", None).await;
                }
            }
        }
    }

    async fn answer(&mut self, frame: Frame, state: &AppState) -> std::io::Result<()> {
        if frame.status != "PING" {
            return Ok(());
        }
        let time = frame.data.get("pingTime").cloned().unwrap_or(Value::Null);
        let pong = json!({ "serverTime": clock::javascript(state.now()), "pingTime": time });
        self.send("PONG", Some(&pong)).await
    }

    /// The next whole frame. May be dropped and called again: what was read is kept.
    async fn frame(&mut self) -> std::io::Result<Frame> {
        let end = END.trim_end().as_bytes();
        loop {
            if let Some(at) = self.read.windows(end.len()).position(|w| w == end) {
                let bytes: Vec<u8> = self.read.drain(..at + end.len()).take(at).collect();
                return Ok(parsed(&String::from_utf8_lossy(&bytes)));
            }
            if self.read.len() > FRAME_BYTES_MAX {
                return Err(std::io::ErrorKind::InvalidData.into());
            }
            if self.socket.read_buf(&mut self.read).await? == 0 {
                return Err(std::io::ErrorKind::UnexpectedEof.into());
            }
        }
    }

    async fn send(&mut self, status: &str, data: Option<&Value>) -> std::io::Result<()> {
        self.write(frame(status, data).as_bytes()).await
    }

    async fn write(&mut self, bytes: &[u8]) -> std::io::Result<()> {
        let stall = Duration::from_secs(limits::STALL_S);
        let slow = |_| std::io::Error::from(std::io::ErrorKind::TimedOut);
        timeout(stall, self.socket.write_all(bytes)).await.map_err(slow)?
    }
}

/// `STATUS` or `STATUS: JSON`; the blank after the colon may be missing.
fn parsed(text: &str) -> Frame {
    let (status, data) = text.split_once(':').unwrap_or((text, ""));
    let data = serde_json::from_str(data.trim()).unwrap_or(Value::Null);
    Frame { status: status.trim().to_owned(), data }
}

fn admit(state: &AppState, frame: Frame) -> Result<Place, &'static str> {
    let auth = serde_json::from_value::<Auth>(frame.data);
    let auth = auth.ok().filter(|a| frame.status == "AUTH" && !a.username.is_empty());
    let auth = auth.ok_or("INVALID KEY FORMAT")?;
    let token = token_of(state, &Shown::alone(&auth.key)).ok().flatten();
    let token = token.filter(|t| may(t, Scope::News));
    let token = token.ok_or("INVALID KEY")?;
    let lines = &state.inner().streams.lines;
    lines.take(token.id, "tcp", 1).ok_or("DUPLICATE CONNECTION")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_are_read_with_and_without_a_blank() {
        let check = |text: &str, status: &str, data: Value| {
            let frame = parsed(text);
            assert_eq!((frame.status.as_str(), frame.data), (status, data));
        };
        check("READY", "READY", Value::Null);
        check("PING: {\"pingTime\": 1}", "PING", json!({ "pingTime": 1 }));
        check("PING:{\"pingTime\":\"a:b=c\"}", "PING", json!({ "pingTime": "a:b=c" }));
        check("\r\nPING: x", "PING", Value::Null);
        check("", "", Value::Null);
    }
}
