//! Why an input was refused, one variant per reason that somebody can act on.

use crate::limits;

/// A refusal. Its message says what is wrong and what to do, in words for the quarantine list.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// No bytes, or only blanks.
    #[error("the input is empty: check that the download or copy finished")]
    Empty,
    /// More than [`limits::BYTES_MAX`].
    #[error(
        "the input has {bytes} bytes and at most {max} are read: split it, or leave it out",
        max = limits::BYTES_MAX
    )]
    TooLarge {
        /// How many bytes it has.
        bytes: usize,
    },
    /// Neither text nor a compressed text.
    #[error("the input is binary ({kind}), not text: give HTML, a feed, plain text or Markdown")]
    Binary {
        /// What it looks like: `a PDF document`, `an image`.
        kind: &'static str,
    },
    /// The bytes do not fit the character set they claim.
    #[error("the text is not valid {charset}: save it as UTF-8, or name its character set")]
    Charset {
        /// The set that was tried.
        charset: &'static str,
    },
    /// A gzip member that stops before its end.
    #[error("the gzip data breaks off before its end: fetch or copy the file again")]
    TruncatedGzip,
    /// A gzip member with a wrong header, checksum or length.
    #[error("the gzip data is damaged: fetch or copy the file again")]
    DamagedGzip,
    /// Compressed data that grows beyond [`limits::INFLATED_RATIO_MAX`] or
    /// [`limits::INFLATED_BYTES_MAX`].
    #[error("the compressed data grows beyond {bytes} bytes, as only attacks do: it was not read")]
    InflationBomb {
        /// Where it was stopped.
        bytes: usize,
    },
    /// A feed that cannot be read.
    #[error("the feed cannot be read: {0}")]
    Feed(FeedFault),
    /// Elements inside elements beyond all measure.
    #[error(
        "the markup nests more than {max} elements in each other: it was not read",
        max = limits::NESTING_MAX
    )]
    Nesting,
    /// A page or file in which no text of an article was found.
    #[error("no article text was found: the page may need scripts or a subscription to show it")]
    NoText,
    /// A file of a kind that this crate leaves to another (JSON Lines).
    #[error("the input is {0}: give it to the command that reads it")]
    OtherFormat(&'static str),
}

/// What is wrong with a feed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FeedFault {
    /// It stops in the middle.
    #[error("it breaks off before its end; fetch it again")]
    Truncated,
    /// It declares entities of its own, as only attacks do.
    #[error("it declares entities of its own, which can grow without bound; they are not read")]
    Entities,
    /// It is XML or JSON, but no feed.
    #[error("it is neither RSS, Atom nor JSON Feed")]
    Unknown,
    /// It is not well-formed JSON.
    #[error("its JSON is not well-formed; ask its publisher to mend it")]
    Json,
}
