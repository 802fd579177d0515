// What the customer must know about the line: its own connection first, then the agent's; and for a moment that it is well again.

import { leadOf } from "@holdfast/client/widget";
import { useEffect, useRef, useState } from "preact/hooks";
import type { TalkProps } from "./conversation";
import { Icon } from "./icons";

/** How long it is said that all is well again. */
const wellForMs = 4_000;

type Trouble = "own" | "agent" | null;

export function Banner({ now, texts, say }: TalkProps) {
  const lead = now.state.phase === "engaged" ? leadOf(now.state) : null;
  const unsent = now.items.some((item) => item.type === "message" && item.status === "sending");
  const name = lead?.name ?? "";
  let trouble: Trouble = null;
  let text: string | null = null;
  if (now.connection === "interrupted") {
    trouble = "own";
    text = texts.banner.interrupted;
    if (!now.durable && unsent) text += ` ${texts.banner.notStored}`;
  } else if (now.connection === "closed") {
    trouble = "own";
    text = texts.banner.closed;
  } else if (lead && lead.presence !== "present") {
    trouble = "agent";
    text = say("agent_interrupted", texts.banner.agentInterrupted(name), { agent: name });
  }

  const before = useRef<{ trouble: Trouble; name: string }>({ trouble: null, name: "" });
  const [well, setWell] = useState<string | null>(null);
  useEffect(() => {
    const last = before.current;
    before.current = { trouble, name };
    if (trouble) setWell(null);
    else if (last.trouble === "own" && now.connection === "connected")
      setWell(say("restored", texts.banner.restored));
    else if (last.trouble === "agent" && last.name === name && name !== "")
      setWell(say("agent_back", texts.banner.agentBack(name), { agent: name }));
  }, [trouble, name, now.connection]);
  useEffect(() => {
    if (well === null) return;
    const timer = setTimeout(() => setWell(null), wellForMs);
    return () => clearTimeout(timer);
  }, [well]);

  const shown = text ?? (trouble ? null : well);
  // The region is always there: screen readers read what appears in it, not a region that appears.
  return (
    <div class="banner-place" role="status">
      {shown && (
        <p class={`banner ${trouble ?? "well"}`} dir="auto">
          <Icon name={trouble ? "warn" : "check"} />
          <span>{shown}</span>
        </p>
      )}
    </div>
  );
}
