//! When a subscriber hears: at once, each hour or once a day; not in quiet hours, and not more
//! often than so many times an hour. What waits goes out together. Pure.

use serde::{Deserialize, Serialize};
use wiredesk_model::jiff::civil::Time;
use wiredesk_model::jiff::{SignedDuration, Span, Timestamp, Zoned, tz::TimeZone};

/// How a subscriber wants to hear.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Pace {
    /// How often.
    pub rhythm: Rhythm,
    /// The time zone of [`Self::daily`] and [`Self::quiet`], as `Europe/Berlin`.
    pub zone: String,
    /// When the day's digest goes out.
    pub daily: Clock,
    /// From when to when nothing is sent; over midnight when the first is later.
    pub quiet: Option<(Clock, Clock)>,
    /// At most so many times an hour; the rest is bundled.
    pub per_hour: u32,
}

/// What a clock shows, in whole minutes: `07:30`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Clock(Time);

impl Clock {
    /// The time of `07:30`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (hour, minute) = text.trim().split_once(':')?;
        Time::new(hour.parse().ok()?, minute.parse().ok()?, 0, 0).ok().map(Self)
    }

    /// As a time of day.
    #[must_use]
    pub fn time(self) -> Time {
        self.0
    }
}

impl std::fmt::Display for Clock {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:02}:{:02}", self.0.hour(), self.0.minute())
    }
}

impl TryFrom<String> for Clock {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        Self::parse(&text).ok_or_else(|| format!("\"{text}\" is no time; write 07:30"))
    }
}

impl From<Clock> for String {
    fn from(clock: Clock) -> Self {
        clock.to_string()
    }
}

/// How often a subscriber hears.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rhythm {
    /// Each story when it fires.
    #[default]
    AtOnce,
    /// What fired, at each full hour.
    Hourly,
    /// What fired, once a day.
    Daily,
}

impl Rhythm {
    /// All.
    pub const ALL: [Rhythm; 3] = [Self::AtOnce, Self::Hourly, Self::Daily];

    /// The word in forms and JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::AtOnce => "at_once",
            Self::Hourly => "hourly",
            Self::Daily => "daily",
        }
    }

    /// The rhythm of that word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|r| r.as_str() == word)
    }
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            rhythm: Rhythm::AtOnce,
            zone: "UTC".into(),
            daily: Clock(Time::constant(7, 0, 0, 0)),
            quiet: None,
            per_hour: 20,
        }
    }
}

impl Pace {
    /// Why it cannot be kept to, in plain words.
    ///
    /// # Errors
    /// When there is no such time zone, or nothing could ever be sent.
    pub fn check(&self) -> Result<(), String> {
        if TimeZone::get(&self.zone).is_err() {
            return Err(format!("There is no time zone \"{}\"; write Europe/Berlin.", self.zone));
        }
        if self.per_hour == 0 {
            return Err("At least one message an hour has to be allowed.".into());
        }
        Ok(())
    }

    /// When what has been held since `since` goes out. `sent` are the times of what went out
    /// before, oldest first.
    #[must_use]
    pub fn release(&self, since: Timestamp, sent: &[Timestamp]) -> Timestamp {
        let zone = TimeZone::get(&self.zone).unwrap_or(TimeZone::UTC);
        let at = match self.rhythm {
            Rhythm::AtOnce => self.when_room(since, sent),
            Rhythm::Hourly => next_hour(&since.to_zoned(zone.clone())),
            Rhythm::Daily => next_at(&since.to_zoned(zone.clone()), self.daily.0),
        };
        match self.quiet {
            Some((from, to)) if is_quiet(at.to_zoned(zone.clone()).time(), from.0, to.0) => {
                next_at(&at.to_zoned(zone), to.0)
            }
            _ => at,
        }
    }

    /// The first moment from `since` on when fewer than so many were sent in the hour before.
    fn when_room(&self, since: Timestamp, sent: &[Timestamp]) -> Timestamp {
        let hour = SignedDuration::from_hours(1);
        let most = usize::try_from(self.per_hour.max(1)).unwrap_or(usize::MAX);
        let oldest = sent.len().checked_sub(most).map(|at| sent[at]);
        let room = oldest.and_then(|at| at.checked_add(hour).ok());
        room.map_or(since, |room| room.max(since))
    }
}

