//! The ledger for readers: rankings, relations, the matrix of actors, entities, outlets. `asked`
//! reads the question from the address, `voices` turns claims into quoted words.

mod asked;
pub(crate) mod entity;
mod outlet;
mod voices;

use axum::Router;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use std::collections::HashMap;
use wiredesk_ledger::{Compared, ExplicitRank, Happening, Ledger, RankRow, Ranking, Rung, Sight};
use wiredesk_model::{EntityId, Stage, Storyline};
use wiredesk_publish::dates::told as told_date;
use wiredesk_publish::page::ledger::{
    self as pages, Choice, Grid, GridCell, Happened, Ladder, RankLine, Ranked, Related, RungLine,
    SaidRank,
    picture::{Flow, Timeline},
    words::{amount, deed, root_word},
};
use wiredesk_publish::page::lists;

use super::page;
use crate::{AppState, Error, limits};
use asked::{Deeds, Words, date_of};
use voices::Quoting;

pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/ledger", get(ranking))
        .route("/ledger/matrix", get(matrix))
        .route("/ledger/{actor}/{recipient}", get(relation))
        .route("/entity/{id}", get(entity::show))
        .route("/sources", get(outlet::list))
        .route("/source/{name}", get(outlet::show))
}

type Asked = Query<HashMap<String, String>>;

async fn ranking(State(state): State<AppState>, Query(asked): Asked) -> Result<Response, Error> {
    let body = state
        .work(move |s| {
            let words = Words(asked);
            let (question, form) = asked::question(s, &words)?;
            let books = &s.inner().parts.books;
            let ranked = books.ask(|ledger| {
                let quoting = Quoting::new(s, ledger);
                ranked(&quoting, ledger.rank(question), form)
            })??;
            Ok(pages::ranking(s.house(), &s.sections()?, &ranked)?)
        })
        .await?;
    page(body)
}

fn ranked(quoting: &Quoting<'_>, ranking: Ranking, form: pages::Asked) -> Result<Ranked, Error> {
    let Ranking { question, rows, explicit, origins, compared } = ranking;
    let deeds = Deeds::of(&question.roots);
    let recipient = quoting.name(&question.recipient);
    let kind = question.mode.as_deref().map(|m| format!(" ({m})")).unwrap_or_default();
    let more = rows.len().saturating_sub(limits::RANK_ROWS);
    let (unknown, known): (Vec<_>, Vec<_>) = rows.into_iter().partition(|r| r.actor.is_none());
    let shown = known.into_iter().take(limits::RANK_ROWS).chain(unknown);
    let lines = shown.map(|row| quoting.rank_line(row, &question.recipient));
    Ok(Ranked {
        heading: match (deeds, question.mode.as_deref()) {
            (Deeds::Supplies, Some(mode)) => format!("Who gives {recipient} {mode} help?"),
            _ => format!("{}{kind}", deeds.heading(&recipient)),
        },
        measure: asked::measure_words(&question),
        rows: lines.collect::<Result<_, _>>()?,
        said: explicit.into_iter().map(|e| quoting.said_rank(e)).collect::<Result<_, _>>()?,
        asked: form,
        more,
        origins,
        compared: compared.map(|c| compared_words(&c)).unwrap_or_default(),
    })
}

/// "ammunition, in shells".
fn compared_words(compared: &Compared) -> String {
    match &compared.instrument {
        Some(instrument) if *instrument != compared.unit => {
            format!("{instrument}, in {}", compared.unit)
        }
        _ => compared.unit.clone(),
    }
}

