//! A model's answer as copy: sentences that each name evidence by id.

use super::{Error, limits};
use serde_json::Value;
use wiredesk_model::SectionKind;

/// Where a sentence stands in the story.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// The headline.
    Headline,
    /// The opening.
    Lede,
    /// A section.
    Section(SectionKind),
}

impl Part {
    /// The parts a model writes, in the order of the answer. A price needs a quote given by a source,
    /// which the default drafter finds.
    const ALL: [(&'static str, Part); 5] = [
        ("headline", Part::Headline),
        ("lede", Part::Lede),
        ("what_happened", Part::Section(SectionKind::WhatHappened)),
        ("disputed", Part::Section(SectionKind::Disputed)),
        ("why_it_matters", Part::Section(SectionKind::WhyItMatters)),
    ];
}

/// A sentence as the model sent it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Its words, white space made plain.
    pub text: String,
    /// The ids it names; some may be invented.
    pub evidence: Vec<String>,
}

/// A whole answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copy {
    /// Part by part; an empty sentence is left out.
    pub pieces: Vec<(Part, Piece)>,
}

impl Copy {
    /// Reads an answer to the first question.
    ///
    /// # Errors
    /// [`Error::Shape`] when it is not the object asked for.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let value = object(text)?;
        let mut pieces = Vec::new();
        for (key, part) in Part::ALL {
            let told = &value[key];
            let list: Vec<&Value> = match (part, told) {
                (Part::Headline, Value::Object(_)) => vec![told],
                (_, Value::Array(list)) if part != Part::Headline => list.iter().collect(),
                _ => return Err(Error::Shape(format!("{key} is missing or no list of sentences"))),
            };
            for sentence in list.into_iter().take(limits::PART_SENTENCES_MAX) {
                let piece = piece(sentence)?;
                pieces.extend((!piece.text.is_empty()).then_some((part, piece)));
            }
        }
        Ok(Self { pieces })
    }
}

/// Reads an answer to a question that was asked again: sentences by number.
///
/// # Errors
/// [`Error::Shape`] when it is not the object asked for.
pub fn mended(text: &str) -> Result<Vec<(usize, Piece)>, Error> {
    let value = object(text)?;
    let list = value["sentences"].as_array();
    let list = list.ok_or_else(|| Error::Shape("sentences is missing or no list".into()))?;
    let most = limits::PART_SENTENCES_MAX * Part::ALL.len();
    let read = |sentence: &Value| {
        let number = sentence["number"].as_u64().and_then(|n| usize::try_from(n).ok());
        let number = number.ok_or_else(|| Error::Shape("a sentence has no number".into()))?;
        Ok((number, piece(sentence)?))
    };
    list.iter().take(most).map(read).collect()
}

/// The JSON object in an answer; servers without schemas like to put a fence of Markdown round it.
fn object(text: &str) -> Result<Value, Error> {
    let text = text.trim();
    let inner = text.strip_prefix("```json").or_else(|| text.strip_prefix("```"));
    let inner = inner.and_then(|t| t.trim_end().strip_suffix("```")).unwrap_or(text);
    let value: Value =
        serde_json::from_str(inner.trim()).map_err(|e| Error::Shape(format!("no JSON ({e})")))?;
    if value.is_object() { Ok(value) } else { Err(Error::Shape("no object".into())) }
}

fn piece(told: &Value) -> Result<Piece, Error> {
    let text = told["text"].as_str();
    let text = text.ok_or_else(|| Error::Shape("a sentence has no text".into()))?;
    let named = told["evidence"].as_array();
    let named = named.ok_or_else(|| Error::Shape("a sentence names no evidence".into()))?;
    if text.len() > limits::SENTENCE_BYTES_MAX {
        return Err(Error::Shape("a sentence is too long".into()));
    }
    let plain: String = text.chars().filter(|c| !c.is_control() || c.is_whitespace()).collect();
    let text = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    let ids = named.iter().filter_map(Value::as_str).take(limits::EVIDENCE_MAX);
    Ok(Piece { text, evidence: ids.map(str::to_owned).collect() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_of_the_shape_is_read_and_any_other_refused() {
        let good = r#"{"headline":{"text":"A  dam\nbroke","evidence":["e1"]},"lede":[{"text":"A dam broke.","evidence":["e1","e2"]}],"what_happened":[{"text":" ","evidence":[]}],"disputed":[],"why_it_matters":[]}"#;
        let copy = Copy::parse(good).expect("reads");
        assert_eq!(copy.pieces.len(), 2);
        assert_eq!(copy.pieces[0].1.text, "A dam broke");
        assert!(Copy::parse(&format!("```json\n{good}\n```")).is_ok());
        for bad in [
            "",
            "Sure! Here is the story.",
            "[]",
            "{}",
            "{\"headline\":\"x\"}",
            &good.replace("\"lede\":[", "\"lede\":[7,"),
            &good.replace("[\"e1\"]", "\"e1\""),
            &good.replace("A dam broke.", &"x".repeat(limits::SENTENCE_BYTES_MAX + 1)),
        ] {
            assert!(matches!(Copy::parse(bad), Err(Error::Shape(_))), "{bad}");
        }
        let again = r#"{"sentences":[{"number":1,"text":"So.","evidence":["e1"]}]}"#;
        assert_eq!(mended(again).expect("reads")[0].0, 1);
        assert!(mended("{\"sentences\":[{}]}").is_err());
    }
}
