//! What agents, supervisors and bots do with what their desks show: answer offers and invitations, talk, pass chats on, write up, watch.

use domain::event::{IncidentFields, Visibility};
use domain::{AgentId, ChatId, Command, PartyType, QueueId, StatusId};

use crate::customer::picture;
use crate::eyes::{Mine, Part, StaffEyes};
use crate::site::{QUEUES, STATUSES};
use crate::tab::Eyes;
use crate::world::{Life, World};

/// How long somebody without any chat looks at the list before it does something by itself.
const IDLE: u64 = 240_000;

impl World {
    pub(crate) fn act_as_staff(&mut self, index: usize) {
        let Some(person) = self.people[index].as_ref() else { return };
        let Life::Staff { agent, .. } = &person.life else { return };
        let (agent, party_type) = (agent.clone(), person.party.party_type);
        let open: Vec<usize> =
            person.tabs.iter().copied().filter(|tab| self.tabs[*tab].is_open()).collect();
        let Some(tab) = self.chance.one(&open).copied() else { return };
        let Some(is_busy) = self.tabs[tab].staff().map(StaffEyes::is_busy) else { return };
        if self.tabs[tab].outbox.len() < 8
            && let Some(command) = self.look_and_choose(tab, &agent, party_type)
        {
            self.ask(tab, command);
        }
        let pause = if is_busy { self.weather.think } else { IDLE };
        let next = self.now + self.chance.around(pause).max(1);
        self.act_by(index, next);
    }

    /// What somebody wants that looks at a tab. What the tab shows is lent out meanwhile: a busy desk is too much to copy for each look.
    fn look_and_choose(
        &mut self,
        tab: usize,
        agent: &AgentId,
        party_type: PartyType,
    ) -> Option<Command> {
        let empty = Eyes::Staff(StaffEyes::default());
        let eyes = std::mem::replace(&mut self.tabs[tab].eyes, empty);
        let command = match &eyes {
            Eyes::Staff(eyes) if party_type == PartyType::Bot => self.bots_choice(eyes),
            Eyes::Staff(eyes) => self.choice(agent, eyes, party_type),
            Eyes::Customer(_) => None,
        };
        self.tabs[tab].eyes = eyes;
        command
    }

    fn choice(
        &mut self,
        agent: &AgentId,
        eyes: &StaffEyes,
        party_type: PartyType,
    ) -> Option<Command> {
        if let Some(chat) = eyes.offer.clone() {
            let ignores = 5 + self.weather.sluggish_percent;
            return match self.chance.weighted(&[75, 8, 4, ignores]) {
                0 => Some(Command::AcceptOffer { chat }),
                1 => Some(Command::DeclineOffer { chat }),
                2 => Some(Command::AnswerUnavailable { chat }),
                _ => None,
            };
        }
        if let Some(chat) = eyes.invited.values().next().cloned() {
            return match self.chance.weighted(&[60, 20, 5, 15]) {
                0 => Some(Command::AcceptInvitation { chat }),
                1 => Some(Command::DeclineInvitation { chat }),
                2 => Some(Command::AnswerInvitationUnavailable { chat }),
                _ => None,
            };
        }
        if self.chance.percent(if eyes.mine.is_empty() { 25 } else { 2 }) {
            return self.about_oneself(eyes);
        }
        if party_type == PartyType::Supervisor && self.chance.percent(30) {
            return self.supervise(eyes);
        }
        if !eyes.waiting.is_empty() && self.chance.percent(15) {
            let waiting: Vec<&ChatId> = eyes.waiting.values().collect();
            let chat = self.chance.one(&waiting).map(|chat| (*chat).clone())?;
            return Some(Command::PickChat { chat });
        }
        let mine: Vec<&Mine> = eyes.mine.values().collect();
        let mine = (*self.chance.one(&mine)?).clone();
        let chat = mine.chat.clone();
        match mine.part {
            Part::Lead => self.lead(agent, &mine),
            Part::Supporting => Some(match self.chance.weighted(&[60, 20, 20]) {
                0 => self.post(chat),
                1 => Command::LeaveConference { chat },
                _ => Self::whisper(chat, Visibility::Int),
            }),
            Part::Watching => Some(match self.chance.weighted(&[40, 40, 10, 10]) {
                0 => Self::whisper(chat, Visibility::Int),
                1 => Command::StopWatching { chat },
                2 => Command::JoinChat { chat },
                _ => Self::whisper(chat, Visibility::Vip),
            }),
            Part::WrapUp => match self.chance.weighted(&[70, 10, 10, 10]) {
                0 => Some(Command::CompleteWrapUp {
                    chat,
                    incident: Self::fields("settled"),
                    close_incident: self.chance.percent(70),
                }),
                1 => Some(Command::AbandonChat { chat }),
                2 => Self::note_in_incident(&chat),
                _ => None,
            },
        }
    }

