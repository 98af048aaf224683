//! The closed word lists of the tokeniser.

/// Abbreviations that keep their dot, lower case, sorted.
const ABBREVIATIONS: &[&str] = &[
    "adm", "approx", "apr", "assn", "asst", "attn", "aug", "ave", "bldg", "blvd", "brig", "bros",
    "ca", "capt", "cf", "cmdr", "co", "col", "corp", "cpl", "dec", "dept", "dr", "ed", "eg", "esp",
    "esq", "est", "etc", "feb", "fig", "fri", "ft", "gen", "gov", "hon", "inc", "ind", "intl",
    "jan", "jr", "lt", "ltd", "maj", "messrs", "mlle", "mme", "mon", "mr", "mrs", "ms", "mt",
    "nov", "oct", "pres", "prof", "pvt", "rep", "reps", "rev", "sen", "sens", "sept", "sgt", "sr",
    "st", "supt", "thu", "thur", "thurs", "tue", "tues", "univ", "viz", "vol", "vs", "wed",
];

/// Prefixes that stay with their word, lower case, sorted.
const PREFIXES: &[&str] = &[
    "anti", "bi", "co", "counter", "cyber", "e", "ex", "extra", "hyper", "inter", "intra", "macro",
    "mega", "micro", "mid", "mini", "multi", "neo", "non", "over", "pan", "para", "post", "pre",
    "pro", "proto", "pseudo", "quasi", "re", "semi", "socio", "sub", "super", "trans", "tri",
    "ultra", "un", "under", "uni",
];

/// Letters after a number that are a word of their own, lower case, sorted.
const UNITS: &[&str] = &[
    "am", "b", "bn", "bps", "c", "cc", "cm", "db", "f", "fps", "ft", "g", "gb", "ghz", "gw", "ha",
    "hp", "hr", "hrs", "hz", "in", "k", "kb", "kg", "khz", "km", "kmh", "kph", "kt", "kv", "kw",
    "kwh", "l", "lb", "lbs", "m", "mb", "mg", "mhz", "mi", "min", "mins", "ml", "mm", "mph", "mw",
    "oz", "p", "pc", "percent", "pm", "ppm", "sec", "secs", "sq", "t", "tb", "tn", "w", "x", "yr",
    "yrs",
];

/// Last parts of host and file names, lower case, sorted.
const DOMAIN_ENDS: &[&str] = &[
    "ai", "app", "at", "au", "be", "biz", "br", "ca", "ch", "cn", "co", "com", "de", "dk", "doc",
    "edu", "es", "eu", "fi", "fm", "fr", "gov", "gr", "hk", "html", "htm", "hu", "ie", "il",
    "info", "int", "io", "ir", "it", "jp", "jpg", "kr", "kz", "mil", "mx", "net", "news", "nl",
    "no", "nz", "org", "pdf", "php", "pl", "png", "pt", "ro", "rs", "ru", "se", "sg", "tr", "tv",
    "tw", "txt", "ua", "uk", "us", "xls", "xml", "za", "zip",
];

pub(super) fn is_abbreviation(word: &str) -> bool {
    listed(word, ABBREVIATIONS) || has(word, &["p", "pp"])
}

pub(super) fn is_kept_prefix(word: &str) -> bool {
    listed(word, PREFIXES)
}

pub(super) fn is_unit(word: &str) -> bool {
    listed(word, UNITS)
}

pub(super) fn is_domain_end(word: &str) -> bool {
    has(word, DOMAIN_ENDS)
}

/// Where to cut a word that is two words written as one, in bytes.
pub(super) fn split_contraction(word: &str) -> Option<usize> {
    if !(4..=7).contains(&word.len()) || !word.is_ascii() {
        return None;
    }
    let two = |cut: usize, whole: &str| word.eq_ignore_ascii_case(whole).then_some(cut);
    match word.as_bytes()[0] | 0x20 {
        b'c' => two(3, "cannot"),
        b'd' => two(2, "dont").or_else(|| two(3, "didnt")).or_else(|| two(4, "doesnt")),
        b'g' => two(3, "gonna").or_else(|| two(3, "gotta")).or_else(|| two(3, "gimme")),
        b'w' => two(3, "wanna").or_else(|| two(2, "wont")),
        b'l' => two(3, "lemme"),
        _ => None,
    }
}

/// Look-up without regard to case in a sorted list of short ASCII words.
fn listed(word: &str, list: &[&str]) -> bool {
    let mut low = [0u8; 8];
    let Some(low) = low.get_mut(..word.len()) else { return false };
    low.copy_from_slice(word.as_bytes());
    low.make_ascii_lowercase();
    list.binary_search_by(|entry| entry.as_bytes().cmp(low)).is_ok()
}

fn has(word: &str, list: &[&str]) -> bool {
    list.iter().any(|entry| entry.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_searched_lists_are_sorted() {
        let sorted = |list: &[&str]| list.windows(2).all(|w| w[0] < w[1]);
        let abbreviation_order: Vec<_> =
            ABBREVIATIONS.windows(2).filter(|w| w[0] >= w[1]).collect();
        assert!(abbreviation_order.is_empty(), "{abbreviation_order:?}");
        assert!(sorted(PREFIXES));
        assert!(sorted(UNITS));
    }
}
