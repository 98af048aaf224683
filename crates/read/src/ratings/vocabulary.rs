//! The words that rate: what verbs do, and which words are ratings.

use super::words::Word;

/// What a verb does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Deed {
    Upgrade,
    Downgrade,
    /// Begins coverage.
    Initiate,
    Resume,
    Reinstate,
    Assume,
    Suspend,
    Terminate,
    Reiterate,
    Maintain,
    /// Raises a target, or a rating when one stands behind.
    Raise,
    Lower,
    Set,
    /// "moves to", "adjusts": which way the figures or ratings tell.
    Move,
    /// "gets", "added to": a rating or target comes to the company.
    Get,
}

impl Deed {
    /// True for what is done to targets.
    pub fn moves(self) -> bool {
        use Deed::{Lower, Maintain, Move, Raise, Reiterate, Set};
        matches!(self, Raise | Lower | Set | Move | Maintain | Reiterate)
    }
}

/// The deed of a verb form, and whether it is a past form ("upgraded").
pub(super) fn deed(word: &str) -> Option<(Deed, bool)> {
    let lower = word.to_ascii_lowercase();
    let stem = lower.strip_prefix("double-").unwrap_or(&lower);
    let (_, deed, past) = VERBS.iter().find(|(form, ..)| *form == stem)?;
    Some((*deed, *past))
}

const VERBS: &[(&str, Deed, bool)] = &[
    ("upgrades", Deed::Upgrade, false),
    ("upgrade", Deed::Upgrade, false),
    ("upgraded", Deed::Upgrade, true),
    ("upgrading", Deed::Upgrade, false),
    ("downgrades", Deed::Downgrade, false),
    ("downgrade", Deed::Downgrade, false),
    ("downgraded", Deed::Downgrade, true),
    ("downgrading", Deed::Downgrade, false),
    ("initiates", Deed::Initiate, false),
    ("initiate", Deed::Initiate, false),
    ("initiated", Deed::Initiate, true),
    ("initiating", Deed::Initiate, false),
    ("inits", Deed::Initiate, false),
    ("starts", Deed::Initiate, false),
    ("started", Deed::Initiate, true),
    ("begins", Deed::Initiate, false),
    ("began", Deed::Initiate, true),
    ("launches", Deed::Initiate, false),
    ("launched", Deed::Initiate, true),
    ("resumes", Deed::Resume, false),
    ("resumed", Deed::Resume, true),
    ("reinstates", Deed::Reinstate, false),
    ("reinstated", Deed::Reinstate, true),
    ("reinitiates", Deed::Reinstate, false),
    ("reinitiated", Deed::Reinstate, true),
    ("re-initiates", Deed::Reinstate, false),
    ("re-initiated", Deed::Reinstate, true),
    ("assumes", Deed::Assume, false),
    ("assumed", Deed::Assume, true),
    ("transfers", Deed::Assume, false),
    ("suspends", Deed::Suspend, false),
    ("suspended", Deed::Suspend, true),
    ("terminates", Deed::Terminate, false),
    ("terminated", Deed::Terminate, true),
    ("discontinues", Deed::Terminate, false),
    ("reiterates", Deed::Reiterate, false),
    ("reiterate", Deed::Reiterate, false),
    ("reiterated", Deed::Reiterate, true),
    ("reiterating", Deed::Reiterate, false),
    ("reaffirms", Deed::Reiterate, false),
    ("reaffirmed", Deed::Reiterate, true),
    ("affirms", Deed::Reiterate, false),
    ("affirmed", Deed::Reiterate, true),
    ("repeats", Deed::Reiterate, false),
    ("backs", Deed::Reiterate, false),
    ("confirms", Deed::Reiterate, false),
    ("maintains", Deed::Maintain, false),
    ("remains", Deed::Maintain, false),
    ("stays", Deed::Maintain, false),
    ("maintain", Deed::Maintain, false),
    ("maintained", Deed::Maintain, true),
    ("maintaining", Deed::Maintain, false),
    ("keeps", Deed::Maintain, false),
    ("keeping", Deed::Maintain, false),
    ("kept", Deed::Maintain, true),
    ("raises", Deed::Raise, false),
    ("raise", Deed::Raise, false),
    ("raised", Deed::Raise, true),
    ("raising", Deed::Raise, false),
    ("lifts", Deed::Raise, false),
    ("lifted", Deed::Raise, true),
    ("lifting", Deed::Raise, false),
    ("boosts", Deed::Raise, false),
    ("boosted", Deed::Raise, true),
    ("boosting", Deed::Raise, false),
    ("hikes", Deed::Raise, false),
    ("hiked", Deed::Raise, true),
    ("hiking", Deed::Raise, false),
    ("ups", Deed::Raise, false),
    ("upped", Deed::Raise, true),
    ("upping", Deed::Raise, false),
    ("increases", Deed::Raise, false),
    ("increased", Deed::Raise, true),
    ("increasing", Deed::Raise, false),
    ("bumps", Deed::Raise, false),
    ("bumped", Deed::Raise, true),
    ("jacks", Deed::Raise, false),
    ("elevates", Deed::Raise, false),
    ("doubles", Deed::Raise, false),
    ("nudges", Deed::Move, false),
    ("lowers", Deed::Lower, false),
    ("lowered", Deed::Lower, true),
    ("lowering", Deed::Lower, false),
    ("cuts", Deed::Lower, false),
    ("cut", Deed::Lower, true),
    ("cutting", Deed::Lower, false),
    ("trims", Deed::Lower, false),
    ("trimmed", Deed::Lower, true),
    ("trimming", Deed::Lower, false),
    ("reduces", Deed::Lower, false),
    ("reduced", Deed::Lower, true),
    ("reducing", Deed::Lower, false),
    ("slashes", Deed::Lower, false),
    ("slashed", Deed::Lower, true),
    ("slashing", Deed::Lower, false),
    ("drops", Deed::Lower, false),
    ("dropped", Deed::Lower, true),
    ("decreases", Deed::Lower, false),
    ("decreased", Deed::Lower, true),
    ("pares", Deed::Lower, false),
    ("chops", Deed::Lower, false),
    ("takes", Deed::Move, false),
    ("moves", Deed::Move, false),
    ("moved", Deed::Move, true),
    ("adjusts", Deed::Move, false),
    ("adjusted", Deed::Move, true),
    ("changes", Deed::Move, false),
    ("changed", Deed::Move, true),
    ("shifts", Deed::Move, false),
    ("tweaks", Deed::Move, false),
    ("gets", Deed::Get, true),
    ("receives", Deed::Get, true),
    ("received", Deed::Get, true),
    ("earns", Deed::Get, true),
    ("wins", Deed::Get, true),
    ("lands", Deed::Get, true),
    ("added", Deed::Get, true),
    ("sets", Deed::Set, false),
    ("set", Deed::Set, true),
    ("setting", Deed::Set, false),
    ("announces", Deed::Set, false),
    ("announced", Deed::Set, true),
    ("assigns", Deed::Set, false),
    ("assigned", Deed::Get, true),
    ("gives", Deed::Set, false),
    ("given", Deed::Get, true),
    ("places", Deed::Set, false),
    ("puts", Deed::Set, false),
    ("issues", Deed::Set, false),
    ("establishes", Deed::Set, false),
];

