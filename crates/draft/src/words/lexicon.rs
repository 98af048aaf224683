//! The word lists: closed classes of news English, general and not taken from any set of texts.

use super::tag::*;
use super::token::key_of;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::LazyLock;

/// Keys are hashes already.
#[derive(Debug, Default, Clone, Copy)]
pub struct KeyHasher(u64);

impl Hasher for KeyHasher {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        for b in bytes {
            self.0 = (self.0 << 8) | u64::from(*b);
        }
    }
    fn write_u64(&mut self, key: u64) {
        self.0 = key;
    }
}

/// A map from word keys.
pub type KeyMap<V> = HashMap<u64, V, BuildHasherDefault<KeyHasher>>;

/// The tags that a word has wherever it stands.
#[must_use]
pub fn tags(key: u64) -> u32 {
    TAGS.get(&key).copied().unwrap_or(0)
}

/// The value of a number word ("seven", "forty", "dozen").
#[must_use]
pub fn number(key: u64) -> Option<f64> {
    NUMBERS.get(&key).copied()
}

/// The factor of a scale word ("million", "bn").
#[must_use]
pub fn scale(key: u64) -> Option<f64> {
    SCALES.get(&key).copied()
}

/// The number of a month, 1 to 12.
#[must_use]
pub fn month(key: u64) -> Option<i8> {
    MONTHS.get(&key).copied()
}

/// The number of a weekday, Monday 1 to Sunday 7.
#[must_use]
pub fn weekday(key: u64) -> Option<i8> {
    WEEKDAYS.get(&key).copied()
}

/// One key for all ways to write the same thing ("UK", "Britain", "British").
#[must_use]
pub fn canonical(key: u64) -> u64 {
    SAME.get(&key).copied().unwrap_or(key)
}

/// The meaning groups that a word opposes: two words clash when one stands on the left side and
/// the other on the right side of one line of the list.
#[must_use]
pub fn opposed(a: u64, b: u64) -> bool {
    match (OPPOSITES.get(&a), OPPOSITES.get(&b)) {
        (Some(left), Some(right)) => {
            left.iter().any(|(line, side)| right.iter().any(|(l, s)| l == line && s != side))
        }
        _ => false,
    }
}

/// True when the word has an opposite in the list.
#[must_use]
pub fn directed(key: u64) -> bool {
    OPPOSITES.contains_key(&key)
}

/// True when the two words say the same in news prose ("began", "started").
#[must_use]
pub fn synonyms(a: u64, b: u64) -> bool {
    match (SYNONYMS.get(&a), SYNONYMS.get(&b)) {
        (Some(x), Some(y)) => x.iter().any(|line| y.contains(line)),
        _ => false,
    }
}

static TAGS: LazyLock<KeyMap<u32>> = LazyLock::new(|| {
    let mut map = KeyMap::default();
    for (tag, words) in WORDS {
        for word in words.split_whitespace() {
            *map.entry(key_of(word)).or_insert(0) |= tag;
        }
    }
    map
});

static NUMBERS: LazyLock<KeyMap<f64>> = LazyLock::new(|| {
    let small = "zero one two three four five six seven eight nine ten eleven twelve thirteen \
                 fourteen fifteen sixteen seventeen eighteen nineteen twenty";
    let tens = "thirty forty fifty sixty seventy eighty ninety";
    let small = small.split_whitespace().zip(0u8..).map(|(w, v)| (key_of(w), f64::from(v)));
    let tens = tens.split_whitespace().zip(3u8..).map(|(w, v)| (key_of(w), f64::from(v) * 10.0));
    small.chain(tens).chain([(key_of("dozen"), 12.0)]).collect()
});

static SCALES: LazyLock<KeyMap<f64>> = LazyLock::new(|| {
    let table = [
        ("hundred", 1e2),
        ("thousand", 1e3),
        ("million", 1e6),
        ("billion", 1e9),
        ("trillion", 1e12),
    ];
    table.iter().map(|(w, v)| (key_of(w), *v)).collect()
});

