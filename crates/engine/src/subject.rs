//! What a command is about, as far as finding out whether it was carried out before needs it.

use domain::{ChatId, Command};

/// The chat that a command names.
pub(crate) fn chat_of(command: &Command) -> Option<&ChatId> {
    match command {
        Command::PostMessage { chat, .. }
        | Command::LeaveChat { chat }
        | Command::ConfirmOffer { chat }
        | Command::AcceptOffer { chat }
        | Command::DeclineOffer { chat }
        | Command::AnswerUnavailable { chat }
        | Command::PickChat { chat }
        | Command::AddSideNote { chat, .. }
        | Command::EndChat { chat }
        | Command::AbandonChat { chat }
        | Command::CompleteWrapUp { chat, .. } => Some(chat),
        Command::StartChat(_)
        | Command::ContinueConversation { .. }
        | Command::SetStatus { .. }
        | Command::SignOut { .. }
        | Command::UpdateIncident { .. }
        | Command::PutTenant { .. }
        | Command::PutAgent { .. }
        | Command::RemoveAgent { .. }
        | Command::PutQueue { .. }
        | Command::RemoveQueue { .. }
        | Command::PutProfile { .. }
        | Command::RemoveProfile { .. }
        | Command::PutStatus { .. }
        | Command::RemoveStatus { .. }
        | Command::SetSetting { .. } => None,
    }
}

/// Whether the conversation that a command names is made or opened by it.
pub(crate) fn opens(command: &Command) -> bool {
    matches!(command, Command::StartChat(_) | Command::ContinueConversation { .. })
}
