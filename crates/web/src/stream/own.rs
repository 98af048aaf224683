//! Our own stream over WebSocket: each message is an entry of the log, as in server-sent events.

use std::ops::ControlFlow;

use axum::extract::State;
use axum::extract::ws::{CloseFrame, Message};
use axum::http::HeaderMap;
use axum::response::Response;

use super::cursor::{Cursor, Cut};
use super::entry::{Entry, Form, json};
use super::socket::{self, Said, Talk, Upgrade, refused};
use super::sse::open;
use crate::api::asked::Asked;
use crate::api::gate::Caller;
use crate::api::refusal::Refusal;
use crate::{AppState, limits};

/// Takes up the stream after `?after=`, else from now on.
pub(super) async fn listen(
    State(state): State<AppState>,
    caller: Caller,
    asked: Asked,
    headers: HeaderMap,
    upgrade: Upgrade,
) -> Result<Response, Refusal> {
    let (cursor, place) = open(&state, &caller, &asked, &headers)?;
    Ok(socket::upgrade(upgrade.map_err(refused)?, cursor, Some(place), Own))
}

struct Own;

impl Talk for Own {
    const PING_S: u64 = limits::HEARTBEAT_S;

    fn tell(&mut self, entry: &Entry) -> Option<Message> {
        Some(entry.message(Form::Own))
    }

    async fn hear(
        &mut self,
        _said: Said,
        _cursor: &mut Cursor,
        _out: &mut Vec<Message>,
    ) -> ControlFlow<CloseFrame> {
        ControlFlow::Continue(())
    }

    fn tick(&mut self, cursor: &Cursor, out: &mut Vec<Message>) -> ControlFlow<CloseFrame> {
        let place = serde_json::json!({ "type": "heartbeat", "seq": cursor.at() });
        out.push(Message::text(json(&place)));
        ControlFlow::Continue(())
    }

    fn farewell(&mut self, cut: Cut, out: &mut Vec<Message>) {
        let cut = serde_json::json!({ "type": "cut", "reason": cut.why() });
        out.push(Message::text(json(&cut)));
    }
}
