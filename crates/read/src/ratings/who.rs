//! Who rates: firms in the places where a firm stands, and analysts.

use super::clause::Clause;
use super::company::is_break;
use super::figures::ticker;
use super::firms::{self, CREDIT};
use super::vocabulary::{deed, grade};
use super::words::Word;
use std::ops::Range;

impl Clause<'_, '_> {
    pub(super) fn credit_agency(&self) -> bool {
        self.words.iter().enumerate().any(|(i, w)| {
            let agency = CREDIT.iter().any(|name| name.split(' ').next() == Some(w.text));
            let joined = i > 0 && self.words[i - 1].text == "&";
            let own = self.words.get(i + 1).is_some_and(|w| matches!(w.text, "'s" | "\u{2019}s"));
            let moody = w.text == "Moody" && own;
            let index =
                self.words.get(i + 1).is_some_and(|w| w.among("500 futures capital global"));
            let acts = self.deeds.iter().any(|&(at, ..)| at > i && at <= i + 4)
                || (i > 0 && self.words[i - 1].is(&["at", "by", "from"]));
            (agency || moody) && !joined && !index && acts
        })
    }

    /// The longest firm's name at a word.
    pub(super) fn firm_at(&self, at: usize) -> Option<usize> {
        let first = self.words[at].text;
        if !first.starts_with(|c: char| c.is_alphanumeric()) {
            return None;
        }
        let mut name = String::new();
        let mut best = None;
        for (i, word) in self.words[at..].iter().take(firms::WORDS_MAX + 2).enumerate() {
            if word.text == "," {
                continue;
            }
            if word.is_sign() {
                break;
            }
            if !name.is_empty() {
                name.push(' ');
            }
            name.push_str(&firms::folded(word.text));
            if firms::is_firm(&name) {
                best = Some(i + 1);
            }
        }
        // "Wells Fargo & Company" is Wells Fargo.
        let ends = |n: usize| self.words.get(at + n).is_some_and(|w| w.among("company co co."));
        let best = best.map(|n| match self.words.get(at + n) {
            Some(and) if and.text == "&" && ends(n + 1) => n + 2,
            _ => n,
        });
        // In lower case only where a tweet writes everything so.
        best.filter(|_| first.starts_with(char::is_uppercase) || self.slot_before(at))
    }

    pub(super) fn slot_before(&self, at: usize) -> bool {
        at == 0 || self.words[at - 1].is(&["at", "by", "from"])
    }

    /// A firm or analyst is named a few words before the verb, as one who acts.
    pub(super) fn actor_before(&self, at: usize) -> bool {
        let from = at.saturating_sub(6);
        let firm = self.firms.iter().any(|f| {
            f.end <= at
                && f.start >= from
                && !self.slot_before(f.start.max(1))
                && (f.end == at
                    || self.words[f.end..at]
                        .iter()
                        .any(|w| w.among("analyst analysts also has 's")))
        });
        firm || self.words[from..at].iter().any(|w| w.is(&["analyst", "analysts"]))
    }

    /// The last firm of the window left of an active verb.
    pub(super) fn firm_before(&self, left: Range<usize>) -> Option<Range<usize>> {
        self.firms.iter().rfind(|f| left.contains(&f.start) && f.end <= left.end).cloned()
    }

    /// The firm that does what an active verb tells. Behind another verb it opens a clause: the
    /// bank in "Citi upgrades Morgan Stanley to Buy, raises PT" is what Citi rates.
    pub(super) fn firm_acting(&self, index: usize) -> Option<Range<usize>> {
        let left = self.left(index);
        let firm = self.firm_before(left)?;
        let opens = firm.start.checked_sub(1).is_none_or(|before| {
            let word = &self.words[before];
            word.is_sign() || word.among("and as after while but when since because")
        });
        let near = self.deeds[index].0 <= firm.end + 4;
        (index == 0 || opens && near).then_some(firm)
    }

