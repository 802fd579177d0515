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
    /// How long a transfer or conference invitation runs.
    pub transfer_timeout: Millis,
    /// How long a woken async chat waits for its last agent alone.
    pub async_preferred_agent: Millis,
    /// A dormant async chat with no activity for this long is marked idle.
    pub async_idle_alert: Millis,
    /// A dormant async chat that is idle is concluded after this long more.
    pub async_idle_close: Millis,
    /// Whether agents see who monitors their chats.
    pub announce_monitoring: bool,
    /// Whether customers choose topics and chats go to several queues; else there is only the general queue.
    pub queues_and_topics: bool,
    /// Whether customers may send files.
    pub customer_files: bool,
    /// Most bytes in a file.
    pub file_bytes_max: u32,
    /// Most files in a conversation.
    pub files_max: u32,
    /// When the server closes the incident of a chat that concluded.
    pub stop_abandoned_interaction: StopAbandoned,
    /// Which statistics are attached to a chat when it concludes.
    pub attach_session_statistics: AttachStatistics,
    /// Where report events go; anything but 0 lets there be some.
    pub attach_stats_rep_place: u32,
    /// Which report events there are: a sum of 1 (at the end), 2 (on hold) and 4 (the customer writes during the hold).
    pub attach_stats_rep_events: u32,
    /// How long after its end a customer may rate a conversation; 0: never.
    pub rating_time: Millis,
    /// Whether only customers that have proved who they are may write.
    pub identity_required: bool,
    /// Whether what customers show when co-browsing is kept.
    pub cobrowse_recording: bool,
}

/// Which statistics are attached to a chat when it concludes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AttachStatistics {
    /// Every key.
    All,
    /// Those that are not 0 or absent.
    #[default]
    Fired,
    /// Only those that are always attached.
    None,
}

impl AttachStatistics {
    fn parse(text: &str) -> Option<Self> {
        match text {
            "all" => Some(Self::All),
            "fired" => Some(Self::Fired),
            "none" => Some(Self::None),
            _ => None,
        }
    }

    fn as_str(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Fired => "fired",
            Self::None => "none",
        }
    }
}

/// When the server closes the incident of a chat that concluded. Bots are not agents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum StopAbandoned {
    /// Always.
    Always,
    /// Never; it stays open.
    Never,
    /// If no agent is in the chat then.
    NoAgents,
    /// If no agent ever was.
    #[default]
    NoAnswer,
}

impl StopAbandoned {
    fn parse(text: &str) -> Option<Self> {
        match text {
            "always" => Some(Self::Always),
            "never" | "false" => Some(Self::Never),
            "noagents" => Some(Self::NoAgents),
            "noanswer" | "true" => Some(Self::NoAnswer),
            _ => None,
        }
    }

