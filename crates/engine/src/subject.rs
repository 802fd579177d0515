//! What a command is about, as far as finding out whether it was carried out before needs it.

use domain::Command;

/// Whether the conversation that a command names is made or opened by it, and is its sender's own from then on.
pub(crate) fn opens(command: &Command) -> bool {
    matches!(command, Command::StartChat(_) | Command::ContinueConversation { .. })
}

/// Whether the conversation of a command is not open when it is repeated: then only its stored answer tells that it was carried out.
pub(crate) fn makes(command: &Command) -> bool {
    opens(command) || matches!(command, Command::LeaveMessage(_))
}
