//! The evidence of one sentence, cut into words.

use super::quoted::{Quoted, quotations};
use crate::shelf::{Filed, Shelf};
use crate::words::{Word, tokenize};
use std::cell::OnceCell;
use wiredesk_model::{Evidence, Span};

/// How far back a quotation that runs into the evidence is looked for.
const LOOK_BACK_BYTES: usize = 4_000;

/// More words of evidence than this are not compared.
pub const EVIDENCE_WORDS_MAX: usize = 6_000;

/// All evidence of one sentence.
#[derive(Debug)]
pub struct Ground<'a> {
    /// The spans, in the order they were bound.
    pub pieces: Vec<Piece<'a>>,
    /// Their words; spans count in the text of the report.
    pub words: Vec<Word>,
    /// Which piece a word is from.
    pub piece_of: Vec<usize>,
}

/// One span of evidence.
#[derive(Debug, Clone)]
pub struct Piece<'a> {
    /// The report it is from.
    pub filed: &'a Filed<'a>,
    /// Its bytes there.
    pub span: Span,
    /// Its words in [`Ground::words`].
    pub words: std::ops::Range<usize>,
    /// Quotations in the report that reach into the span; looked for when first asked for.
    quoted: OnceCell<Vec<Quoted>>,
}

impl<'a> Ground<'a> {
    /// Cuts the evidence. Spans that fit no report are left out.
    #[must_use]
    pub fn new(evidence: &[Evidence], shelf: &'a Shelf<'a>) -> Self {
        let mut ground = Ground { pieces: Vec::new(), words: Vec::new(), piece_of: Vec::new() };
        for bound in evidence {
            let Some(filed) = shelf.get(&bound.report) else { continue };
            let Some(text) = bound.span.of(&filed.report.text) else { continue };
            if ground.words.len() >= EVIDENCE_WORDS_MAX {
                break;
            }
            ground.add(filed, bound.span, text);
        }
        ground
    }

    fn add(&mut self, filed: &'a Filed<'a>, span: Span, text: &str) {
        let start = self.words.len();
        self.words.extend(tokenize(text, span.start));
        self.words.truncate(EVIDENCE_WORDS_MAX);
        let words = start..self.words.len();
        self.piece_of.resize(self.words.len(), self.pieces.len());
        self.pieces.push(Piece { filed, span, words, quoted: OnceCell::new() });
    }

    /// The evidence from word `start` to before word `end`, which lie in one piece.
    #[must_use]
    pub fn evidence(&self, start: usize, end: usize) -> Option<Evidence> {
        let (first, last) = (self.words.get(start)?, self.words.get(end.checked_sub(1)?)?);
        let piece = &self.pieces[*self.piece_of.get(start)?];
        let span = first.span.cover(last.span);
        (end > start && self.piece_of[start] == self.piece_of[end - 1])
            .then(|| Evidence { report: piece.filed.report.id.clone(), span })
    }

    /// The reports that the pieces are from, each once.
    #[must_use]
    pub fn reports(&self) -> Vec<&'a Filed<'a>> {
        let mut out: Vec<&Filed<'_>> = Vec::new();
        for piece in &self.pieces {
            if out.iter().all(|f| f.report.id != piece.filed.report.id) {
                out.push(piece.filed);
            }
        }
        out
    }

    /// The words as they are written from word `start` to before word `end`.
    #[must_use]
    pub fn text(&self, start: usize, end: usize) -> &'a str {
        let Some(bound) = self.evidence(start, end) else { return "" };
        let piece = &self.pieces[self.piece_of[start]];
        bound.span.of(&piece.filed.report.text).unwrap_or("")
    }

    /// The word stands in quotation marks.
    #[must_use]
    pub fn in_quotes(&self, word: usize) -> bool {
        let piece = &self.pieces[self.piece_of[word]];
        let quoted = piece.quoted.get_or_init(|| quoted_in(&piece.filed.report.text, piece.span));
        quoted.iter().any(|q| q.inner.contains(self.words[word].span))
    }
}

fn quoted_in(text: &str, span: Span) -> Vec<Quoted> {
    let mut from = span.start.saturating_sub(LOOK_BACK_BYTES);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let from = text[from..span.start].rfind('\n').map_or(from, |at| from + at + 1);
    let mut all = quotations(&text[from..span.end], from);
    all.retain(|q| q.inner.overlaps(span));
    all
}