impl Quoting<'_> {
    fn rank_line(&self, row: RankRow, recipient: &EntityId) -> Result<RankLine, Error> {
        let name = row.actor.as_ref().map_or_else(|| "Unknown".into(), |a| self.name(a));
        let path = row.actor.as_ref().map(|a| relation_path(a, recipient));
        let (says, more_say) = self.voices(&row.says, limits::TELLERS_SHOWN)?;
        let (disputes, more_dispute) = self.voices(&row.disputes, limits::TELLERS_SHOWN)?;
        Ok(RankLine {
            anchor: wiredesk_publish::text::slug(&name),
            name,
            path,
            place: row.actor.as_ref().map(|_| row.place),
            places: row.place_range,
            origins: row.origins,
            origins_range: row.origins_range,
            outlets: row.outlets,
            deliveries: row.deliveries,
            quantity: row.quantity.as_ref().map(|f| amount(&f.amount)).unwrap_or_default(),
            put_first: row.put_first,
            put_below: row.put_below,
            says,
            more_say,
            disputes,
            more_dispute,
            other: row.other_rungs.len(),
        })
    }

    fn said_rank(&self, said: ExplicitRank) -> Result<SaidRank, Error> {
        let above: Vec<String> = said.above.iter().map(|a| self.name(a)).collect();
        let above = match above.as_slice() {
            [] => "all others".to_owned(),
            names => wiredesk_publish::text::listed(names),
        };
        let mode = said.mode.as_deref().map(|m| format!(" ({m})")).unwrap_or_default();
        let (mut voices, _) = self.voices(std::slice::from_ref(&said.teller), 1)?;
        Ok(SaidRank {
            order: format!("{} above {above} as {}{mode}", self.name(&said.first), said.role),
            voice: voices.pop().unwrap_or_default(),
            agrees: said.agrees,
        })
    }

    fn rung_line(&self, rung: &Rung) -> Result<RungLine, Error> {
        let when = match rung.when {
            None => String::new(),
            Some((from, to)) if from == to => told_date(from),
            Some((from, to)) => format!("{} to {}", told_date(from), told_date(to)),
        };
        Ok(RungLine {
            deed: deed(rung.root, rung.instrument.as_deref()),
            anchor: anchor(rung),
            stage: rung.stage.as_str(),
            when,
            figures: rung.figures.iter().map(|f| amount(&f.amount)).collect(),
            origins: rung.origins,
            outlets: rung.outlets,
            says: self.voices(&rung.says, limits::TELLERS_SHOWN)?.0,
            disputes: self.voices(&rung.disputes, limits::TELLERS_SHOWN)?.0,
        })
    }

    fn happened(&self, happening: &Happening, named: bool) -> Result<Happened, Error> {
        let when = told_date(happening.when);
        let mut what = deed(happening.root, happening.instrument.as_deref());
        if named {
            let claim = happening.claims.first().and_then(|c| self.ledger().claim(c));
            let event = claim.and_then(|c| c.event.as_ref());
            let party = |p: Option<&wiredesk_model::Participant>| {
                p.and_then(|p| p.id.as_ref()).map(|id| self.name(&self.ledger().counts_for(id)))
            };
            let actor = party(event.and_then(|e| e.actor.as_ref()));
            let recipient = party(event.and_then(|e| e.recipient.as_ref()));
            what = match (actor, recipient) {
                (Some(actor), Some(recipient)) if actor == recipient => format!("{actor}: {what}"),
                (Some(actor), Some(recipient)) => format!("{actor} → {recipient}: {what}"),
                (Some(actor), None) => format!("{actor}: {what}"),
                (None, Some(recipient)) => format!("→ {recipient}: {what}"),
                (None, None) => what,
            };
        }
        let stage = happening.stage.map_or("denied", Stage::as_str);
        Ok(Happened {
            when: if happening.inferred { format!("[{when}]") } else { when },
            what: format!("{what}, {stage}"),
            denied: happening.stage.is_none(),
            quotes: self.quotes(&happening.claims, limits::QUOTES_SHOWN)?,
        })
    }
}

/// What happened on a storyline, in the order it took place.
pub(crate) fn told_on(state: &AppState, line: &Storyline) -> Result<lists::Told, Error> {
    state.inner().told.get(line, || made_on(state, line))
}

