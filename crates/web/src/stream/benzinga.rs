//! Benzinga's news over WebSocket, as their clients and examples expect it: no greeting, events at
//! once, `ping` and `replay` as bare words, everything else that is said ignored.

use std::ops::ControlFlow;

use axum::extract::State;
use axum::extract::ws::{CloseFrame, Message};
use axum::response::Response;
use wiredesk_publish::dialect::benzinga::event::Envelope;

use super::cursor::Cursor;
use super::entry::{Entry, Form};
use super::socket::{self, Said, Talk, Upgrade, refused};
use super::wanted::Wanted;
use crate::api::asked::Asked;
use crate::api::gate::Caller;
use crate::api::refusal::Refusal;
use crate::api::token::Settings;
use crate::{AppState, limits};

pub(super) async fn listen(
    State(state): State<AppState>,
    Caller { token, .. }: Caller,
    asked: Asked,
    upgrade: Upgrade,
) -> Result<Response, Refusal> {
    let names = |key| asked.names_upto(&[key], limits::NAMES_MAX);
    let wanted = Wanted::of(&names("tickers")?, &names("channels")?);
    // One line a token: the first stays, the second is told so.
    let place = state.inner().streams.lines.take(token.id, "benzinga-news", 1);
    let place = place.ok_or(Refusal::Taken)?;
    let cursor = Cursor::new(state.inner().streams.tape(&state), None, wanted);
    let said = asked.get(&["dialect"]).and_then(Envelope::parse);
    let form = match said.unwrap_or_else(|| Settings::of(&token).envelope()) {
        Envelope::V1 => Form::BenzingaV1,
        Envelope::Docs => Form::BenzingaDocs,
    };
    Ok(socket::upgrade(upgrade.map_err(refused)?, cursor, Some(place), Benzinga { form }))
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
