//! Statistical name spans. Not built yet.
