//! How many lines a token may hold.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use wiredesk_store::TokenId;

use crate::limits;

/// The lines that are held: by token and stream, and all of them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Lines {
    held: Arc<Mutex<HashMap<(TokenId, &'static str), usize>>>,
}

/// A line's place; given back when it is dropped.
#[derive(Debug)]
pub(crate) struct Place {
    lines: Lines,
    of: (TokenId, &'static str),
}

impl Lines {
    /// A place, when the token has less than `most` at this stream, and all together are not too
    /// many.
    pub fn take(&self, token: TokenId, stream: &'static str, most: usize) -> Option<Place> {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        let all: usize = held.values().sum();
        let own = held.entry((token, stream)).or_default();
        if *own >= most || all >= limits::LINES_MAX {
            return None;
        }
        *own += 1;
        Some(Place { lines: self.clone(), of: (token, stream) })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut held = self.lines.held.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(own) = held.get_mut(&self.of) {
            *own -= 1;
            if *own == 0 {
                held.remove(&self.of);
            }
        }
    }
}
