//! The same statistics once more, straight from the specification's definitions: over the whole list of events at once, with no thought
//! for memory or speed. Times are milliseconds from the chat's creation.

use mart::statistics::Intervals;

/// What a generated chat is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    Customer,
    Agent(u8),
    Bot,
    Enter(u8),
    Leave(u8),
    Lost(u8),
    Link,
    Idle,
    Hold,
    Wake,
    AsyncIdle,
    End,
}

/// A step and when it was.
pub(crate) type Timed = (i64, Step);

/// What the definitions give.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Expected {
    pub(crate) handle: Intervals,
    pub(crate) active_idle: Intervals,
    pub(crate) async_dormant: Intervals,
    pub(crate) async_idle: Intervals,
    pub(crate) agent_reply: Intervals,
    pub(crate) agent_wait: Intervals,
    pub(crate) customer_reply: Intervals,
    pub(crate) customer_wait: Intervals,
}

fn sum(intervals: impl IntoIterator<Item = i64>) -> Intervals {
    let mut all = Intervals::default();
    for ms in intervals {
        let ms = u64::try_from(ms).unwrap();
        all.count += 1;
        all.total_ms += ms;
        all.max_ms = all.max_ms.max(ms);
    }
    all
}

/// The agents in the chat before each step and after the last.
fn present(steps: &[Timed]) -> Vec<Vec<u8>> {
    let mut all = vec![Vec::new()];
    for (_, step) in steps {
        let mut agents: Vec<u8> = all.last().unwrap().clone();
        match step {
            Step::Enter(id) if !agents.contains(id) => agents.push(*id),
            Step::Leave(id) | Step::Lost(id) => agents.retain(|other| other != id),
            _ => {}
        }
        all.push(agents);
    }
    all
}

/// Periods from each step that begins one to the first later step that ends it, or to the end; those within another are none.
fn periods(
    steps: &[Timed],
    end: i64,
    begins: &dyn Fn(usize) -> bool,
    ends: &dyn Fn(usize) -> bool,
) -> Vec<(i64, i64)> {
    let mut found: Vec<(i64, i64)> = Vec::new();
    let mut next = 0;
    while next < steps.len() {
        if !begins(next) {
            next += 1;
            continue;
        }
        let stop = (next + 1..steps.len()).find(|&later| ends(later));
        found.push((steps[next].0, stop.map_or(end, |stop| steps[stop].0)));
        next = stop.unwrap_or(steps.len());
    }
    found
}

fn overlap(of: (i64, i64), with: &[(i64, i64)]) -> i64 {
    with.iter().map(|(from, to)| (of.1.min(*to) - of.0.max(*from)).max(0)).sum()
}

fn lengths(periods: &[(i64, i64)]) -> Intervals {
    sum(periods.iter().map(|(from, to)| to - from))
}

/// The definitions applied to the steps of a chat that lasts until `now` unless it ends.
pub(crate) fn expected(steps: &[Timed], is_async: bool, now: i64) -> Expected {
    let over = steps.iter().position(|(_, step)| *step == Step::End);
    let end = over.map_or(now, |over| steps[over].0);
    let steps = &steps[..over.unwrap_or(steps.len())];
    let agents = present(steps);
    let enters = |index: usize| matches!(steps[index].1, Step::Enter(_));
    let is = |index: usize, step: Step| steps[index].1 == step;
    let activity = |index: usize| match steps[index].1 {
        Step::Customer | Step::Agent(_) | Step::Link | Step::Enter(_) => true,
        Step::Leave(id) | Step::Lost(id) => agents[index].contains(&id),
        _ => false,
    };
    let handle = periods(
        steps,
        end,
        &|index| agents[index].is_empty() && !agents[index + 1].is_empty(),
        &|index| agents[index + 1].is_empty(),
    );
    let active_idle =
        periods(steps, end, &|index| is(index, Step::Idle) && !agents[index].is_empty(), &activity);
    let dormant = periods(steps, end, &|index| is_async && is(index, Step::Hold), &|index| {
        is(index, Step::Wake) || enters(index)
    });
    let held = periods(steps, end, &|index| is_async && is(index, Step::Hold), &enters);
    let async_idle =
        periods(steps, end, &|index| is_async && is(index, Step::AsyncIdle), &activity);

    let mut runs: Vec<(bool, i64, i64)> = Vec::new();
    for &(at, step) in steps {
        let by_agents = match step {
            Step::Customer => false,
            Step::Agent(_) => true,
            _ => continue,
        };
        match runs.last_mut() {
            Some(run) if run.0 == by_agents => run.2 = at,
            _ => runs.push((by_agents, at, at)),
        }
    }
    let pairs = |by_agents: bool| {
        let pairs: Vec<_> = runs.windows(2).map(|pair| (pair[0], pair[1])).collect();
        pairs.into_iter().filter(move |(_, reply)| reply.0 == by_agents)
    };
    Expected {
        handle: lengths(&handle),
        active_idle: lengths(&active_idle),
        async_dormant: lengths(&dormant),
        async_idle: lengths(&async_idle),
        agent_reply: sum(pairs(true).map(|(p, q)| q.1 - p.1 - overlap((p.1, q.1), &held))),
        customer_wait: sum(pairs(true).map(|(p, q)| q.1 - p.2)),
        customer_reply: sum(pairs(false).map(|(p, q)| q.1 - p.1)),
        agent_wait: sum(pairs(false).map(|(p, q)| q.1 - p.2 - overlap((p.2, q.1), &dormant))),
    }
}
