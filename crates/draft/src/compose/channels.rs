//! Sections of the site that a story is posted in: by what its sentences are about and by whom
//! they name. The words are of the fields themselves, not of any set of texts; a house may have its
//! own list.

use crate::shelf::Filed;
use crate::words::tokenize;
use std::collections::BTreeSet;
use wiredesk_model::{EntityType, Story};

/// A story is posted in at most so many sections.
const CHANNELS_MAX: usize = 3;
/// So many different words of a field must stand in a story, one in the headline counting twice.
const WORDS_LEAST: usize = 3;

/// Sections, each with words of its field.
const FIELDS: &[(&str, &str)] = &[
    (
        "World",
        "war army troops missile shell soldier ceasefire treaty border sanction embassy diplomat \
         ambassador summit invasion artillery offensive pact nato refugee foreign minister",
    ),
    (
        "Politics",
        "election vote ballot parliament senate congress lawmaker minister coalition party \
         campaign referendum bill legislation candidate poll government opposition",
    ),
    (
        "Markets",
        "shares stock index bond yield trader dividend analyst rating target downgrade upgrade \
         price nasdaq futures investor earnings revenue forecast quarter",
    ),
    (
        "Business",
        "company firm chief executive supplier order merger takeover acquisition factory plant \
         workers strike union layoff product sales demand customer contract bankruptcy",
    ),
    (
        "Technology",
        "software chip smartphone iphone app cyber data network satellite internet semiconductor \
         robot algorithm device computing startup browser",
    ),
    (
        "Health",
        "hospital disease virus vaccine patient doctor outbreak drug clinic infection surgery \
         cancer health epidemic nurse",
    ),
    (
        "Science",
        "researcher study scientist telescope species spacecraft orbit laboratory fossil physics \
         experiment asteroid genome",
    ),
    (
        "Climate",
        "climate emission carbon flood drought wildfire hurricane storm warming rainfall \
         earthquake cyclone glacier",
    ),
    (
        "Crime",
        "police court murder suspect trial jury arrested charged prosecutor sentenced prison \
         fraud convicted robbery",
    ),
    (
        "Sport",
        "match league goal team coach tournament championship cup season olympic player season \
         final medal striker",
    ),
];

/// The sections for a story, the most fitting first; none when nothing tells.
pub(super) fn of(story: &Story, used: &[&Filed<'_>], own: &[(String, Vec<String>)]) -> Vec<String> {
    let headline = stems(story.headline.text());
    let body: BTreeSet<u64> = story.sentences().skip(1).flat_map(|s| stems(s.text())).collect();
    let held = |words: &str| {
        let field = stems(words);
        field.intersection(&body).count() + field.intersection(&headline).count()
    };
    let mut ranked: Vec<(usize, String)> = match own.is_empty() {
        false => own.iter().map(|(n, words)| (held(&words.join(" ")), n.clone())).collect(),
        true => FIELDS
            .iter()
            .map(|(n, words)| (held(words) + named(n, story, used), (*n).into()))
            .collect(),
    };
    let least = if own.is_empty() { WORDS_LEAST } else { 1 };
    ranked.retain(|(held, _)| *held >= least);
    ranked.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    let best = ranked.first().map_or(0, |(held, _)| *held);
    ranked.retain(|(held, _)| held * 2 >= best);
    ranked.into_iter().take(CHANNELS_MAX).map(|(_, name)| name).collect()
}

/// What the names in a story say of its field: two countries are the world's matter, a ticker the
/// markets', a company business.
fn named(field: &str, story: &Story, used: &[&Filed<'_>]) -> usize {
    let mentions = used.iter().flat_map(|f| &f.reading.entities);
    let told = |name: &str| story.sentences().any(|s| s.text().contains(name));
    let kinds = |kind: EntityType| {
        let names: BTreeSet<&str> = mentions
            .clone()
            .filter(|m| m.kind == kind && told(&m.name))
            .map(|m| m.name.as_str())
            .collect();
        names.len()
    };
    match field {
        "World" if kinds(EntityType::Country) >= 2 => 2,
        "Markets" if used.iter().any(|f| !f.reading.ratings.is_empty()) => 2,
        "Business" if kinds(EntityType::Company) >= 1 => 1,
        _ => 0,
    }
}

fn stems(text: &str) -> BTreeSet<u64> {
    tokenize(text, 0).iter().map(|w| w.stem).collect()
}
