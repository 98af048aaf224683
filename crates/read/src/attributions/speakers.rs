//! The source as an entity. Pronouns are resolved only where one speaker is meant beyond doubt.

use super::{Draft, Page};
use std::ops::Range;
use wiredesk_model::{Attribution, EntityType, Mention, Span};

/// Sentences back in which a pronoun's speaker may have been named.
const BACK: usize = 3;

/// Gives every attribution its speaker, in the order of the text.
pub(super) fn resolve(page: &Page, drafts: &[Draft], out: &mut [Attribution]) {
    for n in 0..out.len() {
        let draft = &drafts[n];
        if draft.source.is_empty() {
            if draft.follows.is_some() && n > 0 {
                let before = out[n - 1].clone();
                out[n].speaker = before.speaker;
                out[n].speaker_name = before.speaker_name;
            }
            continue;
        }
        let source = page.span(&draft.source);
        if let Some(mention) = named(page, source) {
            out[n].speaker = mention.id.clone();
            out[n].speaker_name = Some(mention.name.clone());
        } else if is_pronoun(page, &draft.source) {
            let earlier = &out[..n];
            if let Some((speaker, name)) = antecedent(page, draft, earlier) {
                out[n].speaker = speaker;
                out[n].speaker_name = Some(name);
            }
        } else {
            let holder = office_holder(page, &draft.source);
            out[n].speaker = holder.and_then(|m| m.id.clone());
            let person = holder.filter(|m| m.kind == EntityType::Person).map(|m| m.name.clone());
            out[n].speaker_name = person.or_else(|| source.of(page.text).map(str::to_owned));
        }
    }
}

/// The mentions of entities inside `span`.
pub(super) fn mentions<'p>(page: &'p Page, span: Span) -> &'p [Mention] {
    let all = &page.found.entities;
    let from = all.partition_point(|m| m.span.start < span.start);
    let to = all.partition_point(|m| m.span.start < span.end);
    &all[from..to.max(from)]
}

/// The entity that a source names: its first person, else the first body or country in its head. Whose
/// campaign or lawyer speaks does not speak himself.
fn named<'p>(page: &'p Page, source: Span) -> Option<&'p Mention> {
    let all = mentions(page, source);
    // "The mayor, a Democrat": a party is not the speaker.
    let head = source.of(page.text).and_then(|s| s.find(", ")).unwrap_or(source.len());
    let owner = |m: &Mention| {
        if m.kind != EntityType::Person && m.span.start > source.start + head {
            return true;
        }
        let rest = page.text.get(m.span.end..source.end).unwrap_or("");
        rest.starts_with("'s ") || rest.starts_with("’s ")
    };
    let of = |kinds: &[EntityType]| all.iter().find(|m| kinds.contains(&m.kind) && !owner(m));
    of(&[EntityType::Person])
        .or_else(|| of(&[EntityType::Organization, EntityType::Company]))
        .or_else(|| all.iter().find(|m| m.kind == EntityType::Country && m.span.end == source.end))
}

/// "Ukraine's military intelligence chief": the person of whom the report tells that office, else the
/// country whose office it is.
fn office_holder<'p>(page: &'p Page, source: &Range<usize>) -> Option<&'p Mention> {
    let span = page.span(source);
    let words = span.of(page.text)?;
    let holds = |m: &&Mention| {
        let role = m.role.as_deref().filter(|_| m.kind == EntityType::Person);
        role.is_some_and(|role| role.eq_ignore_ascii_case(words))
    };
    let head = lower(page, source.end.checked_sub(1)?);
    let state = || {
        let country = mentions(page, span).iter().find(|m| m.kind == EntityType::Country);
        country.filter(|_| STATE_OFFICES.split_whitespace().any(|office| office == head))
    };
    page.found.entities.iter().find(holds).or_else(state)
}

/// Heads of phrases that speak for the country in them.
const STATE_OFFICES: &str = "official officials president premier minister ministers ministry chief \
    government authorities military army navy police spokesman spokeswoman spokesperson ambassador \
    envoy parliament commander commanders general generals diplomat diplomats chancellor regulator \
    regulators prosecutors leadership cabinet";

fn is_pronoun(page: &Page, source: &Range<usize>) -> bool {
    source.len() == 1
        && matches!(lower(page, source.start).as_str(), "he" | "she" | "i" | "they" | "we" | "it")
}

fn lower(page: &Page, word: usize) -> String {
    page.words[word].of(page.text).to_lowercase()
}

type Speaker = (Option<wiredesk_model::EntityId>, String);

/// Whom a pronoun means: the last speaker when the sentences since then name no other person, or
/// the only person named in the last sentences.
fn antecedent(page: &Page, draft: &Draft, earlier: &[Attribution]) -> Option<Speaker> {
    let at = page.words[draft.source.start].start as usize;
    let word = lower(page, draft.source.start);
    if matches!(word.as_str(), "they" | "we" | "it") {
        return None;
    }
    let here = page.found.sentence_at(at)?;
    if word == "i" {
        let holds = |a: &&Attribution| a.content.iter().any(|s| s.start <= at && at < s.end);
        let quoted = earlier.iter().rev().take(8).find(holds)?;
        return Some((quoted.speaker.clone(), quoted.speaker_name.clone()?));
    }
    let from = page.found.sentences[here.saturating_sub(BACK)].start;
    let people: Vec<&Mention> = mentions(page, Span::new(from, at))
        .iter()
        .filter(|m| m.kind == EntityType::Person)
        .collect();
    let last = people.last()?;
    if people.iter().all(|m| m.name == last.name) {
        return Some((last.id.clone(), last.name.clone()));
    }
    let spoke =
        earlier.iter().rev().take(4).find(|a| a.source.first().is_some_and(|s| s.start >= from))?;
    let since = spoke.content.last().map_or(0, |s| s.end);
    let name = spoke.speaker_name.clone()?;
    let other = people.iter().any(|m| m.span.start >= since && m.name != name);
    let person = spoke.speaker.as_ref().is_some_and(|id| id.kind() == "person");
    (!other && person).then(|| (spoke.speaker.clone(), name))
}
