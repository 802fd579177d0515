//! Reads RFC 3339 times quickly when they look as the log writes them. What it leaves out: every other form, which goes the slow way.

use domain::Timestamp;

/// Reads an RFC 3339 time; what is finer than a millisecond is cut off.
///
/// # Errors
/// When the text is not such a time.
pub fn parse(text: &str) -> Result<Timestamp, String> {
    match canonical(text.as_bytes()) {
        Some(at) => Ok(at),
        None => Timestamp::parse_rfc3339(text)
            .map_err(|_| format!("{text:?} is not a time such as \"2026-11-21T09:00:01.250Z\"")),
    }
}

/// `2026-11-21T09:00:01.250Z` and nothing else.
fn canonical(text: &[u8]) -> Option<Timestamp> {
    let text: &[u8; 24] = text.try_into().ok()?;
    let shape = (text[4], text[7], text[10], text[13], text[16], text[19], text[23]);
    if shape != (b'-', b'-', b'T', b':', b':', b'.', b'Z') {
        return None;
    }
    let number = |from: usize, to: usize| {
        text[from..to].iter().try_fold(0i64, |number, digit| {
            digit.is_ascii_digit().then(|| number * 10 + i64::from(digit - b'0'))
        })
    };
    let (year, month, day) = (number(0, 4)?, number(5, 7)?, number(8, 10)?);
    let (hour, minute, second) = (number(11, 13)?, number(14, 16)?, number(17, 19)?);
    // The days that not every month has go the slow way.
    let plain = (1..=12).contains(&month) && (1..=28).contains(&day);
    if !plain || hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let seconds = ((days(year, month, day) * 24 + hour) * 60 + minute) * 60 + second;
    Some(Timestamp(seconds * 1_000 + number(20, 23)?))
}

/// Days from 1970-01-01, in the Gregorian calendar: years are counted from March, so that a leap day is the last of its year.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let month_from_march = (month + 9) % 12;
    let day_of_year = (153 * month_from_march + 2) / 5 + day - 1;
    let (era, year_of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_quick_way_is_the_slow_way(ms in -62_167_219_200_000_i64..253_402_300_800_000) {
            let text = Timestamp(ms).to_string();
            if let Some(at) = canonical(text.as_bytes()) {
                prop_assert_eq!(at, Timestamp(ms));
            }
            prop_assert_eq!(parse(&text), Ok(Timestamp(ms)));
        }
    }

    #[test]
    fn other_forms_are_read_and_what_is_no_time_is_not() {
        let at = Timestamp(1_795_251_601_250);
        for text in [
            "2026-11-21T09:00:01.250Z",
            "2026-11-21T09:00:01.250999Z",
            "2026-11-21T09:00:01.25Z",
            "2026-11-21T10:00:01.250+01:00",
        ] {
            assert_eq!(parse(text), Ok(at), "{text}");
        }
        assert_eq!(parse("2026-11-30T00:00:00.000Z"), Ok(Timestamp(1_795_996_800_000)));
        for text in ["", "2026-11-21", "2026-02-30T09:00:01.250Z", "2026-11-21T24:00:01.250Z"] {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
