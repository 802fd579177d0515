//! What the clients sent and were told: the other book, which the server's journal must agree with.

use std::collections::BTreeMap;

/// What became of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Sent, perhaps often, and not answered yet.
    Waiting,
    /// Acknowledged with its position.
    Acknowledged(u64),
    /// Refused for good, with the code.
    Refused(String),
}

/// A message that a client sent.
#[derive(Debug, Clone)]
pub(crate) struct Sent {
    /// Who.
    pub(crate) sender: String,
    /// In which conversation; unknown for the question that begins one.
    pub(crate) conversation: Option<String>,
    /// Which of the sender's messages in this conversation, from 0.
    pub(crate) number: u64,
    /// What.
    pub(crate) text: String,
    /// What became of it.
    pub(crate) outcome: Outcome,
    /// Whether the server put it off, so that later ones may have overtaken it.
    pub(crate) was_put_off: bool,
}

/// Whose draft of which conversation.
type DraftKey = (String, String);

/// All messages by their ids, and the drafts that must be there.
#[derive(Debug, Default)]
pub(crate) struct Ledger {
    /// Messages by id.
    pub(crate) messages: BTreeMap<String, Sent>,
    /// By conversation and agent: the last draft acknowledged and the last one sent.
    drafts: BTreeMap<DraftKey, (Option<u64>, u64)>,
    /// What went wrong, as the clients saw it.
    pub(crate) trouble: Vec<String>,
}

/// The refusals that the rules may give to a message whose chat ended while it was on its way.
const MAY_REFUSE: [&str; 3] = ["chat_over", "session_lost", "wrong_state"];

impl Ledger {
    /// A message goes out for the first time.
    pub(crate) fn send(&mut self, id: &str, sent: Sent) {
        if self.messages.insert(id.to_owned(), sent).is_some() {
            self.trouble.push(format!("the clients used the id {id} twice"));
        }
    }

    /// The server acknowledged a command; nothing happens when it was not a message.
    pub(crate) fn acknowledge(&mut self, id: &str, seq: u64) {
        let Some(sent) = self.messages.get_mut(id) else { return };
        match &sent.outcome {
            Outcome::Waiting => sent.outcome = Outcome::Acknowledged(seq),
            Outcome::Acknowledged(before) if *before == seq => {}
            other => self.trouble.push(format!("{id} was {other:?}, then acknowledged at {seq}")),
        }
    }

    /// The server refused a command; nothing happens when it was not a message.
    pub(crate) fn refuse(&mut self, id: &str, code: &str, is_passing: bool) {
        let Some(sent) = self.messages.get_mut(id) else { return };
        if is_passing {
            sent.was_put_off = true;
            return;
        }
        if !MAY_REFUSE.contains(&code) {
            self.trouble.push(format!("{id} ({:?}) was refused with {code}", sent.text));
        }
        match &sent.outcome {
            Outcome::Waiting => sent.outcome = Outcome::Refused(code.to_owned()),
            Outcome::Refused(before) if before == code => {}
            other => self.trouble.push(format!("{id} was {other:?}, then refused with {code}")),
        }
    }

    /// A draft goes out.
    pub(crate) fn send_draft(&mut self, conversation: &str, agent: &str, number: u64) {
        let key = (conversation.to_owned(), agent.to_owned());
        self.drafts.entry(key).or_default().1 = number;
    }

    /// A draft is durable.
    pub(crate) fn acknowledge_draft(&mut self, conversation: &str, agent: &str, number: u64) {
        let key = (conversation.to_owned(), agent.to_owned());
        if let Some((acknowledged, _)) = self.drafts.get_mut(&key) {
            *acknowledged = (*acknowledged).max(Some(number));
        }
    }

    /// The agent writes up: its drafts of the conversation go.
    pub(crate) fn forget_drafts(&mut self, conversation: &str, agent: &str) {
        self.drafts.remove(&(conversation.to_owned(), agent.to_owned()));
    }

    /// Which drafts of a conversation must be there: the agent, with the oldest and the newest number that it may be.
    pub(crate) fn drafts_of(&self, conversation: &str) -> Vec<(String, u64, u64)> {
        let of = self.drafts.iter().filter(|((of, _), _)| of == conversation);
        of.filter_map(|((_, agent), (acknowledged, sent))| {
            Some((agent.clone(), (*acknowledged)?, *sent))
        })
        .collect()
    }

    /// How many messages were acknowledged.
    pub(crate) fn acknowledged(&self) -> usize {
        let is_acknowledged = |sent: &&Sent| matches!(sent.outcome, Outcome::Acknowledged(_));
        self.messages.values().filter(is_acknowledged).count()
    }

    /// The conversations in which something was sent.
    pub(crate) fn conversations(&self) -> Vec<String> {
        let mut all: Vec<String> =
            self.messages.values().filter_map(|sent| sent.conversation.clone()).collect();
        all.sort_unstable();
        all.dedup();
        all
    }
}

#[cfg(test)]
mod tests {
    use super::{Ledger, Outcome, Sent};

    fn sent(text: &str) -> Sent {
        Sent {
            sender: "ann".to_owned(),
            conversation: Some("k".to_owned()),
            number: 0,
            text: text.to_owned(),
            outcome: Outcome::Waiting,
            was_put_off: false,
        }
    }

    #[test]
    fn an_answer_that_changes_is_trouble() {
        let mut ledger = Ledger::default();
        ledger.send("m", sent("Hello"));
        ledger.acknowledge("m", 4);
        ledger.acknowledge("m", 4);
        assert_eq!((ledger.acknowledged(), ledger.trouble.len()), (1, 0));
        ledger.acknowledge("m", 5);
        ledger.refuse("m", "chat_over", false);
        assert_eq!(ledger.trouble.len(), 2);
    }

    #[test]
    fn a_refusal_for_no_good_reason_is_trouble() {
        let mut ledger = Ledger::default();
        ledger.send("m", sent("Hello"));
        ledger.refuse("m", "busy", true);
        assert!(ledger.trouble.is_empty() && ledger.messages["m"].was_put_off);
        ledger.refuse("m", "not_allowed", false);
        assert_eq!(ledger.trouble.len(), 1);
    }

    #[test]
    fn a_draft_may_be_newer_than_acknowledged_and_not_older() {
        let mut ledger = Ledger::default();
        ledger.send_draft("k", "dana", 1);
        assert!(ledger.drafts_of("k").is_empty());
        ledger.acknowledge_draft("k", "dana", 1);
        ledger.send_draft("k", "dana", 2);
        assert_eq!(ledger.drafts_of("k"), [("dana".to_owned(), 1, 2)]);
        ledger.forget_drafts("k", "dana");
        assert!(ledger.drafts_of("k").is_empty());
    }
}
