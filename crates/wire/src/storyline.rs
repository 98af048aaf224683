//! Storyline assignments on a line.

use serde::Serialize;
use wiredesk_model::Assignment;

/// `{"id","storyline","duplicate_of"}`; `duplicate_of` is `null` for an original.
#[derive(Debug, Serialize)]
pub struct AssignmentLine<'a> {
    /// The report.
    pub id: &'a str,
    /// Its storyline.
    pub storyline: &'a str,
    /// The report it is a copy of.
    pub duplicate_of: Option<&'a str>,
}

impl<'a> AssignmentLine<'a> {
    /// The line of an assignment.
    #[must_use]
    pub fn of(assignment: &'a Assignment) -> Self {
        Self {
            id: assignment.report.as_str(),
            storyline: assignment.storyline.as_str(),
            duplicate_of: assignment.duplicate_of.as_ref().map(|d| d.as_str()),
        }
    }
}
