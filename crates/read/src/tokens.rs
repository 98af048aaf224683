//! Words and marks with their spans. Not built yet.
