//! The words that matter at the end of a sentence.

/// What a word before a full stop tells about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Nothing: the full stop ends the sentence.
    Plain,
    /// Goes with what follows: "Mr.", "vs.", "e.g.".
    Title,
    /// Goes with a figure that follows: "No.", "pp.".
    Number,
    /// A month.
    Month,
    /// One letter.
    Initial,
    /// "U.S", "p.m", "D.C".
    Dotted,
    /// Ends a name: "Inc", "Jr".
    Suffix,
    /// A state or street: "Calif", "Ave".
    Region,
}

const TITLES: &[&str] = &[
    "adm", "amb", "approx", "assoc", "asst", "atty", "brig", "ca", "capt", "cf", "cmdr", "col",
    "comdr", "cpl", "cpt", "dept", "det", "dr", "drs", "eds", "ens", "esp", "fr", "ft", "gen",
    "gov", "hon", "insp", "lt", "ltc", "maj", "messrs", "mgr", "mlle", "mme", "mr", "mrs", "ms",
    "msgr", "mt", "mx", "pfc", "pres", "prof", "pvt", "rep", "reps", "rev", "rt", "sen", "sens",
    "sgt", "sra", "st", "ste", "supt", "treas", "viz", "vs", "gens", "govs", "profs", "revs",
    "hrh", "dir", "mss", "attn", "resp", "v", "sec", "bl", "ald", "atty-gen",
];
const NUMBERS: &[&str] = &[
    "no", "nos", "p", "pp", "fig", "figs", "vol", "vols", "art", "arts", "ch", "para", "ext", "nr",
];
const MONTHS: &[&str] =
    &["jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec"];
const SUFFIXES: &[&str] = &[
    "inc", "corp", "co", "cos", "ltd", "llc", "plc", "bros", "jr", "sr", "etc", "al", "esq", "bhd",
    "pty", "pvt", "mfg", "intl", "ph.d", "m.d", "s.a", "n.v", "d.d.s", "b.a", "m.a", "l.p",
    "s.p.a", "ed", "dist", "est",
];
const REGIONS: &[&str] = &[
    "ala", "ariz", "ark", "calif", "colo", "conn", "del", "fla", "ga", "ill", "ind", "kan", "kans",
    "ky", "la", "mass", "md", "mich", "minn", "miss", "mo", "mont", "neb", "nev", "okla", "ont",
    "ore", "pa", "penn", "que", "tenn", "tex", "va", "vt", "wash", "wis", "wyo", "ave", "blvd",
    "rd", "hwy", "n.y", "n.j", "n.h", "n.c", "s.c", "n.d", "s.d", "n.m", "r.i", "w.va", "b.c",
];
/// Words that open a sentence far more often than they go on with a name.
const STARTERS: &[&str] = &[
    "A",
    "About",
    "According",
    "After",
    "Also",
    "Although",
    "Among",
    "An",
    "And",
    "Another",
    "Any",
    "Are",
    "As",
    "Asked",
    "At",
    "Because",
    "Before",
    "Both",
    "But",
    "By",
    "Can",
    "Could",
    "Despite",
    "Did",
    "Do",
    "Does",
    "During",
    "Each",
    "Earlier",
    "Even",
    "Every",
    "Few",
    "For",
    "Following",
    "From",
    "Given",
    "Had",
    "Has",
    "Have",
    "He",
    "Her",
    "Here",
    "His",
    "How",
    "However",
    "I",
    "If",
    "In",
    "Instead",
    "Is",
    "It",
    "Its",
    "Just",
    "Last",
    "Later",
    "Like",
    "Many",
    "Meanwhile",
    "More",
    "Most",
    "Much",
    "My",
    "Neither",
    "No",
    "None",
    "Nor",
    "Not",
    "Nothing",
    "Now",
    "Of",
    "On",
    "Once",
    "One",
    "Only",
    "Or",
    "Other",
    "Others",
    "Our",
    "Over",
    "Perhaps",
    "Several",
    "She",
    "Should",
    "Since",
    "So",
    "Some",
    "Soon",
    "Still",
    "Such",
    "That",
    "The",
    "Their",
    "Then",
    "There",
    "These",
    "They",
    "This",
    "Those",
    "Though",
    "Through",
    "Thus",
    "To",
    "Today",
    "Together",
    "Two",
    "Under",
    "Unlike",
    "Until",
    "Was",
    "We",
    "Were",
    "What",
    "When",
    "Where",
    "Whether",
    "Which",
    "While",
    "Who",
    "Why",
    "Will",
    "With",
    "Within",
    "Without",
    "Would",
    "Yes",
    "Yesterday",
    "Yet",
    "You",
    "Your",
    "Officials",
    "Police",
    "Analysts",
    "Shares",
    "Critics",
    "Experts",
    "People",
    "Authorities",
    "Investigators",
    "Prosecutors",
    "Researchers",
    "Scientists",
];
const SPEECH: &[&str] = &[
    "said",
    "says",
    "asked",
    "asks",
    "added",
    "wrote",
    "replied",
    "told",
    "wondered",
    "shouted",
    "cried",
    "continued",
    "demanded",
    "exclaimed",
    "answered",
    "tweeted",
    "joked",
    "yelled",
    "responded",
    "inquired",
    "quipped",
    "recalled",
    "declared",
    "insisted",
];

