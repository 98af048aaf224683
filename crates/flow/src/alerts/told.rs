//! A publication as standing queries see it: its words, its names and its numbers.
//!
//! The words are those that a reader sees: headline, teaser, body without markup. Names come from
//! what the desk set (tickers, sections, tags), from the text as the machine reads it (entities,
//! tickers), and, of a story made here, from the claims its sentences stand on (speakers, events).

use crate::finding::without_tags;
use crate::{Error, publishing};
use std::collections::BTreeSet;
use wiredesk_alert::{Name, Number, Story as Told};
use wiredesk_model::jiff::Timestamp;
use wiredesk_model::{Claim, Evidence, Publication, Read, Report, ReportId, Story, StoryId, Want};
use wiredesk_store::{Finished, Origin, Store};

/// A version of a story as it is matched and told.
#[derive(Debug, Clone)]
pub(crate) struct Version {
    pub told: Told,
    pub teaser: String,
    pub url: Option<String>,
    /// When the first report that it stands on came in.
    pub received: Option<Timestamp>,
}

impl Version {
    /// Its names of one kind.
    pub fn of(&self, name: Name) -> Vec<String> {
        let named = self.told.names.iter().filter(|(n, _)| *n == name);
        named.map(|(_, value)| value.clone()).collect()
    }
}

/// A finished story as standing queries see it.
#[must_use]
pub fn told(said: &Finished, reader: &dyn Read) -> Told {
    let body = format!("{}\n\n{}", said.teaser, without_tags(&said.body));
    let text = format!("{}\n\n{body}", said.title);
    let whole = Report { title: Some(said.title.clone()), ..Report::new("story".into(), text) };
    let reading = reader.read(&whole, Want { entities: true, ..Want::SENTENCES });
    let mut told = Told { title: said.title.clone(), body, ..Told::default() };
    for mention in &reading.entities {
        let id = mention.id.as_ref().map(|id| (Name::Entity, id.to_string()));
        let ticker = mention.ticker.as_ref().map(|t| (Name::Ticker, t.0.clone()));
        told.names.extend(id.into_iter().chain(ticker));
    }
    let names = |name, list: &[String]| list.iter().map(move |v| (name, v.clone())).collect();
    let lists: [Vec<(Name, String)>; 5] = [
        names(Name::Ticker, &said.tickers),
        names(Name::Channel, &said.channels),
        names(Name::Section, &said.channels),
        names(Name::Entity, &said.tags),
        names(Name::Entity, &said.entities),
    ];
    told.names.extend(lists.into_iter().flatten());
    settle(&mut told);
    told
}

/// The version that stood since `entry`. Of a story that was moved in, the one that stands.
pub(crate) fn version(
    store: &Store,
    reader: &dyn Read,
    id: StoryId,
    entry: &Publication,
) -> Result<Option<Version>, Error> {
    let own = store.story(id)?.is_some_and(|s| s.origin == Origin::Own);
    let version = match own {
        true => match store.story_version(id, Some(entry.version))? {
            Some(kept) => Some(of_own(store, reader, &kept.story)?),
            None => None,
        },
        false => store.published(id)?.map(|kept| Version {
            told: told(&kept.story, reader),
            teaser: kept.story.teaser,
            url: kept.story.url,
            received: None,
        }),
    };
    Ok(version.map(|mut version| {
        #[expect(clippy::cast_precision_loss, reason = "seconds of our time are exact in a double")]
        let seconds = entry.at.as_second() as f64;
        version.told.numbers.push((Number::Ts, seconds));
        version
    }))
}

fn of_own(store: &Store, reader: &dyn Read, story: &Story) -> Result<Version, Error> {
    let said = publishing::finished(story);
    let mut told = told(&said, reader);
    let sources = story.byline.sources.iter().map(|s| (Name::Source, s.clone()));
    told.names.extend(sources);
    told.names.extend(story.storyline.iter().map(|s| (Name::Storyline, s.to_string())));
    let evidence: Vec<&Evidence> = story.sentences().flat_map(|s| s.evidence()).collect();
    let mut origins = BTreeSet::new();
    for claim in claims_under(store, &evidence)? {
        know(&mut told, &claim);
        origins.insert(claim.voice.origin);
    }
    settle(&mut told);
    told.numbers.push((Number::Origins, number(origins.len())));
    told.numbers.push((Number::Importance, number(origins.len().min(IMPORTANCE_MAX))));
    let mut received = Vec::new();
    for report in reports(&evidence) {
        received.extend(store.report(report)?.map(|kept| kept.received_at));
    }
    let received = received.into_iter().min();
    Ok(Version { told, teaser: said.teaser, url: said.url, received })
}

/// A story's importance is how many tell of it independently, up to this.
const IMPORTANCE_MAX: usize = 5;

#[expect(clippy::cast_precision_loss, reason = "a story has few origins")]
fn number(count: usize) -> f64 {
    count as f64
}

fn settle(told: &mut Told) {
    told.names.sort();
    told.names.dedup();
}

fn reports<'e>(evidence: &[&'e Evidence]) -> BTreeSet<&'e ReportId> {
    evidence.iter().map(|e| &e.report).collect()
}

/// The claims that a story's sentences stand on.
pub(crate) fn claims(store: &Store, story: &Story) -> Result<Vec<Claim>, Error> {
    let evidence: Vec<&Evidence> = story.sentences().flat_map(|s| s.evidence()).collect();
    claims_under(store, &evidence)
}

fn claims_under(store: &Store, evidence: &[&Evidence]) -> Result<Vec<Claim>, Error> {
    let mut claims = Vec::new();
    for report in reports(evidence) {
        let stands_on = |claim: &Claim| {
            let mut own = evidence.iter().filter(|e| e.report == *report);
            own.any(|e| e.span.overlaps(claim.evidence.span))
        };
        claims.extend(store.claims_of(report)?.into_iter().filter(stands_on));
    }
    Ok(claims)
}

/// Entities, speakers and events of a claim.
fn know(told: &mut Told, claim: &Claim) {
    if let Some(speaker) = &claim.voice.speaker {
        told.names.push((Name::Speaker, speaker.to_string()));
        told.names.push((Name::Entity, speaker.to_string()));
    }
    let Some(event) = &claim.event else { return };
    let id = |p: &Option<wiredesk_model::Participant>| Some(p.as_ref()?.id.as_ref()?.to_string());
    let (actor, recipient) = (id(&event.actor), id(&event.recipient));
    let entities = actor.iter().chain(&recipient).map(|e| (Name::Entity, e.clone()));
    told.names.extend(entities);
    if !claim.denied {
        told.add_event(actor.as_deref(), event.root.as_str(), recipient.as_deref());
    }
}
