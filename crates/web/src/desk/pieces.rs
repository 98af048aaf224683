//! Text cut into pieces so that parts of it can be marked.

use wiredesk_model::Span;

/// A piece of a text; `mark` is empty for what is not marked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Piece {
    pub text: String,
    /// A class of the style sheet.
    pub mark: &'static str,
    /// What the mark means, for people.
    pub title: String,
}

/// Something to mark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mark {
    pub span: Span,
    pub mark: &'static str,
    pub title: String,
}

/// Cuts `within` out of `text` with its marks. Where marks overlap the one that starts first stays;
/// one that does not fit the text is left out.
pub(crate) fn cut(text: &str, within: Span, mut marks: Vec<Mark>) -> Vec<Piece> {
    marks.sort_by_key(|m| (m.span.start, std::cmp::Reverse(m.span.end)));
    let mut out = Vec::new();
    let mut at = within.start;
    let mut put = |from: usize, to: usize, mark: &'static str, title: String| {
        if let Some(piece) = text.get(from..to).filter(|p| !p.is_empty()) {
            out.push(Piece { text: piece.to_owned(), mark, title });
        }
    };
    for Mark { span, mark, title } in marks {
        let fits = span.start >= at && span.end <= within.end && span.of(text).is_some();
        if fits && !span.is_empty() {
            put(at, span.start, "", String::new());
            put(span.start, span.end, mark, title);
            at = span.end;
        }
    }
    put(at, within.end, "", String::new());
    out
}

/// What stands before and after a span in its paragraph, at most `most` characters each.
pub(crate) fn around(text: &str, span: Span, most: usize) -> (String, String) {
    let before = text.get(..span.start).unwrap_or_default();
    let after = text.get(span.end..).unwrap_or_default();
    let before = before.rsplit("\n\n").next().unwrap_or_default();
    let after = after.split("\n\n").next().unwrap_or_default();
    let skip = before.chars().count().saturating_sub(most);
    let start: String = before.chars().skip(skip).collect();
    let end: String = after.chars().take(most).collect();
    let dots = |cut: bool| if cut { "…" } else { "" };
    let cut_after = after.chars().count() > most;
    (format!("{}{start}", dots(skip > 0)), format!("{end}{}", dots(cut_after)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(start: usize, end: usize) -> Mark {
        Mark { span: Span::new(start, end), mark: "m", title: String::new() }
    }

    #[test]
    fn pieces_join_to_the_text_again() {
        let text = "Süßes, 40 Schiffe, “ja”.";
        let check = |marks: Vec<Mark>, marked: &[&str]| {
            let pieces = cut(text, Span::new(0, text.len()), marks);
            let joined: String = pieces.iter().map(|p| p.text.as_str()).collect();
            assert_eq!(joined, text);
            let found: Vec<&str> =
                pieces.iter().filter(|p| p.mark == "m").map(|p| p.text.as_str()).collect();
            assert_eq!(found, marked);
        };
        check(vec![], &[]);
        check(vec![mark(9, 11)], &["40"]);
        check(vec![mark(9, 11), mark(9, 19), mark(12, 14)], &["40 Schiffe"]);
        check(vec![mark(2, 4), mark(0, 999), mark(5, 5)], &[]);
        check(vec![mark(0, 1), mark(9, 11)], &["S", "40"]);
    }

    #[test]
    fn context_stays_in_its_paragraph() {
        let text = "First.\n\nOne two THREE four five.\n\nLast.";
        let start = text.find("THREE").expect("there");
        let span = Span::new(start, start + 5);
        assert_eq!(around(text, span, 99), ("One two ".into(), " four five.".into()));
        assert_eq!(around(text, span, 4), ("…two ".into(), " fou…".into()));
        assert_eq!(around("é", Span::new(1, 1), 4), (String::new(), String::new()));
    }
}
