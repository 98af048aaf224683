//! Reports that tell of one developing happening.

use crate::{ReportId, StorylineId};

/// Where one report belongs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assignment {
    /// The report.
    pub report: ReportId,
    /// Its storyline.
    pub storyline: StorylineId,
    /// The report it is a copy of, when it is one.
    pub duplicate_of: Option<ReportId>,
    /// Why, in words an editor understands ("shares North Korea, Budanov, shells with …").
    pub reason: String,
}

/// A storyline with its reports in time order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Storyline {
    /// Its id.
    pub id: StorylineId,
    /// A working title: the headline of its first original report.
    pub title: String,
    /// All reports, copies too, in time order.
    pub reports: Vec<Assignment>,
}
