//! What a client knows of the world: folded from a snapshot and from the events that it was shown, and from nothing else. It decides what
//! its person can do.

use std::collections::BTreeMap;

use domain::conversation::Phase;
use domain::event::{CobrowseStage, Role};
use domain::{AgentId, Body, ChatId, ConversationId, Core, Event, Party};

/// How many chats of others a client remembers.
const OTHERS_MAX: usize = 40;

/// A member of the staff's part in a chat.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    Lead,
    Supporting,
    Watching,
    WrapUp,
}

#[derive(Debug, Clone)]
pub(crate) struct Mine {
    pub(crate) chat: ChatId,
    pub(crate) part: Part,
    pub(crate) is_async: bool,
}

/// What a desk shows.
#[derive(Debug, Clone, Default)]
pub(crate) struct StaffEyes {
    pub(crate) mine: BTreeMap<ConversationId, Mine>,
    pub(crate) offer: Option<ChatId>,
    pub(crate) invited: BTreeMap<ConversationId, ChatId>,
    pub(crate) waiting: BTreeMap<ConversationId, ChatId>,
    pub(crate) engaged: BTreeMap<ConversationId, ChatId>,
    /// Whether it is signed in with a status that takes chats.
    pub(crate) takes_chats: bool,
}

/// Where a customer's chat stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Stage {
    #[default]
    None,
    Waiting,
    Engaged,
    OnHold,
    Over,
}

/// What a widget shows.
#[derive(Debug, Clone, Default)]
pub(crate) struct CustomerEyes {
    pub(crate) conversation: Option<ConversationId>,
    pub(crate) chat: Option<ChatId>,
    pub(crate) stage: Stage,
    /// Whether it is asked to show its page, and whether it shows it.
    pub(crate) cobrowse: Option<CobrowseStage>,
}

impl StaffEyes {
    pub(crate) fn of_core(core: &Core, me: &AgentId) -> Self {
        let state = &core.state;
        let mut eyes = Self::default();
        let Some(desk) = state.desk(me) else { return eyes };
        let status = desk.status.as_ref().and_then(|id| state.directory.status(id));
        eyes.takes_chats = status.is_some_and(|status| status.takes_chats);
        let open = |id: &ConversationId| state.conversations.get(id).map(|c| &**c);
        for c in desk.chats.iter().chain(&desk.parts).filter_map(open) {
            let part = match c.participant(me).map(|p| p.role) {
                Some(Role::Lead) => Part::Lead,
                Some(Role::Supporting) => Part::Supporting,
                None if c.phase == Phase::WrapUp => Part::WrapUp,
                None if c.invitation.as_ref().is_some_and(|i| i.agent == *me) => {
                    eyes.invited.insert(c.id.clone(), c.chat.clone());
                    continue;
                }
                None => Part::Watching,
            };
            let mine = Mine { chat: c.chat.clone(), part, is_async: c.is_async };
            eyes.mine.insert(c.id.clone(), mine);
        }
        eyes.offer = desk.offered.as_ref().and_then(open).map(|c| c.chat.clone());
        let queues = state.directory.agents.get(me).map(|a| a.queues.clone()).unwrap_or_default();
        for queue in &queues {
            for (_, id) in state.places(queue).take(OTHERS_MAX) {
                if let Some(c) = open(id).filter(|c| c.offer.is_none()) {
                    eyes.waiting.insert(c.id.clone(), c.chat.clone());
                }
            }
        }
        eyes
    }

    /// Whether there is anything to do soon.
    pub(crate) fn is_busy(&self) -> bool {
        self.offer.is_some() || !self.mine.is_empty() || !self.invited.is_empty()
    }

