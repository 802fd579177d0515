//! A history that was imported: what is open in it belongs to no client, so all of it is brought to its end, at the time of its last event.

use crate::conversation::Phase;
use crate::core::{Context, Core};
use crate::event::Recorded;
use crate::id::ConversationId;
use crate::state::State;
use crate::wrap_up::End;

/// The events that end every chat which is open in a state, to be put after those that it was folded from.
#[must_use]
pub fn end_all(state: State) -> Vec<Recorded> {
    let ctx = Context::system(state.at);
    let mut core = Core::start(state, ctx.now);
    let open: Vec<ConversationId> = core.state.conversations.keys().cloned().collect();
    for id in &open {
        let Some(c) = core.conversation_arc(id) else { continue };
        if c.phase != Phase::WrapUp {
            core.conclude(&ctx, &c.subject(), &End::ADMINISTRATOR);
        }
        core.release(&ctx, &c.subject());
    }
    core.take().into_iter().map(|emitted| emitted.recorded).collect()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::event::{Body, ChatConcluded, DisconnectReason, EndedBy, EndedReason, Event, Party};
    use crate::id::ChatId;
    use crate::time::Timestamp;

    fn created(id: &str) -> (Option<ConversationId>, Option<ChatId>, Body) {
        let conversation = ConversationId::new(id);
        let chat = ChatId::of(&conversation, 1);
        let data = r#"{"media_type":"chat","async":false,"queue":"general","arrived_at":"2026-11-21T09:00:00Z","continues":null}"#;
        let created = serde_json::from_str(data).unwrap();
        (Some(conversation), Some(chat), Body::ChatCreated(created))
    }

    fn folded(events: Vec<(Option<ConversationId>, Option<ChatId>, Body)>) -> State {
        let mut state = State::default();
        for (seq, (conversation, chat, body)) in (1..).zip(events) {
            let (at, actor) = (Timestamp(1_000), Party::system());
            let event = Event { at, conversation, chat, actor, command: None, body };
            state.apply(&Recorded { seq, event: Arc::new(event) });
        }
        state
    }

    fn ends(state: &State) -> Vec<&'static str> {
        let ends = end_all(state.clone());
        let mut after = state.clone();
        ends.iter().for_each(|recorded| after.apply(recorded));
        assert!(after.conversations.is_empty());
        assert!(ends.iter().all(|recorded| recorded.event.at == state.at));
        ends.iter().map(|recorded| recorded.event.body.kind().slug()).collect()
    }

    #[test]
    fn what_is_open_is_concluded_and_released_and_what_is_closed_stays() {
        let (conversation, chat, _) = created("b");
        let released = (conversation, chat, Body::ChatReleased {});
        let state = folded(vec![created("a"), created("b"), released]);
        let expected = ["chat_concluded", "end_user_disconnected", "chat_released"];
        assert_eq!(ends(&state)[..3], expected);
        assert_eq!(ends(&State::default()), [""; 0]);
    }

    #[test]
    fn a_lost_agents_chat_that_nothing_continues_comes_to_its_end_too() {
        let (conversation, chat, _) = created("a");
        let concluded = Body::ChatConcluded(ChatConcluded {
            ended_by: EndedBy::Agent,
            ended_reason: EndedReason::Disconnect,
            disconnect_reason: DisconnectReason::AgentSessionLost,
            continued_as: None,
        });
        let lost = vec![created("a"), (conversation.clone(), chat.clone(), concluded)];
        let mut with_release = lost.clone();
        with_release.push((conversation, chat, Body::ChatReleased {}));
        assert!(ends(&folded(lost)).contains(&"chat_released"));
        assert_eq!(ends(&folded(with_release)), [""; 0]);
    }
}
