//! The directory: tenant, staff, queues, profiles, statuses. Changed by commands, kept as events, effective at once.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::command::Command;
use crate::core::{Context, Core};
use crate::event::{Body, PartyType};
use crate::hours::Hours;
use crate::id::{AgentId, IdentityKeyId, ProfileId, QueueId, ReportScheduleId, StatusId};
use crate::identity::IdentityKey;
use crate::library::Library;
use crate::refusal::{Code, Refusal};
use crate::report_schedules::ReportSchedule;
use crate::settings::Settings;

/// The queue that is always there.
pub const GENERAL_QUEUE: &str = "general";
/// Most characters in a display name.
pub const NAME_CHARS_MAX: usize = 100;
/// Most queues one agent serves; bounds the work of one routing step.
pub const AGENT_QUEUES_MAX: usize = 100;

/// The tenant's own record.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Tenant {
    /// Shown in desk and widget.
    pub name: String,
    /// IANA name of its time zone.
    pub time_zone: String,
}

/// What a member of the staff may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StaffRole {
    /// Takes chats.
    Agent,
    /// Takes chats and sees all of them.
    Supervisor,
    /// Changes the directory and settings.
    Admin,
    /// A program that takes chats.
    Bot,
}

/// A person of the staff, or a bot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agent {
    /// Its id, also its sign-in name.
    pub id: AgentId,
    /// The name that customers and colleagues see.
    pub name: String,
    /// What it may do.
    pub role: StaffRole,
    /// Its profile.
    pub profile: ProfileId,
    /// The queues it serves, in rank order.
    pub queues: Vec<QueueId>,
    /// The company it works for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub company: Option<String>,
}

impl Agent {
    /// The type of party that it is in events.
    #[must_use]
    pub fn party_type(&self) -> PartyType {
        match self.role {
            StaffRole::Agent => PartyType::Agent,
            StaffRole::Supervisor => PartyType::Supervisor,
            StaffRole::Admin => PartyType::Admin,
            StaffRole::Bot => PartyType::Bot,
        }
    }
}

/// How waiting chats find agents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Allocation {
    /// The server offers, the agent accepts.
    #[default]
    Offer,
    /// Assigned without asking.
    Auto,
    /// Agents choose from the list.
    Pick,
}

/// Who gets the next chat.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Balance {
    /// The agent whose last assignment is oldest.
    #[default]
    LongestIdle,
    /// The agent with the fewest chats.
    LeastBusy,
}

/// Which of its queues feeds an agent first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PullPolicy {
    /// The longest wait over all its queues.
    #[default]
    FirstDue,
    /// Its queues by rank, then the longest wait.
    StrictPriority,
}

/// A queue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Queue {
    /// Its id.
    pub id: QueueId,
    /// Its name.
    pub name: String,
    /// How its chats find agents.
    pub allocation: Allocation,
    /// Who gets the next one.
    pub balance: Balance,
    /// Priority of its chats; higher goes first.
    pub priority: i32,
    /// How many may wait.
    #[serde(default)]
    pub waiting_max: Option<u32>,
    /// Whether new chats may enter.
    pub enabled: bool,
    /// When new chats may enter; None: always.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours: Option<Hours>,
    /// Whether its chats go only to agents of the customer's company, where that is known.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub company_filter: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "as serde calls it")]
fn is_true(flag: &bool) -> bool {
    *flag
}

fn yes() -> bool {
    true
}

/// What the agents that have it may do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    /// Its id.
    pub id: ProfileId,
    /// Its name.
    pub name: String,
    /// Whether offers may be declined.
    pub allow_decline: bool,
    /// Whether an offer that runs out is declined or assigned.
    pub auto_decline: bool,
    /// Whether waiting chats may be picked.
    pub can_pick: bool,
    /// How many chats at once.
    pub chats_max: u32,
    /// Which queue feeds first.
    pub pull_policy: PullPolicy,
    /// Whether the status becomes not ready after each chat.
    pub not_ready_after_chat: bool,
    /// Whether chats may be transferred to queues that the agent does not serve, and to their agents.
    #[serde(default = "yes", skip_serializing_if = "is_true")]
    pub transfer_to_other_groups: bool,
    /// Whether chats may be monitored, coached and joined; supervisors always may.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub can_monitor: bool,
}

