//! Which parts of a text stand in quotation marks.

use wiredesk_model::Span;

/// A single mark that is not closed opens a quotation when at least so much follows it.
const STATEMENT_BYTES: usize = 30;

/// The inside of one quotation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quoted {
    /// Between the marks.
    pub inner: Span,
    /// Double or curly marks. Plain single marks may be apostrophes.
    pub sure: bool,
}

/// The quotations of `text`, left to right; spans count from its start plus `shift`. A quotation
/// that is not closed goes on to the end, one that was opened earlier begins at the start: a span
/// of a report may cut through one.
#[must_use]
pub fn quotations(text: &str, shift: usize) -> Vec<Quoted> {
    let mut out: Vec<Quoted> = Vec::new();
    let mut open: Option<(usize, Mark)> = None;
    let mut before = None;
    let mut chars = text.char_indices().filter(|(_, c)| !unseen(*c)).peekable();
    while let Some((at, c)) = chars.next() {
        let after = chars.peek().map(|(_, n)| *n);
        let end = at + c.len_utf8();
        match act(c, before, after, open.map(|(_, m)| m), !out.is_empty()) {
            Act::Open(mark) => open = Some((end, mark)),
            Act::Close => {
                let from = open.take();
                let sure = from.is_none_or(|(_, m)| m != Mark::Plain);
                let begin = from.map_or(0, |(b, _)| b);
                if from.is_some() || out.is_empty() {
                    let inner = Span::new(begin + shift, at + shift);
                    out.push(Quoted { inner, sure });
                }
            }
            Act::None => {}
        }
        before = Some(c);
    }
    let unclosed = open.filter(|(begin, mark)| match mark {
        Mark::Double => true,
        Mark::Single => text.len() - begin >= STATEMENT_BYTES,
        Mark::Plain => false,
    });
    if let Some((begin, _)) = unclosed {
        let inner = Span::new(begin + shift, text.len() + shift);
        out.push(Quoted { inner, sure: true });
    }
    out
}

/// Marks of direction and joiners: nobody sees them.
fn unseen(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    Double,
    Single,
    Plain,
}

enum Act {
    Open(Mark),
    Close,
    None,
}

fn letter(c: Option<char>) -> bool {
    c.is_some_and(char::is_alphanumeric)
}

/// What a mark does between its neighbours; `paired`: a quotation was closed before it.
fn act(
    c: char,
    before: Option<char>,
    after: Option<char>,
    open: Option<Mark>,
    paired: bool,
) -> Act {
    let fresh = before.is_none_or(|b| b.is_whitespace() || "([—–-/".contains(b));
    let inward = after.is_some_and(|a| !a.is_whitespace());
    let ends = after.is_none_or(|a| !a.is_alphanumeric());
    match (c, open) {
        ('“' | '«' | '„', _) => Act::Open(Mark::Double),
        ('”' | '»', Some(Mark::Double) | None) => Act::Close,
        ('"', Some(Mark::Double)) if !(fresh && inward) => Act::Close,
        ('"', Some(Mark::Double) | None) if fresh && inward => Act::Open(Mark::Double),
        // a full stop or comma closes what is open; a capital after it is a space that was lost
        ('"', None) if (letter(before) || paired) && after.is_some_and(char::is_uppercase) => {
            Act::Open(Mark::Double)
        }
        ('"', None) => Act::Close,
        ('‘', None) if fresh => Act::Open(Mark::Single),
        ('’', Some(Mark::Single)) if ends => Act::Close,
        ('\'', None) if fresh && after.is_some_and(char::is_alphabetic) => Act::Open(Mark::Plain),
        ('\'', Some(Mark::Plain)) if ends => Act::Close,
        ('"', Some(Mark::Plain)) if fresh && inward => Act::Open(Mark::Double),
        _ => Act::None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_paired_by_their_surroundings() {
        let check = |text: &str, want: &[&str]| {
            let got: Vec<&str> =
                quotations(text, 0).iter().map(|q| &text[q.inner.range()]).collect();
            assert_eq!(got, want, "{text}");
        };
        check("He said \"no way\" twice.", &["no way"]);
        check("“One,” he said, “two.”", &["One,", "two."]);
        check("and so on,\" he said.", &["and so on,"]);
        check("The ‘big one’ isn’t here", &["big one"]);
        check("the players' union's head", &[]);
        check("called it 'a farce' today", &["a farce"]);
        check(
            "He said: ‘It goes on and on in the next part",
            &["It goes on and on in the next part"],
        );
        check("Kim‘s men left the town on the hill behind them", &[]);
        check("\"Unclosed to the end", &["Unclosed to the end"]);
        check("an \"alien\" one.\"\u{200e}They came,\" he said", &["alien", "\u{200e}They came,"]);
        check("", &[]);
    }
}
