//! An operator's own names: JSONL (also a Wikidata-like extract and the SEC's company tickers) and
//! CSV. One line is held in memory at a time; a line that cannot be read is skipped and told.

use super::{Key, Lexicon, NameKind, fold};
use serde::Deserialize;
use std::cell::Cell;
use std::io::BufRead;
use std::rc::Rc;
use wiredesk_model::entity::{Office, Ticker};
use wiredesk_model::{Entity, EntityId, EntityType, When};

/// Why an import stopped.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The input could not be read.
    #[error("the lexicon could not be read: {0}")]
    Io(#[from] std::io::Error),
    /// The table's head lacks a column.
    #[error("the table has no column \"{0}\"")]
    NoColumn(&'static str),
}

/// What an import did.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Imported {
    /// Lines taken.
    pub taken: usize,
    /// Lines skipped.
    pub skipped: usize,
    /// The first skipped lines with their number and the reason; at most ten.
    pub reasons: Vec<(usize, String)>,
}

const REASONS_MAX: usize = 10;
/// A line longer than this is no entity.
const LINE_BYTES_MAX: usize = 1 << 20;

impl Imported {
    fn note(&mut self, line: usize, outcome: Result<(), String>) {
        match outcome {
            Ok(()) => self.taken += 1,
            Err(reason) => {
                self.skipped += 1;
                if self.reasons.len() < REASONS_MAX {
                    self.reasons.push((line, reason));
                }
            }
        }
    }
}

/// One line: `{"id"?, "type"?, "name", "aliases"?: [..], "country"?, "ticker"?, "exchange"?,
/// "tickers"?: [{"symbol","exchange"?}], "offices"?: [{"title","of"?,"from"?,"until"?}]}`, or the
/// SEC's `{"cik_str","ticker","title"}`.
#[derive(Debug, Deserialize)]
struct Line {
    id: Option<String>,
    #[serde(rename = "type", alias = "kind")]
    kind: Option<String>,
    #[serde(alias = "label", alias = "title")]
    name: String,
    #[serde(default)]
    aliases: Vec<String>,
    #[serde(default)]
    doubtful: Vec<String>,
    #[serde(default)]
    outlet: bool,
    country: Option<String>,
    ticker: Option<String>,
    exchange: Option<String>,
    #[serde(default)]
    tickers: Vec<Listing>,
    #[serde(default)]
    offices: Vec<Held>,
}

#[derive(Debug, Deserialize)]
struct Listing {
    #[serde(alias = "ticker")]
    symbol: String,
    #[serde(default)]
    exchange: String,
}

#[derive(Debug, Deserialize)]
struct Held {
    title: String,
    of: Option<String>,
    from: Option<String>,
    until: Option<String>,
}

impl Lexicon {
    /// A lexicon from JSONL alone, with the shipped vocabulary.
    ///
    /// # Errors
    /// When the input cannot be read; lines that make no sense are skipped and counted.
    pub fn from_jsonl(input: impl BufRead) -> Result<(Self, Imported), Error> {
        let mut lexicon = Self::empty();
        let imported = lexicon.add_jsonl(input)?;
        Ok((lexicon, imported))
    }

    /// Adds the entities of JSONL to this lexicon.
    ///
    /// # Errors
    /// When the input cannot be read.
    pub fn add_jsonl(&mut self, mut input: impl BufRead) -> Result<Imported, Error> {
        let mut imported = Imported::default();
        let mut line = Vec::new();
        for number in 1.. {
            line.clear();
            if read_line(&mut input, &mut line)? == 0 {
                break;
            }
            if !line.trim_ascii().is_empty() {
                imported.note(number, self.add_line(&line));
            }
        }
        self.sort();
        Ok(imported)
    }

