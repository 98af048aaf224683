//! Why a query fires: which of its words and conditions a story meets, and where.
//!
//! Made for one query and one story at a time, for those that are shown to somebody.

use crate::query::{Clause, Place, Query, Story, Text};
use crate::stems::Stems;
use wiredesk_model::Span;
use wiredesk_model::words;

/// A word or condition that made a query fire.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// As the query says it; `NOT …` for what the story rightly lacks.
    pub clause: String,
    /// The field its words stand in; `None` when it asks for no words.
    pub place: Option<Place>,
    /// The words, as bytes of that field; whole phrases as one.
    pub spans: Vec<Span>,
}

/// What made a query fire; `None` when it does not.
#[must_use]
pub fn explain(query: &Query, story: &Story) -> Option<Vec<Reason>> {
    let fields = [(Place::Title, Field::of(&story.title)), (Place::Body, Field::of(&story.body))];
    reasons(query, story, &fields)
}

type Fields = [(Place, Field); 2];

/// A text's words and where they stand.
struct Field {
    words: Vec<String>,
    spans: Vec<Span>,
}

impl Field {
    fn of(text: &str) -> Self {
        let mut spans = Vec::new();
        words::each(text, |cut| spans.push(Span::new(cut.start, cut.end)));
        Self { words: words::words(text), spans }
    }
}

fn reasons(query: &Query, story: &Story, fields: &Fields) -> Option<Vec<Reason>> {
    match query {
        Query::All(parts) => {
            let all: Option<Vec<_>> = parts.iter().map(|p| reasons(p, story, fields)).collect();
            all.map(|parts| parts.concat())
        }
        Query::Any(parts) => {
            let any: Vec<_> = parts.iter().filter_map(|p| reasons(p, story, fields)).collect();
            (!any.is_empty()).then(|| any.concat())
        }
        Query::Not(part) => match reasons(part, story, fields) {
            Some(_) => None,
            None => {
                Some(vec![Reason { clause: query.to_string(), place: None, spans: Vec::new() }])
            }
        },
        Query::Clause(clause) => met(clause, story, fields),
    }
}

fn met(clause: &Clause, story: &Story, fields: &Fields) -> Option<Vec<Reason>> {
    let met = match clause {
        Clause::Text(place, text) => {
            let found = fields.iter().filter(|(p, _)| [Place::Anywhere, *p].contains(place));
            let found = found.map(|(p, field)| (*p, spans(text, field)));
            let found: Vec<Reason> = found
                .filter(|(_, spans)| !spans.is_empty())
                .map(|(p, spans)| Reason { clause: clause.to_string(), place: Some(p), spans })
                .collect();
            return (!found.is_empty()).then_some(found);
        }
        Clause::Name(name, value) => {
            let value = value.to_lowercase();
            story.names.iter().any(|(n, v)| n == name && v.to_lowercase() == value)
        }
        Clause::Number(number, test) => {
            story.numbers.iter().any(|(n, v)| n == number && test.holds(*v))
        }
    };
    met.then(|| vec![Reason { clause: clause.to_string(), place: None, spans: Vec::new() }])
}

/// Where words occur in a field.
fn spans(text: &Text, field: &Field) -> Vec<Span> {
    let Field { words, spans } = field;
    let each = |wanted: &dyn Fn(&String) -> bool| {
        words.iter().zip(spans).filter(|(w, _)| wanted(w)).map(|(_, s)| *s).collect()
    };
    match text {
        Text::Word(word) => each(&|w| w == word),
        Text::Prefix(start) => each(&|w| w.starts_with(start.as_str())),
        Text::Stem(word) => {
            let mut stems = Stems::default();
            let stem = stems.of(word.as_bytes()).to_vec();
            let mut same = |word: &String| stems.of(word.as_bytes()) == stem;
            words.iter().zip(spans).filter(|(word, _)| same(word)).map(|(_, span)| *span).collect()
        }
        Text::Phrase(phrase) => {
            let runs = words.windows(phrase.len().max(1)).enumerate();
            let runs = runs.filter(|(_, run)| run == phrase);
            runs.map(|(i, run)| spans[i].cover(spans[i + run.len() - 1])).collect()
        }
        Text::Near(near, more) => near_spans(near, *more, field),
    }
}

/// The words of every window that holds them all.
fn near_spans(near: &[String], more: u32, field: &Field) -> Vec<Span> {
    let width = near.len().saturating_add(usize::try_from(more).unwrap_or(usize::MAX));
    let mut wanted: Vec<&String> = near.iter().collect();
    wanted.sort_unstable();
    let wanted: Vec<(&String, usize)> =
        wanted.chunk_by(|a, b| a == b).map(|same| (same[0], same.len())).collect();
    let places = field.words.iter().enumerate().filter_map(|(at, word)| {
        Some((at, wanted.binary_search_by(|(w, _)| (*w).cmp(word)).ok()?))
    });
    let places: Vec<(usize, usize)> = places.collect();
    let mut held = vec![0; wanted.len()];
    let (mut missing, mut left, mut shown) = (wanted.len(), 0, 0);
    let mut found = Vec::new();
    for (right, (at, word)) in places.iter().enumerate() {
        held[*word] += 1;
        missing -= usize::from(held[*word] == wanted[*word].1);
        while at - places[left].0 >= width {
            let gone = places[left].1;
            missing += usize::from(held[gone] == wanted[gone].1);
            held[gone] -= 1;
            left += 1;
        }
        if missing == 0 {
            let new = &places[left.max(shown)..=right];
            found.extend(new.iter().map(|(at, _)| field.spans[*at]));
            shown = right + 1;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Limits, Name};

    #[test]
    fn the_words_that_made_it_fire_are_told() {
        let story = Story {
            title: "Zürich bank sinks".into(),
            body: "The bank said oil, not gold, sank the bank.".into(),
            names: vec![(Name::Ticker, "ZB".into())],
            ..Story::default()
        };
        let check = |text: &str, expected: Option<&[&str]>| {
            let query = Query::parse(text, &Limits::default()).expect(text);
            let told = explain(&query, &story).map(|reasons| {
                let shown = reasons.iter().map(|reason| {
                    let field = match reason.place {
                        Some(Place::Title) => &story.title,
                        _ => &story.body,
                    };
                    let words: Vec<_> = reason.spans.iter().filter_map(|s| s.of(field)).collect();
                    format!("{}={}", reason.clause, words.join("|"))
                });
                shown.collect::<Vec<_>>()
            });
            let expected = expected.map(|e| e.iter().map(ToString::to_string).collect::<Vec<_>>());
            assert_eq!(told, expected, "{text}");
        };
        check("zurich AND ticker:zb", Some(&["zurich=Zürich", "ticker:zb="]));
        check("bank", Some(&["bank=bank", "bank=bank|bank"]));
        check("\"oil not\" OR nothing", Some(&["\"oil not\"=oil, not"]));
        check("\"gold oil\"~2 body:sa*", Some(&["\"gold oil\"~2=oil|gold", "body:sa*=said|sank"]));
        check("sinks NOT tin", Some(&["sinks=sinks", "NOT tin="]));
        check("sinks NOT gold", None);
        check("\"bank bank\"~3", None);
    }
}
