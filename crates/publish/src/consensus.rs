//! What analysts think of a company together, by the computation that vendors explain: per analyst
//! and firm the latest rating; without a price target it is left out; the wording is one of five
//! grades; the value is the mean of the grades, the targets' mean, lowest and highest stand beside.

use crate::dialect::{RatingItem, name_number};
use std::collections::BTreeMap;
use wiredesk_model::jiff::Timestamp;

/// What a firm's wording comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Grade {
    /// 1.
    StrongSell,
    /// 2.
    Sell,
    /// 3.
    Hold,
    /// 4.
    Buy,
    /// 5.
    StrongBuy,
}

impl Grade {
    /// All, the worst first.
    pub const ALL: [Grade; 5] =
        [Self::StrongSell, Self::Sell, Self::Hold, Self::Buy, Self::StrongBuy];

    /// `STRONG_SELL` … `STRONG_BUY`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::StrongSell => "STRONG_SELL",
            Self::Sell => "SELL",
            Self::Hold => "HOLD",
            Self::Buy => "BUY",
            Self::StrongBuy => "STRONG_BUY",
        }
    }
}

/// What analysts think together.
#[derive(Debug, Clone, PartialEq)]
pub struct Consensus {
    /// How many hold each grade, the worst first.
    pub counts: [u32; 5],
    /// The mean of the grades, 1 to 5, two places.
    pub value: f64,
    /// The targets' mean, two places.
    pub mean: f64,
    /// The lowest target.
    pub low: f64,
    /// The highest target.
    pub high: f64,
    /// When the newest of the ratings last changed.
    pub updated: Timestamp,
    /// Ratings collected.
    pub collected: usize,
    /// Ratings used.
    pub used: usize,
}

impl Consensus {
    /// The value, rounded, as a word.
    #[must_use]
    pub fn word(&self) -> &'static str {
        // 1 to 5 by construction.
        let nearest = self.value.round().clamp(1.0, 5.0) as usize;
        Grade::ALL[nearest - 1].word()
    }

    /// The counts with each strong grade in its plain one.
    #[must_use]
    pub fn simple_counts(&self) -> [u32; 5] {
        let [strong_sell, sell, hold, buy, strong_buy] = self.counts;
        [0, strong_sell + sell, hold, buy + strong_buy, 0]
    }
}

/// The consensus of ratings of one company; `None` when none of them can be used.
#[must_use]
pub fn consensus(ratings: &[RatingItem]) -> Option<Consensus> {
    let mut latest: BTreeMap<String, &RatingItem> = BTreeMap::new();
    for rating in ratings.iter().filter(|r| r.removed.is_none()) {
        let r = &rating.rating;
        let names = [r.firm.as_deref(), r.analyst.as_deref()].map(Option::unwrap_or_default);
        let slot = latest.entry(name_number(&names)).or_insert(rating);
        if (rating.date.order_key(), rating.updated) > (slot.date.order_key(), slot.updated) {
            *slot = rating;
        }
    }
    let usable = |r: &&RatingItem| {
        let target = r.rating.target.filter(|t| t.is_finite() && *t > 0.0)?;
        Some((grade(r.rating.rating.as_deref()?)?, target, r.updated))
    };
    let used: Vec<(Grade, f64, Timestamp)> = latest.values().filter_map(usable).collect();
    let updated = used.iter().map(|(.., at)| *at).max()?;
    let mut counts = [0; 5];
    used.iter().for_each(|(grade, ..)| counts[*grade as usize] += 1);
    let n = used.len() as f64;
    let sum: f64 = used.iter().map(|(grade, ..)| (*grade as usize + 1) as f64).sum();
    let targets = || used.iter().map(|(_, target, _)| *target);
    Some(Consensus {
        counts,
        value: cents(sum / n),
        mean: cents(targets().sum::<f64>() / n),
        low: targets().fold(f64::INFINITY, f64::min),
        high: targets().fold(f64::NEG_INFINITY, f64::max),
        updated,
        collected: ratings.iter().filter(|r| r.removed.is_none()).count(),
        used: used.len(),
    })
}

/// Counts as whole percents that add up to exactly 100: what is left over after rounding down goes
/// to those with the largest rests.
#[must_use]
pub fn percents(counts: [u32; 5]) -> [u32; 5] {
    let total: u64 = counts.iter().map(|c| u64::from(*c)).sum();
    if total == 0 {
        return [0; 5];
    }
    let parts = counts.map(|c| u64::from(c) * 100);
    let mut whole = parts.map(|p| u32::try_from(p / total).unwrap_or(0));
    let mut by_rest = [0, 1, 2, 3, 4];
    by_rest.sort_by_key(|i| (std::cmp::Reverse(parts[*i] % total), std::cmp::Reverse(*i)));
    let missing = 100 - whole.iter().sum::<u32>();
    for i in by_rest.into_iter().take(missing as usize) {
        whole[i] += 1;
    }
    whole
}

