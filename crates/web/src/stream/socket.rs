//! What all WebSockets share: pings, bounds, what the client says, slow and silent clients.

use std::ops::ControlFlow;
use std::time::Duration;

use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::extract::ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade, close_code};
use axum::response::Response;
use futures_util::SinkExt;
use tokio::time::{Instant, MissedTickBehavior, interval, timeout};

use super::cursor::{Cursor, Cut};
use super::entry::Entry;
use super::ticket::Place;
use crate::api::refusal::Refusal;
use crate::limits;

/// How one dialect talks. Nothing here waits: what is to be sent is put into a list.
pub(super) trait Talk: Send + 'static {
    /// Seconds between two pings.
    const PING_S: u64;

    /// What is said first; `Break` ends the line after it.
    fn greet(&mut self, _out: &mut Vec<Message>) -> ControlFlow<CloseFrame> {
        ControlFlow::Continue(())
    }

    /// What an entry becomes, if it is told at all.
    fn tell(&mut self, entry: &Entry) -> Option<Message>;

    /// The client said something; `Break` ends the line after what is in the list.
    fn hear(
        &mut self,
        said: Said,
        cursor: &mut Cursor,
        out: &mut Vec<Message>,
    ) -> impl Future<Output = ControlFlow<CloseFrame>> + Send;

    /// Now and then, with each ping; `Break` ends the line.
    fn tick(&mut self, _cursor: &Cursor, _out: &mut Vec<Message>) -> ControlFlow<CloseFrame> {
        ControlFlow::Continue(())
    }

    /// What is said before a line is cut.
    fn farewell(&mut self, _cut: Cut, _out: &mut Vec<Message>) {}

    /// What else there is to tell, besides entries of the log. May be dropped and called again.
    fn more(&mut self) -> impl Future<Output = Vec<Message>> + Send {
        std::future::pending()
    }

    /// Whether entries are told now; before, nobody waits for them.
    fn listens(&self) -> bool {
        true
    }
}

/// What a client sent, put together from its fragments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Said {
    Text(String),
    Bytes(axum::body::Bytes),
}

/// A request to upgrade, if it is one: what else is wrong is told first.
pub(super) type Upgrade = Result<WebSocketUpgrade, WebSocketUpgradeRejection>;

/// Why a request upgrades nothing.
pub(super) fn refused(rejection: WebSocketUpgradeRejection) -> Refusal {
    Refusal::Bad(format!("This address speaks WebSocket: {}", rejection.body_text()))
}

/// Answers the upgrade and runs the line until either side ends it.
pub(super) fn upgrade(
    upgrade: WebSocketUpgrade,
    cursor: Cursor,
    place: Option<Place>,
    talk: impl Talk,
) -> Response {
    upgrade
        .read_buffer_size(limits::READ_BUFFER)
        .write_buffer_size(limits::WRITE_BUFFER)
        .max_message_size(limits::HEARD_BYTES_MAX)
        .max_frame_size(limits::HEARD_BYTES_MAX)
        .on_upgrade(move |socket| async move {
            let mut line = Line { socket, heard: Instant::now(), out: Vec::new() };
            let close = line.run(cursor, talk).await;
            // Its place is free when the line is, not when the client has answered.
            drop(place);
            line.close(close).await;
        })
}

struct Line {
    socket: WebSocket,
    heard: Instant,
    out: Vec<Message>,
}

/// Why a line ends; without a frame when there is nobody to tell.
type End = Option<CloseFrame>;

impl Line {
    async fn run<T: Talk>(&mut self, mut cursor: Cursor, mut talk: T) -> End {
        let mut ticks = interval(Duration::from_secs(T::PING_S));
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        ticks.tick().await;
        if let ControlFlow::Break(frame) = talk.greet(&mut self.out) {
            return self.flush().await.err().unwrap_or(Some(frame));
        }
        loop {
            if let Err(end) = self.flush().await {
                return end;
            }
            let listens = talk.listens();
            let step = tokio::select! {
                heard = self.socket.recv() => self.hear(heard, &mut cursor, &mut talk).await,
                told = cursor.next(), if listens => self.tell(told, &mut talk),
                more = talk.more() => {
                    self.out.extend(more);
                    ControlFlow::Continue(())
                }
                _ = ticks.tick() => self.tick::<T>(&cursor, &mut talk),
            };
            if let ControlFlow::Break(end) = step {
                // What is still to be said goes out first, as far as it can.
                return self.flush().await.err().unwrap_or(end);
            }
        }
    }

