//! The worked example of the specification, every figure of it.

use expect_test::expect;
use mart::Mode;

use crate::script::pairs;

const EXAMPLE: &str = "
    0 created web de
    0 customer hello
    2 bot-enter b
    13 bot hi
    13 bot-leave b
    26 enter A
    43 agent one
    46 agent two
    78 customer three
    170 agent four
    178 leave A
    180 enter B
    186 agent five
    225 agent six
    238 customer seven
    250 agent eight
    255 customer nine
    311 agent ten
    334 customer eleven
    529 agent twelve
    625 customer thirteen
    780 agent fourteen
    829 agent fifteen
    843 customer sixteen
    908 agent seventeen
    1088 customer eighteen
    1104 agent nineteen
    1107 end AGENT FORCE
    1107 customer-out
    1107 leave B";

#[test]
fn the_worked_example_is_as_the_specification_says() {
    expect![[r#"
        ChatServerSessionClosedAt 2026-11-21T09:18:27Z
        ChatServerSessionStartedAt 2026-11-21T09:00:00Z
        cse_AgentReplyMaxTime 195
        cse_AgentReplyTotalCount 8
        cse_AgentReplyTotalTime 634
        cse_AgentWaitMaxTime 180
        cse_AgentWaitTotalCount 7
        cse_AgentWaitTotalTime 363
        cse_CustomerReplyMaxTime 180
        cse_CustomerReplyTotalCount 7
        cse_CustomerReplyTotalTime 470
        cse_CustomerWaitMaxTime 195
        cse_CustomerWaitTotalCount 8
        cse_CustomerWaitTotalTime 634
        cse_SessionHandleMaxTime 927
        cse_SessionHandleTotalCount 2
        cse_SessionHandleTotalTime 1079
        csg_ChatSessionID c.1
        csg_LanguageName de
        csg_MediaOrigin web
        csg_MediaType chat
        csg_MessagesFromAgentsCount 12
        csg_MessagesFromAgentsSize 63
        csg_MessagesFromBotsCount 1
        csg_MessagesFromBotsSize 2
        csg_MessagesFromCustomersCount 8
        csg_MessagesFromCustomersSize 48
        csg_PartiesAsAgentCount 2
        csg_PartiesAsBotCount 1
        csg_SessionEndedAgent PRESENT
        csg_SessionEndedBy AGENT
        csg_SessionEndedReason FORCE
        csg_SessionTotalTime 1107
        csg_SessionUntilFirstAgentTime 26
        csg_SessionUntilFirstBotTime 2
        csg_SessionUntilFirstReplyTime 43
        csg_SessionWithCustomerTime 1107
        csg_TenantId main
    "#]]
    .assert_eq(&pairs(EXAMPLE, Mode::Fired));
}

#[test]
fn only_four_keys_are_always_attached() {
    expect![[r#"
        ChatServerSessionClosedAt 2026-11-21T09:18:27Z
        ChatServerSessionStartedAt 2026-11-21T09:00:00Z
        csg_MediaType chat
        csg_TenantId main
    "#]]
    .assert_eq(&pairs(EXAMPLE, Mode::None));
}

#[test]
fn all_keys_are_there_when_all_are_asked_for_and_sorted() {
    let all = pairs(EXAMPLE, Mode::All);
    let keys: Vec<&str> = all.lines().map(|line| line.split(' ').next().unwrap()).collect();
    let mut sorted = keys.clone();
    sorted.sort_unstable();
    assert_eq!(keys, sorted);
    assert_eq!(keys.len(), 50);
    assert!(all.contains("csg_ChatAsyncMode 0\n"));
    assert!(all.contains("cse_AsyncDormantTotalCount 0\n"));
}
