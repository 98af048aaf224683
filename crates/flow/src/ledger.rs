//! The ledger of a store: all its claims, entered; copies folded to one origin.

use crate::{Error, limits};
use wiredesk_ledger::Ledger;
use wiredesk_model::{EntityId, EntityType};
use wiredesk_read::Lexicon;
use wiredesk_store::Store;

/// Enters every claim of the store. The lexicon tells who acts for a country.
///
/// # Errors
/// When the store cannot be read.
pub fn of(store: &Store, lexicon: &Lexicon) -> Result<Ledger, Error> {
    let mut ledger = Ledger::with_homes(homes(lexicon));
    let mut after = 0;
    loop {
        let (claims, next) = store.claims_after(after, limits::BATCH_REPORTS)?;
        claims.iter().for_each(|claim| ledger.enter(claim));
        match next {
            Some(next) => after = next,
            None => break,
        }
    }
    let mut after = 0;
    loop {
        let kept = store.reports_after(after, limits::BATCH_REPORTS)?;
        let Some(last) = kept.last().map(|k| k.seq) else { break };
        after = last;
        for kept in kept {
            let assignment = store.assignment(&kept.report.id)?;
            if let Some(original) = assignment.and_then(|a| a.duplicate_of) {
                ledger.fold(&kept.report.id, &original);
            }
        }
    }
    Ok(ledger)
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
