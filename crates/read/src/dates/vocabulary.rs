//! The words that dates and numbers are made of, and a table that finds them fast.
//!
//! A word is packed into the 16 bytes of a `u128`, so that a look-up is one multiplication and one
//! comparison. Longer words are in no date.

use std::sync::LazyLock;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Digits; saturated when they do not fit.
    Digits(u32),
    /// `two`, `eleven`, `forty`.
    Cardinal(u32),
    /// `hundred` (2), `thousand` (3), `million` (6): the power of ten.
    Scale(u32),
    /// `millions`: many of such a power of ten (`dozens` is 1).
    Many(u32),
    /// `third`, `twelfth`. After digits the ending is [`Word::OrdinalEnd`].
    Ordinal(u32),
    /// 1 to 12; the flag says it is an abbreviation.
    Month(u8, bool),
    /// 1 to 7 from Monday; the flag says it is an abbreviation.
    Weekday(u8, bool),
    /// `Mondays`.
    Weekdays(u8),
    /// A season, as TIMEX3 writes it (`SU`).
    Season(Season),
    /// A unit of time; the flag says it is a plural.
    Unit(Unit, bool),
    /// A part of the day; the flag says it is a plural.
    Part(Part, bool),
    /// `sixties` (60).
    Decade(u32),
    /// `noon`, `midnight`: hours.
    Clock(u32),
    /// `annual`: once in such a unit.
    Often(Unit),
    /// First word of a holiday.
    Feast,
    /// Words of grammar.
    Word(Word),
    /// Punctuation.
    Sign(u8),
}

/// Seasons.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Season {
    Spring,
    Summer,
    Fall,
    Winter,
}

/// Units of time, finer first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Weekend,
    Week,
    Fortnight,
    Month,
    Quarter,
    Year,
    Decade,
    Century,
    Millennium,
}

/// Parts of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    Morning,
    Midday,
    Afternoon,
    Evening,
    Night,
    Daytime,
}

macro_rules! grammar {
    ($($name:ident: $($text:literal)*;)*) => {
        /// Words that bind dates together.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum Word { $($name),* }
        const GRAMMAR: &[(&str, Kind)] = &[$($(($text, Kind::Word(Word::$name)),)*)*];
    };
}

grammar! {
    The: "the"; An: "a" "an"; This: "this" "these"; Last: "last"; Past: "past"; Next: "next";
    Previous: "previous" "preceding" "prior"; Following: "following" "ensuing" "succeeding";
    Same: "same" "very"; That: "that" "those"; Coming: "coming" "upcoming" "forthcoming";
    Ago: "ago"; Later: "later" "afterwards" "afterward" "thereafter"; Earlier: "earlier";
    Before: "before"; After: "after"; Hence: "hence"; Of: "of"; To: "to";
    Until: "until" "till" "til"; From: "from"; Between: "between"; And: "and"; Or: "or"; In: "in";
    On: "on"; At: "at"; By: "by"; Since: "since"; During: "during" "throughout";
    Through: "through" "thru"; For: "for"; Within: "within"; Over: "over";
    With: "with"; Into: "into";
    Early: "early"; Late: "late"; Mid: "mid"; Middle: "middle"; End: "end" "close";
    Beginning: "beginning" "start" "outset"; Turn: "turn"; Portion: "part" "portion" "stages";
    Latter: "latter"; Rest: "rest";
    Today: "today"; Yesterday: "yesterday"; Tomorrow: "tomorrow"; Tonight: "tonight" "tonite";
    Overnight: "overnight"; Now: "now" "nowadays" "presently" "currently"; Current: "current";
    Present: "present"; Recently: "recently" "lately"; Recent: "recent"; Formerly: "formerly";
    Future: "future"; Every: "every"; Each: "each"; Per: "per"; Once: "once"; Twice: "twice";
    Times: "times"; Several: "several"; Few: "few"; Couple: "couple"; Some: "some"; Many: "many";
    Half: "half"; Halves: "halves"; More: "more"; Less: "less" "fewer"; Than: "than";
    About: "about" "around" "roughly" "approximately" "circa" "ca" "approx";
    Nearly: "nearly" "almost"; Least: "least"; Most: "most"; Up: "up"; Only: "only" "just";
    Bc: "bc" "bce"; Ad: "ad"; Ce: "ce"; Am: "am"; Pm: "pm"; M: "m"; B: "b"; C: "c"; D: "d"; E: "e";
    P: "p"; Oclock: "clock"; O: "o"; Hrs: "hrs" "hr" "h";
    Zone: "gmt" "utc" "est" "edt" "cst" "cdt" "mst" "mdt" "pst" "pdt" "cet" "cest" "bst" "ist"
        "jst" "et" "pt" "ct";
    Time: "time"; Fiscal: "fiscal" "financial"; Fy: "fy"; Q: "q"; OrdinalEnd: "st" "nd" "rd" "th";
    S: "s"; T: "t"; Z: "z"; Dozen: "dozen"; Eve: "eve";
    Straight: "business" "trading" "working" "consecutive" "straight" "calendar" "successive"
        "full" "whole" "long" "entire" "solid" "extra" "additional" "further" "short";
    Moment: "moment"; Old: "old"; No: "no"; Date: "date";
}

