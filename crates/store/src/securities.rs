//! What is known of listed securities. The methods are on [`crate::Store`].

/// A listed security. Empty parts are not known.
#[derive(Debug, Clone, PartialEq, Eq, Default, PartialOrd, Ord)]
pub struct Security {
    /// Its ticker, upper case.
    pub ticker: String,
    /// Where it is listed.
    pub exchange: String,
    /// International number.
    pub isin: String,
    /// American number.
    pub cusip: String,
    /// The company.
    pub name: String,
}
