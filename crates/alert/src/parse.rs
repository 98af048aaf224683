//! Query text to a tree.
//!
//! ```text
//! query  = and { "OR" and }
//! and    = unary { [ "AND" ] unary }
//! unary  = "NOT" unary | "(" query ")" | clause
//! clause = text | ( "title" | "body" ) ":" text
//!        | name ":" ( word | '"' value '"' )
//!        | number ":" ( ">=" | "<=" | ">" | "<" ) value
//!        | number ":" "[" ( value | "*" ) ".." ( value | "*" ) "]" | number ":" value
//! text   = word | word "*" | word "~" | '"' words '"' | '"' words '"' "~" digits
//! ```
//!
//! Operators are upper-case. The names and numbers are those of [`Name`] and [`Number`].

use crate::lex::{Kind, Lexer, Piece};
use crate::limits::{DEPTH_MAX, Limits, PREFIX_BYTES_MAX};
use crate::query::{Clause, Name, Number, Place, Query, Test, Text};
use crate::{Error, number};
use wiredesk_model::words::words;

impl Query {
    /// Reads a query.
    ///
    /// # Errors
    /// [`Error::Expected`] with the place and what could stand there; the limit it goes beyond.
    ///
    /// ```
    /// use wiredesk_alert::{Limits, Query};
    /// let query = Query::parse("ticker:AAPL (recall OR \"product safety\"~3)", &Limits::default())?;
    /// assert_eq!(query.to_string(), "ticker:AAPL AND (recall OR \"product safety\"~3)");
    /// let error = Query::parse("recall AND", &Limits::default()).unwrap_err();
    /// assert_eq!(error.at(), Some(10));
    /// # Ok::<(), wiredesk_alert::Error>(())
    /// ```
    pub fn parse(text: &str, limits: &Limits) -> Result<Self, Error> {
        if text.len() > limits.bytes {
            return Err(Error::TooLong { bytes: text.len(), most: limits.bytes });
        }
        let lexer = Lexer { text };
        let mut parser =
            Parser { lexer, limits: *limits, next: lexer.piece(0), depth: 0, clauses: 0 };
        let query = parser.any()?;
        match parser.next.kind {
            Kind::End => Ok(query),
            Kind::Close => Err(lexer.expected("a ( before this )", &parser.next)),
            _ => Err(lexer.expected(A_PART, &parser.next)),
        }
    }
}

const A_PART: &str = "a word, a \"phrase\", a field: or a (";

struct Parser<'t> {
    lexer: Lexer<'t>,
    limits: Limits,
    next: Piece<'t>,
    depth: usize,
    clauses: usize,
}

impl<'t> Parser<'t> {
    fn any(&mut self) -> Result<Query, Error> {
        let mut parts = vec![self.all()?];
        while self.next.kind == Kind::Or {
            self.step();
            parts.push(self.all()?);
        }
        Ok(one_or(parts, Query::Any))
    }

    fn all(&mut self) -> Result<Query, Error> {
        let mut parts = vec![self.unary()?];
        loop {
            match self.next.kind {
                Kind::And => {
                    self.step();
                }
                Kind::Not
                | Kind::Open
                | Kind::Word(_)
                | Kind::Stem(_)
                | Kind::Phrase(..)
                | Kind::Field(_) => {}
                _ => return Ok(one_or(parts, Query::All)),
            }
            parts.push(self.unary()?);
        }
    }

    fn unary(&mut self) -> Result<Query, Error> {
        match self.next.kind {
            Kind::Not => {
                self.deeper()?;
                self.step();
                let part = self.unary()?;
                self.depth -= 1;
                Ok(Query::Not(Box::new(part)))
            }
            Kind::Open => {
                self.deeper()?;
                let open = self.step();
                let part = self.any()?;
                if self.next.kind != Kind::Close {
                    let to = self.lexer.column(open.at);
                    let expected = format!("AND, OR or the ) of the ( at character {to}");
                    return Err(self.lexer.expected(expected, &self.next));
                }
                self.step();
                self.depth -= 1;
                Ok(part)
            }
            Kind::Field(field) => self.field(field).map(Query::Clause),
            _ => {
                let piece = self.step();
                self.text(Place::Anywhere, &piece, A_PART).map(Query::Clause)
            }
        }
    }

