//! The trained weights that tags, trees and names share: the file's format and its loader.
//!
//! One file, `model/english.model`, made by `cargo xtask train` and shipped inside the program. It
//! is a list of named sections; tables are stored as they are used, so loading is little more than
//! copying. Weights are looked up by feature hashes ([`features`]) in [`rows::Rows`] (many classes)
//! and [`arcs::Arcs`] (three actions).

pub mod arcs;
mod bytes;
pub mod features;
pub mod rows;
pub mod vocabulary;

pub use bytes::{Input, Output};

use crate::trees::features::TagKind;
use arcs::Arcs;
use rows::Rows;
use std::sync::OnceLock;
use vocabulary::Vocabulary;

/// First bytes of a model file; the figure is the format's version.
pub const MAGIC: &[u8; 8] = b"WDREAD02";

/// Why a model file cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ModelError {
    /// It is not a model file, or of another version of the format.
    #[error("not a reading model of this version")]
    NotAModel,
    /// It ends early or a count in it cannot be true.
    #[error("the reading model is damaged in section {0}")]
    Damaged(&'static str),
}

/// All that training found out.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Model {
    /// `UPOS XPOS` pairs, the classes of [`Model::tags`].
    pub tag_names: Vec<(String, String)>,
    /// Of each of them: what the parser sees of it in short. Made of the names, not in the file.
    pub tag_kinds: Vec<TagKind>,
    /// UD relations, the classes of [`Model::labels`].
    pub label_names: Vec<String>,
    /// Known words with their cluster and likeliest tag.
    pub vocabulary: Vocabulary,
    /// Weights of tags.
    pub tags: Rows,
    /// Weights of the parser's three actions.
    pub arcs: Arcs,
    /// Weights of relations.
    pub labels: Rows,
    /// Weights of name marks.
    pub names: Rows,
}

impl Model {
    /// The shipped model, read once. Should the shipped file be damaged, the model is empty: all
    /// words are nouns and trees are flat, but reading goes on.
    #[must_use]
    pub fn shipped() -> &'static Self {
        static SHIPPED: OnceLock<Model> = OnceLock::new();
        SHIPPED.get_or_init(|| {
            Self::from_bytes(include_bytes!("../model/english.model")).unwrap_or_default()
        })
    }

    /// Reads a model file.
    ///
    /// # Errors
    /// [`ModelError`] when it is no model file or does not hold what its counts tell.
    pub fn from_bytes(file: &[u8]) -> Result<Self, ModelError> {
        let body = file.strip_prefix(MAGIC.as_slice()).ok_or(ModelError::NotAModel)?;
        let mut input = Input::new(body);
        let tag_names = read_tag_names(&mut input).ok_or(ModelError::Damaged("tag names"))?;
        let model = Self {
            tag_kinds: tag_names.iter().map(|(upos, xpos)| TagKind::of(upos, xpos)).collect(),
            tag_names,
            label_names: input.words().ok_or(ModelError::Damaged("label names"))?,
            vocabulary: Vocabulary::read(&mut input).ok_or(ModelError::Damaged("vocabulary"))?,
            tags: Rows::read(&mut input).ok_or(ModelError::Damaged("tags"))?,
            arcs: Arcs::read(&mut input).ok_or(ModelError::Damaged("arcs"))?,
            labels: Rows::read(&mut input).ok_or(ModelError::Damaged("labels"))?,
            names: Rows::read(&mut input).ok_or(ModelError::Damaged("names"))?,
        };
        Ok(model)
    }

    /// The bytes of the model file.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Output::default();
        let tags: Vec<String> = self.tag_names.iter().map(|(u, x)| format!("{u} {x}")).collect();
        out.words(&tags);
        out.words(&self.label_names);
        self.vocabulary.write(&mut out);
        self.tags.write(&mut out);
        self.arcs.write(&mut out);
        self.labels.write(&mut out);
        self.names.write(&mut out);
        let mut file = MAGIC.to_vec();
        file.extend(out.into_bytes());
        file
    }
}

fn read_tag_names(input: &mut Input) -> Option<Vec<(String, String)>> {
    let pair = |word: String| {
        let (upos, xpos) = word.split_once(' ')?;
        Some((upos.to_owned(), xpos.to_owned()))
    };
    input.words()?.into_iter().map(pair).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_model_reads_and_writes_itself() {
        let model = Model::shipped();
        assert!(!model.tag_names.is_empty() && !model.label_names.is_empty());
        assert_eq!(model.to_bytes(), include_bytes!("../model/english.model"));
    }

    #[test]
    fn a_damaged_file_is_refused_and_never_panics() {
        let good = Model::shipped().to_bytes();
        assert_eq!(Model::from_bytes(b"nonsense"), Err(ModelError::NotAModel));
        for cut in (8..good.len()).step_by(good.len() / 11) {
            assert!(Model::from_bytes(&good[..cut]).is_err(), "cut at {cut}");
        }
        for at in (8..good.len()).step_by(good.len() / 11) {
            let mut bad = good[..(at + 4096).min(good.len())].to_vec();
            bad[at] ^= 0xff;
            let _ = Model::from_bytes(&bad);
        }
    }
}