const CALENDAR: &[(&str, Kind)] = &[
    ("january", Kind::Month(1, false)),
    ("february", Kind::Month(2, false)),
    ("march", Kind::Month(3, false)),
    ("april", Kind::Month(4, false)),
    ("may", Kind::Month(5, false)),
    ("june", Kind::Month(6, false)),
    ("july", Kind::Month(7, false)),
    ("august", Kind::Month(8, false)),
    ("september", Kind::Month(9, false)),
    ("october", Kind::Month(10, false)),
    ("november", Kind::Month(11, false)),
    ("december", Kind::Month(12, false)),
    ("jan", Kind::Month(1, true)),
    ("feb", Kind::Month(2, true)),
    ("mar", Kind::Month(3, true)),
    ("apr", Kind::Month(4, true)),
    ("jun", Kind::Month(6, true)),
    ("jul", Kind::Month(7, true)),
    ("aug", Kind::Month(8, true)),
    ("sep", Kind::Month(9, true)),
    ("sept", Kind::Month(9, true)),
    ("oct", Kind::Month(10, true)),
    ("nov", Kind::Month(11, true)),
    ("dec", Kind::Month(12, true)),
    ("monday", Kind::Weekday(1, false)),
    ("tuesday", Kind::Weekday(2, false)),
    ("wednesday", Kind::Weekday(3, false)),
    ("thursday", Kind::Weekday(4, false)),
    ("friday", Kind::Weekday(5, false)),
    ("saturday", Kind::Weekday(6, false)),
    ("sunday", Kind::Weekday(7, false)),
    ("mon", Kind::Weekday(1, true)),
    ("tue", Kind::Weekday(2, true)),
    ("tues", Kind::Weekday(2, true)),
    ("wed", Kind::Weekday(3, true)),
    ("weds", Kind::Weekday(3, true)),
    ("thu", Kind::Weekday(4, true)),
    ("thur", Kind::Weekday(4, true)),
    ("thurs", Kind::Weekday(4, true)),
    ("fri", Kind::Weekday(5, true)),
    ("sat", Kind::Weekday(6, true)),
    ("sun", Kind::Weekday(7, true)),
    ("mondays", Kind::Weekdays(1)),
    ("tuesdays", Kind::Weekdays(2)),
    ("wednesdays", Kind::Weekdays(3)),
    ("thursdays", Kind::Weekdays(4)),
    ("fridays", Kind::Weekdays(5)),
    ("saturdays", Kind::Weekdays(6)),
    ("sundays", Kind::Weekdays(7)),
    ("spring", Kind::Season(Season::Spring)),
    ("springtime", Kind::Season(Season::Spring)),
    ("summer", Kind::Season(Season::Summer)),
    ("summertime", Kind::Season(Season::Summer)),
    ("fall", Kind::Season(Season::Fall)),
    ("autumn", Kind::Season(Season::Fall)),
    ("winter", Kind::Season(Season::Winter)),
    ("wintertime", Kind::Season(Season::Winter)),
    ("morning", Kind::Part(Part::Morning, false)),
    ("mornings", Kind::Part(Part::Morning, true)),
    ("dawn", Kind::Part(Part::Morning, false)),
    ("midday", Kind::Part(Part::Midday, false)),
    ("lunchtime", Kind::Part(Part::Midday, false)),
    ("afternoon", Kind::Part(Part::Afternoon, false)),
    ("afternoons", Kind::Part(Part::Afternoon, true)),
    ("evening", Kind::Part(Part::Evening, false)),
    ("evenings", Kind::Part(Part::Evening, true)),
    ("dusk", Kind::Part(Part::Evening, false)),
    ("night", Kind::Part(Part::Night, false)),
    ("nights", Kind::Part(Part::Night, true)),
    ("nighttime", Kind::Part(Part::Night, false)),
    ("daytime", Kind::Part(Part::Daytime, false)),
    ("noon", Kind::Clock(12)),
    ("midnight", Kind::Clock(24)),
    ("daily", Kind::Often(Unit::Day)),
    ("nightly", Kind::Often(Unit::Day)),
    ("hourly", Kind::Often(Unit::Hour)),
    ("weekly", Kind::Often(Unit::Week)),
    ("fortnightly", Kind::Often(Unit::Fortnight)),
    ("monthly", Kind::Often(Unit::Month)),
    ("quarterly", Kind::Often(Unit::Quarter)),
    ("annual", Kind::Often(Unit::Year)),
    ("annually", Kind::Often(Unit::Year)),
    ("yearly", Kind::Often(Unit::Year)),
];

