//! Every column of every report on a morning that can be computed by hand.

use expect_test::{Expect, expect};
use protocol::report::Cell;

use crate::story::{DAY, MORNING, Mart, rows};

/// All is in one interval, whose row has the figures of the total: told once.
fn check(report: &str, table_id: &str, expected: &Expect) {
    let mart = Mart::of(MORNING, DAY);
    let mut answer = mart.answer(report, "preset=today interval=year");
    let place = answer.tables.iter().position(|table| table.id == table_id).unwrap();
    let table = &mut answer.tables[place];
    if table_id == "intervals" {
        let (one, total) = (table.rows.remove(0), table.total.as_ref().unwrap());
        assert_eq!(one.cells[..2], ["2026", "2026-11-21T00:00:00.000Z"].map(text));
        assert_eq!(one.cells[2..], total.cells[2..]);
        assert_eq!(table.rows, []);
    }
    expected.assert_eq(&rows(table).replace(' ', "\n    "));
}

fn text(text: &str) -> Cell {
    Cell::Text(text.to_owned())
}

#[test]
fn queue_performance() {
    check(
        "queue-performance",
        "queues",
        &expect![[r#"
        queue=general
            queue_id=general
            offered=6
            answered=5
            abandoned=0
            contained=1
            continued=1
            waiting=0
            answered_or_abandoned=5
            within=4
            service_level=0.800
            abandonment=0.000
            average_wait=13.200
            median_wait=10
            p90_wait=30
            longest_wait=30
            average_abandoned_wait=-
        queue=sales
            queue_id=sales
            offered=2
            answered=0
            abandoned=1
            contained=0
            continued=0
            waiting=1
            answered_or_abandoned=1
            within=0
            service_level=0.000
            abandonment=1.000
            average_wait=-
            median_wait=-
            p90_wait=-
            longest_wait=40
            average_abandoned_wait=40.000
        queue=Total
            queue_id=-
            offered=8
            answered=5
            abandoned=1
            contained=1
            continued=1
            waiting=1
            answered_or_abandoned=6
            within=4
            service_level=0.667
            abandonment=0.167
            average_wait=13.200
            median_wait=10
            p90_wait=30
            longest_wait=40
            average_abandoned_wait=40.000
    "#]],
    );
}

#[test]
fn agent_performance() {
    check(
        "agent-performance",
        "agents",
        &expect![[r#"
        agent=dana
            agent_id=dana
            chats=4
            handle=189
            average_handle=47.250
            wrap_up=16
            average_wrap_up=4.000
            messages=3
            replies=1
            average_reply=15.000
            longest_reply=15
            absences=0
            absent=0
            lost=0
            offers=1
            offers_accepted=1
            offers_declined=0
            offers_missed=0
            missed_share=0.000
            signed_in=1000.000
            in_use=205.000
            concurrency=1.000
        agent=sam
            agent_id=sam
            chats=1
            handle=110
            average_handle=110.000
            wrap_up=0
            average_wrap_up=0.000
            messages=1
            replies=1
            average_reply=40.000
            longest_reply=40
            absences=1
            absent=60
            lost=1
            offers=1
            offers_accepted=0
            offers_declined=0
            offers_missed=1
            missed_share=1.000
            signed_in=1000.000
            in_use=110.000
            concurrency=1.000
        agent=Total
            agent_id=-
            chats=5
            handle=299
            average_handle=59.800
            wrap_up=16
            average_wrap_up=3.200
            messages=4
            replies=2
            average_reply=27.500
            longest_reply=40
            absences=1
            absent=60
            lost=1
            offers=2
            offers_accepted=1
            offers_declined=0
            offers_missed=1
            missed_share=0.500
            signed_in=2000.000
            in_use=315.000
            concurrency=1.000
    "#]],
    );
    check(
        "agent-performance",
        "statuses",
        &expect![[r#"
        agent=dana
            agent_id=dana
            status=available
            signed_in=1000.000
            in_use=205.000
            concurrency=1.000
        agent=sam
            agent_id=sam
            status=available
            signed_in=1000.000
            in_use=110.000
            concurrency=1.000
        agent=Total
            agent_id=-
            status=-
            signed_in=2000.000
            in_use=315.000
            concurrency=1.000
    "#]],
    );
}

#[test]
fn conversations() {
    check(
        "conversations",
        "intervals",
        &expect![[r#"
        interval=Total
            starts_at=-
            conversations=7
            handled=3
            abandoned=2
            missed=0
            open=2
            chats=8
            chats_a_conversation=1.143
            agents_a_conversation=0.714
            transferred=1
            requeued=1
            average_queue_time=23.714
            average_handle=42.714
            ratings=1
            average_rating=4.000
    "#]],
    );
}

#[test]
fn resilience() {
    check(
        "resilience",
        "intervals",
        &expect![[r#"
        interval=Total
            starts_at=-
            interrupted=1
            agents_lost=1
            signed_out=0
            requeued=1
            conversations_lost=0
            answered=1
            noticed=1
            average_time_to_requeue=60.000
            longest_time_to_requeue=60.000
            average_time_to_agent=15.000
            longest_time_to_agent=15.000
            messages_saved=2
    "#]],
    );
}

#[test]
fn bots() {
    check(
        "bots",
        "intervals",
        &expect![[r#"
        interval=Total
            starts_at=-
            chats=8
            with_bot=2
            contained=1
            containment=0.500
            handed_over=1
            taken_up=1
            taken_up_share=1.000
            average_until_bot=3.000
            bot_messages=1
    "#]],
    );
}

#[test]
fn chat_message_statistics() {
    check(
        "chat-message-statistics",
        "intervals",
        &expect![[r#"
        interval=Total
            starts_at=-
            chats=8
            accepted=5
            abandoned=2
            continued=1
            open=2
            agent_messages=4
            agent_characters=18
            customer_messages=5
            customer_characters=25
            bot_messages=1
            bot_characters=6
            agent_messages_a_chat=0.800
            customer_messages_a_chat=0.625
            replies=2
            average_reply=27.500
            longest_reply=40
            average_customer_wait=27.500
            longest_customer_wait=40
            customer_replies=2
            average_customer_reply=40.000
            average_agent_wait=10.000
            average_handle=59.800
            average_duration=65.625
    "#]],
    );
}

#[test]
fn chat_termination() {
    check(
        "chat-termination",
        "intervals",
        &expect![[r#"
        interval=Total
            starts_at=-
            chats=8
            ended=6
            open=2
            by_customer=4
            by_agent=2
            by_supervisor=0
            by_bot=0
            by_system=0
            agent_present=3
            agent_visited=1
            agent_absent=2
            inactive=0
            average_duration=65.625
    "#]],
    );
    check(
        "chat-termination",
        "endings",
        &expect![[r#"
        ending=AGENT
            /
            DISCONNECT
            /
            AgentSessionLost
            chats=1
            average_duration=140.000
        ending=AGENT
            /
            FORCE
            /
            CustomerLeft
            chats=1
            average_duration=40.000
        ending=CLIENT
            /
            QUIT
            /
            CustomerLeft
            chats=4
            average_duration=60.000
        ending=NO_VALUE
            /
            NO_VALUE
            /
            NO_VALUE
            chats=2
            average_duration=52.500
        ending=Total
            chats=8
            average_duration=65.625
    "#]],
    );
}

#[test]
fn async_chat() {
    check(
        "async-chat",
        "intervals",
        &expect![[r#"
        interval=Total
            starts_at=-
            chats=1
            accepted=1
            open=1
            handle_periods=1
            average_handle=10.000
            dormant_periods=1
            dormant_time=60
            average_dormant=60.000
            idle_periods=0
            average_idle=-
            customer_messages=1
            agent_messages=1
            replies=0
            average_reply=-
            average_duration=75.000
    "#]],
    );
}

#[test]
fn a_figure_leads_to_its_chats() {
    let mart = Mart::of(MORNING, DAY);
    let listed = |report: &str, given: &str| {
        let list = mart.chats(report, &format!("preset=today {given}"));
        let line = |chat: &protocol::report::ReportChat| {
            format!(
                "{} {} {} [{}] {} {:?}\n",
                chat.chat,
                chat.conversation,
                chat.queue,
                chat.agents.join(", "),
                chat.outcome,
                chat.value
            )
        };
        list.chats.iter().map(line).collect::<String>()
    };
    let all = [
        listed("queue-performance", "column=abandoned table=queues of=sales"),
        listed("queue-performance", "column=average_wait"),
        listed("queue-performance", "column=within service_level_seconds=10"),
        listed("agent-performance", "column=offers_missed"),
        listed(
            "agent-performance",
            "column=chats table=agents of=dana at=2026-11-21T00:00:00.000Z",
        ),
        listed("resilience", "column=average_time_to_requeue"),
        listed("conversations", "column=handled"),
        listed("chat-termination", "column=chats table=endings of=NO_VALUE"),
    ];
    expect![[r#"
        b.1 b sales [] abandoned None

        a.1 a general [dana] handled Some(Whole(10))
        c.1 c general [sam] continued Some(Whole(30))
        c.2 c general [dana] handled Some(Whole(15))
        e.1 e general [dana] handled Some(Whole(6))
        f.1 f general [dana] open Some(Whole(5))

        a.1 a general [dana] handled Some(Whole(10))
        e.1 e general [dana] handled Some(Whole(6))
        f.1 f general [dana] open Some(Whole(5))

        a.1 a general [dana] handled None

        a.1 a general [dana] handled None
        c.2 c general [dana] handled None
        e.1 e general [dana] handled None
        f.1 f general [dana] open None

        c.1 c general [sam] continued Some(Number(60.0))

        a.1 a general [dana] handled None
        c.2 c general [dana] handled None
        e.1 e general [dana] handled None

    "#]]
    .assert_eq(&all.join("\n"));
}

/// A signed-out agent was not absent, nobody took the chat up again, and nobody answered: the longest of nothing is none, not 0 s.
#[test]
fn the_longest_of_nothing_is_none() {
    let log = "
        0 a.1 chat_created general sync
        5 a.1 engagement_participant_entered dana
        60 a.1 chat_concluded AGENT QUIT a.2
        60 a.1 engagement_participant_left dana left
        60 a.2 chat_created general sync
        60 a.2 chat_requeued a.1
    ";
    let mart = Mart::of(MORNING, log);
    let longest = |report: &str, column: &str| {
        let answer = mart.answer(report, "preset=today");
        let table = &answer.tables[0];
        let place = table.columns.iter().position(|one| one.id == column).unwrap();
        let list = mart.chats(report, &format!("preset=today column={column}"));
        (table.total.as_ref().unwrap().cells[place].clone(), list.chats.len())
    };
    for (report, column) in [
        ("resilience", "longest_time_to_requeue"),
        ("resilience", "longest_time_to_agent"),
        ("agent-performance", "longest_reply"),
        ("chat-message-statistics", "longest_reply"),
        ("chat-message-statistics", "longest_customer_wait"),
    ] {
        assert_eq!(longest(report, column), (Cell::Null, 0), "{report} {column}");
    }
}

#[test]
fn a_chat_that_a_bot_saw_to_alone_is_not_called_abandoned() {
    let log = "
        0 a.1 chat_created general sync
        0 b.1 chat_created general sync
        1 a.1 bot_entered helper
        9 a.1 chat_concluded BOT FORCE
        20 b.1 chat_concluded CLIENT QUIT
    ";
    let mart = Mart::of(MORNING, log);
    let outcomes = |column: &str| {
        let list = mart.chats("queue-performance", &format!("preset=today column={column}"));
        list.chats.into_iter().map(|chat| (chat.chat, chat.outcome)).collect::<Vec<_>>()
    };
    let one = |chat: &str, outcome: &str| vec![(chat.to_owned(), outcome.to_owned())];
    assert_eq!(outcomes("contained"), one("a.1", "contained"));
    assert_eq!(outcomes("abandoned"), one("b.1", "abandoned"));
}

#[test]
fn an_empty_time_has_rows_of_nothing() {
    let mart = Mart::of(MORNING, DAY);
    for report in reports::DEFINITIONS {
        let answer = mart.answer(report.id, "from=2026-01-01 to=2026-01-03");
        let main = &answer.tables[0];
        assert_eq!(main.rows.len(), 3, "{}", report.id);
        let total = main.total.as_ref().unwrap();
        let counts = main.columns.iter().zip(&total.cells);
        for (column, cell) in
            counts.filter(|(column, _)| column.unit == protocol::report::Unit::Count)
        {
            assert_eq!(*cell, Cell::Whole(0), "{} {}", report.id, column.id);
        }
    }
    let none = Mart::of(MORNING, "");
    assert_eq!(none.answer("queue-performance", "preset=all").tables[0].rows.len(), 1);
}
