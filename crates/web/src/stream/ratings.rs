//! Benzinga's stream of ratings. Ratings have no log: those that changed since the last look are
//! told, each change once.

use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::time::Duration;

use axum::extract::State;
use axum::extract::ws::{CloseFrame, Message};
use axum::response::Response;
use jiff::Timestamp;
use wiredesk_flow::publishing::rating_item;
use wiredesk_publish::dialect::benzinga::event::{self, Change, Way};
use wiredesk_publish::dialect::{Action, RatingItem};
use wiredesk_store::{KeptRating, RatingFilter};

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

pub(super) async fn listen(
    State(state): State<AppState>,
    Caller { token, .. }: Caller,
    asked: Asked,
    upgrade: Upgrade,
) -> Result<Response, Refusal> {
    let upper = |key| {
        let names = asked.names_upto(&[key], limits::NAMES_MAX)?;
        Ok::<_, Refusal>(names.iter().map(|n| n.to_uppercase()).collect())
    };
    let (tickers, isins) = (upper("tickers")?, upper("isins")?);
    let place = state.inner().streams.lines.take(token.id, "benzinga-ratings", 1);
    let place = place.ok_or(Refusal::Taken)?;
    let cursor = Cursor::new(state.inner().streams.tape(&state), None, Wanted::default());
    let seen = Seen { at: state.now(), told: BTreeSet::new() };
    let talk = Ratings { tickers, isins, seen, state };
    Ok(socket::upgrade(upgrade.map_err(refused)?, cursor, Some(place), talk))
}

struct Ratings {
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
        let when = |r: &KeptRating| (changed(r), r.id.0);
        found.retain(|r| changed(r) >= self.at && !self.told.contains(&when(r)));
        found.sort_by_key(when);
        if let Some(last) = found.last() {
            self.at = changed(last);
        }
        self.told.extend(found.iter().map(when));
        self.told.retain(|(at, _)| *at >= self.at);
        found
    }
}

fn changed(rating: &KeptRating) -> Timestamp {
    rating.removed.unwrap_or(rating.updated)
}

/// Ratings changed since, those taken back among them.
fn found(
    state: &AppState,
    since: Option<Timestamp>,
    most: usize,
) -> Result<Vec<KeptRating>, Error> {
    let mut all = Vec::new();
    for removed in [false, true] {
        let updated_from = Some(since.unwrap_or(Timestamp::UNIX_EPOCH));
        let filter = RatingFilter { updated_from, removed, ..RatingFilter::default() };
        all.extend(state.store().ratings(&filter, 0, most)?);
    }
    Ok(all)
}

impl Ratings {
    fn wants(&self, item: &RatingItem) -> bool {
        let of = |names: &BTreeSet<String>, name: &str| names.is_empty() || names.contains(name);
        of(&self.tickers, &item.security.symbol) && of(&self.isins, &item.security.isin)
    }

    fn told(&self, kept: &KeptRating) -> Option<Message> {
        let house = self.state.house();
        let item = rating_item(self.state.store(), house, kept).ok()?;
        let action = match (kept.removed, kept.version) {
            (Some(_), _) => Action::Removed,
            (None, 1) => Action::Created,
            _ => Action::Updated,
        };
        // A number of this change that is the same each time: the rating's, then the change's.
        let nth = u64::from(kept.version.min(127)) << 1 | u64::from(kept.removed.is_some());
        let seq = kept.id.0 << 8 | nth;
        let change = Change { base: &house.base, seq, at: changed(kept), action };
        let event = event::rating(&item, change, Way::WebSocket, false);
        self.wants(&item).then(|| Message::text(json(&event)))
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
            let since = self.seen.at;
            let look = self.state.work(move |s| found(s, Some(since), limits::REPLAY_LOOK)).await;
            let changes = self.seen.take(look.unwrap_or_default());
            let told: Vec<Message> = changes.iter().filter_map(|r| self.told(r)).collect();
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
                let work = |s: &AppState| found(s, None, limits::REPLAY_LOOK);
                let mut last = self.state.work(work).await.unwrap_or_default();
                last.retain(|r| (changed(r), r.id.0) <= (self.seen.at, u64::MAX));
                last.sort_by_key(|r| (changed(r), r.id.0));
                let told: Vec<Message> = last.iter().filter_map(|r| self.told(r)).collect();
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