const UNITS: &[(&str, &str, Unit)] = &[
    ("second", "seconds", Unit::Second),
    ("sec", "secs", Unit::Second),
    ("minute", "minutes", Unit::Minute),
    ("min", "mins", Unit::Minute),
    ("hour", "hours", Unit::Hour),
    ("day", "days", Unit::Day),
    ("weekend", "weekends", Unit::Weekend),
    ("week", "weeks", Unit::Week),
    ("fortnight", "fortnights", Unit::Fortnight),
    ("month", "months", Unit::Month),
    ("quarter", "quarters", Unit::Quarter),
    ("year", "years", Unit::Year),
    ("decade", "decades", Unit::Decade),
    ("century", "centuries", Unit::Century),
    ("millennium", "millennia", Unit::Millennium),
    ("yr", "yrs", Unit::Year),
    ("wk", "wks", Unit::Week),
];

const CARDINALS: &[(&str, u32)] = &[
    ("zero", 0),
    ("one", 1),
    ("two", 2),
    ("three", 3),
    ("four", 4),
    ("five", 5),
    ("six", 6),
    ("seven", 7),
    ("eight", 8),
    ("nine", 9),
    ("ten", 10),
    ("eleven", 11),
    ("twelve", 12),
    ("thirteen", 13),
    ("fourteen", 14),
    ("fifteen", 15),
    ("sixteen", 16),
    ("seventeen", 17),
    ("eighteen", 18),
    ("nineteen", 19),
    ("twenty", 20),
    ("thirty", 30),
    ("forty", 40),
    ("fourty", 40),
    ("fifty", 50),
    ("sixty", 60),
    ("seventy", 70),
    ("eighty", 80),
    ("ninety", 90),
];

const MANY: &[(&str, u32)] = &[
    ("dozens", 1),
    ("tens", 1),
    ("scores", 1),
    ("hundreds", 2),
    ("thousands", 3),
    ("millions", 6),
    ("billions", 9),
    ("trillions", 12),
];

const ORDINALS: &[(&str, u32)] = &[
    ("first", 1),
    ("third", 3),
    ("fourth", 4),
    ("fifth", 5),
    ("sixth", 6),
    ("seventh", 7),
    ("eighth", 8),
    ("ninth", 9),
    ("tenth", 10),
    ("eleventh", 11),
    ("twelfth", 12),
    ("thirteenth", 13),
    ("fourteenth", 14),
    ("fifteenth", 15),
    ("sixteenth", 16),
    ("seventeenth", 17),
    ("eighteenth", 18),
    ("nineteenth", 19),
    ("twentieth", 20),
    ("thirtieth", 30),
];

const DECADES: &[(&str, u32)] = &[
    ("twenties", 20),
    ("thirties", 30),
    ("forties", 40),
    ("fifties", 50),
    ("sixties", 60),
    ("seventies", 70),
    ("eighties", 80),
    ("nineties", 90),
];

const SCALES: &[(&str, u32)] = &[
    ("hundred", 2),
    ("thousand", 3),
    ("lakh", 5),
    ("lakhs", 5),
    ("million", 6),
    ("mln", 6),
    ("mn", 6),
    ("crore", 7),
    ("crores", 7),
    ("billion", 9),
    ("bln", 9),
    ("bn", 9),
    ("trillion", 12),
    ("trln", 12),
    ("tn", 12),
    ("quadrillion", 15),
    ("k", 3),
];

/// First words of the holidays in [`super::holidays`].
const FEASTS: &[&str] = &[
    "christmas",
    "xmas",
    "boxing",
    "easter",
    "new",
    "thanksgiving",
    "independence",
    "labor",
    "labour",
    "memorial",
    "halloween",
    "valentine",
    "veterans",
    "columbus",
    "good",
    "ash",
    "palm",
    "black",
    "cyber",
    "martin",
    "presidents",
    "bastille",
    "anzac",
    "remembrance",
    "armistice",
    "juneteenth",
    "pentecost",
    "ascension",
    "groundhog",
    "earth",
    "guy",
    "bonfire",
    "maundy",
    "shrove",
    "whit",
    "australia",
    "canada",
    "epiphany",
    "mlk",
    "inauguration",
    "election",
    "flag",
];

/// The vocabulary with its look-up table.
#[derive(Debug)]
pub(crate) struct Vocabulary {
    slots: Vec<(u128, Kind)>,
}

const SLOTS: usize = 4096;

