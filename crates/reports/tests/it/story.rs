//! A log as a script, in a mart of its own: `seconds chat kind words…` a line, from a beginning on; the chat is `-` for an event about none.

use std::collections::BTreeMap;

use domain::{Event, Recorded, Timestamp};
use engine::Filler;
use protocol::report::{Cell, Report, ReportChats, ReportRow, ReportTable};
use reports::{Question, ReportError};
use serde_json::json;
use store::{Batch, Journal, MemoryDisk};
use store_sqlite::{DataFolder, SqliteReportReader, SqliteWarehouse};
use tempfile::TempDir;

/// 2026-11-21T09:00:00Z, a Saturday.
pub(crate) const MORNING: &str = "2026-11-21T09:00:00Z";

pub(crate) struct Mart {
    pub(crate) reader: SqliteReportReader,
    pub(crate) now: Timestamp,
    _folder: TempDir,
}

fn event(start: i64, line: &str) -> Event {
    let mut words = line.split(' ');
    let mut word = || words.next().unwrap_or_default();
    let at = start + (word().parse::<f64>().unwrap() * 1_000.0) as i64;
    let (chat, kind) = (word(), word());
    let (one, two, three) = (word(), word(), word());
    let agent = |id: &str| json!({"type": "agent", "id": id});
    let system = json!({"type": "system", "id": ""});
    let customer = json!({"type": "customer", "id": "ann"});
    let (actor, data) = match kind {
        "chat_created" => (
            customer,
            json!({"media_type": "chat", "media_origin": if three.is_empty() { "web" } else { three },
                "language": "de", "async": two == "async", "queue": one,
                "arrived_at": MORNING, "continues": null}),
        ),
        "end_user_post" | "bot_post" => (customer, json!({"message": "m", "text": one})),
        "agent_post" => (agent(one), json!({"message": "m", "text": two})),
        "engagement_participant_entered" => {
            (agent(one), json!({"participant": agent(one), "role": "lead", "how": "accepted"}))
        }
        "engagement_participant_left" => {
            (agent(one), json!({"participant": agent(one), "reason": two}))
        }
        "agent_engagement_invitation" => {
            (agent(one), json!({"participant": agent(one), "queue": two}))
        }
        "chat_concluded" => (
            system,
            json!({"ended_by": one, "ended_reason": two,
                "disconnect_reason": if three.is_empty() { "CustomerLeft" } else { "AgentSessionLost" },
                "continued_as": if three.is_empty() { None } else { Some(three) }}),
        ),
        "chat_requeued" => {
            (system, json!({"queue": "general", "arrived_at": MORNING, "continues": one}))
        }
        "transferred_to_queue" => (json!({"type": two, "id": "x"}), json!({"queue": one})),
        "agent_status_changed" => (
            agent(one),
            json!({"participant": agent(one), "reason": "chosen",
                "status": if two.is_empty() { None } else { Some(two) }}),
        ),
        "bot_entered" => {
            let bot = json!({"type": "bot", "id": one});
            (bot.clone(), json!({"participant": bot, "visibility": "all"}))
        }
        "chat_rated" => (customer, json!({"rating": one.parse::<u8>().unwrap()})),
        _ if one.is_empty() => (system, json!({})),
        _ => (agent(one), json!({"participant": agent(one)})),
    };
    let conversation = chat.split_once('.').map(|(conversation, _)| conversation);
    let event = json!({"at": at, "conversation": conversation,
        "chat": conversation.map(|_| chat), "actor": actor, "body": {"kind": kind, "data": data}});
    serde_json::from_value(event).unwrap_or_else(|why| panic!("{line}: {why}"))
}

impl Mart {
    /// The mart of a log that begins at a time; now is its last event's time.
    pub(crate) fn of(start: &str, log: &str) -> Self {
        let start = Timestamp::parse_rfc3339(start).unwrap().0;
        let lines = log.lines().map(str::trim).filter(|line| !line.is_empty());
        let recorded = |(seq, line)| Recorded { seq, event: event(start, line).into() };
        let events: Vec<Recorded> = (1..).zip(lines).map(recorded).collect();
        let mut journal = MemoryDisk::named("story").open();
        journal.append(&Batch { events: &events, answers: &[] }).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let held = DataFolder::hold(folder.path()).unwrap();
        let warehouse = SqliteWarehouse::open(&held).unwrap();
        let mut filler = Filler::open(Box::new(warehouse), "main", &journal).unwrap();
        filler.fill(&journal, u64::MAX, usize::MAX).unwrap();
        let reader = SqliteReportReader::open(folder.path()).unwrap();
        let now = events.last().map_or(Timestamp(start), |event| event.event.at);
        Self { reader, now, _folder: folder }
    }

    /// Asks a question, `name=value` after `name=value`.
    pub(crate) fn ask(&self, report: &str, given: &str) -> Result<Question, ReportError> {
        let pairs = given.split_whitespace().map(|pair| pair.split_once('=').unwrap());
        let given: BTreeMap<String, String> =
            pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        let report = reports::report(report).unwrap_or_else(|| panic!("{report} is no report"));
        reports::ask(&self.reader, report, &given, self.now)
    }

