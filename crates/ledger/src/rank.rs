//! Who comes first, by named measures, with an interval and with every claim it stands on.
//!
//! Measures: *origins* (how many distinct first tellers say that the actor did it), *deliveries*
//! (how many distinct things at distinct times), *quantity* (how much of the goods and in the unit
//! that most actors are told of), *explicit* (how many origins put the actor first in words, less
//! those that put it below another). Ties share a place. Only one rung of the ladder
//! is ranked; claims of other rungs are listed apart. The interval comes from drawing the origins
//! anew with replacement (Efron's bootstrap, see `draw`), so it tells how much the order hangs on
//! single voices; it cannot tell whether the voices are right.

use crate::book::{Key, Ledger};
use crate::draw::{Brought, Drawn, deliveries, draw};
use crate::relation::{Figure, counts};
use crate::tellers::{Said, Teller};
use std::collections::{BTreeMap, BTreeSet};
use wiredesk_model::{Amount, ClaimId, EntityId, Precedence, Root, Stage, jiff::civil::Date};

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
    /// How much, where the same goods are counted in the same unit; see [`Ranking::compared`].
    Quantity,
    /// Origins that put it first in words, less those that put it below.
    Explicit,
}

impl Measure {
    /// All.
    pub const ALL: [Measure; 4] = [Self::Origins, Self::Deliveries, Self::Quantity, Self::Explicit];

    /// The word on the command line and in JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Origins => "origins",
            Self::Deliveries => "deliveries",
            Self::Quantity => "quantity",
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
            Self::Quantity => {
                "the figure told by most, of the same goods in the same unit; others have no place"
            }
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
    /// What quantities are compared in; `None` when nothing is told that could be.
    pub compared: Option<Compared>,
}