    fn field(&mut self, word: &'t str) -> Result<Clause, Error> {
        let field = self.next;
        if let Some(name) = Name::parse(word) {
            if name.is_id() {
                self.next = self.lexer.id(field.end);
            } else {
                self.step();
            }
            return self.name(name);
        }
        self.step();
        let value = self.next;
        match (word, Number::parse(word)) {
            ("title", _) | ("body", _) => {
                let place = if word == "title" { Place::Title } else { Place::Body };
                self.step();
                self.text(place, &value, "a word or a \"phrase\"")
            }
            (_, Some(number)) => {
                self.step();
                self.count(1, value.at)?;
                Ok(Clause::Number(number, self.test(number, &value)?))
            }
            _ => Err(self.lexer.wrong(field.at, known_fields(), format!("`{word}:`"))),
        }
    }

    fn name(&mut self, name: Name) -> Result<Clause, Error> {
        let piece = self.step();
        self.count(1, piece.at)?;
        let value = match piece.kind {
            Kind::Word(value) | Kind::Phrase(value, None) => value,
            Kind::And | Kind::Or | Kind::Not => {
                let expected = "a value (an operator's name needs \"quotation marks\")";
                return Err(self.lexer.expected(expected, &piece));
            }
            _ => return Err(self.lexer.expected("a word or a \"value\"", &piece)),
        };
        if name != Name::Event {
            return Ok(Clause::Name(name, value.to_owned()));
        }
        let wanted = "actor/ROOT/recipient (each may be *) or a ROOT";
        let event = event(value).ok_or_else(|| self.lexer.expected(wanted, &piece))?;
        Ok(Clause::Name(name, event))
    }

    fn text(&mut self, place: Place, piece: &Piece<'t>, expected: &str) -> Result<Clause, Error> {
        let text = match piece.kind {
            Kind::Word(word) => match self.prefix(word, piece)? {
                Some(prefix) => prefix,
                None => phrase_of(words(word))
                    .ok_or_else(|| self.lexer.expected("a word with a letter or digit", piece))?,
            },
            Kind::Stem(word) => match words(word).as_mut_slice() {
                [word] => Text::Stem(std::mem::take(word)),
                _ => return Err(self.lexer.expected("one word before the ~", piece)),
            },
            Kind::Phrase(inside, more) => {
                let words = words(inside);
                let none = || self.lexer.expected("a phrase with a letter or digit", piece);
                match more.map(number::count) {
                    Some(more) if !words.is_empty() => Text::Near(words, more),
                    _ => phrase_of(words).ok_or_else(none)?,
                }
            }
            _ => return Err(self.lexer.expected(expected, piece)),
        };
        let count = match &text {
            Text::Word(_) | Text::Prefix(_) | Text::Stem(_) => 1,
            Text::Phrase(words) | Text::Near(words, _) => words.len(),
        };
        self.count(count, piece.at)?;
        Ok(Clause::Text(place, text))
    }

    /// `word*`. A star anywhere else is punctuation, as it is in stories.
    fn prefix(&self, word: &str, piece: &Piece<'t>) -> Result<Option<Text>, Error> {
        let Some(start) = word.strip_suffix('*') else { return Ok(None) };
        // A letter more would be of the same word: marks that stand on letters may end it.
        let whole = words(&format!("{start}a")).len() == 1;
        let mut words = words(start);
        let (Some(start), true) = (words.pop(), words.is_empty() && whole) else {
            return Err(self.lexer.expected("one word before the *", piece));
        };
        let (least, letters) = (self.limits.prefix_letters, start.chars().count());
        if letters < least {
            let expected = format!("at least {least} letters before the *");
            return Err(self.lexer.expected(expected, piece));
        }
        if start.len() > PREFIX_BYTES_MAX {
            let expected = format!("at most {PREFIX_BYTES_MAX} bytes before the *");
            return Err(self.lexer.expected(expected, piece));
        }
        Ok(Some(Text::Prefix(start)))
    }

