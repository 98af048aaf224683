//! One relation: what an actor did for (or to) a recipient, rung by rung, who says so and who
//! disputes it; and its timeline.

use crate::book::{Key, Ledger};
use crate::particulars::is_military;
use crate::tellers::Teller;
use std::collections::BTreeMap;
use wiredesk_model::{Amount, Claim, ClaimId, EntityId, Root, Stage, When, jiff::civil::Date};

/// What an actor did for a recipient.
#[derive(Debug, Clone, PartialEq)]
pub struct Relation {
    /// Who did it; `None` for what nobody is named for.
    pub actor: Option<EntityId>,
    /// For or to whom.
    pub recipient: EntityId,
    /// By root, mode, instrument and stage. Rungs are never added up.
    pub rungs: Vec<Rung>,
}

/// One kind of deed at one stage.
#[derive(Debug, Clone, PartialEq)]
pub struct Rung {
    /// What was done.
    pub root: Root,
    /// PLOVER mode.
    pub mode: Option<String>,
    /// Class of the instrument ("ammunition"); `None` when none was told.
    pub instrument: Option<String>,
    /// How far it had come.
    pub stage: Stage,
    /// First and last date told; `None` when no claim tells one.
    pub when: Option<(When, When)>,
    /// The contested figures, one for each unit.
    pub figures: Vec<Figure>,
    /// Who says so.
    pub says: Vec<Teller>,
    /// Who says that it is not so.
    pub disputes: Vec<Teller>,
    /// Distinct first tellers among those who say so.
    pub origins: usize,
    /// Distinct outlets that carried it.
    pub outlets: usize,
}

/// A figure with its bounds and who gave each. Superseded claims do not count in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// What is counted.
    pub unit: String,
    /// The lowest and highest that stands, and the plain figure told by most (the latest of equals).
    pub amount: Amount,
}

/// A dated happening of a timeline.
#[derive(Debug, Clone, PartialEq)]
pub struct Happening {
    /// When it took place.
    pub when: When,
    /// No claim tells the date; it is the day of the first report. Shown in brackets.
    pub inferred: bool,
    /// Which rung.
    pub root: Root,
    /// Class of the instrument.
    pub instrument: Option<String>,
    /// How far it had come; `None` for a denial.
    pub stage: Option<Stage>,
    /// The claims.
    pub claims: Vec<ClaimId>,
}

/// A claim with what the ledger made of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Entered<'l> {
    /// The claim.
    pub claim: &'l Claim,
    /// Who did it; the one that it counts for.
    pub actor: Option<&'l EntityId>,
    /// For or to whom.
    pub recipient: Option<&'l EntityId>,
    /// What.
    pub root: Root,
    /// Class of the instrument.
    pub instrument: Option<&'l str>,
    /// How far it had come; `None` for a denial.
    pub stage: Option<Stage>,
    /// When, and whether that is only the day of the report.
    pub when: Option<(When, bool)>,
    /// The first teller.
    pub origin: &'l str,
}

impl Ledger {
    /// What `actor` did for `recipient`, as known at the end of day `as_of`.
    #[must_use]
    pub fn show(&self, actor: &EntityId, recipient: &EntityId, as_of: Option<Date>) -> Relation {
        type Slot = (Root, Option<u32>, Option<u32>, Stage);
        let numbers = self.between(actor, recipient, as_of);
        let mut rungs: BTreeMap<Slot, Vec<u32>> = BTreeMap::new();
        let (denials, sayings): (Vec<u32>, Vec<u32>) =
            numbers.into_iter().partition(|&n| self.keys[n as usize].denied);
        for n in sayings {
            let key = &self.keys[n as usize];
            if let Some(root) = key.root {
                rungs.entry((root, key.mode, key.class, key.stage)).or_default().push(n);
            }
        }
        let rungs = rungs.into_iter().map(|((root, mode, class, stage), numbers)| {
            let disputing: Vec<u32> =
                denials.iter().copied().filter(|&d| self.disputes(d, root, class)).collect();
            let whens = numbers.iter().filter_map(|&n| self.keys[n as usize].when);
            let when = whens.clone().min().zip(whens.max());
            let says = self.tellers(&numbers);
            Rung {
                root,
                mode: mode.and_then(|m| self.words.name(m)).cloned(),
                instrument: class.and_then(|c| self.words.name(c)).cloned(),
                stage,
                when,
                figures: self.figures(&numbers),
                origins: says.len(),
                outlets: self.outlets(&numbers),
                says,
                disputes: self.tellers(&disputing),
            }
        });
        let rungs = rungs.collect();
        Relation { actor: Some(actor.clone()), recipient: recipient.clone(), rungs }
    }

    /// What is known of the two, in the order it happened; either may be left open.
    #[must_use]
    pub fn timeline(
        &self,
        actor: Option<&EntityId>,
        recipient: Option<&EntityId>,
        as_of: Option<Date>,
    ) -> Vec<Happening> {
        type Slot = (When, bool, Root, Option<u32>, Option<Stage>);
        let mut slots: BTreeMap<Slot, Vec<u32>> = BTreeMap::new();
        for n in self.of_either(actor, recipient) {
            let key = &self.keys[n as usize];
            let told = key.when.map(|w| (w, false));
            let when = told.or_else(|| key.reported.map(|d| (When::day(d), true)));
            if let (Some((when, inferred)), Some(root), true) = (when, key.root, counts(key, as_of))
            {
                let stage = (!key.denied).then_some(key.stage);
                slots.entry((when, inferred, root, key.class, stage)).or_default().push(n);
            }
        }
        let happening =
            |((when, inferred, root, class, stage), numbers): (Slot, Vec<u32>)| Happening {
                when,
                inferred,
                root,
                instrument: class.and_then(|c| self.words.name(c)).cloned(),
                stage,
                claims: numbers.iter().map(|&n| self.claims[n as usize].id.clone()).collect(),
            };
        slots.into_iter().map(happening).collect()
    }

