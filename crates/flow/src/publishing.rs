//! What readers may have: editions of published stories, made from the store. A withdrawn story's
//! edition says that it was withdrawn and nothing else.

use std::collections::HashMap;
use wiredesk_model::{Image, Publication, Sentence, Story, StoryId};
use wiredesk_publish::consensus::{self, Consensus};
use wiredesk_publish::dialect::benzinga::event::Change;
use wiredesk_publish::dialect::{self, Action, Item, RatingItem, Security};
use wiredesk_publish::edition::{followable, join, story_path};
use wiredesk_publish::feed::{Entry, Made};
use wiredesk_publish::text::one_line;
use wiredesk_publish::{Edition, House, Notice, Sources, feed, html};
use wiredesk_store::{
    self as store, Finished, KeptRating, Origin, Picture, PublishedStory, RatingFilter, Store,
};

use crate::Error;
use crate::alerts::claims;
use crate::finding::without_tags;

/// A story in the shape that lists, feeds and APIs read it from the store.
#[must_use]
pub fn finished(story: &Story) -> Finished {
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
        images: story.image.as_ref().map(pictures).unwrap_or_default(),
        entities: Vec::new(),
        storyline: story.storyline.as_ref().map(ToString::to_string),
        machine: story.byline.drafted_by.clone(),
        edited: story.byline.edited,
        ..Finished::default()
    }
}

/// A picture in each size there is; one that lies elsewhere is there in one.
fn pictures(image: &Image) -> Vec<Picture> {
    let of = |size: &str, url: &str| Picture {
        size: size.to_owned(),
        url: url.to_owned(),
        alt: image.alt.clone(),
    };
    match image.sizes.as_slice() {
        [] => vec![of("large", &image.url)],
        sizes => sizes.iter().map(|s| of(s.size.as_str(), &s.url)).collect(),
    }
}

/// The same with the entities that the claims it stands on speak of.
///
/// # Errors
/// When the store cannot be read.
pub fn listed(store: &Store, story: &Story) -> Result<Finished, Error> {
    let mut entities = std::collections::BTreeSet::new();
    for claim in claims(store, story)? {
        let sides = claim.event.iter().flat_map(|e| [&e.actor, &e.recipient]).flatten();
        entities.extend(sides.filter_map(|p| p.id.as_ref()).map(ToString::to_string));
        entities.extend(claim.voice.speaker.iter().map(ToString::to_string));
    }
    Ok(Finished { entities: entities.into_iter().collect(), ..finished(story) })
}

fn author(story: &Story) -> String {
    let byline = &story.byline;
    byline.drafted_by.clone().or_else(|| byline.signed_by.clone()).unwrap_or_default()
}

/// A published story as APIs, streams and webhooks tell it.
///
/// # Errors
/// When the store cannot be read.
pub fn item(store: &Store, house: &House, kept: &PublishedStory) -> Result<Item, Error> {
    let known = store.securities(kept.story.tickers.iter().map(String::as_str))?;
    Ok(item_with(&known, house, kept))
}

/// Published stories as APIs tell them; what is known of their securities is read once for all.
///
/// # Errors
/// When the store cannot be read.
pub fn items(store: &Store, house: &House, kept: &[PublishedStory]) -> Result<Vec<Item>, Error> {
    let tickers = kept.iter().flat_map(|k| &k.story.tickers);
    let known = store.securities(tickers.map(String::as_str))?;
    Ok(kept.iter().map(|k| item_with(&known, house, k)).collect())
}

fn item_with(
    known: &HashMap<String, store::Security>,
    house: &House,
    kept: &PublishedStory,
) -> Item {
    let story = &kept.story;
    let own = || house.url(&story_path(kept.id, &story.title));
    let picture = |p: &Picture| dialect::Picture {
        size: p.size.clone(),
        // Pictures that are served here are named by their path.
        url: if p.url.starts_with('/') { house.url(&p.url) } else { p.url.clone() },
        alt: p.alt.clone(),
    };
    let primary = story.primary().len();
    let tickers = story.tickers.iter().enumerate();
    Item {
        id: kept.id.0,
        version: kept.version,
        revision: kept.seq,
        kind: story.kind().to_owned(),
        created: kept.created,
        updated: kept.updated,
        removed: kept.removed,
        title: story.title.clone(),
        teaser: story.teaser.clone(),
        body: story.body.clone(),
        author: story.author.clone(),
        editor: story.editor.clone(),
        url: story.url.as_deref().and_then(followable).map_or_else(own, str::to_owned),
        channels: story.channels.clone(),
        tags: story.tags.clone(),
        tickers: tickers.map(|(nth, t)| security(known, t, nth < primary)).collect(),
        images: story.images.iter().map(picture).collect(),
        importance: story.importance,
        machine: story.machine.clone(),
        edited: story.edited,
    }
}

fn security(known: &HashMap<String, store::Security>, ticker: &str, primary: bool) -> Security {
    let symbol = ticker.trim().to_uppercase();
    match known.get(&symbol).cloned() {
        Some(store::Security { ticker: symbol, exchange, isin, cusip, name }) => {
            Security { symbol, exchange, isin, cusip, name, primary }
        }
        None => Security { symbol, primary, ..Security::default() },
    }
}