    async fn hear<T: Talk>(
        &mut self,
        heard: Option<Result<Message, axum::Error>>,
        cursor: &mut Cursor,
        talk: &mut T,
    ) -> ControlFlow<End> {
        self.heard = Instant::now();
        let said = match heard {
            Some(Ok(Message::Text(text))) => Said::Text(text.as_str().to_owned()),
            Some(Ok(Message::Binary(bytes))) => Said::Bytes(bytes),
            Some(Ok(Message::Ping(_) | Message::Pong(_))) => return ControlFlow::Continue(()),
            Some(Ok(Message::Close(_))) | None => return ControlFlow::Break(None),
            Some(Err(error)) => return ControlFlow::Break(refusal(&error)),
        };
        match talk.hear(said, cursor, &mut self.out).await {
            ControlFlow::Continue(()) => ControlFlow::Continue(()),
            ControlFlow::Break(frame) => ControlFlow::Break(Some(frame)),
        }
    }

    fn tell<T: Talk>(
        &mut self,
        told: Result<Vec<std::sync::Arc<Entry>>, Cut>,
        talk: &mut T,
    ) -> ControlFlow<End> {
        match told {
            Ok(entries) => {
                self.out.extend(entries.iter().filter_map(|e| talk.tell(e)));
                ControlFlow::Continue(())
            }
            Err(cut) => {
                talk.farewell(cut, &mut self.out);
                ControlFlow::Break(Some(closing(close_code::AGAIN, cut.why())))
            }
        }
    }

    fn tick<T: Talk>(&mut self, cursor: &Cursor, talk: &mut T) -> ControlFlow<End> {
        // Two pings without any word: the line is dead, and its place is wanted.
        if self.heard.elapsed() > Duration::from_secs(2 * T::PING_S + 1) {
            return ControlFlow::Break(Some(closing(close_code::POLICY, Cut::Silent.why())));
        }
        self.out.push(Message::Ping(axum::body::Bytes::new()));
        match talk.tick(cursor, &mut self.out) {
            ControlFlow::Continue(()) => ControlFlow::Continue(()),
            ControlFlow::Break(frame) => ControlFlow::Break(Some(frame)),
        }
    }

    /// Sends what is in the list, as few writes as it fits into: on a busy line several stories
    /// go out together. A client that takes nothing for long is left.
    async fn flush(&mut self) -> Result<(), End> {
        let stall = Duration::from_secs(limits::STALL_S);
        let slow = |_| Some(closing(close_code::AGAIN, Cut::Slow.why()));
        if self.out.is_empty() {
            return Ok(());
        }
        for message in self.out.drain(..) {
            timeout(stall, self.socket.feed(message)).await.map_err(slow)?.map_err(|_| None)?;
        }
        timeout(stall, self.socket.flush()).await.map_err(slow)?.map_err(|_| None)?;
        if self.out.capacity() > 64 {
            self.out = Vec::new();
        }
        Ok(())
    }

    /// Says goodbye and waits a moment for the answer.
    async fn close(mut self, end: End) {
        let goodbye = async {
            if end.is_some() && self.socket.send(Message::Close(end)).await.is_err() {
                return;
            }
            while let Some(Ok(_)) = self.socket.recv().await {}
        };
        // Who does not answer is left.
        let _ = timeout(Duration::from_secs(limits::GOODBYE_S), goodbye).await;
    }
}

/// A close frame.
pub(super) fn closing(code: u16, why: &'static str) -> CloseFrame {
    CloseFrame { code, reason: axum::extract::ws::Utf8Bytes::from_static(why) }
}

/// What a client that breaks the protocol is told.
fn refusal(error: &axum::Error) -> End {
    let text = std::error::Error::source(error).map_or_else(String::new, ToString::to_string);
    match () {
        () if text.contains("too long") || text.contains("too big") => {
            Some(closing(close_code::SIZE, "that message is too long"))
        }
        () if text.contains("UTF-8") || text.contains("utf-8") => {
            Some(closing(close_code::INVALID, "that is not UTF-8"))
        }
        () if text.contains("protocol") => {
            Some(closing(close_code::PROTOCOL, "that is no frame of a WebSocket"))
        }
        () => None,
    }
}