static MONTHS: LazyLock<KeyMap<i8>> = LazyLock::new(|| {
    MONTH_NAMES.iter().zip(1i8..).map(|(w, n)| (key_of(&w.to_lowercase()), n)).collect()
});

static WEEKDAYS: LazyLock<KeyMap<i8>> = LazyLock::new(|| {
    DAY_NAMES.iter().zip(1i8..).map(|(w, n)| (key_of(&w.to_lowercase()), n)).collect()
});

static SAME: LazyLock<KeyMap<u64>> = LazyLock::new(|| {
    let mut map = KeyMap::default();
    for line in SAME_WORDS.lines() {
        let mut words = line.split_whitespace();
        let Some(first) = words.next() else { continue };
        for word in words {
            map.insert(key_of(word), key_of(first));
        }
    }
    map
});

static OPPOSITES: LazyLock<KeyMap<Vec<(u16, bool)>>> = LazyLock::new(|| {
    let mut map: KeyMap<Vec<(u16, bool)>> = KeyMap::default();
    for (line, (left, right)) in (0u16..).zip(OPPOSITE_WORDS) {
        for (side, words) in [(false, left), (true, right)] {
            for word in words.split_whitespace() {
                map.entry(key_of(word)).or_default().push((line, side));
            }
        }
    }
    map
});

static SYNONYMS: LazyLock<KeyMap<Vec<u16>>> = LazyLock::new(|| {
    let mut map: KeyMap<Vec<u16>> = KeyMap::default();
    for (line, words) in (0u16..).zip(SYNONYM_WORDS.lines()) {
        for word in words.split_whitespace() {
            map.entry(key_of(word)).or_default().push(line);
        }
    }
    map
});

/// The months as they are written.
pub const MONTH_NAMES: [&str; 12] = [
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
];

/// The weekdays as they are written, Monday first.
pub const DAY_NAMES: [&str; 7] =
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

