//! What a client asks: the query of its address, whatever case its keys are in.

use axum::http::Uri;
use jiff::Timestamp;
use jiff::civil::Date;
use wiredesk_publish::dialect::clock;

use super::refusal::Refusal;

/// Names in one list of a query.
const NAMES_MAX: usize = 50;

/// The query of a request. Empty values are as if they were not there; a key told twice counts
/// once, the first time.
#[derive(Debug, Clone, Default)]
pub(crate) struct Asked {
    pairs: Vec<(String, String)>,
}

impl Asked {
    /// The query of an address; what is not UTF-8 is read as well as it can be.
    pub fn of(uri: &Uri) -> Self {
        let query = axum::extract::Query::<Vec<(String, String)>>::try_from_uri(uri);
        Self { pairs: query.map(|q| q.0).unwrap_or_default() }
    }

    /// All of it.
    pub fn pairs(&self) -> &[(String, String)] {
        &self.pairs
    }

    /// The first of these keys that has a value, without blanks around it.
    pub fn get(&self, names: &[&str]) -> Option<&str> {
        names.iter().find_map(|name| {
            let known = |(key, value): &&(String, String)| {
                key.eq_ignore_ascii_case(name) && !value.trim().is_empty()
            };
            self.pairs.iter().find(known).map(|(_, value)| value.trim())
        })
    }

    /// The names in a list, at most [`NAMES_MAX`].
    pub fn names(&self, names: &[&str]) -> Result<Vec<String>, Refusal> {
        self.names_upto(names, NAMES_MAX)
    }

    /// The names in a list, at most so many.
    pub fn names_upto(&self, names: &[&str], most: usize) -> Result<Vec<String>, Refusal> {
        let Some(text) = self.get(names) else { return Ok(Vec::new()) };
        let list: Vec<String> =
            text.split(',').map(str::trim).filter(|n| !n.is_empty()).map(String::from).collect();
        match list.len() > most {
            true => Err(Refusal::Bad(format!("{}: at most {most} names", names[0]))),
            false => Ok(list),
        }
    }

    /// A whole number. One that is too large for any machine counts as the largest.
    pub fn number(&self, names: &[&str]) -> Result<Option<i64>, Refusal> {
        let Some(text) = self.get(names) else { return Ok(None) };
        let digits = text.strip_prefix('-').unwrap_or(text);
        if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(bad(names[0], text, "a whole number"));
        }
        let most = if text.starts_with('-') { i64::MIN } else { i64::MAX };
        Ok(Some(text.parse().unwrap_or(most)))
    }

    /// A whole number that is put between two bounds; `usual` when there is none.
    pub fn clamped(
        &self,
        names: &[&str],
        bounds: std::ops::RangeInclusive<i64>,
        usual: i64,
    ) -> Result<i64, Refusal> {
        let number = self.number(names)?.unwrap_or(usual);
        Ok(number.clamp(*bounds.start(), *bounds.end()))
    }

    /// A whole number that has to be between two bounds; `usual` when there is none.
    pub fn within(
        &self,
        names: &[&str],
        bounds: std::ops::RangeInclusive<i64>,
        usual: i64,
    ) -> Result<i64, Refusal> {
        let number = self.number(names)?.unwrap_or(usual);
        match bounds.contains(&number) {
            true => Ok(number),
            false => {
                let what = format!("between {} and {}", bounds.start(), bounds.end());
                Err(bad(names[0], &number.to_string(), &what))
            }
        }
    }

    /// Yes or no, in the ways clients write it.
    pub fn yes(&self, names: &[&str], usual: bool) -> Result<bool, Refusal> {
        match self.get(names) {
            None => Ok(usual),
            Some(text) => match text.to_ascii_lowercase().as_str() {
                "true" | "1" | "yes" => Ok(true),
                "false" | "0" | "no" => Ok(false),
                _ => Err(bad(names[0], text, "true or false")),
            },
        }
    }

    /// A day as yyyy-mm-dd.
    pub fn day(&self, names: &[&str]) -> Result<Option<Date>, Refusal> {
        let Some(text) = self.get(names) else { return Ok(None) };
        clock::day(text).map(Some).ok_or_else(|| bad(names[0], text, "a day as yyyy-mm-dd"))
    }

    /// A moment as Unix seconds, also with a fraction.
    pub fn unix(&self, names: &[&str]) -> Result<Option<Timestamp>, Refusal> {
        let Some(text) = self.get(names) else { return Ok(None) };
        let wrong = || bad(names[0], text, "a time in Unix seconds");
        let whole = text.split_once('.').map_or(text, |(whole, _)| whole);
        let fraction = text.strip_prefix(whole).and_then(|f| f.strip_prefix('.')).unwrap_or("0");
        if !fraction.bytes().all(|b| b.is_ascii_digit()) {
            return Err(wrong());
        }
        let second: i64 = whole.parse().map_err(|_| wrong())?;
        Timestamp::from_second(second).map(Some).map_err(|_| wrong())
    }

    /// The query in one order, without secrets: the same for the same question.
    pub fn canonical(&self) -> String {
        let mut pairs: Vec<(String, &str)> = self
            .pairs
            .iter()
            .map(|(key, value)| (key.to_ascii_lowercase(), value.as_str()))
            .filter(|(key, value)| key != "token" && key != "apikey" && !value.is_empty())
            .collect();
        pairs.sort_by(|a, b| a.0.cmp(&b.0));
        pairs
            .iter()
            .map(|(key, value)| format!("{}:{key}={}:{value}&", key.len(), value.len()))
            .collect()
    }
}

