//! Alpaca's news over WebSocket: their conversation, to the letter, in JSON or MessagePack.
//!
//! Every message is an array; control messages come alone. There is no message for a removal.

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use axum::extract::FromRequestParts;
use axum::extract::ws::{CloseFrame, Message, WebSocketUpgrade, close_code};
use axum::http::header;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use wiredesk_publish::dialect::{Action, alpaca};

use super::cursor::{Cursor, Cut};
use super::entry::{Entry, Form, json};
use super::socket::{self, Said, Talk, closing};
use super::ticket::Place;
use super::wanted::Wanted;
use crate::api::token::{Scope, Shown, may, token_of};
use crate::{AppState, limits};

/// Answers an upgrade at `/v1beta1/news`; the same address without one is the list.
pub(super) async fn listen(state: AppState, mut parts: Parts) -> Response {
    let upgrade = match WebSocketUpgrade::from_request_parts(&mut parts, &state).await {
        Ok(upgrade) => upgrade,
        Err(rejection) => return rejection.into_response(),
    };
    let text = |name: &str| parts.headers.get(name).and_then(|v| v.to_str().ok());
    let packed = text(header::CONTENT_TYPE.as_str())
        .is_some_and(|kind| kind.to_ascii_lowercase().contains("msgpack"));
    let shown = text("apca-api-key-id").zip(text("apca-api-secret-key"));
    let shown = shown.map(|(key, secret)| (key.to_owned(), secret.to_owned()));
    let cursor = Cursor::new(state.inner().streams.tape(&state), None, Wanted::default());
    let talk = Alpaca { state, packed, shown, place: None, symbols: BTreeSet::new() };
    socket::upgrade(upgrade, cursor, None, talk)
}

struct Alpaca {
    state: AppState,
    packed: bool,
    /// Key and secret of the upgrade's headers.
    shown: Option<(String, String)>,
    /// Held from the moment it is known who speaks.
    place: Option<Place>,
    symbols: BTreeSet<String>,
}

/// What a client says.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Command {
    action: String,
    key: String,
    secret: String,
    news: Option<Vec<String>>,
}

#[derive(Serialize)]
struct Success {
    #[serde(rename = "T")]
    kind: &'static str,
    msg: &'static str,
}

#[derive(Serialize)]
struct Failure {
    #[serde(rename = "T")]
    kind: &'static str,
    code: u16,
    msg: &'static str,
}

#[derive(Serialize)]
struct Subscribed<'a> {
    #[serde(rename = "T")]
    kind: &'static str,
    news: Vec<&'a str>,
}

/// Their errors, by number.
const ERRORS: [(u16, &str); 9] = [
    (400, "invalid syntax"),
    (401, "not authenticated"),
    (402, "auth failed"),
    (403, "already authenticated"),
    (404, "auth timeout"),
    (405, "symbol limit exceeded"),
    (406, "connection limit exceeded"),
    (407, "slow client"),
    (410, "invalid subscribe action for this feed"),
];

type Step = ControlFlow<CloseFrame>;

impl Alpaca {
    fn say(&self, message: &impl Serialize, out: &mut Vec<Message>) {
        let one = [message];
        out.push(match self.packed {
            true => Message::binary(alpaca::msgpack(&one).unwrap_or_default()),
            false => Message::text(json(&one)),
        });
    }

    fn success(&self, msg: &'static str, out: &mut Vec<Message>) {
        self.say(&Success { kind: "success", msg }, out);
    }

    fn fail(&self, code: u16, out: &mut Vec<Message>) -> Step {
        let msg = ERRORS.iter().find(|(c, _)| *c == code).map_or("internal error", |(_, m)| m);
        self.say(&Failure { kind: "error", code, msg }, out);
        match code {
            402 | 404 | 406 => ControlFlow::Break(closing(close_code::POLICY, msg)),
            _ => ControlFlow::Continue(()),
        }
    }

