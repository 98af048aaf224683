//! Headlines cut into words, and the words that rate: verbs, ratings, targets, prices, tickers.

/// A word or sign of a headline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Word<'t> {
    pub text: &'t str,
    /// Bytes in the sentence.
    pub start: usize,
    pub end: usize,
}

impl Word<'_> {
    pub fn is(&self, any: &[&str]) -> bool {
        any.iter().any(|w| self.text.eq_ignore_ascii_case(w))
    }

    /// Like [`Self::is`], the words parted by blanks.
    pub fn among(&self, any: &str) -> bool {
        any.split_ascii_whitespace().any(|w| self.text.eq_ignore_ascii_case(w))
    }

    pub fn is_sign(&self) -> bool {
        !self.text.starts_with(|c: char| c.is_alphanumeric() || "$€£¥₹@#&".contains(c))
    }

    /// Begins like a name: with a capital, a digit, or a small letter before a capital ("eBay").
    pub fn is_name(&self) -> bool {
        let mut chars = self.text.chars();
        let first = chars.next().unwrap_or(' ');
        first.is_uppercase()
            || (first.is_ascii_digit() && self.text.contains(|c: char| c.is_alphabetic()))
            || (first.is_lowercase() && chars.next().is_some_and(char::is_uppercase))
    }
}

/// Words of one sentence or headline, at most [`WORDS_MAX`].
pub(super) fn words(sentence: &str) -> Vec<Word<'_>> {
    let mut out = Vec::new();
    let mut at = slug(sentence);
    for piece in sentence[at..].split_inclusive(char::is_whitespace) {
        let trimmed = piece.trim_end();
        if !trimmed.is_empty() {
            cut(trimmed, at, &mut out);
        }
        at += piece.len();
        if out.len() > WORDS_MAX {
            break;
        }
    }
    out
}

/// Bytes of what wires put before a headline: "BRIEF-", "UPDATE 1-".
fn slug(sentence: &str) -> usize {
    let slug = |(head, _): &(&str, &str)| {
        !head.is_empty()
            && head.len() <= 12
            && head.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == ' ')
            && ["BRIEF", "UPDATE", "RPT", "REFILE", "CORRECTED"].iter().any(|s| head.starts_with(s))
    };
    sentence.split_once('-').filter(slug).map_or(0, |(head, _)| head.len() + 1)
}

/// No rating is told in more words; what lies behind is not looked at.
const WORDS_MAX: usize = 160;

/// Signs around a word become words of their own; full stops of abbreviations stay.
fn cut<'t>(piece: &'t str, at: usize, out: &mut Vec<Word<'t>>) {
    let mut push = |from: usize, to: usize| {
        if from < to {
            out.push(Word { text: &piece[from..to], start: at + from, end: at + to });
        }
    };
    let open = |c: char| matches!(c, '(' | '[' | '"' | '\u{201c}' | '\u{2018}' | '\'');
    let close = |c: char| {
        matches!(
            c,
            ')' | ']'
                | '"'
                | '\''
                | '\u{2019}'
                | '\u{201d}'
                | ','
                | ';'
                | ':'
                | '!'
                | '?'
                | '*'
                | '\u{2026}'
        )
    };
    let mut from = 0;
    while let Some(c) = piece[from..].chars().next().filter(|&c| open(c)) {
        push(from, from + c.len_utf8());
        from += c.len_utf8();
    }
    let mut to = piece.len();
    let mut tail = Vec::new();
    while let Some(c) = piece[from..to].chars().next_back() {
        let stop = c == '.' && !is_abbreviation(&piece[from..to]);
        if !(close(c) || stop) {
            break;
        }
        to -= c.len_utf8();
        tail.push((to, to + c.len_utf8()));
    }
    let body = &piece[from..to];
    let own = ["'s", "\u{2019}s", "'S"].iter().find(|s| body.ends_with(*s) && body.len() > s.len());
    let split = own.map_or(to, |s| to - s.len());
    // "NYSE:AAPL" and "Upgrade:Apple" stand without blanks.
    match piece[from..split].find([':', ';']).filter(|&i| i > 0 && !body.starts_with("http")) {
        Some(i) if piece[from..split].starts_with(|c: char| c.is_alphabetic()) => {
            push(from, from + i);
            push(from + i, from + i + 1);
            push(from + i + 1, split);
        }
        _ => push(from, split),
    }
    push(split, to);
    for &(from, to) in tail.iter().rev() {
        push(from, to);
    }
}

