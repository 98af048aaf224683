//! `wiredesk ledger`: who does what for whom, says who.

use crate::commands::data::Data;
use anyhow::{Context, Result, bail};
use clap::{Args, Subcommand};
use std::io::Write;
use std::sync::Arc;
use wiredesk_flow::ledger::Books;
use wiredesk_ledger::{Figure, Ledger as Book, Measure, Question, Ranking, Teller};
use wiredesk_model::jiff::civil::Date;
use wiredesk_model::{Amount, ClaimId, EntityId, Root, Stage};
use wiredesk_publish::page::ledger::words::amount;
use wiredesk_publish::text::counted;
use wiredesk_publish::text::one_line;
use wiredesk_read::Reader;
use wiredesk_store::Store;

/// What to ask the ledger.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  wiredesk ledger rank Russia\n  wiredesk ledger show 'North Korea' Russia --as-of 2024-07-01\n  wiredesk ledger timeline 'North Korea' Russia"
)]
pub struct Ledger {
    #[command(subcommand)]
    ask: Ask,
    /// Only what was reported by this day
    #[arg(long, global = true, value_name = "YYYY-MM-DD")]
    as_of: Option<Date>,
    /// JSON
    #[arg(long, global = true)]
    json: bool,
    #[command(flatten)]
    data: Data,
}

#[derive(Debug, Subcommand)]
enum Ask {
    /// Who comes first for a recipient, by a named measure, with every claim it stands on
    #[command(after_help = "Example:\n  wiredesk ledger rank Russia --mode military")]
    Rank {
        /// Name or id of the recipient ("Russia", "country:RUS")
        recipient: String,
        /// Which deeds: PLOVER roots
        #[arg(long, value_delimiter = ',', default_value = "AID,COOPERATE,SUPPORT")]
        roots: Vec<String>,
        /// Only deeds of this mode ("any": all)
        #[arg(long, default_value = "military")]
        mode: String,
        /// origins, deliveries, quantity or explicit
        #[arg(long, default_value = "origins")]
        measure: String,
        /// Only deeds of this day or later
        #[arg(long, value_name = "YYYY-MM-DD")]
        from: Option<Date>,
        /// Only deeds of this day or earlier
        #[arg(long, value_name = "YYYY-MM-DD")]
        to: Option<Date>,
        /// Which rung: said, ordered, allocated or delivered
        #[arg(long, default_value = "delivered")]
        stage: String,
    },
    /// What one did for another, stage by stage, who says so and who disputes it
    #[command(after_help = "Example:\n  wiredesk ledger show 'North Korea' Russia")]
    Show {
        /// Who did it
        actor: String,
        /// For or to whom
        recipient: String,
    },
    /// What happened between two, in the order it happened
    #[command(after_help = "Example:\n  wiredesk ledger timeline 'North Korea' Russia")]
    Timeline {
        /// Who did it
        actor: String,
        /// For or to whom
        recipient: String,
    },
}

impl Ledger {
    /// Asks and prints.
    ///
    /// # Errors
    /// When a name is not known, or there is no data.
    pub fn run(self) -> Result<u8> {
        let store = self.data.open_to_read()?;
        let names = Names::new(store.clone());
        let out = &mut std::io::stdout().lock();
        match &self.ask {
            Ask::Rank { recipient, roots, mode, measure, from, to, stage } => {
                let (begin, end) = (Date::constant(1, 1, 1), Date::constant(9999, 12, 31));
                let span = (from.is_some() || to.is_some())
                    .then(|| (from.unwrap_or(begin), to.unwrap_or(end)));
                let question = Question {
                    recipient: names.entity(recipient)?,
                    roots: roots.iter().map(|r| root(r)).collect::<Result<_>>()?,
                    mode: (mode != "any").then(|| mode.clone()),
                    span,
                    as_of: self.as_of,
                    stage: Stage::parse(stage).with_context(|| {
                        format!("no stage is called {stage:?}; there are said, ordered, allocated and delivered")
                    })?,
                    measure: Measure::parse(measure)
                        .with_context(|| format!("no measure is called {measure:?}; there are origins, deliveries, quantity and explicit"))?,
                };
                let ranking = names.0.ask(|book| book.rank(question))?;
                match self.json {
                    true => writeln!(out, "{}", ranking_json(&ranking, &names))?,
                    false => show_ranking(out, &ranking, &names)?,
                }
                Ok(u8::from(ranking.rows.is_empty()))
            }
            Ask::Show { actor, recipient } => {
                let (actor, recipient) = (names.entity(actor)?, names.entity(recipient)?);
                names.0.ask(|book| self.show(out, book, &names, (&actor, &recipient)))?
            }
            Ask::Timeline { actor, recipient } => {
                let (actor, recipient) = (names.entity(actor)?, names.entity(recipient)?);
                names.0.ask(|book| self.timeline(out, book, &store, (&actor, &recipient)))?
            }
        }
    }

