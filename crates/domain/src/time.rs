//! Time as the domain knows it: milliseconds handed in by the caller. There is no clock here.

use std::fmt;
use std::ops::{Add, Sub};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A moment: milliseconds since 1970-01-01 UTC. Written in logs as RFC 3339 with milliseconds.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Timestamp(pub i64);

impl Timestamp {
    /// Reads RFC 3339, e.g. `2026-11-21T09:00:01.250Z`.
    ///
    /// # Errors
    /// When the text is not such a time.
    pub fn parse_rfc3339(text: &str) -> Result<Self, jiff::Error> {
        text.parse::<jiff::Timestamp>().map(|t| Self(t.as_millisecond()))
    }

    /// The form of RFC 3339 with four digits for the year, without an allocation: every frame and every event has one. None before the year 0
    /// and after 9999.
    fn rfc3339(self) -> Option<[u8; 24]> {
        let at = jiff::Timestamp::from_millisecond(self.0).ok()?;
        let at = jiff::tz::Offset::UTC.to_datetime(at);
        let year = u16::try_from(at.year()).ok()?;
        let mut text = *b"0000-00-00T00:00:00.000Z";
        let mut put = |place: usize, digits: usize, mut number: u16| {
            for digit in text[place..place + digits].iter_mut().rev() {
                *digit += (number % 10) as u8;
                number /= 10;
            }
        };
        put(0, 4, year);
        put(5, 2, at.month().unsigned_abs().into());
        put(8, 2, at.day().unsigned_abs().into());
        put(11, 2, at.hour().unsigned_abs().into());
        put(14, 2, at.minute().unsigned_abs().into());
        put(17, 2, at.second().unsigned_abs().into());
        put(20, 3, at.millisecond().unsigned_abs());
        Some(text)
    }

    /// Serialises it as RFC 3339, for `serialize_with`.
    ///
    /// # Errors
    /// Those of the serializer.
    pub fn serialize_rfc3339<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.rfc3339().as_ref().map(|text| std::str::from_utf8(text)) {
            Some(Ok(text)) => serializer.serialize_str(text),
            _ => serializer.collect_str(self),
        }
    }
}

/// RFC 3339 in UTC with exactly three decimals.
impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.rfc3339().as_ref().map(|text| std::str::from_utf8(text)) {
            Some(Ok(text)) => f.write_str(text),
            _ => match jiff::Timestamp::from_millisecond(self.0) {
                Ok(t) => write!(f, "{t:.3}"),
                Err(_) => write!(f, "{}ms", self.0),
            },
        }
    }
}

impl Add<Millis> for Timestamp {
    type Output = Self;
    fn add(self, rhs: Millis) -> Self {
        Self(self.0.saturating_add_unsigned(rhs.0))
    }
}

impl Sub<Timestamp> for Timestamp {
    type Output = Millis;
    fn sub(self, rhs: Self) -> Millis {
        Millis(u64::try_from(self.0 - rhs.0).unwrap_or(0))
    }
}

/// A length of time in milliseconds; in settings and requests a text such as `"20s"`, `"500ms"`, `"2min"`, `"24h"`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Millis(pub u64);

/// Why a text is not a duration.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a duration; write a whole number and ms, s, min, h or d, such as \"20s\"")]
pub struct DurationError(String);

impl Millis {
    /// That many seconds.
    #[must_use]
    pub const fn secs(n: u64) -> Self {
        Self(n * 1000)
    }

    /// That many minutes.
    #[must_use]
    pub const fn mins(n: u64) -> Self {
        Self(n * 60_000)
    }

    /// That many times this length.
    #[must_use]
    pub const fn times(self, n: u32) -> Self {
        Self(self.0.saturating_mul(n as u64))
    }

    /// Reads `"20s"` and its like.
    ///
    /// # Errors
    /// When the text is not a whole number followed by a unit.
    pub fn parse(text: &str) -> Result<Self, DurationError> {
        let bad = || DurationError(text.to_owned());
        let split = text.find(|c: char| !c.is_ascii_digit()).ok_or_else(bad)?;
        let (number, unit) = text.split_at(split);
        let number: u64 = number.parse().map_err(|_| bad())?;
        let unit = match unit {
            "ms" => 1,
            "s" => 1_000,
            "min" => 60_000,
            "h" => 3_600_000,
            "d" => 86_400_000,
            _ => return Err(bad()),
        };
        number.checked_mul(unit).map(Self).ok_or_else(bad)
    }
}

/// The largest unit that divides the length.
impl fmt::Display for Millis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const UNITS: [(u64, &str); 4] =
            [(86_400_000, "d"), (3_600_000, "h"), (60_000, "min"), (1_000, "s")];
        // A single day is written as 24h, as people say it.
        let fits = |unit: &&(u64, &str)| {
            self.0.is_multiple_of(unit.0) && (unit.1 != "d" || self.0 > unit.0)
        };
        match UNITS.iter().find(fits) {
            _ if self.0 == 0 => f.write_str("0s"),
            Some((unit, name)) => write!(f, "{}{name}", self.0 / unit),
            None => write!(f, "{}ms", self.0),
        }
    }
}

impl Serialize for Millis {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Millis {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_written_as_they_are_read() {
        for text in ["0s", "500ms", "20s", "30min", "24h", "7d"] {
            assert_eq!(Millis::parse(text).unwrap().to_string(), text);
        }
        for text in ["", "20", "s", "20 s", "-1s", "1.5s", "99999999999999999999s"] {
            assert!(Millis::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn timestamps_have_three_decimals() {
        let t = Timestamp::parse_rfc3339("2026-11-21T09:00:01.25Z").unwrap();
        assert_eq!(t.to_string(), "2026-11-21T09:00:01.250Z");
    }

    #[test]
    fn timestamps_are_written_as_a_calendar_has_them() {
        // The epoch, a leap day, the ends of a year and a century, the last of four digits, and what has more, or is before.
        for text in [
            "1970-01-01T00:00:00.000Z",
            "1969-12-31T23:59:59.999Z",
            "2024-02-29T12:34:56.789Z",
            "2026-12-31T23:59:59.999Z",
            "2100-03-01T00:00:00.001Z",
            "0000-01-01T00:00:00.000Z",
            "9999-12-30T21:59:59.999Z",
            "-000044-03-15T12:00:00.000Z",
        ] {
            let at: jiff::Timestamp = text.parse().unwrap();
            assert_eq!(Timestamp(at.as_millisecond()).to_string(), text);
            assert_eq!(format!("{at:.3}"), text);
        }
        for at in (-4_000_000_000_000..9_000_000_000_000).step_by(7_777_777_777) {
            let calendar = jiff::Timestamp::from_millisecond(at).unwrap();
            assert_eq!(Timestamp(at).to_string(), format!("{calendar:.3}"));
        }
        assert_eq!(Timestamp(i64::MAX).to_string(), "9223372036854775807ms");
    }
}
