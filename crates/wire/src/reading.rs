//! Readings on a line.

use serde::Serialize;
use wiredesk_model::{
    Attribution, ChainLink, CodePoints, Event, Mention, Participant, Quantity, Rating, Reading,
    Report, Span, Want,
};

/// Writes readings as lines; the shape is in `DESIGN.md` and in `docs/JSON.md`.
#[derive(Debug, Serialize)]
pub struct ReadingLine<'a> {
    id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    sentences: Option<Vec<Range>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    entities: Option<Vec<MentionLine<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    attributions: Option<Vec<AttributionLine<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    events: Option<Vec<EventLine<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    dates: Option<Vec<DateLine<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    quantities: Option<Vec<QuantityLine<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ratings: Option<Vec<RatingLine<'a>>>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    notes: &'a [String],
}

#[derive(Debug, Serialize)]
struct Range {
    start: usize,
    end: usize,
}

#[derive(Debug, Serialize)]
struct MentionLine<'a> {
    start: usize,
    end: usize,
    #[serde(rename = "type")]
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a str>,
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    role: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    candidates: Vec<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ticker: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    exchange: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct AttributionLine<'a> {
    source: Vec<(usize, usize)>,
    cue: Vec<(usize, usize)>,
    content: Vec<(usize, usize)>,
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    speaker: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    speaker_name: Option<&'a str>,
    negated: bool,
    hedged: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    chain: Vec<ChainLine<'a>>,
}

#[derive(Debug, Serialize)]
struct ChainLine<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    entity: Option<&'a str>,
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<&'a str>,
    start: usize,
    end: usize,
}

#[derive(Debug, Serialize)]
struct EventLine<'a> {
    sentence: usize,
    root: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    mode: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    actor: Option<ParticipantLine<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    recipient: Option<ParticipantLine<'a>>,
    trigger: Range,
    #[serde(skip_serializing_if = "Option::is_none")]
    instrument: Option<Range>,
    #[serde(skip_serializing_if = "Option::is_none")]
    /// The words, as the event gold has it.
    place: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    quantity: Option<&'a str>,
    status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    attribution: Option<usize>,
}

#[derive(Debug, Serialize)]
struct ParticipantLine<'a> {
    start: usize,
    end: usize,
    /// The words, so that a user need not slice.
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct DateLine<'a> {
    start: usize,
    end: usize,
    #[serde(rename = "type")]
    kind: &'static str,
    value: &'a str,
}

#[derive(Debug, Serialize)]
struct QuantityLine<'a> {
    start: usize,
    end: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    high: Option<f64>,
    #[serde(skip_serializing_if = "str::is_empty")]
    unit: &'a str,
    approximate: bool,
}

/// An analyst rating on a line; also the shape of `wiredesk ratings --jsonl` (with a date there).
#[derive(Debug, Serialize)]
pub struct RatingLine<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    company: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ticker: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    firm: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    analyst: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    action: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rating: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    prior_rating: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    target: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    prior_target: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    target_action: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    currency: Option<&'a str>,
}

impl<'a> ReadingLine<'a> {
    /// The line of a reading. Parts outside `want` are absent; wanted parts are present even when
    /// empty. Sentences are printed with everything, and alone when nothing else is wanted.
    #[must_use]
    pub fn of(report: &'a Report, reading: &'a Reading, want: Want) -> Self {
        let table = CodePoints::new(&report.text);
        let shape = Shape { text: &report.text, table: &table };
        let sentences = want == Want::ALL || want == Want::SENTENCES;
        Self {
            id: report.id.as_str(),
            sentences: sentences.then(|| shape.all(&reading.sentences, |s| shape.range(*s))),
            entities: want.entities.then(|| shape.all(&reading.entities, |m| shape.mention(m))),
            attributions: want
                .attributions
                .then(|| shape.all(&reading.attributions, |a| shape.attribution(a))),
            events: want.events.then(|| shape.all(&reading.events, |e| shape.event(e))),
            dates: want.dates.then(|| {
                shape.all(&reading.dates, |d| {
                    let Range { start, end } = shape.range(d.span);
                    DateLine { start, end, kind: d.kind.as_str(), value: &d.value }
                })
            }),
            quantities: want
                .quantities
                .then(|| shape.all(&reading.quantities, |q| shape.quantity(q))),
            ratings: want.ratings.then(|| reading.ratings.iter().map(RatingLine::of).collect()),
            notes: &reading.notes,
        }
    }
}

impl<'a> RatingLine<'a> {
    /// The line of a rating.
    #[must_use]
    pub fn of(rating: &'a Rating) -> Self {
        Self {
            company: rating.company.as_deref(),
            ticker: rating.ticker.as_deref(),
            firm: rating.firm.as_deref(),
            analyst: rating.analyst.as_deref(),
            action: rating.action.as_deref(),
            rating: rating.rating.as_deref(),
            prior_rating: rating.prior_rating.as_deref(),
            target: rating.target,
            prior_target: rating.prior_target,
            target_action: rating.target_action.as_deref(),
            currency: rating.currency.as_deref(),
        }
    }
}

