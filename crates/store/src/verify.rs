//! Is everything that was accepted still there, and still what it was? The SQL is in
//! `sqlite/verify.rs`.

use crate::{Result, Store};

/// What a look at everything found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Verification {
    /// Reports looked at.
    pub reports: u64,
    /// Raw bytes looked at.
    pub blobs: u64,
    /// Story versions looked at.
    pub versions: u64,
    /// Published stories looked at.
    pub published: u64,
    /// Entries of the publication log looked at.
    pub publications: u64,
    /// What is wrong; empty when all is well.
    pub problems: Vec<Problem>,
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Where: `report 3f2a…`, `blob …`, `publication 17`, `database`.
    pub place: String,
    /// What, in words.
    pub what: String,
}

impl Verification {
    /// True when nothing is wrong.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.problems.is_empty()
    }

    pub(crate) fn problem(&mut self, place: impl Into<String>, what: impl Into<String>) {
        self.problems.push(Problem { place: place.into(), what: what.into() });
    }
}

impl Store {
    /// Looks at everything: the database's own structure; every report, raw blob, story version
    /// and published story against its hash; the log and the version chains for gaps. Reads it
    /// all, so it takes its time; writes nothing, and others may go on writing.
    ///
    /// ```no_run
    /// # fn f(store: &wiredesk_store::Store) -> wiredesk_store::Result<()> {
    /// for problem in store.verify()?.problems {
    ///     eprintln!("{}: {}", problem.place, problem.what);
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// Only when the database cannot be opened at all; damage is told in the answer.
    pub fn verify(&self) -> Result<Verification> {
        let folder = &self.inner.folder;
        self.read(|db| Ok(crate::sqlite::verify::verify(db, folder)))
    }
}
