//! Prices, "price target", tickers; and the words of debt, whose ratings are others.

use super::words::Word;

/// A price: words it takes, amount, currency code where told.
#[derive(Debug, Clone, Copy)]
pub(super) struct Price {
    pub words: usize,
    pub amount: f64,
    pub currency: Option<&'static str>,
}

const CURRENCIES: &[(&str, &str)] = &[
    ("US$", "USD"),
    ("CA$", "CAD"),
    ("CDN$", "CAD"),
    ("C$", "CAD"),
    ("A$", "AUD"),
    ("HK$", "HKD"),
    ("NZ$", "NZD"),
    ("S$", "SGD"),
    ("R$", "BRL"),
    ("$", "USD"),
    ("€", "EUR"),
    ("£", "GBP"),
    ("¥", "JPY"),
    ("₹", "INR"),
    ("Rs.", "INR"),
    ("Rs", "INR"),
    ("USD", "USD"),
    ("EUR", "EUR"),
    ("GBP", "GBP"),
    ("GBp", "GBX"),
    ("CHF", "CHF"),
    ("SEK", "SEK"),
    ("NOK", "NOK"),
    ("DKK", "DKK"),
    ("INR", "INR"),
    ("CAD", "CAD"),
    ("HKD", "HKD"),
    ("JPY", "JPY"),
];

/// The price that begins at word `at`. A bare number has no currency.
pub(super) fn price(words: &[Word<'_>], at: usize) -> Option<Price> {
    let word = words.get(at)?;
    for &(sign, code) in CURRENCIES {
        let Some(rest) = word.text.strip_prefix(sign) else { continue };
        if let Some(amount) = amount(rest) {
            return Some(Price { words: 1, amount, currency: Some(code) });
        }
        if rest.is_empty() {
            let amount = amount(words.get(at + 1)?.text)?;
            return Some(Price { words: 2, amount, currency: Some(code) });
        }
    }
    if let Some(amount) = word.text.strip_suffix(['p', '€']).and_then(amount) {
        let code = if word.text.ends_with('p') { "GBX" } else { "EUR" };
        return Some(Price { words: 1, amount, currency: Some(code) });
    }
    let amount = amount(word.text)?;
    let behind = words.get(at + 1).map_or("", |w| w.text);
    let code = match behind.to_ascii_lowercase().as_str() {
        "euros" | "euro" | "eur" => Some("EUR"),
        "pence" => Some("GBX"),
        "dollars" | "usd" => Some("USD"),
        "francs" | "chf" => Some("CHF"),
        "yen" => Some("JPY"),
        "rupees" => Some("INR"),
        "crowns" | "sek" => Some("SEK"),
        _ => None,
    };
    Some(Price { words: 1 + usize::from(code.is_some()), amount, currency: code })
}

/// `250`, `1,250.50`, `250/share`.
fn amount(text: &str) -> Option<f64> {
    let figures = text.split('/').next()?.trim_end_matches(['+', '-']);
    let plain = figures.bytes().all(|b| b.is_ascii_digit() || b == b'.' || b == b',')
        && figures.starts_with(|c: char| c.is_ascii_digit() || c == '.')
        && figures.len() < 12;
    if !plain {
        return None;
    }
    figures.replace(',', "").parse().ok()
}

/// Words of "price target" that begin at `at`; `None` when there are none.
pub(super) fn target_noun(words: &[Word<'_>], at: usize) -> Option<usize> {
    let word = words.get(at)?;
    let next = |i: usize, any: &[&str]| words.get(at + i).is_some_and(|w| w.is(any));
    if word.is(&["price", "share-price", "stock-price", "12-month"])
        && next(1, &["target", "targets", "objective", "tgt", "goal"])
    {
        return Some(2);
    }
    if word.is(&["target"]) && next(1, &["price"]) {
        return Some(2);
    }
    if word.is(&["stock", "share"]) && next(1, &["price"]) && next(2, &["target", "targets"]) {
        return Some(3);
    }
    if matches!(word.text, "PT" | "PTs" | "TP" | "PO" | "pt" | "tp" | "Pt") || word.is(&["tgt"]) {
        return Some(1);
    }
    word.is(&["target"]).then_some(1)
}

/// The exchange-and-symbol or cashtag that begins at `at`: words it takes and the symbol.
pub(super) fn ticker<'t>(words: &[Word<'t>], at: usize) -> Option<(usize, &'t str)> {
    let word = words.get(at)?;
    if let Some(tag) = word.text.strip_prefix('$') {
        let letters = tag.trim_end_matches(|c: char| !c.is_ascii_alphanumeric());
        let real = letters.starts_with(|c: char| c.is_ascii_alphabetic())
            && letters.len() <= 6
            && letters.bytes().all(|b| b.is_ascii_alphabetic() || b == b'.' || b == b'-');
        return real.then_some((1, letters));
    }
    if !matches!(word.text, "(" | "[") {
        return None;
    }
    let mut i = at + 1;
    let exchange = words.get(i)?.is(EXCHANGES);
    if exchange {
        i += 1;
        if words.get(i).is_some_and(|w| w.text == ":") {
            i += 1;
        }
    }
    let symbol = words.get(i)?.text.trim_start_matches('$');
    let plain = (1..=6).contains(&symbol.len())
        && symbol
            .bytes()
            .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'.' || b == b'-')
        && symbol.starts_with(|c: char| c.is_ascii_uppercase() || exchange);
    let closed = words.get(i + 1).is_some_and(|w| matches!(w.text, ")" | "]" | ","));
    if !(plain && closed) {
        return None;
    }
    // "(AAPL, $180.5)": up to the closing bracket.
    let close = words[i + 1..].iter().take(8).position(|w| matches!(w.text, ")" | "]"))?;
    Some((i + 1 + close + 1 - at, symbol))
}

