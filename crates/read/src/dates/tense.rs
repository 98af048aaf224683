//! Whether the clause around a date tells of the past or of what is to come.
//!
//! Not a parser: the verb nearest to the date, first to its left in the sentence, then to its
//! right, decides. News dates without a year or week point back unless that verb is about the
//! future.

use wiredesk_model::Span;

/// Time of a clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tense {
    Past,
    Future,
    Unknown,
}

/// Words looked at on either side of a date.
const REACH: usize = 24;
/// Bytes looked at on either side.
const REACH_BYTES: usize = 240;

/// The tense of the clause that `at` stands in.
pub(super) fn tense(text: &str, sentence: Span, at: Span) -> Tense {
    let from = floor(text, at.start.saturating_sub(REACH_BYTES).max(sentence.start));
    let to = floor(text, (at.end + REACH_BYTES).min(sentence.end.max(at.end)));
    let before = text.get(from..at.start).unwrap_or("");
    let after = text.get(at.end..to).unwrap_or("");
    let limit = ["until", "till", "by"].iter().any(|w| ends_with_word(before, w));
    if limit && !ends_with_word(before, "by") && before.split_whitespace().any(is_put_off) {
        return Tense::Future;
    }
    if ends_with_word(before, "to") && before.split_whitespace().rev().take(4).any(is_moved) {
        return Tense::Future;
    }
    // "The meeting is Thursday."
    if ["is", "are"].iter().any(|w| ends_with_word(before, w)) {
        return Tense::Future;
    }
    let left = look(before, true);
    if limit && left == Tense::Unknown && before.split_whitespace().count() > 1 {
        return Tense::Future;
    }
    if left != Tense::Unknown {
        return left;
    }
    look(after, false)
}

