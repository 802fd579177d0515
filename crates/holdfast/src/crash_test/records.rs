//! What the server recorded, held against what the clients were told: every acknowledged message once and in order, nothing that nobody sent,
//! no conversation with two open chats, no chat with two leads, nobody lost.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::path::Path;

use anyhow::{Context, bail, ensure};
use domain::event::Role;
use domain::{Body, Event, Recorded, Seq};
use store::JournalReader;
use store_sqlite::{DataFolder, SqliteJournal};

use super::ledger::{Ledger, Outcome, Sent};

/// A message as recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Posted {
    seq: Seq,
    conversation: String,
    text: String,
}

/// The whole of a journal, as far as it matters here.
#[derive(Debug, Default)]
pub(crate) struct Records {
    last: Seq,
    messages: BTreeMap<String, Posted>,
    /// The chat of each conversation that is not closed.
    open: BTreeMap<String, String>,
    /// The lead of each open chat.
    leads: BTreeMap<String, String>,
}

impl Records {
    /// Reads a data folder that no server holds.
    ///
    /// # Errors
    /// When the journal is damaged, has a gap, or holds something that must never be.
    pub(crate) fn of_folder(folder: &Path) -> anyhow::Result<Self> {
        let journal = SqliteJournal::open(&DataFolder::hold(folder)?)?;
        let mut records = Self::default();
        let mut trouble = Ok(());
        journal.scan(1, &mut |recorded| {
            trouble = records.take(&recorded);
            if trouble.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        })?;
        trouble?;
        Ok(records)
    }

    /// How many events there are.
    pub(crate) const fn events(&self) -> Seq {
        self.last
    }

    fn take(&mut self, recorded: &Recorded) -> anyhow::Result<()> {
        let seq = recorded.seq;
        ensure!(seq == self.last + 1, "event {seq} follows event {}", self.last);
        self.last = seq;
        let event = &*recorded.event;
        self.fold(seq, event).with_context(|| format!("event {seq}, {:?}", event.body.kind()))
    }

    fn fold(&mut self, seq: Seq, event: &Event) -> anyhow::Result<()> {
        let (Some(conversation), Some(chat)) = (&event.conversation, &event.chat) else {
            return Ok(());
        };
        let (conversation, chat) = (conversation.to_string(), chat.to_string());
        match &event.body {
            Body::AgentPost { message, text } | Body::EndUserPost { message, text } => {
                let posted = Posted { seq, conversation, text: text.to_string() };
                if let Some(first) = self.messages.insert(message.to_string(), posted) {
                    bail!("message {message} is there already at {}", first.seq);
                }
            }
            Body::ChatCreated(_) => {
                if let Some(other) = self.open.insert(conversation, chat.clone()) {
                    bail!("chat {chat} begins while {other} is not closed");
                }
            }
            Body::ChatReleased {} => {
                self.leads.remove(&chat);
                let open = self.open.remove(&conversation);
                ensure!(
                    open.as_ref() == Some(&chat),
                    "chat {chat} is closed, but {open:?} is open"
                );
            }
            Body::EngagementParticipantEntered { participant, role: Role::Lead, .. } => {
                if let Some(other) = self.leads.insert(chat.clone(), participant.id.to_string()) {
                    bail!("{} leads {chat}, which {other} leads already", participant.id);
                }
            }
            Body::EngagementParticipantLeft { participant, .. }
                if self.leads.get(&chat).is_some_and(|lead| **lead == *participant.id) =>
            {
                self.leads.remove(&chat);
            }
            Body::AgentLost { .. }
            | Body::AgentDisconnected { .. }
            | Body::UserLost {}
            | Body::UserDisconnected {} => bail!("somebody is held for lost in chat {chat}"),
            _ => {}
        }
        Ok(())
    }

    /// Holds the records against what the clients know. `is_final`: nothing may be without an answer any more.
    ///
    /// # Errors
    /// What is lost, doubled, changed, out of order or invented.
    pub(crate) fn check(&self, ledger: &Ledger, is_final: bool) -> anyhow::Result<()> {
        for (id, sent) in &ledger.messages {
            self.check_message(id, sent, is_final)
                .with_context(|| format!("message {id}: {:?}", sent.text))?;
        }
        let known: BTreeSet<&String> = ledger.messages.keys().collect();
        if let Some(id) = self.messages.keys().find(|id| !known.contains(id)) {
            bail!("message {id} is recorded, but nobody sent it");
        }
        self.check_order(ledger)
    }

