//! The index kept in a file beside the database, so that a start need not read a million queries.
//! It can be deleted at any time: it is made again from the store.

use super::Alerts;
use crate::{Error, limits};
use std::path::PathBuf;
use wiredesk_alert::Index;
use wiredesk_model::jiff::Timestamp;
use wiredesk_store::{QueryId, Store};

const FILE: &str = "alerts.snapshot";

impl Alerts {
    /// Takes the index from its snapshot, where there is one that fits the store.
    pub(super) fn restore(&mut self, store: &Store) -> Result<(), Error> {
        self.unsaved = Some(0);
        let Ok(bytes) = std::fs::read(path(store)) else { return Ok(()) };
        match Index::from_bytes(&bytes) {
            Ok((index, note)) => {
                // A store that was put back from an older copy does not know that change.
                let Some((at, id)) = seen(&note) else { return Ok(()) };
                if store.query(id)?.is_some_and(|query| query.changed >= at) {
                    (self.index, self.seen) = (index, Some((at, id)));
                }
            }
            Err(error) => tracing::info!(%error, "the standing queries are read anew"),
        }
        Ok(())
    }

    /// Keeps the index when so much has changed that reading it again would take a while.
    pub(super) fn save_when_worth_it(&mut self, store: &Store) -> Result<(), Error> {
        let Some((at, id)) = self.seen else { return Ok(()) };
        let worth = limits::UNSAVED_QUERIES.max(self.index.len() / 4);
        if self.unsaved.is_none_or(|unsaved| unsaved < worth) {
            return Ok(());
        }
        self.index.pack();
        let note = [at.as_microsecond().to_le_bytes(), id.0.to_le_bytes()].concat();
        wiredesk_store::write_durably(&path(store), &self.index.to_bytes(&note))?;
        self.unsaved = Some(0);
        Ok(())
    }
}

fn path(store: &Store) -> PathBuf {
    store.folder().join(FILE)
}

/// The last change in a snapshot.
fn seen(note: &[u8]) -> Option<(Timestamp, QueryId)> {
    let (at, id) = note.split_first_chunk::<8>()?;
    let at = Timestamp::from_microsecond(i64::from_le_bytes(*at)).ok()?;
    Some((at, QueryId(u64::from_le_bytes(id.try_into().ok()?))))
}
