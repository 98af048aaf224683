//! A query as text, in the one way that parses to the same tree.

use crate::query::{Clause, Name, Number, Place, Query, Test, Text};
use std::fmt::{self, Display, Formatter};
use wiredesk_model::jiff::Timestamp;

impl Display for Query {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::All(parts) => join(f, parts, " AND "),
            Self::Any(parts) => join(f, parts, " OR "),
            Self::Not(part) => {
                f.write_str("NOT ")?;
                inner(f, part)
            }
            Self::Clause(clause) => clause.fmt(f),
        }
    }
}

fn join(f: &mut Formatter<'_>, parts: &[Query], word: &str) -> fmt::Result {
    for (i, part) in parts.iter().enumerate() {
        if i > 0 {
            f.write_str(word)?;
        }
        inner(f, part)?;
    }
    Ok(())
}

/// A part inside another: in brackets when it has parts of its own.
fn inner(f: &mut Formatter<'_>, part: &Query) -> fmt::Result {
    match part {
        Query::All(_) | Query::Any(_) => write!(f, "({part})"),
        Query::Not(_) | Query::Clause(_) => part.fmt(f),
    }
}

impl Display for Clause {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(place, text) => {
                f.write_str(match place {
                    Place::Anywhere => "",
                    Place::Title => "title:",
                    Place::Body => "body:",
                })?;
                text.fmt(f)
            }
            Self::Name(name, value) => match is_bare(*name, value) {
                true => write!(f, "{}:{value}", name.as_str()),
                false => write!(f, "{}:\"{value}\"", name.as_str()),
            },
            Self::Number(number, test) => {
                write!(f, "{}:", number.as_str())?;
                show_test(f, *number, *test)
            }
        }
    }
}

impl Display for Text {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Word(word) => f.write_str(word),
            Self::Prefix(start) => write!(f, "{start}*"),
            Self::Stem(word) => write!(f, "{word}~"),
            Self::Phrase(words) => write!(f, "\"{}\"", words.join(" ")),
            Self::Near(words, more) => write!(f, "\"{}\"~{more}", words.join(" ")),
        }
    }
}

/// Whether a value can stand without quotation marks.
fn is_bare(name: Name, value: &str) -> bool {
    let sign = |b: u8| b"_.-&".contains(&b) || (name.is_id() && b":/*".contains(&b));
    let word = !value.is_empty() && value.bytes().all(|b| b.is_ascii_alphanumeric() || sign(b));
    word && !matches!(value, "AND" | "OR" | "NOT")
}

fn show_test(f: &mut Formatter<'_>, number: Number, test: Test) -> fmt::Result {
    let end = |v: Option<f64>| v.map_or("*".into(), |v| shown(number, v));
    match test {
        Test::AtLeast(v) => write!(f, ">={}", shown(number, v)),
        Test::AtMost(v) => write!(f, "<={}", shown(number, v)),
        Test::Over(v) => write!(f, ">{}", shown(number, v)),
        Test::Under(v) => write!(f, "<{}", shown(number, v)),
        // A moment holds colons, which a bare value cannot.
        Test::Within(Some(a), Some(b)) if number != Number::Ts && a.to_bits() == b.to_bits() => {
            f.write_str(&shown(number, a))
        }
        Test::Within(low, high) => write!(f, "[{}..{}]", end(low), end(high)),
    }
}

/// A number in the shortest decimals that read back as it; a moment as RFC 3339.
fn shown(number: Number, value: f64) -> String {
    #[expect(clippy::cast_possible_truncation, reason = "moments are whole seconds")]
    let moment = || Timestamp::from_second(value as i64).ok();
    match (number, moment()) {
        (Number::Ts, Some(moment)) => moment.to_string(),
        _ => value.to_string(),
    }
}