const WORDS: &[(u32, &str)] = &[
    (
        FUNCTION,
        "a an the of in on at to from by with for into onto upon within between among amid \
         against about over under through during per via as than that this these those there here \
         and or but so if then also too it its itself he him his she her hers they them their \
         theirs we us our you your i me my who whom whose which what when where while how is are \
         was were be been being am do does did done has have had having would should shall can s \
         up out off down such very just one ones other another each same own both more most less \
         not no nor will could may might must now still yet again since until because after before \
         above below per some any all many much however meanwhile although though despite toward \
         towards around across along behind beyond near nearly according only even because due \
         get got gets make makes made take takes took well rather quite whether an' eg ie",
    ),
    (NEGATION, "not no never neither nor none without nobody nothing nowhere cannot"),
    (
        HEDGE,
        "allegedly reportedly apparently possibly probably potentially perhaps maybe purportedly \
         supposedly seemingly presumably ostensibly likely alleged suspected believed thought \
         understood feared rumoured rumored estimated approximately roughly unconfirmed \
         preliminary purported supposed presumed probable possible apparent tentatively \
         seems appears seemed appeared seem appear arguably conceivably provisionally",
    ),
    (MAYBE, "could may might"),
    (SURE, "will certain certainly definitely surely undoubtedly must clearly inevitably"),
    (
        CUE,
        "said says say saying told tells tell telling added adds adding claimed claims claim \
         claiming announced announces announcing announce confirmed confirms confirm confirming explained explains \
         insisted insists insist argued argues argue arguing warned warns warn warning admitted \
         admits admit tweeted wrote writes stated states reported reports report denied denies deny \
         revealed reveals noted notes noting suggested suggests suggest alleged alleges alleging \
         believes believe asserted asserts acknowledged acknowledges testified replied predicted \
         predicts estimated estimates maintained stressed conceded contended contends disclosed \
         declared declares accused described describes cautioned remarked commented concluded \
         according posted recalled vowed pledged emphasised emphasized reiterated thinks",
    ),
    (
        MONTH,
        "january february march april may june july august september october november december",
    ),
    (WEEKDAY, "monday tuesday wednesday thursday friday saturday sunday"),
    (DAY_WORD, "today yesterday tomorrow tonight"),
    (
        UNIT,
        "percent percentage points km kilometre mile metre meter foot inch yard cm mm \
         centimetre millimetre kg kilogram kilo gram tonne ton pound lb ounce stone second \
         minute hour day week month year decade century litre liter gallon barrel acre hectare \
         degree m mph kph kmh knot watt kilowatt megawatt gigawatt mw gw kwh byte gigabyte \
         megabyte gb mb tb hz ghz mhz volt amp joule calorie ft kilometer fortnight quarter \
         bps basis sq square cubic",
    ),
    (
        CURRENCY,
        "$ £ € ¥ ₹ ₽ ₩ ₺ ₴ dollar euro pound yen yuan rupee rouble ruble won franc krona krone \
         peso real rand lira zloty hryvnia sterling usd eur gbp jpy cny inr rub chf cad aud \
         cent pence penny renminbi shekel dirham riyal baht ringgit rupiah",
    ),
    (SCALE, "hundred thousand million billion trillion"),
    (
        PART,
        "some several many few often sometimes usually partly rarely mainly mostly most \
         occasionally largely part half majority minority generally frequently typically \
         partially primarily certain various seldom",
    ),
    (
        WHOLE,
        "all every always only entire entirely wholly fully whole everyone everybody everything \
         completely totally solely exclusively most each any never both whole none nobody often",
    ),
    (
        OPEN,
        "plans planned plan planning hopes hope hoped wants want wanted proposed proposes propose \
         accused charged suspected could called considering considers consider considered \
         threatened threatens tried tries try trying attempted attempts attempt expected expects \
         arrested investigating investigated investigation agreed seeks sought seeking aims aimed \
         intends intended intend bid bids draft drafted may might would should scheduled due \
         negotiating talks discussing discussed mulling weighing weighs eyeing exploring pledged \
         promised vowed alleged asked urged nominated ordered set pending offered offers \
         request requested requests possible potential preparing prepares considered ready",
    ),
    (
        DONE,
        "approved convicted guilty completed signed secured managed proven proved faces carrying \
         carried went moved finished achieved succeeded won concluded delivered launched \
         passed enacted ratified sentenced jailed bought acquired confirmed finalised finalized \
         began started refused did",
    ),
    (
        ROUND,
        "about around nearly almost some over under roughly approximately estimated least most more less fewer up circa close above below exceeding",
    ),
    (
        PRONOUN,
        "he she it they him her them his hers their theirs its we us our i me my you your who \
         himself herself themselves itself",
    ),
    (
        AUXILIARY,
        "is are was were be been being am has have had do does did will would could can should \
         shall may might must",
    ),
    (
        NUMBER,
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen \
         fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy \
         eighty ninety dozen",
    ),
    (
        TITLE,
        "mr mrs ms miss dr sir lord lady dame prof professor president prime minister senator \
         sen rep representative gov governor gen general col colonel capt captain lt lieutenant \
         sgt sergeant king queen prince princess chancellor secretary judge justice mayor \
         chairman ceo chief executive officer pope father sister brother rev reverend detective \
         inspector superintendent constable foreign defense defence deputy vice spokesman \
         spokeswoman spokesperson leader director",
    ),
    (
        LINK,
        "but and however meanwhile also moreover furthermore additionally nevertheless nonetheless \
         still yet so then too instead indeed besides therefore thus",
    ),
    (
        UNNAMED,
        "source sources official officials insider insiders diplomat diplomats aide aides \
         person people executive executives",
    ),
    (
        CAUSE,
        "because caused cause causes causing due prompted prompting prompts triggered triggering \
         triggers sparked sparking fuelled fueled fuelling fueling spurred spurring owing \
         thanks led leads leading resulted resulting results result consequently therefore thus \
         hence facilitated enabled enabling enables allowed drove driven drives blamed attributed \
         stemmed stems provoked provoking forced forcing forces why helped reason reasons \
         consequence",
    ),
    (SIDE, "which who whom whose where while as with after when although though whereas"),
];

