//! Passwords and the line: refused ones are not repeated, and TLS is what it is said to be.

use store::WarehouseReader;
use store_postgres::{Address, OpenError, PostgresWarehouse, PostgresWarehouseReader};

use crate::database::{JOURNAL, Schema, administrator, url};

#[test]
fn a_wrong_password_is_refused_and_not_repeated() {
    let schema = Schema::new();
    let address: Address = schema.text().replace(":tested@", ":hush%21@").parse().unwrap();
    let why = PostgresWarehouse::new(&address, JOURNAL).open().unwrap_err();
    assert!(matches!(why, OpenError::Refused { .. }), "{why}");
    let said = format!("{why} {why:?} {address} {address:?}");
    assert!(said.contains("password authentication failed"), "{said}");
    assert!(!said.contains("hush"), "{said}");
}

#[test]
fn a_database_that_is_not_there_is_refused() {
    let address: Address = format!("{}_not?sslmode=disable", url()).parse().unwrap();
    let why = PostgresWarehouse::new(&address, JOURNAL).open().unwrap_err();
    assert!(matches!(why, OpenError::Refused { .. }), "{why}");
}

/// Asks over a line with these parameters, and counts how many lines of that kind the database sees.
fn over(parameters: &str) -> Result<(u64, i64), String> {
    let schema = Schema::new();
    let warehouse = PostgresWarehouse::new(&schema.address(), JOURNAL);
    warehouse.open().map_err(|why| why.to_string())?;
    let text = schema.text().replace("sslmode=disable", parameters);
    let address: Address = text.parse().map_err(|why| format!("{why}"))?;
    let reader = PostgresWarehouseReader::new(&address);
    let position = reader.position().map_err(|why| why.to_string())?;
    let seen = administrator().query_one(
        "SELECT count(*) FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) \
         WHERE ssl AND application_name = 'holdfast reader'",
        &[],
    );
    Ok((position, seen.map_err(|why| why.to_string())?.get(0)))
}

#[test]
fn a_line_is_encrypted_when_that_is_required_and_verified_when_that_is() {
    let authority = std::env::var("HOLDFAST_TEST_POSTGRES_CA").expect("the cluster's certificate");
    // Only root and the database's own user may read the original.
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("authority.pem");
    std::fs::copy(authority, &copy).unwrap();
    let (position, lines) = over("sslmode=require").unwrap();
    assert_eq!(position, 0);
    assert!(lines >= 1);
    let verified = format!("sslmode=verify-full&sslrootcert={}", copy.display());
    assert!(over(&verified).unwrap().1 >= 1);
    // The system's authorities do not know it.
    let why = over("sslmode=verify-full").unwrap_err();
    assert!(why.contains("certificate"), "{why}");
    let why = over("sslmode=verify-full&sslrootcert=/nowhere.pem").unwrap_err();
    assert!(why.contains("sslrootcert /nowhere.pem"), "{why}");
}