    fn check_message(&self, id: &str, sent: &Sent, is_final: bool) -> anyhow::Result<()> {
        let posted = self.messages.get(id);
        match (&sent.outcome, posted) {
            (Outcome::Acknowledged(seq), None) => bail!("acknowledged at {seq}, but lost"),
            (Outcome::Acknowledged(seq), Some(posted)) => {
                // The question that begins a chat is acknowledged with the last event of its command.
                let is_question = sent.conversation.is_none();
                ensure!(
                    posted.seq == *seq || is_question && posted.seq < *seq,
                    "acknowledged at {seq}, recorded at {}",
                    posted.seq
                );
            }
            (Outcome::Refused(code), Some(posted)) => {
                bail!("refused with {code}, but recorded at {}", posted.seq);
            }
            (Outcome::Waiting, _) if is_final => bail!("never answered"),
            (Outcome::Waiting | Outcome::Refused(_), _) => {}
        }
        let Some(posted) = posted else { return Ok(()) };
        ensure!(posted.text == sent.text, "recorded as {:?}", posted.text);
        if let Some(conversation) = &sent.conversation {
            ensure!(posted.conversation == *conversation, "recorded in {}", posted.conversation);
        }
        Ok(())
    }

    fn check_order(&self, ledger: &Ledger) -> anyhow::Result<()> {
        let mut said: BTreeMap<(&str, &str), Vec<(u64, Seq)>> = BTreeMap::new();
        for (id, sent) in &ledger.messages {
            if let Some(posted) = self.messages.get(id).filter(|_| !sent.was_put_off) {
                let key = (sent.sender.as_str(), posted.conversation.as_str());
                said.entry(key).or_default().push((sent.number, posted.seq));
            }
        }
        for ((sender, conversation), mut all) in said {
            all.sort_unstable();
            if let Some(pair) = all.windows(2).find(|pair| pair[0].1 >= pair[1].1) {
                bail!("{sender} in {conversation}: message {} is after {}", pair[0].0, pair[1].0);
            }
        }
        Ok(())
    }

    /// The ids of the messages of a conversation.
    pub(crate) fn messages_of(&self, conversation: &str) -> BTreeSet<String> {
        let of = self.messages.iter().filter(|(_, posted)| posted.conversation == conversation);
        of.map(|(id, _)| id.clone()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::ledger::{Ledger, Outcome, Sent};
    use super::{Posted, Records};

    fn ledger(outcomes: &[(&str, u64, Outcome)]) -> Ledger {
        let mut ledger = Ledger::default();
        for (id, number, outcome) in outcomes {
            let sent = Sent {
                sender: "ann".to_owned(),
                conversation: Some("k".to_owned()),
                number: *number,
                text: (*id).to_owned(),
                outcome: outcome.clone(),
                was_put_off: false,
            };
            ledger.send(id, sent);
        }
        ledger
    }

    fn records(posts: &[(&str, u64)]) -> Records {
        let mut records = Records::default();
        for (id, seq) in posts {
            let (conversation, text) = ("k".to_owned(), (*id).to_owned());
            records.messages.insert((*id).to_owned(), Posted { seq: *seq, conversation, text });
        }
        records
    }

    fn check(posts: &[(&str, u64)], outcomes: &[(&str, u64, Outcome)], is_final: bool) -> String {
        match records(posts).check(&ledger(outcomes), is_final) {
            Ok(()) => "fine".to_owned(),
            Err(why) => format!("{why:#}"),
        }
    }

    #[test]
    fn what_was_acknowledged_must_be_there() {
        let acknowledged = |seq| Outcome::Acknowledged(seq);
        assert_eq!(check(&[("a", 3)], &[("a", 0, acknowledged(3))], true), "fine");
        let lost = check(&[], &[("a", 0, acknowledged(3))], false);
        assert_eq!(lost, "message a: \"a\": acknowledged at 3, but lost");
        let moved = check(&[("a", 4)], &[("a", 0, acknowledged(3))], false);
        assert_eq!(moved, "message a: \"a\": acknowledged at 3, recorded at 4");
    }

    #[test]
    fn what_was_refused_or_never_sent_must_not_be_there() {
        let refused = Outcome::Refused("chat_over".to_owned());
        let kept = check(&[("a", 3)], &[("a", 0, refused)], false);
        assert_eq!(kept, "message a: \"a\": refused with chat_over, but recorded at 3");
        assert_eq!(check(&[("b", 3)], &[], false), "message b is recorded, but nobody sent it");
    }

    #[test]
    fn order_and_answers_are_looked_at() {
        let both = [("a", 0, Outcome::Waiting), ("b", 1, Outcome::Waiting)];
        assert_eq!(check(&[("a", 3), ("b", 4)], &both, false), "fine");
        let swapped = check(&[("a", 4), ("b", 3)], &both, false);
        assert_eq!(swapped, "ann in k: message 0 is after 1");
        assert_eq!(check(&[], &both, true), "message a: \"a\": never answered");
    }
}