    /// Adds the rows of a CSV table with a head; columns as the keys of the JSONL, `aliases`
    /// parted by `|` or `;`.
    ///
    /// # Errors
    /// When the input cannot be read or there is no column `name` (or `title`).
    pub fn add_csv(&mut self, input: impl std::io::Read) -> Result<Imported, Error> {
        let room = Rc::new(Cell::new(LINE_BYTES_MAX));
        let input = Bounded { input, room: Rc::clone(&room) };
        let mut table = csv::ReaderBuilder::new().flexible(true).from_reader(input);
        let head = table.headers().map_err(csv_error)?.clone();
        let at = |names: &[&str]| {
            head.iter().position(|h| names.iter().any(|n| n.eq_ignore_ascii_case(h.trim())))
        };
        let name = at(&["name", "title", "label"]).ok_or(Error::NoColumn("name"))?;
        let columns =
            [at(&["id"]), at(&["type", "kind"]), at(&["country"]), at(&["ticker", "symbol"])];
        let (exchange, aliases) = (at(&["exchange"]), at(&["aliases", "alias"]));
        let mut imported = Imported::default();
        for (n, row) in table.records().enumerate() {
            room.set(LINE_BYTES_MAX);
            let outcome = row.map_err(|error| error.to_string()).and_then(|row| {
                let field = |column: Option<usize>| {
                    column.and_then(|c| row.get(c)).filter(|f| !f.is_empty()).map(str::to_owned)
                };
                let [id, kind, country, ticker] = columns.map(field);
                let names = field(aliases).unwrap_or_default();
                self.add(Line {
                    id,
                    kind,
                    name: row.get(name).unwrap_or_default().to_owned(),
                    aliases: names.split(['|', ';']).map(|a| a.trim().to_owned()).collect(),
                    doubtful: Vec::new(),
                    outlet: false,
                    country,
                    ticker,
                    exchange: field(exchange),
                    tickers: Vec::new(),
                    offices: Vec::new(),
                })
            });
            imported.note(n + 2, outcome);
        }
        self.sort();
        Ok(imported)
    }

    fn add_line(&mut self, line: &[u8]) -> Result<(), String> {
        if line.len() >= LINE_BYTES_MAX {
            return Err("the line is too long".to_owned());
        }
        self.add(serde_json::from_slice(line).map_err(|error| error.to_string())?)
    }

    fn add(&mut self, line: Line) -> Result<(), String> {
        if line.name.trim().is_empty() {
            return Err("it has no name".to_owned());
        }
        let mut tickers: Vec<Ticker> = line
            .tickers
            .into_iter()
            .map(|l| Ticker { symbol: l.symbol, exchange: l.exchange })
            .collect();
        if let Some(symbol) = line.ticker {
            tickers.insert(0, Ticker { symbol, exchange: line.exchange.unwrap_or_default() });
        }
        let kind = match line.kind.as_deref() {
            Some(word) => {
                EntityType::parse(word).ok_or_else(|| format!("\"{word}\" is no type"))?
            }
            None if !tickers.is_empty() => EntityType::Company,
            None => line.id.as_deref().map_or(EntityType::Other, kind_of_id),
        };
        let id = line.id.unwrap_or_else(|| match tickers.first() {
            Some(ticker) => format!("company:{}", ticker.symbol),
            None => format!("{}:{}", short(kind), slug(&line.name)),
        });
        let entity = Entity {
            id: EntityId::new(id),
            kind,
            name: line.name,
            aliases: line.aliases,
            offices: line.offices.into_iter().map(office).collect(),
            tickers,
            country: line.country.map(|c| country_id(&c)),
        };
        let key = self.insert_nameless(&entity);
        self.name_company_or_other(key, &entity);
        if line.outlet {
            self.mark_outlet(key);
        }
        line.doubtful.iter().for_each(|name| self.name(key, name, NameKind::Doubtful));
        Ok(())
    }

    /// Names an imported entity. A single word that is also an ordinary word is doubtful, and a
    /// company's name without its legal form is one of its names.
    fn name_company_or_other(&mut self, key: Key, entity: &Entity) {
        for name in std::iter::once(&entity.name).chain(&entity.aliases) {
            self.name_with_care(key, name);
            if entity.kind == EntityType::Company {
                let bare = self.without_legal_form(name);
                if bare.len() < name.len() && !bare.is_empty() {
                    self.name_with_care(key, bare);
                }
            }
        }
    }

