//! What is to be done about scheduled reports at a moment: which runs begin, are tried, or are given up, and when to look again. What it
//! leaves out: clock, storage, and the sending.

use std::collections::{BTreeMap, BTreeSet};

use delivery::Failure;
use domain::report_schedules::ReportSchedule;
use domain::{Millis, ReportScheduleId, Timestamp};
use store::{ReportRun, RunState};

use crate::limits::REPORT_TRIED_AGAIN_AFTER;

/// The schedules by id.
pub(crate) type Schedules = BTreeMap<ReportScheduleId, ReportSchedule>;

/// What is to be done.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Plan {
    /// Runs that are to be stored as they are here before anything is tried: new ones, and those that are given up.
    pub(crate) noted: Vec<ReportRun>,
    /// Runs that are to be tried now.
    pub(crate) tried: Vec<ReportRun>,
    /// Schedules that are gone, whose runs are to be forgotten.
    pub(crate) forgotten: BTreeSet<ReportScheduleId>,
    /// When something is to be done next, if that is known.
    pub(crate) next: Option<Timestamp>,
}

impl Plan {
    fn look_at(&mut self, moment: Timestamp) {
        self.next = Some(self.next.map_or(moment, |next| next.min(moment)));
    }

    fn give_up(&mut self, run: &ReportRun, now: Timestamp, why: &str) {
        let before = match run.error.as_str() {
            "" => String::new(),
            error => format!("; before that: {error}"),
        };
        let error = format!("given up: {why}{before}");
        self.noted.push(ReportRun { state: RunState::Failed(now), error, ..run.clone() });
    }
}

/// The run of a schedule for a moment at which it is due. Its delivery has the same id whenever and however often it is made.
fn run_of(schedule: &ReportSchedule, due: Timestamp, now: Timestamp) -> ReportRun {
    let plain: String = due.to_string().chars().filter(|c| !"-:".contains(*c)).collect();
    let moment = plain.replace(".000", "");
    new_run(schedule, format!("{}.{moment}", schedule.id), due, now, false)
}

/// A run that somebody asked for.
pub(crate) fn run_by_hand(schedule: &ReportSchedule, unique: &str, now: Timestamp) -> ReportRun {
    new_run(schedule, format!("{}.{unique}", schedule.id), now, now, true)
}

fn new_run(
    schedule: &ReportSchedule,
    delivery: String,
    due: Timestamp,
    now: Timestamp,
    by_hand: bool,
) -> ReportRun {
    ReportRun {
        schedule: schedule.id.clone(),
        delivery,
        due,
        by_hand,
        attempts: 0,
        tried_at: None,
        state: RunState::Waiting(now),
        error: String::new(),
        file: String::new(),
        bytes: 0,
    }
}

/// How often a run is tried.
fn attempts_max(run: &ReportRun) -> u32 {
    // Whoever asks for one by hand looks at what comes of it, and asks again.
    if run.by_hand { 1 } else { u32::try_from(REPORT_TRIED_AGAIN_AFTER.len()).unwrap_or(0) + 1 }
}

/// When a run is tried again that was tried `attempts` times.
fn again_at(attempts: u32, now: Timestamp) -> Timestamp {
    let index = usize::try_from(attempts).unwrap_or(usize::MAX).saturating_sub(1);
    let last = REPORT_TRIED_AGAIN_AFTER.len() - 1;
    now + Millis::secs(REPORT_TRIED_AGAIN_AFTER[index.min(last)])
}

/// A run as it is stored before an attempt: if the server ends during it, it is tried again later, and that attempt has been counted.
pub(crate) fn begun(run: &ReportRun, now: Timestamp) -> ReportRun {
    let attempts = run.attempts + 1;
    let state = RunState::Waiting(again_at(attempts, now));
    ReportRun { attempts, tried_at: Some(now), state, ..run.clone() }
}