/// What a firm's wording comes to; `None` when it is not known.
#[must_use]
pub fn grade(words: &str) -> Option<Grade> {
    let folded: String =
        words.to_lowercase().chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    let folded = folded.split_whitespace().collect::<Vec<_>>().join(" ");
    let listed = GRADES.iter().find(|(_, list)| list.contains(&folded.as_str()));
    if let Some((grade, _)) = listed {
        return Some(*grade);
    }
    // "Sector Outperform", "Market Weight (1)", "Industry Perform": the scale's name says nothing.
    let rest = SCALES.iter().find_map(|scale| folded.strip_prefix(scale))?.trim_start();
    GRADES.iter().find(|(_, list)| list.contains(&rest)).map(|(grade, _)| *grade)
}

const SCALES: &[&str] = &["sector ", "market ", "industry ", "peer ", "group ", "long term "];

const GRADES: &[(Grade, &[&str])] = &[
    (
        Grade::StrongBuy,
        &["strong buy", "conviction buy", "top pick", "action list buy", "strongbuy"],
    ),
    (
        Grade::Buy,
        &[
            "buy",
            "outperform",
            "outperformer",
            "overweight",
            "over weight",
            "positive",
            "accumulate",
            "add",
            "moderate buy",
            "speculative buy",
            "above average",
            "gradually accumulate",
            "trading buy",
        ],
    ),
    (
        Grade::Hold,
        &[
            "hold",
            "neutral",
            "equal weight",
            "equalweight",
            "market perform",
            "sector perform",
            "peer perform",
            "perform",
            "performer",
            "weight",
            "in line",
            "inline",
            "mixed",
            "fair value",
            "average",
            "market weight",
            "cautious",
        ],
    ),
    (
        Grade::Sell,
        &[
            "sell",
            "underperform",
            "underperformer",
            "underweight",
            "under weight",
            "reduce",
            "negative",
            "below average",
            "trim",
            "moderate sell",
        ],
    ),
    (Grade::StrongSell, &["strong sell", "conviction sell", "strongsell"]),
];

fn cents(number: f64) -> f64 {
    (number * 100.0).round() / 100.0
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::dialect::Security;
    use wiredesk_model::{Published, Rating};

    pub(crate) fn rating(
        firm: &str,
        analyst: &str,
        words: &str,
        target: Option<f64>,
    ) -> RatingItem {
        let at = "2024-09-16T12:00:00Z".parse().expect("time");
        RatingItem {
            number: 1,
            kept: at,
            updated: at,
            removed: None,
            version: 1,
            date: Published::parse("2024-09-16").expect("day"),
            security: Security { symbol: "AAPL".into(), ..Security::default() },
            rating: Rating {
                firm: Some(firm.into()),
                analyst: Some(analyst.into()),
                rating: Some(words.into()),
                target,
                ..Rating::default()
            },
            importance: 0,
            notes: String::new(),
            url: String::new(),
        }
    }

    #[test]
    fn the_vendors_example_comes_out() {
        let words = [("Strong Buy", 3), ("Buy", 4), ("Hold", 2), ("Sell", 1)];
        let ratings: Vec<RatingItem> = words
            .into_iter()
            .flat_map(|(words, n)| {
                (0..n).map(move |i| rating(&format!("{words} {i}"), "A", words, Some(100.0)))
            })
            .collect();
        let found = consensus(&ratings).expect("some");
        assert_eq!((found.value, found.word()), (3.9, "BUY"));
        assert_eq!(percents(found.counts), [0, 10, 20, 40, 30]);
        assert_eq!(found.simple_counts(), [0, 1, 2, 7, 0]);
    }

    #[test]
    fn only_the_latest_with_a_target_count() {
        let old = RatingItem {
            date: Published::parse("2024-01-01").expect("day"),
            ..rating("F", "A", "Sell", Some(10.0))
        };
        let ratings = [
            rating("F", "A", "Buy", Some(200.0)),
            old,
            rating("F", "B", "Hold", None),
            rating("G", "A", "Hold", Some(101.0)),
            rating("H", "A", "Who knows", Some(1.0)),
        ];
        let found = consensus(&ratings).expect("some");
        assert_eq!((found.collected, found.used), (5, 2));
        assert_eq!((found.low, found.high, found.mean), (101.0, 200.0, 150.5));
        assert_eq!(consensus(&ratings[2..3]), None);
        assert_eq!(consensus(&[]), None);
    }

    #[test]
    fn percents_add_up_to_a_hundred() {
        for counts in [[1, 1, 1, 0, 0], [0, 0, 7, 0, 0], [3, 5, 7, 11, 13], [u32::MAX; 5]] {
            assert_eq!(percents(counts).iter().sum::<u32>(), 100, "{counts:?}");
        }
        assert_eq!(percents([0; 5]), [0; 5]);
    }

    #[test]
    fn wordings_come_to_grades() {
        let check =
            |words: &str, expected: Option<Grade>| assert_eq!(grade(words), expected, "{words}");
        check("Overweight", Some(Grade::Buy));
        check("Equal-Weight", Some(Grade::Hold));
        check("Sector Outperform", Some(Grade::Buy));
        check("market perform", Some(Grade::Hold));
        check("Sector Weight", Some(Grade::Hold));
        check("Strong-Buy", Some(Grade::StrongBuy));
        check("Peer Underperform", Some(Grade::Sell));
        check("Tactical Whim", None);
        check("", None);
    }
}