/// Goods and unit in which quantities can be compared: those that most actors are told of.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Compared {
    /// Class of the instrument; `None` when none was told.
    pub instrument: Option<String>,
    /// What is counted.
    pub unit: String,
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
    /// How much of what is compared; `None` when no figure was told.
    pub quantity: Option<Figure>,
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
        let compared = self.compared(&found);
        let mut rows: Vec<Drawn> = found
            .iter()
            .map(|(&actor, f)| self.row(actor, f, (question.measure, compared.as_ref())))
            .collect();
        let value = |row: &RankRow| by_measure(question.measure, row);
        rows.sort_by(|Drawn { row: a, .. }, Drawn { row: b, .. }| {
            let tie = || order_key(b).cmp(&order_key(a));
            let last = a.actor.is_none().cmp(&b.actor.is_none());
            last.then(value(b).cmp(&value(a))).then_with(tie).then(a.actor.cmp(&b.actor))
        });
        let known = rows.iter().filter(|r| r.row.actor.is_some());
        let values: Vec<i64> = known.map(|r| value(&r.row)).collect();
        for Drawn { row, .. } in &mut rows {
            // The values are sorted, greatest first.
            let better = values.partition_point(|&v| v > value(row));
            row.place = 1 + if row.actor.is_some() { better } else { values.len() };
        }
        draw(&mut rows, question.measure);
        let origins: BTreeSet<u32> = rows.iter().flat_map(|r| r.origins.iter().copied()).collect();
        let rows: Vec<RankRow> = rows.into_iter().map(|r| r.row).collect();
        let explicit = explicit.into_iter().map(|e| judged(e, &rows, &question)).collect();
        let compared = compared.map(|(class, unit)| Compared {
            instrument: class.and_then(|c| self.words.name(c)).cloned(),
            unit,
        });
        Ranking { rows, explicit, origins: origins.len(), question, compared }
    }

    /// Goods and unit that most of the actors are told to have given; of equals those with most
    /// claims.
    fn compared(&self, found: &BTreeMap<Option<u32>, Found>) -> Option<(Option<u32>, String)> {
        type Told = (BTreeSet<u32>, usize);
        let mut told: BTreeMap<(Option<u32>, &str), Told> = BTreeMap::new();
        for (actor, found) in found {
            let Some(actor) = actor else { continue };
            for &n in &found.says {
                if let Some(amount) = self.amount(n).filter(|a| !a.unit.is_empty()) {
                    let of = told.entry((self.keys[n as usize].class, &amount.unit)).or_default();
                    of.0.insert(*actor);
                    of.1 += 1;
                }
            }
        }
        let most = told.into_iter().max_by_key(|(_, (actors, claims))| (actors.len(), *claims));
        most.map(|((class, unit), _)| (class, unit.to_owned()))
    }

    fn amount(&self, n: u32) -> Option<&Amount> {
        self.claims[n as usize].particulars.as_ref()?.amount.as_ref()
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

    fn row(
        &self,
        actor: Option<u32>,
        found: &Found,
        (measure, compared): (Measure, Option<&(Option<u32>, String)>),
    ) -> Drawn {
        let origins: BTreeSet<u32> =
            found.says.iter().map(|&n| self.keys[n as usize].origin).collect();
        let rung = |&n: &u32| (self.keys[n as usize].stage, self.claims[n as usize].id.clone());
        let such: Vec<u32> = compared.map_or_else(Vec::new, |(class, unit)| {
            let is = |n: &&u32| {
                self.keys[**n as usize].class == *class
                    && self.amount(**n).is_some_and(|a| a.unit == *unit)
            };
            found.says.iter().filter(is).copied().collect()
        });
        let told = found.says.iter().map(|&n| &self.keys[n as usize]);
        let row = RankRow {
            actor: actor.and_then(|a| self.entities.name(a)).cloned(),
            place: 0,
            place_range: (0, 0),
            origins: origins.len(),
            origins_range: (0, 0),
            outlets: self.outlets(&found.says),
            deliveries: deliveries(told.map(|key| (key.class, key.when))),
            quantity: self.figures(&such).into_iter().next(),
            put_first: found.first.len(),
            put_below: found.below.len(),
            says: self.tellers(&found.says),
            disputes: self.tellers(&found.denials),
            other_rungs: found.other_rungs.iter().map(rung).collect(),
        };
        Drawn { row, origins, brought: self.brought(measure, found, &such) }
    }

    /// What each first teller brings to the measure; `such` are the claims with a comparable figure.
    fn brought(&self, measure: Measure, found: &Found, such: &[u32]) -> Brought {
        let key = |n: u32| &self.keys[n as usize];
        match measure {
            Measure::Origins => Brought::Themselves,
            Measure::Explicit => {
                let first = found.first.iter().map(|&o| (o, 1));
                Brought::Votes(first.chain(found.below.iter().map(|&o| (o, -1))).collect())
            }
            Measure::Deliveries => Brought::Deliveries(
                found.says.iter().map(|&n| (key(n).origin, key(n).class, key(n).when)).collect(),
            ),
            Measure::Quantity => {
                let struck = self.superseded(such);
                let stands = such.iter().filter(|n| !struck.contains(n));
                let figure = |&n: &u32| Some((key(n).origin, worth(self.amount(n)?)));
                Brought::Figures(stands.filter_map(figure).collect())
            }
        }
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
        Measure::Quantity => row.quantity.as_ref().map_or(-1, |f| worth(&f.amount)),
        Measure::Explicit => count(row.put_first) - count(row.put_below),
    }
}

/// What a figure is ordered by: the plain one, else the least that is told, in thousandths.
fn worth(amount: &Amount) -> i64 {
    let told = amount.best.or(amount.low).or(amount.high).filter(|v| v.is_finite());
    // Beyond what a double tells exactly, all are equally much.
    told.map_or(-1, |v| (v.clamp(0.0, 9e12) * 1000.0) as i64)
}

fn order_key(row: &RankRow) -> [i64; 4] {
    Measure::ALL.map(|m| by_measure(m, row))
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
