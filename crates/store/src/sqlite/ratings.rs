//! Tables `ratings` and `rating_versions`.

use super::columns::{At, all, document, first, json, model, run, whole_micros};
use super::facets::fold;
use crate::folder::sha256;
use crate::rows::RatingRow;
use crate::{
    Analyst, Error, KeptRating, NewRating, Outcome, Rated, RatingFilter, RatingId, Result, Store,
};
use jiff::Timestamp;
use rusqlite::types::Value;
use rusqlite::{Connection, params, params_from_iter};
use wiredesk_model::Published;

const COLUMNS: &str =
    "id, rating, date, importance, notes, origin, version, created, updated, removed";

impl Store {
    /// Keeps ratings, all or none, in the order given; each is new, known unchanged, or changed.
    ///
    /// # Errors
    /// [`Error::Refused`] when a rating names neither ticker nor company.
    pub fn rate(&self, ratings: Vec<NewRating>, now: Timestamp) -> Result<Vec<Rated>> {
        let rows: Result<Vec<Row>> = ratings.iter().map(Row::of).collect();
        let (rows, now) = (rows?, whole_micros(now));
        self.tell(move |db| rows.iter().map(|row| row.keep(db, now)).collect())
    }

    /// One page of ratings, see [`RatingFilter`]; `offset` of them are left out first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn ratings(
        &self,
        filter: &RatingFilter,
        offset: u64,
        limit: usize,
    ) -> Result<Vec<KeptRating>> {
        let (sql, params) = select(filter, offset, limit);
        self.read(|db| all(db, &sql, params_from_iter(params), kept))
    }

    /// Ratings in the order in which they last changed, those taken back among them: what changed
    /// after a moment, and of that moment those with a larger number.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn rating_changes(
        &self,
        after: (Timestamp, RatingId),
        limit: usize,
    ) -> Result<Vec<KeptRating>> {
        let sql = format!(
            "SELECT {COLUMNS} FROM ratings WHERE (updated, id) > (?1, ?2) \
             ORDER BY updated, id LIMIT ?3"
        );
        self.read(|db| all(db, &sql, params![At(after.0), after.1.0, limit], kept))
    }

    /// The analysts of whom ratings are kept, by firm and name.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn analysts(&self) -> Result<Vec<Analyst>> {
        let sql = "SELECT firm, coalesce(analyst, ''), count(*), max(updated) FROM ratings \
                   WHERE removed IS NULL AND coalesce(firm, '') <> '' \
                   GROUP BY firm COLLATE NOCASE, analyst COLLATE NOCASE ORDER BY 1, 2";
        self.read(|db| {
            all(db, sql, [], |r| {
                let updated = r.get::<_, At>(3)?.0;
                Ok(Analyst { firm: r.get(0)?, name: r.get(1)?, ratings: r.get(2)?, updated })
            })
        })
    }

    /// What a rating said before, oldest first, the words of now last.
    ///
    /// # Errors
    /// [`Error::Unreadable`].
    pub fn rating_history(&self, id: RatingId) -> Result<Vec<(Timestamp, wiredesk_model::Rating)>> {
        let sql = "SELECT at, document FROM rating_versions WHERE rating = ?1 ORDER BY version";
        self.read(|db| {
            all(db, sql, [id.0], |r| {
                let text: String = r.get(1)?;
                let what = || format!("rating {}", id.0);
                Ok((r.get::<_, At>(0)?.0, model::<RatingRow>(&text, what)?))
            })
        })
    }

    /// Takes a rating back: it is only in the list of removed ones from then on.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub fn remove_rating(&self, id: RatingId, now: Timestamp) -> Result<()> {
        self.tell(move |db| {
            let sql =
                "UPDATE ratings SET removed = coalesce(removed, ?2), updated = ?2 WHERE id = ?1";
            if run(db, sql, params![id.0, At(now)])? == 0 {
                return Err(Error::not_found(format_args!("rating {}", id.0)));
            }
            Ok(())
        })
    }
}

struct Row {
    key: [u8; 32],
    about: NewRating,
    document: String,
    ticker: Option<String>,
}

impl Row {
    fn of(about: &NewRating) -> Result<Self> {
        let rating = &about.rating;
        let ticker = rating.ticker.as_deref().map(|t| t.trim().to_uppercase());
        let ticker = ticker.filter(|t| !t.is_empty());
        let Some(rated) = ticker.as_deref().or(rating.company.as_deref()) else {
            let why = "a rating needs a ticker or a company";
            return Err(Error::Refused(why.into()));
        };
        let day = about.date.date().to_string();
        let part = |text: &Option<String>| fold(text.as_deref().unwrap_or_default());
        let key = [fold(rated), part(&rating.firm), part(&rating.analyst), day].join("\0");
        let document = document::<RatingRow>(rating);
        Ok(Self { key: sha256(key.as_bytes()), about: about.clone(), document, ticker })
    }

    fn keep(&self, db: &Connection, now: Timestamp) -> Result<Rated> {
        let sql = format!("SELECT {COLUMNS} FROM ratings WHERE key = ?1");
        let known = first(db, &sql, [self.key], kept)?;
        let (id, version, outcome) = match known {
            Some(known) if self.says_the_same(&known) => {
                return Ok(Rated { id: known.id, outcome: Outcome::Known });
            }
            Some(known) => (known.id, known.version + 1, Outcome::Updated),
            None => (self.insert(db, now)?, 1, Outcome::Inserted),
        };
        if outcome == Outcome::Updated {
            let NewRating { rating, date, importance, notes, origin } = &self.about;
            let sql = "UPDATE ratings SET date = ?2, at = ?3, action = ?4, importance = ?5, \
                       rating = ?6, notes = ?7, origin = ?8, version = ?9, updated = ?10, \
                       company = ?11, day = ?12 WHERE id = ?1";
            let at = At(date.order_key());
            let values = params![
                id.0,
                date.to_string(),
                at,
                rating.action,
                importance,
                self.document,
                notes,
                origin,
                version,
                At(now),
                rating.company,
                day_of(date)
            ];
            run(db, sql, values)?;
        }
        let sql = "INSERT INTO rating_versions (rating, version, at, origin, document) \
                   VALUES (?1, ?2, ?3, ?4, ?5)";
        run(db, sql, params![id.0, version, At(now), self.about.origin, self.document])?;
        Ok(Rated { id, outcome })
    }