/// An agent status of the tenant's own list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Status {
    /// Its id.
    pub id: StatusId,
    /// Its name.
    pub name: String,
    /// Whether chats are offered in it.
    pub takes_chats: bool,
}

/// All of it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Directory {
    /// The tenant's own record.
    pub tenant: Tenant,
    /// The staff.
    pub agents: BTreeMap<AgentId, Agent>,
    /// The queues.
    pub queues: BTreeMap<QueueId, Queue>,
    /// The profiles.
    pub profiles: BTreeMap<ProfileId, Profile>,
    /// The statuses, in the order in which they were made.
    pub statuses: Vec<Status>,
    /// Topics, standard texts, articles and prompts.
    #[serde(default)]
    pub library: Library,
    /// The keys by which customers prove who they are, without what they prove with.
    #[serde(default)]
    pub identity_keys: BTreeMap<IdentityKeyId, IdentityKey>,
    /// The reports that are sent by themselves.
    #[serde(default)]
    pub report_schedules: BTreeMap<ReportScheduleId, ReportSchedule>,
    /// The settings.
    pub settings: Settings,
}

impl Directory {
    /// The profile of an agent.
    #[must_use]
    pub fn profile_of(&self, agent: &AgentId) -> Option<&Profile> {
        self.agents.get(agent).and_then(|a| self.profiles.get(&a.profile))
    }

    /// A status by its id.
    #[must_use]
    pub fn status(&self, id: &StatusId) -> Option<&Status> {
        self.statuses.iter().find(|s| s.id == *id)
    }

    /// The first status in which chats are offered.
    #[must_use]
    pub fn ready_status(&self) -> Option<&Status> {
        self.statuses.iter().find(|s| s.takes_chats)
    }

    /// The first status in which none are.
    #[must_use]
    pub fn not_ready_status(&self) -> Option<&Status> {
        self.statuses.iter().find(|s| !s.takes_chats)
    }

    /// Folds a directory event; false if the event is none.
    pub fn apply(&mut self, body: &Body) -> bool {
        match body {
            Body::TenantChanged { tenant } => self.tenant = tenant.clone(),
            Body::AgentChanged { agent } => {
                self.agents.insert(agent.id.clone(), agent.clone());
            }
            Body::AgentRemoved { agent } => {
                self.agents.remove(agent);
            }
            Body::QueueChanged { queue } => {
                self.queues.insert(queue.id.clone(), queue.clone());
            }
            Body::QueueRemoved { queue } => {
                self.queues.remove(queue);
            }
            Body::ProfileChanged { profile } => {
                self.profiles.insert(profile.id.clone(), profile.clone());
            }
            Body::ProfileRemoved { profile } => {
                self.profiles.remove(profile);
            }
            Body::StatusChanged { status } => {
                match self.statuses.iter_mut().find(|s| s.id == status.id) {
                    Some(old) => *old = status.clone(),
                    None => self.statuses.push(status.clone()),
                }
            }
            Body::StatusRemoved { status } => self.statuses.retain(|s| s.id != *status),
            Body::IdentityKeyChanged { identity_key } => {
                self.identity_keys.insert(identity_key.id.clone(), identity_key.clone());
            }
            Body::IdentityKeyRemoved { identity_key } => {
                self.identity_keys.remove(identity_key);
            }
            Body::ReportScheduleChanged { report_schedule } => {
                let id = report_schedule.id.clone();
                self.report_schedules.insert(id, (**report_schedule).clone());
            }
            Body::ReportScheduleRemoved { report_schedule } => {
                self.report_schedules.remove(report_schedule);
            }
            // A value that a later version allowed and this one does not leaves the setting as it was.
            Body::SettingChanged { name, value } => drop(self.settings.set(name, value)),
            body => return self.library.apply(body),
        }
        true
    }
}

