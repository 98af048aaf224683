//! Publications held against all standing queries, and what fires put into the outbox.
//!
//! A cursor over the publication log, moved in the transaction that queues the deliveries: after a
//! crash nothing is missed, and nothing is queued twice (a delivery's key is its place in the log).
//! The index lives in memory and is brought up to date from the store before each run.
//!
//! Who is told:
//! * the target of each query that the story's new version fires, once, with all queries that did;
//! * of an update, correction or withdrawal also whoever an earlier version was sent to;
//! * never by a query that was added after the story was logged.

use crate::finding::without_tags;
use crate::{Error, limits};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use wiredesk_alert::{Index, Limits, Name, Number, Query, Scratch, Story as Told};
use wiredesk_model::jiff::Timestamp;
use wiredesk_model::{
    Claim, Evidence, Publication, PublicationKind, Read, Report, ReportId, Story, StoryId, Want,
};
use wiredesk_publish::edition::join;
use wiredesk_store::{
    NewDelivery, Origin, PublishedStory, QueryId, StandingQuery, Store, TargetId,
};
use wiredesk_wire::alert::{AlertData, AlertLine, FiredLine};

/// The name of the cursor.
const CURSOR: &str = "alerts";

/// The standing queries of a store, ready to be matched. One is kept by whoever runs the stage.
#[derive(Debug, Default)]
pub struct Alerts {
    index: Index,
    standing: HashMap<u64, Standing>,
    /// The last change that was taken in.
    seen: Option<(Timestamp, QueryId)>,
    scratch: Scratch,
}

/// What is known of a query beside its words.
#[derive(Debug)]
struct Standing {
    name: String,
    target: TargetId,
    created: Timestamp,
}

/// What a run did.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Alerted {
    /// Publications that were matched.
    pub publications: usize,
    /// Deliveries that were queued.
    pub deliveries: usize,
}

impl Alerts {
    /// How many queries stand.
    #[must_use]
    pub fn len(&self) -> usize {
        self.index.len()
    }

    /// Whether none stands.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.index.is_empty()
    }

    fn refresh(&mut self, store: &Store) -> Result<(), Error> {
        loop {
            let changed = store.queries_after(self.seen, limits::BATCH_QUERIES)?;
            let Some(last) = changed.last().map(|q| (q.changed, q.id)) else { return Ok(()) };
            changed.into_iter().for_each(|query| self.take(query));
            self.seen = Some(last);
        }
    }

    fn take(&mut self, query: StandingQuery) {
        let StandingQuery { id: QueryId(id), about, created, deleted, .. } = query;
        self.index.remove(id);
        self.standing.remove(&id);
        // Without a target its matches are only shown to who asks for them.
        let Some(target) = about.target.filter(|_| about.enabled && deleted.is_none()) else {
            return;
        };
        match Query::parse(&about.query, &Limits::default()) {
            Ok(words) => {
                self.index.add(id, &words);
                self.standing.insert(id, Standing { name: about.name, target, created });
            }
            Err(error) => tracing::warn!(query = id, %error, "a standing query cannot be read"),
        }
    }

    /// Whom a version fires for, and by which queries.
    fn fired(&mut self, told: &Told, logged: Timestamp, fired: &mut Fired) {
        for id in self.index.match_story(told, &mut self.scratch) {
            if let Some(standing) = self.standing.get(id).filter(|s| s.created <= logged) {
                fired.entry(standing.target).or_default().insert(*id);
            }
        }
    }

    fn deliveries(
        &self,
        version: &Version,
        entry: &Publication,
        now: Timestamp,
        fired: Fired,
    ) -> Vec<NewDelivery> {
        let standing = entry.kind != PublicationKind::Withdrawn;
        let of_standing = |text: &String| standing.then(|| text.clone());
        let line = |queries: &BTreeSet<u64>| AlertLine {
            r#type: format!("story.{}", entry.kind.as_str()),
            timestamp: entry.at.to_string(),
            data: AlertData {
                seq: entry.seq,
                story: entry.story.0,
                version: entry.version,
                title: of_standing(&version.told.title),
                teaser: of_standing(&version.teaser).filter(|t| !t.is_empty()),
                note: entry.note.clone(),
                tickers: if standing { version.of(Name::Ticker) } else { Vec::new() },
                channels: if standing { version.of(Name::Channel) } else { Vec::new() },
                queries: queries.iter().filter_map(|id| self.line_of(*id)).collect(),
                matched: now.to_string(),
            },
        };
        let delivery = |(target, queries): (TargetId, BTreeSet<u64>)| {
            Some(NewDelivery {
                target,
                key: format!("alert-{}", entry.seq),
                seq: Some(entry.seq),
                query: queries.first().map(|id| QueryId(*id)),
                body: serde_json::to_string(&line(&queries)).ok()?,
            })
        };
        fired.into_iter().filter_map(delivery).collect()
    }

    fn line_of(&self, id: u64) -> Option<FiredLine> {
        Some(FiredLine { id, name: self.standing.get(&id)?.name.clone() })
    }
}

