// One whom, or where, a chat can go.

import { Avatar } from "@mantine/core";
import { IconInbox } from "@tabler/icons-react";
import { initials } from "../format";
import { StatusDot } from "../shell/status-menu";
import classes from "./actions.module.css";
import type { TargetOption } from "./target-options";

interface TargetRowProps {
  option: TargetOption;
  chosen: boolean;
  onChoose: (id: string) => void;
}

export function TargetRow({ option, chosen, onChoose }: TargetRowProps) {
  const off = option.whyNot !== null;
  return (
    <label className={classes.target} data-chosen={chosen || undefined} data-off={off || undefined}>
      <input
        type="radio"
        name="target"
        checked={chosen}
        disabled={off}
        onChange={() => onChoose(option.id)}
        aria-label={option.name}
      />
      <Avatar size={34} radius="xl" color={option.kind === "queue" ? "gray" : "indigo"} variant="light">
        {option.kind === "queue" ? <IconInbox size={17} /> : initials(option.name)}
      </Avatar>
      <span style={{ minWidth: 0 }}>
        <span className={`${classes.targetName} clip`} style={{ display: "block" }}>
          {option.name}
        </span>
        <span className={classes.targetFacts}>
          {option.takesChats !== null && (
            <span style={{ display: "inline-block", marginRight: 7 }}>
              <StatusDotSmall takesChats={option.takesChats} />
            </span>
          )}
          {option.whyNot ?? option.facts}
        </span>
      </span>
      <span className={classes.badge} data-tone={!off && option.free ? "good" : undefined}>
        {off ? "Not now" : option.word}
      </span>
    </label>
  );
}

function StatusDotSmall({ takesChats }: { takesChats: boolean }) {
  return (
    <span style={{ display: "inline-flex", transform: "scale(0.7)" }}>
      <StatusDot takesChats={takesChats} known />
    </span>
  );
}
