//! What readers may have: editions of published stories, made from the store. A withdrawn story's
//! edition says that it was withdrawn and nothing else.

use wiredesk_model::{Sentence, StoryId};
use wiredesk_publish::edition::join;
use wiredesk_publish::{Edition, Sources, feed};
use wiredesk_store::{Finished, Picture, Store};

use crate::Error;
use wiredesk_model::Story;

/// A story in the shape that lists, feeds and APIs read it from the store.
#[must_use]
pub fn finished(story: &Story) -> Finished {
    let picture = story.image.as_ref().map(|image| Picture {
        size: "large".into(),
        url: image.url.clone(),
        alt: image.alt.clone(),
    });
    Finished {
        title: story.headline.text().to_owned(),
        teaser: join(&story.lede),
        body: feed::story_html(story),
        author: author(story),
        editor: story.byline.signed_by.clone(),
        url: None,
        channels: story.channels.clone(),
        tags: story.tags.clone(),
        tickers: story.tickers.clone(),
        images: picture.into_iter().collect(),
    }
}

fn author(story: &Story) -> String {
    let byline = &story.byline;
    byline.drafted_by.clone().or_else(|| byline.signed_by.clone()).unwrap_or_default()
}

/// The edition of a story made here, at the version that readers see or the one asked for; with the
/// reports it stands on. `None` when it was never published or that version may not be shown.
///
/// # Errors
/// When the store cannot be read.
pub fn edition(
    store: &Store,
    id: StoryId,
    version: Option<u32>,
) -> Result<Option<(Edition, Sources)>, Error> {
    let log = store.log_of(id)?;
    let Some(last) = log.last() else { return Ok(None) };
    let wanted = version.unwrap_or(last.version);
    let Some(kept) = store.story_version(id, Some(wanted))? else { return Ok(None) };
    let edition = Edition { id, version: wanted, story: kept.story, log };
    if !edition.is_withdrawn() && !edition.shows(wanted) {
        return Ok(None);
    }
    let sources = match edition.is_withdrawn() {
        true => Sources::new(),
        false => sources(store, &edition.story)?,
    };
    Ok(Some((edition, sources)))
}

/// The reports that a story's sentences stand on.
///
/// # Errors
/// When the store cannot be read.
pub fn sources(store: &Store, story: &Story) -> Result<Sources, Error> {
    let ids: std::collections::BTreeSet<_> =
        story.sentences().flat_map(Sentence::evidence).map(|e| &e.report).collect();
    let kept = store.reports(ids)?;
    Ok(kept.into_iter().map(|k| (k.report.id.clone(), k.report)).collect())
}
