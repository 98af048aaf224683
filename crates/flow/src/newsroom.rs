//! The parts of one data folder together, and the stages run over them.

use crate::alerts::{self, Alerts};
use crate::copy::{self, Waiting};
use crate::drafting::Drafter;
use crate::grounding::DeskChecker;
use crate::threading::Threading;
use crate::{Error, drafting, finding, reopening};
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};
use wiredesk_draft::Rules;
use wiredesk_model::StorylineId;
use wiredesk_model::jiff::Timestamp;
use wiredesk_publish::House;
use wiredesk_read::Reader;
use wiredesk_search::Index;
use wiredesk_store::Store;

/// A newsroom: store, search index, reader. Cheap to clone; any thread may use it.
#[derive(Debug, Clone)]
pub struct Newsroom {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    store: Store,
    index: Index,
    reader: Arc<Reader>,
    drafter: Drafter,
    /// Made when the first report waits; one thread at a time runs the stages.
    threading: Mutex<Option<Threading>>,
    alerts: Mutex<Alerts>,
    waiting: Waiting,
}

/// What a run of the stages did.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Advanced {
    /// Reports that were placed.
    pub reports: usize,
    /// Storylines that grew.
    pub storylines: usize,
    /// Drafts made or renewed.
    pub drafts: usize,
    /// Stories that a newer version of a report took the ground from.
    pub reopened: usize,
    /// Alerts queued for delivery.
    pub deliveries: usize,
}

impl Newsroom {
    /// Opens the newsroom of a store, with the shipped reader. The search index lies beside the
    /// database and is made again when it is missing or of another version.
    ///
    /// # Errors
    /// When the index cannot be opened.
    pub fn open(store: Store) -> Result<Self, Error> {
        Self::with(store, Arc::new(Reader::shipped()), Drafter::default())
    }