    /// The claims of what `actor` did for or to `recipient` (either may be left open), those that
    /// came last first. Rejected ones are left out.
    pub fn newest<'l>(
        &'l self,
        actor: Option<&EntityId>,
        recipient: Option<&EntityId>,
    ) -> impl Iterator<Item = Entered<'l>> {
        let mut numbers = self.of_either(actor, recipient);
        numbers.sort_unstable_by_key(|n| std::cmp::Reverse(*n));
        let counting = numbers.into_iter().filter(|&n| counts(&self.keys[n as usize], None));
        counting.filter_map(|n| self.entered(n))
    }

    /// A claim as the ledger has it; `None` when it is not in it or was rejected.
    #[must_use]
    pub fn entered_as(&self, id: &ClaimId) -> Option<Entered<'_>> {
        self.number_of(id)
            .filter(|&n| !self.keys[n as usize].rejected)
            .and_then(|n| self.entered(n))
    }

    fn entered(&self, n: u32) -> Option<Entered<'_>> {
        let (key, claim) = (&self.keys[n as usize], &self.claims[n as usize]);
        let entity = |n: Option<u32>| n.and_then(|n| self.entities.name(n));
        let told = key.when.map(|w| (w, false));
        Some(Entered {
            claim,
            actor: entity(key.actor),
            recipient: entity(key.recipient),
            root: key.root?,
            instrument: key.class.and_then(|c| self.words.name(c)).map(String::as_str),
            stage: (!key.denied).then_some(key.stage),
            when: told.or_else(|| key.reported.map(|d| (When::day(d), true))),
            origin: self.words.name(key.origin).map_or("", String::as_str),
        })
    }

    /// Claims of the pair that count, in the order entered.
    pub(crate) fn between(
        &self,
        actor: &EntityId,
        recipient: &EntityId,
        as_of: Option<Date>,
    ) -> Vec<u32> {
        let all = self.of_either(Some(actor), Some(recipient)).into_iter();
        all.filter(|&n| counts(&self.keys[n as usize], as_of)).collect()
    }

    fn of_either(&self, actor: Option<&EntityId>, recipient: Option<&EntityId>) -> Vec<u32> {
        let number = |id: Option<&EntityId>| id.map(|id| self.entities.find(id));
        let (from, to) = (number(actor), number(recipient));
        let list = |index: &std::collections::HashMap<u32, Vec<u32>>, n: Option<u32>| {
            n.and_then(|n| index.get(&n)).cloned().unwrap_or_default()
        };
        match (from, to) {
            (Some(from), Some(to)) => {
                let (mine, theirs) = (list(&self.from, from), list(&self.to, to));
                let fits = |n: &u32| {
                    let key = &self.keys[*n as usize];
                    key.actor == from && key.recipient == to
                };
                let shorter = if mine.len() <= theirs.len() { mine } else { theirs };
                shorter.into_iter().filter(fits).collect()
            }
            (Some(from), None) => list(&self.from, from),
            (None, Some(to)) => list(&self.to, to),
            (None, None) => Vec::new(),
        }
    }

    /// Denial `d` speaks of a deed of this root with this class: the same root, or none told; the
    /// same class, none, or weapons at large for any weapon.
    pub(crate) fn disputes(&self, d: u32, root: Root, class: Option<u32>) -> bool {
        let key = &self.keys[d as usize];
        let name = |n: Option<u32>| n.and_then(|n| self.words.name(n)).map_or("", String::as_str);
        let (told, meant) = (name(key.class), name(class));
        let at_large = told.is_empty() || told == "weapons";
        key.root.is_none_or(|r| r == root)
            && (told == meant
                || at_large && (told.is_empty() || is_military(meant) || meant.is_empty()))
    }

    pub(crate) fn figures(&self, numbers: &[u32]) -> Vec<Figure> {
        let mut by_unit: BTreeMap<String, Vec<&Amount>> = BTreeMap::new();
        let struck = self.superseded(numbers);
        let mut ordered: Vec<u32> =
            numbers.iter().copied().filter(|n| !struck.contains(n)).collect();
        ordered.sort_by_key(|&n| (self.keys[n as usize].reported, n));
        for n in ordered {
            let told = self.claims[n as usize].particulars.as_ref();
            if let Some(amount) = told.and_then(|p| p.amount.as_ref()) {
                by_unit.entry(amount.unit.clone()).or_default().push(amount);
            }
        }
        let figure = |(unit, amounts): (String, Vec<&Amount>)| {
            let all = |amount: &&Amount| [amount.low, amount.best, amount.high];
            let values = amounts.iter().flat_map(all).flatten().filter(|v| v.is_finite());
            let best = |value: f64| amounts.iter().filter(|a| a.best == Some(value)).count();
            let plain = amounts.iter().filter_map(|a| a.best);
            Figure {
                amount: Amount {
                    low: values.clone().reduce(f64::min),
                    best: plain.max_by_key(|&value| best(value)),
                    high: values.reduce(f64::max),
                    unit: unit.clone(),
                },
                unit,
            }
        };
        by_unit.into_iter().map(figure).collect()
    }
}

/// Not rejected, and known by then.
pub(crate) fn counts(key: &Key, as_of: Option<Date>) -> bool {
    !key.rejected && as_of.is_none_or(|day| key.reported.is_some_and(|r| r <= day))
}
