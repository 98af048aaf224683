//! Analysts' ratings of listed companies.

use crate::Span;

/// One rating action, as a headline or a file tells it. Absent fields were not told.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Rating {
    /// The words it was read from; empty when it came from a file.
    pub span: Span,
    /// The company rated.
    pub company: Option<String>,
    /// Its ticker.
    pub ticker: Option<String>,
    /// The bank or broker.
    pub firm: Option<String>,
    /// The person.
    pub analyst: Option<String>,
    /// `upgrade`, `downgrade`, `initiate`, `reiterate`, `maintain`, `resume`, `suspend`, …
    pub action: Option<String>,
    /// The rating now, as the firm words it ("Overweight").
    pub rating: Option<String>,
    /// The rating before.
    pub prior_rating: Option<String>,
    /// Price target now, in `currency`.
    pub target: Option<f64>,
    /// Price target before.
    pub prior_target: Option<f64>,
    /// `raise`, `lower`, `maintain`, `set`.
    pub target_action: Option<String>,
    /// ISO 4217 code.
    pub currency: Option<String>,
}
