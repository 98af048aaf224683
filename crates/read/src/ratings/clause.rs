//! One sentence or headline to the rating actions it tells.
//!
//! Every verb that may rate ("upgrades", "cut", "raised") gets its window: the words to its left up
//! to the verb before, and to its right up to the next. What stands in the window says whether it
//! is about a rating, about a target, or about something else ("raises guidance"), and fills the
//! slots: firm, company, ratings, prices. Actions that share a company are then put together
//! ("upgrades X to Buy, raises PT to $50").

use super::figures::{speaks_of_debt, target_noun};
use super::grades::target_action;
use super::vocabulary::{Deed, deed, grade};
use super::words::Word;
use std::ops::Range;

/// One rating action; positions are bytes of the sentence.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Draft {
    pub firm: Option<Range<usize>>,
    pub company: Option<Range<usize>>,
    pub ticker: Option<String>,
    pub analyst: Option<Range<usize>>,
    pub action: Option<&'static str>,
    pub rating: Option<Range<usize>>,
    pub prior_rating: Option<Range<usize>>,
    pub target: Option<f64>,
    pub prior_target: Option<f64>,
    pub target_action: Option<&'static str>,
    pub currency: Option<&'static str>,
    pub at: Range<usize>,
}

/// All actions of a sentence.
pub(super) fn actions(words: &[Word<'_>], known: &dyn Fn(&str) -> bool) -> Vec<Draft> {
    let clause = Clause::new(words, known);
    if clause.deeds.is_empty() && clause.targets.is_empty() {
        return Vec::new();
    }
    if speaks_of_debt(words) || clause.credit_agency() {
        return Vec::new();
    }
    let mut drafts = Vec::new();
    for index in 0..clause.deeds.len() {
        if let Some(draft) = clause.deed(index) {
            drafts.push(draft);
        }
    }
    let mut drafts = merged(drafts);
    clause.complete(&mut drafts);
    drafts
}

pub(super) struct Clause<'w, 't> {
    pub words: &'w [Word<'t>],
    /// True for companies of the lexicon.
    pub known: &'w dyn Fn(&str) -> bool,
    /// Word ranges of firms, in order, not overlapping.
    pub firms: Vec<Range<usize>>,
    /// Verbs: word, deed, past form.
    pub deeds: Vec<(usize, Deed, bool)>,
    /// Word ranges of "price target".
    pub targets: Vec<Range<usize>>,
}

