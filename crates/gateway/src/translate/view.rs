//! Snapshots outwards: what a desk and a widget start from. The core is only asked for shared pointers and small copies, on the writer's
//! thread; the wire's records are made from them elsewhere.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use domain::conversation::{Cobrowse, Conversation, Phase};
use domain::directory::{Directory, StaffRole};
use domain::event::{CobrowseStage, DisconnectReason, Role};
use domain::settings::SETTINGS;
use domain::{AgentId, ConversationId, Core, QueueId, StatusId, Timestamp, Who};
use engine::Place;
use protocol::view;

use crate::alias::Aliases;
use crate::translate::customer_event::UNKNOWN_NAME;
use crate::translate::library::{prompts_out, standard_text_out, topic_out};
use crate::translate::record::{
    agent_out, customer_out, incident_out, profile_out, queue_out, status_out, tenant_out,
};

/// Whether a party's client is heard.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Heard {
    pub(crate) presence: view::Presence,
    pub(crate) lost_at: Option<Timestamp>,
}

impl Heard {
    fn of(core: &Core, who: &Who, absent: bool) -> Self {
        let presence = if absent {
            view::Presence::Absent
        } else if core.live.silent.contains_key(who) {
            view::Presence::Interrupted
        } else {
            view::Presence::Present
        };
        let lost_at = match presence {
            view::Presence::Present => None,
            view::Presence::Interrupted | view::Presence::Absent => core.lost_at(who),
        };
        Self { presence, lost_at }
    }
}

/// An open conversation with what is not part of it: who is heard, and the names of its agents.
#[derive(Debug, Clone)]
pub(crate) struct Open {
    pub(crate) conversation: Arc<Conversation>,
    pub(crate) customer: Heard,
    /// In the order of the participants.
    pub(crate) agents: Vec<(Heard, String)>,
}

impl Open {
    /// Looks at a conversation.
    pub(crate) fn of(core: &Core, conversation: &Arc<Conversation>) -> Self {
        let who = Who::Customer(conversation.id.clone());
        let customer = Heard::of(core, &who, conversation.customer_absent);
        let agents = conversation.participants.iter().map(|p| {
            let heard = Heard::of(core, &Who::Agent(p.agent.clone()), p.absent);
            let record = core.state.directory.agents.get(&p.agent);
            (heard, record.map_or_else(|| UNKNOWN_NAME.to_owned(), |a| a.name.clone()))
        });
        Self { agents: agents.collect(), customer, conversation: Arc::clone(conversation) }
    }

    fn participants(&self, id_of: impl Fn(&AgentId) -> String) -> Vec<view::Participant> {
        let participants = self.conversation.participants.iter().zip(&self.agents);
        participants
            .map(|(p, (heard, name))| view::Participant {
                agent: id_of(&p.agent),
                name: name.clone(),
                role: role(p.role).to_owned(),
                entered_at: p.entered_at.to_string(),
                presence: heard.presence,
                lost_at: heard.lost_at.map(|at| at.to_string()),
            })
            .collect()
    }
}

fn role(role: Role) -> &'static str {
    match role {
        Role::Lead => "lead",
        Role::Supporting => "supporting",
    }
}

fn reason(reason: DisconnectReason) -> String {
    // The words of the specification are the names of the variants.
    format!("{reason:?}")
}

/// What a desk starts from, read from the core.
#[derive(Debug)]
pub(crate) struct Desk {
    me: AgentId,
    directory: Directory,
    /// Each agent's status and number of chats.
    statuses: Vec<(Option<StatusId>, usize)>,
    status: Option<StatusId>,
    /// The open conversations that the agent may see.
    pub(crate) conversations: Vec<Open>,
    /// Those in which it takes part.
    pub(crate) parts: BTreeSet<ConversationId>,
    position: u64,
}

/// Whether a role sees every chat.
pub(crate) fn sees_all(role: StaffRole) -> bool {
    match role {
        StaffRole::Supervisor | StaffRole::Admin => true,
        StaffRole::Agent | StaffRole::Bot => false,
    }
}

/// The conversations in which an agent takes part so that it sees all that is said.
pub(crate) fn parts_of(core: &Core, agent: &AgentId) -> BTreeSet<ConversationId> {
    let Some(desk) = core.state.desk(agent) else { return BTreeSet::new() };
    let seen = |id: &&ConversationId| {
        core.state.conversations.get(*id).is_some_and(|c| c.is_seen_by(agent))
    };
    desk.parts.iter().chain(&desk.chats).filter(seen).cloned().collect()
}

