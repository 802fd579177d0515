//! Incidents: there from the first moment, linked and relinked, kept whatever happens, also of messages that were left.

use domain::event::{IncidentFields, TicketStatus};
use domain::incident::{Incident, PastIncident};
use domain::{Code, Command, ConversationId, Party, PartyType};
use expect_test::expect;

use crate::presence::check_talk;
use crate::script::Stage;

const TALK: &str = "0s dana heard\n 1s ann asks general Hello\n 2s dana accepts ann\n";

/// What the incident of a conversation amounts to, by its events alone.
fn incident(stage: &Stage, conversation: &str) -> Incident {
    stage.fold(conversation).conversation.map(|c| c.incident).unwrap()
}

#[test]
fn a_linked_ticket_is_resolved_or_left_open() {
    // With a linked open ticket: resolve and end.
    check_talk(
        "3s dana links ann T-17\n 4s dana ends ann resolving",
        expect![[r#"
        3.000     121 incident_updated ann.1 T-17
        4.000     121 incident_updated ann.1 resolved
        4.000     100 chat_concluded ann.1 AGENT FORCE AgentEnded
        4.000     44  end_user_disconnected ann.1 concluded
        4.000     49  lead_session_end ann.1 dana
        4.000     24  engagement_participant_left ann.1 dana concluded
    "#]],
    );
    // Or end without resolving.
    check_talk(
        "3s dana links ann T-17\n 4s dana ends ann",
        expect![[r#"
        3.000     121 incident_updated ann.1 T-17
        4.000     100 chat_concluded ann.1 AGENT FORCE AgentEnded
        4.000     44  end_user_disconnected ann.1 concluded
        4.000     49  lead_session_end ann.1 dana
        4.000     24  engagement_participant_left ann.1 dana concluded
    "#]],
    );
    // Without one there is nothing to resolve.
    check_talk(
        "4s dana ends ann resolving\n 5s dana ends ann",
        expect![[r#"
        4.000     ! wrong_state: no open ticket is linked
        5.000     100 chat_concluded ann.1 AGENT FORCE AgentEnded
        5.000     44  end_user_disconnected ann.1 concluded
        5.000     49  lead_session_end ann.1 dana
        5.000     24  engagement_participant_left ann.1 dana concluded
    "#]],
    );
}

#[test]
fn abandoning_cancels_the_ticket_first() {
    check_talk(
        "3s dana links ann T-17\n 4s ann leaves\n 5s dana abandons ann",
        expect![[r#"
        3.000     121 incident_updated ann.1 T-17
        4.000     100 chat_concluded ann.1 CLIENT QUIT CustomerLeft
        4.000     44  end_user_disconnected ann.1 quit
        4.000     49  lead_session_end ann.1 dana
        4.000     24  engagement_participant_left ann.1 dana concluded
        5.000     121 incident_updated ann.1 cancelled
        5.000     121 incident_updated ann.1 abandoned
        5.000     122 incident_closed ann.1
        5.000     27  chat_released ann.1
    "#]],
    );
    check_talk(
        "4s ann leaves\n 5s dana abandons ann",
        expect![[r#"
        4.000     100 chat_concluded ann.1 CLIENT QUIT CustomerLeft
        4.000     44  end_user_disconnected ann.1 quit
        4.000     49  lead_session_end ann.1 dana
        4.000     24  engagement_participant_left ann.1 dana concluded
        5.000     121 incident_updated ann.1 abandoned
        5.000     122 incident_closed ann.1
        5.000     27  chat_released ann.1
    "#]],
    );
}

#[test]
fn both_vanish_in_wrap_up_and_everything_entered_is_there() {
    let mut stage = Stage::set();
    stage.run(TALK);
    stage.run("3s ann leaves\n 4s dana links ann T-17\n 5s dana silent\n 66s");
    stage.check_replay();
    assert!(stage.core.state.conversations.is_empty());
    let found = incident(&stage, "ann");
    assert_eq!((found.ticket.as_str(), found.subject.as_str()), ("T-17", "Hello"));
    assert!(found.open, "somebody has to look at it");
}

#[test]
fn the_same_again_changes_nothing() {
    check_talk(
        "3s dana links ann T-17\n 4s dana links ann T-17\n 5s dana links ann T-18",
        expect![[r#"
            3.000     121 incident_updated ann.1 T-17
            5.000     121 incident_updated ann.1 T-18
        "#]],
    );
}

fn update(
    stage: &mut Stage,
    who: PartyType,
    past: Option<PastIncident>,
    fields: IncidentFields,
    open: Option<bool>,
) -> Result<(), domain::Refusal> {
    let by = Party::new(who, "sofia");
    let (conversation, past) = (ConversationId::new("ann"), past.map(Box::new));
    stage.execute(&by, Command::UpdateIncident { conversation, past, incident: fields, open })
}

fn ticket(number: &str) -> IncidentFields {
    IncidentFields { ticket: Some(number.into()), ..IncidentFields::default() }
}

#[test]
fn an_incident_is_relinked_closed_and_opened_after_the_end() {
    let mut stage = Stage::set();
    stage.run(TALK);
    stage.run("3s dana links ann T-17\n 4s dana ends ann resolving\n 5s dana wraps-up ann solved");
    stage.clear();
    let past = |stage: &Stage| {
        let chat = stage.fold("ann").conversation.map(|c| c.chat);
        Some(PastIncident { chat, incident: incident(stage, "ann") })
    };
    let known = past(&stage);
    assert_eq!(known.as_ref().unwrap().incident.ticket_status, TicketStatus::Resolved);
    update(&mut stage, PartyType::Supervisor, known, ticket("T-18"), None).unwrap();
    // Another ticket is open until it is said otherwise.
    assert_eq!(incident(&stage, "ann").ticket_status, TicketStatus::Open);
    let known = past(&stage);
    update(&mut stage, PartyType::Supervisor, known, ticket("T-18"), Some(true)).unwrap();
    let known = past(&stage);
    update(&mut stage, PartyType::Supervisor, known, ticket("T-18"), Some(true)).unwrap();
    let known = past(&stage);
    update(&mut stage, PartyType::Supervisor, known, IncidentFields::default(), Some(false))
        .unwrap();
    expect![[r#"
        5.000     121 incident_updated ann.1 T-18
        5.000     120 incident_opened ann.1 Hello solved T-18
        5.000     122 incident_closed ann.1
    "#]]
    .assert_eq(stage.out());
    stage.clear();
    let known = past(&stage);
    let long =
        update(&mut stage, PartyType::Supervisor, known.clone(), ticket(&"x".repeat(201)), None);
    assert_eq!(long.unwrap_err().code, Code::TooLong);
    let customer = update(&mut stage, PartyType::Customer, known, ticket("T-19"), None);
    assert_eq!(customer.unwrap_err().code, Code::NotAllowed);
    let unknown = update(&mut stage, PartyType::Supervisor, None, ticket("T-19"), None);
    assert_eq!(unknown.unwrap_err().code, Code::NotFound);
    assert_eq!(stage.out(), "");
    stage.check_replay();
}

#[test]
fn the_incident_of_a_left_message_is_worked_on_like_any_other() {
    let mut stage = Stage::set();
    stage.run("1s ann leaves-message general Please call me");
    stage.clear();
    let first = stage.log.last().unwrap().event.clone();
    let mut known = Incident { id: "ann".into(), open: true, ..Incident::default() };
    if let domain::Body::IncidentOpened { fields, .. } = &first.body {
        known.change(fields);
    }
    let past = Some(PastIncident { chat: None, incident: known });
    update(&mut stage, PartyType::Supervisor, past, ticket("T-20"), Some(false)).unwrap();
    expect![[r#"
        1.000     121 incident_updated - general T-20
        1.000     122 incident_closed - general
    "#]]
    .assert_eq(stage.out());
    assert!(stage.log.iter().all(|recorded| recorded.event.chat.is_none()));
    stage.check_replay();
}

#[test]
fn what_nobody_answered_is_closed_by_the_server_as_the_setting_says() {
    let ends = |setting: &str, script: &str| {
        let mut stage = Stage::set();
        stage.run(&format!("0s admin sets stop_abandoned_interaction {setting}\n {script}"));
        stage.check_replay();
        let closed =
            stage.log.iter().filter(|r| r.event.body.kind() == domain::Kind::IncidentClosed);
        closed.count()
    };
    let unanswered = "1s ann asks general Hello\n 2s ann leaves";
    let answered =
        "0s dana heard\n 1s ann asks general Hello\n 2s dana accepts ann\n 3s ann leaves";
    let found: Vec<(usize, usize)> = ["always", "never", "noagents", "noanswer"]
        .map(|setting| (ends(setting, unanswered), ends(setting, answered)))
        .to_vec();
    assert_eq!(found, [(1, 1), (0, 0), (1, 0), (1, 0)]);
}
