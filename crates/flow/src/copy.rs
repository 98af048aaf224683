//! Drafts that wait for the model: those that the default drafter made and nobody has touched, and
//! those that an editor asks for. One at a time, in a thread of its own, so that no stage and no page
//! waits for an endpoint; every draft is there before, the default drafter's.

use crate::drafting::{self, DRAFTER, Drafter, Told};
use crate::{Error, limits};
use std::collections::{BTreeSet, VecDeque};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use wiredesk_model::jiff::{Timestamp, ToSpan};
use wiredesk_model::{Read, StoryId};
use wiredesk_store::{Store, StoryState};

/// How often is looked for drafts that wait.
const LOOK_EVERY: Duration = Duration::from_secs(2);

/// What an editor asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Wanted {
    id: StoryId,
    base: u32,
    by: String,
}

/// The waiting drafts.
#[derive(Debug, Default)]
pub struct Waiting {
    wanted: Mutex<VecDeque<Wanted>>,
}

impl Waiting {
    /// Puts a story in line; whether there was room.
    pub fn put(&self, id: StoryId, base: u32, by: &str) -> bool {
        let mut wanted = self.wanted.lock().unwrap_or_else(PoisonError::into_inner);
        if wanted.iter().any(|w| w.id == id) {
            return true;
        }
        let room = wanted.len() < limits::MODEL_WAITING_MAX;
        if room {
            wanted.push_back(Wanted { id, base, by: by.to_owned() });
        }
        room
    }

    /// Whether a story stands in line or is being written.
    #[must_use]
    pub fn has(&self, id: StoryId) -> bool {
        self.wanted.lock().unwrap_or_else(PoisonError::into_inner).iter().any(|w| w.id == id)
    }

    fn first(&self) -> Option<Wanted> {
        self.wanted.lock().unwrap_or_else(PoisonError::into_inner).front().cloned()
    }

    fn done(&self, id: StoryId) {
        self.wanted.lock().unwrap_or_else(PoisonError::into_inner).retain(|w| w.id != id);
    }
}

/// How often the model is asked unasked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Pace {
    /// Drafts in a day that nobody asked for; 0 for none.
    pub drafts_a_day: usize,
}

/// Asks the model for what waits, until `stopped` says so.
pub fn run(
    store: &Store,
    reader: &dyn Read,
    drafter: &Drafter,
    waiting: &Waiting,
    pace: Pace,
    (stopped, now): (impl Fn() -> bool, impl Fn() -> Timestamp),
) {
    let mut tried: BTreeSet<(StoryId, u32)> = BTreeSet::new();
    let mut times: VecDeque<Timestamp> = VecDeque::new();
    while !stopped() {
        if let Some(Wanted { id, base, by }) = waiting.first() {
            report(id, drafting::ask_model(store, reader, drafter, (id, base), &by, now()));
            waiting.done(id);
            continue;
        }
        let day_ago = now() - 24.hours();
        times.retain(|t| *t > day_ago);
        let room = times.len() < pace.drafts_a_day;
        match if room { next(store, &mut tried) } else { Ok(None) } {
            Ok(Some((id, base))) => {
                times.push_back(now());
                report(id, drafting::ask_model(store, reader, drafter, (id, base), DRAFTER, now()));
                continue;
            }
            Ok(None) => {}
            Err(error) => tracing::error!(%error, "drafts cannot be looked for"),
        }
        std::thread::sleep(LOOK_EVERY);
    }
}

/// A default draft that the model was not asked for since the program began.
fn next(
    store: &Store,
    tried: &mut BTreeSet<(StoryId, u32)>,
) -> Result<Option<(StoryId, u32)>, Error> {
    let drafts = store.desk_list(&[StoryState::Draft], None, crate::desk::limits::QUEUE_PAGE)?;
    for line in drafts.into_iter().filter(|l| l.changed_by == DRAFTER) {
        if !tried.insert((line.id, line.head)) {
            continue;
        }
        let version = store.story_version(line.id, None)?;
        if version.is_some_and(|v| v.story.byline.model.is_none() && v.story.storyline.is_some()) {
            return Ok(Some((line.id, line.head)));
        }
    }
    if tried.len() > limits::MODEL_TRIED_MAX {
        tried.clear();
    }
    Ok(None)
}

fn report(story: StoryId, asked: Result<Told, Error>) {
    match asked {
        Ok(Told::Model(how)) => tracing::info!(%story, "{how}"),
        Ok(Told::Failed(why)) => {
            tracing::warn!(%story, "the model failed ({why}); the text stays as it was");
        }
        Ok(Told::Default) => {}
        Err(error) => tracing::warn!(%story, %error, "the model's draft could not be kept"),
    }
}
