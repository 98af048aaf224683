//! The rules of the language, one query and one story at a time.

use wiredesk_alert::{Clause, Limits, Place, Query, Story, Text, stem, words};

/// Whether a query holds of a story.
pub fn holds(query: &Query, story: &Story) -> bool {
    Told::of(story).fires(query)
}

/// A story with its words cut once.
pub struct Told<'s> {
    story: &'s Story,
    title: Vec<String>,
    body: Vec<String>,
}

impl<'s> Told<'s> {
    pub fn of(story: &'s Story) -> Self {
        Self { story, title: words(&story.title), body: words(&story.body) }
    }

    pub fn fires(&self, query: &Query) -> bool {
        let Told { story, title, body } = self;
        match query {
            Query::All(parts) => parts.iter().all(|p| self.fires(p)),
            Query::Any(parts) => parts.iter().any(|p| self.fires(p)),
            Query::Not(part) => !self.fires(part),
            Query::Clause(Clause::Name(name, value)) => {
                let same =
                    |(n, v): &(_, String)| n == name && v.to_lowercase() == value.to_lowercase();
                story.names.iter().any(same)
            }
            Query::Clause(Clause::Number(number, test)) => {
                story.numbers.iter().any(|(n, v)| n == number && test.holds(*v))
            }
            Query::Clause(Clause::Text(place, text)) => {
                let fields: &[&Vec<String>] = match place {
                    Place::Anywhere => &[title, body],
                    Place::Title => &[title],
                    Place::Body => &[body],
                };
                fields.iter().any(|field| occurs(text, field))
            }
        }
    }
}

fn occurs(text: &Text, field: &[String]) -> bool {
    match text {
        Text::Word(word) => field.contains(word),
        Text::Stem(word) => field.iter().any(|w| stem(w) == stem(word)),
        Text::Prefix(start) => field.iter().any(|w| w.starts_with(start)),
        Text::Phrase(words) => field.windows(words.len()).any(|run| run == words),
        Text::Near(words, more) => (0..field.len()).any(|from| {
            let end = from + words.len() + usize::try_from(*more).unwrap_or(usize::MAX);
            let window = &field[from..end.min(field.len())];
            let count = |list: &[String], word| list.iter().filter(|w| *w == word).count();
            words.iter().all(|w| count(window, w) >= count(words, w))
        }),
    }
}

/// Gives a story the names of a query of names.
pub fn carry(story: &mut Story, names: &str) {
    let Ok(Query::All(parts)) = Query::parse(names, &Limits::default()) else { return };
    for part in parts {
        if let Query::Clause(Clause::Name(name, value)) = part {
            story.names.push((name, value));
        }
    }
}
