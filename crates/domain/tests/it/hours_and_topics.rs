//! A queue's hours, messages left outside them, topics, and the one queue that is left when there are none.

use std::collections::BTreeMap;

use domain::command::{LeftMessage, Request};
use domain::event::{Customer, IncidentFields};
use domain::incident::{Incident, PastIncident};
use domain::library::{Change, Topic};
use domain::{Command, CommandId, ConversationId, Core, Party, PartyType, QueueId, TopicId};
use expect_test::expect;

use crate::script::{Stage, check};

// Queues with hours are open from 01:00 to 02:00, which is from 3,600 s to 7,200 s.

#[test]
fn a_queue_takes_chats_in_its_hours_to_the_millisecond() {
    check(
        "
        0s admin queue general hours=UTC
        3599.999s ann asks general Too early
        3600s bea asks general Just open
        7199.999s cyd asks general Just in time
        7200s eve asks general Too late
        7201s eve leaves-message general Please call me
        ",
        expect![[r#"
            0.000     143 queue_changed - general
            3599.999  ! queue_closed: the queue general is closed at this hour; leave a message instead
            3600.000  26  chat_created bea.1 general arrived=3600 Just open
            3600.000  2   end_user_post bea.1 Just open
            3600.000  120 incident_opened bea.1 Just open
            5400.000  100 chat_concluded bea.1 SYSTEM FORCE QueueTimeout
            5400.000  44  end_user_disconnected bea.1 concluded
            5400.000  27  chat_released bea.1
            5400.000  122 incident_closed bea.1
            7199.999  26  chat_created cyd.1 general arrived=7199.999 Just in time
            7199.999  2   end_user_post cyd.1 Just in time
            7199.999  120 incident_opened cyd.1 Just in time
            7200.000  ! queue_closed: the queue general is closed at this hour; leave a message instead
            7201.000  120 incident_opened - Please call me
        "#]],
    );
}

#[test]
fn who_is_in_stays_in_when_the_queue_closes() {
    check(
        "
        0s admin queue general hours=UTC
        7190s dana heard
        7191s ann asks general Hello
        7192s dana accepts ann
        7201s dana puts-back ann
        7202s dana accepts ann
        7203s ann leaves
        7204s dana wraps-up ann gone
        7205s ann continues
        ",
        expect![[r#"
            0.000     143 queue_changed - general
            7190.000  130 agent_status_changed - dana signed_in available
            7191.000  26  chat_created ann.1 general arrived=7191 Hello
            7191.000  2   end_user_post ann.1 Hello
            7191.000  120 incident_opened ann.1 Hello
            7191.000  8   agent_engagement_invitation ann.1 dana general
            7192.000  43  agent_accepted ann.1 dana
            7192.000  11  agent_engagement_accepted ann.1 dana
            7192.000  23  engagement_participant_entered ann.1 dana lead accepted
            7192.000  48  lead_session_start ann.1 dana
            7201.000  49  lead_session_end ann.1 dana
            7201.000  24  engagement_participant_left ann.1 dana left
            7201.000  47  transferred_to_queue ann.1 general
            7201.000  8   agent_engagement_invitation ann.1 dana general
            7202.000  43  agent_accepted ann.1 dana
            7202.000  11  agent_engagement_accepted ann.1 dana
            7202.000  23  engagement_participant_entered ann.1 dana lead accepted
            7202.000  48  lead_session_start ann.1 dana
            7203.000  100 chat_concluded ann.1 CLIENT QUIT CustomerLeft
            7203.000  44  end_user_disconnected ann.1 quit
            7203.000  49  lead_session_end ann.1 dana
            7203.000  24  engagement_participant_left ann.1 dana concluded
            7204.000  121 incident_updated ann.1 gone
            7204.000  122 incident_closed ann.1
            7204.000  27  chat_released ann.1
            7205.000  ! queue_closed: the queue general is closed at this hour; leave a message instead
        "#]],
    );
}

#[test]
fn a_message_that_is_left_opens_an_incident_and_no_chat() {
    let mut stage = Stage::set();
    stage.run(
        "
        0s dana heard
        1s ann leaves-message general Please call me
        2s bea asks general Hello
        3s bea leaves-message general Twice
        4s dana leaves-message general I am staff
        5s cyd leaves-message nowhere Hello
        ",
    );
    stage.check_replay();
    expect![[r#"
        0.000     130 agent_status_changed - dana signed_in available
        1.000     120 incident_opened - Please call me
        2.000     26  chat_created bea.1 general arrived=2 Hello
        2.000     2   end_user_post bea.1 Hello
        2.000     120 incident_opened bea.1 Hello
        2.000     8   agent_engagement_invitation bea.1 dana general
        3.000     ! already_open: the conversation is open already
        4.000     ! not_allowed: only a customer leaves a message
        5.000     ! not_found: there is no queue nowhere
    "#]]
    .assert_eq(stage.out());
    assert!(!stage.core.state.conversations.contains_key(&ConversationId::new("ann")));
}

#[test]
fn the_agents_of_its_queue_see_what_becomes_of_a_left_message_also_after_a_restart() {
    let mut stage = Stage::set();
    stage.run("0s dana heard\n 1s ann leaves-message general Please call me");
    let conversation = ConversationId::new("ann");
    let custom = BTreeMap::from([("queue".to_owned(), "general".to_owned())]);
    let incident = Incident { id: "ann".into(), open: true, custom, ..Incident::default() };
    let past = Some(Box::new(PastIncident { chat: None, incident }));
    let fields = IncidentFields { status: Some("called".into()), ..IncidentFields::default() };
    let command =
        Command::UpdateIncident { conversation, past, incident: fields, open: Some(false) };
    let mut before = stage.core.state.clone();
    let by = Party::new(PartyType::Agent, "dana");
    let at = before.at + domain::Millis(1_000);
    let told = stage.core.execute(at, &by, &CommandId::new("settle"), command).unwrap().events;
    assert_eq!(told.len(), 2);
    for emitted in told {
        assert_eq!(emitted.audience.queues, [QueueId::new("general")]);
        assert_eq!(Core::replay(&mut before, &emitted.recorded), emitted.audience);
    }
}

fn topic(enabled: bool) -> Topic {
    Topic {
        id: TopicId::new("prices"),
        name: "Prices".into(),
        queue: QueueId::new("sales"),
        enabled,
    }
}

fn ask(stage: &mut Stage, who: &str, topic: &str) -> Result<(), domain::Refusal> {
    let request = Request {
        conversation: ConversationId::new(who),
        customer: Customer { id: who.into(), ..Customer::default() },
        queue: None,
        topic: Some(TopicId::new(topic)),
        is_async: false,
        question: None,
        subject: String::new(),
        language: None,
        media_origin: None,
    };
    let by = Party::new(PartyType::Customer, who);
    stage.execute(&by, Command::StartChat(Box::new(request)))
}

#[test]
fn a_topic_leads_to_its_queue() {
    let mut stage = Stage::set();
    let admin = Party::new(PartyType::Admin, "admin");
    let put = |stage: &mut Stage, enabled| {
        let change = Box::new(Change::PutTopic(topic(enabled)));
        stage.execute(&admin, Command::ChangeLibrary(change)).unwrap();
    };
    put(&mut stage, true);
    ask(&mut stage, "ann", "prices").unwrap();
    assert_eq!(ask(&mut stage, "bea", "nothing").unwrap_err().code, domain::Code::NotFound);
    put(&mut stage, false);
    assert_eq!(ask(&mut stage, "bea", "prices").unwrap_err().code, domain::Code::NotFound);
    stage.run("1s admin sets queues_and_topics false");
    ask(&mut stage, "bea", "prices").unwrap();
    stage.run("2s cyd asks sales Hello");
    stage.check_replay();
    expect![[r#"
        0.000     150 topic_changed -
        0.000     26  chat_created ann.1 sales arrived=0
        0.000     120 incident_opened ann.1
        0.000     150 topic_changed -
        1.000     149 setting_changed - queues_and_topics false
        1.000     26  chat_created bea.1 general arrived=1
        1.000     120 incident_opened bea.1
        2.000     26  chat_created cyd.1 general arrived=2 Hello
        2.000     2   end_user_post cyd.1 Hello
        2.000     120 incident_opened cyd.1 Hello
    "#]]
    .assert_eq(stage.out());
    let left = LeftMessage {
        conversation: ConversationId::new("eve"),
        customer: Customer::default(),
        queue: None,
        topic: Some(TopicId::new("prices")),
        text: "Hello".into(),
    };
    stage.clear();
    let eve = Party::new(PartyType::Customer, "eve");
    stage.execute(&eve, Command::LeaveMessage(Box::new(left))).unwrap();
    let stored = serde_json::to_string(&stage.log.last().unwrap().event.body).unwrap();
    expect![[r#"{"kind":"incident_opened","data":{"incident":"eve","subject":"Hello","summary":"Hello","custom":{"queue":"general"},"customer":{"id":""}}}"#]].assert_eq(&stored);
}

#[test]
fn a_queue_that_is_off_is_the_general_one() {
    let mut stage = Stage::set();
    let admin = Party::new(PartyType::Admin, "admin");
    let mut sales = crate::script::queue("sales");
    sales.enabled = false;
    stage.execute(&admin, Command::PutQueue { queue: sales }).unwrap();
    stage.clear();
    stage.run("1s ann asks sales Hello\n 2s bea asks nowhere Hello");
    stage.check_replay();
    expect![[r#"
        1.000     26  chat_created ann.1 general arrived=1 Hello
        1.000     2   end_user_post ann.1 Hello
        1.000     120 incident_opened ann.1 Hello
        2.000     ! not_found: there is no queue nowhere
    "#]]
    .assert_eq(stage.out());
}

#[test]
fn the_company_filter_binds_offers_and_picking() {
    check(
        "
        0s admin queue general company_filter=on
        0s admin hires acme1 agent general acme
        0s dana heard
        1s ann asks-for acme general Hello
        2s dana picks ann
        3s bea asks general Of no company
        4s acme1 heard
        ",
        expect![[r#"
            0.000     143 queue_changed - general
            0.000     141 agent_changed -
            0.000     130 agent_status_changed - dana signed_in available
            1.000     26  chat_created ann.1 general arrived=1 Hello
            1.000     2   end_user_post ann.1 Hello
            1.000     120 incident_opened ann.1 Hello
            2.000     ! not_allowed: the chat is for agents of the customer's company
            3.000     26  chat_created bea.1 general arrived=3 Of no company
            3.000     2   end_user_post bea.1 Of no company
            3.000     120 incident_opened bea.1 Of no company
            3.000     8   agent_engagement_invitation bea.1 dana general
            4.000     130 agent_status_changed - acme1 signed_in available
            4.000     8   agent_engagement_invitation ann.1 acme1 general
        "#]],
    );
}