/// A run after an attempt.
pub(crate) fn ended(run: &ReportRun, now: Timestamp, result: Result<(), Failure>) -> ReportRun {
    let run = run.clone();
    match result {
        Ok(()) => ReportRun { state: RunState::Delivered(now), error: String::new(), ..run },
        Err(failure) => {
            let goes_on = failure.is_passing && run.attempts < attempts_max(&run);
            let state = match goes_on {
                true => RunState::Waiting(again_at(run.attempts, now)),
                false => RunState::Failed(now),
            };
            ReportRun { state, error: failure.detail, ..run }
        }
    }
}

/// What is to be done at a moment. `trying` are the ids of deliveries that are on their way.
pub(crate) fn plan(
    schedules: &Schedules,
    runs: &[ReportRun],
    trying: &BTreeSet<String>,
    now: Timestamp,
) -> Plan {
    let mut plan = Plan::default();
    for schedule in schedules.values() {
        let of_schedule = runs.iter().filter(|run| run.schedule == schedule.id);
        let of_schedule: Vec<&ReportRun> = of_schedule.collect();
        plan_one(&mut plan, schedule, &of_schedule, trying, now);
    }
    let is_gone = |run: &&ReportRun| {
        !schedules.contains_key(&run.schedule) && !trying.contains(&run.delivery)
    };
    plan.forgotten = runs.iter().filter(is_gone).map(|run| run.schedule.clone()).collect();
    plan
}

fn plan_one(
    plan: &mut Plan,
    schedule: &ReportSchedule,
    runs: &[&ReportRun],
    trying: &BTreeSet<String>,
    now: Timestamp,
) {
    let newest = runs.iter().filter(|run| !run.by_hand).map(|run| run.due).max();
    let since = newest.map_or(schedule.changed_at, |newest| newest.max(schedule.changed_at));
    // Of several moments that nobody was there for only the last one counts.
    let due = schedule.last_due(now).filter(|due| schedule.enabled && *due > since);
    let new = due.map(|due| run_of(schedule, due, now));
    for run in runs.iter().copied().chain(&new) {
        let RunState::Waiting(at) = run.state else { continue };
        if trying.contains(&run.delivery) {
            continue;
        }
        if !run.by_hand && due.is_some_and(|due| due > run.due) {
            plan.give_up(run, now, "the next report was due");
        } else if !run.by_hand && !schedule.enabled {
            plan.give_up(run, now, "the schedule was switched off");
        } else if at > now {
            plan.look_at(at);
        } else if run.attempts >= attempts_max(run) {
            plan.give_up(
                run,
                now,
                "the server ended at the last attempt, and it is not known what came of it",
            );
        } else {
            plan.tried.push(run.clone());
        }
    }
    plan.noted.extend(new);
    if let Some(next) = schedule.next_due(now).filter(|_| schedule.enabled) {
        plan.look_at(next);
    }
}

#[cfg(test)]
mod tests {
    use domain::report_schedules::{ReportFormat, SendDays, SendTo};

    use super::*;

    const DAY: i64 = 86_400_000;
    const HOUR: i64 = 3_600_000;
    /// 2026-11-21T07:30:00Z.
    const DUE: i64 = 1_795_246_200_000;

    fn at(ms: i64) -> Timestamp {
        Timestamp(ms)
    }

    fn schedule() -> ReportSchedule {
        ReportSchedule {
            id: ReportScheduleId::new("queues"),
            name: "Queues".into(),
            report: "queue-performance".into(),
            parameters: BTreeMap::new(),
            format: ReportFormat::Csv,
            time_zone: "UTC".into(),
            days: SendDays::Daily,
            at: "07:30".into(),
            to: SendTo::Mail(vec!["figures@example.com".into()]),
            enabled: true,
            changed_at: at(DUE - 3 * DAY - HOUR),
        }
    }

    /// A schedule's life with stored runs and moving time, without anything real.
    struct Story {
        schedules: Schedules,
        runs: Vec<ReportRun>,
    }

