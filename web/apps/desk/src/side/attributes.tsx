// What agents and bots noted of the matter, for whoever comes next.

import type { Conversation } from "@holdfast/client";
import { ActionIcon, TextInput } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import { type FormEvent, useState } from "react";
import { useClient } from "../desk/context";
import classes from "./side.module.css";

export function Attributes({ conversation, editable }: { conversation: Conversation; editable: boolean }) {
  const client = useClient();
  const [name, setName] = useState("");
  const [value, setValue] = useState("");
  const entries = Object.entries(conversation.attributes);
  const set = (attributes: Record<string, string>) =>
    client.command({ name: "set_attributes", chat: conversation.chat, attributes });
  const add = async (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() === "" || value.trim() === "") return;
    if (!(await set({ [name.trim()]: value.trim() })).done) return;
    setName("");
    setValue("");
  };
  if (entries.length === 0 && !editable) return null;
  return (
    <>
      <h4 className={classes.heading}>Attributes</h4>
      <div className={classes.facts}>
        {entries.map(([key, text]) => (
          <div key={key} className={classes.attribute}>
            <span className={classes.soft} style={{ overflowWrap: "anywhere" }}>
              {key}
            </span>
            <span style={{ overflowWrap: "anywhere" }}>{text}</span>
            {editable && (
              <ActionIcon size={24} aria-label={`Take ${key} away`} onClick={() => void set({ [key]: "" })}>
                <IconX size={14} />
              </ActionIcon>
            )}
          </div>
        ))}
        {editable && (
          <form className={classes.addAttribute} onSubmit={(event) => void add(event)}>
            <TextInput
              size="xs"
              aria-label="Attribute"
              placeholder="Attribute"
              maxLength={200}
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
            />
            <TextInput
              size="xs"
              aria-label="Value"
              placeholder="Value"
              maxLength={200}
              value={value}
              onChange={(event) => setValue(event.currentTarget.value)}
            />
            <ActionIcon
              type="submit"
              size={30}
              variant="default"
              aria-label="Add the attribute"
              disabled={name.trim() === "" || value.trim() === ""}
            >
              <IconPlus size={15} />
            </ActionIcon>
          </form>
        )}
      </div>
    </>
  );
}