/// Ratings, with how bullish they are (-2 to 2) and whether the words mean nothing else.
const RATINGS: &[(&str, i8, bool)] = &[
    ("strong buy", 2, true),
    ("conviction buy", 2, true),
    ("speculative buy", 1, true),
    ("action list buy", 2, true),
    ("long term buy", 1, true),
    ("top pick", 2, true),
    ("buy", 1, false),
    ("outperform", 1, true),
    ("outperformer", 1, true),
    ("overweight", 1, true),
    ("market outperform", 1, true),
    ("sector outperform", 1, true),
    ("industry outperform", 1, true),
    ("sector outperformer", 1, true),
    ("accumulate", 1, false),
    ("add", 1, false),
    ("positive", 1, false),
    ("trading buy", 1, true),
    ("neutral", 0, false),
    ("hold", 0, false),
    ("equal weight", 0, true),
    ("equalweight", 0, true),
    ("market weight", 0, true),
    ("sector weight", 0, true),
    ("marketweight", 0, true),
    ("market perform", 0, true),
    ("market performer", 0, true),
    ("sector perform", 0, true),
    ("sector performer", 0, true),
    ("peer perform", 0, true),
    ("peerperform", 0, true),
    ("industry perform", 0, true),
    ("perform", 0, false),
    ("in line", 0, false),
    ("inline", 0, false),
    ("mixed", 0, false),
    ("fair value", 0, false),
    ("fairly valued", 0, true),
    ("mkt perform", 0, true),
    ("mkt outperform", 1, true),
    ("sell", -1, false),
    ("strong sell", -2, true),
    ("conviction sell", -2, true),
    ("underperform", -1, true),
    ("underperformer", -1, true),
    ("underweight", -1, true),
    ("market underperform", -1, true),
    ("sector underperform", -1, true),
    ("industry underperform", -1, true),
    ("sector underperformer", -1, true),
    ("reduce", -1, false),
    ("negative", -1, false),
    ("avoid", -1, false),
    ("trim", -1, false),
    ("under review", 0, true),
    ("not rated", 0, true),
    ("suspended", 0, false),
    ("below average", -1, true),
    ("above average", 1, true),
    ("average", 0, false),
    ("standard", 0, false),
];

/// A rating in the words of a headline.
#[derive(Debug, Clone, Copy)]
pub(super) struct Grade {
    /// Words it takes.
    pub words: usize,
    pub rank: i8,
    /// The words mean nothing else.
    pub sure: bool,
}

/// The rating that begins at word `at`.
pub(super) fn grade(words: &[Word<'_>], at: usize) -> Option<Grade> {
    let mut phrase = String::new();
    let mut best = None;
    for (i, word) in words.get(at..)?.iter().take(3).enumerate() {
        if word.is_sign() && !matches!(word.text, "-") {
            break;
        }
        if i > 0 {
            phrase.push(' ');
        }
        phrase
            .extend(word.text.chars().map(|c| if c == '-' { ' ' } else { c.to_ascii_lowercase() }));
        if let Some((_, rank, sure)) = RATINGS.iter().find(|(name, ..)| *name == phrase.trim()) {
            best = Some(Grade { words: i + 1, rank: *rank, sure: *sure });
        }
    }
    best
}
