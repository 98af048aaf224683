//! How far a deed has come, with what, and how much of it.

use crate::words::{Token, base};
use wiredesk_model::{Amount, Event, Particulars, Quantity, Reading, Report, Span, Stage, Status};

/// Words that put a deed on a rung below done. Compared as stems with the words of its clause.
const SAID: [&str; 13] = [
    "promis", "pledg", "plan", "offer", "vow", "intend", "consider", "weigh", "propos", "threaten",
    "think", "expect", "prepar",
];
const ORDERED: [&str; 9] =
    ["order", "contract", "agre", "sign", "bought", "buy", "purchas", "commission", "request"];
const ALLOCATED: [&str; 6] = ["allocat", "approv", "earmark", "authoris", "authoriz", "released"];
/// Words between the trigger and its rung ("plans to send", "agreed to supply").
const REACH: usize = 5;
/// Bytes before a figure that are searched for "at least" and "up to".
const CUE_REACH: usize = 24;

/// What the words of an event say of the thing done.
pub(crate) fn particulars(
    report: &Report,
    reading: &Reading,
    tokens: &[Token<'_>],
    event: &Event,
) -> Particulars {
    let instrument = event.instrument.and_then(|s| s.of(&report.text)).map(str::to_owned);
    Particulars {
        stage: stage(tokens, event),
        amount: amount(report, reading, event, instrument.as_deref()),
        instrument,
    }
}

fn stage(tokens: &[Token<'_>], event: &Event) -> Stage {
    let at = tokens.partition_point(|t| t.span.end <= event.trigger.start);
    let before = tokens[..at].iter().rev().take(REACH);
    let near: Vec<&str> = before
        .chain(tokens.get(at))
        .filter(|t| t.entity.is_none())
        .map(|t| base(&t.word))
        .collect();
    let any = |list: &[&str]| near.iter().any(|w| list.iter().any(|stem| w.starts_with(stem)));
    let open =
        near.iter().any(|w| ["will", "would", "may", "might", "could", "to", "about"].contains(w));
    match () {
        () if any(&ALLOCATED) => Stage::Allocated,
        () if any(&ORDERED) => Stage::Ordered,
        () if event.status == Status::Planned || open && any(&SAID) => Stage::Said,
        () => Stage::Delivered,
    }
}

/// The figure of the event: the quantity that the reader bound to it, else one that stands in the
/// same sentence and counts the instrument.
fn amount(
    report: &Report,
    reading: &Reading,
    event: &Event,
    instrument: Option<&str>,
) -> Option<Amount> {
    let sentence = *reading.sentences.get(event.sentence)?;
    let text = report.text.as_str();
    let inside = |q: &&Quantity| sentence.contains(q.span) && q.unit != "%";
    let told = |q: &&Quantity| {
        let words = q.span.of(text).unwrap_or_default();
        event.quantity.as_deref().is_some_and(|e| e.contains(words) || words.contains(e))
    };
    let counts = |q: &&Quantity| {
        let unit = base(q.unit.rsplit(' ').next().unwrap_or_default()).to_owned();
        !unit.is_empty() && instrument.is_some_and(|i| i.to_lowercase().contains(&unit))
    };
    let class = instrument.and_then(goods_class);
    let same = |q: &&Quantity| class.is_some() && goods_class(&q.unit) == class;
    let all = || reading.quantities.iter().filter(inside);
    let found = all().find(same).or_else(|| all().find(told)).or_else(|| all().find(counts))?;
    Some(figure(text, sentence, found))
}

/// A quantity with the words that bound it from below or above.
fn figure(text: &str, sentence: Span, quantity: &Quantity) -> Amount {
    let mut amount = Amount { unit: quantity.unit.clone(), ..Amount::default() };
    let from = (quantity.span.start.saturating_sub(CUE_REACH)).max(sentence.start);
    let from = (from..=quantity.span.start).find(|&i| text.is_char_boundary(i)).unwrap_or(from);
    let inside = quantity.span.of(text).unwrap_or_default();
    let before = text.get(from..quantity.span.start).unwrap_or_default();
    let cue = format!("{before}{inside}").to_lowercase();
    let has = |cues: &[&str]| cues.iter().any(|c| cue.contains(c));
    if let (Some(low), Some(high)) = (quantity.value, quantity.high) {
        (amount.low, amount.high) = (Some(low), Some(high));
    } else if has(&["at least", "more than", "over ", "no fewer", "no less", "upward"]) {
        amount.low = quantity.value;
    } else if has(&["up to", "as many as", "as much as", "at most", "no more than"]) {
        amount.high = quantity.value;
    } else {
        amount.best = quantity.value;
    }
    if quantity.value.is_none() {
        // "millions of": at least two of that order.
        const ORDERS: [(&str, f64); 5] = [
            ("billions", 2e9),
            ("millions", 2e6),
            ("thousands", 2e3),
            ("hundreds", 2e2),
            ("dozens", 24.0),
        ];
        amount.low = ORDERS.iter().find(|(word, _)| cue.contains(word)).map(|&(_, n)| n);
    }
    amount
}

/// What kind of thing an instrument is, so that "artillery shells" and "ammunition" are one
/// delivery: the class of its head noun, else the noun itself.
pub(crate) fn instrument_class(instrument: &str) -> String {
    let lower = instrument.to_lowercase();
    let noun = || {
        let mut words = lower.rsplit(|c: char| !c.is_alphanumeric());
        words.find(|w| !w.is_empty()).map(|w| base(w).to_owned()).unwrap_or_default()
    };
    goods_class(instrument).map_or_else(noun, str::to_owned)
}

/// The class of the last word that names known goods.
pub(crate) fn goods_class(words: &str) -> Option<&'static str> {
    const CLASSES: [(&str, &[&str]); 10] = [
        ("weapons", &["weapon", "arms", "armament"]),
        (
            "ammunition",
            &["shell", "round", "ammunition", "munition", "ammo", "ordnance", "cartridge"],
        ),
        ("missiles", &["missil", "rocket"]),
        ("drones", &["dron", "uav", "shahed"]),
        ("aircraft", &["aircraft", "jet", "warplan", "helicopter"]),
        ("armour", &["tank", "vehicl", "armour", "armor", "howitzer", "artiller", "launcher"]),
        ("troops", &["troop", "soldier", "mercenar"]),
        (
            "components",
            &[
                "chip",
                "electronic",
                "component",
                "part",
                "tool",
                "machin",
                "technolog",
                "semiconductor",
            ],
        ),
        ("fuel", &["fuel", "oil", "gas", "petrol", "diesel", "energ"]),
        ("money", &["loan", "money", "fund", "credit", "grant", "dollar", "euro"]),
    ];
    let lower = words.to_lowercase();
    let words = lower.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    words.rev().find_map(|word| {
        let of_class = |list: &&[&str]| {
            list.iter().any(|stem| word == *stem || stem.len() > 3 && base(word).starts_with(stem))
                || list.contains(&base(word))
        };
        CLASSES.iter().find(|(_, list)| of_class(list)).map(|&(class, _)| class)
    })
}

/// True for classes that make an unmarked deed a military one.
pub(crate) fn is_military(class: &str) -> bool {
    ["ammunition", "missiles", "drones", "armour", "troops", "weapons"].contains(&class)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instruments_fall_into_classes() {
        let check =
            |words: &str, class: &str| assert_eq!(instrument_class(words), class, "{words}");
        check("huge amounts of artillery ammunition", "ammunition");
        check("artillery shells", "ammunition");
        check("ballistic missiles", "missiles");
        check("attack drones", "drones");
        check("machine tools", "components");
        check("finished weapons", "weapons");
        check("", "");
    }
}
