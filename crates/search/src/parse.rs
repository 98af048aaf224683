//! The query language. It never fails on odd signs, only on what would be misunderstood: an open
//! quotation mark or bracket, or more than the limits allow; and then it says so in plain words.
//!
//! ```text
//! any     = all { "OR" all }
//! all     = part { [ "AND" ] part }
//! part    = [ "-" | "NOT" ] ( phrase | "(" any ")" | [ field ":" ] ( phrase | word [ "*" ] ) )
//! phrase  = '"' … '"'
//! ```

use crate::limits;
use crate::{Error, Result};

/// A query as a tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Node {
    /// All of the first, none of the second.
    All(Vec<Node>, Vec<Node>),
    /// At least one.
    Any(Vec<Node>),
    /// A word, in any of its forms.
    Word(Place, String),
    /// Words that begin so.
    Prefix(Place, String),
    /// These words in this order, as written.
    Phrase(Place, String),
    /// A whole name in one of the fields of names.
    Name(NameField, String),
}

/// Where a word is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    Anywhere,
    Title,
}

/// The fields that hold whole names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NameField {
    Kind,
    Source,
    Entity,
    Channel,
    Ticker,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    Open,
    Close,
    Minus,
    Or,
    And,
    Leaf(Node),
}

/// The tree of a query; `None` when it holds nothing to look for.
pub(crate) fn parse(text: &str) -> Result<Option<Node>> {
    if text.len() > limits::QUERY_BYTES {
        let most = limits::QUERY_BYTES;
        return Err(Error::Query(format!("the query is longer than {most} bytes; shorten it")));
    }
    let tokens = tokens(text)?;
    let leaves = tokens.iter().filter(|t| matches!(t, Token::Leaf(_))).count();
    if leaves > limits::QUERY_WORDS {
        let most = limits::QUERY_WORDS;
        return Err(Error::Query(format!("the query has more than {most} words; leave some out")));
    }
    let mut parser = Parser { tokens: tokens.into_iter().peekable(), depth: 0 };
    let node = parser.any()?;
    match parser.tokens.next() {
        None => Ok(node),
        Some(_) => Err(Error::Query("a bracket ) closes nothing; take it out".into())),
    }
}

struct Parser {
    tokens: std::iter::Peekable<std::vec::IntoIter<Token>>,
    depth: usize,
}

impl Parser {
    fn any(&mut self) -> Result<Option<Node>> {
        let mut parts = Vec::new();
        loop {
            parts.extend(self.all()?);
            if self.tokens.next_if_eq(&Token::Or).is_none() {
                break;
            }
        }
        Ok(if parts.len() > 1 { Some(Node::Any(parts)) } else { parts.pop() })
    }

    fn all(&mut self) -> Result<Option<Node>> {
        let (mut wanted, mut unwanted) = (Vec::new(), Vec::new());
        while let Some(token) = self.tokens.next_if(|t| !matches!(t, Token::Or | Token::Close)) {
            match token {
                Token::And => {}
                Token::Minus => unwanted.extend(self.part()?),
                Token::Open => wanted.extend(self.group()?),
                Token::Leaf(node) => wanted.push(node),
                Token::Or | Token::Close => {}
            }
        }
        Ok(match (wanted.len(), unwanted.len()) {
            (0, 0) => None,
            (1, 0) => wanted.pop(),
            _ => Some(Node::All(wanted, unwanted)),
        })
    }

    fn part(&mut self) -> Result<Option<Node>> {
        let part = self.tokens.next_if(|t| matches!(t, Token::Open | Token::Leaf(_)));
        match part {
            Some(Token::Open) => self.group(),
            Some(Token::Leaf(node)) => Ok(Some(node)),
            _ => Ok(None),
        }
    }

    fn group(&mut self) -> Result<Option<Node>> {
        self.depth += 1;
        if self.depth > limits::QUERY_DEPTH {
            return Err(Error::Query("the brackets are nested too deep; use fewer".into()));
        }
        let node = self.any()?;
        self.depth -= 1;
        match self.tokens.next_if_eq(&Token::Close) {
            Some(_) => Ok(node),
            None => Err(Error::Query("a bracket ( is not closed; add the )".into())),
        }
    }
}

fn tokens(text: &str) -> Result<Vec<Token>> {
    let mut out = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let (token, used) = match first {
            '(' => (Some(Token::Open), 1),
            ')' => (Some(Token::Close), 1),
            '-' | '!' if starts_something(&rest[1..]) => (Some(Token::Minus), 1),
            '"' | '“' | '”' => {
                let (phrase, used) = quoted(rest)?;
                (phrase_of(Place::Anywhere, phrase), used)
            }
            _ => word(rest)?,
        };
        out.extend(token);
        rest = rest[used..].trim_start();
    }
    Ok(out)
}

fn starts_something(rest: &str) -> bool {
    rest.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '"' | '“' | '('))
}

/// The words between quotation marks at the start of `text`, and the bytes used.
fn quoted(text: &str) -> Result<(&str, usize)> {
    let is_quote = |c: char| matches!(c, '"' | '“' | '”');
    let open = text.chars().next().map_or(0, char::len_utf8);
    let Some(end) = text[open..].find(is_quote) else {
        return Err(Error::Query("a quotation mark is not closed; add the second one".into()));
    };
    let close = text[open + end..].chars().next().map_or(0, char::len_utf8);
    Ok((&text[open..open + end], open + end + close))
}

