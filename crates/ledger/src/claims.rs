//! One report and its reading to claims.
//!
//! A claim is made for each event, for each sentence that ranks, and for each further sentence that
//! tells anything: so every sentence of a report is found in at least one claim, and drafting and
//! grounding never miss one.

use crate::particulars::{instrument_class, is_military, particulars};
use crate::precedence::{precedence, ranker};
use crate::transfers::{Parties, Transfer, transfers};
use crate::voice::voice;
use crate::words::{Token, denies, id_of, tokens};
use wiredesk_model::{
    Attribution, Claim, ClaimId, DateType, EntityId, EntityType, Event, Evidence, Mention,
    Participant, Precedence, Reading, Report, Root, Span, Status, When,
};

/// Sentences over which "it" and "they" can still mean the parties of a transfer.
const PARTIES_REACH: usize = 3;
/// Words before a place where something happens.
const PLACING: [&str; 8] = ["in", "at", "near", "outside", "around", "inside", "across", "off"];
/// Longest dateline in bytes ("KYIV, Sept 15").
const DATELINE_MAX: usize = 48;

/// The claims of a report, in the order of its sentences. Never fails; what the reader did not find
/// is absent. Linear in the text.
#[must_use]
pub fn claims(report: &Report, reading: &Reading) -> Vec<Claim> {
    let mut claims: Vec<Claim> = Vec::new();
    let mut events = reading.events.iter().peekable();
    let mut parties: Parties<'_> = (None, None);
    let mut parties_told = 0;
    for (nth, &span) in reading.sentences.iter().enumerate() {
        let maker = Maker { report, reading, span, tokens: tokens(&report.text, span, reading) };
        let before = claims.len();
        while events.next_if(|e| e.sentence < nth).is_some() {}
        if nth > parties_told + PARTIES_REACH {
            parties = (None, None);
        }
        let handed = transfers(&report.text, &maker.tokens, parties);
        if let Some(last) = handed.last() {
            (parties, parties_told) = ((last.giver, last.taker), nth);
        }
        let mut others: Vec<&Event> = Vec::new();
        while let Some(event) = events.next_if(|e| e.sentence == nth) {
            others.push(event);
        }
        for transfer in &handed {
            let twin = others.iter().find(|e| e.trigger.overlaps(transfer.trigger));
            claims.push(maker.of_event(&maker.event_of(nth, transfer, twin.copied())));
        }
        let told = |e: &Event| handed.iter().any(|t| told_by(t, e));
        claims.extend(others.into_iter().filter(|e| !told(e)).map(|e| maker.of_event(e)));
        let rank = precedence(&maker.tokens);
        if let (Some(rank), true) = (&rank, handed.is_empty()) {
            (parties, parties_told) = (maker.parties_of(rank), nth);
        }
        if rank.is_some() || claims.len() == before {
            claims.push(maker.of_sentence(rank));
        }
    }
    for (n, claim) in claims.iter_mut().enumerate() {
        claim.id = ClaimId::new(format!("{}#{n}", report.id));
    }
    claims
}

/// The reader's event on the same words, or the same deed read from the same sentence.
fn told_by(transfer: &Transfer<'_>, event: &Event) -> bool {
    transfer.trigger.overlaps(event.trigger) || event.root == Root::Aid
}

/// What all claims of one sentence share.
struct Maker<'r> {
    report: &'r Report,
    reading: &'r Reading,
    span: Span,
    tokens: Vec<Token<'r>>,
}

impl<'r> Maker<'r> {
    /// A transfer as an event; date and quantity are the reader's, when it found the same deed.
    fn event_of(&self, sentence: usize, transfer: &Transfer<'_>, twin: Option<&Event>) -> Event {
        let party = |mention: Option<&Mention>| {
            mention.map(|m| Participant { span: m.span, id: Some(id_of(m)) })
        };
        Event {
            sentence,
            root: if transfer.trade { Root::Cooperate } else { Root::Aid },
            mode: None,
            actor: party(transfer.giver),
            recipient: party(transfer.taker),
            trigger: transfer.trigger,
            instrument: Some(transfer.goods),
            place: None,
            date: twin.and_then(|e| e.date.clone()),
            quantity: twin.and_then(|e| e.quantity.clone()),
            status: transfer.status,
            attribution: twin.and_then(|e| e.attribution),
        }
    }

    fn of_event(&self, event: &Event) -> Claim {
        let said = self.attribution_over(event.trigger);
        let said = said.or_else(|| self.reading.attributions.get(event.attribution?));
        let told = particulars(self.report, self.reading, &self.tokens, event);
        let mut event = event.clone();
        if event.place.is_none() {
            event.place = self.place(&event);
        }
        let class = told.instrument.as_deref().map(instrument_class).unwrap_or_default();
        if event.mode.is_none() && (is_military(&class) || self.is_military_deed(event.trigger)) {
            event.mode = Some("military".to_owned());
        }
        let when = event.date.as_deref().and_then(When::parse).filter(|w| !self.is_dateline(*w));
        let denied = event.status == Status::Denied || said.is_some_and(|s| self.is_denial(s));
        Claim {
            when: when.or_else(|| self.only_date(said)),
            hedged: event.status == Status::Hedged || said.is_some_and(|s| s.hedged || s.negated),
            denied,
            event: Some(event),
            particulars: Some(told),
            ..self.claim(said)
        }
    }

