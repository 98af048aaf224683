//! The ledger's pages: a ranking, a relation, the matrix of actors, an entity, an outlet.
//!
//! The values here are ready to be shown: named, dated, cut to what fits. Whoever makes them
//! (`web::site::ledger`) asks the ledger; here they are only laid out. No number stands without a
//! way to the claims behind it. [`picture`] draws the timeline and the flow; both also stand as
//! tables.

pub mod bars;
pub mod picture;
pub mod words;

use askama::Template;

use super::Frame;
use super::lists::Card;
use crate::Error;
use crate::edition::House;
use picture::{Dot, Flow, Timeline};

/// Words of a report, with who printed them and when.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Quote {
    /// The sentence.
    pub words: String,
    /// The outlet that printed it.
    pub outlet: String,
    /// The outlet's page here.
    pub outlet_path: String,
    /// The report's own address.
    pub url: Option<String>,
    /// The day it was printed, for machines and for people.
    pub date: Option<(String, String)>,
    /// The teller hedges it.
    pub hedged: bool,
    /// The same teller gave another figure later.
    pub struck: bool,
    /// The figure it gives.
    pub figure: Option<String>,
    /// Where, with how precise that is ("near Kharkiv, a place").
    pub place: Option<String>,
    /// What editors remarked.
    pub notes: Vec<String>,
    /// The claim's id.
    pub claim: String,
}

/// One first teller with what it said.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Voice {
    /// The speaker's or the outlet's name.
    pub name: String,
    /// Its page here.
    pub path: Option<String>,
    /// Those who passed it on.
    pub through: Vec<String>,
    /// Its claims; the first few.
    pub quotes: Vec<Quote>,
    /// How many more claims of it there are.
    pub more: usize,
}

/// One actor's place in a ranking.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RankLine {
    /// The name; "Unknown" for what nobody is named for.
    pub name: String,
    /// The page of its relation with the recipient.
    pub path: Option<String>,
    /// For addresses on the page.
    pub anchor: String,
    /// The place; `None` for "unknown", which takes nobody's.
    pub place: Option<usize>,
    /// Places in nine of ten draws.
    pub places: (usize, usize),
    /// Distinct first tellers.
    pub origins: usize,
    /// The same in nine of ten draws.
    pub origins_range: (usize, usize),
    /// Outlets that carried it.
    pub outlets: usize,
    /// Kinds of goods at distinct times.
    pub deliveries: usize,
    /// How much of what is compared, or empty.
    pub quantity: String,
    /// First tellers who put it first in words.
    pub put_first: usize,
    /// First tellers who put it below another.
    pub put_below: usize,
    /// Who says so.
    pub says: Vec<Voice>,
    /// How many more first tellers say so.
    pub more_say: usize,
    /// Who says that it is not so.
    pub disputes: Vec<Voice>,
    /// How many more dispute it.
    pub more_dispute: usize,
    /// Claims of other stages, which do not count.
    pub other: usize,
}

/// A rank that somebody put in words.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SaidRank {
    /// "North Korea above China as ally (military)".
    pub order: String,
    /// Who says so.
    pub voice: Voice,
    /// Whether the computed order has it so; `None` when it is another matter.
    pub agrees: Option<bool>,
}

/// One choice of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What is shown.
    pub name: String,
    /// It is the one in force.
    pub chosen: bool,
}

/// What is asked, as the form shows it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Asked {
    /// For or to whom.
    pub recipient: String,
    /// The busiest recipients, to choose from: path and name.
    pub others: Vec<(String, String)>,
    /// Which deeds.
    pub deeds: Vec<Choice>,
    /// Of which kind.
    pub modes: Vec<Choice>,
    /// By what they are ordered.
    pub measures: Vec<Choice>,
    /// First day, or empty.
    pub from: String,
    /// Last day, or empty.
    pub to: String,
    /// Only what was reported by then, or empty.
    pub as_of: String,
    /// Why the question was not understood.
    pub wrong: Option<String>,
}

/// A ranking with everything it stands on.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Ranked {
    /// The question as a heading.
    pub heading: String,
    /// What is counted, over which span, as known when.
    pub measure: String,
    /// The form.
    pub asked: Asked,
    /// The rows, "unknown" last.
    pub rows: Vec<RankLine>,
    /// Rows that are not shown.
    pub more: usize,
    /// Ranks in words.
    pub said: Vec<SaidRank>,
    /// Distinct first tellers behind all rows.
    pub origins: usize,
    /// What quantities are compared in ("ammunition, in shells"); empty when nothing can be.
    pub compared: String,
}

