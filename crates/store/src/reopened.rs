//! Stories that a report's newer version took the ground from. The methods are on [`crate::Store`].

use crate::{Edit, StoryLine};
use jiff::Timestamp;
use wiredesk_model::ReportId;

/// A story to re-open: the version to save, and why.
#[derive(Debug, Clone, PartialEq)]
pub struct Reopen {
    /// The story on the words of the newer report, checked anew.
    pub edit: Edit,
    /// The report it stood on.
    pub older: ReportId,
    /// The report's newer version.
    pub newer: ReportId,
    /// Numbers of the sentences whose words changed, in reading order.
    pub sentences: Vec<usize>,
}

/// A story that was re-opened and that nobody has worked on since.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reopened {
    /// Where it stands.
    pub line: StoryLine,
    /// The report's newer version.
    pub newer: ReportId,
    /// Whose report it is.
    pub outlet: Option<String>,
    /// The report's headline.
    pub title: Option<String>,
    /// When.
    pub at: Timestamp,
    /// Numbers of the sentences that stand on what changed, in reading order.
    pub sentences: Vec<usize>,
}
