//! The book: claims with their keys and indices, copies folded. `acts` has what editors do to it.
//!
//! Only claims that tie somebody to somebody, or rank, are entered; the rest of a report lives in
//! the store. Keys hold what queries compare, as small numbers; claims hold what is shown.

use crate::acts::{Act, Standing, stands_for};
use crate::particulars::instrument_class;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use wiredesk_model::{Claim, ClaimId, EntityId, ReportId, Root, Stage, When, jiff::civil::Date};

/// All claims that tie entities together, with answers to who does what for whom.
#[derive(Debug, Default)]
pub struct Ledger {
    pub(crate) claims: Vec<Claim>,
    pub(crate) keys: Vec<Key>,
    pub(crate) numbers: HashMap<ClaimId, u32>,
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
    pub(crate) of_report: HashMap<ReportId, Vec<u32>>,
    /// Copies and what they copy.
    folded: HashMap<ReportId, ReportId>,
    /// The origin of what a report tells in its own name.
    own_origins: HashMap<ReportId, u32>,
    pub(crate) acts: Vec<(Act, bool)>,
    /// What the acts that stand come to.
    pub(crate) standing: Standing,
    /// Whom an entity acts for without an editor's saying so.
    pub(crate) homes: BTreeMap<EntityId, EntityId>,
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
    pub(crate) fn index(&mut self) {
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

    /// A claim by its id.
    #[must_use]
    pub fn claim(&self, id: &ClaimId) -> Option<&Claim> {
        self.claims.get(*self.numbers.get(id)? as usize)
    }

    pub(crate) fn number_of(&self, id: &ClaimId) -> Option<u32> {
        self.numbers.get(id).copied()
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
