//! Dates, times and durations: found by rules, resolved to TIMEX3 values.
//!
//! One entry, [`find`]. Inside: [`lex`] keeps the few words that dates are made of, [`grammar`]
//! takes expressions out of them, [`resolve`] gives each its value by the day of the report, the
//! tense of its clause and what was told before. Linear in the text; never fails.

mod civil;
mod frame;
mod grammar;
mod holidays;
pub(crate) mod lex;
pub(crate) mod number;
mod resolve;
mod sense;
mod stamp;
mod tense;
pub(crate) mod vocabulary;

use wiredesk_model::{DateMention, Published, Span};

/// All date expressions of `text`, in order and not overlapping.
///
/// `sentences` are the text's sentences in order (they bound the search for a clause's tense);
/// `published` is the day that "today" and "on Sunday" count from. Without it, or in a history,
/// dates follow the one last mentioned; what stays open is told as far as it is known
/// (`XXXX-WXX-7`).
#[must_use]
pub fn find(text: &str, sentences: &[Span], published: Option<&Published>) -> Vec<DateMention> {
    let tokens = lex::tokens(text);
    let found = grammar::expressions(text, &tokens);
    resolve::resolve(text, sentences, published, &found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// `expected` lists all dates of `text`, as `words=value`.
    #[track_caller]
    fn check(published: &str, text: &str, expected: &[&str]) {
        let published = Published::parse(published);
        let sentences = [Span::new(0, text.len())];
        let found: Vec<String> = find(text, &sentences, published.as_ref())
            .iter()
            .map(|d| format!("{}={}", &text[d.span.range()], d.value))
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    /// Pieces that rules look at, so that chance meets them.
    const PIECES: &[&str] = &[
        "the ",
        "last ",
        "next ",
        "two ",
        "20",
        "24 ",
        "July ",
        "Mon ",
        "May ",
        "'",
        "-",
        "–",
        "/",
        ":",
        ".",
        ", ",
        "of ",
        "days ",
        "year",
        "ago ",
        "a.m. ",
        "p",
        "BC ",
        "half ",
        "an ",
        "hour ",
        "Q3 ",
        "every ",
        "é",
        "\u{1F600}",
        "\n",
        "early ",
        "before ",
        "1999 ",
        "th ",
        "second ",
        "Easter ",
        "million ",
        "and ",
        "to ",
        "Sunday ",
        "night ",
        "quarter ",
        "$",
        "9999",
        "first ",
    ];

    proptest! {
        #[test]
        fn any_text_is_read_and_spans_slice(
            pieces in proptest::collection::vec(proptest::sample::select(PIECES), 0..40)
        ) {
            let text = pieces.concat();
            let published = Published::parse("2024-07-19");
            for when in [None, published.as_ref()] {
                let mut end = 0;
                for date in find(&text, &[], when) {
                    prop_assert!(date.span.start >= end && !date.span.is_empty());
                    prop_assert!(date.span.of(&text).is_some());
                    prop_assert!(!date.value.is_empty());
                    end = date.span.end;
                }
            }
        }

        #[test]
        fn chance_text_is_read(text in "\\PC{0,200}") {
            for date in find(&text, &[Span::new(0, text.len())], None) {
                prop_assert!(date.span.of(&text).is_some());
            }
        }
    }

    #[test]
    fn written_forms() {
        let on = "2024-09-15";
        check(
            on,
            "on 5 May 2023 and May 6, 2023",
            &["5 May 2023=2023-05-05", "May 6, 2023=2023-05-06"],
        );
        check(
            on,
            "2024-07-19, 7/19/2024, 19/7/2024, 19.07.2024",
            &[
                "2024-07-19=2024-07-19",
                "7/19/2024=2024-07-19",
                "19/7/2024=2024-07-19",
                "19.07.2024=2024-07-19",
            ],
        );
        check(on, "March 5-9, 1918", &["March 5=1918-03-05", "9, 1918=1918-03-09"]);
        check(on, "in the third quarter of 2001", &["the third quarter of 2001=2001-Q3"]);
        check(on, "the 19th century and the 1980s", &["the 19th century=18", "the 1980s=198"]);
        check(on, "It cost $2000 in 1999, for 2000 people.", &["1999=1999"]);
        check(on, "He may march on", &[]);
    }

    #[test]
    fn relative_to_the_report() {
        let on = "2024-09-15";
        check(on, "He said on Sunday", &["Sunday=2024-09-15"]);
        check(on, "He spoke on Friday", &["Friday=2024-09-13"]);
        check(on, "It will meet on Friday", &["Friday=2024-09-20"]);
        check(on, "two years ago, last month", &["two years ago=2022", "last month=2024-08"]);
        check(on, "It opened in October.", &["October=2023-10"]);
        check(on, "It will open in October.", &["October=2024-10"]);
        check(
            on,
            "It struck at 9:45 p.m. (1345 GMT) Friday.",
            &["9:45 p.m.=2024-09-13T21:45", "1345 GMT=2024-09-13T13:45", "Friday=2024-09-13"],
        );
        check(on, "a three-year deal every Monday", &["three-year=P3Y", "every Monday=XXXX-WXX-1"]);
    }

    #[test]
    fn as_wires_tell_them() {
        let on = "2013-03-20"; // a Wednesday
        check(on, "Shares fell from the year-earlier quarter.", &["year-earlier=2012"]);
        check(on, "Sales rose in the year-ago period.", &["year-ago=2012"]);
        check(on, "Rebels shelled the city overnight.", &["overnight=2013-03-20TNI"]);
        check(on, "It was an overnight success.", &[]);
        check(
            on,
            "A storm is expected to hit late Thursday or early Friday.",
            &["late Thursday=2013-03-21", "early Friday=2013-03-22"],
        );
        check(on, "The meeting is Thursday.", &["Thursday=2013-03-21"]);
        check(
            on,
            "It runs from Sept. 20 through Oct. 5.",
            &["Sept. 20=2013-09-20", "Oct. 5=2013-10-05"],
        );
        check(on, "Output shrank in August.", &["August=2012-08"]);
        check(on, "the theme of this years fair", &["this years=2013"]);
        check(on, "cuts of 10% from 1990 levels", &["1990=1990"]);
        check(on, "Two men died on Sunday.", &["Sunday=2013-03-17"]);
        check(
            on,
            "He said late Sunday that talks, which began Friday, would resume Monday.",
            &["late Sunday=2013-03-17", "Friday=2013-03-15", "Monday=2013-03-25"],
        );
        check(
            on,
            "in the 12 months through February, the past six months, by mid-June",
            &[
                "the 12 months=P12M",
                "February=2013-02",
                "the past six months=P6M",
                "mid-June=2013-06",
            ],
        );
        check(on, "It may second the motion; they march on; the sun sat.", &[]);
    }

    #[test]
    fn relative_to_what_was_told() {
        let text =
            "It began on July 14, 2024. Later that month it ended; two days later they left.";
        check(
            "2024-09-15",
            text,
            &["July 14, 2024=2024-07-14", "Later that month=2024-07", "two days later=2024-07-16"],
        );
        check("", "He left on Monday.", &["Monday=XXXX-WXX-1"]);
    }
}