impl<'w, 't> Clause<'w, 't> {
    fn new(words: &'w [Word<'t>], known: &'w dyn Fn(&str) -> bool) -> Self {
        let mut clause =
            Self { words, known, firms: Vec::new(), deeds: Vec::new(), targets: Vec::new() };
        let mut at = 0;
        while at < words.len() {
            let firm = clause.firm_at(at);
            if let Some(count) = firm {
                clause.firms.push(at..at + count);
                at += count;
                continue;
            }
            if let Some((deed, past)) = deed(words[at].text).filter(|d| clause.may_be_verb(at, d.0))
            {
                clause.deeds.push((at, deed, past || clause.is_noun(at)));
            }
            match target_noun(words, at) {
                Some(count) if clause.is_target(at, count) => {
                    clause.targets.push(at..at + count);
                    at += count;
                }
                _ => at += 1,
            }
        }
        clause
    }

    /// "cut", "set", "started" and "launched" are verbs of rating only near a rating or target.
    fn may_be_verb(&self, at: usize, verb: Deed) -> bool {
        if verb == Deed::Get {
            return self.gets_a_view(at);
        }
        // "Analyst Upgrades:", "Top Downgrades" are nouns.
        let next = self.words.get(at + 1).map_or("", |w| w.text);
        !matches!(next, ":" | "And" | "&" | "For") || self.words[at].text.ends_with("ed")
    }

    /// "gets a $175 price target", "earns Buy rating", but not "gets upgrade to Buy".
    fn gets_a_view(&self, at: usize) -> bool {
        let behind = &self.words[at + 1..self.words.len().min(at + 7)];
        let view = behind.iter().position(|w| w.among("target pt rating list"));
        let verb = behind.iter().position(|w| deed(w.text).is_some());
        view.is_some_and(|view| verb.is_none_or(|verb| verb > view))
    }

    /// "after a downgrade by UBS", "on Jefferies upgrade": told of the one it befell.
    fn is_noun(&self, at: usize) -> bool {
        let named = self.words[at].is(&["upgrade", "downgrade"]);
        let firm_before = self.firms.last().is_some_and(|f| f.end == at);
        let led = at > 0
            && (self.words[at - 1].among("a an the after following on by from gets double 's")
                || self.words[at - 1].text == ":");
        let behind =
            self.words.get(at + 1).is_none_or(|w| w.among("by from at to of") || w.is_sign());
        named && (led || firm_before) && behind
    }

    /// "target" alone is a price target only with a price or a verb beside it; never the shop.
    fn is_target(&self, at: usize, count: usize) -> bool {
        if count > 1 || !self.words[at].is(&["target"]) {
            return true;
        }
        let near_price = (at + 1..(at + 4).min(self.words.len())).any(|i| self.priced(i).is_some());
        let price_before = at > 0 && self.priced(at - 1).is_some();
        let next = self.words.get(at + 1);
        let moved = next.is_some_and(|w| deed(w.text).is_some_and(|(d, past)| past && d.moves()));
        let owned = at > 0 && !self.words[at - 1].is_sign();
        let own = at > 1 && self.words[at - 1].among("its their the his her");
        let verb_before = at
            .checked_sub(1 + usize::from(own))
            .is_some_and(|before| deed(self.words[before].text).is_some_and(|(d, _)| d.moves()));
        let whose = verb_before && next.is_some_and(|w| w.is(&["on", "for"]));
        let follows = next.is_none_or(|w| {
            w.among("to from at of on by for") || w.is_sign() || self.priced(at + 1).is_some()
        });
        whose || (moved && owned) || price_before || (near_price && follows)
    }

    // Windows.

    pub(super) fn left(&self, index: usize) -> Range<usize> {
        let (at, ..) = self.deeds[index];
        let from = index.checked_sub(1).map_or(0, |i| self.deeds[i].0 + 1);
        from..at
    }

    fn right(&self, index: usize) -> Range<usize> {
        let (at, ..) = self.deeds[index];
        let to = self.deeds.get(index + 1).map_or(self.words.len(), |d| d.0);
        // A target in the middle of the next verb's left side ("PT raised") is the next verb's.
        at + 1..to
    }

    /// What one verb tells.
    fn deed(&self, index: usize) -> Option<Draft> {
        let (at, deed, past) = self.deeds[index];
        let right = self.right(index);
        let left = self.left(index);
        let passive = past && self.is_passive(at, right.clone());
        let target_left =
            self.targets.iter().rfind(|t| left.contains(&t.start) && t.end + 2 >= at && passive);
        if let Some(noun) = target_left {
            return self.target_passive(index, deed, noun.clone());
        }
        let target = self.targets.iter().find(|t| right.contains(&t.start));
        let rating = self.first_grade(right.clone());
        let object_is_target = match (target, rating) {
            (Some(noun), Some(rating)) => noun.start < rating && noun.start < at + 8,
            (Some(_), None) => true,
            _ => false,
        };
        match deed {
            Deed::Get => self.received(index),
            Deed::Upgrade | Deed::Downgrade => self.rate(index, deed, passive),
            Deed::Initiate
            | Deed::Resume
            | Deed::Reinstate
            | Deed::Assume
            | Deed::Suspend
            | Deed::Terminate => {
                let coverage = right.clone().take(3).any(|i| self.words[i].is(&["coverage"]));
                (coverage || rating.is_some()).then(|| self.rate(index, deed, passive))?
            }
            _ if object_is_target => self.target_active(index, deed, target?.clone()),
            Deed::Reiterate | Deed::Maintain if passive && rating.is_none() => {
                self.rate_owned(index, deed)
            }
            Deed::Reiterate | Deed::Maintain => {
                rating.and_then(|_| self.rate(index, deed, passive))
            }
            Deed::Raise | Deed::Lower if rating.is_none() && self.is_labelled_move(at) => {
                let rated = if deed == Deed::Raise { Deed::Upgrade } else { Deed::Downgrade };
                self.rate(index, rated, true)
            }
            Deed::Raise | Deed::Lower | Deed::Move => {
                let rating = rating?;
                let led = self.before_quotes(rating).is_some_and(|w| w.among("to at a an"));
                led.then(|| self.rate(index, deed, passive))?
            }
            Deed::Set => None,
        }
    }

    /// "$CX - Cemex cut at UBS": in a line under a cashtag, what a firm cuts is the rating.
    fn is_labelled_move(&self, at: usize) -> bool {
        let by = self.words.get(at + 1).is_some_and(|w| w.is(&["at", "by"]));
        by && self.label().is_some() && self.firms.iter().any(|f| f.start == at + 2)
    }

    /// "Nvidia gets a $175 price target from Melius", "added to the Conviction Buy list at Goldman".
    fn received(&self, index: usize) -> Option<Draft> {
        let (at, ..) = self.deeds[index];
        let right = self.right(index);
        let mut draft = Draft { at: self.bytes(at..at + 1), ..Draft::default() };
        draft.rating = self.grades(right.clone()).0.map(|r| self.bytes(r));
        self.quiet_target(&mut draft, right.clone(), Deed::Get);
        draft.firm = self.firm_behind(right).map(|r| self.bytes(r));
        self.subject(&mut draft, self.left(index));
        let told = draft.firm.is_some() && (draft.rating.is_some() || draft.target.is_some());
        (told && self.is_one_company(&draft)).then_some(draft)
    }

    /// A past form with its object behind it is active ("UBS upgraded Apple to Buy").
    fn is_passive(&self, at: usize, right: Range<usize>) -> bool {
        if right.is_empty() {
            return true;
        }
        let next = &self.words[at + 1];
        if next.is_sign() && !matches!(next.text, "(" | "\"" | "\u{201c}" | "'") {
            return true;
        }
        let acted = self.actor_before(at);
        let rated = grade(self.words, at + 1).is_some() || next.is(&["a", "an"]);
        if rated {
            return !acted;
        }
        next.among("to at by from with as on after following amid today in and this ahead again")
            || next.among("due two for w/ into")
            || self.priced(at + 1).is_some()
    }

    fn rate(&self, index: usize, deed: Deed, passive: bool) -> Option<Draft> {
        let (at, ..) = self.deeds[index];
        let (left, right) = (self.left(index), self.right(index));
        let (now, prior) = self.grades(right.clone());
        let action = self.action_of(deed, now.as_ref(), prior.as_ref())?;
        let mut draft =
            Draft { action: Some(action), at: self.bytes(at..at + 1), ..Draft::default() };
        draft.rating = now.clone().map(|r| self.bytes(r));
        draft.prior_rating = prior.clone().map(|r| self.bytes(r));
        self.quiet_target(&mut draft, right.clone(), deed);
        if passive {
            draft.firm = self
                .firm_behind(right.clone())
                .or_else(|| self.firm_as_label(left.clone()))
                .or_else(|| {
                    self.firm_before(left.clone()).filter(|f| self.is_noun(at) && f.end + 2 >= at)
                })
                .map(|r| self.bytes(r));
            if !self.is_noun(at) {
                self.subject(&mut draft, left.clone());
            }
            if draft.company.is_none() && draft.ticker.is_none() {
                self.on_company(&mut draft, right.start, right.end);
            }
        } else {
            draft.firm = self.firm_acting(index).map(|r| self.bytes(r));
            if draft.firm.is_none() && index == 0 && now.is_some() {
                draft.firm = self.unknown_firm(left.clone()).map(|r| self.bytes(r));
            }
            self.object(&mut draft, right.clone(), deed, now.as_ref());
        }
        if draft.company.is_none() && draft.ticker.is_none() && index == 0 {
            self.topic(&mut draft, left.clone());
        }
        let told = draft.firm.is_some()
            || draft.rating.is_some()
            || draft.prior_rating.is_some()
            || index > 0;
        let sure = draft.ticker.is_some() || self.is_known_company(&draft);
        let listed = passive && matches!(deed, Deed::Upgrade | Deed::Downgrade) && sure;
        ((told || listed) && self.is_one_company(&draft)).then_some(draft)
    }

    /// "Chewy's Buy rating reiterated at Needham", "; Hold maintained": the rating stands before the verb.
    fn rate_owned(&self, index: usize, deed: Deed) -> Option<Draft> {
        let (at, ..) = self.deeds[index];
        let left = self.left(index);
        let noun = at.checked_sub(1).filter(|&n| self.words[n].is(&["rating"])).unwrap_or(at);
        let (from, rating) = (left.start..noun).rev().take(3).find_map(|from| {
            let found = grade(self.words, from)?;
            (from + found.words == noun).then_some((from, from..noun))
        })?;
        let mut draft = Draft {
            action: self.action_of(deed, Some(&rating), None),
            rating: Some(self.bytes(rating)),
            at: self.bytes(at..at + 1),
            ..Draft::default()
        };
        let right = self.right(index);
        self.quiet_target(&mut draft, right.clone(), deed);
        draft.firm = self.firm_behind(right).map(|r| self.bytes(r));
        let own = matches!(self.words[from.max(1) - 1].text, "'s" | "\u{2019}s" | "'");
        self.subject(&mut draft, left.start..from - usize::from(own && from > left.start));
        ((draft.firm.is_some() || index > 0) && self.is_one_company(&draft)).then_some(draft)
    }

    /// "raises PT on X to $45", "raises X PT to $45", "announces $45 price target".
    fn target_active(&self, index: usize, deed: Deed, noun: Range<usize>) -> Option<Draft> {
        let (at, ..) = self.deeds[index];
        let (left, right) = (self.left(index), self.right(index));
        let mut draft = Draft { at: self.bytes(at..at + 1), ..Draft::default() };
        self.prices(&mut draft, noun.clone(), right.clone());
        draft.target_action = Some(target_action(deed, &draft)?);
        draft.firm = self.firm_acting(index).map(|r| self.bytes(r));
        let between = at + 1..noun.start;
        let own = between.clone().find(|&i| {
            !self.words[i]
                .among("its the their his her our a an new 12-month one-year street-high on")
                && self.priced(i).is_none()
        });
        match own {
            Some(from) if self.may_be_company(from) => {
                self.company_at(&mut draft, from, noun.start)
            }
            _ => self.on_company(&mut draft, noun.end, right.end),
        }
        if draft.company.is_none() && draft.ticker.is_none() && index == 0 {
            self.topic(&mut draft, left);
        }
        let anchored =
            draft.firm.is_some() || index > 0 || draft.target.is_some() && draft.company.is_some();
        let told = draft.target.is_some() || draft.prior_target.is_some() || draft.firm.is_some();
        (anchored && told && self.is_one_company(&draft)).then_some(draft)
    }

    /// "X price target raised to $45 from $40 at UBS".
    fn target_passive(&self, index: usize, deed: Deed, noun: Range<usize>) -> Option<Draft> {
        let (at, ..) = self.deeds[index];
        let (left, right) = (self.left(index), self.right(index));
        let mut draft = Draft { at: self.bytes(at..at + 1), ..Draft::default() };
        self.prices(&mut draft, at..at + 1, right.clone());
        if draft.target.is_none() && draft.prior_target.is_none() {
            self.prices(&mut draft, noun.clone(), left.clone());
        }
        draft.target_action = Some(target_action(deed, &draft)?);
        draft.firm = self
            .firm_behind(right)
            .or_else(|| self.firm_as_label(left.clone()))
            .map(|r| self.bytes(r));
        self.subject(&mut draft, left.start..noun.start);
        if draft.company.is_none() && draft.ticker.is_none() && index == 0 {
            self.topic(&mut draft, left);
        }
        let told = draft.target.is_some() || draft.firm.is_some();
        (told && self.is_one_company(&draft)).then_some(draft)
    }

    fn is_known_company(&self, draft: &Draft) -> bool {
        let name: Vec<&str> = draft
            .company
            .iter()
            .flat_map(|c| {
                self.words.iter().filter(|w| w.start >= c.start && w.end <= c.end).map(|w| w.text)
            })
            .collect();
        !name.is_empty() && (self.known)(&name.join(" "))
    }

    pub(super) fn bytes(&self, words: Range<usize>) -> Range<usize> {
        let (Some(first), Some(last)) =
            (self.words.get(words.start), words.end.checked_sub(1).and_then(|i| self.words.get(i)))
        else {
            return 0..0;
        };
        first.start..last.end.max(first.start)
    }

    /// What stands once for all actions of the sentence: firm, company, analyst.
    fn complete(&self, drafts: &mut Vec<Draft>) {
        // "Upgraded at UBS and downgraded at Citi": a firm that acted is not what was rated next.
        let firms: Vec<Range<usize>> = drafts.iter().filter_map(|d| d.firm.clone()).collect();
        for draft in drafts.iter_mut() {
            let is_firm = |c: &mut Range<usize>| firms.iter().any(|f| overlap(f, c));
            draft.company.take_if(is_firm);
        }
        let (mut firm, mut company) = (None, None);
        for draft in drafts.iter_mut() {
            firm = draft.firm.clone().or(firm);
            draft.firm.clone_from(&firm);
            if draft.company.is_none()
                && draft.ticker.is_none()
                && let Some((name, symbol)) = &company
            {
                draft.company = Clone::clone(name);
                draft.ticker = Clone::clone(symbol);
            }
            company = Some((draft.company.clone(), draft.ticker.clone()));
            draft.analyst = self.analyst();
        }
        if let [draft] = drafts.as_mut_slice() {
            draft.ticker = draft.ticker.take().or_else(|| self.label());
        }
        // "Dow upgraded, DuPont downgraded at Goldman".
        let mut firm = None;
        for draft in drafts.iter_mut().rev() {
            firm = draft.firm.clone().or(firm);
            draft.firm.clone_from(&firm);
        }
        for draft in drafts.iter_mut() {
            self.anaphor(draft);
            let (firm, analyst) = (draft.firm.clone(), draft.analyst.as_ref());
            draft.company.take_if(|c| firm.as_ref().is_some_and(|f| overlap(f, c)));
            if analyst.is_some_and(|a| firm.is_some_and(|f| overlap(&f, a))) {
                draft.firm = self.house_of_analyst();
            }
        }
        drafts.retain(|d| {
            // Without a firm, "to sell" or "to reduce" may be verbs of any news.
            let told = d.firm.is_some() || d.prior_rating.is_some();
            let valued = d.target.is_some() || d.ticker.is_some();
            let known = d.action.is_some() && self.is_known_company(d);
            (d.company.is_some() || d.ticker.is_some()) && (told || valued || known)
        });
    }
}