/// By target: the queries that fired.
type Fired = BTreeMap<TargetId, BTreeSet<u64>>;

/// Matches every publication that waits, and queues what fires.
///
/// # Errors
/// When the store cannot be read or written.
pub fn advance(store: &Store, alerts: &mut Alerts, now: Timestamp) -> Result<Alerted, Error> {
    let mut alerted = Alerted::default();
    loop {
        let entries = store.log_after(store.cursor(CURSOR)?, limits::BATCH_ALERTS)?;
        let Some(last) = entries.last().map(|e| e.seq) else { return Ok(alerted) };
        alerts.refresh(store)?;
        let mut deliveries = Vec::new();
        for entry in &entries {
            deliveries.extend(matched(store, alerts, entry, now)?);
        }
        alerted.publications += entries.len();
        alerted.deliveries += store.enqueue(deliveries, Some((CURSOR, last)), now)?;
    }
}

/// A published story as standing queries see it: its words, its names, and the entities in it.
#[must_use]
pub fn story(published: &PublishedStory, reader: &dyn Read) -> Told {
    let said = &published.story;
    let body = format!("{}\n\n{}", said.teaser, without_tags(&said.body));
    let whole = Report {
        title: Some(said.title.clone()),
        ..Report::new(published.id.to_string().as_str().into(), format!("{}\n\n{body}", said.title))
    };
    let reading = reader.read(&whole, Want { entities: true, ..Want::SENTENCES });
    let entities = reading.entities.iter().filter_map(|m| m.id.as_ref()).map(ToString::to_string);
    let tickers = reading.entities.iter().filter_map(|m| Some(m.ticker.as_ref()?.0.clone()));
    let names = [
        (Name::Entity, entities.collect()),
        (Name::Ticker, said.tickers.iter().cloned().chain(tickers).collect()),
        (Name::Channel, said.channels.clone()),
        (Name::Section, said.channels.clone()),
    ];
    let mut names: Vec<(Name, String)> = names
        .into_iter()
        .flat_map(|(name, values): (Name, Vec<String>)| values.into_iter().map(move |v| (name, v)))
        .collect();
    names.sort();
    names.dedup();
    Told { title: said.title.clone(), body, names, ..Told::default() }
}

/// What an entry of the log tells, as standing queries see it: the version that stands since then,
/// and, where it changes a story, the versions before it. Who was told of one of those is told of
/// the change too.
///
/// # Errors
/// When the store cannot be read.
pub fn tellings(store: &Store, entry: &Publication) -> Result<Vec<Told>, Error> {
    let mut tellings: Vec<Told> =
        version(store, entry.story, entry)?.into_iter().map(|v| v.told).collect();
    if entry.kind != PublicationKind::Published {
        for earlier in store.log_of(entry.story)?.iter().filter(|e| e.seq < entry.seq) {
            tellings.extend(version(store, entry.story, earlier)?.map(|v| v.told));
        }
    }
    Ok(tellings)
}

