//! Storylines to drafts, in the store and alone.
//!
//! A storyline that grew gets a new draft as long as nobody has edited, signed or published the
//! story made from it; from then on the story is the editor's, and the desk tells of the news.

use crate::stringer::{self, Stringer};
use crate::{Error, limits};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use wiredesk_draft::{DraftInput, Rules, Settings, Shelf};
use wiredesk_model::jiff::Timestamp;
use wiredesk_model::{
    Read, Reading, Report, ReportId, SeeAlso, Story, StoryId, Storyline, StorylineId, Want,
};
use wiredesk_store::{Audit, Edit, Kept, Store, StoryState};

/// Who is named as the maker of a draft, in the audit trail and the versions.
pub const DRAFTER: &str = "wiredesk";

/// The name of this stage's cursor in the store.
const CURSOR: &str = "drafting";

/// Drafts a story from reports alone, without a store.
///
/// # Errors
/// When no report tells anything that a story could stand on.
pub fn draft_reports(
    reports: &[Report],
    reader: &dyn Read,
    settings: &Drafter,
) -> Result<Story, wiredesk_draft::Error> {
    draft(reports, reader, settings, Known::default())
}

/// The same with the model that the drafter names, if it names one: its story, and how it went in
/// words; the default drafter's when the model fails, and why.
///
/// # Errors
/// When no report tells anything that a story could stand on.
pub fn draft_asking(
    reports: &[Report],
    reader: &dyn Read,
    drafter: &Drafter,
    each: stringer::Progress<'_>,
) -> Result<(Story, Told), wiredesk_draft::Error> {
    ask(reports, reader, drafter, Known::default(), each)
}

/// How the house drafts: lengths, its rules, and the model it asks.
#[derive(Debug, Clone, Default)]
pub struct Drafter {
    /// Lengths, and who drafts.
    pub settings: Settings,
    /// The rules of the house and of its desks.
    pub rules: Arc<Rules>,
    /// A language model, where the operator named one.
    pub model: Option<Arc<Stringer>>,
}

/// Whose copy a draft was made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Told {
    /// No model was asked.
    Default,
    /// The model's, with what it took in words.
    Model(String),
    /// The default drafter's, because the model failed so.
    Failed(String),
}

/// What the store knows beside the reports.
#[derive(Default)]
struct Known {
    copies: Vec<(ReportId, ReportId)>,
    storyline: Option<StorylineId>,
    see_also: Vec<SeeAlso>,
}

fn draft(
    reports: &[Report],
    reader: &dyn Read,
    drafter: &Drafter,
    known: Known,
) -> Result<Story, wiredesk_draft::Error> {
    let readings: Vec<Reading> = reports.par_iter().map(|r| reader.read(r, Want::ALL)).collect();
    let shelf = Shelf::new(reports.iter().zip(&readings));
    on_shelf(&shelf, drafter, known)
}

fn on_shelf(
    shelf: &Shelf<'_>,
    drafter: &Drafter,
    known: Known,
) -> Result<Story, wiredesk_draft::Error> {
    let Known { copies, storyline, see_also } = known;
    let input = DraftInput { copies: &copies, storyline, see_also, ..DraftInput::new(shelf) };
    let Drafter { settings, rules, .. } = drafter;
    let story = wiredesk_draft::draft(input.clone(), &settings.under(&rules.house))?;
    // Which desk's it is shows once it is drafted.
    match rules.of(&story.channels) {
        own if *own == rules.house => Ok(story),
        own => wiredesk_draft::draft(input, &settings.under(own)),
    }
}

