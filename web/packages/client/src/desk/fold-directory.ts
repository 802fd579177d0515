// What an event does to the directory that the desk shows: colleagues, statuses, queues, topics, standard texts, my profile, settings.
// How many chats a colleague has is the snapshot's and is not folded, for an agent does not see every colleague's chats.

import type { Agent, Event, Profile, Queue, StandardText, Status, Topic } from "../generated/protocol";
import { type Desk, without } from "./state";

/** The desk after an event about no conversation. */
export function foldDirectory(desk: Desk, event: Event): Desk {
  const data = event.data;
  switch (event.kind) {
    case "agent_status_changed":
      return statusChanged(desk, data.participant?.id, typeof data.status === "string" ? data.status : null);
    case "agent_changed":
      return agentChanged(desk, data.agent as Agent);
    case "agent_removed":
      return { ...desk, colleagues: without(desk.colleagues, String(data.agent)) };
    case "queue_changed": {
      const queue = data.queue as Queue;
      return { ...desk, queues: { ...desk.queues, [queue.id]: queue } };
    }
    case "queue_removed":
      return { ...desk, queues: without(desk.queues, String(data.queue)) };
    case "profile_changed": {
      const profile = data.profile as Profile;
      const profiles = { ...desk.profiles, [profile.id]: profile };
      return { ...desk, profiles, profile: profiles[desk.me.profile] ?? desk.profile };
    }
    case "profile_removed":
      return { ...desk, profiles: without(desk.profiles, String(data.profile)) };
    case "status_changed":
      return { ...desk, statuses: withStatus(desk.statuses, data.status as Status) };
    case "status_removed":
      return { ...desk, statuses: desk.statuses.filter((status) => status.id !== data.status) };
    case "setting_changed":
      return data.name == null
        ? desk
        : { ...desk, settings: { ...desk.settings, [data.name]: data.value ?? "" } };
    case "tenant_changed":
      return data.tenant ? { ...desk, tenant: data.tenant } : desk;
    case "topic_changed": {
      const topic = data.topic as Topic;
      return { ...desk, topics: { ...desk.topics, [topic.id]: topic } };
    }
    case "topic_removed":
      return { ...desk, topics: without(desk.topics, String(data.topic)) };
    case "standard_text_changed": {
      const text = data.standard_text as StandardText;
      return { ...desk, standardTexts: { ...desk.standardTexts, [text.id]: text } };
    }
    case "standard_text_removed":
      return { ...desk, standardTexts: without(desk.standardTexts, String(data.standard_text)) };
    case "article_changed":
    case "article_removed":
    case "prompt_changed":
    case "invitation_rule_changed":
    case "invitation_rule_removed":
    case "identity_key_changed":
    case "identity_key_removed":
      return { ...desk, libraryPosition: event.seq };
    default:
      return desk;
  }
}

function statusChanged(desk: Desk, agent: string | undefined, status: string | null): Desk {
  if (!agent) return desk;
  const colleague = desk.colleagues[agent];
  return {
    ...desk,
    status: agent === desk.me.id ? status : desk.status,
    colleagues: colleague ? { ...desk.colleagues, [agent]: { ...colleague, status } } : desk.colleagues,
  };
}

function agentChanged(desk: Desk, agent: Agent): Desk {
  const before = desk.colleagues[agent.id];
  const colleagues = {
    ...desk.colleagues,
    [agent.id]: { agent, status: before?.status ?? null, chats: before?.chats ?? 0 },
  };
  if (agent.id !== desk.me.id) return { ...desk, colleagues };
  return { ...desk, colleagues, me: agent, profile: desk.profiles[agent.profile] ?? desk.profile };
}

function withStatus(statuses: readonly Status[], status: Status): readonly Status[] {
  return statuses.some((one) => one.id === status.id)
    ? statuses.map((one) => (one.id === status.id ? status : one))
    : [...statuses, status];
}