    fn test(&self, number: Number, piece: &Piece<'t>) -> Result<Test, Error> {
        let value = |text: &str| {
            let wanted = match number {
                Number::Ts => "a time as 2026-03-01T12:00:00Z or 2026-03-01",
                _ => "a decimal number",
            };
            number::value(number, text).ok_or_else(|| self.lexer.expected(wanted, piece))
        };
        let end = |text: &str| match text.trim() {
            "*" => Ok(None),
            text => value(text).map(Some),
        };
        Ok(match piece.kind {
            Kind::Compare(">=", v) => Test::AtLeast(value(v)?),
            Kind::Compare("<=", v) => Test::AtMost(value(v)?),
            Kind::Compare(">", v) => Test::Over(value(v)?),
            Kind::Compare(_, v) => Test::Under(value(v)?),
            Kind::Range(low, high) => Test::Within(end(low)?, end(high)?),
            Kind::Word(v) => {
                let v = value(v)?;
                Test::Within(Some(v), Some(v))
            }
            _ => {
                let expected = "a number, >=, <=, >, < or [from..to]";
                return Err(self.lexer.expected(expected, piece));
            }
        })
    }

    fn step(&mut self) -> Piece<'t> {
        let next = self.lexer.piece(self.next.end);
        std::mem::replace(&mut self.next, next)
    }

    fn deeper(&mut self) -> Result<(), Error> {
        self.depth += 1;
        let most = self.limits.depth.min(DEPTH_MAX);
        let at = self.next.at;
        match self.depth > most {
            true => Err(Error::TooDeep { at, column: self.lexer.column(at), most }),
            false => Ok(()),
        }
    }

    fn count(&mut self, clauses: usize, at: usize) -> Result<(), Error> {
        self.clauses += clauses;
        let most = self.limits.clauses;
        match self.clauses > most {
            true => Err(Error::TooMany { at, column: self.lexer.column(at), most }),
            false => Ok(()),
        }
    }
}

fn one_or(mut parts: Vec<Query>, several: fn(Vec<Query>) -> Query) -> Query {
    match (parts.len(), parts.pop()) {
        (1, Some(part)) => part,
        (_, last) => {
            parts.extend(last);
            several(parts)
        }
    }
}

fn phrase_of(mut words: Vec<String>) -> Option<Text> {
    match words.len() {
        0 => None,
        1 => words.pop().map(Text::Word),
        _ => Some(Text::Phrase(words)),
    }
}

/// An event test in its long form: `AID` is `*/AID/*`.
fn event(value: &str) -> Option<String> {
    let parts: Vec<&str> = value.split('/').collect();
    let named = |part: &&str| !part.is_empty() && **part != *"*";
    match parts.as_slice() {
        [root] if named(root) => Some(format!("*/{root}/*")),
        [_, _, _] if parts.iter().all(|p| !p.is_empty()) && parts.iter().any(named) => {
            Some(value.to_owned())
        }
        _ => None,
    }
}

