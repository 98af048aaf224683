//! Shares, points and hours that the evidence tells in another way of writing.

use crate::check::align::Compare;
use crate::check::notes::Notes;
use crate::words::amounts::{Amount, Kind, amounts};
use crate::words::quantity::{Quantity, same};
use wiredesk_model::FindingClass;

/// Settles the amounts that say the same as one of the evidence, and accuses those that stand where
/// it has another.
pub fn apply(notes: &mut Notes<'_, '_>, said: &[Quantity], told: &[Quantity]) {
    let compare = notes.compare;
    let ground = compare.ground;
    let own = amounts(compare.words, said, &|a, b| compare.said(a..b + 1));
    let new: Vec<&Amount> =
        own.iter().filter(|a| a.words.clone().any(|i| compare.is_new(i))).collect();
    if new.is_empty() && said.iter().all(|q| compare.to[q.start].is_some()) {
        return;
    }
    let theirs = amounts(&ground.words, told, &|a, b| ground.text(a, b + 1));
    for amount in new {
        let free = |t: &&Amount| t.words.clone().any(|j| compare.from[j].is_none());
        let equal = theirs.iter().filter(free).any(|t| t.says(amount));
        let mut rivals = theirs.iter().filter(|t| !t.says(amount));
        let rival = rivals.find(|t| {
            let only = !equal && t.kind == amount.kind && free(t);
            only || stands_there(compare, amount, t)
        });
        if rival.is_none() && equal || is_ratio(amount, told) {
            notes.settled[amount.words.clone()].fill(true);
        } else if let Some(t) =
            rival.filter(|_| !said.iter().any(|q| amount.words.contains(&q.start)))
        {
            // what holds a number is judged as one
            let reason = notes.clash(amount.words.clone(), t.words.clone());
            let hard = notes.bound;
            notes.add(FindingClass::Number, amount.words.clone(), hard, t.words.clone(), reason);
        }
    }
    for quantity in said.iter().filter(|q| compare.is_new(q.start)) {
        if theirs.iter().any(|share| is_share(quantity.value, share, told)) {
            notes.settled[quantity.start..quantity.end].fill(true);
        }
    }
}

/// An amount of the same kind that the evidence has where the sentence has this one.
fn stands_there(compare: &Compare<'_>, said: &Amount, told: &Amount) -> bool {
    let counts = |a: &Amount| a.kind == Kind::Fraction || a.kind == Kind::Share;
    let kin = said.kind == told.kind || counts(said) && counts(told);
    let gap = said.words.clone().find_map(|i| compare.gap_of(i));
    kin && gap.is_some_and(|g| told.words.start < g.told.end && told.words.end > g.told.start)
}

/// "half of the 2,400" for "1,200 of the 2,400".
fn is_ratio(amount: &Amount, told: &[Quantity]) -> bool {
    amount.kind == Kind::Fraction
        && told.windows(2).any(|w| {
            same(w[0].value, w[1].value * amount.value)
                || same(w[1].value, w[0].value * amount.value)
        })
}

/// "1,200" where the evidence has "half of the 2,400".
fn is_share(value: f64, share: &Amount, told: &[Quantity]) -> bool {
    share.kind == Kind::Fraction
        && told.iter().any(|t| t.value >= 10.0 && same(value, t.value * share.value))
}
