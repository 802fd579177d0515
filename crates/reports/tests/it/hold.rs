//! What must hold of every report: a count is the number of chats listed behind it, sums over rows are the total, all zones and tables agree.

use std::collections::BTreeMap;

use protocol::report::{Cell, ReportTable, Unit};
use reports::{DEFINITIONS, Definition};

use crate::story::{DAY, MORNING, Mart};

/// Numbers that look random and are the same for a seed.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % sides
    }
}

/// A log of some conversations over three days.
fn log(seed: u64) -> String {
    let mut dice = Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
    let mut lines: Vec<(u64, String)> = Vec::new();
    let agents = ["dana", "sam", "kim"];
    for agent in agents {
        for change in 0..4 {
            let at = dice.roll(60_000) + change * 65_000;
            let status = ["available", "lunch", ""][dice.roll(3) as usize];
            lines.push((at, format!("- agent_status_changed {agent} {status}")));
        }
    }
    for number in 0..40 {
        let mut at = dice.roll(3 * 86_400);
        let mut chat = format!("c{number}.1");
        let queue = ["general", "sales"][dice.roll(2) as usize];
        let kind = ["async", "-"][dice.roll(2) as usize];
        let origin = ["web", "app", "sms"][dice.roll(3) as usize];
        let mut put = |at: u64, chat: &str, what: &str| lines.push((at, format!("{chat} {what}")));
        put(at, &chat, &format!("chat_created {queue} {kind} {origin}"));
        put(at, &chat, "end_user_post hello");
        if dice.roll(3) == 0 {
            at += dice.roll(20);
            put(at, &chat, "bot_entered robo");
            put(at, &chat, "bot_post hm");
            if dice.roll(2) == 0 {
                at += dice.roll(50);
                put(at, &chat, "transferred_to_queue sales bot");
            }
        }
        for _ in 0..dice.roll(3) {
            let agent = agents[dice.roll(3) as usize];
            put(at, &chat, &format!("agent_engagement_invitation {agent} {queue}"));
            at += dice.roll(30);
            let answer = ["timeout", "auto_declined", "declined", "unavailable"];
            let answer = answer[dice.roll(4) as usize];
            put(at, &chat, &format!("agent_engagement_{answer} {agent}"));
        }
        for stay in 0..dice.roll(3) {
            let agent = agents[dice.roll(3) as usize];
            at += dice.roll(90);
            put(at, &chat, &format!("engagement_participant_entered {agent}"));
            put(at, &chat, &format!("lead_session_start {agent}"));
            at += dice.roll(4_000);
            put(at, &chat, &format!("agent_post {agent} yes"));
            at += dice.roll(200);
            put(at, &chat, "end_user_post thanks");
            if stay == 0 && dice.roll(3) == 0 {
                put(at, &chat, &format!("agent_absent {agent}"));
                at += 60;
                put(at, &chat, &format!("agent_disconnected {agent}"));
                put(at, &chat, &format!("chat_concluded AGENT DISCONNECT c{number}.2"));
                put(at, &chat, &format!("lead_session_end {agent}"));
                put(at, &chat, "chat_released");
                put(at, &format!("c{number}.2"), &format!("chat_created {queue} {kind} {origin}"));
                put(at, &format!("c{number}.2"), &format!("chat_requeued {chat}"));
                chat = format!("c{number}.2");
            } else {
                put(at, &chat, &format!("lead_session_end {agent}"));
                put(at, &chat, &format!("engagement_participant_left {agent} left"));
            }
        }
        if dice.roll(4) > 0 {
            at += dice.roll(300);
            let by = ["CLIENT QUIT", "AGENT FORCE", "SYSTEM INACTIVE", "BOT FORCE"];
            put(at, &chat, &format!("chat_concluded {}", by[dice.roll(4) as usize]));
            put(at, &chat, "chat_released");
            if dice.roll(3) == 0 {
                put(at + 5, &chat, &format!("chat_rated {}", dice.roll(5) + 1));
            }
        }
    }
    // The order of what happens at the same time is that in which it was told.
    lines.sort_by_key(|(at, _)| *at);
    lines.into_iter().map(|(at, what)| format!("{at} {what}\n")).collect()
}

fn whole(cell: &Cell) -> i64 {
    match cell {
        Cell::Whole(number) => *number,
        other => panic!("{other:?} is no count"),
    }
}

fn listed(mart: &Mart, report: &Definition, given: &str) -> Vec<protocol::report::ReportChat> {
    let mut all = Vec::new();
    let mut after = String::new();
    loop {
        let page = mart.chats(report.id, &format!("{given} limit=17{after}"));
        all.extend(page.chats);
        match page.next {
            Some(next) => after = format!(" after={next}"),
            None => return all,
        }
    }
}

