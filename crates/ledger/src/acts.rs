//! What editors do to the ledger: merge, split, reject, annotate, remark; each recorded, each undone
//! by its number. Kept apart from claims, so that acts survive reading reports anew.

use crate::book::Ledger;
use std::collections::{BTreeMap, BTreeSet};
use wiredesk_model::{Claim, ClaimId, EntityId, Evidence, Span};

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

/// The acts that stand, in the shape that keys are made with.
#[derive(Debug, Default)]
pub(crate) struct Standing {
    pub(crate) merged: BTreeMap<EntityId, EntityId>,
    pub(crate) split: BTreeSet<EntityId>,
    pub(crate) rejected: BTreeSet<ClaimId>,
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

impl Ledger {
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

    /// True when an editor rejected it.
    #[must_use]
    pub fn is_rejected(&self, id: &ClaimId) -> bool {
        self.standing.rejected.contains(id)
    }
}

pub(crate) fn stands_for<'i>(
    merges: &'i BTreeMap<EntityId, EntityId>,
    id: &'i EntityId,
) -> &'i EntityId {
    // Merges may chain; a ring ends after as many steps as there are merges.
    (0..merges.len()).fold(id, |id, _| merges.get(id).unwrap_or(id))
}
