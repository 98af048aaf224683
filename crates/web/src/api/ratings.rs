//! Ratings as the dialects ask for them: their words and numbers turned into ours.

use wiredesk_publish::dialect::name_number;
use wiredesk_store::{Analyst, RatingFilter};

use super::refusal::Refusal;
use crate::AppState;

/// What is kept under a dialect's word for an action: our word, and theirs (files may tell it).
pub(super) fn actions_of(word: &str) -> Vec<String> {
    let word = word.trim().to_lowercase().replace('_', " ");
    let ours: &[&str] = match word.as_str() {
        "upgrades" => &["upgrade"],
        "downgrades" => &["downgrade"],
        "maintains" => &["maintain"],
        "reiterates" => &["reiterate"],
        "reinstates" => &["reinstate", "resume", "resumes"],
        "assumes" => &["assume"],
        "suspends" => &["suspend"],
        "removes" => &["remove"],
        "initiates coverage on" => &["initiate", "initiates"],
        "terminates coverage on" => &["terminate", "terminates"],
        _ => &[],
    };
    ours.iter().map(|w| (*w).to_owned()).chain([word.clone()]).collect()
}

/// The filter with firms and analysts by name instead of their numbers; `None` when a number is
/// nobody's.
pub(super) fn named(
    state: &AppState,
    filter: RatingFilter,
    firms: &[String],
    analysts: &[String],
) -> Result<Option<RatingFilter>, Refusal> {
    if firms.is_empty() && analysts.is_empty() {
        return Ok(Some(filter));
    }
    let known = state.store().analysts()?;
    let mut filter = filter;
    if !firms.is_empty() {
        filter.firms = names(&known, |a| (name_number(&[&a.firm]), a.firm.clone()), firms);
    }
    if !analysts.is_empty() {
        let of = |a: &Analyst| (name_number(&[&a.firm, &a.name]), a.name.clone());
        filter.analysts = names(&known, of, analysts);
        let firm = |a: &Analyst| (name_number(&[&a.firm, &a.name]), a.firm.clone());
        let their = names(&known, firm, analysts);
        match firms.is_empty() {
            true => filter.firms = their,
            false => filter.firms.retain(|f| their.contains(f)),
        }
    }
    let nobody = filter.firms.is_empty() || !analysts.is_empty() && filter.analysts.is_empty();
    Ok((!nobody).then_some(filter))
}

fn names(
    known: &[Analyst],
    of: impl Fn(&Analyst) -> (String, String),
    wanted: &[String],
) -> Vec<String> {
    let mut names: Vec<String> = known
        .iter()
        .map(of)
        .filter(|(id, _)| wanted.iter().any(|w| w.eq_ignore_ascii_case(id)))
        .map(|(_, name)| name)
        .collect();
    names.sort();
    names.dedup();
    names
}
