//! Each key by a case computed by hand, in the specification's words. What it leaves out: waiting and replying.

use expect_test::expect;
use mart::Mode;

use crate::script::{about, pairs};

#[test]
fn a_chat_without_messages() {
    let script = "
        0 created
        30.999 end CLIENT QUIT";
    expect![[r#"
        ChatServerSessionClosedAt 2026-11-21T09:00:30Z
        ChatServerSessionStartedAt 2026-11-21T09:00:00Z
        csg_ChatSessionID c.1
        csg_MediaType chat
        csg_SessionEndedAgent ABSENT
        csg_SessionEndedBy CLIENT
        csg_SessionEndedReason QUIT
        csg_SessionTotalTime 30
        csg_SessionWithCustomerTime 30
        csg_TenantId main
    "#]]
    .assert_eq(&pairs(script, Mode::Fired));
}

#[test]
fn a_chat_that_is_open_is_reported_as_if_it_ended_now() {
    let script = "
        0 created async
        5 enter A
        65.5 typing";
    expect![[r#"
        ChatServerSessionClosedAt 
        ChatServerSessionStartedAt 2026-11-21T09:00:00Z
        cse_SessionHandleMaxTime 60
        cse_SessionHandleTotalCount 1
        cse_SessionHandleTotalTime 60
        csg_ChatAsyncMode 1
        csg_ChatSessionID c.1
        csg_MediaType chat
        csg_PartiesAsAgentCount 1
        csg_SessionEndedAgent PRESENT
        csg_SessionEndedBy 
        csg_SessionEndedReason 
        csg_SessionTotalTime 65
        csg_SessionUntilFirstAgentTime 5
        csg_SessionWithCustomerTime 65
        csg_TenantId main
    "#]]
    .assert_eq(&pairs(script, Mode::Fired));
}

#[test]
fn a_period_with_two_agents_is_one_period() {
    let conference = "
        0 created
        10 enter A
        20 enter B
        30 leave A
        40 leave B
        45 enter A
        46 end AGENT FORCE";
    expect![[r#"
        cse_SessionHandleMaxTime 30
        cse_SessionHandleTotalCount 2
        cse_SessionHandleTotalTime 31
        csg_PartiesAsAgentCount 2
        csg_SessionEndedAgent PRESENT
    "#]]
    .assert_eq(&about(conference, &["Handle", "AsAgent", "EndedAgent"]));
}

#[test]
fn a_transfer_with_a_gap_has_two_periods_and_one_without_has_one() {
    let gap = "
        0 created
        10.4 enter A
        20.3 leave A
        30.4 enter B
        40.3 end AGENT FORCE";
    // 9.9 s and 9.9 s: rounded down once, at the end.
    expect![[r#"
        cse_SessionHandleMaxTime 9
        cse_SessionHandleTotalCount 2
        cse_SessionHandleTotalTime 19
    "#]]
    .assert_eq(&about(gap, &["Handle"]));
    let no_gap = "
        0 created
        10 enter A
        20 enter B
        20 leave A
        40 end AGENT FORCE";
    expect![[r#"
        cse_SessionHandleMaxTime 30
        cse_SessionHandleTotalCount 1
        cse_SessionHandleTotalTime 30
    "#]]
    .assert_eq(&about(no_gap, &["Handle"]));
}

#[test]
fn a_lost_agent_is_out_before_the_chat_ends() {
    let lost = "
        0 created
        10 enter A
        70 disconnected A
        75 end AGENT DISCONNECT
        75 leave A";
    expect![[r#"
        cse_SessionHandleMaxTime 60
        cse_SessionHandleTotalCount 1
        cse_SessionHandleTotalTime 60
        csg_SessionEndedAgent VISITED
        csg_SessionEndedBy AGENT
        csg_SessionEndedReason DISCONNECT
    "#]]
    .assert_eq(&about(lost, &["Handle", "Ended"]));
    let another_stays = "
        0 created
        10 enter A
        20 enter B
        70 disconnected A
        70 leave A
        80 end AGENT FORCE";
    expect![[r#"
        cse_SessionHandleMaxTime 70
        cse_SessionHandleTotalCount 1
        cse_SessionHandleTotalTime 70
        csg_SessionEndedAgent PRESENT
        csg_SessionEndedBy AGENT
        csg_SessionEndedReason FORCE
    "#]]
    .assert_eq(&about(another_stays, &["Handle", "Ended"]));
}

#[test]
fn a_supervisor_who_joins_openly_is_an_agent_and_a_bot_that_enters_is_none() {
    let script = "
        0 created
        3 join S
        9 leave S
        12 end SYSTEM INACTIVE";
    expect![[r#"
        csg_PartiesAsAgentCount 1
        csg_SessionEndedAgent VISITED
    "#]]
    .assert_eq(&about(script, &["AsAgent", "EndedAgent"]));
}

#[test]
fn coaches_and_monitors_are_counted_as_people_and_bots_each_time() {
    let script = "
        0 created
        1 bot-enter b
        2 bot-leave b
        3 bot-enter b
        4 enter A
        5 coach S
        6 coach S
        7 coach T
        8 monitor S
        9 monitor S
        10 internal psst
        11 end AGENT FORCE";
    expect![[r#"
        csg_MessagesFromAgentsCount 0
        csg_MessagesFromAgentsSize 0
        csg_PartiesAsAgentCount 1
        csg_PartiesAsBotCount 2
        csg_PartiesAsCoachCount 2
        csg_PartiesAsMonitorCount 1
        csg_SessionUntilFirstBotTime 1
    "#]]
    .assert_eq(&about(script, &["FromAgents", "PartiesAs", "FirstBot"]));
}

#[test]
fn sizes_are_unicode_scalar_values() {
    // A clef outside the basic plane; e and a combining acute; a family of four joined by three joiners; a space.
    let script = "
        0 created
        1 customer \u{1D11E}
        2 agent e\u{301}
        3 bot \u{1F469}\u{200D}\u{1F469}\u{200D}\u{1F467}\u{200D}\u{1F466} x
        4 end CLIENT QUIT";
    expect![[r#"
        csg_MessagesFromAgentsCount 1
        csg_MessagesFromAgentsSize 2
        csg_MessagesFromBotsCount 1
        csg_MessagesFromBotsSize 9
        csg_MessagesFromCustomersCount 1
        csg_MessagesFromCustomersSize 1
    "#]]
    .assert_eq(&about(script, &["MessagesFrom"]));
}

#[test]
fn the_customer_is_there_until_it_leaves_or_the_chat_ends() {
    let left = "
        0 created
        50 customer-out
        70 end CLIENT QUIT";
    assert_eq!(about(left, &["WithCustomer"]), "csg_SessionWithCustomerTime 50\n");
    let stayed = "
        0 created
        70 end AGENT DISCONNECT
        90 customer-out";
    assert_eq!(about(stayed, &["WithCustomer"]), "csg_SessionWithCustomerTime 70\n");
}

#[test]
fn idle_twice_and_ended_by_activity_only() {
    let script = "
        0 created
        10 enter A
        100 idle
        110 idle
        115 bot-enter b
        116 bot psst
        117 bot-link
        118 typing
        120 customer here
        200 idle
        205 link
        300 idle
        300 file
        400 idle
        407 end SYSTEM INACTIVE";
    // 100 to 120, 200 to 205, 300 to 300, 400 to 407: a second alert starts none, one of length 0 counts.
    expect![[r#"
        cse_ActiveIdleMaxTime 20
        cse_ActiveIdleTotalCount 4
        cse_ActiveIdleTotalTime 32
    "#]]
    .assert_eq(&about(script, &["ActiveIdle"]));
}

#[test]
fn idle_ends_when_an_agent_enters_or_leaves_and_needs_one_to_begin() {
    let script = "
        0 created
        5 idle
        10 enter A
        20 idle
        23 enter B
        30 idle
        34 leave B
        40 idle
        45 leave A
        50 idle
        60 end CLIENT QUIT";
    expect![[r#"
        cse_ActiveIdleMaxTime 5
        cse_ActiveIdleTotalCount 3
        cse_ActiveIdleTotalTime 12
    "#]]
    .assert_eq(&about(script, &["ActiveIdle"]));
}

#[test]
fn dormant_is_from_hold_to_activity_to_an_agent_or_to_the_end() {
    let script = "
        0 created async
        10 enter A
        20 leave A
        20 hold
        50 hold
        100 customer again
        100 wake
        130 enter B
        140 leave B
        140 hold
        150 enter A
        160 leave A
        160 hold
        170 end SYSTEM INACTIVE";
    // 20 to 100, 140 to 150, 160 to 170; from 100 to 130 it is being routed.
    expect![[r#"
        cse_AsyncDormantMaxTime 80
        cse_AsyncDormantTotalCount 3
        cse_AsyncDormantTotalTime 100
    "#]]
    .assert_eq(&about(script, &["Dormant"]));
}

#[test]
fn async_idle_is_from_its_alert_to_activity_to_an_agent_or_to_the_end() {
    let script = "
        0 created async
        10 enter A
        20 leave A
        20 hold
        30 async-idle
        33 async-idle
        40 customer again
        40 wake
        50 async-idle
        55 enter A
        60 leave A
        60 hold
        70 async-idle
        77 end SYSTEM INACTIVE";
    expect![[r#"
        cse_AsyncIdleMaxTime 10
        cse_AsyncIdleTotalCount 3
        cse_AsyncIdleTotalTime 22
    "#]]
    .assert_eq(&about(script, &["AsyncIdle"]));
    let not_async = script.replace("created async", "created");
    expect![[r#"
        cse_AsyncDormantMaxTime 0
        cse_AsyncDormantTotalCount 0
        cse_AsyncDormantTotalTime 0
        cse_AsyncIdleMaxTime 0
        cse_AsyncIdleTotalCount 0
        cse_AsyncIdleTotalTime 0
        csg_ChatAsyncMode 0
    "#]]
    .assert_eq(&about(&not_async, &["Async"]));
}

#[test]
fn what_comes_after_the_end_is_not_in_it() {
    let script = "
        0 created
        10 enter A
        20 end AGENT FORCE
        20 leave A
        30 customer late
        40 agent late
        50 enter B
        60 end CLIENT QUIT";
    expect![[r#"
        csg_MessagesFromAgentsCount 0
        csg_MessagesFromAgentsSize 0
        csg_MessagesFromBotsCount 0
        csg_MessagesFromBotsSize 0
        csg_MessagesFromCustomersCount 0
        csg_MessagesFromCustomersSize 0
        csg_PartiesAsAgentCount 1
        csg_SessionEndedBy AGENT
        csg_SessionTotalTime 20
    "#]]
    .assert_eq(&about(
        script,
        &["MessagesFrom", "AsAgent", "EndedBy", "TotalTime_", "csg_SessionTotal"],
    ));
}
