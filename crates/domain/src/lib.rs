//! The rules of Holdfast: what a command does, what follows from time passing, and what state a log of events amounts to.
//!
//! Everything here is a function of its arguments. There is no clock, no IO, no async, no randomness and no hash order that shows, so that the
//! same log gives the same state under the server, in a test and in a simulator. What it leaves out: storage, sockets, idempotent
//! answers (the engine's), and words for people (the web's).

pub mod audience;
mod body_kind;
pub mod checks;
mod cobrowse;
pub mod command;
mod conference;
pub mod conversation;
pub mod core;
pub mod directory;
pub mod event;
mod files;
mod fold;
mod handover;
pub mod hashed;
mod hold;
pub mod hours;
pub mod id;
pub mod identity;
mod idle;
pub mod incident;
pub mod invitations;
pub mod kind;
mod kind_words;
pub mod library;
pub mod log;
mod messages;
mod offers;
mod past;
pub mod presence;
pub mod prompts;
pub mod rating;
pub mod refusal;
pub mod report_schedules;
mod routing;
pub mod settings;
pub mod state;
pub mod time;
mod transfer;
mod watching;
pub mod words;
mod wrap_up;

pub use crate::core::{Core, Decided, Emitted};
pub use command::Command;
pub use event::{Body, Event, Party, PartyType, Recorded, Seq};
pub use id::{
    AgentId, ArticleId, ChatId, CommandId, ConversationId, IdentityKeyId, InvitationRuleId,
    MessageId, ProfileId, QueueId, ReportScheduleId, StandardTextId, StatusId, TopicId,
};
pub use kind::Kind;
pub use past::end_all;
pub use presence::Who;
pub use refusal::{Code, Refusal};
pub use state::State;
pub use time::{Millis, Timestamp};