fn known_fields() -> String {
    let names = Name::ALL.iter().map(|n| n.as_str());
    let numbers = Number::ALL.iter().map(|n| n.as_str());
    let all: Vec<&str> = ["title", "body"].into_iter().chain(names).chain(numbers).collect();
    format!("one of the fields {}", all.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> Result<Query, Error> {
        Query::parse(text, &Limits::default())
    }

    #[test]
    fn queries_read_as_they_are_meant() {
        let check = |text: &str, shown: &str| {
            let query = parsed(text).unwrap_or_else(|e| panic!("{text}: {e}"));
            assert_eq!(query.to_string(), shown, "{text}");
            assert_eq!(parsed(shown).as_ref(), Ok(&query), "{shown}");
        };
        check("ACME guidance OR b", "(acme AND guidance) OR b");
        check("a AND NOT (b c)", "a AND NOT (b AND c)");
        check("and or not", "and AND or AND not");
        check("12.5%", "\"12 5\"");
        check("\"Strong  Sales\"~2 \"one\"", "\"strong sales\"~2 AND one");
        check("\"a b\"~99999999999999", "\"a b\"~4294967295");
        check("title:\"Raises Guidance\" body:x", "title:\"raises guidance\" AND body:x");
        check("ticker:\"OR\" ticker:BRK.B", "ticker:\"OR\" AND ticker:BRK.B");
        check("firm:\"Harbor Point\"", "firm:\"Harbor Point\"");
        check("pt:42.50 pt:>=4 pt:<-1 pt:[*..5]", "pt:42.5 AND pt:>=4 AND pt:<-1 AND pt:[*..5]");
        check("ts:>2026-03-01", "ts:>2026-03-01T00:00:00Z");
        check("ts:2026-03-01", "ts:[2026-03-01T00:00:00Z..2026-03-01T00:00:00Z]");
        check("entity:country:PRK speaker:person:x-y", "entity:country:PRK AND speaker:person:x-y");
        check("event:AID event:country:PRK/*/*", "event:*/AID/* AND event:country:PRK/*/*");
        check("reca* title:Zür*", "reca* AND title:zur*");
        // Marks are put in order: printed, it ends with one that is no letter.
        let marks = "\u{5b3}\u{59a}\u{5b3}*";
        check(marks, &parsed(marks).expect("read").to_string());
        check("origins:>=2", "origins:>=2");
        check("NOT NOT a", "NOT NOT a");
    }

    #[test]
    fn errors_point_at_the_character() {
        let check = |text: &str, column: usize, expected: &str| {
            let error = parsed(text).expect_err(text).to_string();
            assert!(error.contains(&format!("at character {column}: ")), "{text}: {error}");
            assert!(error.contains(expected), "{text}: {error}");
        };
        check("", 1, "a word");
        check("a AND", 6, "found the end of the query");
        check("é (b", 5, "the ) of the ( at character 3");
        check("a)", 2, "a ( before this )");
        check("a OR OR b", 6, "a word");
        check("pt:cheap", 4, "a decimal number");
        check("pt:\"4\"", 4, "a number");
        check("ts:>tomorrow", 4, "2026-03-01");
        check("nosuch:1", 1, "ticker");
        check("a \"...\"", 3, "a phrase with a letter");
        check("\"open", 1, "that is not closed");
        check("ticker:OR", 8, "quotation marks");
        check("title:(a b)", 7, "a word or a \"phrase\"");
        check("a*", 1, "at least 2 letters");
        check("12.5*", 1, "one word before the *");
        check("event:*/*/*", 7, "actor/ROOT/recipient");
        check("a >= 4", 3, "a word");
        check("a ~ b", 3, "a word");
        check("\"a b\"~", 6, "a word");
        check(&format!("{}a", "NOT ".repeat(101)), 401, "more than 100 deep");
    }

    #[test]
    fn limits_are_named_where_they_are_met() {
        let limits = Limits { bytes: 20, depth: 2, clauses: 2, prefix_letters: 1 };
        let check = |text: &str, shown: Option<&str>| {
            let error = Query::parse(text, &limits).err().map(|e| e.to_string());
            assert!(error.as_deref().unwrap_or("none").contains(shown.unwrap_or("none")), "{text}");
        };
        check("((a)) b*", None);
        check("(((a)))", Some("more than 2 deep"));
        check("a b c", Some("at character 5: more than 2 words"));
        check("aaaaaaaaaaaaaaaaaaaaaaaaaaaa", Some("more than the 20 allowed"));
    }

    #[test]
    fn an_error_is_shown_under_its_character() {
        let text = "Zürich AND (recall";
        let error = parsed(text).expect_err(text);
        let shown = error.pointed(text);
        let lines: Vec<&str> = shown.lines().collect();
        assert_eq!(lines[1], "  Zürich AND (recall");
        assert_eq!(lines[2].find('^'), Some(20));
    }
}