    pub(crate) fn answer(&self, report: &str, given: &str) -> Report {
        reports::answer(&self.reader, &self.ask(report, given).unwrap()).unwrap()
    }

    pub(crate) fn chats(&self, report: &str, given: &str) -> ReportChats {
        reports::chats(&self.reader, &self.ask(report, given).unwrap()).unwrap()
    }

    /// Why a question is refused: field, value, limit, detail.
    pub(crate) fn refused(&self, report: &str, given: &str) -> String {
        let refused = self.ask(report, given).and_then(|question| {
            let report = reports::answer(&self.reader, &question)?;
            reports::page(report, &question)
        });
        match refused {
            Err(ReportError::Question(why)) => {
                let limit = why.limit.map(|limit| format!(" (limit {limit})")).unwrap_or_default();
                format!("{}={:?}{limit}: {}", why.field, why.value, why.detail)
            }
            other => panic!("{given}: {other:?}"),
        }
    }
}

pub(crate) fn table<'r>(report: &'r Report, id: &str) -> &'r ReportTable {
    report.tables.iter().find(|table| table.id == id).unwrap()
}

fn shown(cell: &Cell) -> String {
    match cell {
        Cell::Whole(number) => number.to_string(),
        Cell::Number(number) => format!("{number:.3}"),
        Cell::Text(text) => text.clone(),
        Cell::Null => "-".to_owned(),
    }
}

/// A row as `id=value …`.
pub(crate) fn row(table: &ReportTable, row: &ReportRow) -> String {
    let pairs = table.columns.iter().zip(&row.cells);
    let shown: Vec<String> =
        pairs.map(|(column, cell)| format!("{}={}", column.id, shown(cell))).collect();
    shown.join(" ")
}

/// All rows of a table and its total.
pub(crate) fn rows(table: &ReportTable) -> String {
    let all = table.rows.iter().chain(&table.total);
    all.map(|one| row(table, one) + "\n").collect()
}

/// A morning: one chat answered, one abandoned, one whose agent was lost, two with a bot, one held, one waiting; rated once.
pub(crate) const DAY: &str = "
    0 - agent_status_changed dana available
    0 - agent_status_changed sam available
    0 a.1 chat_created general
    0 a.1 end_user_post hello
    2 a.1 agent_engagement_invitation sam general
    7 a.1 agent_engagement_auto_declined sam
    7 a.1 agent_engagement_invitation dana general
    10 a.1 agent_engagement_accepted dana
    10 a.1 engagement_participant_entered dana
    10 a.1 lead_session_start dana
    15 a.1 agent_post dana hi
    30 a.1 end_user_post thanks
    40 a.1 chat_concluded CLIENT QUIT
    40 a.1 lead_session_end dana
    40 a.1 engagement_participant_left dana concluded
    55 a.1 chat_released
    60 b.1 chat_created sales
    100 b.1 chat_concluded CLIENT QUIT
    100 b.1 chat_released
    120 c.1 chat_created general
    120 c.1 end_user_post help
    150 c.1 engagement_participant_entered sam
    150 c.1 lead_session_start sam
    160 c.1 agent_post sam moment
    200 c.1 agent_absent sam
    260 c.1 agent_disconnected sam
    260 c.1 chat_concluded AGENT DISCONNECT c.2
    260 c.1 lead_session_end sam
    260 c.1 chat_released
    260 c.2 chat_created general
    260 c.2 chat_requeued c.1
    275 c.2 engagement_participant_entered dana
    275 c.2 lead_session_start dana
    280 c.2 agent_post dana sorry
    400 c.2 chat_concluded CLIENT QUIT
    400 c.2 lead_session_end dana
    400 c.2 engagement_participant_left dana concluded
    400 c.2 chat_released
    500 d.1 chat_created general
    502 d.1 bot_entered robo
    503 d.1 bot_post answer
    520 d.1 chat_concluded CLIENT QUIT
    520 d.1 chat_released
    600 e.1 chat_created general - app
    604 e.1 bot_entered robo
    610 e.1 transferred_to_queue sales bot
    616 e.1 engagement_participant_entered dana
    616 e.1 lead_session_start dana
    640 e.1 chat_concluded AGENT FORCE
    640 e.1 lead_session_end dana
    640 e.1 engagement_participant_left dana concluded
    641 e.1 chat_released
    700 f.1 chat_created general async
    705 f.1 engagement_participant_entered dana
    705 f.1 lead_session_start dana
    710 f.1 agent_post dana later
    715 f.1 lead_session_end dana
    715 f.1 engagement_participant_left dana on_hold
    715 f.1 async_on_hold dana
    775 f.1 async_customer_activity
    775 f.1 end_user_post here
    800 a.1 chat_rated 4
    900 g.1 chat_created sales
    930 g.1 end_user_post anyone
    1000 - agent_status_changed dana lunch";
