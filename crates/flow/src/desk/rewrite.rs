//! What an editor typed, applied to a story.

use std::collections::BTreeMap;

use wiredesk_model::{Section, SectionKind, Sentence, Story};

use super::{Refusal, limits};

/// An editor's changes to one version. What is not named stays as it is.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Rewrite {
    /// New words by sentence number in reading order, headline 0; blank takes the sentence out.
    pub texts: BTreeMap<usize, String>,
    /// New sentences, at the end of the lede (`None`) or of a section, in order.
    pub added: Vec<(Option<SectionKind>, String)>,
    /// Section names.
    pub channels: Option<Vec<String>>,
    /// Topic words.
    pub tags: Option<Vec<String>>,
    /// Tickers.
    pub tickers: Option<Vec<String>>,
}

impl Rewrite {
    /// The story with the changes in it: reworded sentences keep their evidence and lose their
    /// check, added ones stand on nothing yet, the signature is gone. A section whose last sentence
    /// was taken out goes with it.
    ///
    /// # Errors
    /// When the headline would be blank, nothing would be left, nothing is changed, or a bound of
    /// length is passed.
    pub fn apply(&self, story: &Story) -> Result<Story, Refusal> {
        let mut out = story.clone();
        let mut texts = self.texts.clone();
        for text in texts.values_mut() {
            *text = one_line(text)?;
        }
        let mut n = 0;
        let mut reword = |sentence: &Sentence| {
            let text = texts.get(&n);
            n += 1;
            match text {
                Some(text) if text.is_empty() => None,
                Some(text) if text != sentence.text() => Some(sentence.reworded(text.as_str())),
                _ => Some(sentence.clone()),
            }
        };
        let headline = reword(&story.headline);
        out.headline = headline.ok_or_else(|| rule("a story needs a headline"))?;
        out.lede = story.lede.iter().filter_map(&mut reword).collect();
        for section in &mut out.sections {
            section.sentences = section.sentences.iter().filter_map(&mut reword).collect();
        }
        self.add(&mut out)?;
        out.sections.retain(|s| !s.sentences.is_empty());
        replace(&mut out.channels, self.channels.as_ref());
        replace(&mut out.tags, self.tags.as_ref());
        replace(&mut out.tickers, self.tickers.as_ref());
        bounded(&out)?;
        let changed_words =
            !out.sentences().map(Sentence::text).eq(story.sentences().map(Sentence::text));
        if out == *story {
            return Err(rule("nothing was changed"));
        }
        out.byline.edited |= changed_words;
        out.byline.signed_by = None;
        Ok(out)
    }

    fn add(&self, story: &mut Story) -> Result<(), Refusal> {
        for (place, text) in &self.added {
            let text = one_line(text)?;
            if text.is_empty() {
                continue;
            }
            let sentence = Sentence::unsupported(text);
            match place {
                None => story.lede.push(sentence),
                Some(kind) => section(story, *kind).push(sentence.opening()),
            }
        }
        Ok(())
    }
}

/// The section's sentences; the section is made in its place when the story has none of the kind.
fn section(story: &mut Story, kind: SectionKind) -> &mut Vec<Sentence> {
    let place = |k: SectionKind| SectionKind::ALL.iter().position(|x| *x == k);
    let at = match story.sections.iter().position(|s| s.kind == kind) {
        Some(at) => at,
        None => {
            let before = |s: &&Section| place(s.kind) < place(kind);
            let at = story.sections.iter().take_while(before).count();
            story.sections.insert(at, Section::new(kind, Vec::new()));
            at
        }
    };
    &mut story.sections[at].sentences
}

/// White space of any kind becomes single blanks: a sentence is one line.
fn one_line(text: &str) -> Result<String, Refusal> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let line = words.join(" ").chars().filter(|c| !c.is_control()).collect::<String>();
    match line.len() > limits::SENTENCE_BYTES_MAX {
        true => Err(rule("a sentence is too long; split it")),
        false => Ok(line),
    }
}

fn bounded(story: &Story) -> Result<(), Refusal> {
    let sentences = story.sentences().count();
    if sentences < 2 {
        return Err(rule("a story needs at least one sentence under its headline"));
    }
    match sentences > limits::STORY_SENTENCES_MAX {
        true => Err(rule("a story cannot have so many sentences")),
        false => Ok(()),
    }
}

/// Names without blanks at the ends, without repeats.
fn replace(list: &mut Vec<String>, with: Option<&Vec<String>>) {
    let Some(with) = with else { return };
    list.clear();
    for name in with.iter().map(|n| n.trim()).filter(|n| !n.is_empty()) {
        if !list.iter().any(|l| l == name) && list.len() < limits::NAMES_MAX {
            list.push(name.chars().take(80).collect());
        }
    }
}

fn rule(text: &str) -> Refusal {
    Refusal::Rule(text.to_owned())
}
