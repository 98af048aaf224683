//! What is new on a matter: entries of the publication log, claims of reports, ratings; and who comes
//! first now. Everything is taken between two [`Reach`]es, so that two briefs in a row tell each thing
//! once and miss none.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;
use wiredesk_alert::explain;
use wiredesk_ledger::{Entered, Question};
use wiredesk_model::{
    ClaimId, EntityId, Evidence, Publication, PublicationKind, Report, ReportId, StoryId,
};
use wiredesk_publish::brief::compose::{Material, NewClaim};
use wiredesk_publish::brief::{Brief, Ground, Order, Place, RatingLine, SentenceLine, StoryLine};
use wiredesk_publish::edition::{class_word, followable, story_path};
use wiredesk_publish::text::one_line;
use wiredesk_publish::text::shorten;
use wiredesk_publish::{Edition, Sources};
use wiredesk_store::{KeptRating, RatingFilter, Reach};

use super::subject::{Matter, Whose};
use super::{Briefer, Seen};
use crate::alerts::{self, Told};
use crate::{Error, limits, publishing};

/// What is new on `matter` after `since`, up to `until`.
pub(super) fn material(
    briefer: &Briefer,
    matter: &Matter,
    (since, until): (&Seen, &Seen),
) -> Result<Material, Error> {
    let gathering = Gathering { briefer, matter, since: since.reach, until: until.reach };
    let entries = gathering.entries()?;
    let mut stories = Vec::new();
    let mut evidence = Vec::new();
    let mut tickers = matter.tickers.clone();
    for (entry, before) in entries {
        if let Some((line, told)) = gathering.story(&entry, before)? {
            if !matches!(matter.whose, Whose::Entities(_) | Whose::Pair(..)) {
                tickers.extend(told);
            }
            if matter.whose == Whose::Stories && entry.kind != PublicationKind::Withdrawn {
                evidence.push(entry.story);
            }
            stories.push(line);
        }
    }
    tickers.sort();
    tickers.dedup();
    let claims = gathering.claims(&evidence)?;
    let ranking = gathering.ranking(&claims)?;
    Ok(Material {
        head: Brief {
            title: matter.title.clone(),
            on: matter.on.to_owned(),
            path: matter.path.clone(),
            since: since.at.to_string(),
            until: until.at.to_string(),
            ..Brief::default()
        },
        stories,
        claims: claims.into_iter().map(|(_, claim)| claim).collect(),
        ratings: gathering.ratings(&tickers, since.at)?,
        ranking,
    })
}

struct Gathering<'a> {
    briefer: &'a Briefer,
    matter: &'a Matter,
    since: Reach,
    until: Reach,
}

/// The claims of a brief, each with for or to whom it is.
type Claims = Vec<(Option<EntityId>, NewClaim)>;