    fn lead(&mut self, agent: &AgentId, mine: &Mine) -> Option<Command> {
        let chat = mine.chat.clone();
        let weights = [
            50,
            5,
            3,
            4,
            5,
            3,
            2,
            5,
            2,
            3,
            if mine.is_async { 10 } else { 1 },
            10,
            3,
            2,
            2,
            1,
            1,
            1,
        ];
        Some(match self.chance.weighted(&weights) {
            0 => self.post(chat),
            1 => Command::AddSideNote { chat, text: "Was promised a call".into() },
            2 => Command::PushLink {
                chat,
                url: "https://example.com/track".to_owned(),
                title: "Track".to_owned(),
            },
            3 => Self::whisper(chat, Visibility::Int),
            4 => {
                let note = self.chance.percent(50).then(|| "Please take this".into());
                Command::TransferToAgent { chat, agent: self.colleague(agent)?, note }
            }
            5 => {
                let queue = QueueId::new(QUEUES[self.chance.index(self.weather.queues)]);
                Command::TransferToQueue { chat, queue, note: None }
            }
            6 => Command::ReleaseToQueue { chat },
            7 => Command::InviteToConference { chat, agent: self.colleague(agent)? },
            8 => Command::CancelInvitation { chat },
            9 => Command::MakeLead { chat, agent: self.colleague(agent)? },
            10 => Command::HoldChat { chat },
            11 => Command::EndChat { chat, resolve_ticket: self.chance.percent(30) },
            12 => return Self::note_in_incident(&chat),
            13 => {
                let attributes = [("order".to_owned(), "4711".to_owned())].into();
                Command::SetAttributes { chat, attributes }
            }
            14 => Command::InviteToCobrowse { chat },
            15 => Command::StopCobrowse { chat },
            16 => Command::SendFile { chat, file: picture() },
            _ => Command::FailCobrowse { chat, detail: "nothing comes".to_owned() },
        })
    }

    fn bots_choice(&mut self, eyes: &StaffEyes) -> Option<Command> {
        if let Some(chat) = eyes.offer.clone() {
            return self.chance.percent(95).then_some(Command::AcceptOffer { chat });
        }
        let mine: Vec<&Mine> = eyes.mine.values().filter(|mine| mine.part == Part::Lead).collect();
        let chat = self.chance.one(&mine)?.chat.clone();
        let queue = QueueId::new(QUEUES[self.chance.index(self.weather.queues)]);
        Some(match self.chance.weighted(&[60, 30, 5, 5]) {
            0 => self.post(chat),
            1 => {
                let note = Some("Asked where the parcel is".into());
                Command::TransferToQueue { chat, queue, note }
            }
            2 => Command::EndChat { chat, resolve_ticket: false },
            _ => {
                let attributes = [("intent".to_owned(), "parcel".to_owned())].into();
                Command::SetAttributes { chat, attributes }
            }
        })
    }

    fn supervise(&mut self, eyes: &StaffEyes) -> Option<Command> {
        let engaged: Vec<&ChatId> = eyes.engaged.values().collect();
        let chat = self.chance.one(&engaged).map(|chat| (*chat).clone())?;
        Some(match self.chance.weighted(&[40, 30, 15, 10, 5]) {
            0 => Command::StartMonitoring { chat },
            1 => Command::StartCoaching { chat },
            2 => Command::JoinChat { chat },
            3 => Command::ReassignChat { chat, agent: self.colleague(&AgentId::new("nobody"))? },
            _ => {
                let agent = self.colleague(&AgentId::new("nobody"))?;
                Command::SetAgentStatus { agent, status: StatusId::new(STATUSES[0]) }
            }
        })
    }

    fn about_oneself(&mut self, eyes: &StaffEyes) -> Option<Command> {
        if !eyes.takes_chats || self.is_draining {
            return Some(Command::SetStatus { status: StatusId::new(STATUSES[0]) });
        }
        match self.chance.weighted(&[90, 6, 4]) {
            1 => Some(Command::SetStatus { status: StatusId::new(STATUSES[1]) }),
            2 => Some(Command::SignOut { confirmed: self.chance.percent(70) }),
            _ => None,
        }
    }

    fn colleague(&mut self, not: &AgentId) -> Option<AgentId> {
        let count = self.weather.agents + self.weather.supervisors;
        let n = self.chance.index(count);
        let agent = if n < self.weather.agents {
            format!("agent-{n}")
        } else {
            format!("super-{}", n - self.weather.agents)
        };
        let agent = AgentId::new(&agent);
        (agent != *not).then_some(agent)
    }

    fn post(&mut self, chat: ChatId) -> Command {
        Command::PostMessage { chat, text: "Let me look that up for you".into() }
    }

    fn whisper(chat: ChatId, visibility: Visibility) -> Command {
        Command::PostInternal { chat, text: "Offer a voucher".into(), visibility }
    }

    fn fields(disposition: &str) -> IncidentFields {
        IncidentFields { disposition: Some(disposition.to_owned()), ..IncidentFields::default() }
    }

    fn note_in_incident(chat: &ChatId) -> Option<Command> {
        let conversation = chat.conversation()?;
        let incident = IncidentFields {
            summary: Some(format!("noted in {chat}")),
            ..IncidentFields::default()
        };
        Some(Command::UpdateIncident { conversation, past: None, incident, open: None })
    }
}
