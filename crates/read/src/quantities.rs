//! Numbers with what they count: `$3-4 billion`, `two dozen ships`, `millions of shells`.
//!
//! One entry, [`find`]. Reads the same few tokens as [`crate::dates`]; numbers are read by
//! [`number`], what they count by [`unit`]. Dates, years and lengths of time are left to
//! [`crate::dates`]; ordinals, scores, names ("Boeing 737", "F-16") and versions are no quantities.

mod measures;
mod number;
mod unit;

use crate::dates::lex::{self, Gap, Token};
use crate::dates::vocabulary::{Kind, Unit, Word};
use number::Number;
use std::ops::Range;
use wiredesk_model::{DateMention, Quantity, Span};

/// The quantities of `text` outside its dates, in order and not overlapping.
///
/// `value` is the number as told, `high` the upper end of a range; `unit` a currency code, `%`,
/// a unit of measure or the noun counted; `approximate` is set by "about", "more than" and the
/// like. A value is absent when only an order is told ("millions").
#[must_use]
pub fn find(text: &str, _sentences: &[Span], dates: &[DateMention]) -> Vec<Quantity> {
    let tokens = lex::tokens(text);
    let scan = Scan { text, tokens: &tokens };
    let mut out: Vec<Quantity> = Vec::new();
    let mut dates = dates.iter().peekable();
    let (mut at, mut taken) = (0, 0);
    while let Some(token) = tokens.get(at) {
        let start = token.start as usize;
        while dates.next_if(|d| d.span.end <= start).is_some() {}
        let barrier = dates.peek().map_or(usize::MAX, |d| d.span.start);
        if barrier <= start || start < taken {
            at += 1;
            continue;
        }
        match scan.quantity(at, taken..barrier) {
            Some((next, quantity)) if next > at => {
                taken = quantity.span.end;
                out.push(quantity);
                at = next;
            }
            _ => at = scan.past_figure(at),
        }
    }
    out
}

struct Scan<'t> {
    text: &'t str,
    tokens: &'t [Token],
}

