//! The suite of the warehouse port.

use std::ops::ControlFlow;

use mart::facts::{
    AGENT_STATE_FACT, AGT_CHAT_STATS_HOUR, CHAT_SESSION_FACT, DATE_TIME, Field, Row, RowChange,
    TABLES, TEXTS, Table,
};

use crate::warehouse::{Grain, Warehouse, WarehouseReader};

/// Runs the whole suite. `open` opens the warehouse of a storage named by a number (the same number is the same storage, also after the
/// warehouse was closed); each number is new and empty the first time.
///
/// # Panics
/// Where the warehouse does not keep the port's rules.
pub fn warehouse(open: &mut dyn FnMut(u32) -> Box<dyn Warehouse>) {
    every_table_takes_rows_of_its_shape(open);
    rows_and_position_are_there_after_reopening(open);
    changes_are_made_in_order(open);
    open_rows_are_found(open);
    aggregates_are_summed_over_time(open);
    it_is_cleared(open);
}

/// A row of a table: its number in every number, `n…` in every text.
fn row(table: &'static Table, number: i64) -> Row {
    let column = |name: &&'static str| {
        if TEXTS.contains(name) {
            Field::from(format!("n{number} '\u{e9}\""))
        } else {
            Field::Integer(number)
        }
    };
    table.columns.iter().map(column).collect()
}

fn rows(reader: &dyn WarehouseReader, table: &'static Table) -> Vec<Row> {
    let mut all = Vec::new();
    let scanned = reader.scan(table, &mut |row| {
        all.push(row);
        ControlFlow::Continue(())
    });
    scanned.expect("scan");
    all
}

fn write(warehouse: &mut dyn Warehouse, to: u64, changes: &[RowChange]) {
    warehouse.write(to, changes).expect("write");
}

fn every_table_takes_rows_of_its_shape(open: &mut dyn FnMut(u32) -> Box<dyn Warehouse>) {
    let mut warehouse = open(1);
    assert_eq!(warehouse.position().expect("read"), 0);
    for table in TABLES {
        assert_eq!(rows(&*warehouse, table), Vec::<Row>::new(), "{}", table.name);
        let two = [row(table, 1), row(table, 2)];
        let changes: Vec<_> = two.iter().map(|row| RowChange::Put(table, row.clone())).collect();
        write(&mut *warehouse, 1, &changes);
        assert_eq!(rows(&*warehouse, table), two, "{}", table.name);
        let key = table.key_of(&two[1]);
        let found = warehouse.row(table, key).expect("read");
        assert_eq!(found.as_ref(), Some(&two[1]), "{}", table.name);
        let unknown = row(table, 3);
        assert_eq!(warehouse.row(table, table.key_of(&unknown)).expect("read"), None);
        // Every column has a value of its own, so that none stands in another's place.
        let distinct: Row = (100..)
            .zip(&two[1])
            .map(|(number, field)| match field {
                Field::Text(_) => format!("t{number}").into(),
                Field::Integer(_) | Field::Null => Field::Integer(number),
            })
            .collect();
        write(&mut *warehouse, 1, &[RowChange::Put(table, distinct.clone())]);
        let found = warehouse.row(table, table.key_of(&distinct)).expect("read");
        assert_eq!(found, Some(distinct), "{}", table.name);
    }
}

fn rows_and_position_are_there_after_reopening(open: &mut dyn FnMut(u32) -> Box<dyn Warehouse>) {
    let mut warehouse = open(2);
    write(&mut *warehouse, 7, &[RowChange::Put(&DATE_TIME, row(&DATE_TIME, 1))]);
    write(&mut *warehouse, 9, &[]);
    let reader = warehouse.reader().expect("reader");
    assert_eq!(reader.position().expect("read"), 9);
    drop((warehouse, reader));
    let warehouse = open(2);
    assert_eq!(warehouse.position().expect("read"), 9);
    assert_eq!(rows(&*warehouse, &DATE_TIME), [row(&DATE_TIME, 1)]);
}

fn changes_are_made_in_order(open: &mut dyn FnMut(u32) -> Box<dyn Warehouse>) {
    let mut warehouse = open(3);
    let mut second = row(&DATE_TIME, 1);
    second[1] = "again".into();
    let key = vec![Field::Integer(2)];
    let changes = [
        RowChange::Put(&DATE_TIME, row(&DATE_TIME, 1)),
        RowChange::Put(&DATE_TIME, second.clone()),
        RowChange::Remove(&DATE_TIME, key.clone()),
        RowChange::Put(&DATE_TIME, row(&DATE_TIME, 2)),
        RowChange::Put(&DATE_TIME, row(&DATE_TIME, -3)),
    ];
    write(&mut *warehouse, 1, &changes);
    let expected = [row(&DATE_TIME, -3), second.clone(), row(&DATE_TIME, 2)];
    assert_eq!(rows(&*warehouse, &DATE_TIME), expected);
    write(&mut *warehouse, 2, &[RowChange::Remove(&DATE_TIME, key)]);
    assert_eq!(rows(&*warehouse, &DATE_TIME), expected[..2]);
    let mut seen = 0;
    let scanned = warehouse.scan(&DATE_TIME, &mut |_| {
        seen += 1;
        ControlFlow::Break(())
    });
    scanned.expect("scan");
    assert_eq!(seen, 1);
}

