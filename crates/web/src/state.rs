//! The parts that handlers work with.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use jiff::Timestamp;
use tokio::sync::Semaphore;
use wiredesk_deliver::Sender;
use wiredesk_flow::archive::{Span, StandingQuery, Tried};
use wiredesk_flow::briefs::Briefer;
use wiredesk_flow::desk::Desk;
use wiredesk_flow::ledger::Books;
use wiredesk_flow::seeking::{Answer, Question, Refused};
use wiredesk_model::{EntityId, Read, ReportId, StoryId, Storyline, StorylineId};
use wiredesk_publish::House;
use wiredesk_publish::page::lists::Told;
use wiredesk_store::{Facet, Secret, Store};

use crate::auth::passkey::challenge::Challenges;
use crate::auth::throttle::Throttle;
use crate::fresh::Fresh;
use crate::{Error, auth, limits, stream};

/// The full-text search as the pages ask it. It may be a moment behind the store: what it finds is
/// looked up there, so that a withdrawn story is never shown.
pub trait Find: Send + Sync {
    /// Published stories that match, best first.
    ///
    /// # Errors
    /// A sentence that the asker understands.
    fn stories(&self, query: &str, most: usize) -> Result<Vec<StoryId>, String>;

    /// What a reader looks for.
    ///
    /// # Errors
    /// What cannot be asked, with the place of the fault.
    fn seek(&self, _question: &Question) -> Result<Answer, Refused> {
        Err(Refused { words: "Nothing can be searched here.".into(), at: None })
    }

    /// Reports that match, best first.
    ///
    /// # Errors
    /// A sentence that the asker understands.
    fn reports(&self, query: &str, most: usize) -> Result<Vec<ReportId>, String>;

    /// Tries a standing query on the published stories.
    ///
    /// # Errors
    /// A sentence that the asker understands.
    fn archive(&self, _query: &StandingQuery, _span: Span) -> Result<Tried, String> {
        Err("The archive cannot be searched here.".into())
    }
}

/// The model drafter as the desk asks it. It answers in its own time, with a new version of the draft
/// or a line in the trail.
pub trait AskModel: Send + Sync {
    /// The model's name.
    fn name(&self) -> String;

    /// Puts a draft in line; false when the line is too long.
    fn ask(&self, id: StoryId, base: u32, by: &str) -> bool;

    /// Whether a draft stands in line.
    fn is_asked(&self, id: StoryId) -> bool;
}

impl fmt::Debug for dyn AskModel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name())
    }
}

/// What an [`AppState`] is made of.
pub struct Parts {
    /// The database.
    pub store: Store,
    /// The editor's commands.
    pub desk: Desk,
    /// The full-text search.
    pub find: Arc<dyn Find>,
    /// The reader, for showing what was found in a report.
    pub reader: Arc<dyn Read>,
    /// The ledger.
    pub books: Arc<Books>,
    /// Pictures that come with the program, SVG, by the name under `/bundled/`.
    pub pictures: Vec<(&'static str, &'static [u8])>,
    /// Whose site it is.
    pub house: House,
    /// The clock.
    pub now: fn() -> Timestamp,
}

impl fmt::Debug for Parts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Parts").field("house", &self.house).finish_non_exhaustive()
    }
}

/// The parts that handlers work with. Cheap to clone.
#[derive(Debug, Clone)]
pub struct AppState {
    inner: Arc<Inner>,
}

#[derive(Debug)]
pub(crate) struct Inner {
    pub parts: Parts,
    pub throttle: Throttle,
    pub challenges: Challenges,
    pub passwords: Semaphore,
    pub pictures: Semaphore,
    pub requests: Semaphore,
    pub feeds: Feeds,
    pub exports: Arc<Semaphore>,
    pub streams: stream::Held,
    pub told: Timelines,
    outlets: Mutex<Option<(Timestamp, Arc<[String]>)>>,
    sender: OnceLock<Arc<Sender>>,
    model: OnceLock<Arc<dyn AskModel>>,
    pub api: crate::api::Held,
    briefer: Arc<Briefer>,
}

impl AppState {
    /// The state of a server.
    #[must_use]
    pub fn new(parts: Parts) -> Self {
        let (store, books) = (parts.store.clone(), Arc::clone(&parts.books));
        let (reader, house) = (Arc::clone(&parts.reader), parts.house.clone());
        let briefer = Arc::new(Briefer::new(store, books, reader, house));
        Self {
            inner: Arc::new(Inner {
                parts,
                throttle: Throttle::default(),
                challenges: Challenges::default(),
                passwords: Semaphore::new(limits::PASSWORDS_AT_ONCE),
                pictures: Semaphore::new(limits::PICTURES_AT_ONCE),
                requests: Semaphore::new(limits::REQUESTS_AT_ONCE),
                feeds: Feeds::default(),
                exports: Arc::new(Semaphore::new(limits::EXPORTS_AT_ONCE)),
                streams: stream::Held::default(),
                told: Timelines::default(),
                outlets: Mutex::default(),
                sender: OnceLock::new(),
                model: OnceLock::new(),
                api: crate::api::Held::default(),
                briefer,
            }),
        }
    }

    /// With the sender that webhooks are tried out with; without, one to public addresses only.
    #[must_use]
    pub fn sending(self, sender: Arc<Sender>) -> Self {
        // A second sender changes nothing.
        let _ = self.inner.sender.set(sender);
        self
    }

    /// With a model that drafts when an editor asks.
    #[must_use]
    pub fn asking(self, model: Arc<dyn AskModel>) -> Self {
        let _ = self.inner.model.set(model);
        self
    }

