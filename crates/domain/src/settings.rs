//! Settings: named values with defaults and bounds, changed at run time by command, effective at once.

use serde::{Deserialize, Serialize};

use crate::refusal::{Code, Refusal};
use crate::time::Millis;

/// All settings of a tenant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// A client not heard for this long is absent.
    pub absent_interval: Millis,
    /// An agent is lost after this many absent intervals.
    pub agent_absent_retry_count: u32,
    /// A customer is lost after this many absent intervals.
    pub user_absent_retry_count: u32,
    /// How long an offer runs.
    pub offer_timeout: Millis,
    /// How soon the agent's client must confirm an offer.
    pub offer_confirm_timeout: Millis,
    /// After this many unanswered offers in a row the agent's status becomes not ready.
    pub missed_offers_limit: u32,
    /// A chat that waits longer is ended.
    pub queue_timeout: Millis,
    /// An active chat with no activity for this long is warned.
    pub idle_alert: Millis,
    /// An active chat with no activity for this long is concluded.
    pub idle_timeout: Millis,
    /// How long wrap-up lasts at most; 0: none.
    pub wrap_up_timeout: Millis,
    /// Most characters in a message or note.
    pub message_chars_max: u32,
    /// How often each side of a socket must be heard.
    pub heartbeat_interval: Millis,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            absent_interval: Millis::secs(20),
            agent_absent_retry_count: 3,
            user_absent_retry_count: 3,
            offer_timeout: Millis::secs(30),
            offer_confirm_timeout: Millis::secs(5),
            missed_offers_limit: 3,
            queue_timeout: Millis::mins(30),
            idle_alert: Millis::secs(255),
            idle_timeout: Millis::mins(10),
            wrap_up_timeout: Millis::mins(2),
            message_chars_max: 10_000,
            heartbeat_interval: Millis::secs(5),
        }
    }
}

/// One setting as a row: its name, what it does, and how it is read and written.
pub struct Setting {
    /// Its name.
    pub name: &'static str,
    /// What it does, in one sentence.
    pub what: &'static str,
    /// The smallest value allowed, as text.
    pub min: &'static str,
    /// The largest value allowed, as text.
    pub max: &'static str,
    slot: Slot,
}

enum Slot {
    Duration(fn(&mut Settings) -> &mut Millis),
    Count(fn(&mut Settings) -> &mut u32),
}

macro_rules! duration {
    ($name:ident, $min:literal, $max:literal, $what:literal) => {
        Setting {
            name: stringify!($name),
            what: $what,
            min: $min,
            max: $max,
            slot: Slot::Duration(|s| &mut s.$name),
        }
    };
}

macro_rules! count {
    ($name:ident, $min:literal, $max:literal, $what:literal) => {
        Setting {
            name: stringify!($name),
            what: $what,
            min: $min,
            max: $max,
            slot: Slot::Count(|s| &mut s.$name),
        }
    };
}

/// The catalogue of settings, in the order in which screens and docs list them.
pub const SETTINGS: [Setting; 12] = [
    duration!(absent_interval, "100ms", "1h", "A client not heard for this long is absent."),
    count!(
        agent_absent_retry_count,
        "1",
        "100",
        "An agent is lost after this many absent intervals."
    ),
    count!(
        user_absent_retry_count,
        "1",
        "100",
        "A customer is lost after this many absent intervals."
    ),
    duration!(offer_timeout, "100ms", "1h", "How long an offer runs."),
    duration!(
        offer_confirm_timeout,
        "100ms",
        "5min",
        "How soon the agent's client must confirm that an offer is on the screen."
    ),
    count!(
        missed_offers_limit,
        "1",
        "100",
        "After this many unanswered offers in a row the agent's status becomes not ready."
    ),
    duration!(queue_timeout, "1s", "7d", "A chat that waits longer than this is ended."),
    duration!(idle_alert, "1s", "1d", "An active chat with no activity for this long is warned."),
    duration!(
        idle_timeout,
        "1s",
        "7d",
        "An active chat with no activity for this long is concluded."
    ),
    duration!(wrap_up_timeout, "0s", "1d", "How long wrap-up lasts at most; 0s releases at once."),
    count!(message_chars_max, "1", "100000", "Most characters in a message or note."),
    duration!(
        heartbeat_interval,
        "100ms",
        "1min",
        "How often each side of a socket must be heard; silence for two of them interrupts."
    ),
];

impl Settings {
    /// The value of a setting as text; None if there is no such setting.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<String> {
        let setting = SETTINGS.iter().find(|s| s.name == name)?;
        let mut copy = self.clone();
        Some(match setting.slot {
            Slot::Duration(slot) => slot(&mut copy).to_string(),
            Slot::Count(slot) => slot(&mut copy).to_string(),
        })
    }

    /// Changes a setting.
    ///
    /// # Errors
    /// A refusal that names the setting, the value and the bounds.
    pub fn set(&mut self, name: &str, value: &str) -> Result<(), Refusal> {
        let Some(setting) = SETTINGS.iter().find(|s| s.name == name) else {
            return Err(Refusal::new(Code::NotFound, format!("there is no setting {name:?}"))
                .field("setting", name));
        };
        let range = || {
            Refusal::new(
                Code::Invalid,
                format!("{name} must be between {} and {}", setting.min, setting.max),
            )
            .field("value", value)
            .limit(format!("{} to {}", setting.min, setting.max))
        };
        match setting.slot {
            Slot::Duration(slot) => {
                let wanted = Millis::parse(value).map_err(|why| {
                    Refusal::new(Code::Invalid, why.to_string()).field("value", value)
                })?;
                let bound = |text| Millis::parse(text).unwrap_or_default();
                if wanted < bound(setting.min) || wanted > bound(setting.max) {
                    return Err(range());
                }
                *slot(self) = wanted;
            }
            Slot::Count(slot) => {
                let wanted: u32 = value.parse().map_err(|_| {
                    Refusal::new(Code::Invalid, format!("{name} is a whole number"))
                        .field("value", value)
                })?;
                let bound = |text: &str| text.parse::<u32>().unwrap_or_default();
                if wanted < bound(setting.min) || wanted > bound(setting.max) {
                    return Err(range());
                }
                *slot(self) = wanted;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_setting_reads_back_and_has_bounds() {
        let mut settings = Settings::default();
        for setting in &SETTINGS {
            let value = settings.get(setting.name).unwrap();
            settings.set(setting.name, &value).unwrap();
            settings.set(setting.name, setting.min).unwrap();
            settings.set(setting.name, setting.max).unwrap();
            assert!(settings.set(setting.name, "nonsense").is_err());
        }
        assert!(settings.set("absent_interval", "99ms").is_err());
        assert!(settings.set("colour", "red").is_err());
    }
}
