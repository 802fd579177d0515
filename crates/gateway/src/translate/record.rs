//! The directory's records, in both directions. Ids are checked on the way in.

use domain::directory;
use domain::event::{IncidentFields, TicketStatus};
use domain::{AgentId, PartyType, ProfileId, QueueId, Refusal, StatusId};
use protocol::{command, event, view};

use crate::problem::invalid;
use crate::translate::library::{hours_in, hours_out};

/// Reads an id that came from outside.
///
/// # Errors
/// A refusal that names the field.
pub(crate) fn id<T>(
    field: &'static str,
    text: &str,
    parse: impl FnOnce(&str) -> Result<T, domain::id::IdError>,
) -> Result<T, Refusal> {
    parse(text).map_err(|why| invalid(field, text, format!("{field}: {why}")))
}

pub(crate) fn party_type(party_type: PartyType) -> event::PartyType {
    match party_type {
        PartyType::Customer => event::PartyType::Customer,
        PartyType::Agent => event::PartyType::Agent,
        PartyType::Supervisor => event::PartyType::Supervisor,
        PartyType::Bot => event::PartyType::Bot,
        PartyType::System => event::PartyType::System,
        PartyType::Admin => event::PartyType::Admin,
    }
}

pub(crate) fn agent_out(agent: &directory::Agent) -> view::Agent {
    view::Agent {
        id: agent.id.to_string(),
        name: agent.name.clone(),
        role: match agent.role {
            directory::StaffRole::Agent => view::StaffRole::Agent,
            directory::StaffRole::Supervisor => view::StaffRole::Supervisor,
            directory::StaffRole::Admin => view::StaffRole::Admin,
            directory::StaffRole::Bot => view::StaffRole::Bot,
        },
        profile: agent.profile.to_string(),
        queues: agent.queues.iter().map(ToString::to_string).collect(),
        company: agent.company.clone(),
    }
}

pub(crate) fn agent_in(agent: view::Agent) -> Result<directory::Agent, Refusal> {
    let queues: Result<Vec<QueueId>, Refusal> =
        agent.queues.iter().map(|queue| id("queues", queue, QueueId::parse)).collect();
    Ok(directory::Agent {
        id: id("id", &agent.id, AgentId::parse)?,
        name: agent.name,
        role: match agent.role {
            view::StaffRole::Agent => directory::StaffRole::Agent,
            view::StaffRole::Supervisor => directory::StaffRole::Supervisor,
            view::StaffRole::Admin => directory::StaffRole::Admin,
            view::StaffRole::Bot => directory::StaffRole::Bot,
        },
        profile: id("profile", &agent.profile, ProfileId::parse)?,
        queues: queues?,
        company: agent.company,
    })
}

pub(crate) fn queue_out(queue: &directory::Queue) -> view::Queue {
    view::Queue {
        id: queue.id.to_string(),
        name: queue.name.clone(),
        allocation: match queue.allocation {
            directory::Allocation::Offer => view::Allocation::Offer,
            directory::Allocation::Auto => view::Allocation::Auto,
            directory::Allocation::Pick => view::Allocation::Pick,
        },
        balance: match queue.balance {
            directory::Balance::LongestIdle => view::Balance::LongestIdle,
            directory::Balance::LeastBusy => view::Balance::LeastBusy,
        },
        priority: queue.priority,
        waiting_max: queue.waiting_max,
        enabled: queue.enabled,
        hours: queue.hours.as_ref().map(hours_out),
        company_filter: queue.company_filter,
    }
}

pub(crate) fn queue_in(queue: view::Queue) -> Result<directory::Queue, Refusal> {
    Ok(directory::Queue {
        id: id("id", &queue.id, QueueId::parse)?,
        name: queue.name,
        allocation: match queue.allocation {
            view::Allocation::Offer => directory::Allocation::Offer,
            view::Allocation::Auto => directory::Allocation::Auto,
            view::Allocation::Pick => directory::Allocation::Pick,
        },
        balance: match queue.balance {
            view::Balance::LongestIdle => directory::Balance::LongestIdle,
            view::Balance::LeastBusy => directory::Balance::LeastBusy,
        },
        priority: queue.priority,
        waiting_max: queue.waiting_max,
        enabled: queue.enabled,
        hours: queue.hours.map(hours_in),
        company_filter: queue.company_filter,
    })
}

