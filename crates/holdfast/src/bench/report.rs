//! The tables that a run prints.

use std::fmt;
use std::time::Duration;

use super::mart::MartFigures;
use super::samples::Percentiles;
use super::table::{Table, milliseconds, whole};
use super::workloads::{
    BesideEcho, CostFigures, IdleFigures, Machine, ReconnectFigures, StartFigures, TalkFigures,
};

/// All that was measured in one run.
#[derive(Debug, Default)]
pub(crate) struct Report {
    /// Beside which all else is read.
    pub(crate) machine: Option<Machine>,
    /// W1.
    pub(crate) talks: Vec<TalkFigures>,
    /// W2.
    pub(crate) idle: Option<IdleFigures>,
    /// W3.
    pub(crate) reconnect: Option<ReconnectFigures>,
    /// W4.
    pub(crate) start: Option<StartFigures>,
    /// Cost against open chats.
    pub(crate) costs: Vec<CostFigures>,
    /// The mart.
    pub(crate) mart: Option<MartFigures>,
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut tables = Vec::new();
        if let Some(machine) = &self.machine {
            tables.push(machine_table(machine));
        }
        if !self.talks.is_empty() {
            tables.push(self.talk_table());
        }
        tables.extend(self.other_table());
        if !self.costs.is_empty() {
            tables.push(self.cost_table());
        }
        if let Some(mart) = &self.mart {
            tables.extend(mart_tables(mart));
        }
        for (index, table) in tables.iter().enumerate() {
            if index > 0 {
                writeln!(f)?;
            }
            write!(f, "{table}")?;
        }
        Ok(())
    }
}

fn times(times: &Percentiles) -> String {
    [times.p50, times.p99, times.p999].map(milliseconds).join(" / ")
}

/// Seconds of processor for a thousand messages, and the same as microseconds for one.
fn cpu(one: Duration) -> String {
    format!("{:.3} s ({:.1} µs each)", one.as_secs_f64() * 1000.0, one.as_secs_f64() * 1e6)
}

fn machine_table(machine: &Machine) -> Table {
    let mut table = Table::new("The machine alone", &["what", "in this run"]);
    let mut row = |what: &str, value: String| table.row([what.to_owned(), value]);
    row("fdatasync of a small append, p50 / p99 / p99.9", times(&machine.fdatasync));
    for (batch, rate) in &machine.appends {
        row(
            &format!("journal alone, commits of {batch} events"),
            format!("{} events/s", whole(*rate)),
        );
    }
    let echo = &machine.echo;
    row(
        &format!("WebSocket echo of the same frames, {} clients", echo.chats),
        format!("{} messages/s", whole(echo.rate)),
    );
    row("echo, its CPU for 1,000 messages", cpu(echo.cpu_a_message));
    row("echo at that rate, p50 / p99 / p99.9", times(&echo.times_at_most));
    row(
        &format!("echo at {} messages/s, p50 / p99 / p99.9", whole(echo.half.rate)),
        times(&echo.half.times),
    );
    table
}

impl Report {
    fn talk_table(&self) -> Table {
        let mut columns = vec!["W1: two-party chats".to_owned()];
        columns.extend(self.talks.iter().map(|talk| format!("N = {}", whole(talk.chats as f64))));
        let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
        let mut table = Table::new("Messages between customers and agents", &columns);
        let mut row = |what: &str, cell: &dyn Fn(&TalkFigures) -> String| {
            let cells = self.talks.iter().map(cell);
            table.row(std::iter::once(what.to_owned()).chain(cells));
        };
        row("messages/s delivered, in turn", &|talk| whole(talk.rate));
        if let Some(machine) = &self.machine {
            row("of the echo's rate", &|talk| {
                format!("{:.0} %", talk.rate / machine.echo.rate * 100.0)
            });
        }
        row("server's CPU for 1,000 messages", &|talk| cpu(talk.cpu_a_message));
        row("send to delivery, p50 / p99 / p99.9", &|talk| times(&talk.times_at_most));
        row("at half that rate, messages/s", &|talk| whole(talk.half.rate));
        row("server's CPU for 1,000 messages then", &|talk| cpu(talk.half.cpu_a_message));
        row("send to delivery then, p50 / p99 / p99.9", &|talk| times(&talk.half.times));
        let half_aim = |show: fn(&BesideEcho) -> String| {
            move |talk: &TalkFigures| talk.half_aim.as_ref().map(show).unwrap_or_default()
        };
        row(
            "at half the aim, an eighth of the echo's rate, messages/s",
            &half_aim(|at| whole(at.talk.rate)),
        );
        row("server's CPU for 1,000 messages then", &half_aim(|at| cpu(at.talk.cpu_a_message)));
        row("send to delivery then, p50 / p99 / p99.9", &half_aim(|at| times(&at.talk.times)));
        row(
            "echo at half its rate, in turn with that, p50 / p99 / p99.9",
            &half_aim(|at| times(&at.echo.times)),
        );
        if let Some(machine) = &self.machine {
            let aim = |echo: Duration| milliseconds(machine.fdatasync.p50 * 8 + echo);
            row("aim for that p99: 8 fdatasync p50 + the echo's p99 at its rate", &|talk| {
                let at = talk.half_aim.as_ref();
                at.map(|_| aim(machine.echo.times_at_most.p99)).unwrap_or_default()
            });
            row("the same with the echo's p99 at half its rate, in turn", &|talk| {
                let at = talk.half_aim.as_ref();
                at.map(|at| aim(at.echo.times.p99)).unwrap_or_default()
            });
        }
        row("the mart is behind by at most", &|talk| {
            talk.mart_lag.map(milliseconds).unwrap_or_default()
        });
        table
    }

