//! Who a pronoun means, and a person's full name at first mention.

use super::lines::Line;
use crate::check::quotations;
use crate::shelf::Filed;
use crate::words::tag::{CAPITAL, CUE, FUNCTION, NAME, TITLE};
use crate::words::{Word, tokenize};
use wiredesk_model::{EntityType, Evidence, Mention, Span};

/// A sentence that stands alone, and what else it stands on for that.
#[derive(Debug, Clone, PartialEq)]
pub struct Standing {
    /// The words.
    pub text: String,
    /// Where the names that were put in are from.
    pub more: Vec<Evidence>,
}

/// Sentences back in which the person that "he" means is looked for.
const BACK_SENTENCES: usize = 2;

/// Openings that count from a moment told before.
const BACK_TO: [&str; 8] = [
    "By then",
    "By that time",
    "Since then",
    "Until then",
    "After that",
    "Before that",
    "At that time",
    "At the time",
];

/// The sentence with the pronouns that need a sentence before it resolved; `None` when it leans
/// on something that cannot be named.
#[must_use]
pub fn standing(line: &Line<'_>, text: &str) -> Option<Standing> {
    let mut out = Standing { text: text.to_owned(), more: Vec::new() };
    let first = text.trim_start_matches(['"', '“', '‘']).split_whitespace().next()?;
    let bare = first.trim_end_matches([',', '.', ';']);
    if BACK_TO.iter().any(|b| text.starts_with(b)) {
        return None;
    }
    match bare {
        "He" | "She" => {
            let (name, evidence) = antecedent(line)?;
            let at = text.find(bare)?;
            if at == 0 {
                out.text.replace_range(0..bare.len(), &name);
                out.more.push(evidence);
            }
        }
        "His" | "Her" => {
            let (name, evidence) = antecedent(line)?;
            out.text.replace_range(0..bare.len(), &format!("{name}'s"));
            out.more.push(evidence);
        }
        "It" | "They" | "This" | "That" | "These" | "Those" | "Its" | "Their" | "Such" | "Here"
        | "There" | "Then" | "Both" | "Neither" | "One" | "Another" | "Others"
            if !quotations(text, 0).iter().any(|q| q.inner.start <= 3) && !points_ahead(text) =>
        {
            return None;
        }
        _ => {}
    }
    named_speaker(line, out)
}

/// Opens with a word that mostly points back, but here to what follows: "There were 24 people
/// aboard", "It is not clear whether…", "Both Smith and Jones…", "This month…", "One person…".
fn points_ahead(text: &str) -> bool {
    let mut words = text.split(|c: char| !(c.is_alphanumeric() || "'’-".contains(c)));
    let mut next = || words.find(|w| !w.is_empty()).unwrap_or_default();
    let (first, second, third) = (next(), next(), next());
    let be = |w: &str| ["is", "was", "are", "were", "has", "have", "will", "had"].contains(&w);
    match first {
        "There" => be(second),
        "It" => {
            let open = ["not", "unclear", "unknown", "likely", "possible", "expected", "believed"];
            be(second) && open.contains(&third) && (text.contains(" that ") || clear_at(text))
        }
        "Both" => third == "and" && second.chars().all(char::is_alphanumeric),
        "This" => ["week", "month", "year", "summer", "season", "weekend"].contains(&second),
        "One" => ["person", "man", "woman", "child", "soldier", "officer"].contains(&second),
        "Those" => second == "who",
        _ => false,
    }
}

/// "It is (not) clear", "known" and the question that it opens.
fn clear_at(text: &str) -> bool {
    let asks = [" whether ", " if ", " how ", " what ", " when ", " where ", " who ", " why "];
    [" clear", " unclear", " known", " unknown"].iter().any(|w| text.contains(w))
        && asks.iter().any(|w| text.contains(w))
}

/// "…, he said" after a quotation: the speaker by name.
fn named_speaker(line: &Line<'_>, mut out: Standing) -> Option<Standing> {
    let words = tokenize(&out.text, 0);
    let quoted = quotations(&out.text, 0);
    for (i, word) in words.iter().enumerate().rev() {
        let shown = word.span.of(&out.text).unwrap_or("");
        let inside = quoted.iter().any(|q| q.inner.contains(word.span));
        let says = words.get(i + 1).is_some_and(|n| n.is(CUE) && !n.is(NAME));
        let named_before = words[..i]
            .iter()
            .any(|w| w.is(NAME) && !quoted.iter().any(|q| q.inner.contains(w.span)));
        if inside || !says || named_before || !matches!(shown, "he" | "she" | "He" | "She") {
            continue;
        }
        let (name, evidence) = antecedent(line)?;
        out.text.replace_range(word.span.range(), &name);
        out.more.push(evidence);
        break;
    }
    (!leans(line, &out)).then_some(out)
}

/// "he" or "his" outside of quotations before anybody is named.
fn leans(line: &Line<'_>, standing: &Standing) -> bool {
    let text = &standing.text;
    let words = tokenize(text, 0);
    let quoted = quotations(text, 0);
    let inside = |w: &Word| quoted.iter().any(|q| q.inner.contains(w.span));
    let pronoun = words.iter().position(|w| {
        let shown = w.span.of(text).unwrap_or("");
        matches!(shown, "he" | "she" | "his" | "her" | "him" | "He" | "She") && !inside(w)
    });
    let Some(at) = pronoun else { return false };
    let people: Vec<&str> = line
        .filed
        .reading
        .entities
        .iter()
        .filter(|m| m.kind == EntityType::Person)
        .filter_map(|m| m.span.of(&line.filed.report.text))
        .collect();
    let before = &text[..words[at].span.start];
    match people.is_empty() {
        true => !words[..at].iter().any(|w| w.is(NAME | CAPITAL) && !w.is(FUNCTION)),
        false => !people.iter().any(|p| before.contains(p)),
    }
}

