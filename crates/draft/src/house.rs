//! Rules of the house: how the checker grades, what the house does and does not write, how its
//! stories are laid out. They stand in a file ([`Rules::parse`]); a part of the house (a desk, named
//! like the section its stories are posted in) may have its own.

use crate::words::tag::{CUE, NAME};
use crate::words::{Word, tokenize};
use serde::Deserialize;
use std::collections::BTreeMap;
use wiredesk_model::{Finding, FindingClass, SectionKind, Span, Story};

/// The rules of a whole house.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Rules {
    /// What holds everywhere.
    pub house: House,
    /// What holds on a desk, in full: the house's rules with the desk's own in their place.
    pub desks: BTreeMap<String, House>,
}

/// The rules that one desk works under.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct House {
    /// Classes that never refuse.
    pub soft: Vec<FindingClass>,
    /// Classes that always refuse.
    pub hard: Vec<FindingClass>,
    /// Phrases that must not appear, in lower case.
    pub forbidden: Vec<String>,
    /// Phrases that are told and do not refuse, in lower case.
    pub discouraged: Vec<String>,
    /// Words that may only stand in a sentence that says who says so, in lower case.
    pub attributed: Vec<String>,
    /// What the house writes for what others write. Quoted words are never changed.
    pub style: Vec<(String, String)>,
    /// Names of sections other than the default.
    pub headings: Vec<(SectionKind, String)>,
    /// The order of sections, first to last; those not named come after in their own order.
    pub order: Vec<SectionKind>,
    /// Lines at the end of every draft. They claim nothing.
    pub closing: Vec<String>,
    /// Characters of a headline.
    pub headline_chars: Option<usize>,
    /// Sentences of *What Happened*.
    pub happened: Option<usize>,
    /// Sentences of *Why It Matters*.
    pub matters: Option<usize>,
    /// Sections of the site, each with words that a story posted there is about. Empty: the
    /// drafter's own list.
    pub channels: Vec<(String, Vec<String>)>,
}

/// What is wrong with a file of rules; names the line and the key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct RulesError(String);

impl Rules {
    /// Reads a file of rules (TOML). See `examples/house.toml`.
    ///
    /// # Errors
    /// When it is no TOML, has a key that is not known, or a value that means nothing; the message
    /// names the line and the key.
    pub fn parse(text: &str) -> Result<Self, RulesError> {
        let file: File = toml::from_str(text).map_err(|e| RulesError(e.to_string()))?;
        let at = |key: &str| place(text, key);
        let mut rules = Self { house: House::default(), desks: BTreeMap::new() };
        let File { desk, check, style, sections, draft, channels } = file;
        let whole = RulesTable { check, style, sections, draft, channels };
        whole.apply(&mut rules.house, &at)?;
        for (name, own) in desk {
            let mut house = rules.house.clone();
            own.apply(&mut house, &at)?;
            rules.desks.insert(name, house);
        }
        Ok(rules)
    }

    /// The rules for a story posted in these sections: those of the first that has its own.
    #[must_use]
    pub fn of<S: AsRef<str>>(&self, channels: &[S]) -> &House {
        channels.iter().find_map(|c| self.desks.get(c.as_ref())).unwrap_or(&self.house)
    }
}

