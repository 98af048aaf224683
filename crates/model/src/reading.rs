//! What the machine found in one report. Derived: it can always be made again from the report.

use crate::{EntityId, EntityType, Rating, Span};

/// All that was found in one report. Every span counts in bytes of the report's text; lists are
/// ordered by where they start.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Reading {
    /// Sentences, not overlapping, white space at the ends left out.
    pub sentences: Vec<Span>,
    /// Mentions of entities.
    pub entities: Vec<Mention>,
    /// Who said what.
    pub attributions: Vec<Attribution>,
    /// Who did what to whom.
    pub events: Vec<Event>,
    /// Dates, times and durations.
    pub dates: Vec<DateMention>,
    /// Numbers with what they count.
    pub quantities: Vec<Quantity>,
    /// Analyst ratings.
    pub ratings: Vec<Rating>,
    /// What could not be read, in words; reading itself never fails.
    pub notes: Vec<String>,
}

impl Reading {
    /// The index of the sentence that holds byte `at`, or the nearest one before it.
    #[must_use]
    pub fn sentence_at(&self, at: usize) -> Option<usize> {
        self.sentences.partition_point(|s| s.start <= at).checked_sub(1)
    }
}

/// Words that name an entity.
#[derive(Debug, Clone, PartialEq)]
pub struct Mention {
    /// The name run.
    pub span: Span,
    /// Kind of entity.
    pub kind: EntityType,
    /// Which entity, when the lexicon or the document tells; absent when not known or ambiguous.
    pub id: Option<EntityId>,
    /// The entity's full name as far as known (the lexicon's, or the longest in this document).
    pub name: String,
    /// The role that stands beside the name ("head of Ukraine's military intelligence").
    pub role: Option<String>,
    /// All entities the words may mean when they are ambiguous; empty when `id` is sure.
    pub candidates: Vec<EntityId>,
    /// Ticker and exchange, when a company is listed.
    pub ticker: Option<(String, String)>,
}

/// How the words of somebody are reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AttributionKind {
    /// All in quotation marks.
    Direct,
    /// None in quotation marks.
    Indirect,
    /// Partly in quotation marks.
    Mixed,
}

impl AttributionKind {
    /// The word in JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Direct => "direct",
            Self::Indirect => "indirect",
            Self::Mixed => "mixed",
        }
    }
}

/// Reported speech: *source, cue, content*, as in PARC and PolNeAR.
#[derive(Debug, Clone, PartialEq)]
pub struct Attribution {
    /// Who says it (may be several pieces; empty when none is named).
    pub source: Vec<Span>,
    /// The words that report it ("said", "according to").
    pub cue: Vec<Span>,
    /// What is said.
    pub content: Vec<Span>,
    /// Direct, indirect or mixed.
    pub kind: AttributionKind,
    /// The speaker as an entity, pronouns resolved.
    pub speaker: Option<EntityId>,
    /// The speaker's name as shown, pronouns resolved.
    pub speaker_name: Option<String>,
    /// The cue is negated ("did not say").
    pub negated: bool,
    /// The cue is hedged ("reportedly said", "appeared to say").
    pub hedged: bool,
    /// Who passed it on, nearest to the reader last.
    pub chain: Vec<ChainLink>,
}

/// One who passed a statement on.
#[derive(Debug, Clone, PartialEq)]
pub struct ChainLink {
    /// As an entity, when known.
    pub entity: Option<EntityId>,
    /// As written ("Reuters").
    pub name: String,
    /// When it was passed on, a TIMEX value (`2024-09-15`, `2024-05`).
    pub date: Option<String>,
    /// The words ("Reuters reported on Sunday").
    pub span: Span,
}

/// The sixteen PLOVER event roots.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs)] // the words are PLOVER's own: github.com/openeventdata/PLOVER
pub enum Root {
    Agree,
    Consult,
    Support,
    Concede,
    Cooperate,
    Aid,
    Retreat,
    Request,
    Accuse,
    Reject,
    Threaten,
    Protest,
    Sanction,
    Mobilize,
    Coerce,
    Assault,
}

