//! Bytes to tags: one pass, no state but the place in the source.

use super::{Dialect, Tag};
use memchr::{memchr, memchr2, memmem};

/// A half-open byte range of the source.
pub(crate) type Range = (u32, u32);

/// One attribute, as ranges of the source; the value still has its character references.
#[derive(Debug, Clone, Copy)]
pub struct Attr {
    pub(crate) name: Range,
    pub(crate) value: Range,
}

/// What the source holds next.
#[derive(Debug, Clone, Copy)]
pub(super) enum Token {
    /// Words between tags; `raw` when character references are not to be resolved.
    Text { range: Range, raw: bool },
    /// `<name …>`; its attributes are the last `attrs` ones of the list.
    Start { tag: Tag, name: Range, attrs: u16, closed: bool },
    /// `</name>`.
    End { tag: Tag, name: Range },
    /// `<!DOCTYPE …>` with a `<!ENTITY …>` in it.
    EntityDeclaration,
}

/// Attributes beyond this many on one tag are dropped.
const ATTRS_MAX: u16 = 256;

pub(super) struct Tokens<'a> {
    source: &'a [u8],
    at: usize,
    dialect: Dialect,
    pub(super) attrs: Vec<Attr>,
}

impl<'a> Tokens<'a> {
    pub(super) fn new(source: &'a str, dialect: Dialect) -> Self {
        let attrs = Vec::with_capacity(source.len() / 64);
        Self { source: source.as_bytes(), at: 0, dialect, attrs }
    }

    /// The next token, or `None` at the end.
    pub(super) fn next(&mut self) -> Option<Token> {
        while self.at < self.source.len() {
            let start = self.at;
            let Some(tag) = self.next_markup(start) else {
                self.at = self.source.len();
                return Some(Token::Text { range: range(start, self.at), raw: false });
            };
            if tag > start {
                self.at = tag;
                return Some(Token::Text { range: range(start, tag), raw: false });
            }
            match self.source[start + 1] {
                b'/' => {
                    if let Some(end) = self.end_tag() {
                        return Some(end);
                    }
                }
                b'!' => {
                    if let Some(token) = self.declaration() {
                        return Some(token);
                    }
                }
                b'?' => self.at = self.after(start, b'>'),
                _ => return Some(self.start_tag()),
            }
        }
        None
    }

    /// The next `<` that opens markup and is not just a less-than sign.
    fn next_markup(&self, mut from: usize) -> Option<usize> {
        loop {
            let at = from + memchr(b'<', &self.source[from..])?;
            match self.source.get(at + 1)? {
                b'/' | b'!' | b'?' => return Some(at),
                c if c.is_ascii_alphabetic() => return Some(at),
                // XML names may begin with these; HTML takes them as text.
                b'_' | b':' | 0x80.. if self.dialect == Dialect::Xml => return Some(at),
                _ => from = at + 1,
            }
        }
    }

    /// The text of a raw-text element up to its end tag, which is consumed.
    pub(super) fn raw_text(&mut self, name: &[u8]) -> Option<Token> {
        let start = self.at;
        let mut from = start;
        let end = loop {
            let Some(offset) = memmem::find(&self.source[from..], b"</") else {
                break self.source.len();
            };
            let at = from + offset;
            let after = at + 2 + name.len();
            let same = self.source.get(at + 2..after).is_some_and(|n| n.eq_ignore_ascii_case(name));
            let ends = self.source.get(after).is_none_or(|b| is_name_end(*b));
            if same && ends {
                break at;
            }
            from = at + 2;
        };
        self.at = if end < self.source.len() { self.after(end, b'>') } else { end };
        (end > start).then(|| Token::Text { range: range(start, end), raw: true })
    }

    fn end_tag(&mut self) -> Option<Token> {
        let start = self.at + 2;
        let name = self.name_at(start);
        self.at = self.after(start, b'>');
        // `</>` and `</ …>` are comments to HTML.
        (name.1 > name.0).then(|| Token::End { tag: self.tag(name), name })
    }

    fn start_tag(&mut self) -> Token {
        let name = self.name_at(self.at + 1);
        self.at = name.1 as usize;
        let tag = self.tag(name);
        let mut attrs = 0;
        let closed = loop {
            while self.peek().is_some_and(|b| b.is_ascii_whitespace()) {
                self.at += 1;
            }
            match self.peek() {
                None => break false,
                Some(b'>') => {
                    self.at += 1;
                    break false;
                }
                Some(b'/') if self.source.get(self.at + 1) == Some(&b'>') => {
                    self.at += 2;
                    break true;
                }
                Some(b'/') => self.at += 1,
                Some(_) => {
                    let attr = self.attribute();
                    if attrs < ATTRS_MAX {
                        self.attrs.push(attr);
                        attrs += 1;
                    }
                }
            }
        };
        Token::Start { tag, name, attrs, closed }
    }

