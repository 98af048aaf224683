//! How a text is to be read: from which day it counts, and whether it is news or a history.

use super::civil::Day;
use super::sense::{Found, From, Point, Sense, Year};
use super::vocabulary::Unit;
use wiredesk_model::Published;

/// How a text is to be read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Frame {
    /// The day "today" means.
    pub report: Option<Day>,
    /// Dates follow the one last mentioned, not the report.
    pub history: bool,
}

impl Frame {
    /// Tells a history from news, and the day a text counts from.
    pub fn of(text: &str, published: Option<&Published>, found: &[Found]) -> Self {
        let published = published.and_then(|p| {
            let date = p.date();
            Day::new(i32::from(date.year()), date.month().unsigned_abs(), date.day().unsigned_abs())
        });
        let own = dateline(text, published, found);
        let report = own.or(published);
        Self { report, history: own.is_none() && is_history(report, found) }
    }
}

/// A full date alone on a line near the top is the outlet's own; it beats a publication date that
/// is a few days off (a page's last change, a feed's own time zone).
fn dateline(text: &str, published: Option<Day>, found: &[Found]) -> Option<Day> {
    let top = found.iter().take_while(|f| f.span.start < 600);
    for expression in top {
        let Sense::Point(Point::Day(month, day, Year::Known(year)), _) = expression.sense else {
            continue;
        };
        let day = Day::new(year, month, day)?;
        let near = published.is_none_or(|p| p.days_since(day).abs() <= 3);
        let head = text.get(..expression.span.start).unwrap_or("");
        let tail = text.get(expression.span.end..).unwrap_or("");
        let line_start = head.is_empty() || head.ends_with('\n');
        let alone = line_start && (tail.is_empty() || tail.starts_with('\n'));
        if near && alone {
            return Some(day);
        }
    }
    None
}

/// True for texts that tell of past years at length and hardly use the report's own days.
fn is_history(report: Option<Day>, found: &[Found]) -> bool {
    let Some(report) = report else { return true };
    let (mut years, mut far, mut near_words) = (0u32, 0u32, 0u32);
    for expression in found {
        let Sense::Point(point, _) = &expression.sense else { continue };
        match point {
            Point::Year(Year::Known(year))
            | Point::Month(_, Year::Known(year))
            | Point::Day(_, _, Year::Known(year))
            | Point::Season(_, Year::Known(year)) => {
                years += 1;
                far += u32::from(report.year - year > 1);
            }
            Point::Weekday(_) | Point::Shift(Unit::Day, _, From::Report) => near_words += 1,
            _ => {}
        }
    }
    let long = years >= 10 && far * 5 >= years * 3 && near_words * 8 < years;
    let short = years >= 4 && far == years && near_words * 4 <= years;
    long || short
}

/// "March and June 2011", "5 March - 6 June 2011": the year behind the second is the first's too.
pub(super) fn borrow_year(text: &str, this: &Found, next: Option<&Found>) -> Option<Found> {
    let next = next?;
    let between = text.get(this.span.end..next.span.start).filter(|b| b.len() < 12)?;
    let joined = matches!(
        between.trim(),
        "and"
            | "or"
            | "to"
            | "-"
            | "\u{2013}"
            | "\u{2014}"
            | "until"
            | "through"
            | "till"
            | "/"
            | ""
            | ","
    );
    if !joined {
        return None;
    }
    let (year, next_month) = match &next.sense {
        Sense::Point(
            Point::Month(m, year @ Year::Known(_)) | Point::Day(m, _, year @ Year::Known(_)),
            _,
        ) => (*year, *m),
        Sense::Point(Point::Season(season, year @ Year::Known(_)), _) => (*year, season.middle()),
        _ => return None,
    };
    let point = match this.sense {
        Sense::Point(Point::Month(m, Year::Unsaid), None) if m <= next_month => {
            Point::Month(m, year)
        }
        Sense::Point(Point::Day(m, d, Year::Unsaid), None) if m <= next_month => {
            Point::Day(m, d, year)
        }
        Sense::Point(Point::Season(s, Year::Unsaid), None) => Point::Season(s, year),
        _ => return None,
    };
    Some(Found { span: this.span, sense: Sense::Point(point, None) })
}

/// "9:45 p.m. (1345 GMT) Wednesday": the day behind is the day of the times before it.
pub(super) fn borrow_day(text: &str, this: &Found, behind: &[Found]) -> Option<Found> {
    let Sense::Point(Point::Clock, clock @ Some(_)) = this.sense else { return None };
    for next in behind.iter().take(2) {
        let between = text.get(this.span.end..next.span.start).filter(|b| b.len() < 24)?;
        if between.contains([';', '\n']) || between.contains(". ") {
            return None;
        }
        match &next.sense {
            Sense::Point(Point::Clock, _) => {}
            Sense::Point(day @ (Point::Weekday(_) | Point::Day(..)), None) => {
                return Some(Found { span: this.span, sense: Sense::Point(day.clone(), clock) });
            }
            _ => return None,
        }
    }
    None
}