impl Root {
    /// All, friendliest first, as the PLOVER codebook lists them.
    pub const ALL: [Root; 16] = [
        Self::Agree,
        Self::Consult,
        Self::Support,
        Self::Concede,
        Self::Cooperate,
        Self::Aid,
        Self::Retreat,
        Self::Request,
        Self::Accuse,
        Self::Reject,
        Self::Threaten,
        Self::Protest,
        Self::Sanction,
        Self::Mobilize,
        Self::Coerce,
        Self::Assault,
    ];

    /// The word in JSON, upper case.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        const WORDS: [&str; 16] = [
            "AGREE",
            "CONSULT",
            "SUPPORT",
            "CONCEDE",
            "COOPERATE",
            "AID",
            "RETREAT",
            "REQUEST",
            "ACCUSE",
            "REJECT",
            "THREATEN",
            "PROTEST",
            "SANCTION",
            "MOBILIZE",
            "COERCE",
            "ASSAULT",
        ];
        WORDS[self as usize]
    }

    /// The root of that word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|r| r.as_str() == word)
    }
}

/// How sure the text is that an event took place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Status {
    /// Told as a fact.
    Asserted,
    /// Told as not so.
    Denied,
    /// Told as perhaps so.
    Hedged,
    /// Told as to come.
    Planned,
}

impl Status {
    /// The word in JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Asserted => "asserted",
            Self::Denied => "denied",
            Self::Hedged => "hedged",
            Self::Planned => "planned",
        }
    }

    /// The status of that word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Asserted, Self::Denied, Self::Hedged, Self::Planned]
            .into_iter()
            .find(|s| s.as_str() == word)
    }
}

/// Somebody or somewhere in an event.
#[derive(Debug, Clone, PartialEq)]
pub struct Participant {
    /// The words.
    pub span: Span,
    /// The entity they mean, when known.
    pub id: Option<EntityId>,
}

/// Who did what to whom.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// Index into [`Reading::sentences`].
    pub sentence: usize,
    /// PLOVER root.
    pub root: Root,
    /// PLOVER mode ("military", "economic", …), lower case.
    pub mode: Option<String>,
    /// Who did it.
    pub actor: Option<Participant>,
    /// To whom.
    pub recipient: Option<Participant>,
    /// The verb or noun that tells it.
    pub trigger: Span,
    /// With what ("ballistic missiles").
    pub instrument: Option<Span>,
    /// Where.
    pub place: Option<Participant>,
    /// When, a TIMEX value.
    pub date: Option<String>,
    /// How much, as written ("millions of shells").
    pub quantity: Option<String>,
    /// How sure the text is.
    pub status: Status,
    /// Index into [`Reading::attributions`]: who says so, when somebody does.
    pub attribution: Option<usize>,
}

/// TIMEX3 types.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DateType {
    /// A day or coarser.
    Date,
    /// A time of day.
    Time,
    /// A length of time.
    Duration,
    /// Something that recurs.
    Set,
}

impl DateType {
    /// The word in JSON, upper case.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Date => "DATE",
            Self::Time => "TIME",
            Self::Duration => "DURATION",
            Self::Set => "SET",
        }
    }
}

/// A date expression and what it means, as TIMEX3 has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateMention {
    /// The words.
    pub span: Span,
    /// Its type.
    pub kind: DateType,
    /// TIMEX3 value: `2024-07`, `2024-06-19`, `P3D`, `PRESENT_REF`, `2024-W30`, `XXXX-WXX-7`.
    pub value: String,
}

/// A number and what it counts.
#[derive(Debug, Clone, PartialEq)]
pub struct Quantity {
    /// The words, with the unit.
    pub span: Span,
    /// The value; the lower end of a range. `None` when only an order is told ("millions").
    pub value: Option<f64>,
    /// The upper end of a range.
    pub high: Option<f64>,
    /// A currency code (`USD`), `%`, or the noun that is counted ("shells"); empty when none.
    pub unit: String,
    /// Told as not exact ("about", "nearly", "millions of").
    pub approximate: bool,
}