/// The one person named in the sentences just before, as written there.
fn antecedent(line: &Line<'_>) -> Option<(String, Evidence)> {
    let reading = line.filed.reading;
    let cut = line.filed.cut();
    let report = &line.filed.report;
    let said = reading
        .attributions
        .iter()
        .find(|a| a.source.iter().any(|s| line.span.contains(*s)) && a.speaker_name.is_some());
    for back in 1..=BACK_SENTENCES {
        let number = line.number.checked_sub(back)?;
        let sentence = cut.sentences[number];
        let mut people: Vec<(Span, &str)> = Vec::new();
        for mention in &reading.entities {
            if mention.kind == EntityType::Person && sentence.contains(mention.span) {
                let shown = mention.span.of(&report.text)?;
                if people.iter().all(|(_, p)| !p.ends_with(shown) && !shown.ends_with(p)) {
                    people.push((mention.span, shown));
                }
            }
        }
        if reading.entities.is_empty() {
            people = named_runs(line, number);
        }
        if let Some(name) = said.and_then(|a| a.speaker_name.as_deref()) {
            let last = name.split_whitespace().last().unwrap_or(name);
            people.retain(|(_, p)| p.ends_with(last));
        }
        match people.as_slice() {
            [] => {}
            [(span, name)] => {
                let evidence = Evidence { report: report.id.clone(), span: *span };
                return Some(((*name).to_owned(), evidence));
            }
            _ => return None,
        }
    }
    None
}

/// The one person of `line` whom `text` calls by the last name alone and whom `told` does not know,
/// by the full name that the report has; with what the report is silent on, nothing.
#[must_use]
pub fn in_full(
    filed: &Filed<'_>,
    span: Span,
    text: &str,
    told: &mut Vec<String>,
) -> Option<(String, Evidence)> {
    let report = filed.report;
    let mut full = None;
    let within = |m: &&Mention| m.kind == EntityType::Person && span.contains(m.span);
    for mention in filed.reading.entities.iter().filter(within) {
        let name = mention.name.as_str();
        if !name.contains(' ') || told.iter().any(|t| t == name) {
            continue;
        }
        told.push(name.to_owned());
        let shown = mention.span.of(&report.text).unwrap_or_default();
        let last = name.split_whitespace().last() == Some(shown);
        if full.is_some() || text.contains(name) || !last {
            continue;
        }
        let words = tokenize(text, 0);
        let quoted = quotations(text, 0);
        let at = words.iter().position(|w| w.span.of(text) == Some(shown));
        let Some(at) = at else { continue };
        // "House of Representatives" is no person, whatever was read
        let led = at > 0
            && (words[at - 1].is(NAME | CAPITAL | TITLE)
                || words[at - 1].span.of(text) == Some("of"));
        let inside = quoted.iter().any(|q| q.inner.contains(words[at].span));
        let start = report.text.find(name);
        let Some(start) = start.filter(|_| !inside && !led) else { continue };
        let mut made = text.to_owned();
        made.replace_range(words[at].span.range(), name);
        let span = Span::new(start, start + name.len());
        full = Some((made, Evidence { report: report.id.clone(), span }));
    }
    full
}

/// Without a reading: runs of two or more capitalised words beside a verb of saying.
fn named_runs<'a>(line: &Line<'a>, number: usize) -> Vec<(Span, &'a str)> {
    let cut = line.filed.cut();
    let words = &cut.words[cut.ranges[number].clone()];
    let mut out = Vec::new();
    let mut i = 0;
    while i < words.len() {
        let start = i;
        while i < words.len() && words[i].is(NAME | CAPITAL) && !words[i].is(TITLE) {
            i += 1;
        }
        let beside = words.get(i).is_some_and(|w| w.is(CUE))
            || start > 0 && words[start - 1].is(CUE | TITLE);
        if i - start >= 2 && i - start <= 3 && beside {
            let span = words[start].span.cover(words[i - 1].span);
            out.extend(span.of(&line.filed.report.text).map(|name| (span, name)));
        }
        i = i.max(start + 1);
    }
    out
}

/// The name that stands beside a verb of saying, its last word, as written.
#[must_use]
pub fn beside_cue(line: &Line<'_>) -> Option<String> {
    let words = line.words;
    let text = &line.filed.report.text;
    let cue = words.iter().position(|w| w.is(CUE) && !w.is(NAME))?;
    let before = cue.checked_sub(1).map(|i| words[i]).filter(|w| w.is(NAME));
    let after = words[cue + 1..].iter().take_while(|w| w.is(NAME)).last();
    let name = before.or_else(|| after.copied())?;
    name.span.of(text).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::points_ahead;

    #[test]
    fn words_that_point_back_are_told_from_those_that_point_ahead() {
        let check = |text: &str, ahead: bool| assert_eq!(points_ahead(text), ahead, "{text}");
        check("There were 24 people aboard the ferry.", true);
        check("There, he met the minister.", false);
        check("It is not clear whether the bill will pass.", true);
        check("It was expected that the bank would act.", true);
        check("It is the biggest contract since 2011.", false);
        check("It is likely to fall.", false);
        check("Both Smith and Jones voted against it.", true);
        check("Both were taken to hospital.", false);
        check("This month the bank raised its rate.", true);
        check("This means that the bill fell.", false);
        check("One person was killed in the crash.", true);
        check("One of them was arrested.", false);
    }
}
