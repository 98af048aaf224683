//! Briefs: what is new on a matter since the last time, made once or on a timetable.
//!
//! The stage is a cursor for each commission: how far its last brief reached ([`Seen`]) and when the next
//! is due. Making a brief, moving both and queueing its letter are one transaction, keyed by the due
//! time: killed at any instant, the next run makes it or finds it made. Hours that passed while
//! nothing ran are caught up with by one brief, which reaches back to the last.
//!
//! [`timetable`] says when, [`subject`] on what, `gather` finds what is new, `publish::brief` composes
//! and writes it, [`keeping`] is what readers may do.

mod gather;
pub mod keeping;
pub mod subject;
pub mod timetable;

pub use keeping::{Asked, Back};
pub use subject::Subject;
pub use timetable::{Days, Timetable};

use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use wiredesk_deliver::mail::Letter;
use wiredesk_model::jiff::Timestamp;
use wiredesk_model::{ClaimId, PublicationKind, Read, StoryId};
use wiredesk_publish::House;
use wiredesk_publish::brief::compose::compose;
use wiredesk_publish::brief::letter::letter;
use wiredesk_publish::brief::{Brief, Fate};
use wiredesk_publish::edition::class_word;
use wiredesk_store::{
    BriefId, Commission, Issue, KeptBrief, NewBrief, NewDelivery, Reach, Store, TargetId, User,
};

use crate::alerts::Told;
use crate::ledger::Books;
use crate::{Error, limits};

/// Makes briefs from a store and its ledger.
pub struct Briefer {
    store: Store,
    books: Arc<Books>,
    reader: Arc<dyn Read>,
    house: House,
    /// Entries of the log as standing queries see them, by number.
    remembered: Mutex<HashMap<u64, Option<Arc<Told>>>>,
}

impl fmt::Debug for Briefer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Briefer")
    }
}

/// How far a brief reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen {
    /// When it was made; of the first, from when on.
    pub at: Timestamp,
    /// What it has seen.
    pub reach: Reach,
}

/// [`Seen`] as it is kept.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SeenRow {
    at: String,
    log: u64,
    reports: u64,
    ratings: u64,
}

impl Seen {
    fn json(self) -> String {
        let Reach { log, reports, ratings } = self.reach;
        let row = SeenRow { at: self.at.to_string(), log, reports, ratings };
        serde_json::to_string(&row).unwrap_or_default()
    }

    fn parse(text: &str) -> Option<Self> {
        let SeenRow { at, log, reports, ratings } = serde_json::from_str(text).ok()?;
        Some(Self { at: at.parse().ok()?, reach: Reach { log, reports, ratings } })
    }
}

/// How often the stage looks whether a brief is due: one is made so late at most.
pub const LOOK_EVERY: Duration = Duration::from_secs(1);

/// The path of a brief's page.
#[must_use]
pub fn brief_path(id: BriefId) -> String {
    format!("/brief/{}", id.0)
}

impl Briefer {
    /// Of these parts, for this house.
    #[must_use]
    pub fn new(store: Store, books: Arc<Books>, reader: Arc<dyn Read>, house: House) -> Self {
        Self { store, books, reader, house, remembered: Mutex::default() }
    }

    /// Makes every brief that is due. How many commissions were dealt with.
    ///
    /// # Errors
    /// When the store cannot be read or written; run it again to go on.
    pub fn advance(&self, now: Timestamp) -> Result<usize, Error> {
        let mut done = 0;
        loop {
            let due = self.store.commissions_due(now, limits::BRIEFS_AT_ONCE)?;
            if due.is_empty() {
                return Ok(done);
            }
            for commission in &due {
                self.issue(commission, now)?;
            }
            done += due.len();
        }
    }

    /// Runs until `stopped` says so.
    pub fn run_until(&self, stopped: impl Fn() -> bool, now: impl Fn() -> Timestamp) {
        while !stopped() {
            if let Err(error) = self.advance(now()) {
                tracing::error!(%error, "the briefs stopped; they go on in a moment");
            }
            std::thread::sleep(LOOK_EVERY);
        }
    }

    /// Makes what a commission has due; its number when there is one now. Who comes second finds it done.
    ///
    /// # Errors
    /// When the store cannot be read or written.
    pub fn issue(&self, commission: &Commission, now: Timestamp) -> Result<Option<BriefId>, Error> {
        let Some(due) = commission.due.filter(|due| *due <= now) else { return Ok(None) };
        let owner = self.store.user_by_id(commission.about.owner)?.filter(|u| u.disabled.is_none());
        let seen = Seen::parse(&commission.about.seen);
        let subject = Subject::parse(&commission.about.subject);
        let timetable: Option<Option<Timetable>> = match &commission.about.timetable {
            None => Some(None),
            Some(text) => serde_json::from_str(text).ok().map(Some),
        };
        let (Some(owner), Some(since), Ok(subject), Some(timetable)) =
            (owner, seen, subject, timetable)
        else {
            tracing::warn!(
                commission = commission.id.0,
                "a brief cannot be made any more; it is ended"
            );
            self.store.set_commission(commission.id, None, false)?;
            return Ok(None);
        };
        let until = further(self.reach()?, since.reach);
        let until = Seen { at: now, reach: until };
        let Some(brief) = self.compose(&subject, Some(&owner), (&since, &until))? else {
            // What it is on is gone.
            self.store.set_commission(commission.id, None, false)?;
            return Ok(None);
        };
        let next = timetable.as_ref().map(|t| t.next_after(now.max(due)));
        let next = next.filter(|at| *at < Timestamp::MAX);
        // On a timetable silence tells that nothing is new; who asks once gets an answer.
        let told = !brief.is_empty() || timetable.is_none();
        let sent = told && commission.about.mail;
        let letter = self.letter(&owner, &brief, &commission.about.token, sent)?;
        let issue = Issue {
            commission: commission.id,
            due,
            brief: told.then(|| NewBrief {
                title: commission.about.name.clone(),
                document: serde_json::to_string(&brief).unwrap_or_default(),
            }),
            seen: until.json(),
            next,
            keep: limits::BRIEFS_KEPT,
        };
        Ok(self.store.issue(issue, letter, now)?.flatten())
    }