impl Scan<'_> {
    /// The quantity that begins with the number at token `at`; its figures keep to `room`.
    fn quantity(&self, at: usize, room: Range<usize>) -> Option<(usize, Quantity)> {
        if let Kind::Many(_) = self.tokens[at].kind {
            return self.many(at);
        }
        let number = self.number(at).filter(|_| !self.is_pronoun(at))?;
        let start = self.tokens[at].start as usize;
        let money = unit::currency_before(self.text, start);
        let number = self.with_letter_scale(number, money.is_some());
        let (low, high, last) = self.range(at, number)?;
        let from = money.map_or(start, |(from, _)| from);
        if from < room.start || last.end > room.end || (money.is_none() && self.is_name_part(at)) {
            return None;
        }
        let mut approximate =
            self.approximate_before(at, from) || self.approximate_behind(last.end);
        let behind = unit::behind(self.text, self.after_odd(last.end), low, last.scaled);
        let (unit, end) = match (money, behind) {
            (Some((_, code)), _) => (code.to_owned(), last.end),
            (None, Some((name, end))) => (name, end),
            (None, None) => (String::new(), last.end),
        };
        let bare = unit.is_empty();
        if bare && (last.weak || self.is_idle(at, &last, high.is_some())) {
            return None;
        }
        approximate |= last.vague;
        let value = if last.vague { None } else { Some(low) };
        let end = end.max(last.end);
        let next = self.token_after(last.next, end);
        Some((next, Quantity { span: Span::new(from, end), value, high, unit, approximate }))
    }

    /// `tens of thousands of shells`, `dozens of ships`, `hundreds`.
    fn many(&self, at: usize) -> Option<(usize, Quantity)> {
        let mut next = at + 1;
        while self.is(next, Kind::Word(Word::Of))
            && matches!(self.joined(next + 1), Some(Kind::Many(_)))
        {
            next += 2;
        }
        let end = self.tokens[next - 1].end as usize;
        let of = self.is(next, Kind::Word(Word::Of));
        let noun_from = if of { self.tokens[next].end as usize } else { end };
        let counted = unit::behind(self.text, noun_from, 1e6, true).filter(|_| of);
        if counted.is_none() && self.is(at, Kind::Many(1)) && !of {
            return None;
        }
        let money = unit::currency_before(self.text, self.tokens[at].start as usize);
        let (unit, end) = counted.unwrap_or((String::new(), end));
        let unit = money.map_or(unit, |(_, code)| code.to_owned());
        let span = Span::new(self.tokens[at].start as usize, end);
        let quantity = Quantity { span, value: None, high: None, unit, approximate: true };
        Some((self.token_after(next, end), quantity))
    }

    /// A second number behind "to", "-" or "and": low, high and the last number read. `None` for
    /// scores ("3-2").
    fn range(&self, at: usize, first: Number) -> Option<(f64, Option<f64>, Number)> {
        let single = Some((first.value, None, first));
        let joiner = match self.joined(first.next) {
            Some(Kind::Word(Word::To)) => {
                if self.word_before(at) == Some(Word::From) {
                    return single;
                }
                true
            }
            Some(Kind::Word(Word::And)) => self.between(at),
            Some(Kind::Sign(b'-')) => true,
            Some(Kind::Word(Word::Or)) => !first.fraction,
            _ => false,
        };
        let second_at = self.past_money(first.next + 1);
        let Some(second) = self.number(second_at).filter(|_| joiner) else { return single };
        let second = self.with_letter_scale(
            second,
            unit::currency_before(self.text, self.tokens[second_at].start as usize).is_some(),
        );
        let dash = self.is(first.next, Kind::Sign(b'-'));
        let low =
            if second.scale > 1.0 && !first.scaled && first.value < second.value / second.scale {
                first.value * second.scale
            } else {
                first.value
            };
        let scores = dash
            && !second.scaled
            && !first.scaled
            && unit::behind(self.text, second.end, second.value, false).is_none()
            && unit::currency_before(self.text, self.tokens[at].start as usize).is_none();
        if scores {
            return None;
        }
        if second.value <= low {
            return single;
        }
        Some((low, Some(second.value), second))
    }

    /// The token of a second amount's figure: "$3 billion to $4 billion".
    fn past_money(&self, at: usize) -> usize {
        match self.joined(at) {
            Some(Kind::Sign(b'$')) => at + 1,
            _ => at,
        }
    }

    fn between(&self, at: usize) -> bool {
        let at = if self.is_dollar_before(at) { at - 1 } else { at };
        self.word_before(at) == Some(Word::Between)
    }

    fn is_dollar_before(&self, at: usize) -> bool {
        at > 0 && self.tokens[at].gap == Gap::Glued && self.tokens[at - 1].kind == Kind::Sign(b'$')
    }

    /// "about", "more than", "at least", "up to", "nearly", "some" before the number.
    fn approximate_before(&self, at: usize, from: usize) -> bool {
        let head = &self.text[..from];
        if head.ends_with(['~', '≈']) {
            return true;
        }
        let mut words = unit::last_words(head);
        let last = words.next().unwrap_or("");
        let before = words.next().unwrap_or("");
        let some =
            last.eq_ignore_ascii_case("some") && !matches!(self.tokens[at].kind, Kind::Cardinal(1));
        let pair = match last {
            "than" => matches!(
                before,
                "more"
                    | "More"
                    | "less"
                    | "Less"
                    | "fewer"
                    | "Fewer"
                    | "greater"
                    | "higher"
                    | "larger"
            ),
            "least" | "most" => matches!(before, "at" | "At"),
            "to" => matches!(before, "up" | "Up" | "close" | "Close"),
            "as" => matches!(before, "many" | "much" | "few" | "little"),
            "of" => matches!(before, "upwards" | "estimate" | "excess"),
            _ => false,
        };
        some || pair
            || matches!(
                last.to_ascii_lowercase().as_str(),
                "about"
                    | "around"
                    | "nearly"
                    | "almost"
                    | "roughly"
                    | "approximately"
                    | "over"
                    | "under"
                    | "estimated"
                    | "circa"
                    | "approx"
                    | "between"
                    | "perhaps"
                    | "maybe"
                    | "above"
                    | "below"
                    | "upwards"
                    | "beyond"
                    | "nigh"
                    | "exceeding"
            )
    }

    /// "or so", "or more", "+", "-plus", "-odd" behind the number.
    fn approximate_behind(&self, end: usize) -> bool {
        let tail = self.text.get(end..).unwrap_or("");
        [" or so", " or more", "+", "-plus", "-odd", " plus "].iter().any(|t| tail.starts_with(t))
    }

    /// The byte after "-odd" or "+", where the noun stands.
    fn after_odd(&self, end: usize) -> usize {
        let tail = self.text.get(end..).unwrap_or("");
        let odd =
            ["-odd", "-plus", "+", " or so", " or more"].iter().find(|t| tail.starts_with(**t));
        end + odd.map_or(0, |t| t.len())
    }

    /// "Boeing 737", "F-16", "No. 5", "Article 7", "version 3.1.2".
    fn is_name_part(&self, at: usize) -> bool {
        let start = self.tokens[at].start as usize;
        let head = &self.text[..start];
        let glued = head.ends_with(|c: char| {
            c.is_alphanumeric() || matches!(c, '#' | '/' | ':' | '.' | '@' | '_')
        });
        if glued || (head.ends_with(['-', '\u{2013}']) && glued_to_word(head)) {
            return true;
        }
        matches!(
            unit::last_words(head).next().unwrap_or(""),
            "No."
                | "no."
                | "No"
                | "Nos."
                | "number"
                | "Number"
                | "Article"
                | "Section"
                | "Chapter"
                | "Route"
                | "Highway"
                | "Room"
                | "Flight"
                | "Page"
                | "page"
                | "version"
                | "Version"
                | "Phase"
                | "Part"
                | "Volume"
                | "Vol."
                | "Group"
                | "Type"
                | "Mark"
                | "Channel"
        )
    }

    /// "no one", "this one": pronouns.
    fn is_pronoun(&self, at: usize) -> bool {
        let start = self.tokens[at].start as usize;
        let before = unit::last_words(&self.text[..start]).next().unwrap_or("");
        self.tokens[at].kind == Kind::Cardinal(1)
            && matches!(
                before.to_ascii_lowercase().as_str(),
                "no" | "any"
                    | "every"
                    | "some"
                    | "each"
                    | "this"
                    | "that"
                    | "the"
                    | "another"
                    | "which"
            )
    }

    /// A number that counts nothing told: "one", "the two", a digit behind a name.
    fn is_idle(&self, at: usize, last: &Number, range: bool) -> bool {
        let start = self.tokens[at].start as usize;
        let before = unit::last_words(&self.text[..start]).next().unwrap_or("");
        let behind_name = before.starts_with(|c: char| c.is_ascii_uppercase())
            && !self.starts_sentence(start, before);
        let word = !matches!(self.tokens[at].kind, Kind::Digits(_));
        let small = last.value < 13.0 && word && !last.scaled && !last.fraction;
        let victims = matches!(
            before,
            "killed"
                | "killing"
                | "kills"
                | "injured"
                | "injuring"
                | "wounded"
                | "wounding"
                | "leaving"
        );
        !range && !victims && (small || behind_name || last.value < 2.0 && !last.fraction)
    }

    fn starts_sentence(&self, start: usize, word: &str) -> bool {
        let head = self.text[..start].trim_end();
        // What stands there may be spelt otherwise than the word it was read as.
        let before = head.strip_suffix(word).unwrap_or(head).trim_end();
        before.is_empty() || before.ends_with(['.', '!', '?', ':', '"', '\u{201c}'])
    }

    // Tokens.

    fn joined(&self, at: usize) -> Option<Kind> {
        self.tokens.get(at).filter(|t| t.gap != Gap::Apart).map(|t| t.kind)
    }

    fn is(&self, at: usize, kind: Kind) -> bool {
        self.joined(at) == Some(kind)
            || (at == 0 && self.tokens.first().is_some_and(|t| t.kind == kind))
    }

    fn glued(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|t| t.gap == Gap::Glued)
    }

    fn word_before(&self, at: usize) -> Option<Word> {
        if at == 0 || self.tokens[at].gap == Gap::Apart {
            return None;
        }
        match self.tokens[at - 1].kind {
            Kind::Word(word) => Some(word),
            _ => None,
        }
    }

    fn token_after(&self, mut at: usize, end: usize) -> usize {
        while self.tokens.get(at).is_some_and(|t| (t.start as usize) < end) {
            at += 1;
        }
        at
    }

    /// Behind a figure that is no quantity: none of its pieces is one either.
    fn past_figure(&self, at: usize) -> usize {
        let mut next = at + 1;
        if matches!(self.tokens[at].kind, Kind::Digits(_)) {
            while self.glued(next)
                && matches!(
                    self.tokens[next].kind,
                    Kind::Digits(_)
                        | Kind::Sign(b'.' | b',' | b':' | b'/' | b'-')
                        | Kind::Word(Word::OrdinalEnd)
                )
            {
                next += 1;
            }
        }
        next
    }
}

