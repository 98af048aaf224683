//! One report and its reading to claims.
//!
//! A claim is made for each event, for each sentence that ranks, and for each further sentence that
//! tells anything: so every sentence of a report is found in at least one claim, and drafting and
//! grounding never miss one.

use crate::particulars::{instrument_class, is_military, particulars};
use crate::precedence::{precedence, ranker};
use crate::voice::voice;
use crate::words::{Token, denies, id_of, tokens};
use wiredesk_model::{
    Attribution, ChainLink, Claim, ClaimId, DateType, Event, Evidence, Precedence, Reading, Report,
    Span, Status, When,
};

/// The claims of a report, in the order of its sentences. Never fails; what the reader did not find
/// is absent. Linear in the text.
#[must_use]
pub fn claims(report: &Report, reading: &Reading) -> Vec<Claim> {
    let mut claims: Vec<Claim> = Vec::new();
    let mut events = reading.events.iter().peekable();
    for (nth, &span) in reading.sentences.iter().enumerate() {
        let maker = Maker { report, reading, span, tokens: tokens(&report.text, span, reading) };
        let before = claims.len();
        while events.next_if(|e| e.sentence < nth).is_some() {}
        while let Some(event) = events.next_if(|e| e.sentence == nth) {
            claims.push(maker.of_event(event));
        }
        let rank = precedence(&maker.tokens);
        if rank.is_some() || claims.len() == before {
            claims.push(maker.of_sentence(rank));
        }
    }
    for (n, claim) in claims.iter_mut().enumerate() {
        claim.id = ClaimId::new(format!("{}#{n}", report.id));
    }
    claims
}

/// What all claims of one sentence share.
struct Maker<'r> {
    report: &'r Report,
    reading: &'r Reading,
    span: Span,
    tokens: Vec<Token<'r>>,
}

impl Maker<'_> {
    fn of_event(&self, event: &Event) -> Claim {
        let said = self.attribution_over(event.trigger);
        let said = said.or_else(|| self.reading.attributions.get(event.attribution?));
        let told = particulars(self.report, self.reading, &self.tokens, event);
        let mut event = event.clone();
        let class = told.instrument.as_deref().map(instrument_class).unwrap_or_default();
        if event.mode.is_none() && is_military(&class) {
            event.mode = Some("military".to_owned());
        }
        let when = event.date.as_deref().and_then(When::parse);
        let denied = event.status == Status::Denied || said.is_some_and(|s| self.is_denial(s));
        Claim {
            when: when.or_else(|| self.only_date()),
            hedged: event.status == Status::Hedged || said.is_some_and(|s| s.hedged || s.negated),
            denied,
            event: Some(event),
            particulars: Some(told),
            ..self.claim(said)
        }
    }

    fn of_sentence(&self, rank: Option<Precedence>) -> Claim {
        let said = self.main_attribution();
        let mut claim = Claim {
            when: self.only_date(),
            hedged: said.is_some_and(|s| s.hedged || s.negated),
            denied: said.is_some_and(|s| self.is_denial(s)),
            ..self.claim(said)
        };
        let ranker = rank.is_some().then(|| ranker(&self.tokens)).flatten();
        if let (Some(who), None) = (ranker, said) {
            let id = id_of(who);
            claim.voice.origin = id.to_string();
            claim.voice.speaker_name = Some(who.name.clone());
            claim.voice.speaker = Some(id);
        }
        claim.precedence = rank;
        claim
    }

    fn claim(&self, said: Option<&Attribution>) -> Claim {
        Claim {
            id: ClaimId::new(""),
            evidence: Evidence { report: self.report.id.clone(), span: self.span },
            voice: voice(self.report, said),
            event: None,
            when: None,
            reported: self.report.published.clone(),
            hedged: false,
            denied: false,
            particulars: None,
            precedence: None,
        }
    }

    /// The attribution whose content holds `span`; the one that says least when several do.
    fn attribution_over(&self, span: Span) -> Option<&Attribution> {
        let holds = |a: &&Attribution| a.content.iter().any(|c| c.contains(span));
        let size = |a: &&Attribution| a.content.iter().map(|c| c.len()).sum::<usize>();
        self.reading.attributions.iter().filter(holds).min_by_key(size)
    }

    /// The attribution that covers most of the sentence, at least a third of it. Who only passed on
    /// another's words ("X said …, Y reported") is a link of that one's chain and no speaker.
    fn main_attribution(&self) -> Option<&Attribution> {
        let covered = |a: &&Attribution| {
            let inside =
                |c: &Span| c.end.min(self.span.end).saturating_sub(c.start.max(self.span.start));
            a.content.iter().map(inside).sum::<usize>()
        };
        let all = self.reading.attributions.iter();
        let here: Vec<&Attribution> =
            all.filter(|a| covered(a) * 3 >= self.span.len().max(1)).collect();
        let passed_on = |a: &&Attribution| {
            let others = here.iter().filter(|other| !std::ptr::eq(**other, *a));
            let mut links = others.flat_map(|other| &other.chain);
            let same = |l: &ChainLink| {
                l.entity.is_some() && l.entity == a.speaker
                    || a.speaker_name.as_deref() == Some(l.name.as_str())
            };
            links.any(same)
        };
        here.iter().copied().filter(|a| !passed_on(a)).max_by_key(covered)
    }

    fn is_denial(&self, said: &Attribution) -> bool {
        said.cue.iter().filter_map(|c| c.of(&self.report.text)).any(denies)
    }

    /// The date in the sentence when there is exactly one.
    fn only_date(&self) -> Option<When> {
        let inside = |d: &&wiredesk_model::DateMention| {
            d.kind == DateType::Date && self.span.contains(d.span)
        };
        let mut dates =
            self.reading.dates.iter().filter(inside).filter_map(|d| When::parse(&d.value));
        let first = dates.next()?;
        dates.all(|d| d == first).then_some(first)
    }
}
