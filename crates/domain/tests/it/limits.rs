//! The limits of presence and idleness to the millisecond: just before, at, and just after.

use expect_test::expect;

use crate::presence::check_talk;

#[test]
fn a_customer_is_absent_at_the_limit_and_not_before() {
    check_talk("10s ann silent\n 29.999s ann heard", expect![[""]]);
    check_talk(
        "10s ann silent\n 30s ann heard",
        expect![[r#"
        30.000    6   end_user_absent ann.1
        30.000    7   end_user_present ann.1
    "#]],
    );
    check_talk(
        "10s ann silent\n 30.001s ann heard",
        expect![[r#"
        30.000    6   end_user_absent ann.1
        30.001    7   end_user_present ann.1
    "#]],
    );
}

#[test]
fn a_customer_heard_at_the_very_limit_or_after_is_lost() {
    check_talk(
        "10s ann silent\n 70s ann heard",
        expect![[r#"
        30.000    6   end_user_absent ann.1
        70.000    32  user_lost ann.1
        70.000    31  user_disconnected ann.1
        70.000    100 chat_concluded ann.1 CLIENT DISCONNECT CustomerLost
        70.000    44  end_user_disconnected ann.1 disconnect
        70.000    49  lead_session_end ann.1 dana
        70.000    24  engagement_participant_left ann.1 dana concluded
        70.000    51  end_user_client_reset ann.1
    "#]],
    );
    check_talk(
        "10s ann silent\n 70.001s ann heard",
        expect![[r#"
        30.000    6   end_user_absent ann.1
        70.000    32  user_lost ann.1
        70.000    31  user_disconnected ann.1
        70.000    100 chat_concluded ann.1 CLIENT DISCONNECT CustomerLost
        70.000    44  end_user_disconnected ann.1 disconnect
        70.000    49  lead_session_end ann.1 dana
        70.000    24  engagement_participant_left ann.1 dana concluded
        70.001    51  end_user_client_reset ann.1
    "#]],
    );
}

#[test]
fn an_agent_heard_at_the_absent_limit_was_absent() {
    check_talk("10s dana silent\n 29.999s dana heard", expect![[""]]);
    check_talk(
        "10s dana silent\n 30s dana heard",
        expect![[r#"
        30.000    4   agent_absent ann.1 dana
        30.000    5   agent_present ann.1 dana
    "#]],
    );
    check_talk(
        "10s dana silent\n 30.001s dana heard",
        expect![[r#"
        30.000    4   agent_absent ann.1 dana
        30.001    5   agent_present ann.1 dana
    "#]],
    );
}

#[test]
fn idleness_is_warned_of_and_ends_at_its_limits_and_not_before() {
    check_talk(
        "256.999s dana says ann a\n 511.998s ann says b",
        expect![[r#"
        256.999   1   agent_post ann.1 a
        511.998   2   end_user_post ann.1 b
    "#]],
    );
    check_talk(
        "257s dana says ann a",
        expect![[r#"
        257.000   114 idle_alert ann.1
        257.000   1   agent_post ann.1 a
    "#]],
    );
    check_talk(
        "257.001s dana says ann a",
        expect![[r#"
        257.000   114 idle_alert ann.1
        257.001   1   agent_post ann.1 a
    "#]],
    );
    check_talk(
        "601.999s ann says just in time",
        expect![[r#"
        257.000   114 idle_alert ann.1
        601.999   2   end_user_post ann.1 just in time
    "#]],
    );
    check_talk(
        "602s ann says too late",
        expect![[r#"
        257.000   114 idle_alert ann.1
        602.000   39  chat_disconnected_idle_end_user ann.1
        602.000   100 chat_concluded ann.1 SYSTEM INACTIVE Idle
        602.000   44  end_user_disconnected ann.1 concluded
        602.000   49  lead_session_end ann.1 dana
        602.000   24  engagement_participant_left ann.1 dana concluded
        602.000   ! chat_over: the chat takes no more messages
    "#]],
    );
    check_talk(
        "602.001s ann says too late",
        expect![[r#"
        257.000   114 idle_alert ann.1
        602.000   39  chat_disconnected_idle_end_user ann.1
        602.000   100 chat_concluded ann.1 SYSTEM INACTIVE Idle
        602.000   44  end_user_disconnected ann.1 concluded
        602.000   49  lead_session_end ann.1 dana
        602.000   24  engagement_participant_left ann.1 dana concluded
        602.001   ! chat_over: the chat takes no more messages
    "#]],
    );
}
