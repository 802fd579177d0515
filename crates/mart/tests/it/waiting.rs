//! Waiting and replying by cases computed by hand.

use expect_test::expect;

use crate::script::about;

const FOUR: [&str; 4] = ["AgentReply", "AgentWait", "CustomerReply", "CustomerWait"];

#[test]
fn runs_collapse_and_a_last_run_gives_nothing() {
    let script = "
        0 created
        10 customer a
        15 customer b
        20 agent c
        22 agent d
        30 customer e
        90 end CLIENT QUIT";
    // Reply 10 to 20, wait 15 to 20; then reply 20 to 30, wait 22 to 30.
    expect![[r#"
        cse_AgentReplyMaxTime 10
        cse_AgentReplyTotalCount 1
        cse_AgentReplyTotalTime 10
        cse_AgentWaitMaxTime 8
        cse_AgentWaitTotalCount 1
        cse_AgentWaitTotalTime 8
        cse_CustomerReplyMaxTime 10
        cse_CustomerReplyTotalCount 1
        cse_CustomerReplyTotalTime 10
        cse_CustomerWaitMaxTime 5
        cse_CustomerWaitTotalCount 1
        cse_CustomerWaitTotalTime 5
    "#]]
    .assert_eq(&about(script, &FOUR));
}

#[test]
fn without_a_reply_of_the_customer_only_the_agents_side_has_one() {
    let script = "
        0 created
        0 customer a
        5 agent b
        60 end AGENT FORCE";
    expect![[r#"
        cse_AgentReplyMaxTime 5
        cse_AgentReplyTotalCount 1
        cse_AgentReplyTotalTime 5
        cse_AgentWaitMaxTime 0
        cse_AgentWaitTotalCount 0
        cse_AgentWaitTotalTime 0
        cse_CustomerReplyMaxTime 0
        cse_CustomerReplyTotalCount 0
        cse_CustomerReplyTotalTime 0
        cse_CustomerWaitMaxTime 5
        cse_CustomerWaitTotalCount 1
        cse_CustomerWaitTotalTime 5
    "#]]
    .assert_eq(&about(script, &FOUR));
}

#[test]
fn bots_break_no_run_and_agents_are_one_side() {
    let script = "
        0 created
        1 customer a
        4 bot b
        6 customer c
        10 agent of-A
        11 bot d
        12 agent of-B
        20 customer e
        30 end CLIENT QUIT";
    expect![[r#"
        cse_AgentReplyMaxTime 9
        cse_AgentReplyTotalCount 1
        cse_AgentReplyTotalTime 9
        cse_AgentWaitMaxTime 8
        cse_AgentWaitTotalCount 1
        cse_AgentWaitTotalTime 8
        cse_CustomerReplyMaxTime 10
        cse_CustomerReplyTotalCount 1
        cse_CustomerReplyTotalTime 10
        cse_CustomerWaitMaxTime 4
        cse_CustomerWaitTotalCount 1
        cse_CustomerWaitTotalTime 4
    "#]]
    .assert_eq(&about(script, &FOUR));
}

#[test]
fn a_reply_at_once_counts_with_time_zero() {
    let script = "
        0 created
        1 customer a
        1 agent b
        1.999 customer c
        9 end CLIENT QUIT";
    expect![[r#"
        cse_AgentReplyMaxTime 0
        cse_AgentReplyTotalCount 1
        cse_AgentReplyTotalTime 0
        cse_AgentWaitMaxTime 0
        cse_AgentWaitTotalCount 1
        cse_AgentWaitTotalTime 0
        cse_CustomerReplyMaxTime 0
        cse_CustomerReplyTotalCount 1
        cse_CustomerReplyTotalTime 0
        cse_CustomerWaitMaxTime 0
        cse_CustomerWaitTotalCount 1
        cse_CustomerWaitTotalTime 0
    "#]]
    .assert_eq(&about(script, &FOUR));
}

#[test]
fn two_holds_are_taken_out_of_an_async_chats_reply() {
    let script = "
        0 created async
        10 enter A
        20 agent a
        30 leave A
        30 hold
        130 customer b
        130 wake
        150 enter B
        160 leave B
        160 hold
        170 customer c
        170 wake
        180 enter A
        187 agent d
        200 end AGENT FORCE";
    // The agents' reply: 130 to 187 without 130 to 150 (the first hold until B enters) and 160 to 180: 17.
    // Their wait: 20 to 130 without the dormant 30 to 130: 10. The customer's pair is not adjusted: reply 110, wait 170 to 187.
    expect![[r#"
        cse_AgentReplyMaxTime 17
        cse_AgentReplyTotalCount 1
        cse_AgentReplyTotalTime 17
        cse_AgentWaitMaxTime 10
        cse_AgentWaitTotalCount 1
        cse_AgentWaitTotalTime 10
        cse_CustomerReplyMaxTime 110
        cse_CustomerReplyTotalCount 1
        cse_CustomerReplyTotalTime 110
        cse_CustomerWaitMaxTime 17
        cse_CustomerWaitTotalCount 1
        cse_CustomerWaitTotalTime 17
    "#]]
    .assert_eq(&about(script, &FOUR));
}

#[test]
fn an_agent_who_writes_during_a_hold_has_only_the_time_before_it() {
    let script = "
        0 created async
        10 customer a
        14 hold
        20 agent b
        60 customer c
        70 end AGENT FORCE";
    // The stretch from the hold has no agent entering, so it lasts to the end; the chat is dormant from 14 on.
    expect![[r#"
        cse_AgentReplyMaxTime 4
        cse_AgentReplyTotalCount 1
        cse_AgentReplyTotalTime 4
        cse_AgentWaitMaxTime 0
        cse_AgentWaitTotalCount 1
        cse_AgentWaitTotalTime 0
        cse_CustomerReplyMaxTime 40
        cse_CustomerReplyTotalCount 1
        cse_CustomerReplyTotalTime 40
        cse_CustomerWaitMaxTime 10
        cse_CustomerWaitTotalCount 1
        cse_CustomerWaitTotalTime 10
    "#]]
    .assert_eq(&about(script, &FOUR));
}