    fn other_table(&self) -> Option<Table> {
        let mut table = Table::new("Many clients, long journals", &["what", "in this run"]);
        let mut is_empty = true;
        let mut row = |what: String, value: String| {
            is_empty = false;
            table.row([what, value]);
        };
        if let Some(idle) = &self.idle {
            let each = idle.after.saturating_sub(idle.before) as f64 / idle.clients as f64;
            row(
                format!(
                    "W2: server's memory for each of {} idle customers",
                    whole(idle.clients as f64)
                ),
                format!("{:.1} KB", each / 1000.0),
            );
            row(
                "W2: server's memory before / with them".to_owned(),
                format!("{} / {}", megabytes(idle.before), megabytes(idle.after)),
            );
        }
        if let Some(back) = &self.reconnect {
            row(
                format!(
                    "W3: {} clients connect again at once after a kill",
                    whole(back.clients as f64)
                ),
                format!("{:.2} s", back.all_back.as_secs_f64()),
            );
            row(
                "W3: of them resumed where they were; server up in".to_owned(),
                format!("{}; {}", whole(back.resumed as f64), milliseconds(back.up)),
            );
        }
        if let Some(start) = &self.start {
            row(
                format!(
                    "W4: start with {} events, {} open chats, no snapshot of them",
                    whole(start.events as f64),
                    whole(start.open_chats as f64)
                ),
                format!("{:.2} s", start.from_nothing.as_secs_f64()),
            );
            row("W4: the next start".to_owned(), format!("{:.2} s", start.again.as_secs_f64()));
            row(
                "W4: the journal alone hands out all events in".to_owned(),
                format!("{:.2} s", start.read.as_secs_f64()),
            );
            row("W4: server's memory after the start".to_owned(), megabytes(start.bytes));
        }
        (!is_empty).then_some(table)
    }

    fn cost_table(&self) -> Table {
        let columns = [
            "other chats open",
            "messages/s",
            "server's CPU for 1,000",
            "p99 at half",
            "memory at start",
        ];
        let title = "Cost of a message against the number of open chats";
        let mut table = Table::new(title, &columns);
        for cost in &self.costs {
            table.row([
                whole(cost.open_chats as f64),
                whole(cost.talk.rate),
                cpu(cost.talk.cpu_a_message),
                milliseconds(cost.talk.half.times.p99),
                megabytes(cost.bytes),
            ]);
        }
        table
    }
}

fn mart_tables(mart: &MartFigures) -> [Table; 2] {
    let chats = whole(mart.chats as f64);
    let title = format!("The mart of {chats} chats");
    let mut filled = Table::new(&title, &["what", "in this run"]);
    let mut row = |what: &str, value: String| filled.row([what.to_owned(), value]);
    let seconds = mart.filling.as_secs_f64();
    row("filled from events", whole(mart.events as f64));
    row("in", format!("{} s", whole(seconds)));
    row("chats/s", whole(mart.chats as f64 / seconds));
    row("events/s", whole(mart.events as f64 / seconds));
    row("statistics attached to a chat", mart.attach.name());
    row("size on disk", megabytes(mart.bytes));
    row("a chat", format!("{} bytes", whole(mart.bytes as f64 / mart.chats as f64)));
    let columns = ["report", "the last 30 days, by days", "all, by months"];
    let mut reports = Table::new(&format!("Reports on {chats} chats"), &columns);
    for (id, month, all) in &mart.reports {
        reports.row([(*id).to_owned(), milliseconds(*month), milliseconds(*all)]);
    }
    [filled, reports]
}

fn megabytes(bytes: u64) -> String {
    format!("{} MB", whole(bytes as f64 / 1e6))
}
