//! Names for things. Each is a type of its own so that one cannot be passed for another.

use std::fmt;

macro_rules! text_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(Box<str>);

        impl $name {
            /// Wraps an id.
            #[must_use]
            pub fn new(id: impl Into<Box<str>>) -> Self {
                Self(id.into())
            }

            /// The id as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl From<&str> for $name {
            fn from(id: &str) -> Self {
                Self(id.into())
            }
        }
    };
}

text_id! {
    /// A report's id. In the store it is made from the content ([`ReportId::of_content`]); on the
    /// command line it is whatever the input line says.
    ReportId
}
text_id! {
    /// `type:key`, for example `country:PRK`, `person:kyrylo-budanov`, `company:AAPL`. Stable.
    EntityId
}
text_id! {
    /// A claim: its report's id and the number of the claim in it, `REPORT#3`.
    ClaimId
}
text_id! {
    /// A storyline: `s-` and the id of the first report in it.
    StorylineId
}

impl ReportId {
    /// The content address of a report: the first 128 bits of SHA-256 over its source, address,
    /// title, publication date and text, in hex. The same report received twice has the same id;
    /// a changed version is another report.
    #[must_use]
    pub fn of_content(parts: &[&str]) -> Self {
        use sha2::{Digest, Sha256};
        let mut hash = Sha256::new();
        for part in parts {
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part.as_bytes());
        }
        let digest = hash.finalize();
        Self::new(digest[..16].iter().map(|b| format!("{b:02x}")).collect::<String>())
    }
}

impl EntityId {
    /// The part before the colon, `country` of `country:PRK`.
    #[must_use]
    pub fn kind(&self) -> &str {
        self.as_str().split(':').next().unwrap_or_default()
    }
}

/// A story's number: the order in which the desk first made it. Numbers, because the news clients
/// that people have expect them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct StoryId(pub u64);

impl fmt::Display for StoryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