/// Reads the storyline's reports anew: too dear for every visit.
fn made_on(state: &AppState, line: &Storyline) -> Result<lists::Told, Error> {
    let reader = state.inner().parts.reader.as_ref();
    let moments = wiredesk_flow::threading::moments(state.store(), reader, line)?;
    state.inner().parts.books.ask(|ledger| {
        let quoting = Quoting::new(state, ledger);
        let mut told = lists::Told::default();
        for moment in moments.into_iter().take(limits::HAPPENINGS_SHOWN) {
            let mut quotes = Vec::new();
            for evidence in moment.evidence.iter().take(limits::QUOTES_SHOWN) {
                quotes.extend(quoting.words(evidence)?);
            }
            let otherwise: Vec<String> = moment.otherwise.iter().map(|w| told_date(*w)).collect();
            let disputed = !otherwise.is_empty();
            let what = match disputed {
                false => String::new(),
                true => format!("others date it {}", wiredesk_publish::text::listed(&otherwise)),
            };
            told.timeline.0.push(pages::dot(moment.when, false, false, "reports say"));
            let when = told_date(moment.when);
            told.happenings.push(Happened { when, what, denied: disputed, quotes });
        }
        Ok(told)
    })?
}

fn drawn(happenings: &[Happening]) -> Timeline {
    let dot = |h: &Happening| {
        let lane = h.instrument.clone().unwrap_or_else(|| root_word(h.root).to_lowercase());
        pages::dot(h.when, h.inferred, h.stage.is_none(), &lane)
    };
    Timeline(happenings.iter().map(dot).collect())
}

/// How far each deed has come, what most tell of first; of what is shown below.
fn ladder(rungs: &[Rung]) -> Vec<Ladder> {
    let mut all: Vec<Ladder> = Vec::new();
    for rung in rungs.iter().take(limits::RUNGS_SHOWN) {
        let deed = deed(rung.root, rung.instrument.as_deref());
        let at = all.iter().position(|l| l.deed == deed).unwrap_or_else(|| {
            all.push(Ladder { deed, ..Ladder::default() });
            all.len() - 1
        });
        let step = Stage::ALL.iter().position(|s| *s == rung.stage);
        if let Some(step) = step.and_then(|n| all[at].steps.get_mut(n)) {
            // Of two modes of one deed the one that more tell of stands for both.
            step.get_or_insert_with(|| (rung.origins, anchor(rung)));
        }
    }
    all
}

fn anchor(rung: &Rung) -> String {
    let mode = rung.mode.as_deref().unwrap_or_default();
    let deed = deed(rung.root, rung.instrument.as_deref());
    wiredesk_publish::text::slug(&format!("rung {deed} {mode} {}", rung.stage.as_str()))
}

/// The page of a relation.
pub(crate) fn relation_path(actor: &EntityId, recipient: &EntityId) -> String {
    format!("/ledger/{actor}/{recipient}")
}

async fn relation(
    State(state): State<AppState>,
    Path((actor, recipient)): Path<(String, String)>,
    Query(asked): Asked,
) -> Result<Response, Error> {
    let body = state
        .work(move |s| {
            let pair = (EntityId::new(actor), EntityId::new(recipient));
            let books = &s.inner().parts.books;
            let related = books.ask(|ledger| related(s, ledger, &pair, &Words(asked)))??;
            match related {
                Ok(related) => Ok(Ok(pages::relation(s.house(), &s.sections()?, &related)?)),
                Err(elsewhere) => Ok(Err(elsewhere)),
            }
        })
        .await?;
    match body {
        Ok(body) => page(body),
        Err(elsewhere) => Ok(Redirect::temporary(&elsewhere).into_response()),
    }
}

