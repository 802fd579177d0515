//! Questions: what is not given, and errors that name the field, the value and the limit.

use expect_test::expect;

use crate::story::{DAY, MORNING, Mart};

#[test]
fn what_is_not_given_is_filled_in() {
    let mart = Mart::of(MORNING, DAY);
    let asked = |given: &str| {
        let asked = mart.answer("queue-performance", given).asked;
        format!(
            "{} {} {} {} {}",
            asked.from, asked.to, asked.interval, asked.time_zone, asked.week_start
        )
    };
    assert_eq!(asked(""), "2026-11-01 2026-11-30 day UTC monday");
    for (preset, days) in [
        ("today", "2026-11-21 2026-11-21"),
        ("yesterday", "2026-11-20 2026-11-20"),
        ("current_week", "2026-11-16 2026-11-22"),
        ("last_week", "2026-11-09 2026-11-15"),
        ("last_month", "2026-10-01 2026-10-31"),
        ("current_quarter", "2026-10-01 2026-12-31"),
        ("last_quarter", "2026-07-01 2026-09-30"),
        ("current_year", "2026-01-01 2026-12-31"),
        ("last_year", "2025-01-01 2025-12-31"),
        ("last_7_days", "2026-11-15 2026-11-21"),
        ("last_30_days", "2026-10-23 2026-11-21"),
        ("all", "2026-11-21 2026-11-21"),
    ] {
        assert!(asked(&format!("preset={preset}")).starts_with(days), "{preset}");
    }
    let sunday = asked("preset=current_week week_start=sunday");
    assert!(sunday.starts_with("2026-11-15 2026-11-21"), "{sunday}");
    let there = asked("preset=today time_zone=pacific/auckland");
    assert_eq!(there, "2026-11-21 2026-11-21 day Pacific/Auckland monday");
    assert!(asked("from=2026-11-02").starts_with("2026-11-02 2026-11-21"));
}

#[test]
fn what_cannot_be_taken_is_named() {
    let mart = Mart::of(MORNING, DAY);
    let many = vec!["general"; 101].join(",");
    let all = [
        "preset=tomorrow".to_owned(),
        "preset=today from=2026-11-01".to_owned(),
        "from=2026-11-31".to_owned(),
        "from=20261101".to_owned(),
        "to=3001-01-01".to_owned(),
        "from=2026-11-03 to=2026-11-02".to_owned(),
        "interval=minute".to_owned(),
        "interval=hour from=2020-01-01".to_owned(),
        "time_zone=Berlin".to_owned(),
        "week_start=friday".to_owned(),
        "queue=nowhere".to_owned(),
        format!("queue={many}"),
        "tenant=other".to_owned(),
        "service_level_seconds=0".to_owned(),
        "service_level_seconds=3601".to_owned(),
        "limit=1001".to_owned(),
        "agent=dana".to_owned(),
        "after=nothing".to_owned(),
    ];
    let said: Vec<String> =
        all.iter().map(|given| mart.refused("queue-performance", given) + "\n").collect();
    let said = said.concat().replace(&many, "…");
    expect![[r#"
        preset="tomorrow": preset must be one of today, yesterday, current_week, last_week, current_month, last_month, current_quarter, last_quarter, current_year, last_year, last_7_days, last_30_days, all
        preset="today": preset is not given together with from and to
        from="2026-11-31": from must be a day such as 2026-11-21
        from="20261101": from must be a day such as 2026-11-21
        to="3001-01-01" (limit 2999-12-30): to must be from 1970-01-02 to 2999-12-30
        from="2026-11-03" (limit 2026-11-02): from must not be after to, which is 2026-11-02
        interval="minute": interval must be one of hour, day, week, month, quarter, year
        interval="hour" (limit 10000): from 2020-01-01 to 2026-11-21 has more than 10000 intervals of one hour; ask for longer ones or less time
        time_zone="Berlin": time_zone must be a name of the IANA database such as Europe/Berlin
        week_start="friday": week_start must be one of monday, sunday, saturday
        queue="nowhere": the mart knows no queue "nowhere"
        queue="general,general,general,general,general,general,general,general,general,general," (limit 100): queue has 101 values; at most 100
        tenant="other": the mart knows no tenant "other"
        service_level_seconds="0" (limit 3600): service_level_seconds must be a whole number from 1 to 3600
        service_level_seconds="3601" (limit 3600): service_level_seconds must be a whole number from 1 to 3600
        limit="1001" (limit 1000): limit must be a whole number from 1 to 1000
        parameter="agent=dana": queue-performance takes no agent; it takes preset, from, to, interval, time_zone, week_start, queue, media_type, media_origin, language, tenant, service_level_seconds
        after="nothing": after must be what the page before has as next, to the same question
    "#]].assert_eq(&said);
    assert!(mart.ask("queue-performance", "service_level_seconds=3600 limit=1000").is_ok());
}

#[test]
fn pages_follow_each_other() {
    let mart = Mart::of(MORNING, DAY);
    let whole = mart.answer("queue-performance", "");
    let mut rows = Vec::new();
    let mut given = "limit=7".to_owned();
    loop {
        let question = mart.ask("queue-performance", &given).unwrap();
        let report = reports::answer(&mart.reader, &question).unwrap();
        let page = reports::page(report, &question).unwrap();
        rows.extend(page.tables[0].rows.clone());
        assert_eq!(page.tables[0].total, whole.tables[0].total);
        match &page.tables[0].next {
            Some(next) => given = format!("limit=7 after={next}"),
            None => break,
        }
    }
    assert_eq!(rows, whole.tables[0].rows);
    let mut chats = Vec::new();
    let mut given = "column=offered limit=3".to_owned();
    loop {
        let page = mart.chats("queue-performance", &given);
        assert!(page.chats.len() <= 3);
        chats.extend(page.chats);
        match page.next {
            Some(next) => given = format!("column=offered limit=3 after={next}"),
            None => break,
        }
    }
    let ids: Vec<&str> = chats.iter().map(|chat| chat.chat.as_str()).collect();
    assert_eq!(ids, ["a.1", "b.1", "c.1", "c.2", "d.1", "e.1", "f.1", "g.1"]);
}
