// Who is in a chat of several, and who watches it, with their parts; the lead passes its part on here.

import type { Conversation } from "@holdfast/client";
import { Avatar, Button, Menu, UnstyledButton } from "@mantine/core";
import { IconChevronDown, IconCrown, IconEye, IconHeadphones } from "@tabler/icons-react";
import { useClient, useDesk } from "../desk/context";
import { initials } from "../format";
import classes from "./actions.module.css";

export function PeopleBar({ conversation }: { conversation: Conversation }) {
  const { me } = useDesk();
  const client = useClient();
  const { participants, watchers, chat } = conversation;
  const others = watchers.filter((one) => one.agent !== me.id);
  if (conversation.phase !== "engaged" || (participants.length < 2 && others.length === 0)) return null;
  const iLead = participants.some((one) => one.agent === me.id && one.role === "lead");
  return (
    <section className={classes.people} aria-label="In this chat">
      {participants.map((one) => {
        const name = one.agent === me.id ? "You" : one.name;
        const face = (
          <>
            <Avatar size={20} radius="xl" color="indigo" variant="light" aria-hidden="true">
              <span style={{ fontSize: "0.5625rem" }}>{initials(one.name)}</span>
            </Avatar>
            <span className="clip">{name}</span>
            <small>{one.role}</small>
          </>
        );
        if (!iLead || one.role === "lead") {
          return (
            <span key={one.agent} className={classes.person} data-role={one.role}>
              {face}
            </span>
          );
        }
        return (
          <Menu key={one.agent} position="bottom-start" shadow="md">
            <Menu.Target>
              <UnstyledButton className={classes.person ?? ""} aria-label={`${name}, supporting: change`}>
                {face}
                <IconChevronDown size={13} aria-hidden="true" />
              </UnstyledButton>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item
                leftSection={<IconCrown size={16} />}
                onClick={() => void client.command({ name: "make_lead", chat, agent: one.agent })}
              >
                Make {name} the lead
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        );
      })}
      {others.map((one) => (
        <span key={one.agent} className={classes.person} data-tone="watch">
          {one.coaches ? <IconHeadphones size={14} /> : <IconEye size={14} />}
          <span className="clip">{one.name}</span>
          <small>{one.coaches ? "coaches" : "monitors"}</small>
        </span>
      ))}
    </section>
  );
}

/** What I am doing while I watch, and what else I can do. */
export function WatchBar({ conversation }: { conversation: Conversation }) {
  const client = useClient();
  const { me, settings } = useDesk();
  const { chat } = conversation;
  const coaches = conversation.watchers.some((one) => one.agent === me.id && one.coaches);
  const announced = settings.announce_monitoring === "true";
  return (
    <div className={classes.bar} data-tone="watch" role="status">
      {coaches ? <IconHeadphones size={17} aria-hidden="true" /> : <IconEye size={17} aria-hidden="true" />}
      <span className={classes.barText}>
        {coaches
          ? "You coach: agents see you and what you write, the customer does not."
          : announced
            ? "You monitor: agents see that you do, the customer does not."
            : "You monitor: nobody sees you."}
      </span>
      {coaches ? (
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => void client.command({ name: "start_monitoring", chat })}
        >
          Only monitor
        </Button>
      ) : (
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => void client.command({ name: "start_coaching", chat })}
        >
          Coach
        </Button>
      )}
      {conversation.phase === "engaged" && (
        <Button size="compact-sm" onClick={() => void client.command({ name: "join_chat", chat })}>
          Join
        </Button>
      )}
    </div>
  );
}