fn floor(text: &str, mut at: usize) -> usize {
    at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn is_moved(word: &str) -> bool {
    matches!(word, "moved" | "postponed" | "rescheduled" | "pushed" | "delayed" | "deferred")
}

/// What is put off is put off to a day to come.
fn is_put_off(word: &str) -> bool {
    matches!(
        word,
        "adjourned"
            | "delayed"
            | "postponed"
            | "deferred"
            | "suspended"
            | "extended"
            | "remanded"
            | "closed"
            | "off"
            | "adjourns"
            | "postpones"
            | "delays"
            | "extends"
            | "suspends"
            | "valid"
            | "deadline"
    )
}

fn ends_with_word(head: &str, word: &str) -> bool {
    let free = head.trim_end().strip_suffix(word);
    free.is_some_and(|rest| rest.ends_with(char::is_whitespace))
}

fn look(clause: &str, leftwards: bool) -> Tense {
    let words: Vec<&str> = if leftwards {
        clause.rsplit(|c: char| c.is_whitespace()).filter(|w| !w.is_empty()).take(REACH).collect()
    } else {
        clause.split(|c: char| c.is_whitespace()).filter(|w| !w.is_empty()).take(REACH).collect()
    };
    for (i, raw) in words.iter().enumerate() {
        let word = raw.trim_matches(|c: char| !c.is_alphanumeric() && c != '\'');
        // Going left, the word before is the next of the list; going right, the one before.
        let neighbour =
            if leftwards { words.get(i + 1) } else { i.checked_sub(1).and_then(|j| words.get(j)) };
        let found = of_word(
            word,
            neighbour.copied().unwrap_or(""),
            words.get(if leftwards { i.wrapping_sub(1) } else { i + 1 }).copied().unwrap_or(""),
        );
        if found != Tense::Unknown {
            return found;
        }
        let clause_ends = leftwards && i > 0 && raw.ends_with(';') && word.len() > 3;
        if clause_ends {
            break;
        }
    }
    Tense::Unknown
}

/// What one word tells, seen with the word before and the word after it.
fn of_word(word: &str, before: &str, after: &str) -> Tense {
    match word {
        "will" | "won't" | "shall" | "would" | "'ll" | "'ll've" | "may" | "might" | "could"
        | "should" => {
            if after == "have" && word != "will" {
                Tense::Past
            } else {
                Tense::Future
            }
        }
        // News tells timetables in the present: "takes effect Jan. 1", "the trial starts Monday".
        "takes" | "starts" | "begins" | "expires" | "opens" | "ends" | "runs" | "kicks"
        | "resumes" => Tense::Future,
        "due" | "scheduled" | "slated" | "planned" | "upcoming" | "poised" | "deadline"
        | "expected" => Tense::Future,
        "to" if is_verb_to(before, after) => Tense::Future,
        "was" | "were" | "had" | "did" | "been" | "has" | "have" | "said" | "told" => Tense::Past,
        _ if word.ends_with("'ll") || word.ends_with("\u{2019}ll") => Tense::Future,
        // "will be held": the verb that decides stands further left.
        _ if matches!(before, "be" | "get" | "being" | "not") => Tense::Unknown,
        // "is expected to hit", "could cut": the form is no past.
        _ if matches!(before, "to" | "will" | "would" | "could" | "may" | "might" | "should") => {
            Tense::Unknown
        }
        _ if IRREGULAR.binary_search(&word).is_ok() => Tense::Past,
        _ if regular_past(word) => Tense::Past,
        _ => Tense::Unknown,
    }
}

/// "expected to meet", "is to visit", "plans to go": an infinitive that tells a plan.
fn is_verb_to(before: &str, after: &str) -> bool {
    let plans = matches!(
        before.trim_matches(|c: char| !c.is_alphanumeric()),
        "is" | "are"
            | "expected"
            | "due"
            | "set"
            | "scheduled"
            | "plans"
            | "plan"
            | "planning"
            | "ready"
            | "going"
            | "wants"
            | "intends"
            | "hopes"
            | "expects"
            | "aims"
            | "slated"
            | "poised"
            | "about"
            | "agreed"
            | "vowed"
            | "pledged"
            | "promised"
            | "likely"
            | "supposed"
            | "prepares"
            | "preparing"
            | "planned"
            | "wanted"
            | "decided"
            | "voted"
            | "plea"
            | "plan,"
            | "bid"
            | "date"
            | "deadline"
            | "until"
    );
    plans && after.starts_with(|c: char| c.is_ascii_lowercase())
}

fn regular_past(word: &str) -> bool {
    word.len() > 3
        && word.ends_with("ed")
        && !word.ends_with("eed")
        && word.bytes().all(|b| b.is_ascii_lowercase() || b == b'-')
        && !matches!(
            word,
            "indeed"
                | "hundred"
                | "united"
                | "so-called"
                | "sacred"
                | "naked"
                | "expected"
                | "scheduled"
        )
}

/// Irregular pasts, sorted.
const IRREGULAR: &[&str] = &[
    "ate",
    "beat",
    "became",
    "began",
    "bent",
    "bore",
    "bought",
    "broke",
    "brought",
    "built",
    "came",
    "caught",
    "chose",
    "clung",
    "crept",
    "cut",
    "dealt",
    "drank",
    "drew",
    "drove",
    "dug",
    "fed",
    "fell",
    "felt",
    "fled",
    "flew",
    "flung",
    "forbade",
    "forgave",
    "forgot",
    "fought",
    "found",
    "froze",
    "gave",
    "got",
    "grew",
    "heard",
    "held",
    "hid",
    "hit",
    "hung",
    "hurt",
    "kept",
    "killed",
    "knelt",
    "knew",
    "laid",
    "leapt",
    "led",
    "left",
    "lent",
    "lit",
    "lost",
    "made",
    "meant",
    "met",
    "overcame",
    "overtook",
    "paid",
    "ran",
    "rang",
    "read",
    "rebuilt",
    "rode",
    "rose",
    "sang",
    "sank",
    "sat",
    "saw",
    "sent",
    "shook",
    "shot",
    "showed",
    "shrank",
    "shut",
    "slept",
    "slid",
    "sold",
    "sought",
    "spat",
    "sped",
    "spent",
    "split",
    "spoke",
    "sprang",
    "spread",
    "spun",
    "stole",
    "stood",
    "strode",
    "struck",
    "stuck",
    "stung",
    "swam",
    "swept",
    "swore",
    "swung",
    "taught",
    "thought",
    "threw",
    "took",
    "tore",
    "undertook",
    "upheld",
    "went",
    "wept",
    "withdrew",
    "woke",
    "won",
    "wore",
    "wrote",
    "wrung",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_verb_decides() {
        let check = |text: &str, expected: Tense| {
            let start = text.find("Monday").unwrap();
            let found = tense(text, Span::new(0, text.len()), Span::new(start, start + 6));
            assert_eq!(found, expected, "{text}");
        };
        check("The court ruled on Monday.", Tense::Past);
        check("The court will rule on Monday.", Tense::Future);
        check("On Monday, the court will rule.", Tense::Future);
        check("He said on Monday that he would resign.", Tense::Past);
        check("He said he would resign on Monday.", Tense::Future);
        check("The summit is scheduled for Monday.", Tense::Future);
        check("Ministers are expected to meet in Vienna on Monday.", Tense::Future);
        check("The first vote is to be held on Monday.", Tense::Future);
        check("It will be signed in Paris on Monday.", Tense::Future);
        check("The trial was adjourned until Monday.", Tense::Future);
        check("The law takes effect on Monday.", Tense::Future);
        check("It was used a million times by Monday.", Tense::Past);
        check("Replies by Monday, please.", Tense::Future);
        check("The hearing has been moved to Monday.", Tense::Future);
        check("Talks on Monday in Vienna", Tense::Unknown);
        check("He flew to Paris on Monday", Tense::Past);
        check("The storm is expected to hit Texas on Monday.", Tense::Future);
        check("The bank could cut rates on Monday.", Tense::Future);
        check("The annual meeting is Monday.", Tense::Future);
        check("It runs from Sept. 20 through Monday.", Tense::Future);
        check("Five people died on Monday.", Tense::Past);
    }

    #[test]
    fn irregular_verbs_are_sorted() {
        assert!(IRREGULAR.is_sorted());
    }
}