pub(crate) fn check_name(field: &'static str, name: &str) -> Result<(), Refusal> {
    let count = name.chars().count();
    if name.trim().is_empty() {
        return Err(
            Refusal::new(Code::Invalid, format!("{field} must not be empty")).field(field, name)
        );
    }
    if count > NAME_CHARS_MAX {
        return Err(Refusal::new(
            Code::TooLong,
            format!("{field} has {count} characters, at most {NAME_CHARS_MAX} are allowed"),
        )
        .field(field, name)
        .limit(NAME_CHARS_MAX));
    }
    Ok(())
}

pub(crate) fn unknown(field: &'static str, id: impl ToString) -> Refusal {
    let id = id.to_string();
    Refusal::new(Code::NotFound, format!("there is no {field} {id:?}")).field(field, id)
}

impl Core {
    /// Carries out a command of an administrator.
    pub(crate) fn change_directory(
        &mut self,
        ctx: &Context,
        command: Command,
    ) -> Result<(), Refusal> {
        match ctx.by.party_type {
            PartyType::Admin | PartyType::System => {}
            PartyType::Customer | PartyType::Agent | PartyType::Supervisor | PartyType::Bot => {
                return Err(Refusal::new(
                    Code::NotAllowed,
                    "only an admin may change the directory",
                ));
            }
        }
        let body = self.directory_event(command)?;
        if let Body::AgentRemoved { agent } = &body {
            self.withdraw_offer_of(ctx, agent);
        }
        self.emit_about_none(ctx, body);
        self.withdraw_offers_not_to_be_taken(ctx);
        Ok(())
    }

