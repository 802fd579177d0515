//! Everything that an admin keeps: tenant, staff, queues, profiles, statuses, settings, topics, standard texts, articles, prompts. Each change
//! is one event; what is refused leaves none.

use domain::directory::{Profile, Status, Tenant};
use domain::library::{Article, Change, PromptChange, StandardText, Topic};
use domain::prompts::PromptName;
use domain::{
    AgentId, ArticleId, Code, Command, Party, PartyType, ProfileId, QueueId, StandardTextId,
    StatusId, TopicId,
};
use expect_test::expect;

use crate::script::{Stage, queue};

fn library(change: Change) -> Command {
    Command::ChangeLibrary(Box::new(change))
}

fn tenant(name: &str, time_zone: &str) -> Command {
    Command::PutTenant { tenant: Tenant { name: name.into(), time_zone: time_zone.into() } }
}

fn topic(queue: &str) -> Command {
    library(Change::PutTopic(Topic {
        id: TopicId::new("prices"),
        name: "Prices".into(),
        queue: QueueId::new(queue),
        enabled: true,
    }))
}

fn standard_text(id: &str, shortcut: &str, url: &str) -> Command {
    library(Change::PutStandardText(StandardText {
        id: StandardTextId::new(id),
        name: "Greeting".into(),
        text: "Good morning".into(),
        url: url.into(),
        shortcut: shortcut.into(),
        language: String::new(),
    }))
}

fn article(title: &str, body: String) -> Command {
    library(Change::PutArticle(Article {
        id: ArticleId::new("a1"),
        title: title.into(),
        body,
        language: String::new(),
        outage: false,
    }))
}

fn prompt(queue: Option<&str>, language: &str, text: Option<String>) -> Command {
    library(Change::SetPrompt(PromptChange {
        prompt: PromptName::Welcome,
        queue: queue.map(QueueId::new),
        language: language.into(),
        text,
    }))
}

fn status(takes_chats: bool) -> Command {
    let id = StatusId::new("meeting");
    Command::PutStatus { status: Status { id, name: "Meeting".into(), takes_chats } }
}

fn profile(stage: &Stage, id: &str, chats_max: u32) -> Command {
    let standard = stage.core.state.directory.profiles[&ProfileId::new("standard")].clone();
    Command::PutProfile { profile: Profile { id: ProfileId::new(id), chats_max, ..standard } }
}

