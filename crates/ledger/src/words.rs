//! The words of a sentence with the entities among them as single tokens, and a few word lists.

use wiredesk_model::{EntityId, Mention, Reading, Span};

/// A word, a number, or a whole name.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Token<'t> {
    /// Lower case; of a name, its words.
    pub word: String,
    /// Bytes of the report's text.
    pub span: Span,
    /// The entity, when the token is a name.
    pub entity: Option<&'t Mention>,
    /// A name with a possessive ending ("Russia's").
    pub possessive: bool,
    /// A comma, dash or bracket stands before it.
    pub after_break: bool,
}

/// The tokens of `sentence`.
pub(crate) fn tokens<'t>(text: &str, sentence: Span, reading: &'t Reading) -> Vec<Token<'t>> {
    let mut names = reading
        .entities
        .iter()
        .filter(|m| sentence.contains(m.span) && !m.span.is_empty())
        .peekable();
    let mut tokens = Vec::new();
    let mut at = sentence.start;
    let mut after_break = false;
    while at < sentence.end {
        while names.next_if(|m| m.span.start < at).is_some() {}
        let rest = match text.get(at..sentence.end) {
            Some(rest) => rest,
            None => break,
        };
        if let Some(name) = names.next_if(|m| m.span.start == at) {
            let tail = text.get(name.span.end..sentence.end).unwrap_or_default();
            let ending = possessive_ending(tail);
            let word = name.span.of(text).unwrap_or_default().to_lowercase();
            let token = Token {
                word,
                span: name.span,
                entity: Some(name),
                possessive: ending > 0,
                after_break,
            };
            tokens.push(token);
            at = (name.span.end + ending).max(at + 1);
            after_break = false;
            continue;
        }
        let Some(c) = rest.chars().next() else { break };
        if !c.is_alphanumeric() {
            after_break |=
                matches!(c, ',' | ';' | ':' | '(' | ')' | '—' | '–') || rest.starts_with(" - ");
            at += c.len_utf8();
            continue;
        }
        let end = names.peek().map_or(sentence.end, |m| m.span.start).max(at + c.len_utf8());
        let word = &rest[..word_len(rest, end - at)];
        let span = Span::new(at, at + word.len());
        at = span.end;
        tokens.push(Token {
            word: word.to_lowercase().replace('’', "'"),
            span,
            entity: None,
            possessive: false,
            after_break,
        });
        after_break = false;
    }
    tokens
}

/// Bytes of the word that `rest` begins with, at most `max`. "10,000" and "4.8" are one word.
fn word_len(rest: &str, max: usize) -> usize {
    let digit = |i: usize| rest.as_bytes().get(i).is_some_and(u8::is_ascii_digit);
    let inside = |&(i, c): &(usize, char)| {
        let joins = matches!(c, '-' | '’' | '\'');
        let figure = matches!(c, ',' | '.') && i > 0 && digit(i - 1) && digit(i + 1);
        i < max && (c.is_alphanumeric() || joins || figure)
    };
    rest.char_indices().take_while(inside).last().map_or(0, |(i, c)| i + c.len_utf8())
}

fn possessive_ending(tail: &str) -> usize {
    const ENDINGS: [&str; 4] = ["'s", "’s", "'", "’"];
    let found = ENDINGS.iter().find(|e| tail.starts_with(**e));
    let after = |e: &&&str| tail[e.len()..].chars().next().is_none_or(|c| !c.is_alphanumeric());
    found.filter(after).map_or(0, |e| e.len())
}

/// The id of a name: the lexicon's, else one made of its kind and words, so that an unknown outlet
/// or company is still one entity in the ledger.
pub(crate) fn id_of(mention: &Mention) -> EntityId {
    mention.id.clone().unwrap_or_else(|| {
        let slug: String = mention
            .name
            .to_lowercase()
            .split(|c: char| !c.is_alphanumeric())
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join("-");
        EntityId::new(format!("{}:{slug}", mention.kind.as_str()))
    })
}

/// The word without its commonest endings; enough for lists of verbs and nouns.
pub(crate) fn base(word: &str) -> &str {
    for ending in ["ies", "ied", "ing", "ed", "es", "s", "d", "e", "y"] {
        if let Some(stem) = word.strip_suffix(ending).filter(|s| s.len() >= 4) {
            return stem;
        }
    }
    word
}

/// Cues that deny what they report.
pub(crate) fn denies(cue: &str) -> bool {
    const DENIALS: [&str; 9] =
        ["deny", "denies", "denied", "denying", "denial", "reject", "dismiss", "refut", "disput"];
    cue.split(|c: char| !c.is_alphabetic())
        .any(|w| DENIALS.iter().any(|d| w.to_lowercase().starts_with(d)))
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use wiredesk_model::EntityType;

    /// A reading in which the given names are entities.
    pub(crate) fn reading(text: &str) -> Reading {
        const NAMES: [(&str, EntityType, &str); 15] = [
            ("North Korea", EntityType::Country, "country:PRK"),
            ("Pyongyang", EntityType::Country, "country:PRK"),
            ("China", EntityType::Country, "country:CHN"),
            ("Russia", EntityType::Country, "country:RUS"),
            ("Moscow", EntityType::Country, "country:RUS"),
            ("Iran", EntityType::Country, "country:IRN"),
            ("India", EntityType::Country, "country:IND"),
            ("Kyiv", EntityType::Place, "place:kyiv"),
            ("Kyrylo Budanov", EntityType::Person, "person:budanov"),
            ("Kim Jong Un", EntityType::Person, "person:kim"),
            ("Russian", EntityType::Country, "country:RUS"),
            ("North Korean", EntityType::Country, "country:PRK"),
            ("United States", EntityType::Country, "country:USA"),
            ("Apple", EntityType::Company, "company:AAPL"),
            ("Samsung", EntityType::Company, "company:005930"),
        ];
        let mut reading =
            Reading { sentences: vec![Span::new(0, text.len())], ..Reading::default() };
        for (name, kind, id) in NAMES {
            for (start, _) in text.match_indices(name) {
                let more =
                    text[start + name.len()..].chars().next().is_some_and(char::is_alphabetic);
                if more {
                    continue;
                }
                reading.entities.push(Mention {
                    span: Span::new(start, start + name.len()),
                    kind,
                    id: Some(id.into()),
                    name: name.to_owned(),
                    role: None,
                    candidates: Vec::new(),
                    ticker: None,
                });
            }
        }
        reading.entities.sort_by_key(|m| m.span);
        reading
    }

    #[test]
    fn names_are_one_token_and_figures_too() {
        let check = |text: &str, expected: &str| {
            let reading = reading(text);
            let found = tokens(text, Span::new(0, text.len()), &reading);
            let words: Vec<&str> = found.iter().map(|t| t.word.as_str()).collect();
            assert_eq!(words.join("|"), expected, "{text}");
        };
        check("North Korea's 10,000 shells, 4.8 t.", "north korea|10,000|shells|4.8|t");
        check("don’t “stop”", "don't|stop");
        check("", "");
    }
}
