//! The ledger of a store: all its claims, entered; copies folded to one origin.

use crate::{Error, limits};
use wiredesk_ledger::Ledger;
use wiredesk_store::Store;

/// Enters every claim of the store.
///
/// # Errors
/// When the store cannot be read.
pub fn of(store: &Store) -> Result<Ledger, Error> {
    let mut ledger = Ledger::new();
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
