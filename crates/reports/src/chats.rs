//! The chats behind a figure: the rows that the figure counts, by the same conditions, oldest first, with what a list shows of each. A chat
//! that is counted twice is listed twice.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use domain::Timestamp;
use mart::facts::Field;
use mart::reports::{Column, Cursor, Key, Question, QuestionError, Table};
use protocol::report::{ReportChat, ReportChats};
use store::{ReadError, ReportReader};

use crate::answer::at_once;
use crate::error::ReportError;
use crate::names::AllNames;
use crate::partial::value_of;
use crate::table::column_out;

/// Lists the chats behind a figure.
///
/// # Errors
/// A parameter that cannot be taken, or a warehouse that cannot be read.
pub fn chats(reader: &dyn ReportReader, question: &Question) -> Result<ReportChats, ReportError> {
    at_once(reader, || chats_now(reader, question))
}

fn wrong(field: &'static str, value: Option<&String>, detail: String) -> ReportError {
    QuestionError::new(field, value.map_or("", String::as_str), detail).into()
}

/// The table and the column that the question names.
fn figure(question: &Question) -> Result<(&'static Table, &'static Column), ReportError> {
    let report = question.report;
    let table = match &question.table {
        None => report.tables.first(),
        Some(id) => report.table(id),
    };
    let table = table.ok_or_else(|| {
        let names: Vec<&str> = report.tables.iter().map(|table| table.id).collect();
        let detail = format!("table must be one of {}", names.join(", "));
        wrong("table", question.table.as_ref(), detail)
    })?;
    let named = |column: &&Column| Some(column.id) == question.column.as_deref();
    let column = table.columns.iter().find(named).filter(|column| column.has_chats());
    let column = column.ok_or_else(|| {
        let with = table.columns.iter().filter(|column| column.has_chats());
        let names: Vec<&str> = with.map(|column| column.id).collect();
        let detail = format!("column must be one of {}", names.join(", "));
        wrong("column", question.column.as_ref(), detail)
    })?;
    Ok((table, column))
}

/// The time of the figure's row; all of it when no interval is named.
fn time(question: &Question) -> Result<(i64, i64), ReportError> {
    let boundaries = question.period.boundaries().unwrap_or_default();
    let Some(at) = &question.at else {
        return Ok((question.period.start(), question.period.end()));
    };
    let second = Timestamp::parse_rfc3339(at).ok().map(|at| at.0.div_euclid(1_000));
    let pair = boundaries.windows(2).find(|pair| Some(pair[0]) == second);
    pair.map(|pair| (pair[0], pair[1])).ok_or_else(|| {
        let detail =
            "at must be the start of an interval of the same question, as a row's narrow has it";
        wrong("at", Some(at), detail.to_owned())
    })
}

fn cursor(text: &str) -> Option<Cursor> {
    let (at, id) = text.split_once('.')?;
    let (kind, id) = id.split_at_checked(1)?;
    let id = match kind {
        "i" => Field::Integer(id.parse().ok()?),
        "t" => id.into(),
        _ => return None,
    };
    Some(Cursor { at: at.parse().ok()?, id })
}

fn cursor_text(item: &Item) -> String {
    match &item.id {
        Field::Integer(id) => format!("{}.i{id}", item.at),
        Field::Text(_) | Field::Null => format!("{}.t{}", item.at, item.id.text()),
    }
}

struct Item {
    at: i64,
    id: Field,
    chat: String,
    value: i64,
}

