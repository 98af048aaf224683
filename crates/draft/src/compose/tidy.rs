//! The listed deletions and substitutions: the only ways in which a sentence of a report is
//! changed before it stands in a story. Each leaves the words that remain as they were written.

use super::lines::Line;
use crate::dates::{Mention, Stamp, mentions};
use crate::words::lexicon::{DAY_NAMES, MONTH_NAMES};
use wiredesk_model::jiff::civil::Date;
use wiredesk_model::{Evidence, Span};

/// Days back to which "on Saturday" is read as the last Saturday.
const WEEK_DAYS: i64 = 6;

/// Openings that only link to what stood before.
const LINKS: &[&str] = &[
    "Meanwhile, ",
    "However, ",
    "Moreover, ",
    "Furthermore, ",
    "Additionally, ",
    "In addition, ",
    "Separately, ",
    "Nevertheless, ",
    "Nonetheless, ",
    "Still, ",
    "Indeed, ",
    "Also, ",
    "Besides, ",
    "Instead, ",
    "For his part, ",
    "For her part, ",
    "At the same time, ",
    "On the other hand, ",
    "Of course, ",
    "In fact, ",
    "As a result, ",
    "Therefore, ",
    "Thus, ",
    "Yet, ",
    "But ",
    "And ",
    "Yet ",
    "So ",
    "Or ",
];

/// The sentence without its dateline ("KYIV, Sept 15 (Reuters) - "); `None` when nothing is left.
#[must_use]
pub fn without_dateline(text: &str, sentence: Span) -> Option<Span> {
    let words = sentence.of(text)?;
    let mut skip = 0;
    for dash in [" - ", " – ", " — ", " -- ", "— "] {
        let Some(at) = words.find(dash).filter(|at| *at < 80) else { continue };
        let head = &words[..at];
        let agency = head.ends_with(')');
        let place = head.split([',', '(']).next().unwrap_or("");
        let capitals = place.len() > 2 && !place.chars().any(char::is_lowercase);
        if capitals || agency && head.len() < 60 {
            skip = at + dash.len();
            break;
        }
    }
    let rest = &words[skip..];
    let lead = rest.len() - rest.trim_start().len();
    let span = Span::new(sentence.start + skip + lead, sentence.end);
    (!span.is_empty()).then_some(span)
}

/// The dateline of a report, when it tells the day: what a date put for "on Wednesday" stands on.
#[must_use]
pub fn dateline(line: &Line<'_>) -> Option<Evidence> {
    let report = line.filed.report;
    let first = *line.filed.cut().sentences.first()?;
    let body = without_dateline(&report.text, first)?;
    let head = Span::new(first.start, body.start);
    let words = crate::words::tokenize(head.of(&report.text)?, 0);
    let dated = mentions(&words, None).iter().any(|m| m.stamp.month.is_some());
    dated.then(|| Evidence { report: report.id.clone(), span: head })
}

/// Without a linking opening, without a dangling "also"; with a capital at the front.
#[must_use]
pub fn unlinked(text: &str) -> String {
    let mut text = text.trim().to_owned();
    while let Some(rest) = LINKS.iter().find_map(|l| text.strip_prefix(l)) {
        text = capitalised(rest);
    }
    for (dangling, plain) in
        [(" has also ", " has "), (" have also ", " have "), (" had also ", " had ")]
    {
        text = text.replacen(dangling, plain, 1);
    }
    for cue in ["said", "told", "added", "noted", "called", "is", "was", "are", "were", "will"] {
        text = text.replacen(&format!(" also {cue} "), &format!(" {cue} "), 1);
        text = text.replacen(&format!(" {cue} also "), &format!(" {cue} "), 1);
    }
    text
}

/// The text with a capital at the front.
#[must_use]
pub fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    match chars.next() {
        Some(c) => c.to_uppercase().chain(chars).collect(),
        None => String::new(),
    }
}

/// The sentence with its dates as a story of the day `as_of` must tell them; `None` when a date in
/// it cannot be put so.
#[must_use]
pub fn redated(line: &Line<'_>, text: &str, as_of: Option<Date>) -> Option<String> {
    let published = line.filed.report.published.as_ref().map(wiredesk_model::Published::date);
    let words = crate::words::tokenize(text, 0);
    let (Some(published), Some(as_of)) = (published, as_of) else {
        return Some(text.to_owned());
    };
    let lower = text.to_lowercase();
    let vague = [
        "last week",
        "this week",
        "next week",
        "last weekend",
        "recently",
        " ago",
        "this morning",
        "overnight",
    ];
    let far = published != as_of;
    let days = (as_of - published).get_days();
    if days > 3 && vague.iter().any(|v| lower.contains(v)) {
        return None;
    }
    let mut out = text.to_owned();
    for mention in mentions(&words, Some(published)).iter().rev().filter(|m| m.relative) {
        let span = words[mention.words.start].span.cover(words[mention.words.end - 1].span);
        let written = span.of(text)?.to_lowercase();
        let ahead =
            lower.contains(" will ") || lower.contains(" plans ") || lower.contains(" next ");
        let weekday = mention.stamp.weekday.is_some() && mention.words.len() == 1;
        if far && weekday && ahead {
            return None;
        }
        if weekday && told_beside(&text[span.end..]) {
            continue; // "Tuesday, January 21": the day stands there
        }
        replace(&mut out, span, mention, &written, as_of)?;
    }
    Some(out)
}

