//! Templates for what is always told the same way: rating changes.

use super::lines::Line;
use crate::words::quantity::{Quantity, quantities, same};
use crate::words::tag::{CAPITAL, CURRENCY};
use wiredesk_model::{Evidence, Rating};

/// Names of money, in the singular.
const COINS: &str = "crown krone kroner krona kronor koruna franc peso dollar pound euro yen yuan \
    rupee real reais rand lira zloty won shekel riyal rial dirham dinar ringgit baht rupiah pence cent \
    forint lei naira shilling tenge hryvnia ruble rouble";

/// A sentence made from what a reading found, with what it stands on.
#[derive(Debug, Clone, PartialEq)]
pub struct Told {
    /// The sentence.
    pub text: String,
    /// The headline for it.
    pub headline: String,
    /// The sentences of the report that it was read from.
    pub evidence: Vec<Evidence>,
}

/// One sentence for each rating change that the lines tell of.
#[must_use]
pub fn ratings(lines: &[Line<'_>]) -> Vec<Told> {
    let mut out: Vec<Told> = Vec::new();
    for line in lines {
        for rating in &line.filed.reading.ratings {
            if rating.span.is_empty() || !line.span.overlaps(rating.span) {
                continue;
            }
            let told = tell(rating, line);
            out.extend(told.filter(|t| out.iter().all(|o| o.text != t.text)));
        }
    }
    out
}

fn tell(rating: &Rating, line: &Line<'_>) -> Option<Told> {
    let (firm, company) = (rating.firm.as_deref()?, rating.company.as_deref()?);
    let action = rating.action.as_deref()?;
    let (past, present) = match action {
        "upgrade" => ("upgraded", "upgrades"),
        "downgrade" => ("downgraded", "downgrades"),
        "initiate" => ("initiated coverage of", "initiates coverage of"),
        "reiterate" => ("reiterated", "reiterates"),
        "maintain" => ("maintained", "maintains"),
        "resume" => ("resumed coverage of", "resumes coverage of"),
        _ => return None,
    };
    let name = match &rating.ticker {
        Some(ticker) => format!("{company} ({ticker})"),
        None => company.to_owned(),
    };
    let mut text = format!("{firm} {past} {name}");
    let mut headline = format!("{firm} {present} {company}");
    if let Some(now) = &rating.rating {
        let join = if matches!(action, "upgrade" | "downgrade") { "to" } else { "at" };
        text.push_str(&format!(" {join} {now}"));
        headline.push_str(&format!(" {join} {now}"));
        if let Some(before) = rating.prior_rating.as_ref().filter(|b| *b != now) {
            text.push_str(&format!(" from {before}"));
        }
    }
    if let Some(target) = rating.target {
        let (did, does) = match rating.target_action.as_deref() {
            Some("raise") => ("raised its price target to", "raises target to"),
            Some("lower") => ("lowered its price target to", "lowers target to"),
            _ => ("with a price target of", "with target of"),
        };
        let now = as_written(line, target)?;
        let and = if did.starts_with("with") { "" } else { "and " };
        text.push_str(&format!(" {and}{did} {now}"));
        let comma = if and.is_empty() { "" } else { "," };
        headline.push_str(&format!("{comma} {does} {now}"));
        let before = rating.prior_target.filter(|b| !same(*b, target));
        if let Some(before) = before.and_then(|b| as_written(line, b)) {
            text.push_str(&format!(" from {before}"));
        }
    }
    text.push('.');
    Some(Told { text, headline, evidence: vec![line.evidence()] })
}

/// An amount of money as the line writes it, with the currency that it tells and no other: "118
/// crowns" may be of four countries.
fn as_written<'l>(line: &'l Line<'_>, value: f64) -> Option<&'l str> {
    let text = line.filed.report.text.as_str();
    let shown = |i: usize| line.words.get(i).and_then(|w| w.span.of(text)).unwrap_or_default();
    let glued = |a: usize, b: usize| {
        let (one, other) = (line.words.get(a), line.words.get(b));
        let gap = one.zip(other).and_then(|(a, b)| text.get(a.span.end..b.span.start));
        gap.is_some_and(|gap| matches!(gap, "" | " " | "-"))
    };
    let coin = |i: usize| {
        let word = shown(i).to_lowercase();
        COINS.split_whitespace().any(|c| c == word || word.strip_suffix('s') == Some(c))
    };
    let of = |q: &Quantity| {
        let (first, last) = (q.start, q.end - 1);
        // "NOK 118", "$118"
        let before = first.checked_sub(1).filter(|b| glued(*b, first));
        let code =
            |i: usize| shown(i).len() == 3 && shown(i).bytes().all(|b| b.is_ascii_uppercase());
        let first = before.filter(|b| line.words[*b].is(CURRENCY) || code(*b)).unwrap_or(first);
        // "118 crowns", "74 Swiss francs"
        let after = last + 1;
        let named = coin(after + 1) && glued(after, after + 1) && line.words[after].is(CAPITAL);
        let last = match () {
            () if glued(last, after) && coin(after) => after,
            () if glued(last, after) && named => after + 1,
            () => last,
        };
        let span = line.words[first].span.cover(line.words[last].span);
        // a country's letters stand before its dollar: "A$", "US$"
        let letters = text[..span.start].bytes().rev().take_while(u8::is_ascii_uppercase).count();
        let sign = text[span.range()].starts_with(['$', '£', '€', '¥']);
        text.get(span.start - if sign { letters } else { 0 }..span.end)
    };
    quantities(line.words).iter().filter(|q| same(q.value, value)).find_map(of)
}

#[cfg(test)]
mod tests {
    use super::as_written;
    use crate::compose::lines::lines;
    use crate::shelf::Shelf;
    use wiredesk_model::{Reading, Report};

    #[test]
    fn money_is_told_as_the_line_writes_it() {
        let check = |text: &str, value: f64, want: Option<&str>| {
            let (report, reading) = (Report::new("a".into(), text), Reading::default());
            let shelf = Shelf::new([(&report, &reading)]);
            let lines = lines(&shelf, &[0], &[false]);
            assert_eq!(as_written(&lines[0], value), want, "{text}");
        };
        let crowns = "Kvist cut its target for Aalto to 240 crowns from 265 on Monday.";
        check(crowns, 240.0, Some("240 crowns"));
        check(crowns, 265.0, Some("265"));
        check(crowns, 200.0, None);
        check("Kvist raised its target for Aalto to $31.50 from $28.", 31.5, Some("$31.50"));
        check("Kvist raised its target for Aalto to A$31 from A$28.", 31.0, Some("A$31"));
        check("Kvist cut its target for Aalto to 74 Swiss francs.", 74.0, Some("74 Swiss francs"));
        check("Kvist cut its target for Bergli to 74 francs on Monday.", 74.0, Some("74 francs"));
        check("Kvist cut its target for Aalto to NOK 118 on Monday.", 118.0, Some("NOK 118"));
    }
}