    /// The firm behind "at" or "by" right of a passive verb.
    pub(super) fn firm_behind(&self, right: Range<usize>) -> Option<Range<usize>> {
        let led = |f: &Range<usize>| {
            (f.start.saturating_sub(4)..f.start)
                .rev()
                .take(4)
                .any(|i| self.words[i].among("at by from with @"))
        };
        let known = self.firms.iter().find(|f| right.contains(&f.start) && led(f)).cloned();
        known.or_else(|| self.unknown_behind(right))
    }

    /// A name of no known house behind "at" or "by", to the end of the clause.
    pub(super) fn unknown_behind(&self, right: Range<usize>) -> Option<Range<usize>> {
        let at = right.clone().find(|&i| {
            self.words[i].is(&["at", "by", "@"])
                && self
                    .words
                    .get(i + 1)
                    .is_some_and(|w| w.is_name() && self.priced(i + 1).is_none())
                && grade(self.words, i + 1).is_none()
        })?;
        let end = (at + 1..right.end.min(at + 6))
            .find(|&i| {
                !(self.words[i].is_name() || matches!(self.words[i].text, "&" | "of" | "and"))
            })
            .unwrap_or(right.end.min(at + 6));
        let name = at + 1..end;
        let analyst = self.words[name.clone()]
            .iter()
            .any(|w| w.among("analysts analyst wall street least brokerage"));
        (!name.is_empty() && !analyst).then_some(name)
    }

    /// "UBS: Apple upgraded to Buy".
    pub(super) fn firm_as_label(&self, left: Range<usize>) -> Option<Range<usize>> {
        self.firms
            .iter()
            .find(|f| {
                left.contains(&f.start) && self.words.get(f.end).is_some_and(|w| w.text == ":")
            })
            .cloned()
    }

    /// A capitalised run at the start that acts like a firm: "Acme Capital Upgrades X to Buy".
    pub(super) fn unknown_firm(&self, left: Range<usize>) -> Option<Range<usize>> {
        let from = (left.start..left.end)
            .rev()
            .find(|&i| {
                let w = &self.words[i];
                !(w.is_name() || matches!(w.text, "&" | "of" | "and" | "."))
            })
            .map_or(left.start, |i| i + 1);
        let name = from..left.end;
        let vague = self.words[name.clone()].iter().any(|w| {
            w.among("analyst analysts street it he she they and update brokerage firm bank")
                || is_break(w)
        });
        (!name.is_empty()
            && name.len() <= 4
            && !vague
            && self.words[name.start].is_name()
            && ticker(self.words, name.start).is_none())
        .then_some(name)
    }

    /// "UBS analyst Jane Doe", "UBS's Jane Doe".
    pub(super) fn analyst(&self) -> Option<Range<usize>> {
        let named = |from: usize| {
            let rest = self.words.get(from..).unwrap_or(&[]);
            let name = |w: &&Word<'_>| w.is_name() && deed(w.text).is_none() && !is_break(w);
            let end = from + rest.iter().take(4).take_while(name).count();
            (end >= from + 2).then_some(from..end)
        };
        if let Some(at) = self.words.iter().position(|w| w.is(&["analyst"])) {
            let comma = self.words.get(at + 1).is_some_and(|w| w.text == ",");
            return named(at + 1 + usize::from(comma)).map(|name| self.bytes(name));
        }
        let acts = |name: &Range<usize>| self.deeds.iter().any(|&(at, ..)| at == name.end);
        self.firms.iter().find_map(|firm| {
            let own = self.words.get(firm.end)?;
            let owns = matches!(own.text, "'s" | "\u{2019}s" | "'" | "\u{2019}");
            let name = named(firm.end + 1).filter(|name| owns && acts(name))?;
            Some(self.bytes(name))
        })
    }

    /// "Lantern Hill analyst Ann Lee": the name before the word.
    pub(super) fn house_of_analyst(&self) -> Option<Range<usize>> {
        let at = self.words.iter().position(|w| w.is(&["analyst"]))?;
        let name = |w: &&Word<'_>| w.is_name() && !is_break(w);
        let long = self.words[..at].iter().rev().take(4).take_while(name).count();
        (long > 0).then(|| self.bytes(at - long..at))
    }
}
