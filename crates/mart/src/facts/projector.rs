//! The projection itself: what each event changes, and which rows come of it. What it leaves out: how often rows are written.

use std::collections::{BTreeSet, HashMap};

use domain::event::Body;
use domain::{ConversationId, Recorded, Seq, Timestamp};

use super::agents::AgentStates;
use super::aggregates::{
    AGT_AGENT_STATE_DAY, AGT_AGENT_STATE_HOUR, AGT_AGENT_STATS_DAY, AGT_AGENT_STATS_HOUR,
    AGT_CHAT_STATS_HOUR, AGT_CONVERSATION_STATS_HOUR, MAXES,
};
use super::calendar::{self, INTERVAL_SECONDS};
use super::chat::Chat;
use super::conversation::{self, Conversation};
use super::hours::{Hours, key_fields};
use super::keys::Keys;
use super::options::Options;
use super::rollup::Rollup;
use super::table::{Field, Row, RowChange, Table};
use super::tables::{
    AGENT, AGENT_ENGAGEMENT_FACT, AGENT_STATE_FACT, CHAT_SESSION_DIM, CHAT_SESSION_FACT,
    CONVERSATION_FACT, DATE_TIME, G_CUSTOM_DATA_S, G_USERDATA_HISTORY, MART_STATE, MEDIA_TYPE,
    OFFER_FACT, QUEUE, RECOVERY_FACT, TENANT,
};

/// The key of the tenant whose log this is. (−2 would be one that is not known.)
pub const TENANT_KEY: i64 = 1;

/// Most conversations that are kept between two writes; the others are read again when something happens to them.
const CONVERSATIONS_MAX: usize = 200_000;

/// Rows of user data that one chat can have at most: keys are numbered within.
const USERDATA_KEYS_MAX: i64 = 64;

/// `changetype` of user data that was attached.
const ADDED: i64 = 1;

/// Why the past could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct PastError(pub String);

/// What the projection asks about what came before.
pub trait Past {
    /// The stored row with a key, without the changes that were not written yet.
    ///
    /// # Errors
    /// When it cannot be read.
    fn row(&self, table: &'static Table, key: &[Field]) -> Result<Option<Row>, PastError>;

    /// All events of a conversation before a position, in order.
    ///
    /// # Errors
    /// When they cannot be read.
    fn events(
        &self,
        conversation: &ConversationId,
        before: Seq,
    ) -> Result<Vec<Recorded>, PastError>;
}

/// Makes rows from events. What it knows beyond the open conversations can be read again from its own rows.
#[derive(Debug)]
pub struct Projector {
    tenant: String,
    options: Options,
    keys: Keys,
    agents: AgentStates,
    hours: Hours,
    rollups: Rollups,
    /// Written in the order of `dirty`.
    conversations: HashMap<ConversationId, Conversation>,
    dirty: BTreeSet<ConversationId>,
    last_interval: Option<i64>,
    changes: Vec<RowChange>,
}

/// The other aggregates.
#[derive(Debug)]
struct Rollups {
    agents: Rollup,
    states: Rollup,
    conversations: Rollup,
}

impl Default for Rollups {
    fn default() -> Self {
        Self {
            agents: Rollup::of_hours_and_days(&AGT_AGENT_STATS_HOUR, &AGT_AGENT_STATS_DAY, true),
            states: Rollup::of_hours_and_days(&AGT_AGENT_STATE_HOUR, &AGT_AGENT_STATE_DAY, false),
            conversations: Rollup::of_hours(&AGT_CONVERSATION_STATS_HOUR, false),
        }
    }
}

impl Projector {
    /// Begins with an empty mart.
    #[must_use]
    pub fn new(tenant: &str) -> Self {
        Self {
            tenant: tenant.to_owned(),
            options: Options::default(),
            keys: Keys::default(),
            agents: AgentStates::default(),
            hours: Hours::default(),
            rollups: Rollups::default(),
            conversations: HashMap::new(),
            dirty: BTreeSet::new(),
            last_interval: None,
            changes: Vec::new(),
        }
    }

