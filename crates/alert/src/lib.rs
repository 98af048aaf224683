//! Standing queries: language, index, match.