    fn as_str(self) -> &'static str {
        match self {
            Self::Always => "always",
            Self::Never => "never",
            Self::NoAgents => "noagents",
            Self::NoAnswer => "noanswer",
        }
    }
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
            transfer_timeout: Millis::secs(60),
            async_preferred_agent: Millis::mins(2),
            async_idle_alert: Millis::mins(24 * 60),
            async_idle_close: Millis::mins(60),
            announce_monitoring: false,
            queues_and_topics: true,
            customer_files: true,
            file_bytes_max: 20_000_000,
            files_max: 100,
            stop_abandoned_interaction: StopAbandoned::default(),
            attach_session_statistics: AttachStatistics::default(),
            attach_stats_rep_place: 0,
            attach_stats_rep_events: 0,
            rating_time: Millis::mins(7 * 24 * 60),
            identity_required: false,
            cobrowse_recording: false,
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
    Flag(fn(&mut Settings) -> &mut bool),
    Choice { read: fn(&Settings) -> &'static str, write: fn(&mut Settings, &str) -> bool },
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

macro_rules! flag {
    ($name:ident, $what:literal) => {
        Setting {
            name: stringify!($name),
            what: $what,
            min: "false",
            max: "true",
            slot: Slot::Flag(|s| &mut s.$name),
        }
    };
}

/// The catalogue of settings, in the order in which screens and docs list them.
pub const SETTINGS: [Setting; 28] = [
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
    duration!(
        transfer_timeout,
        "100ms",
        "1h",
        "How long a transfer or conference invitation waits for an answer."
    ),
    duration!(
        async_preferred_agent,
        "0s",
        "1d",
        "How long an async chat that its customer wakes waits for its last agent before anyone of the queue may have it."
    ),
    duration!(
        async_idle_alert,
        "1s",
        "365d",
        "An async chat on hold with no activity for this long is marked idle."
    ),
    duration!(
        async_idle_close,
        "1s",
        "365d",
        "An idle async chat with no activity for this long more is concluded."
    ),
    flag!(announce_monitoring, "Whether agents see who monitors their chats."),
    flag!(
        queues_and_topics,
        "Whether there are several queues and topics; else every chat goes to the general queue."
    ),
    flag!(customer_files, "Whether customers may send files."),
    count!(file_bytes_max, "1", "1000000000", "Most bytes in a file."),
    count!(files_max, "0", "10000", "Most files in a conversation."),
    Setting {
        name: "stop_abandoned_interaction",
        what: "When the server closes the incident of a concluded chat: `always`, `never` (`false`), `noagents` (no agent is in it then), `noanswer` (`true`: no agent ever was).",
        min: "always",
        max: "noanswer",
        slot: Slot::Choice {
            read: |s| s.stop_abandoned_interaction.as_str(),
            write: |s, value| {
                StopAbandoned::parse(value).map(|v| s.stop_abandoned_interaction = v).is_some()
            },
        },
    },
    Setting {
        name: "attach_session_statistics",
        what: "Which statistics are attached to a chat when it concludes: `all`, `fired` (those that are not 0 or absent), `none` (only those that are always attached).",
        min: "all",
        max: "none",
        slot: Slot::Choice {
            read: |s| s.attach_session_statistics.as_str(),
            write: |s, value| {
                AttachStatistics::parse(value).map(|v| s.attach_session_statistics = v).is_some()
            },
        },
    },
    count!(
        attach_stats_rep_place,
        "0",
        "1000000",
        "Where report events go; must not be 0 when there are any."
    ),
    count!(
        attach_stats_rep_events,
        "0",
        "7",
        "Which report events there are, a sum: 1 at the end (in place of attached statistics), 2 when an async chat is placed on hold, 4 when its customer writes during the hold."
    ),
    duration!(
        rating_time,
        "0s",
        "365d",
        "How long after its end a customer may rate a conversation, or change its rating; 0s switches ratings off."
    ),
    flag!(
        identity_required,
        "Whether only customers that have proved who they are may ask for a chat or leave a message."
    ),
    flag!(
        cobrowse_recording,
        "Whether what customers show when co-browsing is recorded and kept as a file of the conversation; they are told so when they are asked."
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
            Slot::Flag(slot) => slot(&mut copy).to_string(),
            Slot::Choice { read, .. } => read(self).to_owned(),
        })
    }

    /// Changes a setting.
    ///
    /// # Errors
    /// A refusal that names the setting, the value and the bounds, or the other setting that it does not go with.
    pub fn set(&mut self, name: &str, value: &str) -> Result<(), Refusal> {
        let mut changed = self.clone();
        changed.set_alone(name, value)?;
        if changed.attach_stats_rep_events != 0 && changed.attach_stats_rep_place == 0 {
            return Err(Refusal::new(
                Code::Invalid,
                format!(
                    "attach_stats_rep_place must not be 0 when attach_stats_rep_events is {}",
                    changed.attach_stats_rep_events
                ),
            )
            .field("value", value)
            .limit("attach_stats_rep_place from 1 to 1000000"));
        }
        *self = changed;
        Ok(())
    }

    fn set_alone(&mut self, name: &str, value: &str) -> Result<(), Refusal> {
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
            Slot::Flag(slot) => {
                *slot(self) = value.parse().map_err(|_| {
                    Refusal::new(Code::Invalid, format!("{name} is true or false"))
                        .field("value", value)
                        .limit("true or false")
                })?;
            }
            Slot::Choice { write, .. } => {
                if !write(self, value) {
                    return Err(Refusal::new(
                        Code::Invalid,
                        format!("{name} has no value {value:?}: {}", setting.what),
                    )
                    .field("value", value));
                }
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

    #[test]
    fn report_events_need_a_place() {
        let mut settings = Settings::default();
        for value in ["1", "2", "4", "7"] {
            let refused = settings.set("attach_stats_rep_events", value).unwrap_err();
            assert_eq!(
                refused.detail,
                format!(
                    "attach_stats_rep_place must not be 0 when attach_stats_rep_events is {value}"
                )
            );
        }
        settings.set("attach_stats_rep_events", "0").unwrap();
        settings.set("attach_stats_rep_place", "1").unwrap();
        settings.set("attach_stats_rep_events", "7").unwrap();
        assert!(settings.set("attach_stats_rep_events", "8").is_err());
        assert!(settings.set("attach_stats_rep_place", "0").is_err());
        assert!(settings.set("attach_stats_rep_place", "1000001").is_err());
        assert_eq!((settings.attach_stats_rep_place, settings.attach_stats_rep_events), (1, 7));
        settings.set("attach_stats_rep_events", "0").unwrap();
        settings.set("attach_stats_rep_place", "0").unwrap();
    }

    #[test]
    fn choices_have_their_exact_values_and_the_legacy_ones() {
        let mut settings = Settings::default();
        for (name, value, read) in [
            ("stop_abandoned_interaction", "always", "always"),
            ("stop_abandoned_interaction", "never", "never"),
            ("stop_abandoned_interaction", "noagents", "noagents"),
            ("stop_abandoned_interaction", "noanswer", "noanswer"),
            ("stop_abandoned_interaction", "false", "never"),
            ("stop_abandoned_interaction", "true", "noanswer"),
            ("attach_session_statistics", "all", "all"),
            ("attach_session_statistics", "none", "none"),
            ("attach_session_statistics", "fired", "fired"),
        ] {
            settings.set(name, value).unwrap();
            assert_eq!(settings.get(name).as_deref(), Some(read));
        }
        for (name, value) in [
            ("stop_abandoned_interaction", "True"),
            ("stop_abandoned_interaction", ""),
            ("attach_session_statistics", "true"),
            ("attach_session_statistics", "ALL"),
        ] {
            assert!(settings.set(name, value).is_err(), "{name}={value}");
        }
    }
}