/// Names of several words that are one word in short.
pub const LONG_NAMES: [(&str, &str); 5] = [
    ("Federal Reserve", "fed"),
    ("United States of America", "usa"),
    ("United States", "usa"),
    ("United Kingdom", "uk"),
    ("United Nations", "un"),
];

/// Phrases that say two words.
pub const SHORT_PAIRS: [(&str, &str, &str); 10] = [
    ("no fewer than", "at", "least"),
    ("No fewer than", "at", "least"),
    ("no less than", "at", "least"),
    ("No less than", "at", "least"),
    ("Q1", "first", "quarter"),
    ("Q2", "second", "quarter"),
    ("Q3", "third", "quarter"),
    ("Q4", "fourth", "quarter"),
    ("bps", "basis", "points"),
    ("bp", "basis", "points"),
];

/// Halves of a day as they stand after an hour.
pub const HALF_DAYS: [(&str, &str); 8] = [
    ("a.m.", "antemeridian"),
    ("p.m.", "postmeridian"),
    ("a.m", "antemeridian"),
    ("p.m", "postmeridian"),
    ("am", "antemeridian"),
    ("pm", "postmeridian"),
    ("AM", "antemeridian"),
    ("PM", "postmeridian"),
];

/// First word of a line: the key that the others take.
const SAME_WORDS: &str = "\
uk britain british briton britons
us america american americans usa
eu european
un
france french frenchman
germany german germans
netherlands dutch holland
greece greek greeks
denmark danish dane danes
switzerland swiss
wales welsh
poland polish pole poles
ireland irish
scotland scottish scots scot
england english
spain spanish spaniard spaniards
sweden swedish swede swedes
finland finnish finn finns
turkey turkish turks turk turkiye
thailand thai thais
philippines filipino filipinos philippine
norway norwegian norwegians
peru peruvian peruvians
iceland icelandic icelander
belgium belgian belgians
portugal portuguese
china chinese
japan japanese
vietnam vietnamese
lebanon lebanese
russia russian russians
ukraine ukrainian ukrainians
israel israeli israelis
iraq iraqi iraqis
iran iranian iranians
pakistan pakistani pakistanis
afghanistan afghan afghans
kazakhstan kazakh
uzbekistan uzbek
argentina argentine argentinian
brazil brazilian brazilians
mexico mexican mexicans
canada canadian canadians
cuba cuban cubans
italy italian italians
hungary hungarian hungarians
romania romanian romanians
bulgaria bulgarian bulgarians
serbia serbian serb serbs serbian
croatia croatian croat croats
slovakia slovak slovaks
slovenia slovenian slovene
czechia czech czechs
austria austrian austrians
australia australian australians
india indian indians
egypt egyptian egyptians
syria syrian syrians
libya libyan libyans
saudi saudis
yemen yemeni yemenis
korea korean koreans
taiwan taiwanese
myanmar burma burmese
nepal nepalese nepali
sudan sudanese
kenya kenyan kenyans
nigeria nigerian nigerians
ethiopia ethiopian ethiopians
ghana ghanaian
congo congolese
africa african africans
asia asian asians
europe europeans
colombia colombian colombians
venezuela venezuelan venezuelans
chile chilean chileans
kyiv kiev
defence defense
programme program
centre center
labour labor
cancelled canceled
licence license
offence offense
grey gray
plough plow
sceptical skeptical
ageing aging
judgement judgment
dialogue dialog
catalogue catalog
manoeuvre maneuver
aluminium aluminum
aeroplane airplane
airplanes aeroplanes
theatre theater
fibre fiber
calibre caliber
senator sen
representative rep
governor gov
general gen
lieutenant lt
colonel col
captain capt
sergeant sgt
professor prof
doctor dr
corporation corp
incorporated inc
limited ltd
department dept
midday noon
metre meter metres meters
kilometre kilometer kilometres kilometers km
litre liter litres liters
tonne ton tons tonnes
foot feet ft
mile miles
inch inches
pound pounds £ sterling gbp
dollar dollars $ usd
euro euros € eur
yen ¥ jpy
yuan renminbi rmb cny
hryvnia ₴
lira ₺
rupee rupees ₹ inr
rouble roubles ruble rubles ₽
shekel shekels
cent cents
year years yr yrs
month months
week weeks
day days
hour hours hr hrs
minute minutes min mins
second seconds sec secs
decade decades
century centuries
kg kilogram kilograms kilo kilos
gram grams
barrel barrels
acre acres
hectare hectares
degree degrees
dozen dozens
hundred hundreds
thousand thousands
million millions
billion billions bn
trillion trillions tn
not cannot";

