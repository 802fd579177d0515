//! The bounds of reports over HTTP: how many are made at once, what becomes of one more, and of one that takes too long. The readers are held
//! by the test, so that no clock decides what comes out.

use std::ops::ControlFlow;
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::time::Duration;

use gateway::Config;
use mart::facts::Field;
use store::{Interrupter, OpenReports, ReadError, ReportReader};
use store_sqlite::SqliteReportReader;
use tokio::task::{JoinHandle, spawn_blocking};

use crate::client::Answer;
use crate::world::World;

/// As many as docs/reports.md says.
const AT_ONCE: usize = 2;

const PATH: &str = "/api/reports/queue-performance?preset=today";

#[derive(Default)]
struct State {
    is_open: bool,
    /// Questions that are before the gate, and the most there were.
    inside: usize,
    inside_max: usize,
}

/// What all questions stop at until the test opens it.
#[derive(Clone, Default)]
struct Gate(Arc<(Mutex<State>, Condvar)>);

impl Gate {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.0.lock().unwrap()
    }

    fn change(&self, change: impl FnOnce(&mut State)) {
        change(&mut self.state());
        self.0.1.notify_all();
    }

    fn wait(&self, until: impl Fn(&State) -> bool) -> MutexGuard<'_, State> {
        self.0.1.wait_while(self.state(), |state| !until(state)).unwrap()
    }

    /// Waits, without holding up the others, until something is so.
    async fn reaches(&self, until: impl Fn(&State) -> bool + Send + 'static) {
        let gate = self.clone();
        spawn_blocking(move || drop(gate.wait(until))).await.unwrap();
    }
}

/// A reader of the mart that stops at the gate each time it is asked.
struct Held {
    mart: SqliteReportReader,
    gate: Gate,
    is_interrupted: Arc<Mutex<bool>>,
}

impl Held {
    fn pass(&self) -> Result<(), ReadError> {
        let is_interrupted = Arc::clone(&self.is_interrupted);
        self.gate.change(|state| {
            state.inside += 1;
            state.inside_max = state.inside_max.max(state.inside);
        });
        drop(self.gate.wait(|state| state.is_open || *is_interrupted.lock().unwrap()));
        let was = *is_interrupted.lock().unwrap();
        self.gate.change(|state| state.inside -= 1);
        let detail = "the question was interrupted".to_owned();
        if was { Err(ReadError::Io { detail }) } else { Ok(()) }
    }
}

impl ReportReader for Held {
    fn position(&self) -> Result<u64, ReadError> {
        self.mart.position()
    }

    fn select(
        &self,
        sql: &str,
        places: &[Field],
        each: &mut dyn FnMut(&[Field]) -> ControlFlow<()>,
    ) -> Result<(), ReadError> {
        self.pass()?;
        self.mart.select(sql, places, each)
    }

    fn in_snapshot(&self, read: &mut dyn FnMut()) -> Result<(), ReadError> {
        self.mart.in_snapshot(read)
    }

    fn interrupter(&self) -> Interrupter {
        let (gate, is_interrupted) = (self.gate.clone(), Arc::clone(&self.is_interrupted));
        Arc::new(move || gate.change(|_| *is_interrupted.lock().unwrap() = true))
    }
}

/// A world whose reports stop at the gate, with a mart that is there.
async fn held(config: Config) -> (World, Gate) {
    let gate = Gate::default();
    let mart = tempfile::tempdir().unwrap();
    let (folder, of_readers) = (mart.path().to_owned(), gate.clone());
    let open: OpenReports = Box::new(move || {
        let mart = SqliteReportReader::open(&folder)?;
        let gate = of_readers.clone();
        Ok(Box::new(Held { mart, gate, is_interrupted: Arc::default() }))
    });
    let world = World::with_reports(config, mart, open).await;
    world.follow().stop().await;
    (world, gate)
}

impl World {
    async fn asks_for_report(&self) -> JoinHandle<Answer> {
        let http = self.signed_in("sofia").await;
        tokio::spawn(async move { http.get(PATH).await })
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_more_than_are_made_at_once_is_refused_when_it_has_waited_long_enough() {
    let config = Config { report_waits_for: Duration::ZERO, ..Config::default() };
    let (world, gate) = held(config).await;
    let mut first = Vec::new();
    for number in 1..=AT_ONCE {
        first.push(world.asks_for_report().await);
        gate.reaches(move |state| state.inside == number).await;
    }
    let sofia = world.signed_in("sofia").await;
    for path in ["", "/queue-performance", "/queue-performance/chats?column=offered"] {
        let answer = sofia.get(&format!("/api/reports{path}")).await;
        answer.refused(503, "busy");
        assert_eq!(answer.body["limit"], "2", "{}", answer.text);
        assert!(answer.text.contains("2 reports are being made"), "{}", answer.text);
    }
    // Whoever has no business with reports is told so, however busy they are; and chats go on.
    world.signed_in("dana").await.get(PATH).await.refused(403, "not_allowed");
    let talk = world.talk().await;
    drop(talk);
    gate.change(|state| state.is_open = true);
    for asked in first {
        assert_eq!(asked.await.unwrap().status, 200);
    }
    assert_eq!(sofia.get(PATH).await.status, 200, "there is room again");
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn more_are_answered_one_after_the_other_and_never_more_at_once() {
    let config = Config { report_waits_for: Duration::from_secs(600), ..Config::default() };
    let (world, gate) = held(config).await;
    let mut asked = Vec::new();
    for _ in 0..AT_ONCE * 3 {
        asked.push(world.asks_for_report().await);
    }
    gate.reaches(|state| state.inside == AT_ONCE).await;
    gate.change(|state| state.is_open = true);
    for asked in asked {
        let answer = asked.await.unwrap();
        assert_eq!(answer.status, 200, "{}", answer.text);
    }
    assert_eq!(gate.state().inside_max, AT_ONCE);
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_takes_too_long_is_ended_and_makes_room() {
    let config = Config { report_within: Duration::from_millis(200), ..Config::default() };
    let (world, gate) = held(config).await;
    let sofia = world.signed_in("sofia").await;
    // Nothing but being interrupted lets a question go on here. If one kept its place, the third would hear that there is none.
    for _ in 0..=AT_ONCE {
        let answer = sofia.get(PATH).await;
        answer.refused(503, "busy");
        assert!(answer.text.contains("the report took more than"), "{}", answer.text);
    }
    gate.reaches(|state| state.inside == 0).await;
    world.stop().await;
}
