//! Templates for what is always told the same way: rating changes.

use super::lines::Line;
use wiredesk_model::{Evidence, Rating};

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
            let told = tell(rating, vec![line.evidence()]);
            out.extend(told.filter(|t| out.iter().all(|o| o.text != t.text)));
        }
    }
    out
}

fn tell(rating: &Rating, evidence: Vec<Evidence>) -> Option<Told> {
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
        let sign = sign(rating.currency.as_deref());
        let and = if did.starts_with("with") { "" } else { "and " };
        text.push_str(&format!(" {and}{did} {sign}{}", figure(target)));
        let comma = if and.is_empty() { "" } else { "," };
        headline.push_str(&format!("{comma} {does} {sign}{}", figure(target)));
        if let Some(before) = rating.prior_target.filter(|b| (b - target).abs() > 1e-9) {
            text.push_str(&format!(" from {sign}{}", figure(before)));
        }
    }
    text.push('.');
    Some(Told { text, headline, evidence })
}

fn sign(currency: Option<&str>) -> &'static str {
    match currency {
        Some("EUR") => "€",
        Some("GBP") => "£",
        Some("JPY") => "¥",
        Some("INR") => "₹",
        _ => "$",
    }
}

fn figure(value: f64) -> String {
    if (value - value.round()).abs() < 1e-9 { format!("{value:.0}") } else { format!("{value:.2}") }
}
