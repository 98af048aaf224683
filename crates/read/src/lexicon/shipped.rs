//! The shipped lexicon, from the readable files in `data/`. State of knowledge: `data/README.md`.

use super::{Key, Lexicon, NameKind, import::slug};
use wiredesk_model::entity::{Office, Ticker};
use wiredesk_model::{Entity, EntityId, EntityType, When};

/// Reads all shipped files.
pub(super) fn load() -> Lexicon {
    let mut lexicon = Lexicon::empty();
    rows(include_str!("../../data/countries.tsv"), |row| country(&mut lexicon, row));
    rows(include_str!("../../data/organisations.tsv"), |row| {
        organisation(&mut lexicon, row);
    });
    rows(include_str!("../../data/outlets.tsv"), |row| {
        let key = organisation(&mut lexicon, row);
        lexicon.mark_outlet(key);
    });
    rows(include_str!("../../data/companies.tsv"), |row| company(&mut lexicon, row));
    rows(include_str!("../../data/people.tsv"), |row| person(&mut lexicon, row));
    rows(include_str!("../../data/places.tsv"), |row| places(&mut lexicon, row));
    lexicon.sort();
    lexicon
}

/// Calls `take` with the first six fields of every line that is not a comment.
fn rows(file: &str, mut take: impl FnMut([&str; 6])) {
    for line in file.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
        let mut row = [""; 6];
        for (slot, field) in row.iter_mut().zip(line.split('\t')) {
            *slot = field.trim();
        }
        take(row);
    }
}

fn list(field: &str) -> impl Iterator<Item = &str> {
    field.split(';').map(str::trim).filter(|name| !name.is_empty())
}

fn entity(id: String, kind: EntityType, name: &str) -> Entity {
    Entity {
        id: EntityId::new(id),
        kind,
        name: name.to_owned(),
        aliases: Vec::new(),
        offices: Vec::new(),
        tickers: Vec::new(),
        country: None,
    }
}

/// iso3, name, other names, demonyms, capitals, seats of power.
fn country(lexicon: &mut Lexicon, [iso, name, aliases, demonyms, capitals, seats]: [&str; 6]) {
    let key = lexicon.insert(&entity(format!("country:{iso}"), EntityType::Country, name));
    let names = [
        (aliases, NameKind::Name),
        (demonyms, NameKind::Demonym),
        (seats, NameKind::Seat),
        (capitals, NameKind::Capital),
    ];
    for (field, kind) in names {
        list(field).for_each(|name| lexicon.name(key, name, kind));
    }
    let mut spellings = list(capitals);
    if let Some(shown) = spellings.next() {
        let city = place(lexicon, shown, &format!("country:{iso}"));
        spellings.for_each(|name| lexicon.name(city, name, NameKind::Name));
    }
}

fn place(lexicon: &mut Lexicon, name: &str, country: &str) -> Key {
    let mut city = entity(format!("place:{}", slug(name)), EntityType::Place, name);
    city.country = (!country.is_empty()).then(|| EntityId::from(country));
    lexicon.insert(&city)
}

/// key, name, aliases, country. An alias after `?` needs the context to speak for it.
fn organisation(lexicon: &mut Lexicon, [key, name, aliases, country, ..]: [&str; 6]) -> Key {
    let mut body = entity(format!("org:{key}"), EntityType::Organization, name);
    body.country = (!country.is_empty()).then(|| EntityId::new(format!("country:{country}")));
    let key = lexicon.insert_nameless(&body);
    names(lexicon, key, name, aliases);
    key
}

/// ticker, exchange, name, aliases, country.
fn company(lexicon: &mut Lexicon, [symbol, exchange, name, aliases, country, _]: [&str; 6]) {
    let mut firm =
        entity(format!("company:{symbol}"), EntityType::Company, name.trim_start_matches('?'));
    firm.country = (!country.is_empty()).then(|| EntityId::new(format!("country:{country}")));
    // Without an exchange nobody trades it: the symbol is only its key.
    if !exchange.is_empty() {
        firm.tickers = vec![Ticker { symbol: symbol.to_owned(), exchange: exchange.to_owned() }];
    }
    let key = lexicon.insert_nameless(&firm);
    names(lexicon, key, name, aliases);
}

fn names(lexicon: &mut Lexicon, key: Key, name: &str, aliases: &str) {
    for name in std::iter::once(name).chain(list(aliases)) {
        match name.strip_prefix('?') {
            Some(doubtful) => lexicon.name(key, doubtful, NameKind::Doubtful),
            None => lexicon.name(key, name, NameKind::Name),
        }
    }
}

/// name, aliases (`~` before a surname that alone means the person), title, of, from, until.
fn person(lexicon: &mut Lexicon, [name, aliases, title, of, from, until]: [&str; 6]) {
    let mut human = entity(format!("person:{}", slug(name)), EntityType::Person, name);
    let of = match of.len() {
        0 => None,
        3 => Some(EntityId::new(format!("country:{of}"))),
        _ => Some(EntityId::from(of)),
    };
    human.country = of.clone().filter(|id| id.kind() == "country");
    if !title.is_empty() {
        let (from, until) = (When::parse(from), When::parse(until));
        human.offices = vec![Office { title: title.to_owned(), of, from, until }];
    }
    let key = lexicon.insert(&human);
    for alias in list(aliases) {
        match alias.strip_prefix('~') {
            Some(surname) => lexicon.name(key, surname, NameKind::Surname),
            None => lexicon.name(key, alias, NameKind::Name),
        }
    }
}

/// country (ISO3, or empty), names of places parted by ";", other spellings after "=".
fn places(lexicon: &mut Lexicon, [country, names, ..]: [&str; 6]) {
    let country = if country.is_empty() { String::new() } else { format!("country:{country}") };
    for spellings in list(names) {
        let mut spellings = spellings.split('=');
        let Some(shown) = spellings.next() else { continue };
        let key = place(lexicon, shown, &country);
        spellings.for_each(|name| lexicon.name(key, name, NameKind::Name));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_files_are_whole() {
        for (file, fields) in [
            (include_str!("../../data/countries.tsv"), 5..=6),
            (include_str!("../../data/organisations.tsv"), 2..=4),
            (include_str!("../../data/outlets.tsv"), 2..=4),
            (include_str!("../../data/companies.tsv"), 3..=5),
            (include_str!("../../data/people.tsv"), 1..=6),
            (include_str!("../../data/places.tsv"), 2..=2),
        ] {
            for line in file.lines().filter(|l| !l.starts_with('#') && !l.is_empty()) {
                assert!(fields.contains(&line.split('\t').count()), "{line}");
            }
        }
        let lexicon = load();
        rows(include_str!("../../data/people.tsv"), |[name, _, _, of, from, until]| {
            for date in [from, until] {
                assert!(date.is_empty() || When::parse(date).is_some(), "{name}: {date}");
            }
            assert!(of.is_empty() || lexicon.get(&expand(of)).is_some(), "{name}: {of}");
        });
    }

    fn expand(of: &str) -> String {
        if of.len() == 3 { format!("country:{of}") } else { of.to_owned() }
    }
}
