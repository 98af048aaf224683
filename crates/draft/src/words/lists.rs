//! The closed classes of news English, general and not taken from any set of texts. What is the same
//! and what is opposed stands in `alike` and `opposites`.

use super::tag::*;

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

/// The words of each tag.
pub(super) const WORDS: &[(u32, &str)] = &[
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
        "$ £ € ¥ ₹ ₽ ₩ ₺ ₴ dollar euro pound yen yuan rupee rouble ruble won franc krona krone kronor kroner \
         crown crowns koruna peso real rand lira zloty hryvnia sterling usd eur gbp jpy cny inr rub chf cad aud \
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
    (
        PAST,
        "was were had did been has have said told met held began broke rose fell went came made \
         took gave won lost left sent got found saw became led paid ran shot struck hit cut sank \
         flew drove spoke wrote grew drew threw knew kept felt fought brought bought sold caught \
         taught thought stood understood shook swore stole froze chose rode",
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