    fn attribute(&mut self) -> Attr {
        let start = self.at;
        self.at += 1; // a name may begin with `=`
        while self.peek().is_some_and(|b| !is_name_end(b) && b != b'=') {
            self.at += 1;
        }
        let name = range(start, self.at);
        let mut look = self.at;
        while self.source.get(look).is_some_and(u8::is_ascii_whitespace) {
            look += 1;
        }
        if self.source.get(look) != Some(&b'=') {
            return Attr { name, value: (name.1, name.1) };
        }
        self.at = look + 1;
        while self.peek().is_some_and(|b| b.is_ascii_whitespace()) {
            self.at += 1;
        }
        Attr { name, value: self.value() }
    }

    fn value(&mut self) -> Range {
        if let Some(quote @ (b'"' | b'\'')) = self.peek() {
            let start = self.at + 1;
            let len = memchr(quote, &self.source[start..]).unwrap_or(self.source.len() - start);
            self.at = (start + len + 1).min(self.source.len());
            return range(start, start + len);
        }
        let start = self.at;
        while self.peek().is_some_and(|b| !b.is_ascii_whitespace() && b != b'>') {
            self.at += 1;
        }
        range(start, self.at)
    }

    /// `<!-- … -->`, `<![CDATA[ … ]]>`, `<!DOCTYPE …>`.
    fn declaration(&mut self) -> Option<Token> {
        let rest = &self.source[self.at..];
        if rest.starts_with(b"<!--") {
            self.at = self.comment_end();
            return None;
        }
        if rest.starts_with(b"<![CDATA[") && self.dialect == Dialect::Xml {
            let start = self.at + 9;
            let len = memmem::find(&self.source[start..], b"]]>");
            let end = len.map_or(self.source.len(), |len| start + len);
            self.at = (end + 3).min(self.source.len());
            return (end > start).then(|| Token::Text { range: range(start, end), raw: true });
        }
        let start = self.at;
        let first = memchr2(b'>', b'[', rest).map_or(self.source.len(), |n| start + n);
        if self.dialect == Dialect::Xml && self.source.get(first) == Some(&b'[') {
            let close = memmem::find(&self.source[first..], b"]>");
            self.at = close.map_or(self.source.len(), |n| first + n + 2);
            let entity = memmem::find(&self.source[first..self.at], b"<!ENTITY").is_some();
            return entity.then_some(Token::EntityDeclaration);
        }
        self.at = self.after(start, b'>');
        None
    }

    fn comment_end(&self) -> usize {
        let start = self.at + 2; // `<!-->` is a whole comment
        let mut from = start;
        while let Some(dashes) = memmem::find(&self.source[from..], b"--") {
            let mut at = from + dashes + 2;
            if self.source.get(at) == Some(&b'!') && self.source.get(at + 1) == Some(&b'>') {
                return at + 2;
            }
            while self.source.get(at) == Some(&b'-') {
                at += 1;
            }
            if self.source.get(at) == Some(&b'>') {
                return at + 1;
            }
            from = at;
        }
        self.source.len()
    }

    fn peek(&self) -> Option<u8> {
        self.source.get(self.at).copied()
    }

    fn after(&self, from: usize, byte: u8) -> usize {
        memchr(byte, &self.source[from..]).map_or(self.source.len(), |n| from + n + 1)
    }

    fn name_at(&self, start: usize) -> Range {
        let len = self.source[start..].iter().take_while(|b| !is_name_end(**b)).count();
        range(start, start + len)
    }

    fn tag(&self, name: Range) -> Tag {
        let name = &self.source[name.0 as usize..name.1 as usize];
        let mut lower = [0u8; 12];
        if self.dialect == Dialect::Xml || name.len() > lower.len() {
            return Tag::Other;
        }
        for (to, from) in lower.iter_mut().zip(name) {
            *to = from.to_ascii_lowercase();
        }
        Tag::of(&lower[..name.len()])
    }
}

fn is_name_end(byte: u8) -> bool {
    matches!(byte, b'>' | b'/') || byte.is_ascii_whitespace()
}

/// Sources are at most `limits::BYTES_MAX` long, so 32 bits do.
fn range(start: usize, end: usize) -> Range {
    (start as u32, end as u32)
}
