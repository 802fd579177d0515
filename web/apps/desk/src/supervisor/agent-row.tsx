// One agent of the wallboard: status to change, how full, each chat with the ways to step in.

import type { Conversation } from "@holdfast/client";
import { clockText, customerName } from "@holdfast/client/desk";
import { Avatar, Button, Menu } from "@mantine/core";
import { IconCheck, IconChevronDown } from "@tabler/icons-react";
import { useClient, useDesk } from "../desk/context";
import { useNow } from "../desk/use-now";
import { initials } from "../format";
import { StatusDot } from "../shell/status-menu";
import type { AgentLine } from "./board";
import classes from "./wallboard.module.css";
import { WatchMenu } from "./watch-menu";

interface AgentRowProps {
  line: AgentLine;
  onReassign: (conversation: string) => void;
}

export function AgentRow({ line, onReassign }: AgentRowProps) {
  const { agent } = line.colleague;
  const queues = useDesk().queues;
  const full = line.most !== null && line.chats.length >= line.most;
  return (
    <li className={classes.agent} aria-label={agent.name}>
      <div className={classes.row}>
        <Avatar size={34} radius="xl" color="indigo" variant="light">
          {initials(agent.name)}
        </Avatar>
        <div className={classes.names}>
          <div className={`${classes.name} clip`}>
            {agent.name}
            {agent.role === "bot" && <span className={classes.off}> bot</span>}
          </div>
          <div className={`${classes.facts} clip`}>
            {agent.queues.map((queue) => queues[queue]?.name ?? queue).join(", ") || "No queues"}
          </div>
        </div>
        <span className={`${classes.load} numbers`} data-full={full || undefined} data-explain="load">
          {line.chats.length}
          {line.most !== null && ` of ${line.most}`}
        </span>
        <StatusChange line={line} />
      </div>
      {line.chats.length > 0 && (
        <ul className={classes.chats}>
          {line.chats.map((one) => (
            <ChatLine key={one.conversation} conversation={one} onReassign={onReassign} />
          ))}
        </ul>
      )}
    </li>
  );
}

function StatusChange({ line }: { line: AgentLine }) {
  const client = useClient();
  const { statuses } = useDesk();
  const { agent, status } = line.colleague;
  const now = statuses.find((one) => one.id === status);
  return (
    <Menu position="bottom-end" width={220} shadow="md">
      <Menu.Target>
        <Button
          size="compact-xs"
          variant="default"
          h={28}
          rightSection={<IconChevronDown size={13} />}
          aria-label={`Status of ${agent.name}: ${now?.name ?? "none"}`}
        >
          {now?.name ?? "No status"}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {statuses.map((one) => (
          <Menu.Item
            key={one.id}
            leftSection={<StatusDot takesChats={one.takes_chats} known />}
            rightSection={one.id === status ? <IconCheck size={15} /> : null}
            onClick={() => void client.command({ name: "set_agent_status", agent: agent.id, status: one.id })}
          >
            {one.name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

interface ChatLineProps {
  conversation: Conversation;
  onReassign: (conversation: string) => void;
}

function ChatLine({ conversation, onReassign }: ChatLineProps) {
  const now = useNow();
  const desk = useDesk();
  const queue = desk.queues[conversation.queue]?.name ?? conversation.queue;
  const supporting = conversation.participants.filter((one) => one.role !== "lead");
  const marks = [
    queue,
    ...(conversation.phase === "wrap_up" ? ["wrap-up"] : []),
    ...(conversation.phase === "engaged" && conversation.customer_presence !== "present"
      ? ["connection interrupted"]
      : []),
    ...(conversation.invitation ? ["transfer pending"] : []),
    ...supporting.map((one) => `with ${one.name}`),
  ];
  return (
    <li className={classes.chat}>
      <div className={classes.names}>
        <span className={classes.chatName}>{customerName(conversation)}</span>{" "}
        <span className={classes.facts}>{marks.join(" · ")}</span>
      </div>
      <time className={`${classes.time} numbers`}>
        {clockText(now - Date.parse(conversation.requested_at))}
      </time>
      {conversation.phase === "wrap_up" ? (
        <span style={{ width: 30 }} />
      ) : (
        <WatchMenu conversation={conversation} onReassign={onReassign} />
      )}
    </li>
  );
}
