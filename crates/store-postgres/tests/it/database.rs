//! The database of the tests: each test has a schema of its own, or several.

use std::sync::atomic::{AtomicU32, Ordering};

use postgres::{Client, NoTls};
use store_postgres::Address;

/// The journal of most tests.
pub(crate) const JOURNAL: &str = "journal-one";

/// A schema that is there as long as this.
pub(crate) struct Schema {
    name: String,
}

/// Where the cluster is, as its superuser.
pub(crate) fn url() -> String {
    std::env::var("HOLDFAST_TEST_POSTGRES").expect(
        "HOLDFAST_TEST_POSTGRES names no database; `cargo xtask test rust` starts one, \
         and so does `cargo xtask postgres -- cargo nextest run -p store-postgres`",
    )
}

pub(crate) fn administrator() -> Client {
    Client::connect(&url(), NoTls).expect("the cluster answers")
}

impl Schema {
    pub(crate) fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(1);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("test_{}_{number}", std::process::id());
        let made = administrator().batch_execute(&format!("CREATE SCHEMA {name}"));
        made.expect("a schema is made");
        Self { name }
    }

    pub(crate) fn text(&self) -> String {
        format!("{}?sslmode=disable&options=-c%20search_path%3D{}", url(), self.name)
    }

    pub(crate) fn address(&self) -> Address {
        self.text().parse().expect("an address")
    }

    /// The address for a superuser of its own, who has the schema's name and goes with it.
    pub(crate) fn login(&self) -> Address {
        let make = format!("CREATE ROLE {0} LOGIN SUPERUSER PASSWORD 'tested'", self.name);
        administrator().batch_execute(&make).expect("a role is made");
        let own = format!("{}:tested@", self.name);
        self.text().replace("postgres:tested@", &own).parse().expect("an address")
    }

    /// Does something to it as somebody else.
    pub(crate) fn batch(&self, sql: &str) {
        let set = format!("SET search_path = {}; {sql}", self.name);
        administrator().batch_execute(&set).expect("it is done");
    }

    /// The first number that a query gives.
    pub(crate) fn number(&self, sql: &str) -> i64 {
        let mut client = administrator();
        client.batch_execute(&format!("SET search_path = {}", self.name)).expect("set");
        client.query_one(sql, &[]).expect("a row").get(0)
    }
}

impl Drop for Schema {
    fn drop(&mut self) {
        let name = &self.name;
        let drop = format!("DROP SCHEMA {name} CASCADE; DROP ROLE IF EXISTS {name}");
        let _ = administrator().batch_execute(&drop);
    }
}
