//! Whom a rating is about: the name before or behind the verb, a cashtag, or the sentence's topic.

use super::clause::{Clause, Draft};
use super::figures::{price, ticker};
use super::vocabulary::{Deed, deed, grade};
use super::words::Word;
use std::ops::Range;

impl Clause<'_, '_> {
    pub(super) fn may_be_company(&self, at: usize) -> bool {
        self.words.get(at).is_some_and(|w| {
            (w.is_name() || w.text.starts_with('$') || w.text.starts_with(char::is_alphabetic))
                && !w.is_sign()
        }) && !self.words[at].among("to from at on with price by and stock of for")
            && price(self.words, at).is_none()
    }

    /// The company behind an active verb.
    pub(super) fn object(
        &self,
        draft: &mut Draft,
        right: Range<usize>,
        deed: Deed,
        now: Option<&Range<usize>>,
    ) {
        let mut at = right.start;
        let skip = |w: &Word<'_>| {
            w.among("at coverage its his her our the rating shares stock of view stance")
                || w.among("recommendation their a an equity research")
        };
        let rating_first = now.is_some_and(|r| {
            (at..r.start).all(|i| {
                skip(&self.words[i])
                    || matches!(self.words[i].text, "\"" | "'" | "\u{201c}" | "\u{2018}")
            })
        });
        if rating_first && !matches!(deed, Deed::Upgrade | Deed::Downgrade) {
            let from = now.map_or(at, |r| r.end);
            self.on_company(draft, from, right.end);
            return;
        }
        while at < right.end && skip(&self.words[at]) {
            at += 1;
        }
        if at < right.end && self.words[at].is(&["on", "for", "of"]) {
            at += 1;
        }
        while at < right.end
            && (self.words[at].among("the shares stock of")
                || matches!(self.words[at].text, "\"" | "'"))
        {
            at += 1;
        }
        if at < right.end && self.may_be_company(at) {
            self.company_at(draft, at, right.end);
        } else {
            self.on_company(draft, at, right.end);
        }
    }

    /// The company behind "on" or "for".
    pub(super) fn on_company(&self, draft: &mut Draft, from: usize, to: usize) {
        let mut at = from;
        while at < to {
            let stop = matches!(self.words[at].text, ";" | "." | "|");
            if stop {
                return;
            }
            if self.words[at].is(&["on", "for"]) {
                let mut next = at + 1;
                while next < to && self.words[next].among("the shares stock of") {
                    next += 1;
                }
                if next < to
                    && (self.words[next].is_name() || self.words[next].text.starts_with('$'))
                    && self.priced(next).is_none()
                {
                    self.company_at(draft, next, to);
                    return;
                }
            }
            at += 1;
        }
    }

    /// A company's name from word `from`, ending before words that end one.
    pub(super) fn company_at(&self, draft: &mut Draft, from: usize, to: usize) {
        if let Some((count, symbol)) = ticker(self.words, from) {
            draft.ticker = Some(symbol.to_uppercase());
            let _ = count;
            return;
        }
        let mut end = from;
        while end < to {
            let word = &self.words[end];
            if word.text == "," {
                let suffix = self
                    .words
                    .get(end + 1)
                    .is_some_and(|w| w.among("inc inc. ltd ltd. corp corp. llc plc s.a. n.v."));
                if !suffix {
                    break;
                }
            } else if self.ends_company(end, from) {
                break;
            }
            end += 1;
        }
        if let Some((_, symbol)) = ticker(self.words, end).filter(|_| end < to + 1) {
            draft.ticker = Some(symbol.to_uppercase());
        }
        let mut tail = end;
        let loose = |w: &Word<'_>| w.among("shares stock and the") || (w.is_sign() && !is_own(w));
        while tail > from && loose(&self.words[tail - 1]) {
            tail -= 1;
        }
        if tail > from {
            draft.company = Some(self.bytes(from..tail));
        }
    }

    pub(super) fn ends_company(&self, at: usize, from: usize) -> bool {
        let word = &self.words[at];
        if at > from && word.is(&["and"]) {
            return !self.words.get(at + 1).is_some_and(|w| w.is_name() && deed(w.text).is_none())
                || at - from > 1;
        }
        if is_own(word) {
            // "Applied Materials' target", but "Aaron's to Buy", "on Aaron's, raises".
            let owned = self
                .words
                .get(at + 1)
                .is_some_and(|w| w.among("stock shares share price rating coverage"));
            return owned || self.targets.iter().any(|t| t.start == at + 1);
        }
        if word.is_sign() && !matches!(word.text, "&" | "!") {
            return true;
        }
        word.among(AFTER_NAME)
            || (at > from
                && grade(self.words, at).is_some_and(|g| {
                    g.sure || self.words.get(at + g.words).is_some_and(|w| w.is(&["rating"]))
                }))
            || self.targets.iter().any(|t| t.start == at)
            || self.priced(at).is_some()
    }

    /// The company left of a passive verb.
    pub(super) fn subject(&self, draft: &mut Draft, left: Range<usize>) {
        let mut end = left.end;
        while end > left.start
            && (self.words[end - 1].among(BEFORE_VERB)
                || (is_own(&self.words[end - 1])
                    && !self.is_part_of_name(left.start..end, left.end))
                || matches!(
                    self.words[end - 1].text,
                    ":" | "-" | "\u{2013}" | "\u{2014}" | "," | "\""
                ))
        {
            end -= 1;
        }
        if let Some((from, symbol)) = self.ticker_ending(end, left.start) {
            draft.ticker = Some(symbol);
            end = from;
        }
        let mut from = end;
        while from > left.start && !self.starts_subject(from - 1) {
            from -= 1;
        }
        let junk =
            |w: &Word<'_>| w.among("the and while but update breaking shares of") || w.is_sign();
        while from < end && junk(&self.words[from]) && ticker(self.words, from).is_none() {
            from += 1;
        }
        if let Some((count, symbol)) = ticker(self.words, from).filter(|_| from < end) {
            draft.ticker = draft.ticker.take().or(Some(symbol.to_uppercase()));
            from = (from + count).min(end);
        }
        let coverage = self.words.get(from).is_some_and(|w| w.is(&["coverage", "shares"]));
        let named = from < end && (self.words[from].is_name() || end - from <= 3);
        if named && !coverage && end - from <= 7 {
            draft.company = Some(self.bytes(from..end));
        }
    }

    /// "Kohl's upgraded to Buy": the possessive belongs to the name right before a verb of rating,
    /// and where the lexicon has it so.
    fn is_part_of_name(&self, name: Range<usize>, verb: usize) -> bool {
        let rated = name.end == verb && self.targets.iter().all(|t| t.start != verb);
        let known = (name.start..name.end - 1).any(|from| {
            let text: Vec<&str> = self.words[from..name.end - 1].iter().map(|w| w.text).collect();
            (self.known)(&format!("{}'s", text.join(" ")))
        });
        rated || known
    }

    /// The ticker group that ends right before word `end`.
    pub(super) fn ticker_ending(&self, end: usize, floor: usize) -> Option<(usize, String)> {
        (floor.max(end.saturating_sub(9))..end).find_map(|at| {
            let (count, symbol) = ticker(self.words, at)?;
            (at + count == end).then(|| (at, symbol.to_uppercase()))
        })
    }

    /// A word that cannot be part of a name to its right.
    pub(super) fn starts_subject(&self, at: usize) -> bool {
        let word = &self.words[at];
        if is_own(word) {
            return false;
        }
        let sign = word.is_sign() && !matches!(word.text, "&" | "!" | "(" | ")");
        sign || is_break(word)
            || (word.text.starts_with(|c: char| c.is_ascii_lowercase())
                && !word.is_name()
                && !matches!(word.text, "of" | "and" | "de" | "the"))
    }

    /// "$CX - Cemex cut at UBS": the one cashtag that labels a line.
    pub(super) fn label(&self) -> Option<String> {
        let (count, symbol) =
            ticker(self.words, 0).filter(|_| self.words[0].text.starts_with('$'))?;
        let sign = self.words.get(count)?;
        matches!(sign.text, "-" | ":" | "\u{2013}" | "\u{2014}").then(|| symbol.to_uppercase())
    }

    /// The company that the sentence is about: a cashtag, a name that the lexicon knows, or the
    /// name that it begins with.
    pub(super) fn topic(&self, draft: &mut Draft, left: Range<usize>) {
        let tagged = (0..self.words.len().min(40)).find_map(|at| ticker(self.words, at));
        draft.ticker = tagged.map(|(_, symbol)| symbol.to_uppercase());
        let mut first = None;
        let mut at = 0;
        while at < left.end {
            if let Some(firm) = self.firms.iter().find(|f| f.start == at)
                && draft.firm.as_ref() == Some(&self.bytes(firm.clone()))
            {
                at = firm.end;
                continue;
            }
            let end = self.name_end(at, left.end);
            if end == at {
                at += 1;
                continue;
            }
            let starts = self.words[..at]
                .iter()
                .all(|w| w.among("shares of update breaking the : why") || w.is_sign())
                || self.words[..at].iter().all(|w| w.text.starts_with('$'));
            if starts {
                first = first.or(Some(at..end));
            }
            if let Some(known) = (at + 1..=end).rev().find(|&e| self.is_known(at..e)) {
                draft.company = Some(self.bytes(at..known));
                return;
            }
            at = end;
        }
        draft.company = first.map(|name| self.bytes(name));
    }

    pub(super) fn is_known(&self, name: Range<usize>) -> bool {
        let text: Vec<&str> = self.words[name].iter().map(|w| w.text).collect();
        (self.known)(&text.join(" "))
    }

    /// The end of the run of capitalised words at `at`; `at` itself when none begins there.
    pub(super) fn name_end(&self, at: usize, to: usize) -> usize {
        let fits =
            |w: &Word<'_>| w.is_name() && !is_break(w) && !w.among("the a an why shares analyst");
        if !fits(&self.words[at]) {
            return at;
        }
        let mut end = at;
        while end < to
            && (fits(&self.words[end]) || matches!(self.words[end].text, "&" | "of" | "and"))
        {
            end += 1;
        }
        end
    }

    /// "several stocks", "airlines", "the sector": not one company.
    pub(super) fn is_one_company(&self, draft: &Draft) -> bool {
        let Some(company) = &draft.company else {
            return draft.ticker.is_some() || draft.at.start > 0;
        };
        let words: Vec<&Word<'_>> = self
            .words
            .iter()
            .filter(|w| w.start >= company.start && w.end <= company.end)
            .collect();
        let many = words.iter().any(|w| {
            w.among(MANY) || matches!(w.text, "airlines" | "banks" | "reits" | "names" | "miners")
        });
        !many && !words.is_empty()
    }

    /// "the stock", "the company", "it": what the sentence is about.
    pub(super) fn anaphor(&self, draft: &mut Draft) {
        let Some(company) = draft.company.clone() else { return };
        let first = self.words.iter().find(|w| w.start >= company.start);
        let pronoun = first.filter(|w| w.end <= company.end).is_some_and(|w| {
            let small = w.text.starts_with(char::is_lowercase) || w.end == company.end;
            small && w.among("the stock company shares it its them firm name retailer bank maker")
        });
        if pronoun {
            draft.company = None;
            let at = self.words.iter().position(|w| w.start >= draft.at.start).unwrap_or(0);
            self.topic(draft, 0..at);
        }
    }
}

