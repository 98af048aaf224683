//! Dependency trees. Not built yet.
