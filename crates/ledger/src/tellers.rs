//! Claims by who told them first: each origin once, with those who passed it on.

use crate::book::Ledger;
use std::collections::{BTreeSet, HashMap};
use wiredesk_model::{Amount, ClaimId, jiff::civil::Date};

/// Most of those who passed one origin's claims on that are listed.
const THROUGH_MAX: usize = 64;

/// One origin and all its claims.
#[derive(Debug, Clone, PartialEq)]
pub struct Teller {
    /// The speaker's name, or the outlet's.
    pub name: String,
    /// The first teller.
    pub origin: String,
    /// Those who passed it on, outlets among them, in the order met.
    pub through: Vec<String>,
    /// Its claims in time order.
    pub claims: Vec<Said>,
}

/// One claim of a teller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// The claim.
    pub claim: ClaimId,
    /// When it was published.
    pub reported: Option<Date>,
    /// The teller hedges it.
    pub hedged: bool,
    /// The same teller gave another figure later: shown struck through.
    pub superseded: bool,
}

impl Ledger {
    /// The claims' tellers, each once, by the time they first told it.
    pub(crate) fn tellers(&self, numbers: &[u32]) -> Vec<Teller> {
        let struck = self.superseded(numbers);
        let mut numbers = numbers.to_vec();
        numbers.sort_by_key(|&n| (self.keys[n as usize].reported, n));
        let mut places: HashMap<u32, usize> = HashMap::new();
        let mut tellers: Vec<Teller> = Vec::new();
        for n in numbers {
            let (key, claim) = (&self.keys[n as usize], &self.claims[n as usize]);
            let at = *places.entry(key.origin).or_insert_with(|| {
                tellers.push(self.teller(n));
                tellers.len() - 1
            });
            let teller = &mut tellers[at];
            let links = claim.voice.chain.iter().map(|link| &link.name);
            for link in links.chain(&claim.voice.outlet) {
                let known = teller.through.contains(link) || *link == teller.name;
                if !known && teller.through.len() < THROUGH_MAX {
                    teller.through.push(link.clone());
                }
            }
            teller.claims.push(Said {
                claim: claim.id.clone(),
                reported: key.reported,
                hedged: claim.hedged,
                superseded: struck.contains(&n),
            });
        }
        tellers
    }

    fn teller(&self, n: u32) -> Teller {
        let claim = &self.claims[n as usize];
        let origin = self.words.name(self.keys[n as usize].origin).cloned().unwrap_or_default();
        // In its own name the origin speaks: the agency, when the outlet only printed it.
        let outlet = claim.voice.outlet.clone().filter(|o| o.to_lowercase() == origin);
        let name = claim.voice.speaker_name.clone().or(outlet).unwrap_or_else(|| origin.clone());
        Teller { name, origin, through: Vec::new(), claims: Vec::new() }
    }

    /// Claims whose teller later gave another figure for the same goods in the same unit.
    pub(crate) fn superseded(&self, numbers: &[u32]) -> BTreeSet<u32> {
        type Slot<'c> = (u32, Option<u32>, &'c str);
        let figure = |n: u32| self.claims[n as usize].particulars.as_ref()?.amount.as_ref();
        let mut latest: HashMap<Slot<'_>, (Option<Date>, &Amount)> = HashMap::new();
        let slots = numbers.iter().filter_map(|&n| {
            let (key, amount) = (&self.keys[n as usize], figure(n)?);
            Some((n, (key.origin, key.class, amount.unit.as_str()), key.reported, amount))
        });
        for (_, slot, reported, amount) in slots.clone() {
            let last = latest.entry(slot).or_insert((reported, amount));
            if reported > last.0 {
                *last = (reported, amount);
            }
        }
        let struck = slots.filter(|(_, slot, reported, amount)| {
            latest.get(slot).is_some_and(|last| *reported < last.0 && *amount != last.1)
        });
        struck.map(|(n, ..)| n).collect()
    }

    /// Distinct outlets that carried the claims.
    pub(crate) fn outlets(&self, numbers: &[u32]) -> usize {
        let outlet = |&n: &u32| self.claims[n as usize].voice.outlet.as_deref();
        numbers.iter().filter_map(outlet).collect::<BTreeSet<_>>().len()
    }
}
