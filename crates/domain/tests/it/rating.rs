//! Stories of ratings: who may give one, when, and that the last one counts.

use domain::rating::{COMMENT_CHARS_MAX, rating_of};
use domain::{Command, Party, PartyType};
use expect_test::expect;

use crate::script::{Stage, check};

/// A chat that ended at 4 s and is written up.
fn ended(script: &str) -> String {
    format!(
        "0s dana heard\n 1s ann asks general Hello\n 2s dana accepts ann\n 4s dana ends ann\n{script}"
    )
}

#[test]
fn a_customer_rates_after_the_end_and_changes_its_mind() {
    // While the chat is written up, the same again, another with a comment, and once more after the release.
    check(
        &ended(
            "5s ann rates 2
             6s ann rates 2
             7s ann rates 4 Quick and kind
             8s dana wraps-up ann done
             9s ann rates 5",
        ),
        expect![[r#"
            0.000     130 agent_status_changed - dana signed_in available
            1.000     26  chat_created ann.1 general arrived=1 Hello
            1.000     2   end_user_post ann.1 Hello
            1.000     120 incident_opened ann.1 Hello
            1.000     8   agent_engagement_invitation ann.1 dana general
            2.000     43  agent_accepted ann.1 dana
            2.000     11  agent_engagement_accepted ann.1 dana
            2.000     23  engagement_participant_entered ann.1 dana lead accepted
            2.000     48  lead_session_start ann.1 dana
            4.000     100 chat_concluded ann.1 AGENT FORCE AgentEnded
            4.000     44  end_user_disconnected ann.1 concluded
            4.000     49  lead_session_end ann.1 dana
            4.000     24  engagement_participant_left ann.1 dana concluded
            5.000     133 chat_rated ann.1 2
            7.000     133 chat_rated ann.1 4 Quick and kind
            8.000     121 incident_updated ann.1 done
            8.000     122 incident_closed ann.1
            8.000     27  chat_released ann.1
            9.000     133 chat_rated ann.1 5
        "#]],
    );
}

#[test]
fn it_may_be_given_until_its_time_is_over() {
    check(
        &ended(
            "5s admin sets rating_time 1min
             5s dana wraps-up ann done
             64s ann rates 5
             64.001s ann rates 1",
        ),
        expect![[r#"
            0.000     130 agent_status_changed - dana signed_in available
            1.000     26  chat_created ann.1 general arrived=1 Hello
            1.000     2   end_user_post ann.1 Hello
            1.000     120 incident_opened ann.1 Hello
            1.000     8   agent_engagement_invitation ann.1 dana general
            2.000     43  agent_accepted ann.1 dana
            2.000     11  agent_engagement_accepted ann.1 dana
            2.000     23  engagement_participant_entered ann.1 dana lead accepted
            2.000     48  lead_session_start ann.1 dana
            4.000     100 chat_concluded ann.1 AGENT FORCE AgentEnded
            4.000     44  end_user_disconnected ann.1 concluded
            4.000     49  lead_session_end ann.1 dana
            4.000     24  engagement_participant_left ann.1 dana concluded
            5.000     149 setting_changed - rating_time 1min
            5.000     121 incident_updated ann.1 done
            5.000     122 incident_closed ann.1
            5.000     27  chat_released ann.1
            64.000    133 chat_rated ann.1 5
            64.001    ! wrong_state: the chat ann.1 ended at 1970-01-01T00:00:04.000Z, it can be rated for 1min
        "#]],
    );
}

#[test]
fn who_may_not_rate_leaves_no_event() {
    // Still waiting, in the chat, no rating, too high a one, another's conversation, switched off, and gone on with.
    check(
        "0s dana heard
             1s ann asks general Hello
             1s ann rates 5
             2s dana accepts ann
             2s ann rates 5
             4s dana ends ann
             5s ann rates 0
             5s ann rates 6
             6s admin sets rating_time 0s
             7s ann rates 5
             8s admin sets rating_time 7d
             9s ann continues
             10s ann rates 5",
        expect![[r#"
            0.000     130 agent_status_changed - dana signed_in available
            1.000     26  chat_created ann.1 general arrived=1 Hello
            1.000     2   end_user_post ann.1 Hello
            1.000     120 incident_opened ann.1 Hello
            1.000     8   agent_engagement_invitation ann.1 dana general
            1.000     ! wrong_state: the chat ann.1 has not ended; it is rated when it has
            2.000     43  agent_accepted ann.1 dana
            2.000     11  agent_engagement_accepted ann.1 dana
            2.000     23  engagement_participant_entered ann.1 dana lead accepted
            2.000     48  lead_session_start ann.1 dana
            2.000     ! wrong_state: the chat ann.1 has not ended; it is rated when it has
            4.000     100 chat_concluded ann.1 AGENT FORCE AgentEnded
            4.000     44  end_user_disconnected ann.1 concluded
            4.000     49  lead_session_end ann.1 dana
            4.000     24  engagement_participant_left ann.1 dana concluded
            5.000     ! invalid: rating is 0, it must be a whole number from 1 to 5
            5.000     ! invalid: rating is 6, it must be a whole number from 1 to 5
            6.000     149 setting_changed - rating_time 0s
            7.000     ! not_allowed: ratings are switched off (rating_time is 0s)
            8.000     149 setting_changed - rating_time 7d
            9.000     27  chat_released ann.1
            9.000     26  chat_created ann.2 general arrived=9 continues=ann.1 Hello
            9.000     120 incident_opened ann.2 Hello
            9.000     8   agent_engagement_invitation ann.2 dana general
            10.000    ! wrong_state: the chat ann.2 has not ended; it is rated when it has
        "#]],
    );
}

#[test]
fn it_is_of_the_conversation_and_outlives_its_chats() {
    let mut stage = Stage::set();
    stage.run(&ended(
        "5s ann rates 3 So far
             6s ann continues
             7s dana accepts ann
             8s dana ends ann
             9s dana wraps-up ann done",
    ));
    let rating = stage.fold("ann").conversation.unwrap().rating.unwrap();
    assert_eq!((rating.rating, &*rating.comment), (3, "So far"));
    stage.run("10s ann rates 5");
    let rating = stage.fold("ann").conversation.unwrap().rating.unwrap();
    assert_eq!((rating.rating, &*rating.comment), (5, ""));
}

#[test]
fn nobody_else_rates_and_a_comment_has_its_limit() {
    let mut stage = Stage::set();
    stage.run(&ended("5s dana wraps-up ann done"));
    let rate = |stage: &mut Stage, by: PartyType, id: &str, chars: usize| {
        let past = stage.fold("ann").conversation.map(Box::new);
        let chat = past.as_ref().unwrap().chat.clone();
        let comment = "ü".repeat(chars).into();
        let command = Command::RateChat { chat, past, rating: 5, comment };
        stage.execute(&Party::new(by, id), command).map_err(|refusal| refusal.to_string())
    };
    for (by, id) in [(PartyType::Agent, "dana"), (PartyType::Customer, "bob")] {
        assert!(rate(&mut stage, by, id, 1).is_err());
    }
    assert!(rate(&mut stage, PartyType::Customer, "ann", COMMENT_CHARS_MAX).is_ok());
    let too_long = rate(&mut stage, PartyType::Customer, "ann", COMMENT_CHARS_MAX + 1);
    let expected = "too_long: comment has 1001 characters, at most 1000 are allowed";
    assert_eq!(too_long.unwrap_err(), expected);
}

#[test]
fn a_rating_is_a_whole_number_within_its_limits() {
    for (number, rating) in [(1.0, Some(1)), (5.0, Some(5)), (0.0, None), (6.0, None), (2.5, None)]
    {
        assert_eq!(rating_of(number).ok(), rating, "{number}");
    }
    let refusal = rating_of(2.5).unwrap_err();
    assert_eq!(refusal.field.as_deref(), Some("rating"));
    assert_eq!(refusal.value.as_deref(), Some("2.5"));
    assert_eq!(refusal.limit.as_deref(), Some("1 to 5"));
    assert!(rating_of(f64::NAN).is_err());
}