    /// Tables all of whose rows go to [`Self::load`] before the first event.
    pub const LOADED: [&'static Table; 5] =
        [&CHAT_SESSION_DIM, &MEDIA_TYPE, &QUEUE, &AGENT, &MART_STATE];

    /// Tables whose open rows go there after those: chats and stretches that are not over.
    pub const LOADED_OPEN: [&'static Table; 2] = [&CHAT_SESSION_FACT, &AGENT_STATE_FACT];

    /// Takes a stored row.
    pub fn load(&mut self, table: &'static Table, row: &Row) {
        if table.name == MART_STATE.name {
            let text = |index: usize| row.get(index).map_or("", Field::text);
            if text(0) == INTERVAL_STATE {
                self.last_interval = text(1).parse().ok();
            } else {
                self.options.set(text(0), text(1));
            }
        } else if table.name == AGENT_STATE_FACT.name {
            self.agents.load(row);
        } else if table.name == CHAT_SESSION_FACT.name {
            self.load_open_chat(row);
        } else {
            self.keys.load(table, row);
        }
    }

    fn load_open_chat(&mut self, row: &Row) {
        let number = |name| {
            let index = CHAT_SESSION_FACT.column(name);
            index.and_then(|index| row.get(index)?.integer()).unwrap_or_default()
        };
        let dim = number("chat_session_dim_key");
        let key = (
            calendar::hour(number("start_date_time_key")),
            number("tenant_key"),
            number("media_type_key"),
            self.keys.media_origin(dim),
            number("queue_key"),
            dim,
        );
        self.hours.load_open(key, MAXES.map(number));
    }

    /// Takes the next event of the log.
    ///
    /// # Errors
    /// When what came before cannot be read; then the projection is to be begun again from its stored rows.
    pub fn apply(&mut self, recorded: &Recorded, past: &dyn Past) -> Result<(), PastError> {
        let event = &*recorded.event;
        self.reach(event.at);
        let place = (recorded.seq as i64, event.at);
        match &event.body {
            Body::SettingChanged { name, value } if Options::NAMES.contains(&name.as_str()) => {
                self.options.set(name, value);
                self.state(name, value);
            }
            Body::AgentChanged { agent } => self.keys.name_agent(agent.id.as_str(), &agent.name),
            Body::QueueChanged { queue } => self.keys.name_queue(queue.id.as_str(), &queue.name),
            Body::AgentStatusChanged { participant, status, .. } => {
                let agent = self.keys.agent(&participant.id);
                let sessions = self.keys.sessions_in_use(agent);
                let status = status.as_ref().map(|status| status.as_str());
                self.agents.set_status(agent, status, sessions, place);
            }
            _ => {}
        }
        match &event.conversation {
            Some(id) if counts(&event.body) => self.apply_to(id, recorded, past),
            Some(_) | None => Ok(()),
        }
    }

    fn apply_to(
        &mut self,
        id: &ConversationId,
        recorded: &Recorded,
        past: &dyn Past,
    ) -> Result<(), PastError> {
        let event = &*recorded.event;
        let Some(chat_id) = &event.chat else { return Ok(()) };
        if !self.conversations.contains_key(id) {
            let Some(conversation) = self.recall(id, recorded, past)? else { return Ok(()) };
            self.conversations.insert(id.clone(), conversation);
        }
        let Some(conversation) = self.conversations.get_mut(id) else { return Ok(()) };
        let slot = |conversation: &Conversation| {
            conversation.chat(chat_id.as_str()).and_then(|chat| chat.slot.clone())
        };
        let before = slot(conversation);
        conversation.apply(recorded, &self.tenant, &mut self.keys);
        let after = slot(conversation);
        if before != after {
            let place = (recorded.seq as i64, event.at);
            for (agent, change) in [(before, -1), (after, 1)] {
                if let Some(agent) = agent {
                    let agent = self.keys.agent(&agent);
                    let sessions = self.keys.use_sessions(agent, change);
                    self.agents.set_sessions(agent, sessions, place);
                }
            }
        }
        if let Some(chat) = conversation.chat(chat_id.as_str()) {
            self.changes.extend(reports(self.options, recorded, chat));
        }
        if conversation.chats.is_empty() {
            self.conversations.remove(id);
        } else {
            self.dirty.insert(id.clone());
        }
        Ok(())
    }

    /// A conversation that is not at hand: from the log if it is known, else a new one if this is its beginning.
    fn recall(
        &mut self,
        id: &ConversationId,
        recorded: &Recorded,
        past: &dyn Past,
    ) -> Result<Option<Conversation>, PastError> {
        let is_known = past.row(&CONVERSATION_FACT, &[id.as_str().into()])?.is_some();
        if !is_known {
            let begins = matches!(recorded.event.body, Body::ChatCreated(_));
            return Ok(begins.then(|| Conversation::new(recorded.event.at)));
        }
        let events = past.events(id, recorded.seq)?;
        let counted = events.iter().filter(|event| counts(&event.event.body));
        let mut conversation: Option<Conversation> = None;
        for event in counted {
            conversation.get_or_insert_with(|| Conversation::new(event.event.at)).apply(
                event,
                &self.tenant,
                &mut self.keys,
            );
        }
        Ok(conversation.map(|mut conversation| {
            conversation.is_stored(TENANT_KEY, id.as_str());
            conversation
        }))
    }

    /// The calendar reaches to the interval of every event, without a gap.
    fn reach(&mut self, at: Timestamp) {
        let interval = calendar::interval(at);
        let from = match self.last_interval {
            Some(last) if last >= interval => return,
            Some(last) => last + INTERVAL_SECONDS,
            None => {
                let row = vec![TENANT_KEY.into(), self.tenant.as_str().into()];
                self.changes.push(RowChange::Put(&TENANT, row));
                interval
            }
        };
        let mut next = from;
        while next <= interval {
            self.changes.push(RowChange::Put(&DATE_TIME, calendar::row(next)));
            next += INTERVAL_SECONDS;
        }
        self.last_interval = Some(interval);
        self.state(INTERVAL_STATE, &interval.to_string());
    }

    fn state(&mut self, name: &str, value: &str) {
        self.changes.push(RowChange::Put(&MART_STATE, vec![name.into(), value.into()]));
    }

    /// All rows that changed since the last time, in the order in which they are to be written.
    ///
    /// # Errors
    /// When what is stored cannot be read; then the projection is to be begun again from its stored rows.
    pub fn take_changes(&mut self, past: &dyn Past) -> Result<Vec<RowChange>, PastError> {
        let mut changes = std::mem::take(&mut self.changes);
        for id in std::mem::take(&mut self.dirty) {
            let Some(conversation) = self.conversations.get_mut(&id) else { continue };
            let thread = id.as_str();
            for chat in &mut conversation.chats {
                if std::mem::take(&mut chat.is_dirty) {
                    write_chat(chat, thread, &mut self.hours, past, &mut changes)?;
                    write_stays(chat, thread, &mut self.rollups.agents, past, &mut changes)?;
                }
            }
            for recovery in conversation.recoveries.iter_mut().filter(|one| one.is_dirty) {
                recovery.is_dirty = false;
                changes.push(RowChange::Put(&RECOVERY_FACT, recovery.row(thread)));
            }
            if std::mem::take(&mut conversation.is_dirty) {
                let row = conversation.row(thread);
                let share = conversation::share_of(&row);
                let before = conversation.share.as_ref();
                self.rollups.conversations.change(before, &share, past)?;
                conversation.share = Some(share);
                changes.push(RowChange::Put(&CONVERSATION_FACT, row));
            }
            if conversation.is_settled() {
                self.conversations.remove(&id);
            }
        }
        changes.extend(self.keys.take_changes());
        changes.extend(self.agents.take_changes());
        changes.extend(self.hours.take_changes());
        for share in self.agents.take_shares() {
            self.rollups.states.change(None, &share, past)?;
        }
        let Rollups { agents, states, conversations } = &mut self.rollups;
        for rollup in [agents, states, conversations] {
            changes.extend(rollup.take_changes());
        }
        if self.conversations.len() > CONVERSATIONS_MAX {
            self.conversations.clear();
        }
        Ok(changes)
    }
}

/// Under which name the last interval is remembered.
const INTERVAL_STATE: &str = "last_date_time_key";

fn write_chat(
    chat: &mut Chat,
    thread: &str,
    hours: &mut Hours,
    past: &dyn Past,
    changes: &mut Vec<RowChange>,
) -> Result<(), PastError> {
    let part = chat.part_now(TENANT_KEY);
    changes.push(RowChange::Put(&CHAT_SESSION_FACT, chat.row(TENANT_KEY, thread, &part.measures)));
    if chat.part.as_ref() != Some(&part) {
        let keys = chat.part.iter().map(|part| &part.key).chain([&part.key]);
        for key in keys {
            if !hours.knows(key) {
                let stored = past.row(&AGT_CHAT_STATS_HOUR, &key_fields(key))?;
                hours.load(key.clone(), stored.as_ref());
            }
        }
        if let Some(before) = &chat.part {
            hours.remove(before);
        }
        hours.add(&part);
        chat.part = Some(part);
    }
    Ok(())
}

fn write_stays(
    chat: &mut Chat,
    thread: &str,
    hours: &mut Rollup,
    past: &dyn Past,
    changes: &mut Vec<RowChange>,
) -> Result<(), PastError> {
    let now = chat.as_of();
    for engagement in
        chat.engagements.iter_mut().filter(|engagement| engagement.is_dirty || engagement.is_in())
    {
        engagement.is_dirty = false;
        let row = engagement.row(&chat.id, thread, now);
        let share = engagement.share_of(&row);
        hours.change(engagement.share.as_ref(), &share, past)?;
        engagement.share = Some(share);
        changes.push(RowChange::Put(&AGENT_ENGAGEMENT_FACT, row));
    }
    chat.engagements.retain(|engagement| !engagement.is_final);
    for offer in chat.offers.iter_mut().filter(|offer| offer.is_dirty) {
        offer.is_dirty = false;
        let share = offer.share_now();
        hours.change(offer.share.as_ref(), &share, past)?;
        offer.share = Some(share);
        changes.push(RowChange::Put(&OFFER_FACT, offer.row(&chat.id)));
    }
    chat.offers.retain(|offer| offer.answer.is_none());
    Ok(())
}

/// User data and report events that an event brings with it.
fn reports(options: Options, recorded: &Recorded, chat: &Chat) -> Vec<RowChange> {
    let report = match &recorded.event.body {
        Body::ChatConcluded(_) if options.report_at_end() => "end",
        Body::ChatConcluded(_) => return userdata(options, recorded, chat),
        Body::AsyncOnHold { .. } if options.report_at_hold() => "hold",
        Body::AsyncCustomerActivity {} if options.report_at_customer_activity() => {
            "customer_activity"
        }
        _ => return Vec::new(),
    };
    let at = recorded.event.at;
    let mut value = Vec::new();
    chat.statistics().write_object(options.attach, &mut value);
    let row = vec![
        (recorded.seq as i64).into(),
        chat.id.as_str().into(),
        report.into(),
        String::from_utf8_lossy(&value).into_owned().into(),
        at.to_string().into(),
        at.0.div_euclid(1_000).into(),
    ];
    vec![RowChange::Put(&G_CUSTOM_DATA_S, row)]
}

fn userdata(options: Options, recorded: &Recorded, chat: &Chat) -> Vec<RowChange> {
    let at = recorded.event.at;
    let first = recorded.seq as i64 * USERDATA_KEYS_MAX;
    let mut rows = Vec::new();
    chat.statistics().pairs(options.attach, &mut |key, value| {
        rows.push(RowChange::Put(
            &G_USERDATA_HISTORY,
            vec![
                (first + rows.len() as i64).into(),
                chat.id.as_str().into(),
                key.into(),
                value.to_text().into(),
                ADDED.into(),
                at.to_string().into(),
                at.0.div_euclid(1_000).into(),
            ],
        ));
    });
    rows
}

/// Whether a conversation's rows depend on events of this kind.
fn counts(body: &Body) -> bool {
    matches!(
        body,
        Body::AgentPost { .. }
            | Body::EndUserPost { .. }
            | Body::BotPost { .. }
            | Body::AgentPushedUrl { .. }
            | Body::AgentFileSent { .. }
            | Body::FileAttachmentReceived { .. }
            | Body::AgentAbsent { .. }
            | Body::AgentPresent { .. }
            | Body::AgentDisconnected { .. }
            | Body::AgentEngagementInvitation { .. }
            | Body::AgentEngagementAccepted { .. }
            | Body::AgentEngagementDeclined { .. }
            | Body::AgentEngagementTimeout { .. }
            | Body::AgentEngagementUnavailable { .. }
            | Body::AgentEngagementAutoAccepted { .. }
            | Body::AgentEngagementAutoDeclined { .. }
            | Body::EngagementParticipantEntered { .. }
            | Body::EngagementParticipantLeft { .. }
            | Body::AgentRoleChange { .. }
            | Body::ChatCreated(_)
            | Body::ChatConcluded(_)
            | Body::ChatReleased {}
            | Body::ChatRequeued { .. }
            | Body::TransferredToQueue { .. }
            | Body::EndUserDisconnected { .. }
            | Body::LeadSessionStart { .. }
            | Body::LeadSessionEnd { .. }
            | Body::MonitorBegin { .. }
            | Body::CoachBegin { .. }
            | Body::BotEntered { .. }
            | Body::IdleAlert {}
            | Body::AsyncOnHold { .. }
            | Body::AsyncCustomerActivity {}
            | Body::AsyncIdleAlert { .. }
            | Body::ChatRated { .. }
    )
}