fn is_abbreviation(word: &str) -> bool {
    let stem = word.trim_end_matches('.');
    let figures = stem.contains(|c: char| c.is_ascii_digit());
    let initials = !figures && (stem.len() <= 1 || stem.contains('.'));
    initials
        || matches!(
            stem,
            "Inc"
                | "Corp"
                | "Co"
                | "Cos"
                | "Ltd"
                | "Bros"
                | "St"
                | "Intl"
                | "Mr"
                | "Ms"
                | "vs"
                | "Rs"
                | "Grp"
                | "Hldgs"
                | "Jr"
                | "Bancorp"
                | "Dr"
        ) && stem.len() < word.len()
}

/// What a verb does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Deed {
    Upgrade,
    Downgrade,
    /// Begins coverage.
    Initiate,
    Resume,
    Reinstate,
    Assume,
    Suspend,
    Terminate,
    Reiterate,
    Maintain,
    /// Raises a target, or a rating when one stands behind.
    Raise,
    Lower,
    Set,
    /// "moves to", "adjusts": which way the figures or ratings tell.
    Move,
    /// "gets", "added to": a rating or target comes to the company.
    Get,
}

impl Deed {
    /// True for what is done to targets.
    pub fn moves(self) -> bool {
        use Deed::{Lower, Maintain, Move, Raise, Reiterate, Set};
        matches!(self, Raise | Lower | Set | Move | Maintain | Reiterate)
    }
}

/// The deed of a verb form, and whether it is a past form ("upgraded").
pub(super) fn deed(word: &str) -> Option<(Deed, bool)> {
    let lower = word.to_ascii_lowercase();
    let stem = lower.strip_prefix("double-").unwrap_or(&lower);
    let (_, deed, past) = VERBS.iter().find(|(form, ..)| *form == stem)?;
    Some((*deed, *past))
}

