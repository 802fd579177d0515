//! The suite of the port of reports.

use std::ops::ControlFlow;

use mart::facts::{AGENT, CONVERSATION_FACT, Field, Row, RowChange, TEXTS, Table};

use crate::reports::ReportReader;
use crate::warehouse::Warehouse;

/// A warehouse and what opens readers of its rows.
pub type Opened = (Box<dyn Warehouse>, Box<dyn Fn() -> Box<dyn ReportReader>>);

/// Runs the whole suite. `open` makes a new, empty warehouse.
///
/// # Panics
/// Where a reader does not keep the port's rules.
pub fn reports(open: &mut dyn FnMut() -> Opened) {
    questions_are_answered(open);
    a_snapshot_does_not_change(open);
    a_reader_is_interrupted(open);
}

fn asked(reader: &dyn ReportReader, sql: &str, places: &[Field]) -> Vec<Row> {
    let mut rows = Vec::new();
    let selected = reader.select(sql, places, &mut |row| {
        rows.push(row.to_vec());
        ControlFlow::Continue(())
    });
    selected.unwrap_or_else(|why| panic!("{sql}: {why}"));
    rows
}

fn agent(key: i64, name: &str, sessions: i64) -> RowChange {
    let row = vec![key.into(), format!("id{key}").into(), name.into(), sessions.into()];
    RowChange::Put(&AGENT, row)
}

fn numbers(rows: &[Row]) -> Vec<Vec<i64>> {
    let number = |field: &Field| field.integer().expect("a whole number");
    rows.iter().map(|row| row.iter().map(number).collect()).collect()
}

fn conversation(number: i64, rating: Field) -> RowChange {
    let table: &'static Table = &CONVERSATION_FACT;
    let field = |name: &&str| match *name {
        "rating" => rating.clone(),
        name if TEXTS.contains(&name) => format!("n{number}").into(),
        _ => number.into(),
    };
    RowChange::Put(table, table.columns.iter().map(field).collect())
}

fn questions_are_answered(open: &mut dyn FnMut() -> Opened) {
    let (mut warehouse, readers) = open();
    let reader = readers();
    assert_eq!(reader.position().expect("read"), 0);
    let changes = [
        agent(1, "Zoë 'Z' \u{1f600}", 3),
        agent(2, "anna", 4),
        agent(3, "Bert", 7),
        conversation(1, Field::Null),
        conversation(2, Field::Integer(5)),
    ];
    warehouse.write(9, &changes).expect("write");
    assert_eq!(reader.position().expect("read"), 9);
    let names = asked(&*reader, "SELECT agent_name FROM agent ORDER BY agent_name", &[]);
    let names: Vec<&str> = names.iter().map(|row| row[0].text()).collect();
    assert_eq!(names, ["Bert", "Zoë 'Z' \u{1f600}", "anna"], "by their bytes");
    let sql = "SELECT a.agent_key FROM agent a WHERE a.agent_name IN (?, ?) AND a.sessions_in_use >= ? ORDER BY 1 LIMIT 1";
    let places = ["Zoë 'Z' \u{1f600}".into(), "Bert".into(), Field::Integer(4)];
    assert_eq!(numbers(&asked(&*reader, sql, &places)), [[3]]);
    let sql = "SELECT a.agent_key / 2 * 2, COUNT(*), CAST(SUM(CASE WHEN a.sessions_in_use > 3 THEN 1 ELSE 0 END) AS BIGINT), \
               CAST(COALESCE(SUM(a.sessions_in_use), 0) AS BIGINT), MAX(a.sessions_in_use) FROM agent a GROUP BY 1 ORDER BY 1";
    assert_eq!(numbers(&asked(&*reader, sql, &[])), [[0, 1, 0, 3, 3], [2, 2, 2, 11, 7]]);
    let sql = "SELECT CAST(SUM(c.rating) AS BIGINT), MAX(c.rating), CAST(SUM(c.queue_key * 10) AS BIGINT), COUNT(c.rating) FROM conversation_fact c WHERE c.rating IS NULL";
    let row = &asked(&*reader, sql, &[])[0];
    assert_eq!(row[..], [Field::Null, Field::Null, Field::Integer(10), Field::Integer(0)]);
    let sql =
        "SELECT c.outcome || ' / ' || c.thread_id FROM conversation_fact c WHERE c.thread_id = ?";
    assert_eq!(asked(&*reader, sql, &["n2".into()])[0][0].text(), "n2 / n2");
    let mut seen = 0;
    let broken = reader.select("SELECT agent_key FROM agent", &[], &mut |_| {
        seen += 1;
        ControlFlow::Break(())
    });
    broken.expect("select");
    assert_eq!(seen, 1);
    assert!(
        reader
            .select("SELECT no_such FROM agent", &[], &mut |_| ControlFlow::Continue(()))
            .is_err()
    );
    assert_eq!(
        numbers(&asked(&*reader, "SELECT COUNT(*) FROM agent", &[])),
        [[3]],
        "goes on after an error"
    );
}

fn a_snapshot_does_not_change(open: &mut dyn FnMut() -> Opened) {
    let (mut warehouse, readers) = open();
    let reader = readers();
    warehouse.write(1, &[agent(1, "anna", 0)]).expect("write");
    let count =
        |reader: &dyn ReportReader| numbers(&asked(reader, "SELECT COUNT(*) FROM agent", &[]));
    let held = reader.in_snapshot(&mut || {
        assert_eq!(count(&*reader), [[1]]);
        warehouse.write(2, &[agent(2, "bert", 0)]).expect("a writer is not held up");
        assert_eq!(count(&*reader), [[1]]);
        assert_eq!(reader.position().expect("read"), 1);
    });
    held.expect("a snapshot");
    assert_eq!(count(&*reader), [[2]]);
    assert_eq!(reader.position().expect("read"), 2);
    // What fails within ends with it.
    let held = reader.in_snapshot(&mut || {
        assert!(reader.select("SELECT nothing", &[], &mut |_| ControlFlow::Continue(())).is_err());
    });
    drop(held);
    assert_eq!(count(&*reader), [[2]]);
}

fn a_reader_is_interrupted(open: &mut dyn FnMut() -> Opened) {
    let (mut warehouse, readers) = open();
    let agents: Vec<RowChange> = (1..=300).map(|key| agent(key, "anna", 0)).collect();
    warehouse.write(1, &agents).expect("write");
    let reader = readers();
    let interrupt = reader.interrupter();
    interrupt();
    assert_eq!(
        asked(&*reader, "SELECT agent_key FROM agent", &[]).len(),
        300,
        "nothing to interrupt"
    );
    // Eight thousand million rows: without an interruption it would not end.
    let sql = "SELECT COUNT(*) FROM agent a, agent b, agent c, agent d";
    let (done, finished) = std::sync::mpsc::channel::<()>();
    let interrupting = std::thread::spawn(move || {
        // Again and again, since the first may come before the question.
        while finished.recv_timeout(std::time::Duration::from_millis(5)).is_err() {
            interrupt();
        }
    });
    assert!(reader.select(sql, &[], &mut |_| ControlFlow::Continue(())).is_err());
    done.send(()).expect("send");
    interrupting.join().expect("join");
    assert_eq!(asked(&*reader, "SELECT agent_key FROM agent", &[]).len(), 300, "it goes on");
}