fn open_rows_are_found(open: &mut dyn FnMut(u32) -> Box<dyn Warehouse>) {
    let mut warehouse = open(4);
    let chat = |number, active: i64| {
        let mut row = row(&CHAT_SESSION_FACT, number);
        let flag = CHAT_SESSION_FACT.column("active_flag").expect("a column");
        row[flag] = Field::Integer(active);
        row
    };
    let stretch = |number, to: Field| {
        let mut row = row(&AGENT_STATE_FACT, number);
        row[AGENT_STATE_FACT.column("to_ts").expect("a column")] = to;
        row
    };
    let changes = [
        RowChange::Put(&CHAT_SESSION_FACT, chat(1, 1)),
        RowChange::Put(&CHAT_SESSION_FACT, chat(2, 0)),
        RowChange::Put(&AGENT_STATE_FACT, stretch(1, Field::Integer(5))),
        RowChange::Put(&AGENT_STATE_FACT, stretch(2, Field::Null)),
    ];
    write(&mut *warehouse, 1, &changes);
    let open_rows = |table| {
        let mut all = Vec::new();
        let scanned = warehouse.scan_open(table, &mut |row| {
            all.push(row);
            ControlFlow::Continue(())
        });
        scanned.expect("scan");
        all
    };
    assert_eq!(open_rows(&CHAT_SESSION_FACT), [chat(1, 1)]);
    assert_eq!(open_rows(&AGENT_STATE_FACT), [stretch(2, Field::Null)]);
    assert_eq!(open_rows(&DATE_TIME), Vec::<Row>::new());
}

fn aggregates_are_summed_over_time(open: &mut dyn FnMut(u32) -> Box<dyn Warehouse>) {
    let mut warehouse = open(5);
    let hour = |text: &str| {
        let at = domain::time::Timestamp::parse_rfc3339(text).expect("a time");
        Field::Integer(at.0 / 1_000)
    };
    let put = |text: &str, number| {
        let mut row = row(&AGT_CHAT_STATS_HOUR, number);
        for (index, field) in row.iter_mut().enumerate().take(AGT_CHAT_STATS_HOUR.key) {
            *field = if index == 3 { "web".into() } else { Field::Integer(1) };
        }
        row[0] = hour(text);
        RowChange::Put(&AGT_CHAT_STATS_HOUR, row)
    };
    let changes = [
        put("2026-12-31T23:00:00Z", 3),
        put("2026-12-31T22:00:00Z", 5),
        put("2027-01-01T00:00:00Z", 7),
        put("2027-01-04T00:00:00Z", 11),
        put("2027-02-01T00:00:00Z", 13),
    ];
    write(&mut *warehouse, 1, &changes);
    for (grain, expected) in [
        (
            Grain::Day,
            vec![
                ("2026-12-31T00:00:00Z", 8, 5),
                ("2027-01-01T00:00:00Z", 7, 7),
                ("2027-01-04T00:00:00Z", 11, 11),
                ("2027-02-01T00:00:00Z", 13, 13),
            ],
        ),
        (
            Grain::Week,
            vec![
                ("2026-12-28T00:00:00Z", 15, 7),
                ("2027-01-04T00:00:00Z", 11, 11),
                ("2027-02-01T00:00:00Z", 13, 13),
            ],
        ),
        (
            Grain::Month,
            vec![
                ("2026-12-01T00:00:00Z", 8, 5),
                ("2027-01-01T00:00:00Z", 18, 11),
                ("2027-02-01T00:00:00Z", 13, 13),
            ],
        ),
        (Grain::Quarter, vec![("2026-10-01T00:00:00Z", 8, 5), ("2027-01-01T00:00:00Z", 31, 13)]),
        (Grain::Year, vec![("2026-01-01T00:00:00Z", 8, 5), ("2027-01-01T00:00:00Z", 31, 13)]),
    ] {
        let mut found = Vec::new();
        let scanned = warehouse.scan_aggregate(grain, &mut |row| {
            let sessions = AGT_CHAT_STATS_HOUR.column("sessions").expect("a column");
            assert_eq!(row.len(), AGT_CHAT_STATS_HOUR.columns.len());
            found.push((row[0].clone(), row[sessions].clone(), row[row.len() - 1].clone()));
            ControlFlow::Continue(())
        });
        scanned.expect("scan");
        let expected: Vec<_> = expected
            .into_iter()
            .map(|(start, sum, max)| (hour(start), Field::Integer(sum), Field::Integer(max)))
            .collect();
        assert_eq!(found, expected, "{}", grain.table());
    }
    let mut hours = Vec::new();
    let scanned = warehouse.scan_aggregate(Grain::Hour, &mut |row| {
        hours.push(row);
        ControlFlow::Continue(())
    });
    scanned.expect("scan");
    assert_eq!(hours, rows(&*warehouse, &AGT_CHAT_STATS_HOUR));
}

fn it_is_cleared(open: &mut dyn FnMut(u32) -> Box<dyn Warehouse>) {
    let mut warehouse = open(6);
    for table in TABLES {
        write(&mut *warehouse, 5, &[RowChange::Put(table, row(table, 1))]);
    }
    warehouse.clear().expect("clear");
    assert_eq!(warehouse.position().expect("read"), 0);
    for table in TABLES {
        assert_eq!(rows(&*warehouse, table), Vec::<Row>::new(), "{}", table.name);
    }
}