fn overlap(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}

/// Puts a rating and a target of one company together.
fn merged(drafts: Vec<Draft>) -> Vec<Draft> {
    let mut out: Vec<Draft> = Vec::new();
    for draft in drafts {
        match out.last_mut() {
            Some(last) if fits(last, &draft) => join(last, draft),
            _ => out.push(draft),
        }
    }
    out
}

fn fits(last: &Draft, next: &Draft) -> bool {
    let same_company = next.company.is_none() && next.ticker.is_none()
        || last.company.is_none() && last.ticker.is_none();
    let clash = last.action.is_some() && next.action.is_some()
        || last.target_action.is_some() && next.target_action.is_some() && last.target.is_some();
    let other_firm = last.firm.is_some() && next.firm.is_some() && last.firm != next.firm;
    same_company && !clash && !other_firm
}

fn join(last: &mut Draft, next: Draft) {
    last.firm = last.firm.take().or(next.firm);
    last.company = last.company.take().or(next.company);
    last.ticker = last.ticker.take().or(next.ticker);
    last.action = last.action.or(next.action);
    last.rating = last.rating.take().or(next.rating);
    last.prior_rating = last.prior_rating.take().or(next.prior_rating);
    last.target = next.target.or(last.target);
    last.prior_target = next.prior_target.or(last.prior_target);
    last.target_action = next.target_action.or(last.target_action);
    last.currency = last.currency.or(next.currency);
    last.at.end = last.at.end.max(next.at.end);
}
