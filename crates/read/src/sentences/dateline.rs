//! The dateline that a wire's first sentence begins with: "KYIV, Sept 15 (Reuters) - ".

use wiredesk_model::Span;

/// A dateline ends within so many bytes.
const BYTES_MAX: usize = 80;

const DASHES: [&str; 5] = [" - ", " – ", " — ", " -- ", "— "];

/// The sentence behind its dateline; all of it when it has none.
#[must_use]
pub fn body(text: &str, sentence: Span) -> Span {
    let Some(words) = sentence.of(text) else { return sentence };
    let ends = DASHES.iter().filter_map(|dash| {
        let at = words.find(dash).filter(|at| *at < BYTES_MAX)?;
        is_dateline(&words[..at]).then_some(at + dash.len())
    });
    let skip = ends.min().unwrap_or(0);
    Span::new(sentence.start + skip, sentence.end)
}

/// A place in capitals, then states, a day, an agency in brackets, and nothing in small letters but
/// the names of months and agencies.
fn is_dateline(head: &str) -> bool {
    let place = head.split([',', '(']).next().unwrap_or("").trim();
    let capitals = place.chars().filter(|c| c.is_uppercase()).count() > 2
        && !place.chars().any(|c| c.is_lowercase() || c.is_ascii_digit());
    // "NATO - the alliance" and "AIDS – a disease" are no datelines: those have a day or an agency.
    let rest = &head[head.find(place).map_or(0, |at| at + place.len())..];
    let named = rest.split_whitespace().all(|word| {
        let first = word.trim_start_matches(['(', ',']).chars().next();
        first.is_none_or(|c| c.is_uppercase() || c.is_ascii_digit() || !c.is_alphabetic())
    });
    let told = rest.contains('(') || rest.bytes().any(|b| b.is_ascii_digit());
    capitals && named && told
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_datelines_are_left_out() {
        let check = |text: &str, expected: &str| {
            let span = body(text, Span::new(0, text.len()));
            assert_eq!(span.of(text), Some(expected), "{text}");
        };
        check("KYIV, Sept 15 (Reuters) - Shells fell.", "Shells fell.");
        check("WASHINGTON, D.C., Sept. 3, 2024 (AP) — It rained.", "It rained.");
        check("SEOUL (Yonhap) -- Talks began.", "Talks began.");
        check("SINGAPORE, May 17 - North Korea denied it.", "North Korea denied it.");
        check("NEW YORK (AP) — Stocks rose.", "Stocks rose.");
        for whole in [
            "NATO - the alliance - met.",
            "AIDS – a disease – spreads.",
            "IBM, which sells 3 things - all large - said so.",
            "Russia (the country) - and others - agreed.",
            "It rained - a lot.",
            "",
        ] {
            check(whole, whole);
        }
    }
}
