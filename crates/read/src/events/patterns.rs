//! The lexicon of verbs and nouns that tell of events (`patterns.txt`), ready for look-up.

use crate::model::features::hash_bytes;
use crate::tags::words::normal;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::OnceLock;
use wiredesk_model::Root;

/// What a pattern tells: an event, or something about the event below it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Class {
    /// An event.
    Event(Root),
    /// Is meant to come ("agreed to", "ready to").
    Intent,
    /// Somebody else shall do it.
    Demand,
    /// Will not do it.
    Refuse,
    /// Did not do it, as is said.
    Deny,
    /// Will do harm.
    Threat,
    /// Only tells it.
    Say,
    /// Gets ready for it.
    Ready,
    /// Does it, tries to, begins to.
    Try,
    /// Ends it.
    End,
}

/// Which words a pattern begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Forms of a verb.
    Verb,
    /// Forms of a noun.
    Noun,
    /// Words just as they stand.
    Words,
}

/// A pattern.
#[derive(Debug, Clone)]
pub struct Pattern {
    /// What it tells.
    pub class: Class,
    /// PLOVER mode.
    pub mode: Option<&'static str>,
    /// What it begins with.
    pub kind: Kind,
    /// How sure it is.
    pub weight: i32,
    /// Words that must follow closely, as form hashes.
    pub rest: Vec<u64>,
    /// Words one of which must be near, sorted; none needed when empty.
    pub near: Vec<u64>,
}

impl Pattern {
    /// It tells of an event, alone or together with what is below it, and is no everyday word.
    #[must_use]
    pub fn tells_event(&self) -> bool {
        self.weight > 1 && !matches!(self.class, Class::Say | Class::Try | Class::End)
    }
}

/// All patterns by the forms they begin with.
#[derive(Debug, Default)]
pub struct Patterns {
    list: Vec<Pattern>,
    by_form: HashMap<u64, Vec<u16>, BuildHasherDefault<Hashed>>,
}

/// Of a form that is a hash already: itself.
#[derive(Debug, Default)]
struct Hashed(u64);

impl Hasher for Hashed {
    fn write(&mut self, bytes: &[u8]) {
        self.0 = hash_bytes(bytes);
    }

