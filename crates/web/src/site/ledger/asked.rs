//! What is asked of the ledger, read from the address of a page; and the words for what it answers.

use std::collections::HashMap;
use std::fmt::Write;
use wiredesk_flow::ledger::SUPPLIES;
use wiredesk_ledger::{Measure, Question};
use wiredesk_model::jiff::civil::Date;
use wiredesk_model::{EntityId, Root, Stage};
use wiredesk_publish::dates::day;
use wiredesk_publish::page::ledger::{Asked, Choice};

use crate::{AppState, Error};

/// The fields of an address.
pub(super) struct Words(pub HashMap<String, String>);

impl Words {
    pub fn get(&self, name: &str) -> &str {
        self.0.get(name).map_or("", |v| v.trim())
    }
}

/// Deeds that are asked for together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Deeds {
    Supplies,
    Agrees,
    Against,
    Asks,
    All,
}

impl Deeds {
    const EVERY: [Deeds; 5] = [Self::Supplies, Self::Agrees, Self::Against, Self::Asks, Self::All];

    fn word(self) -> &'static str {
        match self {
            Self::Supplies => "supplies",
            Self::Agrees => "agrees",
            Self::Against => "against",
            Self::Asks => "asks",
            Self::All => "all",
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Supplies => "Gives, sells, supports",
            Self::Agrees => "Agrees, meets, gives way",
            Self::Against => "Accuses, threatens, punishes, attacks",
            Self::Asks => "Asks",
            Self::All => "All deeds",
        }
    }

    pub fn heading(self, recipient: &str) -> String {
        match self {
            Self::Supplies => format!("Who supplies {recipient}?"),
            Self::Agrees => format!("Who deals with {recipient}?"),
            Self::Against => format!("Who acts against {recipient}?"),
            Self::Asks => format!("Who asks something of {recipient}?"),
            Self::All => format!("Who has to do with {recipient}?"),
        }
    }

    pub fn roots(self) -> &'static [Root] {
        use Root::{
            Accuse, Agree, Assault, Coerce, Concede, Consult, Mobilize, Protest, Reject, Request,
            Sanction, Threaten,
        };
        match self {
            Self::Supplies => &SUPPLIES,
            Self::Agrees => &[Agree, Consult, Concede],
            Self::Against => {
                &[Accuse, Reject, Threaten, Protest, Sanction, Mobilize, Coerce, Assault]
            }
            Self::Asks => &[Request],
            Self::All => &Root::ALL,
        }
    }

    pub fn named(word: &str) -> Option<Self> {
        Self::EVERY.into_iter().find(|d| d.word() == word)
    }

    pub fn of(roots: &[Root]) -> Self {
        Self::EVERY.into_iter().find(|d| d.roots() == roots).unwrap_or(Self::All)
    }

    pub fn choices(chosen: Option<Self>) -> impl Iterator<Item = Choice> {
        Self::EVERY.into_iter().map(move |d| Choice {
            value: d.word().into(),
            name: d.name().into(),
            chosen: chosen == Some(d),
        })
    }
}

const MODES: [(&str, &str); 5] = [
    ("", "any"),
    ("military", "military"),
    ("economic", "economic"),
    ("humanitarian", "humanitarian"),
    ("diplomatic", "diplomatic"),
];

/// The question of an address, and the form that shows it. Without one, the busiest recipient's.
pub(super) fn question(state: &AppState, words: &Words) -> Result<(Question, Asked), Error> {
    let books = &state.inner().parts.books;
    let busiest = books.busiest()?;
    let fresh = words.0.is_empty();
    let mut wrong = None;
    let fallback = || busiest.first().cloned().unwrap_or_else(|| EntityId::new("country:RUS"));
    let recipient = match words.get("for") {
        "" => fallback(),
        word => books.entity(word).unwrap_or_else(|why| {
            wrong = Some(format!("{why}."));
            fallback()
        }),
    };
    let recipient = books.ask(|ledger| ledger.counts_for(&recipient))?;
    let mut day_of = |name: &str| {
        let (date, why) = date_of(words.get(name));
        wrong = wrong.take().or(why);
        date
    };
    let (from, to, as_of) = (day_of("from"), day_of("to"), day_of("as-of"));
    let deeds = Deeds::named(words.get("deeds")).unwrap_or(Deeds::Supplies);
    let measure = Measure::parse(words.get("by")).unwrap_or(Measure::Origins);
    let mode = if fresh { "military" } else { words.get("kind") };
    let mode = MODES.iter().map(|m| m.0).find(|m| *m == mode && !m.is_empty());
    let (begin, end) = (Date::constant(1, 1, 1), Date::constant(9999, 12, 31));
    let span = (from.is_some() || to.is_some()).then(|| (from.unwrap_or(begin), to.unwrap_or(end)));
    let shown = |date: Option<Date>| date.map(|d| d.to_string()).unwrap_or_default();
    let choice = |value: &str, name: &str, chosen: bool| Choice {
        value: value.into(),
        name: name.into(),
        chosen,
    };
    let asked = Asked {
        recipient: books.name(&recipient),
        others: busiest.iter().map(|id| (format!("/ledger?for={id}"), books.name(id))).collect(),
        deeds: Deeds::choices(Some(deeds)).collect(),
        modes: MODES.iter().map(|m| choice(m.0, m.1, mode.unwrap_or_default() == m.0)).collect(),
        measures: Measure::ALL
            .iter()
            .map(|m| choice(m.as_str(), measure_name(*m), *m == measure))
            .collect(),
        from: shown(from),
        to: shown(to),
        as_of: shown(as_of),
        wrong,
    };
    let question = Question {
        recipient,
        roots: deeds.roots().to_vec(),
        mode: mode.map(str::to_owned),
        span,
        as_of,
        stage: Stage::Delivered,
        measure,
    };
    Ok((question, asked))
}

fn measure_name(measure: Measure) -> &'static str {
    match measure {
        Measure::Origins => "first tellers",
        Measure::Deliveries => "kinds and times",
        Measure::Quantity => "how much",
        Measure::Explicit => "ranks in words",
    }
}

/// What a ranking counts, over which span, as known when.
pub(super) fn measure_words(question: &Question) -> String {
    let mut out = format!("Ordered by {}.", question.measure.meaning());
    let _ = match question.span {
        None => write!(out, " All times."),
        Some((from, to)) => write!(out, " Done between {} and {}.", day(from), day(to)),
    };
    let _ = match question.as_of {
        None => write!(out, " As known now."),
        Some(date) => write!(out, " As known on {}: later reports are left out.", day(date)),
    };
    out
}

/// A day as a form sends it; what to tell when it is none.
pub(super) fn date_of(text: &str) -> (Option<Date>, Option<String>) {
    match (text, text.parse::<Date>()) {
        ("", _) => (None, None),
        (_, Ok(date)) if (1..=9998).contains(&date.year()) => (Some(date), None),
        _ => (None, Some(format!("“{text}” is no day; write it as 2024-07-01."))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_or_refused_in_words() {
        assert_eq!(date_of("").0, None);
        assert!(date_of("2024-07-01").0.is_some());
        for bad in ["yesterday", "2024-13-01", "-9999-01-01", "9999-01-01"] {
            assert!(date_of(bad).1.is_some_and(|w| w.contains(bad)), "{bad}");
        }
    }
}
