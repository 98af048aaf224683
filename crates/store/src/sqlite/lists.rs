//! Lists of published stories: which rows, in which order, from where. Every list is a walk along
//! `story_facets`, whose key holds the order; the rows themselves are fetched for one page only.

use super::columns::{all, first, json, micros};
use super::facets::{ALL, CREATED, REMOVED, STORY, UPDATED, fold, value_of};
use super::published::by_id;
use crate::{By, Error, Facet, FacetCount, Filter, Order, PublishedStory, Result, Start, Store};
use jiff::Timestamp;
use rusqlite::types::Value;
use rusqlite::{Connection, params, params_from_iter};
use wiredesk_model::StoryId;

/// Lists up to this long may be gathered and sorted; longer ones are walked in order.
const GATHERED: u64 = 50_000;

impl Store {
    /// One page of published stories; see [`Filter`].
    ///
    /// # Errors
    /// [`Error::Refused`] when `removed` stands with names to narrow by.
    pub fn list(
        &self,
        filter: &Filter,
        order: Order,
        start: Start,
        limit: usize,
    ) -> Result<Vec<PublishedStory>> {
        self.read(|db| {
            let Some(groups) = groups(db, filter)? else { return Ok(Vec::new()) };
            let ids = Plan { db, filter, order, start, groups }.ids(limit)?;
            ids.into_iter().filter_map(|id| by_id(db, id).transpose()).collect()
        })
    }

    /// The numbers of such a page alone.
    ///
    /// # Errors
    /// As [`Store::list`].
    pub fn list_ids(
        &self,
        filter: &Filter,
        order: Order,
        start: Start,
        limit: usize,
    ) -> Result<Vec<StoryId>> {
        self.read(|db| {
            let Some(groups) = groups(db, filter)? else { return Ok(Vec::new()) };
            let ids = Plan { db, filter, order, start, groups }.ids(limit)?;
            Ok(ids.into_iter().map(StoryId).collect())
        })
    }

    /// The names that standing stories carry, most used first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn facet_counts(&self, facet: Facet, limit: usize) -> Result<Vec<FacetCount>> {
        let sql = "SELECT id, name, stories FROM facet_values WHERE facet = ?1 AND stories > 0 \
                   ORDER BY stories DESC, id LIMIT ?2";
        self.read(|db| {
            all(db, sql, params![facet.as_str(), limit], |r| {
                Ok(FacetCount { id: r.get(0)?, name: r.get(1)?, stories: r.get(2)? })
            })
        })
    }

    /// Names of a facet that standing stories carry, from `from` to `to` in the order of letters
    /// (folded; `None`: no bound), at most `limit`.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn facet_names(
        &self,
        facet: Facet,
        (from, to): (Option<&str>, Option<&str>),
        limit: usize,
    ) -> Result<Vec<String>> {
        let sql = "SELECT name FROM facet_values WHERE facet = ?1 AND stories > 0 \
                   AND key >= ?2 AND (?3 IS NULL OR key <= ?3) ORDER BY key LIMIT ?4";
        let (from, to) = (from.map(fold).unwrap_or_default(), to.map(fold));
        self.read(|db| all(db, sql, params![facet.as_str(), from, to, limit], |r| Ok(r.get(0)?)))
    }

    /// How many stories stand, and how many were removed.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn published_counts(&self) -> Result<(u64, u64)> {
        let sql = "SELECT stories FROM facet_values WHERE id = ?1";
        self.read(|db| {
            let count =
                |id| -> Result<u64> { Ok(first(db, sql, [id], |r| Ok(r.get(0)?))?.unwrap_or(0)) };
            Ok((count(ALL)?, count(REMOVED)?))
        })
    }
}

/// Any of these values; together they are on so many stories.
#[derive(Debug)]
struct Group {
    values: Vec<u64>,
    stories: u64,
}

/// The groups that must hold, the one with the fewest stories first; there is always one. `None`
/// when a name is asked for that no story carries.
fn groups(db: &Connection, filter: &Filter) -> Result<Option<Vec<Group>>> {
    let none = Vec::new();
    let lists = [
        (Facet::Channel, &filter.channels),
        (Facet::Ticker, &filter.tickers),
        (Facet::Tag, &filter.tags),
        (Facet::Author, &filter.authors),
        (Facet::Entity, &filter.entities),
        (Facet::Storyline, &filter.storylines),
        (Facet::Primary, &filter.primary_tickers),
        (Facet::Kind, if with_stories(filter) { &none } else { &filter.kinds }),
        (Facet::Importance, &filter.importances),
    ];
    let each = filter.each.iter().map(|(facet, name)| (*facet, std::slice::from_ref(name)));
    let lists = lists.into_iter().map(|(facet, list)| (facet, list.as_slice())).chain(each);
    let mut groups = Vec::new();
    for (facet, list) in lists.filter(|(_, list)| !list.is_empty()) {
        let mut keys: Vec<String> = list.iter().map(|name| fold(name)).collect();
        keys.sort();
        keys.dedup();
        let mut group = Group { values: Vec::new(), stories: 0 };
        for key in keys {
            if let Some((value, stories)) = value_of(db, facet, &key)? {
                group.values.push(value);
                group.stories += stories;
            }
        }
        if group.stories == 0 {
            return Ok(None);
        }
        groups.push(group);
    }
    if filter.removed && !groups.is_empty() {
        let why = "removed stories cannot be narrowed by channel, ticker, tag, author, entity or storyline";
        return Err(Error::Refused(why.into()));
    }
    if groups.is_empty() {
        let all = if filter.removed { REMOVED } else { ALL };
        groups.push(Group { values: vec![all], stories: u64::MAX });
    }
    groups.sort_by_key(|group| group.stories);
    Ok(Some(groups))
}

