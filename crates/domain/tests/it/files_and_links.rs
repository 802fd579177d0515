//! Files, links and attributes: when they are sent, and when they are refused.

use expect_test::expect;

use crate::presence::check_talk;
use crate::script::{Stage, check};

#[test]
fn both_sides_send_files() {
    check_talk(
        "
        3s ann sends photo.txt 12
        4s dana sends ann manual.txt 20000000
        5s sam heard
        6s sam sends ann virus.txt 5
        7s ann leaves
        8s ann sends late.txt 5
        9s dana sends ann late.txt 5
        10s dana wraps-up ann solved
        11s ann sends later.txt 5
        ",
        expect![[r#"
            3.000     38  file_attachment_received ann.1 photo.txt
            4.000     131 agent_file_sent ann.1 manual.txt
            5.000     130 agent_status_changed - sam signed_in available
            6.000     ! session_lost: you are not in the chat
            7.000     100 chat_concluded ann.1 CLIENT QUIT CustomerLeft
            7.000     44  end_user_disconnected ann.1 quit
            7.000     49  lead_session_end ann.1 dana
            7.000     24  engagement_participant_left ann.1 dana concluded
            8.000     ! chat_over: the chat takes no more files
            9.000     ! chat_over: the chat takes no more files
            10.000    121 incident_updated ann.1 solved
            10.000    122 incident_closed ann.1
            10.000    27  chat_released ann.1
            11.000    ! chat_over: the chat ann.1 is over or does not exist
        "#]],
    );
}

#[test]
fn a_customer_sends_a_file_while_it_waits() {
    check(
        "1s ann asks general Hello\n 2s ann sends photo.txt 12",
        expect![[r#"
        1.000     26  chat_created ann.1 general arrived=1 Hello
        1.000     2   end_user_post ann.1 Hello
        1.000     120 incident_opened ann.1 Hello
        2.000     38  file_attachment_received ann.1 photo.txt
    "#]],
    );
}

#[test]
fn files_have_limits() {
    check_talk(
        "
        3s admin sets file_bytes_max 10
        3s admin sets files_max 2
        4s ann sends empty.txt 0
        5s ann sends just.txt 10
        6s ann sends over.txt 11
        7s dana sends ann two.txt 10
        8s dana sends ann three.txt 1
        9s ann sends three.txt 1
        10s admin sets customer_files false
        10s admin sets files_max 5
        11s ann sends four.txt 1
        12s dana sends ann four.txt 1
        ",
        expect![[r#"
            3.000     149 setting_changed - file_bytes_max 10
            3.000     149 setting_changed - files_max 2
            4.000     ! too_long: a file has from 1 to 10 bytes, this one has 0
            5.000     38  file_attachment_received ann.1 just.txt
            6.000     ! too_long: a file has from 1 to 10 bytes, this one has 11
            7.000     131 agent_file_sent ann.1 two.txt
            8.000     ! too_long: 2 files were sent, at most 2 are allowed
            9.000     ! too_long: 2 files were sent, at most 2 are allowed
            10.000    149 setting_changed - customer_files false
            10.000    149 setting_changed - files_max 5
            11.000    ! not_allowed: customers may not send files
            12.000    131 agent_file_sent ann.1 four.txt
        "#]],
    );
}

#[test]
fn an_agent_pushes_a_link() {
    check_talk(
        "
        3s dana pushes ann https://example.org/help Help page
        4s dana pushes ann javascript:alert(1) Bad
        5s dana pushes ann example.org Bad
        6s sam heard
        7s sam pushes ann https://example.org/help Help page
        8s dana ends ann
        9s dana pushes ann https://example.org/help Help page
        ",
        expect![[r#"
            3.000     3   agent_pushed_url ann.1
            4.000     ! invalid: url must begin with https:// or http://
            5.000     ! invalid: url must begin with https:// or http://
            6.000     130 agent_status_changed - sam signed_in available
            7.000     ! session_lost: you are not in the chat
            8.000     100 chat_concluded ann.1 AGENT FORCE AgentEnded
            8.000     44  end_user_disconnected ann.1 concluded
            8.000     49  lead_session_end ann.1 dana
            8.000     24  engagement_participant_left ann.1 dana concluded
            9.000     ! chat_over: the chat takes no more links
        "#]],
    );
}

#[test]
fn what_the_customers_page_says_is_marked_as_such() {
    let mut stage = Stage::set();
    stage.run(
        "0s dana heard\n 1s ann asks general Hello\n 2s dana accepts ann\n 3s dana marks ann order=17",
    );
    let ann = domain::Party::new(domain::PartyType::Customer, "ann");
    let mut say = |name: &str, value: &str| {
        let attributes = [(name.to_owned(), value.to_owned())].into();
        let chat = domain::ChatId::new("ann.1");
        let done = stage.execute(&ann, domain::Command::SetAttributes { chat, attributes });
        let conversation = stage.core.state.conversations.values().next().unwrap();
        let has: Vec<String> =
            conversation.attributes.iter().map(|(name, value)| format!("{name}={value}")).collect();
        (done.map_err(|refusal| refusal.code).err(), has.join(" "))
    };
    assert_eq!(say("order", "18"), (None, "order=17 page.order=18".to_owned()));
    assert_eq!(say("order", ""), (None, "order=17".to_owned()));
    assert_eq!(say(" ", "x").0, Some(domain::Code::Invalid));
}

#[test]
fn attributes_are_kept_and_taken_away() {
    check_talk(
        "
        3s dana marks ann order=17 mood=cross
        4s dana marks ann order=17
        5s dana marks ann order=
        6s dana marks ann =17
        7s sam heard
        8s sam marks ann order=18
        9s dana ends ann
        10s dana marks ann order=19
        11s dana wraps-up ann solved
        12s ann continues
        ",
        expect![[r#"
            3.000     132 attributes_changed ann.1
            5.000     132 attributes_changed ann.1
            6.000     ! invalid: an attribute has a name
            7.000     130 agent_status_changed - sam signed_in available
            8.000     ! session_lost: you are not in the chat
            9.000     100 chat_concluded ann.1 AGENT FORCE AgentEnded
            9.000     44  end_user_disconnected ann.1 concluded
            9.000     49  lead_session_end ann.1 dana
            9.000     24  engagement_participant_left ann.1 dana concluded
            10.000    132 attributes_changed ann.1
            11.000    121 incident_updated ann.1 solved
            11.000    122 incident_closed ann.1
            11.000    27  chat_released ann.1
            12.000    26  chat_created ann.2 general arrived=12 continues=ann.1 Hello
            12.000    120 incident_opened ann.2 Hello solved
            12.000    132 attributes_changed ann.2
            12.000    8   agent_engagement_invitation ann.2 sam general
        "#]],
    );
}

#[test]
fn files_links_and_attributes_are_or_are_not_activity() {
    check_talk(
        "
        200s ann sends photo.txt 12
        454.999s dana pushes ann https://example.org/help Help
        709.998s dana sends ann manual.txt 12
        964.997s dana marks ann order=17
        964.998s
        964.999s
        ",
        expect![[r#"
            200.000   38  file_attachment_received ann.1 photo.txt
            454.999   3   agent_pushed_url ann.1
            709.998   131 agent_file_sent ann.1 manual.txt
            964.997   132 attributes_changed ann.1
            964.998   114 idle_alert ann.1
        "#]],
    );
}