impl Ranked {
    fn most(&self) -> usize {
        self.rows.iter().map(|r| r.origins.max(r.origins_range.1)).max().unwrap_or(0).max(1)
    }

    /// Share of the widest bar, in percent.
    fn share(&self, count: &usize) -> usize {
        count * 100 / self.most()
    }
}

/// One kind of deed of a relation at one stage.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RungLine {
    /// "Supplies ammunition".
    pub deed: String,
    /// For addresses on the page.
    pub anchor: String,
    /// "delivered".
    pub stage: &'static str,
    /// First and last date told, or empty.
    pub when: String,
    /// Low, best and high of each figure.
    pub figures: Vec<String>,
    /// Distinct first tellers.
    pub origins: usize,
    /// Outlets that carried it.
    pub outlets: usize,
    /// Who says so.
    pub says: Vec<Voice>,
    /// Who says that it is not so.
    pub disputes: Vec<Voice>,
}

/// One deed from word to done.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Ladder {
    /// "Supplies: ammunition".
    pub deed: String,
    /// For said, ordered, allocated and delivered: first tellers, and where they are on the page.
    pub steps: [Option<(usize, String)>; 4],
}

/// What one did for another.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Related {
    /// The ids of both.
    pub ids: (String, String),
    /// Who.
    pub actor: (String, String),
    /// For or to whom.
    pub recipient: (String, String),
    /// The page of the other way round.
    pub reverse: Option<(String, usize)>,
    /// Which kinds, to choose from.
    pub kinds: Vec<Choice>,
    /// Only what was reported by then, or empty.
    pub as_of: String,
    /// Why the question was not understood.
    pub wrong: Option<String>,
    /// How far each deed has come: first tellers on each rung.
    pub ladder: Vec<Ladder>,
    /// By deed and stage.
    pub rungs: Vec<RungLine>,
    /// In the order it happened.
    pub happenings: Vec<Happened>,
    /// How many happenings are not shown.
    pub more: usize,
    /// The same, drawn.
    pub timeline: Timeline,
}

/// A dated happening.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Happened {
    /// When, with its precision; in brackets when it was inferred.
    pub when: String,
    /// "Supplies missiles, delivered".
    pub what: String,
    /// It is a denial.
    pub denied: bool,
    /// The words.
    pub quotes: Vec<Quote>,
}

/// Actors against recipients.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Grid {
    /// Names and pages of the columns.
    pub recipients: Vec<(String, String)>,
    /// Each row: name, page, and a cell for every column.
    pub rows: Vec<(String, String, Vec<Option<GridCell>>)>,
    /// The same, drawn.
    pub flow: Flow,
    /// What is counted.
    pub measure: String,
    /// Only what was reported by then, or empty.
    pub as_of: String,
    /// Which deeds.
    pub deeds: Vec<Choice>,
    /// Why the question was not understood.
    pub wrong: Option<String>,
}

/// One relation in the grid.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct GridCell {
    /// The relation's page.
    pub path: String,
    /// Distinct first tellers.
    pub origins: usize,
    /// Claims.
    pub claims: usize,
    /// Claims that say it is not so.
    pub denials: usize,
    /// From 0 to 4, for its shade.
    pub shade: usize,
}

/// An entity's page.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct About {
    /// Its name.
    pub name: String,
    /// Its id.
    pub id: String,
    /// Its kind as a word.
    pub kind: String,
    /// Offices, listings, what it belongs to.
    pub facts: Vec<String>,
    /// Whom it counts for here, or who counts for it.
    pub acting: Vec<(String, String)>,
    /// Editors' remarks.
    pub notes: Vec<String>,
    /// What it does: relation's page, name of the other, first tellers.
    pub does: Vec<(String, String, usize)>,
    /// What is done for or to it.
    pub gets: Vec<(String, String, usize)>,
    /// What it says itself.
    pub says: Vec<Quote>,
    /// What happened, in order.
    pub happenings: Vec<Happened>,
    /// The same, drawn.
    pub timeline: Timeline,
    /// Our stories that name it.
    pub stories: Vec<Card>,
    /// Newest ratings of its shares: date, firm, words.
    pub ratings: Vec<(String, String, String)>,
}