const OPPOSITE_WORDS: &[(&str, &str)] = &[
    (
        "rose rise rises rising risen rallied rally surged surge surges surging soared soar soars jumped jump jumps \
         climbed climb climbs increased increase increases increasing gained gain gains grew grow grows growing \
         growth advanced up higher upward rebounded expanded expand expands expansion doubled raised raise raises raising boosted boost",
        "fell fall falls falling fallen dropped drop drops dropping declined decline declines declining \
         decreased decrease decreases decreasing slid slide slides slumped slump slumps plunged plunge plunges tumbled tumble shrank shrink shrinks \
         sank down lower downward dipped dip eased lost slipped slip cut cuts cutting contracted contraction halved reduced reduce reduces reducing lowered lowers slashed retreated",
    ),
    ("highest", "lowest"),
    ("won win wins winning victory beat defeated triumph", "lost lose loses losing loss defeat"),
    (
        "supported supports support supporting backed backs back",
        "opposed opposes oppose opposing against",
    ),
    (
        "accepted accepts accept approved approves approve agreed agrees agree passed adopted backed endorsed",
        "rejected rejects reject refused refuses refuse declined vetoed denied blocked",
    ),
    ("before earlier until", "after later since following"),
    ("above over", "below under beneath"),
    (
        "began begin begins started start starts beginning",
        "ended end ends finished stopped stop stops ending",
    ),
    ("opened open opens opening", "closed close closes closing shut"),
    ("guilty convicted", "innocent acquitted cleared"),
    ("success successful succeeded", "failure unsuccessful failed fail fails failing"),
    ("profit profits profitable", "loss losses unprofitable"),
    ("bought buy buys buying purchased acquired", "sold sell sells selling"),
    (
        "allowed allow allows permitted permit legalised legalized",
        "banned ban bans barred prohibited outlawed forbade",
    ),
    ("best better", "worst worse"),
    ("first", "last final"),
    ("increasingly", "decreasingly"),
    (
        "stronger strong strengthened strengthen strengthening strengthens",
        "weaker weak weakened weaken weakening weakens",
    ),
    ("more", "less fewer"),
    ("least", "most"),
    (
        "praised praise praises lauded hailed",
        "criticised criticized criticise criticize condemned slammed denounced",
    ),
    ("safe safer", "unsafe dangerous"),
    ("legal lawful", "illegal unlawful"),
    ("largest biggest greatest", "smallest"),
    ("larger bigger greater", "smaller"),
    ("large big", "small"),
    ("oldest older old eldest", "youngest younger young newest new"),
    ("early", "late"),
    ("inside indoors", "outside outdoors"),
    ("north northern", "south southern"),
    ("east eastern", "west western"),
    ("male man men boy boys", "female woman women girl girls"),
    ("he him his", "she her hers"),
    ("alive survived", "dead died killed"),
    ("left exited departed leaves leave", "joined entered arrived joins join"),
    ("import imports imported", "export exports exported"),
    ("ally allies friend friendly", "enemy enemies foe rival rivals hostile"),
    ("upgrade upgraded upgrades", "downgrade downgraded downgrades"),
    ("outperform overweight outperformed", "underperform underweight underperformed"),
    ("hired hire hires hiring appointed", "fired fires firing dismissed sacked resigned"),
    ("attack attacked attacks attacking", "defend defended defends defending"),
    ("captured capture seized", "released release freed"),
    ("confirmed confirms", "denied denies"),
    ("include included includes including", "exclude excluded excludes excluding"),
    ("positive", "negative"),
    ("true", "false"),
    ("fast faster quickly quick", "slow slower slowly"),
    ("long longer longest", "short shorter shortest"),
    ("hot hotter hottest warm warmer", "cold colder coldest cool cooler"),
    ("rich richer richest", "poor poorer poorest"),
    ("public", "private"),
    ("majority", "minority"),
    ("maximum", "minimum"),
    ("exceeded exceed topped beat", "missed"),
    ("surplus", "deficit shortfall"),
    ("cheaper cheap", "expensive dearer"),
    ("easy easier", "hard harder difficult"),
    ("high", "low"),
    ("present", "absent"),
    ("kept keep keeps retained", "dropped scrapped abandoned"),
    ("borrow borrowed", "lend lent"),
    ("defender defenders", "attacker attackers"),
    ("creditor creditors", "debtor debtors"),
    ("employer employers", "employee employees"),
    ("tighten tightened tightens tightening", "loosen loosened loosens eased easing ease"),
    (
        "improve improved improves improving improvement",
        "worsen worsened worsens worsening deteriorated",
    ),
    ("optimistic bullish", "pessimistic bearish"),
    ("extended extend extends", "shortened shorten"),
    ("withdrew withdraw withdraws withdrawn", "deployed deploy deploys"),
    ("hits hit", "missed misses"),
    ("launched", "scrapped cancelled canceled"),
    ("father", "mother"),
    ("son sons", "daughter daughters"),
    ("brother", "sister"),
    ("husband", "wife"),
    ("king", "queen"),
    ("gained", "lost"),
    ("day", "night"),
    ("urban", "rural"),
    ("domestic", "foreign"),
    ("winner winners", "loser losers"),
    ("left", "right"),
    ("same", "different"),
    (
        "accelerated accelerate accelerates accelerating quickened",
        "slowed slow slows slowing decelerated",
    ),
    ("widened widen widens widening", "narrowed narrow narrows narrowing"),
    ("appreciated appreciates", "depreciated depreciates"),
    ("inflow inflows", "outflow outflows"),
    ("resumed resume resumes", "suspended suspend suspends halted paused"),
    ("upheld uphold upholds", "overturned overturn overturns quashed"),
    ("imposed impose imposes", "lifted lift lifts scrapped"),
    ("hawkish", "dovish"),
    ("promoted", "demoted relegated"),
    ("nationalised nationalized", "privatised privatized"),
    ("outpaced", "lagged"),
    ("deepened deepen", "eased ease"),
    ("hardened harden", "softened soften"),
    ("appeared", "disappeared vanished"),
    ("optimism", "pessimism"),
    ("acquittal", "conviction"),
];