impl Desk {
    /// Reads what an agent may see; None if it is not in the directory.
    pub(crate) fn read(core: &Core, me: &AgentId) -> Option<Self> {
        let state = &core.state;
        let record = state.directory.agents.get(me)?;
        let desk = state.desk(me);
        let ids: BTreeSet<&ConversationId> = if sees_all(record.role) {
            state.conversations.keys().collect()
        } else {
            let waiting = |queue: &QueueId| state.lines.get(queue).map(|line| &line.waiting);
            let mut ids: BTreeSet<&ConversationId> =
                record.queues.iter().filter_map(waiting).flatten().map(|(_, _, id)| id).collect();
            if let Some(desk) = desk {
                ids.extend(desk.parts.iter().chain(&desk.chats).chain(&desk.offered));
            }
            ids
        };
        let open = ids.into_iter().filter_map(|id| state.conversations.get(id));
        let statuses = state.directory.agents.keys().map(|id| {
            state.desk(id).map_or((None, 0), |desk| (desk.status.clone(), desk.chats.len()))
        });
        Some(Self {
            me: me.clone(),
            statuses: statuses.collect(),
            status: desk.and_then(|d| d.status.clone()),
            conversations: open.map(|conversation| Open::of(core, conversation)).collect(),
            parts: parts_of(core, me),
            directory: state.directory.clone(),
            position: state.position,
        })
    }

    /// The record on the wire; None if the agent or its profile is not there, which the domain does not allow.
    pub(crate) fn snapshot(&self) -> Option<view::DeskSnapshot> {
        let directory = &self.directory;
        let settings = SETTINGS.iter().filter_map(|setting| {
            Some((setting.name.to_owned(), directory.settings.get(setting.name)?))
        });
        let colleagues = directory.agents.values().zip(&self.statuses);
        Some(view::DeskSnapshot {
            position: self.position,
            tenant: tenant_out(&directory.tenant),
            me: agent_out(directory.agents.get(&self.me)?),
            profile: profile_out(directory.profile_of(&self.me)?),
            profiles: directory.profiles.values().map(profile_out).collect(),
            status: self.status.as_ref().map(ToString::to_string),
            statuses: directory.statuses.iter().map(status_out).collect(),
            queues: directory.queues.values().map(queue_out).collect(),
            colleagues: colleagues
                .map(|(agent, (status, chats))| view::Colleague {
                    agent: agent_out(agent),
                    status: status.as_ref().map(ToString::to_string),
                    chats: u32::try_from(*chats).unwrap_or(u32::MAX),
                })
                .collect(),
            conversations: self
                .conversations
                .iter()
                .map(|open| conversation_out(open, directory, &self.me))
                .collect(),
            topics: directory.library.topics.values().map(topic_out).collect(),
            standard_texts: directory
                .library
                .standard_texts
                .values()
                .map(standard_text_out)
                .collect(),
            settings: settings.collect(),
        })
    }
}

fn cobrowse_out(cobrowse: &Cobrowse, agent: String) -> view::Cobrowse {
    let stage = match cobrowse.stage {
        CobrowseStage::Invited => "invited",
        CobrowseStage::Accepted => "accepted",
        CobrowseStage::Running => "running",
    };
    view::Cobrowse { agent, stage: stage.to_owned(), recorded: cobrowse.recorded }
}

/// Who watches, as far as a reader may know: itself, and whom the agents see.
fn watchers_out(c: &Conversation, directory: &Directory, reader: &AgentId) -> Vec<view::Watcher> {
    let shown = c.watchers.iter().filter(|w| w.announced || *w.party.id == *reader.as_str());
    let out = shown.filter_map(|watcher| {
        let agent = watcher.party.agent_id()?;
        let name = directory.agents.get(&agent).map_or(UNKNOWN_NAME, |a| &a.name).to_owned();
        Some(view::Watcher { agent: agent.to_string(), name, coaches: watcher.coaches })
    });
    out.collect()
}

