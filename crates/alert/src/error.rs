//! Why a query is refused: where, what was expected there, and what to do.

/// A query that cannot stand.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// It is not of the language.
    #[error("at character {column}: expected {expected}, found {found}")]
    Expected {
        /// Byte of the query's text.
        at: usize,
        /// Character of the query's text, from 1.
        column: usize,
        /// What could stand there.
        expected: String,
        /// What stands there.
        found: String,
    },
    /// Longer than the limit.
    #[error("the query is {bytes} bytes long, more than the {most} allowed; split it")]
    TooLong {
        /// Its length.
        bytes: usize,
        /// The limit.
        most: usize,
    },
    /// Brackets and NOTs nested beyond the limit.
    #[error(
        "at character {column}: brackets and NOTs are nested more than {most} deep; flatten it"
    )]
    TooDeep {
        /// Byte of the query's text.
        at: usize,
        /// Character of the query's text, from 1.
        column: usize,
        /// The limit.
        most: usize,
    },
    /// A snapshot that is not one, or not of this version. The queries have to be built anew.
    #[error("the snapshot cannot be used: {0}; it has to be made anew from the queries")]
    Snapshot(&'static str),
    /// More tests than the limit.
    #[error("at character {column}: more than {most} words and conditions; split the query")]
    TooMany {
        /// Byte of the query's text.
        at: usize,
        /// Character of the query's text, from 1.
        column: usize,
        /// The limit.
        most: usize,
    },
}

impl Error {
    /// Where in the query's text it goes wrong, as a byte offset; `None` when that is no one place.
    #[must_use]
    pub fn at(&self) -> Option<usize> {
        match self {
            Self::TooLong { .. } | Self::Snapshot(_) => None,
            Self::Expected { at, .. } | Self::TooDeep { at, .. } | Self::TooMany { at, .. } => {
                Some(*at)
            }
        }
    }

    /// The query's text with a caret under the place, for a terminal.
    #[must_use]
    pub fn pointed(&self, query: &str) -> String {
        let Some(at) = self.at().filter(|at| query.is_char_boundary(*at)) else {
            return self.to_string();
        };
        let start = query[..at].char_indices().rev().nth(59).map_or(0, |(i, _)| i);
        let shown: String = query[start..].chars().take(78).map(blank_control).collect();
        let indent = query[start..at].chars().count();
        format!("{self}\n  {shown}\n  {:indent$}^", "")
    }
}

fn blank_control(c: char) -> char {
    if c.is_control() { ' ' } else { c }
}