const VERBS: &[(&str, Deed, bool)] = &[
    ("upgrades", Deed::Upgrade, false),
    ("upgrade", Deed::Upgrade, false),
    ("upgraded", Deed::Upgrade, true),
    ("upgrading", Deed::Upgrade, false),
    ("downgrades", Deed::Downgrade, false),
    ("downgrade", Deed::Downgrade, false),
    ("downgraded", Deed::Downgrade, true),
    ("downgrading", Deed::Downgrade, false),
    ("initiates", Deed::Initiate, false),
    ("initiate", Deed::Initiate, false),
    ("initiated", Deed::Initiate, true),
    ("initiating", Deed::Initiate, false),
    ("inits", Deed::Initiate, false),
    ("starts", Deed::Initiate, false),
    ("started", Deed::Initiate, true),
    ("begins", Deed::Initiate, false),
    ("began", Deed::Initiate, true),
    ("launches", Deed::Initiate, false),
    ("launched", Deed::Initiate, true),
    ("resumes", Deed::Resume, false),
    ("resumed", Deed::Resume, true),
    ("reinstates", Deed::Reinstate, false),
    ("reinstated", Deed::Reinstate, true),
    ("reinitiates", Deed::Reinstate, false),
    ("reinitiated", Deed::Reinstate, true),
    ("re-initiates", Deed::Reinstate, false),
    ("re-initiated", Deed::Reinstate, true),
    ("assumes", Deed::Assume, false),
    ("assumed", Deed::Assume, true),
    ("transfers", Deed::Assume, false),
    ("suspends", Deed::Suspend, false),
    ("suspended", Deed::Suspend, true),
    ("terminates", Deed::Terminate, false),
    ("terminated", Deed::Terminate, true),
    ("discontinues", Deed::Terminate, false),
    ("reiterates", Deed::Reiterate, false),
    ("reiterate", Deed::Reiterate, false),
    ("reiterated", Deed::Reiterate, true),
    ("reiterating", Deed::Reiterate, false),
    ("reaffirms", Deed::Reiterate, false),
    ("reaffirmed", Deed::Reiterate, true),
    ("affirms", Deed::Reiterate, false),
    ("affirmed", Deed::Reiterate, true),
    ("repeats", Deed::Reiterate, false),
    ("backs", Deed::Reiterate, false),
    ("confirms", Deed::Reiterate, false),
    ("maintains", Deed::Maintain, false),
    ("remains", Deed::Maintain, false),
    ("stays", Deed::Maintain, false),
    ("maintain", Deed::Maintain, false),
    ("maintained", Deed::Maintain, true),
    ("maintaining", Deed::Maintain, false),
    ("keeps", Deed::Maintain, false),
    ("keeping", Deed::Maintain, false),
    ("kept", Deed::Maintain, true),
    ("raises", Deed::Raise, false),
    ("raise", Deed::Raise, false),
    ("raised", Deed::Raise, true),
    ("raising", Deed::Raise, false),
    ("lifts", Deed::Raise, false),
    ("lifted", Deed::Raise, true),
    ("lifting", Deed::Raise, false),
    ("boosts", Deed::Raise, false),
    ("boosted", Deed::Raise, true),
    ("boosting", Deed::Raise, false),
    ("hikes", Deed::Raise, false),
    ("hiked", Deed::Raise, true),
    ("hiking", Deed::Raise, false),
    ("ups", Deed::Raise, false),
    ("upped", Deed::Raise, true),
    ("upping", Deed::Raise, false),
    ("increases", Deed::Raise, false),
    ("increased", Deed::Raise, true),
    ("increasing", Deed::Raise, false),
    ("bumps", Deed::Raise, false),
    ("bumped", Deed::Raise, true),
    ("jacks", Deed::Raise, false),
    ("elevates", Deed::Raise, false),
    ("doubles", Deed::Raise, false),
    ("nudges", Deed::Move, false),
    ("lowers", Deed::Lower, false),
    ("lowered", Deed::Lower, true),
    ("lowering", Deed::Lower, false),
    ("cuts", Deed::Lower, false),
    ("cut", Deed::Lower, true),
    ("cutting", Deed::Lower, false),
    ("trims", Deed::Lower, false),
    ("trimmed", Deed::Lower, true),
    ("trimming", Deed::Lower, false),
    ("reduces", Deed::Lower, false),
    ("reduced", Deed::Lower, true),
    ("reducing", Deed::Lower, false),
    ("slashes", Deed::Lower, false),
    ("slashed", Deed::Lower, true),
    ("slashing", Deed::Lower, false),
    ("drops", Deed::Lower, false),
    ("dropped", Deed::Lower, true),
    ("decreases", Deed::Lower, false),
    ("decreased", Deed::Lower, true),
    ("pares", Deed::Lower, false),
    ("chops", Deed::Lower, false),
    ("takes", Deed::Move, false),
    ("moves", Deed::Move, false),
    ("moved", Deed::Move, true),
    ("adjusts", Deed::Move, false),
    ("adjusted", Deed::Move, true),
    ("changes", Deed::Move, false),
    ("changed", Deed::Move, true),
    ("shifts", Deed::Move, false),
    ("tweaks", Deed::Move, false),
    ("gets", Deed::Get, true),
    ("receives", Deed::Get, true),
    ("received", Deed::Get, true),
    ("earns", Deed::Get, true),
    ("wins", Deed::Get, true),
    ("lands", Deed::Get, true),
    ("added", Deed::Get, true),
    ("sets", Deed::Set, false),
    ("set", Deed::Set, true),
    ("setting", Deed::Set, false),
    ("announces", Deed::Set, false),
    ("announced", Deed::Set, true),
    ("assigns", Deed::Set, false),
    ("assigned", Deed::Get, true),
    ("gives", Deed::Set, false),
    ("given", Deed::Get, true),
    ("places", Deed::Set, false),
    ("puts", Deed::Set, false),
    ("issues", Deed::Set, false),
    ("establishes", Deed::Set, false),
];