#[test]
fn each_change_is_an_event() {
    let mut stage = Stage::set();
    let mut bob = stage.core.state.directory.agents[&AgentId::new("sam")].clone();
    bob.id = AgentId::new("bob");
    let trainees = profile(&stage, "trainees", 1);
    let set =
        |name: &str, value: &str| Command::SetSetting { name: name.into(), value: value.into() };
    let changes = [
        tenant("Northwind", "Europe/Berlin"),
        Command::PutAgent { agent: bob },
        Command::RemoveAgent { agent: AgentId::new("bob") },
        Command::PutQueue { queue: queue("returns") },
        topic("returns"),
        library(Change::RemoveTopic(TopicId::new("prices"))),
        Command::RemoveQueue { queue: QueueId::new("returns") },
        trainees,
        Command::RemoveProfile { profile: ProfileId::new("trainees") },
        status(false),
        Command::RemoveStatus { status: StatusId::new("meeting") },
        set("idle_alert", "100s"),
        standard_text("hello", "hi", "https://example.org"),
        library(Change::RemoveStandardText(StandardTextId::new("hello"))),
        article("Parcels", "They come on Mondays.".into()),
        library(Change::RemoveArticle(ArticleId::new("a1"))),
        prompt(Some("sales"), "de", Some("Moin!".into())),
        prompt(Some("sales"), "de", None),
    ];
    let admin = Party::new(PartyType::Admin, "admin");
    for change in changes {
        stage.execute(&admin, change).unwrap();
    }
    stage.check_replay();
    expect![[r#"
        0.000     140 tenant_changed -
        0.000     141 agent_changed -
        0.000     142 agent_removed -
        0.000     143 queue_changed - returns
        0.000     150 topic_changed -
        0.000     151 topic_removed -
        0.000     144 queue_removed - returns
        0.000     145 profile_changed -
        0.000     146 profile_removed -
        0.000     147 status_changed - meeting
        0.000     148 status_removed - meeting
        0.000     149 setting_changed - idle_alert 100s
        0.000     152 standard_text_changed -
        0.000     153 standard_text_removed -
        0.000     154 article_changed -
        0.000     155 article_removed -
        0.000     156 prompt_changed - sales Moin!
        0.000     156 prompt_changed - sales
    "#]]
    .assert_eq(stage.out());
}

#[test]
fn what_is_impossible_or_not_an_admins_leaves_no_event() {
    let mut stage = Stage::set();
    stage.clear();
    let admin = Party::new(PartyType::Admin, "admin");
    stage.execute(&admin, standard_text("hello", "hi", "")).unwrap();
    stage.clear();
    let mut stranger = stage.core.state.directory.agents[&AgentId::new("sam")].clone();
    stranger.profile = ProfileId::new("nope");
    let mut closed = queue("general");
    closed.enabled = false;
    let nobody = profile(&stage, "nobody", 0);
    let refused = [
        (tenant(" ", "UTC"), Code::Invalid),
        (tenant("Northwind", "Mars/Olympus"), Code::Invalid),
        (Command::PutAgent { agent: stranger }, Code::NotFound),
        (Command::RemoveAgent { agent: AgentId::new("nobody") }, Code::NotFound),
        (Command::PutQueue { queue: closed }, Code::Invalid),
        (Command::RemoveQueue { queue: QueueId::new("general") }, Code::WrongState),
        (nobody, Code::Invalid),
        (Command::RemoveProfile { profile: ProfileId::new("standard") }, Code::WrongState),
        (
            Command::PutStatus {
                status: Status {
                    id: StatusId::new("lunch"),
                    name: "Lunch".into(),
                    takes_chats: true,
                },
            },
            Code::WrongState,
        ),
        (Command::RemoveStatus { status: StatusId::new("lunch") }, Code::WrongState),
        (Command::SetSetting { name: "idle_alert".into(), value: "0s".into() }, Code::Invalid),
        (topic("nowhere"), Code::NotFound),
        (library(Change::RemoveTopic(TopicId::new("nothing"))), Code::NotFound),
        (standard_text("other", "hi", ""), Code::Invalid),
        (standard_text("other", "two words", ""), Code::Invalid),
        (standard_text("other", "yo", "ftp://example.org"), Code::Invalid),
        (standard_text("other", &"x".repeat(31), ""), Code::TooLong),
        (library(Change::RemoveStandardText(StandardTextId::new("nothing"))), Code::NotFound),
        (article("", "text".into()), Code::Invalid),
        (article("Long", "x".repeat(20_001)), Code::TooLong),
        (library(Change::RemoveArticle(ArticleId::new("nothing"))), Code::NotFound),
        (prompt(Some("nowhere"), "de", None), Code::NotFound),
        (prompt(None, "tlh", None), Code::Invalid),
        (prompt(None, "de", Some("x".repeat(5_001))), Code::TooLong),
    ];
    let sofia = Party::new(PartyType::Supervisor, "sofia");
    for (command, code) in refused {
        let refusal = stage.execute(&admin, command.clone()).unwrap_err();
        assert_eq!(refusal.code, code, "{command:?}: {refusal}");
        assert_eq!(stage.execute(&sofia, command).unwrap_err().code, Code::NotAllowed);
    }
    let fine = [
        article("Parcels", "x".repeat(20_000)),
        standard_text("other", &"x".repeat(30), ""),
        prompt(None, "de", Some("x".repeat(5_000))),
    ];
    for command in fine {
        assert_eq!(stage.execute(&sofia, command.clone()).unwrap_err().code, Code::NotAllowed);
        assert_eq!(stage.out(), "", "nothing was changed so far");
        stage.execute(&admin, command).unwrap();
        stage.clear();
    }
    stage.check_replay();
}

#[test]
fn a_shortcut_is_unique_in_its_language() {
    let mut stage = Stage::set();
    let admin = Party::new(PartyType::Admin, "admin");
    stage.execute(&admin, standard_text("hello", "hi", "")).unwrap();
    // The same text again, one without a shortcut, and one in another language.
    stage.execute(&admin, standard_text("hello", "hi", "")).unwrap();
    stage.execute(&admin, standard_text("a", "", "")).unwrap();
    stage.execute(&admin, standard_text("b", "", "")).unwrap();
    let Command::ChangeLibrary(change) = standard_text("hallo", "hi", "") else { unreachable!() };
    let Change::PutStandardText(mut text) = *change else { unreachable!() };
    text.language = "de".into();
    stage.execute(&admin, library(Change::PutStandardText(text))).unwrap();
    assert_eq!(stage.core.state.directory.library.standard_texts.len(), 4);
    stage.check_replay();
}

#[test]
fn a_topic_holds_its_queue_and_a_status_its_agents() {
    let mut stage = Stage::set();
    let admin = Party::new(PartyType::Admin, "admin");
    stage.execute(&admin, Command::PutQueue { queue: queue("returns") }).unwrap();
    stage.execute(&admin, topic("returns")).unwrap();
    let remove = Command::RemoveQueue { queue: QueueId::new("returns") };
    let refusal = stage.execute(&admin, remove).unwrap_err();
    assert_eq!((refusal.code, refusal.field.as_deref()), (Code::WrongState, Some("queue")));
    stage.execute(&admin, status(false)).unwrap();
    stage.run("1s sam heard\n 2s sam chooses meeting");
    let remove = Command::RemoveStatus { status: StatusId::new("meeting") };
    assert_eq!(stage.execute(&admin, remove).unwrap_err().code, Code::WrongState);
    stage.check_replay();
}

#[test]
fn a_status_or_a_limit_that_changes_takes_an_offer_back() {
    let mut stage = Stage::set();
    let admin = Party::new(PartyType::Admin, "admin");
    stage.execute(&admin, status(true)).unwrap();
    stage.clear();
    stage.run(
        "
        0s sam heard
        0s sam chooses meeting
        1s ann asks general Hello
        ",
    );
    stage.execute(&admin, status(false)).unwrap();
    stage.run("2s sam accepts ann\n 3s sam chooses available\n 4s sam accepts ann\n 5s bea asks general Hello\n 6s admin profile chats_max=1\n 7s sam accepts bea");
    stage.check_replay();
    expect![[r#"
        0.000     130 agent_status_changed - sam signed_in available
        0.000     130 agent_status_changed - sam chosen meeting
        1.000     26  chat_created ann.1 general arrived=1 Hello
        1.000     2   end_user_post ann.1 Hello
        1.000     120 incident_opened ann.1 Hello
        1.000     8   agent_engagement_invitation ann.1 sam general
        1.000     147 status_changed - meeting
        1.000     14  agent_engagement_unavailable ann.1 sam
        2.000     ! offer_gone: the chat is no longer offered to you
        3.000     130 agent_status_changed - sam chosen available
        3.000     8   agent_engagement_invitation ann.1 sam general
        4.000     43  agent_accepted ann.1 sam
        4.000     11  agent_engagement_accepted ann.1 sam
        4.000     23  engagement_participant_entered ann.1 sam lead accepted
        4.000     48  lead_session_start ann.1 sam
        5.000     26  chat_created bea.1 general arrived=5 Hello
        5.000     2   end_user_post bea.1 Hello
        5.000     120 incident_opened bea.1 Hello
        5.000     8   agent_engagement_invitation bea.1 sam general
        6.000     145 profile_changed -
        6.000     14  agent_engagement_unavailable bea.1 sam
        7.000     ! offer_gone: the chat is no longer offered to you
    "#]]
    .assert_eq(stage.out());
}

#[test]
fn an_agent_that_is_removed_gives_its_offer_back() {
    let mut stage = Stage::set();
    stage.run(
        "
        0s sam heard
        1s ann asks general Hello
        2s dana heard
        3s admin removes sam
        4s dana accepts ann
        ",
    );
    stage.check_replay();
    expect![[r#"
        0.000     130 agent_status_changed - sam signed_in available
        1.000     26  chat_created ann.1 general arrived=1 Hello
        1.000     2   end_user_post ann.1 Hello
        1.000     120 incident_opened ann.1 Hello
        1.000     8   agent_engagement_invitation ann.1 sam general
        2.000     130 agent_status_changed - dana signed_in available
        3.000     14  agent_engagement_unavailable ann.1 sam
        3.000     142 agent_removed -
        3.000     8   agent_engagement_invitation ann.1 dana general
        4.000     43  agent_accepted ann.1 dana
        4.000     11  agent_engagement_accepted ann.1 dana
        4.000     23  engagement_participant_entered ann.1 dana lead accepted
        4.000     48  lead_session_start ann.1 dana
    "#]]
    .assert_eq(stage.out());
}