/// What was sent instead of what was wanted.
pub(crate) fn bad(name: &str, sent: &str, wanted: &str) -> Refusal {
    let sent: String = sent.chars().take(60).collect();
    Refusal::Bad(format!("{name}: \"{sent}\" is not {wanted}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(query: &str) -> Asked {
        Asked::of(&format!("/x?{query}").parse().expect("address"))
    }

    #[test]
    fn keys_are_found_in_any_case_and_form() {
        let check = |query: &str, name: &str, expected: Option<&str>| {
            assert_eq!(asked(query).get(&[name]), expected, "{query}");
        };
        check("pagesize=5", "pageSize", Some("5"));
        check("PAGESIZE=5&pageSize=6", "pageSize", Some("5"));
        check("symbols=", "symbols", None);
        check("symbols=&symbols=A", "symbols", Some("A"));
        check("parameters%5Bdate%5D=2024-01-01", "parameters[date]", Some("2024-01-01"));
        check("parameters[date]=2024-01-01", "parameters[date]", Some("2024-01-01"));
        check("a=%FF%zz", "a", Some("\u{fffd}%zz"));
        check("a=+x+", "a", Some("x"));
    }

    #[test]
    fn numbers_days_and_lists_are_read_or_refused() {
        assert_eq!(asked("page=7").number(&["page"]), Ok(Some(7)));
        let large = asked("page=99999999999999999999");
        assert_eq!(large.number(&["page"]), Ok(Some(i64::MAX)));
        assert_eq!(large.clamped(&["page"], 1..=100, 15), Ok(100));
        assert!(large.within(&["page"], 0..=100_000, 0).is_err());
        for bad in ["x", "1.5", "1e3", "0x10", "--1", "-", "١"] {
            assert!(asked(&format!("page={bad}")).number(&["page"]).is_err(), "{bad}");
        }
        for bad in ["2024-02-30", "24-1-1", "today", "2024-01-01T00:00:00Z"] {
            assert!(asked(&format!("date={bad}")).day(&["date"]).is_err(), "{bad}");
        }
        assert_eq!(asked("t=A,,%20b%20").names(&["t"]), Ok(vec!["A".into(), "b".into()]));
        assert!(asked(&format!("t={}", "A,".repeat(51))).names(&["t"]).is_err());
        let at = Timestamp::from_second(1_726_387_200).ok();
        assert_eq!(asked("u=1726387200.75").unix(&["u"]), Ok(at));
        for bad in ["1726387200.x", "now", "99999999999999999", "."] {
            assert!(asked(&format!("u={bad}")).unix(&["u"]).is_err(), "{bad}");
        }
        assert_eq!(asked("b=True").yes(&["b"], false), Ok(true));
        assert!(asked("b=maybe").yes(&["b"], false).is_err());
    }

    #[test]
    fn the_same_question_has_one_form_without_secrets() {
        let form = |query: &str| asked(query).canonical();
        assert_eq!(form("b=1&a=2&token=s"), form("A=2&apiKey=t&B=1&c="));
        assert_ne!(form("a=1&b=2"), form("a=1%26b=2"));
        assert!(!form("token=secret").contains("secret"));
    }
}