    fn write_u64(&mut self, form: u64) {
        self.0 = form;
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

impl Patterns {
    /// The shipped ones, built once.
    #[must_use]
    pub fn shipped() -> &'static Self {
        static SHIPPED: OnceLock<Patterns> = OnceLock::new();
        SHIPPED.get_or_init(|| Self::read(include_str!("patterns.txt")))
    }

    /// The patterns that begin with that form.
    pub fn of(&self, form: u64) -> impl Iterator<Item = &Pattern> {
        let found = self.by_form.get(&form).map_or(&[][..], Vec::as_slice);
        found.iter().filter_map(|&at| self.list.get(usize::from(at)))
    }

    fn read(table: &'static str) -> Self {
        let mut patterns = Self::default();
        let mut sets: HashMap<&str, Vec<u64>> = HashMap::new();
        for line in table.lines().filter(|l| !l.starts_with('#')) {
            if let Some((name, words)) = line.split_once(" = ") {
                sets.insert(name.trim(), words.split_whitespace().map(form_of).collect());
            } else if let Some((head, body)) = line.split_once('|') {
                patterns.line(head, body, &sets);
            }
        }
        patterns
    }

    fn line(&mut self, head: &'static str, body: &'static str, sets: &HashMap<&str, Vec<u64>>) {
        let mut head = head.split_whitespace();
        let (Some(class), Some(kind)) = (head.next(), head.next()) else { return };
        let weight = head.next().and_then(|w| w.parse().ok()).unwrap_or(1);
        let (class, mode) = match class.split_once(':') {
            Some((class, mode)) => (class, Some(mode)),
            None => (class, None),
        };
        let Some(class) = class_of(class) else { return };
        let kind = match kind {
            "v" => Kind::Verb,
            "n" => Kind::Noun,
            _ => Kind::Words,
        };
        for group in body.split(';') {
            let (lemmas, near) = group.split_once('~').unwrap_or((group, ""));
            let words = near.split_whitespace();
            let mut near: Vec<u64> = words
                .flat_map(|w| sets.get(w).cloned().unwrap_or_else(|| vec![form_of(w)]))
                .collect();
            near.sort_unstable();
            for lemma in lemmas.split(',') {
                let mut words = lemma.split_whitespace();
                let Some(first) = words.next() else { continue };
                let (rest, near) = (words.map(form_of).collect(), near.clone());
                self.add(first, Pattern { class, mode, kind, weight, rest, near });
            }
        }
    }

    fn add(&mut self, first: &str, pattern: Pattern) {
        let at = u16::try_from(self.list.len()).unwrap_or(u16::MAX);
        let mut forms = match pattern.kind {
            Kind::Verb => verb_forms(first),
            Kind::Noun => vec![first.to_owned(), plural(first)],
            Kind::Words => vec![first.to_owned()],
        };
        self.list.push(pattern);
        forms.sort_unstable();
        forms.dedup();
        for form in forms {
            self.by_form.entry(form_of(&form)).or_default().push(at);
        }
    }
}

/// The hash that [`crate::tags::words::Word::form`] has for the same word.
#[must_use]
pub fn form_of(word: &str) -> u64 {
    hash_bytes(normal(word, &mut [0; 40]))
}

fn class_of(word: &str) -> Option<Class> {
    Some(match word {
        "+INTENT" => Class::Intent,
        "+DEMAND" => Class::Demand,
        "+REFUSE" => Class::Refuse,
        "+DENY" => Class::Deny,
        "+THREAT" => Class::Threat,
        "+SAY" => Class::Say,
        "+READY" => Class::Ready,
        "+TRY" => Class::Try,
        "+END" => Class::End,
        root => Class::Event(Root::parse(root)?),
    })
}

/// Verbs that do not go by rule: lemma, then past and participle.
const IRREGULAR: &str = "send sent,meet met,hold held,give gave given,take took taken,make made,\
strike struck stricken,fight fought,shoot shot,break broke broken,cut cut,put put,hit hit,\
beat beat beaten,tell told,say said,begin began begun,seek sought,speak spoke spoken,lend lent,\
lead led,bring brought,buy bought,sell sold,feed fed,lay laid,leave left,flee fled,\
fly flew flown,go went gone,get got gotten,fall fell fallen,blow blew blown,burn burnt,\
sink sank sunk,hang hung,slay slew slain,throw threw thrown,withdraw withdrew withdrawn,\
withhold withheld,overrun overran,overthrow overthrew overthrown,swear swore sworn,\
forbid forbade forbidden,build built,rebuild rebuilt,think thought,let let,quit quit,set set,\
shut shut,stand stood,uphold upheld,undertake undertook undertaken,forgive forgave forgiven,\
pay paid,retake retook retaken,draw drew drawn,have had,do did done,sit sat,find found,\
lose lost,win won,bid bid,steal stole stolen,shed shed,split split,come came,become became,\
draw drew drawn,lead led,show shown,grow grew grown,rise rose risen,bear bore borne,\
wreak wrought,fling flung,oversee oversaw overseen,vow vowed,wage waged,free freed";

fn verb_forms(lemma: &str) -> Vec<String> {
    let mut forms = vec![lemma.to_owned(), third_person(lemma)];
    let stem = lemma.strip_suffix('e').filter(|s| !s.ends_with(['e', 'o', 'y']));
    forms.push(format!("{}ing", stem.unwrap_or(lemma)));
    let irregular = IRREGULAR.split(',').map(str::split_whitespace);
    let told = irregular.clone().find_map(|mut words| {
        (words.next() == Some(lemma)).then(|| words.map(str::to_owned).collect::<Vec<_>>())
    });
    match told {
        Some(told) => forms.extend(told),
        None => forms.push(past(lemma)),
    }
    if doubles(lemma) {
        let last = &lemma[lemma.len() - 1..];
        forms.extend([format!("{lemma}{last}ed"), format!("{lemma}{last}ing")]);
    }
    forms
}

fn past(lemma: &str) -> String {
    match lemma.as_bytes() {
        [.., b'e'] => format!("{lemma}d"),
        [.., c, b'y'] if !b"aeiou".contains(c) => format!("{}ied", &lemma[..lemma.len() - 1]),
        _ => format!("{lemma}ed"),
    }
}

/// Ends in one consonant after one vowel; some of these double it, and the wrong forms do no harm.
fn doubles(lemma: &str) -> bool {
    match lemma.as_bytes() {
        [.., a, b, c] => !b"aeiou".contains(a) && b"aeiou".contains(b) && !b"aeiouwxy".contains(c),
        _ => false,
    }
}

fn third_person(lemma: &str) -> String {
    plural(lemma)
}

fn plural(noun: &str) -> String {
    match noun.as_bytes() {
        [.., c, b'y'] if !b"aeiou".contains(c) => format!("{}ies", &noun[..noun.len() - 1]),
        [.., b's' | b'x' | b'z'] | [.., b'c' | b's', b'h'] => format!("{noun}es"),
        [.., b'g', b'o'] => format!("{noun}es"),
        _ => format!("{noun}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_verbs_are_known() {
        let patterns = Patterns::shipped();
        let check = |form: &str, root: Root| {
            let found = patterns.of(form_of(form)).any(|p| p.class == Class::Event(root));
            assert!(found, "{form}");
        };
        check("Supplied", Root::Aid);
        check("met", Root::Consult);
        check("criticising", Root::Accuse);
        check("bans", Root::Coerce);
        check("banned", Root::Coerce);
        check("deploys", Root::Mobilize);
        check("airstrikes", Root::Assault);
        assert!(patterns.of(form_of("table")).next().is_none());
    }
}