/// Words that tell of several companies, or of something that is none.
const MANY: &str = "several multiple stocks sector sectors industry companies equities estimates \
    guidance outlook forecast dividend stake quarterly two three four five many \
    brokerages analysts economy growth top notable view views others these earnings \
    biggest best retailers";

/// Words that end a company's name behind a verb.
const AFTER_NAME: &str = "to from at with as on by after before following amid ahead citing says \
    said due over in shares stock rating coverage price but while w/ into because based for is was \
    since still post despite via initiation";

/// Words between a company's name and a verb in the passive.
const BEFORE_VERB: &str = "was is were are been being has have had gets got shares stock also just \
    double rating coverage price target pt be to reportedly since which that after tp";

fn is_own(word: &Word<'_>) -> bool {
    matches!(word.text, "'s" | "\u{2019}s" | "'S")
}

/// Words of headlines that no company's name goes over.
pub(super) fn is_break(word: &Word<'_>) -> bool {
    word.among("update breaking shares stock higher lower up down rises falls gains jumps drops")
        || word.among(
            "slides surges trading after as following on amid why here's analyst analysts is",
        )
        || word
            .among("are was were has by at from to with among says sees report note today earlier")
        || word
            .among("premarket moves moving when while because also reports alert watch now initial")
        || word
            .among("upgrade downgrade upgrades downgrades rating ratings monday tuesday wednesday")
        || word.among("thursday friday just in this morning")
}
