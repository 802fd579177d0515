//! Stories of the rules by which visitors are invited: what can be one, what holds what it leads to, and when somebody is there.

use std::collections::BTreeMap;

use domain::invitations::{
    EVERY_DAYS_MAX, InvitationRule, SECONDS_ON_PAGE_MAX, TEXT_CHARS_MAX, URL_CHARS_MAX, Visitors,
};
use domain::library::{Change, Topic};
use domain::{Code, Command, InvitationRuleId, Party, PartyType, QueueId, Refusal, TopicId};
use expect_test::expect;

use crate::script::{Stage, queue};

fn rule() -> InvitationRule {
    InvitationRule {
        id: InvitationRuleId::new("basket"),
        name: "Long at the basket".into(),
        enabled: true,
        url: "/basket*".into(),
        seconds_on_page: 60,
        visitors: Visitors::Returning,
        texts: texts(&[("en", "May we help?"), ("de", "Können wir helfen?")]),
        queue: Some(QueueId::new("general")),
        topic: None,
        every_days: 30,
    }
}

fn texts(texts: &[(&str, &str)]) -> BTreeMap<String, String> {
    texts.iter().map(|(language, text)| ((*language).into(), (*text).into())).collect()
}

fn change(stage: &mut Stage, change: Change) -> Result<(), Refusal> {
    let admin = Party::new(PartyType::Admin, "admin");
    stage.execute(&admin, Command::ChangeLibrary(Box::new(change)))
}

fn put(stage: &mut Stage, rule: InvitationRule) -> Result<(), Refusal> {
    change(stage, Change::PutInvitationRule(rule))
}

