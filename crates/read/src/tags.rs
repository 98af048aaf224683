//! Parts of speech. Not built yet.