/// The relation of two; of those who count for others, where it is found.
fn related(
    state: &AppState,
    ledger: &Ledger,
    (actor, recipient): &(EntityId, EntityId),
    words: &Words,
) -> Result<Result<Related, String>, Error> {
    let (home, other) = (ledger.counts_for(actor), ledger.counts_for(recipient));
    if (&home, &other) != (actor, recipient) {
        return Ok(Err(relation_path(&home, &other)));
    }
    let quoting = Quoting::new(state, ledger);
    let (as_of, wrong) = date_of(words.get("as-of"));
    let deeds = Deeds::named(words.get("kind"));
    let known = ledger.show(actor, recipient, None);
    let back = ledger.partners(recipient, None).does;
    let reverse = back.iter().find(|(id, _)| id == actor);
    if known.rungs.is_empty() && reverse.is_none() {
        return Err(Error::NotFound);
    }
    let mut rungs = ledger.show(actor, recipient, as_of).rungs;
    rungs.retain(|r| deeds.is_none_or(|d| d.roots().contains(&r.root)));
    // What most say stands first.
    rungs.sort_by_key(|r| std::cmp::Reverse((r.origins, r.outlets)));
    let mut happenings = ledger.timeline(Some(actor), Some(recipient), as_of);
    happenings.retain(|h| deeds.is_none_or(|d| d.roots().contains(&h.root)));
    let more = happenings.len().saturating_sub(limits::HAPPENINGS_SHOWN);
    happenings.truncate(limits::HAPPENINGS_SHOWN);
    let named = |id: &EntityId| (quoting.name(id), format!("/entity/{id}"));
    let mut kinds =
        vec![Choice { value: String::new(), name: "all".into(), chosen: deeds.is_none() }];
    kinds.extend(Deeds::choices(deeds));
    Ok(Ok(Related {
        ids: (actor.to_string(), recipient.to_string()),
        actor: named(actor),
        recipient: named(recipient),
        reverse: reverse.map(|(_, n)| (relation_path(recipient, actor), *n)),
        kinds,
        as_of: as_of.map(|d| d.to_string()).unwrap_or_default(),
        wrong,
        ladder: ladder(&rungs),
        rungs: rungs
            .iter()
            .take(limits::RUNGS_SHOWN)
            .map(|r| quoting.rung_line(r))
            .collect::<Result<_, _>>()?,
        timeline: drawn(&happenings),
        happenings: happenings
            .iter()
            .map(|h| quoting.happened(h, false))
            .collect::<Result<_, _>>()?,
        more,
    }))
}

async fn matrix(State(state): State<AppState>, Query(asked): Asked) -> Result<Response, Error> {
    let body = state
        .work(move |s| {
            let words = Words(asked);
            let (as_of, wrong) = date_of(words.get("as-of"));
            let deeds = Deeds::named(words.get("deeds")).unwrap_or(Deeds::Supplies);
            let sight = Sight { roots: deeds.roots().to_vec(), mode: None, as_of };
            let books = &s.inner().parts.books;
            let grid = books.ask(|ledger| grid(s, ledger, &sight))?;
            let grid = Grid {
                measure: format!(
                    "{}: how many first tellers say so, for the pairs most told of.",
                    deeds.name()
                ),
                as_of: as_of.map(|d| d.to_string()).unwrap_or_default(),
                deeds: Deeds::choices(Some(deeds)).collect(),
                wrong,
                ..grid
            };
            Ok(pages::matrix(s.house(), &s.sections()?, &grid)?)
        })
        .await?;
    page(body)
}

fn grid(state: &AppState, ledger: &Ledger, sight: &Sight) -> Grid {
    let matrix = ledger.matrix(sight, limits::MATRIX_SIDE);
    let books = &state.inner().parts.books;
    let named = |id: &EntityId| (books.name(id), format!("/entity/{id}"));
    let most = matrix.cells.iter().map(|c| c.origins).max().unwrap_or(0).max(1);
    let mut rows: Vec<(String, String, Vec<Option<GridCell>>)> = matrix
        .actors
        .iter()
        .map(|id| (books.name(id), format!("/entity/{id}"), vec![None; matrix.recipients.len()]))
        .collect();
    for cell in &matrix.cells {
        rows[cell.actor].2[cell.recipient] = Some(GridCell {
            path: relation_path(&matrix.actors[cell.actor], &matrix.recipients[cell.recipient]),
            origins: cell.origins,
            claims: cell.claims,
            denials: cell.denials,
            shade: (cell.origins * 4).div_ceil(most),
        });
    }
    let flows = matrix.cells.iter().filter(|c| c.origins > 0).take(limits::RIBBONS);
    Grid {
        flow: Flow {
            actors: matrix.actors.iter().map(|id| books.name(id)).collect(),
            recipients: matrix.recipients.iter().map(|id| books.name(id)).collect(),
            ribbons: flows.map(|c| (c.actor, c.recipient, c.origins)).collect(),
        },
        recipients: matrix.recipients.iter().map(named).collect(),
        rows,
        ..Grid::default()
    }
}