    fn show(
        &self,
        out: &mut impl Write,
        book: &Book,
        names: &Names,
        (actor, recipient): (&EntityId, &EntityId),
    ) -> Result<u8> {
        let relation = book.show(actor, recipient, self.as_of);
        for rung in &relation.rungs {
            let instrument = rung.instrument.as_deref().unwrap_or("(not told)");
            let when = rung.when.map_or_else(String::new, |(from, to)| match from == to {
                true => format!(", {from}"),
                false => format!(", {from} to {to}"),
            });
            if self.json {
                let line = serde_json::json!({
                    "actor": actor.as_str(), "recipient": recipient.as_str(),
                    "root": rung.root.as_str(), "mode": rung.mode, "instrument": rung.instrument,
                    "stage": rung.stage.as_str(),
                    "from": rung.when.map(|w| w.0.to_string()), "to": rung.when.map(|w| w.1.to_string()),
                    "origins": rung.origins, "outlets": rung.outlets,
                    "figures": rung.figures.iter().map(figure_json).collect::<Vec<_>>(),
                    "says": rung.says.iter().map(teller_json).collect::<Vec<_>>(),
                    "disputes": rung.disputes.iter().map(teller_json).collect::<Vec<_>>(),
                });
                writeln!(out, "{line}")?;
                continue;
            }
            let stage = rung.stage.as_str();
            writeln!(
                out,
                "{} {} {}: {} {stage}{when}  [{} origins, {} outlets]",
                names.name(actor),
                rung.root.as_str(),
                names.name(recipient),
                instrument,
                rung.origins,
                rung.outlets
            )?;
            for figure in &rung.figures {
                writeln!(out, "      how much: {}", amount(&figure.amount))?;
            }
            tellers(out, "says", &rung.says)?;
            tellers(out, "disputes", &rung.disputes)?;
        }
        Ok(u8::from(relation.rungs.is_empty()))
    }

    fn timeline(
        &self,
        out: &mut impl Write,
        book: &Book,
        store: &Store,
        (actor, recipient): (&EntityId, &EntityId),
    ) -> Result<u8> {
        let happenings = book.timeline(Some(actor), Some(recipient), self.as_of);
        for happening in &happenings {
            let when = match happening.inferred {
                true => format!("[{}]", happening.when),
                false => happening.when.to_string(),
            };
            let claims: Vec<&str> = happening.claims.iter().map(ClaimId::as_str).collect();
            if self.json {
                let line = serde_json::json!({
                    "when": happening.when.to_string(), "inferred": happening.inferred,
                    "root": happening.root.as_str(), "instrument": happening.instrument,
                    "stage": happening.stage.map(Stage::as_str), "claims": claims,
                });
                writeln!(out, "{line}")?;
                continue;
            }
            let stage = happening.stage.map_or("denied", Stage::as_str);
            let instrument = happening.instrument.as_deref().unwrap_or("");
            writeln!(out, "{when:12} {} {stage} {instrument}", happening.root.as_str())?;
            for claim in &happening.claims {
                if let Some(words) = words_of(store, book, claim) {
                    writeln!(out, "             “{words}”")?;
                }
            }
        }
        Ok(u8::from(happenings.is_empty()))
    }
}

fn root(word: &str) -> Result<Root> {
    match Root::parse(&word.to_ascii_uppercase()) {
        Some(root) => Ok(root),
        None => bail!("no PLOVER root is called {word:?}"),
    }
}

/// Prints a ranking for people: what is counted, places, counts, who says so.
///
/// # Errors
/// When the output cannot be written.
pub fn show_ranking(out: &mut impl Write, ranking: &Ranking, names: &Names) -> Result<()> {
    let Question { measure, span, as_of, stage, .. } = &ranking.question;
    let span = span.map_or_else(|| "all times".into(), |(from, to)| format!("{from} to {to}"));
    let known = as_of.map_or_else(|| "now".into(), |day| format!("on {day}"));
    writeln!(
        out,
        "By {}; {}; {span}; as known {known}. Denials are listed and do not lower a count.",
        measure.meaning(),
        stage.as_str()
    )?;
    for row in &ranking.rows {
        let actor = row.actor.as_ref().map_or_else(|| "unknown".into(), |a| names.name(a));
        let (low, high) = row.place_range;
        let range =
            if low == high { String::new() } else { format!(" (between {low} and {high})") };
        writeln!(
            out,
            "{:>2}. {actor}{range}: {}, {}, {}",
            row.place,
            counted(row.origins, "distinct origin", "distinct origins"),
            counted(row.outlets, "outlet", "outlets"),
            counted(row.deliveries, "kind of goods", "kinds of goods"),
        )?;
        if let Some(figure) = &row.quantity {
            writeln!(out, "      how much: {}", amount(&figure.amount))?;
        }
        tellers(out, "says", &row.says)?;
        tellers(out, "disputes", &row.disputes)?;
    }
    for said in &ranking.explicit {
        let above: Vec<String> = said.above.iter().map(|a| names.name(a)).collect();
        let above = if above.is_empty() { "all others".into() } else { above.join(", ") };
        let agrees = match said.agrees {
            Some(true) => "; the order above has it so too",
            Some(false) => "; the order above has it otherwise",
            None => "",
        };
        let first = names.name(&said.first);
        writeln!(
            out,
            "    {} puts {first} above {above} as {}{agrees}",
            said.teller.name, said.role
        )?;
    }
    Ok(())
}

