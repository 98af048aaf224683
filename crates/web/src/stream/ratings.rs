//! Benzinga's streams of ratings and of the consensus. Ratings have no log: those that changed since
//! the last look are told, each change once.

use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::time::Duration;

use axum::extract::State;
use axum::extract::ws::{CloseFrame, Message};
use axum::response::Response;
use jiff::Timestamp;
use wiredesk_flow::limits::CONSENSUS_RATINGS;
use wiredesk_flow::publishing::{consensus_of, rating_change, rating_item};
use wiredesk_publish::dialect::RatingItem;
use wiredesk_publish::dialect::benzinga::event::{self, Way};
use wiredesk_store::{KeptRating, RatingFilter, RatingId};

use super::cursor::Cursor;
use super::entry::{Entry, json};
use super::socket::{self, Said, Talk, Upgrade, refused};
use super::wanted::Wanted;
use crate::api::asked::Asked;
use crate::api::gate::Caller;
use crate::api::refusal::Refusal;
use crate::{AppState, Error, limits};

/// Between two looks.
const LOOK_EVERY: Duration = Duration::from_millis(500);

/// The changes of ratings.
pub(super) async fn listen(
    state: State<AppState>,
    caller: Caller,
    asked: Asked,
    upgrade: Upgrade,
) -> Result<Response, Refusal> {
    open(state, caller, asked, upgrade, Says::Ratings)
}

/// What all ratings of a ticker come to, each time that one changes.
pub(super) async fn consensus(
    state: State<AppState>,
    caller: Caller,
    asked: Asked,
    upgrade: Upgrade,
) -> Result<Response, Refusal> {
    open(state, caller, asked, upgrade, Says::Consensus)
}

fn open(
    State(state): State<AppState>,
    Caller { token, .. }: Caller,
    asked: Asked,
    upgrade: Upgrade,
    says: Says,
) -> Result<Response, Refusal> {
    let upper = |key| {
        let names = asked.names_upto(&[key], limits::NAMES_MAX)?;
        Ok::<_, Refusal>(names.iter().map(|n| n.to_uppercase()).collect())
    };
    let (tickers, isins) = (upper("tickers")?, upper("isins")?);
    let upgrade = upgrade.map_err(refused)?;
    let place = state.inner().streams.lines.take(token.id, says.name(), 1);
    let place = place.ok_or(Refusal::Taken)?;
    let cursor = Cursor::new(state.inner().streams.tape(&state), None, Wanted::default());
    let seen = Seen { at: state.now(), told: BTreeSet::new() };
    let talk = Ratings { says, tickers, isins, seen, state };
    Ok(socket::upgrade(upgrade, cursor, Some(place), talk))
}

/// What a line tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Says {
    Ratings,
    Consensus,
}

impl Says {
    fn name(self) -> &'static str {
        match self {
            Self::Ratings => "benzinga-ratings",
            Self::Consensus => "benzinga-consensus",
        }
    }
}

struct Ratings {
    says: Says,
    state: AppState,
    tickers: BTreeSet<String>,
    isins: BTreeSet<String>,
    seen: Seen,
}

/// How far the changes were told: all before `at`, and of that instant those in `told`.
#[derive(Debug, Clone)]
struct Seen {
    at: Timestamp,
    told: BTreeSet<(Timestamp, u64)>,
}

impl Seen {
    /// The changes that were not told yet, oldest first; they count as told then.
    fn take(&mut self, mut found: Vec<KeptRating>) -> Vec<KeptRating> {
        let when = |r: &KeptRating| (r.updated, r.id.0);
        found.retain(|r| r.updated >= self.at && !self.told.contains(&when(r)));
        found.sort_by_key(when);
        if let Some(last) = found.last() {
            self.at = last.updated;
        }
        self.told.extend(found.iter().map(when));
        self.told.retain(|(at, _)| *at >= self.at);
        found
    }
}

/// The ratings that changed last, those taken back among them.
fn latest(state: &AppState) -> Result<Vec<KeptRating>, Error> {
    let mut all = Vec::new();
    for removed in [false, true] {
        let filter = RatingFilter { by_change: true, removed, ..RatingFilter::default() };
        all.extend(state.store().ratings(&filter, 0, limits::REPLAY_LOOK)?);
    }
    Ok(all)
}

impl Ratings {
    fn wants(&self, item: &RatingItem) -> bool {
        let of = |names: &BTreeSet<String>, name: &str| names.is_empty() || names.contains(name);
        of(&self.tickers, &item.security.symbol) && of(&self.isins, &item.security.isin)
    }

    /// Each change as a message; reads the store.
    fn told(&self, changes: &[KeptRating]) -> Result<Vec<Message>, Error> {
        let (store, house) = (self.state.store(), self.state.house());
        let mut told = Vec::new();
        for kept in changes {
            let item = rating_item(store, house, kept)?;
            if !self.wants(&item) {
                continue;
            }
            let change = rating_change(house, kept);
            match self.says {
                Says::Ratings => {
                    let event = event::rating(&item, change, Way::WebSocket, false);
                    told.push(Message::text(json(&event)));
                }
                Says::Consensus => {
                    let ticker = &item.security.symbol;
                    let (filter, most) = (RatingFilter::of(ticker), CONSENSUS_RATINGS);
                    let found = consensus_of(store, house, &filter, most)?;
                    let Some(found) = found else { continue };
                    let event = event::consensus(ticker, &found, change, Way::WebSocket);
                    told.push(Message::text(json(&event)));
                }
            }
        }
        Ok(told)
    }
}

impl Talk for Ratings {
    const PING_S: u64 = limits::PING_S;

    fn tell(&mut self, _entry: &Entry) -> Option<Message> {
        None
    }

    async fn more(&mut self) -> Vec<Message> {
        loop {
            tokio::time::sleep(LOOK_EVERY).await;
            let since = (self.seen.at, RatingId(0));
            let look =
                move |s: &AppState| Ok(s.store().rating_changes(since, limits::REPLAY_LOOK)?);
            let changes = self.seen.take(self.state.work(look).await.unwrap_or_default());
            // What cannot be read now is told by the next replay.
            let told = self.told(&changes).unwrap_or_default();
            if !told.is_empty() {
                return told;
            }
        }
    }

    async fn hear(
        &mut self,
        said: Said,
        _cursor: &mut Cursor,
        out: &mut Vec<Message>,
    ) -> ControlFlow<CloseFrame> {
        let Said::Text(text) = said else { return ControlFlow::Continue(()) };
        match text.trim() {
            "ping" => out.push(Message::text("pong")),
            "replay" => {
                let mut last = self.state.work(latest).await.unwrap_or_default();
                last.retain(|r| r.updated <= self.seen.at);
                last.sort_by_key(|r| (r.updated, r.id));
                let told = self.told(&last).unwrap_or_default();
                let skip = told.len().saturating_sub(limits::REPLAY_MAX);
                out.extend(told.into_iter().skip(skip));
            }
            _ => {}
        }
        ControlFlow::Continue(())
    }

    fn listens(&self) -> bool {
        false
    }
}
