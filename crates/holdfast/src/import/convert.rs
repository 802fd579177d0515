//! From a line of the export format to an event as it is stored. A foreign log says less for some kinds than is stored: what follows from the
//! rest of the line is put in, and counted.

use ::mart::log::Line;
use domain::directory::GENERAL_QUEUE;
use domain::event::Body;
use domain::kind::KINDS;
use domain::log::LogLine;
use domain::{Event, Party, Recorded, Seq};
use serde_json::{Map, Value, json};

use super::report::Report;

/// Makes events of lines, one tenant's, and counts.
#[derive(Default)]
pub(super) struct Converter {
    pub(super) report: Report,
    tenant: Option<String>,
}

/// Reads a part of a line as its type.
fn part<T: serde::de::DeserializeOwned>(value: &Value, key: &'static str) -> Result<T, String> {
    let part = value.get(key).cloned().unwrap_or_default();
    serde_json::from_value(part).map_err(|why| format!("{key}: {why}"))
}

/// Whether a value has anything that another lacks.
fn has_more(value: &Value, than: &Value) -> bool {
    match (value, than) {
        (Value::Object(value), Value::Object(than)) => value.iter().any(|(key, value)| {
            than.get(key).map_or(!value.is_null(), |than| has_more(value, than))
        }),
        (Value::Array(value), Value::Array(than)) => {
            value.len() > than.len() || value.iter().zip(than).any(|(a, b)| has_more(a, b))
        }
        _ => false,
    }
}

/// What stands for what a line does not say.
fn absent(kind: &str, line: &Value, seq: Seq) -> Vec<(&'static str, Value)> {
    let at = line["at"].clone();
    let queue = ("queue", json!(GENERAL_QUEUE));
    let mut all = vec![("participant", line["actor"].clone())];
    all.extend(match kind {
        "chat_created" => {
            vec![("async", json!(false)), queue, ("arrived_at", at), ("continues", Value::Null)]
        }
        "chat_concluded" => {
            let reason = match line["data"]["ended_by"].as_str() {
                Some("CLIENT") => "CustomerLeft",
                Some("AGENT") => "AgentEnded",
                Some("SUPERVISOR") => "SupervisorEnded",
                Some("BOT") => "BotEnded",
                _ => "SystemLimit",
            };
            vec![("disconnect_reason", json!(reason)), ("continued_as", Value::Null)]
        }
        "chat_requeued" => vec![queue, ("arrived_at", at)],
        "agent_engagement_invitation" | "transferred_to_queue" => vec![queue],
        "agent_post" | "end_user_post" | "bot_post" => {
            vec![("message", json!(format!("imported-{seq}")))]
        }
        "internal_post" => {
            vec![("message", json!(format!("imported-{seq}"))), ("visibility", json!("int"))]
        }
        "engagement_participant_entered" => vec![("role", json!("lead"))],
        "engagement_participant_left" => vec![("reason", json!("left"))],
        "end_user_disconnected" => vec![("reason", json!("quit"))],
        "bot_entered" | "bot_left" => vec![("visibility", json!("all"))],
        "agent_pushed_url" => vec![("url", json!("")), ("title", json!(""))],
        "agent_client_reset" => vec![("chats", json!([]))],
        "cobrowse_session_error" => vec![("detail", json!(""))],
        "cobrowse_recorded" => {
            vec![("file", json!("")), ("bytes", json!(0)), ("length_ms", json!(0))]
        }
        "agent_role_change" => vec![("lead", line["actor"].clone())],
        "async_idle_alert" => vec![("check_at", at)],
        "incident_opened" | "incident_updated" | "incident_closed" => {
            vec![("incident", line["conversation"].clone())]
        }
        "file_attachment_received" | "agent_file_sent" => vec![
            ("file", json!("")),
            ("name", json!("")),
            ("bytes", json!(0)),
            ("media_type", json!("application/octet-stream")),
        ],
        _ => Vec::new(),
    });
    all
}

fn body(kind: &str, data: &Map<String, Value>) -> Option<Body> {
    serde_json::from_value(json!({"kind": kind, "data": data})).ok()
}

impl Converter {
    /// The event of a line, at the position that it will have; None if it cannot be stored.
    ///
    /// # Errors
    /// What is malformed.
    pub(super) fn event(
        &mut self,
        line: &Line<'_>,
        text: &[u8],
        seq: Seq,
    ) -> Result<Option<Event>, String> {
        match &self.tenant {
            None => self.tenant = Some(line.tenant.to_string()),
            Some(tenant) if *tenant == *line.tenant => {}
            Some(tenant) => {
                return Err(format!(
                    "the tenant is {:?}, that of the lines before is {tenant:?}; import one tenant's log at a time",
                    line.tenant
                ));
            }
        }
        let value: Value = serde_json::from_slice(text).map_err(|why| why.to_string())?;
        let kind: String = part(&value, "kind")?;
        let actor: Party = part(&value, "actor")?;
        if !KINDS.iter().any(|known| known.slug() == kind) {
            self.report.count_unknown(&kind);
            return Ok(None);
        }
        let mut data = value["data"].as_object().cloned().unwrap_or_default();
        let whole = body(&kind, &data);
        let is_whole = whole.is_some();
        let completed = whole.or_else(|| {
            for (key, stands_for) in absent(&kind, &value, seq) {
                data.entry(key).or_insert(stands_for);
            }
            body(&kind, &data)
        });
        let Some(body) = completed else {
            self.report.unfit += 1;
            return Ok(None);
        };
        let event = Event {
            at: line.entry.at,
            conversation: part(&value, "conversation")?,
            chat: part(&value, "chat")?,
            actor,
            command: part(&value, "command").unwrap_or_default(),
            body,
        };
        self.count(&value, &event, line.seq, seq, is_whole);
        Ok(Some(event))
    }

    fn count(&mut self, value: &Value, event: &Event, was: Seq, seq: Seq, is_whole: bool) {
        let recorded = Recorded { seq, event: std::sync::Arc::new(event.clone()) };
        let stored = serde_json::to_value(LogLine::of(&recorded, self.tenant.as_deref()));
        let is_trimmed = stored.is_ok_and(|stored| has_more(value, &stored));
        self.report.events += 1;
        self.report.completed += u64::from(!is_whole);
        self.report.trimmed += u64::from(is_trimmed);
        self.report.moved += u64::from(was != seq);
    }
}