const EXCHANGES: &[&str] = &[
    "NYSE",
    "NASDAQ",
    "Nasdaq",
    "NasdaqGS",
    "NasdaqCM",
    "NYSEMKT",
    "AMEX",
    "NYSEAMERICAN",
    "TSX",
    "TSE",
    "TSXV",
    "LSE",
    "LON",
    "OTC",
    "OTCMKTS",
    "OTCQB",
    "OTCQX",
    "ASX",
    "HKG",
    "ETR",
    "FRA",
    "EPA",
    "NSE",
    "BSE",
    "CVE",
    "OTCBB",
    "ARCA",
    "BATS",
    "SIX",
    "STO",
];

/// True when the tail of a sentence speaks of debt.
pub(super) fn speaks_of_debt(words: &[Word<'_>]) -> bool {
    words.windows(2).any(|pair| {
        (pair[0].is(&["credit", "debt", "issuer", "bond", "unsecured", "sovereign"])
            && pair[1].is(&["rating", "ratings", "default", "notes", "debt", "outlook"]))
            || pair[0].is(&["unsecured", "junk", "sovereign"])
    })
}

#[cfg(test)]
mod tests {
    use super::super::vocabulary::grade;
    use super::super::words::words;
    use super::*;

    #[test]
    fn prices_ratings_and_tickers() {
        let all = words("US$45 45 euros 250p Rs 500 Sector-Perform (NASDAQ:AAPL) $TSLA");
        assert_eq!(price(&all, 0).unwrap().amount, 45.0);
        assert_eq!(price(&all, 1).unwrap().currency, Some("EUR"));
        assert_eq!(price(&all, 3).unwrap().currency, Some("GBX"));
        assert_eq!(price(&all, 4).unwrap().amount, 500.0);
        assert_eq!(grade(&all, 6).unwrap().words, 1);
        assert_eq!(ticker(&all, 7), Some((5, "AAPL")));
        assert_eq!(ticker(&all, 12), Some((1, "TSLA")));
    }
}
