//! The options of reporting as the log sets them: `setting_changed` of their names. What it leaves out: refusing values, which the settings
//! do before they are logged; a value that is none is not taken.

use crate::statistics::Mode;

/// Which report events go out: sums of these.
const AT_END: u8 = 1;
const AT_HOLD: u8 = 2;
const AT_CUSTOMER_ACTIVITY: u8 = 4;

/// The options in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Options {
    pub(super) attach: Mode,
    report_events: u8,
}

impl Options {
    /// The names of the options that matter to the mart.
    pub(super) const NAMES: [&'static str; 2] =
        ["attach_session_statistics", "attach_stats_rep_events"];

    pub(super) fn set(&mut self, name: &str, value: &str) {
        match (name, value) {
            ("attach_session_statistics", "all") => self.attach = Mode::All,
            ("attach_session_statistics", "fired") => self.attach = Mode::Fired,
            ("attach_session_statistics", "none") => self.attach = Mode::None,
            ("attach_stats_rep_events", sum) => {
                if let Ok(sum @ 0..=7) = sum.parse() {
                    self.report_events = sum;
                }
            }
            _ => {}
        }
    }

    /// Whether the statistics at the end go out as a report event, not into the user data.
    pub(super) fn report_at_end(self) -> bool {
        self.report_events & AT_END != 0
    }

    pub(super) fn report_at_hold(self) -> bool {
        self.report_events & AT_HOLD != 0
    }

    pub(super) fn report_at_customer_activity(self) -> bool {
        self.report_events & AT_CUSTOMER_ACTIVITY != 0
    }
}
