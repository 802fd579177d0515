//! Chats that pass to a queue, go back to their own, or are given to somebody by a supervisor.

use expect_test::expect;

use crate::presence::check_talk;
use crate::script::check;

#[test]
fn a_chat_passes_to_another_queue_and_keeps_its_first_arrival() {
    check(
        "
        0s sam heard
        1s ann asks general Hello
        2s sam accepts ann
        3s bea asks sales Younger
        4s sam passes ann sales She wants to buy
        5s sam says ann Too late
        6s dana heard
        7s dana accepts ann
        8s dana says ann Hello
        ",
        expect![[r#"
            0.000     130 agent_status_changed - sam signed_in available
            1.000     26  chat_created ann.1 general arrived=1 Hello
            1.000     2   end_user_post ann.1 Hello
            1.000     120 incident_opened ann.1 Hello
            1.000     8   agent_engagement_invitation ann.1 sam general
            2.000     43  agent_accepted ann.1 sam
            2.000     11  agent_engagement_accepted ann.1 sam
            2.000     23  engagement_participant_entered ann.1 sam lead accepted
            2.000     48  lead_session_start ann.1 sam
            3.000     26  chat_created bea.1 sales arrived=3 Younger
            3.000     2   end_user_post bea.1 Younger
            3.000     120 incident_opened bea.1 Younger
            4.000     123 side_note_added ann.1 She wants to buy
            4.000     49  lead_session_end ann.1 sam
            4.000     24  engagement_participant_left ann.1 sam transferred
            4.000     47  transferred_to_queue ann.1 sales
            5.000     ! session_lost: you are not in the chat
            6.000     130 agent_status_changed - dana signed_in available
            6.000     8   agent_engagement_invitation ann.1 dana sales
            7.000     43  agent_accepted ann.1 dana
            7.000     11  agent_engagement_accepted ann.1 dana
            7.000     23  engagement_participant_entered ann.1 dana lead accepted
            7.000     48  lead_session_start ann.1 dana
            7.000     8   agent_engagement_invitation bea.1 dana sales
            8.000     1   agent_post ann.1 Hello
        "#]],
    );
}

#[test]
fn a_queue_that_takes_no_chats_is_refused() {
    check_talk(
        "
        3s dana passes ann nowhere
        4s admin queue sales hours=UTC
        5s dana passes ann sales
        6s admin queue sales
        7s admin sets queues_and_topics false
        8s dana passes ann sales
        9s dana passes ann general
        10s dana passes ann general
        ",
        expect![[r#"
            3.000     ! not_found: there is no queue nowhere
            4.000     143 queue_changed - sales
            5.000     ! queue_closed: the queue sales is closed at this hour
            6.000     143 queue_changed - sales
            7.000     149 setting_changed - queues_and_topics false
            8.000     ! not_allowed: queues and topics are off
            9.000     49  lead_session_end ann.1 dana
            9.000     24  engagement_participant_left ann.1 dana transferred
            9.000     47  transferred_to_queue ann.1 general
            9.000     8   agent_engagement_invitation ann.1 dana general
            10.000    ! session_lost: you are not in the chat
        "#]],
    );
}

#[test]
fn a_chat_goes_back_to_its_place_and_to_another_agent_first() {
    check_talk(
        "
        3s sam heard
        4s dana puts-back ann
        5s sam declines ann
        6s dana accepts ann
        7s dana puts-back ann
        8s ann leaves
        ",
        expect![[r#"
            3.000     130 agent_status_changed - sam signed_in available
            4.000     49  lead_session_end ann.1 dana
            4.000     24  engagement_participant_left ann.1 dana left
            4.000     47  transferred_to_queue ann.1 general
            4.000     8   agent_engagement_invitation ann.1 sam general
            5.000     12  agent_engagement_declined ann.1 sam
            5.000     8   agent_engagement_invitation ann.1 dana general
            6.000     43  agent_accepted ann.1 dana
            6.000     11  agent_engagement_accepted ann.1 dana
            6.000     23  engagement_participant_entered ann.1 dana lead accepted
            6.000     48  lead_session_start ann.1 dana
            7.000     49  lead_session_end ann.1 dana
            7.000     24  engagement_participant_left ann.1 dana left
            7.000     47  transferred_to_queue ann.1 general
            7.000     8   agent_engagement_invitation ann.1 sam general
            8.000     14  agent_engagement_unavailable ann.1 sam
            8.000     28  chat_canceled ann.1
            8.000     100 chat_concluded ann.1 CLIENT QUIT CustomerCanceled
            8.000     44  end_user_disconnected ann.1 quit
            8.000     27  chat_released ann.1
        "#]],
    );
}

#[test]
fn a_supervisor_assigns_a_waiting_chat_and_one_that_another_has() {
    check(
        "
        0s admin sets offer_timeout 5min
        0s sofia heard
        0s sofia chooses lunch
        0s dana heard
        1s ann asks general Hello
        2s sam heard
        3s dana assigns ann sam
        4s sofia assigns ann nobody
        5s sofia assigns ann sam
        6s dana accepts ann
        7s sofia assigns ann sam
        8s sofia assigns ann dana
        9s dana invites ann sam
        10s sam comes ann
        11s sofia assigns ann sam
        12s sam ends ann
        13s sofia assigns ann dana
        ",
        expect![[r#"
            0.000     149 setting_changed - offer_timeout 5min
            0.000     130 agent_status_changed - sofia signed_in available
            0.000     130 agent_status_changed - sofia chosen lunch
            0.000     130 agent_status_changed - dana signed_in available
            1.000     26  chat_created ann.1 general arrived=1 Hello
            1.000     2   end_user_post ann.1 Hello
            1.000     120 incident_opened ann.1 Hello
            1.000     8   agent_engagement_invitation ann.1 dana general
            2.000     130 agent_status_changed - sam signed_in available
            3.000     ! not_allowed: only a supervisor may do this
            4.000     ! not_found: there is no agent nobody
            5.000     14  agent_engagement_unavailable ann.1 dana
            5.000     23  engagement_participant_entered ann.1 sam lead assigned
            5.000     48  lead_session_start ann.1 sam
            6.000     ! taken: sam has the chat
            7.000     ! wrong_state: sam has the chat already
            8.000     23  engagement_participant_entered ann.1 dana lead assigned
            8.000     49  lead_session_end ann.1 sam
            8.000     48  lead_session_start ann.1 dana
            8.000     24  engagement_participant_left ann.1 sam transferred
            9.000     10  agent_conference_invitation ann.1 sam
            10.000    19  agent_conference_accepted ann.1 sam
            10.000    23  engagement_participant_entered ann.1 sam supporting conferenced
            11.000    49  lead_session_end ann.1 dana
            11.000    25  agent_role_change ann.1 sam dana
            11.000    48  lead_session_start ann.1 sam
            12.000    100 chat_concluded ann.1 AGENT FORCE AgentEnded
            12.000    44  end_user_disconnected ann.1 concluded
            12.000    49  lead_session_end ann.1 sam
            12.000    24  engagement_participant_left ann.1 dana concluded
            12.000    24  engagement_participant_left ann.1 sam concluded
            13.000    ! chat_over: the chat is over
        "#]],
    );
}

#[test]
fn a_supervisor_assigns_to_nobody_who_cannot_take_it() {
    check_talk(
        "
        3s sofia assigns ann sam
        4s sam heard
        5s sam chooses lunch
        6s sofia assigns ann sam
        7s sam chooses available
        8s admin profile chats_max=1
        8s bea asks general Second
        9s sam accepts bea
        10s sofia assigns ann sam
        ",
        expect![[r#"
            3.000     ! unavailable: sam takes no chats at the moment
            4.000     130 agent_status_changed - sam signed_in available
            5.000     130 agent_status_changed - sam chosen lunch
            6.000     ! unavailable: sam takes no chats at the moment
            7.000     130 agent_status_changed - sam chosen available
            8.000     145 profile_changed -
            8.000     26  chat_created bea.1 general arrived=8 Second
            8.000     2   end_user_post bea.1 Second
            8.000     120 incident_opened bea.1 Second
            8.000     8   agent_engagement_invitation bea.1 sam general
            9.000     43  agent_accepted bea.1 sam
            9.000     11  agent_engagement_accepted bea.1 sam
            9.000     23  engagement_participant_entered bea.1 sam lead accepted
            9.000     48  lead_session_start bea.1 sam
            10.000    ! at_limit: sam has no place for another chat, the limit is 1
        "#]],
    );
}

#[test]
fn an_assignment_ends_what_was_asked_and_watched() {
    check_talk(
        "
        3s sofia heard
        3s sam heard
        4s sofia monitors ann
        5s dana transfers ann sam
        6s sofia assigns ann sofia
        ",
        expect![[r#"
            3.000     130 agent_status_changed - sofia signed_in available
            3.000     130 agent_status_changed - sam signed_in available
            4.000     45  monitor_begin ann.1 sofia
            5.000     9   agent_transfer_invitation ann.1 sam
            6.000     17  agent_transfer_canceled ann.1 sam
            6.000     46  monitor_end ann.1 sofia
            6.000     23  engagement_participant_entered ann.1 sofia lead assigned
            6.000     49  lead_session_end ann.1 dana
            6.000     48  lead_session_start ann.1 sofia
            6.000     24  engagement_participant_left ann.1 dana transferred
        "#]],
    );
    check_talk(
        "
        3s sofia heard
        3s sam heard
        4s dana transfers ann sam
        5s sofia assigns ann sam
        ",
        expect![[r#"
            3.000     130 agent_status_changed - sofia signed_in available
            3.000     130 agent_status_changed - sam signed_in available
            4.000     9   agent_transfer_invitation ann.1 sam
            5.000     17  agent_transfer_canceled ann.1 sam
            5.000     23  engagement_participant_entered ann.1 sam lead assigned
            5.000     49  lead_session_end ann.1 dana
            5.000     48  lead_session_start ann.1 sam
            5.000     24  engagement_participant_left ann.1 dana transferred
        "#]],
    );
}
