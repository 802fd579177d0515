//! What the admin of the simulated site does with its library: topics that customers choose, texts, articles, wordings of prompts, rules by
//! which visitors are invited. And the hours of its queues.

use domain::hours::{Hours, Span};
use domain::invitations::{InvitationRule, Visitors};
use domain::library::{Article, Change, PromptChange, StandardText, Topic};
use domain::prompts::{LANGUAGES, PromptName};
use domain::{ArticleId, Command, InvitationRuleId, QueueId, StandardTextId, TopicId};

use crate::site::QUEUES;
use crate::world::World;

/// The topics, of which each leads to one of the queues.
pub(crate) const TOPICS: [&str; 2] = ["parcels", "invoices"];
const PROMPTS: [PromptName; 3] = [PromptName::Welcome, PromptName::InQueue, PromptName::AgentLost];

impl World {
    /// A topic, mostly one that is offered.
    pub(crate) fn random_topic(&mut self, index: usize) -> Command {
        let queue = QueueId::new(QUEUES[self.chance.index(self.weather.queues)]);
        let (id, name) = (TopicId::new(TOPICS[index]), TOPICS[index].to_owned());
        let enabled = self.chance.percent(85);
        Command::ChangeLibrary(Box::new(Change::PutTopic(Topic { id, name, queue, enabled })))
    }

    /// A change of what staff and customers choose from or read.
    pub(crate) fn random_library_change(&mut self) -> Command {
        let n = self.chance.below(4);
        let text = StandardTextId::new(&format!("text-{n}"));
        let article = ArticleId::new(&format!("article-{n}"));
        let language = LANGUAGES[self.chance.index(LANGUAGES.len())].to_owned();
        let change = match self.chance.weighted(&[25, 30, 5, 20, 5, 15, 30, 10, 5]) {
            0 => {
                let index = self.chance.index(TOPICS.len());
                return self.random_topic(index);
            }
            1 => Change::PutStandardText(StandardText {
                id: text,
                name: format!("Text {n}"),
                text: "Your parcel is on its way".to_owned(),
                url: String::new(),
                shortcut: format!("t{n}"),
                language,
            }),
            2 => Change::RemoveStandardText(text),
            3 => Change::PutArticle(Article {
                id: article,
                title: format!("Parcels, part {n}"),
                body: "A parcel takes two days".to_owned(),
                language,
                outage: self.chance.percent(20),
            }),
            4 => Change::RemoveArticle(article),
            6 => return self.random_rule(n),
            7 => Change::RemoveInvitationRule(InvitationRuleId::new(&format!("rule-{n}"))),
            // Refused while a rule leads to it.
            8 => Change::RemoveTopic(TopicId::new(TOPICS[self.chance.index(TOPICS.len())])),
            _ => Change::SetPrompt(PromptChange {
                prompt: PROMPTS[self.chance.index(PROMPTS.len())],
                queue: None,
                language,
                text: self.chance.percent(70).then(|| "One moment, please".to_owned()),
            }),
        };
        Command::ChangeLibrary(Box::new(change))
    }

    /// A rule that leads to a queue, to a topic that may be gone, or to neither; now and then to both, which is refused.
    pub(crate) fn random_rule(&mut self, n: u64) -> Command {
        let queue = QueueId::new(QUEUES[self.chance.index(self.weather.queues)]);
        let topic = TopicId::new(TOPICS[self.chance.index(TOPICS.len())]);
        let (has_queue, has_topic) = [(true, false), (false, true), (false, false), (true, true)]
            [self.chance.weighted(&[45, 40, 10, 5])];
        let text = "May we help you?".to_owned();
        let rule = InvitationRule {
            id: InvitationRuleId::new(&format!("rule-{n}")),
            name: format!("Rule {n}"),
            enabled: self.chance.percent(85),
            url: "/parcels/*".to_owned(),
            seconds_on_page: 30,
            visitors: [Visitors::All, Visitors::New, Visitors::Returning][self.chance.index(3)],
            texts: [(LANGUAGES[0].to_owned(), text)].into(),
            queue: has_queue.then_some(queue),
            topic: has_topic.then_some(topic),
            every_days: 1,
        };
        Command::ChangeLibrary(Box::new(Change::PutInvitationRule(rule)))
    }

    /// What a visitor asks for that follows an invitation: where its rule leads, as the page has read it.
    pub(crate) fn invited_to(&mut self) -> (Option<QueueId>, Option<TopicId>) {
        let rules = self.judge.truth.directory.library.invitation_rules.values();
        let rules: Vec<&InvitationRule> = rules.filter(|rule| rule.enabled).collect();
        match self.chance.one(&rules) {
            Some(rule) => (rule.queue.clone(), rule.topic.clone()),
            None => (None, None),
        }
    }

    /// Mostly none: always open. Else closed at night, or closing and opening again while a run lasts.
    pub(crate) fn random_hours(&mut self) -> Option<Hours> {
        let spans: &[(&str, &str)] = match self.chance.weighted(&[75, 15, 10]) {
            0 => return None,
            1 => &[("06:00", "22:00")],
            _ => &[("00:00", "08:30"), ("08:45", "09:20"), ("09:30", "24:00")],
        };
        let span = |(from, until): &(&str, &str)| Span {
            from: (*from).to_owned(),
            until: (*until).to_owned(),
        };
        let day: Vec<Span> = spans.iter().map(span).collect();
        Some(Hours { time_zone: "UTC".to_owned(), week: vec![day; 7], closed_dates: Vec::new() })
    }
}