    fn name_with_care(&mut self, key: Key, name: &str) {
        use super::WordClass as C;
        let mut words = crate::words::cut_name(name);
        let ordinary = C::FUNCTION.and(C::COMMON).and(C::ROLE).and(C::GIVEN).and(C::CALENDAR);
        let doubtful = match (words.next(), words.next()) {
            (Some(one), None) => self.vocabulary.class(fold::word_hash(one)).any(ordinary),
            _ => false,
        };
        self.name(key, name, if doubtful { NameKind::Doubtful } else { NameKind::Name });
    }

    /// "Apple" of "Apple Inc.".
    fn without_legal_form<'n>(&self, name: &'n str) -> &'n str {
        let mut end = 0;
        for word in crate::words::cut_name(name) {
            let class = self.vocabulary.class(fold::word_hash(word));
            if end > 0 && class.is(super::WordClass::COMPANY_TAIL) {
                break;
            }
            end = word.as_ptr() as usize - name.as_ptr() as usize + word.len();
        }
        &name[..end]
    }
}

/// Reads one line, of which at most [`LINE_BYTES_MAX`] bytes are kept; tells how many were read.
fn read_line(input: &mut impl BufRead, line: &mut Vec<u8>) -> std::io::Result<usize> {
    let mut read = 0;
    loop {
        let buffer = input.fill_buf()?;
        if buffer.is_empty() {
            return Ok(read);
        }
        let feed = buffer.iter().position(|&b| b == b'\n');
        let taken = feed.map_or(buffer.len(), |n| n + 1);
        let room = LINE_BYTES_MAX.saturating_sub(line.len());
        line.extend_from_slice(&buffer[..taken.min(room)]);
        read += taken;
        input.consume(taken);
        if feed.is_some() {
            return Ok(read);
        }
    }
}

/// A table of which no row is longer than [`LINE_BYTES_MAX`]: a quotation mark that is never closed
/// would make one row of all the rest.
struct Bounded<R> {
    input: R,
    /// What the row may still take.
    room: Rc<Cell<usize>>,
}

impl<R: std::io::Read> std::io::Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let room = self.room.get();
        if room == 0 {
            let told = "the row is too long: is a quotation mark missing?";
            return Err(std::io::Error::new(std::io::ErrorKind::InvalidData, told));
        }
        let most = buffer.len().min(room);
        let count = self.input.read(&mut buffer[..most])?;
        self.room.set(room - count);
        Ok(count)
    }
}

fn csv_error(error: csv::Error) -> Error {
    Error::Io(std::io::Error::new(std::io::ErrorKind::InvalidData, error))
}

fn office(held: Held) -> Office {
    let date = |text: Option<String>| text.as_deref().and_then(When::parse);
    let of = held.of.map(|of| country_id(&of));
    Office { title: held.title, of, from: date(held.from), until: date(held.until) }
}

/// "USA" and "country:USA" are the same.
fn country_id(text: &str) -> EntityId {
    match text.contains(':') {
        true => EntityId::from(text),
        false => EntityId::new(format!("country:{text}")),
    }
}

fn kind_of_id(id: &str) -> EntityType {
    match id.split(':').next().unwrap_or_default() {
        "org" => EntityType::Organization,
        kind => EntityType::parse(kind).unwrap_or(EntityType::Other),
    }
}

/// The word for a type in ids.
pub(crate) fn short(kind: EntityType) -> &'static str {
    match kind {
        EntityType::Organization => "org",
        _ => kind.as_str(),
    }
}

/// A name as the key of an id: "Kyrylo Budanov" is `kyrylo-budanov`.
#[must_use]
pub(crate) fn slug(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for word in crate::words::cut_name(name).filter(|w| *w != "&") {
        if !out.is_empty() {
            out.push('-');
        }
        fold::push_folded(word, &mut out);
    }
    out
}
