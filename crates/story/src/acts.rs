//! What editors do to storylines, done and recorded.

use crate::storylines::{Roster, Storylines};
use std::collections::BTreeSet;
use wiredesk_model::{ReportId, StorylineId};

/// What can be wrong with an editor's change.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// No remembered report is in that storyline.
    #[error("no storyline {0} among the remembered reports")]
    NoStoryline(StorylineId),
    /// The report is not remembered.
    #[error("report {0} is not among the remembered ones")]
    NoReport(ReportId),
    /// The change would change nothing.
    #[error("nothing to change: {0}")]
    Nothing(&'static str),
}

/// An editor's change, as recorded. Do it again with [`Storylines::act`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Act {
    /// What was done.
    pub kind: ActKind,
    /// Who did it.
    pub by: String,
    /// Why.
    pub reason: String,
}

/// What an editor can do to storylines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ActKind {
    /// All reports of `from` belong to `into`.
    Merge {
        /// The storyline that ends.
        from: StorylineId,
        /// The storyline that goes on.
        into: StorylineId,
    },
    /// These reports are a storyline of their own, named after the first of them.
    Split {
        /// The reports that leave; their copies leave with them.
        reports: Vec<ReportId>,
    },
}

impl Storylines {
    /// Does what an editor asks, and records it. Also the way to do recorded acts again.
    ///
    /// # Errors
    /// When the storyline or a report is not remembered, or nothing would change.
    pub fn act(&mut self, act: Act) -> Result<StorylineId, Error> {
        let id = match &act.kind {
            ActKind::Merge { from, into } => self.merge(from, into, &act)?,
            ActKind::Split { reports } => self.split(reports, &act)?,
        };
        self.acts.push(act);
        Ok(id)
    }

    /// What editors did, in order.
    #[must_use]
    pub fn acts(&self) -> &[Act] {
        &self.acts
    }

    fn merge(
        &mut self,
        from: &StorylineId,
        into: &StorylineId,
        act: &Act,
    ) -> Result<StorylineId, Error> {
        let (a, b) = (self.thread_of(from)?, self.thread_of(into)?);
        if a == b {
            return Err(Error::Nothing("both are the same storyline"));
        }
        let serials = self.rosters.get(&a).map(|r| r.serials.clone()).unwrap_or_default();
        for serial in serials {
            self.put(serial, b, format!("merged by {}: {}", act.by, act.reason));
        }
        Ok(into.clone())
    }

    fn split(&mut self, reports: &[ReportId], act: &Act) -> Result<StorylineId, Error> {
        let mut leaving = BTreeSet::new();
        for report in reports {
            let serial = self.serials.get(report).ok_or_else(|| Error::NoReport(report.clone()))?;
            leaving.insert(self.first_telling(*serial));
        }
        let all: Vec<u32> = (0..self.kept.len() as u32)
            .map(|i| self.first + i)
            .filter(|&s| leaving.contains(&self.first_telling(s)))
            .collect();
        let Some((report, from, title)) = all
            .first()
            .and_then(|&s| self.at(s))
            .map(|k| (k.report.clone(), k.thread, k.title.clone()))
        else {
            return Err(Error::Nothing("no report was named"));
        };
        let stays = self.rosters.get(&from).is_some_and(|r| r.serials.len() > all.len());
        if !stays {
            return Err(Error::Nothing("no report would stay"));
        }
        self.threads_made += 1;
        let thread = self.threads_made;
        let id = self.free_id(&report);
        self.rosters.insert(thread, Roster { id: id.clone(), title, serials: BTreeSet::new() });
        for serial in all {
            self.put(serial, thread, format!("split by {}: {}", act.by, act.reason));
        }
        Ok(id)
    }

    /// `s-REPORT`, with a number behind it while another storyline has that name.
    fn free_id(&self, report: &ReportId) -> StorylineId {
        let taken = |name: &str| self.rosters.values().any(|r| r.id.as_str() == name);
        let mut name = format!("s-{report}");
        let mut n = 1;
        while taken(&name) {
            n += 1;
            name = format!("s-{report}-{n}");
        }
        StorylineId::new(name)
    }

    fn put(&mut self, serial: u32, thread: u32, reason: String) {
        self.move_to(serial, thread);
        if let Some(kept) = self.kept.get_mut((serial - self.first) as usize) {
            kept.reason = reason;
        }
        self.changed.insert(serial);
    }

    fn thread_of(&self, id: &StorylineId) -> Result<u32, Error> {
        let found = self.rosters.iter().find(|(_, r)| &r.id == id).map(|(&thread, _)| thread);
        found.ok_or_else(|| Error::NoStoryline(id.clone()))
    }
}
