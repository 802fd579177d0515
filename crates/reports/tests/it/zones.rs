//! Time zones, days on which clocks are changed, weeks over a year's end.

use crate::story::{Mart, row, table};

/// A chat every half hour for some hours, each abandoned after its number of seconds.
fn chats(halves: u32) -> String {
    (0..halves)
        .map(|number| {
            let at = number * 1_800;
            format!(
                "{at} c{number:03}.1 chat_created general\n{} c{number:03}.1 chat_concluded CLIENT QUIT\n",
                at + number % 60
            )
        })
        .collect()
}

fn offered(mart: &Mart, given: &str) -> Vec<(String, i64)> {
    let answer = mart.answer("queue-performance", given);
    let table = table(&answer, "intervals");
    let number = |row: &protocol::report::ReportRow| match &row.cells[..3] {
        [protocol::report::Cell::Text(label), _, protocol::report::Cell::Whole(offered)] => {
            (label.clone(), *offered)
        }
        other => panic!("{other:?}"),
    };
    table.rows.iter().map(number).collect()
}

#[test]
fn a_day_has_23_or_25_hours_and_a_row_for_each() {
    // In Berlin clocks go back on 2026-10-25 at 03:00.
    let mart = Mart::of("2026-10-24T22:00:00Z", &chats(50));
    let zone = "time_zone=Europe/Berlin";
    let hours = offered(&mart, &format!("{zone} from=2026-10-25 to=2026-10-25 interval=hour"));
    assert_eq!(hours.len(), 25);
    assert_eq!(hours[2].0, "2026-10-25 02:00+02:00");
    assert_eq!(hours[3].0, "2026-10-25 02:00+01:00");
    assert!(hours.iter().all(|(_, offered)| *offered == 2), "{hours:?}");
    let day = offered(&mart, &format!("{zone} from=2026-10-25 to=2026-10-25"));
    assert_eq!(day, [("2026-10-25".to_owned(), 50)]);
    // And forward on 2027-03-28 at 02:00.
    let mart = Mart::of("2027-03-27T23:00:00Z", &chats(46));
    let hours = offered(&mart, &format!("{zone} from=2027-03-28 to=2027-03-28 interval=hour"));
    assert_eq!(hours.len(), 23);
    assert_eq!(
        (hours[1].0.as_str(), hours[2].0.as_str()),
        ("2027-03-28 01:00+01:00", "2027-03-28 03:00+02:00")
    );
    assert!(hours.iter().all(|(_, offered)| *offered == 2), "{hours:?}");
}

#[test]
fn a_zone_half_an_hour_off_splits_hours() {
    // Midnight in Kolkata is 18:30 UTC.
    let mart = Mart::of("2026-11-20T18:00:00Z", &chats(60));
    let zone = "time_zone=Asia/Kolkata from=2026-11-20 to=2026-11-22";
    let days = offered(&mart, zone);
    let numbers: Vec<i64> = days.iter().map(|(_, offered)| *offered).collect();
    assert_eq!(numbers, [1, 48, 11]);
    let hours = offered(&mart, &format!("{zone} interval=hour"));
    assert_eq!(hours.len(), 72);
    assert_eq!(hours.iter().map(|(_, offered)| offered).sum::<i64>(), 60);
    assert_eq!(hours[23], ("2026-11-20 23:00+05:30".to_owned(), 1));
    assert_eq!(hours[24], ("2026-11-21 00:00+05:30".to_owned(), 2));
}

#[test]
fn weeks_are_iso_weeks_unless_asked_otherwise() {
    let mart = Mart::of("2026-12-27T12:00:00Z", &chats(400));
    let labels = |given: &str| {
        let rows = offered(&mart, &format!("from=2026-12-24 to=2027-01-06 {given}"));
        rows.into_iter().map(|(label, offered)| format!("{label}: {offered}")).collect::<Vec<_>>()
    };
    // 2026 has 53 weeks; the first of January is in the last of them. The period's ends cut their weeks.
    assert_eq!(labels("interval=week"), ["2026-W52: 24", "2026-W53: 336", "2027-W01: 40"]);
    let sundays = labels("interval=week week_start=sunday");
    assert_eq!(sundays, ["2026-12-20: 0", "2026-12-27: 312", "2027-01-03: 88"]);
    assert_eq!(labels("interval=month"), ["2026-12: 216", "2027-01: 184"]);
    assert_eq!(labels("interval=quarter"), ["2026-Q4: 216", "2027-Q1: 184"]);
    assert_eq!(labels("interval=year"), ["2026: 216", "2027: 184"]);
}

#[test]
fn the_time_in_a_status_is_cut_to_the_interval() {
    let log = "
        0 - agent_status_changed dana available
        5400 - agent_status_changed dana lunch
        7300 - agent_status_changed sam available";
    // Lunch is not over: it lasts until now.
    let mart = Mart::of("2026-11-21T09:30:00Z", log);
    let signed_in = |zone: &str| {
        let given = format!("preset=today interval=hour time_zone={zone}");
        let answer = mart.answer("agent-performance", &given);
        let table = table(&answer, "intervals");
        let seconds = table.rows.iter().map(|one| {
            let text = row(table, one);
            let text = text.split("signed_in=").nth(1).unwrap();
            text.split(' ').next().unwrap().parse::<f64>().unwrap()
        });
        seconds.filter(|seconds| *seconds > 0.0).collect::<Vec<f64>>()
    };
    assert_eq!(signed_in("UTC"), [1_800.0, 3_600.0, 1_900.0]);
    assert_eq!(signed_in("Asia/Kolkata"), [3_600.0, 3_600.0, 100.0]);
}
