//! Reports that are sent by themselves: who may schedule them, what is refused, and when they are due, to the millisecond.

use std::collections::BTreeMap;

use domain::report_schedules::{
    ADDRESS_BYTES_MAX, ADDRESSES_MAX, DayOfWeek, PARAMETER_CHARS_MAX, PARAMETERS_MAX, ReportFormat,
    ReportSchedule, SCHEDULES_MAX, SendDays, SendTo, URL_CHARS_MAX,
};
use domain::{Code, Command, Party, PartyType, ReportScheduleId, Timestamp};
use expect_test::expect;

use crate::script::Stage;

fn schedule() -> ReportSchedule {
    ReportSchedule {
        id: ReportScheduleId::new("queues"),
        name: "Queues of the day".into(),
        report: "queue-performance".into(),
        parameters: BTreeMap::from([("preset".into(), "yesterday".into())]),
        format: ReportFormat::Xlsx,
        time_zone: "Europe/Berlin".into(),
        days: SendDays::Daily,
        at: "07:30".into(),
        to: SendTo::Mail(vec!["figures@example.com".into()]),
        enabled: true,
        changed_at: Timestamp(7),
    }
}

fn webhook(url: &str) -> SendTo {
    SendTo::Webhook { url: url.into(), key: "hfw_1".into() }
}

fn put(schedule: ReportSchedule) -> Command {
    Command::PutReportSchedule(Box::new(schedule))
}

fn remove(id: &str) -> Command {
    Command::RemoveReportSchedule { schedule: ReportScheduleId::new(id) }
}

