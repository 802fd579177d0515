//! Questions of reports to the mart, over a connection of their own that cannot write. What it leaves out: what is asked.

use std::cell::{Cell, RefCell};
use std::ops::ControlFlow;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;

use domain::Seq;
use mart::facts::Field;
use postgres::fallible_iterator::FallibleIterator as _;
use postgres::types::Type;
use postgres::{CancelToken, Row};
use store::{Interrupter, ReadError, ReportReader};

use crate::address::Address;
use crate::certificates;
use crate::columns::Value;
use crate::errors::{read_error, unread};
use crate::reader;
use crate::session::Session;
use crate::tls::Tls;

/// What is being asked, so that an interruption ends that and nothing later.
#[derive(Default)]
struct Asking {
    number: u64,
    token: Option<CancelToken>,
    was_interrupted: bool,
}

/// Asks a warehouse. It connects when it is first asked something, and again whenever the connection was lost.
pub struct PostgresReportReader {
    address: Address,
    session: RefCell<Option<Session>>,
    is_in_snapshot: Cell<bool>,
    asking: Arc<Mutex<Asking>>,
}

fn locked(asking: &Mutex<Asking>) -> MutexGuard<'_, Asking> {
    asking.lock().unwrap_or_else(PoisonError::into_inner)
}

impl PostgresReportReader {
    /// A reader of the warehouse at an address.
    #[must_use]
    pub fn new(address: &Address) -> Self {
        Self {
            address: address.clone(),
            session: RefCell::new(None),
            is_in_snapshot: Cell::new(false),
            asking: Arc::default(),
        }
    }

    fn with<R>(
        &self,
        ask: impl FnOnce(&mut Session) -> Result<R, postgres::Error>,
    ) -> Result<R, ReadError> {
        let mut slot = self.session.borrow_mut();
        // A snapshot ends with its connection: another one would see other rows.
        if !self.is_in_snapshot.get() {
            let lost = slot.take_if(|session| session.is_lost());
            drop(lost);
        }
        let session = match &mut *slot {
            Some(session) => session,
            none => none.insert(Session::reading(&self.address).map_err(unread)?),
        };
        session.ask(ask).map_err(|why| read_error(session.place(), &why))
    }

    fn begin(&self, token: CancelToken) {
        let mut asking = locked(&self.asking);
        asking.number += 1;
        asking.token = Some(token);
        asking.was_interrupted = false;
    }

    /// Waits for an interruption that is under way, and says whether there was one.
    fn end(&self) -> bool {
        let mut asking = locked(&self.asking);
        asking.token = None;
        asking.was_interrupted
    }
}

/// The same with `$1`, `$2`, … for the places.
fn numbered(sql: &str) -> String {
    let mut text = String::with_capacity(sql.len() + 16);
    for (number, part) in sql.split('?').enumerate() {
        if number > 0 {
            text.push_str(&format!("${number}"));
        }
        text.push_str(part);
    }
    text
}

fn fields(row: &Row, into: &mut Vec<Field>) -> Result<(), postgres::Error> {
    into.clear();
    for (index, column) in row.columns().iter().enumerate() {
        into.push(match *column.type_() {
            Type::INT8 => row.try_get::<_, Option<i64>>(index)?.into(),
            Type::INT4 => row.try_get::<_, Option<i32>>(index)?.map(i64::from).into(),
            Type::INT2 => row.try_get::<_, Option<i16>>(index)?.map(i64::from).into(),
            // Whatever is no text is refused here.
            _ => row.try_get::<_, Option<&str>>(index)?.into(),
        });
    }
    Ok(())
}

fn ask(
    session: &mut Session,
    sql: &str,
    places: &[Field],
    each: &mut dyn FnMut(&[Field]) -> ControlFlow<()>,
) -> Result<(), postgres::Error> {
    let values: Vec<(Value<'_>, Type)> = places
        .iter()
        .map(|field| match field {
            Field::Text(text) => (Value::Text(Some(text)), Type::TEXT),
            Field::Integer(_) | Field::Null => (Value::Number(field.integer()), Type::INT8),
        })
        .collect();
    let places = values.iter().map(|(value, of)| (value.parameter(), of.clone()));
    let mut rows = session.client().query_typed_raw(&numbered(sql), places)?;
    let mut row_fields = Vec::new();
    while let Some(row) = rows.next()? {
        fields(&row, &mut row_fields)?;
        if each(&row_fields).is_break() {
            break;
        }
    }
    Ok(())
}

impl ReportReader for PostgresReportReader {
    fn position(&self) -> Result<Seq, ReadError> {
        self.with(reader::position)
    }

    fn select(
        &self,
        sql: &str,
        places: &[Field],
        each: &mut dyn FnMut(&[Field]) -> ControlFlow<()>,
    ) -> Result<(), ReadError> {
        self.with(|session| {
            self.begin(session.client().cancel_token());
            let asked = ask(session, sql, places, each);
            if self.end() {
                // The database may take the interruption only now, or later, and end with it what is asked next.
                session.give_up();
            }
            asked
        })
    }

    fn in_snapshot(&self, read: &mut dyn FnMut()) -> Result<(), ReadError> {
        let begin = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
        self.with(|session| session.client().batch_execute(begin))?;
        self.is_in_snapshot.set(true);
        read();
        let ended = self.with(|session| session.client().batch_execute("ROLLBACK"));
        self.is_in_snapshot.set(false);
        ended
    }

    fn interrupter(&self) -> Interrupter {
        let (asking, address) = (Arc::clone(&self.asking), self.address.clone());
        Arc::new(move || {
            let number = {
                let asking = locked(&asking);
                match asking.token {
                    Some(_) => asking.number,
                    None => return,
                }
            };
            let (asking, address) = (Arc::clone(&asking), address.clone());
            // It goes over a connection of its own, for which who interrupts does not wait.
            thread::spawn(move || {
                let mut asking = locked(&asking);
                let token = asking.token.clone().filter(|_| asking.number == number);
                let Some(token) = token else { return };
                if let Ok(configuration) = certificates::configuration(&address) {
                    asking.was_interrupted = true;
                    // Who cannot reach the database any more has lost the answer as well.
                    let _ = token.cancel_query(Tls(Arc::new(configuration)));
                }
            });
        })
    }
}

#[cfg(test)]
mod tests {
    use super::numbered;

    #[test]
    fn places_are_numbered_in_order() {
        assert_eq!(numbered("SELECT 1"), "SELECT 1");
        assert_eq!(numbered("a = ? AND b IN (?, ?)"), "a = $1 AND b IN ($2, $3)");
    }
}