/// The default draft, and the model's in its place when there is a model and its copy stands.
fn ask(
    reports: &[Report],
    reader: &dyn Read,
    drafter: &Drafter,
    known: Known,
    each: stringer::Progress<'_>,
) -> Result<(Story, Told), wiredesk_draft::Error> {
    let readings: Vec<Reading> = reports.par_iter().map(|r| reader.read(r, Want::ALL)).collect();
    let shelf = Shelf::new(reports.iter().zip(&readings));
    let base = on_shelf(&shelf, drafter, known)?;
    let Some(model) = &drafter.model else { return Ok((base, Told::Default)) };
    let settings = drafter.settings.under(drafter.rules.of(&base.channels));
    Ok(match model.write_waiting(&shelf, &base, &settings, each) {
        Ok(filed) => {
            let told = model.told(&filed);
            (filed.story, Told::Model(told))
        }
        Err(failure) => (base, Told::Failed(failure.to_string())),
    })
}

/// Asks the model for a storyline's story anew and saves it as the next version of a draft. When the
/// model fails the version stays as it is and the trail says why; both are told.
///
/// # Errors
/// When the store cannot be read or written, the draft was changed meanwhile, or has no storyline.
pub fn ask_model(
    store: &Store,
    reader: &dyn Read,
    drafter: &Drafter,
    (id, base): (StoryId, u32),
    by: &str,
    now: Timestamp,
) -> Result<Told, Error> {
    let Some(line) = store.story(id)?.filter(|s| s.state == StoryState::Draft) else {
        return Ok(Told::Default);
    };
    if line.head != base {
        return Err(wiredesk_store::Error::Conflict { current: line.head }.into());
    }
    let Some(storyline) = line.storyline.map(|s| store.storyline(&s)).transpose()?.flatten() else {
        return Ok(Told::Default);
    };
    let (reports, known) = gathered(store, &storyline)?;
    let asked = ask(&reports, reader, drafter, known, &mut |_| {});
    let (story, told) = match asked {
        Ok((story, told)) => (Some(story), told),
        Err(error) => (None, Told::Failed(error.to_string())),
    };
    match &told {
        Told::Model(note) => {
            let Some(story) = story else { return Ok(told) };
            let note = Some(note.clone());
            store.save_story(Edit { id, base, story, by: by.into(), note }, now)?;
        }
        Told::Failed(why) => {
            let (who, action) = (by.to_owned(), MODEL_FAILED.to_owned());
            let details = Some(format!("{why}; the text stays as it was"));
            let (story, version) = (Some(id), Some(base));
            store.audit(Audit { who, action, story, version, details }, now)?;
        }
        Told::Default => {}
    }
    Ok(told)
}

/// What the trail says of a model that was asked and failed.
pub const MODEL_FAILED: &str = "asked the model in vain";

/// Storylines with reports that were placed but not drafted from: what a crash left over.
///
/// # Errors
/// When the store cannot be read.
pub fn undrafted(store: &Store) -> Result<BTreeSet<StorylineId>, Error> {
    let placed = store.cursor(crate::threading::CURSOR)?;
    let mut at = store.cursor(CURSOR)?;
    let mut grown = BTreeSet::new();
    while at < placed {
        let kept = store.reports_after(at, limits::BATCH_REPORTS)?;
        let Some(last) = kept.last() else { break };
        at = last.seq;
        for kept in kept.iter().filter(|k| k.seq <= placed) {
            let assignment = store.assignment(&kept.report.id)?;
            grown.extend(assignment.map(|a| a.storyline));
        }
    }
    Ok(grown)
}

/// Drafts every storyline that grew; how many drafts were made or renewed.
///
/// # Errors
/// When the store cannot be read or written; run it again to go on.
pub fn advance(
    store: &Store,
    reader: &dyn Read,
    settings: &Drafter,
    grown: &BTreeSet<StorylineId>,
    now: &impl Fn() -> Timestamp,
) -> Result<usize, Error> {
    let mut drafts = 0;
    for id in grown {
        drafts += usize::from(renew(store, reader, settings, id, now())?);
    }
    let placed = store.cursor(crate::threading::CURSOR)?;
    // The stages run every few seconds: an idle run must not cost a sync of the disk.
    if store.cursor(CURSOR)? != placed {
        store.advance(CURSOR, placed)?;
    }
    Ok(drafts)
}

