//! What is told: ratings now and before, price targets now and before, and which way they went.

use super::clause::{Clause, Draft};
use super::figures::{Price, price};
use super::vocabulary::{Deed, Grade, deed, grade};
use super::words::Word;
use std::ops::Range;

impl<'t> Clause<'_, 't> {
    /// The first word of the first rating that stands where one may.
    pub(super) fn first_grade(&self, window: Range<usize>) -> Option<usize> {
        window.clone().find(|&i| self.grade_here(i, window.start).is_some())
    }

    pub(super) fn grade_here(&self, at: usize, from: usize) -> Option<Grade> {
        let found = grade(self.words, at)?;
        let behind = self.words.get(at + found.words);
        if found.sure {
            return Some(found);
        }
        let before = at.checked_sub(1).map(|i| &self.words[i]);
        let led = at == from
            || before.is_some_and(|w| {
                w.among("to from at as with a an of is its his her our into the w/ ' rating rated")
                    || w.among("vs vs. versus previously prior")
                    || matches!(
                        w.text,
                        "\"" | "'" | "\u{201c}" | "\u{2018}" | ":" | "," | "-" | "\u{2013}" | "("
                    )
            });
        let rated = behind.is_some_and(|w| w.is(&["rating", "ratings", "recommendation"]));
        let capital = self.words[at].is_name();
        let verb_follows = behind.is_some_and(|w| w.among("side now back rated"));
        ((led || rated) && !verb_follows
            || (capital && before.is_some_and(|w| deed(w.text).is_some())))
        .then_some(found)
    }

    /// Ratings of a window: the new one and the prior one.
    pub(super) fn grades(
        &self,
        window: Range<usize>,
    ) -> (Option<Range<usize>>, Option<Range<usize>>) {
        let (mut now, mut prior) = (None, None);
        let start = window.start;
        let mut at = window.start;
        while at < window.end {
            let Some(found) = self.grade_here(at, start) else {
                at += 1;
                continue;
            };
            let end = at + found.words;
            let mut before = at;
            while before > start
                && (self.words[before - 1].is(&["a", "an", "its", "his", "her"])
                    || matches!(self.words[before - 1].text, "\"" | "\u{201c}" | "'" | "\u{2018}"))
            {
                before -= 1;
            }
            let from = before > start
                && self.words[before - 1].among("from vs vs. versus previously was prior");
            if from && prior.is_none() {
                prior = Some(at..end);
            } else if !from && now.is_none() {
                now = Some(at..end);
            }
            at = end;
        }
        (now, prior)
    }

    pub(super) fn action_of(
        &self,
        deed: Deed,
        now: Option<&Range<usize>>,
        prior: Option<&Range<usize>>,
    ) -> Option<&'static str> {
        let rank =
            |r: Option<&Range<usize>>| r.and_then(|r| grade(self.words, r.start)).map(|g| g.rank);
        Some(match deed {
            Deed::Upgrade | Deed::Raise => "upgrade",
            Deed::Downgrade | Deed::Lower => "downgrade",
            Deed::Initiate => "initiate",
            Deed::Resume => "resume",
            Deed::Reinstate => "reinstate",
            Deed::Assume => "assume",
            Deed::Suspend => "suspend",
            Deed::Terminate => "terminate",
            Deed::Reiterate => "reiterate",
            Deed::Maintain => "maintain",
            Deed::Move => match (rank(now)?, rank(prior)) {
                (now, Some(prior)) if now > prior => "upgrade",
                (now, Some(prior)) if now < prior => "downgrade",
                (now, None) if now > 0 => "upgrade",
                (now, None) if now < 0 => "downgrade",
                _ => return None,
            },
            Deed::Set | Deed::Get => return None,
        })
    }

    /// The word before `at`, quotation marks passed over.
    pub(super) fn before_quotes(&self, at: usize) -> Option<&Word<'t>> {
        self.words[..at]
            .iter()
            .rev()
            .find(|w| !matches!(w.text, "\"" | "\u{201c}" | "'" | "\u{2018}"))
    }

    /// A target without a verb of its own: ", PT $45", "with a $45 price target".
    pub(super) fn quiet_target(&self, draft: &mut Draft, window: Range<usize>, deed: Deed) {
        let Some(noun) = self.targets.iter().find(|t| window.contains(&t.start)) else { return };
        // "…; PT raised to $45" belongs to the verb behind it.
        let verb_next =
            self.deeds.iter().any(|&(at, _, past)| past && (noun.end..noun.end + 2).contains(&at));
        if verb_next {
            return;
        }
        self.prices(draft, noun.clone(), window);
        if draft.target.is_some() {
            let kept = matches!(deed, Deed::Reiterate | Deed::Maintain);
            draft.target_action = Some(if kept { "maintain" } else { "set" });
            if let (Some(now), Some(prior)) = (draft.target, draft.prior_target) {
                draft.target_action = Some(direction(now, prior));
            }
        }
    }

    /// Prices around "price target": `$45 PT`, `PT to $45 from $40`, `PT of $45 (from $40)`.
    pub(super) fn prices(&self, draft: &mut Draft, noun: Range<usize>, window: Range<usize>) {
        let mut at = noun.end;
        let mut loose = None;
        while at < window.end.min(noun.end + 24) {
            let stop = matches!(self.words[at].text, ";" | "." | "|");
            if stop {
                break;
            }
            let before = &self.words[at - 1];
            let led = before.among("to at of from vs vs. is by")
                || before.text == ":"
                || at == noun.end
                || before.text == "(";
            let Some(found) = price(self.words, at).filter(|p| p.currency.is_some() || led) else {
                at += 1;
                continue;
            };
            if before.is(&["by"]) {
                at += found.words;
                continue;
            }
            let from = before.among("from vs vs. versus was prior previously");
            draft.currency = draft.currency.or(found.currency);
            if from {
                draft.prior_target = draft.prior_target.or(Some(found.amount));
            } else if before.is(&["to", "at", "of"]) || draft.target.is_none() && loose.is_none() {
                draft.target = draft.target.or(Some(found.amount));
                loose = Some(());
            }
            at += found.words;
        }
        if draft.target.is_none() {
            let before = (1..=2).find_map(|w| {
                let at = noun.start.checked_sub(w)?;
                price(self.words, at).filter(|p| p.words == w && (p.currency.is_some()))
            });
            if let Some(found) = before {
                draft.target = Some(found.amount);
                draft.currency = draft.currency.or(found.currency);
            }
        }
    }

    /// A price that is marked as one.
    pub(super) fn priced(&self, at: usize) -> Option<Price> {
        price(self.words, at).filter(|p| p.currency.is_some())
    }
}

pub(super) fn target_action(deed: Deed, draft: &Draft) -> Option<&'static str> {
    Some(match deed {
        Deed::Raise => "raise",
        Deed::Lower => "lower",
        Deed::Reiterate | Deed::Maintain => "maintain",
        Deed::Move => match (draft.target, draft.prior_target) {
            (Some(now), Some(prior)) => direction(now, prior),
            _ => "set",
        },
        Deed::Set | Deed::Get | Deed::Initiate | Deed::Assume | Deed::Resume | Deed::Reinstate => {
            "set"
        }
        Deed::Upgrade | Deed::Downgrade | Deed::Suspend | Deed::Terminate => return None,
    })
}

pub(super) fn direction(now: f64, prior: f64) -> &'static str {
    if now > prior {
        "raise"
    } else if now < prior {
        "lower"
    } else {
        "maintain"
    }
}
