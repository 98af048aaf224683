//! The ledger's words for people: deeds, figures.

use wiredesk_model::{Amount, Root};

/// "Supplies ammunition".
#[must_use]
pub fn deed(root: Root, instrument: Option<&str>) -> String {
    let word = root_word(root);
    instrument.map_or_else(|| word.to_owned(), |i| format!("{word}: {i}"))
}

/// What is done, as a verb.
#[must_use]
pub fn root_word(root: Root) -> &'static str {
    match root {
        Root::Aid => "Supplies",
        Root::Cooperate => "Trades or works with",
        Root::Support => "Supports",
        Root::Agree => "Agrees",
        Root::Consult => "Meets",
        Root::Concede => "Gives way",
        Root::Retreat => "Pulls back",
        Root::Request => "Asks",
        Root::Accuse => "Accuses",
        Root::Reject => "Refuses",
        Root::Threaten => "Threatens",
        Root::Protest => "Protests",
        Root::Sanction => "Sanctions",
        Root::Mobilize => "Mobilises",
        Root::Coerce => "Coerces",
        Root::Assault => "Attacks",
    }
}

/// "10,000 to 4,800,000 shells, 1,000,000 by most".
#[must_use]
pub fn amount(amount: &Amount) -> String {
    let number = |value: f64| {
        let whole = format!("{value:.0}");
        let mut out = String::new();
        for (n, digit) in whole.chars().enumerate() {
            if n > 0 && (whole.len() - n).is_multiple_of(3) && digit.is_ascii_digit() {
                out.push(',');
            }
            out.push(digit);
        }
        if value.fract() == 0.0 { out } else { format!("{value}") }
    };
    let range = match (amount.low, amount.high) {
        (Some(low), Some(high)) if low < high => format!("{} to {}", number(low), number(high)),
        (Some(one), _) | (None, Some(one)) => number(one),
        (None, None) => "an amount not told".into(),
    };
    let best = amount.best.filter(|b| amount.low != Some(*b) || amount.high != Some(*b));
    let best = best.map(|b| format!(", {} by most", number(b))).unwrap_or_default();
    let range = [range.as_str(), amount.unit.as_str()].join(" ");
    format!("{}{best}", range.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_told_with_their_bounds() {
        let check = |low, best, high, unit: &str, expected: &str| {
            assert_eq!(amount(&Amount { low, best, high, unit: unit.into() }), expected);
        };
        check(Some(10_000.0), None, Some(4_800_000.0), "shells", "10,000 to 4,800,000 shells");
        check(Some(5.5), Some(5.5), Some(5.5), "USD", "5.5 USD");
        check(Some(1.0), Some(2.0), Some(3.0), "", "1 to 3, 2 by most");
        check(None, None, None, "", "an amount not told");
    }
}