/// True when stories are among the kinds asked for: those have no list of their own.
fn with_stories(filter: &Filter) -> bool {
    filter.kinds.iter().any(|kind| fold(kind) == STORY)
}

/// Everything that decides how a page is found.
struct Plan<'a> {
    db: &'a Connection,
    filter: &'a Filter,
    order: Order,
    start: Start,
    groups: Vec<Group>,
}

/// A statement in the making.
#[derive(Default)]
struct Query {
    sql: String,
    params: Vec<Value>,
}

impl Query {
    fn add(&mut self, sql: &str, params: impl IntoIterator<Item = i64>) {
        self.sql.push_str(sql);
        self.params.extend(params.into_iter().map(Value::Integer));
    }
}

impl Plan<'_> {
    /// The numbers of the stories of the page.
    fn ids(&self, limit: usize) -> Result<Vec<u64>> {
        let by = match self.order.by {
            By::Created => column(CREATED),
            By::Updated => column(UPDATED),
            By::Id => "p.story",
        };
        let mut query = match self.order.by {
            _ if self.filter.among.is_some() => self.by_id(by),
            By::Created => self.by_time(CREATED)?,
            By::Updated => self.by_time(UPDATED)?,
            By::Id if self.groups[0].stories <= GATHERED => self.gather(CREATED, "p.story"),
            By::Id => self.by_id("p.story"),
        };
        let skip = if let Start::Offset(skip) = self.start { skip } else { 0 };
        let whole = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
        query.add(" LIMIT ? OFFSET ?", [whole(limit as u64), whole(skip)]);
        all(self.db, &query.sql, params_from_iter(query.params), |r| Ok(r.get("story")?))
    }

    fn by_time(&self, clock: u8) -> Result<Query> {
        let other = 1 - clock;
        if self.narrow(other)? {
            return Ok(self.gather(other, column(clock)));
        }
        Ok(self.walk(clock))
    }

    /// True when the list is bounded on `clock` and few stories are within the bounds.
    fn narrow(&self, clock: u8) -> Result<bool> {
        let (from, before) = self.bounds(clock);
        if from.is_none() && before.is_none() {
            return Ok(false);
        }
        let mut query = Query::default();
        query.add("SELECT count(*) AS n FROM (SELECT 1 FROM story_facets f WHERE ", []);
        self.in_values(&mut query, &self.groups[0].values, clock);
        self.within(&mut query, clock, "f.at");
        query.add(" LIMIT ?)", [GATHERED as i64 + 1]);
        let n = first(self.db, &query.sql, params_from_iter(query.params), |r| Ok(r.get("n")?))?;
        Ok(n.unwrap_or(0u64) <= GATHERED)
    }

    /// One walk for each value of the smallest group, merged in order as they go.
    fn walk(&self, clock: u8) -> Query {
        let mut query = Query::default();
        for (nth, value) in self.groups[0].values.iter().enumerate() {
            let lead = if nth == 0 { "" } else { " UNION " };
            query.add(lead, []);
            query.add("SELECT f.at AS at, f.story AS story FROM story_facets f WHERE ", []);
            self.in_values(&mut query, &[*value], clock);
            self.within(&mut query, clock, "f.at");
            if let Start::After { at, id } = self.start {
                let than = if self.order.descending { "<" } else { ">" };
                let sql = format!(" AND (f.at, f.story) {than} (?, ?)");
                query.add(&sql, [micros(at), id.0 as i64]);
            }
            self.id_above(&mut query, "f.story");
            self.such(&mut query, "f.story");
            self.other_groups(&mut query, &self.groups[1..], clock, ("f.at", "f.story"));
            self.other_clock(&mut query, 1 - clock);
        }
        let way = if self.order.descending { "DESC" } else { "ASC" };
        query.add(&format!(" ORDER BY at {way}, story {way}"), []);
        query
    }

    /// All that fit, sorted by `key`; for lists known to be short.
    fn gather(&self, clock: u8, key: &str) -> Query {
        let mut query = Query::default();
        query.add("SELECT p.story AS story FROM published p WHERE p.story IN (", []);
        query.add("SELECT f.story FROM story_facets f WHERE ", []);
        self.in_values(&mut query, &self.groups[0].values, clock);
        self.within(&mut query, clock, "f.at");
        self.other_groups(&mut query, &self.groups[1..], clock, ("f.at", "f.story"));
        query.add(")", []);
        self.within(&mut query, 1 - clock, column(1 - clock));
        self.id_above(&mut query, "p.story");
        self.such(&mut query, "p.story");
        self.ordered(&mut query, key);
        query
    }

    /// Along the numbers of the stories, or of those that a search found, sorted by `key`.
    fn by_id(&self, key: &str) -> Query {
        let mut query = Query::default();
        let stand = if self.filter.removed { "NOT NULL" } else { "NULL" };
        query.add(
            &format!("SELECT p.story AS story FROM published p WHERE p.removed IS {stand}"),
            [],
        );
        if let Some(among) = &self.filter.among {
            let ids: Vec<u64> = among.iter().map(|id| id.0).collect();
            query.sql.push_str(" AND p.story IN (SELECT value FROM json_each(?))");
            query.params.push(Value::Text(json(&ids)));
        }
        self.such(&mut query, "p.story");
        self.within(&mut query, CREATED, column(CREATED));
        self.within(&mut query, UPDATED, column(UPDATED));
        self.id_above(&mut query, "p.story");
        let all = self.groups[0].stories == u64::MAX;
        let groups = if all { &[] } else { &self.groups[..] };
        self.other_groups(&mut query, groups, CREATED, ("p.created", "p.story"));
        self.ordered(&mut query, key);
        query
    }

    /// Where the page starts and the order, for statements over `published p`.
    fn ordered(&self, query: &mut Query, key: &str) {
        let (than, way) = if self.order.descending { ("<", "DESC") } else { (">", "ASC") };
        match self.start {
            Start::After { id, .. } if self.order.by == By::Id => {
                query.add(&format!(" AND p.story {than} ?"), [id.0 as i64]);
            }
            Start::After { at, id } => {
                let sql = format!(" AND ({key}, p.story) {than} (?, ?)");
                query.add(&sql, [micros(at), id.0 as i64]);
            }
            Start::Top | Start::Offset(_) => {}
        }
        query.add(&format!(" ORDER BY {key} {way}, p.story {way}"), []);
    }

    fn in_values(&self, query: &mut Query, values: &[u64], clock: u8) {
        let marks = vec!["?"; values.len()].join(", ");
        query.add(&format!("f.value IN ({marks})"), values.iter().map(|v| *v as i64));
        query.add(&format!(" AND f.clock = {clock}"), []);
    }

    fn other_groups(&self, query: &mut Query, groups: &[Group], clock: u8, at: (&str, &str)) {
        for group in groups {
            let marks = vec!["?"; group.values.len()].join(", ");
            let sql = format!(
                " AND EXISTS (SELECT 1 FROM story_facets g WHERE g.value IN ({marks}) \
                 AND g.clock = {clock} AND g.at = {} AND g.story = {})",
                at.0, at.1
            );
            query.add(&sql, group.values.iter().map(|v| *v as i64));
        }
    }

    fn other_clock(&self, query: &mut Query, clock: u8) {
        let (from, before) = self.bounds(clock);
        if from.is_some() || before.is_some() {
            query.add(" AND EXISTS (SELECT 1 FROM published p WHERE p.story = f.story", []);
            self.within(query, clock, column(clock));
            query.add(")", []);
        }
    }

    fn within(&self, query: &mut Query, clock: u8, column: &str) {
        let (from, before) = self.bounds(clock);
        for (at, than) in [(from, ">="), (before, "<")] {
            if let Some(at) = at {
                query.add(&format!(" AND {column} {than} ?"), [micros(at)]);
            }
        }
    }

    fn id_above(&self, query: &mut Query, column: &str) {
        if let Some(id) = self.filter.id_above {
            query.add(&format!(" AND {column} > ?"), [i64::try_from(id).unwrap_or(i64::MAX)]);
        }
    }

    /// What only the row itself tells.
    fn such(&self, query: &mut Query, column: &str) {
        let mut told = Vec::new();
        if self.filter.with_body {
            told.push("b.body <> ''");
        }
        if with_stories(self.filter) {
            told.push("(b.kind = '' OR lower(b.kind) IN (SELECT value FROM json_each(?)))");
            let kinds: Vec<String> = self.filter.kinds.iter().map(|k| fold(k)).collect();
            query.params.push(Value::Text(json(&kinds)));
        }
        if !told.is_empty() {
            let told = told.join(" AND ");
            let sql = format!(
                " AND EXISTS (SELECT 1 FROM published b WHERE b.story = {column} AND {told})"
            );
            query.add(&sql, []);
        }
    }

    fn bounds(&self, clock: u8) -> (Option<Timestamp>, Option<Timestamp>) {
        let f = self.filter;
        match clock {
            CREATED => (f.created_from, f.created_before),
            _ => (f.updated_from, f.updated_before),
        }
    }
}

fn column(clock: u8) -> &'static str {
    if clock == CREATED { "p.created" } else { "coalesce(p.removed, p.updated)" }
}
