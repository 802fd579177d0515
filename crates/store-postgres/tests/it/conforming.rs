//! The suites of the ports.

use std::collections::HashMap;

use store::conformance;
use store_postgres::{PostgresReportReader, PostgresWarehouse};

use crate::database::{JOURNAL, Schema};

#[test]
fn the_warehouse_conforms() {
    let mut schemas: HashMap<u32, Schema> = HashMap::new();
    conformance::warehouse(&mut |number| {
        let schema = schemas.entry(number).or_insert_with(Schema::new);
        let warehouse = PostgresWarehouse::new(&schema.address(), JOURNAL);
        warehouse.open().unwrap();
        Box::new(warehouse)
    });
}

#[test]
fn the_reports_conform() {
    let mut schemas = Vec::new();
    conformance::reports(&mut || {
        let schema = Schema::new();
        let address = schema.address();
        schemas.push(schema);
        let warehouse = PostgresWarehouse::new(&address, JOURNAL);
        warehouse.open().unwrap();
        (Box::new(warehouse), Box::new(move || Box::new(PostgresReportReader::new(&address))))
    });
}