/// An open conversation on the wire, as a member of the staff may see it.
pub(crate) fn conversation_out(
    open: &Open,
    directory: &Directory,
    reader: &AgentId,
) -> view::Conversation {
    let c = &*open.conversation;
    let settings = &directory.settings;
    let mut participants = open.participants(ToString::to_string);
    if let Some(by) = c.concluded.as_ref().and_then(|concluded| concluded.by.as_ref())
        && c.participant(by).is_none()
    {
        // Who writes the chat up has left it (24), and stays on the desk until it is released.
        participants.push(view::Participant {
            agent: by.to_string(),
            name: directory.agents.get(by).map_or(UNKNOWN_NAME, |a| &a.name).to_owned(),
            role: role(Role::Lead).to_owned(),
            entered_at: c.requested_at.to_string(),
            presence: view::Presence::Present,
            lost_at: None,
        });
    }
    view::Conversation {
        conversation: c.id.to_string(),
        chat: c.chat.to_string(),
        phase: match c.phase {
            Phase::Waiting => view::Phase::Waiting,
            Phase::Engaged => view::Phase::Engaged,
            Phase::OnHold => view::Phase::OnHold,
            Phase::WrapUp => view::Phase::WrapUp,
        },
        queue: c.queue.to_string(),
        priority: c.priority,
        arrived_at: c.arrived_at.to_string(),
        requested_at: c.requested_at.to_string(),
        concluded_at: c.concluded.as_ref().map(|concluded| concluded.at.to_string()),
        disconnect_reason: c.concluded.as_ref().map(|concluded| reason(concluded.reason)),
        wrap_up_until: c
            .concluded
            .as_ref()
            .map(|concluded| (concluded.at + settings.wrap_up_timeout).to_string()),
        customer: customer_out(&c.customer),
        subject: c.subject.clone(),
        language: c.language.clone(),
        continues: c.continues.as_ref().map(ToString::to_string),
        participants,
        offer: c.offer.as_ref().map(|offer| view::Offer {
            agent: offer.agent.to_string(),
            offered_at: offer.offered_at.to_string(),
            expires_at: (offer.offered_at + settings.offer_timeout).to_string(),
        }),
        invitation: c.invitation.as_ref().map(|invitation| view::Invitation {
            agent: invitation.agent.to_string(),
            conference: invitation.conference,
            invited_at: invitation.invited_at.to_string(),
            expires_at: (invitation.invited_at + settings.transfer_timeout).to_string(),
        }),
        watchers: watchers_out(c, directory, reader),
        is_async: c.is_async,
        topic: c.topic.as_ref().map(ToString::to_string),
        attributes: c.attributes.clone(),
        cobrowse: c.cobrowse.as_ref().map(|it| cobrowse_out(it, it.agent.to_string())),
        customer_presence: open.customer.presence,
        customer_lost_at: open.customer.lost_at.map(|at| at.to_string()),
        incident: incident_out(&c.incident),
    }
}

/// What a widget starts from, read from the core; what was said comes from the journal.
#[derive(Debug)]
pub(crate) struct Widget {
    pub(crate) open: Option<Open>,
    pub(crate) place: Option<Place>,
    prompts: Option<BTreeMap<String, String>>,
    tenant_name: String,
    message_chars_max: u32,
    rating_ms: u64,
    position: u64,
}

impl Widget {
    /// Reads what a customer may see of its conversation.
    pub(crate) fn read(core: &Core, conversation: Option<&ConversationId>, now: Timestamp) -> Self {
        let state = &core.state;
        let open = conversation.and_then(|id| state.conversations.get(id));
        Self {
            open: open.map(|conversation| Open::of(core, conversation)),
            place: conversation.and_then(|id| engine::place_of(state, id, now)),
            prompts: open
                .filter(|c| c.phase != Phase::WrapUp)
                .map(|c| prompts_out(&state.directory, &c.queue, c.language.as_deref())),
            tenant_name: state.directory.tenant.name.clone(),
            message_chars_max: state.directory.settings.message_chars_max,
            rating_ms: state.directory.settings.rating_time.0,
            position: state.position,
        }
    }

    /// The position that it is of.
    pub(crate) fn position(&self) -> u64 {
        self.position
    }

    /// The record on the wire.
    pub(crate) fn snapshot(
        &self,
        conversation: Option<&ConversationId>,
        events: Vec<protocol::event::Event>,
        more: bool,
        seen_seq: Option<u64>,
        aliases: &Aliases,
    ) -> view::WidgetSnapshot {
        let c = self.open.as_ref().map(|open| &*open.conversation);
        let last = events.last();
        let phase = match c.map(|c| c.phase) {
            Some(Phase::Waiting) => Some(view::Phase::Waiting),
            Some(Phase::Engaged) => Some(view::Phase::Engaged),
            Some(Phase::OnHold) => Some(view::Phase::OnHold),
            Some(Phase::WrapUp) => Some(view::Phase::Closed),
            None => conversation.map(|_| view::Phase::Closed),
        };
        let told = events.iter().rev().find_map(|e| e.data.disconnect_reason.clone());
        let disconnect_reason = match c {
            Some(c) => c.concluded.as_ref().map(|concluded| reason(concluded.reason)),
            None => told,
        };
        let participants = match &self.open {
            Some(open) if open.conversation.phase != Phase::WrapUp => {
                open.participants(|agent| aliases.of(agent.as_str()).to_string())
            }
            Some(_) | None => Vec::new(),
        };
        view::WidgetSnapshot {
            position: self.position,
            tenant_name: self.tenant_name.clone(),
            conversation: conversation.map(ToString::to_string),
            chat: c.map(|c| c.chat.to_string()).or_else(|| last.and_then(|e| e.chat.clone())),
            phase,
            disconnect_reason,
            place: self.place.map(|place| place.place),
            estimate_ms: self.place.and_then(|place| place.estimate).map(|wait| wait.0),
            participants,
            cobrowse: c.and_then(|c| c.cobrowse.as_ref()).map(|cobrowse| {
                cobrowse_out(cobrowse, aliases.of(cobrowse.agent.as_str()).to_string())
            }),
            prompts: self.prompts.clone(),
            events,
            more,
            seen_seq,
            message_chars_max: self.message_chars_max,
            rating_ms: self.rating_ms,
        }
    }
}