impl Gathering<'_> {
    /// The newest entry of each story in the span, newest first; with whether its readers can have
    /// heard of the story before.
    fn entries(&self) -> Result<Vec<(Publication, bool)>, Error> {
        let store = &self.briefer.store;
        let most = limits::BRIEF_LOG as u64;
        let from = self.since.log.max(self.until.log.saturating_sub(most));
        let mut newest: BTreeMap<StoryId, (Publication, bool)> = BTreeMap::new();
        for entry in store.log_after(from, limits::BRIEF_LOG)? {
            if entry.seq > self.until.log {
                break;
            }
            let first = entry.kind == PublicationKind::Published;
            let before = newest.remove(&entry.story).map_or(!first, |(_, before)| before);
            newest.insert(entry.story, (entry, before));
        }
        let mut entries: Vec<_> = newest.into_values().collect();
        entries.sort_by_key(|(entry, _)| std::cmp::Reverse(entry.seq));
        Ok(entries)
    }

    /// The line of a story when it is on the matter, and its tickers.
    fn story(
        &self,
        entry: &Publication,
        before: bool,
    ) -> Result<Option<(StoryLine, Vec<String>)>, Error> {
        let withdrawn = entry.kind == PublicationKind::Withdrawn;
        if withdrawn && !before {
            // Nobody has heard of it: nothing to take back.
            return Ok(None);
        }
        let Some(told) = self.briefer.told(entry)? else { return Ok(None) };
        if explain(&self.matter.query, &told).is_none() {
            return Ok(None);
        }
        let what = if before { class_word(entry.kind) } else { "Published" };
        let line = StoryLine {
            story: entry.story.0,
            version: entry.version,
            what: what.to_owned(),
            at: entry.at.to_string(),
            path: format!("/story/{}", entry.story),
            note: entry.note.clone().filter(|n| before && !n.trim().is_empty()),
            ..StoryLine::default()
        };
        let ticker = wiredesk_alert::Name::Ticker;
        let named = told.names.iter().filter(|(n, _)| *n == ticker).map(|(_, v)| v.clone());
        let tickers = named.collect();
        if withdrawn {
            return Ok(Some((line, tickers)));
        }
        let store = &self.briefer.store;
        let line = match publishing::edition(store, entry.story, Some(entry.version))? {
            Some((edition, sources)) => of_edition(line, &edition, &sources),
            None => match store.published(entry.story)?.filter(|kept| kept.removed.is_none()) {
                Some(kept) => {
                    let own = || story_path(kept.id, &kept.story.title);
                    let elsewhere = kept.story.url.as_deref().and_then(followable);
                    let path = elsewhere.map_or_else(own, str::to_owned);
                    StoryLine { path, headline: kept.story.title, ..line }
                }
                // It was changed or taken back meanwhile: the next brief tells.
                None => return Ok(None),
            },
        };
        Ok(Some((line, tickers)))
    }

    /// The claims of reports that came in the span.
    fn claims(&self, stories: &[StoryId]) -> Result<Claims, Error> {
        let books = &self.briefer.books;
        let mut found: Vec<Owned> = match &self.matter.whose {
            Whose::Entities(ids) => books.ask(|ledger| {
                let each = ids.iter().map(|id| ledger.counts_for(id));
                let each: BTreeSet<EntityId> = each.chain(ids.iter().cloned()).collect();
                let of = |id: &EntityId| {
                    let most = limits::BRIEF_CLAIMS;
                    let does = ledger.newest(Some(id), None).take(most);
                    let gets = ledger.newest(None, Some(id)).take(most);
                    does.chain(gets).map(Owned::of).collect::<Vec<_>>()
                };
                each.iter().flat_map(of).collect()
            })?,
            Whose::Pair(actor, recipient) => books.ask(|ledger| {
                let (actor, recipient) = (ledger.counts_for(actor), ledger.counts_for(recipient));
                let newest = ledger.newest(Some(&actor), Some(&recipient));
                newest.take(limits::BRIEF_CLAIMS).map(Owned::of).collect()
            })?,
            Whose::Storyline(id) => {
                let claims = self.briefer.store.claims_of_storyline(id)?;
                let ids: Vec<ClaimId> = claims.into_iter().rev().map(|c| c.id).collect();
                self.entered(ids)?
            }
            Whose::Stories => {
                let mut ids = Vec::new();
                for story in stories {
                    let edition = publishing::edition(&self.briefer.store, *story, None)?;
                    let Some((edition, _)) = edition else { continue };
                    let claims = alerts::claims(&self.briefer.store, &edition.story)?;
                    ids.extend(claims.into_iter().map(|c| c.id));
                }
                self.entered(ids)?
            }
        };
        found.sort_by(|a, b| a.id.cmp(&b.id));
        found.dedup_by(|a, b| a.id == b.id);
        self.quoted(found)
    }

    fn entered(&self, ids: Vec<ClaimId>) -> Result<Vec<Owned>, Error> {
        let most = limits::BRIEF_CLAIMS;
        self.briefer.books.ask(|ledger| {
            let entered = ids.iter().filter_map(|id| ledger.entered_as(id));
            entered.take(most).map(Owned::of).collect()
        })
    }

    /// With the words of their reports; those of older reports are left out.
    fn quoted(&self, found: Vec<Owned>) -> Result<Claims, Error> {
        let ids: BTreeSet<&ReportId> = found.iter().map(|c| &c.evidence.report).collect();
        let kept = self.briefer.store.reports(ids)?;
        // A section's claims are new because its stories are.
        let fresh = |seq: u64| {
            self.matter.whose == Whose::Stories
                || (seq > self.since.reports && seq <= self.until.reports)
        };
        let reports: HashMap<ReportId, Report> = kept
            .into_iter()
            .filter(|k| fresh(k.seq))
            .map(|k| (k.report.id.clone(), k.report))
            .collect();
        let books = &self.briefer.books;
        let claim = |c: Owned| {
            let report = reports.get(&c.evidence.report)?;
            let mut ground = ground(&c.evidence, report)?;
            ground.teller = c.speaker.clone();
            ground.claim = Some(c.id.to_string());
            let path = c.actor.as_ref().zip(c.recipient.as_ref()).filter(|(a, r)| a != r);
            let claim = NewClaim {
                actor: c.actor.as_ref().map(|id| books.name(id)),
                recipient: c.recipient.as_ref().map(|id| books.name(id)),
                path: path.map(|(a, r)| format!("/ledger/{a}/{r}")),
                ground,
                ..c.told
            };
            Some((c.recipient, claim))
        };
        Ok(found.into_iter().filter_map(claim).collect())
    }

    /// Who comes first for whom most of its claims are, or for whom the brief is on.
    fn ranking(&self, claims: &Claims) -> Result<Option<Order>, Error> {
        let mut named: BTreeMap<&EntityId, usize> = BTreeMap::new();
        claims.iter().filter_map(|(id, _)| id.as_ref()).for_each(|id| {
            *named.entry(id).or_default() += 1;
        });
        let busiest = named.into_iter().max_by_key(|(_, n)| *n).map(|(id, _)| id);
        let wanted =
            busiest.into_iter().chain(self.matter.entities.iter().take(limits::BRIEF_RANKED));
        for recipient in wanted {
            for military in [true, false] {
                if let Some(order) = self.order(recipient, military)? {
                    return Ok(Some(order));
                }
            }
        }
        Ok(None)
    }

    fn order(&self, recipient: &EntityId, military: bool) -> Result<Option<Order>, Error> {
        let books = &self.briefer.books;
        let ranking = books.ask(|ledger| {
            let mut question = Question::military_suppliers(ledger.counts_for(recipient));
            question.mode = question.mode.filter(|_| military);
            ledger.rank(question)
        })?;
        let name = books.name(&ranking.question.recipient);
        let kind = if military { "military" } else { "" };
        let place = |row: &wiredesk_ledger::RankRow| Place {
            place: row.actor.as_ref().map(|_| row.place),
            name: row.actor.as_ref().map_or_else(|| "Unknown".into(), |a| books.name(a)),
            path: row.actor.as_ref().map(|a| format!("/ledger/{a}/{}", ranking.question.recipient)),
            origins: row.origins,
            range: row.origins_range,
            disputed: row.disputes.len(),
        };
        // An order of one is none.
        let named = ranking.rows.iter().filter(|r| r.actor.is_some() && r.origins > 0).count();
        Ok((named > 1).then(|| Order {
            heading: match military {
                true => format!("Who gives {name} military help?"),
                false => format!("Who supplies {name}?"),
            },
            measure: format!(
                "Ordered by {}. All times, as known when this was made.",
                ranking.question.measure.meaning()
            ),
            path: format!(
                "/ledger?for={}&deeds=supplies&kind={kind}&by=origins",
                ranking.question.recipient
            ),
            rows: ranking.rows.iter().map(place).collect(),
        }))
    }

    fn ratings(
        &self,
        tickers: &[String],
        since: wiredesk_model::jiff::Timestamp,
    ) -> Result<Vec<RatingLine>, Error> {
        if tickers.is_empty() {
            return Ok(Vec::new());
        }
        let filter =
            RatingFilter { tickers: tickers.to_vec(), by_change: true, ..RatingFilter::default() };
        let mut kept = self.briefer.store.ratings(&filter, 0, limits::BRIEF_RATINGS)?;
        kept.retain(|k| {
            let new = k.id.0 > self.since.ratings && k.id.0 <= self.until.ratings;
            new || k.version > 1 && k.updated > since
        });
        kept.sort_by_key(|k| std::cmp::Reverse((k.about.date.order_key(), k.id)));
        Ok(kept.into_iter().map(rating).collect())
    }
}

