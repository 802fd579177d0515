//! Who may fill a warehouse, and what becomes of one that is not as it should be.

use mart::facts::{
    AGT_AGENT_STATE_DAY, AGT_AGENT_STATS_DAY, Field, JOURNAL_STATE, MART_STATE, RowChange, TENANT,
};
use store::{Warehouse, WarehouseReader};
use store_postgres::{OpenError, PostgresWarehouse};

use crate::database::{JOURNAL, Schema, administrator};

fn open(schema: &Schema, journal: &str) -> Result<PostgresWarehouse, OpenError> {
    let warehouse = PostgresWarehouse::new(&schema.address(), journal);
    warehouse.open().map(|()| warehouse)
}

/// A warehouse with a tenant, of a journal.
fn filled(schema: &Schema, journal: &str) -> PostgresWarehouse {
    let mut warehouse = open(schema, journal).unwrap();
    let rows = [
        RowChange::Put(&TENANT, vec![1.into(), "main".into()]),
        RowChange::Put(&MART_STATE, vec![JOURNAL_STATE.into(), journal.into()]),
    ];
    warehouse.write(7, &rows).unwrap();
    warehouse
}

#[test]
fn a_second_writer_is_refused_until_the_first_has_gone() {
    let schema = Schema::new();
    let first = filled(&schema, JOURNAL);
    let why = open(&schema, JOURNAL).err().unwrap();
    assert!(matches!(why, OpenError::Busy { .. }), "{why}");
    assert!(why.to_string().contains("is being filled by another server"), "{why}");
    let reader = first.reader().unwrap();
    drop(first);
    let second = open(&schema, JOURNAL).unwrap();
    assert_eq!(second.position().unwrap(), 7);
    assert_eq!(reader.position().unwrap(), 7);
}

#[test]
fn two_schemas_of_a_database_are_two_warehouses() {
    let (one, other) = (Schema::new(), Schema::new());
    let first = filled(&one, JOURNAL);
    let second = open(&other, "journal-two").unwrap();
    assert_eq!((first.position().unwrap(), second.position().unwrap()), (7, 0));
}

#[test]
fn the_rows_of_another_journal_are_not_touched() {
    let schema = Schema::new();
    drop(filled(&schema, JOURNAL));
    let why = open(&schema, "journal-two").err().unwrap();
    assert!(matches!(&why, OpenError::Foreign { found, .. } if found == JOURNAL), "{why}");
    let mut other = PostgresWarehouse::new(&schema.address(), "journal-two");
    assert!(matches!(other.open_empty(false), Err(OpenError::Foreign { .. })));
    assert_eq!(schema.number("SELECT count(*) FROM tenant"), 1);
    other.open_empty(true).unwrap();
    assert_eq!(schema.number("SELECT count(*) FROM tenant"), 0);
    assert_eq!(other.position().unwrap(), 0);
}

#[test]
fn a_newer_format_is_refused() {
    let schema = Schema::new();
    drop(filled(&schema, JOURNAL));
    schema.batch("INSERT INTO mart_migration VALUES (1000)");
    let why = open(&schema, JOURNAL).err().unwrap();
    assert!(matches!(why, OpenError::Newer { found: 1000, .. }), "{why}");
}

#[test]
fn an_older_format_is_brought_up_to_date_and_its_days_are_made_from_its_hours() {
    let schema = Schema::new();
    schema.batch(include_str!("../../src/mart_1.sql"));
    // The first and the last hour of a day, and the next day's first.
    let stats = |hour: i64, one: i64| {
        let sums: Vec<String> = (one..one + 15).map(|sum| sum.to_string()).collect();
        format!("INSERT INTO agt_agent_stats_hour VALUES ({hour}, 1, 1, {});", sums.join(", "))
    };
    let state = |hour: i64| {
        format!("INSERT INTO agt_agent_state_hour VALUES ({hour}, 1, 'Zoë''s', 10, 20, 30);")
    };
    schema.batch(&[stats(86_400, 100), stats(169_200, 200), stats(172_800, 1)].concat());
    schema.batch(&[state(86_400), state(169_200), state(172_800)].concat());
    schema.batch(
        "CREATE TABLE mart_migration (version bigint PRIMARY KEY); INSERT INTO mart_migration VALUES (1); \
         UPDATE mart_position SET position = 4711",
    );
    let warehouse = open(&schema, JOURNAL).unwrap();
    assert_eq!(warehouse.position().unwrap(), 4_711, "nothing is read from the log again");
    let row = |table, day: i64, third: Field| warehouse.row(table, &[day.into(), 1.into(), third]);
    let numbers = |row: Option<mart::facts::Row>| -> Vec<i64> {
        row.unwrap().iter().skip(3).filter_map(Field::integer).collect()
    };
    let found = row(&AGT_AGENT_STATS_DAY, 86_400, 1.into()).unwrap();
    let sums = (0..14).map(|sum| 300 + 2 * sum);
    assert_eq!(numbers(found), sums.chain([214]).collect::<Vec<_>>());
    let next = row(&AGT_AGENT_STATS_DAY, 172_800, 1.into()).unwrap();
    assert_eq!(numbers(next), (1..=15).collect::<Vec<_>>());
    let found = row(&AGT_AGENT_STATE_DAY, 86_400, "Zoë's".into()).unwrap();
    assert_eq!(numbers(found), [20, 40, 60]);
}

#[test]
fn tables_that_somebody_changed_are_told_and_made_anew_only_by_a_rebuild() {
    let schema = Schema::new();
    let mut warehouse = filled(&schema, JOURNAL);
    schema.batch("ALTER TABLE tenant RENAME COLUMN tenant_name TO called");
    let row = || RowChange::Put(&TENANT, vec![2.into(), "second".into()]);
    let why = warehouse.write(8, &[row()]).unwrap_err();
    assert!(matches!(why, store::WriteError::Corrupt { .. }), "{why}");
    assert!(why.to_string().contains("not as it was made"), "{why}");
    schema.batch("DROP TABLE mart_position");
    drop(warehouse);
    assert!(matches!(open(&schema, JOURNAL), Err(OpenError::Corrupt { .. })));
    let mut again = PostgresWarehouse::new(&schema.address(), JOURNAL);
    again.open_empty(false).unwrap();
    again.write(1, &[row()]).unwrap();
    assert_eq!(schema.number("SELECT count(*) FROM tenant"), 1);
}

#[test]
fn a_reader_cannot_write_and_a_role_that_only_reads_can_read() {
    let schema = Schema::new();
    let warehouse = filled(&schema, JOURNAL);
    let role = format!("reader_{}", std::process::id());
    let name = schema.text().rsplit("%3D").next().unwrap().to_owned();
    administrator()
        .batch_execute(&format!(
            "CREATE ROLE {role} LOGIN PASSWORD 'looks'; GRANT USAGE ON SCHEMA {name} TO {role}; \
             GRANT SELECT ON ALL TABLES IN SCHEMA {name} TO {role}"
        ))
        .unwrap();
    let text = schema.text().replace("postgres:tested@", &format!("{role}:looks@"));
    let reader = store_postgres::PostgresWarehouseReader::new(&text.parse().unwrap());
    assert_eq!(reader.position().unwrap(), warehouse.position().unwrap());
    let mut client =
        postgres::Client::connect(&text.replace("sslmode=disable&", ""), postgres::NoTls).unwrap();
    let refused = client.execute("DELETE FROM tenant", &[]).unwrap_err();
    assert!(refused.to_string().contains("db error"), "{refused}");
    drop(client);
    administrator().batch_execute(&format!("DROP OWNED BY {role}; DROP ROLE {role}")).unwrap();
}
