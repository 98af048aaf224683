//! Our way from text to words, as a tokenizer of tantivy.

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};
use wiredesk_model::words;

/// Cuts text as [`wiredesk_model::words`] does: runs of letters and digits, folded.
#[derive(Debug, Clone, Default)]
pub(crate) struct Cutter {
    cuts: Vec<words::Cut>,
    folded: Vec<u8>,
    token: Token,
}

/// The words of one text.
#[derive(Debug)]
pub(crate) struct Words<'a> {
    text: &'a str,
    next: usize,
    cutter: &'a mut Cutter,
}

impl Tokenizer for Cutter {
    type TokenStream<'a> = Words<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Words<'a> {
        self.cuts.clear();
        words::each(text, |cut| self.cuts.push(cut));
        self.token.reset();
        Words { text, next: 0, cutter: self }
    }
}

impl TokenStream for Words<'_> {
    fn advance(&mut self) -> bool {
        let Cutter { cuts, folded, token } = &mut *self.cutter;
        let Some(cut) = cuts.get(self.next) else { return false };
        folded.clear();
        words::fold_into(&self.text[cut.start..cut.end], folded);
        token.position = self.next;
        token.offset_from = cut.start;
        token.offset_to = cut.end;
        token.text.clear();
        token.text.push_str(std::str::from_utf8(folded).unwrap_or_default());
        self.next += 1;
        true
    }

    fn token(&self) -> &Token {
        &self.cutter.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.cutter.token
    }
}