    pub(crate) fn model(&self) -> Option<&Arc<dyn AskModel>> {
        self.inner.model.get()
    }

    pub(crate) fn sender(&self) -> Result<Arc<Sender>, Error> {
        if let Some(sender) = self.inner.sender.get() {
            return Ok(sender.clone());
        }
        let made = Sender::new(&wiredesk_deliver::Settings::default());
        let made = Arc::new(made.map_err(|e| Error::Broken(e.to_string()))?);
        Ok(self.inner.sender.get_or_init(|| made).clone())
    }

    /// A fresh token with which the first account is made at `/set-up?token=…`; `None` when there
    /// are accounts already. A token from before stops working.
    ///
    /// # Errors
    /// When the store cannot be written, or the machine gives no random bytes.
    pub fn set_up_token(&self) -> Result<Option<String>, Error> {
        if !self.store().users()?.is_empty() {
            return Ok(None);
        }
        let token = auth::secret()?;
        self.store().set_setup_token(Secret::of(&token))?;
        Ok(Some(token))
    }

    pub(crate) fn inner(&self) -> &Inner {
        &self.inner
    }

    pub(crate) fn store(&self) -> &Store {
        &self.inner.parts.store
    }

    pub(crate) fn desk(&self) -> &Desk {
        &self.inner.parts.desk
    }

    /// Whose site it is.
    #[must_use]
    pub fn house(&self) -> &House {
        &self.inner.parts.house
    }

    /// What makes briefs, for whoever runs that stage.
    #[must_use]
    pub fn briefer(&self) -> &Arc<Briefer> {
        &self.inner.briefer
    }

    pub(crate) fn now(&self) -> Timestamp {
        (self.inner.parts.now)()
    }

    /// The shown name of an entity.
    pub(crate) fn name_of(&self, entity: &str) -> String {
        self.inner.parts.books.name(&EntityId::new(entity))
    }

    /// Names of the sections that have stories, the fullest first.
    pub(crate) fn sections(&self) -> Result<Vec<String>, Error> {
        let counts = self.store().facet_counts(Facet::Channel, limits::SECTIONS_MAX)?;
        Ok(counts.into_iter().filter(|c| c.stories > 0).map(|c| c.name).collect())
    }

    /// Names of outlets to choose from, as of a moment ago.
    pub(crate) fn outlets(&self) -> Result<Arc<[String]>, Error> {
        let now = self.now();
        let mut kept = self.inner.outlets.lock().unwrap_or_else(PoisonError::into_inner);
        let fresh = |at: Timestamp| now.as_second() - at.as_second() < limits::OUTLETS_FRESH_S;
        if let Some((_, names)) = kept.as_ref().filter(|(at, _)| fresh(*at)) {
            return Ok(names.clone());
        }
        let found = self.store().outlets("", limits::OUTLETS_OFFERED)?;
        let names: Arc<[String]> = found.into_iter().map(|o| o.name).collect();
        *kept = Some((now, names.clone()));
        Ok(names)
    }

    /// Runs what waits for the disk or thinks for long off the threads that answer requests.
    pub(crate) async fn work<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Self) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let state = self.clone();
        let done = tokio::task::spawn_blocking(move || work(&state)).await;
        done.map_err(|e| Error::Broken(e.to_string()))?
    }
}

/// What happened on storylines, as last made; made anew when a storyline has changed.
#[derive(Debug, Default)]
pub(crate) struct Timelines {
    made: Mutex<HashMap<StorylineId, (Storyline, Told)>>,
}

impl Timelines {
    /// What happened on that storyline.
    pub fn get(
        &self,
        line: &Storyline,
        make: impl FnOnce() -> Result<Told, Error>,
    ) -> Result<Told, Error> {
        let kept = self.made().get(&line.id).filter(|(at, _)| at == line).map(|(_, t)| t.clone());
        if let Some(told) = kept {
            return Ok(told);
        }
        let told = make()?;
        let mut made = self.made();
        if made.len() >= limits::TIMELINES_KEPT {
            made.clear();
        }
        made.insert(line.id.clone(), (line.clone(), told.clone()));
        Ok(told)
    }

    fn made(&self) -> std::sync::MutexGuard<'_, HashMap<StorylineId, (Storyline, Told)>> {
        self.made.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Feeds as last made, by path; made anew when the publication log has grown.
#[derive(Debug, Default)]
pub(crate) struct Feeds {
    made: Mutex<HashMap<String, (u64, Fresh)>>,
}

impl Feeds {
    /// The feed at that path as of `head`. One that came out the same keeps its time of change.
    pub fn get(
        &self,
        path: &str,
        head: u64,
        store: &Store,
        make: impl FnOnce() -> Result<String, Error>,
    ) -> Result<Fresh, Error> {
        let kept = self.made().get(path).cloned();
        if let Some((_, feed)) = kept.as_ref().filter(|(at, _)| *at == head) {
            return Ok(feed.clone());
        }
        let changed = store.log_tail(1)?.first().map(|p| p.at);
        let mut feed = Fresh::of(make()?, changed);
        if let Some((_, before)) = kept.filter(|(_, before)| before.etag == feed.etag) {
            feed.modified = before.modified;
        }
        let mut made = self.made();
        if made.len() >= limits::FEEDS_KEPT {
            made.clear();
        }
        made.insert(path.to_owned(), (head, feed.clone()));
        Ok(feed)
    }

    fn made(&self) -> std::sync::MutexGuard<'_, HashMap<String, (u64, Fresh)>> {
        self.made.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