    /// Who shows this pair may listen, or is told why not.
    fn admit(&mut self, key: &str, secret: &str, out: &mut Vec<Message>) -> Step {
        let token = match token_of(&self.state, &Shown::pair(key, secret)) {
            Ok(Some(token)) if may(&token, Scope::News) => token,
            Ok(Some(_)) => {
                let msg = "insufficient scope";
                self.say(&Failure { kind: "error", code: 411, msg }, out);
                return ControlFlow::Break(closing(close_code::POLICY, msg));
            }
            Ok(None) => return self.fail(402, out),
            Err(_) => return self.fail(500, out),
        };
        let lines = &self.state.inner().streams.lines;
        match lines.take(token.id, "alpaca-news", limits::LINES_ALPACA) {
            None => self.fail(406, out),
            place => {
                self.place = place;
                self.success("authenticated", out);
                ControlFlow::Continue(())
            }
        }
    }

    fn auth(&mut self, command: &Command, out: &mut Vec<Message>) -> Step {
        let (key, secret) = (command.key.trim(), command.secret.trim());
        if self.place.is_none() {
            return self.admit(key, secret, out);
        }
        // Shown in the headers and now once more: some clients do both.
        match self.shown.take().is_some_and(|(k, s)| k.trim() == key && s.trim() == secret) {
            true => self.success("authenticated", out),
            false => return self.fail(403, out),
        }
        ControlFlow::Continue(())
    }

    fn subscribe(&mut self, command: Command, cursor: &mut Cursor, out: &mut Vec<Message>) -> Step {
        if self.place.is_none() {
            return self.fail(401, out);
        }
        let Some(named) = command.news else { return self.fail(410, out) };
        let listened = !self.symbols.is_empty();
        let named = named.into_iter().map(|s| s.trim().to_uppercase()).filter(|s| !s.is_empty());
        if command.action == "unsubscribe" {
            let gone: BTreeSet<String> = named.collect();
            self.symbols.retain(|symbol| !gone.contains(symbol));
        } else {
            let more: BTreeSet<String> = self.symbols.iter().cloned().chain(named).collect();
            if more.len() > limits::NAMES_MAX {
                return self.fail(405, out);
            }
            self.symbols = more;
        }
        if !listened {
            cursor.skip();
        }
        cursor.want(match self.symbols.contains("*") {
            true => Wanted::default(),
            false => Wanted::of(&Vec::from_iter(self.symbols.iter().cloned()), &[]),
        });
        let news = self.symbols.iter().map(String::as_str).collect();
        self.say(&Subscribed { kind: "subscription", news }, out);
        ControlFlow::Continue(())
    }

    fn read(&self, said: &Said) -> Option<Command> {
        match said {
            Said::Text(text) => serde_json::from_str(text).ok(),
            Said::Bytes(bytes) if self.packed => rmp_serde::from_slice(bytes).ok(),
            Said::Bytes(bytes) => serde_json::from_slice(bytes).ok(),
        }
    }
}

impl Talk for Alpaca {
    const PING_S: u64 = limits::PING_S;

    fn greet(&mut self, out: &mut Vec<Message>) -> Step {
        self.success("connected", out);
        match self.shown.clone() {
            Some((key, secret)) => self.admit(key.trim(), secret.trim(), out),
            None => ControlFlow::Continue(()),
        }
    }

    fn tell(&mut self, entry: &Entry) -> Option<Message> {
        let form = if self.packed { Form::AlpacaPacked } else { Form::Alpaca };
        let stands = entry.item.as_ref().is_some_and(|i| i.removed.is_none());
        (stands && entry.action() != Action::Removed).then(|| entry.message(form))
    }

    async fn hear(&mut self, said: Said, cursor: &mut Cursor, out: &mut Vec<Message>) -> Step {
        let Some(command) = self.read(&said) else { return self.fail(400, out) };
        match command.action.as_str() {
            "auth" => self.auth(&command, out),
            "subscribe" | "unsubscribe" => self.subscribe(command, cursor, out),
            _ => self.fail(400, out),
        }
    }

    fn tick(&mut self, _cursor: &Cursor, out: &mut Vec<Message>) -> Step {
        match self.place {
            Some(_) => ControlFlow::Continue(()),
            None => self.fail(404, out),
        }
    }

    fn farewell(&mut self, cut: Cut, out: &mut Vec<Message>) {
        let code = if cut == Cut::Slow { 407 } else { 500 };
        // The line ends anyway.
        let _ = self.fail(code, out);
    }

    fn listens(&self) -> bool {
        !self.symbols.is_empty()
    }
}
