//! Identifiers. All are short texts chosen outside the domain (UUIDv7 for what is made at run time, readable names for the
//! directory), so that a log written elsewhere can be imported unchanged. The domain compares and orders them, nothing more.

use std::borrow::Borrow;
use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// The longest identifier in bytes; a UUID has 36.
pub const ID_BYTES_MAX: usize = 64;

/// Why a text is not an identifier.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IdError {
    /// The text is empty.
    #[error("an id must not be empty")]
    Empty,
    /// The text is too long.
    #[error("an id of {0} bytes is longer than {ID_BYTES_MAX}")]
    TooLong(usize),
    /// The text has a character outside `A-Z a-z 0-9 . _ : @ -`.
    #[error("an id may not contain {0:?}")]
    Character(char),
}

fn check(text: &str) -> Result<(), IdError> {
    if text.is_empty() {
        return Err(IdError::Empty);
    }
    if text.len() > ID_BYTES_MAX {
        return Err(IdError::TooLong(text.len()));
    }
    let is_of_ids =
        |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b':' | b'@' | b'-');
    if text.bytes().all(is_of_ids) {
        return Ok(());
    }
    match text.chars().find(|c| !u8::try_from(*c).is_ok_and(is_of_ids)) {
        Some(c) => Err(IdError::Character(c)),
        None => Ok(()),
    }
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Arc<str>);

        impl $name {
            /// Makes an id from a text that is known to be one.
            ///
            /// # Panics
            /// If the text is not a valid id; use [`Self::parse`] for input from outside.
            #[must_use]
            pub fn new(text: &str) -> Self {
                match Self::parse(text) {
                    Ok(id) => id,
                    Err(why) => panic!("invalid {}: {why}", stringify!($name)),
                }
            }

            /// Makes an id from a text that came from outside.
            ///
            /// # Errors
            /// When the text is empty, longer than [`ID_BYTES_MAX`] or has a character ids do not have.
            pub fn parse(text: &str) -> Result<Self, IdError> {
                check(text).map(|()| Self(text.into()))
            }

            /// The id as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

id!(
    /// What the customer lives through; the group id of the log.
    ConversationId
);
id!(
    /// One segment of a conversation, from a request to its release: the conversation's id, a dot, and the segment's number from 1.
    ChatId
);
id!(
    /// A message, chosen by its sender; it is the id of the command that posted it.
    MessageId
);
id!(
    /// A command, chosen by the client that sends it. The same id by the same sender is the same command.
    CommandId
);
id!(
    /// A person of the staff (agent, supervisor or admin) or a bot.
    AgentId
);
id!(
    /// A queue, such as `general`.
    QueueId
);
id!(
    /// A profile: what its agents may do.
    ProfileId
);
id!(
    /// An entry of the tenant's own list of agent statuses, such as `available` or `lunch`.
    StatusId
);

id!(
    /// A key by which the host's server proves who its visitors are: the `kid` of a token.
    IdentityKeyId
);
id!(
    /// A topic: what the customer chooses before the chat; it leads to a queue.
    TopicId
);
id!(
    /// A rule by which visitors are invited to a chat.
    InvitationRuleId
);
id!(
    /// A report that is sent by itself.
    ReportScheduleId
);
id!(
    /// A standard text of the tenant.
    StandardTextId
);
id!(
    /// A knowledge article of the tenant.
    ArticleId
);

/// Open conversations are found by the text of a chat id.
impl Borrow<str> for ConversationId {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl AgentId {
    /// Makes an id of a text without copying it; None where it is none.
    pub(crate) fn shared(text: &Arc<str>) -> Option<Self> {
        check(text).is_ok().then(|| Self(Arc::clone(text)))
    }
}

impl From<&CommandId> for MessageId {
    fn from(command: &CommandId) -> Self {
        Self(Arc::clone(&command.0))
    }
}

impl ChatId {
    /// The chat that is the `segment`th (from 1) of a conversation.
    #[must_use]
    pub fn of(conversation: &ConversationId, segment: u32) -> Self {
        Self(format!("{conversation}.{segment}").into())
    }

    /// The conversation that a chat id of ours names; None for a foreign one.
    #[must_use]
    pub fn conversation(&self) -> Option<ConversationId> {
        self.conversation_text().and_then(|conversation| ConversationId::parse(conversation).ok())
    }

    /// The same as text, for who only looks for it.
    #[must_use]
    pub fn conversation_text(&self) -> Option<&str> {
        self.0.rsplit_once('.').map(|(conversation, _)| conversation)
    }

    /// The number of the segment that a chat id of ours names.
    #[must_use]
    pub fn segment(&self) -> Option<u32> {
        self.0.rsplit_once('.').and_then(|(_, segment)| segment.parse().ok())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_has_a_length_and_an_alphabet() {
        assert_eq!(AgentId::parse(""), Err(IdError::Empty));
        assert_eq!(AgentId::parse("a b"), Err(IdError::Character(' ')));
        assert!(AgentId::parse(&"a".repeat(ID_BYTES_MAX)).is_ok());
        assert_eq!(AgentId::parse(&"a".repeat(65)), Err(IdError::TooLong(65)));
    }

    #[test]
    fn a_chat_names_its_conversation_and_segment() {
        assert_eq!(ChatId::of(&ConversationId::new("c1"), 2).as_str(), "c1.2");
    }
}