impl Vocabulary {
    /// The one table.
    pub fn shared() -> &'static Self {
        static SHARED: LazyLock<Vocabulary> = LazyLock::new(Vocabulary::build);
        &SHARED
    }

    fn build() -> Self {
        let mut table = Self { slots: vec![(0, Kind::Feast); SLOTS] };
        for &feast in FEASTS {
            table.add(feast, Kind::Feast);
        }
        for &(word, kind) in CALENDAR.iter().chain(GRAMMAR) {
            table.add(word, kind);
        }
        for &(one, many, unit) in UNITS {
            table.add(one, Kind::Unit(unit, false));
            table.add(many, Kind::Unit(unit, true));
        }
        for &(word, value) in CARDINALS {
            table.add(word, Kind::Cardinal(value));
        }
        for &(word, value) in ORDINALS {
            table.add(word, Kind::Ordinal(value));
        }
        for &(word, power) in MANY {
            table.add(word, Kind::Many(power));
        }
        for &(word, value) in DECADES {
            table.add(word, Kind::Decade(value));
        }
        for &(word, value) in SCALES {
            table.add(word, Kind::Scale(value));
        }
        table
    }

    fn add(&mut self, word: &str, kind: Kind) {
        let Some(key) = pack(word.as_bytes()) else { return };
        let mut slot = slot_of(key);
        while self.slots[slot].0 != 0 && self.slots[slot].0 != key {
            slot = (slot + 1) % SLOTS;
        }
        self.slots[slot] = (key, kind);
    }

    /// What a word of ASCII letters is, when it is in the vocabulary.
    #[inline]
    pub fn kind(&self, word: &[u8]) -> Option<Kind> {
        let key = pack(word)?;
        let mut slot = slot_of(key);
        loop {
            match self.slots[slot] {
                (0, _) => return None,
                (found, kind) if found == key => return Some(kind),
                _ => slot = (slot + 1) % SLOTS,
            }
        }
    }
}

/// Lower-cased letters in one number; `None` for words too long for any date.
#[inline]
fn pack(word: &[u8]) -> Option<u128> {
    if word.len() > 16 {
        return None;
    }
    let mut bytes = [0u8; 16];
    bytes[..word.len()].copy_from_slice(word);
    let key = u128::from_le_bytes(bytes) | 0x2020_2020_2020_2020_2020_2020_2020_2020;
    Some(key)
}

#[inline]
#[allow(clippy::cast_possible_truncation)]
fn slot_of(key: u128) -> usize {
    let folded = (key as u64) ^ ((key >> 64) as u64).rotate_left(29);
    (folded.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 52) as usize % SLOTS
}

impl Season {
    /// TIMEX3 code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Spring => "SP",
            Self::Summer => "SU",
            Self::Fall => "FA",
            Self::Winter => "WI",
        }
    }

    /// The month in whose middle the season lies, north of the equator.
    pub fn middle(self) -> u8 {
        match self {
            Self::Spring => 4,
            Self::Summer => 7,
            Self::Fall => 10,
            Self::Winter => 1,
        }
    }
}

impl Unit {
    /// The unit's letters in a TIMEX3 duration, and whether they follow a `T`.
    pub fn code(self) -> (&'static str, bool) {
        match self {
            Self::Second => ("S", true),
            Self::Minute => ("M", true),
            Self::Hour => ("H", true),
            Self::Day => ("D", false),
            Self::Weekend => ("WE", false),
            Self::Week | Self::Fortnight => ("W", false),
            Self::Month => ("M", false),
            Self::Quarter => ("Q", false),
            Self::Year => ("Y", false),
            Self::Decade => ("DE", false),
            Self::Century => ("CE", false),
            Self::Millennium => ("ML", false),
        }
    }
}

impl Part {
    /// TIMEX3 code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Morning => "MO",
            Self::Midday => "MI",
            Self::Afternoon => "AF",
            Self::Evening => "EV",
            Self::Night => "NI",
            Self::Daytime => "DT",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_words_in_any_case() {
        let kind = |w: &str| Vocabulary::shared().kind(w.as_bytes());
        assert_eq!(kind("FEBRUARY"), Some(Kind::Month(2, false)));
        assert_eq!(kind("Second"), Some(Kind::Unit(Unit::Second, false)));
        assert_eq!(kind("shell"), None);
        assert_eq!(kind("incomprehensibility"), None);
    }

    #[test]
    fn no_word_has_two_meanings() {
        let mut words: Vec<&str> = CALENDAR.iter().chain(GRAMMAR).map(|(w, _)| *w).collect();
        words.extend(FEASTS);
        words.extend(
            CARDINALS
                .iter()
                .chain(ORDINALS)
                .chain(DECADES)
                .chain(SCALES)
                .chain(MANY)
                .map(|(w, _)| *w),
        );
        words.extend(UNITS.iter().flat_map(|(a, b, _)| [*a, *b]));
        words.sort_unstable();
        let twice: Vec<_> = words.windows(2).filter(|w| w[0] == w[1]).collect();
        assert!(twice.is_empty(), "{twice:?}");
    }
}