/// Every figure of a table that counts things has as many chats behind it, and every one that adds something up has it from theirs.
fn check_behind(mart: &Mart, report: &Definition, table: &ReportTable, asked: &str) {
    let total = table.total.iter().map(|row| (row, String::new()));
    let rows = table.rows.iter().map(|row| {
        let narrow = row.narrow.iter().map(|(name, value)| format!(" {name}={value}"));
        (row, narrow.collect::<String>())
    });
    for (row, narrow) in total.chain(rows) {
        if narrow.contains(" / ") {
            continue;
        }
        for (column, cell) in table.columns.iter().zip(&row.cells) {
            if !column.has_chats || column.unit != Unit::Count || *cell == Cell::Null {
                continue;
            }
            let given = format!("{asked} table={} column={}{narrow}", table.id, column.id);
            let chats = listed(mart, report, &given);
            let values: Vec<i64> =
                chats.iter().filter_map(|chat| chat.value.as_ref().map(whole)).collect();
            let figure = whole(cell);
            if values.is_empty() || column.id == "within" {
                assert_eq!(chats.len() as i64, figure, "{} {given}", report.id);
            } else {
                assert_eq!(values.iter().sum::<i64>(), figure, "{} {given}", report.id);
            }
        }
    }
}

fn number(cell: &Cell) -> Option<f64> {
    match cell {
        Cell::Whole(number) => Some(*number as f64),
        Cell::Number(number) => Some(*number),
        Cell::Null | Cell::Text(_) => None,
    }
}

/// Every longest and every average of a table is that of the values that stand behind it, and there is none where nothing does.
fn check_times(mart: &Mart, report: &Definition, table: &ReportTable, asked: &str) {
    let rows = table.rows.iter().chain(&table.total);
    for row in rows.filter(|row| row.narrow.values().all(|value| !value.contains(" / "))) {
        let narrow: String =
            row.narrow.iter().map(|(name, value)| format!(" {name}={value}")).collect();
        for (column, cell) in table.columns.iter().zip(&row.cells) {
            let is_longest = column.id.starts_with("longest");
            let is_average = column.id.starts_with("average");
            if !column.has_chats || !(is_longest || is_average) {
                continue;
            }
            let given = format!("{asked} table={} column={}{narrow}", table.id, column.id);
            let chats = listed(mart, report, &given);
            let values = chats.iter().filter_map(|chat| number(chat.value.as_ref()?));
            let wanted = if is_longest {
                values.fold(None, |longest: Option<f64>, value| {
                    Some(longest.map_or(value, |longest| longest.max(value)))
                })
            } else {
                let of = table.columns.iter().position(|one| Some(&one.id) == column.n.as_ref());
                let n = of.and_then(|of| number(&row.cells[of])).filter(|n| *n > 0.0);
                n.map(|n| values.sum::<f64>() / n)
            };
            let is_it = match (number(cell), wanted) {
                (Some(figure), Some(wanted)) => (figure - wanted).abs() < 1e-9 * wanted.max(1.0),
                (figure, wanted) => figure == wanted,
            };
            assert!(is_it, "{} {given}: {cell:?}, not {wanted:?}", report.id);
        }
    }
}

#[test]
fn longest_and_average_times_are_those_of_the_chats_behind_them() {
    for seed in 1..=3 {
        let mart = Mart::of("2026-11-20T09:00:00Z", &log(seed));
        for report in DEFINITIONS {
            let asked = "from=2026-11-20 to=2026-11-23";
            for table in &mart.answer(report.id, asked).tables {
                check_times(&mart, report, table, asked);
            }
        }
    }
}

#[test]
fn the_chats_behind_every_figure_are_as_many() {
    for seed in 1..=3 {
        let mart = Mart::of("2026-11-20T09:00:00Z", &log(seed));
        for report in DEFINITIONS {
            for asked in [
                "from=2026-11-20 to=2026-11-23",
                "from=2026-11-20 to=2026-11-22 time_zone=Asia/Kolkata queue=sales",
            ] {
                for table in &mart.answer(report.id, asked).tables {
                    check_behind(&mart, report, table, asked);
                }
            }
        }
    }
}

/// The figures that are added up over rows: counts and seconds that have no n, and are no largest of anything.
fn sums(table: &ReportTable) -> BTreeMap<String, f64> {
    let is_sum = |id: &str| !id.starts_with("longest") && id != "concurrency";
    let mut sums = BTreeMap::new();
    for (index, column) in table.columns.iter().enumerate() {
        let is_sum = is_sum(&column.id) && column.n.is_none();
        if !is_sum || !matches!(column.unit, Unit::Count | Unit::Seconds) {
            continue;
        }
        let value = |cell: &Cell| match cell {
            Cell::Whole(number) => *number as f64,
            Cell::Number(number) => *number,
            Cell::Text(_) | Cell::Null => 0.0,
        };
        let sum: f64 = table.rows.iter().map(|row| value(&row.cells[index])).sum();
        let total = value(&table.total.as_ref().unwrap().cells[index]);
        assert!((sum - total).abs() < 0.01, "{} {}: {sum} of rows, {total}", table.id, column.id);
        sums.insert(column.id.clone(), total);
    }
    sums
}

