//! The book: claims with their keys and indices, editors' acts, copies folded.
//!
//! Only claims that tie somebody to somebody, or rank, are entered; the rest of a report lives in
//! the store. Keys hold what queries compare, as small numbers; claims hold what is shown.

use crate::particulars::instrument_class;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use wiredesk_model::{
    Claim, ClaimId, EntityId, Evidence, ReportId, Root, Span, Stage, When, jiff::civil::Date,
};

/// What can be wrong with an act.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The claim is not in the ledger.
    #[error("no claim {0} in the ledger")]
    NoClaim(ClaimId),
    /// No act has that number, or it was undone.
    #[error("no act {0} to undo")]
    NoAct(usize),
    /// The act would change nothing.
    #[error("nothing to change: {0}")]
    Nothing(&'static str),
}

/// What an editor did to the ledger. Kept apart from claims, so it survives reading them anew.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Act {
    /// What.
    pub kind: ActKind,
    /// Who.
    pub by: String,
    /// Why.
    pub reason: String,
}

/// What an editor can do. Every act can be undone by its number; undoing a merge is the split.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ActKind {
    /// The two are one entity, or the first acts for the second (a leader for a country).
    Merge {
        /// The entity that is no more shown.
        from: EntityId,
        /// The entity that its claims count for.
        into: EntityId,
    },
    /// The claim is misread or worthless; it no longer counts.
    Reject(ClaimId),
    /// A remark shown beside a claim.
    Annotate(ClaimId, String),
    /// It acts for nobody else, whatever the lexicon says (a capital that is only a place here).
    Split(EntityId),
    /// A remark shown beside an entity.
    Remark(EntityId, String),
}

/// All claims that tie entities together, with answers to who does what for whom.
#[derive(Debug, Default)]
pub struct Ledger {
    pub(crate) claims: Vec<Claim>,
    pub(crate) keys: Vec<Key>,
    numbers: HashMap<ClaimId, u32>,
    pub(crate) entities: Names<EntityId>,
    pub(crate) words: Names<String>,
    /// Classes of instruments by their wording.
    classes: HashMap<String, Option<u32>>,
    /// Claims by recipient and by actor, in the order they were entered.
    pub(crate) to: HashMap<u32, Vec<u32>>,
    pub(crate) from: HashMap<u32, Vec<u32>>,
    /// Claims that rank, in the order they were entered.
    pub(crate) ranks: Vec<u32>,
    /// Claims by report.
    of_report: HashMap<ReportId, Vec<u32>>,
    /// Copies and what they copy.
    folded: HashMap<ReportId, ReportId>,
    /// The origin of what a report tells in its own name.
    own_origins: HashMap<ReportId, u32>,
    acts: Vec<(Act, bool)>,
    /// What the acts that stand come to.
    standing: Standing,
    /// Whom an entity acts for without an editor's saying so.
    homes: BTreeMap<EntityId, EntityId>,
}

/// The acts that stand, in the shape that keys are made with.
#[derive(Debug, Default)]
struct Standing {
    merged: BTreeMap<EntityId, EntityId>,
    split: BTreeSet<EntityId>,
    rejected: BTreeSet<ClaimId>,
}

impl Standing {
    fn of<'a>(acts: impl Iterator<Item = &'a Act>) -> Self {
        let mut standing = Self::default();
        for act in acts {
            match &act.kind {
                ActKind::Merge { from, into } => {
                    standing.merged.insert(from.clone(), into.clone());
                }
                ActKind::Split(entity) => {
                    standing.split.insert(entity.clone());
                }
                ActKind::Reject(claim) => {
                    standing.rejected.insert(claim.clone());
                }
                ActKind::Annotate(..) | ActKind::Remark(..) => {}
            }
        }
        standing
    }
}

/// What queries compare. Numbers are places in [`Ledger::entities`] and [`Ledger::words`].
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Key {
    pub actor: Option<u32>,
    pub recipient: Option<u32>,
    pub root: Option<Root>,
    pub mode: Option<u32>,
    /// Class of the instrument; `None` when none was told.
    pub class: Option<u32>,
    pub origin: u32,
    pub stage: Stage,
    pub denied: bool,
    pub when: Option<When>,
    pub reported: Option<Date>,
    pub rejected: bool,
}

