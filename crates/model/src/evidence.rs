//! What a sentence stands on, and what the check of it found.

use crate::{ReportId, Span};

/// Words of a report that carry a sentence.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Evidence {
    /// The report.
    pub report: ReportId,
    /// Bytes of the report's text.
    pub span: Span,
}

/// Whether a sentence's evidence carries it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Verdict {
    /// Nothing speaks against it.
    Supported,
    /// Something in it clashes softly, or is not found.
    Unsure,
    /// At least one hard finding.
    Unsupported,
}

impl Verdict {
    /// The word in JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Supported => "supported",
            Self::Unsure => "unsure",
            Self::Unsupported => "unsupported",
        }
    }

    /// The verdict of that word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Supported, Self::Unsure, Self::Unsupported].into_iter().find(|v| v.as_str() == word)
    }
}

/// The closed list of what can be wrong with a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs)] // each is said in words by `FindingClass::meaning`
pub enum FindingClass {
    Number,
    Date,
    Unit,
    Name,
    Speaker,
    Quote,
    Negation,
    Direction,
    Attribution,
    Hedge,
    Scope,
    Status,
    Roles,
    Chronology,
    Cause,
    Content,
}

impl FindingClass {
    /// All, in the order of the contract.
    pub const ALL: [FindingClass; 16] = [
        Self::Number,
        Self::Date,
        Self::Unit,
        Self::Name,
        Self::Speaker,
        Self::Quote,
        Self::Negation,
        Self::Direction,
        Self::Attribution,
        Self::Hedge,
        Self::Scope,
        Self::Status,
        Self::Roles,
        Self::Chronology,
        Self::Cause,
        Self::Content,
    ];

    /// The word in JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        const WORDS: [&str; 16] = [
            "number",
            "date",
            "unit",
            "name",
            "speaker",
            "quote",
            "negation",
            "direction",
            "attribution",
            "hedge",
            "scope",
            "status",
            "roles",
            "chronology",
            "cause",
            "content",
        ];
        WORDS[self as usize]
    }

    /// The class of that word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|c| c.as_str() == word)
    }

    /// What the class means, for people.
    #[must_use]
    pub fn meaning(self) -> &'static str {
        const MEANINGS: [&str; 16] = [
            "a number that the evidence does not tell",
            "a date that the evidence does not tell",
            "a unit or currency that differs from the evidence",
            "a name that the evidence does not hold",
            "words put into another's mouth",
            "words in quotation marks that nobody is reported to have said so",
            "a yes for a no, or a no for a yes",
            "up for down, more for less, won for lost",
            "a claim passed on as a fact",
            "a doubt that the evidence has and the sentence dropped",
            "some made all, one made many",
            "a plan told as done",
            "who did it and to whom changed places",
            "an order in time that the dates of the evidence do not allow",
            "a cause that no source states",
            "words that nothing in the evidence carries",
        ];
        MEANINGS[self as usize]
    }
}

/// One thing that is wrong with a sentence.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// Which kind.
    pub class: FindingClass,
    /// Bytes of the sentence.
    pub span: Span,
    /// True when the desk refuses to publish while it stands.
    pub hard: bool,
    /// A sentence that a person understands.
    pub reason: String,
    /// The words of the evidence it clashes with, where there are such.
    pub clash: Option<Evidence>,
}

/// The check of one sentence.
#[derive(Debug, Clone, PartialEq)]
pub struct Check {
    /// The outcome.
    pub verdict: Verdict,
    /// 0 (nothing carries it) to 1 (every word does).
    pub score: f64,
    /// What is wrong, by place in the sentence.
    pub findings: Vec<Finding>,
    /// Which words of the sentence stand on which words of the evidence.
    pub alignment: Vec<(Span, Evidence)>,
}

impl Check {
    /// True when the desk may publish it without a reason.
    #[must_use]
    pub fn is_supported(&self) -> bool {
        self.verdict == Verdict::Supported
    }
}