    fn directory_event(&self, command: Command) -> Result<Body, Refusal> {
        let directory = &self.state.directory;
        Ok(match command {
            Command::PutTenant { tenant } => {
                check_name("name", &tenant.name)?;
                if jiff::tz::TimeZone::get(&tenant.time_zone).is_err() {
                    return Err(Refusal::new(
                        Code::Invalid,
                        "time_zone must be an IANA name such as Europe/Berlin",
                    )
                    .field("time_zone", &tenant.time_zone));
                }
                Body::TenantChanged { tenant }
            }
            Command::PutAgent { agent } => {
                check_name("name", &agent.name)?;
                if !directory.profiles.contains_key(&agent.profile) {
                    return Err(unknown("profile", &agent.profile));
                }
                if let Some(q) = agent.queues.iter().find(|q| !directory.queues.contains_key(q)) {
                    return Err(unknown("queue", q));
                }
                if agent.queues.len() > AGENT_QUEUES_MAX {
                    return Err(Refusal::new(
                        Code::TooLong,
                        format!("an agent serves at most {AGENT_QUEUES_MAX} queues"),
                    )
                    .field("queues", agent.queues.len())
                    .limit(AGENT_QUEUES_MAX));
                }
                Body::AgentChanged { agent }
            }
            Command::RemoveAgent { agent } => {
                if !directory.agents.contains_key(&agent) {
                    return Err(unknown("agent", &agent));
                }
                if self
                    .state
                    .desks
                    .get(&agent)
                    .is_some_and(|d| !d.chats.is_empty() || !d.parts.is_empty())
                {
                    return Err(Refusal::new(Code::WrongState, "the agent still has open chats")
                        .field("agent", &agent));
                }
                Body::AgentRemoved { agent }
            }
            Command::PutQueue { queue } => {
                check_name("name", &queue.name)?;
                if !(-100..=100).contains(&queue.priority) {
                    return Err(Refusal::new(Code::Invalid, "priority must be from -100 to 100")
                        .field("priority", queue.priority)
                        .limit("-100 to 100"));
                }
                if queue.id.as_str() == GENERAL_QUEUE && !queue.enabled {
                    return Err(Refusal::new(Code::Invalid, "the general queue stays enabled")
                        .field("enabled", false));
                }
                if let Some(hours) = &queue.hours {
                    hours.check()?;
                }
                Body::QueueChanged { queue }
            }
            Command::RemoveQueue { queue } => {
                self.check_queue_unused(&queue)?;
                Body::QueueRemoved { queue }
            }
            Command::PutProfile { profile } => {
                check_name("name", &profile.name)?;
                if !(1..=100).contains(&profile.chats_max) {
                    return Err(Refusal::new(Code::Invalid, "chats_max must be from 1 to 100")
                        .field("chats_max", profile.chats_max)
                        .limit("1 to 100"));
                }
                Body::ProfileChanged { profile }
            }
            Command::RemoveProfile { profile } => {
                if !directory.profiles.contains_key(&profile) {
                    return Err(unknown("profile", &profile));
                }
                if let Some(a) = directory.agents.values().find(|a| a.profile == profile) {
                    return Err(Refusal::new(
                        Code::WrongState,
                        format!("the profile is still that of {}", a.id),
                    )
                    .field("profile", &profile));
                }
                Body::ProfileRemoved { profile }
            }
            Command::PutStatus { status } => {
                check_name("name", &status.name)?;
                let others = |takes| {
                    directory.statuses.iter().any(|s| s.id != status.id && s.takes_chats == takes)
                };
                let known = directory.status(&status.id).is_some();
                if known && !others(!status.takes_chats) {
                    return Err(Refusal::new(
                        Code::WrongState,
                        "one status must take chats and one must not",
                    )
                    .field("takes_chats", status.takes_chats));
                }
                Body::StatusChanged { status }
            }
            Command::RemoveStatus { status } => {
                let Some(old) = directory.status(&status) else {
                    return Err(unknown("status", &status));
                };
                let same = |s: &&Status| s.takes_chats == old.takes_chats;
                if directory.statuses.iter().filter(same).count() == 1 {
                    return Err(Refusal::new(
                        Code::WrongState,
                        "one status must take chats and one must not",
                    )
                    .field("status", &status));
                }
                if self.state.desks.values().any(|d| d.status.as_ref() == Some(&status)) {
                    return Err(Refusal::new(Code::WrongState, "an agent has that status now")
                        .field("status", &status));
                }
                Body::StatusRemoved { status }
            }
            Command::SetSetting { name, value } => {
                directory.settings.clone().set(&name, &value)?;
                Body::SettingChanged { name, value }
            }
            Command::PutIdentityKey { key } => self.identity_key_changed(key)?,
            Command::RemoveIdentityKey { key } => self.identity_key_removed(key)?,
            Command::ChangeLibrary(change) => crate::library::decide(directory, *change)?,
            other => unreachable!("{other:?} is not a command about the directory"),
        })
    }

    fn check_queue_unused(&self, queue: &QueueId) -> Result<(), Refusal> {
        let directory = &self.state.directory;
        let refuse = |why: String| Err(Refusal::new(Code::WrongState, why).field("queue", queue));
        if !directory.queues.contains_key(queue) {
            return Err(unknown("queue", queue));
        }
        if queue.as_str() == GENERAL_QUEUE {
            return refuse("the general queue cannot be removed".into());
        }
        if self.state.conversations.values().any(|c| c.queue == *queue) {
            return refuse("the queue still has open chats".into());
        }
        if let Some(topic) = directory.library.topics.values().find(|t| t.queue == *queue) {
            return refuse(format!("the topic {} still leads to the queue", topic.id));
        }
        let rules = &directory.library.invitation_rules;
        if let Some(rule) = rules.values().find(|rule| rule.queue.as_ref() == Some(queue)) {
            return refuse(format!("the invitation rule {} still leads to the queue", rule.id));
        }
        match directory.agents.values().find(|a| a.queues.contains(queue)) {
            Some(agent) => refuse(format!("the queue is still served by {}", agent.id)),
            None => Ok(()),
        }
    }
}
