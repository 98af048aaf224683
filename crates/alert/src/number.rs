//! Decimal text to numbers, and moments to seconds.

use crate::query::Number;
use wiredesk_model::jiff::{Timestamp, civil::Date, tz::TimeZone};

/// A value of a query's condition; `None` when it is not a finite decimal number or a moment.
pub(crate) fn value(number: Number, text: &str) -> Option<f64> {
    match number {
        Number::Ts => moment(text),
        _ => decimal(text),
    }
}

/// A finite decimal number, as the nearest IEEE double.
#[must_use]
pub fn decimal(text: &str) -> Option<f64> {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    // Rust also reads "inf" and "nan".
    if !digits.starts_with(|c: char| c.is_ascii_digit() || c == '.') {
        return None;
    }
    text.parse().ok().filter(|v: &f64| v.is_finite())
}

/// Seconds since 1970 of `YYYY-MM-DDTHH:MM:SSZ` or `YYYY-MM-DD` (midnight UTC).
#[must_use]
pub fn moment(text: &str) -> Option<f64> {
    let dated = text.len() >= 10 && text.as_bytes()[..4].iter().all(u8::is_ascii_digit);
    let moment = match text.len() {
        10 if dated => {
            let day: Date = text.parse().ok()?;
            day.to_zoned(TimeZone::UTC).ok()?.timestamp()
        }
        20 if dated && text.ends_with('Z') && text.as_bytes()[10] == b'T' => {
            text.parse::<Timestamp>().ok()?
        }
        _ => return None,
    };
    #[expect(clippy::cast_precision_loss, reason = "seconds of these years are exact in a double")]
    Some(moment.as_second() as f64)
}

/// Digits; more than fit are as many as fit.
pub(crate) fn count(digits: &str) -> u32 {
    digits.parse().unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_finite_decimals_and_moments() {
        let check =
            |number, text: &str, expected| assert_eq!(value(number, text), expected, "{text}");
        check(Number::Pt, "42.50", Some(42.5));
        check(Number::Pt, "-.5e1", Some(-5.0));
        for bad in ["", "cheap", "inf", "-nan", "1e999", "1_0", "0x1", "+"] {
            check(Number::Pt, bad, None);
        }
        check(Number::Ts, "2026-01-01", Some(1_767_225_600.0));
        check(Number::Ts, "2026-01-01T00:00:05Z", Some(1_767_225_605.0));
        for bad in ["2026", "2026-13-01", "2026-01-01T00:00:05", "2026-01-01 00:00:05Z", "5"] {
            check(Number::Ts, bad, None);
        }
    }
}
