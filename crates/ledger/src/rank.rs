//! Who comes first, by named measures, with an interval and with every claim it stands on.
//!
//! Measures: *origins* (how many distinct first tellers say that the actor did it), *deliveries*
//! (how many distinct things at distinct times), *explicit* (how many origins put the actor first
//! in words, less those that put it below another). Ties share a place. Only one rung of the ladder
//! is ranked; claims of other rungs are listed apart. The interval comes from drawing the origins
//! anew with replacement (Efron's bootstrap), so it tells how much the order hangs on single
//! voices; it cannot tell whether the voices are right.

use crate::book::{Key, Ledger};
use crate::draw::draw;
use crate::relation::counts;
use crate::tellers::{Said, Teller};
use std::collections::{BTreeMap, BTreeSet};
use wiredesk_model::{ClaimId, EntityId, Precedence, Root, Stage, When, jiff::civil::Date};

/// What is asked.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// For or to whom.
    pub recipient: EntityId,
    /// Which deeds count.
    pub roots: Vec<Root>,
    /// Only deeds of this mode (and ranks of this or no mode); `None` for all.
    pub mode: Option<String>,
    /// Only deeds between these days; a deed without a date counts by its report.
    pub span: Option<(Date, Date)>,
    /// Only what was reported by then.
    pub as_of: Option<Date>,
    /// Which rung.
    pub stage: Stage,
    /// By what the rows are ordered.
    pub measure: Measure,
}

impl Question {
    /// "Who supplies RECIPIENT, military?": deliveries, all times, by origins.
    #[must_use]
    pub fn military_suppliers(recipient: EntityId) -> Self {
        Self {
            recipient,
            roots: vec![Root::Aid, Root::Cooperate, Root::Support],
            mode: Some("military".to_owned()),
            span: None,
            as_of: None,
            stage: Stage::Delivered,
            measure: Measure::Origins,
        }
    }
}

/// What rows are ordered by; the other measures break ties and are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Measure {
    /// Distinct first tellers.
    Origins,
    /// Distinct things at distinct times.
    Deliveries,
    /// Origins that put it first in words, less those that put it below.
    Explicit,
}

impl Measure {
    /// All.
    pub const ALL: [Measure; 3] = [Self::Origins, Self::Deliveries, Self::Explicit];

    /// The word on the command line and in JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Origins => "origins",
            Self::Deliveries => "deliveries",
            Self::Explicit => "explicit",
        }
    }

    /// The measure of that word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|m| m.as_str() == word)
    }

    /// What it counts, for people.
    #[must_use]
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Origins => "distinct first tellers; copies of one wire are one",
            Self::Deliveries => "distinct kinds of goods at distinct times, as told",
            Self::Explicit => {
                "first tellers who put it first in words, less those who put it below"
            }
        }
    }
}

/// The answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Ranking {
    /// What was asked.
    pub question: Question,
    /// The actors in order; `actor: None` is what nobody is named for, always last.
    pub rows: Vec<RankRow>,
    /// Ranks that somebody put in words, latest last.
    pub explicit: Vec<ExplicitRank>,
    /// Distinct origins behind all rows.
    pub origins: usize,
}

/// One actor's place.
#[derive(Debug, Clone, PartialEq)]
pub struct RankRow {
    /// Who; `None` for "unknown".
    pub actor: Option<EntityId>,
    /// Place by the measure asked for, from 1; equals share one. "Unknown" comes last.
    pub place: usize,
    /// Places in nine of ten draws of the origins.
    pub place_range: (usize, usize),
    /// Distinct first tellers who say so.
    pub origins: usize,
    /// Origins in nine of ten draws.
    pub origins_range: (usize, usize),
    /// Distinct outlets that carried it.
    pub outlets: usize,
    /// Distinct kinds of goods at distinct times.
    pub deliveries: usize,
    /// Origins that put it first in words.
    pub put_first: usize,
    /// Origins that put it below another.
    pub put_below: usize,
    /// Who says so, with their claims.
    pub says: Vec<Teller>,
    /// Who says that it is not so.
    pub disputes: Vec<Teller>,
    /// Claims of other rungs, which do not count.
    pub other_rungs: Vec<(Stage, ClaimId)>,
}

/// A rank in words.
#[derive(Debug, Clone, PartialEq)]
pub struct ExplicitRank {
    /// The one put first.
    pub first: EntityId,
    /// Those it is put above; empty when above all.
    pub above: Vec<EntityId>,
    /// As what ("ally").
    pub role: String,
    /// `economic`, `military`, …; where it differs from the question's, it is another matter.
    pub mode: Option<String>,
    /// Who says so.
    pub teller: Teller,
    /// The computed order has it so too; `None` when it does not hold both, or on another matter.
    pub agrees: Option<bool>,
}

