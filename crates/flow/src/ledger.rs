//! The ledger of a store, kept in memory: all its claims entered, copies folded to one origin,
//! editors' acts applied.
//!
//! [`Books`] is a cursor over the claims in their order of arrival: a question first enters what
//! came since the last one. Acts lie in the store apart from claims and name theirs by the words it
//! stands on, so that they hold when reports are read anew.

use crate::{Error, limits};
use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};
use wiredesk_ledger::{Act, ActKind, Ledger, Sight};
use wiredesk_model::jiff::Timestamp;
use wiredesk_model::{ClaimId, EntityId, EntityType, Root};
use wiredesk_read::{Lexicon, Reader};
use wiredesk_store::{ActWord, LedgerAct, NewLedgerAct, Store};

/// The deeds by which one supplies another.
pub const SUPPLIES: [Root; 3] = [Root::Aid, Root::Cooperate, Root::Support];

/// The ledger of a store, and what entities are called.
pub struct Books {
    store: Store,
    reader: Arc<Reader>,
    kept: RwLock<Kept>,
}

impl fmt::Debug for Books {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Books")
    }
}

#[derive(Debug, Default)]
struct Kept {
    ledger: Ledger,
    /// Claims of reports up to this number are entered.
    entered: u64,
    /// The state of the acts that were applied.
    acts: (u64, u64),
    /// Numbers in the ledger of the store's acts.
    numbers: BTreeMap<u64, usize>,
    /// For or to whom most is told.
    busiest: Vec<EntityId>,
}

/// A name that does not mean one entity.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoName {
    /// Nothing is known under it.
    #[error("the lexicon has no {0:?}; give its id, for example country:RUS")]
    Unknown(String),
    /// Several are.
    #[error("{0:?} may be {1}; give one of these ids")]
    Several(String, String),
}

impl Books {
    /// The books of a store. Nothing is read before the first question or [`Books::refresh`].
    #[must_use]
    pub fn new(store: Store, reader: Arc<Reader>) -> Self {
        Self { store, reader, kept: RwLock::default() }
    }

