//! The statistics as key-value pairs, keys sorted, and as a line of JSON. What it leaves out: what the values mean.

use domain::Timestamp;

use super::{Intervals, Messages, Statistics};

/// Which keys are attached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mode {
    /// Every key; what did not happen is 0 or empty.
    All,
    /// Those that are not 0 or absent, those that are always attached, and how the chat ended.
    #[default]
    Fired,
    /// Only those that are always attached.
    None,
}

/// The value of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Value<'a> {
    /// A count, a size, or whole seconds.
    Number(u64),
    /// A text; may be empty.
    Text(&'a str),
    /// A time; none when it has not come yet.
    Time(Option<Timestamp>),
}

impl Value<'_> {
    fn fired(&self) -> bool {
        match self {
            Self::Number(number) => *number != 0,
            Self::Text(text) => !text.is_empty(),
            Self::Time(time) => time.is_some(),
        }
    }

    /// The value as text: times as RFC 3339 UTC in whole seconds, rounded down; an absent one empty.
    #[must_use]
    pub fn to_text(&self) -> String {
        match self {
            Self::Number(number) => number.to_string(),
            Self::Text(text) => (*text).to_owned(),
            Self::Time(None) => String::new(),
            Self::Time(Some(at)) => whole_seconds(*at),
        }
    }
}

/// RFC 3339 without the part after the seconds.
fn whole_seconds(at: Timestamp) -> String {
    let exact = at.to_string();
    match exact.split_once('.') {
        Some((seconds, _)) => format!("{seconds}Z"),
        None => exact,
    }
}

/// In which modes a key is attached.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Attached {
    Always,
    WithRest,
    WhenFired,
}

