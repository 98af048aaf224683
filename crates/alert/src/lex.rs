//! Query text cut into signs and words, each with its place.

use crate::Error;

/// What a piece is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind<'t> {
    Open,
    Close,
    And,
    Or,
    Not,
    /// A word followed by a colon.
    Field(&'t str),
    Word(&'t str),
    /// A word followed by a `~`.
    Stem(&'t str),
    /// What stands between quotation marks, and the digits after a `~`.
    Phrase(&'t str, Option<&'t str>),
    /// `>=`, `<=`, `>` or `<`, and what follows it.
    Compare(&'t str, &'t str),
    /// Both ends of `[a..b]`.
    Range(&'t str, &'t str),
    /// Something that begins nothing.
    Stray(char),
    /// A quotation mark or square bracket that is not closed.
    Unclosed(char),
    End,
}

/// A piece with the bytes it takes up.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Piece<'t> {
    pub kind: Kind<'t>,
    pub at: usize,
    pub end: usize,
}

/// Cuts pieces off the front of a text.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Lexer<'t> {
    pub text: &'t str,
}

impl<'t> Lexer<'t> {
    /// The piece that begins at or after byte `at`.
    pub fn piece(self, at: usize) -> Piece<'t> {
        let at = self.skip_blanks(at);
        let rest = &self.text[at..];
        let Some(first) = rest.chars().next() else {
            return Piece { kind: Kind::End, at, end: at };
        };
        let (kind, length) = match first {
            '(' => (Kind::Open, 1),
            ')' => (Kind::Close, 1),
            '"' => phrase(rest),
            '[' => range(rest),
            '<' | '>' => compare(rest),
            c if is_word(c) => word(rest),
            c => (Kind::Stray(c), c.len_utf8()),
        };
        Piece { kind, at, end: at + length }
    }

    /// A value that is an id: it may hold colons, slashes and stars.
    pub fn id(self, at: usize) -> Piece<'t> {
        let at = self.skip_blanks(at);
        let rest = &self.text[at..];
        let length = rest.find(|c| !is_word(c) && c != ':').unwrap_or(rest.len());
        match &rest[..length] {
            "" | "AND" | "OR" | "NOT" => self.piece(at),
            id => Piece { kind: Kind::Word(id), at, end: at + length },
        }
    }

    fn skip_blanks(self, at: usize) -> usize {
        let rest = &self.text[at..];
        at + (rest.len() - rest.trim_start().len())
    }

    /// "expected …" at a piece.
    pub fn expected(self, expected: impl Into<String>, piece: &Piece<'t>) -> Error {
        let found = match piece.kind {
            Kind::End => "the end of the query".into(),
            Kind::Unclosed(sign) => format!("{sign} that is not closed"),
            _ => format!("`{}`", shortened(&self.text[piece.at..piece.end])),
        };
        self.wrong(piece.at, expected, found)
    }

    /// An error at byte `at`.
    pub fn wrong(self, at: usize, expected: impl Into<String>, found: impl Into<String>) -> Error {
        let (expected, found) = (expected.into(), found.into());
        Error::Expected { at, column: self.column(at), expected, found }
    }

    /// The number of the character at byte `at`, from 1.
    pub fn column(self, at: usize) -> usize {
        self.text[..at].chars().count() + 1
    }
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(40) {
        Some((i, _)) => format!("{}…", &text[..i]),
        None => text.to_owned(),
    }
}

fn is_word(c: char) -> bool {
    !c.is_whitespace() && !"()\":[]<>~".contains(c)
}

fn word(rest: &str) -> (Kind<'_>, usize) {
    let length = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
    let word = &rest[..length];
    if rest[length..].starts_with(':') {
        return (Kind::Field(word), length + 1);
    }
    if rest[length..].starts_with('~') {
        return (Kind::Stem(word), length + 1);
    }
    let kind = match word {
        "AND" => Kind::And,
        "OR" => Kind::Or,
        "NOT" => Kind::Not,
        _ => Kind::Word(word),
    };
    (kind, length)
}

fn phrase(rest: &str) -> (Kind<'_>, usize) {
    let Some(close) = rest[1..].find('"') else {
        return (Kind::Unclosed('"'), rest.len());
    };
    let (inside, after) = (&rest[1..=close], close + 2);
    let Some(more) = rest[after..].strip_prefix('~') else {
        return (Kind::Phrase(inside, None), after);
    };
    let digits = more.find(|c: char| !c.is_ascii_digit()).unwrap_or(more.len());
    match digits {
        0 => (Kind::Phrase(inside, None), after),
        _ => (Kind::Phrase(inside, Some(&more[..digits])), after + 1 + digits),
    }
}

fn range(rest: &str) -> (Kind<'_>, usize) {
    let Some(close) = rest.find(']') else {
        return (Kind::Unclosed('['), rest.len());
    };
    match rest[1..close].split_once("..") {
        Some((low, high)) => (Kind::Range(low, high), close + 1),
        None => (Kind::Stray('['), close + 1),
    }
}

fn compare(rest: &str) -> (Kind<'_>, usize) {
    let sign = if rest[1..].starts_with('=') { 2 } else { 1 };
    let value = &rest[sign..];
    let length = value.find(|c: char| c.is_whitespace() || "()".contains(c));
    let length = length.unwrap_or(value.len());
    (Kind::Compare(&rest[..sign], &value[..length]), sign + length)
}
