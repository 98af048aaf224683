//! The parameters of a request, read strictly: one that the document does not name, one that is
//! told twice, one that cannot be read is refused by its name.

use axum::http::Uri;
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use utoipa::IntoParams;

use super::problem::Problem;

/// Names in one list.
const NAMES_MAX: usize = 50;

/// A query string as sent.
#[derive(Debug, Clone, Default)]
pub(crate) struct Params {
    pairs: Vec<(String, String)>,
}

impl Params {
    /// The query of an address; `T` is the document of what may be in it.
    pub fn of<T: IntoParams>(uri: &Uri) -> Result<Self, Problem> {
        let query = axum::extract::Query::<Vec<(String, String)>>::try_from_uri(uri);
        let pairs = query.map_err(|_| Problem::parameter("query", "cannot be read"))?.0;
        let known: Vec<String> = T::into_params(|| None).into_iter().map(|p| p.name).collect();
        for (at, (name, _)) in pairs.iter().enumerate() {
            if !known.contains(name) {
                let why = format!("is not known here; there are {}", known.join(", "));
                return Err(Problem::parameter(name, why));
            }
            if pairs[..at].iter().any(|(other, _)| other == name) {
                let why = "is there twice; names in a list are parted by commas";
                return Err(Problem::parameter(name, why));
            }
        }
        Ok(Self { pairs })
    }

    /// One value.
    pub fn text(&self, name: &str) -> Result<Option<&str>, Problem> {
        let found = self.pairs.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str());
        match found {
            Some("") => Err(Problem::parameter(name, "is empty; leave it out")),
            other => Ok(other),
        }
    }

    /// Names parted by commas.
    pub fn names(&self, name: &str) -> Result<Vec<String>, Problem> {
        let Some(text) = self.text(name)? else { return Ok(Vec::new()) };
        let names = text.split(',').map(str::trim).filter(|n| !n.is_empty());
        let names: Vec<String> = names.map(String::from).collect();
        match names.len() {
            0 => Err(Problem::parameter(name, "names nothing")),
            n if n > NAMES_MAX => {
                Err(Problem::parameter(name, format!("holds more than {NAMES_MAX} names")))
            }
            _ => Ok(names),
        }
    }

    /// A moment, or a day, which stands for its first moment in UTC.
    pub fn moment(&self, name: &str) -> Result<Option<Timestamp>, Problem> {
        let Some(text) = self.text(name)? else { return Ok(None) };
        let day = |t: &str| t.parse::<Date>().ok().filter(|_| t.len() == 10);
        let moment = match day(text) {
            Some(day) => day.to_zoned(TimeZone::UTC).ok().map(|z| z.timestamp()),
            None => text.parse::<Timestamp>().ok(),
        };
        let wrong =
            || Problem::parameter(name, "is no date; write 2024-09-15T08:00:00Z or 2024-09-15");
        moment.map(Some).ok_or_else(wrong)
    }

    /// A day.
    pub fn day(&self, name: &str) -> Result<Option<Date>, Problem> {
        let Some(text) = self.text(name)? else { return Ok(None) };
        let day = text.parse::<Date>().ok().filter(|_| text.len() == 10);
        day.map(Some).ok_or_else(|| Problem::parameter(name, "is no day; write 2024-09-15"))
    }

    /// A whole number within bounds; `usual` when it is not told.
    pub fn number(
        &self,
        name: &str,
        bounds: std::ops::RangeInclusive<u64>,
        usual: u64,
    ) -> Result<u64, Problem> {
        let Some(text) = self.text(name)? else { return Ok(usual) };
        let digits = text.bytes().all(|b| b.is_ascii_digit());
        let number = digits.then(|| text.parse().ok()).flatten().filter(|n| bounds.contains(n));
        number.ok_or_else(|| {
            let (least, most) = (bounds.start(), bounds.end());
            Problem::parameter(name, format!("is no whole number from {least} to {most}"))
        })
    }

    /// Yes or no.
    pub fn yes(&self, name: &str) -> Result<bool, Problem> {
        Ok(self.one_of(name, &[("true", true), ("false", false)])?.unwrap_or(false))
    }

    /// One word of a closed list.
    pub fn one_of<T: Copy>(&self, name: &str, words: &[(&str, T)]) -> Result<Option<T>, Problem> {
        let Some(text) = self.text(name)? else { return Ok(None) };
        let found = words.iter().find(|(word, _)| *word == text).map(|(_, value)| *value);
        found.map(Some).ok_or_else(|| {
            let words: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
            Problem::parameter(name, format!("is none of {}", words.join(", ")))
        })
    }
}

/// A number in a path.
pub(crate) fn number(name: &str, text: &str) -> Result<u64, Problem> {
    let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let number = digits.then(|| text.parse::<i64>().ok()).flatten();
    let number = number.and_then(|n| u64::try_from(n).ok());
    number.ok_or_else(|| Problem::parameter(name, "is no number of ours"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(IntoParams)]
    #[into_params(parameter_in = Query)]
    #[allow(dead_code)]
    struct Known {
        a: Option<String>,
        b: Option<String>,
    }

    fn params(query: &str) -> Result<Params, Problem> {
        Params::of::<Known>(&format!("/x?{query}").parse().expect("address"))
    }

    #[test]
    fn each_refusal_names_its_parameter() {
        let check = |query: &str, read: fn(&Params) -> Option<Problem>, name: &str| {
            let problem = match params(query) {
                Ok(params) => read(&params).expect(query),
                Err(problem) => problem,
            };
            assert_eq!(problem.parameter.as_deref(), Some(name), "{query}: {problem:?}");
        };
        check("c=1", |_| None, "c");
        check("a=1&a=2", |_| None, "a");
        check("a=", |p| p.text("a").err(), "a");
        check("a=,%20,", |p| p.names("a").err(), "a");
        check("b=2024-02-30", |p| p.moment("b").err(), "b");
        check("b=now", |p| p.moment("b").err(), "b");
        check("a=0", |p| p.number("a", 1..=9, 1).err(), "a");
        check("a=-1", |p| p.number("a", 1..=9, 1).err(), "a");
        check("a=1e1", |p| p.number("a", 1..=9, 1).err(), "a");
        check("a=99999999999999999999999", |p| p.number("a", 1..=9, 1).err(), "a");
        check("a=TRUE", |p| p.yes("a").err(), "a");
    }

    #[test]
    fn what_is_right_is_read() {
        let p = params("a=World,%20Tech&b=2024-09-15").expect("read");
        assert_eq!(p.names("a").expect("names"), ["World", "Tech"]);
        assert_eq!(p.moment("b").expect("day"), "2024-09-15T00:00:00Z".parse().ok());
        let p = params("b=2024-09-15T08:00:00%2B02:00").expect("read");
        assert_eq!(p.moment("b").expect("moment"), "2024-09-15T06:00:00Z".parse().ok());
    }
}