/// A claim taken out of the ledger.
struct Owned {
    id: ClaimId,
    evidence: Evidence,
    actor: Option<EntityId>,
    recipient: Option<EntityId>,
    speaker: Option<String>,
    /// All but names and words.
    told: NewClaim,
}

impl Owned {
    fn of(entered: Entered<'_>) -> Self {
        let claim = entered.claim;
        Self {
            id: claim.id.clone(),
            evidence: claim.evidence.clone(),
            actor: entered.actor.cloned(),
            recipient: entered.recipient.cloned(),
            speaker: claim.voice.speaker_name.clone(),
            told: NewClaim {
                actor: None,
                recipient: None,
                path: None,
                root: entered.root,
                instrument: entered.instrument.map(str::to_owned),
                stage: entered.stage,
                when: entered.when,
                origin: entered.origin.to_owned(),
                ground: Ground::default(),
            },
        }
    }
}

impl Briefer {
    /// An entry of the log as standing queries see it; of a withdrawal, what stood before. Several
    /// briefs of one hour ask for the same.
    fn told(&self, entry: &Publication) -> Result<Option<Arc<Told>>, Error> {
        if let Some(told) = self.remembered(entry.seq) {
            return Ok(told);
        }
        let told = alerts::version(&self.store, self.reader.as_ref(), entry.story, entry)?;
        let told = told.map(|version| Arc::new(version.told));
        self.remember(entry.seq, told.clone());
        Ok(told)
    }
}

