//! What must hold for any log: the specification's list, and the definitions applied to generated chats.

use std::borrow::Cow;

use domain::Timestamp;
use mart::log::{Concluded, Created};
use mart::{Entry, Fact, Session, Statistics};
use proptest::prelude::*;

use crate::reference::{Expected, Step, Timed, expected};

fn steps() -> impl Strategy<Value = Vec<Timed>> {
    let step = prop_oneof![
        6 => Just(Step::Customer),
        6 => (0u8..3).prop_map(Step::Agent),
        2 => Just(Step::Bot),
        4 => (0u8..3).prop_map(Step::Enter),
        3 => (0u8..3).prop_map(Step::Leave),
        1 => (0u8..3).prop_map(Step::Lost),
        1 => Just(Step::Link),
        3 => Just(Step::Idle),
        2 => Just(Step::Hold),
        2 => Just(Step::Wake),
        2 => Just(Step::AsyncIdle),
    ];
    let gap = prop_oneof![Just(0i64), 1i64..2_000, 1i64..100_000];
    let ended = prop_oneof![Just(true), Just(false)];
    (proptest::collection::vec((gap, step), 0..40), ended).prop_map(|(gaps, ended)| {
        let mut at = 0;
        let mut steps: Vec<Timed> = Vec::new();
        for (gap, step) in gaps {
            at += gap;
            steps.push((at, step));
        }
        if ended {
            steps.push((at + 1_500, Step::End));
            steps.push((at + 9_000, Step::Customer));
        }
        steps
    })
}

const NAMES: [&str; 3] = ["A", "B", "C"];

fn fact(step: Step) -> Fact<'static> {
    let name = |id: u8| Cow::Borrowed(NAMES[usize::from(id)]);
    match step {
        Step::Customer => Fact::CustomerPost(3),
        Step::Agent(_) => Fact::AgentPost(5),
        Step::Bot => Fact::BotPost(7),
        Step::Enter(id) => Fact::AgentEntered(name(id)),
        Step::Leave(id) | Step::Lost(id) => Fact::AgentLeft(name(id)),
        Step::Link => Fact::Activity,
        Step::Idle => Fact::IdleAlert,
        Step::Hold => Fact::AsyncOnHold,
        Step::Wake => Fact::AsyncCustomerActivity,
        Step::AsyncIdle => Fact::AsyncIdleAlert,
        Step::End => {
            Fact::Concluded(Concluded { ended_by: "CLIENT".into(), ended_reason: "QUIT".into() })
        }
    }
}

fn begin(is_async: bool) -> Session {
    let created = Created {
        media_type: "chat".into(),
        media_origin: "".into(),
        language: "".into(),
        is_async,
    };
    Session::new("main", "c.1", Timestamp(0), &created)
}

fn fold(steps: &[Timed], is_async: bool) -> Session {
    let mut session = begin(is_async);
    for &(at, step) in steps {
        session.apply(&Entry { at: Timestamp(at), fact: fact(step) });
    }
    session
}

fn found(statistics: &Statistics<'_>) -> Expected {
    Expected {
        handle: statistics.handle,
        active_idle: statistics.active_idle,
        async_dormant: statistics.async_dormant,
        async_idle: statistics.async_idle,
        agent_reply: statistics.agent_reply,
        agent_wait: statistics.agent_wait,
        customer_reply: statistics.customer_reply,
        customer_wait: statistics.customer_wait,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn folding_event_by_event_gives_what_the_definitions_give(
        steps in steps(), is_async: bool, later in 0i64..50_000,
    ) {
        // At every moment of the chat, not only at its end.
        for count in 0..=steps.len() {
            let steps = &steps[..count];
            let now = steps.last().map_or(0, |(at, _)| *at) + later;
            let session = fold(steps, is_async);
            prop_assert_eq!(
                found(&session.statistics(Timestamp(now))),
                expected(steps, is_async, now),
            );
        }
    }

    #[test]
    fn what_must_always_hold_does(steps in steps(), is_async: bool) {
        let session = fold(&steps, is_async);
        let s = session.statistics(Timestamp(steps.last().map_or(0, |(at, _)| *at)));
        prop_assert_eq!(s.agent_reply.count, s.customer_wait.count);
        prop_assert_eq!(s.customer_reply.count, s.agent_wait.count);
        prop_assert!(s.agent_reply.count.abs_diff(s.customer_reply.count) <= 1);
        if !is_async {
            prop_assert!(s.agent_reply.total_time() >= s.customer_wait.total_time());
            prop_assert!(s.customer_reply.total_time() >= s.agent_wait.total_time());
        }
        let all = found(&s);
        for of in [
            all.handle, all.active_idle, all.async_dormant, all.async_idle,
            all.agent_reply, all.agent_wait, all.customer_reply, all.customer_wait,
        ] {
            prop_assert!(of.max_time() <= of.total_time());
            prop_assert!(of.max_ms <= of.total_ms);
        }
        prop_assert!(s.handle.total_time() <= s.total_time);
    }

    #[test]
    fn a_chats_statistics_do_not_depend_on_other_chats(
        one in steps(), other in steps(), is_async: bool,
    ) {
        let alone = fold(&one, is_async);
        let (mut first, mut second) = (begin(is_async), begin(!is_async));
        let mut all: Vec<(i64, bool, Step)> = one.iter().map(|&(at, step)| (at, true, step)).collect();
        all.extend(other.iter().map(|&(at, step)| (at, false, step)));
        all.sort_by_key(|(at, _, _)| *at);
        for (at, is_first, step) in all {
            let session = if is_first { &mut first } else { &mut second };
            session.apply(&Entry { at: Timestamp(at), fact: fact(step) });
        }
        let now = Timestamp(9_999_999);
        prop_assert_eq!(first.statistics(now), alone.statistics(now));
    }
}