fn matched(
    store: &Store,
    alerts: &mut Alerts,
    entry: &Publication,
    now: Timestamp,
) -> Result<Vec<NewDelivery>, Error> {
    if alerts.is_empty() {
        return Ok(Vec::new());
    }
    let Some(version) = version(store, entry.story, entry)? else { return Ok(Vec::new()) };
    let mut fired = Fired::new();
    if entry.kind != PublicationKind::Withdrawn {
        alerts.fired(&version.told, entry.at, &mut fired);
    }
    if entry.kind != PublicationKind::Published {
        for earlier in store.log_of(entry.story)?.iter().filter(|e| e.seq < entry.seq) {
            if let Some(before) = self::version(store, entry.story, earlier)? {
                alerts.fired(&before.told, earlier.at, &mut fired);
            }
        }
    }
    Ok(alerts.deliveries(&version, entry, now, fired))
}

/// A version of a story as it is matched and told.
struct Version {
    told: Told,
    teaser: String,
}

impl Version {
    fn of(&self, name: Name) -> Vec<String> {
        let named = self.told.names.iter().filter(|(n, _)| *n == name);
        named.map(|(_, value)| value.clone()).collect()
    }
}

/// The version that stood since `entry`. Of a story that was moved in, the one that stands.
fn version(store: &Store, id: StoryId, entry: &Publication) -> Result<Option<Version>, Error> {
    let own = store.story(id)?.is_some_and(|s| s.origin == Origin::Own);
    let version = match own {
        true => match store.story_version(id, Some(entry.version))? {
            Some(kept) => Some(of_own(store, &kept.story)?),
            None => None,
        },
        false => store.published(id)?.map(|kept| {
            let said = kept.story;
            let mut told = Told { title: said.title, ..Told::default() };
            told.body = format!("{}\n\n{}", said.teaser, without_tags(&said.body));
            carry(&mut told, &said.tickers, &said.channels);
            told.names.extend(said.tags.into_iter().map(|t| (Name::Entity, t)));
            Version { told, teaser: said.teaser }
        }),
    };
    Ok(version.map(|mut version| {
        #[expect(clippy::cast_precision_loss, reason = "seconds of our time are exact in a double")]
        let seconds = entry.at.as_second() as f64;
        version.told.numbers.push((Number::Ts, seconds));
        version
    }))
}

fn of_own(store: &Store, story: &Story) -> Result<Version, Error> {
    let mut told = Told { title: story.headline.text().to_owned(), ..Told::default() };
    let body: Vec<&str> = story.sentences().skip(1).map(|s| s.text()).collect();
    told.body = body.join("\n");
    carry(&mut told, &story.tickers, &story.channels);
    told.names.extend(story.tags.iter().map(|t| (Name::Entity, t.clone())));
    let sources = story.byline.sources.iter().map(|s| (Name::Source, s.clone()));
    told.names.extend(sources);
    told.names.extend(story.storyline.iter().map(|s| (Name::Storyline, s.to_string())));
    let mut origins = BTreeSet::new();
    for claim in claims(store, story)? {
        know(&mut told, &claim);
        origins.insert(claim.voice.origin);
    }
    #[expect(clippy::cast_precision_loss, reason = "a story has few origins")]
    told.numbers.push((Number::Origins, origins.len() as f64));
    Ok(Version { told, teaser: join(&story.lede) })
}

fn carry(told: &mut Told, tickers: &[String], channels: &[String]) {
    told.names.extend(tickers.iter().map(|t| (Name::Ticker, t.clone())));
    for channel in channels {
        told.names.push((Name::Channel, channel.clone()));
        told.names.push((Name::Section, channel.clone()));
    }
}

/// The claims that a story's sentences stand on.
pub(crate) fn claims(store: &Store, story: &Story) -> Result<Vec<Claim>, Error> {
    let evidence: Vec<&Evidence> = story.sentences().flat_map(|s| s.evidence()).collect();
    let reports: BTreeSet<&ReportId> = evidence.iter().map(|e| &e.report).collect();
    let mut claims = Vec::new();
    for report in reports {
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