    /// Where a deed took place: the first country or town behind "in", "at", "near" that has no
    /// part in it.
    fn place(&self, event: &Event) -> Option<Participant> {
        let has_part = |id: &EntityId| {
            let parties = [&event.actor, &event.recipient].into_iter().flatten();
            parties.filter_map(|p| p.id.as_ref()).any(|party| party == id)
        };
        let pairs = self.tokens.windows(2);
        let mut named = pairs.filter_map(|pair| {
            let place = pair[1].entity.filter(|m| {
                matches!(m.kind, EntityType::Country | EntityType::Place) && !pair[1].possessive
            })?;
            let leads = pair[0].entity.is_none() && PLACING.contains(&pair[0].word.as_str());
            (leads && !has_part(&id_of(place))).then(|| (place, id_of(place)))
        });
        named.next().map(|(m, id)| Participant { span: m.span, id: Some(id) })
    }

    /// Who is put first and for whom: whom "they" means in the sentences after.
    fn parties_of(&self, rank: &Precedence) -> Parties<'r> {
        let named =
            |id: &EntityId| self.tokens.iter().filter_map(|t| t.entity).find(|m| id_of(m) == *id);
        (named(&rank.first), rank.to.as_ref().and_then(named))
    }

    fn of_sentence(&self, rank: Option<Precedence>) -> Claim {
        let said = self.main_attribution();
        let mut claim = Claim {
            when: self.only_date(said),
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
        let inside = |a: &&Attribution| a.cue.iter().any(|c| self.span.contains(*c));
        let all = self.reading.attributions.iter();
        let near: Vec<&Attribution> =
            all.filter(|a| covered(a) * 3 >= self.span.len().max(1) || inside(a)).collect();
        let passes_on = |link: &Attribution, other: &Attribution| {
            !std::ptr::eq(link, other)
                && other.chain.iter().any(|l| {
                    l.entity.is_some() && l.entity == link.speaker
                        || link.speaker_name.as_deref() == Some(l.name.as_str())
                })
        };
        let widest = near.iter().copied().max_by_key(covered)?;
        let speaker = near.iter().copied().filter(|other| passes_on(widest, other));
        let widest_told = (covered(&widest) * 3 >= self.span.len().max(1)).then_some(widest);
        widest_told.map(|w| speaker.max_by_key(covered).unwrap_or(w))
    }

    fn is_denial(&self, said: &Attribution) -> bool {
        said.cue.iter().filter_map(|c| c.of(&self.report.text)).any(denies)
    }

    /// "military aid", "arms supplies".
    fn is_military_deed(&self, trigger: Span) -> bool {
        let at = self.tokens.partition_point(|t| t.span.end <= trigger.start);
        let before = at.checked_sub(1).and_then(|i| self.tokens.get(i));
        before.is_some_and(|t| ["military", "arms", "weapons"].contains(&t.word.as_str()))
    }

    /// Bytes of the dateline that the sentence begins with ("KYIV, Sept 15").
    fn dateline(&self) -> usize {
        let text = self.span.of(&self.report.text).unwrap_or_default();
        let dash = text.find(" - ").or_else(|| text.find(" — ")).or_else(|| text.find(" – "));
        dash.filter(|&d| d < DATELINE_MAX).unwrap_or(0)
    }

    /// The reader dated the deed by the dateline, which is the day of writing.
    fn is_dateline(&self, when: When) -> bool {
        let here = |d: &&wiredesk_model::DateMention| {
            self.span.contains(d.span) && When::parse(&d.value) == Some(when)
        };
        let dateline = self.span.start + self.dateline();
        let mut told = self.reading.dates.iter().filter(here).peekable();
        told.peek().is_some() && told.all(|d| d.span.start < dateline)
    }

    /// The date told when there is exactly one. The day somebody spoke is not the day it happened,
    /// so of reported speech only dates inside the words count; and a dateline's never does.
    fn only_date(&self, said: Option<&Attribution>) -> Option<When> {
        let dateline = self.dateline();
        let inside = |d: &&wiredesk_model::DateMention| {
            d.kind == DateType::Date
                && self.span.contains(d.span)
                && d.span.start >= self.span.start + dateline
                && said.is_none_or(|s| s.content.iter().any(|c| c.contains(d.span)))
        };
        let all = self.reading.dates.iter();
        let mut dates = all.filter(inside).filter_map(|d| When::parse(&d.value));
        let first = dates.next()?;
        dates.all(|d| d == first).then_some(first)
    }
}
