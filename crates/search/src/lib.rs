//! The full-text index: the only crate that names tantivy.