/// " (line 7)": where a word first stands in quotation marks or as a key.
fn place(text: &str, word: &str) -> String {
    let line = text.lines().position(|l| l.contains(word));
    line.map_or_else(String::new, |n| format!(" (line {})", n + 1))
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    desk: BTreeMap<String, RulesTable>,
    // The tables of `RulesTable` once more: flattened, a mistake in them would lose its line.
    check: Option<CheckTable>,
    style: Option<BTreeMap<String, String>>,
    sections: Option<SectionsTable>,
    draft: Option<DraftTable>,
    channels: Option<BTreeMap<String, Vec<String>>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct RulesTable {
    check: Option<CheckTable>,
    style: Option<BTreeMap<String, String>>,
    sections: Option<SectionsTable>,
    draft: Option<DraftTable>,
    channels: Option<BTreeMap<String, Vec<String>>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct CheckTable {
    hard: Option<Vec<String>>,
    soft: Option<Vec<String>>,
    forbidden: Option<Vec<String>>,
    discouraged: Option<Vec<String>>,
    attributed: Option<Vec<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct SectionsTable {
    order: Option<Vec<String>>,
    names: Option<BTreeMap<String, String>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct DraftTable {
    headline_chars: Option<usize>,
    what_happened: Option<usize>,
    why_it_matters: Option<usize>,
    closing: Option<Vec<String>>,
}

impl RulesTable {
    /// Puts what the table says in place of what the house has.
    fn apply(self, house: &mut House, at: &dyn Fn(&str) -> String) -> Result<(), RulesError> {
        if let Some(check) = self.check {
            let classes = |key: &str, list: Vec<String>| -> Result<Vec<FindingClass>, RulesError> {
                list.iter().map(|word| class(key, word, at)).collect()
            };
            put(&mut house.hard, check.hard.map(|l| classes("hard", l)).transpose()?);
            put(&mut house.soft, check.soft.map(|l| classes("soft", l)).transpose()?);
            put(&mut house.forbidden, check.forbidden.map(lower));
            put(&mut house.discouraged, check.discouraged.map(lower));
            put(&mut house.attributed, check.attributed.map(lower));
        }
        put(&mut house.style, self.style.map(|s| s.into_iter().collect()));
        if let Some(sections) = self.sections {
            let kinds = |list: Vec<String>| -> Result<Vec<SectionKind>, RulesError> {
                list.iter().map(|word| kind("order", word, at)).collect()
            };
            put(&mut house.order, sections.order.map(kinds).transpose()?);
            let named = |names: BTreeMap<String, String>| -> Result<Vec<_>, RulesError> {
                names.into_iter().map(|(k, v)| Ok((kind("names", &k, at)?, v))).collect()
            };
            put(&mut house.headings, sections.names.map(named).transpose()?);
        }
        if let Some(draft) = self.draft {
            put(&mut house.closing, draft.closing);
            house.headline_chars = draft.headline_chars.or(house.headline_chars);
            house.happened = draft.what_happened.or(house.happened);
            house.matters = draft.why_it_matters.or(house.matters);
        }
        put(&mut house.channels, self.channels.map(|c| c.into_iter().collect()));
        Ok(())
    }
}

fn put<T>(place: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *place = value;
    }
}

fn lower(list: Vec<String>) -> Vec<String> {
    list.into_iter().map(|p| p.trim().to_lowercase()).filter(|p| !p.is_empty()).collect()
}

fn class(key: &str, word: &str, at: &dyn Fn(&str) -> String) -> Result<FindingClass, RulesError> {
    FindingClass::parse(word).ok_or_else(|| {
        let known = FindingClass::ALL.map(FindingClass::as_str).join(", ");
        RulesError(format!(
            "check.{key}{}: {word:?} is no class of finding; these are: {known}",
            at(word)
        ))
    })
}

fn kind(key: &str, word: &str, at: &dyn Fn(&str) -> String) -> Result<SectionKind, RulesError> {
    SectionKind::parse(word).ok_or_else(|| {
        let known = SectionKind::ALL.map(SectionKind::as_str).join(", ");
        RulesError(format!(
            "sections.{key}{}: {word:?} is no section; these are: {known}",
            at(word)
        ))
    })
}

impl House {
    /// Grades findings as the house wants.
    pub fn grade(&self, findings: &mut [Finding]) {
        for finding in findings {
            if self.hard.contains(&finding.class) {
                finding.hard = true;
            }
            if self.soft.contains(&finding.class) {
                finding.hard = false;
            }
        }
    }

    /// The heading of a section as the house writes it.
    #[must_use]
    pub fn heading(&self, kind: SectionKind) -> &str {
        let own = self.headings.iter().find(|(k, _)| *k == kind);
        own.map_or_else(|| kind.heading(), |(_, name)| name.as_str())
    }

    /// Gives sections that have no name of their own the house's.
    pub fn name_sections(&self, story: &mut Story) {
        for section in story.sections.iter_mut().filter(|s| s.name.is_none()) {
            let own = self.headings.iter().find(|(kind, _)| *kind == section.kind);
            section.name = own.map(|(_, name)| name.clone());
        }
    }

    /// Where a section stands among the others.
    #[must_use]
    pub fn place(&self, kind: SectionKind) -> usize {
        let named = self.order.iter().position(|k| *k == kind);
        let own = SectionKind::ALL.iter().position(|k| *k == kind).unwrap_or(0);
        named.unwrap_or(self.order.len() + own)
    }

    /// What a sentence has that the house does not write, and what it says that only a source may.
    /// They are graded here and by nothing else.
    #[must_use]
    pub fn findings(&self, text: &str) -> Vec<Finding> {
        if *self == Self::default() {
            return Vec::new();
        }
        let words = tokenize(text, 0);
        let mut out = Vec::new();
        let mut tell = |phrase: &str, class, hard, reason: String| {
            out.extend(find(&words, phrase).into_iter().map(|span| Finding {
                class,
                span,
                hard,
                reason: reason.clone(),
                clash: None,
            }));
        };
        let content = FindingClass::Content;
        for phrase in &self.forbidden {
            tell(phrase, content, true, format!("The house does not write *{phrase}*."));
        }
        for phrase in &self.discouraged {
            tell(phrase, content, false, format!("The house would rather not write *{phrase}*."));
        }
        for (theirs, ours) in &self.style {
            tell(theirs, content, false, format!("The house writes *{ours}*, not *{theirs}*."));
        }
        if !words.iter().any(|w| w.is(CUE) && !w.is(NAME)) {
            for phrase in &self.attributed {
                let reason = format!("*{phrase}* needs a word of who says so.");
                tell(phrase, FindingClass::Attribution, true, reason);
            }
        }
        out.retain(|f| !in_quotes(text, f.span));
        out
    }

    /// The text as the house writes it, quoted words left alone.
    #[must_use]
    pub fn styled(&self, text: &str) -> String {
        let mut out = text.to_owned();
        for (theirs, ours) in &self.style {
            let mut places = find(&tokenize(&out, 0), theirs);
            places.retain(|span| span.of(&out) == Some(theirs.as_str()) && !in_quotes(&out, *span));
            for span in places.into_iter().rev() {
                out.replace_range(span.range(), ours);
            }
        }
        out
    }
}

/// Where a phrase stands, word for word.
fn find(words: &[Word], phrase: &str) -> Vec<Span> {
    let wanted = tokenize(phrase, 0);
    if wanted.is_empty() || wanted.len() > words.len() {
        return Vec::new();
    }
    let fits = |at: &usize| words[*at..].iter().zip(&wanted).all(|(a, b)| a.key == b.key);
    let places = (0..=words.len() - wanted.len()).filter(fits);
    places.map(|at| words[at].span.cover(words[at + wanted.len() - 1].span)).collect()
}

fn in_quotes(text: &str, span: Span) -> bool {
    crate::check::quotations(text, 0).iter().any(|q| q.inner.contains(span))
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = r#"
[check]
hard = ["content"]
forbidden = ["slams"]
attributed = ["fraud"]

[style]
"Wien" = "Vienna"

[sections]
order = ["why_it_matters"]
names = { what_happened = "The News" }

[desk.Markets.check]
hard = []
"#;

    #[test]
    fn a_file_of_rules_is_read_and_a_desk_has_its_own() {
        let rules = Rules::parse(FILE).expect("reads");
        assert_eq!(rules.house.hard, [FindingClass::Content]);
        assert!(rules.of(&["Markets"]).hard.is_empty());
        assert_eq!(rules.of(&["Markets"]).forbidden, ["slams"]);
        assert_eq!(rules.of(&["World"]), &rules.house);
        assert_eq!(rules.house.heading(SectionKind::WhatHappened), "The News");
        assert!(rules.house.place(SectionKind::WhyItMatters) == 0);
    }

    #[test]
    fn a_mistake_is_told_with_its_line_and_key() {
        let check = |text: &str, parts: &[&str]| {
            let error = Rules::parse(text).expect_err("refused").to_string();
            assert!(parts.iter().all(|p| error.contains(p)), "{error}");
        };
        check("[check]\nhard = [\"coz\"]", &["check.hard", "line 2", "coz"]);
        check("[check]\n\nharsh = []", &["line 3", "harsh"]);
        check("[sections]\norder = [\"news\"]", &["sections.order", "line 2", "news"]);
        check("[check\n", &["line 1"]);
        check("[desk.World]\nstile = {}", &["stile"]);
    }

    #[test]
    fn what_the_house_does_not_write_is_told_outside_of_quotations() {
        let house = Rules::parse(FILE).expect("reads").house;
        let check = |text: &str, expected: &[&str]| {
            let found = house.findings(text);
            let got: Vec<&str> = found.iter().filter_map(|f| f.span.of(text)).collect();
            assert_eq!(got, expected, "{text}");
        };
        check("The mayor slams the plan.", &["slams"]);
        check("“He slams it,” she said.", &[]);
        check("It was fraud.", &["fraud"]);
        check("It was fraud, the court said.", &[]);
        check("He went to Wien.", &["Wien"]);
        assert_eq!(house.styled("In Wien, “Wien” is old."), "In Vienna, “Wien” is old.");
    }
}