/// A month's name follows the weekday.
fn told_beside(rest: &str) -> bool {
    let next = rest.trim_start_matches([',', ' ']);
    MONTH_NAMES.iter().any(|m| next.starts_with(m))
}

fn replace(
    out: &mut String,
    span: Span,
    mention: &Mention,
    written: &str,
    as_of: Date,
) -> Option<()> {
    let day_word = matches!(written, "today" | "yesterday" | "tomorrow" | "tonight");
    if let Some(date) = mention.stamp.date() {
        let weekday = DAY_NAMES.iter().any(|d| d.eq_ignore_ascii_case(written));
        let near = (as_of - date).get_days();
        let recent = (0..=i32::try_from(WEEK_DAYS).unwrap_or(6)).contains(&near);
        if weekday && recent {
            return Some(());
        }
        if weekday || day_word {
            let shown = if recent { weekday_name(date)? } else { month_day(date, as_of)? };
            let part = out[span.end..].split_whitespace().next().unwrap_or("");
            let of_day = ["morning", "afternoon", "evening", "night"];
            if !recent && of_day.contains(&part.trim_end_matches(|c: char| !c.is_alphabetic())) {
                return None; // "January 21 night" is not written
            }
            let before = out[..span.start].trim_end();
            let needs_on = day_word && !before.ends_with(" on") && !before.is_empty();
            if day_word && before.is_empty() {
                return None;
            }
            let shown = if needs_on { format!("on {shown}") } else { shown };
            out.replace_range(span.range(), &shown);
        }
        return Some(());
    }
    if !written.contains(' ') {
        return Some(()); // a month by its name
    }
    let year = mention.stamp.year?;
    let shown = match mention.stamp.month {
        Some(m) if m == as_of.month() && year == as_of.year() && written.starts_with("this") => {
            return Some(());
        }
        Some(m) => format!("in {}", month_of(m, year, as_of)?),
        None if year == as_of.year() && written.starts_with("this") => return Some(()),
        None => format!("in {year}"),
    };
    let before = out[..span.start].trim_end().to_lowercase();
    let joined = before.ends_with(" of")
        || before.ends_with(" since")
        || before.ends_with(" until")
        || before.ends_with(" in");
    let shown = if joined { shown.trim_start_matches("in ").to_owned() } else { shown };
    let shown = if span.start == 0 { capitalised(&shown) } else { shown };
    out.replace_range(span.range(), &shown);
    Some(())
}

fn weekday_name(date: Date) -> Option<String> {
    let number = usize::try_from(date.weekday().to_monday_one_offset() - 1).ok()?;
    DAY_NAMES.get(number).map(|n| (*n).to_owned())
}

/// "September 7", with the year when it is not the story's own.
#[must_use]
pub fn month_day(date: Date, as_of: Date) -> Option<String> {
    let month = MONTH_NAMES.get(usize::try_from(date.month() - 1).ok()?)?;
    Some(match date.year() == as_of.year() {
        true => format!("{month} {}", date.day()),
        false => format!("{month} {}, {}", date.day(), date.year()),
    })
}

fn month_of(month: i8, year: i16, as_of: Date) -> Option<String> {
    let name = MONTH_NAMES.get(usize::try_from(month - 1).ok()?)?;
    Some(if year == as_of.year() { (*name).to_owned() } else { format!("{name} {year}") })
}

/// "on Sunday" when the day is within the week, else "on September 7".
#[must_use]
pub fn on_day(date: Date, as_of: Date) -> Option<String> {
    let near = (as_of - date).get_days();
    let shown = if (0..=6).contains(&near) { weekday_name(date) } else { month_day(date, as_of) };
    shown.map(|s| format!("on {s}"))
}

/// "In June", or "In June 2023", or "In 2022": the opening that dates a background sentence.
#[must_use]
pub fn dated_opening(stamp: &Stamp, as_of: Option<Date>) -> Option<String> {
    let year = stamp.year?;
    let own = as_of.is_some_and(|d| d.year() == year);
    Some(match stamp.month {
        Some(month) => {
            let name = MONTH_NAMES.get(usize::try_from(month - 1).ok()?)?;
            if own { format!("In {name}, ") } else { format!("In {name} {year}, ") }
        }
        None => format!("In {year}, "),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn datelines_and_links_go() {
        let check = |text: &str, want: &str| {
            let span = without_dateline(text, Span::new(0, text.len())).expect("something left");
            assert_eq!(unlinked(&text[span.range()]), want);
        };
        check("KYIV, Sept 15 (Reuters) - Shells fell.", "Shells fell.");
        check("LONDON — It rained.", "It rained.");
        check("Meanwhile, the army also said it fell.", "The army said it fell.");
        check("The well-known man - a baker - fell.", "The well-known man - a baker - fell.");
        check("But he has also left.", "He has left.");
    }
}