fn chats_now(reader: &dyn ReportReader, question: &Question) -> Result<ReportChats, ReportError> {
    let names = AllNames::read(reader)?;
    let sql = names.narrowing(question)?;
    let (table, column) = figure(question)?;
    let Some(behind) = sql.behind(column) else {
        return Err(wrong("column", question.column.as_ref(), "behind it are no chats".to_owned()));
    };
    let of = question.of.as_ref().map(|of| {
        let key = match table.key {
            Key::Queue => names.queues.key(of).map(Field::Integer),
            Key::Agent => names.agents.key(of).map(Field::Integer),
            Key::Ending => Some(Field::from(of.as_str())),
            Key::Interval | Key::AgentStatus => None,
        };
        let detail = format!("of must be a row of the table {}, as its narrow has it", table.id);
        key.ok_or_else(|| wrong("of", Some(of), detail)).map(|field| (table.key, field))
    });
    let of = of.transpose()?;
    let after = question.after.as_ref().map(|after| {
        let detail = "after must be what the page before has as next".to_owned();
        cursor(after).ok_or_else(|| wrong("after", Some(after), detail))
    });
    let after = after.transpose()?;
    let of = of.as_ref().map(|(key, field)| (*key, field));
    let limit = question.limit;
    // One more than the page has says whether another follows.
    let page = sql.page(&behind, time(question)?, of, after.as_ref(), limit + 1);
    let Some(page) = page else {
        let detail = format!("behind {} of the table {} are no chats", column.id, table.id);
        return Err(wrong("column", question.column.as_ref(), detail));
    };
    let mut items = Vec::new();
    reader.select(&page.text, &page.places, &mut |row| {
        if let [Field::Integer(at), id, chat, value] = row {
            let (id, value) = (id.clone(), value.integer().unwrap_or_default());
            items.push(Item { at: *at, id, chat: chat.text().to_owned(), value });
        }
        ControlFlow::Continue(())
    })?;
    let has_more = items.len() > limit;
    items.truncate(limit);
    let next = if has_more { items.last().map(cursor_text) } else { None };
    let known = details(reader, &names, &items)?;
    let chat = |item: &Item| {
        let mut chat = known.get(&item.chat).cloned()?;
        chat.value = behind.value.map(|_| value_of(column, item.value));
        Some(chat)
    };
    Ok(ReportChats {
        column: column_out(column),
        chats: items.iter().filter_map(chat).collect(),
        next,
    })
}

/// Most chats in one question.
const AT_ONCE_MAX: usize = 500;

fn details(
    reader: &dyn ReportReader,
    names: &AllNames,
    items: &[Item],
) -> Result<BTreeMap<String, ReportChat>, ReadError> {
    let mut ids: Vec<&str> = items.iter().map(|item| item.chat.as_str()).collect();
    ids.sort_unstable();
    ids.dedup();
    let mut chats = BTreeMap::new();
    for ids in ids.chunks(AT_ONCE_MAX) {
        let marks = vec!["?"; ids.len()].join(", ");
        let places: Vec<Field> = ids.iter().map(|id| Field::from(*id)).collect();
        let sql = format!(
            "SELECT c.media_server_ixn_guid, c.thread_id, c.start_ts, c.end_ts, c.queue_key, c.agents_count, c.continued, c.bot_contained \
             FROM chat_session_fact c WHERE c.media_server_ixn_guid IN ({marks})"
        );
        reader.select(&sql, &places, &mut |row| {
            if let [id, thread, Field::Integer(start), end, queue, agents, continued, contained] =
                row
            {
                let is = |flag: &Field| flag.integer() == Some(1);
                let outcome = match end.integer() {
                    None => "open",
                    Some(_) if is(continued) => "continued",
                    Some(_) if agents.integer() > Some(0) => "handled",
                    Some(_) if is(contained) => "contained",
                    Some(_) => "abandoned",
                };
                let chat = ReportChat {
                    chat: id.text().to_owned(),
                    conversation: thread.text().to_owned(),
                    started_at: Timestamp(*start).to_string(),
                    ended_at: end.integer().map(|end| Timestamp(end).to_string()),
                    queue: names.queues.name(queue).to_owned(),
                    agents: Vec::new(),
                    outcome: outcome.to_owned(),
                    value: None,
                };
                chats.insert(chat.chat.clone(), chat);
            }
            ControlFlow::Continue(())
        })?;
        let sql = format!(
            "SELECT e.chat, e.agent_key FROM agent_engagement_fact e WHERE e.chat IN ({marks}) ORDER BY e.engagement_id"
        );
        reader.select(&sql, &places, &mut |row| {
            if let [chat, agent] = row
                && let Some(chat) = chats.get_mut(chat.text())
            {
                let name = names.agents.name(agent);
                if !chat.agents.iter().any(|known| known == name) {
                    chat.agents.push(name.to_owned());
                }
            }
            ControlFlow::Continue(())
        })?;
    }
    Ok(chats)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_read_as_it_was_written() {
        for id in [Field::Integer(7), "c.1".into(), "".into()] {
            let item = Item { at: -5, id: id.clone(), chat: String::new(), value: 0 };
            assert_eq!(cursor(&cursor_text(&item)), Some(Cursor { at: -5, id }));
        }
        for wrong in ["", "1", "1.", "x.i1", "1.i", "1.zz", "1.ix"] {
            assert_eq!(cursor(wrong), None, "{wrong}");
        }
    }
}