#[test]
fn rows_add_up_to_the_total_and_every_way_to_cut_the_time_gives_it() {
    for seed in 1..=5 {
        let mart = Mart::of("2026-11-20T09:00:00Z", &log(seed));
        for report in DEFINITIONS {
            let whole = mart.answer(report.id, "from=2026-11-19 to=2026-11-24 interval=year");
            let expected = sums(&whole.tables[0]);
            let total = whole.tables[0].total.clone().unwrap();
            for interval in ["hour", "day", "week", "month"] {
                for zone in [
                    "UTC",
                    "Europe/Berlin",
                    "Asia/Kolkata",
                    "Australia/Lord_Howe",
                    "America/New_York",
                ] {
                    let given = format!(
                        "from=2026-11-19 to=2026-11-24 interval={interval} time_zone={zone}"
                    );
                    let answer = mart.answer(report.id, &given);
                    let found = sums(&answer.tables[0]);
                    let cells = &answer.tables[0].total.as_ref().unwrap().cells;
                    // Nothing is within a day of the period's ends, so that its length in every zone is the same to it.
                    for (name, value) in &expected {
                        let close = (value - found[name]).abs() < 0.01;
                        assert!(
                            close || report.id == "agent-performance",
                            "{} {name}: {given}",
                            report.id
                        );
                    }
                    // Averages, medians and largest are those of everything too, however it is cut.
                    if report.id != "agent-performance" {
                        assert_eq!(
                            cells[2..],
                            total.cells[2..],
                            "{} seed {seed}: {given}",
                            report.id
                        );
                    }
                }
            }
        }
    }
}

/// What comes from days, from hours or from rows depends on how the time is cut and by what rows are put together; the figures do not.
#[test]
fn a_time_has_the_same_figures_in_every_table_however_it_is_cut() {
    for seed in 1..=5 {
        let mart = Mart::of("2026-11-20T09:00:00Z", &log(seed));
        for report in DEFINITIONS {
            for zone in ["UTC", "Europe/Berlin", "Asia/Kolkata", "Asia/Kathmandu"] {
                let total = |interval: &str, table: usize| {
                    let given = format!(
                        "from=2026-11-20 to=2026-11-23 interval={interval} time_zone={zone}"
                    );
                    let table = mart.answer(report.id, &given).tables.swap_remove(table);
                    let ids = table.columns.into_iter().map(|column| column.id);
                    ids.zip(table.total.unwrap().cells).collect::<BTreeMap<String, Cell>>()
                };
                let by_day = total("day", 0);
                for interval in ["hour", "week", "month", "year"] {
                    assert_eq!(total(interval, 0), by_day, "{} seed {seed} {zone}", report.id);
                }
                for table in 1..report.tables.len() {
                    for (column, cell) in total("day", table) {
                        let is_there = by_day.contains_key(&column) && cell != Cell::Null;
                        assert!(
                            !is_there || by_day[&column] == cell,
                            "{} {column} of {} seed {seed} {zone}: {cell:?}",
                            report.id,
                            report.tables[table].id
                        );
                    }
                }
            }
        }
    }
}

#[test]
fn an_average_is_of_everything_and_not_of_averages() {
    let mart = Mart::of(MORNING, DAY);
    let answer = mart.answer("queue-performance", "preset=today");
    let queues = &answer.tables[1];
    let column = queues.columns.iter().position(|column| column.id == "average_wait").unwrap();
    let average = |row: &protocol::report::ReportRow| row.cells[column].clone();
    // General: 10, 30, 15, 6 and 5 seconds; sales: nobody was answered.
    assert_eq!(average(&queues.rows[0]), Cell::Number(66.0 / 5.0));
    assert_eq!(average(&queues.rows[1]), Cell::Null);
    assert_eq!(average(queues.total.as_ref().unwrap()), Cell::Number(66.0 / 5.0));
}

#[test]
fn the_page_of_metrics_has_every_column() {
    let page = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/metrics.md");
    let text = std::fs::read_to_string(page).unwrap();
    let (begin, end) = ("<!-- reports: begin -->\n\n", "<!-- reports: end -->");
    let (head, rest) = text.split_once(begin).unwrap();
    let (section, tail) = rest.split_once(end).unwrap();
    let made = reports::metrics_section();
    if section != made {
        assert!(
            std::env::var_os("UPDATE_EXPECT").is_some(),
            "docs/metrics.md is not as the reports are: UPDATE_EXPECT=1"
        );
        std::fs::write(page, format!("{head}{begin}{made}{end}{tail}")).unwrap();
    }
}