#[test]
fn a_report_is_scheduled_changed_and_removed() {
    let mut stage = Stage::set();
    stage.clear();
    let sofia = Party::new(PartyType::Supervisor, "sofia");
    let admin = Party::new(PartyType::Admin, "admin");
    stage.execute(&sofia, put(schedule())).unwrap();
    let to = webhook("https://erp.example.com/hooks");
    stage.execute(&admin, put(ReportSchedule { to: to.clone(), ..schedule() })).unwrap();
    let other = ReportSchedule { id: ReportScheduleId::new("other"), ..schedule() };
    stage.execute(&sofia, put(other)).unwrap();
    stage.execute(&sofia, remove("other")).unwrap();
    let schedules = &stage.core.state.directory.report_schedules;
    let [kept] = &schedules.values().collect::<Vec<_>>()[..] else { panic!("{schedules:?}") };
    assert_eq!(kept.to, to, "the last change is in force");
    assert_eq!(kept.changed_at, Timestamp(0), "by the log's time, not by what was said");
    stage.check_replay();
    expect![[r#"
        0.000     161 report_schedule_changed -
        0.000     161 report_schedule_changed -
        0.000     161 report_schedule_changed -
        0.000     162 report_schedule_removed -
    "#]]
    .assert_eq(stage.out());
}

#[test]
fn what_cannot_be_a_schedule_leaves_no_event() {
    let mut stage = Stage::set();
    stage.clear();
    let sofia = Party::new(PartyType::Supervisor, "sofia");
    let mail = |addresses: &[&str]| SendTo::Mail(addresses.iter().map(|a| (*a).into()).collect());
    let many: Vec<String> = (0..=ADDRESSES_MAX).map(|n| format!("a{n}@example.com")).collect();
    let long_address = format!("{}@example.com", "a".repeat(ADDRESS_BYTES_MAX - 11));
    let long_url = format!("https://{}", "a".repeat(URL_CHARS_MAX - 7));
    let parameters: BTreeMap<String, String> =
        (0..=PARAMETERS_MAX).map(|n| (format!("p{n}"), String::new())).collect();
    let long = BTreeMap::from([("queue".to_owned(), "q".repeat(PARAMETER_CHARS_MAX + 1))]);
    let s = schedule;
    for (wrong, code, field) in [
        (ReportSchedule { id: ReportScheduleId::new("a@b"), ..s() }, Code::Invalid, "id"),
        (ReportSchedule { name: " ".into(), ..s() }, Code::Invalid, "name"),
        (ReportSchedule { name: "a\nb".into(), ..s() }, Code::Invalid, "name"),
        (ReportSchedule { name: "x".repeat(101), ..s() }, Code::TooLong, "name"),
        (ReportSchedule { report: "x".repeat(61), ..s() }, Code::TooLong, "report"),
        (ReportSchedule { parameters, ..s() }, Code::TooLong, "parameters"),
        (ReportSchedule { parameters: long, ..s() }, Code::TooLong, "parameters"),
        (ReportSchedule { time_zone: "Berlin".into(), ..s() }, Code::Invalid, "time_zone"),
        (ReportSchedule { at: "24:00".into(), ..s() }, Code::Invalid, "at"),
        (ReportSchedule { at: "7:30".into(), ..s() }, Code::Invalid, "at"),
        (ReportSchedule { days: SendDays::Monthly(0), ..s() }, Code::Invalid, "monthday"),
        (ReportSchedule { days: SendDays::Monthly(32), ..s() }, Code::Invalid, "monthday"),
        (ReportSchedule { to: mail(&[]), ..s() }, Code::Invalid, "mail"),
        (ReportSchedule { to: SendTo::Mail(many), ..s() }, Code::Invalid, "mail"),
        (ReportSchedule { to: mail(&["ann"]), ..s() }, Code::Invalid, "mail"),
        (ReportSchedule { to: mail(&["@example.com"]), ..s() }, Code::Invalid, "mail"),
        (ReportSchedule { to: mail(&["ann@example..com"]), ..s() }, Code::Invalid, "mail"),
        (ReportSchedule { to: mail(&["a@b.example, c@d.example"]), ..s() }, Code::Invalid, "mail"),
        (
            ReportSchedule { to: mail(&["a@b.example\r\nBcc: c@d.example"]), ..s() },
            Code::Invalid,
            "mail",
        ),
        (
            ReportSchedule { to: mail(&["a@b.example", "a@b.example"]), ..s() },
            Code::Invalid,
            "mail",
        ),
        (ReportSchedule { to: mail(&[&long_address]), ..s() }, Code::TooLong, "mail"),
        (ReportSchedule { to: webhook("ftp://example.com"), ..s() }, Code::Invalid, "webhook"),
        (ReportSchedule { to: webhook("https://a b"), ..s() }, Code::Invalid, "webhook"),
        (ReportSchedule { to: webhook(&long_url), ..s() }, Code::TooLong, "webhook"),
    ] {
        let refused = stage.execute(&sofia, put(wrong.clone())).expect_err(&format!("{wrong:?}"));
        assert_eq!((refused.code, refused.field.as_deref()), (code, Some(field)), "{wrong:?}");
        assert!(refused.value.is_some(), "{refused:?}");
    }
    assert_eq!(stage.execute(&sofia, remove("nothing")).unwrap_err().code, Code::NotFound);
    for by in [PartyType::Agent, PartyType::Bot, PartyType::Customer] {
        let by = Party::new(by, "dana");
        assert_eq!(stage.execute(&by, put(schedule())).unwrap_err().code, Code::NotAllowed);
        assert_eq!(stage.execute(&by, remove("queues")).unwrap_err().code, Code::NotAllowed);
    }
    assert_eq!(stage.out(), "");
}

#[test]
fn a_schedule_at_its_limits_is_taken() {
    let mut stage = Stage::set();
    let sofia = Party::new(PartyType::Supervisor, "sofia");
    let s = schedule;
    let most: Vec<String> = (0..ADDRESSES_MAX).map(|n| format!("a{n}@example.com")).collect();
    let address = format!("{}@example.com", "a".repeat(ADDRESS_BYTES_MAX - 12));
    let url = format!("https://{}", "a".repeat(URL_CHARS_MAX - 8));
    let parameters: BTreeMap<String, String> =
        (0..PARAMETERS_MAX).map(|n| (format!("p{n}"), "x".repeat(PARAMETER_CHARS_MAX))).collect();
    for right in [
        ReportSchedule { name: "x".repeat(100), report: "x".repeat(60), parameters, ..s() },
        ReportSchedule { to: SendTo::Mail(most), at: "00:00".into(), ..s() },
        ReportSchedule { to: SendTo::Mail(vec![address]), at: "23:59".into(), ..s() },
        ReportSchedule { to: webhook(&url), days: SendDays::Monthly(1), ..s() },
        ReportSchedule { days: SendDays::Monthly(31), ..s() },
    ] {
        stage.execute(&sofia, put(right)).unwrap();
    }
    for n in 1..SCHEDULES_MAX {
        let id = ReportScheduleId::new(&format!("s{n}"));
        stage.execute(&sofia, put(ReportSchedule { id, ..s() })).unwrap();
    }
    let more = ReportSchedule { id: ReportScheduleId::new("more"), ..s() };
    let refused = stage.execute(&sofia, put(more)).unwrap_err();
    assert_eq!((refused.code, refused.limit.as_deref()), (Code::AtLimit, Some("100")));
    stage.execute(&sofia, put(schedule())).expect("one that is there is changed");
}

fn at(text: &str) -> Timestamp {
    Timestamp::parse_rfc3339(text).unwrap()
}

/// The last and the next moment as seen one millisecond before a moment, at it, and one after.
fn around(schedule: &ReportSchedule, moment: &str) -> [(String, String); 3] {
    [-1, 0, 1].map(|by| {
        let now = Timestamp(at(moment).0 + by);
        let text = |moment: Option<Timestamp>| moment.unwrap().to_string().replace(":00.000Z", "");
        (text(schedule.last_due(now)), text(schedule.next_due(now)))
    })
}

fn pair(last: &str, next: &str) -> (String, String) {
    (last.to_owned(), next.to_owned())
}

#[test]
fn a_report_is_due_at_its_moment_and_not_before() {
    // 07:30 in Berlin in winter.
    assert_eq!(
        around(&schedule(), "2026-11-21T06:30:00Z"),
        [
            pair("2026-11-20T06:30", "2026-11-21T06:30"),
            pair("2026-11-21T06:30", "2026-11-22T06:30"),
            pair("2026-11-21T06:30", "2026-11-22T06:30"),
        ]
    );
    let weekly = ReportSchedule { days: SendDays::Weekly(DayOfWeek::Monday), ..schedule() };
    assert_eq!(
        around(&weekly, "2026-11-23T06:30:00Z"),
        [
            pair("2026-11-16T06:30", "2026-11-23T06:30"),
            pair("2026-11-23T06:30", "2026-11-30T06:30"),
            pair("2026-11-23T06:30", "2026-11-30T06:30"),
        ]
    );
    let midnight = ReportSchedule { at: "00:00".into(), ..schedule() };
    assert_eq!(around(&midnight, "2026-11-20T23:00:00Z")[1].0, "2026-11-20T23:00");
}

#[test]
fn a_month_that_has_not_so_many_days_has_its_last_one() {
    let on = |day| ReportSchedule {
        days: SendDays::Monthly(day),
        time_zone: "UTC".into(),
        ..schedule()
    };
    let from = |schedule: &ReportSchedule, text: &str, count: usize| {
        let mut now = at(text);
        let next = |_| {
            now = schedule.next_due(now).unwrap();
            now.to_string()[..10].to_owned()
        };
        (0..count).map(next).collect::<Vec<String>>()
    };
    let last = from(&on(31), "2027-12-31T07:30:00Z", 4);
    assert_eq!(last, ["2028-01-31", "2028-02-29", "2028-03-31", "2028-04-30"]);
    let last = from(&on(30), "2027-01-30T07:30:00Z", 2);
    assert_eq!(last, ["2027-02-28", "2027-03-30"]);
    let first = from(&on(1), "2026-12-01T07:30:00Z", 2);
    assert_eq!(first, ["2027-01-01", "2027-02-01"], "31 days are not too far");
    let before = Timestamp(at("2027-01-01T07:30:00Z").0 - 1);
    assert_eq!(on(1).last_due(before), Some(at("2026-12-01T07:30:00Z")));
}

#[test]
fn days_on_which_clocks_change_have_one_report_each() {
    // In Berlin 02:30 does not exist on 29 March 2026, and comes twice on 25 October.
    let early = ReportSchedule { at: "02:30".into(), ..schedule() };
    let of = |from: &str| {
        let mut now = at(from);
        [(); 3].map(|()| {
            now = early.next_due(now).unwrap();
            now.to_string()[..16].to_owned()
        })
    };
    let spring = of("2026-03-28T00:00:00Z");
    assert_eq!(spring, ["2026-03-28T01:30", "2026-03-29T01:30", "2026-03-30T00:30"]);
    let autumn = of("2026-10-24T00:00:00Z");
    assert_eq!(autumn, ["2026-10-24T00:30", "2026-10-25T00:30", "2026-10-26T01:30"]);
    assert_eq!(
        around(&early, "2026-10-25T01:30:00Z")[1],
        pair("2026-10-25T00:30", "2026-10-26T01:30"),
        "the second 02:30 of the day is none of its moments"
    );
    // Samoa had no 30 December 2011: what was due then is due with the next day, once.
    let skipped = ReportSchedule {
        time_zone: "Pacific/Apia".into(),
        days: SendDays::Monthly(30),
        at: "08:00".into(),
        ..schedule()
    };
    let due = skipped.next_due(at("2011-12-01T00:00:00Z"));
    assert_eq!(due, Some(at("2011-12-30T18:00:00Z")));
    assert_eq!(skipped.last_due(at("2011-12-30T18:00:00Z")), due);
}