fn phrase_of(place: Place, phrase: &str) -> Option<Token> {
    has_words(phrase).then(|| Token::Leaf(Node::Phrase(place, phrase.into())))
}

fn has_words(text: &str) -> bool {
    text.contains(char::is_alphanumeric)
}

/// A word at the start of `text`, with the field before it, and the bytes used.
fn word(text: &str) -> Result<(Option<Token>, usize)> {
    let ends = |c: char| c.is_whitespace() || matches!(c, '(' | ')' | '"' | '“' | '”');
    let end = text.find(ends).unwrap_or(text.len());
    let whole = &text[..end];
    match whole {
        "OR" | "||" => return Ok((Some(Token::Or), end)),
        "AND" | "&&" => return Ok((Some(Token::And), end)),
        "NOT" => return Ok((Some(Token::Minus), end)),
        _ => {}
    }
    let Some((field, value)) = whole.split_once(':') else { return Ok((leaf(whole), end)) };
    let place = if field.eq_ignore_ascii_case("title") { Some(Place::Title) } else { None };
    let name = name_field(field);
    if place.is_none() && name.is_none() {
        return Ok((leaf(whole), end)); // "https://…", "10:30": no field of ours
    }
    let (value, end) = match value.is_empty() && text[end..].starts_with(['"', '“', '”']) {
        true => {
            let (phrase, used) = quoted(&text[end..])?;
            (phrase, end + used)
        }
        false => (value, end),
    };
    let token = match (place, name) {
        (_, Some(field)) if !value.trim().is_empty() => {
            Some(Token::Leaf(Node::Name(field, value.into())))
        }
        (Some(place), _) => phrase_of(place, value),
        _ => None,
    };
    Ok((token, end))
}

fn leaf(word: &str) -> Option<Token> {
    if !has_words(word) {
        return None;
    }
    let stem = word.trim_end_matches('*');
    let letters = stem.chars().filter(|c| c.is_alphanumeric()).count();
    let node = if stem.len() < word.len() && letters >= limits::PREFIX_LETTERS {
        Node::Prefix(Place::Anywhere, stem.into())
    } else {
        Node::Word(Place::Anywhere, stem.into())
    };
    Some(Token::Leaf(node))
}

fn name_field(field: &str) -> Option<NameField> {
    Some(match field.to_ascii_lowercase().as_str() {
        "kind" => NameField::Kind,
        "source" => NameField::Source,
        "entity" => NameField::Entity,
        "channel" => NameField::Channel,
        "ticker" => NameField::Ticker,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The tree in a short form: `+` all, `-` none, `|` any.
    fn show(node: &Node) -> String {
        let list = |nodes: &[Node]| nodes.iter().map(show).collect::<Vec<_>>().join(" ");
        let at = |place: &Place| if *place == Place::Title { "title:" } else { "" };
        match node {
            Node::All(wanted, unwanted) if unwanted.is_empty() => format!("(+ {})", list(wanted)),
            Node::All(wanted, unwanted) => format!("(+ {} - {})", list(wanted), list(unwanted)),
            Node::Any(nodes) => format!("(| {})", list(nodes)),
            Node::Word(place, word) => format!("{}{word}", at(place)),
            Node::Prefix(place, word) => format!("{}{word}*", at(place)),
            Node::Phrase(place, words) => format!("{}'{words}'", at(place)),
            Node::Name(field, name) => format!("{field:?}={name}"),
        }
    }

    #[test]
    fn queries_become_trees() {
        let check = |text: &str, tree: &str| {
            let node = parse(text).expect(text);
            assert_eq!(node.as_ref().map(show).unwrap_or_default(), tree, "{text}");
        };
        check("", "");
        check("  - * :: !? ", "");
        check("korea", "korea");
        check("north korea shells", "(+ north korea shells)");
        check("north OR south korea", "(| north (+ south korea))");
        check("(north OR south) AND korea", "(+ (| north south) korea)");
        check("korea -south NOT \"sun shine\"", "(+ korea - south 'sun shine')");
        check("-south", "(+  - south)");
        check(
            "“the pact” title:\"signed in\" title:june",
            "(+ 'the pact' title:'signed in' title:'june')",
        );
        check("shell* a* ab*", "(+ shell* a ab)");
        check(
            "ticker:BRK.B source:\"Kyiv Wire\" kind:story",
            "(+ Ticker=BRK.B Source=Kyiv Wire Kind=story)",
        );
        check("entity:country:PRK", "Entity=country:PRK");
        check("https://wire.example/a at 10:30", "(+ https://wire.example/a at 10:30)");
        check("OR OR korea OR", "korea");
        check("ticker: title: x", "x");
        check("NOT", "");
        check("well-known e-mail", "(+ well-known e-mail)");
    }

    #[test]
    fn what_would_be_misunderstood_is_refused_in_plain_words() {
        let check = |text: &str, word: &str| {
            let refused = parse(text).expect_err(text).to_string();
            assert!(refused.contains(word), "{text}: {refused}");
        };
        check("\"north korea", "quotation mark");
        check("title:\"north", "quotation mark");
        check("(north", "bracket (");
        check("north)", "bracket )");
        check(&"(".repeat(500), "nested");
        check(&"word ".repeat(100), "words");
        check(&"x".repeat(5000), "longer");
    }
}
