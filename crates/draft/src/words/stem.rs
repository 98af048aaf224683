//! A light stemmer: enough to see that "strengthening" and "strengthened" are one verb.

use super::lexicon::KeyMap;
use super::token::key_of;
use std::sync::LazyLock;

/// The stem of a folded word.
#[must_use]
pub fn stem(word: &str) -> String {
    if let Some(base) = IRREGULAR.get(&key_of(word)) {
        return (*base).to_owned();
    }
    let mut w = word.to_owned();
    if !w.is_ascii() || w.len() < 4 {
        return w;
    }
    american(&mut w);
    plural(&mut w);
    for ending in ["ing", "edly", "ed"] {
        if w.len() >= ending.len() + 3 && w.ends_with(ending) {
            w.truncate(w.len() - ending.len());
            undouble(&mut w);
            break;
        }
    }
    if w.len() > 5 && w.ends_with("ly") {
        w.truncate(w.len() - 2);
    }
    for ending in ["ation", "ment", "ness", "ion"] {
        if w.len() >= ending.len() + 5 && w.ends_with(ending) {
            w.truncate(w.len() - ending.len());
            break;
        }
    }
    if w.len() > 3 && w.ends_with('e') {
        w.pop();
    }
    if w.len() > 3 && w.ends_with('y') {
        w.pop();
        w.push('i');
    }
    w
}

/// A looser key: the first letters, for "Korea" and "Korean", "export" and "exporter". `None` for
/// short words.
#[must_use]
pub fn kin(stem: &str) -> Option<u64> {
    let at = stem.char_indices().nth(6)?.0;
    (stem.len() <= at + 3).then(|| key_of(&stem[..at]))
}

/// The first five letters of a stem; `None` for shorter ones.
#[must_use]
pub fn root(stem: &str) -> Option<u64> {
    let (at, last) = stem.char_indices().nth(4)?;
    Some(key_of(&stem[..at + last.len_utf8()]))
}

/// "colour" is "color", "organise" is "organize".
fn american(w: &mut String) {
    if let Some(at) = w.find("our").filter(|at| *at >= 3) {
        let rest = &w[at + 3..];
        if ["", "s", "ed", "ing", "able", "ably", "er", "ers", "ite", "ites", "al"].contains(&rest)
        {
            w.replace_range(at..at + 3, "or");
        }
    }
    for (british, plain) in
        [("isation", "ization"), ("ise", "ize"), ("ising", "izing"), ("yse", "yze")]
    {
        if let Some(at) =
            w.rfind(british).filter(|at| *at >= 4 && w.len() - at - british.len() <= 1)
        {
            w.replace_range(at..at + british.len(), plain);
            break;
        }
    }
}

fn plural(w: &mut String) {
    if w.ends_with("ies") && w.len() > 4 {
        w.truncate(w.len() - 3);
        w.push('y');
    } else if ["sses", "shes", "ches", "xes", "zes"].iter().any(|e| w.ends_with(e)) {
        w.truncate(w.len() - 2);
    } else if w.ends_with('s') && !w.ends_with("ss") && !w.ends_with("us") && !w.ends_with("is") {
        w.pop();
    }
}

fn undouble(w: &mut String) {
    let b = w.as_bytes();
    let n = b.len();
    if n >= 6 && w.ends_with("ll") {
        w.pop(); // "travelled" is "traveled"
    } else if n >= 2 && b[n - 1] == b[n - 2] && !b"lsz".contains(&b[n - 1]) {
        w.pop();
    }
}

static IRREGULAR: LazyLock<KeyMap<&'static str>> = LazyLock::new(|| {
    let mut map = KeyMap::default();
    for line in FORMS.lines() {
        let mut words = line.split_whitespace();
        let Some(base) = words.next() else { continue };
        map.insert(key_of(base), base);
        for word in words {
            map.insert(key_of(word), base);
        }
    }
    map
});

const FORMS: &str = "\
be am is are was were been being
have has had having
do does did done doing
say says said saying
tell tells told telling
rise rises rose risen rising
fall falls fell fallen falling
sell sells sold selling
buy buys bought buying
give gives gave given giving
go goes went gone going
begin begins began begun beginning
win wins won winning
lose loses lost losing
meet meets met meeting
pay pays paid paying
send sends sent sending
take takes took taken taking
make makes made making
hold holds held holding
lead leads led leading
leave leaves left leaving
keep keeps kept keeping
build builds built building
strike strikes struck striking
shoot shoots shot shooting
fight fights fought fighting
think thinks thought thinking
bring brings brought bringing
come comes came coming
see sees saw seen seeing
know knows knew known knowing
grow grows grew grown growing
show shows showed shown showing
speak speaks spoke spoken speaking
write writes wrote written writing
run runs ran running
sit sits sat sitting
stand stands stood standing
find finds found finding
get gets got gotten getting
hear hears heard hearing
feel feels felt feeling
deal deals dealt dealing
mean means meant meaning
seek seeks sought seeking
choose chooses chose chosen choosing
drive drives drove driven driving
break breaks broke broken breaking
catch catches caught catching
teach teaches taught teaching
throw throws threw thrown throwing
withdraw withdraws withdrew withdrawn withdrawing
become becomes became becoming
die dies died dying
child children
person people persons
man men
woman women
lie lies lying
fly flies flew flown flying
steal steals stole stolen stealing
sink sinks sank sunk sinking
shrink shrinks shrank shrunk shrinking
spend spends spent spending
lend lends lent lending
sign signs signed signing
agree agrees agreed agreeing agreement
analysis analyses
crisis crises
news news
series series";
