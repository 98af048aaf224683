//! Numbers in words, for dates ("twenty-five years") and quantities ("two hundred and fifty").

use super::lex::{Gap, Token};
use super::vocabulary::{Kind, Word};

/// The number in words that begins at token `at`: the token after it and its value.
pub(crate) fn words(tokens: &[Token], at: usize) -> Option<(usize, u64)> {
    let joined_kind = |i: usize| tokens.get(i).filter(|t| t.gap != Gap::Apart).map(|t| t.kind);
    let mut next = at;
    let (mut total, mut group, mut seen) = (0u64, 0u64, false);
    while next < at + 12 {
        let kind = if next == at { tokens.get(at).map(|t| t.kind) } else { joined_kind(next) };
        match kind {
            Some(Kind::Cardinal(value)) => {
                let value = u64::from(value);
                let units_fit = value < 10 && group % 10 == 0 && group % 100 >= 20;
                let tail_fits = group % 100 == 0 && (group > 0 || total > 0);
                if seen && !units_fit && !tail_fits {
                    break;
                }
                group += value;
            }
            Some(Kind::Scale(2)) => group = group.max(1).checked_mul(100)?,
            Some(Kind::Scale(power)) if power <= 12 => {
                let scaled = group.max(1).checked_mul(10u64.pow(power))?;
                total = if seen && group == 0 {
                    total.checked_mul(10u64.pow(power))?
                } else {
                    total.checked_add(scaled)?
                };
                group = 0;
            }
            Some(Kind::Word(Word::And))
                if seen
                    && group % 100 == 0
                    && (group > 0 || total > 0)
                    && matches!(joined_kind(next + 1), Some(Kind::Cardinal(_))) => {}
            Some(Kind::Sign(b'-')) if seen && hyphen_fits(group, joined_kind(next + 1)) => {}
            _ => break,
        }
        seen = true;
        next += 1;
    }
    let number = total.checked_add(group)?;
    (seen && number < 1_000_000_000_000_000).then_some((next, number))
}

/// "twenty-five", "two-hundred".
fn hyphen_fits(group: u64, next: Option<Kind>) -> bool {
    match next {
        Some(Kind::Cardinal(1..=9)) => group % 100 >= 20 && group.is_multiple_of(10),
        Some(Kind::Scale(2 | 3 | 6 | 9)) => group > 0,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dates::lex::tokens;

    #[test]
    fn numbers_in_words() {
        let check = |text: &str, expected: u64| {
            let found = words(&tokens(text), 0).map(|(_, number)| number);
            assert_eq!(found, Some(expected), "{text}");
        };
        check("twenty-five", 25);
        check("two hundred and fifty", 250);
        check("three million, one", 3_000_000);
        check("one hundred thousand", 100_000);
        check("hundred", 100);
        check("nineteen ninety", 19);
        check("one thousand two hundred and one", 1201);
    }
}
