//! The format of a warehouse's tables, and the steps that bring an older one up to date. Steps are added, never changed; each is one
//! transaction.

use mart::facts::TABLES;
use store::Grain;

use crate::errors::{OpenError, open_error};
use crate::session::Session;

const MIGRATIONS: [&str; 2] = [include_str!("mart_1.sql"), include_str!("mart_2.sql")];

/// Brings the tables to the newest format. The caller is the one writer.
pub(crate) fn migrate(session: &mut Session) -> Result<(), OpenError> {
    let place = session.place().to_owned();
    let wrap = |why: postgres::Error| open_error(&place, &why);
    let client = session.client();
    let is_there =
        "SELECT to_regclass(quote_ident(current_schema()) || '.mart_migration') IS NOT NULL";
    if !client.query_one(is_there, &[]).map_err(wrap)?.get::<_, bool>(0) {
        client
            .batch_execute("CREATE TABLE mart_migration (version bigint PRIMARY KEY)")
            .map_err(wrap)?;
    }
    let newest = "SELECT coalesce(max(version), 0) FROM mart_migration";
    let found: i64 = client.query_one(newest, &[]).map_err(wrap)?.get(0);
    let known = MIGRATIONS.len() as i64;
    if found > known {
        return Err(OpenError::Newer { place, found, known });
    }
    for (version, migration) in (1..).zip(MIGRATIONS).filter(|(version, _)| *version > found) {
        let mut transaction = client.transaction().map_err(wrap)?;
        transaction.batch_execute(migration).map_err(wrap)?;
        let note = "INSERT INTO mart_migration VALUES ($1)";
        transaction.execute(note, &[&version]).map_err(wrap)?;
        transaction.commit().map_err(wrap)?;
    }
    Ok(())
}

/// Takes everything away that migrations make, whatever had become of it.
pub(crate) fn drop_all(session: &mut Session) -> Result<(), OpenError> {
    let views: Vec<&str> = Grain::ALL.into_iter().skip(1).map(Grain::table).collect();
    let tables: Vec<&str> = TABLES.iter().map(|table| table.name).collect();
    let sql = format!(
        "BEGIN; DROP VIEW IF EXISTS {}; DROP TABLE IF EXISTS {}, mart_position, mart_migration; COMMIT",
        views.join(", "),
        tables.join(", ")
    );
    let place = session.place().to_owned();
    session.client().batch_execute(&sql).map_err(|why| open_error(&place, &why))
}