fn is_quiet(time: Time, from: Time, to: Time) -> bool {
    if from <= to { from <= time && time < to } else { from <= time || time < to }
}

fn next_hour(at: &Zoned) -> Timestamp {
    let hour = Time::new(at.hour(), 0, 0, 0).unwrap_or_default();
    let this = at.with().time(hour).build().unwrap_or_else(|_| at.clone());
    this.timestamp().checked_add(SignedDuration::from_hours(1)).unwrap_or(Timestamp::MAX)
}

/// The next moment when the clock shows that time; where it is put forward over it, just after.
fn next_at(at: &Zoned, time: Time) -> Timestamp {
    let on = |day: Zoned| day.with().time(time).build().map(|z| z.timestamp());
    let today = on(at.clone()).ok().filter(|today| *today > at.timestamp());
    let tomorrow = || on(at.checked_add(Span::new().days(1)).ok()?).ok();
    today.or_else(tomorrow).unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().expect(text)
    }

    fn time(text: &str) -> Clock {
        Clock::parse(text).expect(text)
    }

    #[test]
    fn what_is_held_goes_out_when_its_reader_wants_it() {
        let check = |pace: &Pace, since: &str, sent: &[&str], expected: &str| {
            let sent: Vec<Timestamp> = sent.iter().map(|t| at(t)).collect();
            assert_eq!(pace.release(at(since), &sent), at(expected), "{pace:?} {since}");
        };
        let berlin = Pace { zone: "Europe/Berlin".into(), ..Pace::default() };
        check(&berlin, "2024-09-15T08:10:00Z", &[], "2024-09-15T08:10:00Z");
        // At most two an hour.
        let two = Pace { per_hour: 2, ..berlin.clone() };
        let sent = ["2024-09-15T07:00:00Z", "2024-09-15T07:30:00Z", "2024-09-15T08:00:00Z"];
        check(&two, "2024-09-15T08:10:00Z", &sent, "2024-09-15T08:30:00Z");
        check(&two, "2024-09-15T08:10:00Z", &sent[2..], "2024-09-15T08:10:00Z");
        let hourly = Pace { rhythm: Rhythm::Hourly, zone: "Asia/Kolkata".into(), ..two };
        // Full hours of the reader's clock, which is half an hour off.
        check(&hourly, "2024-09-15T08:10:00Z", &sent, "2024-09-15T08:30:00Z");
        let daily = Pace { rhythm: Rhythm::Daily, ..berlin.clone() };
        check(&daily, "2024-09-15T04:59:59Z", &[], "2024-09-15T05:00:00Z");
        check(&daily, "2024-09-15T05:00:00Z", &[], "2024-09-16T05:00:00Z");
        // In winter the same clock is an hour later by UTC.
        check(&daily, "2024-10-26T12:00:00Z", &[], "2024-10-27T06:00:00Z");
        let night = Some((time("22:00"), time("06:30")));
        let asleep = Pace { quiet: night, ..berlin.clone() };
        check(&asleep, "2024-09-15T19:59:00Z", &[], "2024-09-15T19:59:00Z");
        check(&asleep, "2024-09-15T20:00:00Z", &[], "2024-09-16T04:30:00Z");
        check(&asleep, "2024-09-16T03:00:00Z", &[], "2024-09-16T04:30:00Z");
        check(&asleep, "2024-09-16T04:30:00Z", &[], "2024-09-16T04:30:00Z");
        // The quiet ends within the hour that the clocks leap over.
        let leap = Pace { quiet: Some((time("01:00"), time("02:30"))), ..berlin };
        check(&leap, "2024-03-31T00:30:00Z", &[], "2024-03-31T01:30:00Z");
    }

    #[test]
    fn a_pace_that_cannot_be_kept_is_refused() {
        let check = |pace: Pace, why: &str| assert!(pace.check().is_err_and(|e| e.contains(why)));
        check(Pace { zone: "Mars/Base".into(), ..Pace::default() }, "time zone");
        check(Pace { per_hour: 0, ..Pace::default() }, "At least one");
        assert_eq!(Pace::default().check(), Ok(()));
        let text = serde_json::to_string(&Pace::default()).expect("JSON");
        assert_eq!(serde_json::from_str::<Pace>(&text).expect(&text), Pace::default());
    }
}