#[test]
fn a_rule_is_made_changed_and_removed() {
    let mut stage = Stage::set();
    put(&mut stage, rule()).unwrap();
    put(&mut stage, InvitationRule { enabled: false, ..rule() }).unwrap();
    change(&mut stage, Change::RemoveInvitationRule(rule().id)).unwrap();
    stage.check_replay();
    expect![[r#"
        0.000     157 invitation_rule_changed -
        0.000     157 invitation_rule_changed -
        0.000     158 invitation_rule_removed -
    "#]]
    .assert_eq(stage.out());
}

#[test]
fn what_cannot_be_a_rule_leaves_no_event() {
    let mut stage = Stage::set();
    let long = |chars: usize| "x".repeat(chars);
    let topic = Some(TopicId::new("nothing"));
    let refused = [
        (InvitationRule { name: " ".into(), ..rule() }, Code::Invalid, "name"),
        (InvitationRule { url: "basket".into(), ..rule() }, Code::Invalid, "url"),
        (InvitationRule { url: "/a b".into(), ..rule() }, Code::Invalid, "url"),
        (
            InvitationRule { url: format!("/{}", long(URL_CHARS_MAX)), ..rule() },
            Code::TooLong,
            "url",
        ),
        (
            InvitationRule { seconds_on_page: SECONDS_ON_PAGE_MAX + 1, ..rule() },
            Code::Invalid,
            "seconds_on_page",
        ),
        (InvitationRule { every_days: 0, ..rule() }, Code::Invalid, "every_days"),
        (InvitationRule { every_days: EVERY_DAYS_MAX + 1, ..rule() }, Code::Invalid, "every_days"),
        (InvitationRule { texts: texts(&[]), ..rule() }, Code::Invalid, "texts"),
        (InvitationRule { texts: texts(&[("en", " ")]), ..rule() }, Code::Invalid, "texts"),
        (InvitationRule { texts: texts(&[("tlh", "nuqneH")]), ..rule() }, Code::Invalid, "texts"),
        (
            InvitationRule { texts: texts(&[("en", &long(TEXT_CHARS_MAX + 1))]), ..rule() },
            Code::TooLong,
            "texts",
        ),
        (
            InvitationRule { queue: Some(QueueId::new("nowhere")), ..rule() },
            Code::NotFound,
            "queue",
        ),
        (InvitationRule { queue: None, topic, ..rule() }, Code::NotFound, "topic"),
    ];
    for (rule, code, field) in refused {
        let refusal = put(&mut stage, rule.clone()).unwrap_err();
        assert_eq!((refusal.code, refusal.field.as_deref()), (code, Some(field)), "{rule:?}");
    }
    let nothing = InvitationRuleId::new("nothing");
    let removed = change(&mut stage, Change::RemoveInvitationRule(nothing)).unwrap_err();
    assert_eq!(removed.code, Code::NotFound);
    let sofia = Party::new(PartyType::Supervisor, "sofia");
    let command = Command::ChangeLibrary(Box::new(Change::PutInvitationRule(rule())));
    assert_eq!(stage.execute(&sofia, command).unwrap_err().code, Code::NotAllowed);
    assert_eq!(stage.out(), "");
    // At the limits, and everywhere for everyone at once.
    let most = InvitationRule {
        url: format!("/{}", long(URL_CHARS_MAX - 1)),
        seconds_on_page: SECONDS_ON_PAGE_MAX,
        texts: texts(&[("ar", &long(TEXT_CHARS_MAX))]),
        every_days: EVERY_DAYS_MAX,
        ..rule()
    };
    put(&mut stage, most).unwrap();
    let least = InvitationRule {
        url: String::new(),
        seconds_on_page: 0,
        every_days: 1,
        queue: None,
        ..rule()
    };
    put(&mut stage, least).unwrap();
}

#[test]
fn a_rule_holds_the_queue_or_the_topic_that_it_leads_to() {
    let mut stage = Stage::set();
    let admin = Party::new(PartyType::Admin, "admin");
    let (returns, prices) = (QueueId::new("returns"), TopicId::new("prices"));
    stage.execute(&admin, Command::PutQueue { queue: queue("returns") }).unwrap();
    let topic = |enabled| Topic {
        id: prices.clone(),
        name: "Prices".into(),
        queue: QueueId::new("sales"),
        enabled,
    };
    change(&mut stage, Change::PutTopic(topic(true))).unwrap();
    let to_queue = InvitationRule { queue: Some(returns.clone()), ..rule() };
    let to_topic = InvitationRule { queue: None, topic: Some(prices.clone()), ..rule() };
    let both = InvitationRule { topic: Some(prices.clone()), ..to_queue.clone() };
    assert_eq!(put(&mut stage, both).unwrap_err().field.as_deref(), Some("topic"));

    put(&mut stage, to_queue.clone()).unwrap();
    let remove = Command::RemoveQueue { queue: returns.clone() };
    assert_eq!(stage.execute(&admin, remove.clone()).unwrap_err().code, Code::WrongState);
    put(&mut stage, to_topic.clone()).unwrap();
    stage.execute(&admin, remove).unwrap();
    let remove = change(&mut stage, Change::RemoveTopic(prices.clone()));
    assert_eq!(remove.unwrap_err().code, Code::WrongState);

    let leads =
        |stage: &Stage| to_topic.leads_to(&stage.core.state.directory).map(ToString::to_string);
    assert_eq!(leads(&stage).as_deref(), Some("sales"));
    change(&mut stage, Change::PutTopic(topic(false))).unwrap();
    assert_eq!(leads(&stage), None);
    stage.check_replay();
}

#[test]
fn a_visitor_is_asked_in_its_language_or_in_english_or_in_what_there_is() {
    let asked = |known: &[(&str, &str)], language| {
        let rule = InvitationRule { texts: texts(known), ..rule() };
        rule.text(language).map(str::to_owned).unwrap()
    };
    let both = [("de", "Hallo?"), ("en", "Hello?")];
    assert_eq!(asked(&both, Some("de-AT")), "Hallo?");
    assert_eq!(asked(&both, Some("fr")), "Hello?");
    assert_eq!(asked(&both, None), "Hello?");
    assert_eq!(asked(&both[..1], Some("fr")), "Hallo?");
}

#[test]
fn somebody_is_there_while_an_agent_has_room_and_takes_chats() {
    let mut stage = Stage::set();
    let ready = |stage: &Stage| stage.core.has_ready_agent(&QueueId::new("general"));
    assert!(!ready(&stage));
    stage.run("1s sam heard");
    assert!(ready(&stage));
    stage.run("2s sam chooses lunch");
    assert!(!ready(&stage));
    stage.run("3s admin profile chats_max=1\n 3s sam chooses available\n 4s ann asks general Hello\n 5s sam accepts ann");
    assert!(!ready(&stage));
    stage.run("6s sam ends ann\n 7s sam wraps-up ann done");
    assert!(ready(&stage));
}