    pub(crate) fn fold(&mut self, event: &Event, me: &AgentId, takes_chats: impl Fn(&str) -> bool) {
        let is_me = |party: &Party| *party.id == *me.as_str();
        if let Body::AgentStatusChanged { participant, status, .. } = &event.body {
            if is_me(participant) {
                self.takes_chats = status.as_ref().is_some_and(|id| takes_chats(id.as_str()));
            }
            return;
        }
        let (Some(id), Some(chat)) = (&event.conversation, &event.chat) else { return };
        match &event.body {
            Body::ChatCreated(_)
            | Body::TransferredToQueue { .. }
            | Body::AsyncCustomerActivity {} => {
                self.gone(id);
                self.see_waiting(id, chat);
            }
            Body::AgentEngagementInvitation { participant, .. } => {
                self.waiting.remove(id);
                if is_me(participant) {
                    self.offer = Some(chat.clone());
                }
            }
            Body::AgentEngagementDeclined { participant }
            | Body::AgentEngagementTimeout { participant }
            | Body::AgentEngagementUnavailable { participant }
            | Body::AgentEngagementAutoDeclined { participant } => {
                if is_me(participant) {
                    self.offer = None;
                }
                self.see_waiting(id, chat);
            }
            Body::AgentEngagementAccepted { participant }
            | Body::AgentEngagementAutoAccepted { participant }
                if is_me(participant) =>
            {
                self.offer = None;
            }
            Body::EngagementParticipantEntered { participant, role, .. } => {
                let part = if *role == Role::Lead { Part::Lead } else { Part::Supporting };
                self.entered(id, chat, is_me(participant), part);
            }
            Body::BotEntered { participant, .. } => {
                self.entered(id, chat, is_me(participant), Part::Lead);
            }
            Body::EngagementParticipantLeft { participant, .. }
            | Body::BotLeft { participant, .. }
                if is_me(participant)
                    && self.mine.get(id).is_some_and(|mine| mine.part != Part::WrapUp) =>
            {
                self.mine.remove(id);
            }
            Body::AgentRoleChange { lead, .. } => {
                if let Some(mine) = self.mine.get_mut(id) {
                    mine.part = match (is_me(lead), mine.part) {
                        (true, _) => Part::Lead,
                        (false, Part::Lead) => Part::Supporting,
                        (false, part) => part,
                    };
                }
            }
            Body::AgentTransferInvitation { participant }
            | Body::AgentConferenceInvitation { participant }
                if is_me(participant) =>
            {
                self.invited.insert(id.clone(), chat.clone());
            }
            Body::AgentTransferAccepted { .. }
            | Body::AgentTransferDeclined { .. }
            | Body::AgentTransferCanceled { .. }
            | Body::AgentTransferUnavailable { .. }
            | Body::AgentConferenceAccepted { .. }
            | Body::AgentConferenceDeclined { .. }
            | Body::AgentConferenceCanceled { .. }
            | Body::AgentConferenceUnavailable { .. } => drop(self.invited.remove(id)),
            Body::MonitorBegin { participant, .. } | Body::CoachBegin { participant }
                if is_me(participant) && !self.mine.contains_key(id) =>
            {
                let mine = Mine { chat: chat.clone(), part: Part::Watching, is_async: false };
                self.mine.insert(id.clone(), mine);
            }
            Body::MonitorEnd { participant, .. } | Body::CoachEnd { participant } => {
                let watches = self.mine.get(id).is_some_and(|mine| mine.part == Part::Watching);
                if is_me(participant) && watches {
                    self.mine.remove(id);
                }
            }
            Body::ChatConcluded(data) => {
                let leads = self.mine.get(id).is_some_and(|mine| mine.part == Part::Lead);
                let mine = self.mine.remove(id);
                self.gone(id);
                if let Some(mine) = mine.filter(|_| leads && data.continued_as.is_none()) {
                    self.mine.insert(id.clone(), Mine { part: Part::WrapUp, ..mine });
                }
            }
            Body::ChatReleased {} | Body::AsyncOnHold { .. } => self.gone(id),
            _ => {}
        }
    }

    fn entered(&mut self, id: &ConversationId, chat: &ChatId, is_me: bool, part: Part) {
        self.waiting.remove(id);
        if is_me {
            self.invited.remove(id);
            self.offer = self.offer.take().filter(|offer| offer != chat);
            // It may be async: whether it is, the desk reads with the conversation's past.
            let is_async = true;
            self.mine.insert(id.clone(), Mine { chat: chat.clone(), part, is_async });
        } else {
            if part == Part::Lead
                && let Some(mine) = self.mine.get_mut(id)
                && mine.part == Part::Lead
            {
                mine.part = Part::Supporting;
            }
            if self.engaged.len() < OTHERS_MAX {
                self.engaged.insert(id.clone(), chat.clone());
            }
        }
    }

    fn see_waiting(&mut self, id: &ConversationId, chat: &ChatId) {
        if self.waiting.len() < OTHERS_MAX {
            self.waiting.insert(id.clone(), chat.clone());
        }
    }

    fn gone(&mut self, id: &ConversationId) {
        self.mine.remove(id);
        self.waiting.remove(id);
        self.engaged.remove(id);
        self.invited.remove(id);
        self.offer = self.offer.take().filter(|chat| chat.conversation().as_ref() != Some(id));
    }
}

impl CustomerEyes {
    pub(crate) fn of_core(core: &Core, conversation: Option<&ConversationId>) -> Self {
        let open = conversation.and_then(|id| core.state.conversations.get(id));
        let stage = match open.map(|c| c.phase) {
            None if conversation.is_none() => Stage::None,
            None | Some(Phase::WrapUp) => Stage::Over,
            Some(Phase::Waiting) => Stage::Waiting,
            Some(Phase::Engaged) => Stage::Engaged,
            Some(Phase::OnHold) => Stage::OnHold,
        };
        let chat = open.map(|c| c.chat.clone());
        let cobrowse = open.and_then(|c| c.cobrowse.as_ref()).map(|cobrowse| cobrowse.stage);
        Self { conversation: conversation.cloned(), chat, stage, cobrowse }
    }

    pub(crate) fn fold(&mut self, event: &Event) {
        self.conversation.clone_from(&event.conversation);
        match &event.body {
            Body::ChatCreated(_) => {
                self.chat.clone_from(&event.chat);
                self.stage = Stage::Waiting;
            }
            Body::EngagementParticipantEntered { .. } | Body::BotEntered { .. } => {
                self.stage = Stage::Engaged;
            }
            Body::TransferredToQueue { .. } => self.stage = Stage::Waiting,
            Body::CobrowseInvitationSent { .. } => self.cobrowse = Some(CobrowseStage::Invited),
            Body::CobrowseInvitationAccepted {} => self.cobrowse = Some(CobrowseStage::Accepted),
            Body::CobrowseSessionStarted { .. } => self.cobrowse = Some(CobrowseStage::Running),
            Body::CobrowseInvitationDeclined {}
            | Body::CobrowseSessionStopped { .. }
            | Body::CobrowseSessionError { .. } => self.cobrowse = None,
            Body::ChatConcluded(data) if data.continued_as.is_none() => self.stage = Stage::Over,
            _ => {}
        }
    }
}