fn tellers(out: &mut impl Write, what: &str, tellers: &[Teller]) -> Result<()> {
    for teller in tellers {
        let through = match teller.through.is_empty() {
            true => String::new(),
            false => format!(", through {}", teller.through.join(", ")),
        };
        let days: Vec<String> =
            teller.claims.iter().filter_map(|c| c.reported.map(|d| d.to_string())).collect();
        let first = days.first().map(|d| format!(", {d}")).unwrap_or_default();
        writeln!(out, "      {what}: {}{through}{first}", teller.name)?;
    }
    Ok(())
}

fn words_of(store: &Store, book: &Book, id: &ClaimId) -> Option<String> {
    let evidence = &book.claim(id)?.evidence;
    let kept = store.report(&evidence.report).ok()??;
    let words = evidence.span.of(&kept.report.text)?;
    Some(one_line(words))
}

fn figure_json(figure: &Figure) -> serde_json::Value {
    let Amount { low, best, high, unit } = &figure.amount;
    serde_json::json!({ "unit": unit, "low": low, "best": best, "high": high })
}

fn teller_json(teller: &Teller) -> serde_json::Value {
    let claims: Vec<_> = teller
        .claims
        .iter()
        .map(|c| {
            serde_json::json!({
                "claim": c.claim.as_str(), "reported": c.reported.map(|d| d.to_string()),
                "hedged": c.hedged, "superseded": c.superseded,
            })
        })
        .collect();
    serde_json::json!({
        "name": teller.name, "origin": teller.origin, "through": teller.through, "claims": claims,
    })
}

fn ranking_json(ranking: &Ranking, names: &Names) -> serde_json::Value {
    let rows: Vec<_> = ranking
        .rows
        .iter()
        .map(|row| {
            serde_json::json!({
                "place": row.place, "place_range": row.place_range,
                "actor": row.actor.as_ref().map(EntityId::as_str),
                "name": row.actor.as_ref().map(|a| names.name(a)),
                "origins": row.origins, "origins_range": row.origins_range,
                "outlets": row.outlets, "deliveries": row.deliveries,
                "put_first": row.put_first, "put_below": row.put_below,
                "quantity": row.quantity.as_ref().map(figure_json),
                "says": row.says.iter().map(teller_json).collect::<Vec<_>>(),
                "disputes": row.disputes.iter().map(teller_json).collect::<Vec<_>>(),
            })
        })
        .collect();
    let explicit: Vec<_> = ranking
        .explicit
        .iter()
        .map(|e| {
            serde_json::json!({
                "first": e.first.as_str(), "above": e.above.iter().map(EntityId::as_str).collect::<Vec<_>>(),
                "role": e.role, "mode": e.mode, "agrees": e.agrees, "teller": teller_json(&e.teller),
            })
        })
        .collect();
    serde_json::json!({
        "recipient": ranking.question.recipient.as_str(),
        "measure": ranking.question.measure.as_str(),
        "roots": ranking.question.roots.iter().map(|r| r.as_str()).collect::<Vec<_>>(),
        "mode": ranking.question.mode, "stage": ranking.question.stage.as_str(),
        "from": ranking.question.span.map(|s| s.0.to_string()),
        "to": ranking.question.span.map(|s| s.1.to_string()),
        "as_of": ranking.question.as_of.map(|d| d.to_string()),
        "conflicts": "both sides are listed; a denial does not lower a count",
        "compared": ranking.compared.as_ref().map(|c| serde_json::json!({
            "instrument": c.instrument, "unit": c.unit,
        })),
        "origins": ranking.origins, "rows": rows, "explicit": explicit,
    })
}

/// The ledger of a store with the names of its entities.
#[derive(Debug)]
pub struct Names(pub Books);

impl Names {
    /// Those of the shipped lexicon.
    #[must_use]
    pub fn new(store: Store) -> Self {
        Self(Books::new(store, Arc::new(Reader::shipped())))
    }

    /// The name of an entity.
    #[must_use]
    pub fn name(&self, id: &EntityId) -> String {
        self.0.name(id)
    }

    fn entity(&self, word: &str) -> Result<EntityId> {
        Ok(self.0.entity(word)?)
    }
}