    /// Answers a question from the ledger as the store has it now.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn ask<T>(&self, question: impl FnOnce(&Ledger) -> T) -> Result<T, Error> {
        self.refresh()?;
        Ok(question(&self.read().ledger))
    }

    /// Enters what came since the last question.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn refresh(&self) -> Result<(), Error> {
        let (head, acts) = (self.store.claims_head()?, self.store.ledger_acts_mark()?);
        let kept = self.read();
        if kept.entered == head && kept.acts == acts {
            return Ok(());
        }
        drop(kept);
        let mut kept = self.write();
        if kept.entered > head || kept.entered == 0 {
            // The claims were dropped and are being made again, or this is the first look.
            *kept = Kept {
                ledger: Ledger::with_homes(homes(self.reader.lexicon())),
                ..Kept::default()
            };
        }
        kept.enter(&self.store)?;
        kept.apply(&self.store, acts)?;
        let sight = Sight { roots: SUPPLIES.to_vec(), ..Sight::default() };
        kept.busiest = kept.ledger.matrix(&sight, limits::BUSIEST_MAX).recipients;
        Ok(())
    }

    /// For or to whom most is told, to choose a ranking from.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn busiest(&self) -> Result<Vec<EntityId>, Error> {
        self.refresh()?;
        Ok(self.read().busiest.clone())
    }

    /// Records an act and applies it; its number.
    ///
    /// # Errors
    /// In words for the editor when it would change nothing; when it cannot be saved.
    pub fn act(&self, act: NewLedgerAct, now: Timestamp) -> Result<u64, Error> {
        self.refresh()?;
        let refuse = |why: String| Error::Store(wiredesk_store::Error::Refused(why));
        let mut kept = self.write();
        let kind = kind_of(&kept.ledger, &act)
            .ok_or_else(|| refuse("there is no such claim or entity in the ledger".into()))?;
        let (by, reason) = (act.by.clone(), act.reason.clone());
        let number =
            kept.ledger.act(Act { kind, by, reason }).map_err(|e| refuse(e.to_string()))?;
        match self.store.add_ledger_act(act, now) {
            Ok(id) => {
                kept.numbers.insert(id, number);
                kept.acts = self.store.ledger_acts_mark()?;
                Ok(id)
            }
            Err(error) => {
                // What was not saved must not be shown either.
                kept.ledger.undo(number).map_err(|e| refuse(e.to_string()))?;
                Err(error.into())
            }
        }
    }

    /// Undoes an act.
    ///
    /// # Errors
    /// When there is none of that number that stands, or it cannot be saved.
    pub fn undo(&self, id: u64, by: &str, now: Timestamp) -> Result<(), Error> {
        self.store.undo_ledger_act(id, by, now)?;
        self.refresh()
    }

    /// The acts, newest first; with each, whether its claim is still found.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn acts(&self) -> Result<Vec<(LedgerAct, bool)>, Error> {
        self.refresh()?;
        let kept = self.read();
        let acts = self.store.ledger_acts()?.into_iter().rev();
        Ok(acts.map(|act| (kept.numbers.contains_key(&act.id), act)).map(|(f, a)| (a, f)).collect())
    }

    /// What to record to reject or annotate a claim.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn on_claim(
        &self,
        kind: ActWord,
        claim: &ClaimId,
        (object, by, reason): (Option<String>, &str, &str),
    ) -> Result<Option<NewLedgerAct>, Error> {
        let found = self.ask(|ledger| ledger.claim(claim).cloned())?;
        Ok(found.map(|claim| NewLedgerAct {
            kind,
            subject: claim.id.to_string(),
            object,
            trigger: claim.event.as_ref().map(|e| e.trigger),
            evidence: Some(claim.evidence),
            by: by.to_owned(),
            reason: reason.to_owned(),
        }))
    }

    /// The name of an entity; what its id says where the lexicon does not have it.
    #[must_use]
    pub fn name(&self, id: &EntityId) -> String {
        let lexicon = self.reader.lexicon();
        lexicon.get(id.as_str()).map_or_else(|| spelled(id), |key| lexicon.shown(key).to_owned())
    }

    /// The entity of a name or an id.
    ///
    /// # Errors
    /// When the name means none or several.
    pub fn entity(&self, word: &str) -> Result<EntityId, NoName> {
        let word = word.trim();
        if word.contains(':') {
            return Ok(EntityId::new(word));
        }
        let lexicon = self.reader.lexicon();
        match lexicon.look_up(word).as_slice() {
            [one] => Ok(lexicon.id(*one)),
            [] => Err(NoName::Unknown(word.to_owned())),
            many => {
                let country = many.iter().find(|k| lexicon.kind(**k) == EntityType::Country);
                let ids: Vec<&str> = many.iter().map(|k| lexicon.id_text(*k)).collect();
                let several = NoName::Several(word.to_owned(), ids.join(", "));
                country.map(|k| lexicon.id(*k)).ok_or(several)
            }
        }
    }

    /// The lexicon that names are from.
    #[must_use]
    pub fn lexicon(&self) -> &Lexicon {
        self.reader.lexicon()
    }

    fn read(&self) -> RwLockReadGuard<'_, Kept> {
        self.kept.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, Kept> {
        self.kept.write().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kept {
    fn enter(&mut self, store: &Store) -> Result<(), Error> {
        let before = self.entered;
        // Copies first: what a copy tells in its own name is its original's from the start.
        let copies = store.copies_after(before)?;
        loop {
            let (claims, next) = store.claims_after(self.entered, limits::BATCH_REPORTS)?;
            claims.iter().for_each(|claim| self.ledger.enter(claim));
            match next {
                Some(next) => self.entered = next,
                None => break,
            }
        }
        copies.iter().for_each(|(copy, original)| self.ledger.fold(copy, original));
        Ok(())
    }

    /// Applies acts that were added and takes back those that were undone. An act whose claim is
    /// not found waits for it.
    fn apply(&mut self, store: &Store, mark: (u64, u64)) -> Result<(), Error> {
        for LedgerAct { id, about, undone, .. } in store.ledger_acts()? {
            match (self.numbers.get(&id).copied(), undone.is_some()) {
                (None, false) => {
                    let Some(kind) = kind_of(&self.ledger, &about) else { continue };
                    let act = Act { kind, by: about.by, reason: about.reason };
                    if let Ok(number) = self.ledger.act(act) {
                        self.numbers.insert(id, number);
                    }
                }
                (Some(number), true) => {
                    self.numbers.remove(&id);
                    // It stands in the ledger, since its number was here.
                    let _ = self.ledger.undo(number);
                }
                _ => {}
            }
        }
        self.acts = mark;
        Ok(())
    }
}

/// The act on what the ledger has now; `None` while its claim is not in it.
fn kind_of(ledger: &Ledger, act: &NewLedgerAct) -> Option<ActKind> {
    let subject = || EntityId::new(act.subject.as_str());
    let object = || act.object.clone();
    let claim = || Some(ledger.claim_on(act.evidence.as_ref()?, act.trigger)?.id.clone());
    Some(match act.kind {
        ActWord::Merge => ActKind::Merge { from: subject(), into: EntityId::new(object()?) },
        ActWord::Split => ActKind::Split(subject()),
        ActWord::Reject => ActKind::Reject(claim()?),
        ActWord::Annotate => ActKind::Annotate(claim()?, object()?),
        ActWord::Remark => ActKind::Remark(subject(), object()?),
    })
}

/// `person:ilse-verhoeven` as "Ilse Verhoeven".
fn spelled(id: &EntityId) -> String {
    let text = id.as_str();
    let tail = text.split_once(':').map_or(text, |(_, tail)| tail);
    let capital = |word: &str| {
        let mut chars = word.chars();
        chars.next().map(|c| c.to_uppercase().chain(chars).collect::<String>())
    };
    let words: Vec<String> = tail.split('-').filter_map(capital).collect();
    if words.is_empty() { text.to_owned() } else { words.join(" ") }
}

/// Who acts for a country: those in its offices, its ministries and agencies, its capital.
fn homes(lexicon: &Lexicon) -> Vec<(EntityId, EntityId)> {
    let acts = |key| match lexicon.kind(key) {
        EntityType::Person => lexicon.offices(key).next().is_some(),
        EntityType::Organization => !lexicon.is_outlet(lexicon.id_text(key)),
        EntityType::Place => {
            // A capital's name is a name of its country too.
            let senses = lexicon.look_up(lexicon.shown(key));
            senses.iter().any(|s| lexicon.kind(*s) == EntityType::Country)
        }
        _ => false,
    };
    let of_country = lexicon.keys().filter(|k| !lexicon.country(*k).is_empty());
    of_country
        .filter(|k| acts(*k))
        .map(|k| (lexicon.id(k), EntityId::new(lexicon.country(k))))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_without_an_entry_are_spelled_out() {
        let check = |id: &str, expected: &str| assert_eq!(spelled(&EntityId::new(id)), expected);
        check("person:ilse-verhoeven", "Ilse Verhoeven");
        check("country:RUS", "RUS");
        check("person:", "person:");
        check("émile", "Émile");
    }
}
