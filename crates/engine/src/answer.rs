//! What a command is answered with, and how answers without events of their own are kept in the journal.

use std::fmt::Write as _;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use domain::{ChatId, Command, CommandId, ConversationId, Party, PartyType, Refusal, Seq};
use serde::{Deserialize, Serialize};

/// A command was carried out and is durable.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Answer {
    /// The position of the command's last event; 0 if it had none.
    pub seq: Seq,
    /// The chat that it was about, if it was about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chat: Option<ChatId>,
    /// The conversation that it was about, if it was about one. Of a repeated request for a chat it is that of the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conversation: Option<ConversationId>,
}

/// The answer to a command that was given to [`crate::Handle::submit`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// The command.
    pub id: CommandId,
    /// What it came to.
    pub result: Result<Answer, Refusal>,
}

/// An answer as it is stored.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Stored {
    Done(Answer),
    Refused(Refusal),
}

impl From<Stored> for Result<Answer, Refusal> {
    fn from(stored: Stored) -> Self {
        match stored {
            Stored::Done(answer) => Ok(answer),
            Stored::Refused(refusal) => Err(refusal),
        }
    }
}

/// The key of a command: sender and id. An id has no `/`, so that no two commands share a key.
pub(crate) fn key(by: &Party, id: &CommandId) -> Arc<str> {
    let side = match by.party_type {
        PartyType::Customer => 'c',
        PartyType::Agent
        | PartyType::Supervisor
        | PartyType::Admin
        | PartyType::Bot
        | PartyType::System => 's',
    };
    let mut key = String::with_capacity(by.id.len() + id.as_str().len() + 3);
    key.push(side);
    key.push('/');
    key.push_str(&by.id);
    key.push('/');
    key.push_str(id.as_str());
    key.into()
}

/// The hash under which stored keys are known in memory.
pub(crate) fn hash_key(key: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    key.hash(&mut hasher);
    hasher.finish()
}

struct Into64(DefaultHasher);

impl std::fmt::Write for Into64 {
    fn write_str(&mut self, text: &str) -> std::fmt::Result {
        self.0.write(text.as_bytes());
        Ok(())
    }
}

/// A hash of what a command asks for, to tell that an id was used for something else. What the gateway makes anew when the client repeats
/// a command (the id of a new conversation, what was read of a closed one) is not part of it.
pub(crate) fn fingerprint(command: &Command) -> u64 {
    let mut hasher = DefaultHasher::new();
    std::mem::discriminant(command).hash(&mut hasher);
    match command {
        Command::PostMessage { chat, text } | Command::AddSideNote { chat, text } => {
            chat.hash(&mut hasher);
            text.hash(&mut hasher);
        }
        Command::StartChat(request) => request.question.hash(&mut hasher),
        Command::LeaveMessage(message) => message.text.hash(&mut hasher),
        Command::ContinueConversation { question, .. } => question.hash(&mut hasher),
        Command::RateChat { chat, rating, comment, past: _ } => {
            chat.hash(&mut hasher);
            rating.hash(&mut hasher);
            comment.hash(&mut hasher);
        }
        Command::UpdateIncident { conversation, incident, open, past: _ } => {
            conversation.hash(&mut hasher);
            let mut text = Into64(hasher.clone());
            // Writing into a hasher cannot fail.
            let _ = write!(text, "{incident:?}{open:?}");
            hasher = text.0;
        }
        other => {
            let mut text = Into64(hasher.clone());
            let _ = write!(text, "{other:?}");
            hasher = text.0;
        }
    }
    hasher.finish()
}
