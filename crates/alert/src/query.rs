//! A standing query as a tree: what the parser gives, what the printer takes, what the index
//! compiles. Printing a parsed query and parsing that again gives the same tree.
//!
//! From here go to `parse` (text to tree) and `print` (tree to text).

/// A query, or a part of one.
#[derive(Debug, Clone, PartialEq)]
pub enum Query {
    /// All of these hold (`a AND b`, `a b`). At least two.
    All(Vec<Query>),
    /// At least one of these holds (`a OR b`). At least two.
    Any(Vec<Query>),
    /// This does not hold.
    Not(Box<Query>),
    /// One test of the story.
    Clause(Clause),
}

/// One test of a story.
#[derive(Debug, Clone, PartialEq)]
pub enum Clause {
    /// Words of the title or the body.
    Text(Place, Text),
    /// A name the story carries, whole, case ignored.
    Name(Name, String),
    /// A number the story carries.
    Number(Number, Test),
}

/// Where words are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Place {
    /// In the title or in the body, each on its own.
    Anywhere,
    /// In the title.
    Title,
    /// In the body.
    Body,
}

/// Words, folded as [`crate::words`] folds them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Text {
    /// This word.
    Word(String),
    /// A word that begins so.
    Prefix(String),
    /// This word in any of its forms: a word with the same stem.
    Stem(String),
    /// These words, one after the other. At least two.
    Phrase(Vec<String>),
    /// These words in any order, as often as written, among as many words in a row as they are
    /// and so many more.
    Near(Vec<String>, u32),
}

/// The names a story carries. Compared whole, case ignored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Name {
    /// A share's symbol.
    Ticker,
    /// A channel.
    Channel,
    /// The wire or outlet it is from.
    Source,
    /// The firm that rates.
    Firm,
    /// What the rating does (`upgrade`).
    Action,
    /// The rating (`buy`).
    Rating,
    /// The language.
    Lang,
    /// An entity's id, `country:PRK`.
    Entity,
    /// A storyline's id.
    Storyline,
    /// A section of the house's edition.
    Section,
    /// Who is reported to say something: an entity's id.
    Speaker,
    /// Who does what for whom: `actor/ROOT/recipient`, each an id, a PLOVER root or `*`.
    Event,
}

impl Name {
    /// All of them.
    pub const ALL: [Name; 12] = [
        Self::Ticker,
        Self::Channel,
        Self::Source,
        Self::Firm,
        Self::Action,
        Self::Rating,
        Self::Lang,
        Self::Entity,
        Self::Storyline,
        Self::Section,
        Self::Speaker,
        Self::Event,
    ];

    /// The word before the colon.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ticker => "ticker",
            Self::Channel => "channel",
            Self::Source => "source",
            Self::Firm => "firm",
            Self::Action => "action",
            Self::Rating => "rating",
            Self::Lang => "lang",
            Self::Entity => "entity",
            Self::Storyline => "storyline",
            Self::Section => "section",
            Self::Speaker => "speaker",
            Self::Event => "event",
        }
    }

    /// The field of that word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|n| n.as_str() == word)
    }

    /// Its values are ids: a bare value may hold colons, slashes and stars.
    #[must_use]
    pub(crate) fn is_id(self) -> bool {
        matches!(self, Self::Entity | Self::Storyline | Self::Speaker | Self::Event)
    }
}

/// The numbers a story carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Number {
    /// 0 to 5.
    Importance,
    /// −1 to 1.
    Sentiment,
    /// Of the price, in per cent.
    Move,
    /// Price target.
    Pt,
    /// The price target before.
    PtPrior,
    /// Its change in per cent.
    PtChg,
    /// How many tell of it independently.
    Origins,
    /// When it was published, in seconds since 1970 UTC.
    Ts,
}

impl Number {
    /// All of them.
    pub const ALL: [Number; 8] = [
        Self::Importance,
        Self::Sentiment,
        Self::Move,
        Self::Pt,
        Self::PtPrior,
        Self::PtChg,
        Self::Origins,
        Self::Ts,
    ];

    /// The word before the colon.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Importance => "importance",
            Self::Sentiment => "sentiment",
            Self::Move => "move",
            Self::Pt => "pt",
            Self::PtPrior => "pt_prior",
            Self::PtChg => "pt_chg",
            Self::Origins => "origins",
            Self::Ts => "ts",
        }
    }

    /// The field of that word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|n| n.as_str() == word)
    }
}

/// How a number is tested. A story that lacks the number fails every test.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Test {
    /// `>=4`
    AtLeast(f64),
    /// `<=4`
    AtMost(f64),
    /// `>4`
    Over(f64),
    /// `<4`
    Under(f64),
    /// `[2..4]`, both ends in it; an end that is `*` is open. `4` alone is `[4..4]`.
    Within(Option<f64>, Option<f64>),
}

impl Test {
    /// Whether a number passes.
    #[must_use]
    pub fn holds(self, value: f64) -> bool {
        match self {
            Self::AtLeast(t) => value >= t,
            Self::AtMost(t) => value <= t,
            Self::Over(t) => value > t,
            Self::Under(t) => value < t,
            Self::Within(low, high) => {
                low.is_none_or(|l| l <= value) && high.is_none_or(|h| value <= h)
            }
        }
    }
}

/// What is matched: a story with what is known of it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Story {
    /// The headline.
    pub title: String,
    /// Everything else that is read.
    pub body: String,
    /// Names it carries, several of a field where it has several.
    pub names: Vec<(Name, String)>,
    /// Numbers it carries. With several of a field a test holds when one passes.
    pub numbers: Vec<(Number, f64)>,
}

impl Story {
    /// Adds an event in every form a query can ask for it: with each of actor, root and recipient
    /// named or left open.
    pub fn add_event(&mut self, actor: Option<&str>, root: &str, recipient: Option<&str>) {
        let parts = [actor, Some(root), recipient];
        for kept in 1..8u8 {
            let shown = |i: usize| match kept >> i & 1 {
                1 => parts[i],
                _ => Some("*"),
            };
            if let (Some(a), Some(r), Some(b)) = (shown(0), shown(1), shown(2)) {
                self.names.push((Name::Event, format!("{a}/{r}/{b}")));
            }
        }
    }
}
