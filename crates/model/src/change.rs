//! How a drafted sentence differs from the words it was made from: a list of named changes which,
//! made in order, give exactly the sentence.

/// The only ways in which the drafter changes what a report says. (A dateline falls away with the span
/// that a sentence is bound to.)
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs)] // each is said in words by `ChangeRule::meaning`
pub enum ChangeRule {
    Link,
    Date,
    Name,
    Outlet,
    Opening,
    Clause,
    Capital,
    Style,
    Headline,
    Title,
    Template,
    Model,
}

impl ChangeRule {
    /// All.
    pub const ALL: [ChangeRule; 12] = [
        Self::Link,
        Self::Date,
        Self::Name,
        Self::Outlet,
        Self::Opening,
        Self::Clause,
        Self::Capital,
        Self::Style,
        Self::Headline,
        Self::Title,
        Self::Template,
        Self::Model,
    ];

    /// The word in JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        const WORDS: [&str; 12] = [
            "link_left_out",
            "date_resolved",
            "name_for_pronoun",
            "outlet_named",
            "date_put_first",
            "clause_left_out",
            "capital",
            "house_style",
            "headline_cut",
            "title_taken",
            "template",
            "model",
        ];
        WORDS[self as usize]
    }

    /// The rule of that word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|r| r.as_str() == word)
    }

    /// What the rule does, for people.
    #[must_use]
    pub fn meaning(self) -> &'static str {
        const MEANINGS: [&str; 12] = [
            "a linking opening (\"Meanwhile, \") or a dangling \"also\" is left out",
            "a relative date is told as the day it means",
            "the name that a pronoun stands for is put in its place",
            "the outlet that reported it is named, with the day",
            "the sentence is opened with its date",
            "a side clause or a circumstance at its end is left out, to fit",
            "the first letter is made a capital",
            "the house's way of writing a word is put in place of another",
            "a headline is cut from the sentence",
            "the headline is a report's own title, which the words carry",
            "the figures are told in a set form",
            "a language model worded it",
        ];
        MEANINGS[self as usize]
    }
}

/// One change: at byte `at` of the text as it stands then, `out` goes and `put` comes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// By which rule.
    pub rule: ChangeRule,
    /// Where.
    pub at: usize,
    /// What stood there.
    pub out: String,
    /// What stands there now.
    pub put: String,
}

impl Change {
    /// What makes `after` of `before`, whole words; `None` when they are the same.
    #[must_use]
    pub fn between(rule: ChangeRule, before: &str, after: &str) -> Option<Self> {
        if before == after {
            return None;
        }
        let shared = before.char_indices().zip(after.chars()).take_while(|((_, a), b)| a == b);
        let alike = shared.last().map_or(0, |((at, c), _)| at + c.len_utf8());
        let start = before[..alike].rfind(' ').map_or(0, |at| at + 1);
        let (old, new) = (&before[start..], &after[start..]);
        let tail = old.chars().rev().zip(new.chars().rev()).take_while(|(a, b)| a == b);
        let tail: usize = tail.map(|(c, _)| c.len_utf8()).sum();
        // Back to a blank, so that no word is cut.
        let end = old[old.len() - tail..].find(' ').map_or(0, |at| tail - at);
        let (out, put) = (&old[..old.len() - end], &new[..new.len() - end]);
        Some(Self { rule, at: start, out: out.to_owned(), put: put.to_owned() })
    }

    /// `text` with the changes made in order; `None` when one does not fit.
    #[must_use]
    pub fn replay(text: &str, changes: &[Change]) -> Option<String> {
        let mut text = text.to_owned();
        for change in changes {
            let end = change.at.checked_add(change.out.len())?;
            if text.get(change.at..end)? != change.out {
                return None;
            }
            text.replace_range(change.at..end, &change.put);
        }
        Some(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_whole_words_and_gives_the_text_back() {
        let check = |before: &str, after: &str, expected: Option<(usize, &str, &str)>| {
            let change = Change::between(ChangeRule::Link, before, after);
            let got = change.as_ref().map(|c| (c.at, c.out.as_str(), c.put.as_str()));
            assert_eq!(got, expected);
            let changes: Vec<Change> = change.into_iter().collect();
            assert_eq!(Change::replay(before, &changes).as_deref(), Some(after));
        };
        check("It fell.", "It fell.", None);
        check("But he fell.", "He fell.", Some((0, "But he", "He")));
        check("He fell on Monday.", "He fell on May 6.", Some((11, "Monday.", "May 6.")));
        check("It fell.", "It fell, Delta reported.", Some((3, "fell.", "fell, Delta reported.")));
        check("a a b", "a b", Some((2, "a b", "b")));
        check("é ü", "é ö", Some((3, "ü", "ö")));
        check("", "x", Some((0, "", "x")));
        assert_eq!(
            Change::replay(
                "é",
                &[Change { rule: ChangeRule::Link, at: 1, out: String::new(), put: "x".into() }]
            ),
            None
        );
    }
}
