// What stands below the field of a reply: standard texts, files, for whom it is, sending. Drawn anew only when one of these changes, not with
// each key.

import { supervises } from "@holdfast/client/desk";
import { ActionIcon, Button, Menu, Tooltip } from "@mantine/core";
import { IconBolt, IconCheck, IconChevronDown, IconPaperclip, IconSend2 } from "@tabler/icons-react";
import { memo } from "react";
import { useDeskPart } from "../desk/context";
import classes from "./chat.module.css";

/** Whom a message is for. */
export type Audience = "customer" | "int" | "vip";

export const audiences: Record<Audience, string> = {
  customer: "Customer",
  int: "Colleagues",
  vip: "Supervisors",
};

interface ComposerToolsProps {
  audience: Audience;
  onTexts: () => void;
  onFile: () => void;
  onAudience: (audience: Audience) => void;
}

export const ComposerTools = memo(function ComposerTools(props: ComposerToolsProps) {
  const { audience, onTexts, onFile, onAudience } = props;
  const choices: Audience[] = useDeskPart(supervises) ? ["customer", "int", "vip"] : ["customer", "int"];
  return (
    <>
      <Tooltip label="Standard texts (Alt+J)">
        <ActionIcon size={30} aria-label="Standard texts" onClick={onTexts}>
          <IconBolt size={17} />
        </ActionIcon>
      </Tooltip>
      {audience === "customer" && (
        <Tooltip label="Send a file (Alt+Y)">
          <ActionIcon size={30} aria-label="Send a file" onClick={onFile}>
            <IconPaperclip size={17} />
          </ActionIcon>
        </Tooltip>
      )}
      <Menu position="top-start" width={220} shadow="md">
        <Menu.Target>
          <Button
            className={classes.audience ?? ""}
            variant="subtle"
            color="gray"
            size="compact-xs"
            rightSection={<IconChevronDown size={13} />}
            aria-label={`To: ${audiences[audience]}`}
          >
            {audiences[audience]}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {choices.map((choice) => (
            <Menu.Item
              key={choice}
              rightSection={choice === audience ? <IconCheck size={15} /> : null}
              onClick={() => onAudience(choice)}
            >
              {audiences[choice]}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </>
  );
});

interface SendButtonProps {
  internal: boolean;
  disabled: boolean;
  onSend: () => void;
}

export const SendButton = memo(function SendButton({ internal, disabled, onSend }: SendButtonProps) {
  return (
    <Button
      size="compact-sm"
      h={32}
      px={14}
      color={internal ? "yellow.9" : "indigo"}
      rightSection={<IconSend2 size={16} />}
      disabled={disabled}
      // The field keeps the focus, so that the next reply is typed at once.
      onMouseDown={keepFocus}
      onClick={onSend}
    >
      Send
    </Button>
  );
});

function keepFocus(event: { preventDefault: () => void }): void {
  event.preventDefault();
}