    fn insert(&self, db: &Connection, now: Timestamp) -> Result<RatingId> {
        let NewRating { rating, date, importance, notes, origin } = &self.about;
        let sql = "INSERT INTO ratings (key, date, at, ticker, company, firm, analyst, action, \
                   importance, rating, notes, origin, created, updated, day) \
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?13, ?14)";
        let values = params![
            self.key,
            date.to_string(),
            At(date.order_key()),
            self.ticker,
            rating.company,
            rating.firm,
            rating.analyst,
            rating.action,
            importance,
            self.document,
            notes,
            origin,
            At(now),
            day_of(date)
        ];
        run(db, sql, values)?;
        Ok(RatingId(db.last_insert_rowid() as u64))
    }

    /// The words are the same; where they were read is not part of them.
    fn says_the_same(&self, known: &KeptRating) -> bool {
        let (now, before) = (&self.about, &known.about);
        let words = |r: &NewRating| wiredesk_model::Rating {
            span: wiredesk_model::Span::default(),
            ..r.rating.clone()
        };
        words(now) == words(before)
            && now.date == before.date
            && now.importance == before.importance
            && now.notes == before.notes
    }
}

/// The day on the clock of the exchanges; the told day where no time was told.
fn day_of(date: &Published) -> String {
    let day = date.instant().and_then(|at| {
        let zone = jiff::tz::TimeZone::get("America/New_York").ok()?;
        Some(zone.to_datetime(at).date())
    });
    day.unwrap_or(date.date()).to_string()
}

fn select(filter: &RatingFilter, offset: u64, limit: usize) -> (String, Vec<Value>) {
    let stand = if filter.removed { "NOT NULL" } else { "NULL" };
    let mut sql = format!("SELECT {COLUMNS} FROM ratings WHERE removed IS {stand}");
    let mut params: Vec<Value> = Vec::new();
    let lists = [
        ("ticker", "", &filter.tickers),
        ("firm", " COLLATE NOCASE", &filter.firms),
        ("analyst", " COLLATE NOCASE", &filter.analysts),
        ("action", " COLLATE NOCASE", &filter.actions),
    ];
    for (column, fold, names) in lists.into_iter().filter(|(.., names)| !names.is_empty()) {
        let marks = vec!["?"; names.len()].join(", ");
        sql.push_str(&format!(" AND {column}{fold} IN ({marks})"));
        let upper = column == "ticker";
        let name = |n: &String| if upper { n.trim().to_uppercase() } else { n.trim().to_owned() };
        params.extend(names.iter().map(|n| Value::Text(name(n))));
    }
    let times = [
        ("at >=", filter.from),
        ("at <", filter.before),
        ("updated >=", filter.updated_from),
        ("updated <", filter.updated_before),
    ];
    for (than, at) in times {
        if let Some(at) = at {
            sql.push_str(&format!(" AND {than} ?"));
            params.push(Value::Integer(at.as_microsecond()));
        }
    }
    for (day, than) in [(filter.from_day, ">="), (filter.to_day, "<=")] {
        if let Some(day) = day {
            sql.push_str(&format!(" AND day {than} ?"));
            params.push(Value::Text(day.to_string()));
        }
    }
    if filter.importance > 0 {
        sql.push_str(" AND importance >= ?");
        params.push(Value::Integer(filter.importance.into()));
    }
    if !filter.ids.is_empty() {
        let ids: Vec<u64> = filter.ids.iter().map(|id| id.0).collect();
        sql.push_str(" AND id IN (SELECT value FROM json_each(?))");
        params.push(Value::Text(json(&ids)));
    }
    let by_change = filter.by_change || filter.updated_from.is_some() || filter.removed;
    let key = if by_change { "updated" } else { "at" };
    sql.push_str(&format!(" ORDER BY {key} DESC, id DESC LIMIT ? OFFSET ?"));
    let whole = |n: u64| Value::Integer(i64::try_from(n).unwrap_or(i64::MAX));
    params.extend([whole(limit as u64), whole(offset)]);
    (sql, params)
}

fn kept(r: &rusqlite::Row<'_>) -> Result<KeptRating> {
    let id: u64 = r.get(0)?;
    let text: String = r.get(1)?;
    let date: String = r.get(2)?;
    let what = || format!("rating {id}");
    let unreadable = || Error::Unreadable { what: what(), why: format!("\"{date}\" is no date") };
    Ok(KeptRating {
        id: RatingId(id),
        about: NewRating {
            rating: model::<RatingRow>(&text, what)?,
            date: Published::parse(&date).ok_or_else(unreadable)?,
            importance: r.get(3)?,
            notes: r.get(4)?,
            origin: r.get(5)?,
        },
        version: r.get(6)?,
        created: r.get::<_, At>(7)?.0,
        updated: r.get::<_, At>(8)?.0,
        removed: r.get::<_, Option<At>>(9)?.map(|a| a.0),
    })
}
