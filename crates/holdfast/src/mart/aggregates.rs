//! The aggregates of a warehouse against its chats: each sum and each largest value, over every length of time. What it leaves out: whether
//! the chats' rows are right.

use std::collections::BTreeMap;
use std::io::Write;
use std::ops::ControlFlow;

use ::mart::facts::{
    AGT_CHAT_STATS_HOUR, CHAT_SESSION_DIM, CHAT_SESSION_FACT, Field, MAXES, OUTCOMES, Row, SUMS,
    hour,
};
use domain::Timestamp;
use store::{Grain, WarehouseReader};

use super::Comparison;

/// Rows by their key.
type Groups = BTreeMap<Row, Vec<i64>>;

/// Compares them and prints what differs.
///
/// # Errors
/// When the warehouse cannot be read, or the output not written.
pub(super) fn check(
    warehouse: &dyn WarehouseReader,
    out: &mut dyn Write,
) -> anyhow::Result<Comparison> {
    let hours = of_chats(warehouse)?;
    let mut found = Comparison::default();
    for grain in Grain::ALL {
        let mut expected = Groups::new();
        for (key, numbers) in &hours {
            let mut key = key.clone();
            key[0] = Field::Integer(start(grain, key[0].integer().unwrap_or_default()));
            match expected.get_mut(&key) {
                Some(total) => add(total, numbers),
                None => {
                    expected.insert(key, numbers.clone());
                }
            }
        }
        let one = compare(warehouse, grain, expected, out)?;
        found.compared += one.compared;
        found.different += one.different;
    }
    Ok(found)
}

fn compare(
    warehouse: &dyn WarehouseReader,
    grain: Grain,
    mut expected: Groups,
    out: &mut dyn Write,
) -> anyhow::Result<Comparison> {
    let mut found = Comparison::default();
    let mut lines = Vec::new();
    warehouse.scan_aggregate(grain, &mut |row| {
        found.compared += 1;
        let key = AGT_CHAT_STATS_HOUR.key_of(&row).to_vec();
        let numbers: Vec<i64> = row[AGT_CHAT_STATS_HOUR.key..]
            .iter()
            .map(|field| field.integer().unwrap_or_default())
            .collect();
        match expected.remove(&key) {
            Some(expected) if expected == numbers => {}
            Some(expected) => {
                let names = &AGT_CHAT_STATS_HOUR.columns[AGT_CHAT_STATS_HOUR.key..];
                let different = names.iter().zip(numbers.iter().zip(&expected));
                let different = different.filter(|(_, (is, should))| is != should);
                let words: Vec<String> = different
                    .map(|(name, (is, should))| format!("{name} is {is}, chats give {should}"))
                    .collect();
                lines.push(format!("{} {key:?}: {}", grain.table(), words.join("; ")));
            }
            None => lines.push(format!("{} {key:?}: no chat is in it", grain.table())),
        }
        ControlFlow::Continue(())
    })?;
    for key in expected.keys() {
        found.compared += 1;
        lines.push(format!("{} {key:?}: missing", grain.table()));
    }
    found.different = lines.len() as u64;
    for line in lines {
        writeln!(out, "{line}")?;
    }
    Ok(found)
}

/// What the hourly aggregate should be, from the chats' rows.
fn of_chats(warehouse: &dyn WarehouseReader) -> anyhow::Result<Groups> {
    let mut origins: BTreeMap<i64, Field> = BTreeMap::new();
    warehouse.scan(&CHAT_SESSION_DIM, &mut |row| {
        origins.insert(row[0].integer().unwrap_or_default(), row[1].clone());
        ControlFlow::Continue(())
    })?;
    let mut groups = Groups::new();
    warehouse.scan(&CHAT_SESSION_FACT, &mut |row| {
        let number = |name: &str| {
            let index = CHAT_SESSION_FACT.column(name);
            index.and_then(|index| row[index].integer()).unwrap_or_default()
        };
        let dim = number("chat_session_dim_key");
        let key = vec![
            Field::Integer(hour(number("start_date_time_key"))),
            Field::Integer(number("tenant_key")),
            Field::Integer(number("media_type_key")),
            origins.get(&dim).cloned().unwrap_or(Field::Null),
            Field::Integer(number("queue_key")),
            Field::Integer(dim),
        ];
        let (accepted, continued) = (number("agents_count") > 0, number("continued") == 1);
        let abandoned = number("active_flag") == 0 && !continued && !accepted;
        let mut numbers = vec![1, i64::from(accepted), i64::from(abandoned), i64::from(continued)];
        numbers.extend(SUMS.map(number));
        numbers.extend(MAXES.map(number));
        match groups.get_mut(&key) {
            Some(total) => add(total, &numbers),
            None => {
                groups.insert(key, numbers);
            }
        }
        ControlFlow::Continue(())
    })?;
    Ok(groups)
}

fn add(total: &mut [i64], numbers: &[i64]) {
    let sums = OUTCOMES.len() + SUMS.len();
    for (index, (total, number)) in total.iter_mut().zip(numbers).enumerate() {
        *total = if index < sums { *total + number } else { (*total).max(*number) };
    }
}

/// The start of the length of time in which an hour is, by the calendar and not by the database.
fn start(grain: Grain, hour: i64) -> i64 {
    let day = hour.div_euclid(86_400);
    let text = Timestamp(hour * 1_000).to_string();
    let first = |month: i64| {
        let first = format!("{}-{month:02}-01T00:00:00.000Z", text.get(..4).unwrap_or("1970"));
        Timestamp::parse_rfc3339(&first).map_or(0, |at| at.0 / 1_000)
    };
    let month: i64 = text.get(5..7).and_then(|digits| digits.parse().ok()).unwrap_or(1);
    match grain {
        Grain::Hour => hour,
        Grain::Day => day * 86_400,
        // 1970-01-01 was a Thursday.
        Grain::Week => (day - (day + 3).rem_euclid(7)) * 86_400,
        Grain::Month => first(month),
        Grain::Quarter => first((month - 1) / 3 * 3 + 1),
        Grain::Year => first(1),
    }
}