    impl Story {
        fn new(schedule: ReportSchedule) -> Self {
            Self { schedules: [(schedule.id.clone(), schedule)].into(), runs: Vec::new() }
        }

        fn store(&mut self, run: ReportRun) {
            self.runs.retain(|known| known.delivery != run.delivery);
            self.runs.push(run);
        }

        /// Stores what is to be stored; returns what is tried, and when to look again.
        fn look(&mut self, now: i64) -> (Vec<ReportRun>, Option<i64>) {
            let Plan { noted, tried, forgotten, next } =
                plan(&self.schedules, &self.runs, &BTreeSet::new(), at(now));
            noted.into_iter().for_each(|run| self.store(run));
            self.runs.retain(|run| !forgotten.contains(&run.schedule));
            (tried, next.map(|next| next.0))
        }

        /// Looks, and has everything that is tried end so.
        fn try_all(&mut self, now: i64, result: &Result<(), Failure>) -> Vec<String> {
            let (tried, _) = self.look(now);
            for run in &tried {
                let run = ended(&begun(run, at(now)), at(now), result.clone());
                self.store(run);
            }
            tried.into_iter().map(|run| run.delivery).collect()
        }

        fn only(&self) -> &ReportRun {
            let [run] = &self.runs[..] else { panic!("{:?}", self.runs) };
            run
        }
    }

    #[test]
    fn a_report_is_sent_at_its_moment_and_once() {
        let changed_at = at(DUE - HOUR);
        let mut story = Story::new(ReportSchedule { changed_at, ..schedule() });
        assert_eq!(story.look(DUE - 1), (Vec::new(), Some(DUE)));
        let (tried, next) = story.look(DUE);
        assert_eq!(tried.len(), 1);
        assert_eq!(tried[0].delivery, "queues.20261121T073000Z");
        assert_eq!(next, Some(DUE + DAY));
        assert_eq!(
            story.try_all(DUE + 1, &Ok(())),
            ["queues.20261121T073000Z"],
            "stored, not tried"
        );
        assert_eq!(story.only().state, RunState::Delivered(at(DUE + 1)));
        assert_eq!(story.try_all(DUE + 2, &Ok(())), [""; 0]);
        assert_eq!(story.try_all(DUE + DAY - 1, &Ok(())), [""; 0]);
        assert_eq!(story.try_all(DUE + DAY, &Ok(())), ["queues.20261122T073000Z"]);
    }

    #[test]
    fn of_moments_that_nobody_was_there_for_the_last_one_is_made_up_for() {
        let mut story = Story::new(schedule());
        let tried = story.try_all(DUE + 5 * HOUR, &Ok(()));
        assert_eq!(tried, ["queues.20261121T073000Z"], "late, and only that one of three");
        assert_eq!(story.only().due, at(DUE), "about the time that it would have been about");
        // What was due before the schedule was made or changed is none of it.
        let mut story = Story::new(ReportSchedule { changed_at: at(DUE), ..schedule() });
        assert_eq!(story.try_all(DUE + HOUR, &Ok(())), [""; 0]);
        let mut story = Story::new(ReportSchedule { changed_at: at(DUE - 1), ..schedule() });
        assert_eq!(story.try_all(DUE + HOUR, &Ok(())).len(), 1);
    }

    #[test]
    fn what_fails_is_tried_again_later_and_later_and_not_for_ever() {
        let failed = Err(Failure::passing("nobody answered"));
        let mut story = Story::new(schedule());
        let mut now = DUE;
        for (number, seconds) in REPORT_TRIED_AGAIN_AFTER.into_iter().enumerate() {
            assert_eq!(story.try_all(now, &failed).len(), 1, "attempt {number}");
            let next = now + i64::try_from(seconds * 1_000).unwrap();
            assert_eq!(story.only().state, RunState::Waiting(at(next)));
            assert_eq!(story.try_all(next - 1, &failed), [""; 0]);
            now = next;
        }
        assert!(now < DUE + DAY, "it is over before the next one is due");
        assert_eq!(story.try_all(now, &failed).len(), 1);
        assert_eq!(story.only().state, RunState::Failed(at(now)));
        assert_eq!(story.only().error, "nobody answered");
        assert_eq!(story.try_all(now + HOUR, &failed), [""; 0]);
    }