fn of_edition(line: StoryLine, edition: &Edition, sources: &Sources) -> StoryLine {
    let story = &edition.story;
    let sections = story.sections.iter().flat_map(|s| &s.sentences);
    let all = story.lede.iter().chain(sections).zip(1..);
    let sentence = |(s, n): (&wiredesk_model::Sentence, usize)| SentenceLine {
        n,
        text: s.text().to_owned(),
        grounds: s
            .evidence()
            .iter()
            .filter_map(|e| ground(e, sources.get(&e.report)?))
            .take(limits::BRIEF_GROUNDS)
            .collect(),
    };
    StoryLine {
        headline: story.headline.text().to_owned(),
        path: edition.path(),
        sentences: all.take(limits::BRIEF_SENTENCES).map(sentence).collect(),
        ..line
    }
}

fn ground(evidence: &Evidence, report: &Report) -> Option<Ground> {
    let words = evidence.span.of(&report.text)?;
    let words = one_line(words);
    Some(Ground {
        words: shorten(&words, limits::BRIEF_QUOTE_CHARS),
        outlet: report.source.clone().unwrap_or_else(|| "Unknown outlet".into()),
        date: report.published.as_ref().map(ToString::to_string),
        url: report.url.as_deref().and_then(followable).map(str::to_owned),
        ..Ground::default()
    })
}

fn rating(kept: KeptRating) -> RatingLine {
    let rating = kept.about.rating;
    let currency = rating.currency.as_deref().map(|c| format!("{c} ")).unwrap_or_default();
    let figure = |value: Option<f64>| value.map(|v| format!("{currency}{v}")).unwrap_or_default();
    RatingLine {
        day: kept.about.date.date().to_string(),
        of: rating.ticker.or(rating.company).unwrap_or_default(),
        firm: rating.firm.unwrap_or_default(),
        action: rating.action.unwrap_or_default(),
        before: rating.prior_rating.unwrap_or_default(),
        now: rating.rating.unwrap_or_default(),
        target_before: figure(rating.prior_target),
        target: figure(rating.target),
    }
}