/// What every shape needs: the text and its table of code points.
struct Shape<'a, 't> {
    text: &'a str,
    table: &'t CodePoints<'a>,
}

impl<'a> Shape<'a, '_> {
    fn all<T, U>(&self, items: &'a [T], shape: impl Fn(&'a T) -> U) -> Vec<U> {
        items.iter().map(shape).collect()
    }

    fn range(&self, span: Span) -> Range {
        let (start, end) = self.table.span(span);
        Range { start, end }
    }

    fn ranges(&self, spans: &[Span]) -> Vec<(usize, usize)> {
        spans.iter().map(|s| self.table.span(*s)).collect()
    }

    fn mention(&self, mention: &'a Mention) -> MentionLine<'a> {
        let Range { start, end } = self.range(mention.span);
        MentionLine {
            start,
            end,
            kind: mention.kind.as_str(),
            id: mention.id.as_ref().map(|id| id.as_str()),
            name: &mention.name,
            role: mention.role.as_deref(),
            candidates: mention.candidates.iter().map(|id| id.as_str()).collect(),
            ticker: mention.ticker.as_ref().map(|(symbol, _)| symbol.as_str()),
            exchange: mention
                .ticker
                .as_ref()
                .map(|(_, exchange)| exchange.as_str())
                .filter(|e| !e.is_empty()),
        }
    }

    fn attribution(&self, attribution: &'a Attribution) -> AttributionLine<'a> {
        AttributionLine {
            source: self.ranges(&attribution.source),
            cue: self.ranges(&attribution.cue),
            content: self.ranges(&attribution.content),
            kind: attribution.kind.as_str(),
            speaker: attribution.speaker.as_ref().map(|id| id.as_str()),
            speaker_name: attribution.speaker_name.as_deref(),
            negated: attribution.negated,
            hedged: attribution.hedged,
            chain: attribution.chain.iter().map(|link| self.link(link)).collect(),
        }
    }

    fn link(&self, link: &'a ChainLink) -> ChainLine<'a> {
        let Range { start, end } = self.range(link.span);
        ChainLine {
            entity: link.entity.as_ref().map(|id| id.as_str()),
            name: &link.name,
            date: link.date.as_deref(),
            start,
            end,
        }
    }

    fn event(&self, event: &'a Event) -> EventLine<'a> {
        EventLine {
            sentence: event.sentence,
            root: event.root.as_str(),
            mode: event.mode.as_deref(),
            actor: event.actor.as_ref().map(|p| self.participant(p)),
            recipient: event.recipient.as_ref().map(|p| self.participant(p)),
            trigger: self.range(event.trigger),
            instrument: event.instrument.map(|s| self.range(s)),
            place: event.place.as_ref().and_then(|p| p.span.of(self.text)),
            date: event.date.as_deref(),
            quantity: event.quantity.as_deref(),
            status: event.status.as_str(),
            attribution: event.attribution,
        }
    }

    fn participant(&self, participant: &'a Participant) -> ParticipantLine<'a> {
        let Range { start, end } = self.range(participant.span);
        ParticipantLine {
            start,
            end,
            name: participant.span.of(self.text).unwrap_or_default(),
            id: participant.id.as_ref().map(|id| id.as_str()),
        }
    }

    fn quantity(&self, quantity: &'a Quantity) -> QuantityLine<'a> {
        let Range { start, end } = self.range(quantity.span);
        QuantityLine {
            start,
            end,
            value: quantity.value,
            high: quantity.high,
            unit: &quantity.unit,
            approximate: quantity.approximate,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wiredesk_model::{AttributionKind, EntityType};

    #[test]
    fn offsets_leave_as_code_points() {
        let text = "“Já,” said Zoë.";
        let zoe = text.find("Zoë").expect("there");
        let span = Span::new(zoe, zoe + "Zoë".len());
        let report = Report::new("r1".into(), text);
        let mention = Mention {
            span,
            kind: EntityType::Person,
            id: None,
            name: "Zoë".into(),
            role: None,
            candidates: Vec::new(),
            ticker: None,
        };
        let said = text.find("said").expect("there");
        let attribution = Attribution {
            source: vec![span],
            cue: vec![Span::new(said, said + 4)],
            content: vec![Span::new(0, said - 1)],
            kind: AttributionKind::Direct,
            speaker: None,
            speaker_name: Some("Zoë".into()),
            negated: false,
            hedged: false,
            chain: Vec::new(),
        };
        let reading = Reading {
            sentences: vec![Span::new(0, text.len())],
            entities: vec![mention],
            attributions: vec![attribution],
            ..Reading::default()
        };
        let want = Want { entities: true, attributions: true, ..Want::SENTENCES };
        let line = serde_json::to_string(&ReadingLine::of(&report, &reading, want));
        assert_eq!(
            line.expect("prints"),
            r#"{"id":"r1","entities":[{"start":11,"end":14,"type":"person","name":"Zoë"}],"attributions":[{"source":[[11,14]],"cue":[[6,10]],"content":[[0,5]],"kind":"direct","speaker_name":"Zoë","negated":false,"hedged":false}]}"#
        );
    }
}