    /// The same with a reader, drafting settings and rules of one's own.
    ///
    /// # Errors
    /// When the index cannot be opened.
    pub fn with(store: Store, reader: Arc<Reader>, drafter: Drafter) -> Result<Self, Error> {
        let index = finding::open(&store)?;
        let (threading, alerts) = (Mutex::new(None), Mutex::new(Alerts::default()));
        let waiting = Waiting::default();
        let inner = Inner { store, index, reader, drafter, threading, alerts, waiting };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// The store.
    #[must_use]
    pub fn store(&self) -> &Store {
        &self.inner.store
    }

    /// The search index.
    #[must_use]
    pub fn index(&self) -> &Index {
        &self.inner.index
    }

    /// The reader.
    #[must_use]
    pub fn reader(&self) -> &Arc<Reader> {
        &self.inner.reader
    }

    /// The rules of the house and of its desks.
    #[must_use]
    pub fn rules(&self) -> &Rules {
        &self.inner.drafter.rules
    }

    /// The checker of this newsroom, under the rules of its house.
    #[must_use]
    pub fn checker(&self) -> DeskChecker {
        let Inner { reader, drafter, .. } = &*self.inner;
        DeskChecker::new(Arc::clone(reader)).under(Arc::clone(&drafter.rules))
    }

    /// Runs every stage over what waits for it: places reports, keeps claims, fills the search
    /// index, drafts, holds publications against standing queries. `each` is told after every batch
    /// how many reports were placed.
    ///
    /// # Errors
    /// When the store or the index cannot be read or written; run it again to go on.
    pub fn advance(
        &self,
        now: impl Fn() -> Timestamp,
        mut each: impl FnMut(usize),
    ) -> Result<Advanced, Error> {
        let Inner { store, index, reader, drafter, threading, alerts, .. } = &*self.inner;
        let mut threading = threading.lock().unwrap_or_else(PoisonError::into_inner);
        let mut advanced = Advanced::default();
        if threading.is_none() {
            *threading = Some(Threading::resume(store, reader.as_ref())?);
        }
        let mut grown: BTreeSet<StorylineId> = drafting::undrafted(store)?;
        if let Some(threading) = threading.as_mut() {
            while let Some(batch) = threading.advance(store, reader.as_ref())? {
                advanced.reports += batch.reports;
                each(batch.reports);
                grown.extend(batch.grown);
            }
        }
        finding::advance(store, index, reader.as_ref())?;
        let checker = self.checker();
        advanced.reopened = reopening::advance(store, &checker, now())?;
        advanced.storylines = grown.len();
        advanced.drafts = drafting::advance(store, reader.as_ref(), drafter, &grown, &now)?;
        drop(threading);
        let mut alerts = alerts.lock().unwrap_or_else(PoisonError::into_inner);
        advanced.deliveries =
            alerts::advance(store, &mut alerts, reader.as_ref(), now())?.deliveries;
        Ok(advanced)
    }

    /// Says whose alerts these are: the name and the address in mails.
    pub fn set_house(&self, house: House) {
        self.inner.alerts.lock().unwrap_or_else(PoisonError::into_inner).house = house;
    }

    /// Runs the last stage alone, whenever something is logged, until `stopped` says so: alerts do
    /// not wait for reports to be read.
    pub fn alert_until(&self, stopped: impl Fn() -> bool, now: impl Fn() -> Timestamp) {
        let Inner { store, reader, alerts, .. } = &*self.inner;
        let mut head = 0;
        while !stopped() {
            let done = {
                let mut alerts = alerts.lock().unwrap_or_else(PoisonError::into_inner);
                alerts::advance(store, &mut alerts, reader.as_ref(), now())
                    .and_then(|_| alerts::release(store, &mut alerts, now()))
            };
            if let Err(error) = done {
                tracing::error!(%error, "the alerts stopped; they go on in a moment");
                std::thread::sleep(alerts::LOOK_EVERY);
            }
            head = store.wait_after(head, alerts::LOOK_EVERY);
        }
    }

    /// The name of the model that drafts, where there is one.
    #[must_use]
    pub fn model(&self) -> Option<&str> {
        self.inner.drafter.model.as_ref().map(|m| m.model())
    }

    /// The drafts that wait for the model.
    #[must_use]
    pub fn waiting(&self) -> &Waiting {
        &self.inner.waiting
    }

    /// Asks the model for the drafts that wait for it, until `stopped` says so. At once done where
    /// there is no model.
    pub fn copy_until(
        &self,
        pace: copy::Pace,
        stopped: impl Fn() -> bool,
        now: impl Fn() -> Timestamp,
    ) {
        let Inner { store, reader, drafter, waiting, .. } = &*self.inner;
        if drafter.model.is_some() {
            copy::run(store, reader.as_ref(), drafter, waiting, pace, (stopped, now));
        }
    }

    /// Drafts one storyline anew, for what changed around it; nothing where an editor has it.
    ///
    /// # Errors
    /// When the store cannot be read or written.
    pub fn redraft(&self, id: Option<&StorylineId>, now: Timestamp) -> Result<bool, Error> {
        let Inner { store, reader, drafter, .. } = &*self.inner;
        match id {
            Some(id) => drafting::renew(store, reader.as_ref(), drafter, id, now),
            None => Ok(false),
        }
    }

    /// Drops everything that is derived (storylines, claims, search index) and makes it again
    /// from the reports and the log. Drafts that an editor touched stay as they are.
    ///
    /// # Errors
    /// When the store or the index cannot be read or written.
    pub fn rebuild(
        &self,
        now: impl Fn() -> Timestamp,
        each: impl FnMut(usize),
    ) -> Result<Advanced, Error> {
        let Inner { store, index, threading, .. } = &*self.inner;
        *threading.lock().unwrap_or_else(PoisonError::into_inner) = None;
        store.drop_claims()?;
        store.drop_storylines()?;
        store.rewind(crate::threading::CURSOR, 0)?;
        finding::clear(index)?;
        self.advance(now, each)
    }
}