/// Numbers for names.
#[derive(Debug)]
pub(crate) struct Names<T> {
    names: Vec<T>,
    numbers: HashMap<T, u32>,
}

impl<T> Default for Names<T> {
    fn default() -> Self {
        Self { names: Vec::new(), numbers: HashMap::new() }
    }
}

impl<T: Clone + Eq + std::hash::Hash> Names<T> {
    fn number(&mut self, name: &T) -> u32 {
        if let Some(&n) = self.numbers.get(name) {
            return n;
        }
        let n = u32::try_from(self.names.len()).unwrap_or(u32::MAX);
        self.names.push(name.clone());
        self.numbers.insert(name.clone(), n);
        n
    }

    pub(crate) fn find(&self, name: &T) -> Option<u32> {
        self.numbers.get(name).copied()
    }

    pub(crate) fn len(&self) -> usize {
        self.names.len()
    }

    pub(crate) fn name(&self, number: u32) -> Option<&T> {
        self.names.get(number as usize)
    }
}

impl Ledger {
    /// An empty ledger.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A ledger of these claims.
    #[must_use]
    pub fn of<'c>(claims: impl IntoIterator<Item = &'c Claim>) -> Self {
        let mut ledger = Self::new();
        claims.into_iter().for_each(|c| ledger.enter(c));
        ledger
    }

    /// A ledger in which some entities act for others: a capital and a head of state for the country,
    /// a ministry for its government. The lexicon knows; say it before entering claims.
    #[must_use]
    pub fn with_homes(homes: impl IntoIterator<Item = (EntityId, EntityId)>) -> Self {
        Self { homes: homes.into_iter().collect(), ..Self::default() }
    }

    /// Enters a claim. One that came before (by its id) is replaced; one that ties nobody to anybody
    /// is left out.
    pub fn enter(&mut self, claim: &Claim) {
        let own = is_own(claim);
        if own {
            let origin = self.words.number(&claim.voice.origin);
            self.own_origins.insert(claim.evidence.report.clone(), origin);
        }
        let ties = claim.event.as_ref().is_some_and(|e| e.actor.is_some() || e.recipient.is_some());
        if !ties && claim.precedence.is_none() {
            return;
        }
        let key = self.key(claim);
        if let Some(&n) = self.numbers.get(&claim.id) {
            self.claims[n as usize] = claim.clone();
            self.keys[n as usize] = key;
            self.index();
            return;
        }
        let n = u32::try_from(self.claims.len()).unwrap_or(u32::MAX);
        self.numbers.insert(claim.id.clone(), n);
        self.of_report.entry(claim.evidence.report.clone()).or_default().push(n);
        self.file(n, &key, claim.precedence.is_some());
        self.claims.push(claim.clone());
        self.keys.push(key);
    }

    fn key(&mut self, claim: &Claim) -> Key {
        let event = claim.event.as_ref();
        let class = claim.particulars.as_ref().and_then(|p| p.instrument.as_deref());
        let class = class.and_then(|i| self.class(i));
        let actor = event.and_then(|e| e.actor.as_ref()).and_then(|p| p.id.as_ref());
        let recipient = event.and_then(|e| e.recipient.as_ref()).and_then(|p| p.id.as_ref());
        let told = claim.particulars.as_ref();
        let origin = self.origin(claim);
        Key {
            actor: actor.map(|id| self.entity(id)),
            recipient: recipient.map(|id| self.entity(id)),
            root: event.map(|e| e.root),
            mode: event.and_then(|e| e.mode.as_ref()).map(|m| self.words.number(m)),
            class,
            origin,
            stage: told.map_or(Stage::Delivered, |p| p.stage),
            denied: claim.denied,
            when: claim.when,
            reported: claim.reported.as_ref().map(wiredesk_model::Published::date),
            rejected: self.standing.rejected.contains(&claim.id),
        }
    }

    /// The entity that `id` is shown as and counts for.
    #[must_use]
    pub fn counts_for(&self, id: &EntityId) -> EntityId {
        let home = self.homes.get(id).filter(|_| !self.standing.split.contains(id)).unwrap_or(id);
        stands_for(&self.standing.merged, home).clone()
    }

    fn entity(&mut self, id: &EntityId) -> u32 {
        let id = self.counts_for(id);
        self.entities.number(&id)
    }

    /// The class of an instrument; worked out once for each wording.
    fn class(&mut self, instrument: &str) -> Option<u32> {
        if let Some(&class) = self.classes.get(instrument) {
            return class;
        }
        let class = instrument_class(instrument);
        let class = (!class.is_empty()).then(|| self.words.number(&class));
        self.classes.insert(instrument.to_owned(), class);
        class
    }

    /// The first teller; what a copy tells in its own name was first told by what it copies.
    fn origin(&mut self, claim: &Claim) -> u32 {
        let original = self.folded.get(&claim.evidence.report).filter(|_| is_own(claim));
        match original {
            Some(original) => match self.own_origins.get(original) {
                Some(&origin) => origin,
                None => self.words.number(&format!("report {original}")),
            },
            None => self.words.number(&claim.voice.origin),
        }
    }

    fn file(&mut self, n: u32, key: &Key, ranks: bool) {
        if let Some(recipient) = key.recipient {
            self.to.entry(recipient).or_default().push(n);
        }
        if let Some(actor) = key.actor {
            self.from.entry(actor).or_default().push(n);
        }
        if ranks {
            self.ranks.push(n);
        }
    }

    /// Makes keys and indices anew.
    fn index(&mut self) {
        (self.to, self.from, self.ranks) = (HashMap::new(), HashMap::new(), Vec::new());
        let claims = std::mem::take(&mut self.claims);
        self.keys = claims.iter().map(|c| self.key(c)).collect();
        for (n, claim) in claims.iter().enumerate() {
            let key = self.keys[n].clone();
            self.file(n as u32, &key, claim.precedence.is_some());
        }
        self.claims = claims;
    }

    /// Says that `copy` is a copy of `original`, so that both are one origin.
    pub fn fold(&mut self, copy: &ReportId, original: &ReportId) {
        if copy == original || self.folded.get(copy) == Some(original) {
            return;
        }
        self.folded.insert(copy.clone(), original.clone());
        for n in self.of_report.get(copy).cloned().unwrap_or_default() {
            let claim = self.claims[n as usize].clone();
            self.keys[n as usize].origin = self.origin(&claim);
        }
    }

    /// Does what an editor asks, records it, and gives its number.
    ///
    /// # Errors
    /// When the claim is not there, or nothing would change.
    pub fn act(&mut self, act: Act) -> Result<usize, Error> {
        match &act.kind {
            ActKind::Merge { from, into } => {
                let merged = &self.standing.merged;
                if stands_for(merged, from) == stands_for(merged, into) {
                    return Err(Error::Nothing("both are one already"));
                }
            }
            ActKind::Split(entity) => {
                if self.counts_for(entity) == *entity {
                    return Err(Error::Nothing("it stands for itself already"));
                }
                if !self.homes.contains_key(entity) {
                    return Err(Error::Nothing("an editor merged it; undo the merge"));
                }
            }
            ActKind::Reject(claim) | ActKind::Annotate(claim, _) => {
                if !self.numbers.contains_key(claim) {
                    return Err(Error::NoClaim(claim.clone()));
                }
            }
            ActKind::Remark(..) => {}
        }
        self.acts.push((act, true));
        self.settle(self.acts.len() - 1);
        Ok(self.acts.len() - 1)
    }

    /// Undoes an act.
    ///
    /// # Errors
    /// When there is no such act or it was undone before.
    pub fn undo(&mut self, number: usize) -> Result<(), Error> {
        let act = self.acts.get_mut(number).filter(|(_, stands)| *stands);
        act.ok_or(Error::NoAct(number))?.1 = false;
        self.settle(number);
        Ok(())
    }

    /// Lets keys follow an act that was done or undone: of one claim, or of all when entities moved.
    fn settle(&mut self, number: usize) {
        let acts = self.acts.iter().filter(|(_, stands)| *stands).map(|(act, _)| act);
        self.standing = Standing::of(acts);
        match &self.acts[number].0.kind {
            ActKind::Merge { .. } | ActKind::Split(_) => self.index(),
            ActKind::Reject(claim) => {
                if let Some(&n) = self.numbers.get(claim) {
                    self.keys[n as usize].rejected = self.standing.rejected.contains(claim);
                }
            }
            ActKind::Annotate(..) | ActKind::Remark(..) => {}
        }
    }

    /// Every act with its number and whether it stands.
    pub fn acts(&self) -> impl Iterator<Item = (usize, &Act, bool)> {
        self.acts.iter().enumerate().map(|(n, (act, stands))| (n, act, *stands))
    }

    fn standing_acts(&self) -> impl Iterator<Item = &ActKind> {
        self.acts.iter().filter(|(_, stands)| *stands).map(|(act, _)| &act.kind)
    }

    /// The claim of a report on the same words, with the same trigger: how an act finds its claim
    /// again after the report was read anew and its claims were numbered otherwise.
    #[must_use]
    pub fn claim_on(&self, evidence: &Evidence, trigger: Option<Span>) -> Option<&Claim> {
        let of_report = self.of_report.get(&evidence.report)?;
        let mut claims = of_report.iter().map(|&n| &self.claims[n as usize]);
        claims.find(|claim| {
            claim.evidence.span.overlaps(evidence.span)
                && claim.event.as_ref().map(|e| e.trigger) == trigger
        })
    }

    /// The remarks on an entity.
    #[must_use]
    pub fn remarks(&self, entity: &EntityId) -> Vec<&str> {
        let remarks = self.standing_acts().filter_map(|kind| match kind {
            ActKind::Remark(id, note) if id == entity => Some(note.as_str()),
            _ => None,
        });
        remarks.collect()
    }

    /// The remarks on a claim.
    #[must_use]
    pub fn notes(&self, claim: &ClaimId) -> Vec<&str> {
        let notes = self.standing_acts().filter_map(|kind| match kind {
            ActKind::Annotate(id, note) if id == claim => Some(note.as_str()),
            _ => None,
        });
        notes.collect()
    }

    /// A claim by its id.
    #[must_use]
    pub fn claim(&self, id: &ClaimId) -> Option<&Claim> {
        self.claims.get(*self.numbers.get(id)? as usize)
    }

    pub(crate) fn number_of(&self, id: &ClaimId) -> Option<u32> {
        self.numbers.get(id).copied()
    }

    /// True when an editor rejected it.
    #[must_use]
    pub fn is_rejected(&self, id: &ClaimId) -> bool {
        self.standing.rejected.contains(id)
    }

    /// Those who act for an entity, or were merged into it, among the entities that claims name.
    #[must_use]
    pub fn acting_for(&self, entity: &EntityId) -> Vec<EntityId> {
        let known = self.homes.keys().chain(self.standing.merged.keys());
        let mut acting: Vec<EntityId> =
            known.filter(|id| *id != entity && self.counts_for(id) == *entity).cloned().collect();
        acting.sort();
        acting.dedup();
        acting
    }

    /// How many claims are entered.
    #[must_use]
    pub fn len(&self) -> usize {
        self.claims.len()
    }

    /// True when no claim is entered.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.claims.is_empty()
    }

    /// Every entity that does or gets something, with the number of its claims; most first.
    #[must_use]
    pub fn actors(&self) -> Vec<(EntityId, usize)> {
        let ids: BTreeSet<u32> = self.from.keys().chain(self.to.keys()).copied().collect();
        let count = |n: &u32| {
            let of = |index: &HashMap<u32, Vec<u32>>| index.get(n).map_or(0, Vec::len);
            of(&self.from) + of(&self.to)
        };
        let mut actors: Vec<(EntityId, usize)> =
            ids.iter().filter_map(|n| Some((self.entities.name(*n)?.clone(), count(n)))).collect();
        actors.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
        actors
    }
}

/// The outlet says it in its own name.
fn is_own(claim: &Claim) -> bool {
    claim.voice.speaker.is_none()
        && claim.voice.speaker_name.is_none()
        && claim.voice.chain.is_empty()
}

fn stands_for<'i>(merges: &'i BTreeMap<EntityId, EntityId>, id: &'i EntityId) -> &'i EntityId {
    // Merges may chain; a ring ends after as many steps as there are merges.
    (0..merges.len()).fold(id, |id, _| merges.get(id).unwrap_or(id))
}
