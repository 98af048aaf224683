//! Benzinga's news over WebSocket, as their clients and examples expect it: no greeting, events at
//! once, `ping` and `replay` as bare words, everything else that is said ignored.

use std::ops::ControlFlow;

use axum::extract::ws::{CloseFrame, Message, WebSocketUpgrade};
use axum::extract::{FromRequestParts, Request, State};
use axum::response::{IntoResponse, Response};
use wiredesk_publish::dialect::benzinga::event::Envelope;
use wiredesk_store::Token;

use super::cursor::Cursor;
use super::entry::{Entry, Form};
use super::socket::{self, Said, Talk};
use super::ticket::{Refused, admit, asked, names, value};
use super::wanted::Wanted;
use crate::{AppState, limits};

pub(super) async fn listen(State(state): State<AppState>, request: Request) -> Response {
    let (mut parts, _) = request.into_parts();
    let token = match admit(&state, &parts) {
        Ok(token) => token,
        Err(refused) => return refused.into_response(),
    };
    let pairs = asked(&parts);
    let upgrade = match WebSocketUpgrade::from_request_parts(&mut parts, &state).await {
        Ok(upgrade) => upgrade,
        Err(rejection) => return rejection.into_response(),
    };
    // One line a token: the first stays, the second is told so.
    let Some(place) = state.inner().streams.lines.take(token.id, "benzinga-news", 1) else {
        return Refused::Taken.into_response();
    };
    let wanted = Wanted::of(&names(&pairs, &["tickers"]), &names(&pairs, &["channels"]));
    let cursor = Cursor::new(state.inner().streams.tape(&state), None, wanted);
    let word = value(&pairs, &["dialect"]).map(str::to_owned).or_else(|| set_for(&token));
    let form = match word.as_deref().and_then(Envelope::parse).unwrap_or_default() {
        Envelope::V1 => Form::BenzingaV1,
        Envelope::Docs => Form::BenzingaDocs,
    };
    socket::upgrade(upgrade, cursor, Some(place), Benzinga { form })
}

/// The envelope that is set for a token.
fn set_for(token: &Token) -> Option<String> {
    let settings: serde_json::Value = serde_json::from_str(&token.about.settings).ok()?;
    Some(settings["dialect"].as_str()?.to_owned())
}

struct Benzinga {
    form: Form,
}

impl Talk for Benzinga {
    const PING_S: u64 = limits::PING_S;

    fn tell(&mut self, entry: &Entry) -> Option<Message> {
        Some(entry.message(self.form))
    }

    async fn hear(
        &mut self,
        said: Said,
        cursor: &mut Cursor,
        out: &mut Vec<Message>,
    ) -> ControlFlow<CloseFrame> {
        let Said::Text(text) = said else { return ControlFlow::Continue(()) };
        match text.trim() {
            "ping" => out.push(Message::text("pong")),
            // What cannot be read now is not told again; the client may ask once more.
            "replay" => {
                let entries = cursor.replay(limits::REPLAY_MAX).await.unwrap_or_default();
                out.extend(entries.iter().map(|e| e.message(self.form)));
            }
            _ => {}
        }
        ControlFlow::Continue(())
    }
}
