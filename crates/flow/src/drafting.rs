//! Storylines to drafts, in the store and alone.
//!
//! A storyline that grew gets a new draft as long as nobody has edited, signed or published the
//! story made from it; from then on the story is the editor's, and the desk tells of the news.

use crate::{Error, limits};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use wiredesk_draft::{DraftInput, Rules, Settings, Shelf};
use wiredesk_model::jiff::Timestamp;
use wiredesk_model::{
    Read, Reading, Report, ReportId, SeeAlso, Story, Storyline, StorylineId, Want,
};
use wiredesk_store::{Edit, Kept, Store, StoryState};

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

/// How the house drafts: lengths, and its rules.
#[derive(Debug, Clone, Default)]
pub struct Drafter {
    /// Lengths, and who drafts.
    pub settings: Settings,
    /// The rules of the house and of its desks.
    pub rules: Arc<Rules>,
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
    let Known { copies, storyline, see_also } = known;
    let input = DraftInput { copies: &copies, storyline, see_also, ..DraftInput::new(&shelf) };
    let Drafter { settings, rules } = drafter;
    let story = wiredesk_draft::draft(input.clone(), &settings.under(&rules.house))?;
    // Which desk's it is shows once it is drafted.
    match rules.of(&story.channels) {
        own if *own == rules.house => Ok(story),
        own => wiredesk_draft::draft(input, &settings.under(own)),
    }
}

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
    let newest = storyline.reports.iter().rev().take(limits::DRAFT_REPORTS_MAX).rev();
    let assignments: Vec<_> = newest.collect();
    let kept = store.reports(assignments.iter().map(|a| &a.report))?;
    let reports: Vec<Report> = newest_of_each(kept).into_iter().map(|k| k.report).collect();
    let copies: Vec<(ReportId, ReportId)> = assignments
        .iter()
        .filter_map(|a| Some((a.report.clone(), a.duplicate_of.clone()?)))
        .collect();
    let see_also = see_also(store, &storyline.id)?;
    let known = Known { copies, storyline: Some(storyline.id.clone()), see_also };
    Ok(draft(&reports, reader, settings, known).ok())
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
