//! Stories by topics: words or phrases in the title, the tags, the body, in this order of rank.

use std::collections::{HashMap, HashSet};
use wiredesk_publish::text::one_line;

use wiredesk_model::StoryId;
use wiredesk_store::{Filter, Order, PublishedStory, Start};

use super::refusal::Refusal;
use crate::{AppState, limits};

/// Which topics.
#[derive(Debug)]
pub(crate) struct Topics<'a> {
    /// Words or phrases.
    pub words: &'a [String],
    /// All of them have to be there; else one is enough.
    pub all: bool,
}

/// Stories of these topics that pass the filter: in that order, or the best first. `page` is how
/// many to leave out and how many to give.
pub(crate) fn list(
    state: &AppState,
    topics: &Topics<'_>,
    filter: Filter,
    order: Option<Order>,
    (skip, size): (usize, usize),
) -> Result<Vec<PublishedStory>, Refusal> {
    let ranked = ranked(state, topics)?;
    let filter = Filter { among: Some(ranked.clone()), ..filter };
    if let Some(order) = order {
        return Ok(state.store().list(&filter, order, Start::Offset(skip as u64), size)?);
    }
    let fit = state.store().list_ids(&filter, Order::NEWEST, Start::Top, ranked.len())?;
    let fit: HashSet<StoryId> = fit.into_iter().collect();
    let page: Vec<StoryId> =
        ranked.into_iter().filter(|id| fit.contains(id)).skip(skip).take(size).collect();
    let found = state.store().published_all(&page)?;
    Ok(found.into_iter().filter(|s| s.removed.is_none()).collect())
}

/// The stories of these topics, the best first.
fn ranked(state: &AppState, topics: &Topics<'_>) -> Result<Vec<StoryId>, Refusal> {
    let find = &state.inner().parts.find;
    let most = limits::TOPIC_STORIES_MAX;
    // Of each story: in how many topics, and where it ranks best.
    let mut met: HashMap<StoryId, (usize, usize)> = HashMap::new();
    let mut distinct: Vec<String> = topics.words.iter().map(|t| t.to_lowercase()).collect();
    distinct.sort();
    distinct.dedup();
    for topic in &distinct {
        let phrase = topic.replace(['"', '\\'], " ");
        let phrase = one_line(&phrase);
        if phrase.is_empty() {
            continue;
        }
        let search = |query: &str| find.stories(query, most).map_err(Refusal::Bad);
        let titles = search(&format!("title:\"{phrase}\""))?;
        let tagged = Filter { tags: vec![topic.clone()], ..Filter::default() };
        let tags = state.store().list_ids(&tagged, Order::NEWEST, Start::Top, most)?;
        let bodies = search(&format!("\"{phrase}\""))?;
        let mut seen = HashSet::new();
        let all = titles.into_iter().chain(tags).chain(bodies);
        for (rank, id) in all.filter(|id| seen.insert(*id)).enumerate() {
            let slot = met.entry(id).or_insert((0, usize::MAX));
            *slot = (slot.0 + 1, slot.1.min(rank));
        }
    }
    let needed = if topics.all { distinct.len() } else { 1 };
    let mut ranked: Vec<(usize, StoryId)> = met
        .into_iter()
        .filter(|(_, (topics, _))| *topics >= needed)
        .map(|(id, (_, rank))| (rank, id))
        .collect();
    ranked.sort_by_key(|(rank, id)| (*rank, std::cmp::Reverse(*id)));
    Ok(ranked.into_iter().map(|(_, id)| id).collect())
}