/// Ratings, with how bullish they are (-2 to 2) and whether the words mean nothing else.
const RATINGS: &[(&str, i8, bool)] = &[
    ("strong buy", 2, true),
    ("conviction buy", 2, true),
    ("speculative buy", 1, true),
    ("action list buy", 2, true),
    ("long term buy", 1, true),
    ("top pick", 2, true),
    ("buy", 1, false),
    ("outperform", 1, true),
    ("outperformer", 1, true),
    ("overweight", 1, true),
    ("market outperform", 1, true),
    ("sector outperform", 1, true),
    ("industry outperform", 1, true),
    ("sector outperformer", 1, true),
    ("accumulate", 1, false),
    ("add", 1, false),
    ("positive", 1, false),
    ("trading buy", 1, true),
    ("neutral", 0, false),
    ("hold", 0, false),
    ("equal weight", 0, true),
    ("equalweight", 0, true),
    ("market weight", 0, true),
    ("sector weight", 0, true),
    ("marketweight", 0, true),
    ("market perform", 0, true),
    ("market performer", 0, true),
    ("sector perform", 0, true),
    ("sector performer", 0, true),
    ("peer perform", 0, true),
    ("peerperform", 0, true),
    ("industry perform", 0, true),
    ("perform", 0, false),
    ("in line", 0, false),
    ("inline", 0, false),
    ("mixed", 0, false),
    ("fair value", 0, false),
    ("fairly valued", 0, true),
    ("mkt perform", 0, true),
    ("mkt outperform", 1, true),
    ("sell", -1, false),
    ("strong sell", -2, true),
    ("conviction sell", -2, true),
    ("underperform", -1, true),
    ("underperformer", -1, true),
    ("underweight", -1, true),
    ("market underperform", -1, true),
    ("sector underperform", -1, true),
    ("industry underperform", -1, true),
    ("sector underperformer", -1, true),
    ("reduce", -1, false),
    ("negative", -1, false),
    ("avoid", -1, false),
    ("trim", -1, false),
    ("under review", 0, true),
    ("not rated", 0, true),
    ("suspended", 0, false),
    ("below average", -1, true),
    ("above average", 1, true),
    ("average", 0, false),
    ("standard", 0, false),
];

/// A rating in the words of a headline.
#[derive(Debug, Clone, Copy)]
pub(super) struct Grade {
    /// Words it takes.
    pub words: usize,
    pub rank: i8,
    /// The words mean nothing else.
    pub sure: bool,
}

/// The rating that begins at word `at`.
pub(super) fn grade(words: &[Word<'_>], at: usize) -> Option<Grade> {
    let mut phrase = String::new();
    let mut best = None;
    for (i, word) in words.get(at..)?.iter().take(3).enumerate() {
        if word.is_sign() && !matches!(word.text, "-") {
            break;
        }
        if i > 0 {
            phrase.push(' ');
        }
        phrase
            .extend(word.text.chars().map(|c| if c == '-' { ' ' } else { c.to_ascii_lowercase() }));
        if let Some((_, rank, sure)) = RATINGS.iter().find(|(name, ..)| *name == phrase.trim()) {
            best = Some(Grade { words: i + 1, rank: *rank, sure: *sure });
        }
    }
    best
}

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
    use super::*;

    #[test]
    fn headlines_are_cut_into_words() {
        let check = |text: &str, expected: &[&str]| {
            let found: Vec<&str> = words(text).iter().map(|w| w.text).collect();
            assert_eq!(found, expected);
        };
        check(
            "Abbott's PT (NYSE:ABT), $45.50.",
            &["Abbott", "'s", "PT", "(", "NYSE", ":", "ABT", ")", ",", "$45.50", "."],
        );
        check("Acme Inc. to Equal-Weight", &["Acme", "Inc.", "to", "Equal-Weight"]);
        check("\u{201c}é\u{201d}…", &["\u{201c}", "é", "\u{201d}", "…"]);
    }

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