impl Statistics<'_> {
    /// Hands out the pairs of a mode, by key.
    pub fn pairs(&self, mode: Mode, each: &mut dyn FnMut(&'static str, Value<'_>)) {
        self.all_pairs(&mut |key, value, attached| {
            let wanted = match (mode, attached) {
                (Mode::All, _) | (_, Attached::Always) | (Mode::Fired, Attached::WithRest) => true,
                (Mode::Fired, Attached::WhenFired) => value.fired(),
                (Mode::None, _) => false,
            };
            if wanted {
                each(key, value);
            }
        });
    }

    /// Appends `{"chat":…,"stats":{…}}` and an end of line.
    pub fn write_line(&self, mode: Mode, out: &mut Vec<u8>) {
        out.extend_from_slice(b"{\"chat\":");
        write_text(self.chat, out);
        out.extend_from_slice(b",\"stats\":");
        self.write_object(mode, out);
        out.extend_from_slice(b"}\n");
    }

    /// Appends the pairs as one JSON object.
    pub fn write_object(&self, mode: Mode, out: &mut Vec<u8>) {
        let mut before = b'{';
        self.pairs(mode, &mut |key, value| {
            out.push(before);
            before = b',';
            out.push(b'"');
            out.extend_from_slice(key.as_bytes());
            out.extend_from_slice(b"\":");
            match value {
                Value::Number(number) => write_number(number, out),
                Value::Text(text) => write_text(text, out),
                Value::Time(_) => write_text(&value.to_text(), out),
            }
        });
        out.push(b'}');
    }

    fn all_pairs(&self, each: &mut dyn FnMut(&'static str, Value<'_>, Attached)) {
        use Attached::{Always, WhenFired, WithRest};
        use Value::{Number, Text, Time};
        let (ended_by, ended_reason) =
            self.ended.map_or(("", ""), |ended| (&*ended.by, &*ended.reason));
        each("ChatServerSessionClosedAt", Time(self.ended.map(|ended| ended.at)), Always);
        each("ChatServerSessionStartedAt", Time(Some(self.started_at)), Always);
        let mut intervals = |keys: [&'static str; 3], of: Intervals| {
            each(keys[0], Number(of.max_time()), WhenFired);
            each(keys[1], Number(of.count), WhenFired);
            each(keys[2], Number(of.total_time()), WhenFired);
        };
        macro_rules! three {
            ($name:literal) => {
                [
                    concat!("cse_", $name, "MaxTime"),
                    concat!("cse_", $name, "TotalCount"),
                    concat!("cse_", $name, "TotalTime"),
                ]
            };
        }
        intervals(three!("ActiveIdle"), self.active_idle);
        intervals(three!("AgentReply"), self.agent_reply);
        intervals(three!("AgentWait"), self.agent_wait);
        intervals(three!("AsyncDormant"), self.async_dormant);
        intervals(three!("AsyncIdle"), self.async_idle);
        intervals(three!("CustomerReply"), self.customer_reply);
        intervals(three!("CustomerWait"), self.customer_wait);
        intervals(three!("SessionHandle"), self.handle);
        each("csg_ChatAsyncMode", Number(u64::from(self.is_async)), WhenFired);
        each("csg_ChatSessionID", Text(self.chat), WhenFired);
        each("csg_LanguageName", Text(self.language), WhenFired);
        each("csg_MediaOrigin", Text(self.media_origin), WhenFired);
        each("csg_MediaType", Text(self.media_type), Always);
        let mut messages = |count, size, of: Messages| {
            each(count, Number(of.count), WhenFired);
            each(size, Number(of.size), WhenFired);
        };
        messages("csg_MessagesFromAgentsCount", "csg_MessagesFromAgentsSize", self.from_agents);
        messages("csg_MessagesFromBotsCount", "csg_MessagesFromBotsSize", self.from_bots);
        messages(
            "csg_MessagesFromCustomersCount",
            "csg_MessagesFromCustomersSize",
            self.from_customers,
        );
        each("csg_PartiesAsAgentCount", Number(self.agents), WhenFired);
        each("csg_PartiesAsBotCount", Number(self.bots), WhenFired);
        each("csg_PartiesAsCoachCount", Number(self.coaches), WhenFired);
        each("csg_PartiesAsMonitorCount", Number(self.monitors), WhenFired);
        each("csg_SessionEndedAgent", Text(self.ended_agent.as_str()), WithRest);
        each("csg_SessionEndedBy", Text(ended_by), WithRest);
        each("csg_SessionEndedReason", Text(ended_reason), WithRest);
        each("csg_SessionTotalTime", Number(self.total_time), WhenFired);
        each("csg_SessionUntilFirstAgentTime", Number(self.until_first_agent_time), WhenFired);
        each("csg_SessionUntilFirstBotTime", Number(self.until_first_bot_time), WhenFired);
        each("csg_SessionUntilFirstReplyTime", Number(self.until_first_reply_time), WhenFired);
        each("csg_SessionWithCustomerTime", Number(self.with_customer_time), WhenFired);
        each("csg_TenantId", Text(self.tenant), Always);
    }
}

fn write_number(mut number: u64, out: &mut Vec<u8>) {
    let from = out.len();
    loop {
        out.push(b'0' + (number % 10) as u8);
        number /= 10;
        if number == 0 {
            break;
        }
    }
    out[from..].reverse();
}

fn write_text(text: &str, out: &mut Vec<u8>) {
    out.push(b'"');
    let is_plain = |byte: u8| byte >= b' ' && byte != b'"' && byte != b'\\';
    if text.bytes().all(is_plain) {
        out.extend_from_slice(text.as_bytes());
        out.push(b'"');
        return;
    }
    for character in text.chars() {
        match character {
            '"' => out.extend_from_slice(b"\\\""),
            '\\' => out.extend_from_slice(b"\\\\"),
            '\n' => out.extend_from_slice(b"\\n"),
            '\0'..' ' => {
                out.extend_from_slice(format!("\\u{:04x}", u32::from(character)).as_bytes())
            }
            _ => out.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes()),
        }
    }
    out.push(b'"');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_texts_are_json() {
        for number in [0, 9, 10, 1_234_567_890, u64::MAX] {
            let mut out = Vec::new();
            write_number(number, &mut out);
            assert_eq!(String::from_utf8(out).unwrap(), number.to_string());
        }
        for text in ["", "plain", "q\"b\\n\nt\tz\0\u{1f}", "é𝄞"] {
            let mut out = Vec::new();
            write_text(text, &mut out);
            assert_eq!(serde_json::from_slice::<String>(&out).unwrap(), text);
        }
    }
}
