//! The suite of the port.

use std::collections::HashMap;

use store::conformance;
use store_postgres::PostgresWarehouse;

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
