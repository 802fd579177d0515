//! A connection that is lost: told once, made again, and nothing done twice.

use mart::facts::{RowChange, TENANT};
use store::{Warehouse, WarehouseReader, WriteError};
use store_postgres::{PostgresWarehouse, PostgresWarehouseReader};

use crate::database::{JOURNAL, Schema};

fn row(key: i64) -> RowChange {
    RowChange::Put(&TENANT, vec![key.into(), "main".into()])
}

/// Ends every connection that has the writers' lock in a schema, as a restart of the database does.
fn cut(schema: &Schema) {
    let ended = schema.number(
        "SELECT count(pg_terminate_backend(pid)) FROM pg_locks \
         WHERE locktype = 'advisory' AND objid = current_schema()::regnamespace::oid",
    );
    assert_eq!(ended, 1);
    // Until its lock is gone.
    let held = "SELECT count(*) FROM pg_locks \
                WHERE locktype = 'advisory' AND objid = current_schema()::regnamespace::oid";
    while schema.number(held) > 0 {}
}

#[test]
fn it_is_told_once_and_the_next_call_connects_again() {
    let schema = Schema::new();
    let mut warehouse = PostgresWarehouse::new(&schema.address(), JOURNAL);
    warehouse.connect().unwrap();
    warehouse.write(3, &[row(1)]).unwrap();
    cut(&schema);
    let why = warehouse.write(5, &[row(2)]).unwrap_err();
    assert!(matches!(why, WriteError::Io { .. }), "{why}");
    assert_eq!(warehouse.position().unwrap(), 3);
    warehouse.write(5, &[row(2)]).unwrap();
    assert_eq!(schema.number("SELECT count(*) FROM tenant"), 2);
    cut(&schema);
    assert!(warehouse.row(&TENANT, &[1.into()]).is_err());
    assert!(warehouse.row(&TENANT, &[1.into()]).unwrap().is_some());
}

#[test]
fn a_reader_connects_again_by_itself() {
    let schema = Schema::new();
    let mut warehouse = PostgresWarehouse::new(&schema.address(), JOURNAL);
    warehouse.write(3, &[row(1)]).unwrap();
    // As somebody of its own, whom no other test's reader is.
    let login = schema.login();
    let reader = PostgresWarehouseReader::new(&login);
    assert_eq!(reader.position().unwrap(), 3);
    let sessions = "pg_stat_activity WHERE usename = current_schema()";
    let ended = format!("SELECT count(pg_terminate_backend(pid)) FROM {sessions}");
    assert_eq!(schema.number(&ended), 1);
    while schema.number(&format!("SELECT count(*) FROM {sessions}")) > 0 {}
    // It may be noticed only by asking, and is told once.
    let again = reader.position().or_else(|_| reader.position());
    assert_eq!(again.unwrap(), 3);
}

#[test]
fn a_position_that_somebody_else_moved_is_not_written_over() {
    let schema = Schema::new();
    let mut warehouse = PostgresWarehouse::new(&schema.address(), JOURNAL);
    warehouse.write(3, &[row(1)]).unwrap();
    schema.batch("UPDATE mart_position SET position = 4");
    let why = warehouse.write(5, &[row(2)]).unwrap_err();
    assert!(why.to_string().contains("no longer at event 3"), "{why}");
    assert_eq!(schema.number("SELECT count(*) FROM tenant"), 1);
    assert_eq!(warehouse.position().unwrap(), 4);
    warehouse.write(5, &[row(2)]).unwrap();
}

#[test]
fn nobody_there_is_an_error_that_passes() {
    // A port that was free a moment ago.
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let address = format!("postgres://u:hush@127.0.0.1:{port}/d").parse().unwrap();
    let mut warehouse = PostgresWarehouse::new(&address, JOURNAL);
    let why = warehouse.connect().unwrap_err();
    assert!(matches!(why, WriteError::Io { .. }), "{why}");
    assert!(why.to_string().contains("cannot be reached"), "{why}");
    assert!(!why.to_string().contains("hush"), "{why}");
}
