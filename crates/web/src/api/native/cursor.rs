//! Places in a list: a time and a number, `MICROSECONDS.NUMBER`, or a number alone. Readable, so
//! that somebody can begin a walk in the middle; made only of digits, so that nothing hides in it.

use jiff::Timestamp;

use super::problem::Problem;

/// A place as text.
pub(crate) fn of(at: Timestamp, number: u64) -> String {
    format!("{}.{number}", at.as_microsecond())
}

/// The place that a cursor tells.
pub(crate) fn read(cursor: Option<&str>) -> Result<Option<(Timestamp, u64)>, Problem> {
    let Some(text) = cursor else { return Ok(None) };
    let wrong = || Problem::parameter("cursor", "is none of ours; send what `next` said");
    let (at, number) = text.split_once('.').ok_or_else(wrong)?;
    let digits = at.trim_start_matches('-');
    if [digits, number].iter().any(|d| d.is_empty() || !d.bytes().all(|b| b.is_ascii_digit())) {
        return Err(wrong());
    }
    let at: i64 = at.parse().map_err(|_| wrong())?;
    let number: i64 = number.parse().map_err(|_| wrong())?;
    let at = Timestamp::from_microsecond(at).map_err(|_| wrong())?;
    Ok(Some((at, u64::try_from(number).map_err(|_| wrong())?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_read_back_or_refused() {
        let at = "2024-09-15T08:00:00.000001Z".parse().expect("time");
        assert_eq!(read(Some(&of(at, 7))), Ok(Some((at, 7))));
        let before = "1950-01-01T00:00:00Z".parse().expect("time");
        assert_eq!(read(Some(&of(before, 0))), Ok(Some((before, 0))));
        for bad in
            ["", ".", "1", "1.", ".1", "1.2.3", "x.1", "1.-2", "--1.2", "99999999999999999999.1"]
        {
            assert!(read(Some(bad)).is_err(), "{bad}");
        }
    }
}
