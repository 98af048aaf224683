//! Claims as quoted words: the sentence, the outlet that printed it, the day. Reports are read from
//! the store once a page.

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};
use wiredesk_ledger::{Ledger, Said, Teller};
use wiredesk_model::{Claim, ClaimId, EntityId, Evidence, Report, ReportId};
use wiredesk_publish::dates::day;
use wiredesk_publish::edition::followable;
use wiredesk_publish::page::ledger::words::amount;
use wiredesk_publish::page::ledger::{Quote, Voice};
use wiredesk_publish::page::source_path;
use wiredesk_publish::text::one_line;
use wiredesk_publish::text::shorten;

use crate::{AppState, Error, limits};

/// Looks up the words of claims.
pub(super) struct Quoting<'a> {
    state: &'a AppState,
    ledger: &'a Ledger,
    reports: RefCell<HashMap<ReportId, Option<Report>>>,
}

impl<'a> Quoting<'a> {
    pub fn new(state: &'a AppState, ledger: &'a Ledger) -> Self {
        Self { state, ledger, reports: RefCell::default() }
    }

    pub fn ledger(&self) -> &'a Ledger {
        self.ledger
    }

    pub fn name(&self, id: &EntityId) -> String {
        self.state.inner().parts.books.name(id)
    }

    /// The first `most` tellers with their first quotes, and how many more there are.
    pub fn voices(&self, tellers: &[Teller], most: usize) -> Result<(Vec<Voice>, usize), Error> {
        let shown: Result<Vec<Voice>, Error> =
            tellers.iter().take(most).map(|t| self.voice(t)).collect();
        Ok((shown?, tellers.len().saturating_sub(most)))
    }

    fn voice(&self, teller: &Teller) -> Result<Voice, Error> {
        let first = teller.claims.first().and_then(|s| self.ledger.claim(&s.claim));
        let outlet = first.and_then(|c| c.voice.outlet.as_deref());
        let own = outlet.is_some_and(|o| o.to_lowercase() == teller.origin);
        let entity = teller.origin.contains(':').then(|| format!("/entity/{}", teller.origin));
        // One sentence that tells two deeds is quoted once.
        let mut seen = BTreeSet::new();
        let fresh = |s: &&Said| {
            let evidence = self.ledger.claim(&s.claim).map(|c| &c.evidence);
            evidence.is_some_and(|e| seen.insert((e.report.clone(), e.span)))
        };
        let said: Vec<&Said> = teller.claims.iter().filter(fresh).collect();
        let mut quotes = Vec::new();
        for said in said.iter().take(limits::QUOTES_SHOWN) {
            let Some(claim) = self.ledger.claim(&said.claim) else { continue };
            quotes.extend(self.quote(claim, said.superseded)?);
        }
        Ok(Voice {
            name: teller.name.clone(),
            path: if own { Some(source_path(&teller.name)) } else { entity },
            through: teller.through.clone(),
            more: said.len().saturating_sub(limits::QUOTES_SHOWN),
            quotes,
        })
    }

    /// The words of those claims, each sentence once.
    pub fn quotes(&self, claims: &[ClaimId], most: usize) -> Result<Vec<Quote>, Error> {
        let mut seen = BTreeSet::new();
        let mut quotes = Vec::new();
        for claim in claims.iter().filter_map(|id| self.ledger.claim(id)) {
            let evidence = &claim.evidence;
            if quotes.len() < most && seen.insert((evidence.report.clone(), evidence.span)) {
                quotes.extend(self.quote(claim, false)?);
            }
        }
        Ok(quotes)
    }

    /// The words of one claim; `None` when its report is gone.
    pub fn quote(&self, claim: &Claim, struck: bool) -> Result<Option<Quote>, Error> {
        let figure = claim.particulars.as_ref().and_then(|p| p.amount.as_ref());
        let notes = self.ledger.notes(&claim.id);
        Ok(self.words(&claim.evidence)?.map(|words| Quote {
            hedged: claim.hedged,
            struck,
            figure: figure.map(amount),
            place: self.place(claim),
            notes: notes.into_iter().map(String::from).collect(),
            claim: claim.id.to_string(),
            ..words
        }))
    }

    /// Where it took place, and how precise that is: a country is none of its towns.
    fn place(&self, claim: &Claim) -> Option<String> {
        let place = claim.event.as_ref()?.place.as_ref()?;
        let id = place.id.as_ref()?;
        let reports = self.reports.borrow();
        let report = reports.get(&claim.evidence.report)?.as_ref()?;
        let before = report.text.get(..place.span.start)?.trim_end();
        let lead = before.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
        let lead = lead.to_lowercase();
        let near = matches!(lead.as_str(), "near" | "outside" | "around" | "off");
        let exact = if near { lead.as_str() } else { "in" };
        let kind = match id.as_str().split(':').next() {
            Some("country") => ", a whole country",
            Some("place") => ", a town or place",
            _ => "",
        };
        Some(format!("{exact} {}{kind}", self.name(id)))
    }

    /// Words of a report with who printed them and when; `None` when the report is gone.
    pub fn words(&self, evidence: &Evidence) -> Result<Option<Quote>, Error> {
        let id = &evidence.report;
        if !self.reports.borrow().contains_key(id) {
            let kept = self.state.store().report(id)?.map(|k| k.report);
            self.reports.borrow_mut().insert(id.clone(), kept);
        }
        let reports = self.reports.borrow();
        let Some(Some(report)) = reports.get(id) else { return Ok(None) };
        let words = evidence.span.of(&report.text).unwrap_or_default();
        let words = one_line(words);
        let outlet = report.source.clone().unwrap_or_else(|| "Unknown outlet".into());
        Ok(Some(Quote {
            words: shorten(&words, limits::QUOTE_CHARS),
            outlet_path: source_path(&outlet),
            outlet,
            url: report.url.as_deref().and_then(followable).map(String::from),
            date: report.published.as_ref().map(|p| (p.to_string(), day(p.date()))),
            ..Quote::default()
        }))
    }
}