/// What is found of one actor before it has a place.
#[derive(Debug, Default)]
struct Found {
    says: Vec<u32>,
    denials: Vec<u32>,
    other_rungs: Vec<u32>,
    first: BTreeSet<u32>,
    below: BTreeSet<u32>,
}

impl Ledger {
    /// Answers `question`.
    #[must_use]
    pub fn rank(&self, question: Question) -> Ranking {
        let mut found = self.find(&question);
        let explicit = self.ranks_of(&question, &mut found);
        let mut rows: Vec<(RankRow, BTreeSet<u32>)> =
            found.iter().map(|(&actor, f)| self.row(actor, f)).collect();
        let value = |row: &RankRow| by_measure(question.measure, row);
        rows.sort_by(|(a, _), (b, _)| {
            let tie = || order_key(b).cmp(&order_key(a));
            let last = a.actor.is_none().cmp(&b.actor.is_none());
            last.then(value(b).cmp(&value(a))).then_with(tie).then(a.actor.cmp(&b.actor))
        });
        let known = rows.iter().filter(|(row, _)| row.actor.is_some());
        let values: Vec<i64> = known.map(|(row, _)| value(row)).collect();
        for (row, _) in &mut rows {
            let better = values.iter().filter(|&&v| v > value(row)).count();
            row.place = 1 + if row.actor.is_some() { better } else { values.len() };
        }
        let all: BTreeSet<u32> =
            rows.iter().flat_map(|(_, origins)| origins.iter().copied()).collect();
        draw(&mut rows, &all);
        let rows: Vec<RankRow> = rows.into_iter().map(|(row, _)| row).collect();
        let explicit = explicit.into_iter().map(|e| judged(e, &rows, &question)).collect();
        Ranking { rows, explicit, origins: all.len(), question }
    }

    /// The claims that bear on the question, by actor.
    fn find(&self, question: &Question) -> BTreeMap<Option<u32>, Found> {
        let mut found: BTreeMap<Option<u32>, Found> = BTreeMap::new();
        let recipient = self.entities.find(&question.recipient);
        let numbers =
            recipient.and_then(|r| self.to.get(&r)).map(Vec::as_slice).unwrap_or_default();
        let mode = question.mode.as_ref().map(|m| self.words.find(m));
        for &n in numbers {
            let key = &self.keys[n as usize];
            let of_kind = key.root.is_some_and(|r| question.roots.contains(&r));
            let of_mode = mode.is_none_or(|m| m == key.mode);
            // A denial seldom repeats what kind of help it denies.
            let of_mode = of_mode || key.denied && key.mode.is_none();
            if !(of_kind && of_mode && counts(key, question.as_of) && in_span(key, question.span))
                || key.actor == recipient
            {
                continue;
            }
            let found = found.entry(key.actor).or_default();
            match () {
                () if key.denied => found.denials.push(n),
                () if key.stage == question.stage => found.says.push(n),
                () => found.other_rungs.push(n),
            }
        }
        found
    }

    fn row(&self, actor: Option<u32>, found: &Found) -> (RankRow, BTreeSet<u32>) {
        let says = self.tellers(&found.says);
        let origins: BTreeSet<u32> =
            found.says.iter().map(|&n| self.keys[n as usize].origin).collect();
        let rung = |&n: &u32| (self.keys[n as usize].stage, self.claims[n as usize].id.clone());
        let row = RankRow {
            actor: actor.and_then(|a| self.entities.name(a)).cloned(),
            place: 0,
            place_range: (0, 0),
            origins: origins.len(),
            origins_range: (0, 0),
            outlets: self.outlets(&found.says),
            deliveries: self.deliveries(&found.says),
            put_first: found.first.len(),
            put_below: found.below.len(),
            says,
            disputes: self.tellers(&found.denials),
            other_rungs: found.other_rungs.iter().map(rung).collect(),
        };
        (row, origins)
    }

    /// Kinds of goods at distinct times. What has no date, or no kind, is taken to be one of those
    /// that have; dates that can mean the same day are one.
    fn deliveries(&self, numbers: &[u32]) -> usize {
        let mut dated: BTreeMap<Option<u32>, Vec<When>> = BTreeMap::new();
        for &n in numbers {
            let key = &self.keys[n as usize];
            let whens = dated.entry(key.class).or_default();
            whens.extend(key.when);
        }
        if dated.len() > 1 {
            dated.remove(&None);
        }
        dated.into_values().map(|whens| apart(whens).max(1)).sum()
    }

