//! Who took part: the agents that were in the chat and are, who coached and monitored, how often bots came. Grows with people, not with
//! events. What it leaves out: roles.

/// Whether an agent was in the chat when it ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EndedAgent {
    /// There never was one.
    Absent,
    /// At least one was in it.
    Present,
    /// There had been one, but none then.
    Visited,
}

impl EndedAgent {
    /// The word that the statistics have for it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Absent => "ABSENT",
            Self::Present => "PRESENT",
            Self::Visited => "VISITED",
        }
    }
}

#[derive(Debug, Clone)]
struct Agent {
    id: Box<str>,
    is_in: bool,
}

/// The parties of one chat.
#[derive(Debug, Clone, Default)]
pub(crate) struct Parties {
    agents: Vec<Agent>,
    coaches: Vec<Box<str>>,
    monitors: Vec<Box<str>>,
    bots: u64,
}

fn note(people: &mut Vec<Box<str>>, id: &str) {
    if !people.iter().any(|known| **known == *id) {
        people.push(id.into());
    }
}

impl Parties {
    pub(crate) fn enter(&mut self, id: &str) {
        match self.agents.iter_mut().find(|agent| *agent.id == *id) {
            Some(agent) => agent.is_in = true,
            None => self.agents.push(Agent { id: id.into(), is_in: true }),
        }
    }

    /// Whether it was in the chat until now.
    pub(crate) fn leave(&mut self, id: &str) -> bool {
        let agent = self.agents.iter_mut().find(|agent| agent.is_in && *agent.id == *id);
        agent.map(|agent| agent.is_in = false).is_some()
    }

    pub(crate) fn coach(&mut self, id: &str) {
        note(&mut self.coaches, id);
    }

    pub(crate) fn monitor(&mut self, id: &str) {
        note(&mut self.monitors, id);
    }

    pub(crate) fn bot(&mut self) {
        self.bots += 1;
    }

    pub(crate) fn has_agent(&self) -> bool {
        self.agents.iter().any(|agent| agent.is_in)
    }

    pub(crate) fn ended_agent(&self) -> EndedAgent {
        match (self.agents.is_empty(), self.has_agent()) {
            (true, _) => EndedAgent::Absent,
            (false, true) => EndedAgent::Present,
            (false, false) => EndedAgent::Visited,
        }
    }

    pub(crate) fn agents(&self) -> u64 {
        self.agents.len() as u64
    }

    pub(crate) fn coaches(&self) -> u64 {
        self.coaches.len() as u64
    }

    pub(crate) fn monitors(&self) -> u64 {
        self.monitors.len() as u64
    }

    pub(crate) fn bots(&self) -> u64 {
        self.bots
    }
}