/// Makes or renews the draft of one storyline; whether there is a new version.
///
/// # Errors
/// When the store cannot be read or written.
pub fn renew(
    store: &Store,
    reader: &dyn Read,
    settings: &Drafter,
    id: &StorylineId,
    now: Timestamp,
) -> Result<bool, Error> {
    let stories = store.stories_of(id)?;
    let theirs =
        |s: &&wiredesk_store::StoryLine| s.state != StoryState::Draft || s.changed_by != DRAFTER;
    let Some(storyline) = store.storyline(id)? else { return Ok(false) };
    if stories.iter().any(|s| theirs(&s)) {
        return Ok(false);
    }
    let Some(story) = of_storyline(store, reader, settings, &storyline)? else { return Ok(false) };
    let Some(line) = stories.first() else {
        store.new_story(&story, DRAFTER, now)?;
        return Ok(true);
    };
    let current = store.story_version(line.id, None)?;
    if current.is_some_and(|c| c.story == story) {
        return Ok(false);
    }
    let note = Some("drafted anew with the reports that came in".into());
    let edit = Edit { id: line.id, base: line.head, story, by: DRAFTER.into(), note };
    match store.save_story(edit, now) {
        Ok(_) => Ok(true),
        // An editor was quicker: the story is theirs now.
        Err(wiredesk_store::Error::Conflict { .. } | wiredesk_store::Error::Locked { .. }) => {
            Ok(false)
        }
        Err(error) => Err(error.into()),
    }
}

/// The draft of a storyline as it stands, `None` when it tells nothing.
fn of_storyline(
    store: &Store,
    reader: &dyn Read,
    settings: &Drafter,
    storyline: &Storyline,
) -> Result<Option<Story>, Error> {
    let (reports, known) = gathered(store, storyline)?;
    Ok(draft(&reports, reader, settings, known).ok())
}

/// The reports that a storyline is drafted from, and what the store knows beside them.
fn gathered(store: &Store, storyline: &Storyline) -> Result<(Vec<Report>, Known), Error> {
    let newest = storyline.reports.iter().rev().take(limits::DRAFT_REPORTS_MAX).rev();
    let assignments: Vec<_> = newest.collect();
    let kept = store.reports(assignments.iter().map(|a| &a.report))?;
    let reports: Vec<Report> = newest_of_each(kept).into_iter().map(|k| k.report).collect();
    let copies: Vec<(ReportId, ReportId)> = assignments
        .iter()
        .filter_map(|a| Some((a.report.clone(), a.duplicate_of.clone()?)))
        .collect();
    let see_also = see_also(store, &storyline.id)?;
    Ok((reports, Known { copies, storyline: Some(storyline.id.clone()), see_also }))
}

/// Without reports of which a newer version is there.
fn newest_of_each(mut kept: Vec<Kept>) -> Vec<Kept> {
    let mut newest: BTreeMap<String, u32> = BTreeMap::new();
    for k in &kept {
        let Some(key) = &k.url_key else { continue };
        let version = newest.entry(key.clone()).or_default();
        *version = k.version.max(*version);
    }
    kept.retain(|k| k.url_key.as_ref().is_none_or(|key| newest.get(key) == Some(&k.version)));
    kept
}

/// Our own newest stories of other storylines.
fn see_also(store: &Store, not: &StorylineId) -> Result<Vec<SeeAlso>, Error> {
    let newest = store.list(
        &wiredesk_store::Filter::default(),
        wiredesk_store::Order::NEWEST,
        wiredesk_store::Start::Top,
        limits::SEE_ALSO_MAX + 4,
    )?;
    let mut links = Vec::new();
    for story in newest {
        let own = store.story(story.id)?.is_none_or(|s| s.storyline.as_ref() == Some(not));
        if !own && links.len() < limits::SEE_ALSO_MAX {
            let slug = wiredesk_publish::text::slug(&story.story.title);
            let url = story.story.url.unwrap_or_else(|| format!("/story/{}/{slug}", story.id));
            links.push(SeeAlso { title: story.story.title, url });
        }
    }
    Ok(links)
}