    /// Ranks in words that bear on the question; notes in `found` who is put first and below.
    fn ranks_of(
        &self,
        question: &Question,
        found: &mut BTreeMap<Option<u32>, Found>,
    ) -> Vec<ExplicitRank> {
        let mut explicit: Vec<(u32, ExplicitRank)> = Vec::new();
        for &n in &self.ranks {
            let (key, claim) = (&self.keys[n as usize], &self.claims[n as usize]);
            let Some(rank) = claim.precedence.clone().map(|p| self.resolved(p)) else { continue };
            let number = |id: &EntityId| self.entities.find(id);
            let first = number(&rank.first);
            let ours = match &rank.to {
                Some(to) => *to == question.recipient,
                // For nobody named: ours when it is between actors that are ranked.
                None => std::iter::once(&rank.first)
                    .chain(&rank.above)
                    .all(|id| number(id).is_some_and(|n| found.contains_key(&Some(n)))),
            };
            if !ours || !counts(key, question.as_of) || key.denied {
                continue;
            }
            if same_matter(rank.mode.as_deref(), question) {
                if let Some(first) = first {
                    found.entry(Some(first)).or_default().first.insert(key.origin);
                }
                for below in rank.above.iter().filter_map(number) {
                    found.entry(Some(below)).or_default().below.insert(key.origin);
                }
            }
            let said = |teller: &mut Teller| teller.claims.append(&mut self.said_of(n));
            let same = |e: &ExplicitRank| {
                e.first == rank.first && e.above == rank.above && e.mode == rank.mode
            };
            match explicit.iter_mut().find(|(o, e)| *o == key.origin && same(e)) {
                Some((_, e)) => said(&mut e.teller),
                None => {
                    let Some(teller) = self.tellers(&[n]).pop() else { continue };
                    let (first, above) = (rank.first, rank.above);
                    let (role, mode) = (rank.role, rank.mode);
                    explicit.push((
                        key.origin,
                        ExplicitRank { first, above, role, mode, teller, agrees: None },
                    ));
                }
            }
        }
        explicit.into_iter().map(|(_, e)| e).collect()
    }

    /// With every entity as the one it counts for.
    fn resolved(&self, rank: Precedence) -> Precedence {
        Precedence {
            first: self.counts_for(&rank.first),
            above: rank.above.iter().map(|id| self.counts_for(id)).collect(),
            to: rank.to.as_ref().map(|id| self.counts_for(id)),
            ..rank
        }
    }

    fn said_of(&self, n: u32) -> Vec<Said> {
        self.tellers(&[n]).pop().map(|t| t.claims).unwrap_or_default()
    }
}

fn by_measure(measure: Measure, row: &RankRow) -> i64 {
    let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    match measure {
        Measure::Origins => count(row.origins),
        Measure::Deliveries => count(row.deliveries),
        Measure::Explicit => count(row.put_first) - count(row.put_below),
    }
}

fn order_key(row: &RankRow) -> (i64, i64, i64) {
    let [a, b, c] = Measure::ALL.map(|m| by_measure(m, row));
    (a, b, c)
}

fn same_matter(mode: Option<&str>, question: &Question) -> bool {
    mode.is_none() || question.mode.is_none() || mode == question.mode.as_deref()
}

fn in_span(key: &Key, span: Option<(Date, Date)>) -> bool {
    let Some((from, to)) = span else { return true };
    match (key.when, key.reported) {
        (Some(when), _) => when.first_day() <= to && when.last_day() >= from,
        (None, Some(day)) => from <= day && day <= to,
        (None, None) => false,
    }
}

/// How many of the dates cannot mean the same time.
fn apart(mut whens: Vec<When>) -> usize {
    whens.sort_by_key(|w| w.last_day());
    let mut count = 0;
    let mut last: Option<When> = None;
    for when in whens {
        if last.is_none_or(|l| l.surely_before(when)) {
            count += 1;
            last = Some(when);
        }
    }
    count
}

fn judged(mut rank: ExplicitRank, rows: &[RankRow], question: &Question) -> ExplicitRank {
    let place = |id: &EntityId| rows.iter().find(|r| r.actor.as_ref() == Some(id)).map(|r| r.place);
    if same_matter(rank.mode.as_deref(), question) {
        let others: Vec<usize> = match rank.above.is_empty() {
            true => rows
                .iter()
                .filter(|r| r.actor.as_ref() != Some(&rank.first))
                .map(|r| r.place)
                .collect(),
            false => rank.above.iter().filter_map(place).collect(),
        };
        let first = place(&rank.first).filter(|_| !others.is_empty());
        rank.agrees = first.map(|first| others.iter().all(|&other| first < other));
    }
    rank
}