fn glued_to_word(head: &str) -> bool {
    let cut = head.trim_end_matches(['-', '\u{2013}']);
    cut.len() < head.len() && cut.ends_with(|c: char| c.is_alphabetic())
}

/// Months, weekdays and clock units after a number belong to dates.
fn is_time(unit: Unit) -> bool {
    unit <= Unit::Millennium
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// `expected` lists the quantities of `text` as `words=value[..high] unit[~]`.
    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let dates = crate::dates::find(text, &[], None);
        let found: Vec<String> = find(text, &[], &dates)
            .iter()
            .map(|q| {
                let value =
                    q.value.map_or("-".to_owned(), |v| ((v * 1e4).round() / 1e4).to_string());
                let high = q.high.map_or(String::new(), |h| format!("..{h}"));
                let about = if q.approximate { "~" } else { "" };
                format!("{}={value}{high} {}{about}", &text[q.span.range()], q.unit)
            })
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn money() {
        check("It paid $3.5 billion.", &["$3.5 billion=3500000000 USD"]);
        check("a deal worth $3-4 billion", &["$3-4 billion=3000000000..4000000000 USD"]);
        check("about €200m and £3bn", &["€200m=200000000 EUR~", "£3bn=3000000000 GBP"]);
        check("C$45, A$3, US$1,250.50", &["C$45=45 CAD", "A$3=3 AUD", "US$1,250.50=1250.5 USD"]);
        check("5 million Canadian dollars", &["5 million Canadian dollars=5000000 CAD"]);
        check("100 billion won", &["100 billion won=100000000000 KRW"]);
        check("Rs 2 lakh crore", &["Rs 2 lakh crore=2000000000000 INR"]);
        check(
            "between $5 million and $7 million",
            &["$5 million and $7 million=5000000..7000000 USD~"],
        );
        check("50p a share", &["50p=50 pence"]);
    }

    #[test]
    fn shares_and_measures() {
        check("rose 5.2% to 31 percent", &["5.2%=5.2 %", "31 percent=31 %"]);
        check("between 5 and 7 percent", &["5 and 7 percent=5..7 %~"]);
        check(
            "25 basis points, two percentage points",
            &["25 basis points=25 basis points", "two percentage points=2 percentage points"],
        );
        check(
            "10 km away, 500,000 barrels per day",
            &["10 km=10 km", "500,000 barrels per day=500000 barrels per day"],
        );
        check(
            "two-thirds of voters, one in five",
            &["two-thirds of voters=0.6667 voters", "one in five=0.2 "],
        );
        check("-0.3 percent", &["0.3 percent=-0.3 %"]);
        check("3 square miles", &["3 square miles=3 square miles"]);
    }

    #[test]
    fn things_counted() {
        check("millions of shells", &["millions of shells=- shells~"]);
        check("tens of thousands of people", &["tens of thousands of people=- people~"]);
        check("more than 300 North Korean troops", &["300 North Korean troops=300 troops~"]);
        check(
            "two dozen ships and half a million men",
            &["two dozen ships=24 ships", "half a million men=500000 men"],
        );
        check("20 to 30 tanks", &["20 to 30 tanks=20..30 tanks"]);
        check("several hundred protesters", &["several hundred protesters=- protesters~"]);
        check("killed one person and wounded 12", &["one person=1 person", "12=12 "]);
        check("at least 5,000 were killed", &["5,000=5000 ~"]);
        check("fell from 50 to 30", &["50=50 ", "30=30 "]);
        check("at least 20 dead", &["20 dead=20 dead~"]);
        check("a bomb killed nine", &["nine=9 "]);
        check("a 59-year-old man", &["59-year-old=59 years"]);
        check("300-odd ships", &["300-odd ships=300 ships~"]);
    }

    #[test]
    fn no_quantities() {
        check("In 2014, on 5 May at 10:30, a Boeing 737 and an F-16", &[]);
        check("COVID-19, Article 5, the 3rd fleet, version 3.1.2", &[]);
        check("shells by the million", &[]);
        check("won 3-2, the two said, one of them", &[]);
        check("He runs Windows 11 and the second man", &[]);
    }

    proptest! {
        #[test]
        fn any_text_is_read_and_spans_slice(
            pieces in proptest::collection::vec(proptest::sample::select(&[
                "1", "20", ",", "000", ".", "5", " ", "-", "–", "$", "€", "£", "%", " percent", "million ",
                "m ", "two ", "half a ", "of ", "thousands ", "dozen ", "one in ", "to ", "and ", "between ",
                "é", "\u{1F600}", "½", "shells ", "people", "Rs ", "US$", "thirds", "a ", "\n", "°C", "old",
            ][..]), 0..40)
        ) {
            let text = pieces.concat();
            let mut end = 0;
            for quantity in find(&text, &[], &[]) {
                prop_assert!(quantity.span.start >= end && !quantity.span.is_empty());
                prop_assert!(quantity.span.of(&text).is_some());
                end = quantity.span.end;
            }
        }

        #[test]
        fn chance_text_is_read(text in "\\PC{0,200}") {
            for quantity in find(&text, &[], &[]) {
                prop_assert!(quantity.span.of(&text).is_some());
            }
        }
    }
}