    /// The brief on a subject between two reaches; `None` when there is no such thing.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn compose(
        &self,
        subject: &Subject,
        owner: Option<&User>,
        (since, until): (&Seen, &Seen),
    ) -> Result<Option<Brief>, Error> {
        let matter = subject.matter((&self.store, &self.books), owner.map(|o| o.id))?;
        let Some(matter) = matter else { return Ok(None) };
        Ok(Some(compose(gather::material(self, &matter, (since, until))?)))
    }

    /// A brief on a subject from a moment on (from the beginning: `None`), kept nowhere.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn once(
        &self,
        subject: &Subject,
        from: Option<Timestamp>,
        now: Timestamp,
    ) -> Result<Option<Brief>, Error> {
        let since = self.seen_at(from)?;
        let until = Seen { at: now, reach: self.reach()? };
        self.compose(subject, None, (&since, &until))
    }

    /// How far all had come at a moment; without one, nowhere.
    pub(crate) fn seen_at(&self, from: Option<Timestamp>) -> Result<Seen, Error> {
        Ok(match from {
            Some(at) => Seen { at, reach: self.store.reach_before(at)? },
            None => Seen { at: Timestamp::UNIX_EPOCH, reach: Reach::default() },
        })
    }

    /// How far all has come: reports whose claims are in the ledger.
    fn reach(&self) -> Result<Reach, Error> {
        let all = self.store.reach_before(Timestamp::MAX)?;
        Ok(Reach { reports: self.store.claims_head()?, ..all })
    }

    /// A brief as kept, as it may be read now: what was taken back since is gone from it.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn shown(&self, kept: &KeptBrief) -> Result<Brief, Error> {
        let brief: Brief = serde_json::from_str(&kept.about.document).unwrap_or_default();
        let mut fates = HashMap::new();
        for line in &brief.stories {
            let fate = self.fate(StoryId(line.story), line.version, kept.made)?;
            fates.extend(fate.map(|fate| ((line.story, line.version), fate)));
        }
        let brief = self.books.ask(|ledger| {
            brief.judged(
                |story, version| fates.get(&(story, version)).cloned(),
                |claim| !ledger.is_rejected(&ClaimId::new(claim)),
            )
        })?;
        Ok(Brief { title: kept.about.title.clone(), ..brief })
    }

    /// What became of a version of a story since then.
    fn fate(&self, story: StoryId, version: u32, made: Timestamp) -> Result<Option<Fate>, Error> {
        let log = self.store.log_of(story)?;
        let withdrawn = log.iter().rposition(|p| p.kind == PublicationKind::Withdrawn);
        let standing = &log[withdrawn.map_or(0, |at| at + 1)..];
        let moved_in = self.store.published(story)?.is_some_and(|k| k.removed.is_some());
        if moved_in || !standing.iter().any(|p| p.version == version) {
            return Ok(Some(Fate::Withdrawn));
        }
        let later = standing.iter().rev().find(|p| p.version > version && p.at > made);
        Ok(later.map(|p| {
            let note = p.note.as_deref().map(|n| format!(": {n}")).unwrap_or_default();
            Fate::Changed(format!("{} since{note}", class_word(p.kind)))
        }))
    }

    /// The letter with which a brief goes to its reader: only to an address known to be theirs.
    fn letter(
        &self,
        owner: &User,
        brief: &Brief,
        token: &str,
        sent: bool,
    ) -> Result<Option<impl FnOnce(BriefId) -> NewDelivery + Send + 'static>, Error> {
        let address = owner.confirmed_address().filter(|_| sent).map(String::from);
        let Some(to) = address else { return Ok(None) };
        let target: TargetId = self.store.mail_target(Timestamp::UNIX_EPOCH)?;
        let (brief, house) = (brief.clone(), self.house.clone());
        let end = format!("/briefs/stop/{token}");
        Ok(Some(move |id: BriefId| {
            let letter = letter(&brief, &house, &brief_path(id), &end);
            let mail = Letter::automatic(&to, &letter.subject, &letter.text)
                .of_many(letter.html, &house.url(&end));
            let key = format!("brief {}", id.0);
            NewDelivery { target, key, seq: None, query: None, body: mail.body() }
        }))
    }

    fn remembered(&self, seq: u64) -> Option<Option<Arc<Told>>> {
        self.remembered.lock().unwrap_or_else(PoisonError::into_inner).get(&seq).cloned()
    }

    fn remember(&self, seq: u64, told: Option<Arc<Told>>) {
        let mut remembered = self.remembered.lock().unwrap_or_else(PoisonError::into_inner);
        if remembered.len() >= limits::BRIEF_LOG {
            remembered.clear();
        }
        remembered.insert(seq, told);
    }
}

/// Whichever is further: the claims may be being made again.
fn further(one: Reach, other: Reach) -> Reach {
    Reach {
        log: one.log.max(other.log),
        reports: one.reports.max(other.reports),
        ratings: one.ratings.max(other.ratings),
    }
}