/// Each line: words that may stand for one another.
const SYNONYM_WORDS: &str = "\
said says say told tells added adds stated states noted notes remarked commented saying announced announces
reported reports report
began begin started start begins starts
big large
died dead killed death deaths
bought purchased acquired
biggest largest
near close
kids children
prime premier pm
film movie
town city
company firm
companies firms
close shut
closes shuts
closed shut
closing shutting
workers employees staff
worker employee
firm business
police officers
help aid assist assistance
shows show showed
weapons arms
deal agreement pact accord treaty
war conflict
troops soldiers forces
missile missiles
chief head leader boss
strong strengthening
sent dispatched shipped supplied delivered provided
ammunition shells munitions
made produced
agency service
gave provided given
got received
used use
set established
signed inked
home house
job post role
many numerous
also too
around about approximately roughly
nearly almost
over more
under less fewer
because since
although though despite
while whereas
largely mainly mostly
buy purchase
attempt try
attempted tried
ask request
asked requested
rose climbed increased advanced gained jumped
fell dropped declined decreased slid
roughly about around approximately
ended finished concluded
stopped halted
talks negotiations discussions
law legislation
vote ballot
picture photo photograph image
quit resigned
hurt injured wounded
show reveal
crucial critical vital key important
money funds cash
children kids";
