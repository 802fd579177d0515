//! Who works in the pasts that the benchmark makes, and under which rules: commands for the real core.

use domain::directory::{Agent, Allocation, Balance, Profile, PullPolicy, Queue, StaffRole};
use domain::{AgentId, Command, ProfileId, QueueId};

/// The one profile.
const PROFILE: &str = "past";

/// Intervals that a past does not meet by itself.
pub(crate) fn settings() -> [Command; 4] {
    [
        ("absent_interval", "1h"),
        ("idle_alert", "1d"),
        ("idle_timeout", "7d"),
        ("queue_timeout", "7d"),
    ]
    .map(|(name, value)| Command::SetSetting { name: name.into(), value: value.into() })
}

/// A queue that gives its chats out without asking.
pub(crate) fn queue(id: &str) -> Command {
    let queue = Queue {
        id: QueueId::new(id),
        name: id.into(),
        allocation: Allocation::Auto,
        balance: Balance::LeastBusy,
        priority: 0,
        waiting_max: None,
        enabled: true,
        hours: None,
        company_filter: false,
    };
    Command::PutQueue { queue }
}

/// The profile of all agents, with so many chats at once.
pub(crate) fn profile(chats_max: u32) -> Command {
    let profile = Profile {
        id: ProfileId::new(PROFILE),
        name: PROFILE.into(),
        allow_decline: true,
        auto_decline: true,
        can_pick: true,
        chats_max,
        pull_policy: PullPolicy::FirstDue,
        not_ready_after_chat: false,
        transfer_to_other_groups: true,
        can_monitor: false,
    };
    Command::PutProfile { profile }
}

/// An agent of some queues.
pub(crate) fn agent(id: &str, queues: &[&str]) -> Agent {
    Agent {
        id: AgentId::new(id),
        name: id.into(),
        role: StaffRole::Agent,
        profile: ProfileId::new(PROFILE),
        queues: queues.iter().map(|queue| QueueId::new(queue)).collect(),
        company: None,
    }
}