/// An outlet's page.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct OutletPage {
    /// Its name.
    pub name: String,
    /// "41 reports here, the first of … ".
    pub summary: String,
    /// Whose reports it carries copies of, with how many.
    pub copies: Vec<(String, String, u64)>,
    /// What an editor set: terms, reliability; and how polling it goes.
    pub facts: Vec<String>,
    /// Its reports, newest first: day, title, address, whose copy it is.
    pub reports: Vec<(String, String, Option<String>, bool)>,
    /// Our stories that stand on it.
    pub stories: Vec<Card>,
}

/// The page of a ranking.
///
/// # Errors
/// Only when a template cannot be written out.
pub fn ranking(house: &House, sections: &[String], page: &Ranked) -> Result<String, Error> {
    let mut frame = Frame::new(house, sections, &page.heading, "/ledger");
    frame.description = format!("{} {}", page.heading, page.measure);
    Ok(RankingPage { frame, page }.render()?)
}

/// The page of a relation.
///
/// # Errors
/// Only when a template cannot be written out.
pub fn relation(house: &House, sections: &[String], page: &Related) -> Result<String, Error> {
    let title = format!("{} and {}: who says what", page.actor.0, page.recipient.0);
    let path = format!("/ledger/{}/{}", last(&page.actor.1), last(&page.recipient.1));
    let pair = [("on", "relation"), ("actor", &*page.ids.0), ("recipient", &*page.ids.1)];
    let mut frame = Frame::new(house, sections, &title, &path).briefing(&pair);
    frame.description =
        format!("What {} is reported to do for or to {}", page.actor.0, page.recipient.0);
    Ok(RelationPage { frame, page }.render()?)
}

/// The page of the matrix.
///
/// # Errors
/// Only when a template cannot be written out.
pub fn matrix(house: &House, sections: &[String], page: &Grid) -> Result<String, Error> {
    let frame = Frame::new(house, sections, "Who does what for whom", "/ledger/matrix");
    Ok(MatrixPage { frame, page }.render()?)
}

/// The page of an entity.
///
/// # Errors
/// Only when a template cannot be written out.
pub fn entity(house: &House, sections: &[String], page: &About) -> Result<String, Error> {
    let path = super::entity_path(page.id.as_str());
    let mut frame = Frame::new(house, sections, &page.name, &path)
        .briefing(&[("on", "entity"), ("entity", &page.id)]);
    if !page.stories.is_empty() {
        frame = frame.feeding(&page.name);
    }
    Ok(EntityPage { frame, page, cards: &page.stories }.render()?)
}

/// The page of an outlet.
///
/// # Errors
/// Only when a template cannot be written out.
pub fn outlet(house: &House, sections: &[String], page: &OutletPage) -> Result<String, Error> {
    let frame = Frame::new(house, sections, &page.name, &super::source_path(&page.name));
    Ok(OutletTemplate { frame, page, cards: &page.stories }.render()?)
}

/// All outlets: name, page, what was counted.
///
/// # Errors
/// Only when a template cannot be written out.
pub fn outlets(
    house: &House,
    sections: &[String],
    lines: &[(String, String)],
) -> Result<String, Error> {
    let frame = Frame::new(house, sections, "Sources", "/sources");
    Ok(OutletsPage { frame, lines }.render()?)
}

fn last(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or_default()
}

#[derive(Debug, Template)]
#[template(path = "ledger/ranking.html")]
struct RankingPage<'a> {
    frame: Frame<'a>,
    page: &'a Ranked,
}

#[derive(Debug, Template)]
#[template(path = "ledger/relation.html")]
struct RelationPage<'a> {
    frame: Frame<'a>,
    page: &'a Related,
}

#[derive(Debug, Template)]
#[template(path = "ledger/matrix.html")]
struct MatrixPage<'a> {
    frame: Frame<'a>,
    page: &'a Grid,
}

#[derive(Debug, Template)]
#[template(path = "ledger/entity.html")]
struct EntityPage<'a> {
    frame: Frame<'a>,
    page: &'a About,
    cards: &'a [Card],
}

#[derive(Debug, Template)]
#[template(path = "ledger/outlet.html")]
struct OutletTemplate<'a> {
    frame: Frame<'a>,
    page: &'a OutletPage,
    cards: &'a [Card],
}

#[derive(Debug, Template)]
#[template(path = "ledger/outlets.html")]
struct OutletsPage<'a> {
    frame: Frame<'a>,
    lines: &'a [(String, String)],
}

/// A dot of the timeline for a happening.
#[must_use]
pub fn dot(when: wiredesk_model::When, inferred: bool, denied: bool, lane: &str) -> Dot {
    Dot { when, inferred, denied, lane: lane.to_owned() }
}