pub(crate) fn profile_out(profile: &directory::Profile) -> view::Profile {
    view::Profile {
        id: profile.id.to_string(),
        name: profile.name.clone(),
        allow_decline: profile.allow_decline,
        auto_decline: profile.auto_decline,
        can_pick: profile.can_pick,
        chats_max: profile.chats_max,
        pull_policy: match profile.pull_policy {
            directory::PullPolicy::FirstDue => view::PullPolicy::FirstDue,
            directory::PullPolicy::StrictPriority => view::PullPolicy::StrictPriority,
        },
        not_ready_after_chat: profile.not_ready_after_chat,
        transfer_to_other_groups: profile.transfer_to_other_groups,
        can_monitor: profile.can_monitor,
    }
}

pub(crate) fn profile_in(profile: view::Profile) -> Result<directory::Profile, Refusal> {
    Ok(directory::Profile {
        id: id("id", &profile.id, ProfileId::parse)?,
        name: profile.name,
        allow_decline: profile.allow_decline,
        auto_decline: profile.auto_decline,
        can_pick: profile.can_pick,
        chats_max: profile.chats_max,
        pull_policy: match profile.pull_policy {
            view::PullPolicy::FirstDue => directory::PullPolicy::FirstDue,
            view::PullPolicy::StrictPriority => directory::PullPolicy::StrictPriority,
        },
        not_ready_after_chat: profile.not_ready_after_chat,
        transfer_to_other_groups: profile.transfer_to_other_groups,
        can_monitor: profile.can_monitor,
    })
}

pub(crate) fn status_out(status: &directory::Status) -> view::Status {
    view::Status {
        id: status.id.to_string(),
        name: status.name.clone(),
        takes_chats: status.takes_chats,
    }
}

pub(crate) fn status_in(status: view::Status) -> Result<directory::Status, Refusal> {
    Ok(directory::Status {
        id: id("id", &status.id, StatusId::parse)?,
        name: status.name,
        takes_chats: status.takes_chats,
    })
}

pub(crate) fn tenant_out(tenant: &directory::Tenant) -> view::Tenant {
    view::Tenant { name: tenant.name.clone(), time_zone: tenant.time_zone.clone() }
}

pub(crate) fn tenant_in(tenant: view::Tenant) -> directory::Tenant {
    directory::Tenant { name: tenant.name, time_zone: tenant.time_zone }
}

pub(crate) fn incident_in(fields: command::IncidentFields) -> IncidentFields {
    IncidentFields {
        subject: fields.subject,
        disposition: fields.disposition,
        summary: fields.summary,
        ticket: fields.ticket,
        ticket_status: fields.ticket_status.map(|status| match status {
            command::TicketStatus::Open => TicketStatus::Open,
            command::TicketStatus::Resolved => TicketStatus::Resolved,
            command::TicketStatus::Cancelled => TicketStatus::Cancelled,
        }),
        status: fields.status,
        assignee: fields.assignee,
        contact: fields.contact,
        custom: fields.custom,
    }
}

pub(crate) fn incident_out(incident: &domain::incident::Incident) -> view::Incident {
    view::Incident {
        id: incident.id.clone(),
        subject: incident.subject.clone(),
        disposition: incident.disposition.clone(),
        summary: incident.summary.clone(),
        ticket: incident.ticket.clone(),
        ticket_status: match incident.ticket_status {
            TicketStatus::Open => command::TicketStatus::Open,
            TicketStatus::Resolved => command::TicketStatus::Resolved,
            TicketStatus::Cancelled => command::TicketStatus::Cancelled,
        },
        status: incident.status.clone(),
        assignee: incident.assignee.clone(),
        contact: incident.contact.clone(),
        custom: incident.custom.clone(),
        open: incident.open,
    }
}

pub(crate) fn customer_out(customer: &domain::event::Customer) -> view::Customer {
    view::Customer {
        id: customer.id.clone(),
        name: customer.name.clone(),
        email: customer.email.clone(),
        page: customer.page.clone(),
        company: customer.company.clone(),
        verified: customer.verified,
        external_id: customer.external_id.clone(),
    }
}