fn among(list: &[&str], word: &str) -> bool {
    list.iter().any(|known| known.eq_ignore_ascii_case(word))
}

/// What the word before a full stop tells.
pub(super) fn kind(word: &str) -> Kind {
    let word = word.trim_start_matches(['\'', '’', '.']);
    let mut chars = word.chars();
    let Some(first) = chars.next() else { return Kind::Plain };
    if chars.next().is_none() {
        return if first.is_uppercase() { Kind::Initial } else { letter_kind(word) };
    }
    if word.len() > 8 {
        return if dotted(word) { Kind::Dotted } else { Kind::Plain };
    }
    if among(SUFFIXES, word) {
        return Kind::Suffix;
    }
    let capital = first.is_uppercase();
    if capital && among(MONTHS, word) {
        return Kind::Month;
    }
    if capital && among(REGIONS, word) {
        return Kind::Region;
    }
    if matches!(word, "e.g" | "i.e" | "E.g" | "I.e" | "vs" | "approx" | "ca" | "cf" | "viz" | "esp")
    {
        return Kind::Title;
    }
    if capital && among(TITLES, word) {
        return Kind::Title;
    }
    if among(NUMBERS, word) {
        return Kind::Number;
    }
    if dotted(word) { Kind::Dotted } else { Kind::Plain }
}

/// A single small letter: "v." and "p." are abbreviations, others are words.
fn letter_kind(word: &str) -> Kind {
    match word {
        "v" => Kind::Title,
        "p" => Kind::Number,
        _ => Kind::Plain,
    }
}

/// Single letters parted by full stops: "U.S", "p.m", "J.R.R".
fn dotted(word: &str) -> bool {
    word.contains('.')
        && word
            .split('.')
            .all(|part| part.chars().count() <= 2 && part.chars().all(char::is_alphabetic))
}

/// Opens a sentence far more often than it goes on with a name.
pub(super) fn is_starter(word: &str) -> bool {
    let stem = word.split(['\'', '’']).next().unwrap_or(word);
    STARTERS.contains(&stem)
}

/// A verb of saying, in the forms that follow a quotation.
pub(super) fn is_speech(word: &str) -> bool {
    SPEECH.contains(&word)
}

/// Names that begin with a small letter ("iPhone", "eBay").
pub(super) fn is_lower_name(word: &str) -> bool {
    let mut chars = word.chars();
    chars.next().is_some_and(char::is_lowercase) && chars.any(char::is_uppercase)
}

/// Nouns that take a letter: "Plan B", "vitamin C", "World War I".
pub(super) fn takes_letter(word: &str) -> bool {
    let nouns = [
        "plan",
        "vitamin",
        "hepatitis",
        "class",
        "grade",
        "group",
        "type",
        "section",
        "exhibit",
        "appendix",
        "category",
        "option",
        "point",
        "series",
        "war",
        "schedule",
        "part",
        "title",
        "annex",
        "phase",
        "and",
        "influenza",
        "gate",
        "terminal",
        "block",
        "zone",
        "am",
        "do",
    ];
    among(&nouns, word)
}

/// Time zones and days, which go on after "5 p.m.".
pub(super) fn goes_with_clock(word: &str) -> bool {
    let zones = [
        "ET",
        "EST",
        "EDT",
        "CT",
        "CST",
        "CDT",
        "MT",
        "MST",
        "MDT",
        "PT",
        "PST",
        "PDT",
        "GMT",
        "UTC",
        "BST",
        "CET",
        "CEST",
        "EET",
        "IST",
        "JST",
        "KST",
        "AEST",
        "AEDT",
        "NZST",
        "SGT",
        "HKT",
        "MSK",
        "WIB",
        "Eastern",
        "Central",
        "Mountain",
        "Pacific",
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
        "Beijing",
        "Moscow",
        "Greenwich",
    ];
    zones.contains(&word)
}

/// Names that are written with an exclamation mark.
pub(super) fn is_exclaimed(word: &str) -> bool {
    matches!(word, "Yahoo" | "Jeopardy" | "Yum" | "Oklahoma" | "Taboola")
}

/// The label of a picture's credit.
pub(super) fn is_credit(word: &str) -> bool {
    matches!(
        word,
        "Image"
            | "Images"
            | "Photo"
            | "Photos"
            | "Photograph"
            | "Photographer"
            | "Picture"
            | "Credit"
            | "Credits"
            | "Illustration"
            | "Video"
            | "Graphic"
    )
}
