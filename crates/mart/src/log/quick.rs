//! The quick way to read a line: the same result as the general one, or `None`. What it leaves out: saying what is wrong.

use std::borrow::Cow;

use domain::{PartyType, Timestamp};

use super::data::Counted;
use super::entry::{Concluded, Created, Entry, Fact};
use super::instant;
use super::line::Line;
use super::scan::Scan;

/// Reads a line that is as logs mostly are.
pub(super) fn read(text: &str) -> Option<Line<'_>> {
    in_order(text).or_else(|| in_any_order(text))
}

/// A line with the keys of the format in its order and without spaces, as our own export writes it: no key is looked for.
fn in_order(text: &str) -> Option<Line<'_>> {
    let mut scan = Scan::new(text);
    scan.word(r#"{"seq":"#)?;
    let seq = scan.whole()?;
    scan.word(r#","at":"#)?;
    let at = instant::parse(scan.text()?).ok()?;
    scan.word(r#","tenant":"#)?;
    let tenant = Cow::Borrowed(scan.text()?);
    scan.word(r#","conversation":"#)?;
    let conversation = scan.text_or_null()?.map(Cow::Borrowed);
    scan.word(r#","chat":"#)?;
    let chat = scan.text_or_null()?.map(Cow::Borrowed);
    scan.word(r#","kind":"#)?;
    let kind = Counted::of_kind(scan.text()?);
    scan.word(r#","data":"#)?;
    let fact = data(&mut scan, kind)?;
    scan.word(r#","actor":"#)?;
    let actor = party(&mut scan)?.0;
    if scan.word(r#","command":"#).is_some() {
        scan.text_or_null()?;
    }
    scan.word("}")?;
    let entry = Entry { at, fact: of_actor(fact, actor) };
    scan.is_at_end().then_some(Line { seq, tenant, conversation, chat, entry })
}

/// What follows from who did it.
fn of_actor(fact: Fact<'_>, actor: PartyType) -> Fact<'_> {
    if fact == Fact::Activity { Fact::activity(actor) } else { fact }
}

fn in_any_order(text: &str) -> Option<Line<'_>> {
    let mut parts = Parts::default();
    let mut scan = Scan::new(text);
    scan.object(|scan, key| parts.read(scan, key))?;
    if !scan.is_at_end() {
        return None;
    }
    let kind = parts.kind?;
    let fact = match parts.data? {
        Data::Fact(fact) => fact,
        Data::At(mut scan) => data(&mut scan, kind)?,
    };
    let actor = parts.actor?;
    Some(Line {
        seq: parts.seq?,
        tenant: Cow::Borrowed(parts.tenant?),
        conversation: parts.conversation?.map(Cow::Borrowed),
        chat: parts.chat?.map(Cow::Borrowed),
        entry: Entry { at: parts.at?, fact: of_actor(fact, actor) },
    })
}

/// Data whose kind was known, or where it stands.
enum Data<'a> {
    Fact(Fact<'a>),
    At(Scan<'a>),
}

#[derive(Default)]
struct Parts<'a> {
    seq: Option<u64>,
    at: Option<Timestamp>,
    tenant: Option<&'a str>,
    conversation: Option<Option<&'a str>>,
    chat: Option<Option<&'a str>>,
    kind: Option<Counted>,
    actor: Option<PartyType>,
    data: Option<Data<'a>>,
}

/// Fills a slot that must be empty.
fn once<T>(slot: &mut Option<T>, value: T) -> Option<()> {
    slot.replace(value).is_none().then_some(())
}

impl<'a> Parts<'a> {
    fn read(&mut self, scan: &mut Scan<'a>, key: &str) -> Option<()> {
        match key {
            "seq" => once(&mut self.seq, scan.whole()?),
            "at" => once(&mut self.at, instant::parse(scan.text()?).ok()?),
            "tenant" => once(&mut self.tenant, scan.text()?),
            "conversation" => once(&mut self.conversation, scan.text_or_null()?),
            "chat" => once(&mut self.chat, scan.text_or_null()?),
            "kind" => once(&mut self.kind, Counted::of_kind(scan.text()?)),
            "actor" => once(&mut self.actor, party(scan)?.0),
            "data" => {
                let value = match self.kind {
                    Some(kind) => Data::Fact(data(scan, kind)?),
                    None => {
                        let place = scan.clone();
                        scan.skip()?;
                        Data::At(place)
                    }
                };
                once(&mut self.data, value)
            }
            _ => scan.skip(),
        }
    }
}

/// A party's type and id.
fn party<'a>(scan: &mut Scan<'a>) -> Option<(PartyType, &'a str)> {
    let (mut party_type, mut id) = (None, None);
    scan.object(|scan, key| match key {
        "type" => once(
            &mut party_type,
            match scan.text()? {
                "customer" => PartyType::Customer,
                "agent" => PartyType::Agent,
                "supervisor" => PartyType::Supervisor,
                "bot" => PartyType::Bot,
                "system" => PartyType::System,
                "admin" => PartyType::Admin,
                _ => return None,
            },
        ),
        "id" => once(&mut id, scan.text()?),
        _ => scan.skip(),
    })?;
    Some((party_type?, id?))
}

fn data<'a>(scan: &mut Scan<'a>, kind: Counted) -> Option<Fact<'a>> {
    Some(match kind {
        Counted::AgentPost => Fact::AgentPost(characters(scan)?),
        Counted::CustomerPost => Fact::CustomerPost(characters(scan)?),
        Counted::BotPost => Fact::BotPost(characters(scan)?),
        Counted::Created => Fact::Created(created(scan)?),
        Counted::Concluded => Fact::Concluded(concluded(scan)?),
        Counted::AgentEntered => {
            let (party_type, id) = participant(scan)?;
            Fact::entered(party_type, Cow::Borrowed(id))
        }
        Counted::AgentLeft => Fact::AgentLeft(Cow::Borrowed(participant(scan)?.1)),
        Counted::CoachBegan => Fact::CoachBegan(Cow::Borrowed(participant(scan)?.1)),
        Counted::MonitorBegan => Fact::MonitorBegan(Cow::Borrowed(participant(scan)?.1)),
        Counted::Activity => any(scan, Fact::Activity)?,
        Counted::BotEntered => any(scan, Fact::BotEntered)?,
        Counted::CustomerLeft => any(scan, Fact::CustomerLeft)?,
        Counted::IdleAlert => any(scan, Fact::IdleAlert)?,
        Counted::AsyncOnHold => any(scan, Fact::AsyncOnHold)?,
        Counted::AsyncCustomerActivity => any(scan, Fact::AsyncCustomerActivity)?,
        Counted::AsyncIdleAlert => any(scan, Fact::AsyncIdleAlert)?,
        Counted::Nothing => any(scan, Fact::Other)?,
    })
}

/// An object that is not looked at.
fn any<'a>(scan: &mut Scan<'a>, fact: Fact<'a>) -> Option<Fact<'a>> {
    scan.object(|scan, _| scan.skip())?;
    Some(fact)
}

fn characters(scan: &mut Scan<'_>) -> Option<u64> {
    let mut text = None;
    scan.object(|scan, key| match key {
        "text" => once(&mut text, scan.characters()?),
        _ => scan.skip(),
    })?;
    text
}

fn participant<'a>(scan: &mut Scan<'a>) -> Option<(PartyType, &'a str)> {
    let mut participant = None;
    scan.object(|scan, key| match key {
        "participant" => once(&mut participant, party(scan)?),
        _ => scan.skip(),
    })?;
    participant
}

fn created<'a>(scan: &mut Scan<'a>) -> Option<Created<'a>> {
    let (mut media_type, mut media_origin, mut language, mut is_async) = (None, None, None, None);
    scan.object(|scan, key| match key {
        "media_type" => once(&mut media_type, scan.text()?),
        "media_origin" => once(&mut media_origin, scan.text_or_null()?),
        "language" => once(&mut language, scan.text_or_null()?),
        "async" => once(&mut is_async, scan.boolean()?),
        _ => scan.skip(),
    })?;
    let text = |text: Option<Option<&'a str>>| Cow::Borrowed(text.flatten().unwrap_or_default());
    Some(Created {
        media_type: Cow::Borrowed(media_type?),
        media_origin: text(media_origin),
        language: text(language),
        is_async: is_async?,
    })
}

fn concluded<'a>(scan: &mut Scan<'a>) -> Option<Concluded<'a>> {
    let (mut ended_by, mut ended_reason) = (None, None);
    scan.object(|scan, key| match key {
        "ended_by" => once(&mut ended_by, scan.text()?),
        "ended_reason" => once(&mut ended_reason, scan.text()?),
        _ => scan.skip(),
    })?;
    Some(Concluded {
        ended_by: Cow::Borrowed(ended_by?),
        ended_reason: Cow::Borrowed(ended_reason?),
    })
}
