//! The tenant's library on the wire: hours, topics, standard texts, articles, prompts, invitation rules, in both
//! directions.

use std::collections::BTreeMap;

use domain::directory::Directory;
use domain::hours::{Hours, Span};
use domain::invitations::{InvitationRule, Visitors};
use domain::library::{Article, PromptChange, StandardText, Topic};
use domain::prompts::{PROMPTS, PromptName};
use domain::{ArticleId, InvitationRuleId, QueueId, Refusal, StandardTextId, TopicId};
use protocol::library as wire;

use crate::problem::invalid;
use crate::translate::record::id;

pub(crate) fn hours_out(hours: &Hours) -> wire::Hours {
    let span = |span: &Span| wire::Span { from: span.from.clone(), until: span.until.clone() };
    wire::Hours {
        time_zone: hours.time_zone.clone(),
        week: hours.week.iter().map(|day| day.iter().map(span).collect()).collect(),
        closed_dates: hours.closed_dates.clone(),
    }
}

pub(crate) fn hours_in(hours: wire::Hours) -> Hours {
    let span = |span: wire::Span| Span { from: span.from, until: span.until };
    Hours {
        time_zone: hours.time_zone,
        week: hours.week.into_iter().map(|day| day.into_iter().map(span).collect()).collect(),
        closed_dates: hours.closed_dates,
    }
}

pub(crate) fn topic_out(topic: &Topic) -> wire::Topic {
    wire::Topic {
        id: topic.id.to_string(),
        name: topic.name.clone(),
        queue: topic.queue.to_string(),
        enabled: topic.enabled,
    }
}

pub(crate) fn topic_in(topic: wire::Topic) -> Result<Topic, Refusal> {
    Ok(Topic {
        id: id("id", &topic.id, TopicId::parse)?,
        name: topic.name,
        queue: id("queue", &topic.queue, QueueId::parse)?,
        enabled: topic.enabled,
    })
}

pub(crate) fn standard_text_out(text: &StandardText) -> wire::StandardText {
    wire::StandardText {
        id: text.id.to_string(),
        name: text.name.clone(),
        text: text.text.clone(),
        url: text.url.clone(),
        shortcut: text.shortcut.clone(),
        language: text.language.clone(),
    }
}

pub(crate) fn standard_text_in(text: wire::StandardText) -> Result<StandardText, Refusal> {
    Ok(StandardText {
        id: id("id", &text.id, StandardTextId::parse)?,
        name: text.name,
        text: text.text,
        url: text.url,
        shortcut: text.shortcut,
        language: text.language,
    })
}

pub(crate) fn article_out(article: &Article) -> wire::Article {
    wire::Article {
        id: article.id.to_string(),
        title: article.title.clone(),
        body: article.body.clone(),
        language: article.language.clone(),
        outage: article.outage,
    }
}

pub(crate) fn article_in(article: wire::Article) -> Result<Article, Refusal> {
    Ok(Article {
        id: id("id", &article.id, ArticleId::parse)?,
        title: article.title,
        body: article.body,
        language: article.language,
        outage: article.outage,
    })
}

pub(crate) fn prompt_out(change: &PromptChange) -> wire::Prompt {
    wire::Prompt {
        prompt: change.prompt.as_str().to_owned(),
        queue: change.queue.as_ref().map(ToString::to_string),
        language: change.language.clone(),
        text: change.text.clone(),
    }
}

/// All prompts of a queue in the nearest shipped language, by name, without those that are switched off.
pub(crate) fn prompts_out(
    directory: &Directory,
    queue: &QueueId,
    language: Option<&str>,
) -> BTreeMap<String, String> {
    let told = |name: &PromptName| {
        let text = directory.prompt(*name, queue, language)?;
        Some((name.as_str().to_owned(), text.to_owned()))
    };
    PROMPTS.iter().filter_map(told).collect()
}

fn prompt_name(text: &str) -> Result<PromptName, Refusal> {
    let known = PROMPTS.into_iter().find(|prompt| prompt.as_str() == text);
    known.ok_or_else(|| {
        let names: Vec<&str> = PROMPTS.iter().map(|prompt| prompt.as_str()).collect();
        invalid(
            "prompt",
            text,
            format!("there is no prompt {text:?}; there are {}", names.join(", ")),
        )
    })
}

pub(crate) fn prompt_in(prompt: wire::Prompt) -> Result<PromptChange, Refusal> {
    let queue = prompt.queue.map(|queue| id("queue", &queue, QueueId::parse)).transpose()?;
    Ok(PromptChange {
        prompt: prompt_name(&prompt.prompt)?,
        queue,
        language: prompt.language,
        text: prompt.text,
    })
}

pub(crate) fn invitation_rule_out(rule: &InvitationRule) -> wire::InvitationRule {
    wire::InvitationRule {
        id: rule.id.to_string(),
        name: rule.name.clone(),
        enabled: rule.enabled,
        url: rule.url.clone(),
        seconds_on_page: rule.seconds_on_page,
        visitors: match rule.visitors {
            Visitors::All => wire::Visitors::All,
            Visitors::New => wire::Visitors::New,
            Visitors::Returning => wire::Visitors::Returning,
        },
        texts: rule.texts.clone(),
        queue: rule.queue.as_ref().map(ToString::to_string),
        topic: rule.topic.as_ref().map(ToString::to_string),
        every_days: rule.every_days,
    }
}

pub(crate) fn invitation_rule_in(rule: wire::InvitationRule) -> Result<InvitationRule, Refusal> {
    Ok(InvitationRule {
        id: id("id", &rule.id, InvitationRuleId::parse)?,
        name: rule.name,
        enabled: rule.enabled,
        url: rule.url,
        seconds_on_page: rule.seconds_on_page,
        visitors: match rule.visitors {
            wire::Visitors::All => Visitors::All,
            wire::Visitors::New => Visitors::New,
            wire::Visitors::Returning => Visitors::Returning,
        },
        texts: rule.texts,
        queue: rule.queue.map(|queue| id("queue", &queue, QueueId::parse)).transpose()?,
        topic: rule.topic.map(|topic| id("topic", &topic, TopicId::parse)).transpose()?,
        every_days: rule.every_days,
    })
}
