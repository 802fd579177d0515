// A customer's initials in a colour of their own, with a mark of whether their client is heard.

import type { Conversation } from "@holdfast/client";
import { customerName } from "@holdfast/client/desk";
import { Avatar } from "@mantine/core";
import { initials } from "../format";
import classes from "./list.module.css";

const colours = ["teal", "grape", "orange", "cyan", "pink", "lime", "violet", "blue"] as const;

/** The same name has the same colour everywhere, in every chat and on every desk. */
function colourOf(name: string): string {
  let sum = 0;
  for (const character of name) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 9973;
  return colours[sum % colours.length] ?? "teal";
}

const marks = {
  present: "is here",
  interrupted: "connection interrupted",
  absent: "not heard",
  left: "has left",
} as const;

export function presenceMark(conversation: Conversation): keyof typeof marks {
  return conversation.phase === "wrap_up" ? "left" : conversation.customer_presence;
}

export function CustomerAvatar({ conversation, size = 40 }: { conversation: Conversation; size?: number }) {
  const name = customerName(conversation);
  const mark = presenceMark(conversation);
  return (
    <span className={classes.avatar}>
      <Avatar size={size} radius="xl" color={colourOf(name)} variant="light">
        {initials(name)}
      </Avatar>
      <span className={classes.presence} data-presence={mark} role="img" aria-label={marks[mark]} />
    </span>
  );
}