    #[test]
    fn what_cannot_go_well_is_not_tried_again() {
        let mut story = Story::new(schedule());
        story.try_all(DUE, &Err(Failure::lasting("there is no such mailbox")));
        assert_eq!(story.only().state, RunState::Failed(at(DUE)));
        let by_hand = run_by_hand(&schedule(), "1", at(DUE + 1));
        story.runs = vec![by_hand];
        story.schedules.values_mut().for_each(|schedule| schedule.enabled = false);
        assert_eq!(story.try_all(DUE + 1, &Err(Failure::passing("busy"))), ["queues.1"]);
        assert_eq!(story.only().state, RunState::Failed(at(DUE + 1)), "by hand it is tried once");
    }

    #[test]
    fn a_run_that_waits_ends_when_the_next_is_due_and_when_it_is_switched_off() {
        let failed = Err(Failure::passing("nobody answered"));
        let mut story = Story::new(schedule());
        for hour in 0..24 {
            story.try_all(DUE + hour * HOUR, &failed);
        }
        let run = ReportRun { state: RunState::Waiting(at(DUE + DAY + 1)), ..story.only().clone() };
        story.store(run);
        assert_eq!(story.try_all(DUE + DAY, &Ok(())), ["queues.20261122T073000Z"]);
        let before = story.runs.iter().find(|run| run.due == at(DUE)).unwrap();
        assert_eq!(before.state, RunState::Failed(at(DUE + DAY)));
        assert!(before.error.contains("nobody answered"), "{}", before.error);

        let mut story = Story::new(schedule());
        story.try_all(DUE, &failed);
        story.schedules.values_mut().for_each(|schedule| schedule.enabled = false);
        assert_eq!(story.look(DUE + HOUR), (Vec::new(), None));
        assert_eq!(story.only().state, RunState::Failed(at(DUE + HOUR)));
    }

    #[test]
    fn after_a_crash_during_an_attempt_it_is_tried_again_under_the_same_id() {
        let mut story = Story::new(schedule());
        let (tried, _) = story.look(DUE);
        story.store(begun(&tried[0], at(DUE)));
        // The server ends here: whether it was taken nobody knows.
        let (again, next) = story.look(DUE + 59_999);
        assert_eq!((again, next), (Vec::new(), Some(DUE + 60_000)));
        assert_eq!(story.try_all(DUE + 60_000, &Ok(())), [tried[0].delivery.clone()]);
        assert_eq!(story.only().attempts, 2);

        // One that was tried for the last time is not tried once more, and says so.
        let last = ReportRun { attempts: attempts_max(&tried[0]), ..tried[0].clone() };
        story.runs = vec![last];
        assert_eq!(story.try_all(DUE + HOUR, &Ok(())), [""; 0]);
        assert!(story.only().error.contains("not known"), "{}", story.only().error);
    }

    #[test]
    fn what_is_on_its_way_is_left_alone_and_what_is_gone_forgotten() {
        let mut story = Story::new(schedule());
        let (tried, _) = story.look(DUE);
        let trying = BTreeSet::from([tried[0].delivery.clone()]);
        let later = plan(&story.schedules, &story.runs, &trying, at(DUE + 1));
        assert_eq!((later.noted.len(), later.tried.len()), (0, 0));
        let gone = plan(&Schedules::new(), &story.runs, &trying, at(DUE + 1));
        assert!(gone.forgotten.is_empty());
        let gone = plan(&Schedules::new(), &story.runs, &BTreeSet::new(), at(DUE + 1));
        assert_eq!(gone.forgotten.len(), 1);
    }
}