/// A rating as APIs, streams and webhooks tell it.
///
/// # Errors
/// When the store cannot be read.
pub fn rating_item(store: &Store, house: &House, kept: &KeptRating) -> Result<RatingItem, Error> {
    let known = store.securities(kept.about.rating.ticker.as_deref())?;
    Ok(rating_with(&known, house, kept))
}

/// Ratings as APIs tell them.
///
/// # Errors
/// When the store cannot be read.
pub fn rating_items(
    store: &Store,
    house: &House,
    kept: &[KeptRating],
) -> Result<Vec<RatingItem>, Error> {
    let tickers = kept.iter().filter_map(|k| k.about.rating.ticker.as_deref());
    let known = store.securities(tickers)?;
    Ok(kept.iter().map(|k| rating_with(&known, house, k)).collect())
}

/// The last change of a rating, as streams and webhooks tell it. Its number is the same each time:
/// the rating's, then the change's.
#[must_use]
pub fn rating_change<'a>(house: &'a House, kept: &KeptRating) -> Change<'a> {
    let action = match (kept.removed, kept.version) {
        (Some(_), _) => Action::Removed,
        (None, 1) => Action::Created,
        _ => Action::Updated,
    };
    let nth = u64::from(kept.version.min(127)) << 1 | u64::from(kept.removed.is_some());
    let at = kept.removed.unwrap_or(kept.updated);
    Change { base: &house.base, seq: kept.id.0 << 8 | nth, at, action }
}

/// What the standing ratings that fit come to, of the latest `most`; nothing when there are none to
/// count.
///
/// # Errors
/// When the store cannot be read.
pub fn consensus_of(
    store: &Store,
    house: &House,
    filter: &RatingFilter,
    most: usize,
) -> Result<Option<Consensus>, Error> {
    let kept = store.ratings(filter, 0, most)?;
    Ok(consensus::consensus(&rating_items(store, house, &kept)?))
}

fn rating_with(
    known: &HashMap<String, store::Security>,
    house: &House,
    kept: &KeptRating,
) -> RatingItem {
    let about = &kept.about;
    RatingItem {
        number: kept.id.0,
        kept: kept.created,
        updated: kept.removed.unwrap_or(kept.updated),
        removed: kept.removed,
        version: kept.version,
        date: about.date.clone(),
        security: security(known, about.rating.ticker.as_deref().unwrap_or_default(), true),
        rating: about.rating.clone(),
        importance: about.importance,
        notes: about.notes.clone().unwrap_or_default(),
        url: house.url("/"),
    }
}

/// A published story as feeds and files tell it, made here or moved in.
///
/// # Errors
/// When the store cannot be read.
pub fn entry(store: &Store, kept: &PublishedStory) -> Result<Option<Entry>, Error> {
    Ok(match kept.origin {
        Origin::Own => bare_edition(store, kept.id, None)?.map(|edition| Entry::of(&edition)),
        Origin::Imported => Some(moved_in(kept, &store.log_of(kept.id)?)),
    })
}

/// The entry of a story that was moved in. Its markup is somebody else's: only what is safe is left.
fn moved_in(kept: &PublishedStory, log: &[Publication]) -> Entry {
    let said = &kept.story;
    let words = |html: &str| one_line(&without_tags(html));
    let signed = [Some(&said.author), said.editor.as_ref()].into_iter().flatten();
    let image = |p: &Picture| Image { url: p.url.clone(), alt: p.alt.clone(), ..Image::default() };
    Entry {
        id: kept.id,
        version: kept.version,
        published: kept.created,
        updated: kept.removed.unwrap_or(kept.updated),
        withdrawn: kept.removed.is_some(),
        notices: log.iter().rev().filter_map(Notice::of).collect(),
        title: said.title.clone(),
        summary: words(&said.teaser),
        body: html::tame(&said.body),
        author: signed.into_iter().find(|name| !name.trim().is_empty()).cloned(),
        channels: said.channels.clone(),
        tags: said.tags.clone(),
        tickers: said.tickers.clone(),
        images: said.images.iter().map(image).collect(),
        elsewhere: said.url.clone(),
        made: Made::Untold,
    }
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
    let Some(edition) = bare_edition(store, id, version)? else { return Ok(None) };
    let sources = match edition.is_withdrawn() {
        true => Sources::new(),
        false => sources(store, &edition.story)?,
    };
    Ok(Some((edition, sources)))
}

/// The edition without its reports.
fn bare_edition(
    store: &Store,
    id: StoryId,
    version: Option<u32>,
) -> Result<Option<Edition>, Error> {
    let log = store.log_of(id)?;
    let Some(last) = log.last() else { return Ok(None) };
    let wanted = version.unwrap_or(last.version);
    let Some(kept) = store.story_version(id, Some(wanted))? else { return Ok(None) };
    let edition = Edition { id, version: wanted, story: kept.story, log };
    Ok((edition.is_withdrawn() || edition.shows(wanted)).then_some(edition))
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
